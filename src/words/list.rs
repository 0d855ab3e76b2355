//! A list of words that a text is held against in one pass.
//!
//! Lists of some twenty words meet every clause of a report. Looking for each
//! word by itself costs more than reading the clause, so a list knows the
//! letters that its words begin and end with: a place in a text is compared
//! with those few words only that could stand there.

use crate::text::sketch::{Sketch, Word};
use serde::{Deserialize, Deserializer};
use std::ops::Deref;
use std::sync::OnceLock;

/// Words of a table. As a slice it holds them in the table's order.
#[derive(Clone, Debug, Default)]
pub struct List {
    words: Vec<String>,
    starts: Letters,
    ends: Letters,
    /// As sketches know them, made when first asked for.
    known: OnceLock<Box<[Word]>>,
}

/// The words by a letter of theirs.
#[derive(Clone, Debug, Default)]
struct Letters {
    /// A bit for each such letter, by its lowest bits: most letters of a text have none.
    seen: [u64; 4],
    /// Letter and index of the word; longer words first where the letter is the same.
    by_letter: Vec<(char, u32)>,
}

impl Letters {
    fn of(words: &[String], letter: impl Fn(&str) -> Option<char>) -> Self {
        let mut letters = Self::default();
        for (word, index) in words.iter().zip(0..) {
            if let Some(c) = letter(word) {
                letters.by_letter.push((c, index));
                if let Some(bits) = letters.seen.get_mut(Self::place(c).0) {
                    *bits |= Self::place(c).1;
                }
            }
        }
        let length = |index: &u32| words.get(*index as usize).map_or(0, String::len);
        letters.by_letter.sort_by_key(|(c, index)| (*c, std::cmp::Reverse(length(index))));
        letters
    }

    fn place(c: char) -> (usize, u64) {
        (c as usize >> 6 & 3, 1 << (c as u32 & 63))
    }

    fn may_have(&self, c: char) -> bool {
        let (slot, bit) = Self::place(c);
        self.seen.get(slot).is_some_and(|bits| bits & bit != 0)
    }

    /// The indices of the words with this letter, longer ones first.
    fn at(&self, c: char) -> impl Iterator<Item = usize> {
        let from = if self.may_have(c) { self.by_letter.partition_point(|(letter, _)| *letter < c) } else { self.by_letter.len() };
        self.by_letter.iter().skip(from).take_while(move |(letter, _)| *letter == c).map(|(_, index)| *index as usize)
    }
}

impl List {
    /// A list of these words.
    pub fn of<'w>(words: impl IntoIterator<Item = &'w String>) -> Self {
        Self::from(words.into_iter().cloned().collect::<Vec<_>>())
    }

    /// Whether a text with this sketch may hold a word. Where this is false, it holds none.
    pub fn may_be_in(&self, sketch: &Sketch) -> bool {
        let known = self.known.get_or_init(|| self.words.iter().map(|w| Word::of(w)).collect());
        known.iter().any(|word| sketch.may_hold(word))
    }

    /// Whether a word stands anywhere in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        self.first(text).is_some()
    }

    /// The longest word that `text` starts with.
    pub fn at_start(&self, text: &str) -> Option<&str> {
        self.starting(text, text.chars().next()?)
    }

    /// The longest word that `text` ends with.
    pub fn at_end(&self, text: &str) -> Option<&str> {
        self.ends.at(text.chars().next_back()?).filter_map(|i| self.words.get(i)).map(String::as_str).find(|w| text.ends_with(w))
    }

    /// `text` without the longest word that it ends with.
    pub fn strip_end<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.get(..text.len() - self.at_end(text)?.len())
    }

    /// `text` without the longest word that it starts with.
    pub fn strip_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.get(self.at_start(text)?.len()..)
    }

    /// `text` without the words; of two that begin at one place the longer one goes.
    pub fn without(&self, text: &str) -> String {
        let mut rest = text;
        let mut kept = String::with_capacity(text.len());
        while let Some((at, word)) = self.first(rest) {
            kept.push_str(rest.get(..at).unwrap_or_default());
            rest = rest.get(at + word.len()..).unwrap_or_default();
        }
        kept.push_str(rest);
        kept
    }

    /// The longest word, in characters, that the characters start with.
    pub fn length_at(&self, chars: impl Iterator<Item = char> + Clone) -> usize {
        let Some(first) = chars.clone().next() else { return 0 };
        let stands = |word: &&String| {
            let mut there = chars.clone();
            word.chars().all(|c| there.next() == Some(c))
        };
        self.starts.at(first).filter_map(|i| self.words.get(i)).find(stands).map_or(0, |w| w.chars().count())
    }

    /// The longest word, in characters, that ends with the characters read backwards.
    pub fn length_behind(&self, backwards: impl Iterator<Item = char> + Clone) -> usize {
        let Some(last) = backwards.clone().next() else { return 0 };
        let stands = |word: &&String| {
            let mut there = backwards.clone();
            word.chars().rev().all(|c| there.next() == Some(c))
        };
        self.ends.at(last).filter_map(|i| self.words.get(i)).find(stands).map_or(0, |w| w.chars().count())
    }

    /// The first word in `text`, the longest that begins there, with its byte.
    fn first(&self, text: &str) -> Option<(usize, &str)> {
        let places = text.char_indices().filter(|(_, c)| self.starts.may_have(*c));
        places.filter_map(|(at, c)| Some((at, self.starting(text.get(at..)?, c)?))).next()
    }

    fn starting(&self, text: &str, first: char) -> Option<&str> {
        self.starts.at(first).filter_map(|i| self.words.get(i)).map(String::as_str).find(|w| text.starts_with(w))
    }
}

impl Deref for List {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.words
    }
}

impl From<Vec<String>> for List {
    fn from(words: Vec<String>) -> Self {
        let starts = Letters::of(&words, |w| w.chars().next());
        let ends = Letters::of(&words, |w| w.chars().next_back());
        Self { words, starts, ends, known: OnceLock::new() }
    }
}

impl<'a> IntoIterator for &'a List {
    type Item = &'a String;
    type IntoIter = std::slice::Iter<'a, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.words.iter()
    }
}

impl<'de> Deserialize<'de> for List {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::deserialize(from).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What a search for each word by itself finds.
        #[test]
        fn a_list_is_its_words(words in prop::collection::vec("[甲乙丙a]{1,3}", 0..6), text in "[甲乙丙丁ab]{0,8}") {
            let list = List::from(words.clone());
            let longest = |stands: &dyn Fn(&str) -> bool| words.iter().filter(|w| stands(w)).map(|w| w.chars().count()).max();
            prop_assert!(!list.is_in(&text) || list.may_be_in(&Sketch::of(&text)));
            prop_assert_eq!(list.is_in(&text), words.iter().any(|w| text.contains(w.as_str())));
            prop_assert_eq!(list.at_start(&text).map(|w| w.chars().count()), longest(&|w| text.starts_with(w)));
            prop_assert_eq!(list.at_end(&text).map(|w| w.chars().count()), longest(&|w| text.ends_with(w)));
            prop_assert_eq!(Some(list.length_behind(text.chars().rev())).filter(|n| *n > 0), longest(&|w| text.ends_with(w)));
            prop_assert_eq!(Some(list.length_at(text.chars())).filter(|n| *n > 0), longest(&|w| text.starts_with(w)));
        }
    }
}
