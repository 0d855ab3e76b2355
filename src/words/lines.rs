//! Lines that do not belong into a report.

use super::Pattern;
use serde::Deserialize;

/// Patterns that each stand for one kind of line.
#[derive(Debug, Default, Deserialize)]
struct Patterns {
    patterns: Vec<Pattern>,
}

super::table!(
    /// The patterns of `web-residue`.
    web_residue: Patterns = "web-residue.json", patterns: [Pattern]
);
