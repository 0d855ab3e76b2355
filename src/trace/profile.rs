//! What a passage speaks of.

use super::lexicon::{GroupId, Lexicon};
use crate::text::width::is_han;
use crate::words;

/// A matter that a passage names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub group: GroupId,
    /// The first word that names it.
    pub word: Box<str>,
}

/// What one sentence, or the head, speaks of.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sentence {
    /// Sorted by group, each once.
    pub terms: Vec<Term>,
    /// Letters beside the words of the genre.
    pub runs: Vec<Box<[char]>>,
    /// Two at a time, sorted.
    pairs: Vec<[char; 2]>,
}

/// What a passage speaks of: a pure function of its words, to be kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    pub(super) head: Sentence,
    pub(super) rest: Vec<Sentence>,
}

impl Profile {
    /// Reads a passage: `head` is what it is called, `rest` what is said of it.
    pub fn of(head: &str, rest: &str) -> Self {
        let rest = rest.split(['。', '；', '！', '？', ';']).map(Sentence::of).filter(|s| !s.is_empty());
        Self { head: Sentence::of(head), rest: rest.collect() }
    }
}

impl Sentence {
    fn of(text: &str) -> Self {
        let mut sentence = Self::default();
        let mut end = 0;
        // 依法行政的意识 is 依法行政意识.
        let text = &text.replace('的', "");
        for hit in Lexicon::get().find(text) {
            for group in hit.groups {
                sentence.terms.push(Term { group: *group, word: text.get(hit.range.clone()).unwrap_or_default().into() });
            }
            if hit.range.start > end {
                sentence.letters(text.get(end..hit.range.start).unwrap_or_default());
            }
            end = end.max(hit.range.end);
        }
        sentence.letters(text.get(end..).unwrap_or_default());
        sentence.terms.sort_by_key(|t| t.group);
        sentence.terms.dedup_by_key(|t| t.group);
        sentence.pairs = sentence.runs.iter().flat_map(|run| pairs(run)).collect();
        sentence.pairs.sort_unstable();
        sentence
    }

    fn letters(&mut self, text: &str) {
        let binders = &words::trace().binders;
        let parts = text.split(|c: char| !is_han(c) || binders.has(c));
        self.runs.extend(parts.map(|p| p.chars().collect::<Box<[char]>>()).filter(|letters| letters.len() > 1));
    }

    fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.runs.is_empty()
    }

    /// Whether two letters stand side by side beside the words of the genre.
    pub fn has(&self, pair: [char; 2]) -> bool {
        self.pairs.binary_search(&pair).is_ok()
    }
}

/// Two letters at a time.
pub(super) fn pairs(run: &[char]) -> impl Iterator<Item = [char; 2]> {
    run.windows(2).filter_map(|w| Some([*w.first()?, *w.get(1)?]))
}
