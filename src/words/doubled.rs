//! What is written twice.

use super::{Letters, List};
use serde::Deserialize;

/// What `doubled-text` needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Doubled {
    /// Characters that are never written twice in a row.
    pub characters: String,
    /// Measure words that are not written twice behind a figure.
    pub measures: Letters,
    /// Marks of which no two stand side by side, the weaker ones first.
    pub marks: String,
    /// Phrases in which a doubling is right.
    pub except: List,
    /// Characters behind a doubled word that make a longer word of its second half.
    pub longer: Letters,
    /// Words that end one name and begin the next.
    pub heads: List,
    /// What names contain: a name may come again in its sentence.
    pub names: List,
}

super::table!(
    /// The table of `doubled-text`.
    doubled: Doubled = "doubled.json"
);
