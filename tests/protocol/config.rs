//! Settings of the editor and files of the project, and what follows when they
//! change.

use crate::editor::{Editor, options, plain, pulls};
use crate::fake::say;
use nianbao::rules::{Analysis, Draft, Settings};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Says who issues the report: the settings' word.
fn issuer(draft: &Draft, settings: &Settings) -> Arc<Analysis> {
    say(draft, settings, settings.issuer.clone().unwrap_or_else(|| "-".into()))
}

fn uri(path: &Path) -> String {
    nianbao::workspace::uri::from_path(path)
}

struct Project {
    dir: tempfile::TempDir,
}

impl Project {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn uri(&self, name: &str) -> String {
        uri(&self.path(name))
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), text).unwrap();
    }

    fn initialize(&self) -> Value {
        json!({ "workspaceFolders": [{ "uri": uri(self.dir.path()), "name": "p" }] })
    }

    fn watched(&self, editor: &mut Editor, name: &str) {
        editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": self.uri(name), "type": 2 }] }));
    }
}

fn toml(issuer: &str) -> String {
    format!("[[files]]\nglob = \"**/*.md\"\nissuer = \"{issuer}\"\n")
}

#[test]
fn a_watched_file_changes_what_is_told() {
    let project = Project::new();
    let mut editor = Editor::with(options(issuer), plain(), project.initialize());
    let draft = project.uri("2025/a.md");
    editor.open(&draft, "markdown", "x");
    assert_eq!(editor.published().2, ["-"]);
    project.write("nianbao.toml", &toml("甲局"));
    project.watched(&mut editor, "nianbao.toml");
    assert_eq!(editor.published().2, ["甲局"]);
    // Nearer wins.
    project.write("2025/nianbao.toml", &toml("乙局"));
    project.watched(&mut editor, "2025/nianbao.toml");
    assert_eq!(editor.published().2, ["乙局"]);
    std::fs::remove_file(project.path("2025/nianbao.toml")).unwrap();
    project.watched(&mut editor, "2025/nianbao.toml");
    assert_eq!(editor.published().2, ["甲局"]);
}

#[test]
fn a_broken_file_is_told_at_its_line_and_leaves_the_last_good_in_force() {
    let project = Project::new();
    project.write("nianbao.toml", &toml("甲局"));
    let mut editor = Editor::with(options(issuer), pulls(), project.initialize());
    let draft = project.uri("a.md");
    editor.open(&draft, "markdown", "x");
    assert_eq!(editor.pull(&draft), Ok(vec!["甲局".to_owned()]));
    project.write("nianbao.toml", "# 说明\n[[[ not toml\n");
    project.watched(&mut editor, "nianbao.toml");
    let told = editor.notification("textDocument/publishDiagnostics");
    assert_eq!(told["uri"], project.uri("nianbao.toml"));
    assert_eq!(told["diagnostics"][0]["range"]["start"]["line"], 1);
    assert_eq!(told["diagnostics"][0]["severity"], 1);
    editor.refreshed();
    assert_eq!(editor.pull(&draft), Ok(vec!["甲局".to_owned()]));
    project.write("nianbao.toml", &toml("乙局"));
    project.watched(&mut editor, "nianbao.toml");
    assert_eq!(editor.published(), (project.uri("nianbao.toml"), None, vec![]));
    editor.refreshed();
    assert_eq!(editor.pull(&draft), Ok(vec!["乙局".to_owned()]));
}

#[test]
fn a_broken_schema_is_told_in_its_file() {
    let project = Project::new();
    project.write(".nianbao/schemas/own.json", "{\n  \"id\": 1\n}\n");
    let mut editor = Editor::with(options(issuer), pulls(), project.initialize());
    editor.open(&project.uri("a.md"), "markdown", "x");
    let told = editor.notification("textDocument/publishDiagnostics");
    assert_eq!(told["uri"], project.uri(".nianbao/schemas/own.json"));
    assert_eq!(told["diagnostics"][0]["range"]["start"]["line"], 1);
    assert_eq!(editor.pull(&project.uri("a.md")), Ok(vec!["-".to_owned()]));
}

#[test]
fn a_broken_file_is_told_once_though_no_draft_is_open() {
    let project = Project::new();
    project.write("nianbao.toml", "selct = 1\n");
    let mut editor = Editor::with(options(issuer), pulls(), project.initialize());
    assert_eq!(editor.notification("textDocument/publishDiagnostics")["uri"], project.uri("nianbao.toml"));
    // Told a second time, it would be unread at the end.
    editor.open(&project.uri("a.md"), "markdown", "x");
    editor.open(&project.uri("b.md"), "markdown", "x");
    // The file itself, opened in the editor, is no draft.
    editor.open(&project.uri("nianbao.toml"), "toml", "selct = 1\n");
    assert_eq!(editor.pull(&project.uri("nianbao.toml")), Ok(vec![]));
    project.write("nianbao.toml", "");
    project.watched(&mut editor, "nianbao.toml");
    assert_eq!(editor.published(), (project.uri("nianbao.toml"), None, vec![]));
    editor.refreshed();
}

#[test]
fn findings_that_wait_for_a_save_are_pulled_as_they_were() {
    let more = json!({ "initializationOptions": { "settings": { "run": "onSave" } } });
    let mut editor = Editor::with(options(crate::fake::echo), pulls(), more);
    let uri = "file:///a.txt";
    editor.open(uri, "plaintext", "甲");
    assert_eq!(editor.pull(uri), Ok(vec!["甲".to_owned()]));
    editor.replace(uri, 2, "乙");
    assert_eq!(editor.pull(uri), Ok(vec!["甲".to_owned()]));
    editor.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    editor.refreshed();
    assert_eq!(editor.pull(uri), Ok(vec!["乙".to_owned()]));
}

#[test]
fn schemas_of_a_folder_that_is_not_trusted_are_not_read() {
    let project = Project::new();
    project.write(".nianbao/schemas/own.json", "{ \"id\": 1 }");
    let mut more = project.initialize();
    more["initializationOptions"] = json!({ "trusted": false });
    let mut editor = Editor::with(options(issuer), pulls(), more);
    editor.open(&project.uri("a.md"), "markdown", "x");
    // What was published would be unread at the end.
    assert_eq!(editor.pull(&project.uri("a.md")), Ok(vec!["-".to_owned()]));
    let rule = json!({ "command": "nianbao.server.addToBaseline", "arguments": [project.uri("a.md"), { "rule": "x", "passage": "x" }] });
    assert_eq!(editor.request("workspace/executeCommand", rule), Err(-32803));
    assert!(!project.path("nianbao-baseline.json").exists());
}

fn asks() -> Value {
    let mut capabilities = pulls();
    capabilities["workspace"] = json!({
        "configuration": true,
        "diagnostics": { "refreshSupport": true },
        "didChangeWatchedFiles": { "dynamicRegistration": true },
        "didChangeConfiguration": { "dynamicRegistration": true },
    });
    capabilities
}

fn says(issuer: &str) -> Value {
    json!({ "files": [{ "glob": "**/*.md", "issuer": issuer }] })
}

#[test]
fn settings_are_asked_for_and_asked_again_when_they_change() {
    let project = Project::new();
    let mut editor = Editor::with(options(issuer), asks(), project.initialize());
    let registered = editor.serve("client/registerCapability", Value::Null);
    let globs = registered["registrations"][0]["registerOptions"]["watchers"].to_string();
    assert!(globs.contains("nianbao.toml") && globs.contains(".nianbao/schemas") && globs.contains("nianbao-baseline.json"));
    let asked = editor.serve("workspace/configuration", json!([null, says("甲局")]));
    assert_eq!(asked["items"][0], json!({ "section": "nianbao" }));
    assert_eq!(asked["items"][1]["scopeUri"], uri(project.dir.path()));
    editor.refreshed();
    let draft = project.uri("a.md");
    editor.open(&draft, "markdown", "x");
    assert_eq!(editor.pull(&draft), Ok(vec!["甲局".to_owned()]));

    // The same again: nothing to renew.
    editor.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    editor.serve("workspace/configuration", json!([null, says("甲局")]));
    editor.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    editor.serve("workspace/configuration", json!([null, says("乙局")]));
    editor.refreshed();
    assert_eq!(editor.pull(&draft), Ok(vec!["乙局".to_owned()]));
}

#[test]
fn settings_that_are_sent_count_where_none_can_be_asked_for() {
    let project = Project::new();
    let mut more = project.initialize();
    more["initializationOptions"] = json!({ "settings": says("甲局") });
    let mut editor = Editor::with(options(issuer), plain(), more);
    editor.open(&project.uri("a.md"), "markdown", "x");
    assert_eq!(editor.published().2, ["甲局"]);
    editor.notify("workspace/didChangeConfiguration", json!({ "settings": { "nianbao": says("乙局") } }));
    assert_eq!(editor.published().2, ["乙局"]);
    project.write("nianbao.toml", &toml("丙局"));
    project.watched(&mut editor, "nianbao.toml");
    assert_eq!(editor.published().2, ["丙局"]);
}

#[test]
fn each_folder_has_its_own_settings() {
    let (one, two) = (Project::new(), Project::new());
    two.write("nianbao.toml", &toml("丙局"));
    let folders = json!([{ "uri": uri(one.dir.path()), "name": "1" }, { "uri": uri(two.dir.path()), "name": "2" }]);
    let mut capabilities = asks();
    capabilities["workspace"] = json!({ "configuration": true, "diagnostics": { "refreshSupport": true } });
    let mut editor = Editor::with(options(issuer), capabilities, json!({ "workspaceFolders": folders }));
    editor.serve("workspace/configuration", json!([null, says("甲局"), says("乙局")]));
    // Comes when the answer has been taken over.
    editor.refreshed();
    editor.open(&one.uri("a.md"), "markdown", "x");
    editor.open(&two.uri("a.md"), "markdown", "x");
    assert_eq!(editor.pull(&one.uri("a.md")), Ok(vec!["甲局".to_owned()]));
    assert_eq!(editor.pull(&two.uri("a.md")), Ok(vec!["丙局".to_owned()]));
}

#[test]
fn findings_are_renewed_when_the_user_says() {
    let echo = crate::fake::echo;
    let more = json!({ "initializationOptions": { "settings": { "run": "onSave" } } });
    let mut editor = Editor::with(options(echo), plain(), more);
    let uri = "file:///a.txt";
    editor.open(uri, "plaintext", "甲");
    assert_eq!(editor.published().2, ["甲"]);
    editor.replace(uri, 2, "乙");
    editor.replace(uri, 3, "丙");
    editor.barrier();
    editor.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(editor.published(), (uri.to_owned(), Some(3), vec!["丙".to_owned()]));

    editor.notify("workspace/didChangeConfiguration", json!({ "settings": { "nianbao": { "run": "manual" } } }));
    assert_eq!(editor.published().2, ["丙"]);
    editor.replace(uri, 4, "丁");
    editor.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    editor.barrier();
    let check = json!({ "command": "nianbao.server.check", "arguments": [uri] });
    assert_eq!(editor.request("workspace/executeCommand", check), Ok(Value::Null));
    assert_eq!(editor.published(), (uri.to_owned(), Some(4), vec!["丁".to_owned()]));
}

#[test]
fn a_client_that_cannot_be_asked_to_pull_again_gets_findings_pushed() {
    let project = Project::new();
    let mut capabilities = pulls();
    capabilities["workspace"] = json!({});
    let mut editor = Editor::with(options(issuer), capabilities, project.initialize());
    assert!(editor.capabilities.get("diagnosticProvider").is_none());
    editor.open(&project.uri("a.md"), "markdown", "x");
    assert_eq!(editor.published().2, ["-"]);
    project.write("nianbao.toml", &toml("甲局"));
    project.watched(&mut editor, "nianbao.toml");
    assert_eq!(editor.published().2, ["甲局"]);
}
