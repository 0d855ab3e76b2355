//! # run-in-heading-stop
//!
//! ## What it does
//!
//! Reports a heading that runs into its text without the 。 that parts them. Judged by length and
//! by what the sentence says, and only in drafts whose other headings show the form. A numbered
//! paragraph that begins with what was done, and counts it, has no heading and is left alone.
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
//! 段首标题与正文之间缺少句号。按长度和内容判断，并且只在其他标题有句号的草稿中报告。序号后直接叙述事实、列数字的段落没有标题，不报告。
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
use crate::text::width::narrow;

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

/// A heading and the words up to the first figure behind it have at least this many characters.
const HEADING_AND_SENTENCE: usize = 7;
/// So many headings with their stop show the form of the whole draft.
const SHOWN: usize = 3;
/// A heading of the form is at most this long, in characters.
const SHORT: usize = 36;
/// A heading that took its first sentence in is at least this long …
const LONG: usize = 26;
/// … its first clause at least this long …
const CLAUSE: usize = 14;
/// … and it is so much longer than the longest of its fellows.
const MARGIN: usize = 7;

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let mut proper: Vec<(Role, usize)> = Vec::new();
    sight.outline.walk(|n| {
        if is_run_in(sight, n) && !is_overlong(sight, n) {
            proper.push((n.role, length(sight, n)));
        }
    });
    let shown = proper.iter().filter(|p| p.0 == Role::Results && p.1 <= SHORT).count() >= SHOWN;
    let mut found = Vec::new();
    group(sight, &sight.outline.nodes, shown, &proper, &mut found);
    found
}

fn group(sight: &Sight<'_>, nodes: &[Node], shown: bool, proper: &[(Role, usize)], found: &mut Vec<Found>) {
    for node in nodes {
        let fellow = |n: &&Node| n.level == node.level && is_run_in(sight, n) && !is_overlong(sight, n) && length(sight, n) <= SHORT;
        let lost = is_overlong(sight, node)
            && holds_sentence(sight, node)
            && (shown && node.role == Role::Results || nodes.iter().any(|n| fellow(&n)));
        if lost || (stands_out(sight, node, proper)) {
            let span = Span { block: node.heading.block, range: sight.short(node.heading.block, node.heading.range.clone()) };
            found.push(Found::new(span.clone(), Message::new("run-in-heading-stop").with("heading", sight.get(&span))));
        }
        group(sight, &node.children, shown, proper, found);
    }
}

/// Whether a heading is far longer than every other one of its part, and so is
/// its first clause: it took its first sentence in. Believed only among several
/// fellows of one style.
fn stands_out(sight: &Sight<'_>, node: &Node, proper: &[(Role, usize)]) -> bool {
    // A line end inside the heading parts it as well as a stop does.
    let heading = sight.block(node.heading.block).filter(|b| !b.is_wrapped()).and_then(|b| b.heading.as_ref());
    let closed = node.level == 2 && node.kind == NodeKind::Section && heading.is_some_and(|h| h.stop.is_some() && !h.overlong);
    if !closed || length(sight, node) < LONG || proper.iter().filter(|p| p.0 == node.role).count() < 2 {
        return false;
    }
    // Where nothing follows, it is the whole paragraph that was taken in.
    let least = if is_run_in(sight, node) { CLAUSE } else { CLAUSE + 2 };
    let length = length(sight, node);
    let title = sight.block(node.heading.block).map_or("", |b| b.get(&node.title));
    let clause = title.split(['，', ',', '、', '；', ';']).next().unwrap_or_default().chars().count();
    let same_role = proper.iter().filter(|p| p.0 == node.role).count() > SHOWN;
    let mut fellows: Vec<usize> = proper.iter().filter(|p| p.0 == node.role || !same_role).map(|p| p.1).collect();
    if let Some(own) = fellows.iter().position(|l| *l == length) {
        fellows.remove(own);
    }
    fellows.sort_unstable();
    let (Some(longest), Some(median)) = (fellows.last(), fellows.get(fellows.len() / 2)) else { return false };
    fellows.len() >= SHOWN && clause >= least.max(*median) && length >= LONG && length >= longest + MARGIN && length >= median * 2
}

/// Whether the first clause may be a heading with the start of a sentence behind
/// it, and not what a numbered paragraph says (督促整改隐患26处，…).
fn holds_sentence(sight: &Sight<'_>, node: &Node) -> bool {
    let words = crate::words::run_in();
    let title = sight.block(node.heading.block).map_or("", |b| b.get(&node.title));
    let figure = title.chars().position(|c| narrow(c).is_ascii_digit());
    let tells = words.causatives.at_start(title).or_else(|| words.accounts.at_start(title)).is_some();
    figure.is_none_or(|at| !tells && at >= HEADING_AND_SENTENCE)
}

fn length(sight: &Sight<'_>, node: &Node) -> usize {
    sight.block(node.heading.block).map_or(0, |b| b.get(&node.title).chars().count())
}

/// A second-level heading with its text behind it.
fn is_run_in(sight: &Sight<'_>, node: &Node) -> bool {
    let Some(heading) = sight.block(node.heading.block).and_then(|b| b.heading.as_ref()) else { return false };
    node.kind == NodeKind::Section && node.level == 2 && heading.is_run_in()
}

fn is_overlong(sight: &Sight<'_>, node: &Node) -> bool {
    node.level == 2
        && node.kind == NodeKind::Section
        && sight.block(node.heading.block).and_then(|b| b.heading.as_ref()).is_some_and(|h| h.overlong)
}
