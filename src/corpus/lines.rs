//! Lines and columns of many places in one text: the rope answers each question
//! anew from its root, here the lines are counted once.

use super::{Place, Spot};
use crate::text::Text;
use std::cell::Cell;
use std::ops::Range;

/// A text and where its lines begin.
pub struct Lines {
    text: String,
    starts: Vec<usize>,
    /// The document that the text was made from, if its places count.
    made_from: Option<Text>,
    /// The place that was asked for last: the next one mostly stands behind it.
    last: Cell<(usize, Spot)>,
}

impl Lines {
    /// Reads the lines of a text.
    pub fn of(text: &Text) -> Self {
        let made_from = text.places().map(|_| text.clone());
        let text = text.to_string();
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Self { text, starts, made_from, last: Cell::default() }
    }

    /// The place of a range of bytes.
    pub fn place(&self, bytes: Range<usize>) -> Place {
        Place { start: self.spot(bytes.start), end: self.spot(bytes.end) }
    }

    fn spot(&self, at: usize) -> Spot {
        if let Some(text) = &self.made_from {
            let (line, column) = text.shown_place(at);
            return Spot { line: line as u32, columns: [column as u32; 3] };
        }
        let at = at.min(self.text.len());
        let mut at = (0..=at).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        // \r is never parted from its \n.
        let head = self.text.get(..at).unwrap_or_default();
        if head.ends_with('\r') && self.text.get(at..).is_some_and(|rest| rest.starts_with('\n')) {
            at -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= at).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let fresh = Spot { line: line as u32, columns: [0; 3] };
        let (from, known) = Some(self.last.get()).filter(|(from, spot)| spot.line == fresh.line && *from <= at).unwrap_or((start, fresh));
        let before = self.text.get(from..at).unwrap_or_default();
        let characters = before.chars().count();
        // Characters of four bytes are two units of UTF-16.
        let wide = before.bytes().filter(|byte| *byte >= 0xF0).count();
        let [utf8, utf16, utf32] = known.columns;
        let columns = [utf8 + before.len() as u32, utf16 + (characters + wide) as u32, utf32 + characters as u32];
        let spot = Spot { line: line as u32, columns };
        self.last.set((at, spot));
        spot
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Units;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_those_of_the_text(
            pieces in proptest::collection::vec(prop::sample::select(vec!["\n", "\r", "\r\n", "县", "a", "𠮷", "é", "\u{2028}"]), 0..24)
        ) {
            let content = pieces.concat();
            let (text, lines) = (Text::new(&content), Lines::of(&Text::new(&content)));
            for at in (0..content.len() + 2).chain((0..content.len()).rev()) {
                for units in [Units::Utf8, Units::Utf16, Units::Utf32] {
                    prop_assert_eq!(lines.spot(at).position(units), text.position(at, units), "{:?} at {}", content, at);
                }
            }
        }
    }
}
