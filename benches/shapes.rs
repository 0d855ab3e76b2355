//! Whether time grows with the text and not with its square, for texts that
//! nobody writes in good faith (`common/shapes.rs`). Each is read and checked,
//! asked all that an editor asks, and edited, in three sizes, each twice the
//! one before; what takes more than eight times as long for four times the
//! text, and goes on so, fails. Processor time of the thread, so that a busy machine hardly
//! matters.
//!
//! `--only PART` measures the shapes whose name holds that; `--kib N` sets the
//! smallest size; `--write FOLDER` writes the texts instead of measuring.

mod common;

use common::shapes::SHAPES;
use nianbao::ide;
use nianbao::message::Lang;
use nianbao::rules::{Analysis, Draft, Settings};
use nianbao::schema::SchemaSet;
use std::hint::black_box;
use std::io::Write as _;
use std::time::Instant;

/// Four times the text may take so many times as long.
const GATE: f64 = 8.0;
/// And twice the text so many times.
const STEP: f64 = 2.8;
/// Milliseconds that make a measurement.
const ENOUGH: f64 = 60.0;
/// What takes less than this is noise, in milliseconds.
const NOISE: f64 = 1.0;

fn option(name: &str) -> Option<String> {
    std::env::args().skip_while(|a| a != name).nth(1)
}

fn main() {
    let only = option("--only").unwrap_or_default();
    let kib = option("--kib").and_then(|n| n.parse().ok()).unwrap_or(32usize);
    let chosen = SHAPES.iter().filter(|(name, _)| name.contains(&only));
    if let Some(folder) = option("--write") {
        std::fs::create_dir_all(&folder).expect("a folder");
        for (name, make) in chosen {
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.txt")), make(kib << 10)).expect("written");
        }
        return;
    }
    let settings = Settings { schemas: SchemaSet::built_in(), ..Settings::default() };
    // Tables are made and patterns compiled once, and not for the first shape.
    ask(&Draft::new(&common::texts::composed(1 << 14)).analyse(&settings));
    let mut steep = Vec::new();
    println!("{:<26} {:>26} {:>34} {:>34}", "ms of processor time", "reading and checking", "all questions", "an edit");
    for (name, make) in chosen {
        print!("{name:<26}");
        std::io::stdout().flush().expect("told");
        let sizes = [1, 2, 4].map(|times| measure(&make((kib * times) << 10), &settings));
        for (at, what) in ["check", "questions", "edit"].into_iter().enumerate() {
            let [one, two, four] = [0, 1, 2].map(|size| sizes[size][at]);
            let growth = four / one.max(NOISE);
            print!("  {one:>7.1} {two:>8.1} {four:>8.1} {growth:>5.1} ×");
            // A step from one size to the next, as caches and bounds make it, is no square.
            if growth > GATE && four > STEP * two {
                steep.push(format!("{name}: {what} {growth:.1} ×"));
            }
        }
        println!();
    }
    if !steep.is_empty() {
        println!("\nmore than {GATE} times as long for four times the text:\n  {}", steep.join("\n  "));
        std::process::exit(1);
    }
}

/// Milliseconds of checking, of all questions and of an edit.
fn measure(text: &str, settings: &Settings) -> [f64; 3] {
    let mut draft = Draft::new(text);
    let mut analysis = draft.analyse(settings);
    let check = average(|| analysis = Draft::new(black_box(text)).analyse(settings));
    let questions = average(|| ask(&analysis));
    let letters: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let mut turn = 0usize;
    let edit = average(|| {
        // A letter typed somewhere, and the same taken away again.
        let at = letters[(turn / 2).wrapping_mul(7919) % letters.len()];
        let (range, with) = if turn.is_multiple_of(2) { (at..at, "法") } else { (at..at + "法".len(), "") };
        turn += 1;
        draft.edit(range, with);
        black_box(draft.clone().analyse(settings));
    });
    [check, questions, edit]
}

/// All that an editor asks of a version.
fn ask(analysis: &Analysis) {
    let length = analysis.text.len();
    black_box(ide::symbols(analysis, Lang::Zh));
    black_box(ide::folds(analysis));
    black_box(ide::tokens(analysis, &(0..length)));
    black_box(ide::links(analysis, Lang::Zh));
    black_box(ide::lenses(analysis, Lang::Zh));
    black_box(ide::hints(analysis, &(0..length), ide::HintOptions { shares: true, citations: true }, Lang::Zh));
    black_box(ide::checklist(analysis, Lang::Zh));
    black_box(ide::status(analysis, Lang::Zh));
    black_box(ide::actions(analysis, 0..length, Lang::Zh));
    for at in [length / 3, length / 2] {
        black_box(ide::hover(analysis, at, Lang::Zh));
        black_box(ide::highlights(analysis, at));
        black_box(ide::linked(analysis, at, true));
        black_box(ide::rename(analysis, at, "2031").is_ok());
        black_box(ide::completions(analysis, at, ide::CompletionOptions { pinyin: true }, Lang::Zh));
    }
    black_box(ide::next_year(analysis, "x.txt", &ide::NextYear::default()).is_ok());
}

/// Milliseconds of a run, by enough runs for a clock that ticks coarsely.
fn average(mut run: impl FnMut()) -> f64 {
    let (start, mut runs) = (now(), 0);
    loop {
        run();
        runs += 1;
        let taken = now() - start;
        if taken > ENOUGH {
            return taken / f64::from(runs);
        }
    }
}

/// Milliseconds of processor time of this thread; of the clock where the system does not tell.
fn now() -> f64 {
    thread_local!(static START: Instant = Instant::now());
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let own = told.split_whitespace().next().and_then(|n| n.parse::<f64>().ok());
    own.map_or_else(|| START.with(|s| s.elapsed().as_secs_f64() * 1e3), |nanos| nanos / 1e6)
}
