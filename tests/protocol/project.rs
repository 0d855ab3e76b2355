//! Commands that write project files, with the real rules.

use crate::editor::{Editor, pulls};
use nianbao::rules::{Draft, Settings};
use nianbao::schema::SchemaSet;
use nianbao::server::Options;
use nianbao::workspace::baseline::Entry;
use nianbao::workspace::uri::from_path;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const DRAFT: &str = "云岭县人民政府2025年法治政府建设年度报告\n\n2025年，我县推进法治政府建设。\n\n一、主要成效\n\n（一）加强领导。认真落实的的要求，健全机制。\n\n二、存在的问题\n\n一是能力不足。二是宣传不够。\n\n三、2026年工作安排\n\n一是加强培训。二是加强宣传。\n";

struct Folder {
    dir: tempfile::TempDir,
}

impl Folder {
    fn new() -> Self {
        let folder = Self { dir: tempfile::tempdir().unwrap() };
        std::fs::write(folder.path("报告.md"), DRAFT).unwrap();
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn uri(&self) -> String {
        from_path(&self.path("报告.md"))
    }

    fn open(&self, options: Value) -> Editor {
        let folders = json!([{ "uri": from_path(self.dir.path()), "name": "p" }]);
        let more = json!({ "workspaceFolders": folders, "initializationOptions": options, "locale": "zh-cn" });
        let mut editor = Editor::with(Options { watch_parent: false, ..Options::default() }, pulls(), more);
        editor.open(&self.uri(), "markdown", DRAFT);
        editor
    }
}

/// The names of the rules that are broken.
fn rules(editor: &mut Editor, uri: &str) -> Vec<String> {
    let answer = editor.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } })).unwrap();
    answer["items"].as_array().unwrap().iter().map(|d| d["data"].as_str().unwrap().to_owned()).collect()
}

fn has(editor: &mut Editor, uri: &str, rule: &str) -> bool {
    rules(editor, uri).iter().any(|r| r == rule)
}

fn run(editor: &mut Editor, command: &str, arguments: Value) -> Result<Value, i64> {
    editor.request("workspace/executeCommand", json!({ "command": command, "arguments": arguments }))
}

/// The entry under which a finding of this rule is put aside.
fn entry(rule: &str) -> Entry {
    let settings = Settings { schemas: SchemaSet::built_in(), ..Settings::default() };
    let analysis = Draft::new(DRAFT).analyse(&settings);
    let finding = analysis.findings.iter().find(|f| f.rule.name == rule).unwrap();
    Entry::of(&analysis, finding).remove(0)
}

#[test]
fn a_finding_is_put_aside_and_stays_so_while_text_moves() {
    let folder = Folder::new();
    let mut editor = folder.open(json!({}));
    let uri = folder.uri();
    assert!(has(&mut editor, &uri, "doubled-text"));
    let arguments = json!([uri, entry("doubled-text")]);
    assert_eq!(run(&mut editor, "nianbao.server.addToBaseline", arguments), Ok(Value::Null));
    editor.refreshed();
    assert!(!has(&mut editor, &uri, "doubled-text"));
    assert!(has(&mut editor, &uri, "missing-signature"));
    let start = json!({ "line": 2, "character": 0 });
    editor.change(&uri, 2, json!([{ "range": { "start": start, "end": start }, "text": "又一段。\n\n" }]));
    assert!(!has(&mut editor, &uri, "doubled-text"));
    // A second one of the kind is new.
    editor.replace(&uri, 3, &DRAFT.replace("健全机制", "健全的的机制"));
    assert!(has(&mut editor, &uri, "doubled-text"));
    // The file taken away brings it back.
    std::fs::remove_file(folder.path("nianbao-baseline.json")).unwrap();
    let gone = from_path(&folder.path("nianbao-baseline.json"));
    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": gone, "type": 3 }] }));
    editor.refreshed();
    editor.replace(&uri, 4, DRAFT);
    assert!(has(&mut editor, &uri, "doubled-text"));
}

#[test]
fn a_rule_is_switched_off_where_the_project_says_so() {
    let folder = Folder::new();
    std::fs::write(folder.path("nianbao.toml"), "# 说明\nignore = [\"missing-date\"]\n").unwrap();
    let mut editor = folder.open(json!({}));
    let uri = folder.uri();
    assert!(has(&mut editor, &uri, "missing-signature") && !has(&mut editor, &uri, "missing-date"));
    assert_eq!(run(&mut editor, "nianbao.server.ignoreRule", json!([uri, "missing-signature"])), Ok(Value::Null));
    editor.refreshed();
    assert!(!has(&mut editor, &uri, "missing-signature"));
    let written = std::fs::read_to_string(folder.path("nianbao.toml")).unwrap();
    assert_eq!(written, "# 说明\nignore = [\"missing-date\", \"missing-signature\"]\n");
    assert_eq!(run(&mut editor, "nianbao.server.ignoreRule", json!([uri, "nothing"])), Err(-32602));
    assert_eq!(run(&mut editor, "nianbao.server.nothing", json!([uri])), Err(-32602));
}

#[test]
fn nothing_is_written_for_text_that_is_no_file_or_not_trusted() {
    let folder = Folder::new();
    let mut editor = folder.open(json!({ "trusted": false }));
    let uri = folder.uri();
    assert_eq!(run(&mut editor, "nianbao.server.ignoreRule", json!([uri, "missing-signature"])), Err(-32803));
    assert_eq!(names(folder.dir.path()), ["报告.md"]);
    let mut editor = folder.open(json!({}));
    assert_eq!(run(&mut editor, "nianbao.server.ignoreRule", json!(["untitled:Untitled-1", "missing-signature"])), Err(-32803));
    assert_eq!(names(folder.dir.path()), ["报告.md"]);
}

fn names(folder: &Path) -> Vec<String> {
    std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn the_files_settings_come_before_the_editors() {
    let folder = Folder::new();
    let settings = json!({ "settings": { "ignore": ["doubled-text"], "severity": { "missing-signature": "error" } } });
    let mut editor = folder.open(settings);
    let uri = folder.uri();
    assert!(!has(&mut editor, &uri, "doubled-text"));
    std::fs::write(folder.path("nianbao.toml"), "ignore = [\"NB2\"]\n").unwrap();
    let toml = from_path(&folder.path("nianbao.toml"));
    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": toml, "type": 1 }] }));
    editor.refreshed();
    assert!(has(&mut editor, &uri, "doubled-text"));
    let answer = editor.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } })).unwrap();
    let items = answer["items"].as_array().unwrap();
    let signature = items.iter().find(|d| d["data"] == "missing-signature").unwrap();
    assert_eq!((&signature["severity"], &signature["source"], &signature["code"]), (&json!(1), &json!("nianbao"), &json!("NB110")));
}

#[test]
fn a_projects_own_schema_is_picked_up_without_a_restart() {
    let folder = Folder::new();
    let mut editor = folder.open(json!({}));
    let ids = |editor: &mut Editor| -> Vec<String> {
        let schemas = editor.request("nianbao/schemas", Value::Null).unwrap();
        schemas.as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&mut editor), ["fazhi-zhengfu", "zhengfu-xinxi-gongkai"]);
    let own = SchemaSet::built_in_source("fazhi-zhengfu").unwrap().replacen("\"fazhi-zhengfu\"", "\"own\"", 1);
    std::fs::create_dir_all(folder.path(".nianbao/schemas")).unwrap();
    std::fs::write(folder.path(".nianbao/schemas/own.json"), own).unwrap();
    let file = from_path(&folder.path(".nianbao/schemas/own.json"));
    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": file, "type": 1 }] }));
    editor.refreshed();
    assert_eq!(ids(&mut editor), ["own", "fazhi-zhengfu", "zhengfu-xinxi-gongkai"]);
}

#[test]
fn drafts_that_nobody_opened_are_told_too() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("旧稿")).unwrap();
    std::fs::write(folder.path("旧稿/甲.txt"), DRAFT).unwrap();
    let mut editor = folder.open(json!({}));
    let pull = |editor: &mut Editor, previous: &[Value]| -> Vec<Value> {
        let answer = editor.request("workspace/diagnostic", json!({ "previousResultIds": previous })).unwrap();
        answer["items"].as_array().unwrap().clone()
    };
    let first = pull(&mut editor, &[]);
    assert_eq!(first.len(), 2);
    assert!(first.iter().all(|r| r["kind"] == "full" && !r["items"].as_array().unwrap().is_empty()));
    let known: Vec<_> = first.iter().map(|r| json!({ "uri": r["uri"], "value": r["resultId"] })).collect();
    assert!(pull(&mut editor, &known).iter().all(|r| r["kind"] == "unchanged"));
    std::fs::write(folder.path("旧稿/甲.txt"), "会议纪要").unwrap();
    let third = pull(&mut editor, &known);
    let changed: Vec<_> = third.iter().filter(|r| r["kind"] == "full").collect();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0]["items"], json!([]));
    editor.notify("workspace/didChangeConfiguration", json!({ "settings": { "nianbao": { "diagnostics": { "scope": "open" } } } }));
    editor.refreshed();
    assert_eq!(pull(&mut editor, &[]).len(), 1);
}

#[test]
fn headings_are_found_in_open_drafts_and_in_those_of_the_folder() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path("node_modules")).unwrap();
    for name in ["旧稿.txt", "node_modules/x.md", "不读.pdf"] {
        std::fs::write(folder.path(name), DRAFT.replace("主要成效", "旧稿成效")).unwrap();
    }
    let mut editor = folder.open(json!({}));
    let places = |editor: &mut Editor, query: &str| -> Vec<(String, Value)> {
        let found = editor.request("workspace/symbol", json!({ "query": query })).unwrap();
        let place = |s: &Value| (s["location"]["uri"].as_str().unwrap().to_owned(), s["location"]["range"]["start"]["line"].clone());
        found.as_array().unwrap().iter().map(place).collect()
    };
    let old = from_path(&folder.path("旧稿.txt"));
    assert_eq!(places(&mut editor, "主要成效"), [(folder.uri(), json!(4))]);
    assert_eq!(places(&mut editor, "旧稿成效"), [(old.clone(), json!(4))]);
    assert!(places(&mut editor, "没有这样的标题").is_empty());
    // What is typed counts, not what is on the disk.
    editor.replace(&folder.uri(), 2, &DRAFT.replace("主要成效", "新的成效"));
    assert_eq!(places(&mut editor, "新的成效"), [(folder.uri(), json!(4))]);
    assert!(places(&mut editor, "主要成效").is_empty());
    editor.open(&old, "plaintext", "会议纪要");
    assert!(places(&mut editor, "旧稿成效").is_empty());
}

#[test]
fn messages_come_in_the_clients_language_or_the_one_of_the_setting() {
    let folder = Folder::new();
    let chinese = |editor: &mut Editor| {
        let messages = editor.pull(&folder.uri()).unwrap();
        messages.iter().all(|m| m.chars().any(|c| ('一'..='鿿').contains(&c) && !m.is_ascii()))
            && messages.iter().any(|m| m.contains('，') || m.contains('“') && !m.contains(" the "))
    };
    let mut zh = folder.open(json!({}));
    let mut en = folder.open(json!({ "locale": "en" }));
    let mut set = folder.open(json!({ "locale": "zh-cn", "settings": { "locale": "en" } }));
    let text = |editor: &mut Editor| editor.pull(&folder.uri()).unwrap();
    assert!(chinese(&mut zh));
    assert_ne!(text(&mut zh), text(&mut en));
    assert_eq!(text(&mut en), text(&mut set));
}

#[test]
fn what_the_user_says_a_draft_is_can_be_written_down_for_the_project() {
    let folder = Folder::new();
    std::fs::write(folder.path("nianbao.toml"), "# 本县\nfail-on = \"error\"\n").unwrap();
    let mut editor = folder.open(json!({}));
    let uri = folder.uri();
    assert!(has(&mut editor, &uri, "doubled-text"));
    let answer = editor.request("nianbao/claim", json!({ "textDocument": { "uri": uri }, "schema": "none" })).unwrap();
    assert_eq!(answer["rememberable"], true);
    editor.refreshed();
    assert_eq!(rules(&mut editor, &uri), [""; 0]);
    let written = run(&mut editor, "nianbao.server.rememberKind", json!([uri, "none"])).unwrap();
    editor.refreshed();
    assert_eq!(written, folder.path("nianbao.toml").display().to_string());
    let text = std::fs::read_to_string(folder.path("nianbao.toml")).unwrap();
    assert_eq!(text, "# 本县\nfail-on = \"error\"\n\n[[files]]\nglob = \"报告.md\"\nschema = \"none\"\n");
    // From here on the project says it, also to a session that knows nothing of the claim.
    let mut later = folder.open(json!({}));
    assert_eq!(rules(&mut later, &uri), [""; 0]);
    assert!(run(&mut editor, "nianbao.server.rememberKind", json!([uri, "nosuch"])).is_err());
    run(&mut editor, "nianbao.server.rememberKind", json!([uri, "fazhi-zhengfu"])).unwrap();
    editor.refreshed();
    assert!(has(&mut editor, &uri, "doubled-text"));
    assert!(std::fs::read_to_string(folder.path("nianbao.toml")).unwrap().contains("schema = \"fazhi-zhengfu\""));
}

#[test]
fn the_status_says_how_many_findings_a_baseline_holds_back() {
    let folder = Folder::new();
    let mut editor = folder.open(json!({ "client": "vscode" }));
    let uri = folder.uri();
    assert_eq!(editor.notification("nianbao/status")["inBaseline"], 0);
    run(&mut editor, "nianbao.server.addToBaseline", json!([uri, entry("doubled-text")])).unwrap();
    editor.refreshed();
    assert_eq!(editor.notification("nianbao/status")["inBaseline"], 1);
}
