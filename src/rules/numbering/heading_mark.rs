//! # heading-mark
//!
//! ## What it does
//!
//! Reports a heading number with the wrong stop: `（一）、`, `一，`, `一.`, `1、`, or half a bracket.
//!
//! ## Why it matters
//!
//! The marks of the ladder are fixed; a wrong one is the first thing a reviewer sees.
//!
//! ## Example
//!
//! > （一）、加强组织领导
//!
//! ## Instead
//!
//! > （一）加强组织领导
//!
//! ## Source
//!
//! GB/T 9704: 一、（一）1.（1）; GB/T 15834 on ordinals.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 标题序号的标点不对：`（一）、`、`一，`、`一.`、`1、`，或括号只有一半。
//!
//! ## 为什么
//!
//! 各级序号的写法是固定的，写错最显眼。
//!
//! ## 示例
//!
//! > （一）、加强组织领导
//!
//! ## 改为
//!
//! > （一）加强组织领导
//!
//! ## 依据
//!
//! GB/T 9704：一、（一）1.（1）；GB/T 15834 关于序次语的规定。

use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Group, Rule, Severity};
use crate::syntax::{Family, Span};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB203",
    name: "heading-mark",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Block(check),
    source: include_str!("heading_mark.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let Some(mark) = at.block.heading.as_ref().and_then(|h| h.mark.as_ref()) else { return Vec::new() };
    if mark.oddity.is_none() {
        return Vec::new();
    }
    let written = at.block.get(&mark.span);
    let right = mark.family.write(mark.ordinal, !written.contains(['(', ')']));
    let span = Span { block: 0, range: mark.span.clone() };
    let fix = Fix {
        title: Message::new("heading-mark.fix").with("right", right.clone()),
        safe: true,
        edits: vec![Edit { span: span.clone(), text: right.clone() }],
    };
    let mut found = Found::new(span, Message::new("heading-mark").with("written", written).with("right", right)).fix(fix);
    // The marks of one ladder are mended together: a list is never left half mended.
    found.group = Some(Group::Report(mark.family as u32));
    // 1、 is everyday usage, though not the ladder's.
    if mark.family == Family::Arabic {
        found.severity = Some(Severity::Hint);
    }
    vec![found]
}
