//! Word files on disk, and files of kinds that are not read.

use super::files::{FileError, read_bytes};
use crate::message::Message;
use crate::word::{Limits, Revisions, WordDocument, WordError, is_as_annotated, read as read_document, without_annotations};
use std::path::Path;

/// Whether a file is taken for a Word document, by its name.
pub fn is_word_file(path: &Path) -> bool {
    has_extension(path, "docx")
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().and_then(|e| e.to_str()).is_some_and(|e| e.eq_ignore_ascii_case(wanted))
}

/// Reads a Word file.
///
/// # Errors
/// When the file cannot be read, is too large, or is no sound document.
pub fn read(path: &Path, revisions: Revisions) -> Result<WordDocument, FileError> {
    let bytes = read_bytes(path)?;
    if let Some(kind) = OfficeKind::of(path, &bytes) {
        return Err(FileError::Office { path: path.to_owned(), kind });
    }
    read_document(&bytes, revisions, Limits::default()).map_err(|source| match source {
        WordError::OldFormat => FileError::Office { path: path.to_owned(), kind: OfficeKind::Doc },
        source => FileError::Word { path: path.to_owned(), source },
    })
}

/// Reads a Word file without the annotations that Nianbao wrote into it: its bytes, and the document.
///
/// # Errors
/// As [`read`].
pub fn read_without_annotations(path: &Path) -> Result<(Vec<u8>, WordDocument), FileError> {
    let annotated = read(path, Revisions::Accepted)?;
    let failed = |source| FileError::Word { path: path.to_owned(), source };
    let bytes = without_annotations(&read_bytes(path)?, &annotated.body_part, Limits::default()).map_err(failed)?;
    let document = read_document(&bytes, Revisions::Accepted, Limits::default()).map_err(failed)?;
    Ok((bytes, document))
}

/// Whether a Word file may be written over by a new annotated copy of `document`: it is as
/// Nianbao wrote it, or a mere copy with the same text and without comments.
///
/// # Errors
/// As [`read`].
pub fn is_replaceable(path: &Path, document: &WordDocument) -> Result<bool, FileError> {
    let there = read(path, Revisions::Accepted)?;
    let failed = |source| FileError::Word { path: path.to_owned(), source };
    let written = is_as_annotated(&read_bytes(path)?, &there.body_part, Limits::default()).map_err(failed)?;
    let texts = |document: &WordDocument| document.paragraphs.iter().map(|p| p.text.clone()).collect::<Vec<_>>();
    Ok(written || (there.omitted == document.omitted && there.omitted.comments == 0 && texts(&there) == texts(document)))
}

/// A kind of file in which drafts come and that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfficeKind {
    /// Word before 2007, and WPS.
    Doc,
    /// Rich text.
    Rtf,
    /// Pages.
    Pdf,
    /// Pages after the Chinese standard GB/T 33190.
    Ofd,
    /// OpenDocument text.
    Odt,
}

impl OfficeKind {
    /// The kind of a file, by its first bytes; those that are zip files by name.
    pub fn of(path: &Path, bytes: &[u8]) -> Option<Self> {
        let zip = bytes.starts_with(b"PK");
        match () {
            () if bytes.starts_with(b"%PDF-") => Some(Self::Pdf),
            () if bytes.starts_with(b"{\\rtf") => Some(Self::Rtf),
            () if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) && !is_word_file(path) => Some(Self::Doc),
            () if zip && has_extension(path, "ofd") => Some(Self::Ofd),
            () if zip && has_extension(path, "odt") => Some(Self::Odt),
            () => None,
        }
    }

    /// What to do with such a file, for people.
    pub fn message(self, path: &Path) -> Message {
        let id = match self {
            Self::Doc => "file.office.doc",
            Self::Rtf => "file.office.rtf",
            Self::Pdf => "file.office.pdf",
            Self::Ofd => "file.office.ofd",
            Self::Odt => "file.office.odt",
        };
        Message::new(id).with("path", path.display().to_string())
    }
}

/// Why a Word file was not read, for people.
pub fn word_error_message(path: &Path, error: &WordError) -> Message {
    let message = |id: &'static str| Message::new(id).with("path", path.display().to_string());
    match error {
        WordError::Encrypted => message("file.word.encrypted"),
        WordError::OldFormat => OfficeKind::Doc.message(path),
        WordError::NoDocument => message("file.word.no-document"),
        WordError::TooLarge { part } | WordError::TooDeep { part } => message("file.word.too-large").with("part", part.as_str()),
        WordError::Doctype { part } => message("file.word.doctype").with("part", part.as_str()),
        WordError::NoZip | WordError::Damaged { .. } | WordError::Xml { .. } => {
            message("file.word.damaged").with("cause", error.to_string())
        }
    }
}

/// What of a document is no text of the draft, for people.
pub fn omissions(document: &WordDocument, revisions: Revisions) -> Vec<Message> {
    let omitted = &document.omitted;
    let count = |id: &'static str, count: usize| (count > 0).then(|| Message::new(id).with("count", count));
    let open = count("word.omitted.changes", omitted.open_changes).filter(|_| revisions == Revisions::Accepted);
    let texts: Vec<&str> =
        document.page_texts.iter().map(|text| text.trim()).filter(|text| text.chars().any(char::is_alphabetic)).collect();
    let page_texts =
        (!texts.is_empty()).then(|| Message::new("word.omitted.page-texts").with("texts", texts.join(" / ").replace('\n', " ")));
    let counts = [
        count("word.omitted.hidden", omitted.hidden_characters),
        count("word.omitted.comments", omitted.comments),
        count("word.omitted.embedded", omitted.embedded),
    ];
    open.into_iter().chain(counts.into_iter().flatten()).chain(page_texts).collect()
}
