//! What is written twice.

use super::List;
use serde::Deserialize;

/// What `doubled-text` needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Doubled {
    /// Characters that are never written twice in a row.
    pub characters: String,
    /// Phrases in which a doubling is right.
    pub except: List,
    /// What names contain: a name may come again in its sentence.
    pub names: List,
}

super::table!(
    /// The table of `doubled-text`.
    doubled: Doubled = "doubled.json"
);
