//! Reading and checking, as multiples of a floor that is measured in the same
//! run: one pass of an Aho-Corasick DFA with 300 Chinese terms over the text.
//! A machine that is slow or busy is so for both.
//!
//! `--case NAME --rounds N` does nothing but that case, for a counter of
//! instructions; `--list` names the cases; `--rows` is for `cargo xtask bench`;
//! `--text FILE` measures with that report in place of the composed one.

mod common;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use common::{percentile, sized};
use nianbao::rules::{Draft, Settings};
use nianbao::schema::SchemaSet;
use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::{Duration, Instant};

const KIB: usize = 1024;

/// Something that is measured.
struct Case {
    name: &'static str,
    what: &'static str,
    /// Times the floor that it may take; the goal stands in docs/performance.md.
    gate: Option<f64>,
    run: Box<dyn FnMut()>,
}

/// What stands behind an option.
fn option(name: &str) -> Option<String> {
    std::env::args().skip_while(|a| a != name).nth(1)
}

fn settings() -> Settings {
    Settings { schemas: SchemaSet::built_in(), ..Settings::default() }
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let own = option("--text").map(|file| std::fs::read_to_string(file).expect("the report can be read"));
    let text = own.unwrap_or_else(|| sized(20 * KIB));
    let floor = Floor::new();
    let (finder, of) = (floor.0.clone(), text.clone());
    cases.push(Case {
        name: "floor",
        what: "one DFA pass of 300 terms, 20 KiB",
        gate: None,
        run: Box::new(move || {
            black_box(finder.find_overlapping_iter(black_box(&of)).count());
        }),
    });
    let of = text.clone();
    cases.push(Case {
        name: "read",
        what: "reading 20 KiB into blocks",
        gate: None,
        run: Box::new(move || {
            black_box(Draft::new(black_box(&of)));
        }),
    });
    let with = settings();
    cases.push(Case {
        name: "check",
        what: "reading and checking 20 KiB, all rules",
        gate: Some(8.0),
        run: Box::new(move || {
            black_box(Draft::new(black_box(&text)).analyse(&with));
        }),
    });
    for (name, what, size) in [
        ("edit", "one character typed at 20 KiB, all rules", 20 * KIB),
        ("edit-200k", "one character typed at 200 KiB, all rules", 200 * KIB),
        ("edit-2m", "one character typed at 2 MiB, all rules", 2048 * KIB),
    ] {
        cases.push(Case { name, what, gate: None, run: typing(sized(size)) });
    }
    cases
}

/// Types a character somewhere, takes it away the next time.
fn typing(text: String) -> Box<dyn FnMut()> {
    let with = settings();
    let mut open: Option<(Draft, Vec<usize>)> = None;
    let (mut turn, mut at) = (0usize, 0);
    Box::new(move || {
        let (draft, places) = open.get_or_insert_with(|| {
            let draft = Draft::new(&text);
            draft.analyse(&with);
            (draft, text.char_indices().filter(|(_, c)| *c >= '\u{4E00}').map(|(i, _)| i).collect())
        });
        if turn.is_multiple_of(2) {
            at = places[turn.wrapping_mul(7919) % places.len()];
            draft.edit(at..at, "法");
        } else {
            draft.edit(at..at + "法".len(), "");
        }
        turn += 1;
        black_box(draft.clone().analyse(&with));
    })
}

/// The fewest nanoseconds of many runs, at least so long in all.
fn fastest(run: &mut dyn FnMut(), at_least: Duration) -> (f64, f64) {
    run();
    run();
    let mut taken = Vec::new();
    let begin = Instant::now();
    while begin.elapsed() < at_least || taken.len() < 20 {
        let start = Instant::now();
        run();
        taken.push(start.elapsed().as_secs_f64() * 1e6);
    }
    (taken.iter().copied().fold(f64::INFINITY, f64::min), percentile(&mut taken, 0.5))
}

/// 300 words of the outline schemas and the word tables, as every checker of words has.
struct Floor(AhoCorasick);

impl Floor {
    fn new() -> Self {
        let sources = [
            include_str!("../schemas/fazhi-zhengfu.json"),
            include_str!("../schemas/zhengfu-xinxi-gongkai.json"),
            include_str!("../schemas/words/measure.json"),
            include_str!("../schemas/words/confusable.json"),
            include_str!("../schemas/words/doubled.json"),
        ];
        let terms: BTreeSet<&str> = sources.iter().flat_map(|s| s.split(|c| !('\u{4E00}'..='\u{9FFF}').contains(&c))).collect();
        let terms: Vec<&str> = terms.into_iter().filter(|t| (2..=8).contains(&t.chars().count())).take(300).collect();
        assert_eq!(terms.len(), 300, "the tables have too few words");
        // Left to itself the crate takes an automaton with a quarter of the speed.
        Self(AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(terms).unwrap())
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.iter().any(|a| a == "--list") {
        cases().iter().for_each(|case| println!("{}", case.name));
        return;
    }
    if let Some(name) = option("--case") {
        let rounds: usize = option("--rounds").and_then(|n| n.parse().ok()).unwrap_or(1);
        let mut case = cases().into_iter().find(|c| c.name == name).expect("no such case");
        (0..rounds).for_each(|_| (case.run)());
        return;
    }
    let rows = arguments.iter().any(|a| a == "--rows");
    let mut floor = f64::NAN;
    for mut case in cases() {
        let (least, median) = fastest(&mut case.run, Duration::from_millis(1500));
        if case.name == "floor" {
            floor = least;
        }
        let times = least / floor;
        if rows {
            println!(
                "row\t{}\t{}\t{least:.0}\t{median:.0}\t{times:.1}\t{}",
                case.name,
                case.what,
                case.gate.map_or(String::new(), |g| g.to_string())
            );
        } else {
            let gate = case.gate.map_or(String::new(), |g| format!("   gate {g} ×"));
            println!("{:<46} {least:>8.0} µs  median {median:>8.0} µs  {times:>6.1} × floor{gate}", case.what);
        }
    }
}
