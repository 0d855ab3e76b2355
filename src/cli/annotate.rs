//! `nianbao check --annotate`: findings as comments in copies of Word files, safe
//! fixes as tracked changes, and what was mended since the last time.

use super::args::Check;
use super::found::{Checked, Found, Mention, MentionSite};
use super::json::Place;
use super::terminal::Terminal;
use crate::message::{Lang, Message};
use crate::rules::page::severity_name;
use crate::word::{self, Change, Comment, Draft, DraftOptions, Limits, WordDocument};
use crate::workspace::files::{self, DraftFile, FileError};
use crate::workspace::word_files;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What is remembered of a folder's files, in the folder they are written to.
const RECORD_FILE: &str = "nianbao-annotated.json";
/// All reports of the folder side by side.
pub const SHEET_FILE: &str = "nianbao-survey.html";

/// Where annotated files go.
pub enum Destination {
    /// One file.
    File(PathBuf),
    /// A folder, for the files below another one.
    Folder {
        /// The folder whose files are checked.
        from: PathBuf,
        /// The folder that takes the copies.
        to: PathBuf,
    },
}

impl Destination {
    /// The destination that the command line names.
    ///
    /// # Errors
    /// Where none is named, several paths are, or a file would be written over itself.
    pub fn of(args: &Check) -> Result<Self, Message> {
        let (Some(to), [from]) = (&args.output, args.paths.as_slice()) else {
            return Err(Message::new("cli.error.annotate-output"));
        };
        if !from.is_dir() {
            if !word_files::is_word_file(from) {
                return Err(Message::new("cli.error.annotate-word").with("path", from.display().to_string()));
            }
            if is_same(from, to) {
                return Err(Message::new("cli.error.annotate-same").with("path", to.display().to_string()));
            }
            return Ok(Self::File(to.clone()));
        }
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        if absolute(to).starts_with(absolute(from)) {
            return Err(Message::new("cli.error.annotate-inside").with("path", to.display().to_string()));
        }
        Ok(Self::Folder { from: from.clone(), to: to.clone() })
    }

    /// The path of the copy of a file.
    fn path(&self, file: &Path) -> PathBuf {
        match self {
            Self::File(to) => to.clone(),
            Self::Folder { from, to } => {
                let from = from.strip_prefix(".").unwrap_or(from);
                to.join(file.strip_prefix(from).unwrap_or(file))
            }
        }
    }
}

fn is_same(a: &Path, b: &Path) -> bool {
    matches!((std::fs::canonicalize(a), std::fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

/// A Word file without earlier annotations, read to be annotated.
pub struct Source {
    bytes: Vec<u8>,
    document: WordDocument,
    draft: Draft,
}

impl Source {
    /// Reads the file.
    ///
    /// # Errors
    /// As reading any Word file.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        let (bytes, document) = word_files::read_without_annotations(path)?;
        let draft = document.draft(DraftOptions::default());
        Ok(Self { bytes, document, draft })
    }

    /// The draft in it.
    pub fn file(&self) -> DraftFile {
        DraftFile::of_document(&self.document)
    }

    /// Writes the copy with all that was found, and says what was written.
    ///
    /// # Errors
    /// Where the copy cannot be written, or a file is there that is no such copy.
    pub fn write(&self, path: &Path, to: &Destination, checked: &Checked, with_fixes: bool, lang: Lang) -> Result<Message, Message> {
        let out = to.path(path);
        refuse_strangers(&out, &self.document)?;
        let comments: Vec<Comment> = checked.findings.iter().map(|found| self.comment(checked, found, lang)).collect();
        let changes = if with_fixes { self.changes(checked) } else { Vec::new() };
        let annotated = word::annotate(&self.bytes, &self.document, &comments, &changes, Limits::default())
            .map_err(|error| word_files::word_error_message(path, &error))?;
        if let Some(folder) = out.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|error| Message::new("file.io").with("path", folder.display().to_string()).with("cause", error.to_string()))?;
        }
        files::replace(&out, &annotated.bytes).map_err(|error| error.message())?;
        let message = Message::new(if with_fixes { "cli.annotate.written-changes" } else { "cli.annotate.written" });
        let message = message.with("path", out.display().to_string()).with("comments", annotated.comments);
        Ok(message.with("changes", annotated.changes))
    }

    fn comment(&self, checked: &Checked, found: &Found, lang: Lang) -> Comment {
        let mut lines = vec![format!("{}：{}", severity_name(found.severity, lang), found.message)];
        lines.extend(found.related.iter().map(|mention| related(checked, mention, lang)));
        if let Some(fix) = &found.fix {
            let id = if fix.safe { "cli.text.fix" } else { "cli.text.unsafe-fix" };
            lines.push(Message::new(id).with("title", fix.title.clone()).render(lang));
        }
        lines.extend(super::text::elsewhere(checked, found, lang));
        lines.push(format!("{} {}", found.rule.code, found.rule.name));
        let passages = self.draft.passages(&found.range);
        let passages = if passages.is_empty() { self.place(found.range.start).into_iter().collect() } else { passages };
        Comment { passages, text: lines.join("\n") }
    }

    /// The paragraph at a byte that has no character of the document.
    fn place(&self, at: usize) -> Option<(usize, Range<usize>)> {
        let (paragraph, _) = self.draft.place_map(&self.document).place(&crate::text::Text::new(&self.draft.text), at);
        Some((paragraph, 0..0))
    }

    /// The safe fixes that change words inside paragraphs and keep clear of each other.
    fn changes(&self, checked: &Checked) -> Vec<Change> {
        let mut taken = crate::text::DisjointRanges::default();
        let mut changes = Vec::new();
        for found in &checked.findings {
            let own = found.fix.iter().filter(|_| found.occurrences.is_empty());
            for fix in own.chain(found.occurrences.iter().filter_map(|o| o.fix.as_ref())).filter(|fix| fix.safe) {
                let of_fix: Option<Vec<Change>> = fix.edits.iter().map(|(range, with)| self.change(range, with)).collect();
                let Some(of_fix) = of_fix else { continue };
                if taken.add_all(fix.edits.iter().map(|(range, _)| range)) {
                    changes.extend(of_fix);
                }
            }
        }
        changes
    }

    /// An edit of the draft as a change of one paragraph; `None` where it touches what the document does not have so.
    fn change(&self, range: &Range<usize>, with: &str) -> Option<Change> {
        if with.contains('\n') {
            return None;
        }
        if range.is_empty() {
            // Behind the character before it.
            let before = self.draft.text.get(..range.start)?.char_indices().next_back()?.0;
            let (paragraph, bytes) = self.draft.passages(&(before..range.start)).pop()?;
            return Some(Change { paragraph, range: bytes.end..bytes.end, with: with.to_owned() });
        }
        let mut passages = self.draft.passages(range);
        let (paragraph, bytes) = passages.pop().filter(|_| passages.is_empty())?;
        let same = self.document.paragraphs.get(paragraph)?.text.get(bytes.clone()) == self.draft.text.get(range.clone());
        same.then(|| Change { paragraph, range: bytes, with: with.to_owned() })
    }
}

/// Another passage in one line.
fn related(checked: &Checked, mention: &Mention, lang: Lang) -> String {
    match &mention.site {
        MentionSite::Here(range) => {
            let paragraph = Place::of(&checked.text, range.start).line;
            let quote = checked.text.slice(range.clone());
            let place = Message::new("cli.annotate.paragraph").with("number", paragraph.to_string()).render(lang);
            format!("{place} {}（{}）", mention.message, quote.trim())
        }
        MentionSite::There(path, place) => {
            let spot = place.start.position(crate::text::Units::Utf32);
            format!("{path}:{} {}", spot.line + 1, mention.message)
        }
    }
}

/// A copy that somebody has changed since it was written, and any other file, is somebody's work.
fn refuse_strangers(out: &Path, document: &WordDocument) -> Result<(), Message> {
    if out.symlink_metadata().is_err() || matches!(word_files::is_replaceable(out, document), Ok(true)) {
        return Ok(());
    }
    Err(Message::new("cli.error.annotate-taken").with("path", out.display().to_string()))
}

fn name_of(path: &Path) -> String {
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// What was found in the files of a folder when they were annotated last.
#[derive(Default, Serialize, Deserialize)]
struct Record {
    files: BTreeMap<String, Vec<String>>,
}

impl Record {
    fn read(folder: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(folder.join(RECORD_FILE)).ok()?;
        serde_json::from_str(&text).ok()
    }
}

/// Compares what was found in a folder's files with the last time, says what was mended, and remembers it.
///
/// # Errors
/// Where the record cannot be written.
pub fn remember(to: &Path, from: &Path, found: &[(PathBuf, Vec<String>)], terminal: &mut Terminal) -> Result<(), Message> {
    let before = Record::read(to).unwrap_or_default();
    let mut now = Record::default();
    let from = from.strip_prefix(".").unwrap_or(from);
    for (path, identities) in found {
        let name = name_of(path.strip_prefix(from).unwrap_or(path));
        if let Some(old) = before.files.get(&name) {
            let mut left = identities.clone();
            let mended = old.iter().filter(|one| left.iter().position(|l| l == *one).map(|at| left.swap_remove(at)).is_none()).count();
            let message = Message::new("cli.annotate.since").with("path", name.as_str()).with("mended", mended);
            terminal.note(&message.with("left", identities.len() - left.len()).with("new", left.len()));
        }
        now.files.insert(name, identities.clone());
    }
    let text = serde_json::to_string_pretty(&now).map_err(|error| Message::new("cli.error.output").with("cause", error.to_string()))?;
    files::replace(&to.join(RECORD_FILE), format!("{text}\n").as_bytes()).map_err(|error| error.message())
}
