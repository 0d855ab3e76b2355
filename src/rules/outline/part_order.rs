//! # part-order
//!
//! ## What it does
//!
//! Reports a part that stands before one that is expected in front of it.
//!
//! ## Why it matters
//!
//! Reviewers read fifty reports side by side; parts in another order are overlooked.
//!
//! ## Example
//!
//! > 一、2026年工作安排 … 二、存在的问题
//!
//! ## Instead
//!
//! > 一、存在的问题 … 二、2026年工作安排
//!
//! ## Source
//!
//! The order in which the regulation, or the schema, lists the parts.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 某一部分出现在本应排在它前面的部分之前。
//!
//! ## 为什么
//!
//! 审核时多份报告对照阅读，顺序不同容易漏看。
//!
//! ## 示例
//!
//! > 一、2026年工作安排 …… 二、存在的问题
//!
//! ## 改为
//!
//! > 一、存在的问题 …… 二、2026年工作安排
//!
//! ## 依据
//!
//! 规定（或大纲）列举各部分的次序。

use crate::message::Message;
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB103",
    name: "part-order",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("part_order.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let parts = &sight.report.schema.parts;
    let firsts: Vec<_> = (0..parts.len()).filter_map(|i| Some((i, sight.outline.part(i)?))).collect();
    let mut found = Vec::new();
    for (place, (index, stretch)) in firsts.iter().enumerate() {
        // The nearest part of those that should stand behind this one and stand in front of it.
        let ahead = firsts.iter().skip(place + 1).find(|(_, later)| later.from < stretch.from);
        if let Some((other, later)) = ahead
            && let (Some(part), Some(first)) = (parts.get(*index), parts.get(*other))
        {
            let message = Message::new("part-order").with("part", &part.name).with("other", &first.name);
            found.push(
                Found::new(sight.head(stretch), message)
                    .related(sight.head(later), Message::new("part-order.other").with("other", &first.name)),
            );
        }
    }
    found
}
