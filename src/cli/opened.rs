//! One file that a command is about, read and analysed under its project.

use super::Stop;
use super::gather::Target;
use super::output::complaint;
use super::select::Overrides;
use super::terminal::Terminal;
use crate::ide;
use crate::message::Message;
use crate::rules::{Analysis, Draft};
use crate::workspace::project::Projects;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The file and what is known of it.
pub struct Opened {
    /// The file.
    pub target: Target,
    /// The projects, for other files beside it.
    pub projects: Mutex<Projects>,
    /// Its analysis.
    pub analysis: Arc<Analysis>,
}

/// Opens `file`, or standard input under the name `stdin_filename`. Tells what
/// is wrong in its project, and that it is no report.
pub fn open(file: &Path, stdin_filename: Option<&Path>, schema: Option<String>, terminal: &mut Terminal) -> Result<Opened, Stop> {
    let lang = terminal.lang;
    let target = Target::named(file, stdin_filename);
    let decoded = target.read().map_err(|e| e.message())?;
    let projects = Mutex::new(Projects::new(true));
    let project = projects.lock().unwrap_or_else(PoisonError::into_inner).for_file(&target.path);
    for problem in &project.problems {
        terminal.complain(&complaint(problem, lang));
    }
    let settings = Overrides::of_schema(schema).settings(&project, &target.path)?;
    let analysis = Draft::new(&decoded.text).analyse(&settings);
    if analysis.outline.report.is_none() {
        let reason = ide::status(&analysis, lang).reason.unwrap_or_default();
        terminal.note(&Message::new("cli.text.no-report").with("path", target.shown.as_str()).with("reason", reason));
    }
    Ok(Opened { target, projects, analysis })
}
