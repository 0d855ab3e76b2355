//! A panic costs one answer.

use crate::editor::{Editor, options, plain, pulls};
use crate::fake::echo;
use nianbao::rules::{Analysis, Draft, Settings};
use serde_json::json;
use std::sync::Arc;

const URI: &str = "file:///a.txt";
const OTHER: &str = "file:///b.txt";

fn touchy(draft: &Draft, settings: &Settings) -> Arc<Analysis> {
    assert!(!draft.text().to_string().contains('炸'), "told to");
    echo(draft, settings)
}

#[test]
fn a_broken_analysis_costs_the_answers_that_need_it() {
    let mut editor = Editor::with(options(touchy), pulls(), json!({}));
    editor.open(URI, "plaintext", "炸");
    editor.open(OTHER, "plaintext", "乙");
    assert_eq!(editor.pull(URI), Err(-32603));
    let symbols = json!({ "textDocument": { "uri": URI } });
    assert_eq!(editor.request("textDocument/documentSymbol", symbols), Err(-32603));
    assert_eq!(editor.pull(OTHER), Ok(vec!["乙".to_owned()]));
    editor.replace(URI, 2, "甲");
    assert_eq!(editor.pull(URI), Ok(vec!["甲".to_owned()]));
}

#[test]
fn findings_come_back_with_the_next_text() {
    let mut editor = Editor::with(options(touchy), plain(), json!({}));
    editor.open(URI, "plaintext", "甲");
    assert_eq!(editor.published().2, ["甲"]);
    editor.replace(URI, 2, "炸");
    editor.barrier();
    editor.replace(URI, 3, "乙");
    assert_eq!(editor.published(), (URI.to_owned(), Some(3), vec!["乙".to_owned()]));
}
