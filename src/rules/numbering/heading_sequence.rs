//! # heading-sequence
//!
//! ## What it does
//!
//! Reports a heading whose number does not follow from the one before it: a gap, a number that
//! comes twice, a list that does not begin at one. Numbering that starts again under another
//! heading, and `1.` `2.` that run on across （一） and （二）, are accepted.
//!
//! ## Why it matters
//!
//! A gap looks like a section that was cut, and references to sections lead astray.
//!
//! ## Example
//!
//! > 四、强化监督 … 六、化解纠纷
//!
//! ## Instead
//!
//! > 四、强化监督 … 五、化解纠纷
//!
//! ## Source
//!
//! Practice of official documents; the ladder 一、（一）1.（1） of GB/T 9704.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 标题序号与前一个不连续：跳号、重号，或不从一开始。换了上级标题后重新编号、`1.` `2.` 跨（一）（二）连续编号都不报。
//!
//! ## 为什么
//!
//! 跳号像是删掉了一节，按序号的引用也会出错。
//!
//! ## 示例
//!
//! > 四、强化监督 …… 六、化解纠纷
//!
//! ## 改为
//!
//! > 四、强化监督 …… 五、化解纠纷
//!
//! ## 依据
//!
//! 公文写作惯例；GB/T 9704 的标题层次一、（一）1.（1）。

use super::sequence::{Entry, ListBreak, breaks_in};
use crate::message::Message;
use crate::outline::{Node, NodeKind};
use crate::rules::{Check, Edit, Fix, FixKind, Found, Rule, Severity, Sight};
use crate::syntax::{Family, Span};
use std::collections::BTreeMap;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB201",
    name: "heading-sequence",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Unsafe,
    check: Check::Report(check),
    source: include_str!("heading_sequence.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let mut lists = Vec::new();
    collect(sight, &sight.outline.nodes, &mut lists);
    let numbers: Vec<(Family, Vec<Entry>)> =
        lists.iter().map(|(family, own)| (*family, own.iter().map(|n| Entry { ordinal: n.ordinal }).collect())).collect();
    // Where a section of a form is not known, its neighbours may be numbered rightly.
    let sure = |found: &Found| sight.outline.numbers_are_sure() || sight.outline.nodes.iter().all(|n| n.heading != found.span);
    breaks_in(&numbers).into_iter().filter_map(|wrong| finding(sight, &lists, &wrong)).filter(sure).collect()
}

struct Numbered {
    family: Family,
    ordinal: u32,
    heading: Span,
    mark: Span,
}

/// The headings of one parent, family by family, then those below each of them.
fn collect(sight: &Sight<'_>, nodes: &[Node], lists: &mut Vec<(Family, Vec<Numbered>)>) {
    let mut own: BTreeMap<Family, Vec<Numbered>> = BTreeMap::new();
    for heading in nodes.iter().filter_map(|n| read(sight, n)) {
        own.entry(heading.family).or_default().push(heading);
    }
    lists.extend(own);
    for node in nodes {
        collect(sight, &node.children, lists);
    }
}

fn finding(sight: &Sight<'_>, lists: &[(Family, Vec<Numbered>)], broken: &ListBreak) -> Option<Found> {
    let (family, own) = lists.get(broken.list)?;
    let wrong = &broken.wrong;
    let at = own.get(wrong.index)?;
    let expected = family.write(wrong.expected, is_full(sight.get(&at.mark)));
    let message = match wrong.twin {
        Some(_) => Message::new("heading-sequence.twice"),
        None => Message::new("heading-sequence.gap"),
    };
    let mut finding = Found::new(at.heading.clone(), message.with("number", sight.get(&at.mark)).with("expected", expected.clone()));
    if let Some(other) = wrong.twin.or(wrong.index.checked_sub(1)).and_then(|i| own.get(i)) {
        finding = finding.related(other.heading.clone(), Message::new("heading-sequence.before").with("number", sight.get(&other.mark)));
    }
    let renumber = wrong.renumber.iter().map(|(index, ordinal)| (broken.list, *index, *ordinal));
    let edits = renumber
        .chain(broken.later.iter().copied())
        .filter_map(|(list, index, ordinal)| {
            let heading = lists.get(list)?.1.get(index)?;
            Some(Edit { span: heading.mark.clone(), text: family.write(ordinal, is_full(sight.get(&heading.mark))) })
        })
        .collect();
    // A number may be wrong, or the section before it may be lost.
    Some(finding.fix(Fix { title: Message::new("heading-sequence.fix").with("expected", expected), safe: false, edits }))
}

fn read(sight: &Sight<'_>, node: &Node) -> Option<Numbered> {
    if node.kind != NodeKind::Section {
        return None;
    }
    let block = node.heading.block;
    let mark = sight.block(block)?.heading.as_ref()?.mark.as_ref()?;
    Some(Numbered {
        family: mark.family,
        ordinal: mark.ordinal,
        heading: node.heading.clone(),
        mark: Span { block, range: mark.span.clone() },
    })
}

fn is_full(mark: &str) -> bool {
    !mark.contains(['(', ')'])
}
