//! What the editor writes between the words: shares that the draft does not
//! state, whether the percentages that it states come out, and what is known of
//! the documents that it cites.

use super::cited;
use crate::facts::{Facts, Figure, Relation, RelationKind, Value, Verdict};
use crate::message::{Lang, Message};
use crate::rules::Analysis;
use crate::syntax::Span;
use std::ops::Range;

/// Words shown in the text that are none of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The byte behind which they are shown.
    pub at: usize,
    /// The words.
    pub label: String,
    /// How they come about, as Markdown.
    pub tooltip: String,
}

/// Which hints are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HintOptions {
    /// Computed shares.
    pub shares: bool,
    /// Numbers of cited documents.
    pub citations: bool,
}

/// The share of a part is shown of wholes from this many on.
const FEWEST: i128 = 10;

/// The hints inside `range` (bytes), in order; none in a document that is no report.
pub fn hints(analysis: &Analysis, range: &Range<usize>, options: HintOptions, lang: Lang) -> Vec<Hint> {
    let Some((_, report)) = analysis.report() else { return Vec::new() };
    let mut found = Vec::new();
    for (index, paragraph) in analysis.report_paragraphs() {
        if analysis.tree.end(index) < range.start || analysis.tree.start(index) > range.end {
            continue;
        }
        let place = |end: u32| analysis.bytes(&Span { block: index, range: end..end }).start;
        let facts = paragraph.facts();
        for relation in facts.relations().iter().filter(|_| options.shares) {
            for (figure, label, formula) in shares(facts, relation) {
                let tooltip = Message::new("hint.share").with("formula", formula).render(lang);
                found.push(Hint { at: place(figure.range.end), label, tooltip });
            }
        }
        for citation in facts.citations.iter().filter(|_| options.citations) {
            let [document] = *cited::documents(analysis, index, citation) else { continue };
            if let Some(label) = cited::label(document, report.report_year, lang) {
                let tooltip = cited::described(document, report.report_year, lang);
                found.push(Hint { at: place(citation.range.end as u32), label, tooltip });
            }
        }
    }
    found.retain(|hint| (range.start..=range.end).contains(&hint.at));
    found.sort_by_key(|hint| hint.at);
    found.dedup_by_key(|hint| hint.at);
    found
}

/// What is shown behind figures of a relation: the figure, the words, the computation.
fn shares<'a>(facts: &'a Facts, relation: &'a Relation) -> Vec<(&'a Figure, String, String)> {
    let figure = |index: usize| facts.figures.all.get(index).filter(|f| f.is_exact());
    let Some(whole) = figure(relation.whole) else { return Vec::new() };
    if relation.verdict == Verdict::Opposite {
        return Vec::new();
    }
    let stated = || figure(relation.stated).map(|f| (f, relation.formula(&facts.figures)));
    match relation.kind {
        // A percentage that is stated needs no repeating, only a verdict.
        RelationKind::Share | RelationKind::Change | RelationKind::Growth => {
            let right = if relation.verdict == Verdict::Holds { "✓".to_owned() } else { format!("≠{}%", relation.computed) };
            stated().map(|(f, formula)| (f, right, formula)).into_iter().collect()
        }
        RelationKind::Sum | RelationKind::Part if whole.value >= Value::whole(FEWEST) && relation.verdict != Verdict::Exceeds => {
            let parts = relation.parts.iter().filter_map(|i| figure(*i));
            let share = |part: &'a Figure| {
                let (share, _) = part.value.percent_of(whole.value, 1)?;
                Some((part, format!("{share}%"), format!("{}/{}={share}%", part.value, whole.value)))
            };
            parts.filter_map(share).collect()
        }
        RelationKind::Sum | RelationKind::Part | RelationKind::Difference => Vec::new(),
    }
}
