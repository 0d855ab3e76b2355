//! What becomes of each file, and where it is told, in order.

use super::Stop;
use super::args::{Check, CheckFormat};
use super::format::{self, Format};
use super::found::{Checked, Found, Summary};
use super::snippet::clean;
use super::terminal::Terminal;
use crate::message::{Lang, Message};
use crate::rules::{self, Severity};
use crate::text::Text;
use crate::workspace::baseline::{BaselineFile, Entry};
use crate::workspace::config::Problem;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

/// What became of one file.
#[derive(Clone, Default)]
pub struct Done {
    /// What is printed of it.
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
    /// Whether it was told before and nothing has changed since.
    pub known: bool,
}

/// What is printed of a file.
#[derive(Clone, Default)]
pub enum Shown {
    /// Nothing: the file could not be read.
    #[default]
    Nothing,
    /// Its findings, in the form that is asked for.
    Findings(Box<Checked>),
    /// What would be changed.
    Diff(String),
    /// Its text, fixed, on standard output; its findings go to standard error.
    Draft(String, Box<Checked>),
}

/// Findings for a baseline.
#[derive(Clone)]
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
    format: Box<dyn Format>,
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
        let format = format::of(args, terminal.lang, terminal.columns());
        Self {
            terminal,
            args,
            format,
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
            let line = message.render(lang);
            if !self.told.contains(&line) {
                self.terminal.complain(&message);
                self.format.trouble(&line);
                self.told.insert(line);
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
        // A stream tells what is new; people see all that there is.
        if done.known && self.args.format == CheckFormat::Jsonl {
            return Ok(());
        }
        self.print(done.shown)
    }

    /// Tells the rest. Gives whether anything reached the failing severity.
    pub fn finish(mut self) -> Result<bool, Stop> {
        for file in self.baselines.values() {
            file.write().map_err(|e| e.message())?;
            let path = shown(&file.path);
            self.terminal.note(&Message::new("cli.text.aside").with("count", file.len()).with("path", path));
        }
        let mut end = String::new();
        if self.args.fix && self.args.format == CheckFormat::Text {
            let fixed = Message::new("cli.text.fixed").with("fixes", self.fixes).with("files", self.fixed_files);
            end.push_str(&fixed.render(self.terminal.lang));
            end.push('\n');
        }
        end.push_str(&self.format.end(&self.summary)?);
        // A diff or a text on standard output stays what it is.
        if self.draft || self.args.diff {
            self.terminal.print_err(&end);
        } else {
            self.say(&end)?;
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
        let (identity, range) = (format!("{}\u{1f}{message}", rule.name), problem.range.clone());
        let found =
            Found { rule, severity: rule.severity, message, range, related: Vec::new(), fix: None, identity, occurrences: Vec::new() };
        let checked = Checked {
            path: shown(&problem.path),
            source: problem.path.clone(),
            text: Text::new(&problem.source),
            report: None,
            findings: vec![found],
            // Whatever the draft's own threshold is, the run has failed.
            fail_on: Some(Severity::Error),
        };
        self.summary.add(&checked);
        if self.args.diff {
            return Ok(());
        }
        self.print(Shown::Findings(Box::new(checked)))
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
            Shown::Findings(checked) => {
                let text = self.format.file(&checked)?;
                self.say(&text)?;
            }
            Shown::Diff(text) => self.terminal.print(&text)?,
            Shown::Draft(text, checked) => {
                self.draft = true;
                self.terminal.print_raw(&text)?;
                let findings = self.format.file(&checked)?;
                self.terminal.print_err(&findings);
            }
        }
        Ok(())
    }

    /// Prints what a form gives: colours are for people, what programs read is
    /// printed as it is.
    fn say(&self, text: &str) -> std::io::Result<()> {
        match self.args.format {
            _ if text.is_empty() => Ok(()),
            CheckFormat::Text => self.terminal.print(text),
            _ => self.terminal.print_raw(text),
        }
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
