//! What stands between the reports of a survey: copied passages, and figures
//! that recur over the years.

use super::{Copied, Place, Point, Series};
use crate::corpus::{Indicator, Measured, Summary};
use crate::rules::{Analysis, Finding, Site};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The longest beginning of a copied passage that is shown, in characters.
const SHOWN: usize = 60;

/// The passages that `copied-passage` found in a report, and where they come from.
pub fn copies(path: &str, analysis: &Analysis, findings: &[Finding]) -> Vec<Copied> {
    let found = findings.iter().filter(|f| f.rule.name == "copied-passage");
    found
        .flat_map(|finding| {
            let words = analysis.words(&finding.span);
            let line = analysis.text.shown_place(analysis.bytes(&finding.span).start).0 + 1;
            finding.related.iter().filter_map(move |related| match &related.site {
                Site::There(source, place) => Some(Copied {
                    from: Place { path: source.to_string(), line: place.start.line as usize + 1 },
                    to: Place { path: path.to_owned(), line },
                    characters: words.chars().count(),
                    text: shortened(words),
                }),
                Site::Here(_) => None,
            })
        })
        .collect()
}

fn shortened(words: &str) -> String {
    let mut text: String = words.chars().take(SHOWN).collect();
    if text.len() < words.len() {
        text.push('…');
    }
    text
}

/// Figures of one issuer for what a year saw or what was reached in all, where
/// reports on two years or more name them alike.
pub fn series<'a>(summaries: impl IntoIterator<Item = &'a Arc<Summary>>) -> Vec<Series> {
    let mut by_issuer: BTreeMap<String, Vec<(i32, &Summary)>> = BTreeMap::new();
    for summary in summaries {
        if let (Some(issuer), Some(year)) = (summary.issuer.key(), summary.report_year) {
            by_issuer.entry(issuer).or_default().push((year, summary));
        }
    }
    by_issuer.into_values().flat_map(|reports| of_issuer(&reports)).collect()
}

/// The series of the reports of one issuer.
fn of_issuer(reports: &[(i32, &Summary)]) -> Vec<Series> {
    type Key<'a> = (&'a str, &'a str, bool);
    let mut found: BTreeMap<Key<'_>, BTreeMap<i32, (&Summary, usize)>> = BTreeMap::new();
    for (year, summary) in reports {
        for (at, figure) in summary.figures.iter().enumerate() {
            if matches!(figure.measured, Measured::Year | Measured::Total) {
                let key = (&*figure.label, &*figure.unit, figure.measured == Measured::Total);
                // The first figure of a report is the one that its part on the matter gives.
                found.entry(key).or_default().entry(*year).or_insert((summary, at));
            }
        }
    }
    let recurs = found.into_iter().filter(|(_, points)| points.len() > 1);
    recurs
        .map(|((label, unit, total), points)| Series {
            issuer: points.values().next().map(|(summary, _)| summary.issuer.name.clone()).unwrap_or_default(),
            indicator: if total { format!("{label}（累计，{unit}）") } else { format!("{label}（{unit}）") },
            points: points.into_iter().filter_map(|(year, (summary, at))| point(year, summary, at)).collect(),
        })
        .collect()
}

fn point(year: i32, summary: &Summary, at: usize) -> Option<Point> {
    let (figure, place) = (summary.figures.get(at)?, summary.figure_places.get(at)?);
    Some(Point {
        year,
        value: number(figure),
        text: format!("{}{}", figure.value, figure.unit),
        path: summary.source.to_string(),
        line: place.start.line as usize + 1,
    })
}

/// The value for drawing: what is lost of it no eye sees.
#[allow(clippy::cast_precision_loss)]
fn number(figure: &Indicator) -> f64 {
    figure.value.units as f64 / 10f64.powi(figure.value.scale.min(18) as i32)
}
