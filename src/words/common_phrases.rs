//! What texts have in common without being copied.

use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
struct Common {
    phrases: Vec<String>,
}

super::table!(
    /// Set phrases in which passages may agree without being copied: their letters,
    /// without marks.
    common_phrases: Common = "common-phrases.json", phrases: [String]
);
