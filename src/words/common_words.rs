//! Words of two characters that official prose uses most.

use serde::{Deserialize, Deserializer};
use std::collections::HashSet;

/// A set of words, written in the table as lines of words with blanks between them.
#[derive(Debug, Default)]
pub struct WordSet(HashSet<Box<str>>);

impl WordSet {
    /// Whether `word` is one of them.
    pub fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

impl<'de> Deserialize<'de> for WordSet {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let lines = Vec::<String>::deserialize(from)?;
        Ok(Self(lines.iter().flat_map(|line| line.split(' ')).map(Box::from).collect()))
    }
}

/// The table.
#[derive(Debug, Default, Deserialize)]
struct CommonWords {
    words: WordSet,
}

super::table!(
    /// The words of two characters that official prose uses most. They are read
    /// when a text first writes two characters twice.
    common_words: CommonWords = "common-words.json", words: WordSet
);

#[cfg(test)]
mod tests {
    #[test]
    fn each_word_has_two_characters() {
        let set = super::common_words();
        assert!(set.0.len() > 3000 && set.0.iter().all(|word| word.chars().count() == 2));
        assert!(set.has("推进") && set.has("新增") && !set.has("业创"));
    }
}
