//! What one pass over a text tells. Most rules have something to say of few
//! paragraphs only, and see it here without reading the paragraph.

use super::chars::Chars;
use super::sketch::{Sketch, pair};
use super::width::is_han;
use std::ops::Range;

/// So many characters in front of an echo reach its first sound.
pub const NEAR: usize = 24;
/// So many characters make a long passage.
pub const LONG: usize = 14;

/// What a look at each character of a text told. Places are bytes of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Which words it cannot hold.
    pub sketch: Sketch,
    /// Its characters that are no Chinese ones, in order.
    pub others: Box<[(u32, char)]>,
    /// The same as a set.
    pub kinds: Chars,
    /// Passages that may repeat what stands within [`NEAR`] characters in front of
    /// them: a character, no letter or digit of Western writing, behind the same
    /// one, and three characters or more. What is repeated so is in here.
    pub echoes: Box<[Range<u32>]>,
    /// Where two Chinese characters stand that stand directly in front of themselves
    /// (the second half of 推进推进), two equal ones (层层层层) left out.
    pub doubled: Box<[u32]>,
    /// Passages of [`LONG`] characters or more that may have stood before, at any
    /// distance. Those that did are in here.
    pub again: Box<[Range<u32>]>,
}

/// A passage that grows as long as each two characters of it stood before.
#[derive(Default)]
struct Run {
    from: u32,
    length: usize,
}

impl Run {
    /// Takes in the characters at `from` and `at`, the two of which stood before if
    /// `known`; gives the passage that ends in front of `at`.
    #[inline]
    fn take(&mut self, known: bool, from: u32, at: u32, least: usize) -> Option<Range<u32>> {
        if known {
            if self.length == 0 {
                (self.from, self.length) = (from, 1);
            }
            self.length += 1;
            return None;
        }
        (std::mem::take(&mut self.length) >= least).then_some(self.from..at)
    }
}

impl Scan {
    /// Of a text.
    pub fn of(text: &str) -> Self {
        let mut sketch = Sketch::for_length(text.len());
        let mut others = Vec::with_capacity(text.len() / 12);
        let mut kinds = Chars::default();
        let (mut echoes, mut again) = (Vec::new(), Vec::new());
        let (mut echo, mut long) = (Run::default(), Run::default());
        // Where two characters with such a hash were met last, counted from 1. A later pair in
        // the same slot hides an earlier one and counts for it.
        let mut last = [0u32; 256];
        let (mut from, mut before) = (0, '\0');
        let mut doubled = Vec::new();
        // The two characters in front of `before`.
        let (mut second, mut third) = ('\0', '\0');
        for ((at, c), count) in text.char_indices().zip(NEAR as u32 + 1..) {
            let at = at as u32;
            if !is_han(c) {
                others.push((at, c));
                kinds.add(c);
            }
            sketch.letter(c);
            let hash = pair(before, c);
            let known = sketch.set(hash);
            // One of two is enough of a passage by itself.
            let twin = before == c && !c.is_ascii_alphanumeric();
            let near = last.get_mut((hash >> 24) as usize).map_or(0, |slot| std::mem::replace(slot, count));
            if let Some(passage) = echo.take(near + NEAR as u32 >= count || twin, from, at, 3) {
                echoes.push(passage);
            }
            if let Some(passage) = long.take(known, from, at, LONG) {
                again.push(passage);
            }
            if twin {
                echo.length += 1;
            }
            if c == second && before == third && c != before && is_han(c) && is_han(before) {
                doubled.push(from);
            }
            (third, second) = (second, before);
            (from, before) = (at, c);
        }
        let end = text.len() as u32;
        echoes.extend(echo.take(false, from, end, 3));
        again.extend(long.take(false, from, end, LONG));
        Self { sketch, others: others.into(), kinds, echoes: echoes.into(), doubled: doubled.into(), again: again.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_chinese_character() {
        let scan = Scan::of("受理12件，");
        assert_eq!(*scan.others, [(6, '1'), (7, '2'), (11, '，')]);
        assert!(scan.kinds.meets(&Chars::of(&['，'])) && !scan.kinds.meets(&Chars::of(&[','])));
    }

    #[test]
    fn two_characters_that_stand_twice() {
        let doubled =
            |text: &str| Scan::of(text).doubled.iter().map(|at| text[*at as usize..].chars().take(2).collect()).collect::<Vec<String>>();
        assert_eq!(doubled("持续推进推进改革，新增新增"), ["推进", "新增"]);
        assert_eq!(doubled("层层层层、方方面面、20202020、推进，推进"), [""; 0]);
    }

    proptest! {
        #[test]
        fn nothing_repeated_is_passed_over(text in "[甲乙丙丁戊己庚辛，0]{0,40}") {
            let scan = Scan::of(&text);
            let chars: Vec<(usize, char)> = text.char_indices().collect();
            let told = |all: &[Range<u32>], from: usize, end: usize| all.iter().any(|e| e.start as usize <= from && end <= e.end as usize);
            for (index, (at, c)) in chars.iter().enumerate() {
                let end = at + c.len_utf8();
                if index > 0 && chars[index - 1].1 == *c && !c.is_ascii_digit() {
                    prop_assert!(told(&scan.echoes, chars[index - 1].0, end), "{} {:?}", text, scan.echoes);
                }
                if index > 1 {
                    let near = chars[(index - 2).saturating_sub(NEAR)].0;
                    let three = &text[chars[index - 2].0..end];
                    if text[near..*at].contains(three) {
                        prop_assert!(told(&scan.echoes, chars[index - 2].0, end), "{} {:?}", text, scan.echoes);
                    }
                }
            }
        }

        #[test]
        fn no_long_passage_that_comes_again_is_passed_over(text in "[甲乙]{0,60}") {
            let scan = Scan::of(&text);
            for from in 3..(text.len() / 3).saturating_sub(LONG) {
                let passage = from * 3..(from + LONG) * 3;
                if text[..passage.end - 3].contains(&text[passage.clone()]) {
                    prop_assert!(scan.again.iter().any(|a| a.start as usize <= passage.start && passage.end <= a.end as usize));
                }
            }
        }
    }
}
