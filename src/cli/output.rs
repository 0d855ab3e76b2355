//! What becomes of each file, and where it is told, in order.

use super::Stop;
use super::args::{Check, CheckFormat};
use super::found::{Checked, Found, Summary};
use super::json;
use super::snippet::clean;
use super::terminal::Terminal;
use super::text;
use crate::message::{Lang, Message};
use crate::rules;
use crate::text::Text;
use crate::workspace::baseline::{BaselineFile, Entry};
use crate::workspace::config::Problem;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

/// What became of one file.
#[derive(Default)]
pub struct Done {
    /// The findings, in the form that is asked for.
    pub shown: Shown,
    /// How many there are.
    pub summary: Summary,
    /// Whether something is at or above the failing severity.
    pub failing: bool,
    /// Why it was not done as asked.
    pub complaints: Vec<Message>,
    /// Lines for standard error that are no failure.
    pub notes: Vec<Message>,
    /// What is wrong in the project's own files.
    pub problems: Vec<Problem>,
    /// The findings to be put aside.
    pub aside: Option<Aside>,
    /// How many fixes were made.
    pub fixed: usize,
}

/// A file's findings as they are printed.
#[derive(Default)]
pub enum Shown {
    /// Not at all: the file could not be read.
    #[default]
    Nothing,
    /// For people.
    Text(String),
    /// For programs.
    Json(Box<json::File>),
    /// A text that goes to standard output, and findings that go to standard error.
    Draft(String, String),
}

/// Findings for a baseline.
pub struct Aside {
    /// The baseline.
    pub file: PathBuf,
    /// The draft.
    pub draft: PathBuf,
    /// All that was found in it.
    pub entries: Vec<Entry>,
}

/// Where answers go, in order.
pub struct Output<'a> {
    terminal: &'a mut Terminal,
    args: &'a Check,
    /// For `json`, which is one value.
    files: Vec<json::File>,
    summary: Summary,
    /// Lines and files that were told of, since many drafts share a project.
    told: HashSet<String>,
    baselines: BTreeMap<PathBuf, BaselineFile>,
    failing: bool,
    fixes: usize,
    fixed_files: usize,
    /// Whether standard output holds a text, so that the rest goes to standard error.
    draft: bool,
}

impl<'a> Output<'a> {
    /// An output that has told nothing yet.
    pub fn new(terminal: &'a mut Terminal, args: &'a Check) -> Self {
        Self {
            terminal,
            args,
            files: Vec::new(),
            summary: Summary::default(),
            told: HashSet::new(),
            baselines: BTreeMap::new(),
            failing: false,
            fixes: 0,
            fixed_files: 0,
            draft: false,
        }
    }

    /// Tells what became of the next file.
    pub fn take(&mut self, done: Done) -> Result<(), Stop> {
        let lang = self.terminal.lang;
        for problem in done.problems {
            self.problem(&problem)?;
        }
        for message in done.complaints {
            if self.told.insert(message.render(lang)) {
                self.terminal.complain(&message);
            }
        }
        for message in done.notes {
            self.terminal.note(&message);
        }
        if let Some(aside) = done.aside {
            self.put_aside(aside)?;
        }
        self.summary.join(&done.summary);
        self.failing |= done.failing;
        self.fixes += done.fixed;
        self.fixed_files += usize::from(done.fixed > 0);
        self.print(done.shown)
    }

    /// Tells the rest. Gives whether anything reached the failing severity.
    pub fn finish(self) -> Result<bool, Stop> {
        for file in self.baselines.values() {
            file.write().map_err(|e| e.message())?;
            let path = shown(&file.path);
            self.terminal.note(&Message::new("cli.text.aside").with("count", file.len()).with("path", path));
        }
        match self.args.format {
            CheckFormat::Json => json::print(self.terminal, &json::Check::new(&self.files, &self.summary))?,
            CheckFormat::Jsonl => {}
            CheckFormat::Text => {
                let mut end = String::new();
                if self.args.fix {
                    let fixed = Message::new("cli.text.fixed").with("fixes", self.fixes).with("files", self.fixed_files);
                    end.push_str(&fixed.render(self.terminal.lang));
                    end.push('\n');
                }
                end.push_str(&text::summary(&self.summary, self.terminal.lang));
                // A diff or a text on standard output stays what it is.
                if self.draft || self.args.diff {
                    self.terminal.print_err(&end);
                } else {
                    self.terminal.print(&end)?;
                }
            }
        }
        Ok(self.failing)
    }

    /// Something wrong in a file of the project: a line on standard error, and a finding.
    fn problem(&mut self, problem: &Problem) -> Result<(), Stop> {
        let lang = self.terminal.lang;
        let complaint = complaint(problem, lang);
        if !self.told.insert(complaint.render(lang)) {
            return Ok(());
        }
        self.terminal.complain(&complaint);
        let Some(rule) = rules::find(problem.rule) else { return Ok(()) };
        let message = problem.message.render(lang);
        let found = Found { rule, severity: rule.severity, message, range: problem.range.clone(), related: Vec::new(), fix: None };
        let (path, text) = (shown(&problem.path), Text::new(&problem.source));
        let checked = Checked { path, text, report: None, findings: vec![found] };
        self.summary.add(&checked);
        if self.args.diff {
            return Ok(());
        }
        let columns = self.terminal.columns();
        self.print(match self.args.format {
            CheckFormat::Text => Shown::Text(text::file(&checked, lang, columns)),
            _ => Shown::Json(Box::new(json::File::new(&checked))),
        })
    }

    fn put_aside(&mut self, aside: Aside) -> Result<(), Stop> {
        let file = match self.baselines.entry(aside.file) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                // What is known of drafts that are not checked now stays.
                let path = entry.key();
                let file = if path.exists() { BaselineFile::read(path).map_err(|e| e.message())? } else { BaselineFile::new(path) };
                entry.insert(file)
            }
        };
        file.set(&aside.draft, aside.entries);
        Ok(())
    }

    fn print(&mut self, shown: Shown) -> Result<(), Stop> {
        match shown {
            Shown::Nothing => {}
            Shown::Text(text) => self.terminal.print(&text)?,
            Shown::Draft(text, findings) => {
                self.draft = true;
                self.terminal.print_raw(&text)?;
                self.terminal.print_err(&findings);
            }
            Shown::Json(file) if self.args.format == CheckFormat::Jsonl => {
                let mut line = serde_json::to_string(&file).map_err(std::io::Error::other)?;
                line.push('\n');
                self.terminal.print_raw(&line)?;
            }
            Shown::Json(file) => self.files.push(*file),
        }
        Ok(())
    }
}

/// Something wrong in a file of the project in one line, with its place.
pub fn complaint(problem: &Problem, lang: Lang) -> Message {
    let (line, column) = problem.line_and_column();
    let place = format!("{}:{line}:{column}", shown(&problem.path));
    Message::new("cli.error.at").with("place", place).with("error", problem.message.render(lang))
}

/// A path as it is shown: from here on, where it lies below.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let short = here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    clean(&short.display().to_string())
}
