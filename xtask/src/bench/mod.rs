//! `cargo xtask bench`: runs the benches and writes what they measured into
//! docs/performance.md; with `--check` it compares counts of instructions with
//! those of the repository instead, since seconds depend on the machine.

mod counts;
mod instructions;

use std::fmt::Write as _;
use std::fs;

use anyhow::{Result, bail};

use crate::sh;

const BEGIN: &str = "<!-- measured: cargo xtask bench -->";
const END: &str = "<!-- end -->";

#[derive(clap::Args)]
pub struct Args {
    /// Fail where a case takes 3 % more instructions than benches/instructions.tsv says
    #[arg(long)]
    check: bool,
    /// Compare with the file of this commit instead, such as a release
    #[arg(long, value_name = "COMMIT", requires = "check")]
    against: Option<String>,
    /// Write benches/instructions.tsv anew; WHY is written into it and belongs into the commit message
    #[arg(long, value_name = "WHY", conflicts_with = "check")]
    accept: Option<String>,
}

pub fn run(args: &Args) -> Result<()> {
    if let Some(why) = &args.accept {
        return instructions::accept(why);
    }
    if args.check {
        return instructions::check(args.against.as_deref());
    }
    // One run on one machine makes the whole table: nothing of an earlier one stays in it.
    let analysis = Measured::by("analysis")?;
    let program = Measured::by("program")?;
    let mut table = format!("Measured on {}; {}.\n\n", machine(), program.about);
    table.push_str("| what | fastest | median | × floor | gate |\n|---|---:|---:|---:|---:|\n");
    for row in &analysis.rows {
        if let [_, what, fastest, median, times, gate] = row.as_slice() {
            writeln!(table, "| {what} | {fastest} µs | {median} µs | {times} | {gate} |")?;
        }
    }
    table.push_str("\n| what | measured | | wanted |\n|---|---:|---|---|\n");
    for row in &program.rows {
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

/// What a bench printed.
struct Measured {
    /// The texts and the pauses, in words.
    about: String,
    /// The fields of each row.
    rows: Vec<Vec<String>>,
}

impl Measured {
    fn by(bench: &str) -> Result<Self> {
        sh::step(&format!("bench {bench}"));
        let said = sh::run_quiet(sh::cargo().args(["bench", "--quiet", "--bench", bench, "--", "--rows"]))?;
        let rows = said.lines().filter_map(|line| line.strip_prefix("row\t")).map(|line| line.split('\t').map(str::to_owned).collect());
        let about = said.lines().find_map(|line| line.strip_prefix("about\t")).unwrap_or_default();
        Ok(Self { about: about.to_owned(), rows: rows.collect() })
    }
}

/// The machine in general words.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = system.lines().find_map(|l| l.strip_prefix("PRETTY_NAME=")).map_or(std::env::consts::OS, |n| n.trim_matches('"'));
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processor.lines().find_map(|l| l.strip_prefix("model name")?.split_once(": ")).map_or("", |(_, model)| model.trim());
    let model = if model.is_empty() { String::new() } else { format!(" of {model}") };
    format!("{cores} cores{model}, {}, {name}", std::env::consts::ARCH.replace('_', "-"))
}
