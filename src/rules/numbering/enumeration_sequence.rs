//! # enumeration-sequence
//!
//! ## What it does
//!
//! Reports an item 一是、二是 (第一，首先，一要 …) whose number does not follow, inside one paragraph or over several.
//!
//! ## Why it matters
//!
//! An item was lost, or its number was not changed when another was moved.
//!
//! ## Example
//!
//! > 一是能力不足。三是机制不全。
//!
//! ## Instead
//!
//! > 一是能力不足。二是机制不全。
//!
//! ## Source
//!
//! Practice of official documents.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! “一是、二是”（第一，首先，一要……）的序号不连续，段内和跨段都查。
//!
//! ## 为什么
//!
//! 多半是漏了一项，或调整次序后没有改序号。
//!
//! ## 示例
//!
//! > 一是能力不足。三是机制不全。
//!
//! ## 改为
//!
//! > 一是能力不足。二是机制不全。
//!
//! ## 依据
//!
//! 公文写作惯例。

use super::sequence::{Entry, breaks, last_of};
use crate::message::Message;
use crate::outline::{Node, NodeKind};
use crate::rules::{Check, Edit, Fix, FixKind, Found, Rule, Severity, Sight};
use crate::syntax::{ItemFamily, Span};
use std::collections::HashMap;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB202",
    name: "enumeration-sequence",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Unsafe,
    check: Check::Report(check),
    source: include_str!("enumeration_sequence.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut last = HashMap::new();
    section(sight, &sight.outline.nodes, &mut last, &mut found);
    found
}

struct Counted {
    family: ItemFamily,
    ordinal: u32,
    mark: Span,
}

/// Checks the items that stand directly below one heading, then the headings below it.
fn section(sight: &Sight<'_>, nodes: &[Node], last: &mut HashMap<ItemFamily, Vec<u32>>, found: &mut Vec<Found>) {
    let items: Vec<Counted> = nodes.iter().filter_map(|n| read(sight, n)).collect();
    let mut families: Vec<ItemFamily> = items.iter().map(|n| n.family).collect();
    families.sort_unstable();
    families.dedup();
    let before = last.clone();
    for family in families {
        let own: Vec<&Counted> = items.iter().filter(|n| n.family == family).collect();
        let entries: Vec<Entry> = own.iter().map(|n| Entry { ordinal: n.ordinal }).collect();
        let wrong = breaks(&entries, before.get(&family).map_or(&[], Vec::as_slice));
        last.insert(family, last_of(&entries, &wrong));
        for wrong in wrong {
            let Some(at) = own.get(wrong.index) else {
                continue;
            };
            if has_hidden(sight, &own, wrong.index, wrong.expected, family) {
                continue;
            }
            let expected = family.write(wrong.expected);
            let message =
                if wrong.twin.is_some() { Message::new("enumeration-sequence.twice") } else { Message::new("enumeration-sequence.gap") };
            let mut finding = Found::new(at.mark.clone(), message.with("number", sight.get(&at.mark)).with("expected", expected.clone()));
            if let Some(other) = wrong.twin.or(wrong.index.checked_sub(1)).and_then(|i| own.get(i)) {
                finding =
                    finding.related(other.mark.clone(), Message::new("enumeration-sequence.before").with("number", sight.get(&other.mark)));
            }
            let edits = wrong
                .renumber
                .iter()
                .filter_map(|(index, ordinal)| {
                    own.get(*index).map(|item| Edit { span: item.mark.clone(), text: rewrite(sight.get(&item.mark), family, *ordinal) })
                })
                .collect();
            found.push(finding.fix(Fix { title: Message::new("enumeration-sequence.fix").with("expected", expected), safe: false, edits }));
        }
    }
    for node in nodes.iter().filter(|n| n.kind != NodeKind::Item) {
        section(sight, &node.children, last, found);
    }
}

/// Whether the number that is expected stands in front of this one in the same
/// paragraph, in the middle of a clause (县司法局一是…，二是…) where it is no item.
fn has_hidden(sight: &Sight<'_>, own: &[&Counted], index: usize, expected: u32, family: ItemFamily) -> bool {
    let Some(at) = own.get(index) else { return false };
    let before = index.checked_sub(1).and_then(|i| own.get(i)).filter(|b| b.mark.block == at.mark.block);
    let from = before.map_or(0, |b| b.mark.range.end);
    let text = sight.get(&Span { block: at.mark.block, range: from..at.mark.range.start });
    let previous = at.ordinal.checked_sub(1).filter(|o| *o > 0);
    [Some(expected), previous].into_iter().flatten().any(|ordinal| ordinal != at.ordinal && text.contains(&family.write(ordinal)))
}

/// The mark with another number; 第一是 keeps its 是.
fn rewrite(mark: &str, family: ItemFamily, ordinal: u32) -> String {
    let new = family.write(ordinal);
    if matches!(family, ItemFamily::Di | ItemFamily::Qi) && mark.ends_with('是') { format!("{new}是") } else { new }
}

fn read(sight: &Sight<'_>, node: &Node) -> Option<Counted> {
    if node.kind != NodeKind::Item {
        return None;
    }
    let block = node.from.block;
    let item = sight.block(block)?.items.iter().find(|i| i.mark.start == node.from.at)?;
    Some(Counted { family: item.family, ordinal: item.ordinal, mark: Span { block, range: item.mark.clone() } })
}
