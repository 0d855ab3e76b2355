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

    /// The words that occur in `text`, each once, in order of their numbers.
    pub fn find(&self, text: &str) -> Box<[WordId]> {
        let vocabulary = self.vocabulary.get_or_init(|| Vocabulary::of(self.list.iter().map(String::as_str)));
        let mut found: Vec<WordId> = Vec::new();
        vocabulary.each(text, |word| found.push(word.word as WordId));
        found.sort_unstable();
        found.dedup();
        found.into_boxed_slice()
    }
}
