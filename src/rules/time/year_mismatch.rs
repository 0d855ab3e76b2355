//! # year-mismatch
//!
//! ## What it does
//!
//! Reports years of title, opening, plan and signature that contradict each other.
//!
//! ## Why it matters
//!
//! The text of last year was taken over and a year was left as it was.
//!
//! ## Example
//!
//! > 云岭县人民政府2025年法治政府建设年度报告 … 三、2025年工作安排
//!
//! ## Instead
//!
//! > 云岭县人民政府2025年法治政府建设年度报告 … 三、2026年工作安排
//!
//! ## Source
//!
//! Logic: the report speaks of one year, plans for the next and is signed in it. Said only where the title names exactly one year
//! and nothing allows for another reading.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 标题、开头、工作安排和落款的年份互相矛盾。
//!
//! ## 为什么
//!
//! 沿用上年文稿时漏改了年份。
//!
//! ## 示例
//!
//! > 云岭县人民政府2025年法治政府建设年度报告……三、2025年工作安排
//!
//! ## 改为
//!
//! > 云岭县人民政府2025年法治政府建设年度报告……三、2026年工作安排
//!
//! ## 依据
//!
//! 按事理判断：报告写一个年度，安排下一年度，在下一年度落款。只在标题写明唯一年份、没有别的解释时才报。

use super::local;
use crate::facts::years;
use crate::message::Message;
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight};
use crate::schema::Role;
use crate::syntax::Span;
use crate::words;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB301",
    name: "year-mismatch",
    severity: Severity::Error,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("year_mismatch.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let report = sight.report;
    let mut titled = years(&report.title).into_iter().map(|y| y.1);
    let (Some(title), None) = (titled.next(), titled.next()) else {
        return Vec::new();
    };
    // 2024年7月至2025年6月, 上半年: another span than a year.
    let odd = words::kinds().other_spans.is_in(&report.title);
    if report.report_year != Some(title) || odd {
        return Vec::new();
    }
    let mut found = Vec::new();
    let related = |found: Found| match report.title_spans.last() {
        Some(span) => found.related(span.clone(), Message::new("year-mismatch.title").with("year", title.to_string())),
        None => found,
    };
    let plans = plan_years(sight);
    for (span, year) in &plans {
        if *year <= title {
            let message = Message::new("year-mismatch.plan").with("year", year.to_string()).with("next", (title + 1).to_string());
            found.push(related(Found::new(span.clone(), message)));
        }
    }
    if let Some((span, date)) = &report.signed
        && date.year < title
    {
        found.push(related(Found::new(span.clone(), Message::new("year-mismatch.signed").with("year", title.to_string()))));
    }
    let signed = report.signed.as_ref().is_some_and(|s| s.1.year == title + 1);
    let planned = plans.iter().any(|p| p.1 == title + 1) || says_next_year(sight, title + 1);
    if planned || signed {
        found.extend(opening(sight, title).map(related));
    }
    found
}

/// The years that plan headings name, one in each.
fn plan_years(sight: &Sight<'_>) -> Vec<(Span, i32)> {
    let headings = sight.outline.of_role(Role::Plan).filter_map(|s| s.heading.as_ref());
    let named = headings.filter_map(|heading| {
        let text = sight.get(heading);
        let mut all = years(text).into_iter();
        let (Some((at, year)), None) = (all.next(), all.next()) else {
            return None;
        };
        let table = words::time();
        if !table.plans.is_in(text) || table.looks_back.is_in(text) {
            return None;
        }
        let end = at.end + '年'.len_utf8();
        Some((Span { block: heading.block, range: heading.range.start + at.start as u32..heading.range.start + end as u32 }, year))
    });
    named.collect()
}

/// Whether the plan speaks of the next year.
fn says_next_year(sight: &Sight<'_>, next: i32) -> bool {
    sight.outline.text_of(Role::Plan).filter_map(|i| sight.block(i)).any(|b| years(&b.text).iter().any(|y| y.1 == next))
}

/// The opening names another year, and never the report's.
fn opening(sight: &Sight<'_>, title: i32) -> Option<Found> {
    let blocks: Vec<usize> = sight.outline.text_of(Role::Lead).collect();
    let all = || blocks.iter().filter_map(|i| Some((*i, sight.block(*i)?)));
    if all().any(|(_, b)| years(&b.text).iter().any(|y| y.1 == title)) {
        return None;
    }
    for (index, block) in all() {
        let table = words::time();
        // 现将2025年度法治政府建设情况报告如下
        let announced = table.reports.find(&block.text);
        // 2015年，国务院印发《…》 tells what came before.
        let past = |clause: &str| table.told.is_in(clause);
        // 2025年，我县
        let opens =
            table.opens.captures(block.body()).filter(|c| c.get(0).is_some_and(|m| !past(m.as_str()))).and_then(|c| c.get(1)).map(|m| {
                let start = block.body.start as usize + m.start();
                start..start + m.as_str().len() + '年'.len_utf8()
            });
        for range in [announced, opens].into_iter().flatten() {
            let passage = block.text.get(range.clone()).unwrap_or_default();
            let named = years(passage);
            if let [(at, year)] = named.as_slice()
                && (title - 3..=title + 1).contains(year)
            {
                let span = Span { block: index, range: local(range.start + at.start..range.start + at.end + '年'.len_utf8()) };
                let message = Message::new("year-mismatch.opening").with("year", year.to_string()).with("title", title.to_string());
                return Some(Found::new(span, message));
            }
        }
    }
    None
}
