//! Words that nobody used before a day.

use super::Pattern;
use serde::Deserialize;

/// A word of its time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marker {
    /// How it is written.
    pub words: Pattern,
    /// The first day on which it was read: `2023-09-09`.
    pub since: String,
    /// Where that was read.
    pub source: String,
}

/// The table of such words.
#[derive(Debug, Default, Deserialize)]
struct Markers {
    rows: Vec<Marker>,
}

super::table!(
    /// The table of words that nobody used before a day.
    markers: Markers = "markers.json", rows: [Marker]
);

#[cfg(test)]
mod tests {
    #[test]
    fn each_has_its_day_and_its_source() {
        for marker in super::markers() {
            assert!(crate::facts::Date::from_iso(&marker.since).is_some() && !marker.source.is_empty(), "{marker:?}");
        }
    }
}
