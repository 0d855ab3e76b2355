//! How a numbered paragraph begins that has no heading.

use super::List;
use serde::Deserialize;

/// What `run-in-heading-stop` needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct RunIn {
    /// Verbs that take another verb with them.
    pub causatives: List,
    /// Words that open an account of what was done.
    pub accounts: List,
}

super::table!(
    /// The table of `run-in-heading-stop`.
    run_in: RunIn = "run-in.json"
);
