//! All plain words of a schema: a block is passed over once, however many probes
//! there are.

use crate::text::Vocabulary;
use std::sync::OnceLock;

/// Number of a word inside its schema.
pub type WordId = u16;

/// The words of a schema.
#[derive(Debug, Default)]
pub struct Words {
    list: Vec<String>,
    /// Made when a text is first looked at: most schemas of a set never claim one.
    vocabulary: OnceLock<Vocabulary>,
}

impl Words {
    /// The number of `word`, which is added when it is new.
    pub fn add(&mut self, word: &str) -> WordId {
        self.vocabulary = OnceLock::new();
        let index = self.list.iter().position(|w| w == word).unwrap_or_else(|| {
            self.list.push(word.to_owned());
            self.list.len() - 1
        });
        index as WordId
    }

    /// The words that occur in `text`.
    pub fn find(&self, text: &str) -> WordSet {
        let mut found = WordSet::default();
        self.vocabulary().each(text, |word| found.add(word.word as WordId));
        found
    }

    /// Whether a word of three characters or more stands on both sides of byte
    /// `boundary` of `text`.
    pub fn spans(&self, text: &str, boundary: usize) -> bool {
        let mut spans = false;
        self.vocabulary().each(text, |word| {
            let long = text.get(word.range.clone()).is_some_and(|t| t.chars().nth(2).is_some());
            spans |= long && word.range.start < boundary && boundary < word.range.end;
        });
        spans
    }

    fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| Vocabulary::of(self.list.iter().map(String::as_str)))
    }
}

/// Some of the words of a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordSet(Vec<u64>);

impl WordSet {
    /// Puts a word in.
    pub fn add(&mut self, word: WordId) {
        let (slot, bit) = Self::place(word);
        if slot >= self.0.len() {
            self.0.resize(slot + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(slot) {
            *bits |= bit;
        }
    }

    /// Puts the words of another set in.
    pub fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    /// Whether a word is in it.
    pub fn has(&self, word: WordId) -> bool {
        let (slot, bit) = Self::place(word);
        self.0.get(slot).is_some_and(|bits| bits & bit != 0)
    }

    fn place(word: WordId) -> (usize, u64) {
        (usize::from(word / 64), 1 << (word % 64))
    }
}
