//! # run-in-heading-stop
//!
//! ## What it does
//!
//! Reports a heading that runs into its text without the 。 that parts them. Judged by length and
//! by what the sentence says, and only in drafts whose other headings show the form.
//!
//! ## Why it matters
//!
//! Without the stop nobody sees where the heading ends.
//!
//! ## Example
//!
//! > （二）加强市场监管建立跨部门监管平台，制定抽查事项清单，抽查企业2300家。
//!
//! ## Instead
//!
//! > （二）加强市场监管。建立跨部门监管平台，制定抽查事项清单，抽查企业2300家。
//!
//! ## Source
//!
//! Practice of official documents: a run-in heading ends with 。
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 段首标题与正文之间缺少句号。按长度和内容判断，并且只在其他标题有句号的草稿中报告。
//!
//! ## 为什么
//!
//! 没有句号就看不出标题到哪里为止。
//!
//! ## 示例
//!
//! > （二）加强市场监管建立跨部门监管平台，制定抽查事项清单，抽查企业2300家。
//!
//! ## 改为
//!
//! > （二）加强市场监管。建立跨部门监管平台，制定抽查事项清单，抽查企业2300家。
//!
//! ## 依据
//!
//! 公文写作惯例：段首标题后用句号。

use crate::message::Message;
use crate::outline::{Node, NodeKind};
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight};
use crate::schema::Role;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB205",
    name: "run-in-heading-stop",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("run_in_heading_stop.rs"),
};

/// So many headings with their stop show the form of the whole draft.
const SHOWN: usize = 3;
/// A heading of the form is at most this long, in characters.
const SHORT: usize = 36;

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let mut shown = 0;
    sight.outline.walk(|n| shown += usize::from(is_proper(sight, n) && n.role == Role::Results));
    let mut found = Vec::new();
    group(sight, &sight.outline.nodes, shown >= SHOWN, &mut found);
    found
}

fn group(sight: &Sight<'_>, nodes: &[Node], shown: bool, found: &mut Vec<Found>) {
    for node in nodes {
        let beside = nodes.iter().any(|n| n.level == node.level && is_proper(sight, n));
        if is_lost(sight, node) && (beside || (shown && node.role == Role::Results)) {
            found.push(Found::new(node.heading.clone(), Message::new("run-in-heading-stop").with("heading", sight.get(&node.heading))));
        }
        group(sight, &node.children, shown, found);
    }
}

fn is_proper(sight: &Sight<'_>, node: &Node) -> bool {
    let Some(heading) = sight.block(node.heading.block).and_then(|b| b.heading.as_ref()) else { return false };
    node.kind == NodeKind::Section
        && node.level == 2
        && node.run_in
        && !heading.overlong
        && sight.get(&node.heading).chars().count() <= SHORT
}

fn is_lost(sight: &Sight<'_>, node: &Node) -> bool {
    node.kind == NodeKind::Section
        && node.level == 2
        && sight.block(node.heading.block).and_then(|b| b.heading.as_ref()).is_some_and(|h| h.overlong)
}
