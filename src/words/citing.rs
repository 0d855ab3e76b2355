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
    /// A congress whose results are spoken of: group 1 is its number.
    pub congresses: Pattern,
    /// A congress whose results are to be carried out: group 1 is its number.
    pub congress_spirit: Pattern,
    /// All plenums of a congress so far: group 1, where there is one, is the congress.
    pub all_plenums: Pattern,
    /// Characters by which titles of a series differ.
    pub series: Letters,
    /// Characters that make the opposite of a title.
    pub opposites: Letters,
    /// Characters of ordinals and numbers: titles that differ in one are different documents.
    pub numerals: Letters,
    /// What regulations are called at the end of their titles.
    pub genres: List,
    /// What laws are called at the end of their titles …
    pub laws: List,
    /// … and words that end so and are none.
    pub no_laws: List,
    /// What other documents are called at the end of their titles.
    pub other_genres: List,
    /// A document number: last character of the office's sign, bracket, year, bracket, 第, noughts, serial, what follows.
    pub number: Pattern,
    /// Words in angle brackets: bracket, words, bracket.
    pub angled: Pattern,
    /// A document number with two digits for its year: bracket, year, bracket.
    pub short_number: Pattern,
    /// What has numbers in brackets that are no document's.
    pub not_numbers: List,
}

super::table!(
    /// The table of what is said of documents.
    citing: Citing = "citing.json"
);
