//! # unlisted-problems
//!
//! ## What it does
//!
//! Says that the problems stand in running text without any marks (（一）, 一是), so that nobody can count them or refer to one.
//!
//! ## Why it matters
//!
//! Plans answer problems one by one; a reader must see how many there are.
//!
//! ## Example
//!
//! > 同时也存在一些不足。执法力量还比较薄弱。普法的覆盖面还不够广。有的部门对学法重视不够。
//!
//! ## Instead
//!
//! > 同时也存在一些不足。一是执法力量还比较薄弱。二是普法的覆盖面还不够广。三是有的部门对学法重视不够。
//!
//! ## Source
//!
//! Ordinary practice of official documents.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 指出没有用（一）、一是等序号列出的问题：数不清有几个，也无法逐条对应。
//!
//! ## 为什么
//!
//! 安排要逐条回应问题，读者先要看得出有几个问题。
//!
//! ## 示例
//!
//! > 同时也存在一些不足。执法力量还比较薄弱。普法的覆盖面还不够广。有的部门对学法重视不够。
//!
//! ## 改为
//!
//! > 同时也存在一些不足。一是执法力量还比较薄弱。二是普法的覆盖面还不够广。三是有的部门对学法重视不够。
//!
//! ## 依据
//!
//! 公文的通行写法。

use crate::message::Message;
use crate::outline::Stretch;
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight};
use crate::schema::Role;
use crate::syntax::Span;
use crate::words::vague;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB403",
    name: "unlisted-problems",
    severity: Severity::Info,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("unlisted_problems.rs"),
};

/// Fewer sentences that name a problem need no marks.
const FEW: usize = 3;

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for stretch in sight.outline.of_role(Role::Problems) {
        let blocks = stretch.from.block..=stretch.to.block;
        // Mark and number of whatever kind: somebody counted.
        let counted = |index: usize| {
            let opens = index == stretch.from.block && stretch.heading.is_some();
            sight.block(index).is_some_and(|b| !b.items.is_empty() || !opens && b.heading.is_some())
        };
        if blocks.clone().any(counted) || sight.is_unwritten(stretch) {
            continue;
        }
        let problems: Vec<Span> = blocks.flat_map(|index| named(sight, stretch, index)).collect();
        if problems.len() < FEW {
            continue;
        }
        if let Some(first) = problems.first() {
            let span = Span { block: first.block, range: sight.short(first.block, first.range.clone()) };
            found.push(Found::new(span, Message::new("unlisted-problems").with("count", problems.len())));
        }
    }
    found
}

/// The sentences of a block that name a problem. One that opens the list
/// (仍存在一些不足：) names none, what stands behind its colon may.
fn named(sight: &Sight<'_>, stretch: &Stretch, index: usize) -> Vec<Span> {
    let Some(block) = sight.block(index).filter(|b| b.is_text() && b.heading.is_none()) else { return Vec::new() };
    let mut from = block.body.start;
    if index == stretch.from.block {
        from = from.max(stretch.from.at);
    }
    let end = if index == stretch.to.block { block.body.end.min(stretch.to.at) } else { block.body.end };
    let mut found = Vec::new();
    let mut first = index == stretch.from.block || stretch.heading.as_ref().is_some_and(|h| h.block + 1 == index);
    for sentence in block.get(&(from..end)).split_inclusive(['。', '；', ';', '：', ':']) {
        let range = from..from + sentence.len() as u32;
        from = range.end;
        let opens = std::mem::take(&mut first) || sentence.ends_with(['：', ':']);
        if !opens && vague().lacks.iter().any(|p| p.is_match(sentence)) {
            found.push(Span { block: index, range });
        }
    }
    found
}
