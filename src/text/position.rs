//! Lines and columns: the one place where bytes become what an editor or a
//! person counts.

use super::Text;

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Units {
    /// UTF-8 code units (bytes).
    Utf8,
    /// UTF-16 code units, the protocol's default.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Units {
    /// How many units one character takes.
    pub fn of(self, c: char) -> usize {
        match self {
            Units::Utf8 => c.len_utf8(),
            Units::Utf16 => c.len_utf16(),
            Units::Utf32 => 1,
        }
    }

    /// How many units a text takes.
    pub fn width(self, text: &str) -> usize {
        match self {
            Units::Utf8 => text.len(),
            Units::Utf16 => str_indices::utf16::count(text),
            Units::Utf32 => str_indices::chars::count(text),
        }
    }
}

/// How many lines end in a text whose last byte is not inside a line end.
fn line_ends(text: &str) -> usize {
    let bytes = text.as_bytes();
    let feeds = memchr::memchr_iter(b'\n', bytes).count();
    feeds + memchr::memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n')).count()
}

/// A place as an editor names it: 0-based line, 0-based column in some [`Units`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// 0-based line.
    pub line: u32,
    /// 0-based column in the units that were agreed on.
    pub column: u32,
}

impl Text {
    /// The byte at `position`. Lines and columns behind the end are clamped to
    /// the end of the text or line; a column inside a character goes to its start.
    pub fn offset(&self, position: Position, units: Units) -> usize {
        let line = position.line as usize;
        if line >= self.line_count() {
            return self.len();
        }
        let range = self.line_range(line);
        let column = position.column as usize;
        match units {
            Units::Utf8 => self.floor(range.start.saturating_add(column).min(range.end)),
            // The rope counts code units and characters in its nodes, so a long line costs nothing.
            Units::Utf16 => {
                let [start, end] = [range.start, range.end].map(|at| self.rope.char_to_utf16_cu(self.rope.byte_to_char(at)));
                self.rope.char_to_byte(self.rope.utf16_cu_to_char(start.saturating_add(column).min(end)))
            }
            Units::Utf32 => {
                let [start, end] = [range.start, range.end].map(|at| self.rope.byte_to_char(at));
                self.rope.char_to_byte(start.saturating_add(column).min(end))
            }
        }
    }

    /// The position of byte `at` (clamped to the text; a byte inside a line end
    /// counts as the end of the line).
    pub fn position(&self, at: usize, units: Units) -> Position {
        // Each question to the rope walks down its tree, so mostly there is one only.
        let at = at.min(self.len());
        let (chunk, start, chars, lines) = self.rope.chunk_at_byte(at);
        let mut local = (0..=at - start).rev().find(|i| chunk.is_char_boundary(*i)).unwrap_or(0);
        // The rope never parts \r from its \n.
        if chunk.get(..local).is_some_and(|c| c.ends_with('\r')) && chunk.get(local..).is_some_and(|c| c.starts_with('\n')) {
            local -= 1;
        }
        let before = chunk.get(..local).unwrap_or_default();
        let line = lines + line_ends(before);
        let column = match memchr::memrchr2(b'\n', b'\r', before.as_bytes()) {
            Some(end) => units.width(before.get(end + 1..).unwrap_or_default()),
            // The line starts in a chunk before this one.
            None => {
                let (here, first) = (chars + Units::Utf32.width(before), self.rope.line_to_char(line));
                match units {
                    Units::Utf8 => start + local - self.rope.char_to_byte(first),
                    Units::Utf16 => self.rope.char_to_utf16_cu(here) - self.rope.char_to_utf16_cu(first),
                    Units::Utf32 => here - first,
                }
            }
        };
        Position { line: line as u32, column: column as u32 }
    }

    fn floor(&self, at: usize) -> usize {
        self.rope.char_to_byte(self.rope.byte_to_char(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The slow truth: the text as UTF-16 code units, scanned from the start.
    fn naive_offset(text: &str, position: Position) -> usize {
        let units: Vec<u16> = text.encode_utf16().collect();
        let (mut i, mut line) = (0, 0);
        while line < position.line && i < units.len() {
            match units[i] {
                0x0A => line += 1,
                0x0D if units.get(i + 1) != Some(&0x0A) => line += 1,
                _ => {}
            }
            i += 1;
        }
        if line < position.line {
            return text.len();
        }
        let mut column = 0;
        while column < position.column && i < units.len() && units[i] != 0x0A && units[i] != 0x0D {
            let wide = (0xD800..0xDC00).contains(&units[i]);
            let width = if wide { 2 } else { 1 };
            if column + width as u32 > position.column {
                break;
            }
            column += width as u32;
            i += width;
        }
        String::from_utf16(&units[..i]).unwrap().len()
    }

    fn odd_text() -> impl Strategy<Value = String> {
        proptest::collection::vec(
            prop_oneof![
                Just("法治"),
                Just("a"),
                Just("\n"),
                Just("\r\n"),
                Just("\r"),
                Just("😀"),
                Just("𠮷"),
                Just("é"),
                Just("\u{000B}"),
                Just("\u{2028}"),
                Just("（一）"),
                Just("")
            ],
            0..40,
        )
        .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn offsets_agree_with_a_utf16_scan(text in odd_text(), line in 0u32..12, column in 0u32..20) {
            let position = Position { line, column };
            prop_assert_eq!(Text::new(&text).offset(position, Units::Utf16), naive_offset(&text, position));
        }

        #[test]
        fn a_position_leads_back_to_its_byte(text in odd_text(), pick in 0usize..200) {
            let rope = Text::new(&text);
            let starts: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let at = starts[pick % starts.len()];
            for units in [Units::Utf8, Units::Utf16, Units::Utf32] {
                let position = rope.position(at, units);
                let back = rope.offset(position, units);
                // A byte between \r and \n is the end of its line.
                let inside_line_end = text.get(at.saturating_sub(1)..=at) == Some("\r\n");
                prop_assert_eq!(back, if inside_line_end { at - 1 } else { at });
            }
        }
    }

    #[test]
    fn positions_in_a_text_of_many_chunks_are_those_of_a_scan() {
        let paragraph = "法治政府建设😀。é".repeat(150);
        let long = [paragraph.as_str(), "短。\r\n\r", "\n", &paragraph, &paragraph, "\r", "末"].concat();
        let text = Text::new(&long);
        for units in [Units::Utf8, Units::Utf16, Units::Utf32] {
            let mut place = Position::default();
            let mut chars = long.char_indices().peekable();
            while let Some((at, c)) = chars.next() {
                let inside = c == '\n' && long[..at].ends_with('\r');
                if !inside {
                    assert_eq!(text.position(at, units), place, "{at} {units:?}");
                }
                let pair = c == '\r' && chars.peek().is_some_and(|next| next.1 == '\n');
                match c {
                    '\n' | '\r' if !pair => place = Position { line: place.line + 1, column: 0 },
                    '\r' => {}
                    _ => place.column += units.of(c) as u32,
                }
            }
            assert_eq!(text.position(long.len(), units), place);
        }
    }

    #[test]
    fn a_column_inside_a_surrogate_pair_goes_to_its_start() {
        let text = Text::new("a😀b");
        assert_eq!(text.offset(Position { line: 0, column: 2 }, Units::Utf16), 1);
        assert_eq!(text.offset(Position { line: 0, column: 3 }, Units::Utf16), 5);
        assert_eq!(text.offset(Position { line: 0, column: 3 }, Units::Utf8), 1);
    }
}
