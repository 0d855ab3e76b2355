//! `nianbao outline FILE`

use super::args::{Format, Outline as Args};
use super::found::Report;
use super::json::{self, SCHEMA_VERSION};
use super::opened::{Opened, Request, open};
use super::snippet::{clean, keep_start, width};
use super::terminal::Terminal;
use super::text::{BOLD, DIM, GREEN, paint};
use super::{FINE, Outcome};
use crate::message::{Lang, Message};
use crate::outline::{Anchor, ListItem, Node, NodeKind};
use crate::rules::Analysis;
use crate::schema::Role;
use crate::syntax::Span;
use serde::Serialize;
use std::fmt::Write as _;

#[derive(Serialize)]
struct Document {
    schema_version: u32,
    path: String,
    report: Option<Report>,
    parts: Vec<Part>,
    outline: Vec<Entry>,
    problems: Vec<Listed>,
    plans: Vec<Listed>,
}

/// Lines are 1-based and inclusive.
#[derive(Serialize)]
struct Part {
    role: Role,
    start_line: usize,
    end_line: usize,
}

#[derive(Serialize)]
struct Entry {
    /// The part's name in the schema, for people.
    #[serde(skip)]
    name: Option<String>,
    kind: &'static str,
    role: Role,
    level: u8,
    number: Option<String>,
    title: String,
    run_in: bool,
    explicit: bool,
    themes: Vec<String>,
    start_line: usize,
    end_line: usize,
    children: Vec<Entry>,
}

/// A problem or a plan.
#[derive(Serialize)]
pub struct Listed {
    pub id: usize,
    pub line: usize,
    pub text: String,
}

/// Problems or plans as they are printed, numbered from 1.
pub fn listed(analysis: &Analysis, items: &[ListItem]) -> Vec<Listed> {
    let list = items.iter().enumerate().map(|(at, item)| Listed {
        id: at + 1,
        line: line(analysis, analysis.tree.bytes(&item.title).start),
        text: analysis.words(&item.title).to_owned(),
    });
    list.collect()
}

pub fn run(args: &Args, terminal: &mut Terminal) -> Outcome {
    let lang = terminal.lang;
    let request = Request {
        file: &args.file,
        stdin_filename: args.stdin_filename.as_deref(),
        schema: args.schema.clone(),
        allow_unrecognised: args.allow_unrecognised,
    };
    let Opened { target, analysis, .. } = open(request, terminal)?;
    let document = read(&analysis, &target.shown, lang);
    match args.format {
        Format::Json => json::print(terminal, &document)?,
        Format::Text => {
            let columns = if terminal.is_watched() { terminal.columns() } else { usize::MAX };
            terminal.print(&draw(&document, &analysis, lang, columns))?;
        }
    }
    Ok(FINE)
}

/// 1-based line of a byte.
pub fn line(analysis: &Analysis, at: usize) -> usize {
    analysis.text.shown_place(at).0 + 1
}

/// 1-based lines from an anchor to another, both inclusive.
fn lines(analysis: &Analysis, from: Anchor, to: Anchor) -> (usize, usize) {
    let length = |block: usize| analysis.tree.blocks().get(block).map_or(0, |b| b.text.len() as u32);
    let start = analysis.tree.bytes(&Span { block: from.block, range: from.at..length(from.block).max(from.at) }).start;
    let end = analysis.tree.bytes(&Span { block: to.block, range: 0..to.at }).end;
    let first = line(analysis, start);
    (first, line(analysis, end).max(first))
}

fn read(analysis: &Analysis, path: &str, lang: Lang) -> Document {
    let outline = &analysis.outline;
    Document {
        schema_version: SCHEMA_VERSION,
        path: path.to_owned(),
        report: Report::of(analysis, lang),
        parts: outline
            .stretches
            .iter()
            .map(|stretch| {
                let (start_line, end_line) = lines(analysis, stretch.from, stretch.to);
                Part { role: stretch.role, start_line, end_line }
            })
            .collect(),
        outline: outline.nodes.iter().map(|node| entry(analysis, node, lang)).collect(),
        problems: listed(analysis, &outline.problems),
        plans: listed(analysis, &outline.plans),
    }
}

fn entry(analysis: &Analysis, node: &Node, lang: Lang) -> Entry {
    let block = analysis.tree.blocks().get(node.heading.block);
    let text = |range| block.map(|b| b.get(range).to_owned()).unwrap_or_default();
    let (start_line, end_line) = lines(analysis, node.from, node.to);
    let schema = analysis.outline.report.as_ref().map(|r| &r.schema);
    let themes = node.themes.iter().filter_map(|at| Some(schema?.themes.get(*at)?.name.get(lang).to_owned()));
    let name = node.part.and_then(|at| Some(schema?.parts.get(at)?.name.get(lang).to_owned()));
    Entry {
        name,
        kind: match node.kind {
            NodeKind::Section => "section",
            NodeKind::Part => "part",
            NodeKind::Item => "item",
        },
        role: node.role,
        level: node.level,
        number: node.number.as_ref().map(&text),
        title: text(&node.title),
        run_in: node.run_in,
        explicit: node.kind != NodeKind::Part,
        themes: themes.collect(),
        start_line,
        end_line,
        children: node.children.iter().map(|child| entry(analysis, child, lang)).collect(),
    }
}

/// The outline as a tree for people.
fn draw(document: &Document, analysis: &Analysis, lang: Lang, columns: usize) -> String {
    let mut out = String::new();
    if let Some(report) = &document.report {
        let title = report.title.as_deref().unwrap_or(&document.path);
        let _ = writeln!(out, "{}", paint(BOLD, &clean(title)));
        let name = analysis.outline.report.as_ref().map(|r| r.schema.name.get(lang).to_owned()).unwrap_or_default();
        let about = Message::new("cli.outline.about")
            .with("schema", name)
            .with("issuer", report.issuer.clone().unwrap_or_else(|| "?".into()))
            .with("year", year(report.report_year))
            .with("plan", year(report.plan_year));
        let _ = writeln!(out, "{}\n", paint(DIM, &clean(&about.render(lang))));
    } else {
        let _ = writeln!(out, "{}\n", paint(BOLD, &document.path));
    }
    let tree = Tree { lang, columns, recognised: document.report.is_some() };
    let title_end = document.parts.iter().filter(|p| p.role == Role::Title).map(|p| p.end_line).max();
    for part in &document.parts {
        // Parts with headings stand in the tree below; the others around it.
        if matches!(part.role, Role::Meta | Role::Lead) && title_end.is_some_and(|end| part.start_line > end) {
            tree.row(&mut out, "", &bracketed(role_name(part.role, lang), lang), None, part.start_line);
        }
    }
    tree.rows(&mut out, &document.outline, "");
    for part in &document.parts {
        if matches!(part.role, Role::Closing | Role::Signature | Role::Date | Role::Attachment) {
            tree.row(&mut out, "", &bracketed(role_name(part.role, lang), lang), None, part.start_line);
        }
    }
    for (id, list) in [("cli.outline.problems", &document.problems), ("cli.outline.plans", &document.plans)] {
        if list.is_empty() {
            continue;
        }
        let heading = if id == "cli.outline.problems" {
            Message::new("cli.outline.problems").with("count", list.len())
        } else {
            Message::new("cli.outline.plans").with("count", list.len())
        };
        let _ = writeln!(out, "\n{}", paint(BOLD, &heading.render(lang)));
        for item in list {
            let place = format!("{:>5}  ", item.line);
            let number = format!("{}. ", item.id);
            let room = columns.saturating_sub(width(&number) + width(&place));
            let _ = writeln!(out, "{}{number}{}", paint(DIM, &place), keep_start(&clean(&item.text), room));
        }
    }
    out
}

fn year(year: Option<i32>) -> String {
    year.map_or_else(|| "?".to_owned(), |y| y.to_string())
}

/// A name in brackets, since nobody wrote it.
fn bracketed(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("［{name}］"),
        Lang::En => format!("[{name}]"),
    }
}

fn role_name(role: Role, lang: Lang) -> &'static str {
    let id = match role {
        Role::Title => "cli.role.title",
        Role::Meta => "cli.role.meta",
        Role::Lead => "cli.role.lead",
        Role::Results => "cli.role.results",
        Role::Problems => "cli.role.problems",
        Role::Plan => "cli.role.plan",
        Role::Closing => "cli.role.closing",
        Role::Signature => "cli.role.signature",
        Role::Date => "cli.role.date",
        Role::Attachment => "cli.role.attachment",
        Role::Noise => "cli.role.noise",
    };
    crate::message::text(id, lang)
}

struct Tree {
    lang: Lang,
    columns: usize,
    recognised: bool,
}

impl Tree {
    fn rows(&self, out: &mut String, entries: &[Entry], indent: &str) {
        for entry in entries {
            let number = entry.number.as_deref().unwrap_or_default();
            let name = match entry.kind {
                "part" => bracketed(entry.name.as_deref().unwrap_or(role_name(entry.role, self.lang)), self.lang),
                _ => format!("{number}{}", entry.title),
            };
            // The role of results needs no words: most sections are such.
            let role = (self.recognised && entry.kind == "section" && indent.is_empty() && entry.role != Role::Results)
                .then(|| role_name(entry.role, self.lang));
            self.row(out, indent, &name, role, entry.start_line);
            self.rows(out, &entry.children, &format!("{indent}  "));
        }
    }

    fn row(&self, out: &mut String, indent: &str, name: &str, role: Option<&str>, line: usize) {
        let role = role.map(|r| format!("  → {r}")).unwrap_or_default();
        let place = format!("{line:>5}  ");
        let room = self.columns.saturating_sub(width(indent) + width(&role) + width(&place));
        let name = keep_start(&clean(name), room);
        let _ = writeln!(out, "{}{indent}{name}{}", paint(DIM, &place), paint(GREEN, &role));
    }
}
