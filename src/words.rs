//! Word tables: plain data that rules look things up in.

use crate::text::width::either_width;
use regex::Regex;
use serde::Deserialize;
use std::ops::Range;
use std::sync::OnceLock;

/// What `doubled-text` needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Doubled {
    /// Characters that are never written twice in a row.
    pub characters: String,
    /// Phrases in which a doubling is right.
    pub except: Vec<String>,
    /// What names contain: a name may come again in its sentence.
    pub names: Vec<String>,
}

/// The table of `doubled-text`.
pub fn doubled() -> &'static Doubled {
    static TABLE: OnceLock<Doubled> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/doubled.json")).unwrap_or_default())
}

/// A row of a table of phrases.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Phrase {
    /// A pattern of what is wrong; its group 1, where it has one, is the passage.
    #[serde(deserialize_with = "pattern")]
    wrong: Option<Regex>,
    /// What should stand there; empty where `pairs` say it.
    right: String,
    /// What is replaced inside the passage: the first pair that it contains.
    pairs: Vec<(String, String)>,
    /// Words directly in front in which the passage is right.
    not_behind: Vec<String>,
    /// Words directly behind in which the passage is right.
    not_before: Vec<String>,
    /// Whether it can be mended without a look.
    pub safe: bool,
    /// Convention more than error.
    pub hint: bool,
    /// What says so.
    pub source: String,
}

fn pattern<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Regex>, D::Error> {
    let text = String::deserialize(from)?;
    Regex::new(&either_width(&text)).map(Some).map_err(serde::de::Error::custom)
}

impl Phrase {
    /// The passages of `text` that are wrong, in bytes.
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        let hits = self.wrong.iter().flat_map(|w| w.captures_iter(text)).filter_map(|hit| hit.get(1).or_else(|| hit.get(0)));
        let hits = hits.filter(|hit| {
            let (before, after) = (text.get(..hit.start()).unwrap_or_default(), text.get(hit.end()..).unwrap_or_default());
            !self.not_behind.iter().any(|w| before.ends_with(w.as_str())) && !self.not_before.iter().any(|w| after.starts_with(w.as_str()))
        });
        hits.map(|hit| hit.range()).collect()
    }

    /// What should stand in the place of a passage.
    pub fn right(&self, wrong: &str) -> String {
        if !self.right.is_empty() {
            return self.right.clone();
        }
        let pair = self.pairs.iter().find(|(from, _)| wrong.contains(from.as_str()));
        pair.map_or_else(|| wrong.to_owned(), |(from, to)| wrong.replacen(from.as_str(), to, 1))
    }
}

#[derive(Debug, Default, Deserialize)]
struct Phrases {
    rows: Vec<Phrase>,
}

/// The table of `confusable-word`.
pub fn confusables() -> &'static [Phrase] {
    static TABLE: OnceLock<Phrases> = OnceLock::new();
    &TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/confusable.json")).unwrap_or_default()).rows
}

/// The table of `set-phrase`.
pub fn set_phrases() -> &'static [Phrase] {
    static TABLE: OnceLock<Phrases> = OnceLock::new();
    &TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/set-phrases.json")).unwrap_or_default()).rows
}

/// What `interpunct` needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Days {
    /// Days that are named by month and day.
    pub days: Vec<Day>,
}

/// A day such as 12.4.
#[derive(Debug, Deserialize)]
pub struct Day {
    /// Month and day with a point between them.
    pub day: String,
    /// What is written behind it.
    pub names: Vec<String>,
}

/// The table of `interpunct`.
pub fn days() -> &'static Days {
    static TABLE: OnceLock<Days> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/interpunct.json")).unwrap_or_default())
}

/// Patterns that each stand for one kind of line or passage.
#[derive(Debug, Default, Deserialize)]
struct Patterns {
    #[serde(deserialize_with = "patterns")]
    patterns: Vec<Regex>,
}

fn patterns<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Regex>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    texts.iter().map(|t| Regex::new(&either_width(t)).map_err(serde::de::Error::custom)).collect()
}

/// The patterns of `web-residue`.
pub fn web_residue() -> &'static [Regex] {
    static TABLE: OnceLock<Patterns> = OnceLock::new();
    &TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/web-residue.json")).unwrap_or_default()).patterns
}

/// The patterns of `placeholder` beside the prompts of templates.
pub fn placeholders() -> &'static [Regex] {
    static TABLE: OnceLock<Patterns> = OnceLock::new();
    &TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/placeholder.json")).unwrap_or_default()).patterns
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_tables_read() {
        serde_json::from_str::<super::Doubled>(include_str!("../schemas/words/doubled.json")).unwrap();
        serde_json::from_str::<super::Phrases>(include_str!("../schemas/words/confusable.json")).unwrap();
        serde_json::from_str::<super::Phrases>(include_str!("../schemas/words/set-phrases.json")).unwrap();
        serde_json::from_str::<super::Days>(include_str!("../schemas/words/interpunct.json")).unwrap();
        serde_json::from_str::<super::Patterns>(include_str!("../schemas/words/web-residue.json")).unwrap();
        serde_json::from_str::<super::Patterns>(include_str!("../schemas/words/placeholder.json")).unwrap();
    }
}
