//! `cargo xtask compare OLD NEW [PATH…]`: what two builds find differently.
//!
//! Both builds read the same folders. Findings, recognition, outlines and links are reduced to
//! [`entry::Entry`]s, which are matched by place; only keys that both builds write are compared, so that
//! builds of different versions can be set beside each other.

mod build;
mod entry;
mod print;
mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::sh;
use build::Build;
use entry::{Difference, Subject, compare};

/// Exit status: the builds agree.
const EQUAL: u8 = 0;
/// Exit status: they differ.
const DIFFERENT: u8 = 1;
/// Exit status: the comparison could not be made.
const TROUBLE: u8 = 2;

/// Folders of published reports beside the repository; not part of it, so they may be absent.
const PUBLISHED: &str = "../shared/reports";

#[derive(clap::Args)]
pub struct Args {
    /// The build whose findings are known
    old: PathBuf,
    /// The build that is judged
    new: PathBuf,
    /// Folders or files [default: the folders of tests/fixtures that hold documents, samples, and ../shared/reports if there]
    paths: Vec<PathBuf>,
    /// Compare the findings of these rules only
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    rule: Vec<String>,
    /// Print the counts only
    #[arg(long)]
    counts: bool,
    /// Language of the messages
    #[arg(long, default_value = "zh", value_parser = ["zh", "en"])]
    lang: String,
}

/// Prints the differences; the exit status is 0 if there are none, 1 if there are some, 2 on trouble.
pub fn run(args: &Args) -> ExitCode {
    match compared(args) {
        Ok(false) => ExitCode::from(EQUAL),
        Ok(true) => ExitCode::from(DIFFERENT),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(TROUBLE)
        }
    }
}

/// Compares and prints. Returns whether the builds differ.
fn compared(args: &Args) -> Result<bool> {
    let old = Build::new(&args.old, &args.lang)?;
    let new = Build::new(&args.new, &args.lang)?;
    let mut total = Vec::new();
    let mut documents = 0;
    for path in paths(&args.paths)? {
        let (number, mut differences) = of_path(&old, &new, &path)?;
        documents += number;
        if !args.rule.is_empty() {
            differences.retain(|d| d.subject() == Subject::Finding && args.rule.iter().any(|rule| d.is_of_rule(rule)));
        }
        total.append(&mut differences);
    }
    if !args.counts {
        print!("{}", print::differences(&total));
    }
    print!("{}", print::counts(&total, documents));
    Ok(!total.is_empty())
}

/// The paths to compare, relative to the repository where they lie in it.
fn paths(named: &[PathBuf]) -> Result<Vec<PathBuf>> {
    if named.is_empty() {
        return default_paths(&sh::root());
    }
    let short = |path: &PathBuf| {
        let whole = std::path::absolute(path)?;
        if !whole.exists() {
            bail!("{} does not exist", path.display());
        }
        Ok(whole.strip_prefix(sh::root()).map_or(whole.clone(), Path::to_path_buf))
    };
    named.iter().map(short).collect()
}

/// The folders that are compared when none is named.
fn default_paths(root: &Path) -> Result<Vec<PathBuf>> {
    let fixtures = root.join("tests/fixtures");
    let mut list = Vec::new();
    for folder in fs::read_dir(&fixtures).with_context(|| fixtures.display().to_string())? {
        let path = folder?.path();
        // The pages of rule cases hold fragments of many reports each; their own test runs them.
        if path.is_dir() && !path.ends_with("rules") && holds_documents(&path)? {
            list.push(path.strip_prefix(root).unwrap_or(&path).to_path_buf());
        }
    }
    list.sort();
    list.push(PathBuf::from("samples"));
    if root.join(PUBLISHED).is_dir() {
        list.push(PathBuf::from(PUBLISHED));
    } else {
        eprintln!("· {PUBLISHED} is not there: published reports are not compared");
    }
    Ok(list)
}

/// Whether a folder holds a file that `check` would read.
fn holds_documents(folder: &Path) -> Result<bool> {
    let mut files = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    Ok(files.any(|file| file.is_ok_and(|f| f.path().extension().is_some_and(|e| e == "md" || e == "txt"))))
}

/// Compares one folder or file. Returns the number of documents and the differences.
fn of_path(old: &Build, new: &Build, path: &Path) -> Result<(usize, Vec<Difference>)> {
    sh::step(&path.display().to_string());
    let (before, after) = (old.check(path)?, new.check(path)?);
    let mut differences = compare(&before.entries, &after.entries);
    let names: BTreeSet<&String> = before.reports.keys().chain(after.reports.keys()).collect();
    // Where only one build recognises a report its whole outline is new; that it does is said already.
    let claimed = |reports: &BTreeMap<String, Value>, name: &String| reports.get(name).is_some_and(|r| !r.is_null());
    let both: Vec<&String> = names.iter().copied().filter(|name| claimed(&before.reports, name) && claimed(&after.reports, name)).collect();
    differences.append(&mut in_parallel(&both, |name| {
        let mut list = compare(&old.outline(name)?, &new.outline(name)?);
        list.append(&mut compare(&old.links(name)?, &new.links(name)?));
        Ok(list)
    })?);
    Ok((names.len(), differences))
}

/// Does `work` for each name on all cores and joins the results in the order of the names.
fn in_parallel<T: Send>(names: &[&String], work: impl Fn(&str) -> Result<Vec<T>> + Sync) -> Result<Vec<T>> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((at, name)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, names.get(at)?))) {
                    let result = work(name);
                    if let Ok(mut done) = done.lock() {
                        done.insert(at, result);
                    }
                }
            });
        }
    });
    let done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    if done.len() != names.len() {
        bail!("a thread of the comparison ended early");
    }
    Ok(done.into_values().collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_names() {
        let names: Vec<String> = (0..50).map(|n| n.to_string()).collect();
        let names: Vec<&String> = names.iter().collect();
        let doubled = in_parallel(&names, |name| Ok(vec![name.to_owned(), name.to_owned()])).unwrap();
        assert_eq!(doubled.len(), 100);
        assert_eq!(doubled[98..], ["49", "49"]);
        assert!(in_parallel(&names, |name| if name == "7" { bail!("no") } else { Ok(vec![()]) }).is_err());
    }

    #[test]
    fn the_default_folders_are_there() {
        let list = default_paths(&sh::root()).unwrap();
        assert!(list.contains(&PathBuf::from("tests/fixtures/reports")) && list.contains(&PathBuf::from("samples")), "{list:?}");
        assert!(list.iter().all(|path| sh::root().join(path).is_dir()));
        assert!(!list.contains(&PathBuf::from("tests/fixtures/rules")));
    }
}
