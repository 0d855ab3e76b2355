//! Drafts of the folders that nobody has opened: their symbols and findings,
//! kept until the file or the settings change.

use super::convert;
use super::recognition::Claim;
use super::state::{Shared, World};
use super::structure;
use crate::ide;
use crate::rules::Draft;
use crate::workspace::document::Effective;
use crate::workspace::uri::{self, Key};
use crate::workspace::{discover, files};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use tower_lsp::ls_types::{Diagnostic, SymbolInformation, Uri};

/// Drafts that are read at most. A folder with more is an archive, which
/// `nianbao survey` reads.
const MOST: usize = 500;

/// Bytes of a draft that is read without being opened.
const LARGEST: u64 = 2 * 1024 * 1024;

/// What is known of a file that is not open.
pub struct Report {
    /// Its URI.
    pub uri: Uri,
    /// Differs where the findings may differ.
    pub id: String,
    /// Its findings.
    pub diagnostics: Vec<Diagnostic>,
    /// Its headings and parts, without tree.
    pub symbols: Vec<SymbolInformation>,
}

#[derive(Default)]
struct Known {
    stamp: Option<(SystemTime, u64)>,
    settings: u64,
    report: Option<Arc<Report>>,
}

/// Reports by file.
#[derive(Default)]
pub struct FolderFiles {
    known: Mutex<HashMap<PathBuf, Known>>,
}

/// Reports on the drafts of all folders that are not open. A folder as wide as a
/// home folder is not searched.
pub fn reports(shared: &Shared) -> Vec<Arc<Report>> {
    let folders: Vec<PathBuf> = shared.world().folders.iter().filter_map(|f| f.path.clone()).collect();
    let mut paths: Vec<PathBuf> = Vec::new();
    for folder in folders.iter().filter(|f| !discover::is_too_wide(f)) {
        let more = discover::drafts(folder, MOST.saturating_sub(paths.len()));
        paths.extend(more.into_iter().filter(|p| !folders.iter().any(|f| f != folder && f.starts_with(folder) && p.starts_with(f))));
    }
    let mut reports = Vec::new();
    for path in &paths {
        reports.extend(report(shared, path));
    }
    let mut known = shared.files.known.lock().unwrap_or_else(PoisonError::into_inner);
    known.retain(|path, _| paths.contains(path));
    reports
}

fn report(shared: &Shared, path: &Path) -> Option<Arc<Report>> {
    let meta = std::fs::metadata(path).ok().filter(|m| m.len() <= LARGEST)?;
    let stamp = Some((meta.modified().unwrap_or(SystemTime::UNIX_EPOCH), meta.len()));
    let uri = uri::from_path(path);
    let key = Key::of(&uri);
    let mut world = shared.world();
    if world.documents.contains_key(&key) {
        return None;
    }
    let settings = world.settings_number;
    let known = || shared.files.known.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = known().get(path).filter(|k| k.stamp == stamp && k.settings == settings) {
        return known.report.clone();
    }
    let effective = effective(&mut world, &key, &uri);
    let wire = world.wire.clone();
    let number = world.next_stamp();
    drop(world);
    let work = || {
        let text = files::read(path).ok()?.text;
        let analysis = (shared.analyser)(&Draft::new(&text), &effective.settings);
        let analysis = effective.baseline.as_ref().map_or_else(|| analysis.clone(), |b| b.apply(analysis.clone()));
        let uri = convert::uri(&uri)?;
        let mut symbols = Vec::new();
        structure::flatten(&ide::symbols(&analysis, wire.lang), None, &mut |symbol, above| {
            symbols.push(structure::information(&wire, &analysis, &uri, symbol, above));
        });
        let diagnostics = wire.diagnostics(&analysis, &uri);
        Some(Arc::new(Report { uri, id: format!("f{number}"), diagnostics, symbols }))
    };
    let report = catch_unwind(AssertUnwindSafe(work)).ok().flatten();
    known().insert(path.to_owned(), Known { stamp, settings, report: report.clone() });
    report
}

fn effective(world: &mut World, key: &Key, uri: &str) -> Effective {
    world.effective(key, uri, "", None, &Claim::None)
}
