//! npm packages, kept out of the source folders: a project is mirrored into
//! `target/npm/` and its packages are installed there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::sh;

/// The oldest Node that the packages run on.
const NODE: u32 = 20;

/// What building or installing makes; left alone when the mirror is renewed.
const MADE: &[&str] = &["node_modules", "dist", "dist-test", "server"];

/// Mirrors the npm project `source` (relative to the root) to `target/npm/NAME`,
/// installs its packages as its lock file says, and returns the mirror.
pub fn project(source: &str, name: &str) -> Result<PathBuf> {
    node()?;
    let to = sh::target().join("npm").join(name);
    mirror(&sh::root().join(source), &to)?;
    let lock = fs::read(to.join("package-lock.json")).with_context(|| format!("{source}/package-lock.json"))?;
    let stamp = to.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(to);
    }
    sh::step(&format!("npm packages of {source}, into target/npm/{name}"));
    sh::run_quiet(npm().args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&to))?;
    fs::write(stamp, lock)?;
    Ok(to)
}

/// npm itself.
pub fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// A Node program in a mirrored project's packages, `tsc` for instance.
pub fn bin(project: &Path, name: &str) -> Command {
    let end = if cfg!(windows) { ".cmd" } else { "" };
    let mut command = Command::new(project.join("node_modules/.bin").join(format!("{name}{end}")));
    command.current_dir(project);
    command
}

/// Fails with one clear line unless Node is there and new enough.
pub fn node() -> Result<PathBuf> {
    let Some(node) = sh::which("node") else {
        bail!("Node {NODE} or newer is needed (https://nodejs.org) and no `node` is on PATH");
    };
    let version = sh::run_quiet(Command::new(&node).arg("--version"))?;
    let major: u32 = version.trim().trim_start_matches('v').split('.').next().unwrap_or("").parse().unwrap_or(0);
    if major < NODE {
        bail!("Node {NODE} or newer is needed, {} is {}", node.display(), version.trim());
    }
    Ok(node)
}

/// Makes `to` hold what `from` holds, without touching files that are the same
/// already and without what was made there.
fn mirror(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name();
        if MADE.iter().any(|made| name == *made) {
            continue;
        }
        let (source, copy) = (entry.path(), to.join(&name));
        names.insert(name);
        if entry.file_type()?.is_dir() {
            // A project inside the project is mirrored for itself.
            if !source.join("package.json").is_file() {
                mirror(&source, &copy)?;
            }
        } else {
            let text = fs::read(&source)?;
            if !fs::read(&copy).is_ok_and(|old| old == text) {
                fs::write(&copy, text)?;
            }
        }
    }
    for entry in fs::read_dir(to)? {
        let entry = entry?;
        let name = entry.file_name();
        if names.contains(&name) || MADE.iter().any(|made| name == *made) {
            continue;
        }
        if entry.file_type()?.is_dir() { fs::remove_dir_all(entry.path())? } else { fs::remove_file(entry.path())? }
    }
    Ok(())
}
