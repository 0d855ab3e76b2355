//! Diagnostics that the client pulls.

use super::backend::{Backend, broken};
use super::convert::{self, Wire};
use super::outbox::{Frame, Outbox};
use super::pool::Awaited;
use super::service::Seen;
use super::state::{Scope, Shared, World};
use super::{beside, folder_files, publish};
use crate::message::text;
use crate::workspace::document::Version;
use crate::workspace::uri::Key;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

/// The diagnostics of one document.
pub async fn document(backend: &Backend, previous: Option<String>) -> Result<DocumentDiagnosticReportResult> {
    let empty = || full(None, Vec::new());
    let Some(seen) = Seen::here() else { return Ok(empty()) };
    let Some(version) = seen.told.clone() else { return Ok(empty()) };
    let beside = backend.shared.world().beside(&version.key).map_or(0, |kept| kept.number);
    let id = result_id(&version, beside);
    if previous.as_deref() == Some(&*id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: id };
        let report = RelatedUnchangedDocumentDiagnosticReport { related_documents: None, unchanged_document_diagnostic_report };
        return Ok(DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Unchanged(report)));
    }
    let (shared, about) = (backend.shared.clone(), version.subject());
    let job = move || {
        let (mut phrases, stale) = shared.world().writing(&version.key);
        let told = shared.analyse_told(&version).map(|(analysis, beside)| {
            let id = result_id(&version, beside);
            seen.write(convert::uri(&version.uri).map(|uri| report(&seen, &id, |out| phrases.write(out, &seen.wire, &analysis, &uri))));
        });
        shared.world().written(&version.key, phrases);
        (told, stale)
    };
    match backend.shared.pool.run(about, job).await {
        Ok((Ok(()), _)) => Ok(empty()),
        Ok((Err(error), _)) | Err(error) => Err(broken(&error)),
    }
}

/// A full report as it goes over the wire; `write` writes the list of diagnostics.
fn report(seen: &Seen, result_id: &str, write: impl FnOnce(&mut Vec<u8>)) -> Frame {
    let mut out = Frame::begin();
    out.extend_from_slice(br#"{"jsonrpc":"2.0","id":"#);
    publish::json(&mut out, &seen.id);
    out.extend_from_slice(br#","result":{"kind":"full","resultId":"#);
    publish::json(&mut out, result_id);
    out.extend_from_slice(br#","items":"#);
    write(&mut out);
    out.extend_from_slice(b"}}");
    Frame::end(out)
}

fn full(result_id: Option<String>, items: Vec<Diagnostic>) -> DocumentDiagnosticReportResult {
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id, items };
    let report = RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report };
    DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Full(report))
}

/// Differs where a version, or what it shows beside other reports, differs.
fn result_id(version: &Version, beside: u64) -> String {
    format!("v{}.{beside}", version.stamp)
}

/// The diagnostics of all drafts in the folders, unless the user wants those of
/// open ones only. Open ones are told with their version.
pub async fn workspace(backend: &Backend, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
    let shared = backend.shared.clone();
    let wire = shared.world().wire.clone();
    let job = move |awaited: Awaited<'_>| {
        let mut told = Telling::new(shared.outbox.clone(), &wire, params);
        folders(&shared, &wire, &mut told, awaited);
        // The tokens of a request that was cancelled are no longer valid.
        if awaited() { told.end() } else { Vec::new() }
    };
    match backend.shared.pool.run_idle(job).await {
        Ok(items) => Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items })),
        Err(error) => Err(broken(&error)),
    }
}

fn folders(shared: &Arc<Shared>, wire: &Wire, told: &mut Telling, awaited: Awaited<'_>) {
    let scope = shared.world().scope();
    let drafts = match scope {
        Some(Scope::Open) => Vec::new(),
        _ => match beside::complete(shared, awaited) {
            Some(drafts) => drafts,
            None => return,
        },
    };
    let open: Vec<Arc<Version>> = {
        let mut world = shared.world();
        let keys: Vec<_> = world.documents.keys().cloned().collect();
        keys.iter().filter_map(|key| world.told(key)).collect()
    };
    told.all = open.len() + drafts.len();
    for version in &open {
        if let (Ok((analysis, beside)), Some(uri)) = (shared.analyse_told(version), convert::uri(&version.uri)) {
            let id = result_id(version, beside);
            let items = (told.known(&uri).as_ref() != Some(&id)).then(|| wire.diagnostics(&analysis, &uri));
            told.add(uri, Some(i64::from(version.number)), id, items);
        }
    }
    for path in &drafts {
        if !awaited() {
            return;
        }
        match folder_files::told(shared, path, |uri| told.known(uri)) {
            Some(file) => told.add(file.uri, None, file.id, file.diagnostics),
            None => told.pass(),
        }
    }
    told.take_back(&shared.world());
    folder_files::keep(shared, &drafts);
    beside::settle(shared);
}

/// Reports that are sent at once, where the client takes them in parts.
const CHUNK: usize = 32;

/// What is told of the folders, all at once or in parts, and how far it is.
struct Telling {
    outbox: Outbox,
    /// What the client has that it was not told of yet: the URI as it writes it, and the id.
    previous: HashMap<Key, (Uri, String)>,
    items: Vec<WorkspaceDocumentDiagnosticReport>,
    partial: Option<ProgressToken>,
    progress: Option<ProgressToken>,
    /// Drafts that are looked at, …
    all: usize,
    /// … and were.
    done: usize,
}

impl Telling {
    fn new(outbox: Outbox, wire: &Wire, params: WorkspaceDiagnosticParams) -> Self {
        let previous = params.previous_result_ids.into_iter().map(|p| (Key::of(p.uri.as_str()), (p.uri, p.value))).collect();
        let partial = params.partial_result_params.partial_result_token;
        let progress = params.work_done_progress_params.work_done_token;
        let told = Self { outbox, previous, items: Vec::new(), partial, progress, all: 0, done: 0 };
        told.progress(json!({ "kind": "begin", "title": text("server.progress.folders", wire.lang), "percentage": 0 }));
        told
    }

    fn known(&self, uri: &Uri) -> Option<String> {
        self.previous.get(&Key::of(uri.as_str())).map(|(_, id)| id.clone())
    }

    /// Tells that there is nothing any more in what is no longer part of the
    /// answer: deleted, renamed, ignored, or in a folder that is gone. Without an
    /// id the client does not ask for it again. What is open is asked for by itself.
    fn take_back(&mut self, world: &World) {
        let mut gone: Vec<Uri> = Vec::new();
        self.previous.retain(|key, (uri, _)| {
            let is_open = world.documents.contains_key(key);
            if !is_open {
                gone.push(uri.clone());
            }
            is_open
        });
        gone.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        for uri in gone {
            let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: None, items: Vec::new() };
            self.push(WorkspaceFullDocumentDiagnosticReport { uri, version: None, full_document_diagnostic_report }.into());
        }
    }

    /// Adds a report; without diagnostics the client has them.
    fn add(&mut self, uri: Uri, version: Option<i64>, id: String, diagnostics: Option<Vec<Diagnostic>>) {
        self.previous.remove(&Key::of(uri.as_str()));
        self.push(match diagnostics {
            None => {
                let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: id };
                WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }.into()
            }
            Some(items) => {
                let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(id), items };
                WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
            }
        });
        self.pass();
    }

    fn push(&mut self, item: WorkspaceDocumentDiagnosticReport) {
        self.items.push(item);
        if self.items.len() >= CHUNK {
            self.flush();
        }
    }

    /// One draft more is done.
    fn pass(&mut self) {
        self.done += 1;
        if self.done.is_multiple_of(CHUNK) {
            let share = self.done * 100 / self.all.max(1);
            self.progress(json!({ "kind": "report", "percentage": share, "message": format!("{}/{}", self.done, self.all) }));
        }
    }

    fn flush(&mut self) {
        if let Some(token) = &self.partial
            && !self.items.is_empty()
        {
            let items = std::mem::take(&mut self.items);
            self.outbox.notify("$/progress", &json!({ "token": token, "value": { "items": items } }));
        }
    }

    /// What is left to be answered: nothing where all was told in parts.
    fn end(mut self) -> Vec<WorkspaceDocumentDiagnosticReport> {
        self.flush();
        self.progress(json!({ "kind": "end" }));
        self.items
    }

    fn progress(&self, value: Value) {
        if let Some(token) = &self.progress {
            self.outbox.notify("$/progress", &json!({ "token": token, "value": value }));
        }
    }
}
