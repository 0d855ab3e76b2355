//! `cargo xtask fuzz`: the fuzz targets, one after the other, with the seeds of
//! the repository. What is found goes to `fuzz/artifacts/`; once it is mended,
//! the file moves to `fuzz/found/TARGET/`, where `cargo test` keeps it mended.

use std::process::Command;

use anyhow::{Result, bail};

use crate::sh;

#[derive(clap::Args)]
pub struct Args {
    /// Seconds for each target
    #[arg(long, default_value_t = 600)]
    seconds: u32,
    /// Fuzz these only [default: all]
    targets: Vec<String>,
}

pub fn run(args: &Args) -> Result<()> {
    if sh::which("cargo-fuzz").is_none() {
        bail!("cargo-fuzz is not on PATH: cargo install cargo-fuzz");
    }
    let fuzz = sh::root().join("fuzz");
    let listed = sh::run_quiet(Command::new("cargo").args(["fuzz", "list", "--fuzz-dir", "."]).current_dir(&fuzz))?;
    let all: Vec<String> = listed.split_whitespace().map(str::to_owned).collect();
    let targets = if args.targets.is_empty() { &all } else { &args.targets };
    let mut failed = Vec::new();
    for target in targets {
        sh::step(&format!("{target}, {} s", args.seconds));
        let dictionary = if ["schema", "config", "frames", "session"].contains(&target.as_str()) { "json.dict" } else { "chinese.dict" };
        std::fs::create_dir_all(fuzz.join("corpus").join(target))?;
        // The stable compiler has the coverage that libFuzzer needs, but no sanitizers; there is no unsafe code here.
        let status = Command::new("cargo")
            .args(["fuzz", "run", "--sanitizer", "none", "--fuzz-dir", ".", target])
            .args([format!("corpus/{target}"), format!("seeds/{target}")])
            // A machine that does something else beside it may leave it without a turn for long.
            .args(["--", "-timeout=120", "-rss_limit_mb=2500"])
            .args([format!("-dict={dictionary}"), format!("-max_len={}", longest(target)), format!("-max_total_time={}", args.seconds)])
            .current_dir(&fuzz)
            .status()?;
        if !status.success() {
            failed.push(target.as_str());
        }
    }
    if !failed.is_empty() {
        bail!("found something: {}; see fuzz/artifacts/", failed.join(", "));
    }
    Ok(())
}

/// The longest input in bytes. Each may stand for a word or a message: where a
/// run does much with each of them, many short runs find more than few long ones.
fn longest(target: &str) -> u32 {
    match target {
        "fixes" | "edits" => 256,
        "session" => 512,
        "outline" | "facts" | "rules" => 1024,
        _ => 4096,
    }
}
