//! Patterns of a schema: linear-time, limited in size, blind to width.

use crate::text::{Captures, Hay, Matcher, Sketch};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::cell::Cell;

/// Longest source of a pattern, in bytes.
const LONGEST: usize = 4096;

thread_local! {
    static TRUSTED: Cell<bool> = const { Cell::new(false) };
}

/// A regular expression in which a full-width mark (`（，：`) stands for both
/// widths. It matches in time linear to the text, whatever it says.
#[derive(Clone, Debug)]
pub struct Pattern(Matcher);

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// When it is no regular expression, or one that is too large.
    pub fn new(source: &str) -> Result<Self, String> {
        if source.len() > LONGEST {
            return Err(format!("pattern longer than {LONGEST} bytes"));
        }
        Matcher::new(source).map(Self)
    }

    /// Whether it matches anywhere in a text.
    pub fn is_match<'t>(&self, hay: impl Into<Hay<'t>>) -> bool {
        self.0.is_match(hay)
    }

    /// Bytes of the first match.
    pub fn find<'t>(&self, hay: impl Into<Hay<'t>>) -> Option<std::ops::Range<usize>> {
        self.0.find(hay)
    }

    /// The first match with its named groups.
    pub fn captures<'t>(&self, hay: impl Into<Hay<'t>>) -> Option<Captures<'t>> {
        self.0.captures(hay)
    }

    /// Whether a text with this sketch may hold a match.
    pub fn may_match(&self, sketch: &Sketch) -> bool {
        self.0.may_match(sketch)
    }

    #[cfg(test)]
    pub(super) fn walks(&self) -> bool {
        self.0.walks()
    }

    /// As it is written in the schema.
    pub fn source(&self) -> &str {
        self.0.source()
    }
}

/// Reads patterns that came with the program: they are compiled when they are
/// needed. Those of strangers are compiled at once, so that a mistake is told.
pub(super) fn trusted<T>(read: impl FnOnce() -> T) -> T {
    let before = TRUSTED.replace(true);
    let read = read();
    TRUSTED.set(before);
    read
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let source = String::deserialize(deserializer)?;
        if TRUSTED.get() {
            return Ok(Self(Matcher::trusted(&source)));
        }
        Pattern::new(&source).map_err(de::Error::custom)
    }
}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.source())
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
