//! Clients that ask much, read nothing or break off.

use crate::editor::{Editor, options, pulls, read_message};
use crate::fake::echo;
use serde_json::{Value, json};
use std::io::{BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

const URI: &str = "file:///a.txt";

/// A server with a document of some hundred findings, whose output nobody reads yet.
struct Client {
    child: Child,
    input: ChildStdin,
}

impl Client {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_nianbao"))
            .args(["server", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let mut client = Self { child, input };
        client.send(&json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": { "processId": null, "capabilities": {} } }));
        let text = "云岭县人民政府2025年法治政府建设年度报告\n\n一、问题\n三、安排\n".to_owned() + &"（二）加强领导,\n".repeat(300);
        let item = json!({ "uri": URI, "languageId": "plaintext", "version": 1, "text": text });
        client.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": item } }));
        client
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.input.write_all(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).unwrap();
    }

    /// Puts an empty line into the document.
    fn change(&mut self, version: i64) {
        let at = json!({ "line": 1, "character": 0 });
        let change = json!({ "range": { "start": at, "end": at }, "text": "\n" });
        let params = json!({ "textDocument": { "uri": URI, "version": version }, "contentChanges": [change] });
        self.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params }));
    }
}

#[test]
fn a_thousand_requests_in_flight_are_all_answered() {
    let mut editor = Editor::with(options(echo), pulls(), json!({}));
    editor.open(URI, "plaintext", "甲");
    let document = json!({ "textDocument": { "uri": URI } });
    let place = json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 0 } });
    let asked: Vec<_> = (0..1000)
        .map(|n| match n % 4 {
            0 => editor.ask("textDocument/diagnostic", document.clone()),
            1 => editor.ask("textDocument/documentSymbol", document.clone()),
            2 => editor.ask("textDocument/hover", place.clone()),
            _ => editor.ask("textDocument/foldingRange", document.clone()),
        })
        .collect();
    for id in asked {
        assert!(editor.answer(id).is_ok());
    }
}

#[test]
fn a_client_that_stops_reading_stops_neither_the_server_nor_its_end() {
    let mut client = Client::start();
    // Each is answered with more than a pipe holds: all of them are taken in all the same.
    for version in 2..200 {
        client.change(version);
    }
    client.send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }));
    client.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(client.child.wait().unwrap().code(), Some(0));
    // What the pipe held is whole messages as far as it goes.
    let mut output = Vec::new();
    client.child.stdout.take().unwrap().read_to_end(&mut output).unwrap();
    assert!(output.starts_with(b"Content-Length: "));
}

#[test]
fn a_client_that_reads_late_gets_every_answer_and_the_last_findings() {
    let mut client = Client::start();
    let last = 150;
    for version in 2..=last {
        client.change(version);
        let params = json!({ "textDocument": { "uri": URI } });
        client.send(&json!({ "jsonrpc": "2.0", "id": version, "method": "textDocument/documentSymbol", "params": params }));
    }
    // Only now does it read: nothing was lost on the way, and nothing older comes behind something newer.
    let mut output = BufReader::new(client.child.stdout.take().unwrap());
    let (mut answered, mut published) = (std::collections::BTreeSet::new(), 0);
    while published < last || answered.len() < last as usize {
        let message = read_message(&mut output).expect("the server lives");
        match message["id"].as_i64() {
            Some(id) => assert!(message["error"].is_null() && answered.insert(id), "{message}"),
            None => {
                let version = message["params"]["version"].as_i64().unwrap();
                assert!(version > published, "{version} behind {published}");
                published = version;
            }
        }
    }
    drop(client.input);
    assert_eq!(client.child.wait().unwrap().code(), Some(1));
}

#[test]
fn a_session_that_breaks_off_inside_a_message_ends() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .arg("server")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"Content-Length: 4000\r\n\r\n{\"jsonrpc\":").unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn versions_that_go_back_or_lack_change_nothing_but_the_number() {
    let mut editor = Editor::with(options(echo), pulls(), json!({}));
    editor.open(URI, "plaintext", "甲");
    editor.replace(URI, 9, "乙");
    editor.replace(URI, 3, "丙");
    assert_eq!(editor.pull(URI), Ok(vec!["丙".to_owned()]));
    let at = json!({ "line": 0, "character": 1 });
    let change = json!([{ "range": { "start": at, "end": at }, "text": "丁" }]);
    editor.notify("textDocument/didChange", json!({ "textDocument": { "uri": URI, "version": null }, "contentChanges": change }));
    assert_eq!(editor.pull(URI), Ok(vec!["丙丁".to_owned()]));
}

#[test]
fn a_document_renamed_under_the_server_lives_on_under_its_new_name() {
    let mut editor = Editor::with(options(echo), pulls(), json!({}));
    editor.open(URI, "plaintext", "甲");
    // An editor closes the old name and opens the new one; the old one has nothing to say any more.
    editor.close(URI);
    editor.open("file:///b.txt", "plaintext", "甲");
    editor.replace("file:///b.txt", 2, "乙");
    assert_eq!(editor.pull("file:///b.txt"), Ok(vec!["乙".to_owned()]));
    assert_eq!(editor.pull(URI), Ok(vec![]));
    editor.replace(URI, 3, "丙");
    assert_eq!(editor.pull(URI), Ok(vec![]));
}

#[test]
fn of_too_many_findings_the_gravest_are_shown_and_the_rest_counted() {
    let text = "云岭县人民政府2025年法治政府建设年度报告\n\n一、主要成效\n".to_owned() + &"（二）加强领导,\n".repeat(60);
    let shown = |limit: u64| {
        let more = json!({ "initializationOptions": { "locale": "en", "settings": { "diagnostics": { "limit": limit } } } });
        let mut editor = Editor::with(nianbao::server::Options { watch_parent: false, ..Default::default() }, pulls(), more);
        editor.open(URI, "plaintext", &text);
        let document = json!({ "textDocument": { "uri": URI } });
        editor.request("textDocument/diagnostic", document).unwrap()["items"].as_array().unwrap().clone()
    };
    let severity = |item: &Value| item["severity"].as_i64().unwrap();
    let (all, few) = (shown(100_000), shown(10));
    assert!(all.len() > 20, "{}", all.len());
    assert_eq!(few.len(), 11);
    let mut gravest: Vec<_> = all.iter().map(severity).collect();
    gravest.sort_unstable();
    let mut kept: Vec<_> = few[..10].iter().map(severity).collect();
    kept.sort_unstable();
    assert_eq!(kept, gravest[..10]);
    assert_eq!(few[10]["message"], format!("{} more are not shown (setting nianbao.diagnostics.limit)", all.len() - 10));
}
