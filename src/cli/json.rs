//! Findings as JSON: `schema_version` 2. Lines and columns are 1-based, columns
//! count Unicode scalar values, ends are exclusive.

use super::format::Format;
use super::found::{Checked, Found, Mend, Mention, Report, Summary};
use super::statistics::{Row, Statistics};
use crate::text::{Text, Units};
use serde::Serialize;
use std::collections::HashMap;
use std::io;
use std::ops::Range;

/// Version of the shapes in this file and of `outline`.
pub const SCHEMA_VERSION: u32 = 2;

/// `nianbao check --format json`
#[derive(Serialize)]
struct Check<'a> {
    schema_version: u32,
    files: &'a [File],
    summary: &'a Summary,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<Vec<&'a Row>>,
}

/// One value with all files.
pub struct Whole {
    files: Vec<File>,
    statistics: Option<Statistics>,
}

impl Whole {
    /// With what each rule found, if that is wanted.
    pub fn new(statistics: bool) -> Self {
        Self { files: Vec::new(), statistics: statistics.then(Statistics::default) }
    }
}

impl Format for Whole {
    fn file(&mut self, checked: &Checked) -> io::Result<String> {
        self.files.push(File::new(checked));
        if let Some(statistics) = &mut self.statistics {
            statistics.add(checked);
        }
        Ok(String::new())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<String> {
        let statistics = self.statistics.as_ref().map(Statistics::rows);
        let check = Check { schema_version: SCHEMA_VERSION, files: &self.files, summary, statistics };
        Ok(serde_json::to_string_pretty(&check).map_err(io::Error::other)? + "\n")
    }
}

/// `nianbao check --format jsonl`: each file at once, on a line.
pub struct Lines;

impl Format for Lines {
    fn file(&mut self, checked: &Checked) -> io::Result<String> {
        Ok(serde_json::to_string(&File::new(checked)).map_err(io::Error::other)? + "\n")
    }

    fn end(&mut self, _: &Summary) -> io::Result<String> {
        Ok(String::new())
    }
}

/// One file; also one line of `jsonl`.
#[derive(Serialize)]
struct File {
    path: String,
    report: Option<Report>,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct Diagnostic {
    code: &'static str,
    rule: &'static str,
    severity: crate::rules::Severity,
    message: String,
    start: Place,
    end: Place,
    quote: String,
    /// What the places of one finding have in common; a finding at one place has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    related: Vec<Related>,
    fix: Option<Fix>,
}

#[derive(Serialize)]
struct Related {
    path: String,
    start: Place,
    end: Place,
    message: String,
}

#[derive(Serialize)]
struct Fix {
    title: String,
    safe: bool,
    edits: Vec<Edit>,
}

#[derive(Serialize)]
struct Edit {
    start: Place,
    end: Place,
    text: String,
}

/// 1-based line, 1-based column in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// 1-based.
    pub line: u32,
    /// 1-based, in Unicode scalar values.
    pub column: u32,
}

impl Place {
    /// A place of another file.
    pub fn at(spot: crate::corpus::Spot) -> Self {
        let position = spot.position(Units::Utf32);
        Self { line: position.line + 1, column: position.column + 1 }
    }

    /// The place of a byte.
    pub fn of(text: &Text, at: usize) -> Self {
        let (line, column) = text.shown_place(at);
        Self { line: line as u32 + 1, column: column as u32 + 1 }
    }
}

fn places(text: &Text, range: &Range<usize>) -> (Place, Place) {
    (Place::of(text, range.start), Place::of(text, range.end))
}

impl File {
    fn new(checked: &Checked) -> Self {
        // Groups are numbered rule by rule, in the order of their first places.
        let mut groups: HashMap<&str, usize> = HashMap::new();
        let mut diagnostics: Vec<(usize, Diagnostic)> = Vec::new();
        for found in &checked.findings {
            if found.occurrences.is_empty() {
                diagnostics.push((found.range.start, Diagnostic::new(checked, found, &Part::whole(found), None)));
                continue;
            }
            let number = groups.entry(found.rule.name).and_modify(|n| *n += 1).or_insert(1);
            let group = format!("{}-{number}", found.rule.name);
            for (index, place) in found.occurrences.iter().enumerate() {
                // The first place has the fix for all of them.
                let fix = if index == 0 { found.fix.as_ref() } else { place.fix.as_ref() };
                let part = Part { message: &place.message, range: &place.range, related: &place.related, fix };
                diagnostics.push((place.range.start, Diagnostic::new(checked, found, &part, Some(group.clone()))));
            }
        }
        diagnostics.sort_by_key(|(start, _)| *start);
        Self {
            path: checked.path.clone(),
            report: checked.report.clone(),
            diagnostics: diagnostics.into_iter().map(|(_, diagnostic)| diagnostic).collect(),
        }
    }
}

/// What is written down of a finding at one place.
struct Part<'a> {
    message: &'a str,
    range: &'a Range<usize>,
    related: &'a [Mention],
    fix: Option<&'a Mend>,
}

impl<'a> Part<'a> {
    fn whole(found: &'a Found) -> Self {
        Self { message: &found.message, range: &found.range, related: &found.related, fix: found.fix.as_ref() }
    }
}

impl Diagnostic {
    fn new(checked: &Checked, found: &Found, part: &Part<'_>, group: Option<String>) -> Self {
        let text = &checked.text;
        let (start, end) = places(text, part.range);
        let related = part.related.iter().map(|mention| {
            let (path, start, end) = mention.place(checked);
            Related { path: path.unwrap_or(&checked.path).to_owned(), start, end, message: mention.message.clone() }
        });
        let fix = part.fix.map(|mend| Fix {
            title: mend.title.clone(),
            safe: mend.safe,
            edits: mend
                .edits
                .iter()
                .map(|(range, with)| {
                    let (start, end) = places(text, range);
                    Edit { start, end, text: with.clone() }
                })
                .collect(),
        });
        Self {
            code: found.rule.code,
            rule: found.rule.name,
            severity: found.severity,
            message: part.message.to_owned(),
            start,
            end,
            quote: text.slice(part.range.clone()),
            group,
            related: related.collect(),
            fix,
        }
    }
}

/// Prints a value as indented JSON.
pub fn print(terminal: &super::terminal::Terminal, value: &impl Serialize) -> std::io::Result<()> {
    terminal.print_raw(&text(value)?)
}

/// A value as indented JSON.
pub fn text(value: &impl Serialize) -> std::io::Result<String> {
    let mut text = serde_json::to_string_pretty(value).map_err(std::io::Error::other)?;
    text.push('\n');
    Ok(text)
}
