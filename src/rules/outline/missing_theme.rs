//! # missing-theme
//!
//! ## What it does
//!
//! Names a theme of the outline that the results never speak of.
//!
//! ## Why it matters
//!
//! Reports are compared by these themes; where one is not mentioned at all, reviewers ask.
//!
//! ## Example
//!
//! A report of a county government whose results do not mention decisions, legal counsel or reviews of legality.
//!
//! ## Instead
//!
//! A paragraph on decision making.
//!
//! ## Source
//!
//! The chapters of the 《法治政府建设实施纲要》 in force in the year reported on.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 主要举措和成效中完全没有谈到大纲中的某个方面。
//!
//! ## 为什么
//!
//! 上级按这些方面比对各地报告，只字未提会被追问。
//!
//! ## 示例
//!
//! 某县政府的报告没有一处提到重大行政决策、合法性审查、法律顾问。
//!
//! ## 改为
//!
//! 补写依法决策方面的内容。
//!
//! ## 依据
//!
//! 报告年度所适用的《法治政府建设实施纲要》的章节。

use super::absence;
use crate::message::Message;
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight, Subject};
use crate::schema::Role;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB106",
    name: "missing-theme",
    severity: Severity::Info,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("missing_theme.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let span = sight.outline.of_role(Role::Results).next().map_or_else(|| sight.top(), |s| sight.head(s));
    let missing = absence::themes(sight).filter_map(|index| {
        let message = Message::new("missing-theme").with("theme", &sight.report.schema.themes.get(index)?.name);
        Some(Found::new(span.clone(), message).about(Subject::Theme(index)))
    });
    missing.collect()
}
