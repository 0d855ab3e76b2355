//! What makes a problem vague.

use super::Pattern;
use serde::Deserialize;

/// The tables of `vague-problem`.
#[derive(Debug, Default, Deserialize)]
pub struct Vague {
    /// How a clause ends that says no more than that something is wanting.
    pub endings: Vec<Pattern>,
    /// What tells that a sentence names a problem.
    pub lacks: Vec<Pattern>,
    /// What makes a problem one of this place: who, where, how much, why.
    pub details: Vec<Pattern>,
}

super::table!(
    /// The table of such words.
    vague: Vague = "vague.json"
);
