//! `nianbao trace FILE`

use super::args::{Format, Trace as Args};
use super::gather::Target;
use super::json::{self, SCHEMA_VERSION};
use super::outline::{Listed, listed};
use super::output::complaint;
use super::select::Overrides;
use super::snippet::{clean, keep_start, width};
use super::terminal::Terminal;
use super::text::{BOLD, DIM, GREEN, RED, paint};
use super::{FINE, Outcome};
use crate::ide;
use crate::message::{Lang, Message, text};
use crate::rules::{Analysis, Draft};
use crate::trace::{Link, Strength};
use crate::workspace::project::Projects;
use serde::Serialize;
use std::fmt::Write as _;

#[derive(Serialize)]
struct Document {
    schema_version: u32,
    path: String,
    problems: Vec<Listed>,
    plans: Vec<Listed>,
    links: Vec<Row>,
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
    let target = Target::named(&args.file, args.stdin_filename.as_deref());
    let decoded = target.read().map_err(|e| e.message())?;
    let project = Projects::new(true).for_file(&target.path);
    for problem in &project.problems {
        terminal.complain(&complaint(problem, lang));
    }
    let settings = Overrides::of_schema(args.schema.clone()).settings(&project, &target.path)?;
    let analysis = Draft::new(&decoded.text).analyse(&settings);
    if analysis.outline.report.is_none() {
        let reason = ide::status(&analysis, lang).reason.unwrap_or_default();
        terminal.note(&Message::new("cli.text.no-report").with("path", target.shown.as_str()).with("reason", reason));
    }
    let document = Document {
        schema_version: SCHEMA_VERSION,
        path: target.shown.clone(),
        problems: listed(&analysis, &analysis.outline.problems),
        plans: listed(&analysis, &analysis.outline.plans),
        links: analysis.links().problems.iter().enumerate().map(|(at, link)| row(at + 1, link)).collect(),
    };
    match args.format {
        Format::Json => json::print(terminal, &document)?,
        Format::Text => {
            let columns = if terminal.is_watched() { terminal.columns() } else { usize::MAX };
            terminal.print(&draw(&document, &analysis, lang, columns))?;
        }
    }
    Ok(FINE)
}

fn row(problem: usize, link: &Link) -> Row {
    let because = link.answers.iter().map(|answer| Because {
        plan: answer.candidate + 1,
        words: answer.shared.iter().map(|s| (s.word.to_string(), s.theirs.to_string())).collect(),
        line: answer.words(),
    });
    let because: Vec<Because> = because.collect();
    Row { problem, plans: because.iter().map(|b| b.plan).collect(), strength: link.strength, because }
}

/// Each problem with the plans behind it, then the plans that answer none.
fn draw(document: &Document, analysis: &Analysis, lang: Lang, columns: usize) -> String {
    let mut out = String::new();
    let title = analysis.outline.report.as_ref().map(|r| r.title.as_str()).filter(|t| !t.is_empty());
    let _ = writeln!(out, "{}", paint(BOLD, &clean(title.unwrap_or(&document.path))));
    let mut entry = |line: usize, words: &str, note: &str, style| {
        let place = format!("{line:>5}  ");
        let room = columns.saturating_sub(width(&place) + width(note));
        let _ = writeln!(out, "{}{}{}", paint(DIM, &place), keep_start(&clean(words), room), paint(style, note));
    };
    for (problem, row) in document.problems.iter().zip(&document.links) {
        let (id, style) = match row.strength {
            Strength::Strong => ("cli.trace.strong", GREEN),
            Strength::Weak => ("cli.trace.weak", DIM),
            Strength::None => ("cli.trace.none", RED),
        };
        entry(problem.line, &format!("{}. {}", problem.id, problem.text), &format!("  {}", text(id, lang)), style);
        for because in &row.because {
            if let Some(plan) = because.plan.checked_sub(1).and_then(|at| document.plans.get(at)) {
                entry(plan.line, &format!("   → {}", plan.text), &format!("  （{}）", because.line), DIM);
            }
        }
    }
    let used: Vec<usize> = document.links.iter().flat_map(|row| row.plans.iter().copied()).collect();
    for plan in document.plans.iter().filter(|p| !used.contains(&p.id)) {
        entry(plan.line, &format!("+ {}", plan.text), &format!("  {}", text("cli.trace.no-problem", lang)), DIM);
    }
    out
}
