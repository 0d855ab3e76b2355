//! # unreported-plan
//!
//! ## What it does
//!
//! Finds what last year's report planned for this year and no paragraph of this report takes up:
//! neither its results nor its problems. Plans that say nothing of their own are passed over.
//!
//! ## Why it matters
//!
//! The plan was published. Readers look for what became of it.
//!
//! ## Example
//!
//! > 2025年工作安排：建成渔政夜间巡查系统。
//!
//! in last year's report, and no word of 渔政 in this one.
//!
//! ## Instead
//!
//! Report what came of it; or say why it was put off.
//!
//! ## Source
//!
//! 《法治政府建设与责任落实督察工作规定》 asks each year for the arrangements of the next and for the
//! results of the last.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 找出上年报告为本年作了安排，而本报告的成效和问题中都没有提到的事项。没有具体内容的安排不报。
//!
//! ## 为什么
//!
//! 安排已经公布，读者会找它的下文。
//!
//! ## 示例
//!
//! > 2025年工作安排：建成渔政夜间巡查系统。
//!
//! 上年报告这样写，而本报告没有一处提到渔政。
//!
//! ## 改为
//!
//! 写明完成情况；没有完成的，说明原因。
//!
//! ## 依据
//!
//! 《法治政府建设与责任落实督察工作规定》要求每年报告上一年度的举措成效和下一年度的主要安排。

use crate::corpus::CarriedOver;
use crate::message::Message;
use crate::rules::{Among, Check, FixKind, Found, Rule, Severity};
use crate::schema::Role;

/// The rule.
pub static RULE: Rule = Rule {
    code: "NB802",
    name: "unreported-plan",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Corpus(check),
    source: include_str!("unreported_plan.rs"),
};

fn check(among: &Among<'_>) -> Vec<Found> {
    let outline = among.sight.outline;
    let (Some(previous), Some(results)) = (among.previous, outline.of_role(Role::Results).next()) else { return Vec::new() };
    let head = among.sight.head(results);
    CarriedOver::missed(previous, among.summary, outline, among.sight.paragraphs)
        .into_iter()
        .map(|plan| {
            let year = previous.report_year.map_or_else(String::new, |y| y.to_string());
            let message = Message::new("unreported-plan").with("plan", plan.title.as_str()).with("year", year);
            Found::new(head.clone(), message).elsewhere(&previous.source, plan.place, Message::new("unreported-plan.there"))
        })
        .collect()
}
