//! Word files written by other programs, and annotated files opened by one.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::tally::{Outcome, after};
use super::{Context, Suite, debian};
use crate::sh;

const LIMIT: Duration = Duration::from_secs(15 * 60);

/// The Python of the system: it is the one that Debian's package of python-docx serves.
const PYTHON: &str = "/usr/bin/python3";

pub fn run(context: &Context) -> Result<Outcome> {
    if let Some(why) = missing() {
        return Ok(debian::not_run(why, Suite::Word));
    }
    let mut command = Command::new(PYTHON);
    command.arg(sh::root().join("tests/word/suite.py")).env("NIANBAO", context.binary()?).env("PYTHONDONTWRITEBYTECODE", "1");
    let said = sh::run_watched(&mut command, LIMIT)?;
    if said.timed_out {
        return Ok(Outcome::broken(format!("took longer than {} s", LIMIT.as_secs())));
    }
    Ok(Outcome::judged(after(&said.output, "pass"), after(&said.output, "fail"), 0, said.code == Some(0)))
}

/// What the suite lacks.
fn missing() -> Option<&'static str> {
    match () {
        () if sh::which("soffice").is_none() => Some("no LibreOffice (soffice) is on PATH"),
        () if sh::which("pdftotext").is_none() => Some("no pdftotext is on PATH"),
        () if !has_python_docx() => Some("the Python of the system has no python-docx"),
        () => None,
    }
}

/// Whether python-docx is there.
pub fn has_python_docx() -> bool {
    Command::new(PYTHON).args(["-c", "import docx"]).output().is_ok_and(|out| out.status.success())
}
