//! Lines and columns of a text that was made from another document.

use super::Text;

/// Bytes of a text that stand so in the document it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedBytes {
    /// First byte in the text.
    pub start: usize,
    /// Length in bytes.
    pub len: usize,
    /// Line (0-based) of the first character as the document counts.
    pub line: usize,
    /// Column (0-based, in characters) of the first character in that line.
    pub column: usize,
}

/// Where the bytes of a text stand in the document it was made from, such as the
/// paragraphs of a Word file: what people and programs outside are told in place
/// of the lines of the text.
#[derive(Debug, Default)]
pub struct PlaceMap {
    pieces: Vec<PlacedBytes>,
}

impl PlaceMap {
    /// A map of these pieces, which are in the order of the text and do not overlap.
    pub fn new(pieces: Vec<PlacedBytes>) -> Self {
        Self { pieces }
    }

    /// Line and column (both 0-based) of byte `at`. What the document does not have
    /// stands where the next byte stands that it has, or at its end.
    pub fn place(&self, text: &Text, at: usize) -> (usize, usize) {
        let next = self.pieces.partition_point(|p| p.start + p.len < at || (p.start + p.len == at && p.len > 0));
        // A place just behind a piece is its end, not the start of the next one.
        if let Some(before) = next.checked_sub(1).and_then(|i| self.pieces.get(i)).filter(|p| p.start + p.len == at) {
            return (before.line, before.column + count(text, before.start, at));
        }
        match self.pieces.get(next).or(self.pieces.last()) {
            Some(piece) => (piece.line, piece.column + count(text, piece.start, at.clamp(piece.start, piece.start + piece.len))),
            None => (0, 0),
        }
    }
}

fn count(text: &Text, from: usize, to: usize) -> usize {
    text.slice(from..to).chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_stand_where_the_document_has_them() {
        // Two paragraphs, the second with a mark in front that the document lacks.
        let text = Text::new("甲乙\n\n## 丙丁\n");
        let map = PlaceMap::new(vec![
            PlacedBytes { start: 0, len: 6, line: 0, column: 0 },
            PlacedBytes { start: 11, len: 6, line: 3, column: 2 },
        ]);
        let places: Vec<_> = [0, 3, 6, 7, 8, 11, 14, 17, 18].into_iter().map(|at| map.place(&text, at)).collect();
        assert_eq!(places, [(0, 0), (0, 1), (0, 2), (3, 2), (3, 2), (3, 2), (3, 3), (3, 4), (3, 4)]);
        assert_eq!(PlaceMap::default().place(&text, 3), (0, 0));
    }
}
