//! # late-date
//!
//! ## What it does
//!
//! Says that the report was signed or published after the day set for it.
//!
//! ## Why it matters
//!
//! Reports are to be handed in before 1 March and to be public before 1 April of the following year; inspection checks it.
//!
//! ## Example
//!
//! > 云岭县人民政府2025年法治政府建设年度报告 … 2026年4月22日
//!
//! ## Instead
//!
//! > 2026年2月25日
//!
//! ## Source
//!
//! 《法治政府建设与责任落实督察工作规定》: governments at county level and above and departments before 1 March, provinces
//! before 1 April; publication before 1 April. Only for reports on law-based administration on 2019 and later;
//! the day itself is not called late.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 落款日期或发布日期晚于规定的时间。
//!
//! ## 为什么
//!
//! 报告应在次年3月1日前报送、4月1日前公开，督察要核对。
//!
//! ## 示例
//!
//! > 云岭县人民政府2025年法治政府建设年度报告……2026年4月22日
//!
//! ## 改为
//!
//! > 2026年2月25日
//!
//! ## 依据
//!
//! 《法治政府建设与责任落实督察工作规定》：县级以上地方政府及部门3月1日前报告，省级4月1日前报告；4月1日前公开。只用于2019年度以后的法治政府建设年度报告，
//! 当日不算逾期。

use crate::facts::Date;
use crate::message::Message;
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight};
use crate::schema::Level;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB303",
    name: "late-date",
    severity: Severity::Info,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("late_date.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let report = sight.report;
    // The regulation holds since April 2019: the report on 2019 was the first under it.
    let Some(year) = report.report_year.filter(|year| *year >= 2019 && report.schema.id == "fazhi-zhengfu") else {
        return Vec::new();
    };
    let april = Date { year: year + 1, month: 4, day: 1 };
    let march = Date { month: 3, ..april };
    // Whether 之前 takes the day itself in is disputed, so the day is not late. A
    // report of years ago on a page that was moved since says nothing.
    let late = |date: Date, limit: Date| date > limit && date.year <= year + 2;
    let mut found = Vec::new();
    if let Some((span, date)) = &report.signed {
        if late(*date, april) {
            found.push(Found::new(span.clone(), Message::new("late-date.public").with("limit", april.iso())));
        } else if late(*date, march) && matches!(report.level, Some(Level::City | Level::County)) {
            found.push(Found::new(span.clone(), Message::new("late-date.signed").with("limit", march.iso())));
        }
    }
    if let Some((span, date)) = &report.published
        && found.is_empty()
        && late(*date, april)
    {
        found.push(Found::new(span.clone(), Message::new("late-date.public").with("limit", april.iso())));
    }
    found
}
