//! A pattern of a table.

use crate::text::Matcher;
use serde::{Deserialize, Deserializer};
use std::ops::Deref;

/// A pattern of a table. It comes with the program and so is compiled when it is
/// needed; tests compile it at once, so that a mistake is told, and see that it can be walked.
#[derive(Debug)]
pub struct Pattern(Matcher);

impl Deref for Pattern {
    type Target = Matcher;

    fn deref(&self) -> &Matcher {
        &self.0
    }
}

impl Default for Pattern {
    /// Matches nothing.
    fn default() -> Self {
        Self(Matcher::trusted("[^\\s\\S]"))
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let source = String::deserialize(from)?;
        #[cfg(test)]
        Matcher::new(&source)
            .and_then(|m| if m.walks() { Ok(()) } else { Err(format!("{source} cannot be walked")) })
            .map_err(serde::de::Error::custom)?;
        Ok(Self(Matcher::trusted(&source)))
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_mistake_is_told_in_tests_and_nothing_is_nothing() {
        assert!(serde_json::from_str::<Pattern>("\"(\"").is_err() && serde_json::from_str::<Pattern>("\"\\\\b甲\"").is_err());
        assert!(!Pattern::default().is_match("甲"));
    }
}
