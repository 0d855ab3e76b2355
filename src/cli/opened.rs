//! One file that a command is about, read and analysed under its project.

use super::Stop;
use super::gather::Target;
use super::output::complaint;
use super::select::Overrides;
use super::skipped::SkippedFile;
use super::terminal::Terminal;
use crate::rules::Analysis;
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

/// Which file a command is about, and how it is to be taken.
pub struct Request<'a> {
    /// The file, or `-`.
    pub file: &'a Path,
    /// The name of what comes on standard input.
    pub stdin_filename: Option<&'a Path>,
    /// The schema that is to claim it.
    pub schema: Option<String>,
    /// Whether it may be no report.
    pub allow_unrecognised: bool,
}

/// Opens the file. Tells what is wrong in its project, and that it is no report.
pub fn open(request: Request<'_>, terminal: &mut Terminal) -> Result<Opened, Stop> {
    let Request { file, stdin_filename, schema, allow_unrecognised } = request;
    let lang = terminal.lang;
    let target = Target::named(file, stdin_filename);
    let decoded = target.read().map_err(|e| e.message())?;
    let projects = Mutex::new(Projects::new(true));
    let project = projects.lock().unwrap_or_else(PoisonError::into_inner).for_file(&target.path);
    for problem in &project.problems {
        terminal.complain(&complaint(problem, lang));
    }
    let settings = Overrides::of_schema(schema).settings(&project, &target.path)?;
    let analysis = decoded.draft().analyse(&settings);
    match SkippedFile::of(&target.shown, &analysis, lang) {
        Some(file) if allow_unrecognised => terminal.note(&file.message(&settings)),
        Some(file) => terminal.complain(&file.message(&settings)),
        None => {}
    }
    Ok(Opened { target, projects, analysis })
}
