//! The reports that a check sets beside each other: those of the run, last
//! year's report of each, and which of them the user names.

use super::args::Check;
use super::gather::Target;
use super::output::shown;
use super::select::Overrides;
use crate::corpus::{Index, Summary};
use crate::message::Message;
use crate::rules::{Analysis, Settings};
use crate::workspace::files;
use crate::workspace::previous;
use crate::workspace::project::Projects;
use rayon::prelude::*;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What a report that was named as last year's turned out to be.
type Named = Result<Arc<Summary>, Message>;

/// A file that was set beside others.
pub struct ComparedFile {
    /// Its analysis with what shows beside them.
    pub analysis: Arc<Analysis>,
    /// What to complain of: a report that was named as last year's and is none.
    pub complaint: Option<Message>,
    /// What to say of how last year's report was chosen.
    pub note: Option<Message>,
}

/// The other reports of a run.
#[derive(Default)]
pub struct Beside {
    index: Index,
    previous: Option<PathBuf>,
    named: Mutex<HashMap<PathBuf, Named>>,
}

impl Beside {
    /// Reads what the files of the run say, in parallel. A single file is set
    /// beside last year's only.
    pub fn read(args: &Check, targets: &[Target], overrides: &Overrides, projects: &Mutex<Projects>) -> Result<Self, Message> {
        if args.previous.is_some() && targets.len() != 1 {
            return Err(Message::new("cli.error.previous-one"));
        }
        let read = |target: &Target| {
            if target.stdin || target.is_link {
                return None;
            }
            let project = projects.lock().unwrap_or_else(PoisonError::into_inner).for_file(&target.path);
            let settings = overrides.settings(&project, &target.path).ok().filter(Settings::need_others)?;
            let summary = || summary(&target.path, &target.shown, &settings);
            catch_unwind(AssertUnwindSafe(summary)).ok()?.ok().map(|summary| Arc::new(summary.for_others()))
        };
        let index = if targets.len() > 1 { targets.par_iter().filter_map(read).collect::<Vec<_>>() } else { Vec::new() };
        Ok(Self { index: index.into_iter().collect(), previous: args.previous.clone(), named: Mutex::default() })
    }

    /// Whether the same reports stand beside each other.
    pub fn is_as(&self, other: &Self) -> bool {
        self.index.reports().eq(other.index.reports())
    }

    /// The analysis with what shows beside other reports.
    pub fn check(&self, target: &Target, analysis: Arc<Analysis>, settings: &Settings, projects: &Mutex<Projects>) -> ComparedFile {
        let alone = |analysis| ComparedFile { analysis, complaint: None, note: None };
        if !settings.need_others() {
            return alone(analysis);
        }
        let Some(summary) = analysis.summary(&target.shown) else { return alone(analysis) };
        let project = projects.lock().unwrap_or_else(PoisonError::into_inner).for_file(&target.path);
        let named = self.previous.clone().or_else(|| project.config.previous(&target.path));
        let found = previous::find(Some(&target.path), &summary, named.as_deref(), &self.index, &|path| self.read_once(path, projects));
        let (previous, complaint) = found.map_or_else(|message| (None, Some(message)), |found| (found, None));
        // A previous report that is named may be copied from though it is not of the run.
        let mut with_previous;
        let index = match &previous {
            Some(previous) if self.index.by_source(&previous.source).is_none() => {
                with_previous = self.index.clone();
                with_previous.insert(previous.clone());
                &with_previous
            }
            _ => &self.index,
        };
        let more = analysis.among(settings, &summary, previous.as_ref(), index);
        let note = previous.as_ref().filter(|_| named.is_none()).and_then(|previous| self.chosen(previous));
        ComparedFile { analysis: analysis.with(more), complaint, note }
    }

    /// Which of several versions of last year's report was taken.
    fn chosen(&self, previous: &Summary) -> Option<Message> {
        let versions = self.index.versions(previous).count() + 1;
        let message = || Message::new("cli.note.previous-version").with("count", versions).with("path", &*previous.source);
        (versions > 1).then(message)
    }

    fn read_once(&self, path: &Path, projects: &Mutex<Projects>) -> Named {
        let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = named.get(path) {
            return known.clone();
        }
        let read = previous::read(path, &shown(path), projects);
        named.insert(path.to_owned(), read.clone());
        read
    }
}

/// Reads a report for its summary only.
fn summary(path: &Path, source: &str, settings: &Settings) -> Result<Summary, Message> {
    let draft = files::read_draft(path).map_err(|e| e.message())?.draft();
    let none = || Message::new("cli.error.no-previous").with("path", source.to_owned());
    draft.summary(settings, source).ok_or_else(none)
}
