//! What tells reports apart.

use super::List;
use serde::Deserialize;

/// What comparing reports needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Corpus {
    /// Phrases that all reports share.
    pub set_phrases: List,
    /// Words in the name of an indicator that tell when or where it was counted.
    pub indicator_noise: List,
    /// Words between an indicator and its figure.
    pub indicator_ends: List,
    /// Words for the year before.
    pub previous_year: List,
    /// Words that compare with the year before.
    pub compared: List,
    /// Words for a sum over years.
    pub cumulative: List,
    /// Words for other spans than a year.
    pub other_spans: List,
    /// Words for what a year added.
    pub new: List,
    /// Words beside the name of another place that say why it is named.
    pub neighbours: List,
    /// Words for a place among others, or for what those above ask.
    pub ranks: List,
    /// Words before a document of one's own.
    pub issued: List,
}

super::table!(
    /// The table for comparing reports.
    corpus: Corpus = "corpus.json"
);
