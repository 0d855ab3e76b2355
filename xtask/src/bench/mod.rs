//! `cargo xtask bench`: runs the benches and writes what they measured into
//! docs/performance.md; with `--check` it compares counts of instructions with
//! those of the repository instead, since seconds depend on the machine.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::sh;

/// A count may grow by so much before it is a regression.
const TOLERANCE: f64 = 0.15;

const BEGIN: &str = "<!-- measured: cargo xtask bench -->";
const END: &str = "<!-- end -->";

#[derive(clap::Args)]
pub struct Args {
    /// Fail where a case takes 15 % more instructions than benches/instructions.tsv says
    #[arg(long)]
    check: bool,
    /// Write benches/instructions.tsv anew
    #[arg(long, conflicts_with = "check")]
    accept: bool,
}

pub fn run(args: &Args) -> Result<()> {
    if args.check || args.accept {
        return instructions(args.accept);
    }
    let analysis = rows("analysis")?;
    let program = rows("program")?;
    let mut table = format!("Measured on {}.\n\n| what | fastest | median | × floor | gate |\n|---|---:|---:|---:|---:|\n", machine());
    for row in &analysis {
        if let [_, what, fastest, median, times, gate] = row.as_slice() {
            writeln!(table, "| {what} | {fastest} µs | {median} µs | {times} | {gate} |")?;
        }
    }
    table.push_str("\n| what | measured | | wanted |\n|---|---:|---|---|\n");
    for row in &program {
        if let [_, what, value, more, gate] = row.as_slice() {
            writeln!(table, "| {what} | {value} | {more} | {gate} |")?;
        }
    }
    print!("{table}");
    let page = sh::root().join("docs/performance.md");
    let text = fs::read_to_string(&page)?;
    let parts = text.split_once(BEGIN).and_then(|(head, rest)| Some((head, rest.split_once(END)?.1)));
    let Some((head, tail)) = parts else { bail!("{} lacks the marks {BEGIN} and {END}", page.display()) };
    fs::write(&page, format!("{head}{BEGIN}\n{table}{END}{tail}"))?;
    Ok(())
}

/// The rows that a bench prints, as fields.
fn rows(bench: &str) -> Result<Vec<Vec<String>>> {
    sh::step(&format!("bench {bench}"));
    let said = sh::run_quiet(sh::cargo().args(["bench", "--quiet", "--bench", bench, "--", "--rows"]))?;
    Ok(said.lines().filter_map(|l| l.strip_prefix("row\t")).map(|l| l.split('\t').map(str::to_owned).collect()).collect())
}

/// The machine in general words.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = system.lines().find_map(|l| l.strip_prefix("PRETTY_NAME=")).map_or(std::env::consts::OS, |n| n.trim_matches('"'));
    format!("{cores} cores, {}, {name}", std::env::consts::ARCH.replace('_', "-"))
}

/// Counts the instructions of each case of the analysis.
fn instructions(accept: bool) -> Result<()> {
    let Some(valgrind) = sh::which("valgrind") else {
        bail!("valgrind counts the instructions and is not on PATH (Debian: apt-get install valgrind)");
    };
    let program = bench_program("analysis")?;
    let listed = sh::run_quiet(Command::new(&program).arg("--list"))?;
    let mut counts = BTreeMap::new();
    for case in listed.split_whitespace() {
        // The difference is what two rounds more take, without start and tables.
        let [few, many] = [2, 4].map(|rounds| count(&valgrind, &program, case, rounds));
        counts.insert(case.to_owned(), (many?.saturating_sub(few?)) / 2);
    }
    let file = sh::root().join("benches/instructions.tsv");
    let known = fs::read_to_string(&file).unwrap_or_default();
    let known: BTreeMap<&str, u64> =
        known.lines().filter_map(|l| l.split_once('\t')).filter_map(|(case, n)| Some((case, n.parse().ok()?))).collect();
    let floor = counts.get("floor").copied().unwrap_or_default().max(1);
    let mut worse = Vec::new();
    for (case, count) in &counts {
        let before = known.get(case.as_str());
        let change = before.map(|b| *count as f64 / *b as f64 - 1.0);
        let shown = change.map_or("new".to_owned(), |c| format!("{:+.1} %", c * 100.0));
        println!("{case:<12} {count:>12} instructions  {:>6.1} × floor  {shown}", *count as f64 / floor as f64);
        if change.is_some_and(|c| c > TOLERANCE) {
            worse.push(case.as_str());
        }
    }
    if accept {
        let lines: String = counts.iter().map(|(case, n)| format!("{case}\t{n}\n")).collect();
        return fs::write(&file, lines).context("benches/instructions.tsv");
    }
    if known.is_empty() {
        bail!("{} holds no counts to compare with: cargo xtask bench --accept", file.display());
    }
    if !worse.is_empty() {
        bail!("more than 15 % more instructions: {}", worse.join(", "));
    }
    Ok(())
}

/// The compiled bench.
fn bench_program(bench: &str) -> Result<PathBuf> {
    sh::step(&format!("bench {bench}, counted"));
    let said = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["bench", "--no-run", "--bench", bench, "--message-format", "short"])
        .current_dir(sh::root())
        .output()?;
    // `Executable benches/analysis.rs (target/release/deps/analysis-…)`
    let text = String::from_utf8_lossy(&said.stderr).into_owned();
    let path =
        text.lines().rev().find_map(|l| l.trim().strip_prefix("Executable")?.rsplit_once('(')?.1.strip_suffix(')').map(PathBuf::from));
    path.map(|p| if p.is_absolute() { p } else { sh::root().join(p) }).with_context(|| format!("no bench was built:\n{text}"))
}

fn count(valgrind: &Path, program: &Path, case: &str, rounds: u32) -> Result<u64> {
    let out = sh::target().join(format!("callgrind.{case}.{rounds}"));
    let said = Command::new(valgrind)
        .args(["--tool=callgrind", &format!("--callgrind-out-file={}", out.display())])
        .arg(program)
        .args(["--case", case, "--rounds", &rounds.to_string()])
        .output()?;
    let text = String::from_utf8_lossy(&said.stderr);
    let total = text.lines().find_map(|l| l.split("Collected :").nth(1)?.split_whitespace().next()?.parse().ok());
    total.with_context(|| format!("valgrind counted nothing:\n{text}"))
}
