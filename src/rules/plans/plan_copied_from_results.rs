//! # plan-copied-from-results
//!
//! ## What it does
//!
//! Points at a passage of the plans that stands in the results letter for letter, whatever marks stand between the letters.
//! Titles of documents and the set phrases of the genre do not count; a heading may come again.
//!
//! ## Why it matters
//!
//! What was done last year cannot be the plan for the next in the same words: it says neither what is new nor how far.
//!
//! ## Example
//!
//! > 明年将推行农村集体土地承包合同网上签约、鉴证和备案一站办理。
//!
//! where the results say 推行农村集体土地承包合同网上签约、鉴证和备案一站办理，办件1200件.
//!
//! ## Instead
//!
//! > 明年将把农村土地承包合同的网上签约扩大到全部乡镇，办件压缩到两个工作日。
//!
//! ## Source
//!
//! 《法治政府建设与责任落实督察工作规定》 asks for the results of the past year and for the arrangements of the next.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 指出下一步安排中与“举措和成效”逐字相同的段落，标点不同也算；文件名称、固定提法和重复的标题不算。
//!
//! ## 为什么
//!
//! 上一年已经做的事照抄成下一年的安排，看不出新增什么、做到什么程度。
//!
//! ## 示例
//!
//! > 明年将推行农村集体土地承包合同网上签约、鉴证和备案一站办理。
//!
//! 而成效部分写着“推行农村集体土地承包合同网上签约、鉴证和备案一站办理，办件1200件”。
//!
//! ## 改为
//!
//! > 明年将把农村土地承包合同的网上签约扩大到全部乡镇，办件压缩到两个工作日。
//!
//! ## 依据
//!
//! 《法治政府建设与责任落实督察工作规定》：报告分别写明上一年度的举措和成效、下一年度的主要安排。

use crate::message::Message;
use crate::outline::Stretch;
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight};
use crate::schema::Role;
use crate::syntax::{Local, Span};
use crate::trace::{Letters, common};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB404",
    name: "plan-copied-from-results",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("plan_copied_from_results.rs"),
};

/// So many letters in a row, titles and set phrases not counted, are no chance.
const LEAST: usize = 20;

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let plan = texts(sight, Role::Plan);
    if plan.is_empty() {
        return Vec::new();
    }
    let results = texts(sight, Role::Results);
    let letters: Vec<Letters> = results.iter().map(|span| Letters::of(sight.get(span), span.range.start)).collect();
    let mut found = Vec::new();
    for span in plan {
        for one in common(sight.get(&span), &letters, LEAST) {
            let Some(source) = results.get(one.other) else { continue };
            let ours = Span { block: span.block, range: span.range.start + one.ours.start..span.range.start + one.ours.end };
            let theirs = Span { block: source.block, range: one.theirs };
            found.push(
                Found::new(ours, Message::new("plan-copied-from-results").with("count", one.telling))
                    .related(theirs, Message::new("plan-copied-from-results.there")),
            );
        }
    }
    found
}

/// The running text of a role; headings that stand alone, and those in front of
/// their text, may come again.
fn texts(sight: &Sight<'_>, role: Role) -> Vec<Span> {
    sight
        .outline
        .of_role(role)
        .flat_map(|stretch| (stretch.from.block..=stretch.to.block).filter_map(|b| text(sight, stretch, b)))
        .collect()
}

fn text(sight: &Sight<'_>, stretch: &Stretch, index: usize) -> Option<Span> {
    let block = sight.block(index).filter(|b| b.is_text())?;
    let mut range: Local = match &block.heading {
        Some(heading) => heading.rest.clone(),
        None => block.body.clone(),
    };
    if index == stretch.from.block {
        range.start = range.start.max(stretch.from.at);
    }
    if index == stretch.to.block {
        range.end = range.end.min(stretch.to.at);
    }
    (range.start < range.end).then_some(Span { block: index, range })
}
