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
//! The days that the schema of the report names. 《法治政府建设与责任落实督察工作规定》: governments at county level and
//! above and departments before 1 March, provinces before 1 April; publication before 1 April.
//! 《政府信息公开条例》 article 49: departments publish by 31 January, governments by 31 March. Only for reports on 2019
//! and later; the day itself is not called late.
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
//! 报告所用大纲注明的期限。《法治政府建设与责任落实督察工作规定》：县级以上地方政府及部门3月1日前报告，省级4月1日前报告；4月1日前公开。
//! 《政府信息公开条例》第四十九条：部门1月31日前、政府3月31日前公开。只用于2019年度以后的报告，当日不算逾期。

use crate::facts::Date;
use crate::message::Message;
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight};
use crate::schema::DeadlineEvent;
use crate::syntax::Span;

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

/// A report that came more years after its own than this says nothing: pages are moved.
const MAX_YEARS_LATE: i32 = 2;

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let report = sight.report;
    let Some(year) = report.report_year else { return Vec::new() };
    let due: Vec<(DeadlineEvent, Date)> = report
        .schema
        .deadlines
        .iter()
        .filter(|d| report.is_asked(&d.applies))
        .map(|d| (d.event, Date { year: year + 1, month: d.by.month, day: d.by.day }))
        .collect();
    let late = |date: Date, event: DeadlineEvent| {
        let missed = due.iter().filter(|d| d.0 == event && date > d.1 && date.year <= year + MAX_YEARS_LATE);
        missed.map(|d| d.1).max()
    };
    let told = |span: &Span, id: &'static str, limit: Date| vec![Found::new(span.clone(), Message::new(id).with("limit", limit.iso()))];
    if let Some((span, date)) = &report.signed {
        // Who signs after the day of publication made nothing public before it.
        if let Some(limit) = late(*date, DeadlineEvent::Public) {
            return told(span, "late-date.public", limit);
        }
        if let Some(limit) = late(*date, DeadlineEvent::HandedIn) {
            return told(span, "late-date.signed", limit);
        }
    }
    match &report.published {
        Some((span, date)) => late(*date, DeadlineEvent::Public).map_or(Vec::new(), |limit| told(span, "late-date.public", limit)),
        None => Vec::new(),
    }
}
