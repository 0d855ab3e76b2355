//! The server on one open report: what an editor waits for, beside an echo on the same text in the same moments.

use serde_json::json;
use std::time::{Duration, Instant};

use crate::common::edits::edits;
use crate::common::percentile;
use crate::common::texts::Texts;
use crate::session::{Session, URI, frame};
use crate::{KIB, Row};

/// Between two edits the machine may rest, as it does while somebody writes: caches are cold and cores asleep after it.
pub const PAUSE: Duration = Duration::from_millis(10);
/// Edits before the measured ones.
const WARM_UP: usize = 12;
/// Turns in which the echo and the program are measured one after the other.
const TURNS: usize = 3;
/// Edits of one burst.
const BURST: usize = 20;

/// Milliseconds at the shares 0.5, 0.95 and 0.99.
struct Quantiles([f64; 3]);

impl Quantiles {
    fn of(values: &mut [f64]) -> Self {
        Self([0.5, 0.95, 0.99].map(|share| percentile(values, share)))
    }
}

pub fn measure(texts: &Texts, tell: &dyn Fn(Row)) {
    let text = &texts.one;
    let (repeated, varied) = (texts.repeated(200 * KIB), texts.varied(200 * KIB));
    let size = format!("{} KiB", text.len() / KIB);
    let one = typing("keystroke", &size, text, 200, "3 × echo, p99 4 ×", None, tell);
    typing("keystroke-200k", "200 KiB, one report repeated", &repeated, 60, "2 × one report", Some(one), tell);
    typing("keystroke-200k-varied", "200 KiB, five reports varied", &varied, 60, "2 × one report", Some(one), tell);
    typing("keystroke-2m", "2 MiB, five reports varied", &texts.varied(2048 * KIB), 20, "10 × one report", Some(one), tell);
    starts(text, tell);
    symbols(text, tell);
    bursts(text, tell);
}

/// Keystrokes to their diagnostics; returns the median of the program in milliseconds. `one` is that of one report.
fn typing(name: &'static str, size: &str, text: &str, count: usize, gate: &'static str, one: Option<f64>, tell: &dyn Fn(Row)) -> f64 {
    let (mut echo, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        echo.extend(keystrokes(&mut Session::echo(), text, count));
        ours.extend(keystrokes(&mut Session::nianbao(), text, count));
    }
    let Quantiles([e50, e95, e99]) = Quantiles::of(&mut echo);
    let Quantiles([o50, o95, o99]) = Quantiles::of(&mut ours);
    let mut row = Row::new(name, &format!("keystroke to diagnostics at {size}, p50 ms"), o50, gate);
    row.more =
        format!("p95 {o95:.2}, p99 {o99:.2}; echo {e50:.3}, p95 {e95:.3}, p99 {e99:.3}; {:.1} × echo, p99 {:.1} ×", o50 / e50, o99 / e99);
    if let Some(one) = one {
        row.more += &format!("; {:.1} × one report", o50 / one);
    }
    tell(row);
    o50
}

/// Milliseconds of keystrokes, each after a pause.
fn keystrokes(session: &mut Session, text: &str, count: usize) -> Vec<f64> {
    session.open(text);
    let mut taken = Vec::new();
    for edit in edits(text, WARM_UP + count) {
        let bytes = session.change(&edit);
        let version = session.version;
        std::thread::sleep(PAUSE);
        taken.push(session.timed(&bytes, |s| s.diagnostics(version)));
    }
    taken.split_off(WARM_UP)
}

fn starts(text: &str, tell: &dyn Fn(Row)) {
    let start = |session: fn() -> Session| {
        let start = Instant::now();
        session().open(text);
        start.elapsed().as_secs_f64() * 1e3
    };
    let (mut echo, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..20 {
        echo.push(start(Session::echo));
        ours.push(start(Session::nianbao));
    }
    let mut row = Row::new("start", "start of the process to first diagnostics, p50 ms", percentile(&mut ours, 0.5), "10");
    row.more = format!("echo {:.3}", percentile(&mut echo, 0.5));
    tell(row);
}

fn symbols(text: &str, tell: &dyn Fn(Row)) {
    let (echo, ours) = (symbol_time(&mut Session::echo(), text), symbol_time(&mut Session::nianbao(), text));
    let mut row = Row::new("symbols", "documentSymbol right after an edit, p50 ms", ours, "3 × echo");
    row.more = format!("echo {echo:.3}; {:.1} × echo", ours / echo);
    tell(row);
}

/// Milliseconds from an edit and a request sent together to the answer of the request, the median.
fn symbol_time(session: &mut Session, text: &str) -> f64 {
    session.open(text);
    let mut taken = Vec::new();
    for (turn, edit) in edits(text, 120).iter().enumerate() {
        let mut bytes = session.change(edit);
        let id = 1000 + turn;
        let params = json!({ "textDocument": { "uri": URI } });
        bytes.extend(frame(&json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/documentSymbol", "params": params })));
        let key = format!("\"id\":{id}");
        std::thread::sleep(PAUSE);
        taken.push(session.timed(&bytes, |s| {
            let is_answer = |body: &[u8]| {
                let edge = body.len().min(60);
                [&body[..edge], &body[body.len() - edge..]].iter().any(|part| part.windows(key.len()).any(|w| w == key.as_bytes()))
            };
            while !is_answer(&s.read().expect("the server lives")) {}
        }));
    }
    percentile(&mut taken, 0.5)
}

/// Edits that come together, and memory after them.
fn bursts(text: &str, tell: &dyn Fn(Row)) {
    let mut session = Session::nianbao();
    session.open(text);
    let (mut taken, mut answers) = (Vec::new(), 0);
    for chunk in edits(text, 20 * BURST).chunks(BURST) {
        let bytes: Vec<u8> = chunk.iter().flat_map(|edit| session.change(edit)).collect();
        let end = format!("\"version\":{}}}}}", session.version).into_bytes();
        std::thread::sleep(PAUSE);
        taken.push(session.timed(&bytes, |s| {
            loop {
                answers += 1;
                if s.read().expect("the server lives").ends_with(&end) {
                    return;
                }
            }
        }));
    }
    let row_name = format!("burst of {BURST} edits to the diagnostics of the last, p50 ms");
    let mut row = Row::new("burst", &row_name, percentile(&mut taken, 0.5), "2");
    row.more = format!("{:.1} answers a burst", answers as f64 / taken.len() as f64);
    tell(row);
    let (now, highest) = session.memory();
    let mut row = Row::new("memory", "resident memory with one report open, MiB", now, "10");
    row.more = format!("at its highest {highest:.1}");
    tell(row);
}
