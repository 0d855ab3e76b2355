//! A finding at several places: one diagnostic, one quick fix, from each of its places.

use crate::editor::{Editor, pulls};
use nianbao::server::Options;
use serde_json::{Value, json};

const URI: &str = "file:///a.md";
const REPORT: &str = "云岭县人民政府2025年法治政府建设年度报告\n\n2025年，我县推进依法行政。现将有关情况报告如下。\n\n一、主要成效\n\n（一）规范行政 执法。办理复议 案件 32 件，评查案卷 120 卷。\n\n二、存在的不足\n\n一是基层执法力量不足，主要原因是人员更替频繁。\n\n三、2026年工作安排\n\n一是充实基层执法力量。\n\n云岭县人民政府\n\n2026年2月25日\n";

fn open(options: Value) -> Editor {
    let mut capabilities = pulls();
    capabilities["textDocument"]["codeAction"] = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } });
    let more = json!({ "initializationOptions": options, "locale": "zh-cn" });
    let mut editor = Editor::with(Options { watch_parent: false, ..Options::default() }, capabilities, more);
    editor.open(URI, "markdown", REPORT);
    editor
}

fn diagnostics(editor: &mut Editor) -> Vec<Value> {
    let answer = editor.request("textDocument/diagnostic", json!({ "textDocument": { "uri": URI } })).unwrap();
    answer["items"].as_array().unwrap().clone()
}

/// The diagnostics of the rule about blanks.
fn blanks(editor: &mut Editor) -> Vec<Value> {
    diagnostics(editor).into_iter().filter(|d| d["code"] == "NB703").collect()
}

fn quick_fixes(editor: &mut Editor, range: &Value, named: Value) -> Vec<Value> {
    let context = json!({ "diagnostics": named, "only": ["quickfix"] });
    let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
    editor.request("textDocument/codeAction", params).unwrap().as_array().unwrap().clone()
}

#[test]
fn it_is_one_diagnostic_that_names_its_other_places() {
    let mut editor = open(json!({}));
    let found = blanks(&mut editor);
    let [one] = found.as_slice() else { panic!("{found:#?}") };
    assert!(one["message"].as_str().unwrap().contains("共6处"), "{one}");
    assert_eq!(one["data"], "stray-space");
    let others = one["relatedInformation"].as_array().unwrap();
    assert_eq!(others.len(), 5);
    assert!(others.iter().all(|o| o["location"]["uri"] == URI && o["location"]["range"] != one["range"]), "{others:#?}");
}

#[test]
fn each_of_its_places_offers_the_fix_for_all() {
    let mut editor = open(json!({}));
    let one = blanks(&mut editor).remove(0);
    let last = one["relatedInformation"][4]["location"]["range"].clone();
    for range in [one["range"].clone(), last] {
        let fixes = quick_fixes(&mut editor, &range, json!([]));
        let [fix] = fixes.as_slice() else { panic!("{fixes:#?}") };
        assert!(fix["title"].as_str().unwrap().contains("共6处"), "{fix}");
        assert_eq!(fix["edit"]["changes"][URI].as_array().unwrap().len(), 6);
        assert_eq!(fix["diagnostics"], json!([one]));
    }
}

#[test]
fn a_client_that_marks_the_places_by_itself_is_given_them() {
    let mut editor = open(json!({ "groupPlaces": true }));
    let one = blanks(&mut editor).remove(0);
    assert_eq!((&one["data"]["rule"], one["data"]["places"].as_array().unwrap().len()), (&json!("stray-space"), 5));
    // A line more above moves all of them.
    let start = json!({ "line": 2, "character": 0 });
    editor.change(URI, 2, json!([{ "range": { "start": start, "end": start }, "text": "\n" }]));
    let moved = blanks(&mut editor).remove(0);
    let lines =
        |d: &Value| d["data"]["places"].as_array().unwrap().iter().map(|p| p["start"]["line"].as_u64().unwrap()).collect::<Vec<_>>();
    assert_eq!(lines(&moved), lines(&one).iter().map(|line| line + 1).collect::<Vec<_>>());
}

#[test]
fn status_and_checklist_count_what_is_published() {
    let mut editor = open(json!({}));
    let all = diagnostics(&mut editor);
    let status = editor.request("nianbao/status", json!({ "textDocument": { "uri": URI } })).unwrap();
    for (severity, name) in (1..).zip(["error", "warning", "info", "hint"]) {
        assert_eq!(status["counts"][name], all.iter().filter(|d| d["severity"] == severity).count(), "{name}");
    }
    let list = editor.request("nianbao/checklist", json!({ "textDocument": { "uri": URI } })).unwrap();
    let parts = list["entries"].as_array().unwrap();
    let rows = parts.iter().flat_map(|p| std::iter::once(p).chain(p["children"].as_array().into_iter().flatten()));
    let missing: Vec<&Value> = rows.filter(|row| row["state"] == "missing").collect();
    assert!(!missing.is_empty());
    assert_eq!(status["missing"], missing.len());
    // Each leads to its finding.
    for row in missing {
        assert!(all.iter().any(|d| d["range"] == row["finding"]), "{row}");
    }
}
