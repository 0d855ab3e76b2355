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
use crate::syntax::Span;

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
/// So many headings beside it show how long one is …
const OTHERS: usize = 2;
/// … and one of at least so many characters, half as long again as any of them, has lost its stop …
const LONG: usize = 24;
/// … if one of its clauses has so many: heading and text have grown together there.
const CLAUSE: usize = 14;
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
        } else if outgrows(sight, node, nodes) {
            let range = sight.short(node.heading.block, node.heading.range.clone());
            let span = Span { block: node.heading.block, range };
            found.push(Found::new(span.clone(), Message::new("run-in-heading-stop").with("heading", sight.get(&span))));
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

/// Whether a first sentence of several clauses is far longer than every heading beside it, in all and in one clause.
fn outgrows(sight: &Sight<'_>, node: &Node, fellows: &[Node]) -> bool {
    let title = |n: &Node| sight.get(&Span { block: n.heading.block, range: n.title.clone() });
    let closed = sight.block(node.heading.block).and_then(|b| b.heading.as_ref()).is_some_and(|h| h.stop.is_some());
    let measure = |n: &Node| {
        let clause = title(n).split(['，', ',', '；', ';', '、']).map(|c| c.chars().count()).max().unwrap_or(0);
        (title(n).chars().count(), clause)
    };
    let (length, clause) = measure(node);
    let others: Vec<_> = fellows.iter().filter(|n| n.from != node.from && is_proper(sight, n)).map(measure).collect();
    let longest = others.iter().map(|o| o.0).max().unwrap_or(0);
    let widest = others.iter().map(|o| o.1).max().unwrap_or(0);
    node.kind == NodeKind::Section
        && node.level == 2
        && closed
        && title(node).contains(['，', ','])
        && others.len() >= OTHERS
        && length >= LONG.max(longest * 3 / 2)
        && clause >= CLAUSE.max(widest + 4)
}

fn is_lost(sight: &Sight<'_>, node: &Node) -> bool {
    node.kind == NodeKind::Section
        && node.level == 2
        && sight.block(node.heading.block).and_then(|b| b.heading.as_ref()).is_some_and(|h| h.overlong)
}
