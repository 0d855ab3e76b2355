//! Counting instructions with callgrind. Each case runs twice, once with as many rounds again, so that the difference is
//! of the rounds alone: start, tables and first uses are in both.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::counts::{Counts, TOLERANCE, Verdict};
use crate::sh;

const FILE: &str = "benches/instructions.tsv";
/// Characters of a reason that can be one.
const LEAST_REASON_CHARS: usize = 10;

/// Compares with the repository's counts, or with those of a commit.
pub fn check(commit: Option<&str>) -> Result<()> {
    let known = match commit {
        Some(commit) => sh::run_quiet(Command::new("git").args(["show", &format!("{commit}:{FILE}")]).current_dir(sh::root()))
            .context("no such counts")?,
        None => fs::read_to_string(sh::root().join(FILE)).context(FILE)?,
    };
    let known = Counts::read(&known);
    let new = count_all()?;
    show(&known, &new);
    let failed: Vec<String> = known.judge(&new).into_iter().filter(|(case, verdict)| verdict.fails(case)).map(|(case, _)| case).collect();
    if !failed.is_empty() {
        let more = known.tolerance(&new) * 100.0;
        bail!(
            "more than {more:.0} % more instructions, or not to be compared: {}. If that is the price of something: cargo xtask bench --accept WHY",
            failed.join(", ")
        );
    }
    Ok(())
}

/// Writes the repository's counts anew.
pub fn accept(why: &str) -> Result<()> {
    let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
    if why.chars().count() < LEAST_REASON_CHARS {
        bail!("--accept needs the reason for which these numbers are right: what became dearer or cheaper, and why");
    }
    let file = sh::root().join(FILE);
    let known = Counts::read(&fs::read_to_string(&file).unwrap_or_default());
    let new = Counts { why, ..count_all()? };
    show(&known, &new);
    for (case, verdict) in known.judge(&new) {
        if verdict == Verdict::NotCounted {
            println!("{case} leaves the file: it was not counted here");
        }
    }
    fs::write(&file, new.write()).context(FILE)?;
    println!("{FILE} is written. Commit it with the reason:\n\n    {}\n", new.why);
    Ok(())
}

/// Prints both counts and the change of each case.
fn show(known: &Counts, new: &Counts) {
    if !known.with.is_empty() && known.with != new.with {
        println!(
            "counted with {}, here with {}: compared at {:.0} % instead of {:.0} %",
            known.with,
            new.with,
            known.tolerance(new) * 100.0,
            TOLERANCE * 100.0
        );
    }
    let floor = new.cases.get("floor").copied().unwrap_or(1).max(1);
    for (case, verdict) in known.judge(new) {
        let change = match verdict {
            Verdict::Fine(change) => format!("{:+.1} %", change * 100.0),
            Verdict::Better(change) => format!("{:+.1} %, better: --accept keeps it so", change * 100.0),
            Verdict::Worse(change) => format!("{:+.1} %  WORSE", change * 100.0),
            Verdict::Unknown => "new".to_owned(),
            Verdict::NotCounted => "not counted: its text is not there".to_owned(),
        };
        match new.cases.get(&case) {
            Some(count) => println!("{case:<28} {count:>12} instructions {:>7.1} × floor  {change}", *count as f64 / floor as f64),
            None => println!("{case:<28} {:>12}                              {change}", ""),
        }
    }
}

/// Counts every case, two at a time.
fn count_all() -> Result<Counts> {
    let Some(valgrind) = sh::which("valgrind") else {
        bail!("valgrind counts the instructions and is not on PATH (Debian: apt-get install valgrind)");
    };
    let program = bench_program("analysis")?;
    let listed = sh::run_quiet(Command::new(&program).arg("--list"))?;
    let mut new = Counts { with: counted_with()?, ..Counts::default() };
    for line in listed.lines() {
        let (case, rounds) = line.split_once('\t').and_then(|(case, n)| Some((case, n.parse::<u32>().ok()?))).context("bench --list")?;
        sh::step(&format!("counting {case}"));
        let (few, many) = std::thread::scope(|scope| {
            let few = scope.spawn(|| count(&valgrind, &program, case, rounds));
            let many = count(&valgrind, &program, case, 2 * rounds);
            (few.join(), many)
        });
        let few = few.map_err(|_| anyhow::anyhow!("counting {case} ended early"))??;
        new.cases.insert(case.to_owned(), many?.saturating_sub(few) / u64::from(rounds.max(1)));
    }
    Ok(new)
}

/// The compiler and the kind of processor, on which counts depend.
fn counted_with() -> Result<String> {
    let rustc = sh::run_quiet(Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("--version"))?;
    let flags = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let wide = flags.lines().find(|l| l.starts_with("flags")).is_some_and(|l| l.split_whitespace().any(|flag| flag == "avx2"));
    let version = rustc.trim().split(" (").next().unwrap_or_default();
    Ok(format!("{version}, {}{}", std::env::consts::ARCH.replace('_', "-"), if wide { " with avx2" } else { "" }))
}

/// The compiled bench.
fn bench_program(bench: &str) -> Result<PathBuf> {
    sh::step(&format!("bench {bench}, built for counting"));
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

/// Instructions of a run with so many rounds, start and all.
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
