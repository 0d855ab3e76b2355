//! The open reports and those of the folders beside each other.
//!
//! An index of what other reports may know of each ([`Summary`]) is made when
//! there is nothing else to do, and kept up to date: what is typed counts, not
//! what is on the disk. What it shows of an open report ([`Kept`]) comes a pause
//! behind the last keystroke, and goes with its words until then.

mod compare;
mod kept;
mod work;

pub use compare::compare;
pub use kept::Kept;
pub use work::{complete, settle};

use super::state::Shared;
use crate::corpus::{Change, Index, Summary};
use crate::schema::SchemaSet;
use crate::workspace::uri::Key;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant, SystemTime};

/// How long nothing must change before reports are compared anew.
const PAUSE: Duration = Duration::from_millis(400);

/// Bytes of a draft that is read without being opened.
pub const LARGEST: u64 = 2 * 1024 * 1024;

/// Bytes of all drafts together that are read without being opened. A folder
/// with more is an archive, which `nianbao survey` reads.
const ALL: u64 = 64 * 1024 * 1024;

/// When a file was last changed, and its size.
pub type Stamp = (SystemTime, u64);

/// The reports beside each other. Only the one job that is idle at a time
/// changes them.
#[derive(Default)]
pub struct Beside {
    state: Mutex<State>,
    index: RwLock<Index>,
}

#[derive(Default)]
struct State {
    /// When the pause is over, while somebody waits for it.
    due: Option<Instant>,
    /// Whether a job is at work or about to be.
    working: bool,
    /// Whether more came while it was.
    again: bool,
    /// Whether anybody wants reports compared: a report is open, or the
    /// findings of the folders were asked for.
    wanted: bool,
    /// Whether the folders are to be looked through.
    look: bool,
    /// Files that are to be read.
    unread: Vec<PathBuf>,
    /// What was read and is not in the index yet.
    gathered: Vec<Arc<Summary>>,
    /// The files whose reports are in the index, or that are none, by source.
    files: HashMap<Arc<str>, File>,
    /// The versions of open documents that are in the index.
    documents: HashMap<Key, u64>,
    /// What was compared with the index.
    compared: HashMap<Arc<str>, Compared>,
    /// Whether an open document shows something else than the client knows.
    changed: bool,
}

/// A file that was read.
struct File {
    path: PathBuf,
    stamp: Stamp,
    /// The settings it was read under, …
    settings: u64,
    /// … and what of them decides over its summary.
    hints: Hints,
    /// Whether it is in none of the folders: last year's report of some other.
    outside: bool,
}

/// What decides over the summary of a report beside its text.
#[derive(Clone)]
struct Hints {
    schema: Option<String>,
    issuer: Option<String>,
    schemas: SchemaSet,
}

impl Hints {
    fn of(settings: &crate::rules::Settings) -> Self {
        Self { schema: settings.schema.clone(), issuer: settings.issuer.clone(), schemas: settings.schemas.clone() }
    }

    fn is_same(&self, other: &Self) -> bool {
        self.schema == other.schema && self.issuer == other.issuer && self.schemas.is_same(&other.schemas)
    }
}

/// What a comparison rests on.
struct Compared {
    /// Whether it still holds.
    fresh: bool,
    /// The reports that it points to, or was held against.
    leans_on: Vec<Arc<str>>,
}

impl Beside {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn index_mut(&self) -> RwLockWriteGuard<'_, Index> {
        self.index.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether what was compared of a report still holds.
    pub fn holds(&self, source: &str) -> bool {
        self.state().compared.get(source).is_some_and(|c| c.fresh)
    }

    /// How many reports the index has.
    pub fn len(&self) -> usize {
        self.index().len()
    }

    /// Puts a report into the index, or takes it out. What was compared and may
    /// look different now no longer holds.
    fn put(&self, source: &str, report: Option<Arc<Summary>>) {
        let mut index = self.index_mut();
        let Some(change) = Change::between(index.by_source(source).map(|s| &**s), report.as_deref()) else { return };
        match report {
            Some(report) => index.insert(report),
            None => {
                index.remove(source);
            }
        }
        let mut state = self.state();
        for (name, compared) in state.compared.iter_mut().filter(|(_, c)| c.fresh) {
            compared.fresh = index.by_source(name).is_some_and(|other| !change.touches(other, &compared.leans_on));
        }
    }

    /// Puts many reports into the index.
    fn put_all(&self, reports: Vec<Arc<Summary>>) {
        if reports.len() <= self.len() / 2 {
            for report in reports {
                self.put(&report.source.clone(), Some(report));
            }
            return;
        }
        let mut index = self.index_mut();
        let known: Vec<_> = index.reports().cloned().collect();
        // The old one goes before the new one comes: two would need twice the memory.
        *index = Index::default();
        *index = known.into_iter().chain(reports).collect();
        drop(index);
        self.state().compared.values_mut().for_each(|c| c.fresh = false);
    }
}

/// Something was typed, opened or closed: what follows from it is found out
/// after a pause.
pub fn touch(shared: &Arc<Shared>) {
    let mut state = shared.beside.state();
    if state.due.replace(Instant::now() + PAUSE).is_some() {
        return;
    }
    drop(state);
    let shared = shared.clone();
    shared.runtime.clone().spawn(async move {
        while let Some(rest) = rest(&shared) {
            tokio::time::sleep(rest).await;
        }
        work::start(&shared);
    });
}

/// How long the pause still lasts; `None` when it is over.
fn rest(shared: &Shared) -> Option<Duration> {
    let mut state = shared.beside.state();
    let rest = state.due?.checked_duration_since(Instant::now()).filter(|rest| !rest.is_zero());
    if rest.is_none() {
        state.due = None;
    }
    rest
}

/// Files or settings have changed: the folders are looked through after a pause.
pub fn look(shared: &Arc<Shared>) {
    shared.beside.state().look = true;
    touch(shared);
}

fn stamp(path: &Path) -> Option<Stamp> {
    let meta = std::fs::metadata(path).ok().filter(|m| m.is_file() && m.len() <= LARGEST)?;
    Some((meta.modified().unwrap_or(SystemTime::UNIX_EPOCH), meta.len()))
}
