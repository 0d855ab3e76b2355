//! Next year's report, started from this one: what was planned is to be reported,
//! what was wanting to be answered, what was counted to be counted again.

use crate::corpus::{Indicator, Measured, Summary};
use crate::facts::rolled;
use crate::rules::Analysis;
use crate::schema::{Commission, Handed, LastYear, Level, NewReport, Schema};
use crate::syntax::{Block, Local};
use crate::words;
use std::collections::HashSet;

/// What differs from what the report says.
#[derive(Clone, Debug, Default)]
pub struct NextYear<'a> {
    /// The kind of report; that of the report where this is `None`.
    pub schema: Option<&'a Schema>,
    /// Who reports.
    pub place: Option<&'a str>,
    /// The level.
    pub level: Option<Level>,
    /// The year; the report's and one where this is `None`.
    pub year: Option<i32>,
}

/// Why there is no next report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The document is no report.
    Report,
    /// It does not say whose it is.
    Issuer,
    /// It does not say on which year.
    Year,
}

/// The skeleton of next year's report.
///
/// # Errors
/// What neither the report nor `wish` tells.
pub fn next_year(analysis: &Analysis, source: &str, wish: &NextYear<'_>) -> Result<NewReport, Unknown> {
    let (Some(summary), Some((_, report))) = (analysis.summary(source), analysis.report()) else { return Err(Unknown::Report) };
    let schema = wish.schema.unwrap_or(&report.schema);
    let year = wish.year.or(report.report_year.map(|y| y + 1)).ok_or(Unknown::Year)?;
    let own = issuer(&summary);
    let place = wish.place.map(str::to_owned).or(own).ok_or(Unknown::Issuer)?;
    let level = wish.level.or(summary.issuer.level.filter(|_| wish.place.is_none()));
    let keeps_title = wish.place.is_none() && schema.id == report.schema.id;
    let last = LastYear {
        title: report.report_year.filter(|_| keeps_title).and_then(|was| title(schema, &report.title, was, year)),
        plans: summary.plans.iter().map(|plan| Handed { text: plan.title.clone(), about: plan.rest().to_owned() }).collect(),
        problems: summary.problems.iter().map(|problem| problem.title.clone()).collect(),
        figures: figures(analysis, &summary.figures),
    };
    Ok(schema.new_report(&Commission { place: &place, level, year, last: Some(&last) }))
}

/// The full name of who reports: 市人民政府 of 青溪市 is 青溪市人民政府.
fn issuer(summary: &Summary) -> Option<String> {
    let issuer = &summary.issuer;
    let Some(place) = &issuer.place else { return Some(issuer.name.clone()).filter(|name| !name.is_empty()) };
    if issuer.name.contains(place.as_str()) {
        return Some(issuer.name.clone());
    }
    Some(format!("{place}{}", issuer.organ.as_deref().unwrap_or_default()))
}

/// The house form of the title with the year rolled, where it names the year
/// once, claims the document and is no form that should be another.
fn title(schema: &Schema, title: &str, was: i32, year: i32) -> Option<String> {
    let rolled = rolled(title, was, year)?;
    let is_good =
        schema.claims.title.iter().any(|p| p.is_match(&rolled)) && !schema.title_forms.iter().any(|f| f.pattern.is_match(&rolled));
    is_good.then_some(rolled)
}

/// A paragraph, or of an endless one what stands near a figure.
fn around<'a>(block: &'a Block, figure: &Local) -> &'a str {
    const FAR: u32 = 3000;
    let body = block.body();
    if body.len() <= 2 * FAR as usize {
        return body;
    }
    let near = |at: u32| (0..=at as usize).rev().find(|at| block.text.is_char_boundary(*at)).unwrap_or(0) as u32;
    let (start, end) = (near(figure.start.saturating_sub(FAR)), near((figure.end + FAR).min(block.body.end)));
    block.get(&(start.max(block.body.start)..end))
}

/// So many figures a report may hand on.
const MOST: usize = 1000;

/// What the year saw and what was reached in all, each once, where its name
/// stands in the report as it is.
fn figures(analysis: &Analysis, figures: &[Indicator]) -> Vec<(Handed, String)> {
    let table = words::new_report();
    let mut seen = HashSet::new();
    let kept = figures.iter().filter(|f| matches!(f.measured, Measured::Year | Measured::Total));
    kept.filter(|f| seen.insert((&f.label, f.measured)))
        .filter_map(|figure| {
            let label = &*figure.label;
            let starts = |word: &String| label.starts_with(word.as_str());
            let ends = |word: &String| label.ends_with(word.as_str());
            let block = analysis.tree.blocks().get(figure.block as usize)?;
            let half = table.no_label_starts.iter().any(starts) || table.no_label_ends.iter().any(ends) || label.contains(['《', '》']);
            let around = around(block, &figure.range);
            if half || !around.contains(label) {
                return None;
            }
            let total = words::corpus().cumulative.first().filter(|_| figure.measured == Measured::Total);
            let text = format!("{}{label}", total.map_or("", String::as_str));
            Some((Handed { text, about: around.to_owned() }, block.get(&figure.range).to_owned()))
        })
        .take(MOST)
        .collect()
}
