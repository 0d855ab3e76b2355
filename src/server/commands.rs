//! Commands that run in the server.

use super::actions::workspace_edit;
use super::backend::{Backend, Question, broken};
use super::recognition::Claim;
use super::service::Seen;
use super::{convert, settings};
use crate::ide;
use crate::message::Message;
use crate::outline::NOT_A_REPORT;
use crate::text::Text;
use crate::workspace::baseline::{self, BaselineFile, Entry};
use crate::workspace::document::Version;
use crate::workspace::uri::{self, Key};
use crate::workspace::{config, file_rule, ignore_rule};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::*;

/// Inserts an entry of the checklist: `[uri, id]`.
pub const INSERT: &str = "nianbao.server.insert";
/// Puts a finding aside: `[uri, entry or entries]`, an entry a place.
pub const ADD_TO_BASELINE: &str = "nianbao.server.addToBaseline";
/// Switches a rule off for the project: `[uri, rule]`.
pub const IGNORE_RULE: &str = "nianbao.server.ignoreRule";
/// Renews the findings of a document, for those who renew them by hand: `[uri]`.
pub const CHECK: &str = "nianbao.server.check";

/// Shows a place of a document: `[uri, range]`.
pub const SHOW: &str = "nianbao.server.show";

/// Writes down for the project what a draft is: `[uri, schema]`, where `none` is no report.
/// Answers with the path of the file.
pub const REMEMBER_KIND: &str = "nianbao.server.rememberKind";

/// Starts next year's report in a new file: `[uri]`.
pub const START_NEXT_YEAR: &str = "nianbao.server.startNextYear";

/// All commands.
pub const ALL: [&str; 7] = [INSERT, ADD_TO_BASELINE, IGNORE_RULE, CHECK, SHOW, REMEMBER_KIND, START_NEXT_YEAR];

/// Runs a command.
pub async fn execute(backend: &Backend, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
    let mut arguments = params.arguments.into_iter();
    let uri = arguments.next().as_ref().and_then(Value::as_str).map(str::to_owned);
    let uri = uri.ok_or_else(|| Error::invalid_params("the first argument is a URI"))?;
    let argument = arguments.next().unwrap_or_default();
    match params.command.as_str() {
        INSERT => insert(backend, argument.as_str().unwrap_or_default().to_owned()).await,
        ADD_TO_BASELINE => {
            let list = if argument.is_array() { argument } else { Value::Array(vec![argument]) };
            let entries: Vec<Entry> = serde_json::from_value(list).map_err(|e| Error::invalid_params(e.to_string()))?;
            write(backend, &uri, |draft, folder| add_to_baseline(draft, folder, entries))
        }
        IGNORE_RULE => {
            let rule = argument.as_str().and_then(crate::rules::find).ok_or_else(|| Error::invalid_params("no such rule"))?;
            write(backend, &uri, |draft, folder| ignore_for_project(draft, folder, rule.name))
        }
        SHOW => {
            let uri = convert::uri(&uri).ok_or_else(|| Error::invalid_params("no URI"))?;
            let selection = serde_json::from_value(argument).map_err(|e| Error::invalid_params(e.to_string()))?;
            let place = ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: Some(selection) };
            backend.shared.client.show_document(place).await?;
            Ok(None)
        }
        REMEMBER_KIND => remember_kind(backend, &uri, argument.as_str().unwrap_or_default()),
        START_NEXT_YEAR => super::next_year::start(backend).await,
        CHECK => {
            let key = Key::of(&uri);
            backend.shared.world().tell_current(&key, super::state::Run::Manual);
            super::publish::touch(&backend.shared, &key);
            super::publish::refresh(&backend.shared);
            Ok(None)
        }
        other => Err(Error::invalid_params(format!("no command {other}"))),
    }
}

/// A failure that the user should read.
pub fn failed(backend: &Backend, message: &Message) -> Error {
    let text = message.render(backend.shared.world().wire.lang);
    Error { code: ErrorCode::ServerError(-32803), message: text.into(), data: None }
}

async fn insert(backend: &Backend, id: String) -> Result<Option<LSPAny>> {
    let Some(seen) = Seen::here() else { return Ok(None) };
    if !seen.wire.caps.apply_edit {
        return Err(failed(backend, &Message::new("server.not-applied")));
    }
    let Some((version, uri)) = seen.version.clone().and_then(|v| convert::uri(&v.uri).map(|uri| (v, uri))) else {
        return Err(failed(backend, &Message::new("server.not-open")));
    };
    let shared = backend.shared.clone();
    let (about, question) = (version.subject(), Question { version, seen, uri });
    let job = move || {
        let analysis = shared.analyse(&question.version)?;
        Ok(ide::insert(&analysis, &id).map(|(edits, inserted)| {
            let edit = workspace_edit(&question, &analysis, &edits);
            let after = edited(&analysis.text, &edits);
            (edit, question.seen.wire.range(&after, &inserted), question.version)
        }))
    };
    let (edit, range, version): (WorkspaceEdit, Range, Arc<Version>) = match backend.shared.pool.run(about, job).await {
        Ok(Ok(Some(found))) => found,
        Ok(Ok(None)) => return Err(failed(backend, &Message::new("server.nothing-to-insert"))),
        Ok(Err(error)) | Err(error) => return Err(broken(&error)),
    };
    let applied = backend.shared.client.apply_edit(edit).await?;
    if !applied.applied {
        tracing::info!("the client did not insert into {}", version.uri);
        return Err(failed(backend, &Message::new("server.not-applied")));
    }
    Ok(serde_json::to_value(range).ok())
}

/// The text after edits that do not overlap.
fn edited(text: &Text, edits: &[ide::TextEdit]) -> Text {
    let mut after = text.clone();
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|e| std::cmp::Reverse((e.range.start, e.range.end)));
    for edit in edits {
        after.replace(edit.range.clone(), &edit.text);
    }
    after
}

/// Writes a project file for a draft and reads the project again.
fn write(
    backend: &Backend,
    uri: &str,
    change: impl FnOnce(&Path, Option<&Path>) -> std::result::Result<(), Message>,
) -> Result<Option<LSPAny>> {
    let world = backend.shared.world();
    let trusted = world.trusted;
    let folder = world.folder_of(&Key::of(uri)).and_then(|f| f.path.clone());
    drop(world);
    if !trusted {
        return Err(failed(backend, &Message::new("server.untrusted")));
    }
    let Some(draft) = uri::to_path(uri) else { return Err(failed(backend, &Message::new("server.no-file"))) };
    change(&draft, folder.as_deref()).map_err(|message| failed(backend, &message))?;
    settings::reread(&backend.shared);
    Ok(None)
}

fn remember_kind(backend: &Backend, uri: &str, schema: &str) -> Result<Option<LSPAny>> {
    let draft = uri::to_path(uri).ok_or_else(|| failed(backend, &Message::new("server.no-file")))?;
    let project = backend.shared.world().projects.for_file(&draft);
    if schema != NOT_A_REPORT && project.schemas.get(schema).is_none() {
        return Err(Error::invalid_params("no such schema"));
    }
    let mut written = PathBuf::new();
    write(backend, uri, |draft, folder| {
        written = file_rule::place(draft, folder);
        file_rule::set_schema(&written, draft, schema).map_err(|e| e.message())?;
        // From here on the project says it.
        if let Some(entry) = backend.shared.world().documents.get_mut(&Key::of(uri)) {
            entry.claim = Claim::None;
        }
        Ok(())
    })?;
    Ok(Some(written.display().to_string().into()))
}

fn add_to_baseline(draft: &Path, folder: Option<&Path>, entries: Vec<Entry>) -> std::result::Result<(), Message> {
    let path = project_file(draft, folder, baseline::FILE_NAME);
    BaselineFile::update(&path, |file| file.add(draft, entries)).map(drop).map_err(|e| e.message())
}

fn ignore_for_project(draft: &Path, folder: Option<&Path>, rule: &str) -> std::result::Result<(), Message> {
    let path = project_file(draft, folder, config::FILE_NAME);
    ignore_rule::add(&path, rule).map_err(|e| e.message())
}

/// Where a file of the project stands or should stand: the nearest one above
/// the draft, else beside `nianbao.toml`, else in the folder of the workspace.
fn project_file(draft: &Path, folder: Option<&Path>, name: &str) -> PathBuf {
    config::find_above(draft, name).unwrap_or_else(|| {
        let config = config::find_above(draft, config::FILE_NAME);
        let beside = config.as_deref().and_then(Path::parent).or(folder).or(draft.parent());
        beside.unwrap_or(Path::new("")).join(name)
    })
}
