//! Single-character edits all over a text, as an editor sends them while somebody writes.

use std::ops::Range;

/// One change of one character.
pub struct Edit {
    /// Zero-based.
    pub line: usize,
    /// UTF-16 units within the line; empty where a character is inserted.
    pub columns: Range<usize>,
    /// Bytes within the text as it is before the edit.
    pub bytes: Range<usize>,
    /// What takes their place.
    pub text: String,
}

/// Where a Chinese character of the basic plane (three bytes, one UTF-16 unit) stands.
#[derive(Clone, Copy)]
struct Place {
    line: usize,
    column: usize,
    byte: usize,
    character: char,
}

/// Bytes of any of the characters that are typed or deleted.
const CHARACTER_BYTES: usize = 3;

/// `count` edits, rounded up to fours. Each four leave the text as it was: a character is typed in one line, another is
/// deleted in a different line, then both are taken back. So two edits in a row never touch one paragraph, and the
/// list may be used again from its start.
pub fn edits(text: &str, count: usize) -> Vec<Edit> {
    let places = places(text);
    assert!(places.first().map(|p| p.line) != places.last().map(|p| p.line), "two lines with Chinese characters are needed");
    let mut random = 1_u64;
    let mut pick = || {
        // Linear congruential, by Knuth; its upper bits are random enough to scatter places.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        places[(random >> 33) as usize % places.len()]
    };
    let mut list = Vec::with_capacity(count + 4);
    while list.len() < count {
        let typed = pick();
        let mut deleted = pick();
        while deleted.line == typed.line {
            deleted = pick();
        }
        let character = pick().character.to_string();
        // The first two edits move what stands behind them.
        let moved = if deleted.byte > typed.byte { CHARACTER_BYTES } else { 0 };
        let back = if deleted.byte < typed.byte { CHARACTER_BYTES } else { 0 };
        list.push(typed.insert(&character));
        list.push(deleted.delete(deleted.byte + moved));
        list.push(typed.delete(typed.byte - back));
        list.push(deleted.insert(&deleted.character.to_string()));
    }
    list
}

impl Place {
    fn insert(self, text: &str) -> Edit {
        Edit { line: self.line, columns: self.column..self.column, bytes: self.byte..self.byte, text: text.to_owned() }
    }

    fn delete(self, byte: usize) -> Edit {
        Edit { line: self.line, columns: self.column..self.column + 1, bytes: byte..byte + CHARACTER_BYTES, text: String::new() }
    }
}

fn places(text: &str) -> Vec<Place> {
    let mut places = Vec::new();
    let (mut line, mut column) = (0, 0);
    for (byte, character) in text.char_indices() {
        if ('\u{4E00}'..='\u{9FFF}').contains(&character) {
            places.push(Place { line, column, byte, character });
        }
        column += character.len_utf16();
        if character == '\n' {
            (line, column) = (line + 1, 0);
        }
    }
    places
}
