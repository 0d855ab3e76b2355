//! Reading and replacing files.

use super::word_files::{self, OfficeKind, word_error_message};
use crate::message::Message;
use crate::rules::Draft;
use crate::syntax::SourceFormat;
use crate::text::{self, DecodeError, Decoded, Encoding, PlaceMap};
use crate::word::{DraftOptions, Revisions, WordDocument, WordError};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

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
    /// Its mode forbids its owner, or its attributes everybody, to write it.
    #[error("{}: read-only", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// Another program holds the folder's lock.
    #[error("{}: locked by another program", path.display())]
    Locked {
        /// The file that was to be changed.
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
            Self::ReadOnly { path: p } => Message::new("file.read-only").with("path", path(p)),
            Self::Locked { path: p } => Message::new("file.locked").with("path", path(p)),
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
    /// How the text is written.
    format: SourceFormat,
    /// Of a Word file, where the text stands in it.
    places: Option<Arc<PlaceMap>>,
}

impl DraftFile {
    /// The draft, ready to be analysed.
    pub fn draft(&self) -> Draft {
        Draft::with_format(&self.text, self.format).with_places(self.places.clone())
    }

    /// A text that came from a file of this name.
    pub fn of_text(decoded: Decoded, path: &Path) -> Self {
        Self { text: decoded.text, encoding: decoded.encoding, format: SourceFormat::of_path(path), places: None }
    }

    /// The draft of a document.
    pub fn of_document(document: &WordDocument) -> Self {
        let draft = document.draft(DraftOptions::default());
        let places = Some(Arc::new(draft.place_map(document)));
        Self { text: draft.text, encoding: Encoding::Utf8 { bom: false }, format: SourceFormat::Markdown, places }
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
    read(path).map(|decoded| DraftFile::of_text(decoded, path))
}

/// The same of what a user named, which may be a pipe.
///
/// # Errors
/// As [`read_draft`].
pub fn read_named_draft(path: &Path) -> Result<DraftFile, FileError> {
    if word_files::is_word_file(path) {
        return read_draft(path);
    }
    read_named(path).map(|decoded| DraftFile::of_text(decoded, path))
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
/// When the file is write-protected or the system refuses; the file is as it was then.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let io = |source| FileError::Io { path: path.to_owned(), source };
    let before = std::fs::metadata(&target).ok();
    if before.as_ref().is_some_and(is_write_protected) {
        return Err(FileError::ReadOnly { path: path.to_owned() });
    }
    // In the same folder, since a rename cannot cross file systems.
    let mut temporary = tempfile::Builder::new().prefix(".nianbao-").tempfile_in(folder_of(&target)).map_err(io)?;
    temporary.write_all(bytes).map_err(io)?;
    match before {
        Some(meta) => temporary.as_file().set_permissions(meta.permissions()).map_err(io)?,
        None => fresh_permissions(temporary.as_file()).map_err(io)?,
    }
    temporary.as_file().sync_all().map_err(io)?;
    temporary.persist(&target).map_err(|e| io(e.error))?;
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether the owner has taken away the right to write a file. A rename would
/// not ask for that right, nor would the superuser be refused it: the bits are
/// looked at, not what the system would allow.
#[cfg(unix)]
fn is_write_protected(meta: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    meta.permissions().mode() & 0o200 == 0
}

#[cfg(not(unix))]
fn is_write_protected(meta: &std::fs::Metadata) -> bool {
    meta.permissions().readonly()
}

/// The path from the root on, without `.` and `..`; links are only followed
/// where `..` stands behind one.
pub fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if !whole.components().any(|part| part == Component::ParentDir) {
        return whole;
    }
    let folder = whole.parent().and_then(|folder| std::fs::canonicalize(folder).ok());
    folder.zip(whole.file_name()).map_or_else(|| whole.clone(), |(folder, name)| folder.join(name))
}

/// Equal for every path to the same file: links followed, `.` and `..` gone.
pub fn identity(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| absolute(path))
}

/// How long another program is waited for that changes a file of the same folder.
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

/// Pause between two tries to get the lock.
const LOCK_PAUSE: Duration = Duration::from_millis(5);

/// Does `change` while no other Nianbao changes project files in the folder of
/// `path`: what is read, changed and replaced is not overwritten by another who
/// read the same. The lock is the system's and goes with its process, so none
/// is ever left behind; where the file system has no locks, nothing is waited for.
///
/// # Errors
/// When another program holds the lock for too long, or as `change` says.
pub fn exclusively<T, E: From<FileError>>(path: &Path, change: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let target = identity(path);
    let start = Instant::now();
    // Kept until the change is done.
    let _lock = loop {
        match try_lock(&target) {
            Locking::Taken(lock) => break Some(lock),
            Locking::Unsupported => break None,
            Locking::Busy if start.elapsed() > LOCK_TIMEOUT => return Err(FileError::Locked { path: path.to_owned() }.into()),
            Locking::Busy => std::thread::sleep(LOCK_PAUSE),
        }
    };
    change()
}

/// What came of a try to take a lock.
enum Locking {
    /// It is held until this is dropped.
    Taken(File),
    /// Somebody else holds it.
    Busy,
    /// It cannot be had here.
    Unsupported,
}

/// Locks the folder itself: the file is replaced, so that a lock on it would go
/// with the old one, and a lock file beside it would stay in the project.
#[cfg(unix)]
fn try_lock(path: &Path) -> Locking {
    let Ok(folder) = File::open(folder_of(path)) else { return Locking::Unsupported };
    match folder.try_lock() {
        Ok(()) => Locking::Taken(folder),
        Err(std::fs::TryLockError::WouldBlock) => Locking::Busy,
        Err(std::fs::TryLockError::Error(_)) => Locking::Unsupported,
    }
}

/// A file beside it that nobody else may open, and that the system deletes when
/// it is closed: Windows does not lock folders.
#[cfg(windows)]
fn try_lock(path: &Path) -> Locking {
    use std::os::windows::fs::OpenOptionsExt;
    /// The system deletes the file with its last handle.
    const FILE_FLAG_DELETE_ON_CLOSE: u32 = 0x0400_0000;
    /// Somebody has the file open and shares it with nobody.
    const ERROR_SHARING_VIOLATION: i32 = 32;
    let name = format!("{}.lock", path.file_name().unwrap_or_default().to_string_lossy());
    let mut options = File::options();
    options.write(true).create(true).truncate(false).share_mode(0).custom_flags(FILE_FLAG_DELETE_ON_CLOSE);
    match options.open(path.with_file_name(name)) {
        Ok(file) => Locking::Taken(file),
        Err(error) if error.raw_os_error() == Some(ERROR_SHARING_VIOLATION) => Locking::Busy,
        // A file that is being deleted cannot be opened for a moment.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && folder_of(path).exists() => Locking::Busy,
        Err(_) => Locking::Unsupported,
    }
}

#[cfg(not(any(unix, windows)))]
fn try_lock(_path: &Path) -> Locking {
    Locking::Unsupported
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
    #[cfg(unix)]
    fn what_its_owner_may_not_write_is_not_replaced() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.txt");
        std::fs::write(&file, "x").unwrap();
        // Others may: that says nothing about the owner.
        for mode in [0o444, 0o400, 0o466] {
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
            assert!(matches!(replace(&file, b"y"), Err(FileError::ReadOnly { .. })), "{mode:o}");
            assert_eq!(std::fs::read(&file).unwrap(), b"x");
        }
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o200)).unwrap();
        replace(&file, b"y").unwrap();
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "a temporary file was left");
    }

    #[test]
    #[cfg(unix)]
    fn every_path_to_a_file_has_one_identity() {
        let dir = tempfile::tempdir().unwrap();
        let root = std::fs::canonicalize(dir.path()).unwrap();
        std::fs::create_dir(root.join("2025")).unwrap();
        std::fs::write(root.join("a.txt"), "x").unwrap();
        std::os::unix::fs::symlink("a.txt", root.join("b.txt")).unwrap();
        for path in ["a.txt", "./a.txt", "2025/../a.txt", "b.txt"] {
            assert_eq!(identity(&root.join(path)), root.join("a.txt"), "{path}");
        }
        // A path keeps the links that were named, as far as `..` lets it.
        assert_eq!(absolute(&root.join("2025/../b.txt")), root.join("b.txt"));
        assert_eq!(absolute(&root.join("none/../b.txt")), root.join("none/../b.txt"));
    }

    #[test]
    fn changes_wait_for_each_other() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("n");
        std::fs::write(&file, "0").unwrap();
        let add = || {
            exclusively::<_, FileError>(&file, || {
                let n: usize = read(&file)?.text.parse().unwrap();
                std::thread::yield_now();
                replace(&file, (n + 1).to_string().as_bytes())
            })
        };
        std::thread::scope(|scope| (0..8).for_each(|_| drop(scope.spawn(|| (0..5).for_each(|_| add().unwrap())))));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "40");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "a lock was left");
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
