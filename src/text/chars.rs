//! Sets of characters that are no Chinese ones, exact for the marks of Chinese
//! and Western text.

/// A set of marks, blanks, digits and Latin letters. Those outside the blocks of
/// Unicode that reports are written in count as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chars {
    /// U+0000 to U+007F.
    ascii: u128,
    /// U+2000 to U+207F: dashes, quotation marks, dots.
    general: u128,
    /// U+FF00 to U+FF7F: full-width forms.
    wide: u128,
    /// U+3000 to U+303F: 、。《》〔〕 and the ideographic space.
    chinese: u64,
    /// Any other.
    more: bool,
}

impl Chars {
    /// The set of the characters of `list`, none of which is a Chinese one.
    pub const fn of(list: &[char]) -> Self {
        let mut set = Self { ascii: 0, general: 0, wide: 0, chinese: 0, more: false };
        let mut rest = list;
        while let [first, others @ ..] = rest {
            set = set.with(*first);
            rest = others;
        }
        set
    }

    /// All characters from `first` to `last`.
    #[must_use]
    pub const fn and(mut self, first: char, last: char) -> Self {
        let mut code = first as u32;
        while code <= last as u32 {
            if let Some(c) = char::from_u32(code) {
                self = self.with(c);
            }
            code += 1;
        }
        self
    }

    /// The set with `c` in it.
    #[must_use]
    pub const fn with(mut self, c: char) -> Self {
        self.add(c);
        self
    }

    /// Adds `c`, which is no Chinese character.
    #[inline]
    pub const fn add(&mut self, c: char) {
        match c as u32 {
            code @ 0..=0x7F => self.ascii |= 1 << code,
            code @ 0x2000..=0x207F => self.general |= 1 << (code - 0x2000),
            code @ 0xFF00..=0xFF7F => self.wide |= 1 << (code - 0xFF00),
            code @ 0x3000..=0x303F => self.chinese |= 1 << (code - 0x3000),
            _ => self.more = true,
        }
    }

    /// Whether the two may have a character in common: where this is false, they
    /// have none; of characters of the blocks above it is exact.
    #[inline]
    pub const fn meets(&self, other: &Self) -> bool {
        self.ascii & other.ascii != 0
            || self.general & other.general != 0
            || self.wide & other.wide != 0
            || self.chinese & other.chinese != 0
            || self.more && other.more
    }
}

/// Digits of either width.
pub const DIGITS: Chars = Chars::of(&[]).and('0', '9').and('０', '９');

/// All that [`super::width::is_blank`] takes for white space.
pub const BLANKS: Chars = Chars::of(&[' ', '\t', '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{A0}', '\u{1680}', '\u{3000}', '\u{FEFF}'])
    .and('\u{2000}', '\u{200B}')
    .and('\u{2028}', '\u{2029}')
    .with('\u{202F}')
    .with('\u{205F}');

#[cfg(test)]
mod tests {
    use super::super::width::{is_blank, narrow};
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        let set = Chars::of(&['《', ',', '，', '“', '①']);
        let holds = |c: char| set.meets(&Chars::of(&[c]));
        assert!("《,，“①".chars().all(holds));
        assert!("》.．”。 　a".chars().all(|c| !holds(c)));
        assert!(holds('②'), "of the others only that there is one");
    }

    #[test]
    fn digits_and_blanks_are_complete() {
        for c in '\0'..=char::MAX {
            let one = Chars::of(&[c]);
            assert!(!is_blank(c) || BLANKS.meets(&one), "{c:?}");
            assert!(!narrow(c).is_ascii_digit() || DIGITS.meets(&one), "{c:?}");
        }
    }
}
