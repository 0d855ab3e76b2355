//! Patterns of a schema: linear-time, limited in size, blind to width.

use crate::text::width::either_width;
use regex::{Captures, Regex, RegexBuilder};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Longest source of a pattern, in bytes.
const LONGEST: usize = 4096;
/// Largest compiled program of a pattern, in bytes. Enough for every pattern a
/// person writes; a pattern from an untrusted folder cannot take more.
const SIZE_LIMIT: usize = 2 << 20;

/// A regular expression in which a full-width mark (`（，：`) stands for both
/// widths. It matches in time linear to the text, whatever it says.
#[derive(Clone, Debug)]
pub struct Pattern {
    source: String,
    regex: Regex,
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// When it is no regular expression, or one that is too large.
    pub fn new(source: &str) -> Result<Self, String> {
        if source.len() > LONGEST {
            return Err(format!("pattern longer than {LONGEST} bytes"));
        }
        let regex = RegexBuilder::new(&either_width(source))
            .size_limit(SIZE_LIMIT)
            .dfa_size_limit(SIZE_LIMIT)
            .nest_limit(40)
            .build()
            .map_err(|e| e.to_string().lines().last().unwrap_or_default().trim().to_owned())?;
        Ok(Self { source: source.to_owned(), regex })
    }

    /// Whether it matches anywhere in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// Bytes of the first match.
    pub fn find(&self, text: &str) -> Option<std::ops::Range<usize>> {
        self.regex.find(text).map(|m| m.range())
    }

    /// The first match with its named groups.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.regex.captures(text)
    }

    /// As it is written in the schema.
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let source = String::deserialize(deserializer)?;
        Pattern::new(&source).map_err(de::Error::custom)
    }
}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.source)
    }
}

#[cfg(feature = "tools")]
impl schemars::JsonSchema for Pattern {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Pattern".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "maxLength": LONGEST,
            "description": "A regular expression (Rust regex syntax, linear time). Full-width marks such as （，： match either width. Named groups report_year, plan_year and issuer are read out; report_year and plan_year must agree with the report's years.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_huge_pattern_is_refused() {
        assert!(Pattern::new("(法{1000}){1000}").is_err());
        assert!(Pattern::new(&"法".repeat(5000)).is_err());
        assert!(Pattern::new("（").is_ok());
        assert!(Pattern::new("(").is_err());
    }
}
