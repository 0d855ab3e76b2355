//! `nianbao/status`: told to clients that want it, once for each change.

use crate::editor::{Editor, plain, pulls};
use nianbao::server::Options;
use serde_json::{Value, json};

const URI: &str = "file:///a.md";
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
