//! Word files: from the bytes of a `.docx` to the paragraphs a reader of the
//! printed page sees, each character with its place in the XML.
//!
//! The rules of reading follow ECMA-376 part 1 (WordprocessingML); what Word does
//! where the standard leaves it open is noted at the place, with its source.

mod annotate;
mod body;
mod draft;
mod number_format;
mod numbering;
mod package;
mod runs;
mod styles;
mod xml;

pub use annotate::{AUTHOR, Annotated, Change, Comment, annotate, is_as_annotated, without_annotations};
pub use draft::{Draft, DraftOptions};
pub use package::Limits;

use std::ops::Range;

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordError {
    /// The bytes are no zip file, or a torn one.
    #[error("not a Word document (.docx), or damaged")]
    NoZip,
    /// It is protected by a password.
    #[error("protected by a password")]
    Encrypted,
    /// A document in the binary format before 2007 (`.doc`, `.wps`).
    #[error("a document in the format before Word 2007")]
    OldFormat,
    /// A zip file without a document in it.
    #[error("a zip file, but no Word document")]
    NoDocument,
    /// A part cannot be unpacked, or is no text.
    #[error("damaged: {part}")]
    Damaged {
        /// Name of the part.
        part: String,
    },
    /// A part, or the file, is larger than the limits; an empty name stands for the file.
    #[error("too large when unpacked: {part}")]
    TooLarge {
        /// Name of the part.
        part: String,
    },
    /// Elements are nested deeper than the limit.
    #[error("nested too deeply: {part}")]
    TooDeep {
        /// Name of the part.
        part: String,
    },
    /// A part declares a document type; no Word document does, and entities could grow without bound.
    #[error("declares a document type: {part}")]
    Doctype {
        /// Name of the part.
        part: String,
    },
    /// A part is not well formed.
    #[error("not well formed at byte {at}: {part}")]
    Xml {
        /// Name of the part.
        part: String,
        /// Byte in the part.
        at: usize,
    },
}

/// Which text tracked changes leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Revisions {
    /// As if all changes were accepted.
    #[default]
    Accepted,
    /// As if all changes were rejected.
    Original,
}

/// Where a stretch of a paragraph's text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Characters that stand so in the document part: byte for byte.
    Verbatim(Range<usize>),
    /// One character for an element or a reference of these bytes (a tab, a break, `&amp;`).
    Replaced(Range<usize>),
    /// The automatic number.
    Label,
}

/// A stretch of a paragraph's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Bytes in the paragraph's text.
    pub text: Range<usize>,
    /// Where it comes from.
    pub origin: Origin,
}

/// A paragraph.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// Its text: the automatic number, then what is written; `\n` for a line break.
    pub text: String,
    /// Where the text comes from, in order, without gaps.
    pub segments: Vec<Segment>,
    /// Length of the automatic number, in bytes.
    pub label_len: usize,
    /// Whether it is marked with a bullet.
    pub is_bullet: bool,
    /// Level (0-based) by its style or outline level.
    pub outline_level: Option<usize>,
    /// Whether its style is that of a title.
    pub is_title: bool,
    /// Whether it stands in a table of contents that a field makes.
    pub in_contents: bool,
    /// Bytes of the `w:p` element in the document part.
    pub xml: Range<usize>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Columns of the table's grid that it covers.
    pub columns: Range<usize>,
    /// Indices of its paragraphs; none where it continues the cell above.
    pub paragraphs: Range<usize>,
}

/// A part of the document's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph, by index.
    Paragraph(usize),
    /// The rows of a table of two columns or more.
    Table(Vec<Vec<Cell>>),
}

/// What was met and not taken into the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Omitted {
    /// Tracked insertions, deletions and moves that are still open.
    pub open_changes: usize,
    /// Characters of hidden text.
    pub hidden_characters: usize,
    /// Comments.
    pub comments: usize,
    /// Pictures and other drawings without text.
    pub drawings: usize,
    /// Documents embedded as a whole, which are not read.
    pub embedded: usize,
}

/// A document as it is read.
#[derive(Clone, Debug, Default)]
pub struct WordDocument {
    /// All paragraphs of the body in document order, those of tables and text boxes included.
    pub paragraphs: Vec<Paragraph>,
    /// How they are arranged.
    pub blocks: Vec<Block>,
    /// Footnotes and endnotes, in the order of their references.
    pub notes: Vec<String>,
    /// Texts of headers and footers.
    pub page_texts: Vec<String>,
    /// What was left out.
    pub omitted: Omitted,
    /// Name of the part that holds the body.
    pub body_part: String,
}

impl WordDocument {
    /// The document as a draft in Markdown.
    pub fn draft(&self, options: DraftOptions) -> Draft {
        Draft::of(self, options)
    }
}

/// Reads a document from the bytes of its file.
///
/// # Errors
/// Where it is no document, protected, damaged, or beyond the limits.
pub fn read(bytes: &[u8], revisions: Revisions, limits: Limits) -> Result<WordDocument, WordError> {
    body::read(bytes, revisions, limits)
}

#[cfg(test)]
mod tests;
