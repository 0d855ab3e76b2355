//! The tests in real editors: VS Code and the survey's page in a browser, Neovim, Emacs.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::tally::{Outcome, after, before};
use super::{Context, Suite, debian};
use crate::{build, code_server, npm, sh};

const VSCODE_LIMIT: Duration = Duration::from_secs(15 * 60);
const SCRIPT_LIMIT: Duration = Duration::from_secs(3 * 60);

/// What a script returns that found its editor unable to run it; anything else that is not 0 is a failure.
const CANNOT: i32 = 77;

/// The page of `nianbao survey` in a browser.
pub fn survey(context: &Context) -> Result<Outcome> {
    let Some(chromium) = chromium() else {
        return Ok(debian::not_run("no Chromium or Chrome was found", Suite::Survey));
    };
    let mut command = Command::new(npm::node()?);
    command.env("NIANBAO_SERVER", context.binary()?).env("NIANBAO_REPORTS", sh::root().join("tests/fixtures/reports"));
    playwright(context, command, "survey.test.mjs", &chromium)
}

pub fn vscode(context: &Context) -> Result<Outcome> {
    let Some(chromium) = chromium() else {
        return Ok(debian::not_run("no Chromium or Chrome was found", Suite::Vscode));
    };
    if cfg!(windows) {
        return Ok(Outcome::NotRun {
            why: "VS Code in the browser does not run on Windows".into(),
            remedy: "run the tests under WSL".into(),
        });
    }
    let binary = context.binary()?;
    let vsix = sh::target().join("nianbao-test.vsix");
    build::vsix(&binary, &vsix)?;
    let server = code_server::fetch()?;
    let mut command = Command::new(npm::node()?);
    command
        .env("NIANBAO_VSIX", &vsix)
        .env("NIANBAO_NODE24", &server.node)
        .env("NIANBAO_CODE_SERVER", &server.dir)
        .env("NIANBAO_DRAFTS", sh::root().join("tests/editors/drafts"));
    playwright(context, command, "e2e.test.mjs", &chromium)
}

/// Runs a file of tests that drive Chromium.
fn playwright(context: &Context, mut command: Command, file: &str, chromium: &Path) -> Result<Outcome> {
    let dir = npm::project("tests/editors/vscode", "editor-tests")?;
    std::fs::create_dir_all(&context.screenshots)?;
    command
        .args(["--test", "--test-reporter=spec", "--test-concurrency=1", file])
        .current_dir(&dir)
        .env("NIANBAO_CHROMIUM", chromium)
        .env("NIANBAO_SCREENSHOTS", std::path::absolute(&context.screenshots)?);
    let said = sh::run_watched(&mut command, VSCODE_LIMIT)?;
    if said.timed_out {
        return Ok(Outcome::broken(format!("took longer than {} s", VSCODE_LIMIT.as_secs())));
    }
    let count = |word| after(&said.output, word);
    let failed = count("fail") + count("cancelled");
    Ok(Outcome::judged(count("pass"), failed, count("skipped") + count("todo"), said.code == Some(0)))
}

pub fn neovim(context: &Context) -> Result<Outcome> {
    let Some(nvim) = sh::which("nvim") else {
        return Ok(debian::not_run("no Neovim (nvim) is on PATH", Suite::Neovim));
    };
    let mut command = Command::new(nvim);
    command.args(["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", "luafile tests/editors/neovim/e2e.lua"]);
    script(context, &mut command, Suite::Neovim)
}

pub fn emacs(context: &Context) -> Result<Outcome> {
    let Some(emacs) = sh::which("emacs") else {
        return Ok(debian::not_run("no Emacs is on PATH", Suite::Emacs));
    };
    let mut command = Command::new(emacs);
    command.args(["-Q", "--batch", "-l", "tests/editors/emacs/e2e.el"]).env("LC_ALL", "C.UTF-8");
    script(context, &mut command, Suite::Emacs)
}

/// Runs an editor's script, whose last line is `N passed, M failed`.
fn script(context: &Context, command: &mut Command, suite: Suite) -> Result<Outcome> {
    let said = sh::run_watched(
        command
            .current_dir(sh::root())
            .env("NIANBAO_ROOT", sh::root())
            .env("NIANBAO_DRAFTS", sh::root().join("tests/editors/drafts"))
            .env("NIANBAO_SERVER", context.binary()?),
        SCRIPT_LIMIT,
    )?;
    if said.timed_out {
        return Ok(Outcome::broken(format!("took longer than {} s", SCRIPT_LIMIT.as_secs())));
    }
    if said.code == Some(CANNOT) {
        let why = said.output.lines().find_map(|line| line.strip_prefix("NOT RUN: ")).unwrap_or("it cannot run here");
        return Ok(debian::not_run(why, suite));
    }
    let count = |word| before(&said.output, "", word);
    Ok(Outcome::judged(count("passed"), count("failed"), 0, said.code == Some(0)))
}

/// A browser that Playwright can drive, Chromium before Chrome.
pub fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
    let apps = ["/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
    names.into_iter().find_map(sh::which).or_else(|| apps.into_iter().map(PathBuf::from).find(|app| app.is_file()))
}
