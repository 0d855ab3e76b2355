//! A change of language is a close and an open; a close is a close.

use crate::editor::{Editor, options, plain};
use crate::fake::say;
use nianbao::rules::{Draft, Settings};
use serde_json::json;

const URI: &str = "file:///a.txt";
const REPORT: &str = "云岭县2025年法治政府建设年度报告\n\n一、主要成效\n";

/// Says by which schema the draft is taken for a report.
fn schema(draft: &Draft, settings: &Settings) -> std::sync::Arc<nianbao::rules::Analysis> {
    let analysis = draft.analyse(settings);
    let schema = analysis.outline.report.as_ref().map_or("-", |report| &report.schema.id);
    say(draft, settings, schema.to_owned())
}

#[test]
fn nothing_is_taken_back_when_the_language_changes() {
    let mut editor = Editor::with(options(schema), plain(), json!({}));
    editor.open(URI, "plaintext", REPORT);
    assert_eq!(editor.published().2, ["fazhi-zhengfu"]);
    editor.close(URI);
    editor.open(URI, "annual-report", REPORT);
    // Had the close taken anything back, an empty list would stand in between.
    assert_eq!(editor.published(), (URI.to_owned(), Some(1), vec!["fazhi-zhengfu".to_owned()]));
    // And what it was recognised by is not forgotten.
    editor.replace(URI, 2, "云岭县2025年法治政府\n");
    assert_eq!(editor.published().2, ["fazhi-zhengfu"]);
    editor.close(URI);
    assert_eq!(editor.published(), (URI.to_owned(), None, vec![]));
}

#[test]
fn a_recognised_draft_stays_recognised_until_it_is_closed() {
    let mut editor = Editor::with(options(schema), plain(), json!({}));
    editor.open(URI, "plaintext", REPORT);
    assert_eq!(editor.published().2, ["fazhi-zhengfu"]);
    editor.replace(URI, 2, "云岭县2025年法治政府\n");
    assert_eq!(editor.published().2, ["fazhi-zhengfu"]);
    editor.close(URI);
    assert_eq!(editor.published().2, Vec::<String>::new());
    editor.open(URI, "plaintext", "云岭县2025年法治政府\n");
    assert_eq!(editor.published().2, ["-"]);
}

#[test]
fn a_title_of_another_kind_counts_more_than_the_past() {
    let mut editor = Editor::with(options(schema), plain(), json!({}));
    // A new report starts as an empty document of the language; the first schema stands in.
    editor.open(URI, "annual-report", "");
    assert_eq!(editor.published().2, ["fazhi-zhengfu"]);
    editor.replace(URI, 2, "云岭县2025年政府信息公开工作年度报告\n");
    assert_eq!(editor.published().2, ["zhengfu-xinxi-gongkai"]);
    editor.replace(URI, 3, "云岭县2025年政府信息\n");
    assert_eq!(editor.published().2, ["zhengfu-xinxi-gongkai"]);
    editor.replace(URI, 4, REPORT);
    assert_eq!(editor.published().2, ["fazhi-zhengfu"]);
    editor.replace(URI, 5, "云岭县\n");
    assert_eq!(editor.published().2, ["fazhi-zhengfu"]);
}

#[test]
fn the_user_decides_what_a_document_is() {
    let mut editor = Editor::with(options(schema), plain(), json!({}));
    editor.open(URI, "plaintext", "会议纪要");
    assert_eq!(editor.published().2, ["-"]);
    let claim = |schema| json!({ "textDocument": { "uri": URI }, "schema": schema });
    assert_eq!(editor.request("nianbao/claim", claim(json!("zhengfu-xinxi-gongkai"))), Ok(json!({ "rememberable": true })));
    assert_eq!(editor.published().2, ["zhengfu-xinxi-gongkai"]);
    assert_eq!(editor.request("nianbao/claim", claim(json!(null))), Ok(json!({ "rememberable": false })));
    assert_eq!(editor.published().2, ["-"]);
    let other = json!({ "textDocument": { "uri": "file:///not-open.txt" }, "schema": null });
    assert_eq!(editor.request("nianbao/claim", other), Err(-32803));
}
