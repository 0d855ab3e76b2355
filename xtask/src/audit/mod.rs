//! `cargo xtask audit`: whether a known vulnerability is in what the project is
//! built from. Every lock file is asked about: those of Cargo by `cargo deny`,
//! those of npm by `npm audit`. Both need a service; where it does not answer,
//! that is said in so many words and is no failure, unless `--required`.

mod answer;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{npm, sh};
use answer::Answer;

#[derive(clap::Args)]
pub struct Args {
    /// Fail too where a service could not be asked
    #[arg(long)]
    required: bool,
}

/// What is nobody's source.
const MADE: &[&str] = &["target", "node_modules", ".git", "corpus", "artifacts"];

pub fn run(args: &Args) -> Result<()> {
    let root = sh::root();
    let mut locks = Vec::new();
    find(&root, &mut locks)?;
    let mut failed = Vec::new();
    let mut unasked = 0;
    for lock in locks {
        let name = lock.strip_prefix(&root).unwrap_or(&lock).display().to_string();
        match ask(&lock)? {
            Answer::Clean => println!("{name}: no known vulnerability"),
            Answer::Unasked(why) => {
                unasked += 1;
                println!("{name}: NOT CHECKED, the advisories could not be asked for: {why}");
            }
            Answer::Found(all) => {
                println!("{name}: {} known", all.len());
                all.iter().for_each(|one| println!("  {one}"));
                failed.push(name);
            }
            Answer::Broken(why) => {
                println!("{name}: the check itself failed: {why}");
                failed.push(name);
            }
        }
    }
    if !failed.is_empty() {
        bail!("see above: {}", failed.join(", "));
    }
    if args.required && unasked > 0 {
        bail!("{unasked} lock files were not checked");
    }
    Ok(())
}

/// The lock files in a folder.
fn find(folder: &Path, locks: &mut Vec<PathBuf>) -> Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder).with_context(|| folder.display().to_string())?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        if entry.file_type()?.is_dir() {
            if !MADE.iter().any(|made| name == *made) {
                find(&entry.path(), locks)?;
            }
        } else if name == "Cargo.lock" || name == "package-lock.json" {
            locks.push(entry.path());
        }
    }
    Ok(())
}

fn ask(lock: &Path) -> Result<Answer> {
    let folder = lock.parent().context("a lock file stands in a folder")?;
    if lock.ends_with("package-lock.json") {
        npm::node()?;
        let said = npm::npm().args(["audit", "--json", "--package-lock-only"]).current_dir(folder).stdin(Stdio::null()).output()?;
        return Ok(answer::of_npm(said.status.success(), &String::from_utf8_lossy(&said.stdout)));
    }
    if sh::which("cargo-deny").is_none() {
        bail!("cargo-deny is not on PATH: cargo install cargo-deny --locked");
    }
    let mut deny = Command::new("cargo-deny");
    deny.args(["--format", "json", "--manifest-path"]).arg(folder.join("Cargo.toml"));
    deny.arg("--config").arg(sh::root().join("deny.toml")).args(["check", "--hide-inclusion-graph", "advisories"]);
    let said = deny.current_dir(sh::root()).stdin(Stdio::null()).output()?;
    Ok(answer::of_deny(said.status.success(), &String::from_utf8_lossy(&said.stderr)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lock_file_is_asked_about() {
        let mut locks = Vec::new();
        find(&sh::root(), &mut locks).unwrap();
        let names: Vec<_> = locks.iter().map(|l| l.strip_prefix(sh::root()).unwrap().display().to_string()).collect();
        for name in ["Cargo.lock", "fuzz/Cargo.lock", "editors/vscode/package-lock.json", "tests/editors/vscode/package-lock.json"] {
            assert!(names.iter().any(|n| n == name), "{name} is not in {names:?}");
        }
    }

    /// A package whose versions nothing fixes could not be asked about.
    #[test]
    fn every_npm_package_has_a_lock_file() {
        fn packages(folder: &Path, found: &mut usize) {
            for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
                let path = entry.path();
                if path.is_dir() && !MADE.iter().any(|made| entry.file_name() == *made) {
                    packages(&path, found);
                } else if path.ends_with("package.json") {
                    *found += 1;
                    assert!(path.with_file_name("package-lock.json").is_file(), "{}", path.display());
                }
            }
        }
        let mut found = 0;
        packages(&sh::root(), &mut found);
        assert!(found >= 3, "{found}");
    }

    #[test]
    fn ci_runs_it() {
        let script = fs::read_to_string(sh::root().join(".ci/run")).unwrap();
        assert!(script.lines().any(|l| l.trim() == "cargo xtask audit"));
    }
}
