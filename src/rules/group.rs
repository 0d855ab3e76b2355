//! Findings of one rule that one fix mends: one group, which is one finding.

use super::check::Found;
use super::{Edit, Finding, Fix, Occurrence, Rule, Severity};
use crate::message::Message;
use std::collections::HashMap;

/// Which findings of one rule and severity are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Those in the same paragraph.
    Paragraph,
    /// Those of the report with the same number, which the rule chooses: the marks
    /// of one list, one habit of the writer.
    Report(u32),
}

/// Makes findings of what rules found: those of a group become one.
pub(super) fn merge(found: impl IntoIterator<Item = (&'static Rule, Severity, Found)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut groups: Vec<(&'static Rule, Severity, Vec<Occurrence>)> = Vec::new();
    let mut numbers = HashMap::new();
    for (rule, severity, found) in found {
        let Found { message, span, related, fix, subject, group, .. } = found;
        let Some(group) = group else {
            findings.push(Finding { rule, severity, message, span, related, fix, occurrences: Vec::new(), subject });
            continue;
        };
        let block = (group == Group::Paragraph).then_some(span.block);
        let number = *numbers.entry((rule.code, severity, group, block)).or_insert(groups.len());
        let occurrence = Occurrence { span, message, related, fix };
        match groups.get_mut(number) {
            Some((_, _, occurrences)) => occurrences.push(occurrence),
            None => groups.push((rule, severity, vec![occurrence])),
        }
    }
    findings.extend(groups.into_iter().filter_map(|(rule, severity, occurrences)| Finding::at(rule, severity, occurrences)));
    findings
}

/// One finding of several places, which are in order.
pub(super) fn join(rule: &'static Rule, severity: Severity, occurrences: Vec<Occurrence>) -> Finding {
    let count = occurrences.len();
    let first = occurrences.first().map(|o| (o.span.clone(), &o.message));
    let (span, message) = first.map_or_else(
        || (crate::syntax::Span { block: 0, range: 0..0 }, Message::new("finding.places")),
        |(span, message)| (span, Message::new("finding.places").with("message", message).with("count", count)),
    );
    let related = occurrences.iter().flat_map(|o| o.related.iter().cloned()).collect();
    Finding { rule, severity, message, span, related, fix: fix(&occurrences), occurrences, subject: None }
}

/// The fix for all places, where each can be mended.
fn fix(occurrences: &[Occurrence]) -> Option<Fix> {
    let fixes: Vec<&Fix> = occurrences.iter().map(|o| o.fix.as_ref()).collect::<Option<_>>()?;
    let (first, count) = (fixes.first()?, fixes.len());
    let title = if fixes.iter().all(|f| f.title == first.title) {
        Message::new("fix.places").with("title", &first.title).with("count", count)
    } else {
        Message::new("fix.all-places").with("count", count)
    };
    let mut edits: Vec<Edit> = fixes.iter().flat_map(|f| f.edits.iter().cloned()).collect();
    edits.sort_by_key(|e| (e.span.block, e.span.range.start, e.span.range.end));
    // Two places may share an edit: the brackets of a pair change together.
    edits.dedup();
    Some(Fix { title, safe: fixes.iter().all(|f| f.safe), edits })
}
