//! # empty-section
//!
//! ## What it does
//!
//! Reports a heading under which nothing is written.
//!
//! ## Why it matters
//!
//! An empty section is a passage that was forgotten, or a heading that was left over.
//!
//! ## Example
//!
//! > 二、存在的问题
//! >
//! > 三、2026年工作安排
//!
//! ## Instead
//!
//! > 二、存在的问题
//! >
//! > 一是……
//! >
//! > 三、2026年工作安排
//!
//! ## Source
//!
//! Practice of official documents.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 标题下面没有内容。
//!
//! ## 为什么
//!
//! 空的章节不是漏写，就是遗留的标题。
//!
//! ## 示例
//!
//! > 二、存在的问题
//! >
//! > 三、2026年工作安排
//!
//! ## 改为
//!
//! > 二、存在的问题
//! >
//! > 一是……
//! >
//! > 三、2026年工作安排
//!
//! ## 依据
//!
//! 公文写作惯例。

use crate::message::Message;
use crate::outline::{Node, NodeKind};
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight};
use std::collections::BTreeSet;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB104",
    name: "empty-section",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("empty_section.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    siblings(sight, &sight.outline.nodes, &mut found);
    found
}

fn siblings(sight: &Sight<'_>, nodes: &[Node], found: &mut Vec<Found>) {
    let with_text: BTreeSet<_> = nodes.iter().filter(|n| n.kind == NodeKind::Section && !is_empty(sight, n)).map(|n| n.level).collect();
    for (index, node) in nodes.iter().enumerate() {
        // A heading whose mark is one level too low heads those that count from one behind it.
        let ordinal = |n: &Node| sight.block(n.heading.block)?.heading.as_ref()?.mark.as_ref().map(|m| m.ordinal);
        if nodes.get(index + 1).is_some_and(|next| ordinal(next) == Some(1) && ordinal(node).is_some()) {
            continue;
        }
        // Headings without text beside ones that have none either are a list.
        if with_text.contains(&node.level) && is_empty(sight, node) {
            let title = sight.block(node.heading.block).map_or("", |b| b.get(&node.title));
            found.push(Found::new(node.heading.clone(), Message::new("empty-section").with("title", title)));
        }
        siblings(sight, &node.children, found);
    }
}

fn is_empty(sight: &Sight<'_>, node: &Node) -> bool {
    let Some(heading) = sight.block(node.heading.block).map(|b| (b, b.heading.as_ref())) else { return false };
    let closed = heading.1.is_some_and(|h| h.stop.is_some());
    // A line that counts something or runs on for long says what it has to say.
    let title = heading.0.get(&node.title);
    let says = title.contains(['，', ',']) && (title.chars().count() > 24 || title.contains(|c: char| c.is_ascii_digit()));
    node.kind == NodeKind::Section
        && !node.run_in
        && node.children.is_empty()
        && (!closed || node.level == 1)
        && (!says || node.level == 1)
        && node
            .blocks()
            .skip(1)
            .all(|i| sight.block(i).is_none_or(|b| matches!(b.kind, crate::syntax::Kind::Filler | crate::syntax::Kind::Directive)))
}
