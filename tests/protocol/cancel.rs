//! Requests that the client no longer wants, and work that lets others pass.

use crate::editor::{Editor, options, pulls};
use crate::fake::{Gate, echo};
use nianbao::rules::{Draft, Settings};
use serde_json::json;

const URI: &str = "file:///a.txt";

#[test]
fn a_cancelled_request_is_answered_at_once_and_others_go_on() {
    let gate = Gate::default();
    let at_gate = gate.clone();
    let analyse = move |draft: &Draft, settings: &Settings| {
        at_gate.pass(&draft.text().to_string());
        echo(draft, settings)
    };
    let mut editor = Editor::with(options(analyse), pulls(), json!({}));
    editor.open(URI, "plaintext", "慢");
    editor.open("file:///b.txt", "plaintext", "快");
    let slow = editor.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": URI } }));
    gate.wait_for(1);
    // Nobody waits behind the slow one.
    assert_eq!(editor.pull("file:///b.txt"), Ok(vec!["快".to_owned()]));
    editor.notify("$/cancelRequest", json!({ "id": slow }));
    assert_eq!(editor.answer(slow), Err(-32800));
    // A second time, and one that never was.
    editor.notify("$/cancelRequest", json!({ "id": slow }));
    editor.notify("$/cancelRequest", json!({ "id": 99_999 }));
    gate.open();
    assert_eq!(editor.pull(URI), Ok(vec!["慢".to_owned()]));
}

#[test]
fn a_request_is_cancelled_while_every_core_computes() {
    let gate = Gate::default();
    let at_gate = gate.clone();
    let analyse = move |draft: &Draft, settings: &Settings| {
        at_gate.pass(&draft.text().to_string());
        echo(draft, settings)
    };
    let mut editor = Editor::with(options(analyse), pulls(), json!({}));
    let cores = std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 8);
    let uri = |n: usize| format!("file:///{n}.txt");
    let asked: Vec<_> = (0..cores + 3)
        .map(|n| {
            editor.open(&uri(n), "plaintext", "慢");
            editor.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri(n) } }))
        })
        .collect();
    gate.wait_for(cores);
    for id in &asked {
        editor.notify("$/cancelRequest", json!({ "id": id }));
        assert_eq!(editor.answer(*id), Err(-32800));
    }
    // What needs no analysis is answered too.
    editor.barrier();
    gate.open();
    assert_eq!(editor.pull(&uri(0)), Ok(vec!["慢".to_owned()]));
}

#[test]
fn every_request_gets_one_answer_though_it_is_cancelled() {
    let mut editor = Editor::with(options(echo), pulls(), json!({}));
    editor.open(URI, "plaintext", "甲");
    let asked: Vec<_> = (0..200).map(|_| editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } }))).collect();
    for id in &asked {
        editor.notify("$/cancelRequest", json!({ "id": id }));
    }
    for id in asked {
        if let Err(code) = editor.answer(id) {
            assert_eq!(code, -32800);
        }
    }
    assert_eq!(editor.pull(URI), Ok(vec!["甲".to_owned()]));
}
