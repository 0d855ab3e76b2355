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
pub fn copies(path: &str, analysis: &Analysis, findings: &[&Finding]) -> Vec<Copied> {
    let found = findings.iter().filter(|f| f.rule.name == "copied-passage");
    found
        .flat_map(|finding| {
            let words = analysis.words(&finding.span);
            let line = analysis.text.line_of(analysis.bytes(&finding.span).start) + 1;
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
    type Key = (String, String, String, bool);
    let mut found: BTreeMap<Key, (String, BTreeMap<i32, Point>)> = BTreeMap::new();
    for summary in summaries {
        let (Some(issuer), Some(year)) = (summary.issuer.key(), summary.report_year) else { continue };
        for (figure, place) in summary.figures.iter().zip(&summary.figure_places) {
            if !matches!(figure.measured, Measured::Year | Measured::Total) {
                continue;
            }
            let key = (issuer.clone(), figure.label.to_string(), figure.unit.to_string(), figure.measured == Measured::Total);
            let (_, points) = found.entry(key).or_insert_with(|| (summary.issuer.name.clone(), BTreeMap::new()));
            // The first figure of a report is the one that its part on the matter gives.
            points.entry(year).or_insert_with(|| Point {
                year,
                value: number(figure),
                text: format!("{}{}", figure.value, figure.unit),
                path: summary.source.to_string(),
                line: place.start.line as usize + 1,
            });
        }
    }
    let recurs = found.into_iter().filter(|(_, (_, points))| points.len() > 1);
    recurs
        .map(|((_, label, unit, total), (issuer, points))| Series {
            issuer,
            indicator: if total { format!("{label}（累计，{unit}）") } else { format!("{label}（{unit}）") },
            points: points.into_values().collect(),
        })
        .collect()
}

/// The value for drawing: what is lost of it no eye sees.
#[allow(clippy::cast_precision_loss)]
fn number(figure: &Indicator) -> f64 {
    figure.value.units as f64 / 10f64.powi(figure.value.scale.min(18) as i32)
}
