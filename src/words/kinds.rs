//! What a list is of, and what a number or a year belongs to.

use super::{Letters, List};
use serde::Deserialize;

/// Words that close a list or tell what kind of number stands before them.
#[derive(Debug, Default, Deserialize)]
pub struct Kinds {
    /// What a list is of, behind 等 (等问题).
    pub list_closers: List,
    /// The verb before a list of problems …
    pub exists: String,
    /// … and the letters behind it.
    pub particles: Letters,
    /// What opens one more that nobody counted.
    pub besides: String,
    /// What a report is given at.
    pub meeting: String,
    /// Letters behind the number of a passage (第三条之二).
    pub divisions: Letters,
    /// What a number with 号 belongs to that is no document (3号楼).
    pub room_numbers: List,
    /// What in a title says that its year is not the whole, or not the only one.
    pub other_spans: List,
}

super::table!(
    /// The table of such words.
    kinds: Kinds = "kinds.json"
);
