//! `check --watch`: the program goes on, sees what changes, and ends when told.

use crate::support::*;
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Nothing is waited for longer; a slow machine needs a part of it.
const LONG: Duration = Duration::from_secs(60);

struct Watch {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
}

impl Watch {
    fn start(dir: &Path, arguments: &[&str]) -> Self {
        let mut command = command(dir, &[&["check", "--watch"], arguments].concat());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let (sender, lines) = channel();
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let input = child.stdin.take();
        Self { child, input, lines }
    }

    fn line(&self) -> String {
        self.lines.recv_timeout(LONG).expect("a line")
    }

    /// The next line as JSON: the path and the codes found in it.
    fn file(&self) -> (String, Vec<String>) {
        let file: Value = serde_json::from_str(&self.line()).expect("JSON");
        let codes = file["diagnostics"].as_array().unwrap().iter().map(|d| d["code"].as_str().unwrap().to_owned());
        (file["path"].as_str().unwrap().to_owned(), codes.collect())
    }

    /// The lines up to the first one with these words.
    fn until(&self, words: &str) -> Vec<String> {
        let mut lines = vec![self.line()];
        while !lines.last().unwrap().contains(words) {
            lines.push(self.line());
        }
        lines
    }

    /// The exit status, and what it said on standard error.
    fn end(mut self) -> (Option<i32>, String) {
        let deadline = std::time::Instant::now() + LONG;
        while self.child.try_wait().unwrap().is_none() {
            assert!(std::time::Instant::now() < deadline, "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
        let mut err = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        (self.child.wait().unwrap().code(), err)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn mended() -> String {
    FAULTY.replace("（一）、", "（一）")
}

#[test]
fn what_changes_is_checked_again_and_nothing_else() {
    let dir = folder(&[("a.md", FAULTY), ("b.md", FAULTY)]);
    let mut watch = Watch::start(dir.path(), &["--format", "jsonl", "--select", "NB2"]);
    let marks = || vec!["NB203".to_owned()];
    assert_eq!(watch.file(), ("a.md".into(), marks()));
    assert_eq!(watch.file(), ("b.md".into(), marks()));
    // A draft that is saved.
    put(dir.path(), "b.md", mended().as_bytes());
    assert_eq!(watch.file(), ("b.md".into(), vec![]));
    // A draft that comes, in a folder that comes.
    put(dir.path(), "2025/c.md", FAULTY.as_bytes());
    assert_eq!(watch.file(), ("2025/c.md".into(), marks()));
    // Settings that change count for all.
    put(dir.path(), "nianbao.toml", b"severity = { heading-mark = \"off\" }\n");
    for name in ["2025/c.md", "a.md", "b.md"] {
        assert_eq!(watch.file(), (name.into(), vec![]));
    }
    // The pipe ends: so does the program, with what the last round found.
    drop(watch.input.take());
    let (code, err) = watch.end();
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("正在等待改动"), "{err}");
}

#[test]
fn people_see_the_whole_state_each_time() {
    let dir = folder(&[("a.md", FAULTY), ("b.md", FAULTY)]);
    let mut watch = Watch::start(dir.path(), &["a.md", "b.md", "--select", "NB2"]);
    let first = watch.until("篇报告").join("\n");
    assert!(first.contains("a.md:7:1") && first.contains("b.md:7:1"), "{first}");
    put(dir.path(), "a.md", mended().as_bytes());
    let second = watch.until("篇报告").join("\n");
    assert!(!second.contains("a.md") && second.contains("b.md:7:1"), "{second}");
    // No terminal, no screen to clear.
    assert!(!second.contains('\u{1b}'), "{second:?}");
    drop(watch.input.take());
    assert_eq!(watch.end().0, Some(1));
}

#[test]
fn a_broken_config_is_told_and_the_watch_goes_on() {
    let dir = folder(&[("a.md", FAULTY)]);
    let mut watch = Watch::start(dir.path(), &["--format", "jsonl", "--select", "NB2"]);
    assert_eq!(watch.file().0, "a.md");
    put(dir.path(), "nianbao.toml", b"ignore = [oops\n");
    assert_eq!(watch.file(), ("nianbao.toml".into(), vec!["NB903".into()]));
    assert_eq!(watch.file().0, "a.md");
    std::fs::remove_file(dir.path().join("nianbao.toml")).unwrap();
    assert_eq!(watch.file().0, "a.md");
    drop(watch.input.take());
    // The last round ran as asked.
    assert_eq!(watch.end().0, Some(1));
}

#[test]
#[cfg(unix)]
fn signals_end_it_cleanly() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let dir = folder(&[("a.md", &mended())]);
        let watch = Watch::start(dir.path(), &["--format", "jsonl", "--select", "NB2"]);
        assert_eq!(watch.file(), ("a.md".into(), vec![]));
        let id = watch.child.id().to_string();
        assert!(std::process::Command::new("kill").args([signal, &id]).status().unwrap().success());
        // A status of its own, not death by the signal.
        assert_eq!(watch.end().0, Some(0), "{signal}");
    }
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let dir = folder(&[("a.md", FAULTY)]);
    for arguments in [["--fix"].as_slice(), &["--diff"], &["--write-baseline"], &["--format", "sarif"], &["-"]] {
        let run = run(dir.path(), &[&["check", "--watch"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.err_lines()[0].contains("--watch"), "{}", run.err);
    }
}
