//! From text to blocks: what a drafter would call paragraphs, with the heading
//! marks, run-in headings and items that are written in them.
//!
//! This room knows how Chinese official documents are *written*; it knows no
//! schema and no roles. It never fails: half-written text is the normal case.
//!
//! A [`Block`] is position-independent, so an edit re-reads only the blocks it
//! touches ([`Tree::edit`]) and everything that was learnt of the others stays.

mod format;
mod heading;
mod item;
mod joins;
mod lexer;
mod markdown;
mod numeral;
mod spacing;
#[cfg(test)]
mod tests;
mod tree;

pub use format::SourceFormat;
pub use heading::{Family, Heading, Mark, Oddity, read_mark};
pub use item::{Item, ItemFamily, clause_end};
pub use markdown::{State, keeps_structure};
pub use numeral::{chinese, chinese_value};
pub use tree::{Splice, Tree};

use crate::text::width::is_blank;
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
    /// What a Markdown document holds that is no text: code, HTML, definitions, front
    /// matter. The text of the block is empty.
    Markup,
}

/// What stands in a text for an image, for code or an entity, so that it parts what
/// stands on its sides (U+FFFC).
pub const OBJECT: char = '\u{FFFC}';
/// A byte inside the object character: what it stands for is left out there.
const OBJECT_INNER: u32 = 1;

/// One paragraph. Lines that a PDF broke inside a sentence are joined, and blanks
/// between each two characters are left out, and so are the marks of Markdown:
/// `text` then lacks the line ends, these blanks and these marks, and
/// [`Block::raw`] leads back to the document. What an image or code shows is no text
/// either; an [`OBJECT`] stands for it.
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
    /// What is read and neither checked nor changed: an escaped character, the number
    /// of a list, text in HTML, a title in front matter. In order.
    pub held: Box<[Local]>,
    /// Comments to Nianbao inside the text, which lacks them.
    pub comments: Box<[Comment]>,
}

/// A comment to Nianbao inside a text that lacks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The byte of the text in front of which it stands.
    pub at: u32,
    /// The comment as written.
    pub text: Box<str>,
}

impl Block {
    /// A block without anything that is read in it.
    fn of_kind(kind: Kind, text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        let undecoded = memchr::memmem::find_iter(text.as_bytes(), "\u{FFFD}").count() as u32;
        Self {
            body: range_in(&text, text.trim_matches(is_blank)),
            joins: Joins::default(),
            kind,
            hashes: 0,
            heading: None,
            items: Box::default(),
            undecoded,
            held: Box::default(),
            comments: Box::default(),
            text,
        }
    }

    /// So many bytes of the document that hold no text.
    fn markup(length: usize) -> Self {
        Self { joins: Joins::of(&[(0, length, JoinKind::Syntax)]), ..Self::of_kind(Kind::Markup, "") }
    }

    /// The parts of a range of the text that stand in the document without anything left
    /// out between them but line ends and blanks; an [`OBJECT`] is in none.
    pub fn unbroken(&self, range: &Local) -> Vec<Local> {
        let mut parts = Vec::new();
        let mut from = range.start;
        for (at, kind) in self.joins.marks().filter(|(at, _)| range.start < *at && *at < range.end) {
            let (end, next) = match kind {
                JoinKind::Object => (at - OBJECT_INNER, at - OBJECT_INNER + OBJECT.len_utf8() as u32),
                _ => (at, at),
            };
            parts.push(from..end.max(from));
            from = next;
        }
        parts.push(from..range.end);
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// The marks of quotations and lists, with the indent, that its line starts with in Markdown.
    pub fn container_marks(&self) -> &str {
        markdown::container_marks(&self.text)
    }

    /// Whether a range touches what is neither checked nor changed.
    pub fn is_held(&self, range: &Local) -> bool {
        self.held.iter().any(|held| range.start < held.end && held.start < range.end)
    }

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
    lexer::read(source, SourceFormat::PlainText)
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
