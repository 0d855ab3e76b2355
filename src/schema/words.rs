//! All plain words of a schema in one automaton: a block is passed over once,
//! however many probes there are.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::sync::OnceLock;

/// Number of a word inside its schema.
pub type WordId = u16;

/// The words of a schema.
#[derive(Debug, Default)]
pub struct Words {
    list: Vec<String>,
    /// Made when a text is first looked at: most schemas of a set never claim one.
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl Words {
    /// The number of `word`, which is added when it is new.
    pub fn add(&mut self, word: &str) -> WordId {
        self.automaton = OnceLock::new();
        let index = self.list.iter().position(|w| w == word).unwrap_or_else(|| {
            self.list.push(word.to_owned());
            self.list.len() - 1
        });
        index as WordId
    }

    fn automaton(&self) -> Option<&AhoCorasick> {
        // A DFA: the crate would choose a slower automaton for this many words.
        let make = || AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).match_kind(MatchKind::Standard).build(&self.list).ok();
        self.automaton.get_or_init(make).as_ref()
    }

    /// The words that occur in `text`, each once, in order of their numbers.
    pub fn find(&self, text: &str) -> Box<[WordId]> {
        let Some(automaton) = self.automaton() else {
            return Box::default();
        };
        let mut found: Vec<WordId> = automaton.find_overlapping_iter(text).map(|m| m.pattern().as_u32() as WordId).collect();
        found.sort_unstable();
        found.dedup();
        found.into_boxed_slice()
    }
}
