//! Drafts of the folders that nobody has opened: their symbols and findings.
//! Of the findings no more is kept than what tells whether they are the same.

use super::beside::{self, LARGEST, Stamp};
use super::convert::{self, Wire};
use super::recognition::Claim;
use super::state::Shared;
use super::structure;
use crate::ide;
use crate::rules::{Analysis, Draft};
use crate::syntax::SourceFormat;
use crate::workspace::document::Effective;
use crate::workspace::uri::{self, Key};
use crate::workspace::{discover, files};
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;
use tower_lsp::ls_types::{Diagnostic, SymbolInformation, Uri};

/// Drafts that are read at most. A folder with more is an archive, which
/// `nianbao survey` reads.
const MOST: usize = 2000;

/// Drafts whose headings are kept at most.
const MOST_WITH_SYMBOLS: usize = 500;

/// What is told of a file that is not open.
pub struct Told {
    /// Its URI.
    pub uri: Uri,
    /// Differs where the findings differ.
    pub id: String,
    /// Its findings; `None` where they are those that the client has.
    pub diagnostics: Option<Vec<Diagnostic>>,
}

/// Under what something was found out.
#[derive(Clone, Copy, PartialEq)]
struct Under {
    stamp: Stamp,
    settings: u64,
}

/// Headings and parts of a report, without tree.
type Symbols = Arc<[SymbolInformation]>;

/// What is known of files that are not open.
#[derive(Default)]
pub struct FolderFiles {
    ids: Mutex<HashMap<PathBuf, (Under, String)>>,
    symbols: Mutex<HashMap<PathBuf, (Under, Symbols)>>,
}

impl FolderFiles {
    /// Whether the client was told findings of files that are not open.
    pub fn were_told(&self) -> bool {
        !lock(&self.ids).is_empty()
    }
}

fn lock<T>(known: &Mutex<T>) -> MutexGuard<'_, T> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The drafts of all folders, each once. A folder as wide as a home folder is
/// not searched.
pub fn drafts(shared: &Shared) -> Vec<PathBuf> {
    let folders: Vec<PathBuf> = shared.world().folders.iter().filter_map(|f| f.path.clone()).collect();
    let mut paths: Vec<PathBuf> = Vec::new();
    for folder in folders.iter().filter(|f| !discover::is_too_wide(f)) {
        let more = discover::drafts(folder, MOST.saturating_sub(paths.len()));
        paths.extend(more.into_iter().filter(|p| !folders.iter().any(|f| f != folder && f.starts_with(folder) && p.starts_with(f))));
    }
    paths
}

/// A draft that is not open, and what is in force for it.
struct File<'a> {
    path: &'a Path,
    uri: String,
    key: Key,
    under: Under,
}

impl<'a> File<'a> {
    /// `None` for a document that is open, and for what cannot be a draft.
    fn new(shared: &Shared, path: &'a Path) -> Option<Self> {
        let meta = std::fs::metadata(path).ok().filter(|m| m.len() <= LARGEST)?;
        let uri = uri::from_path(path);
        let key = Key::of(&uri);
        let world = shared.world();
        let settings = world.settings_number;
        let stamp = (meta.modified().unwrap_or(SystemTime::UNIX_EPOCH), meta.len());
        (!world.documents.contains_key(&key)).then_some(Self { path, uri, key, under: Under { stamp, settings } })
    }

    fn effective(&self, shared: &Shared) -> (Effective, Wire) {
        let mut world = shared.world();
        (world.effective(&self.key, &self.uri, "", None, &Claim::None), world.wire.clone())
    }

    /// The analysis by itself. A panic costs what would have been told of this file.
    fn analysis(&self, shared: &Shared, effective: &Effective) -> Option<Arc<Analysis>> {
        let work = || {
            let text = files::read(self.path).ok()?.text;
            let analysis = (shared.analyser)(&Draft::with_format(&text, SourceFormat::of_path(self.path)), &effective.settings);
            Some(effective.baseline.as_ref().map_or_else(|| analysis.clone(), |b| b.apply(analysis.clone())))
        };
        catch_unwind(AssertUnwindSafe(work)).ok().flatten()
    }
}

/// The findings of a file; `known` is what the client has of it.
pub fn told(shared: &Shared, path: &Path, known: impl FnOnce(&Uri) -> Option<String>) -> Option<Told> {
    let file = File::new(shared, path)?;
    let uri = convert::uri(&file.uri)?;
    let known = known(&uri);
    if let Some((under, id)) = lock(&shared.files.ids).get(path)
        && *under == file.under
        && known.as_ref() == Some(id)
        && shared.beside.holds(file.key.as_str())
    {
        return Some(Told { uri, id: id.clone(), diagnostics: None });
    }
    let (effective, wire) = file.effective(shared);
    let analysis = file.analysis(shared, &effective)?;
    let analysis = analysis.with(beside::compare(shared, &file.key, &file.uri, &effective, &analysis));
    let diagnostics = wire.diagnostics(&analysis, &uri);
    let id = id(&diagnostics);
    lock(&shared.files.ids).insert(path.to_owned(), (file.under, id.clone()));
    let same = known.as_ref() == Some(&id);
    Some(Told { uri, id, diagnostics: (!same).then_some(diagnostics) })
}

/// Forgets files that are none of `paths`.
pub fn keep(shared: &Shared, paths: &[PathBuf]) {
    lock(&shared.files.ids).retain(|path, _| paths.binary_search(path).is_ok() || paths.contains(path));
}

fn id(diagnostics: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_vec(diagnostics).unwrap_or_default().hash(&mut hasher);
    format!("f{:x}", hasher.finish())
}

/// Headings and parts of the drafts that are not open.
pub fn symbols(shared: &Shared) -> Vec<Symbols> {
    let mut paths = drafts(shared);
    paths.truncate(MOST_WITH_SYMBOLS);
    let found = paths.iter().filter_map(|path| symbols_of(shared, path)).collect();
    lock(&shared.files.symbols).retain(|path, _| paths.contains(path));
    found
}

fn symbols_of(shared: &Shared, path: &Path) -> Option<Symbols> {
    let file = File::new(shared, path)?;
    if let Some((_, symbols)) = lock(&shared.files.symbols).get(path).filter(|(under, _)| *under == file.under) {
        return Some(symbols.clone());
    }
    let (effective, wire) = file.effective(shared);
    let (analysis, uri) = (file.analysis(shared, &effective)?, convert::uri(&file.uri)?);
    let mut symbols = Vec::new();
    structure::flatten(&ide::symbols(&analysis, wire.lang), None, &mut |symbol, above| {
        symbols.push(structure::information(&wire, &analysis, &uri, symbol, above));
    });
    let symbols: Symbols = symbols.into();
    lock(&shared.files.symbols).insert(path.to_owned(), (file.under, symbols.clone()));
    Some(symbols)
}
