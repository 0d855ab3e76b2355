//! Which files are meant, and their texts.

use super::args::Check;
use super::snippet::clean;
use super::terminal::Terminal;
use crate::message::Message;
use crate::text::decode;
use crate::workspace::discover;
use crate::workspace::files::{self, DraftFile, FileError, MAX_BYTES};
use crate::workspace::word_files::is_word_file;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The path that stands for standard input.
const STDIN: &str = "-";

/// A text to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The path as it is shown.
    pub shown: String,
    /// The path that decides which project counts.
    pub path: PathBuf,
    /// Whether the user named it, rather than a folder above it.
    pub explicit: bool,
    /// Whether it is read from standard input.
    pub stdin: bool,
    /// Whether it is a link in a folder, which is not followed: a fix would leave
    /// the folder through it.
    pub is_link: bool,
}

impl Target {
    /// The file, or standard input, that `path` names.
    pub fn named(path: &Path, stdin_filename: Option<&Path>) -> Self {
        let stdin = path.as_os_str() == STDIN;
        let path = if stdin { stdin_filename.unwrap_or(path) } else { path };
        Self { shown: clean(&path.display().to_string()), path: path.to_owned(), explicit: true, stdin, is_link: false }
    }

    /// Reads its text.
    pub fn read(&self) -> Result<DraftFile, FileError> {
        if !self.stdin {
            return if self.explicit { files::read_named_draft(&self.path) } else { files::read_draft(&self.path) };
        }
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .take(MAX_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|source| FileError::Io { path: self.path.clone(), source })?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(FileError::TooLarge { path: self.path.clone(), bytes: bytes.len() as u64 });
        }
        let decoded = decode(&bytes).map_err(|source| FileError::Decode { path: self.path.clone(), source })?;
        Ok(DraftFile::of_text(decoded, &self.path))
    }
}

/// The files that the paths stand for, in the order of the paths and by name
/// below folders, each once under whatever path it was named. What cannot be
/// found is complained about.
pub fn targets(args: &Check, terminal: &mut Terminal) -> Vec<Target> {
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here } else { args.paths.as_slice() };
    // Where each file stands in the list.
    let mut seen: HashMap<PathBuf, usize> = HashMap::new();
    let mut out: Vec<Target> = Vec::new();
    let mut add = |target: Target, identity: PathBuf| match seen.entry(identity) {
        Entry::Vacant(slot) => {
            slot.insert(out.len());
            out.push(target);
        }
        Entry::Occupied(slot) => match out.get_mut(*slot.get()) {
            // What a link leads to is read under its own name.
            Some(known) if known.is_link => *known = target,
            // One that a folder gave and that is also named was asked for.
            Some(known) => known.explicit |= target.explicit,
            None => {}
        },
    };
    for path in paths {
        if path.as_os_str() != STDIN && path.is_dir() {
            let Below { drafts, links } = below(path, terminal);
            // No link leads further down: the folder's place is asked for once.
            let folder = files::identity(path);
            let inside = |found: &Path| found.strip_prefix(path).ok().map(|rest| folder.join(rest));
            for (found, is_link) in drafts.iter().map(|found| (found, false)).chain(links.iter().map(|found| (found, true))) {
                let shown = found.strip_prefix(".").unwrap_or(found);
                let shown_text = clean(&shown.display().to_string());
                let identity = inside(found).filter(|_| !is_link).unwrap_or_else(|| files::identity(found));
                add(Target { shown: shown_text, path: shown.to_owned(), explicit: false, stdin: false, is_link }, identity);
            }
            continue;
        }
        let target = Target::named(path, args.stdin_filename.as_deref());
        let identity = files::identity(&target.path);
        add(target, identity);
    }
    out
}

/// What a folder holds, by name.
#[derive(Default)]
pub struct Below {
    /// Files that may be drafts.
    pub drafts: Vec<PathBuf>,
    /// Links that are called like drafts and lead to no folder.
    pub links: Vec<PathBuf>,
}

/// The drafts below a folder by name, ignore files honoured.
pub fn below(folder: &Path, terminal: &mut Terminal) -> Below {
    let walk = ignore::WalkBuilder::new(folder)
        .require_git(false)
        .sort_by_file_path(Ord::cmp)
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != "node_modules")
        .build();
    let mut out = Below::default();
    for entry in walk {
        match entry {
            Ok(entry) if !discover::is_draft(entry.path()) => {}
            Ok(entry) => match entry.file_type() {
                Some(kind) if kind.is_file() => out.drafts.push(entry.into_path()),
                Some(kind) if kind.is_symlink() && !entry.path().is_dir() => out.links.push(entry.into_path()),
                _ => {}
            },
            Err(error) => terminal.complain(&Message::new("cli.error.walk").with("cause", error.to_string())),
        }
    }
    out.drafts = without_twins(out.drafts, terminal);
    out
}

/// A Word file beside a text of the same name is the same draft: the newer one counts.
fn without_twins(files: Vec<PathBuf>, terminal: &mut Terminal) -> Vec<PathBuf> {
    let changed = |path: &Path| std::fs::metadata(path).and_then(|m| m.modified()).ok();
    let shown = |path: &Path| clean(&path.display().to_string());
    let words: HashMap<PathBuf, &PathBuf> =
        files.iter().filter(|path| is_word_file(path)).map(|path| (path.with_extension(""), path)).collect();
    let mut older = HashSet::new();
    for text in files.iter().filter(|path| !is_word_file(path)) {
        let Some(word) = words.get(&text.with_extension("")).copied() else { continue };
        let (old, new) = if changed(text) > changed(word) { (word, text) } else { (text, word) };
        terminal.note(&Message::new("cli.note.twin").with("new", shown(new)).with("old", shown(old)));
        older.insert(old.clone());
    }
    files.into_iter().filter(|path| !older.contains(path)).collect()
}
