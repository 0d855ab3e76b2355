//! `cargo xtask rates`: how often each rule speaks in a body of formal Chinese text.
//!
//! Each file is put as the results into a report that is clean otherwise. What
//! a rule finds in correct text is false, so the rate is one of false alarms.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{build, sh};

#[derive(clap::Args)]
pub struct Args {
    /// A folder of texts (.txt, .md)
    folder: PathBuf,
    /// Families of rules that are counted
    #[arg(long, default_values_t = ["NB3", "NB5", "NB6", "NB7"].map(String::from))]
    family: Vec<String>,
    /// Print the findings of this rule as well
    #[arg(long, value_name = "RULE")]
    show: Vec<String>,
    /// How the checker is built
    #[arg(long, value_enum, default_value = "release")]
    profile: build::Profile,
}

/// What stands before and behind a text.
const BEFORE: &str =
    "云岭县2025年法治政府建设年度报告\n\n　　2025年，云岭县依法履行职责。现将有关情况报告如下。\n\n　　一、主要举措和成效\n\n";
const AFTER: &str = "\n　　二、存在的问题\n\n　　一是基层执法力量不足，主要原因是编制偏少。\n\n　　三、2026年工作安排\n\n　　充实基层执法力量。\n\n云岭县人民政府\n\n2026年2月20日\n";

#[derive(Default)]
struct Rate {
    by_severity: BTreeMap<String, usize>,
}

pub fn run(args: &Args) -> Result<()> {
    let binary = build::binary(args.profile)?;
    let framed = sh::target().join("rates");
    if framed.exists() {
        fs::remove_dir_all(&framed)?;
    }
    fs::create_dir_all(&framed)?;
    let (mut characters, mut files) = (0, 0);
    let mut paths: Vec<PathBuf> = fs::read_dir(&args.folder)?.map(|e| Ok(e?.path())).collect::<Result<_>>()?;
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt" || e == "md"));
    paths.sort();
    for path in &paths {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        characters += text.chars().filter(|c| !c.is_whitespace()).count();
        files += 1;
        let name = path.file_stem().unwrap_or_default();
        fs::write(framed.join(name).with_extension("txt"), format!("{BEFORE}{text}\n{AFTER}"))?;
    }
    if files == 0 {
        bail!("no texts in {}", args.folder.display());
    }
    // A config of its own, so that none above it counts.
    fs::write(framed.join("nianbao.toml"), "")?;
    let mut command = std::process::Command::new(binary);
    command.args(["check", "--format", "jsonl", "--fail-on", "never", "--no-progress", "--lang", "zh"]).arg(&framed);
    let lines = sh::run_quiet(&mut command)?;
    let mut rates: BTreeMap<(String, String), Rate> = BTreeMap::new();
    for line in lines.lines() {
        let file: Value = serde_json::from_str(line)?;
        let path = file["path"].as_str().unwrap_or_default();
        let first = BEFORE.lines().count() as u64;
        let last = fs::read_to_string(sh::root().join(path)).map_or(0, |t| (t.lines().count() - AFTER.lines().count()) as u64 + 1);
        for finding in file["diagnostics"].as_array().into_iter().flatten() {
            let word = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            let at = finding["start"]["line"].as_u64().unwrap_or_default();
            let counted = args.family.iter().any(|f| word("code").starts_with(f.as_str()));
            if !counted || at <= first || at > last {
                continue;
            }
            let rate = rates.entry((word("code"), word("rule"))).or_default();
            *rate.by_severity.entry(word("severity")).or_default() += 1;
            if args.show.contains(&word("rule")) {
                println!("{}:{at} {} {}\n    {}", stem(path), word("rule"), word("message"), around(path, finding));
            }
        }
    }
    println!("{files} texts, {:.2} million characters; findings per million:", characters as f64 / 1e6);
    for ((code, rule), rate) in rates {
        for (severity, count) in rate.by_severity {
            println!("{code} {rule:<22} {severity:<8} {count:>6} {:>8.1}", count as f64 * 1e6 / characters as f64);
        }
    }
    Ok(())
}

fn stem(path: &str) -> String {
    Path::new(path).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The words around a finding.
fn around(path: &str, finding: &Value) -> String {
    let text = fs::read_to_string(sh::root().join(path)).unwrap_or_default();
    let number = |end: &str, key: &str| finding[end][key].as_u64().unwrap_or(1) as usize;
    let line = text.lines().nth(number("start", "line") - 1).unwrap_or_default();
    let (from, quote) = (number("start", "column") - 1, finding["quote"].as_str().unwrap_or_default());
    let before: String = line.chars().skip(from.saturating_sub(30)).take(from.min(30)).collect();
    let behind: String = line.chars().skip(from + quote.chars().count()).take(30).collect();
    format!("{before}⟦{quote}⟧{behind}")
}
