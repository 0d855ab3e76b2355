//! `nianbao trace FILE`

use super::args::{Format, Trace as Args};
use super::json;
use super::opened::{Opened, Request, open};
use super::outline::{Listed, line, listed};
use super::output::shown;
use super::snippet::{clean, keep_start, width};
use super::terminal::Terminal;
use super::text::{BOLD, DIM, GREEN, RED, paint};
use super::{FINE, Outcome};
use crate::corpus::{Carried, CarriedOver, Index, Summary};
use crate::message::{Lang, Message, text};
use crate::outline::ListItem;
use crate::rules::Analysis;
use crate::trace::{Answer, Link, Strength, is_unwritten};
use crate::workspace::previous;
use serde::Serialize;
use std::fmt::Write as _;
use std::sync::{Arc, PoisonError};

/// Version of the shape of this file.
const SCHEMA_VERSION: u32 = 1;

/// So many paragraphs that take up a plan are shown to people.
const MOST: usize = 3;

#[derive(Serialize)]
struct Document {
    schema_version: u32,
    path: String,
    problems: Vec<Listed>,
    plans: Vec<Listed>,
    links: Vec<Row>,
    /// Last year's report, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<Previous>,
    /// What became of last year's plans, one row each.
    #[serde(skip_serializing_if = "Option::is_none")]
    carried_over: Option<Vec<CarriedRow>>,
}

/// Last year's report.
#[derive(Serialize)]
struct Previous {
    path: String,
    title: String,
    report_year: Option<i32>,
}

/// A plan of last year and the paragraphs of this report that take it up.
#[derive(Serialize)]
struct CarriedRow {
    plan: usize,
    /// In last year's report.
    line: u32,
    text: String,
    results: Vec<Taken>,
    strength: Strength,
}

/// A paragraph that takes a plan up, and by which words: the plan's and its own.
#[derive(Serialize)]
struct Taken {
    line: usize,
    text: String,
    words: Vec<(String, String)>,
    #[serde(skip)]
    because: String,
}

#[derive(Serialize)]
struct Row {
    problem: usize,
    plans: Vec<usize>,
    strength: Strength,
    because: Vec<Because>,
}

/// The words that link a plan: ours and theirs.
#[derive(Serialize)]
struct Because {
    plan: usize,
    words: Vec<(String, String)>,
    #[serde(skip)]
    line: String,
}

pub fn run(args: &Args, terminal: &mut Terminal) -> Outcome {
    let lang = terminal.lang;
    let request = Request {
        file: &args.file,
        stdin_filename: args.stdin_filename.as_deref(),
        schema: args.schema.clone(),
        allow_unrecognised: args.allow_unrecognised,
    };
    let opened = open(request, terminal)?;
    let analysis = &opened.analysis;
    let summary = analysis.summary(&opened.target.shown);
    let previous = match &summary {
        Some(summary) => match last_year(args, &opened, summary) {
            // What only nianbao.toml names may be missing here, as for `check`.
            Err(message) if args.previous.is_none() => {
                terminal.complain(&message);
                None
            }
            found => found?,
        },
        None => None,
    };
    let carried = summary.as_ref().zip(previous.as_ref()).map(|(summary, previous)| {
        let carried = CarriedOver::read(previous, summary, &analysis.outline, &analysis.paragraphs);
        if carried.is_none() {
            terminal.note(&Message::new("cli.trace.other-year").with("path", &*previous.source));
        }
        carried.map_or_else(Vec::new, |carried| carried_rows(previous, &carried, analysis))
    });
    let document = Document {
        schema_version: SCHEMA_VERSION,
        path: opened.target.shown.clone(),
        problems: listed(analysis, &analysis.outline.problems),
        plans: listed(analysis, &analysis.outline.plans),
        links: analysis.links().problems.iter().enumerate().map(|(at, link)| row(at + 1, link)).collect(),
        previous: previous.as_ref().map(|p| Previous { path: p.source.to_string(), title: p.title.clone(), report_year: p.report_year }),
        carried_over: carried,
    };
    match args.format {
        Format::Json => json::print(terminal, &document)?,
        Format::Text => {
            let columns = if terminal.is_watched() { terminal.columns() } else { usize::MAX };
            terminal.print(&draw(&document, analysis, lang, columns))?;
        }
    }
    Ok(FINE)
}

/// Last year's report: the one that is named on the command line or in
/// `nianbao.toml`, else one that is called alike.
fn last_year(args: &Args, opened: &Opened, summary: &Summary) -> Result<Option<Arc<Summary>>, Message> {
    let Opened { target, projects, .. } = opened;
    let project = projects.lock().unwrap_or_else(PoisonError::into_inner).for_file(&target.path);
    let named = args.previous.clone().or_else(|| project.config.previous(&target.path));
    previous::find(Some(&target.path), summary, named.as_deref(), &Index::default(), &|path| previous::read(path, &shown(path), projects))
}

fn carried_rows(previous: &Summary, carried: &CarriedOver, analysis: &Analysis) -> Vec<CarriedRow> {
    let taken = |answer: &Answer| {
        let span = carried.told.get(answer.candidate)?;
        Some(Taken {
            line: line(analysis, analysis.bytes(span).start),
            text: analysis.words(span).to_owned(),
            words: words(answer),
            because: answer.words(),
        })
    };
    let row = |(at, (plan, Carried { link, .. })): (usize, (&crate::corpus::Item, &Carried))| CarriedRow {
        plan: at + 1,
        line: plan.place.start.line + 1,
        text: plan.title.clone(),
        results: link.answers.iter().filter_map(taken).collect(),
        strength: link.strength,
    };
    previous.plans.iter().zip(&carried.plans).enumerate().map(row).collect()
}

/// The words that made a link: ours and theirs.
fn words(answer: &Answer) -> Vec<(String, String)> {
    answer.shared.iter().map(|s| (s.word.to_string(), s.theirs.to_string())).collect()
}

fn row(problem: usize, link: &Link) -> Row {
    let because = link.answers.iter().map(|answer| Because { plan: answer.candidate + 1, words: words(answer), line: answer.words() });
    let because: Vec<Because> = because.collect();
    Row { problem, plans: because.iter().map(|b| b.plan).collect(), strength: link.strength, because }
}

/// The lines of the text form.
struct Page {
    out: String,
    columns: usize,
}

impl Page {
    fn head(&mut self, words: &str) {
        let _ = writeln!(self.out, "{}", paint(BOLD, &clean(words)));
    }

    /// A line of a report, its words, and a note behind them.
    fn entry(&mut self, line: usize, words: &str, note: &str, style: anstyle::Style) {
        let place = format!("{line:>5}  ");
        let room = self.columns.saturating_sub(width(&place) + width(note));
        let _ = writeln!(self.out, "{}{}{}", paint(DIM, &place), keep_start(&clean(words), room), paint(style, note));
    }
}

/// Each problem with the plans behind it, then the plans that answer none; then
/// last year's plans with what this report says of them.
fn draw(document: &Document, analysis: &Analysis, lang: Lang, columns: usize) -> String {
    let mut page = Page { out: String::new(), columns };
    let title = analysis.outline.report.as_ref().map(|r| r.title.as_str()).filter(|t| !t.is_empty());
    page.head(title.unwrap_or(&document.path));
    let waits = |item: &ListItem| is_unwritten(&analysis.outline, &analysis.paragraphs, item);
    for ((problem, row), item) in document.problems.iter().zip(&document.links).zip(&analysis.outline.problems) {
        let (id, style) = match row.strength {
            _ if waits(item) => ("cli.trace.unwritten", DIM),
            Strength::Strong => ("cli.trace.strong", GREEN),
            Strength::Weak => ("cli.trace.weak", DIM),
            Strength::None => ("cli.trace.none", RED),
        };
        page.entry(problem.line, &format!("{}. {}", problem.id, problem.text), &format!("  {}", text(id, lang)), style);
        for because in &row.because {
            if let Some(plan) = because.plan.checked_sub(1).and_then(|at| document.plans.get(at)) {
                page.entry(plan.line, &format!("   → {}", plan.text), &format!("  （{}）", because.line), DIM);
            }
        }
    }
    let used: Vec<usize> = document.links.iter().flat_map(|row| row.plans.iter().copied()).collect();
    for (plan, item) in document.plans.iter().zip(&analysis.outline.plans).filter(|(plan, _)| !used.contains(&plan.id)) {
        let id = if waits(item) { "cli.trace.unwritten" } else { "cli.trace.no-problem" };
        page.entry(plan.line, &format!("+ {}", plan.text), &format!("  {}", text(id, lang)), DIM);
    }
    let Some(previous) = &document.previous else { return page.out };
    page.out.push('\n');
    page.head(&Message::new("cli.trace.carried").with("path", previous.path.as_str()).render(lang));
    for row in document.carried_over.iter().flatten() {
        let (id, style) = match row.strength {
            Strength::Strong => ("cli.trace.reported", GREEN),
            Strength::Weak => ("cli.trace.touched", DIM),
            Strength::None => ("cli.trace.unreported", RED),
        };
        page.entry(row.line as usize, &format!("{}. {}", row.plan, row.text), &format!("  {}", text(id, lang)), style);
        for taken in row.results.iter().take(MOST) {
            page.entry(taken.line, &format!("   → {}", taken.text), &format!("  （{}）", taken.because), DIM);
        }
    }
    page.out
}
