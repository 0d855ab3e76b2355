//! Requests of this server's own, under `nianbao/`.

use super::backend::{Backend, Question};
use super::publish;
use super::state::World;
use super::survey::SurveyParams;
use crate::ide;
use crate::message::{Lang, Message, text};
use crate::rules::Analysis;
use crate::schema::{Body, Commission, Level, Schema, SchemaSet};
use crate::workspace::uri::Key;
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
        .custom_method("nianbao/skeleton", Backend::skeleton)
        .custom_method("nianbao/nextYear", Backend::next_year)
        .custom_method("nianbao/claim", Backend::claim)
        .custom_method("nianbao/explain", Backend::explain)
        .custom_method("nianbao/survey", Backend::survey)
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

#[derive(Deserialize)]
struct SkeletonParams {
    schema: String,
    place: String,
    level: Option<Level>,
    year: i32,
}

#[derive(Deserialize)]
struct ExplainParams {
    rule: String,
}

impl Backend {
    /// The page of a rule, as Markdown in the language of messages.
    async fn explain(&self, params: ExplainParams) -> Result<Value> {
        let lang = self.shared.world().wire.lang;
        let rule = crate::rules::find(&params.rule).ok_or_else(|| Error::invalid_params("no such rule"))?;
        let text = crate::rules::page::markdown(rule, lang).map_err(|e| Error::invalid_params(e.to_string()))?;
        Ok(json!({ "rule": rule.name, "code": rule.code, "text": text }))
    }

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
        Ok(schemas(&mut world).iter().map(|schema| described(schema, lang)).collect())
    }

    /// A new report.
    async fn skeleton(&self, params: SkeletonParams) -> Result<Value> {
        let mut world = self.shared.world();
        let set = schemas(&mut world);
        let schema = set.get(&params.schema).ok_or_else(|| Error::invalid_params("no such schema"))?;
        let commission = Commission { place: &params.place, level: params.level, year: params.year, last: None };
        let report = schema.new_report(&commission);
        let illegal = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
        let name: String = report.name.chars().filter(|c| !illegal(*c)).collect();
        // Text, not Markdown: editors have an outline of their own for that.
        Ok(json!({ "text": report.text, "fileName": format!("{name}.txt") }))
    }

    /// Next year's report, started from the one that is named.
    async fn next_year(&self, _: OfDocument) -> Result<Value> {
        super::next_year::request(self).await
    }

    /// All reports of a folder as one page.
    async fn survey(&self, params: SurveyParams) -> Result<Value> {
        super::survey::page(self, params).await
    }

    /// The user says what a document is: a report of a schema (`default`: the one
    /// that fits best), no report (`none`), or what its text says, whatever the project says (`null`).
    /// Answers whether that can be written down for the project.
    async fn claim(&self, params: ClaimParams) -> Result<Value> {
        let names_schema = params.schema.as_deref().is_some_and(|id| id != "default");
        let key = Key::of(params.text_document.uri.as_str());
        let mut world = self.shared.world();
        let lang = world.wire.lang;
        let Some(entry) = world.documents.get_mut(&key) else {
            let message = Message::new("server.not-open").render(lang);
            return Err(Error { code: ErrorCode::ServerError(-32803), message: message.into(), data: None });
        };
        entry.claim = super::recognition::Claim::of(params.schema);
        entry.pinned = None;
        let rememberable = names_schema && entry.document.effective.writable;
        world.configure(&key);
        world.tell_current(&key, super::state::Run::Manual);
        drop(world);
        publish::touch(&self.shared, &key);
        publish::refresh(&self.shared);
        super::beside::touch(&self.shared);
        Ok(json!({ "rememberable": rememberable }))
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
        "finding": found.finding.and_then(|index| analysis.findings.get(index)).map(|f| question.seen.wire.passage(analysis, &f.span)),
        "silenced": (found.state == ide::State::Missing && found.finding.is_none()).then_some(true),
        "insert": found.insert.as_ref().map(|title| json!({ "title": title })),
        "children": (!children.is_empty()).then_some(children),
    });
    if let Some(fields) = out.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    out
}

/// The built-in schemas and those of all folders.
fn schemas(world: &mut World) -> SchemaSet {
    let folders: Vec<_> = world.folders.iter().filter_map(|f| f.path.clone()).collect();
    let mut set = SchemaSet::built_in();
    for folder in folders {
        let project = world.projects.for_file(&folder.join("x.md"));
        set = set.with(project.schemas.iter().cloned());
    }
    set
}

fn described(schema: &Schema, lang: Lang) -> Value {
    let levels = [Level::Province, Level::City, Level::County, Level::Township];
    let levels = levels.iter().filter(|level| schema.issuers.iter().any(|i| i.level == Some(**level)));
    let bodies = [Body::Government, Body::Department];
    let bodies = bodies.iter().filter(|body| schema.issuers.iter().any(|i| i.body == Some(**body)));
    let level = |level: &Level| json!({ "id": level, "label": level_label(*level, lang) });
    let body = |body: &Body| json!({ "id": body, "label": body_label(*body, lang) });
    json!({
        "id": schema.id,
        "name": schema.name.get(lang),
        "levels": levels.map(level).collect::<Vec<_>>(),
        "bodies": bodies.map(body).collect::<Vec<_>>(),
    })
}

fn level_label(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::Province => text("level.province", lang),
        Level::City => text("level.city", lang),
        Level::County => text("level.county", lang),
        Level::Township => text("level.township", lang),
    }
}

fn body_label(body: Body, lang: Lang) -> &'static str {
    match body {
        Body::Government => text("body.government", lang),
        Body::Department => text("body.department", lang),
    }
}
