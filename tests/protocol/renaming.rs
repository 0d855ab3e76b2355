//! Renaming and next year's report, as far as the protocol has a part in it.

use crate::editor::{Editor, pulls};
use nianbao::server::Options;
use serde_json::{Value, json};

const URI: &str = "file:///srv/%E5%8E%BF2025%E5%B9%B4%E6%8A%A5%E5%91%8A.txt";
const REPORT: &str = "云岭县人民政府2025年法治政府建设年度报告\n\n2025年，全县落实《平台建设方案》（以下简称《方案》）。现将有关情况报告如下。\n\n一、主要举措和成效\n\n（一）加强领导。开会4次，2025年5月召开推进会。\n\n二、存在的不足和原因\n\n（一）公证网点偏少。由于财力有限。\n\n三、2026年工作安排\n\n（一）增设公证网点。年内设两处。\n\n云岭县人民政府\n\n2026年1月20日\n";

fn open(edits: Value) -> Editor {
    let more = json!({ "locale": "zh-cn" });
    let mut capabilities = pulls();
    capabilities["textDocument"]["rename"] = json!({ "prepareSupport": true });
    capabilities["textDocument"]["codeAction"] = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } });
    capabilities["workspace"]["applyEdit"] = json!(true);
    capabilities["workspace"]["workspaceEdit"] = edits;
    capabilities["window"] = json!({ "showDocument": { "support": true } });
    let mut editor = Editor::with(Options { watch_parent: false, ..Options::default() }, capabilities, more);
    editor.open(URI, "annual-report", REPORT);
    editor
}

fn annotating() -> Value {
    json!({ "documentChanges": true, "changeAnnotationSupport": { "groupsOnLabel": true }, "resourceOperations": ["create"] })
}

fn at(line: u64, character: u64) -> Value {
    json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character } })
}

fn rename(editor: &mut Editor, line: u64, character: u64, name: &str) -> Result<Value, i64> {
    let mut params = at(line, character);
    params["newName"] = json!(name);
    editor.request("textDocument/rename", params)
}

/// Where edits start and in which group they are.
fn places(edits: &Value) -> Vec<(u64, u64, String)> {
    let place = |edit: &Value| {
        let start = &edit["range"]["start"];
        (start["line"].as_u64().unwrap(), start["character"].as_u64().unwrap(), edit["annotationId"].as_str().unwrap_or("").to_owned())
    };
    edits.as_array().unwrap().iter().map(place).collect()
}

#[test]
fn the_year_is_rolled_in_groups_that_the_user_can_look_at() {
    let mut editor = open(annotating());
    assert_eq!(editor.capabilities["renameProvider"]["prepareProvider"], true);
    let year = editor.request("textDocument/prepareRename", at(0, 9)).unwrap();
    assert_eq!(year["placeholder"], "2025");
    assert_eq!(year["range"], json!({ "start": { "line": 0, "character": 7 }, "end": { "line": 0, "character": 11 } }));
    assert_eq!(editor.request("textDocument/prepareRename", at(0, 3)).unwrap(), Value::Null);
    assert_eq!(editor.request("textDocument/prepareRename", at(1, 0)).unwrap(), Value::Null);

    let edit = rename(&mut editor, 0, 9, "2026").unwrap();
    let change = &edit["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": URI, "version": 1 }));
    let of = |line, character, group: &str| (line, character, format!("rename.group.{group}"));
    let expected = [of(0, 7, "report"), of(2, 0, "report"), of(6, 13, "doubtful"), of(12, 2, "plan"), of(18, 0, "signed")];
    assert_eq!(places(&change["edits"]), expected);
    assert_eq!(change["edits"][3]["newText"], "2027");
    let groups = &edit["changeAnnotations"];
    assert_eq!(groups["rename.group.doubtful"]["needsConfirmation"], true);
    assert_eq!(groups["rename.group.doubtful"]["label"], "存疑");
    assert_eq!(groups["rename.group.plan"], json!({ "label": "下一年安排", "needsConfirmation": false }));
    assert_eq!(groups.as_object().unwrap().len(), 4);
    for (line, character, name) in [(1, 0, "2026"), (4, 3, "2026"), (0, 9, "明年"), (2, 10, " ")] {
        assert_eq!(rename(&mut editor, line, character, name), Err(-32803), "{line}:{character} {name}");
    }
}

#[test]
fn without_groups_only_what_is_sure_is_changed() {
    let mut editor = open(json!({}));
    let edit = rename(&mut editor, 12, 4, "2027").unwrap();
    assert!(edit.get("changeAnnotations").is_none());
    let lines: Vec<u64> = places(&edit["changes"][URI]).iter().map(|p| p.0).collect();
    assert_eq!(lines, [0, 2, 12, 18]);
    // A title goes by another name wherever it is cited.
    let title = rename(&mut editor, 2, 25, "实施方案").unwrap();
    assert_eq!(title["changes"][URI].as_array().unwrap().len(), 1, "{title}");
}

#[test]
fn next_years_report_is_made_of_this_one() {
    let mut editor = open(annotating());
    let next = editor.request("nianbao/nextYear", json!({ "textDocument": { "uri": URI } })).unwrap();
    assert_eq!(next["fileName"], "县2026年报告.txt");
    assert_eq!(next["uri"], "file:///srv/%E5%8E%BF2026%E5%B9%B4%E6%8A%A5%E5%91%8A.txt");
    let text = next["text"].as_str().unwrap();
    assert!(text.starts_with("云岭县人民政府2026年法治政府建设年度报告\n"), "{text}");
    assert!(text.contains("【上年安排：增设公证网点。") && text.contains("【上年问题：公证网点偏少。"), "{text}");

    // For editors without a command of their own: an action on the title, and a new file.
    let action = |editor: &mut Editor, line: u64| -> Option<Value> {
        let place = json!({ "line": line, "character": 0 });
        let params = json!({ "textDocument": { "uri": URI }, "range": { "start": place, "end": place }, "context": { "diagnostics": [] } });
        let all = editor.request("textDocument/codeAction", params).unwrap();
        all.as_array().unwrap().iter().find(|a| a["command"]["command"] == "nianbao.server.startNextYear").cloned()
    };
    assert_eq!(action(&mut editor, 8), None);
    let offered = action(&mut editor, 0).expect("an action on the title");
    assert!(offered["title"].as_str().unwrap().contains("2026"), "{offered}");
    let run = json!({ "command": "nianbao.server.startNextYear", "arguments": offered["command"]["arguments"] });
    let asked = editor.ask("workspace/executeCommand", run.clone());
    let applied = editor.serve("workspace/applyEdit", json!({ "applied": true }));
    let changes = &applied["edit"]["documentChanges"];
    assert_eq!(changes[0]["kind"], "create");
    assert_eq!(changes[0]["options"], json!({ "overwrite": false, "ignoreIfExists": false }));
    assert_eq!(changes[1]["edits"][0]["newText"], next["text"]);
    let shown = editor.serve("window/showDocument", json!({ "success": true }));
    assert_eq!(shown["uri"], next["uri"]);
    assert_eq!(editor.answer(asked).unwrap(), Value::Null);
    let refused = editor.ask("workspace/executeCommand", run);
    editor.serve("workspace/applyEdit", json!({ "applied": false }));
    assert_eq!(editor.answer(refused), Err(-32803));
}

#[test]
fn what_cannot_be_made_says_why() {
    // A file that is there is not touched, and an editor that makes none is told.
    let dir = tempfile::tempdir().unwrap();
    let uri = |name: &str| url(&dir.path().join(name));
    std::fs::write(dir.path().join("2026.txt"), "我的草稿").unwrap();
    let run = |editor: &mut Editor, uri: &str| {
        editor.request("workspace/executeCommand", json!({ "command": "nianbao.server.startNextYear", "arguments": [uri] }))
    };
    let mut editor = open(annotating());
    editor.open(&uri("2025.txt"), "annual-report", REPORT);
    editor.open(&uri("通知.txt"), "plaintext", "开会通知\n");
    assert_eq!(run(&mut editor, &uri("2025.txt")), Err(-32803));
    assert_eq!(run(&mut editor, &uri("通知.txt")), Err(-32803));
    assert_eq!(editor.request("nianbao/nextYear", json!({ "textDocument": { "uri": uri("没有.txt") } })), Err(-32803));
    assert_eq!(std::fs::read_to_string(dir.path().join("2026.txt")).unwrap(), "我的草稿");
    let mut less = open(json!({}));
    assert_eq!(run(&mut less, URI), Err(-32803));
    editor.barrier();
}

fn url(path: &std::path::Path) -> String {
    nianbao::workspace::uri::from_path(path)
}
