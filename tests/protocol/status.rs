//! `nianbao/status`: told to clients that want it, once for each change.

use crate::editor::{Editor, plain, pulls};
use nianbao::server::Options;
use serde_json::{Value, json};

const URI: &str = "file:///a.md";
/// What is said of a draft without a title.
const UNTITLED: &str = "草稿没有标题；法治政府建设年度报告的标题应写明发文机关、年度和文种";
const REPORT: &str = "云岭县人民政府2025年法治政府建设年度报告\n\n一、主要成效\n\n成效显著。\n";

fn open(capabilities: Value, options: Value, language: &str, text: &str) -> Editor {
    let mut editor =
        Editor::with(Options { watch_parent: false, ..Options::default() }, capabilities, json!({ "initializationOptions": options }));
    editor.open(URI, language, text);
    editor
}

#[test]
fn it_is_told_after_an_open_and_when_it_changes_only() {
    let mut editor = open(pulls(), json!({ "client": "vscode" }), "markdown", REPORT);
    let status = editor.notification("nianbao/status");
    assert_eq!((&status["uri"], &status["version"]), (&json!(URI), &json!(1)));
    assert_eq!((&status["recognised"], &status["schema"], &status["forced"]), (&json!(true), &json!("fazhi-zhengfu"), &json!(false)));
    assert_eq!((&status["reportYear"], &status["badEncoding"]), (&json!(2025), &json!(false)));
    // A letter more changes nothing that it says; what is told for nothing is unread at the end.
    editor.replace(URI, 2, &REPORT.replace("显著", "较显著"));
    editor.barrier();
    editor.replace(URI, 3, &REPORT.replace("2025", "2024"));
    let status = editor.notification("nianbao/status");
    assert_eq!((&status["version"], &status["reportYear"]), (&json!(3), &json!(2024)));
    let asked = editor.request("nianbao/status", json!({ "textDocument": { "uri": URI } })).unwrap();
    assert_eq!(asked, status);
}

#[test]
fn who_does_not_want_it_is_not_told() {
    let mut editor = open(pulls(), json!({}), "markdown", REPORT);
    assert!(editor.pull(URI).is_ok());
    let mut capabilities = pulls();
    capabilities["experimental"] = json!({ "nianbaoStatus": true });
    let mut editor = open(capabilities, json!({}), "markdown", REPORT);
    assert_eq!(editor.notification("nianbao/status")["recognised"], true);
}

#[test]
fn what_is_no_report_is_said_to_be_none_until_the_user_says_otherwise() {
    let mut editor = open(plain(), json!({ "client": "vscode", "locale": "zh-cn" }), "plaintext", "会议纪要\n");
    assert_eq!(editor.published().2, Vec::<String>::new());
    let status = editor.notification("nianbao/status");
    assert_eq!((&status["recognised"], &status["forced"]), (&json!(false), &json!(false)));
    assert!(!status["reason"].as_str().unwrap().is_empty());
    editor.request("nianbao/claim", json!({ "textDocument": { "uri": URI }, "schema": "default" })).unwrap();
    let status = editor.notification("nianbao/status");
    assert_eq!((&status["recognised"], &status["forced"]), (&json!(true), &json!(true)));
    assert!(!editor.published().2.is_empty());
    editor.request("nianbao/claim", json!({ "textDocument": { "uri": URI }, "schema": null })).unwrap();
    assert_eq!(editor.notification("nianbao/status")["recognised"], false);
    assert_eq!(editor.published().2, Vec::<String>::new());
}

#[test]
fn the_language_of_reports_says_that_it_is_one() {
    let mut editor = open(pulls(), json!({ "client": "vscode" }), "annual-report", "会议纪要\n");
    let status = editor.notification("nianbao/status");
    assert_eq!((&status["recognised"], &status["forced"]), (&json!(true), &json!(true)));
    editor.request("nianbao/claim", json!({ "textDocument": { "uri": URI }, "schema": null })).unwrap();
    editor.refreshed();
    assert_eq!(editor.notification("nianbao/status")["recognised"], false);
}

#[test]
fn it_is_told_although_findings_wait_for_the_user() {
    let options = json!({ "client": "vscode", "settings": { "run": "manual" } });
    let mut editor = open(plain(), options, "markdown", REPORT);
    assert_eq!(editor.notification("nianbao/status")["recognised"], true);
    editor.request("workspace/executeCommand", json!({ "command": "nianbao.server.check", "arguments": [URI] })).unwrap();
    assert!(!editor.published().2.is_empty());
}

#[test]
fn what_is_only_likely_says_what_it_goes_by_and_can_be_refused() {
    let text = "2025年，云岭县人民政府深入学习贯彻习近平法治思想，推进法治政府建设。现将有关情况报告如下：\n\n一、主要举措和成效\n\n（一）履行推进法治建设第一责任人职责。县政府主要负责人主持召开常务会议，研究法治政府建设议题4个。\n\n（二）优化法治化营商环境。全年取消行政许可事项12项，评查行政执法案卷120卷。\n\n二、存在的不足和原因\n\n（一）基层执法力量薄弱。主要原因是人员更替频繁。\n\n三、2026年工作安排\n\n（一）充实基层执法力量。年内补充执法人员12名。\n\n云岭县人民政府\n\n2026年2月25日\n";
    let mut editor = open(plain(), json!({ "client": "vscode", "locale": "zh-cn" }), "plaintext", text);
    assert_eq!(editor.published().2, [UNTITLED]);
    let status = editor.notification("nianbao/status");
    assert_eq!((&status["certainty"], &status["title"]), (&json!("likely"), &Value::Null), "{status}");
    assert!(status["grounds"].as_array().unwrap().iter().any(|ground| ground.as_str().unwrap().contains("法治政府")), "{status}");
    let answer = editor.request("nianbao/claim", json!({ "textDocument": { "uri": URI }, "schema": "none" })).unwrap();
    assert_eq!(answer["rememberable"], true);
    let status = editor.notification("nianbao/status");
    assert_eq!((&status["recognised"], &status["forced"]), (&json!(false), &json!(true)));
    assert_eq!(editor.published().2, Vec::<String>::new());
    editor.request("nianbao/claim", json!({ "textDocument": { "uri": URI }, "schema": "fazhi-zhengfu" })).unwrap();
    assert_eq!(editor.notification("nianbao/status")["certainty"], "chosen");
    assert_eq!(editor.published().2, [UNTITLED]);
}

#[test]
fn a_skeleton_is_told_to_wait() {
    let schemas = nianbao::schema::SchemaSet::built_in();
    let schema = schemas.get("fazhi-zhengfu").unwrap();
    let new = schema.new_report(&nianbao::schema::Commission { place: "云岭县", level: None, year: 2025, last: None }).text;
    let mut editor = open(pulls(), json!({ "client": "vscode" }), "plaintext", &new);
    let status = editor.notification("nianbao/status");
    assert_eq!((&status["missing"], &status["unwritten"]), (&json!(0), &json!(3)), "{status}");
}

#[test]
fn a_tie_names_its_candidates() {
    let dir = tempfile::tempdir().unwrap();
    let schemas = dir.path().join(".nianbao").join("schemas");
    std::fs::create_dir_all(&schemas).unwrap();
    for id in ["jia", "yi"] {
        let evidence = json!([{ "id": "t", "within": "title", "pattern": "自定", "weight": 9, "decisive": true, "says": { "zh": "标题的主题" }, "source": "x" }]);
        let schema = json!({ "id": id, "name": { "zh": format!("{id}报告") },
            "claims": { "title": ["自定年度报告$"], "words": ["自定"], "likely": 6, "certain": 8, "evidence": evidence },
            "parts": [{ "id": "a", "role": "results", "name": { "zh": "情况" }, "required": true, "headings": ["情况"], "heading": "一、总体情况" }] });
        std::fs::write(schemas.join(format!("{id}.json")), schema.to_string()).unwrap();
    }
    let uri = nianbao::workspace::uri::from_path(&dir.path().join("a.txt"));
    let more = json!({ "initializationOptions": { "client": "vscode" } });
    let mut editor = Editor::with(Options { watch_parent: false, ..Options::default() }, pulls(), more);
    editor.open(&uri, "plaintext", "某县2024年自定年度报告\n\n一、总体情况\n\n很好。\n");
    let status = editor.notification("nianbao/status");
    assert_eq!(status["candidates"], json!([{ "id": "jia", "name": "jia报告" }, { "id": "yi", "name": "yi报告" }]), "{status}");
    assert_eq!(status["recognised"], false);
    editor.request("nianbao/claim", json!({ "textDocument": { "uri": uri }, "schema": "yi" })).unwrap();
    editor.refreshed();
    assert_eq!(editor.notification("nianbao/status")["schema"], "yi");
}
