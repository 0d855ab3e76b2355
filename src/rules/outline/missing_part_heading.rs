//! # missing-part-heading
//!
//! ## What it does
//!
//! Points at a part that stands in the draft without a heading of its own.
//!
//! ## Why it matters
//!
//! Readers and reviewers look for the part by its heading; without one it seems to be missing.
//!
//! ## Example
//!
//! > 2025年，我县法治政府建设虽取得一定成效，但仍存在以下不足：……
//!
//! ## Instead
//!
//! > 三、存在的不足和原因
//! >
//! > 2025年，我县……
//!
//! ## Source
//!
//! Practice of published reports: most leave the problems without a heading, and reviewers miss them.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 某一部分没有自己的标题。
//!
//! ## 为什么
//!
//! 读者和审核人员按标题查找；没有标题就像没有这一部分。
//!
//! ## 示例
//!
//! > 2025年，我县法治政府建设虽取得一定成效，但仍存在以下不足：……
//!
//! ## 改为
//!
//! > 三、存在的不足和原因
//! >
//! > 2025年，我县……
//!
//! ## 依据
//!
//! 已公开的报告多数没有给“问题”部分加标题，审核时容易漏看。

use crate::message::Message;
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight, Subject};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB102",
    name: "missing-part-heading",
    severity: Severity::Hint,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("missing_part_heading.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let parts = sight.report.schema.parts.iter().enumerate();
    let found: Vec<Found> = parts
        .filter(|(_, part)| part.required && !part.takes_the_rest)
        // 存在的问题和下一步打算 is a heading of both.
        .filter(|(index, _)| !sight.outline.named.contains(index))
        .filter_map(|(index, part)| Some((index, part, sight.outline.part(index)?)))
        .filter(|(_, _, stretch)| stretch.heading.is_none())
        .map(|(index, part, stretch)| {
            let message = Message::new("missing-part-heading").with("part", &part.name);
            Found::new(sight.head(stretch), message).about(Subject::Heading(index))
        })
        .collect();
    // A heading that stands twice took the place of another.
    if !found.is_empty() && super::duplicate_section::has_twins(sight) { Vec::new() } else { found }
}
