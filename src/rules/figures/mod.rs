//! NB5: what the figures of a report say about each other.

pub mod approximate_figure;
pub mod conflicting_figure;
pub mod done_exceeds_received;
mod form_tables;
pub mod list_count_mismatch;
pub mod missing_measure_word;
pub mod part_exceeds_whole;
pub mod percent_mismatch;
pub mod percent_point;
pub mod percent_truncated;
mod respectively;
pub mod sum_mismatch;

use super::{Edit, Fix, Found};
use crate::facts::{Relation, RelationKind, View};
use crate::message::Message;
use crate::syntax::{Local, Span};

fn span(range: &Local) -> Span {
    Span { block: 0, range: range.clone() }
}

/// What should be stated, with its unit.
fn right(relation: &Relation) -> String {
    let unit = if relation.kind == RelationKind::Difference { "个百分点" } else { "%" };
    format!("{}{unit}", relation.computed)
}

/// A finding on a percentage, which its fix replaces with what its parts give.
fn percentage(view: &View<'_>, relation: &Relation, message: Message, safe: bool) -> Option<Found> {
    let (percent, part, whole) = (view.figure(relation.stated)?, view.figure(*relation.parts.first()?)?, view.figure(relation.whole)?);
    let title = Message::new("percent-mismatch.fix").with("right", right(relation));
    let edit = Edit { span: span(&percent.number), text: view.write(percent, &relation.computed.to_string()) };
    let found = Found::new(span(&percent.range), message)
        .related(span(&whole.range), Message::new("figure.whole"))
        .related(span(&part.range), Message::new("figure.part"));
    Some(found.fix(Fix { title, safe, edits: vec![edit] }))
}

#[cfg(test)]
mod tests {
    use crate::rules::{Draft, Rule, Settings};
    use crate::schema::SchemaSet;

    /// What a rule marks in a paragraph of the results of a report.
    pub fn words(rule: &Rule, text: &str) -> Vec<String> {
        let settings = Settings { schemas: SchemaSet::built_in(), ..Settings::default() };
        let report = format!("青溪市2024年法治政府建设工作情况报告\n\n　　一、主要工作\n\n　　{text}\n\n　　其他工作按计划推进。\n");
        let analysis = Draft::new(&report).analyse(&settings);
        let of_rule = analysis.findings.iter().filter(|f| f.rule.code == rule.code);
        of_rule.map(|f| analysis.words(&f.span).to_owned()).collect()
    }
}
