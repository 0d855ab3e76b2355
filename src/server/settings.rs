//! The editor's settings and the project's files: where they come from, and
//! what follows when they change.

use super::state::Shared;
use super::{beside, convert, publish};
use serde_json::{Value, json};
use std::sync::Arc;
use tower_lsp::ls_types::{ConfigurationItem, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, Registration};

/// The section of the editor's settings that is ours.
const SECTION: &str = "nianbao";

/// Project files whose changes count at once, and drafts, which others are held against.
const WATCHED: [&str; 4] = ["**/nianbao.toml", "**/.nianbao/schemas/*.json", "**/nianbao-baseline.json", "**/*.{md,txt,nianbao}"];

/// Asks the client to tell when settings or project files change.
pub fn register(shared: &Arc<Shared>) {
    let caps = shared.world().wire.caps.clone();
    let mut wanted = Vec::new();
    if caps.watch {
        let watchers = WATCHED.iter().map(|glob| FileSystemWatcher { glob_pattern: GlobPattern::String((*glob).into()), kind: None });
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.collect() };
        wanted.push(Registration {
            id: "nianbao-files".into(),
            method: "workspace/didChangeWatchedFiles".into(),
            register_options: serde_json::to_value(options).ok(),
        });
    }
    if caps.watch_configuration {
        wanted.push(Registration {
            id: "nianbao-settings".into(),
            method: "workspace/didChangeConfiguration".into(),
            register_options: Some(json!({ "section": SECTION })),
        });
    }
    if wanted.is_empty() {
        return;
    }
    let client = shared.client.clone();
    shared.runtime.spawn(async move {
        if let Err(error) = client.register_capability(wanted).await {
            tracing::warn!("the client registers nothing: {error}");
        }
    });
}

/// Asks the client for its settings, where it can be asked.
pub fn ask(shared: &Arc<Shared>) {
    let mut world = shared.world();
    if !world.wire.caps.configuration {
        return;
    }
    world.asked += 1;
    let number = world.asked;
    let folders: Vec<String> = world.folders.iter().map(|f| f.uri.clone()).collect();
    drop(world);
    let item =
        |scope: Option<&String>| ConfigurationItem { scope_uri: scope.and_then(|uri| convert::uri(uri)), section: Some(SECTION.into()) };
    let items: Vec<_> = std::iter::once(item(None)).chain(folders.iter().map(|uri| item(Some(uri)))).collect();
    let shared = shared.clone();
    shared.runtime.clone().spawn(async move {
        match shared.client.configuration(items).await {
            Ok(answers) => answered(&shared, number, &folders, answers),
            Err(error) => tracing::warn!("the client gives no settings: {error}"),
        }
    });
}

fn answered(shared: &Arc<Shared>, number: u64, folders: &[String], answers: Vec<Value>) {
    let mut world = shared.world();
    // A later question is under way, and its answer will be newer.
    if world.asked != number {
        return;
    }
    let mut answers = answers.into_iter();
    let whole = match answers.next() {
        Some(settings) if settings.is_object() => Arc::new(settings),
        // The editor has none (any more). What it had before counts no longer.
        Some(_) => world.base_settings.clone(),
        None => world.editor.clone(),
    };
    let single = folders.iter().zip(answers).filter(|(_, v)| v.is_object()).map(|(uri, v)| (uri.clone(), Arc::new(v)));
    let single = single.collect();
    if world.editor == whole && world.folder_editor == single {
        return;
    }
    world.editor = whole;
    world.folder_editor = single;
    world.read_wire_settings();
    world.configure_all();
    drop(world);
    changed(shared);
}

/// Takes over settings that the client sends of its own accord. Those of other
/// sections alone say that it has none of ours; nothing at all only says that
/// something has changed.
pub fn pushed(shared: &Arc<Shared>, params: &Value) {
    if let Some(sent) = params.get("settings").and_then(Value::as_object) {
        let mut world = shared.world();
        let base = match sent.get(SECTION) {
            Some(settings) if settings.is_object() => Arc::new(settings.clone()),
            // Who can be asked is asked.
            None if world.wire.caps.configuration => world.base_settings.clone(),
            _ => world.initial_settings.clone(),
        };
        let is_ours = sent.get(SECTION).is_some_and(Value::is_object);
        let changes = is_ours || base != world.base_settings;
        world.base_settings = base.clone();
        if changes {
            world.editor = base;
            world.folder_editor.clear();
            world.read_wire_settings();
            world.configure_all();
            drop(world);
            changed(shared);
        }
    }
    ask(shared);
}

/// Reads the project's files again.
pub fn reread(shared: &Arc<Shared>) {
    let mut world = shared.world();
    world.projects.forget();
    world.read_folders();
    world.configure_all();
    drop(world);
    changed(shared);
}

/// Renews all findings, since what decides over them has changed.
pub fn changed(shared: &Arc<Shared>) {
    publish::problems(shared);
    let keys: Vec<_> = shared.world().documents.keys().cloned().collect();
    for key in &keys {
        publish::touch(shared, key);
    }
    publish::refresh(shared);
    publish::refresh_hints(shared);
    beside::look(shared);
}
