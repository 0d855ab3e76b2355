//! Text, places in it, and the forms it arrives in.
//!
//! [`Text`] is a rope: it takes edits and answers where a byte stands. Everything
//! above works on byte offsets; lines, columns and UTF-16 code units exist only
//! here ([`position`]) and where a message leaves the program.

pub mod chars;
pub mod decode;
pub mod disjoint;
pub mod matcher;
pub mod places;
pub mod position;
pub mod scan;
pub mod sketch;
pub mod vocabulary;
pub mod width;

pub use chars::Chars;
pub use decode::{DecodeError, Decoded, EncodeError, Encoding, decode, encode};
pub use disjoint::DisjointRanges;
pub use matcher::{Captures, Hay, Match, Matcher};
pub use places::{PlaceMap, PlacedBytes};
pub use position::{Position, Units};
pub use scan::Scan;
pub use sketch::Sketch;
pub use vocabulary::Vocabulary;

use std::ops::Range;
use std::sync::Arc;

/// A text that is edited in place.
#[derive(Clone, Debug, Default)]
pub struct Text {
    rope: ropey::Rope,
    /// Where its bytes stand in the document it was made from; gone with the first edit.
    places: Option<Arc<PlaceMap>>,
}

impl Text {
    /// A text with this content.
    pub fn new(content: &str) -> Self {
        Self { rope: ropey::Rope::from_str(content), places: None }
    }

    /// The same text, told of by the places of the document it was made from.
    pub fn with_places(self, places: Option<Arc<PlaceMap>>) -> Self {
        Self { places, ..self }
    }

    /// The places of the document it was made from, if it was made from one.
    pub fn places(&self) -> Option<&Arc<PlaceMap>> {
        self.places.as_ref()
    }

    /// Line and column (0-based, the column in characters) of byte `at` as people and
    /// programs outside are told: in the document that the text was made from, else in the text.
    pub fn shown_place(&self, at: usize) -> (usize, usize) {
        match &self.places {
            Some(places) => places.place(self, at),
            None => {
                let position = self.position(at, Units::Utf32);
                (position.line as usize, position.column as usize)
            }
        }
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of lines: one more than there are line ends (LF, CRLF or CR, as
    /// the Language Server Protocol counts them).
    pub fn line_count(&self) -> usize {
        self.rope.len_lines()
    }

    /// Byte range of line `line` (0-based) without its line end. Lines behind
    /// the last are empty ranges at the end.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        if line >= self.line_count() {
            return self.len()..self.len();
        }
        let start = self.rope.line_to_byte(line);
        let mut end = self.rope.line_to_byte(line + 1);
        // Single bytes, since a slice of the rope counts all it holds.
        let ends_with = |end: usize, byte: u8| end > start && self.rope.byte(end - 1) == byte;
        if ends_with(end, b'\n') {
            end -= 1;
        }
        if ends_with(end, b'\r') {
            end -= 1;
        }
        start..end
    }

    /// The line (0-based) in which byte `at` stands. Clamped to the text.
    pub fn line_of(&self, at: usize) -> usize {
        self.rope.byte_to_line(at.min(self.len()))
    }

    /// The start of the character that byte `at` is part of; the end for what lies behind it.
    pub fn boundary(&self, at: usize) -> usize {
        self.rope.char_to_byte(self.rope.byte_to_char(at.min(self.len())))
    }

    /// The bytes of `range`, clamped to the text and to character boundaries.
    pub fn slice(&self, range: Range<usize>) -> String {
        let (from, to) = self.chars(range);
        self.rope.slice(from..to).to_string()
    }

    /// Replaces `range` (bytes, clamped to the text and to character boundaries).
    pub fn replace(&mut self, range: Range<usize>, with: &str) {
        let (from, to) = self.chars(range);
        self.rope.remove(from..to);
        self.rope.insert(from, with);
        self.places = None;
    }

    /// What the lines of this text end with, judged by its first line end.
    pub fn line_end(&self) -> &'static str {
        let first = self.line_range(0).end;
        let mut rest = self.rope.bytes_at(first.min(self.len()));
        match (rest.next(), rest.next()) {
            (Some(b'\r'), Some(b'\n')) => "\r\n",
            (Some(b'\r'), _) => "\r",
            _ => "\n",
        }
    }

    /// Runs of contiguous text, in order, from byte `at` on.
    pub fn chunks_from(&self, at: usize) -> impl Iterator<Item = &str> {
        let at = at.min(self.len());
        let (chunks, start, _, _) = self.rope.chunks_at_byte(at);
        let mut skip = at - start;
        chunks.map(move |chunk| {
            let cut = skip.min(chunk.len());
            skip -= cut;
            chunk.get(cut..).unwrap_or_default()
        })
    }

    fn chars(&self, range: Range<usize>) -> (usize, usize) {
        let from = self.rope.byte_to_char(range.start.min(self.len()));
        let to = self.rope.byte_to_char(range.end.min(self.len()));
        (from, to.max(from))
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for chunk in self.rope.chunks() {
            f.write_str(chunk)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_lf_crlf_and_cr_only() {
        let text = Text::new("甲\n乙\r\n丙\r丁\u{000B}戊\u{2028}己");
        assert_eq!(text.line_count(), 4);
        assert_eq!(text.slice(text.line_range(1)), "乙");
        assert_eq!(text.slice(text.line_range(3)), "丁\u{000B}戊\u{2028}己");
        assert_eq!(text.line_range(9), text.len()..text.len());
    }

    #[test]
    fn a_replacement_is_clamped() {
        let mut text = Text::new("甲乙");
        text.replace(3..100, "丙");
        text.replace(100..200, "丁");
        assert_eq!(text.to_string(), "甲丙丁");
    }

    #[test]
    fn line_end_is_that_of_the_first_line() {
        assert_eq!(Text::new("a\r\nb\n").line_end(), "\r\n");
        assert_eq!(Text::new("a\rb").line_end(), "\r");
        assert_eq!(Text::new("a").line_end(), "\n");
    }

    #[test]
    fn chunks_from_a_byte_continue_to_the_end() {
        let long = "法治政府建设。".repeat(500);
        let text = Text::new(&long);
        for at in [0, 21, 21 * 250, long.len()] {
            assert_eq!(text.chunks_from(at).collect::<String>(), long[at..]);
        }
    }
}
