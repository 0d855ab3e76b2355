//! Requests of this server's own, under `nianbao/`.

use super::backend::{Backend, Question, broken};
use super::{convert, publish};
use crate::ide;
use crate::message::{Lang, Message};
use crate::rules::Analysis;
use crate::workspace::uri::{self, Key};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use tower_lsp::LspServiceBuilder;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::TextDocumentIdentifier;

/// Adds the requests to the framework's.
pub fn methods(builder: LspServiceBuilder<Backend>) -> LspServiceBuilder<Backend> {
    builder
        .custom_method("nianbao/status", Backend::status)
        .custom_method("nianbao/checklist", Backend::checklist)
        .custom_method("nianbao/schemas", Backend::schemas)
        .custom_method("nianbao/claim", Backend::claim)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfDocument {
    #[allow(dead_code)] // The order of things has looked it up already.
    text_document: TextDocumentIdentifier,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClaimParams {
    text_document: TextDocumentIdentifier,
    schema: Option<String>,
}

impl Backend {
    async fn status(&self, _: OfDocument) -> Result<Option<Value>> {
        self.answer(|question, analysis| {
            let mut status = publish::status(&question.version, analysis, question.seen.wire.lang);
            publish::add_version(&mut status, question.version.number);
            status
        })
        .await
    }

    async fn checklist(&self, _: OfDocument) -> Result<Option<Value>> {
        self.answer(|question, analysis| {
            let entries = ide::checklist(analysis, question.seen.wire.lang);
            let entries: Vec<_> = entries.iter().map(|e| entry(question, analysis, e)).collect();
            json!({ "uri": question.uri.as_str(), "version": question.version.number, "entries": entries })
        })
        .await
    }

    /// The schemas that new reports can be made from.
    async fn schemas(&self) -> Result<Vec<Value>> {
        let mut world = self.shared.world();
        let lang = world.wire.lang;
        let folders: Vec<_> = world.folders.iter().filter_map(|f| f.path.clone()).collect();
        let mut set = crate::schema::SchemaSet::built_in();
        for folder in folders {
            let project = world.projects.for_file(&folder.join("x.md"));
            set = set.with(project.schemas.iter().cloned());
        }
        Ok(set.iter().map(|schema| described(schema, lang)).collect())
    }

    /// The user says what a document is: a report of a schema (empty: the one
    /// that fits best), or whatever its title says (`null`).
    async fn claim(&self, params: ClaimParams) -> Result<()> {
        let key = Key::of(params.text_document.uri.as_str());
        let mut world = self.shared.world();
        let lang = world.wire.lang;
        let Some(entry) = world.documents.get_mut(&key) else {
            let message = Message::new("server.not-open").render(lang);
            return Err(Error { code: ErrorCode::ServerError(-32803), message: message.into(), data: None });
        };
        entry.claim = super::recognition::Claim::of(params.schema);
        entry.pinned = None;
        world.configure(&key);
        world.tell_current(&key, super::state::Run::Manual);
        drop(world);
        publish::touch(&self.shared, &key);
        publish::refresh(&self.shared);
        Ok(())
    }
}

fn entry(question: &Question, analysis: &Arc<Analysis>, found: &ide::Entry) -> Value {
    let children: Vec<_> = found.children.iter().map(|c| entry(question, analysis, c)).collect();
    let mut out = json!({
        "id": found.id,
        "kind": found.kind,
        "label": found.label,
        "state": found.state,
        "detail": found.detail,
        "basis": found.basis,
        "range": found.range.as_ref().map(|r| question.seen.wire.range(&analysis.text, r)),
        "insert": found.insert.as_ref().map(|title| json!({ "title": title })),
        "children": (!children.is_empty()).then_some(children),
    });
    if let Some(fields) = out.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    out
}

fn described(schema: &crate::schema::Schema, lang: Lang) -> Value {
    let _ = (uri::file_name, convert::place, broken);
    json!({ "id": schema.id, "name": schema.name.get(lang), "levels": [], "bodies": [] })
}
