//! Short lists of words that are looked for in many short texts.

use aho_corasick::AhoCorasick;
use std::ops::Deref;

/// Words, found in one pass over a text.
#[derive(Debug)]
pub struct WordList {
    words: Vec<&'static str>,
    automaton: Option<AhoCorasick>,
}

impl WordList {
    /// A list of these words, in their order.
    pub fn of(words: impl IntoIterator<Item = &'static String>) -> Self {
        let words: Vec<&str> = words.into_iter().map(String::as_str).collect();
        let automaton = AhoCorasick::new(&words).ok();
        Self { words, automaton }
    }

    /// Whether one of the words stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        self.automaton.as_ref().is_some_and(|a| a.is_match(text))
    }

    /// A text without the words, each taken out everywhere before the next one.
    pub fn without(&self, text: &str) -> String {
        let mut text = text.to_owned();
        let mut from = 0;
        // What is taken out may bring together another word.
        while let Some((at, word)) = self.first(&text, from) {
            text = text.replace(word, "");
            from = at + 1;
        }
        text
    }

    /// The first word of the list, from a place in it on, that a text has.
    fn first(&self, text: &str, from: usize) -> Option<(usize, &'static str)> {
        let found = self.automaton.as_ref()?.find_overlapping_iter(text).map(|m| m.pattern().as_usize());
        let at = found.filter(|at| *at >= from).min()?;
        self.words.get(at).map(|word| (at, *word))
    }
}

impl Deref for WordList {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        &self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| ["全年", "年", "全全", "甲乙", "乙"].map(str::to_owned).to_vec());

    proptest! {
        #[test]
        fn words_go_one_after_the_other(text in "[全年甲乙丙]{0,12}") {
            let list = WordList::of(&*WORDS);
            let one_by_one = WORDS.iter().fold(text.clone(), |text, word| text.replace(word.as_str(), ""));
            prop_assert_eq!(list.without(&text), one_by_one);
            prop_assert_eq!(list.is_in(&text), WORDS.iter().any(|w| text.contains(w.as_str())));
        }
    }
}
