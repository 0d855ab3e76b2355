//! The extension's types and its unit tests, without VS Code.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::tally::{Outcome, after};
use crate::{npm, sh};

const LIMIT: Duration = Duration::from_secs(5 * 60);

pub fn run() -> Result<Outcome> {
    let dir = npm::project("editors/vscode", "vscode")?;
    let types = sh::run_watched(npm::bin(&dir, "tsc").arg("--noEmit"), LIMIT)?.code == Some(0);
    println!("{} typecheck", if types { "✔" } else { "✖" });
    let node = npm::node()?;
    sh::run_quiet(Command::new(&node).args(["scripts/build.mjs", "--tests"]).current_dir(&dir))?;
    let said = sh::run_watched(Command::new(&node).args(["--test", "--test-reporter=spec", "dist-test/"]).current_dir(&dir), LIMIT)?;
    let tests = |word| after(&said.output, word);
    let (passed, failed) = (tests("pass"), tests("fail") + tests("cancelled"));
    Ok(match Outcome::judged(passed, failed, tests("skipped"), said.code == Some(0)) {
        Outcome::Ran { passed, failed, skipped, note } => Outcome::Ran {
            passed: passed + usize::from(types),
            failed: failed + usize::from(!types),
            skipped,
            note: if types { note } else { Some("typecheck failed".to_owned()) },
        },
        other => other,
    })
}
