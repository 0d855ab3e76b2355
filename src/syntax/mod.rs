//! From text to blocks: what a drafter would call paragraphs, with the heading
//! marks, run-in headings and items that are written in them.
//!
//! This room knows how Chinese official documents are *written*; it knows no
//! schema and no roles. It never fails: half-written text is the normal case.
//!
//! A [`Block`] is position-independent, so an edit re-reads only the blocks it
//! touches ([`Tree::edit`]) and everything that was learnt of the others stays.

mod heading;
mod item;
mod joins;
mod lexer;
mod numeral;
mod spacing;
#[cfg(test)]
mod tests;
mod tree;

pub use heading::{Family, Heading, Mark, Oddity, read_mark};
pub use item::{Item, ItemFamily, clause_end};
pub use numeral::{chinese, chinese_value};
pub use tree::{Splice, Tree};

use joins::{JoinKind, Joins};
use std::ops::Range;

/// A range of bytes inside a [`Block`]'s text.
pub type Local = Range<u32>;

/// What a block is, before anyone asks what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Running text, with or without a heading mark.
    Text,
    /// A line that talks to Nianbao (`nianbao-ignore`), no text of the report.
    Directive,
    /// A line of a Markdown table.
    Table,
    /// A rule (`---`), a page number, a line of marks only.
    Filler,
}

/// One paragraph. Lines that a PDF broke inside a sentence are joined, and blanks
/// between each two characters are left out: `text` then lacks the line ends and
/// these blanks, and [`Block::raw`] leads back to the document.
#[derive(Debug, PartialEq, Eq)]
pub struct Block {
    /// The text, contiguous, with its indent.
    pub text: Box<str>,
    /// What of the document was left out.
    joins: Joins,
    /// What kind of line it is.
    pub kind: Kind,
    /// The text proper: without indent, Markdown marks around it, trailing
    /// blanks and a trailing comment.
    pub body: Local,
    /// Depth of a Markdown `#` heading, 0 without one.
    pub hashes: u8,
    /// The heading that the block is or starts with.
    pub heading: Option<Heading>,
    /// Items such as 一是 … 二是 … in order.
    pub items: Box<[Item]>,
    /// How many characters could not be decoded (U+FFFD).
    pub undecoded: u32,
}

impl Block {
    /// The text of a range. Ranges come from this block; others give "".
    pub fn get(&self, range: &Local) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The text without indent and wrapping.
    pub fn body(&self) -> &str {
        self.get(&self.body)
    }

    /// Length in the document, in bytes, with all that was left out.
    pub fn raw_len(&self) -> usize {
        self.text.len() + self.joins.dropped()
    }

    /// A range of the text as bytes counted from the block's first byte in the
    /// document.
    pub fn raw(&self, range: &Local) -> Range<usize> {
        self.joins.raw(range)
    }

    /// The byte in the text for a byte counted from the block's start in the document.
    pub fn local(&self, raw: usize) -> u32 {
        let mut at = self.joins.local(raw).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at as u32
    }

    /// Whether lines were joined to make this paragraph.
    pub fn is_wrapped(&self) -> bool {
        self.joins.places(JoinKind::Line).next().is_some()
    }

    /// Whether its characters are set apart by blanks, which its text lacks.
    pub fn is_spaced(&self) -> bool {
        self.joins.places(JoinKind::Blank).next().is_some()
    }

    /// The parts of the text that were set apart by blanks, line by line: from the
    /// character in front of the first blank to the one behind the last.
    pub fn spaced(&self) -> Vec<Local> {
        let mut lines: Vec<Local> = Vec::new();
        let mut ends = self.joins.places(JoinKind::Line).chain([self.text.len() as u32]).peekable();
        let mut line = 0;
        for gap in self.joins.places(JoinKind::Blank) {
            while ends.next_if(|end| *end <= gap).is_some() {
                line += 1;
            }
            let width = |side: Option<char>| side.map_or(0, char::len_utf8) as u32;
            let start = gap - width(self.get(&(0..gap)).chars().next_back());
            let end = gap + width(self.text.get(gap as usize..).and_then(|t| t.chars().next()));
            match lines.last_mut() {
                Some(last) if line == 0 => last.end = end,
                _ => lines.push(start..end),
            }
            line = 0;
        }
        lines
    }

    /// What the block says behind its heading: everything, where it has none.
    pub fn content(&self) -> Local {
        match &self.heading {
            Some(heading) => heading.rest.clone(),
            None => self.body.clone(),
        }
    }

    /// Whether this is running text.
    pub fn is_text(&self) -> bool {
        self.kind == Kind::Text
    }
}

/// Reads one paragraph on its own; `source` is its text, line ends inside it included.
pub fn block(source: &str) -> Block {
    lexer::read(source)
}

/// Byte range of a part `&str` inside the text it was cut from.
pub(crate) fn range_in(whole: &str, part: &str) -> Local {
    let start = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
    start as u32..(start + part.len()) as u32
}

/// A passage: a block and a byte range inside its text. Absolute offsets exist
/// only where a passage leaves the program ([`Tree::bytes`]).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// Index of the block.
    pub block: usize,
    /// Bytes inside the block's text.
    pub range: Local,
}
