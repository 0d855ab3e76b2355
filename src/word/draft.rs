//! A document as a draft in Markdown, with the way back from its bytes to the paragraphs.

use super::{Block, Cell, WordDocument};
use crate::text::{PlaceMap, PlacedBytes};
use std::fmt::Write as _;
use std::ops::Range;

/// Bytes of the draft that stand so in a paragraph.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// First byte in the draft.
    draft: usize,
    /// Length in bytes, the same on both sides.
    len: usize,
    /// Index of the paragraph.
    paragraph: usize,
    /// First byte in the paragraph's text.
    text: usize,
}

/// The draft of a document.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The text, in Markdown, lines parted by LF.
    pub text: String,
    pieces: Vec<Piece>,
}

/// What a draft of a document takes in.
#[derive(Clone, Copy, Debug, Default)]
pub struct DraftOptions {
    /// Footnotes and endnotes at the end, and the marks of open tables of contents: for an import.
    pub with_notes: bool,
}

impl Draft {
    /// Writes a document as a draft. A heading that only its style makes one gets
    /// the `#` of its level.
    pub(super) fn of(document: &WordDocument, options: DraftOptions) -> Self {
        let mut draft = Self::default();
        for block in &document.blocks {
            match block {
                Block::Paragraph(index) => draft.paragraph(document, *index),
                Block::Table(rows) => draft.table(document, rows),
            }
        }
        if options.with_notes {
            for (number, note) in document.notes.iter().enumerate() {
                let _ = write!(draft.text, "[^{}]: ", number + 1);
                draft.text.push_str(&note.replace('\n', "\n    "));
                draft.text.push_str("\n\n");
            }
        }
        while draft.text.ends_with("\n\n") {
            draft.text.pop();
        }
        draft
    }

    fn paragraph(&mut self, document: &WordDocument, index: usize) {
        let Some(paragraph) = document.paragraphs.get(index) else { return };
        if paragraph.text.trim().is_empty() {
            return;
        }
        if paragraph.is_bullet {
            self.text.push_str("- ");
        } else if !paragraph.in_contents && !has_mark(paragraph.text.trim()) && paragraph.text.chars().count() <= LONGEST_HEADING {
            match paragraph.outline_level {
                Some(level) => self.text.push_str(&format!("{} ", "#".repeat((level + 2).min(6)))),
                None if paragraph.is_title => self.text.push_str("# "),
                None => {}
            }
        }
        self.write(document, index, false);
        self.text.push_str("\n\n");
    }

    fn table(&mut self, document: &WordDocument, rows: &[Vec<Cell>]) {
        let columns = rows.iter().flatten().map(|c| c.columns.end).max().unwrap_or(0);
        for (number, row) in rows.iter().enumerate() {
            self.text.push('|');
            let mut column = 0;
            for cell in row {
                while column < cell.columns.start {
                    self.text.push_str("  |");
                    column += 1;
                }
                self.text.push(' ');
                let mut first = true;
                for index in cell.paragraphs.clone() {
                    if document.paragraphs.get(index).is_none_or(|p| p.text.trim().is_empty()) {
                        continue;
                    }
                    if !first {
                        self.text.push_str("<br>");
                    }
                    first = false;
                    self.write(document, index, true);
                }
                self.text.push_str(" |");
                column += 1;
                // A cell over several columns is followed by empty ones.
                while column < cell.columns.end {
                    self.text.push_str("  |");
                    column += 1;
                }
            }
            while column < columns {
                self.text.push_str("  |");
                column += 1;
            }
            self.text.push('\n');
            if number == 0 {
                self.text.push('|');
                self.text.push_str(&" --- |".repeat(columns));
                self.text.push('\n');
            }
        }
        self.text.push('\n');
    }

    /// The text of a paragraph, escaped where Markdown would read it otherwise.
    fn write(&mut self, document: &WordDocument, index: usize, in_cell: bool) {
        let Some(paragraph) = document.paragraphs.get(index) else { return };
        let text = paragraph.text.trim_end();
        let start = text.len() - text.trim_start_matches([' ', '\t', '\n']).len();
        let mut line_start = true;
        for (at, c) in text.char_indices().filter(|(at, _)| *at >= start) {
            let rest = text.get(at..).unwrap_or_default();
            if c == '\n' {
                self.text.push_str(if in_cell { "<br>" } else { "\\\n" });
                line_start = true;
                continue;
            }
            if needs_escape(c, rest, line_start, in_cell) {
                self.text.push('\\');
            }
            line_start = false;
            let draft = self.text.len();
            self.text.push(c);
            let len = c.len_utf8();
            match self.pieces.last_mut() {
                Some(last) if last.paragraph == index && last.text + last.len == at && last.draft + last.len == draft => last.len += len,
                _ => self.pieces.push(Piece { draft, len, paragraph: index, text: at }),
            }
        }
    }

    /// Where the bytes of the draft stand in the document: the paragraph as line, the
    /// character in it as column, those of cells, text boxes and automatic numbers counted.
    pub fn place_map(&self, document: &WordDocument) -> PlaceMap {
        let mut counted = (0, 0, 0);
        let places = self.pieces.iter().map(|piece| {
            let (paragraph, byte, characters) = counted;
            let from = if paragraph == piece.paragraph && byte <= piece.text { (byte, characters) } else { (0, 0) };
            let text = document.paragraphs.get(piece.paragraph).map_or("", |p| p.text.as_str());
            let column = from.1 + text.get(from.0..piece.text).map_or(0, |between| between.chars().count());
            counted = (piece.paragraph, piece.text, column);
            PlacedBytes { start: piece.draft, len: piece.len, line: piece.paragraph, column }
        });
        PlaceMap::new(places.collect())
    }

    /// The parts of paragraphs' texts that a range of the draft covers: index and bytes, in order.
    pub fn passages(&self, range: &Range<usize>) -> Vec<(usize, Range<usize>)> {
        let first = self.pieces.partition_point(|p| p.draft + p.len <= range.start);
        let mut out: Vec<(usize, Range<usize>)> = Vec::new();
        for piece in self.pieces.iter().skip(first).take_while(|p| p.draft < range.end) {
            let from = range.start.saturating_sub(piece.draft);
            let to = (range.end - piece.draft).min(piece.len);
            let bytes = piece.text + from..piece.text + to;
            match out.last_mut() {
                // What lies between two pieces of a paragraph is a break or an escape.
                Some((paragraph, last)) if *paragraph == piece.paragraph => last.end = bytes.end,
                _ => out.push((piece.paragraph, bytes)),
            }
        }
        out
    }
}

/// A longer paragraph in the style of a heading is text that was given the wrong style.
const LONGEST_HEADING: usize = 60;

/// Whether a line has a heading mark of its own.
fn has_mark(line: &str) -> bool {
    crate::syntax::block(line).heading.is_some()
}

/// Whether Markdown would read a character as a mark: `rest` begins with it.
fn needs_escape(c: char, rest: &str, line_start: bool, in_cell: bool) -> bool {
    match c {
        '\\' | '`' | '*' | '_' | '[' | '<' | '~' => true,
        '|' => in_cell,
        '&' => rest.chars().nth(1).is_some_and(|next| next == '#' || next.is_ascii_alphabetic()),
        '#' | '>' | '=' | '+' | '-' if line_start => true,
        _ => false,
    }
}
