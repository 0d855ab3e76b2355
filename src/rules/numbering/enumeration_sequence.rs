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

use super::sequence::{Entry, ListBreak, breaks_in};
use crate::message::Message;
use crate::outline::{Node, NodeKind};
use crate::rules::{Check, Edit, Fix, FixKind, Found, Rule, Severity, Sight};
use crate::syntax::{ItemFamily, Span};
use std::collections::BTreeMap;

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
    let mut lists = Vec::new();
    collect(sight, &sight.outline.nodes, &mut lists);
    let numbers: Vec<(ItemFamily, Vec<Entry>)> =
        lists.iter().map(|(family, own)| (*family, own.iter().map(|n| Entry { ordinal: n.ordinal }).collect())).collect();
    breaks_in(&numbers).into_iter().filter_map(|wrong| finding(sight, &lists, &wrong)).collect()
}

struct Counted {
    family: ItemFamily,
    ordinal: u32,
    mark: Span,
}

/// The items that stand directly below one heading, family by family, then those of the headings below it.
fn collect(sight: &Sight<'_>, nodes: &[Node], lists: &mut Vec<(ItemFamily, Vec<Counted>)>) {
    let mut own: BTreeMap<ItemFamily, Vec<Counted>> = BTreeMap::new();
    for item in nodes.iter().filter_map(|n| read(sight, n)) {
        own.entry(item.family).or_default().push(item);
    }
    lists.extend(own);
    for node in nodes.iter().filter(|n| n.kind != NodeKind::Item) {
        collect(sight, &node.children, lists);
    }
}

/// Whether the number that is expected stands in front of this one in the same
/// paragraph, in the middle of a clause (县司法局一是…，二是…) where it is no item.
fn has_hidden(sight: &Sight<'_>, own: &[Counted], index: usize, expected: u32, family: ItemFamily) -> bool {
    let Some(at) = own.get(index) else { return false };
    let before = index.checked_sub(1).and_then(|i| own.get(i)).filter(|b| b.mark.block == at.mark.block);
    let from = before.map_or(0, |b| b.mark.range.end);
    let text = sight.get(&Span { block: at.mark.block, range: from..at.mark.range.start });
    let previous = at.ordinal.checked_sub(1).filter(|o| *o > 0);
    [Some(expected), previous].into_iter().flatten().any(|ordinal| ordinal != at.ordinal && text.contains(&family.write(ordinal)))
}

fn finding(sight: &Sight<'_>, lists: &[(ItemFamily, Vec<Counted>)], broken: &ListBreak) -> Option<Found> {
    let (family, own) = lists.get(broken.list)?;
    let wrong = &broken.wrong;
    let at = own.get(wrong.index)?;
    if has_hidden(sight, own, wrong.index, wrong.expected, *family) {
        return None;
    }
    let expected = family.write(wrong.expected);
    let message = if wrong.twin.is_some() { Message::new("enumeration-sequence.twice") } else { Message::new("enumeration-sequence.gap") };
    let mut finding = Found::new(at.mark.clone(), message.with("number", sight.get(&at.mark)).with("expected", expected.clone()));
    if let Some(other) = wrong.twin.or(wrong.index.checked_sub(1)).and_then(|i| own.get(i)) {
        finding = finding.related(other.mark.clone(), Message::new("enumeration-sequence.before").with("number", sight.get(&other.mark)));
    }
    let renumber = wrong.renumber.iter().map(|(index, ordinal)| (broken.list, *index, *ordinal));
    let edits = renumber
        .chain(broken.later.iter().copied())
        .filter_map(|(list, index, ordinal)| {
            let item = lists.get(list)?.1.get(index)?;
            Some(Edit { span: item.mark.clone(), text: rewrite(sight.get(&item.mark), *family, ordinal) })
        })
        .collect();
    Some(finding.fix(Fix { title: Message::new("enumeration-sequence.fix").with("expected", expected), safe: false, edits }))
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
    let items = &sight.block(block)?.items;
    let item = items.get(items.binary_search_by_key(&node.from.at, |i| i.mark.start).ok()?)?;
    Some(Counted { family: item.family, ordinal: item.ordinal, mark: Span { block, range: item.mark.clone() } })
}
