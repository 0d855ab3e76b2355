//! Defects planted into sound reports, one at a time, in ways written by
//! somebody who had not read the rules (`tests/fixtures/planted/README.md`).
//!
//! `cargo test --test planted -- --include-ignored --nocapture` prints what was
//! found in each way, what was missed, and what was found besides.

mod count;
#[allow(dead_code)]
#[path = "../rules/support.rs"]
mod support;
mod ways;

use count::{Base, Outcome};
use std::collections::{BTreeMap, BTreeSet};
use support::{Seeded, drafts, read, root};
use ways::{Planted, Report, Way, seed};

/// The least share of planted defects that are found.
const MIN_FOUND: f64 = 0.97;
/// The most findings of other rules, counted per planted text; of silent ways and of others by themselves.
const MAX_COLLATERAL: f64 = 0.03;
/// The most texts that are planted in one way, over all reports.
const MAX_TEXTS_PER_WAY: usize = 12;
/// Where published reports lie beside the package, in a workplace that has them.
const PUBLISHED: &str = "../shared/reports";
/// Sound samples that are planted as well: reports on a later year than the fixtures.
const SAMPLES: [&str; 2] = ["云岭县2025年法治政府建设年度报告.txt", "云岭县2025年政府信息公开工作年度报告.txt"];
/// Lines of this report are no paragraphs, so that a way cannot say where one ends.
const HARD_WRAPPED: &str = "11-pdf-hard-wrapped.txt";

fn ways() -> Vec<Way> {
    let file = root().join("tests/fixtures/planted/ways.json");
    serde_json::from_str(&read(&file)).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

fn reports() -> Vec<Report> {
    let mut all: Vec<Report> = Vec::new();
    let mut add = |name: String, text: String, published: bool| all.push(Report { name, text, published });
    for (name, text) in drafts("tests/fixtures/reports").into_iter().filter(|(name, _)| name != HARD_WRAPPED) {
        add(name, text, false);
    }
    for name in SAMPLES {
        add(name.to_owned(), read(&root().join("samples").join(name)), false);
    }
    let published = root().join(PUBLISHED);
    if published.is_dir() {
        for (name, text) in drafts(PUBLISHED) {
            add(name, text, true);
        }
    } else {
        println!("no published reports in {}: only composed ones are planted", published.display());
    }
    all
}

/// The texts that one way makes, the same in every run.
fn texts<'a>(way: &Way, reports: &'a [Report]) -> Vec<(&'a Report, Planted)> {
    let all = reports.iter().flat_map(|r| way.places(r, reports).into_iter().map(move |p| (r, p))).collect();
    Seeded(seed(&way.id)).sample(all, MAX_TEXTS_PER_WAY)
}

/// File, line and what was changed there, for a list that people read.
fn place(report: &Report, planted: &Planted) -> String {
    let line = report.text[..planted.range.start].matches('\n').count() + 1;
    let short = |text: &str| text.chars().take(24).collect::<String>().replace(['\n', '\r'], "⏎");
    let name: String = report.name.chars().take(16).collect();
    format!("{name}:{line} 「{}」→「{}」", short(&report.text[planted.range.clone()]), short(&planted.with))
}

#[test]
fn every_way_can_be_carried_out() {
    let (ways, reports) = (ways(), reports());
    let ids: BTreeSet<_> = ways.iter().map(|w| w.id.as_str()).collect();
    assert_eq!(ids.len(), ways.len(), "an id stands twice");
    let published = reports.iter().any(|r| r.published);
    let unplanted: Vec<_> = ways.iter().filter(|w| texts(w, &reports).is_empty()).map(|w| w.id.as_str()).collect();
    assert!(!published || unplanted.is_empty(), "no report has a place for {unplanted:?}");
    let silent = ways.iter().filter(|w| w.is_silent()).count();
    assert!(ways.len() - silent >= 90 && silent >= 15, "{} ways, {silent} of them silent", ways.len());
}

/// What is planted, without a look at what is found: to be read by those who write ways.
#[test]
#[ignore = "a list to read; run it with --include-ignored --nocapture"]
fn planted_texts() {
    let (ways, reports) = (ways(), reports());
    for way in &ways {
        println!("{} {:?}: {}", way.id, way.rules, way.what);
        for (report, planted) in texts(way, &reports) {
            println!("    {}", place(report, &planted));
        }
    }
}

#[test]
fn planted_defects_are_found() {
    let (ways, reports) = (ways(), reports());
    let bases: BTreeMap<&str, Base> = reports.iter().map(|r| (r.name.as_str(), Base::new(r))).collect();
    let jobs: Vec<(usize, &Report, Planted)> =
        ways.iter().enumerate().flat_map(|(at, way)| texts(way, &reports).into_iter().map(move |(r, p)| (at, r, p))).collect();
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get());
    let judge = |(at, report, planted): &(usize, &Report, Planted)| bases[report.name.as_str()].judge(&ways[*at], planted, &reports);
    let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
        let chunks = jobs.chunks(jobs.len().div_ceil(threads));
        let running: Vec<_> = chunks.map(|chunk| scope.spawn(move || chunk.iter().map(judge).collect::<Vec<_>>())).collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let results: Vec<Row> =
        jobs.into_iter().zip(outcomes).map(|((way, report, planted), outcome)| Row { way, report, planted, outcome }).collect();
    print_table(&ways, &results);
    let total = |silent: bool| Total::of(results.iter().filter(|r| ways[r.way].is_silent() == silent));
    let (defects, silent) = (total(false), total(true));
    println!("\ndefects: {defects}\nsilent: {silent}");
    for published in [false, true] {
        let some = results.iter().filter(|r| !ways[r.way].is_silent() && r.report.published == published);
        println!("{}: {}", if published { "published" } else { "composed" }, Total::of(some));
    }
    assert!(defects.found_share() >= MIN_FOUND, "{defects}");
    assert!(defects.collateral_per_text() <= MAX_COLLATERAL, "{defects}");
    assert!(silent.collateral_per_text() <= MAX_COLLATERAL, "silent ways: {silent}");
}

/// One planted text and what became of it.
struct Row<'a> {
    way: usize,
    report: &'a Report,
    planted: Planted,
    outcome: Outcome,
}

#[derive(Default)]
struct Total {
    planted: usize,
    found: usize,
    elsewhere: usize,
    collateral: usize,
}

impl Total {
    fn of<'a>(results: impl Iterator<Item = &'a Row<'a>>) -> Self {
        results.fold(Self::default(), |sum, r| Self {
            planted: sum.planted + 1,
            found: sum.found + usize::from(r.outcome.found),
            elsewhere: sum.elsewhere + usize::from(!r.outcome.found && r.outcome.elsewhere),
            collateral: sum.collateral + r.outcome.collateral.len(),
        })
    }

    fn found_share(&self) -> f64 {
        self.found as f64 / self.planted as f64
    }

    fn collateral_per_text(&self) -> f64 {
        self.collateral as f64 / self.planted as f64
    }
}

impl std::fmt::Display for Total {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Self { planted, found, collateral, .. } = self;
        let (share, each) = (self.found_share(), self.collateral_per_text());
        write!(f, "{found} of {planted} found ({share:.3}), {collateral} findings besides ({each:.3} a text)")
    }
}

fn print_table(ways: &[Way], results: &[Row]) {
    println!("{:<44} {:>8} {:>6} {:>9} {:>8}", "way", "planted", "found", "elsewhere", "besides");
    for (at, way) in ways.iter().enumerate() {
        let Total { planted, found, elsewhere, collateral } = Total::of(results.iter().filter(|r| r.way == at));
        let found = if way.is_silent() { "silent".to_owned() } else { found.to_string() };
        println!("{:<44} {planted:>8} {found:>6} {elsewhere:>9} {collateral:>8}", way.id);
    }
    println!("\nmissed");
    for result in results.iter().filter(|r| !ways[r.way].is_silent() && !r.outcome.found) {
        println!("    {} {}", ways[result.way].id, place(result.report, &result.planted));
    }
    println!("\nfound besides");
    for result in results {
        for finding in &result.outcome.collateral {
            let quote: String = finding.quote.chars().take(24).collect::<String>().replace('\n', "⏎");
            println!("    {} {}: {} “{quote}”", ways[result.way].id, place(result.report, &result.planted), finding.rule);
        }
    }
}
