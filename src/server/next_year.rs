//! Next year's report out of the one that is open: as a text for the extension,
//! as a new file for editors that make one.

use super::backend::{Backend, Question, broken};
use super::service::Seen;
use super::{commands, convert};
use crate::ide::{self, NextYear, Unknown};
use crate::message::Message;
use crate::rules::Analysis;
use crate::workspace::previous;
use crate::workspace::uri::{self, Key};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

/// The new report and where it belongs.
struct Next {
    text: String,
    /// Its name, where there is no folder for it.
    name: String,
    path: Option<PathBuf>,
}

/// Answers `nianbao/nextYear`: `{ text, fileName, uri? }`.
pub async fn request(backend: &Backend) -> Result<Value> {
    let next = make(backend).await?;
    Ok(json!({ "text": next.text, "fileName": next.name, "uri": next.path.map(|path| uri::from_path(&path)) }))
}

/// Runs the command: has the client make the file and shows it. A file that is
/// there is never touched.
pub async fn start(backend: &Backend) -> Result<Option<LSPAny>> {
    let next = make(backend).await?;
    let caps = backend.shared.world().wire.caps.clone();
    let Some(path) = next.path.filter(|_| caps.apply_edit && caps.create_files) else {
        return Err(commands::failed(backend, &Message::new("server.no-new-file")));
    };
    // A draft that was never saved is one as well.
    let is_open = backend.shared.world().documents.contains_key(&Key::of_path(&path));
    if is_open || path.symlink_metadata().is_ok() {
        return Err(commands::failed(backend, &Message::new("cli.error.exists").with("path", path.display().to_string())));
    }
    let Some(uri) = convert::uri(&uri::from_path(&path)) else { return Err(Error::invalid_params("no URI")) };
    let options = CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) };
    let create = CreateFile { uri: uri.clone(), options: Some(options), annotation_id: None };
    let write = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version: None },
        edits: vec![OneOf::Left(TextEdit { range: Range::default(), new_text: next.text })],
    };
    let changes = vec![DocumentChangeOperation::Op(ResourceOp::Create(create)), DocumentChangeOperation::Edit(write)];
    let edit = WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(changes)), ..Default::default() };
    if !backend.shared.client.apply_edit(edit).await?.applied {
        return Err(commands::failed(backend, &Message::new("server.not-applied")));
    }
    if caps.show_document {
        let place = ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: None };
        backend.shared.client.show_document(place).await?;
    }
    Ok(None)
}

async fn make(backend: &Backend) -> Result<Next> {
    let Some((version, seen)) = Seen::here().and_then(|seen| Some((seen.version.clone()?, seen))) else {
        return Err(commands::failed(backend, &Message::new("server.not-open")));
    };
    let Some(uri) = convert::uri(&version.uri) else { return Err(Error::invalid_params("no URI")) };
    let (shared, about) = (backend.shared.clone(), version.subject());
    let job = move || {
        let question = Question { version, seen, uri };
        shared.analyse(&question.version).map(|analysis| read(&question, &analysis))
    };
    match backend.shared.pool.run(about, job).await {
        Ok(Ok(Ok(next))) => Ok(next),
        Ok(Ok(Err(message))) => Err(commands::failed(backend, &message)),
        Ok(Err(error)) | Err(error) => Err(broken(&error)),
    }
}

fn read(question: &Question, analysis: &Arc<Analysis>) -> std::result::Result<Next, Message> {
    let source = &*question.version.uri;
    let report = ide::next_year(analysis, source, &NextYear::default()).map_err(|unknown| {
        let id = match unknown {
            Unknown::Report => "server.next.no-report",
            Unknown::Issuer => "server.next.no-issuer",
            Unknown::Year => "server.next.no-year",
        };
        Message::new(id)
    })?;
    let illegal = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let name: String = report.name.chars().filter(|c| !illegal(*c)).collect();
    let year = analysis.outline.report.as_ref().and_then(|r| r.report_year);
    let path = uri::to_path(source).zip(year).map(|(path, year)| previous::next_name(&path, year, &name));
    let name = path.as_ref().and_then(|p| p.file_name()).map_or_else(|| format!("{name}.txt"), |n| n.to_string_lossy().into_owned());
    Ok(Next { text: report.text, name, path })
}
