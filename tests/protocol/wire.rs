//! What is no message costs itself and nothing else.

use crate::editor::{Editor, options, pulls};
use crate::fake::echo;
use serde_json::{Value, json};

fn framed(body: &[u8]) -> Vec<u8> {
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

#[test]
fn after_anything_broken_the_session_goes_on() {
    let broken: [(&[u8], i64); 6] = [
        (b"{\"jsonrpc\":\"2.0\",\"method\":", -32700),
        (b"{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"params\":\"\xff\"}", -32700),
        (b"[]", -32600),
        (b"{\"jsonrpc\":\"2.0\"}", -32600),
        (b"{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"a\"}", -32600),
        (b"", -32700),
    ];
    let mut editor = Editor::with(options(echo), pulls(), json!({}));
    editor.open("file:///a.txt", "plaintext", "甲");
    for (body, code) in broken {
        editor.bytes(&framed(body));
        let complaint = editor.complaint();
        assert_eq!(complaint, code, "{}", String::from_utf8_lossy(body));
        assert_eq!(editor.pull("file:///a.txt"), Ok(vec!["甲".to_owned()]));
    }
    editor.bytes(b"GET / HTTP/1.1\r\n\r\n");
    assert_eq!(editor.complaint(), -32700);
    assert_eq!(editor.pull("file:///a.txt"), Ok(vec!["甲".to_owned()]));
}

#[test]
fn params_that_make_no_sense_are_refused_and_methods_that_do_not_exist() {
    let mut editor = Editor::with(options(echo), pulls(), json!({}));
    for (method, params) in [
        ("textDocument/hover", json!({ "textDocument": 5 })),
        ("textDocument/documentSymbol", json!({})),
        ("textDocument/codeAction", json!({ "textDocument": { "uri": "file:///a" }, "range": "x" })),
        ("nianbao/checklist", json!({ "textDocument": null })),
        ("workspace/executeCommand", json!({ "command": "nianbao.server.insert", "arguments": [] })),
    ] {
        assert_eq!(editor.request(method, params), Err(-32602), "{method}");
    }
    assert_eq!(editor.request("nianbao/nothing", json!({})), Err(-32601));
    assert_eq!(editor.request("$/nothing", json!({})), Err(-32601));
    editor.notify("$/nothing", json!({}));
    editor.notify("nianbao/nothing", json!([1]));
    assert_eq!(editor.request("textDocument/completion", Value::Null).unwrap_err(), -32602);
}

#[test]
fn a_document_that_is_not_open_has_nothing_to_say() {
    let mut editor = Editor::with(options(echo), pulls(), json!({}));
    let document = json!({ "textDocument": { "uri": "file:///none.txt" } });
    assert_eq!(editor.request("textDocument/documentSymbol", document.clone()), Ok(Value::Null));
    assert_eq!(editor.request("nianbao/status", document.clone()), Ok(Value::Null));
    assert_eq!(editor.pull("file:///none.txt"), Ok(vec![]));
}

#[test]
fn an_answer_that_nobody_waits_for_is_passed_over() {
    let mut editor = Editor::with(options(echo), pulls(), json!({}));
    editor.send(&json!({ "jsonrpc": "2.0", "id": 77, "result": null }));
    editor.send(&json!({ "jsonrpc": "2.0", "id": "x", "error": { "code": 1, "message": "no" } }));
    editor.send(&json!({ "jsonrpc": "2.0", "id": null, "result": 1 }));
    editor.barrier();
}
