//! # heading-mark
//!
//! ## What it does
//!
//! Reports a heading number with the wrong stop: `（一）、`, `一，`, `一.`, `1、`, half a bracket, or
//! brackets of two widths; and `第一、` at the start of an item, which takes a comma.
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
//! 标题序号的标点不对：`（一）、`、`一，`、`一.`、`1、`，括号只有一半，或前后括号一全角一半角；也指出“第一、”应当用逗号。
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
use crate::syntax::{Family, Item, ItemFamily, Oddity, Span};

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
    let mut found = heading(at);
    found.extend(at.block.items.iter().filter_map(|item| ordinal(at, item)));
    found
}

/// The group of 第一、, beside those of the kinds of marks.
const ORDINALS: u32 = 100;

/// 第一、…: words that count take a comma (GB/T 15834).
fn ordinal(at: &BlockCheck<'_>, item: &Item) -> Option<Found> {
    let behind = at.block.get(&(item.mark.end..at.block.body.end));
    let counted = matches!(item.family, ItemFamily::Di | ItemFamily::Qi) && behind.starts_with('、');
    // 第一、二产业, 第一、第二批: the members of a list.
    let listed = behind.chars().nth(1).is_none_or(|c| c == '第' || crate::syntax::chinese_value(&c.to_string()).is_some());
    let fellows = at.block.items.iter().filter(|i| i.family == item.family).count();
    let starts = item.mark.start == at.block.content().start;
    if !counted || listed || !(starts || fellows > 1) {
        return None;
    }
    let stop = item.mark.end..item.mark.end + '、'.len_utf8() as u32;
    let body = at.block.body();
    let comma = if body.contains(',') && !body.contains('，') { "," } else { "，" };
    let (written, right) = (at.block.get(&(item.mark.start..stop.end)), format!("{}{comma}", at.block.get(&item.mark)));
    let fix = Fix {
        title: Message::new("heading-mark.fix").with("right", right.clone()),
        safe: true,
        edits: vec![Edit { span: Span { block: 0, range: stop.clone() }, text: comma.to_owned() }],
    };
    let span = Span { block: 0, range: item.mark.start..stop.end };
    let mut found = Found::new(span, Message::new("heading-mark").with("written", written).with("right", right)).fix(fix);
    found.group = Some(Group::Report(ORDINALS));
    found.severity = Some(Severity::Hint);
    Some(found)
}

fn heading(at: &BlockCheck<'_>) -> Vec<Found> {
    let Some(mark) = at.block.heading.as_ref().and_then(|h| h.mark.as_ref()) else { return Vec::new() };
    if mark.oddity.is_none() {
        return Vec::new();
    }
    let written = at.block.get(&mark.span);
    let full = mark.oddity == Some(Oddity::MixedBrackets) || !written.contains(['(', ')']);
    let right = mark.family.write(mark.ordinal, full);
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
