//! Phrases that are written wrong.

use super::Pattern;
use crate::text::Hay;
use serde::Deserialize;
use std::ops::Range;

/// A row of a table of phrases.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Phrase {
    /// A pattern of what is wrong; its group 1, where it has one, is the passage.
    wrong: Option<Pattern>,
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
    /// Beyond doubt, where the rule's other findings are hints.
    pub sure: bool,
    /// What says so.
    pub source: String,
}

impl Phrase {
    /// The passages of a text that are wrong, in bytes.
    pub fn find(&self, hay: Hay<'_>) -> Vec<Range<usize>> {
        let text = hay.text;
        let hits = self.wrong.iter().flat_map(|w| w.captures_iter(hay)).filter_map(|hit| hit.get(1).or_else(|| hit.get(0)));
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

super::table!(
    /// The table of `confusable-word`.
    confusables: Phrases = "confusable.json", rows: [Phrase]
);

super::table!(
    /// The table of `placeholder`, beside the prompts of templates.
    placeholders: Phrases = "placeholder.json", rows: [Phrase]
);

super::table!(
    /// The table of `set-phrase`.
    set_phrases: Phrases = "set-phrases.json", rows: [Phrase]
);
