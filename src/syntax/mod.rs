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
mod lexer;
mod numeral;
#[cfg(test)]
mod tests;
mod tree;

pub use heading::{Family, Heading, Mark, Oddity, read_mark};
pub use item::{Item, ItemFamily, clause_end};
pub use numeral::{chinese, chinese_value};
pub use tree::{Splice, Tree};

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

/// One paragraph. Lines that a PDF broke inside a sentence are joined: `text`
/// then lacks the line ends, and [`Block::raw`] leads back to the document.
#[derive(Debug, PartialEq, Eq)]
pub struct Block {
    /// The text, contiguous, with its indent.
    pub text: Box<str>,
    /// What was left out where lines were joined: byte in `text`, bytes dropped there.
    joins: Box<[(u32, u32)]>,
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

    /// Length in the document, in bytes, line ends inside it included.
    pub fn raw_len(&self) -> usize {
        self.text.len() + self.joins.iter().map(|j| j.1 as usize).sum::<usize>()
    }

    /// A range of the text as bytes counted from the block's first byte in the
    /// document.
    pub fn raw(&self, range: &Local) -> Range<usize> {
        let dropped = |keep: &dyn Fn(u32) -> bool| -> usize { self.joins.iter().filter(|j| keep(j.0)).map(|j| j.1 as usize).sum() };
        let start = range.start as usize + dropped(&|at| at <= range.start);
        let end = if range.end > range.start { range.end as usize + dropped(&|at| at < range.end) } else { start };
        start..end.max(start)
    }

    /// The byte in the text for a byte counted from the block's start in the document.
    pub fn local(&self, raw: usize) -> u32 {
        let mut at = raw;
        for (join, dropped) in &self.joins {
            let (join, dropped) = (*join as usize, *dropped as usize);
            if at <= join {
                break;
            }
            at = at.saturating_sub(dropped).max(join);
        }
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at as u32
    }

    /// Whether lines were joined to make this paragraph.
    pub fn is_wrapped(&self) -> bool {
        !self.joins.is_empty()
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
