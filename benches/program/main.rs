//! The program as its users meet it: the server over standard input and
//! output, and `nianbao check` over a folder. The floor is this bench itself as
//! a server that does no work: it answers each edit with 60 diagnostics.
//!
//! Many composed reports are surveyed and checked together; `--compose N FOLDER`
//! writes them for looking into.
//!
//! `--rows` is for `cargo xtask bench`; `--server` leaves out the folders;
//! `--soak N` edits a document N times and tells how memory went; `--echo` is
//! the floor. `NIANBAO_PROGRAM` names another build to measure.

mod common;

use common::{percentile, sized};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

const KIB: usize = 1024;
const URI: &str = "file:///bench/report.txt";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |name: &str| arguments.iter().any(|a| a == name);
    if given("--echo") {
        return echo();
    }
    if let Some(at) = arguments.iter().position(|a| a == "--soak") {
        return soak(arguments.get(at + 1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000));
    }
    if let Some(at) = arguments.iter().position(|a| a == "--compose") {
        let count = arguments.get(at + 1).and_then(|n| n.parse().ok()).unwrap_or(1000);
        let folder = arguments.get(at + 2).map_or("reports", String::as_str);
        println!("{} bytes", common::many::write(std::path::Path::new(folder), count));
        return;
    }
    let rows = given("--rows");
    let tell = |row: Row| row.print(rows);
    server(&tell);
    if given("--server") {
        return;
    }
    folder(&tell);
    many(&tell);
    index(&tell);
    tell(Row::new("size", "binary, MiB", std::fs::metadata(program()).map_or(0, |m| m.len()) as f64 / (1 << 20) as f64, "12"));
}

/// The program that is measured.
fn program() -> std::ffi::OsString {
    std::env::var_os("NIANBAO_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_nianbao").into())
}

/// A line of the table.
struct Row {
    name: &'static str,
    what: String,
    value: f64,
    more: String,
    gate: &'static str,
}

impl Row {
    fn new(name: &'static str, what: &str, value: f64, gate: &'static str) -> Self {
        Self { name, what: what.to_owned(), value, more: String::new(), gate }
    }

    fn print(&self, rows: bool) {
        let Self { name, what, value, more, gate } = self;
        if rows {
            println!("row\t{name}\t{what}\t{value:.3}\t{more}\t{gate}");
        } else {
            println!("{what:<58} {value:>9.3}  {more}{}", if gate.is_empty() { String::new() } else { format!("   wanted {gate}") });
        }
    }
}

/// A server and the editor in front of it.
struct Session {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    version: i64,
}

impl Session {
    fn start(command: Command) -> Self {
        Self::start_in(command, &Value::Null)
    }

    /// The same in a folder, by its URI.
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
    fn read(&mut self) -> Option<Vec<u8>> {
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

    fn open(&mut self, text: &str) {
        self.version = 1;
        let item = json!({ "uri": URI, "languageId": "plaintext", "version": 1, "text": text });
        self.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": item } }));
        self.diagnostics(1);
    }

    /// Waits for the diagnostics of a version.
    fn diagnostics(&mut self, version: i64) {
        let end = format!("\"version\":{version}}}}}").into_bytes();
        let start = format!("\"version\":{version},").into_bytes();
        loop {
            let body = self.read().expect("the server lives");
            if body.ends_with(&end) || body.windows(start.len()).take(400).any(|w| w == start) {
                return;
            }
        }
    }

    fn edit(&mut self, change: &Value) -> Vec<u8> {
        self.version += 1;
        let document = json!({ "uri": URI, "version": self.version });
        frame(
            &json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": { "textDocument": document, "contentChanges": [change] } }),
        )
    }

    /// Milliseconds from writing a message to reading what `wait` waits for.
    fn timed(&mut self, bytes: &[u8], wait: impl FnOnce(&mut Self)) -> f64 {
        let start = Instant::now();
        self.to.write_all(bytes).expect("the server reads");
        wait(self);
        start.elapsed().as_secs_f64() * 1e3
    }

    /// Resident memory in MiB, now and at its highest.
    fn memory(&self) -> (f64, f64) {
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

fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn nianbao() -> Session {
    let mut command = Command::new(program());
    command.arg("server");
    Session::start(command)
}

fn floor() -> Session {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg("--echo");
    Session::start(command)
}

/// A character typed somewhere, and the same taken away again.
fn changes(text: &str, count: usize) -> Vec<Value> {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = Vec::new();
    for turn in 0..count / 2 {
        let line = (0..lines.len()).map(|i| (turn * 7919 + i) % lines.len()).find(|i| !lines[*i].is_empty()).unwrap_or(0);
        let column = turn * 31 % lines[line].encode_utf16().count().max(1);
        let at = |column: usize| json!({ "line": line, "character": column });
        out.push(json!({ "range": { "start": at(column), "end": at(column) }, "text": "法" }));
        out.push(json!({ "range": { "start": at(column), "end": at(column + 1) }, "text": "" }));
    }
    out
}

/// Keystrokes, each after a moment in which the machine may rest.
fn keystrokes(session: &mut Session, text: &str, count: usize) -> Vec<f64> {
    session.open(text);
    let mut taken = Vec::new();
    for (turn, change) in changes(text, count + 10).iter().enumerate() {
        let bytes = session.edit(change);
        let version = session.version;
        std::thread::sleep(Duration::from_millis(2));
        let ms = session.timed(&bytes, |s| s.diagnostics(version));
        if turn >= 10 {
            taken.push(ms);
        }
    }
    taken
}

fn quantiles(values: &mut [f64]) -> [f64; 3] {
    [0.5, 0.95, 0.99].map(|share| percentile(values, share))
}

fn server(tell: &dyn Fn(Row)) {
    let text = sized(20 * KIB);
    // In turns, so that both meet the same moments of the machine.
    let (mut none, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        none.extend(keystrokes(&mut floor(), &text, 200));
        ours.extend(keystrokes(&mut nianbao(), &text, 200));
    }
    let [n50, n95, n99] = quantiles(&mut none);
    let [o50, o95, o99] = quantiles(&mut ours);
    let mut row = Row::new("echo", "floor: keystroke to 60 diagnostics of an echo, p50 ms", n50, "");
    row.more = format!("p95 {n95:.2}, p99 {n99:.2}");
    tell(row);
    let mut row = Row::new("keystroke", "keystroke to diagnostics at 20 KiB, p50 ms", o50, "3 × floor, p99 4 ×");
    row.more = format!("p95 {o95:.2}, p99 {o99:.2}; {:.1} × floor, p99 {:.1} ×", o50 / n50, o99 / n99);
    tell(row);
    for (name, what, size, gate) in [
        ("keystroke-200k", "keystroke to diagnostics at 200 KiB, p50 ms", 200 * KIB, "2 × 20 KiB"),
        ("keystroke-2m", "keystroke to diagnostics at 2 MiB, p50 ms", 2048 * KIB, "10 × 20 KiB"),
    ] {
        let mut taken = keystrokes(&mut nianbao(), &sized(size), 60);
        let [p50, p95, _] = quantiles(&mut taken);
        let mut row = Row::new(name, what, p50, gate);
        row.more = format!("p95 {p95:.2}; {:.1} × 20 KiB", p50 / o50);
        tell(row);
    }

    let mut starts = Vec::new();
    for _ in 0..20 {
        let start = Instant::now();
        nianbao().open(&text);
        starts.push(start.elapsed().as_secs_f64() * 1e3);
    }
    tell(Row::new("start", "start of the process to first diagnostics, p50 ms", percentile(&mut starts, 0.5), "10"));

    let (none, ours) = (symbol_time(&mut floor(), &text), symbol_time(&mut nianbao(), &text));
    let mut row = Row::new("symbols", "documentSymbol right after an edit, p50 ms", ours, "3 × floor");
    row.more = format!("{:.1} × floor", ours / none);
    tell(row);

    let mut bursts = Vec::new();
    let mut answers = 0;
    let mut session = nianbao();
    session.open(&text);
    for chunk in changes(&text, 400).chunks(20) {
        let bytes: Vec<u8> = chunk.iter().flat_map(|change| session.edit(change)).collect();
        let last = session.version;
        let mut count = 0;
        bursts.push(session.timed(&bytes, |s| {
            let end = format!("\"version\":{last}}}}}");
            loop {
                count += 1;
                if s.read().unwrap().ends_with(end.as_bytes()) {
                    return;
                }
            }
        }));
        answers += count;
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut row = Row::new("burst", "burst of 20 edits to the diagnostics of the last, p50 ms", percentile(&mut bursts, 0.5), "2");
    row.more = format!("{:.1} answers a burst", answers as f64 / bursts.len() as f64);
    tell(row);
    let (now, highest) = session.memory();
    let mut row = Row::new("memory", "resident memory with one report open, MiB", now, "10");
    row.more = format!("at its highest {highest:.1}");
    tell(row);
}

fn symbol_time(session: &mut Session, text: &str) -> f64 {
    session.open(text);
    let mut taken = Vec::new();
    for (turn, change) in changes(text, 120).iter().enumerate() {
        let mut bytes = session.edit(change);
        let id = 1000 + turn;
        let params = json!({ "textDocument": { "uri": URI } });
        bytes.extend(frame(&json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/documentSymbol", "params": params })));
        let key = format!("\"id\":{id}");
        taken.push(session.timed(&bytes, |s| {
            let is_answer = |body: &[u8]| {
                let edge = body.len().min(60);
                [&body[..edge], &body[body.len() - edge..]].iter().any(|part| part.windows(key.len()).any(|w| w == key.as_bytes()))
            };
            while !is_answer(&s.read().expect("the server lives")) {}
        }));
        std::thread::sleep(Duration::from_millis(4));
    }
    percentile(&mut taken, 0.5)
}

/// `nianbao check` over 8 MB in 500 files.
fn folder(tell: &dyn Fn(Row)) {
    let folder = tempfile::tempdir().unwrap();
    let text = sized(16_000);
    for n in 0..500 {
        std::fs::write(folder.path().join(format!("{n:03}.txt")), &text).unwrap();
    }
    let bytes = text.len() as f64 * 500.0;
    for (name, what, threads, gate) in [
        ("check-1", "check of 8 MB in 500 files on one thread, MB/s", "1", "30 (goal 60)"),
        ("check-2", "check of 8 MB in 500 files on two threads, MB/s", "2", "50 (goal 100)"),
    ] {
        let mut taken = Vec::new();
        let mut highest = f64::NAN;
        for _ in 0..5 {
            let start = Instant::now();
            let mut child = Command::new(program())
                .args(["check", "--format", "jsonl"])
                .arg(folder.path())
                .env("RAYON_NUM_THREADS", threads)
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let mut output = Vec::new();
            let mut from = child.stdout.take().unwrap();
            let status = format!("/proc/{}/status", child.id());
            let mut part = vec![0; 1 << 16];
            while let Ok(n @ 1..) = from.read(&mut part) {
                output.extend_from_slice(&part[..n]);
                let high = std::fs::read_to_string(&status).unwrap_or_default();
                let line = high.lines().find_map(|l| l.strip_prefix("VmHWM:"));
                highest = line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<f64>().ok()).map_or(highest, |kb| kb / 1024.0);
            }
            child.wait().unwrap();
            taken.push(start.elapsed().as_secs_f64());
            assert_eq!(output.iter().filter(|b| **b == b'\n').count(), 500, "a line a file");
        }
        let mut row = Row::new(name, what, bytes / 1e6 / percentile(&mut taken, 0.0), gate);
        row.more = format!("memory at its highest {highest:.1} MiB");
        tell(row);
    }
    let one = folder.path().join("000.txt");
    let mut taken: Vec<f64> = (0..20)
        .map(|_| {
            let start = Instant::now();
            Command::new(program()).arg("check").arg(&one).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    tell(Row::new("check-start", "check of one file, start to end, p50 ms", percentile(&mut taken, 0.5), "10"));
}

/// A thousand and ten thousand reports: what shows between them, too. The time
/// is to grow with their number, not with its square.
fn many(tell: &dyn Fn(Row)) {
    let mut taken = Vec::new();
    for count in [1_000, 10_000] {
        let folder = tempfile::tempdir().unwrap();
        let bytes = common::many::write(folder.path(), count) as f64;
        let page = folder.path().join("page.html");
        let page_path = page.to_str().unwrap().to_owned();
        for (what, arguments, gate) in [
            ("survey", vec!["survey", "--no-progress", "--format", "html", "-o", &page_path], "20"),
            ("check", vec!["check", "--no-progress", "--format", "jsonl"], ""),
        ] {
            let (seconds, highest) = run_on(folder.path(), &arguments);
            let gate = if count == 10_000 { gate } else { "" };
            let text = format!("{what} of {count} reports, {:.0} MB, two threads, s", bytes / 1e6);
            let mut row = Row::new(if what == "survey" { "survey" } else { "check-many" }, &text, seconds, gate);
            row.more = format!("memory at its highest {highest:.0} MiB");
            let before = taken.iter().find(|(known, _)| *known == what).map(|(_, seconds): &(&str, f64)| *seconds);
            if let Some(before) = before {
                row.more += &format!(", {:.1} × the time of a tenth", seconds / before);
            }
            if let Ok(page) = std::fs::metadata(&page)
                && what == "survey"
            {
                row.more += &format!(", page {:.1} MiB", page.len() as f64 / (1 << 20) as f64);
            }
            taken.push((what, seconds));
            tell(row);
            let _ = std::fs::remove_file(&page);
        }
    }
}

/// A report opened in a folder of a thousand: what it shows beside them, and
/// what the index of them takes.
fn index(tell: &dyn Fn(Row)) {
    let folder = tempfile::tempdir().unwrap();
    let count = 1_000;
    common::many::write(folder.path(), count);
    // Next year's report of an office, with everything copied.
    let (_, last) = (0..count).rev().map(|n| common::many::report(n, count)).find(|(name, _)| name.starts_with("2024")).unwrap();
    let text = last.replace("2025年", "2026年").replace("2024年", "2025年");
    let uri = format!("file://{}", folder.path().display());
    let mut command = Command::new(program());
    command.arg("server");
    let mut session = Session::start_in(command, &json!(uri));
    let item = json!({ "uri": format!("{uri}/next.txt"), "languageId": "plaintext", "version": 1, "text": text });
    let open = json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": item } });
    let taken = session.timed(&frame(&open), |session| while !String::from_utf8_lossy(&session.read().unwrap()).contains("\"NB801\"") {});
    tell(Row::new("beside", "a report opened to what it shows beside 1000 others, in the background, s", taken / 1e3, ""));
    let (now, highest) = session.memory();
    let mut row = Row::new("memory-index", "resident memory with an index of 1000 reports, MiB", now, "60");
    row.more = format!("at its highest {highest:.1}");
    tell(row);
}

/// Runs the program on a folder: seconds, and memory at its highest in MiB.
fn run_on(folder: &std::path::Path, arguments: &[&str]) -> (f64, f64) {
    let start = Instant::now();
    let mut command = Command::new(program());
    command.args(arguments).arg(folder).env("RAYON_NUM_THREADS", "2").stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut highest = f64::NAN;
    let status = format!("/proc/{}/status", child.id());
    loop {
        if child.try_wait().unwrap().is_some() {
            return (start.elapsed().as_secs_f64(), highest);
        }
        let high = std::fs::read_to_string(&status).unwrap_or_default();
        let line = high.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        highest = line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<f64>().ok()).map_or(highest, |kb| kb / 1024.0);
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Edits a document over and over; what the server keeps must not grow.
fn soak(edits: usize) {
    let text = sized(20 * KIB);
    let mut session = nianbao();
    session.open(&text);
    let changes = changes(&text, 2000);
    let (mut early, step) = (f64::NAN, (edits / 10).max(1));
    let begin = Instant::now();
    for turn in 0..edits {
        let bytes = session.edit(&changes[turn % changes.len()]);
        session.to.write_all(&bytes).expect("the server reads");
        // An editor reads what it is told; a bit at a time, so that bursts happen too.
        if turn % 20 == 19 || turn + 1 == edits {
            let version = session.version;
            session.diagnostics(version);
        }
        if (turn + 1) % step == 0 {
            let (now, highest) = session.memory();
            if early.is_nan() {
                early = now;
            }
            println!("{:>9} edits  {now:.1} MiB  at its highest {highest:.1}  {:.0} s", turn + 1, begin.elapsed().as_secs_f64());
        }
    }
    let (now, _) = session.memory();
    assert!(now < early + 4.0, "memory grew from {early:.1} to {now:.1} MiB");
    println!("{edits} edits, {early:.1} MiB after the first tenth, {now:.1} MiB at the end");
}

/// A server that does no work: the floor.
fn echo() {
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
