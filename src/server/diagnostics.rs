//! Diagnostics that the client pulls.

use super::backend::{Backend, broken};
use super::convert;
use super::folder_files;
use super::service::Seen;
use super::state::Scope;
use std::collections::HashMap;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

/// The diagnostics of one document.
pub async fn document(backend: &Backend, previous: Option<String>) -> Result<DocumentDiagnosticReportResult> {
    let empty = || full(None, Vec::new());
    let Some(seen) = Seen::here() else { return Ok(empty()) };
    let Some(version) = seen.told else { return Ok(empty()) };
    let id = result_id(version.stamp);
    if previous.as_deref() == Some(&*id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: id };
        let report = RelatedUnchangedDocumentDiagnosticReport { related_documents: None, unchanged_document_diagnostic_report };
        return Ok(DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Unchanged(report)));
    }
    let shared = backend.shared.clone();
    let job = move || {
        let analysis = shared.analyse(&version)?;
        Ok(convert::uri(&version.uri).map(|uri| seen.wire.diagnostics(&analysis, &uri)).unwrap_or_default())
    };
    match backend.shared.pool.run(job).await {
        Ok(Ok(items)) => Ok(full(Some(id), items)),
        Ok(Err(error)) | Err(error) => Err(broken(&error)),
    }
}

fn full(result_id: Option<String>, items: Vec<Diagnostic>) -> DocumentDiagnosticReportResult {
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id, items };
    let report = RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report };
    DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Full(report))
}

fn result_id(stamp: u64) -> String {
    format!("v{stamp}")
}

/// The diagnostics of all drafts in the folders, unless the user wants those of
/// open ones only. Open ones are told with their version.
pub async fn workspace(backend: &Backend, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
    let shared = backend.shared.clone();
    let (wire, open, scope) = {
        let mut world = shared.world();
        let keys: Vec<_> = world.documents.keys().cloned().collect();
        (world.wire.clone(), keys.iter().filter_map(|key| world.told(key)).collect::<Vec<_>>(), world.scope())
    };
    let job = move || {
        let previous: HashMap<&str, &str> = params.previous_result_ids.iter().map(|p| (p.uri.as_str(), p.value.as_str())).collect();
        let mut items = Vec::new();
        let mut add = |uri: Uri, version: Option<i64>, id: String, diagnostics: &dyn Fn() -> Vec<Diagnostic>| {
            items.push(if previous.get(uri.as_str()) == Some(&id.as_str()) {
                let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: id };
                WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }.into()
            } else {
                let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(id), items: diagnostics() };
                WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
            });
        };
        for version in &open {
            if let (Ok(analysis), Some(uri)) = (shared.analyse(version), convert::uri(&version.uri)) {
                let told = || wire.diagnostics(&analysis, &uri);
                add(uri.clone(), Some(i64::from(version.number)), result_id(version.stamp), &told);
            }
        }
        if scope != Some(Scope::Open) {
            for report in folder_files::reports(&shared) {
                add(report.uri.clone(), None, report.id.clone(), &|| report.diagnostics.clone());
            }
        }
        items
    };
    match backend.shared.pool.run_idle(job).await {
        Ok(items) => Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items })),
        Err(error) => Err(broken(&error)),
    }
}
