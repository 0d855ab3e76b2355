//! Folders of reports: `check` and `survey`, and the index of a server. All of them composed.

use serde_json::json;
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::{many, percentile, texts::composed};
use crate::session::{Session, frame};
use crate::{Row, program};

/// `nianbao check` over 8 MB in 500 files.
pub fn one_text(tell: &dyn Fn(Row)) {
    let folder = tempfile::tempdir().unwrap();
    let text = composed(16_000);
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
pub fn many(tell: &dyn Fn(Row)) {
    let mut taken = Vec::new();
    for count in [1_000, 10_000] {
        let folder = tempfile::tempdir().unwrap();
        let bytes = many::write(folder.path(), count) as f64;
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
pub fn index(tell: &dyn Fn(Row)) {
    let folder = tempfile::tempdir().unwrap();
    let count = 1_000;
    many::write(folder.path(), count);
    // Next year's report of an office, with everything copied.
    let (_, last) = (0..count).rev().map(|n| many::report(n, count)).find(|(name, _)| name.starts_with("2024")).unwrap();
    let text = last.replace("2025年", "2026年").replace("2024年", "2025年");
    let uri = format!("file://{}", folder.path().display());
    let mut session = Session::nianbao_in(&json!(uri));
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
