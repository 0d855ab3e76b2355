//! Reading and checking, as multiples of a floor that is measured in the same
//! run: one pass of an Aho-Corasick DFA with 300 Chinese terms over the text.
//! A machine that is slow or busy is so for both. The texts are published
//! reports where they are there, else composed ones (`common/texts.rs`).
//!
//! `--case NAME --rounds N` does nothing but that case, for a counter of
//! instructions; `--list` names the cases with the rounds that make a count,
//! those of the composed texts always, those of the published ones (`published-…`)
//! where they are there; `--rows` is for `cargo xtask bench`; `--text FILE`
//! measures with that report; `--write FOLDER` writes the texts instead.

mod common;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use common::edits::{Edit, edits};
use common::percentile;
use common::texts::Texts;
use nianbao::rules::{Draft, Settings};
use nianbao::schema::SchemaSet;
use nianbao::syntax::SourceFormat::{self, Markdown, PlainText};
use std::hint::black_box;
use std::time::{Duration, Instant};

const KIB: usize = 1024;
/// What stands before the name of a case of published texts.
const PUBLISHED: &str = "published-";
/// Edits of a list that is gone through again and again; a multiple of four.
const EDITS: usize = 400;

/// Something that is measured.
struct Case {
    name: String,
    what: String,
    /// Times the floor that it may take; the goal stands in docs/performance.md.
    gate: Option<f64>,
    /// Rounds over which instructions are counted: edits differ from place to place.
    rounds: usize,
    run: Box<dyn FnMut()>,
}

/// What stands behind an option.
fn option(name: &str) -> Option<String> {
    std::env::args().skip_while(|a| a != name).nth(1)
}

fn settings() -> Settings {
    Settings { schemas: SchemaSet::built_in(), ..Settings::default() }
}

/// The cases of one origin of texts, `before` in front of their names.
fn cases(texts: &Texts, before: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add =
        |name: &str, what: String, gate, rounds, run| cases.push(Case { name: format!("{before}{name}"), what, gate, rounds, run });
    let kib = texts.one.len() / KIB;
    let (finder, of) = (Floor::new().0, texts.one.clone());
    let floor = move || {
        black_box(finder.find_overlapping_iter(black_box(&of)).count());
    };
    add("floor", format!("one DFA pass of 300 terms, {kib} KiB"), None, 4, Box::new(floor) as Box<dyn FnMut()>);
    let of = texts.one.clone();
    let read = move || {
        black_box(Draft::new(black_box(&of)));
    };
    add("read", format!("reading {kib} KiB into blocks"), None, 4, Box::new(read));
    let (with, of) = (settings(), texts.one.clone());
    let check = move || {
        black_box(Draft::new(black_box(&of)).analyse(&with));
    };
    add("check", format!("reading and checking {kib} KiB, all rules"), Some(8.0), 4, Box::new(check));
    let typed = |size: &str| format!("one character typed or deleted at {size}, all rules");
    add("edit", typed(&format!("{kib} KiB")), None, 80, typing(texts.one.clone(), PlainText));
    add("edit-200k", typed("200 KiB, one report repeated"), None, 40, typing(texts.repeated(200 * KIB), PlainText));
    add("edit-200k-varied", typed("200 KiB, five reports varied"), None, 40, typing(texts.varied(200 * KIB), PlainText));
    add("edit-2m", typed("2 MiB, five reports varied"), None, 12, typing(texts.varied(2048 * KIB), PlainText));
    // What their twins in plain text take is the floor of these: docs/performance.md.
    add("edit-markdown", typed(&format!("{kib} KiB of Markdown")), None, 80, typing(marked(&texts.one), Markdown));
    add("edit-markdown-200k", typed("200 KiB of Markdown"), None, 40, typing(marked(&texts.varied(200 * KIB)), Markdown));
    cases
}

/// A text with marks of Markdown: in each fourth line the first figure is bold.
fn marked(text: &str) -> String {
    let mark = |(index, line): (usize, &str)| match line.find(|c: char| c.is_ascii_digit()).filter(|_| index % 4 == 0) {
        Some(at) => {
            let (before, figure) = line.split_at(at);
            let (figure, behind) = figure.split_at(figure.find(|c: char| !c.is_ascii_digit()).unwrap_or(figure.len()));
            format!("{before}**{figure}**{behind}\n")
        }
        None => format!("{line}\n"),
    };
    text.lines().enumerate().map(mark).collect()
}

/// Types or deletes a character somewhere; the text is made on the first round.
fn typing(text: String, format: SourceFormat) -> Box<dyn FnMut()> {
    let with = settings();
    let mut open: Option<(Draft, Vec<Edit>)> = None;
    let mut turn = 0;
    Box::new(move || {
        let (draft, edits) = open.get_or_insert_with(|| {
            let draft = Draft::with_format(&text, format);
            draft.analyse(&with);
            (draft, edits(&text, EDITS))
        });
        let edit = &edits[turn % edits.len()];
        draft.edit(edit.bytes.clone(), &edit.text);
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

/// 300 words of the genre, as every checker of words has. They stand in a file of their own: the floor is to stay the
/// same when a word table changes.
struct Floor(AhoCorasick);

impl Floor {
    fn new() -> Self {
        let terms: Vec<&str> = include_str!("common/terms.txt").lines().collect();
        assert_eq!(terms.len(), 300);
        // Left to itself the crate takes an automaton with a quarter of the speed.
        Self(AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(terms).unwrap())
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let name = option("--case");
    if name.is_some() || arguments.iter().any(|a| a == "--list") {
        let mut all = cases(&Texts::composed(), "");
        // The floor and the longest text are counted once.
        let again = |case: &Case| !matches!(case.name.strip_prefix(PUBLISHED), Some("floor" | "edit-2m"));
        all.extend(Texts::published().into_iter().flat_map(|texts| cases(&texts, PUBLISHED)).filter(again));
        match name {
            None => all.iter().for_each(|case| println!("{}\t{}", case.name, case.rounds)),
            Some(name) => {
                let rounds: usize = option("--rounds").and_then(|n| n.parse().ok()).unwrap_or(1);
                let mut case = all.into_iter().find(|c| c.name == name).expect("no such case");
                (0..rounds).for_each(|_| (case.run)());
            }
        }
        return;
    }
    if let Some(folder) = option("--write") {
        std::fs::create_dir_all(&folder).expect("a folder");
        for texts in [Some(Texts::composed()), Texts::published()].into_iter().flatten() {
            for (name, text) in [("one", texts.one.clone()), ("repeated", texts.repeated(200 * KIB)), ("varied", texts.varied(200 * KIB))] {
                std::fs::write(format!("{folder}/{}-{name}.txt", texts.source), text).expect("written");
            }
        }
        return;
    }
    let mut texts = Texts::best();
    if let Some(file) = option("--text") {
        texts.source = "named";
        texts.one = std::fs::read_to_string(file).expect("the report can be read");
    }
    let rows = arguments.iter().any(|a| a == "--rows");
    if !rows {
        println!("{} texts", texts.source);
    }
    let mut floor = f64::NAN;
    for mut case in cases(&texts, "") {
        let (least, median) = fastest(&mut case.run, Duration::from_millis(1500));
        if case.name == "floor" {
            floor = least;
        }
        let times = least / floor;
        if rows {
            let gate = case.gate.map_or(String::new(), |g| g.to_string());
            println!("row\t{}\t{}\t{least:.0}\t{median:.0}\t{times:.1}\t{gate}", case.name, case.what);
        } else {
            let gate = case.gate.map_or(String::new(), |g| format!("   gate {g} ×"));
            println!("{:<66} {least:>8.0} µs  median {median:>8.0} µs  {times:>6.1} × floor{gate}", case.what);
        }
    }
}
