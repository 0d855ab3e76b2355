//! # duplicate-section
//!
//! ## What it does
//!
//! Reports two sections with the same heading in the same place of the outline, and a title that
//! stands twice at the top of a draft. Copied web pages, which print it twice, are left alone.
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
//! 同一层级中有两个标题相同的章节，或草稿开头标题写了两遍；从网页复制的文本本来就印两遍标题，不报告。
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
use crate::schema::Role;
use crate::text::width::{squeeze, squeezed};
use std::collections::HashMap;

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
    let mut found: Vec<Found> = title_twice(sight).into_iter().collect();
    siblings(sight, &sight.outline.nodes, &mut found);
    found
}

/// The second of two lines with the title that open the draft, with nothing between them.
fn title_twice(sight: &Sight<'_>) -> Option<Found> {
    let [first, second, ..] = &sight.report.title_spans[..] else { return None };
    let (title, again) = (squeeze(sight.get(first)), squeeze(sight.get(second)));
    if first.block != 0 || second.block != 1 || title != again {
        return None;
    }
    // A page tells when it was made public, or leaves its own lines around the text.
    let residue = |index: usize| {
        let words = sight.block(index).map_or(String::new(), |b| squeeze(b.body()));
        let around = matches!(sight.outline.role(index), Role::Meta | Role::Noise);
        around && crate::words::web_residue().patterns.iter().any(|p| p.is_match(&words))
    };
    let copied = sight.report.published.is_some() || (0..sight.tree.blocks().len()).any(residue);
    if copied {
        return None;
    }
    let message = Message::new("duplicate-section.title").with("title", title);
    Some(Found::new(second.clone(), message).related(first.clone(), Message::new("duplicate-section.first")))
}

/// Whether a first-level heading has the words of another: it may have lost those of
/// the part that seems to be missing.
pub(super) fn has_twins(sight: &Sight<'_>) -> bool {
    let mut found = Vec::new();
    twins(sight, &sight.outline.nodes, &mut found);
    !found.is_empty()
}

fn siblings(sight: &Sight<'_>, nodes: &[Node], found: &mut Vec<Found>) {
    twins(sight, nodes, found);
    for node in nodes {
        siblings(sight, &node.children, found);
    }
}

/// The headings among `nodes` that repeat another.
fn twins(sight: &Sight<'_>, nodes: &[Node], found: &mut Vec<Found>) {
    let title = |n: &Node| sight.block(n.heading.block).map_or("", |b| b.get(&n.title));
    let mut seen: HashMap<u64, Vec<&Node>> = HashMap::new();
    for node in nodes.iter().filter(|node| node.kind == NodeKind::Section) {
        let name = title(node);
        // One-word headings of lists (成效、措施) may well come again.
        if squeezed(name).nth(3).is_none() {
            continue;
        }
        let alike = seen.entry(squeezed(name).fold(0, |sum, c| sum.wrapping_mul(PRIME).wrapping_add(u64::from(u32::from(c))))).or_default();
        match alike.iter().find(|first| squeezed(title(first)).eq(squeezed(name))) {
            Some(first) => found.push(
                Found::new(node.heading.clone(), Message::new("duplicate-section").with("title", squeeze(name)))
                    .related(first.heading.clone(), Message::new("duplicate-section.first")),
            ),
            None => alike.push(node),
        }
    }
}

/// Of the sums that headings are looked up by.
const PRIME: u64 = 0x0100_0000_01B3;
