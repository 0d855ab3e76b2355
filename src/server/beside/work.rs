//! The work on the index, step by step, so that others get their turn.

use super::compare::{self, compare};
use super::{ALL, Compared, File, Kept, stamp};
use crate::rules::{self, Analysis, panic_text};
use crate::server::pool::Awaited;
use crate::server::recognition::Claim;
use crate::server::state::Shared;
use crate::server::{folder_files, publish};
use crate::workspace::document::Version;
use crate::workspace::uri::{self, Key};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long it is worked in one go, before other idle work has its turn.
const TURN: Duration = Duration::from_millis(40);

/// Begins to work, unless that is done already.
pub(super) fn start(shared: &Arc<Shared>) {
    let mut state = shared.beside.state();
    if std::mem::replace(&mut state.working, true) {
        state.again = true;
        return;
    }
    drop(state);
    go_on(shared);
}

fn go_on(shared: &Arc<Shared>) {
    let shared_ = shared.clone();
    shared.pool.spawn_idle(move || turn(&shared_));
}

fn turn(shared: &Arc<Shared>) {
    let end = Instant::now() + TURN;
    while Instant::now() < end {
        let more = catch_unwind(AssertUnwindSafe(|| step(shared, false))).unwrap_or_else(|cause| {
            // What broke off was taken from the list: the next change goes on behind it.
            tracing::error!("a step of comparing reports broke off: {}", panic_text(&*cause));
            false
        });
        if !more {
            settle(shared);
            let mut state = shared.beside.state();
            if !std::mem::take(&mut state.again) {
                state.working = false;
                return;
            }
        }
    }
    go_on(shared);
}

/// Lets the client know that open documents show something else.
pub fn settle(shared: &Arc<Shared>) {
    if std::mem::take(&mut shared.beside.state().changed) {
        publish::refresh(shared);
    }
}

/// Brings everything up to date, since somebody waits for it, and gives the
/// drafts of the folders. `None` when nobody waits any more.
pub fn complete(shared: &Arc<Shared>, awaited: Awaited<'_>) -> Option<Vec<PathBuf>> {
    let drafts = look_through(shared);
    shared.beside.state().wanted = true;
    while awaited() {
        if !step(shared, true) {
            return Some(drafts);
        }
    }
    None
}

/// What is to be done next.
enum Task {
    /// Look through the folders.
    Look,
    /// Read a file.
    Read(PathBuf),
    /// Put what was read into the index.
    Gather,
    /// See what another report may know of an open document.
    Enter(Arc<Version>),
    /// Forget a document that was closed.
    Forget(Key),
    /// Hold a document against the others.
    Compare(Arc<Version>, u64),
}

/// Does one step. Whether there was one to do. While somebody types nothing is
/// done about open documents, unless somebody waits for it (`now`).
fn step(shared: &Arc<Shared>, now: bool) -> bool {
    let Some(task) = next(shared, now) else { return false };
    match task {
        Task::Look => drop(look_through(shared)),
        Task::Read(path) => read(shared, &path),
        Task::Gather => {
            let gathered = std::mem::take(&mut shared.beside.state().gathered);
            shared.beside.put_all(gathered);
        }
        Task::Enter(version) => enter(shared, &version),
        Task::Forget(key) => forget(shared, &key),
        Task::Compare(version, settings) => show(shared, &version, settings),
    }
    true
}

fn next(shared: &Arc<Shared>, now: bool) -> Option<Task> {
    if !is_wanted(shared) {
        return None;
    }
    let typing = {
        let mut state = shared.beside.state();
        if std::mem::take(&mut state.look) {
            return Some(Task::Look);
        }
        if let Some(path) = state.unread.pop() {
            return Some(Task::Read(path));
        }
        if !state.gathered.is_empty() {
            return Some(Task::Gather);
        }
        state.due.is_some() && !now
    };
    if typing {
        return None;
    }
    let mut world = shared.world();
    let keys: Vec<Key> = world.documents.keys().cloned().collect();
    let open: Vec<_> = keys.iter().filter_map(|key| Some((world.snapshot(key)?, world.told(key)))).collect();
    let kept = |key: &Key| world.documents.get(key).and_then(|e| e.beside.clone());
    let state = shared.beside.state();
    if let Some(key) = state.documents.keys().find(|key| !world.documents.contains_key(key)) {
        return Some(Task::Forget(key.clone()));
    }
    if let Some((version, _)) = open.iter().find(|(version, _)| state.documents.get(&version.key) != Some(&version.stamp)) {
        return Some(Task::Enter(version.clone()));
    }
    let is_due = |version: &Version| {
        let holds = state.compared.get(version.key.as_str()).is_some_and(|c| c.fresh);
        let same = |kept: Arc<Kept>| kept.stamp == version.stamp && kept.settings == world.settings_number;
        !holds || !kept(&version.key).is_some_and(same)
    };
    let told = open.into_iter().filter_map(|(_, told)| told).find(|told| is_due(told))?;
    Some(Task::Compare(told, world.settings_number))
}

/// Whether anybody wants reports compared: from the first report on that is open.
fn is_wanted(shared: &Arc<Shared>) -> bool {
    if shared.beside.state().wanted {
        return true;
    }
    let mut world = shared.world();
    let keys: Vec<Key> = world.documents.keys().cloned().collect();
    let open: Vec<_> = keys.iter().filter_map(|key| world.snapshot(key)).collect();
    drop(world);
    let is_report = |version: &Arc<Version>| {
        let report = || shared.alone(version).is_ok_and(|a| a.outline.report.is_some());
        version.effective.settings.need_others() && report()
    };
    let wanted = open.iter().any(is_report);
    if wanted {
        let mut state = shared.beside.state();
        (state.wanted, state.look) = (true, true);
    }
    wanted
}

/// Looks what drafts the folders have: new and changed ones are to be read,
/// those that are gone are taken out.
fn look_through(shared: &Arc<Shared>) -> Vec<PathBuf> {
    // A change that comes while it is looked is looked for once more.
    shared.beside.state().look = false;
    let drafts = within(folder_files::drafts(shared), ALL);
    let inside: HashSet<&Path> = drafts.iter().map(PathBuf::as_path).collect();
    let mut paths: Vec<PathBuf> = drafts.clone();
    let state = shared.beside.state();
    paths.extend(state.files.values().filter(|f| f.outside && !inside.contains(&*f.path)).map(|f| f.path.clone()));
    drop(state);
    let (mut unread, mut there) = (Vec::new(), HashSet::new());
    for path in paths {
        let Some(now) = stamp(&path) else { continue };
        let key = Key::of_path(&path);
        there.insert(key.clone());
        let mut world = shared.world();
        if world.documents.contains_key(&key) {
            continue;
        }
        let settings = world.settings_number;
        let mut hints = || super::Hints::of(&world.effective(&key, &uri::from_path(&path), "", None, &Claim::None).settings);
        let mut state = shared.beside.state();
        let same = state.files.get_mut(key.as_str()).is_some_and(|file| {
            let same = file.stamp == now && (file.settings == settings || file.hints.is_same(&hints()));
            file.settings = settings;
            same
        });
        if !same {
            unread.push(path);
        }
    }
    // Read in the order of the paths, from the end of the list.
    unread.reverse();
    let open: HashSet<Key> = shared.world().documents.keys().cloned().collect();
    let mut state = shared.beside.state();
    state.unread = unread;
    let mut gone = Vec::new();
    state.files.retain(|source, _| {
        let key = Key::of(source);
        let keep = there.contains(&key) || open.contains(&key);
        if !keep {
            gone.push(source.clone());
        }
        keep
    });
    state.gathered.retain(|summary| !gone.iter().any(|source| **source == *summary.source));
    drop(state);
    for source in gone {
        shared.beside.put(&source, None);
        shared.beside.state().compared.remove(&source);
    }
    drafts
}

/// The files that are small enough to be read, in order, as far as there is
/// room for all their bytes together.
fn within(mut paths: Vec<PathBuf>, mut room: u64) -> Vec<PathBuf> {
    paths.retain(|path| match stamp(path) {
        Some((_, bytes)) if bytes <= room => {
            room -= bytes;
            true
        }
        _ => false,
    });
    paths
}

fn read(shared: &Arc<Shared>, path: &Path) {
    let Some(stamp) = stamp(path) else { return };
    let key = Key::of_path(path);
    let Some((summary, hints)) = compare::summary(shared, path, &key) else { return };
    let settings = shared.world().settings_number;
    let source: Arc<str> = key.as_str().into();
    let mut state = shared.beside.state();
    let outside = state.files.get(&source).is_some_and(|f| f.outside);
    state.files.insert(source.clone(), File { path: path.to_owned(), stamp, settings, hints, outside });
    match summary {
        Some(summary) => state.gathered.push(Arc::new(summary)),
        None => {
            state.gathered.retain(|summary| summary.source != source);
            drop(state);
            shared.beside.put(&source, None);
        }
    }
}

fn enter(shared: &Arc<Shared>, version: &Arc<Version>) {
    shared.beside.state().documents.insert(version.key.clone(), version.stamp);
    let source = version.key.as_str();
    let summary = shared.alone(version).ok().and_then(|analysis| analysis.summary(source));
    shared.beside.put(source, summary.map(Arc::new));
}

/// From now on what is on the disk counts.
fn forget(shared: &Arc<Shared>, key: &Key) {
    let source = key.as_str();
    let mut state = shared.beside.state();
    state.documents.remove(key);
    state.compared.remove(source);
    state.files.remove(source);
    state.look = true;
    drop(state);
    shared.beside.put(source, None);
}

/// Finds out what a document shows beside others, and tells it.
fn show(shared: &Arc<Shared>, version: &Arc<Version>, settings: u64) {
    let Ok(analysis) = shared.alone(version) else {
        // It would break off again: the next version is held against the others.
        shared.beside.state().compared.insert(version.key.as_str().into(), Compared { fresh: true, leans_on: Vec::new() });
        return keep(shared, version, settings, None);
    };
    let rules::Compared { findings, put_aside, .. } = compare(shared, &version.key, &version.uri, &version.effective, &analysis);
    let tree = analysis.tree.clone();
    keep(shared, version, settings, Some((&analysis, Kept { stamp: version.stamp, settings, number: 0, tree, findings, put_aside })));
}

fn keep(shared: &Arc<Shared>, version: &Arc<Version>, settings: u64, new: Option<(&Analysis, Kept)>) {
    let mut world = shared.world();
    let is_current = world.settings_number == settings && world.told(&version.key).is_some_and(|now| now.stamp == version.stamp);
    let stamp = world.next_stamp();
    // What is out of date already would only be taken for newer than it is.
    let Some(entry) = world.documents.get_mut(&version.key).filter(|_| is_current) else { return };
    let before = entry.beside.take();
    let (analysis, mut kept) = match new {
        Some((analysis, kept)) => (Some(analysis), kept),
        None => (None, Kept { stamp: version.stamp, settings, number: 0, tree: Default::default(), findings: Vec::new(), put_aside: 0 }),
    };
    let carried = before.as_ref().filter(|b| b.settings == settings).zip(analysis).map(|(b, a)| b.carried(a)).unwrap_or_default();
    let number = before.map_or(0, |b| b.number);
    let changed = carried.findings != kept.findings || carried.put_aside != kept.put_aside;
    kept.number = if changed { stamp } else { number };
    entry.beside = Some(Arc::new(kept));
    drop(world);
    if changed {
        shared.beside.state().changed = true;
        publish::touch(shared, &version.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::beside::LARGEST;

    #[test]
    fn files_are_read_as_far_as_there_is_room() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str, bytes: u64| {
            let path = dir.path().join(name);
            std::fs::File::create(&path).unwrap().set_len(bytes).unwrap();
            path
        };
        let (a, b, c, d) = (file("a", 60), file("b", 50), file("c", 40), file("d", LARGEST + 1));
        let gone = dir.path().join("gone");
        let all = || vec![a.clone(), gone.clone(), b.clone(), c.clone(), d.clone()];
        assert_eq!(within(all(), 100), [a.clone(), c.clone()]);
        assert_eq!(within(all(), LARGEST * 2), [a.clone(), b.clone(), c.clone()]);
    }
}
