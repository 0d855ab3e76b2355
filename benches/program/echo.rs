//! A server that does no work: the floor of what pipes, waking and reading cost.

use serde_json::json;
use std::io::{BufRead, Read, Write};

use crate::session::URI;

/// Answers edits and requests until the input ends.
pub fn run() {
    let row = |n: usize| {
        let place = |character: usize| json!({ "line": n, "character": character });
        json!({ "range": { "start": place(3), "end": place(7) }, "severity": 2, "code": "E000", "source": "echo", "message": "此处用词可能有误，建议改为规范表述" })
    };
    let rows = serde_json::to_string(&(0..60).map(row).collect::<Vec<_>>()).unwrap();
    let mut input = std::io::stdin().lock();
    let mut output = std::io::stdout().lock();
    loop {
        let mut length = 0;
        loop {
            let mut line = Vec::new();
            if input.read_until(b'\n', &mut line).unwrap_or(0) == 0 {
                return;
            }
            match line.trim_ascii().strip_prefix(b"Content-Length: ") {
                Some(value) => length = std::str::from_utf8(value).unwrap().parse().unwrap(),
                None if line.trim_ascii().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        if input.read_exact(&mut body).is_err() {
            return;
        }
        let find = |key: &[u8]| body.windows(key.len()).position(|w| w == key).map(|at| at + key.len());
        let number = |key: &[u8]| {
            let digits = body.get(find(key)?..)?;
            let end = digits.iter().position(|b| !b.is_ascii_digit())?;
            std::str::from_utf8(digits.get(..end)?).ok()?.parse::<i64>().ok()
        };
        let answer = if find(b"\"textDocument/did").is_some() {
            let version = number(b"\"version\":").unwrap_or(1);
            format!(
                "{{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/publishDiagnostics\",\"params\":{{\"uri\":\"{URI}\",\"diagnostics\":{rows},\"version\":{version}}}}}"
            )
        } else if let Some(id) = number(b"\"id\":") {
            format!("{{\"jsonrpc\":\"2.0\",\"result\":{{\"capabilities\":{{}}}},\"id\":{id}}}")
        } else {
            continue;
        };
        let bytes = format!("Content-Length: {}\r\n\r\n{answer}", answer.len());
        if output.write_all(bytes.as_bytes()).and_then(|()| output.flush()).is_err() {
            return;
        }
    }
}
