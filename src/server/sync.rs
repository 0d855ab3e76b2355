//! Notifications from the client that change what the server knows. Each is
//! done in one go, before the next message is looked at.

use super::state::{Folder, Run, Shared};
use super::{beside, publish, settings};
use crate::text::Position;
use crate::workspace::discover;
use crate::workspace::document::Change;
use crate::workspace::uri::{self, Key};
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// How long a closed document is remembered. A change of language in VS Code is
/// a close and an open; nothing should flicker in between.
const GRACE: Duration = Duration::from_millis(400);

/// Whether a notification changes what the server knows.
pub fn is_ours(method: &str) -> bool {
    matches!(
        method,
        "textDocument/didOpen"
            | "textDocument/didChange"
            | "textDocument/didSave"
            | "textDocument/didClose"
            | "workspace/didChangeConfiguration"
            | "workspace/didChangeWatchedFiles"
            | "workspace/didChangeWorkspaceFolders"
    )
}

/// Takes over a notification. One that makes no sense is passed over.
pub fn notification(shared: &Arc<Shared>, method: &str, params: Value) {
    let done = match method {
        "textDocument/didOpen" => serde_json::from_value(params).map(|p| open(shared, p)),
        "textDocument/didChange" => serde_json::from_value(params).map(|p| change(shared, p)),
        "textDocument/didSave" => serde_json::from_value(params).map(|p| save(shared, &p)),
        "textDocument/didClose" => serde_json::from_value(params).map(|p| close(shared, &p)),
        "workspace/didChangeWatchedFiles" => serde_json::from_value(params).map(|p| watched(shared, &p)),
        "workspace/didChangeWorkspaceFolders" => serde_json::from_value(params).map(|p| folders(shared, p)),
        _ => {
            settings::pushed(shared, &params);
            Ok(())
        }
    };
    if let Err(error) = done {
        tracing::warn!("{method}: {error}");
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Open {
    text_document: Item,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    uri: String,
    #[serde(default)]
    language_id: String,
    #[serde(default)]
    version: Option<i32>,
    text: String,
}

/// Whether a document is one of the project's own files, whose problems are
/// told by themselves: it is no draft, whatever the client sends.
fn is_project_file(uri: &str) -> bool {
    let key = Key::of(uri);
    let name = key.as_str();
    name.ends_with("/nianbao.toml") || name.ends_with("/nianbao-baseline.json") || name.contains("/.nianbao/schemas/")
}

fn open(shared: &Arc<Shared>, params: Open) {
    let item = params.text_document;
    if is_project_file(&item.uri) {
        return;
    }
    shared.outbox.uris().opened(&item.uri);
    let mut world = shared.world();
    let stale = world.projects.is_stale();
    if stale {
        world.projects.forget();
        world.read_folders();
    }
    let key = world.open(&item.uri, item.language_id, item.version.unwrap_or(0), &item.text);
    if stale {
        world.configure_all();
    }
    drop(world);
    publish::problems(shared);
    if stale {
        settings::changed(shared);
    }
    publish::touch(shared, &key);
    beside::touch(shared);
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    text_document: DocumentId,
}

#[derive(Deserialize)]
struct DocumentId {
    uri: String,
    #[serde(default)]
    version: Option<i32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DidChange {
    text_document: DocumentId,
    content_changes: Vec<ContentChange>,
}

#[derive(Deserialize)]
struct ContentChange {
    range: Option<WireRange>,
    text: String,
}

#[derive(Deserialize)]
struct WireRange {
    start: WirePosition,
    end: WirePosition,
}

#[derive(Deserialize)]
struct WirePosition {
    line: u32,
    character: u32,
}

impl From<WirePosition> for Position {
    fn from(at: WirePosition) -> Self {
        Self { line: at.line, column: at.character }
    }
}

fn change(shared: &Arc<Shared>, params: DidChange) {
    let key = Key::of(&params.text_document.uri);
    let changes: Vec<Change> = params
        .content_changes
        .into_iter()
        .map(|c| Change { range: c.range.map(|r| (r.start.into(), r.end.into())), text: c.text })
        .collect();
    let mut world = shared.world();
    let before = world.documents.get(&key).map_or(0, |e| e.document.version);
    let version = params.text_document.version.unwrap_or(before);
    if world.change(&key, version, &changes).is_none() {
        tracing::warn!("a change to a document that is not open: {}", key.as_str());
        return;
    }
    let renews = world.run(&key) == Run::OnType;
    drop(world);
    if renews {
        publish::touch(shared, &key);
    }
    beside::touch(shared);
}

fn save(shared: &Arc<Shared>, params: &Document) {
    let key = Key::of(&params.text_document.uri);
    let mut world = shared.world();
    let stale = world.projects.is_stale();
    if stale {
        world.projects.forget();
        world.read_folders();
        world.configure_all();
    }
    world.tell_current(&key, Run::OnSave);
    let renews = world.run(&key) == Run::OnSave;
    drop(world);
    if stale {
        settings::changed(shared);
    } else if renews {
        publish::refresh(shared);
    }
    publish::touch(shared, &key);
    // Other files may have been saved with it.
    beside::look(shared);
}

fn close(shared: &Arc<Shared>, params: &Document) {
    let key = Key::of(&params.text_document.uri);
    let uri = params.text_document.uri.clone();
    let Some(stamp) = shared.world().close(&key) else { return };
    let later = shared.clone();
    shared.runtime.spawn(async move {
        tokio::time::sleep(GRACE).await;
        let mut world = later.world();
        if world.bury(&key, stamp) {
            publish::clear(&later, &world, &uri);
            drop(world);
            beside::touch(&later);
        }
    });
}

#[derive(Deserialize)]
struct Watched {
    changes: Vec<FileEvent>,
}

#[derive(Deserialize)]
struct FileEvent {
    uri: String,
}

fn watched(shared: &Arc<Shared>, params: &Watched) {
    if params.changes.iter().any(|c| is_project_file(&c.uri) || c.uri.ends_with("/.nianbao") || c.uri.ends_with("/schemas")) {
        settings::reread(shared);
    }
    let is_draft = |uri: &str| uri::to_path(uri).is_some_and(|path| discover::is_draft(&path));
    if params.changes.iter().any(|c| is_draft(&c.uri)) {
        beside::look(shared);
    }
    // What was told of drafts that are not open is no longer what there is.
    let is_closed = |uri: &str| !shared.world().documents.contains_key(&Key::of(uri));
    if shared.files.were_told() && params.changes.iter().any(|c| is_draft(&c.uri) && is_closed(&c.uri)) {
        publish::refresh(shared);
    }
}

#[derive(Deserialize)]
struct Folders {
    event: FolderEvent,
}

#[derive(Deserialize)]
struct FolderEvent {
    #[serde(default)]
    added: Vec<DocumentId>,
    #[serde(default)]
    removed: Vec<DocumentId>,
}

fn folders(shared: &Arc<Shared>, params: Folders) {
    let mut world = shared.world();
    let removed: Vec<Folder> = params.event.removed.iter().map(|f| Folder::new(&f.uri)).collect();
    world.folders.retain(|folder| !removed.iter().any(|gone| gone.is_same(folder)));
    for added in &params.event.added {
        shared.outbox.uris().opened(&added.uri);
        world.add_folder(&added.uri);
    }
    // What is wrong in the files of a folder that is gone is no longer told.
    world.projects.forget();
    world.read_folders();
    world.configure_all();
    drop(world);
    settings::changed(shared);
    settings::ask(shared);
}
