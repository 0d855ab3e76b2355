//! SARIF 2.1.0, as code scanning services and viewers read it.

use super::super::found::{Checked, Found, Mention, MentionSite, Summary};
use super::super::json::Place;
use super::{Format, Root, fingerprints};
use crate::message::Lang;
use crate::rules::{Rule, Severity, page};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

/// Where the schema of the format stands; a name, never fetched.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The base of relative paths.
const BASE: &str = "%SRCROOT%";

/// The name of our fingerprints; another way to compute them takes another version.
const FINGERPRINT: &str = "nianbaoPassage/v1";

/// Gathers the results of a run.
pub struct Sarif {
    lang: Lang,
    root: Root,
    artifacts: Vec<Value>,
    results: Vec<(&'static Rule, Value)>,
    troubles: Vec<Value>,
}

impl Sarif {
    /// A run whose paths count from `root`.
    pub fn new(lang: Lang, root: Root) -> Self {
        Self { lang, root, artifacts: Vec::new(), results: Vec::new(), troubles: Vec::new() }
    }
}

impl Format for Sarif {
    fn file(&mut self, checked: &Checked) -> io::Result<String> {
        let (uri, relative) = self.root.uri(&checked.source);
        let mut artifact = json!({ "uri": uri });
        if relative {
            set(&mut artifact, "uriBaseId", json!(BASE));
        }
        let mut indexed = artifact.clone();
        set(&mut indexed, "index", json!(self.artifacts.len()));
        self.artifacts.push(json!({ "location": artifact, "roles": ["analysisTarget"] }));
        for (found, fingerprint) in checked.findings.iter().zip(fingerprints(checked, "")) {
            self.results.push((found.rule, result(checked, found, &indexed, &fingerprint, &self.root)));
        }
        Ok(String::new())
    }

    fn trouble(&mut self, line: &str) {
        self.troubles.push(json!({ "level": "error", "message": { "text": line } }));
    }

    fn end(&mut self, _: &Summary) -> io::Result<String> {
        // The rules that were broken, by code, and where each stands in that list.
        let mut rules: BTreeMap<&str, &'static Rule> = BTreeMap::new();
        rules.extend(self.results.iter().map(|(rule, _)| (rule.code, *rule)));
        let index: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, code)| (*code, at)).collect();
        let results = self.results.drain(..).map(|(rule, mut result)| {
            set(&mut result, "ruleIndex", json!(index.get(rule.code)));
            result
        });
        let results: Vec<Value> = results.collect();
        let mut driver = json!({
            "name": "Nianbao",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules.values().map(|rule| descriptor(rule, self.lang)).collect::<Vec<_>>(),
        });
        set(&mut driver, "informationUri", json!(information_uri()));
        let mut invocation = json!({ "executionSuccessful": self.troubles.is_empty() });
        if !self.troubles.is_empty() {
            set(&mut invocation, "toolExecutionNotifications", json!(self.troubles));
        }
        let log = json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": driver },
                "language": if self.lang == Lang::Zh { "zh-CN" } else { "en-US" },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": { BASE: { "uri": self.root.folder() } },
                "invocations": [invocation],
                "artifacts": self.artifacts,
                "results": results,
            }],
        });
        Ok(serde_json::to_string_pretty(&log).map_err(io::Error::other)? + "\n")
    }
}

/// Where the program is told of: its repository, else the name of its package
/// as a URI (package-url, `pkg:`), which readers require to be there.
fn information_uri() -> String {
    let package = || concat!("pkg:cargo/", env!("CARGO_PKG_NAME"), "@", env!("CARGO_PKG_VERSION")).to_owned();
    page::repository().map_or_else(package, str::to_owned)
}

fn set(value: &mut Value, key: &str, with: Value) {
    value.as_object_mut().unwrap_or(&mut Map::new()).insert(key.to_owned(), with);
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

/// A rule with its page.
fn descriptor(rule: &Rule, lang: Lang) -> Value {
    let summary = page::summary(rule, lang);
    let mut out = json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": summary },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "severity": rule.severity, "fix": rule.fix, "since": rule.since, "tags": [rule.code.get(..3)] },
    });
    let full = page::parse(rule.source, lang).map_or_else(|_| summary.clone(), |page| page.what);
    set(&mut out, "fullDescription", json!({ "text": full }));
    if let Ok(page) = page::markdown(rule, lang) {
        set(&mut out, "help", json!({ "text": page, "markdown": page }));
    }
    if let Some(address) = page::address(rule, lang) {
        set(&mut out, "helpUri", json!(address));
    }
    out
}

fn result(checked: &Checked, found: &Found, artifact: &Value, fingerprint: &str, root: &Root) -> Value {
    let place = |range: &Range<usize>| json!({ "artifactLocation": artifact, "region": region(checked, range, true) });
    let mut out = json!({
        "ruleId": found.rule.code,
        "level": level(found.severity),
        "message": { "text": found.message },
        "locations": [{ "physicalLocation": place(&found.range) }],
        "partialFingerprints": { FINGERPRINT: fingerprint },
        "properties": { "severity": found.severity },
    });
    if !found.occurrences.is_empty() {
        set(&mut out, "properties", json!({ "severity": found.severity, "places": found.occurrences.len() }));
    }
    let related = found.related.iter().map(|mention| {
        let place = match &mention.site {
            MentionSite::Here(range) => place(range),
            MentionSite::There(path, _) => elsewhere(checked, mention, path, root),
        };
        (mention.message.as_str(), place)
    });
    let others = found.elsewhere().iter().map(|other| (other.message.as_str(), place(&other.range)));
    let related: Vec<Value> = related
        .chain(others)
        .enumerate()
        .map(|(at, (message, place))| json!({ "id": at + 1, "message": { "text": message }, "physicalLocation": place }))
        .collect();
    if !related.is_empty() {
        set(&mut out, "relatedLocations", Value::Array(related));
    }
    if let Some(mend) = &found.fix {
        let replacements = mend
            .edits
            .iter()
            .map(|(range, with)| json!({ "deletedRegion": region(checked, range, false), "insertedContent": { "text": with } }));
        let change = json!({ "artifactLocation": artifact, "replacements": replacements.collect::<Vec<_>>() });
        let fix = json!({ "description": { "text": mend.title }, "artifactChanges": [change], "properties": { "safe": mend.safe } });
        set(&mut out, "fixes", json!([fix]));
    }
    out
}

/// A passage of another file.
fn elsewhere(checked: &Checked, mention: &Mention, path: &str, root: &Root) -> Value {
    let (uri, relative) = root.uri(std::path::Path::new(path));
    let mut artifact = json!({ "uri": uri });
    if relative {
        set(&mut artifact, "uriBaseId", json!(BASE));
    }
    let (_, start, end) = mention.place(checked);
    let region = json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column });
    json!({ "artifactLocation": artifact, "region": region })
}

/// A passage; columns count Unicode scalar values, as `columnKind` says.
fn region(checked: &Checked, range: &Range<usize>, quoted: bool) -> Value {
    let (start, end) = (Place::of(&checked.text, range.start), Place::of(&checked.text, range.end));
    let mut out = json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column });
    if quoted && !range.is_empty() {
        set(&mut out, "snippet", json!({ "text": checked.text.slice(range.clone()) }));
    }
    out
}
