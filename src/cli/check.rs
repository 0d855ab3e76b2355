//! `nianbao check`: files in parallel, answers in the order of the files.

use super::annotate;
use super::args::{Check, CheckFormat, Survey, SurveyFormat};
use super::beside::{Beside, ComparedFile};
use super::fix;
use super::format::fails;
use super::found::{Checked, Found, Report};
use super::gather::{Target, targets};
use super::output::{Aside, Done, Output, Shown};
use super::patch;
use super::progress::Bar;
use super::select::Overrides;
use super::skipped::SkippedFile;
use super::terminal::Terminal;
use super::watch;
use super::{FINE, FOUND, Outcome, Stop};
use crate::message::{Lang, Message};
use crate::rules::{Analysis, Finding, panic_text};
use crate::workspace::baseline::{self, BaselineFile, Entry};
use crate::workspace::files::{self, DraftFile};
use crate::workspace::project::{Project, Projects, Stamp, stamp};
use crate::workspace::word_files;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};

/// What every file of a run needs.
pub struct Run<'a> {
    args: &'a Check,
    overrides: Overrides,
    annotated: Option<annotate::Destination>,
    projects: Mutex<Projects>,
    beside: Beside,
    baseline: Option<BaselineFile>,
    /// The stamp under which the baseline was read.
    baseline_stamp: Stamp,
    lang: Lang,
    /// What became of the files of earlier rounds, where there are any.
    known: Option<Mutex<HashMap<PathBuf, Known>>>,
}

/// What became of a file, and what it depends on.
struct Known {
    stamp: Stamp,
    project: Arc<Project>,
    done: Done,
}

impl<'a> Run<'a> {
    fn new(args: &'a Check, lang: Lang) -> Result<Self, Stop> {
        let mut run = Self {
            args,
            overrides: Overrides::read(args)?,
            annotated: args.annotate.then(|| annotate::Destination::of(args)).transpose()?,
            projects: Mutex::new(Projects::new(true)),
            beside: Beside::default(),
            baseline: None,
            baseline_stamp: None,
            lang,
            known: args.watch.then(Mutex::default),
        };
        run.read_baseline()?;
        Ok(run)
    }

    fn read_baseline(&mut self) -> Result<(), Stop> {
        if let Some(path) = &self.args.baseline
            && (!self.args.write_baseline || path.exists())
        {
            self.baseline_stamp = stamp(path);
            self.baseline = Some(BaselineFile::read(path).map_err(|e| e.message())?);
        }
        Ok(())
    }

    fn projects(&self) -> MutexGuard<'_, Projects> {
        self.projects.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The files that settings were read from.
    pub fn sources(&self) -> BTreeSet<PathBuf> {
        self.projects().sources()
    }

    fn baseline_is_stale(&self) -> bool {
        self.args.baseline.as_deref().is_some_and(|path| stamp(path) != self.baseline_stamp)
    }

    /// Whether something is no longer as it was in the last round.
    pub fn is_stale(&self, targets: &[Target]) -> bool {
        let Some(known) = &self.known else { return true };
        let known = known.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = |target: &Target| known.get(&target.path).is_none_or(|k| k.stamp != stamp(&target.path));
        self.baseline_is_stale() || self.projects().is_stale() || targets.iter().any(changed)
    }

    /// Reads again what has changed around the drafts.
    fn refresh(&mut self) -> Result<(), Stop> {
        if self.projects().is_stale() {
            self.projects().forget();
        }
        if self.baseline_is_stale() {
            self.known = self.known.take().map(|_| Mutex::default());
            self.read_baseline()?;
        }
        Ok(())
    }
}

pub fn run(args: &Check, terminal: &mut Terminal) -> Outcome {
    let mut run = Run::new(args, terminal.lang)?;
    if args.unsafe_fixes && !args.fix && !args.diff {
        return Err(Message::new("cli.error.unsafe-alone").into());
    }
    if args.diff && args.format != CheckFormat::Text {
        return Err(Message::new("cli.error.diff-format").into());
    }
    let stdin = args.paths.iter().any(|p| p.as_os_str() == "-");
    if args.statistics && !matches!(args.format, CheckFormat::Text | CheckFormat::Json) {
        return Err(Message::new("cli.error.statistics-format").into());
    }
    if stdin && args.fix && (args.format != CheckFormat::Text || args.statistics) {
        return Err(Message::new("cli.error.stdin-fix-format").into());
    }
    if args.stdin_filename.is_some() && !stdin {
        return Err(Message::new("cli.error.stdin-filename").into());
    }
    if args.watch {
        if stdin {
            return Err(Message::new("cli.error.watch-stdin").into());
        }
        if !matches!(args.format, CheckFormat::Text | CheckFormat::Jsonl) {
            return Err(Message::new("cli.error.watch-format").into());
        }
        return watch::run(args, &mut run, terminal);
    }
    let targets = targets(args, terminal);
    round(&mut run, &targets, terminal)
}

/// Checks the files once.
pub fn round(run: &mut Run, targets: &[Target], terminal: &mut Terminal) -> Outcome {
    run.refresh()?;
    let args = run.args;
    let beside = Beside::read(args, targets, &run.overrides, &run.projects)?;
    // What shows beside others is no longer what was found beside them.
    if !beside.is_as(&run.beside) {
        run.known = run.known.take().map(|_| Mutex::default());
    }
    run.beside = beside;
    let mut output = Output::new(terminal, args);
    let mut annotated = Vec::new();
    each_in_order(run, targets, &mut |done| {
        annotated.extend(done.annotated.clone());
        output.take(done)
    })?;
    let failing = output.finish()?;
    if let Some(annotate::Destination::Folder { from, to }) = &run.annotated {
        annotate::remember(to, from, &annotated, terminal)?;
        let output = Some(to.join(annotate::SHEET_FILE));
        let sheet = Survey { dir: from.clone(), format: SurveyFormat::Html, output, schema: args.schema.clone(), no_progress: true };
        super::survey::run(&sheet, terminal)?;
    }
    Ok(if failing && !args.write_baseline { FOUND } else { FINE })
}

/// Works on the files in parallel and hands over what became of them in order.
fn each_in_order(run: &Run, targets: &[Target], take: &mut dyn FnMut(Done) -> Result<(), Stop>) -> Result<(), Stop> {
    let bar = Bar::new(targets.len(), run.args.no_progress);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // Nobody listens any more once the reader of the output has gone.
            let _ = targets
                .par_iter()
                .enumerate()
                .try_for_each_with(sender, |sender, (at, target)| sender.send((at, work(run, target))).map_err(drop));
        });
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (at, done) in receiver {
            bar.step();
            waiting.insert(at, done);
            while let Some(done) = waiting.remove(&next) {
                next += 1;
                bar.aside(|| take(done))?;
            }
        }
        Ok(())
    })
}

/// Checks one file, unless it was checked before and nothing has changed since.
fn work(run: &Run, target: &Target) -> Done {
    let Some(known) = &run.known else { return check(run, target) };
    let known = || known.lock().unwrap_or_else(PoisonError::into_inner);
    // Taken before the file is read: what changes meanwhile is seen the next time.
    let (stamp, project) = (stamp(&target.path), run.projects().for_file(&target.path));
    if let Some(of) = known().get(&target.path)
        && of.stamp == stamp
        && Arc::ptr_eq(&of.project, &project)
    {
        return Done { known: true, ..of.done.clone() };
    }
    let done = check(run, target);
    known().insert(target.path.clone(), Known { stamp, project, done: done.clone() });
    done
}

/// Checks one file. A panic costs this file only.
fn check(run: &Run, target: &Target) -> Done {
    catch_unwind(AssertUnwindSafe(|| one(run, target))).unwrap_or_else(|cause| {
        let message = Message::new("cli.error.panic").with("path", target.shown.as_str()).with("cause", panic_text(&*cause));
        Done { complaints: vec![message], ..Done::default() }
    })
}

fn one(run: &Run, target: &Target) -> Done {
    if target.is_link {
        return Done { skipped: Some(SkippedFile::link(&target.shown, run.lang)), ..Done::default() };
    }
    let mut done = Done::default();
    let project = run.projects().for_file(&target.path);
    done.problems = project.problems.clone();
    let settings = match run.overrides.settings(&project, &target.path) {
        Ok(settings) => settings,
        Err(message) => return Done { complaints: vec![message], ..done },
    };
    let is_word = !target.stdin && word_files::is_word_file(&target.path);
    let to_annotate = run.annotated.as_ref().filter(|_| is_word).map(|to| (to, annotate::Source::read(&target.path)));
    let decoded = match &to_annotate {
        Some((_, Ok(source))) => source.file(),
        Some((_, Err(error))) => return Done { complaints: vec![error.message()], ..done },
        None => match target.read() {
            Ok(file) => file,
            Err(error) => return Done { complaints: vec![error.message()], ..done },
        },
    };
    let rewrites = (run.args.fix || run.args.diff) && run.annotated.is_none();
    if is_word && rewrites {
        done.complaints.push(Message::new("file.word.read-only").with("path", target.shown.as_str()));
    }
    let file = run.baseline.as_ref().or(project.baseline.as_deref());
    let known = file.map(|file| file.of(&target.path)).filter(|_| !run.args.write_baseline);
    let told = |analysis: &Analysis| match &known {
        Some(known) => known.not_put_aside(analysis),
        None => analysis.findings.clone(),
    };
    let mut analysis = decoded.draft().analyse(&settings);
    let usable = project.problems.iter().all(|p| p.usable);
    let mut delivered = Delivered::Nothing;
    if rewrites && !is_word {
        // Settings that could not be read must not decide what is written.
        if usable {
            let fixed = fix::apply(analysis.clone(), &settings, run.args.unsafe_fixes, &told);
            match deliver(run, target, &decoded, &fixed) {
                Ok(of) => {
                    delivered = of;
                    if !run.args.diff {
                        done.fixed = fixed.applied;
                        analysis = fixed.analysis;
                    }
                }
                Err(message) => done.complaints.push(message),
            }
        } else {
            done.complaints.push(Message::new("cli.error.fix-without-config").with("path", target.shown.as_str()));
        }
    }
    let ComparedFile { analysis, complaint, note } = run.beside.check(target, analysis, &settings, &run.projects);
    done.complaints.extend(complaint);
    done.notes.extend(note);
    done.complaints.extend(analysis.broken.iter().map(|broken| {
        let message = Message::new("cli.error.rule-panic").with("path", target.shown.as_str());
        message.with("rule", broken.rule.name).with("cause", &*broken.cause)
    }));
    if run.args.write_baseline {
        let entries = analysis.findings.iter().flat_map(|f| Entry::of(&analysis, f)).collect();
        let file = baseline_path(run, &project, &target.path);
        done.aside = Some(Aside { file, draft: target.path.clone(), entries });
    }
    let shown = told(&analysis);
    let places = |findings: &[Finding]| findings.iter().map(Finding::count).sum::<usize>();
    let hidden = places(&analysis.findings).saturating_sub(places(&shown));
    done.summary.in_baseline = hidden;
    done.hidden = file.filter(|_| hidden > 0).map(|file| (file.path.clone(), hidden));
    let checked = Checked {
        path: target.shown.clone(),
        source: target.path.clone(),
        text: analysis.text.clone(),
        report: Report::of(&analysis, run.lang),
        findings: shown.iter().map(|finding| Found::of(&analysis, finding, run.lang)).collect(),
        fail_on: run.overrides.fail_on(&project),
    };
    match SkippedFile::of(&target.shown, &analysis, run.lang) {
        Some(file) if !target.explicit => done.skipped = Some(file),
        Some(file) if run.args.allow_unrecognised => done.notes.push(file.message(&settings)),
        Some(file) => done.complaints.push(file.message(&settings)),
        None => {}
    }
    if let Some((to, Ok(source))) = &to_annotate {
        match source.write(&target.path, to, &checked, run.args.fix && usable, run.lang) {
            Ok(note) => done.notes.push(note),
            Err(message) => done.complaints.push(message),
        }
        done.annotated = Some((target.path.clone(), checked.findings.iter().map(|found| found.identity.clone()).collect()));
    }
    done.failing = checked.findings.iter().any(|f| fails(&checked, f.severity));
    done.summary.add(&checked);
    let checked = Box::new(checked);
    done.shown = match delivered {
        Delivered::Diff(diff) => Shown::Diff(diff),
        Delivered::Text(text) => Shown::Draft(text, checked),
        Delivered::Nothing => Shown::Findings(checked),
    };
    done
}

/// What goes to standard output of a fixed text.
enum Delivered {
    /// Nothing: the file was written, or nothing was to be fixed.
    Nothing,
    /// What would be written.
    Diff(String),
    /// The text itself, since it came by standard input.
    Text(String),
}

/// Writes a fixed text, or gives what is to be shown of it.
fn deliver(run: &Run, target: &Target, before: &DraftFile, fixed: &fix::Fixed) -> Result<Delivered, Message> {
    let after = fixed.analysis.text.to_string();
    if run.args.diff {
        return Ok(Delivered::Diff(patch::between(&target.path, &before.text, &after)));
    }
    if target.stdin {
        return Ok(Delivered::Text(after));
    }
    if fixed.applied > 0 {
        // Whoever saved the draft meanwhile keeps what was saved.
        let now = files::read(&target.path).map_err(|e| e.message())?.text;
        if now != before.text && now != after {
            return Err(Message::new("cli.error.changed").with("path", target.shown.as_str()));
        }
        files::write(&target.path, &after, before.encoding).map_err(|e| e.message())?;
    }
    Ok(Delivered::Nothing)
}

/// The baseline in which a draft's findings are put: the one that counts for
/// it, else one beside its `nianbao.toml`, else one here, or beside the draft
/// if it lies elsewhere.
fn baseline_path(run: &Run, project: &Project, draft: &Path) -> PathBuf {
    if let Some(path) = &run.args.baseline {
        return path.clone();
    }
    if let Some(file) = &project.baseline {
        return file.path.clone();
    }
    if project.config.path.is_some() {
        return project.config.folder.join(baseline::FILE_NAME);
    }
    let draft = files::absolute(draft);
    match std::env::current_dir() {
        Ok(here) if draft.starts_with(&here) => here.join(baseline::FILE_NAME),
        _ => draft.with_file_name(baseline::FILE_NAME),
    }
}
