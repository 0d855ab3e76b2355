//! A survey as a table for spreadsheets: a row a report.

use super::{Row, State, Survey};
use crate::message::{Lang, text};
use std::collections::BTreeSet;

/// What makes Excel read a file as UTF-8.
const MARK: char = '\u{FEFF}';

impl Survey {
    /// The survey as CSV (RFC 4180) with a byte order mark, for Excel. Part and
    /// theme columns bear the ids of their schemas; a theme's cell holds how many
    /// of its probes the report mentions.
    pub fn csv(&self, lang: Lang) -> String {
        let ids = |of: fn(&Row) -> Vec<&str>| -> BTreeSet<&str> { self.reports.iter().flat_map(of).collect() };
        let parts = ids(|r| r.parts.keys().map(String::as_str).collect());
        let themes = ids(|r| r.themes.keys().map(String::as_str).collect());
        let mut out = String::from(MARK);
        let fixed = HEAD.map(|id| text(id, lang).to_owned());
        let names = |kind: fn(&super::Names) -> &[super::Named], id: &str| {
            let name = self.outlines.iter().flat_map(kind).find(|n| n.id == id);
            name.map_or_else(|| id.to_owned(), |n| n.name.clone())
        };
        let part_names = parts.iter().map(|id| names(|n| &n.parts, id));
        let theme_names = themes.iter().map(|id| format!("{id} {}", names(|n| &n.themes, id)));
        line(&mut out, fixed.into_iter().chain(part_names).chain(theme_names));
        let copies = self.copies_in();
        for row in &self.reports {
            let copies = copies.get(row.path.as_str()).map_or(0, Vec::len);
            line(
                &mut out,
                cells(row, copies, lang)
                    .into_iter()
                    .chain(parts.iter().map(|id| part(row, id, lang)))
                    .chain(themes.iter().map(|id| theme(row, id))),
            );
        }
        out
    }
}

/// The first columns.
const HEAD: [&str; 22] = [
    "survey.csv.path",
    "survey.csv.title",
    "survey.csv.issuer",
    "survey.csv.level",
    "survey.csv.report-year",
    "survey.csv.signed",
    "survey.csv.published",
    "survey.csv.schema",
    "survey.csv.profile",
    "survey.csv.characters",
    "survey.csv.problems",
    "survey.csv.plans",
    "survey.csv.strong",
    "survey.csv.weak",
    "survey.csv.none",
    "survey.csv.figures",
    "survey.csv.copied",
    "survey.csv.missing",
    "survey.csv.error",
    "survey.csv.warning",
    "survey.csv.info",
    "survey.csv.hint",
];

fn cells(row: &Row, copies: usize, lang: Lang) -> [String; 22] {
    let words = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        row.path.clone(),
        words(&row.title),
        words(&row.issuer),
        row.level.map_or_else(String::new, |l| text(level_id(l), lang).to_owned()),
        row.report_year.map_or_else(String::new, |y| y.to_string()),
        words(&row.signed),
        words(&row.published),
        row.schema.clone(),
        words(&row.profile),
        row.characters.to_string(),
        row.problems.to_string(),
        row.plans.to_string(),
        row.links.strong.to_string(),
        row.links.weak.to_string(),
        row.links.none.to_string(),
        row.figures.to_string(),
        copies.to_string(),
        row.missing.to_string(),
        row.findings.error.to_string(),
        row.findings.warning.to_string(),
        row.findings.info.to_string(),
        row.findings.hint.to_string(),
    ]
}

fn level_id(level: crate::schema::Level) -> &'static str {
    use crate::schema::Level;
    match level {
        Level::Province => "level.province",
        Level::City => "level.city",
        Level::County => "level.county",
        Level::Township => "level.township",
    }
}

fn part(row: &Row, id: &str, lang: Lang) -> String {
    let state = match row.parts.get(id) {
        Some(State::There) => "survey.state.there",
        Some(State::Thin) => "survey.state.thin",
        Some(State::Unwritten) => "survey.state.unwritten",
        Some(State::Missing) => "survey.state.missing",
        None => return String::new(),
    };
    text(state, lang).to_owned()
}

fn theme(row: &Row, id: &str) -> String {
    row.themes.get(id).map_or_else(String::new, |t| t.hits.to_string())
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str(&quoted(&cell));
    }
    out.push_str("\r\n");
}

/// A cell in quotation marks where it needs them. A spreadsheet takes a cell that
/// starts like a formula for one: it is made a text.
fn quoted(cell: &str) -> String {
    let harmless = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() };
    if harmless.contains([',', '"', '\n', '\r']) { format!("\"{}\"", harmless.replace('"', "\"\"")) } else { harmless }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_formulas() {
        assert_eq!(quoted("云岭县"), "云岭县");
        assert_eq!(quoted("甲,\"乙\""), "\"甲,\"\"乙\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("两\n行"), "\"两\n行\"");
    }
}
