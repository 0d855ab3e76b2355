//! How a session begins and ends.

use crate::editor::{Editor, plain, pulls, read_message};
use nianbao::server::{Exit, Options};
use serde_json::{Value, json};
use std::io::{BufReader, Write};
use std::process::{Child, Command, Stdio};

const HOVER: &str = "textDocument/hover";

fn at_nothing() -> Value {
    json!({ "textDocument": { "uri": "file:///a.txt" }, "position": { "line": 0, "character": 0 } })
}

fn options() -> Options {
    Options { watch_parent: false, ..Options::default() }
}

#[test]
fn a_request_before_initialize_is_refused() {
    let mut editor = Editor::raw(options());
    assert_eq!(editor.request(HOVER, at_nothing()), Err(-32002));
    assert_eq!(editor.request("shutdown", Value::Null), Err(-32002));
    editor.notify("textDocument/didOpen", json!({}));
    assert!(editor.request("initialize", json!({ "capabilities": plain() })).is_ok());
}

#[test]
fn a_second_initialize_is_refused() {
    let mut editor = Editor::with(options(), plain(), json!({}));
    assert_eq!(editor.request("initialize", json!({ "capabilities": plain() })), Err(-32600));
}

#[test]
fn initialize_that_makes_no_sense_can_be_tried_again() {
    let mut editor = Editor::raw(options());
    assert_eq!(editor.request("initialize", json!([1])), Err(-32602));
    assert_eq!(editor.request(HOVER, at_nothing()), Err(-32002));
    let odd = json!({ "textDocument": 7, "general": { "positionEncodings": "utf-8" } });
    let answer = editor.request("initialize", json!({ "capabilities": odd })).unwrap();
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
}

#[test]
fn requests_sent_without_waiting_for_initialize_are_answered() {
    let mut editor = Editor::raw(options());
    let first = editor.ask("initialize", json!({ "capabilities": plain() }));
    let second = editor.ask(HOVER, at_nothing());
    assert!(editor.answer(first).is_ok());
    assert_eq!(editor.answer(second), Ok(Value::Null));
}

#[test]
fn after_shutdown_only_exit_is_left() {
    let mut editor = Editor::with(options(), plain(), json!({}));
    assert_eq!(editor.request("shutdown", Value::Null), Ok(Value::Null));
    assert_eq!(editor.request(HOVER, at_nothing()), Err(-32600));
    assert_eq!(editor.leave(&["exit"]), Exit::Orderly);
}

#[test]
fn parameters_of_a_method_that_has_none_say_nothing() {
    for empty in [json!({}), json!([]), json!(null), json!({ "a": 1 })] {
        let mut editor = Editor::raw(options());
        editor.request("initialize", json!({ "capabilities": plain() })).unwrap();
        // Sent as it is: `null` too.
        let send = |editor: &mut Editor, method: &str, id: Option<i64>| {
            let mut message = json!({ "jsonrpc": "2.0", "method": method, "params": empty });
            if let Some(id) = id {
                message["id"] = json!(id);
            }
            editor.send(&message);
        };
        send(&mut editor, "initialized", None);
        send(&mut editor, "nianbao/schemas", Some(70));
        assert!(!editor.answer(70).unwrap().as_array().unwrap().is_empty());
        send(&mut editor, "shutdown", Some(71));
        assert_eq!(editor.answer(71), Ok(Value::Null), "{empty}");
        send(&mut editor, "exit", None);
        assert_eq!(editor.leave(&[]), Exit::Orderly, "{empty}");
    }
}

#[test]
fn an_exit_or_an_end_without_shutdown_is_abrupt() {
    assert_eq!(Editor::with(options(), plain(), json!({})).leave(&["exit"]), Exit::Abrupt);
    assert_eq!(Editor::with(options(), plain(), json!({})).leave(&[]), Exit::Abrupt);
    assert_eq!(Editor::raw(options()).leave(&["exit"]), Exit::Abrupt);
}

#[test]
fn what_was_asked_before_the_end_of_the_stream_is_answered() {
    let mut editor = Editor::with(options(), pulls(), json!({}));
    editor.open("file:///a.md", "markdown", "会议纪要");
    let asked = editor.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": "file:///a.md" } }));
    let (answer, exit) = editor.leave_with(asked);
    assert_eq!(answer.unwrap()["kind"], "full");
    assert_eq!(exit, Exit::Abrupt);
}

fn process() -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command.args(["server", "--stdio"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().unwrap()
}

fn send(child: &mut Child, message: &Value) {
    let body = message.to_string();
    let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
    child.stdin.as_mut().unwrap().write_all(frame.as_bytes()).unwrap();
}

/// Starts a session and reads the answer to `initialize`.
fn session(parent: Option<u32>) -> Child {
    let mut child = process();
    send(&mut child, &json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "processId": parent, "capabilities": {} } }));
    let mut output = BufReader::new(child.stdout.take().unwrap());
    assert_eq!(read_message(&mut output).unwrap()["result"]["serverInfo"]["name"], "nianbao");
    // Whoever stops reading must not stop the server from ending.
    std::thread::spawn(move || while read_message(&mut output).is_some() {});
    child
}

#[test]
fn the_process_ends_with_0_although_its_input_stays_open() {
    let mut child = session(None);
    send(&mut child, &json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }));
    send(&mut child, &json!({ "jsonrpc": "2.0", "method": "exit" }));
    let input = child.stdin.take();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    drop(input);
}

#[test]
fn the_process_ends_with_1_when_its_input_ends_or_exit_comes_too_early() {
    let mut child = session(None);
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));

    let mut child = session(None);
    send(&mut child, &json!({ "jsonrpc": "2.0", "method": "exit" }));
    let input = child.stdin.take();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    drop(input);
}

#[test]
#[cfg(target_os = "linux")]
fn the_process_ends_with_the_editor_that_started_it() {
    let mut parent = Command::new("sleep").arg("600").spawn().unwrap();
    let mut child = session(Some(parent.id()));
    let input = child.stdin.take();
    parent.kill().unwrap();
    parent.wait().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    drop(input);
}
