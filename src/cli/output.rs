//! What becomes of each file, and where it is told, in order.

use super::Stop;
use super::args::{Check, CheckFormat};
use super::format::{self, Format};
use super::found::{Checked, Found, Summary};
use super::skipped::{self, SkippedFile};
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
    /// The file as it was passed over: found in a folder, and no report.
    pub skipped: Option<SkippedFile>,
    /// The baseline and how many findings it holds back.
    pub hidden: Option<(PathBuf, usize)>,
    /// What is wrong in the project's own files.
    pub problems: Vec<Problem>,
    /// The findings to be put aside.
    pub aside: Option<Aside>,
    /// The Word file that was annotated, with what was found in it.
    pub annotated: Option<(PathBuf, Vec<String>)>,
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
    /// What is put aside of each draft, by baseline.
    baselines: BTreeMap<PathBuf, Vec<(PathBuf, Vec<Entry>)>>,
    /// How many findings each baseline holds back.
    hidden: BTreeMap<PathBuf, usize>,
    skipped: Vec<SkippedFile>,
    failing: bool,
    fixes: usize,
    fixed_files: usize,
    /// Whether standard output holds a text, so that the rest goes to standard error.
    draft: bool,
    /// Whether who reads standard output wants no more of it.
    unread: bool,
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
            hidden: BTreeMap::new(),
            skipped: Vec::new(),
            failing: false,
            fixes: 0,
            fixed_files: 0,
            draft: false,
            unread: false,
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
            self.baselines.entry(aside.file).or_default().push((aside.draft, aside.entries));
        }
        self.skipped.extend(done.skipped);
        if let Some((file, count)) = done.hidden {
            *self.hidden.entry(file).or_default() += count;
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
        let text = self.args.format == CheckFormat::Text;
        let mut end = String::new();
        for (path, drafts) in std::mem::take(&mut self.baselines) {
            // What is known of drafts that are not checked now stays.
            let set = |file: &mut BaselineFile| drafts.into_iter().for_each(|(draft, entries)| file.set(&draft, entries));
            let file = BaselineFile::update(&path, set).map_err(|e| e.message())?;
            let line = Message::new("cli.text.aside").with("count", file.len()).with("path", shown(&file.path));
            if text {
                end.push_str(&format!("{}\n", line.render(self.terminal.lang)));
            } else {
                self.terminal.note(&line);
            }
        }
        if !(text && self.args.write_baseline) {
            end.push_str(&self.summed_up()?);
        }
        // A diff or a text on standard output stays what it is.
        if self.draft || self.args.diff {
            self.terminal.print_err(&end);
        } else {
            self.say(&end)?;
        }
        Ok(self.failing)
    }

    /// The end of what is told: the counts, what a baseline holds back and, for
    /// people, which files were passed over.
    fn summed_up(&mut self) -> Result<String, Stop> {
        let (lang, text) = (self.terminal.lang, self.args.format == CheckFormat::Text);
        let mut end = String::new();
        if self.args.fix && text {
            let fixed = Message::new("cli.text.fixed").with("fixes", self.fixes).with("files", self.fixed_files);
            end.push_str(&format!("{}\n", fixed.render(lang)));
        }
        end.push_str(&self.format.end(&self.summary)?);
        for (file, count) in self.hidden.iter().filter(|_| text) {
            let hidden = Message::new("cli.text.hidden").with("count", *count).with("path", shown(file));
            end.push_str(&format!("{}\n", hidden.render(lang)));
        }
        let skipped = skipped::summary(&self.skipped, self.args.show_skipped, lang);
        if text {
            end.push_str(&skipped);
        } else {
            self.terminal.print_err(&skipped);
        }
        Ok(end)
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

    fn print(&mut self, shown: Shown) -> Result<(), Stop> {
        match shown {
            Shown::Nothing => Ok(()),
            // What goes into a baseline is said in one line.
            Shown::Findings(_) if self.args.write_baseline && self.args.format == CheckFormat::Text => Ok(()),
            Shown::Findings(checked) => {
                let text = self.format.file(&checked)?;
                self.say(&text)
            }
            Shown::Diff(text) => self.out(|terminal| terminal.print(&text)),
            Shown::Draft(text, checked) => {
                self.draft = true;
                self.out(|terminal| terminal.print_raw(&text))?;
                let findings = self.format.file(&checked)?;
                self.terminal.print_err(&findings);
                Ok(())
            }
        }
    }

    /// Prints what a form gives: colours are for people, what programs read is
    /// printed as it is.
    fn say(&mut self, text: &str) -> Result<(), Stop> {
        match self.args.format {
            _ if text.is_empty() => Ok(()),
            CheckFormat::Text => self.out(|terminal| terminal.print(text)),
            _ => self.out(|terminal| terminal.print_raw(text)),
        }
    }

    /// Writes to standard output. A reader that has seen enough (`| head`) is no
    /// failure, but neither does it end the work: the exit status tells of all
    /// drafts, and all that are to be fixed are. Only a watch ends with its reader.
    fn out(&mut self, print: impl FnOnce(&Terminal) -> std::io::Result<()>) -> Result<(), Stop> {
        if self.unread {
            return Ok(());
        }
        match print(self.terminal) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe && !self.args.watch => {
                self.unread = true;
                Ok(())
            }
            other => Ok(other?),
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
