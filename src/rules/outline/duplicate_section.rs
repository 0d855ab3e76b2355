//! # duplicate-section
//!
//! ## What it does
//!
//! Reports two sections with the same heading in the same place of the outline.
//!
//! ## Why it matters
//!
//! One of them was pasted twice, or kept its heading when its text was replaced.
//!
//! ## Example
//!
//! > （二）加强行政执法。…… （三）加强行政执法。……
//!
//! ## Instead
//!
//! > （二）加强行政执法。…… （三）强化行政监督。……
//!
//! ## Source
//!
//! Practice of official documents.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 同一层级中有两个标题相同的章节。
//!
//! ## 为什么
//!
//! 多半是重复粘贴，或换了内容没有换标题。
//!
//! ## 示例
//!
//! > （二）加强行政执法。…… （三）加强行政执法。……
//!
//! ## 改为
//!
//! > （二）加强行政执法。…… （三）强化行政监督。……
//!
//! ## 依据
//!
//! 公文写作惯例。

use crate::message::Message;
use crate::outline::{Node, NodeKind};
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight};
use crate::text::width::squeeze;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB105",
    name: "duplicate-section",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("duplicate_section.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    siblings(sight, &sight.outline.nodes, &mut found);
    found
}

fn siblings(sight: &Sight<'_>, nodes: &[Node], found: &mut Vec<Found>) {
    let title = |n: &Node| sight.block(n.heading.block).map_or(String::new(), |b| squeeze(b.get(&n.title)));
    let mut seen: Vec<(String, &Node)> = Vec::new();
    for node in nodes {
        if node.kind == NodeKind::Section {
            let name = title(node);
            match seen.iter().find(|(other, _)| *other == name) {
                Some((_, first)) => found.push(
                    Found::new(node.heading.clone(), Message::new("duplicate-section").with("title", name))
                        .related(first.heading.clone(), Message::new("duplicate-section.first")),
                ),
                // One-word headings of lists (成效、措施) may well come again.
                None if name.chars().count() >= 4 => seen.push((name, node)),
                None => {}
            }
        }
        siblings(sight, &node.children, found);
    }
}
