//! What is computed from the figures of a paragraph, in words.

use crate::facts::{Facts, Figure, Relation, RelationKind, Verdict};
use crate::message::{Lang, Message, text};

/// What there is to say about a figure: each computation that it takes part in
/// and whether it comes out; of a percentage also that there is none.
pub(super) fn described(facts: &Facts, words: &str, index: usize, lang: Lang) -> Option<String> {
    let figure = facts.figures.all.get(index)?;
    let lines: Vec<String> = with(facts, index).map(|relation| computation(facts, words, relation, lang)).collect();
    if lines.is_empty() && !(figure.is_percent() && figure.is_exact()) {
        return None;
    }
    let said = words.get(figure.range.start as usize..figure.range.end as usize).unwrap_or_default();
    let none = || vec![text("figure.hover.none", lang).to_owned()];
    let lines = if lines.is_empty() { none() } else { lines };
    Some(format!("**{said}**\n\n{}", lines.join("\n\n")))
}

/// The computations that a figure takes part in.
pub(super) fn with(facts: &Facts, index: usize) -> impl Iterator<Item = &Relation> {
    facts.relations().iter().filter(move |r| r.members().contains(&index))
}

/// The index of the figure that byte `at` of the paragraph touches.
pub(super) fn touching(facts: &Facts, at: u32) -> Option<usize> {
    let touches = |f: &Figure| f.range.start <= at && at <= f.range.end;
    facts.figures.all.iter().rposition(touches)
}

/// `1397 ÷ 1398 = 99.9%`, and whether the text says so.
fn computation(facts: &Facts, words: &str, relation: &Relation, lang: Lang) -> String {
    let name = match relation.kind {
        RelationKind::Sum => "figure.hover.sum",
        RelationKind::Part => "figure.hover.part",
        RelationKind::Share => "figure.hover.share",
        RelationKind::Change | RelationKind::Growth => "figure.hover.change",
        RelationKind::Difference => "figure.hover.difference",
    };
    let formula = relation.formula(&facts.figures).replace('/', " ÷ ").replace('=', " = ").replace('→', " → ");
    // 72 → 86: +19.4% keeps its sign.
    let formula = if formula.contains(": +") { formula } else { formula.replace('+', " + ") };
    let stated = facts.figures.all.get(relation.stated).map_or(0..0, |f| f.range.clone());
    let stated = words.get(stated.start as usize..stated.end as usize).unwrap_or_default();
    let verdict = match (relation.verdict, relation.kind) {
        (Verdict::Exceeds, _) => Some(Message::new("figure.hover.exceeds")),
        (Verdict::Opposite, _) => Some(Message::new("figure.hover.opposite")),
        // Nothing is stated that the share could be held against.
        (_, RelationKind::Part) => None,
        (Verdict::Holds, _) => Some(Message::new("figure.hover.holds").with("stated", stated)),
        (Verdict::Truncated, _) => Some(Message::new("figure.hover.truncated").with("stated", stated)),
        (Verdict::Differs, _) => Some(Message::new("figure.hover.differs").with("stated", stated)),
    };
    let lines = [Some(Message::new(name).with("formula", formula)), verdict];
    lines.into_iter().flatten().map(|line| line.render(lang)).collect::<Vec<_>>().join("\n\n")
}
