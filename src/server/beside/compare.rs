//! One report held against the others.

use super::{Compared, File, Hints, Stamp, stamp};
use crate::corpus::{Index, Summary};
use crate::rules::{self, Analysis, Site};
use crate::server::recognition::Claim;
use crate::server::state::Shared;
use crate::workspace::document::Effective;
use crate::workspace::uri::{self, Key};
use crate::workspace::{files, previous};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Holds a report against the index, and remembers on what the findings rest.
/// They name other reports by their URIs.
pub fn compare(shared: &Shared, key: &Key, uri: &str, effective: &Effective, analysis: &Arc<Analysis>) -> rules::Compared {
    let source: Arc<str> = key.as_str().into();
    let mut leans_on = Vec::new();
    let found = catch_unwind(AssertUnwindSafe(|| found(shared, &source, uri, effective, analysis, &mut leans_on)));
    shared.beside.state().compared.insert(source, Compared { fresh: true, leans_on });
    let mut found = found.unwrap_or_else(|cause| {
        tracing::error!("{} cannot be compared: {}", key.as_str(), rules::panic_text(&*cause));
        rules::Compared::default()
    });
    found.broken.iter().for_each(|broken| shared.tell_broken(broken));
    for related in found.findings.iter_mut().flat_map(|f| &mut f.related) {
        if let Site::There(source, _) = &mut related.site {
            *source = address(shared, source);
        }
    }
    found
}

fn found(
    shared: &Shared,
    source: &Arc<str>,
    uri: &str,
    effective: &Effective,
    analysis: &Arc<Analysis>,
    leans_on: &mut Vec<Arc<str>>,
) -> rules::Compared {
    let settings = &effective.settings;
    let Some(summary) = analysis.summary(source).filter(|_| settings.need_others()) else { return rules::Compared::default() };
    let previous = previous(shared, uri, effective, &summary);
    let mut found = {
        let index = shared.beside.index();
        let previous = previous.as_ref().or_else(|| index.previous(&summary)).cloned();
        leans_on.extend(previous.as_ref().map(|p| p.source.clone()));
        leans_on.extend(index.versions(&summary).map(|version| version.source.clone()));
        analysis.among(settings, &summary, previous.as_ref(), &index)
    };
    for related in found.findings.iter().flat_map(|f| &f.related) {
        if let Site::There(source, _) = &related.site
            && !leans_on.contains(source)
        {
            leans_on.push(source.clone());
        }
    }
    if let Some(baseline) = &effective.baseline {
        // An entry stands for a finding of its rule: those of the other rules have theirs.
        let mut only = Analysis::clone(analysis);
        only.findings = std::mem::take(&mut found.findings);
        only.put_aside = 0;
        let left = baseline.apply(Arc::new(only));
        found.findings = left.findings.clone();
        found.put_aside = left.put_aside;
    }
    found
}

/// Last year's report: where it is not in the index, it is put there, since it
/// may have been copied from.
fn previous(shared: &Shared, uri: &str, effective: &Effective, summary: &Summary) -> Option<Arc<Summary>> {
    let path = uri::to_path(uri);
    let read = RefCell::new(Vec::new());
    let found = {
        let index = shared.beside.index();
        let report = |path: &Path| {
            let key = Key::of_path(path);
            let known = index.by_source(key.as_str()).cloned();
            known.or_else(|| outside(shared, path, &key, &read)).ok_or(())
        };
        find(path.as_deref(), summary, effective.previous.as_deref(), &index, &report)
    }?;
    if let Some((path, stamp, hints, _)) = read.into_inner().into_iter().find(|(.., report)| Arc::ptr_eq(report, &found)) {
        let settings = shared.world().settings_number;
        let file = File { path, stamp, settings, hints, outside: true };
        shared.beside.state().files.insert(found.source.clone(), file);
        shared.beside.put(&found.source, Some(found.clone()));
    }
    Some(found)
}

fn find(
    draft: Option<&Path>,
    summary: &Summary,
    named: Option<&Path>,
    index: &Index,
    read: &dyn Fn(&Path) -> Result<Arc<Summary>, ()>,
) -> Option<Arc<Summary>> {
    previous::find(draft, summary, named, index, read).ok().flatten()
}

type Read = (PathBuf, Stamp, Hints, Arc<Summary>);

/// Reads a report that is in none of the folders.
fn outside(shared: &Shared, path: &Path, key: &Key, read: &RefCell<Vec<Read>>) -> Option<Arc<Summary>> {
    let stamp = stamp(path)?;
    let (summary, hints) = summary(shared, path, key)?;
    let summary = Arc::new(summary?);
    read.borrow_mut().push((path.to_owned(), stamp, hints, summary.clone()));
    Some(summary)
}

/// What other reports may know of a file, if it is a report, and under which
/// settings. `None` for a document that is open: what is typed counts.
pub(super) fn summary(shared: &Shared, path: &Path, key: &Key) -> Option<(Option<Summary>, Hints)> {
    let mut world = shared.world();
    if world.documents.contains_key(key) {
        return None;
    }
    let settings = world.effective(key, &uri::from_path(path), "", None, &Claim::None).settings;
    drop(world);
    let hints = Hints::of(&settings);
    let read = || files::read_draft(path).ok()?.draft().summary(&settings, key.as_str());
    let summary = catch_unwind(AssertUnwindSafe(read)).ok().flatten();
    Some((summary.map(Summary::for_others), hints))
}

/// Where a report is that the index knows as `source`, as the client writes it.
fn address(shared: &Shared, source: &Arc<str>) -> Arc<str> {
    let key = Key::of(source);
    if let Some(entry) = shared.world().documents.get(&key) {
        return entry.document.uri.clone();
    }
    let state = shared.beside.state();
    state.files.get(source).map_or_else(|| source.clone(), |file| uri::from_path(&file.path).into())
}
