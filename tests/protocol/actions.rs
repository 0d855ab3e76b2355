//! Actions and what they do, as far as the protocol has a part in it.

use crate::editor::{Editor, plain, pulls};
use nianbao::server::Options;
use serde_json::{Value, json};

const URI: &str = "file:///srv/%e6%8a%a5%e5%91%8a.md";
const REPORT: &str = "云岭县人民政府2025年法治政府建设年度报告\n\n2025年，我县推进法治政府建设。\n\n一、主要成效\n\n（一）加强领导。认真落实的的要求，健全机制。\n\n二、2026年工作安排\n\n一是加强培训。二是加强宣传。\n";

fn able() -> Value {
    let mut capabilities = pulls();
    capabilities["textDocument"]["codeAction"] =
        json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } }, "isPreferredSupport": true });
    capabilities["workspace"]["applyEdit"] = json!(true);
    capabilities["workspace"]["workspaceEdit"] = json!({ "documentChanges": true });
    capabilities
}

fn open(capabilities: Value, uri: &str, options: Value, text: &str) -> Editor {
    let more = json!({ "initializationOptions": options, "locale": "zh-cn" });
    let mut editor = Editor::with(Options { watch_parent: false, ..Options::default() }, capabilities, more);
    editor.open(uri, "markdown", text);
    editor
}

fn whole() -> Value {
    json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } })
}

fn actions(editor: &mut Editor, uri: &str, only: Value, diagnostics: Value) -> Vec<Value> {
    let mut context = json!({ "diagnostics": diagnostics });
    if !only.is_null() {
        context["only"] = only;
    }
    let params = json!({ "textDocument": { "uri": uri }, "range": whole(), "context": context });
    editor.request("textDocument/codeAction", params).unwrap().as_array().unwrap().clone()
}

fn diagnostics(editor: &mut Editor, uri: &str) -> Vec<Value> {
    let answer = editor.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } })).unwrap();
    answer["items"].as_array().unwrap().clone()
}

fn kinds(actions: &[Value]) -> Vec<&str> {
    let mut kinds: Vec<_> = actions.iter().map(|a| a["kind"].as_str().unwrap()).collect();
    kinds.dedup();
    kinds
}

#[test]
fn edits_name_the_version_where_the_client_can_tell() {
    let mut editor = open(able(), URI, json!({}), REPORT);
    editor.replace(URI, 7, REPORT);
    let fix = &actions(&mut editor, URI, json!(["source.fixAll"]), json!([]))[0];
    assert_eq!(fix["kind"], "source.fixAll.nianbao");
    let change = &fix["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": URI, "version": 7 }));

    let mut less = able();
    less["workspace"]["workspaceEdit"] = json!({});
    let mut editor = open(less, URI, json!({}), REPORT);
    let fix = &actions(&mut editor, URI, json!(["source.fixAll"]), json!([]))[0];
    assert!(fix["edit"]["changes"][URI].is_array(), "{fix}");
}

#[test]
fn only_the_kinds_that_are_wanted_and_for_the_findings_that_are_named() {
    let mut editor = open(able(), URI, json!({}), REPORT);
    assert!(actions(&mut editor, URI, json!(["source.organizeImports"]), json!([])).is_empty());
    assert_eq!(kinds(&actions(&mut editor, URI, json!(["quickfix"]), json!([]))), ["quickfix"]);
    assert_eq!(kinds(&actions(&mut editor, URI, json!(["refactor"]), json!([]))), ["refactor"]);
    let all = diagnostics(&mut editor, URI);
    let doubled = all.iter().find(|d| d["data"] == "doubled-text").unwrap();
    for action in actions(&mut editor, URI, json!(["quickfix", "refactor"]), json!([doubled])) {
        assert_eq!(action["diagnostics"], json!([doubled]), "{action}");
    }
    let part = all.iter().find(|d| d["data"] == "missing-part").unwrap();
    let offered = actions(&mut editor, URI, json!(["quickfix"]), json!([part]));
    assert_eq!(offered[0]["isPreferred"], true);
    // A finding of another server is no reason to leave ours out.
    let foreign = json!([{ "range": whole(), "message": "x", "source": "other" }]);
    assert!(!actions(&mut editor, URI, json!(["quickfix"]), foreign).is_empty());
}

#[test]
fn what_cannot_be_written_is_not_offered() {
    // What edits the draft stays; what writes a file of the project goes.
    let refactors = |options: Value, uri: &str| {
        let offered = actions(&mut open(able(), uri, options, REPORT), uri, json!(["refactor"]), json!([]));
        offered.iter().filter(|a| a["command"].is_object()).count()
    };
    assert!(refactors(json!({}), URI) > 0);
    assert_eq!(refactors(json!({ "trusted": false }), URI), 0);
    assert_eq!(refactors(json!({}), "untitled:Untitled-1"), 0);
}

#[test]
fn an_old_client_gets_commands_only() {
    let mut capabilities = able();
    capabilities["textDocument"]["codeAction"] = json!({});
    let mut editor = open(capabilities, URI, json!({}), REPORT);
    assert_eq!(editor.capabilities["codeActionProvider"], true);
    let offered = actions(&mut editor, URI, Value::Null, json!([]));
    assert!(!offered.is_empty() && offered.iter().all(|a| a["command"].is_string()), "{offered:?}");
}

#[test]
fn a_text_in_the_wrong_encoding_is_opened_anew() {
    let garbled = format!("{REPORT}{}", "\u{FFFD}".repeat(20 + REPORT.len() / 30));
    let mut editor = open(able(), URI, json!({ "encodingCommand": "nianbao.reopenGb18030" }), &garbled);
    assert_eq!(diagnostics(&mut editor, URI).len(), 1);
    let offered = actions(&mut editor, URI, json!(["quickfix"]), json!([]));
    assert_eq!(offered.len(), 1);
    assert_eq!((&offered[0]["command"]["command"], &offered[0]["command"]["arguments"]), (&json!("nianbao.reopenGb18030"), &json!([URI])));
    let mut editor = open(able(), URI, json!({}), &garbled);
    assert!(actions(&mut editor, URI, json!(["quickfix"]), json!([])).is_empty());
}

/// The missing entry of the checklist that can be inserted first.
fn insertable(entries: &Value) -> Option<String> {
    entries.as_array()?.iter().find_map(|e| match e.get("insert") {
        Some(_) => Some(e["id"].as_str().unwrap().to_owned()),
        None => insertable(e.get("children")?),
    })
}

#[test]
fn an_entry_of_the_checklist_is_inserted_and_its_place_told() {
    let mut editor = open(able(), URI, json!({}), REPORT);
    let list = editor.request("nianbao/checklist", json!({ "textDocument": { "uri": URI } })).unwrap();
    assert_eq!((&list["uri"], &list["version"]), (&json!(URI), &json!(1)));
    let id = insertable(&list["entries"]).unwrap();
    let asked = editor.ask("workspace/executeCommand", json!({ "command": "nianbao.server.insert", "arguments": [URI, id] }));
    let edit = editor.serve("workspace/applyEdit", json!({ "applied": true }));
    let range = editor.answer(asked).unwrap();
    let edits = edit["edit"]["documentChanges"][0]["edits"].as_array().unwrap();
    assert!(!edits.is_empty());
    let line = range["start"]["line"].as_u64().unwrap();
    assert!(line < range["end"]["line"].as_u64().unwrap() || range["start"]["character"].as_u64() < range["end"]["character"].as_u64());

    let refused = editor.ask("workspace/executeCommand", json!({ "command": "nianbao.server.insert", "arguments": [URI, id] }));
    editor.serve("workspace/applyEdit", json!({ "applied": false }));
    assert_eq!(editor.answer(refused), Err(-32803));
    for (uri, id) in [(URI, "part:nothing"), ("file:///none.md", "part:problems")] {
        let params = json!({ "command": "nianbao.server.insert", "arguments": [uri, id] });
        assert_eq!(editor.request("workspace/executeCommand", params), Err(-32803));
    }
}

#[test]
fn a_new_report_is_made_from_a_schema() {
    let mut editor = open(plain(), "file:///x.txt", json!({}), "");
    assert!(editor.published().2.is_empty());
    let schemas = editor.request("nianbao/schemas", Value::Null).unwrap();
    assert_eq!(schemas[0]["id"], "fazhi-zhengfu");
    assert_eq!(schemas[0]["levels"][2]["id"], "county");
    let params = json!({ "schema": "fazhi-zhengfu", "place": "云岭县", "level": "county", "year": 2025 });
    let report = editor.request("nianbao/skeleton", params).unwrap();
    assert_eq!(report["fileName"], "云岭县人民政府2025年法治政府建设年度报告.txt");
    assert!(report["text"].as_str().unwrap().contains("2026年"));
    assert_eq!(editor.request("nianbao/skeleton", json!({ "schema": "no", "place": "x", "year": 1 })), Err(-32602));
    assert_eq!(
        editor.request("nianbao/skeleton", json!({ "schema": "fazhi-zhengfu", "place": "x", "level": "moon", "year": 1 })),
        Err(-32602)
    );
}
