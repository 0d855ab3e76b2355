//! `nianbao schema list|show|check`

use super::args::{Format, Schema, SchemaSub};
use super::json;
use super::output::complaint;
use super::select::unknown_schema;
use super::snippet::{clean, width};
use super::terminal::Terminal;
use super::text::{BOLD, DIM, paint};
use super::{FINE, FOUND, Outcome};
use crate::message::{Lang, Message, text};
use crate::schema::{self, Applies, Basis, Body, Level, SchemaSet};
use crate::workspace::files;
use crate::workspace::project::Projects;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[derive(serde::Serialize)]
struct Row<'a> {
    id: &'a str,
    name: &'a str,
    profiles: Vec<&'a str>,
    built_in: bool,
}

pub fn run(args: &Schema, terminal: &mut Terminal) -> Outcome {
    match &args.command {
        SchemaSub::List(list) => {
            let schemas = here(terminal);
            show_list(&schemas, list.format, terminal)
        }
        SchemaSub::Show(show) => {
            let schemas = here(terminal);
            let schema = schemas.get(&show.id).ok_or_else(|| unknown_schema(&schemas, &show.id))?;
            match show.format {
                Format::Json => json::print(terminal, schema.as_ref())?,
                Format::Text => terminal.print(&page(schema, terminal.lang))?,
            }
            Ok(FINE)
        }
        SchemaSub::Check(check) => check_files(&check.files, terminal),
    }
}

/// The schemas that count in the current folder.
fn here(terminal: &mut Terminal) -> SchemaSet {
    let project = Projects::new(true).for_file(Path::new("x.md"));
    for problem in project.problems.iter().filter(|p| p.rule == "invalid-schema") {
        terminal.complain(&complaint(problem, terminal.lang));
    }
    project.schemas.clone()
}

fn show_list(schemas: &SchemaSet, format: Format, terminal: &mut Terminal) -> Outcome {
    let lang = terminal.lang;
    let rows: Vec<Row> = schemas
        .iter()
        .map(|s| Row {
            id: &s.id,
            name: s.name.get(lang),
            profiles: s.profiles.iter().map(|p| p.id.as_str()).collect(),
            // A project's own one of the same id takes the place of the built-in one.
            built_in: SchemaSet::built_in().get(&s.id).is_some_and(|built_in| std::sync::Arc::ptr_eq(built_in, s)),
        })
        .collect();
    match format {
        Format::Json => json::print(terminal, &rows)?,
        Format::Text => {
            let widest = rows.iter().map(|r| width(r.id)).max().unwrap_or(0);
            let mut out = String::new();
            for row in rows {
                let id = if row.built_in { "cli.schema.built-in" } else { "cli.schema.own" };
                let origin = crate::message::table().get(id).map(|t| t.get(lang)).unwrap_or_default();
                let pad = " ".repeat(widest - width(row.id));
                let _ = writeln!(out, "{}{pad}  {}  {}", row.id, clean(row.name), paint(DIM, origin));
            }
            terminal.print(&out)?;
        }
    }
    Ok(FINE)
}

/// Says of each file whether it is a schema that can be used.
fn check_files(paths: &[PathBuf], terminal: &mut Terminal) -> Outcome {
    let mut broken = false;
    for path in paths {
        let shown = clean(&path.display().to_string());
        let source = match files::read(path) {
            Ok(decoded) => decoded.text,
            Err(error) => {
                terminal.complain(&error.message());
                continue;
            }
        };
        let line = match schema::parse(&source) {
            Ok(schema) => Message::new("cli.schema.fine").with("path", shown).with("id", schema.id.as_str()),
            Err(error) => {
                broken = true;
                Message::new("cli.schema.broken")
                    .with("place", format!("{shown}:{}:{}", error.line, error.column))
                    .with("problem", clean(&error.problem))
            }
        };
        terminal.print(&format!("{}\n", line.render(terminal.lang)))?;
    }
    Ok(if broken { FOUND } else { FINE })
}

/// What a schema expects, for people.
fn page(schema: &schema::Schema, lang: Lang) -> String {
    let mut out = format!("{}  {}\n", paint(BOLD, schema.name.get(lang)), schema.id);
    let heading =
        |id: &'static str| format!("\n{}\n", paint(BOLD, crate::message::table().get(id).map(|t| t.get(lang)).unwrap_or_default()));
    let row = |name: &str, required: bool, applies: &Applies, basis: &[Basis]| {
        let mark = if required { "*" } else { " " };
        let mut row = format!("  {mark} {name}");
        let to = applies_to(applies, lang);
        if !to.is_empty() {
            let _ = write!(row, "  {}", paint(DIM, &format!("({to})")));
        }
        for basis in basis {
            let title = schema.sources.iter().find(|s| s.id == basis.source).map(|s| s.title.get(lang)).unwrap_or_default();
            let article = basis.article.as_deref().unwrap_or_default();
            let _ = write!(row, "\n      {}", paint(DIM, &format!("{title}{article}")));
        }
        row.push('\n');
        row
    };
    out.push_str(&heading("cli.schema.parts"));
    for part in &schema.parts {
        out.push_str(&row(part.name.get(lang), part.required, &part.applies, &part.basis));
    }
    if !schema.content.is_empty() {
        out.push_str(&heading("cli.schema.content"));
    }
    for content in &schema.content {
        out.push_str(&row(content.name.get(lang), false, &content.applies, &content.basis));
    }
    if !schema.themes.is_empty() {
        out.push_str(&heading("cli.schema.themes"));
    }
    for theme in &schema.themes {
        out.push_str(&row(theme.name.get(lang), false, &theme.applies, &theme.basis));
    }
    out
}

/// To whom something applies, in words; nothing where it applies to all.
fn applies_to(applies: &Applies, lang: Lang) -> String {
    let bodies = applies.bodies.iter().flatten().map(|body| match body {
        Body::Government => "applies.government",
        Body::Department => "applies.department",
    });
    let levels = applies.levels.iter().flatten().map(|level| match level {
        Level::Province => "applies.province",
        Level::City => "applies.city",
        Level::County => "applies.county",
        Level::Township => "applies.township",
    });
    let known = bodies.chain(levels).map(|id| text(id, lang));
    let profiles = applies.profiles.iter().flatten().map(String::as_str);
    let all: Vec<&str> = known.chain(profiles).collect();
    all.join(if lang == Lang::Zh { "、" } else { ", " })
}
