//! # unbalanced-marks
//!
//! ## What it does
//!
//! Reports a bracket, quotation mark or title mark without its partner. Marks are paired in
//! order, not counted: `四早”“四集中` is wrong though two and two balance.
//!
//! ## Why it matters
//!
//! A lost mark swallows text: a title has no end, a quotation no beginning.
//!
//! ## Example
//!
//! > 出台《云岭县优化营商环境办法《云岭县信用条例》。
//!
//! ## Instead
//!
//! > 出台《云岭县优化营商环境办法》《云岭县信用条例》。
//!
//! ## Source
//!
//! GB/T 15834-2011.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 括号、引号、书名号不成对。按先后次序配对，不按个数：`四早”“四集中` 两两相等，但次序错了。
//!
//! ## 为什么
//!
//! 缺一半标点，书名没有结尾，引文没有开头。
//!
//! ## 示例
//!
//! > 出台《云岭县优化营商环境办法《云岭县信用条例》。
//!
//! ## 改为
//!
//! > 出台《云岭县优化营商环境办法》《云岭县信用条例》。
//!
//! ## 依据
//!
//! GB/T 15834-2011。

use crate::facts::marks;
use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity};
use crate::syntax::Span;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB701",
    name: "unbalanced-marks",
    severity: Severity::Error,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Block(check),
    source: include_str!("unbalanced_marks.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let start = at.block.heading.as_ref().and_then(|h| h.mark.as_ref()).map_or(at.block.body.start, |m| m.span.end);
    let text = at.block.get(&(start..at.block.body.end));
    let single = marks::marks(text, start).single.into_iter();
    // Each paragraph of a long quotation opens with “, the last one closes it.
    single
        .filter(|(place, c)| !(*c == '“' && *place == start))
        .map(|(place, c)| {
            let span = Span { block: 0, range: place..place + c.len_utf8() as u32 };
            let (id, partner) = match marks::closing(c) {
                Some(close) => ("unbalanced-marks.open", close),
                None => ("unbalanced-marks.close", marks::opening(c).unwrap_or(c)),
            };
            Found::new(span, Message::new(id).with("mark", c.to_string()).with("partner", partner.to_string()))
        })
        .collect()
}
