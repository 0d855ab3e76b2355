//! A survey of the reports of a folder: read and analysed in parallel, a row
//! kept of each.

use super::project::{Project, Projects};
use super::{files, previous};
use crate::corpus::{Index, Summary};
use crate::ide;
use crate::message::{Lang, Message};
use crate::rules::{Analysis, Broken, Finding, Settings, panic_text};
use crate::survey::{Copied, Names, Other, Row, Survey, copies, series};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// So many other versions of a report are named.
const MAX_VERSIONS: usize = 8;

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
    Report(Box<(Row, Vec<Copied>, Vec<Broken>)>),
    Other(Other),
    /// It could not be read, or the analysis broke off.
    Unread(String, Message),
}

/// Surveys the files; `step` is called behind each, on any thread. `None` where
/// it says that nobody wants the answer any more.
///
/// Each file is read twice: first for what other reports may know of it, then
/// for its findings among these and last year's report, which may stand outside
/// of the folder. Neither text nor analysis is kept between, so
/// that ten thousand reports need little more memory than ten.
pub fn survey(order: &Order<'_>, step: &(dyn Fn() -> bool + Sync)) -> Option<Survey> {
    let projects = Mutex::new(Projects::new(order.trusted));
    let summaries: Vec<Arc<Summary>> = order.files.par_iter().filter_map(|path| summary(order, &projects, path)).collect();
    let index: Index = summaries.into_iter().collect();
    let outlines = Mutex::new(Vec::new());
    let done: Option<Vec<Done>> = order
        .files
        .par_iter()
        .map(|path| {
            let done = catch_unwind(AssertUnwindSafe(|| one(order, &projects, &index, &outlines, path))).unwrap_or_else(|cause| {
                let path = order.shown(path);
                let message = Message::new("cli.error.panic").with("path", path.as_str()).with("cause", panic_text(&*cause));
                Done::Unread(path, message)
            });
            step().then_some(done)
        })
        .collect();
    let (mut rows, mut others, mut copies) = (Vec::new(), Vec::new(), Vec::new());
    let mut unread = Vec::new();
    let mut troubles: BTreeMap<&str, (String, Broken)> = BTreeMap::new();
    for done in done? {
        match done {
            Done::Report(report) => {
                let (row, copied, broken) = *report;
                for broken in broken {
                    troubles.entry(broken.rule.code).or_insert_with(|| (row.path.clone(), broken));
                }
                rows.push(row);
                copies.extend(copied);
            }
            Done::Other(other) => others.push(other),
            Done::Unread(path, message) => {
                others.push(Other { path, reason: message.render(order.lang) });
                unread.push(message);
            }
        }
    }
    let series = series(index.reports());
    let outlines = outlines.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut survey = Survey::new(order.dir.display().to_string(), outlines, rows, others).with_relations(copies, series);
    survey.broken = troubles.into_values().collect();
    survey.unread = unread;
    Some(survey)
}

impl Order<'_> {
    /// The path from the folder on, with `/`.
    fn shown(&self, path: &Path) -> String {
        path.strip_prefix(self.dir).unwrap_or(path).display().to_string().replace('\\', "/")
    }

    fn settings(&self, projects: &Mutex<Projects>, path: &Path) -> (Arc<Project>, Settings) {
        let project = projects.lock().unwrap_or_else(PoisonError::into_inner).for_file(path);
        let absolute = files::absolute(path);
        let mut settings = project.config.over(&Default::default(), Some(&absolute));
        settings.schemas = project.schemas.clone();
        if let Some(schema) = self.schema {
            settings.schema = Some(schema.to_owned());
        }
        (project, settings)
    }
}

/// What other reports may know of a file. One that cannot be read is told of later.
fn summary(order: &Order<'_>, projects: &Mutex<Projects>, path: &Path) -> Option<Arc<Summary>> {
    let (_, settings) = order.settings(projects, path);
    let file = files::read_draft(path).ok()?;
    let read = AssertUnwindSafe(|| file.draft().summary(&settings, &order.shown(path)));
    catch_unwind(read).ok().flatten().map(|summary| Arc::new(summary.for_comparing()))
}

fn one(order: &Order<'_>, projects: &Mutex<Projects>, index: &Index, outlines: &Mutex<Vec<Names>>, path: &Path) -> Done {
    let shown = order.shown(path);
    let (project, settings) = order.settings(projects, path);
    let file = match files::read_draft(path) {
        Ok(file) => file,
        Err(error) => return Done::Unread(shown, error.message()),
    };
    let mut analysis = file.draft().analyse(&settings);
    if let Some(summary) = index.by_source(&shown) {
        let read = |path: &Path| match index.by_source(&order.shown(path)) {
            Some(known) => Ok(known.clone()),
            None => previous::read(path, &order.shown(path), projects),
        };
        // One that is named and cannot be had is told of by `check`.
        // A stranger's folder does not decide which files are read.
        let named = project.config.previous(path).filter(|_| order.trusted);
        let previous = previous::find(Some(path), summary, named.as_deref(), index, &read).ok().flatten();
        analysis = analysis.with(analysis.among(&settings, summary, previous.as_ref(), index));
    }
    let told = project.baseline.as_ref().map(|file| file.of(path).not_put_aside(&analysis));
    let told: &[Finding] = told.as_deref().unwrap_or(&analysis.findings);
    match Row::of(&shown, &analysis, told, order.lang) {
        Some(mut row) => {
            let versions = index.by_source(&shown).into_iter().flat_map(|summary| index.versions(summary));
            row.versions = versions.take(MAX_VERSIONS).map(|version| version.source.to_string()).collect();
            name(&analysis, order.lang, outlines);
            Done::Report(Box::new((row, copies(&shown, &analysis, told), analysis.broken.clone())))
        }
        None => Done::Other(Other { path: shown, reason: ide::status(&analysis, order.lang).reason.unwrap_or_default() }),
    }
}

/// Adds the names of what a report is held against, once for all such reports.
fn name(analysis: &Analysis, lang: Lang, outlines: &Mutex<Vec<Names>>) {
    let Some(report) = &analysis.outline.report else { return };
    let mut outlines = outlines.lock().unwrap_or_else(PoisonError::into_inner);
    let profile = report.profile();
    if !outlines.iter().any(|o| o.schema == report.schema.id && o.profile.as_deref() == profile.map(|p| &*p.id)) {
        outlines.push(Names::of(&report.schema, profile, lang));
    }
}
