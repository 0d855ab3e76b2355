//! How sentences speak of the documents that they cite.

use super::{Letters, List, Pattern};
use serde::Deserialize;

/// What reading citations needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Citing {
    /// What in front of a title says that a place issued it …
    pub local: Pattern,
    /// … unless a national organ stands before.
    pub national: Pattern,
    /// What makes a document one that is carried out now.
    pub carried_out: Pattern,
    /// What a sentence about the past says.
    pub past: List,
    /// What a sentence about things to come says.
    pub ahead: List,
    /// The same, in several words.
    pub expected: Pattern,
    /// A plenum, or several: group 1 is the congress, group 2 the list.
    pub plenums: Pattern,
    /// Characters by which titles of a series differ.
    pub series: Letters,
    /// Characters that make the opposite of a title.
    pub opposites: Letters,
    /// A document number: sign of the office, bracket, year, bracket, 第, noughts, serial, what follows.
    pub number: Pattern,
}

super::table!(
    /// The table of what is said of documents.
    citing: Citing = "citing.json"
);
