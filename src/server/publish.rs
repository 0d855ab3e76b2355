//! What is told without being asked: diagnostics to clients that do not pull
//! them, the state of a document, problems of the project's files.

use super::convert;
use super::outbox::Frame;
use super::state::{Shared, World};
use crate::ide;
use crate::message::Lang;
use crate::rules::{Analysis, Broken, SeverityCounts};
use crate::workspace::document::{Panicked, Version, recognized_by_text};
use crate::workspace::uri::{self, Key};
use serde_json::Value;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

impl Shared {
    /// The analysis of a version with what shows beside other reports, as far as
    /// that is known.
    ///
    /// # Errors
    /// When the analysis panicked.
    pub fn analyse(&self, version: &Version) -> Result<Arc<Analysis>, Panicked> {
        Ok(self.analyse_told(version)?.0)
    }

    /// The same, and a number that differs where what shows beside others does.
    ///
    /// # Errors
    /// When the analysis panicked.
    pub fn analyse_told(&self, version: &Version) -> Result<(Arc<Analysis>, u64), Panicked> {
        let analysis = self.alone(version)?;
        let Some(kept) = self.world().beside(&version.key) else { return Ok((analysis, 0)) };
        Ok((version.joined(kept.number, || analysis.with(kept.carried(&analysis))), kept.number))
    }

    /// The analysis of a version by itself, and what follows from it for later ones.
    ///
    /// # Errors
    /// When the analysis panicked.
    pub fn alone(&self, version: &Version) -> Result<Arc<Analysis>, Panicked> {
        let first = !version.is_analysed();
        let analysis = version.analysis(&self.analyser)?;
        analysis.broken.iter().filter(|_| first).for_each(|broken| self.tell_broken(broken));
        if first && let Some(schema) = recognized_by_text(&analysis) {
            self.world().pin(&version.key, schema);
        }
        Ok(analysis)
    }

    /// Tells of a rule that broke off, once in a session: the same text is
    /// checked again and again while it is written.
    pub fn tell_broken(&self, broken: &Broken) {
        if self.world().broken_rules.insert(broken.rule.code) {
            tracing::error!("the rule {} broke off, its findings are missing: {}", broken.rule.name, broken.cause);
        }
    }
}

/// Renews what is told of a document, soon. A burst of changes is told once.
pub fn touch(shared: &Arc<Shared>, key: &Key) {
    let mut world = shared.world();
    let caps = &world.wire.caps;
    if caps.pull && !caps.status {
        return;
    }
    let Some(entry) = world.documents.get_mut(key) else { return };
    if std::mem::replace(&mut entry.busy, true) {
        return;
    }
    drop(world);
    queue(shared, key.clone());
}

/// Tells of a document when its turn comes, and again as long as more is to be
/// told: who waits for an answer about it meanwhile goes first.
fn queue(shared: &Arc<Shared>, key: Key) {
    let shared_ = shared.clone();
    shared.pool.spawn(Some(key.clone()), move || match catch_unwind(AssertUnwindSafe(|| tell(&shared_, &key))) {
        Ok(true) => queue(&shared_, key),
        Ok(false) => {}
        // Else the document would count as being worked on for ever.
        Err(_) => {
            rest(&mut shared_.world(), &key);
        }
    });
}

/// Tells what there is to tell of a document now; whether there is more by then.
fn tell(shared: &Arc<Shared>, key: &Key) -> bool {
    let mut world = shared.world();
    let wire = world.wire.clone();
    let Some((version, tells)) = due(&mut world, key) else { return rest(&mut world, key) };
    let (mut phrases, stale) = world.writing(key);
    drop(world);
    let analysis = shared.analyse_told(&version);
    if let Err(error) = &analysis {
        tracing::error!("{error}");
    }
    let (analysis, beside) = analysis.ok().unzip();
    let frame = analysis.as_ref().filter(|_| tells && !wire.caps.pull).and_then(|analysis| {
        let uri = convert::uri(&version.uri)?;
        Some(published(uri.as_str(), Some(version.number), |out| phrases.write(out, &wire, analysis, &uri)))
    });

    let mut world = shared.world();
    world.written(key, phrases);
    let number = world.beside(key).map_or(0, |kept| kept.number);
    // An analysis that broke off would break off again.
    let told = (version.stamp, beside.unwrap_or(number));
    let is_due = |world: &mut World| due(world, key).is_some_and(|(now, _)| now.stamp == version.stamp);
    if number != told.1 || !is_due(&mut world) {
        return true;
    }
    let Some(entry) = world.documents.get_mut(key) else { return false };
    // Sent while the state is held, so that nothing newer can come before it.
    if let Some(frame) = frame.filter(|_| entry.published != Some(told)) {
        entry.published = Some(told);
        shared.outbox.send_latest(&version.uri, frame);
    }
    // Before the client can answer: what it changes from now on is told by its own turn,
    // once all that it sent together is read.
    rest(&mut world, key);
    drop(world);
    // The client has what it waits for. The rest may take its time.
    shared.outbox.flush();
    drop(stale);
    let status = analysis.as_ref().filter(|_| wire.caps.status).map(|a| status(&version, a, wire.lang));
    let mut world = shared.world();
    if let Some(status) = status.filter(|_| is_due(&mut world)) {
        tell_status(shared, &mut world, &version, status);
    }
    false
}

/// Nothing more is to be told of a document for now.
fn rest(world: &mut World, key: &Key) -> bool {
    if let Some(entry) = world.documents.get_mut(key) {
        entry.busy = false;
    }
    false
}

fn tell_status(shared: &Shared, world: &mut World, version: &Version, mut status: Value) {
    let Some(entry) = world.documents.get_mut(&version.key).filter(|entry| entry.status.as_ref() != Some(&status)) else { return };
    entry.status = Some(status.clone());
    add_version(&mut status, version.number);
    shared.outbox.notify("nianbao/status", &status);
}

/// The version that something is to be told of now, and whether that includes
/// its findings: where the user asks for these, only its state is told before.
fn due(world: &mut World, key: &Key) -> Option<(Arc<Version>, bool)> {
    if let Some(version) = world.told(key) {
        return Some((version, true));
    }
    let wanted = world.wire.caps.status;
    world.snapshot(key).filter(|_| wanted).map(|version| (version, false))
}

/// Diagnostics as they are published; `write` writes the list of them.
fn published(uri: &str, version: Option<i32>, write: impl FnOnce(&mut Vec<u8>)) -> Frame {
    let mut out = Frame::begin();
    out.extend_from_slice(br#"{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{"uri":"#);
    json(&mut out, uri);
    out.extend_from_slice(br#","diagnostics":"#);
    write(&mut out);
    if let Some(version) = version {
        out.extend_from_slice(br#","version":"#);
        json(&mut out, &version);
    }
    out.extend_from_slice(b"}}");
    Frame::end(out)
}

/// Writes a text or a number, which cannot fail.
pub fn json(out: &mut Vec<u8>, value: &(impl serde::Serialize + ?Sized)) {
    let _ = serde_json::to_writer(out, value);
}

/// Takes back what was published for a document that is closed.
pub fn clear(shared: &Shared, world: &World, uri: &str) {
    if world.wire.caps.pull {
        return;
    }
    if let Some(sound) = convert::uri(uri) {
        shared.outbox.send_latest(uri, published(sound.as_str(), None, |out| out.extend_from_slice(b"[]")));
    }
}

/// Asks a client that pulls diagnostics to pull them again.
pub fn refresh(shared: &Arc<Shared>) {
    let caps = shared.world().wire.caps.clone();
    if caps.pull {
        let client = shared.client.clone();
        shared.runtime.spawn(async move {
            if let Err(error) = client.workspace_diagnostic_refresh().await {
                tracing::debug!("the client does not refresh: {error}");
            }
        });
    }
}

/// Asks a client to ask for hints and lenses again.
pub fn refresh_hints(shared: &Arc<Shared>) {
    if shared.world().wire.caps.lens_refresh {
        let client = shared.client.clone();
        shared.runtime.spawn(async move {
            if let Err(error) = client.code_lens_refresh().await {
                tracing::debug!("the client does not refresh lenses: {error}");
            }
        });
    }
    if shared.world().wire.caps.inlay_refresh {
        let client = shared.client.clone();
        shared.runtime.spawn(async move {
            if let Err(error) = client.inlay_hint_refresh().await {
                tracing::debug!("the client does not refresh hints: {error}");
            }
        });
    }
}

/// Publishes what is wrong in project files. Nobody pulls these: they are no drafts.
pub fn problems(shared: &Arc<Shared>) {
    let mut world = shared.world();
    let wire = world.wire.clone();
    let mut now: HashMap<_, _> = world.problems().into_iter().map(|(path, problems)| (path, (wire.lang, problems))).collect();
    std::mem::swap(&mut now, &mut world.told_files);
    let (before, now) = (now, &world.told_files);
    let mended = before.keys().filter(|path| !now.contains_key(*path));
    let changed = now.iter().filter(|(path, told)| before.get(*path) != Some(told)).map(|(path, _)| path);
    for path in mended.chain(changed) {
        let key = Key::of_path(path);
        let written = world.documents.get(&key).map_or_else(|| uri::from_path(path), |e| e.document.uri.to_string());
        let found: Vec<_> = now.get(path).into_iter().flat_map(|(_, problems)| problems).map(|p| wire.problem(p)).collect();
        if let Some(uri) = convert::uri(&written) {
            shared.outbox.send_latest(&written, published(uri.as_str(), None, |out| json(out, &found)));
        }
    }
}

/// The state of a document as `nianbao/status` tells it, without the version.
pub fn status(version: &Version, analysis: &Analysis, lang: Lang) -> Value {
    let status = ide::status(analysis, lang);
    let mut out = serde_json::json!({
        "uri": &*version.uri,
        "recognised": status.recognised,
        "reason": status.reason,
        "schema": status.schema,
        "schemaName": status.schema_name,
        "profile": status.profile,
        "note": status.note,
        "title": status.title,
        "reportYear": status.report_year,
        "planYear": status.plan_year,
        "issuer": status.issuer,
        "badEncoding": status.bad_encoding,
        "forced": version.effective.forced,
        "counts": SeverityCounts::of(&analysis.findings),
        "missing": status.missing,
        "unwritten": status.unwritten,
        "certainty": status.certainty,
        "grounds": (!status.grounds.is_empty()).then_some(status.grounds),
        "inBaseline": analysis.put_aside,
        "candidates": (!status.candidates.is_empty()).then(|| status.candidates.iter().map(|c| serde_json::json!({ "id": c.id, "name": c.name })).collect::<Vec<_>>()),
    });
    if let Some(fields) = out.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    out
}

/// Puts the version's number into a status.
pub fn add_version(status: &mut Value, number: i32) {
    if let Some(fields) = status.as_object_mut() {
        fields.insert("version".into(), number.into());
    }
}
