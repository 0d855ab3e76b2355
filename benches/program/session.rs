//! A client of a language server over pipes, without an editor around it.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use crate::common::edits::Edit;
use crate::program;

/// The one document.
pub const URI: &str = "file:///bench/report.txt";

/// A server and the editor in front of it.
pub struct Session {
    child: Child,
    pub to: ChildStdin,
    from: BufReader<ChildStdout>,
    pub version: i64,
}

impl Session {
    /// The program under measurement.
    pub fn nianbao() -> Self {
        Self::nianbao_in(&Value::Null)
    }

    /// The program in a workspace folder, given by its URI.
    pub fn nianbao_in(folder: &Value) -> Self {
        let mut command = Command::new(program());
        command.arg("server");
        Self::start_in(command, folder)
    }

    /// The server that does no work.
    pub fn echo() -> Self {
        let mut command = Command::new(std::env::current_exe().expect("the bench has a path"));
        command.arg("--echo");
        Self::start_in(command, &Value::Null)
    }

    /// Starts a server in a workspace folder, given by its URI; `null` for none.
    fn start_in(mut command: Command, folder: &Value) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the server starts");
        let (to, from) = (child.stdin.take().unwrap(), BufReader::with_capacity(1 << 20, child.stdout.take().unwrap()));
        let mut session = Self { child, to, from, version: 1 };
        let capabilities = json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true, "dataSupport": true } } });
        let params = json!({ "processId": null, "rootUri": folder, "capabilities": capabilities });
        session.send(&json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params }));
        session.until(|m| m["id"] == 0);
        session.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        session
    }

    fn send(&mut self, message: &Value) {
        let bytes = frame(message);
        self.to.write_all(&bytes).expect("the server reads");
    }

    fn until(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message: Value = serde_json::from_slice(&self.read().expect("the server lives")).unwrap();
            if fits(&message) {
                return message;
            }
        }
    }

    /// The next message, not looked into: that is the client's own time.
    pub fn read(&mut self) -> Option<Vec<u8>> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.from.read_line(&mut line).ok()? == 0 {
                return None;
            }
            match line.trim_end().strip_prefix("Content-Length: ") {
                Some(value) => length = value.parse().ok()?,
                None if line.trim_end().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        self.from.read_exact(&mut body).ok()?;
        Some(body)
    }

    pub fn open(&mut self, text: &str) {
        self.version = 1;
        let item = json!({ "uri": URI, "languageId": "plaintext", "version": 1, "text": text });
        self.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": item } }));
        self.diagnostics(1);
    }

    /// Waits for the diagnostics of a version.
    pub fn diagnostics(&mut self, version: i64) {
        let end = format!("\"version\":{version}}}}}").into_bytes();
        let start = format!("\"version\":{version},").into_bytes();
        loop {
            let body = self.read().expect("the server lives");
            if body.ends_with(&end) || body.windows(start.len()).take(400).any(|w| w == start) {
                return;
            }
        }
    }

    /// The message of an edit, which counts as sent.
    pub fn change(&mut self, edit: &Edit) -> Vec<u8> {
        self.version += 1;
        let document = json!({ "uri": URI, "version": self.version });
        let at = |character: usize| json!({ "line": edit.line, "character": character });
        let change = json!({ "range": { "start": at(edit.columns.start), "end": at(edit.columns.end) }, "text": edit.text });
        frame(
            &json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": { "textDocument": document, "contentChanges": [change] } }),
        )
    }

    /// Milliseconds from writing a message to reading what `wait` waits for.
    pub fn timed(&mut self, bytes: &[u8], wait: impl FnOnce(&mut Self)) -> f64 {
        let start = Instant::now();
        self.to.write_all(bytes).expect("the server reads");
        wait(self);
        start.elapsed().as_secs_f64() * 1e3
    }

    /// Resident memory in MiB, now and at its highest.
    pub fn memory(&self) -> (f64, f64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|l| l.strip_prefix(name));
            line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<f64>().ok()).map_or(f64::NAN, |kb| kb / 1024.0)
        };
        (field("VmRSS:"), field("VmHWM:"))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}
