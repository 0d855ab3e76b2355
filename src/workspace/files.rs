//! Reading and replacing files.

use super::word_files::{self, OfficeKind, word_error_message};
use crate::message::Message;
use crate::rules::Draft;
use crate::text::{self, DecodeError, Decoded, Encoding, PlaceMap};
use crate::word::{DraftOptions, Revisions, WordDocument, WordError};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest file that is read, in bytes. A report has 20 to 60 KiB; what is
/// larger than this is no draft, and reading it would only take memory.
pub const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// Why a file was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Larger than [`MAX_BYTES`].
    #[error("{}: {bytes} bytes, the limit is {MAX_BYTES}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        bytes: u64,
    },
    /// A pipe or a device, which may never end or never begin.
    #[error("{}: no regular file", path.display())]
    Special {
        /// The file.
        path: PathBuf,
    },
    /// Not text in an encoding that is read.
    #[error("{}: {source}", path.display())]
    Decode {
        /// The file.
        path: PathBuf,
        /// Why.
        source: DecodeError,
    },
    /// A Word file that is damaged, protected, or beyond the limits.
    #[error("{}: {source}", path.display())]
    Word {
        /// The file.
        path: PathBuf,
        /// Why.
        source: WordError,
    },
    /// A kind of file in which drafts come and that is not read.
    #[error("{}: {kind:?} files are not read", path.display())]
    Office {
        /// The file.
        path: PathBuf,
        /// Its kind.
        kind: OfficeKind,
    },
    /// The text has a character that the file's encoding lacks.
    #[error("{}: {c:?} does not exist in the encoding of the file", path.display())]
    Encode {
        /// The file.
        path: PathBuf,
        /// The character.
        c: char,
    },
}

impl FileError {
    /// The error for people.
    pub fn message(&self) -> Message {
        let path = |path: &Path| path.display().to_string();
        match self {
            Self::Io { path: p, source } => match source.kind() {
                io::ErrorKind::NotFound => Message::new("file.not-found").with("path", path(p)),
                io::ErrorKind::PermissionDenied => Message::new("file.denied").with("path", path(p)),
                io::ErrorKind::IsADirectory => Message::new("file.is-folder").with("path", path(p)),
                _ => Message::new("file.io").with("path", path(p)).with("cause", source.to_string()),
            },
            Self::TooLarge { path: p, bytes } => Message::new("file.too-large")
                .with("path", path(p))
                .with("size", (bytes / (1024 * 1024)).to_string())
                .with("limit", (MAX_BYTES / (1024 * 1024)).to_string()),
            Self::Special { path: p } => Message::new("file.special").with("path", path(p)),
            Self::Decode { path: p, source } => match source {
                DecodeError::Binary { at } => Message::new("file.binary").with("path", path(p)).with("at", *at),
                DecodeError::Unknown { at } => Message::new("file.encoding").with("path", path(p)).with("at", *at),
                DecodeError::Utf16 { at } => Message::new("file.utf16").with("path", path(p)).with("at", *at),
            },
            Self::Word { path: p, source } => word_error_message(p, source),
            Self::Office { path: p, kind } => kind.message(p),
            Self::Encode { path: p, c } => Message::new("file.encode").with("path", path(p)).with("char", c.to_string()),
        }
    }
}

/// Reads bytes, refusing what is too large before it takes memory.
///
/// # Errors
/// When the file cannot be read or is too large.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, FileError> {
    let io = |source| FileError::Io { path: path.to_owned(), source };
    let file = File::open(path).map_err(io)?;
    let meta = file.metadata().map_err(io)?;
    if meta.is_dir() {
        return Err(io(io::ErrorKind::IsADirectory.into()));
    }
    if meta.len() > MAX_BYTES {
        return Err(FileError::TooLarge { path: path.to_owned(), bytes: meta.len() });
    }
    // A pipe or device has no size: what it gives is counted.
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(FileError::TooLarge { path: path.to_owned(), bytes: bytes.len() as u64 });
    }
    Ok(bytes)
}

/// Reads a text in any encoding that is known. What is no regular file is not
/// touched: a project may hold a pipe that nobody writes to.
///
/// # Errors
/// When the file cannot be read, is too large or no text.
pub fn read(path: &Path) -> Result<Decoded, FileError> {
    match std::fs::metadata(path) {
        Ok(meta) if !meta.is_file() && !meta.is_dir() => Err(FileError::Special { path: path.to_owned() }),
        _ => read_named(path),
    }
}

/// The same of what a user named, which may be a pipe.
///
/// # Errors
/// When the file cannot be read, is too large or no text.
pub fn read_named(path: &Path) -> Result<Decoded, FileError> {
    let bytes = read_bytes(path)?;
    if let Some(kind) = OfficeKind::of(path, &bytes) {
        return Err(FileError::Office { path: path.to_owned(), kind });
    }
    text::decode(&bytes).map_err(|source| FileError::Decode { path: path.to_owned(), source })
}

/// A draft as it lies on disk.
#[derive(Clone, Debug)]
pub struct DraftFile {
    /// Its text; of a Word file the text in Markdown.
    pub text: String,
    /// The encoding of the file; UTF-8 for the text of a Word file.
    pub encoding: Encoding,
    /// Of a Word file, where the text stands in it.
    places: Option<Arc<PlaceMap>>,
}

impl DraftFile {
    /// The draft, ready to be analysed.
    pub fn draft(&self) -> Draft {
        Draft::new(&self.text).with_places(self.places.clone())
    }

    /// The draft of a document.
    pub fn of_document(document: &WordDocument) -> Self {
        let draft = document.draft(DraftOptions::default());
        let places = Some(Arc::new(draft.place_map(document)));
        Self { text: draft.text, encoding: Encoding::Utf8 { bom: false }, places }
    }
}

impl From<Decoded> for DraftFile {
    fn from(decoded: Decoded) -> Self {
        Self { text: decoded.text, encoding: decoded.encoding, places: None }
    }
}

/// Reads a draft: a text, or a Word file. What is no regular file is not touched.
///
/// # Errors
/// As [`read`]; where a Word file is damaged, protected or too large.
pub fn read_draft(path: &Path) -> Result<DraftFile, FileError> {
    if word_files::is_word_file(path) {
        return Ok(DraftFile::of_document(&word_files::read(path, Revisions::Accepted)?));
    }
    read(path).map(DraftFile::from)
}

/// The same of what a user named, which may be a pipe.
///
/// # Errors
/// As [`read_draft`].
pub fn read_named_draft(path: &Path) -> Result<DraftFile, FileError> {
    if word_files::is_word_file(path) {
        return read_draft(path);
    }
    read_named(path).map(DraftFile::from)
}

/// Writes a text in `encoding`, in one step: a reader sees the old file or the new one.
///
/// # Errors
/// When the encoding cannot hold the text (the file stays as it was) or the
/// system refuses.
pub fn write(path: &Path, content: &str, encoding: Encoding) -> Result<(), FileError> {
    let bytes = text::encode(content, encoding).map_err(|e| FileError::Encode { path: path.to_owned(), c: e.c })?;
    replace(path, &bytes)
}

/// Puts bytes in place of a file in one step, keeping its permissions. A link
/// stays a link: what it points to is replaced.
///
/// # Errors
/// When the system refuses; the file is as it was then.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let io = |source| FileError::Io { path: path.to_owned(), source };
    // In the same folder, since a rename cannot cross file systems.
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = tempfile::Builder::new().prefix(".nianbao-").tempfile_in(folder).map_err(io)?;
    temporary.write_all(bytes).map_err(io)?;
    match std::fs::metadata(&target) {
        Ok(meta) => temporary.as_file().set_permissions(meta.permissions()).map_err(io)?,
        Err(_) => fresh_permissions(temporary.as_file()).map_err(io)?,
    }
    temporary.as_file().sync_all().map_err(io)?;
    temporary.persist(&target).map_err(|e| io(e.error))?;
    Ok(())
}

/// Temporary files are private; a new file should be as readable as others.
#[cfg(unix)]
fn fresh_permissions(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn fresh_permissions(_file: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_keeps_encoding_mark_and_line_ends() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("草稿.txt");
        for encoding in [Encoding::Gb18030, Encoding::Utf8 { bom: true }, Encoding::Utf16Le] {
            std::fs::write(&path, text::encode("甲\r\n乙\r\n", encoding).unwrap()).unwrap();
            let read_back = read(&path).unwrap();
            write(&path, &read_back.text.replace('乙', "丙"), read_back.encoding).unwrap();
            assert_eq!(std::fs::read(&path).unwrap(), text::encode("甲\r\n丙\r\n", encoding).unwrap());
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "a temporary file was left");
    }

    #[test]
    #[cfg(unix)]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let (file, link) = (dir.path().join("a.txt"), dir.path().join("b.txt"));
        std::fs::write(&file, "x").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        replace(&link, b"y").unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(std::fs::read(&file).unwrap(), b"y");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn what_is_too_large_a_folder_or_missing_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let big = dir.path().join("big.txt");
        File::create(&big).unwrap().set_len(50 * 1024 * 1024).unwrap();
        assert!(matches!(read(&big), Err(FileError::TooLarge { .. })));
        assert!(read(dir.path()).is_err());
        assert!(matches!(read(&dir.path().join("none")), Err(FileError::Io { .. })));
    }
}
