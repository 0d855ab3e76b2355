//! Lines that do not belong into a report.

use super::Pattern;
use serde::Deserialize;

/// Lines that a copied web page leaves.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebResidue {
    /// What the table is.
    #[serde(rename = "$comment")]
    _comment: String,
    /// What a line around a report says.
    pub patterns: Vec<Pattern>,
    /// All that a line between its paragraphs says.
    pub inside: Vec<Pattern>,
    /// All that a line says that a writing assistant put around its text.
    pub assistant: Vec<Pattern>,
    /// Characters as pages of the web write them: `&nbsp;`.
    pub codes: Pattern,
}

super::table!(
    /// The patterns of `web-residue`.
    web_residue: WebResidue = "web-residue.json"
);
