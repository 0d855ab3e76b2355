//! A survey of the reports of a folder: read and analysed in parallel, a row
//! kept of each.

use super::files;
use super::project::Projects;
use crate::ide;
use crate::message::{Lang, Message};
use crate::rules::{Draft, panic_text};
use crate::survey::{Names, Other, Row, Survey};
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What is to be surveyed.
pub struct Order<'a> {
    /// The folder; paths are shown from here on.
    pub dir: &'a Path,
    /// The files.
    pub files: &'a [PathBuf],
    /// Whether the folder's own schemas may be read.
    pub trusted: bool,
    /// Every file is a report of this schema.
    pub schema: Option<&'a str>,
    /// The language of names and messages.
    pub lang: Lang,
}

/// What became of a file.
enum Done {
    Report(Box<(Row, Names)>),
    Other(Other),
}

/// Surveys the files; `step` is called behind each, on any thread. `None` where
/// it says that nobody wants the answer any more.
pub fn survey(order: &Order<'_>, step: &(dyn Fn() -> bool + Sync)) -> Option<Survey> {
    let projects = Mutex::new(Projects::new(order.trusted));
    let done: Option<Vec<Done>> = order
        .files
        .par_iter()
        .map(|path| {
            let shown = path.strip_prefix(order.dir).unwrap_or(path).display().to_string().replace('\\', "/");
            let done = catch_unwind(AssertUnwindSafe(|| one(order, &projects, path, &shown))).unwrap_or_else(|cause| {
                let message = Message::new("cli.error.panic").with("path", shown.as_str()).with("cause", panic_text(&*cause));
                Done::Other(Other { path: shown.clone(), reason: message.render(order.lang) })
            });
            step().then_some(done)
        })
        .collect();
    let (mut outlines, mut rows, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for done in done? {
        match done {
            Done::Report(report) => {
                let (row, names) = *report;
                rows.push(row);
                if !outlines.contains(&names) {
                    outlines.push(names);
                }
            }
            Done::Other(other) => others.push(other),
        }
    }
    Some(Survey::new(order.dir.display().to_string(), outlines, rows, others))
}

fn one(order: &Order<'_>, projects: &Mutex<Projects>, path: &Path, shown: &str) -> Done {
    let other = |reason: String| Done::Other(Other { path: shown.to_owned(), reason });
    let project = projects.lock().unwrap_or_else(PoisonError::into_inner).for_file(path);
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut settings = project.config.over(&Default::default(), Some(&absolute));
    settings.schemas = project.schemas.clone();
    if let Some(schema) = order.schema {
        settings.schema = Some(schema.to_owned());
    }
    let text = match files::read(path) {
        Ok(decoded) => decoded.text,
        Err(error) => return other(error.message().render(order.lang)),
    };
    let analysis = Draft::new(&text).analyse(&settings);
    let known = project.baseline.as_ref().map(|file| file.of(path).kept(&analysis));
    let kept = analysis.findings.iter().enumerate().filter(|(i, _)| known.as_ref().is_none_or(|k| k.get(*i).copied().unwrap_or(true)));
    match Row::of(shown, &analysis, kept.map(|(_, f)| f), order.lang) {
        Some(report) => Done::Report(Box::new(report)),
        None => other(ide::status(&analysis, order.lang).reason.unwrap_or_default()),
    }
}
