//! A mock editor at the other end of a pipe. When it is dropped it ends the
//! session and fails the test if that is not clean, or if the server said
//! something that the test did not read.

use nianbao::server::{Exit, Options, serve};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, PipeReader, PipeWriter, Write};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// A test that waits so long has failed. Never part of what is asserted.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Editor {
    to: Option<PipeWriter>,
    from: Receiver<Value>,
    server: Option<JoinHandle<Exit>>,
    unread: VecDeque<Value>,
    /// What is not sent yet, while messages are gathered.
    held: Option<Vec<u8>>,
    next_id: i64,
    /// What the server offered.
    pub capabilities: Value,
}

/// What the mock editor can do, if a test does not say otherwise: nothing but
/// receive diagnostics.
pub fn plain() -> Value {
    json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true, "dataSupport": true } } })
}

/// An editor that pulls diagnostics, and again when asked to.
pub fn pulls() -> Value {
    json!({
        "textDocument": { "publishDiagnostics": { "relatedInformation": true, "dataSupport": true }, "diagnostic": {} },
        "workspace": { "diagnostics": { "refreshSupport": true } },
    })
}

pub fn options(
    analyse: impl Fn(&nianbao::rules::Draft, &nianbao::rules::Settings) -> std::sync::Arc<nianbao::rules::Analysis> + Send + Sync + 'static,
) -> Options {
    Options { analyser: std::sync::Arc::new(analyse), watch_parent: false }
}

impl Editor {
    /// A server that nobody has spoken to.
    pub fn raw(options: Options) -> Self {
        Self::at(move |input, output| serve(input, output, options).unwrap())
    }

    /// The program itself, in session, with this home folder.
    pub fn of_program(home: &Path, capabilities: Value, more: Value) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        command.arg("server").env("HOME", home).env("USERPROFILE", home);
        Self::at(move |input, output| {
            let done = command.stdin(input).stdout(output).status().unwrap();
            if done.success() { Exit::Orderly } else { Exit::Abrupt }
        })
        .begin(capabilities, more)
    }

    fn at(server: impl FnOnce(PipeReader, PipeWriter) -> Exit + Send + 'static) -> Self {
        let (server_in, to) = std::io::pipe().unwrap();
        let (from_server, server_out) = std::io::pipe().unwrap();
        let server = std::thread::spawn(move || server(server_in, server_out));
        let (sender, from) = channel();
        std::thread::spawn(move || {
            let mut input = BufReader::new(from_server);
            while let Some(message) = read_message(&mut input) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self { to: Some(to), from, server: Some(server), unread: VecDeque::new(), held: None, next_id: 0, capabilities: Value::Null }
    }

    /// A server in session with an editor that can do this.
    pub fn with(options: Options, capabilities: Value, more: Value) -> Self {
        Self::raw(options).begin(capabilities, more)
    }

    fn begin(mut self, capabilities: Value, more: Value) -> Self {
        let mut params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        for (key, value) in more.as_object().cloned().unwrap_or_default() {
            params[key] = value;
        }
        let answer = self.request("initialize", params).unwrap();
        self.capabilities = answer["capabilities"].clone();
        self.notify("initialized", json!({}));
        self
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        match &mut self.held {
            Some(held) => held.extend_from_slice(bytes),
            None => self.to.as_mut().unwrap().write_all(bytes).unwrap(),
        }
    }

    /// What `send` sends, as bytes that are not sent.
    pub fn kept(&mut self, send: impl FnOnce(&mut Self)) -> Vec<u8> {
        let outer = self.held.replace(Vec::new());
        send(self);
        std::mem::replace(&mut self.held, outer).unwrap()
    }

    /// Sends all that `send` sends in one write, which a pipe hands over whole.
    pub fn together(&mut self, send: impl FnOnce(&mut Self)) {
        // What POSIX promises of a pipe: a longer write may be read in two parts.
        const PIPE_BUF: usize = 4096;
        let bytes = self.kept(send);
        assert!(bytes.len() <= PIPE_BUF, "{} bytes are not written at once", bytes.len());
        self.bytes(&bytes);
    }

    pub fn send(&mut self, message: &Value) {
        let body = serde_json::to_vec(message).unwrap();
        let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        frame.extend(body);
        self.bytes(&frame);
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and does not wait.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        let mut message = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
        id
    }

    /// The answer to a request; the code of its error.
    pub fn answer(&mut self, id: i64) -> Result<Value, i64> {
        let message = self.take(|m| m["id"] == id && m.get("method").is_none());
        match message.get("error") {
            Some(error) => Err(error["code"].as_i64().unwrap()),
            None => Ok(message["result"].clone()),
        }
    }

    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, i64> {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// The code of the next error that belongs to no request.
    pub fn complaint(&mut self) -> i64 {
        let message = self.take(|m| m.get("error").is_some() && m["id"].is_null());
        message["error"]["code"].as_i64().unwrap()
    }

    /// The next notification of this kind.
    pub fn notification(&mut self, method: &str) -> Value {
        self.take(|m| m["method"] == method && m.get("id").is_none())["params"].clone()
    }

    /// The next request of this kind from the server, answered with `result`.
    pub fn serve(&mut self, method: &str, result: Value) -> Value {
        let request = self.take(|m| m["method"] == method && m.get("id").is_some());
        self.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": result }));
        request["params"].clone()
    }

    /// The server's wish that findings are pulled again.
    pub fn refreshed(&mut self) {
        self.serve("workspace/diagnostic/refresh", Value::Null);
    }

    /// Everything that was sent before is done when this returns.
    pub fn barrier(&mut self) {
        assert_eq!(self.request("test/nothing", Value::Null), Err(-32601));
    }

    pub fn open(&mut self, uri: &str, language: &str, text: &str) {
        let item = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
    }

    pub fn replace(&mut self, uri: &str, version: i32, text: &str) {
        self.change(uri, version, json!([{ "text": text }]));
    }

    pub fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    pub fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// The messages of the next published diagnostics, with URI and version.
    pub fn published(&mut self) -> (String, Option<i64>, Vec<String>) {
        let params = self.notification("textDocument/publishDiagnostics");
        (params["uri"].as_str().unwrap().to_owned(), params["version"].as_i64(), messages(&params["diagnostics"]))
    }

    /// Asks for the diagnostics of a document and gives their messages.
    pub fn pull(&mut self, uri: &str) -> Result<Vec<String>, i64> {
        let answer = self.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }))?;
        assert_eq!(answer["kind"], "full");
        Ok(messages(&answer["items"]))
    }

    /// Ends the stream, or the session without the words that belong to it.
    pub fn leave(mut self, last: &[&str]) -> Exit {
        for method in last {
            self.notify(method, Value::Null);
        }
        if last.is_empty() {
            self.to = None;
        }
        self.server.take().unwrap().join().unwrap()
    }

    /// Ends the stream and still reads the answer to a request.
    pub fn leave_with(mut self, id: i64) -> (Result<Value, i64>, Exit) {
        self.to = None;
        let answer = self.answer(id);
        (answer, self.server.take().unwrap().join().unwrap())
    }

    fn finish(&mut self) {
        let Some(server) = self.server.take() else { return };
        assert_eq!(self.request("shutdown", Value::Null), Ok(Value::Null), "shutdown");
        self.notify("exit", Value::Null);
        assert_eq!(server.join().unwrap(), Exit::Orderly);
        self.unread.extend(self.from.iter());
        assert!(self.unread.is_empty(), "not read: {:#?}", self.unread);
    }

    /// The first message that fits; what comes before it is kept for later.
    fn take(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.unread.iter().position(&fits) {
            return self.unread.remove(at).unwrap();
        }
        loop {
            let message = self.from.recv_timeout(PATIENCE).unwrap_or_else(|e| panic!("{e}; unread: {:#?}", self.unread));
            assert_eq!(message["jsonrpc"], "2.0", "{message}");
            if fits(&message) {
                return message;
            }
            self.unread.push_back(message);
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.finish();
        }
    }
}

pub fn messages(diagnostics: &Value) -> Vec<String> {
    diagnostics.as_array().unwrap().iter().map(|d| d["message"].as_str().unwrap().to_owned()).collect()
}

pub fn read_message(input: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = Some(value.parse().unwrap()),
            Some(other) => panic!("odd header {other:?}"),
            None => break,
        }
    }
    let mut body = vec![0; length.unwrap()];
    input.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}
