//! What a text cannot hold, told without reading it again.
//!
//! Hundreds of words and patterns are looked for in every paragraph, and nearly
//! none is there. A sketch has a bit for each letter of a text and for each two
//! letters side by side, so that a word with other letters is ruled out by a
//! look at few bits. It may take a word for present that is not, never the
//! other way round.

use memchr::memmem::Finder;
use std::sync::OnceLock;

/// The letters of a text and their neighbours, as bits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch(Box<[u64]>);

/// A word as a sketch knows words.
#[derive(Clone, Debug)]
pub struct Word {
    text: Box<str>,
    /// Of each two letters, or of the one.
    hashes: Box<[u32]>,
    /// Made when a text may hold the word.
    finder: OnceLock<Box<Finder<'static>>>,
}

/// Bits for each character: with two set for each, one in five is set at most.
const ROOM: usize = 16;
/// The fewest and the most 64-bit slots.
const SLOTS: (usize, usize) = (4, 1 << 12);

/// The hash of two letters side by side.
#[inline]
pub(super) fn pair(a: char, b: char) -> u32 {
    (a as u32).wrapping_mul(0x9E37_79B1).wrapping_add((b as u32).wrapping_mul(0x85EB_CA77))
}

#[inline]
fn letter(c: char) -> u32 {
    (c as u32).wrapping_mul(0xC2B2_AE35)
}

/// Slot and bit of a hash among so many slots, a power of two.
#[inline]
fn place(hash: u32, slots: usize) -> (usize, u64) {
    // Products are mixed best in their upper bits.
    ((hash >> 14) as usize & (slots - 1), 1 << (hash >> 26))
}

impl Sketch {
    /// Of a text.
    pub fn of(text: &str) -> Self {
        let mut sketch = Self::for_length(text.len());
        let mut before = '\0';
        for c in text.chars() {
            sketch.letter(c);
            sketch.set(pair(before, c));
            before = c;
        }
        sketch
    }

    /// Of nothing yet, with room for so many bytes of text.
    pub(super) fn for_length(bytes: usize) -> Self {
        let slots = (bytes / 3 * ROOM / 64).next_power_of_two().clamp(SLOTS.0, SLOTS.1);
        Self(vec![0; slots].into())
    }

    /// Takes in a letter.
    #[inline]
    pub(super) fn letter(&mut self, c: char) {
        self.set(letter(c));
    }

    /// Sets the bit of a hash; whether it was set before.
    #[inline]
    pub(super) fn set(&mut self, hash: u32) -> bool {
        let (slot, bit) = place(hash, self.0.len().max(1));
        let Some(bits) = self.0.get_mut(slot) else { return true };
        let before = *bits & bit != 0;
        *bits |= bit;
        before
    }

    /// Whether the text may hold the word. Where this is false, it does not.
    pub fn may_hold(&self, word: &Word) -> bool {
        word.hashes.iter().all(|hash| {
            let (slot, bit) = place(*hash, self.0.len().max(1));
            self.0.get(slot).is_some_and(|bits| bits & bit != 0)
        })
    }
}

impl Word {
    /// Of a text, which may be anything.
    pub fn of(text: &str) -> Self {
        let letters: Vec<char> = text.chars().collect();
        let hashes = match letters.as_slice() {
            [one] => vec![letter(*one)],
            more => more.windows(2).filter_map(|w| Some(pair(*w.first()?, *w.get(1)?))).collect(),
        };
        Self { text: text.into(), hashes: hashes.into(), finder: OnceLock::new() }
    }

    /// Whether it stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        self.finder.get_or_init(|| Box::new(Finder::new(self.text.as_bytes()).into_owned())).find(text.as_bytes()).is_some()
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn most_words_are_ruled_out() {
        let sketch = Sketch::of("全年受理行政复议申请152件，审结148件，纠错率为百分之十二，经复议后再起诉的共计九件。");
        let ruled_out = |word: &&&str| !sketch.may_hold(&Word::of(word));
        let words = ["食品安全", "放管服", "出庭应诉", "执法监督", "领导干部", "下一步", "公共法律", "存在问题"];
        assert!(words.iter().filter(ruled_out).count() >= 7);
    }

    proptest! {
        #[test]
        fn no_word_that_is_there_is_ruled_out(text in "[一-龥a-c，]{1,40}", from in 0usize..40, length in 0usize..6) {
            let word: String = text.chars().skip(from).take(length).collect();
            prop_assert!(Sketch::of(&text).may_hold(&Word::of(&word)));
        }
    }
}
