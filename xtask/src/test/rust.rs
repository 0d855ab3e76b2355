//! The Rust tests of all packages.

use std::time::Duration;

use anyhow::Result;

use super::tally::{Outcome, before};
use crate::sh;

const LIMIT: Duration = Duration::from_secs(40 * 60);

pub fn run() -> Result<Outcome> {
    let said = sh::run_watched(sh::cargo().args(["test", "--workspace", "--no-fail-fast"]), LIMIT)?;
    let count = |word| before(&said.output, "test result:", word);
    Ok(Outcome::judged(count("passed"), count("failed"), count("ignored"), said.code == Some(0)))
}
