//! `nianbao survey DIR`: many reports side by side.

use super::args::{Survey as Args, SurveyFormat};
use super::gather::below;
use super::json;
use super::progress::Bar;
use super::select::unknown_schema;
use super::snippet::clean;
use super::terminal::Terminal;
use super::text::{BOLD, DIM, RED, YELLOW, paint};
use super::{FINE, Outcome};
use crate::message::{Lang, Message};
use crate::survey::{Named, Row, State, Survey};
use crate::text::Encoding;
use crate::workspace::files;
use crate::workspace::project::Projects;
use crate::workspace::survey::{Order, survey};
use std::fmt::Write as _;
use std::hash::{BuildHasher as _, RandomState};

pub fn run(args: &Args, terminal: &mut Terminal) -> Outcome {
    if !args.dir.is_dir() {
        return Err(Message::new("cli.error.not-a-folder").with("path", clean(&args.dir.display().to_string())).into());
    }
    if let Some(id) = &args.schema {
        let schemas = Projects::new(true).for_file(&args.dir.join("x")).schemas.clone();
        schemas.get(id).ok_or_else(|| unknown_schema(&schemas, id))?;
    }
    let lang = terminal.lang;
    let files = below(&args.dir, terminal).drafts;
    let bar = Bar::new(files.len(), args.no_progress);
    let order = Order { dir: &args.dir, files: &files, trusted: true, schema: args.schema.as_deref(), lang };
    let step = || {
        bar.step();
        true
    };
    let Some(survey) = survey(&order, &step) else { return Ok(FINE) };
    drop(bar);
    for (path, broken) in &survey.broken {
        let message = Message::new("cli.error.rule-panic").with("path", clean(path));
        terminal.complain(&message.with("rule", broken.rule.name).with("cause", &*broken.cause));
    }
    survey.unread.iter().for_each(|message| terminal.complain(message));
    let text = match args.format {
        SurveyFormat::Text if args.output.is_none() => {
            terminal.print(&draw(&survey, lang))?;
            return Ok(FINE);
        }
        SurveyFormat::Text => anstream::adapter::strip_str(&draw(&survey, lang)).to_string(),
        SurveyFormat::Csv => survey.csv(lang),
        SurveyFormat::Json => json::text(&survey)?,
        SurveyFormat::Html => survey.page(&nonce(), lang),
    };
    let Some(path) = &args.output else {
        terminal.print_raw(&text)?;
        return Ok(FINE);
    };
    files::write(path, &text, Encoding::Utf8 { bom: false }).map_err(|e| e.message())?;
    terminal.note(&Message::new("cli.survey.written").with("path", path.display().to_string()));
    Ok(FINE)
}

/// A word that nobody can guess before the page is made.
fn nonce() -> String {
    format!("{:016x}{:016x}", RandomState::new().hash_one(0), RandomState::new().hash_one(1))
}

/// The survey for people: a line or two a report, then the sums.
fn draw(survey: &Survey, lang: Lang) -> String {
    let mut out = String::new();
    let copies = survey.copies_in();
    for row in &survey.reports {
        let name = row.title.as_deref().unwrap_or(&row.path);
        let _ = writeln!(out, "{} {}", paint(BOLD, &clean(name)), paint(DIM, &clean(&row.path)));
        let there = row.themes.values().filter(|t| t.state == State::There).count();
        let line = Message::new("cli.survey.row")
            .with("problems", row.problems)
            .with("none", row.links.none)
            .with("plans", row.plans)
            .with("there", there)
            .with("themes", row.themes.len())
            .with("error", row.findings.error)
            .with("warning", row.findings.warning)
            .with("info", row.findings.info)
            .with("hint", row.findings.hint);
        let style = if row.findings.error > 0 { RED } else { anstyle::Style::new() };
        let _ = writeln!(out, "  {}", paint(style, &line.render(lang)));
        if !row.versions.is_empty() {
            let line =
                Message::new("cli.survey.versions").with("paths", clean(&row.versions.join(if lang == Lang::Zh { "、" } else { ", " })));
            let _ = writeln!(out, "  {}", paint(DIM, &line.render(lang)));
        }
        let lacks = (Message::new("cli.survey.lacks"), State::Missing);
        for (message, state) in [lacks, (Message::new("cli.survey.unwritten"), State::Unwritten)] {
            let parts: Vec<&str> = parts_in(survey, row, state).map(|n| n.name.as_str()).collect();
            if !parts.is_empty() {
                let line = message.with("parts", parts.join(if lang == Lang::Zh { "、" } else { ", " }));
                let _ = writeln!(out, "  {}", paint(YELLOW, &line.render(lang)));
            }
        }
        for copy in copies.get(row.path.as_str()).into_iter().flatten() {
            let line = Message::new("cli.survey.copies")
                .with("from", clean(&copy.from.path))
                .with("line", copy.from.line)
                .with("characters", copy.characters)
                .with("text", clean(&copy.text));
            let _ = writeln!(out, "  {}", paint(YELLOW, &line.render(lang)));
        }
    }
    if survey.reports.is_empty() {
        let _ = writeln!(out, "{}", Message::new("cli.survey.none").with("path", clean(&survey.dir)).render(lang));
        return out;
    }
    let sums = &survey.summary;
    let line = Message::new("cli.survey.sums")
        .with("reports", sums.reports)
        .with("incomplete", sums.incomplete)
        .with("unanswered", sums.unanswered)
        .with("copied", sums.copied)
        .with("error", sums.findings.error)
        .with("warning", sums.findings.warning)
        .with("info", sums.findings.info)
        .with("hint", sums.findings.hint)
        .with("others", sums.others);
    let _ = writeln!(out, "\n{}", line.render(lang));
    out
}

/// The parts of a report in this state.
fn parts_in<'a>(survey: &'a Survey, row: &'a Row, state: State) -> impl Iterator<Item = &'a Named> {
    let names = survey.outlines.iter().find(|n| n.schema == row.schema && n.profile == row.profile);
    let parts = names.into_iter().flat_map(|n| &n.parts);
    parts.filter(move |p| row.parts.get(&p.id) == Some(&state))
}
