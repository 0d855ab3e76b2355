//! # year-mismatch
//!
//! ## What it does
//!
//! Reports years of title, opening, headings, plan and signature that contradict each other. Where all of the
//! report is on another year than its title, the title is reported.
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
//! Logic: the report speaks of one year, plans for the next and is signed in it. Years in 《》, in spans, in comparisons, of
//! events and of others say nothing; words in `schemas/words/time.json`. Without a year in the title the others must agree but for
//! one. A warning where an opening may tell of the year before.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 标题、开头、小标题、工作安排和落款的年份互相矛盾。正文各处一致、只有标题不同的，在标题处提示。
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
//! 按事理判断：报告写一个年度，安排下一年度，在下一年度落款。书名号内、起止年份、比较、事件以及写他人的年份不作依据，词表见
//! `schemas/words/time.json`。标题没有年份的，其余各处除一处外都一致才报。开头可能是在回顾上一年的，降为警告。

use super::local;
use super::stated_years::{Part, Statement, plain_years, statements};
use crate::facts::{Date, years};
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

/// How many years back a year is taken for one that was left as it was.
const LEFT_BEHIND: i32 = 3;
/// The first month in which a report on the current year is finished.
const FINISHED_FROM: u32 = 10;

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let report = sight.report;
    let named = years(&report.title);
    match named.as_slice() {
        [] => majority(sight),
        // 2024年7月至2025年6月, 上半年: another span than a year.
        [(at, year)] if report.report_year == Some(*year) && !is_other_span(&report.title, at, *year) => titled(sight, *year),
        _ => Vec::new(),
    }
}

/// Whether a title says, beside its year, that it is on more or less than that.
fn is_other_span(title: &str, at: &std::ops::Range<usize>, year: i32) -> bool {
    let (before, behind) = (title.get(..at.start).unwrap_or_default(), title.get(at.end..).unwrap_or_default());
    // 二〇二五年 is no 五年.
    words::kinds().other_spans.is_in(&format!("{before}{year}{behind}"))
}

/// What contradicts the year of the title, or the title where all else does.
fn titled(sight: &Sight<'_>, title: i32) -> Vec<Found> {
    let all = statements(sight);
    let near = |s: &&Statement| s.part == Part::Plan || (title - LEFT_BEHIND..=title + 1).contains(&s.year);
    let against: Vec<&Statement> = all.iter().filter(|s| s.report_year() != title).filter(near).collect();
    let lead_says = || sight.outline.text_of(Role::Lead).any(|b| plain_years(sight, b).any(|y| y.1 == title));
    let stated = all.iter().any(|s| s.report_year() == title) || lead_says();
    if !stated
        && !signs(sight, title)
        && let Some(found) = odd_title(sight, title, &against)
    {
        return vec![found];
    }
    let related = |found: Found| match sight.report.title_spans.last() {
        Some(span) => found.related(span.clone(), Message::new("year-mismatch.title").with("year", title.to_string())),
        None => found,
    };
    let mut found: Vec<Found> = against.iter().map(|s| related(contradiction(s, title))).collect();
    let sure = all.iter().any(|s| s.sure && s.report_year() == title);
    found.extend(signature(sight, title, sure).map(related));
    found
}

/// The title, where all that states a year agrees on another one.
fn odd_title(sight: &Sight<'_>, title: i32, against: &[&Statement]) -> Option<Found> {
    let first = against.first()?;
    let other = first.report_year();
    let agree = against.iter().all(|s| s.sure && s.report_year() == other);
    let parts = against.iter().any(|s| s.part != first.part);
    if !agree || !(parts || signs(sight, other)) {
        return None;
    }
    let message = Message::new("year-mismatch.titled").with("year", title.to_string()).with("other", other.to_string());
    let mut found = Found::new(title_year(sight)?, message);
    for statement in against {
        found = found.related(statement.span.clone(), Message::new("year-mismatch.here"));
    }
    Some(found)
}

/// The year in the title, or the title.
fn title_year(sight: &Sight<'_>) -> Option<Span> {
    let spans = &sight.report.title_spans;
    let year = spans.iter().find_map(|span| {
        let (at, _) = years(sight.get(span)).into_iter().next()?;
        let start = span.range.start as usize;
        Some(Span { block: span.block, range: local(start + at.start..start + at.end + '年'.len_utf8()) })
    });
    year.or_else(|| spans.last().cloned())
}

fn contradiction(statement: &Statement, year: i32) -> Found {
    let message = match statement.part {
        Part::Lead => Message::new("year-mismatch.opening").with("title", year.to_string()),
        Part::Heading => Message::new("year-mismatch.heading").with("title", year.to_string()),
        Part::Body => Message::new("year-mismatch.body").with("title", year.to_string()),
        Part::Plan => Message::new("year-mismatch.plan").with("next", (year + 1).to_string()),
    };
    let mut found = Found::new(statement.span.clone(), message.with("year", statement.year.to_string()));
    found.severity = (!statement.sure).then_some(Severity::Warning);
    found
}

/// Whether the signature is that of a report on this year.
fn signs(sight: &Sight<'_>, year: i32) -> bool {
    sight.report.signed.as_ref().is_some_and(|s| s.1.year == year + 1 || s.1.year == year && s.1.month >= FINISHED_FROM)
}

/// A day of signature before the year was over. One in the year itself must be wrong
/// only where it is `sure` that the report is on that year.
fn signature(sight: &Sight<'_>, year: i32, sure: bool) -> Option<Found> {
    let (span, date): &(Span, Date) = sight.report.signed.as_ref()?;
    let early = sure && date.year == year && date.month < FINISHED_FROM;
    let message = match date.year {
        before if before < year => Message::new("year-mismatch.signed").with("year", year.to_string()),
        _ if early => Message::new("year-mismatch.signed-early").with("year", year.to_string()),
        _ => return None,
    };
    Some(Found::new(span.clone(), message))
}

/// The one statement that all others contradict, in a report whose title names no year.
fn majority(sight: &Sight<'_>) -> Vec<Found> {
    let all: Vec<Statement> = statements(sight).into_iter().filter(|s| s.sure).collect();
    let parts = |year: i32| {
        let has = |part: Part| all.iter().any(|s| s.part == part && s.report_year() == year);
        [Part::Lead, Part::Heading, Part::Body, Part::Plan].into_iter().filter(|p| has(*p)).count() + usize::from(signs(sight, year))
    };
    let Some(year) = all.iter().map(Statement::report_year).max_by_key(|year| parts(*year)).filter(|year| parts(*year) >= MAJORITY) else {
        return Vec::new();
    };
    let against: Vec<&Statement> = all.iter().filter(|s| s.report_year() != year).collect();
    let Some(support) = all.iter().find(|s| s.report_year() == year) else { return Vec::new() };
    let related = |found: Found| found.related(support.span.clone(), Message::new("year-mismatch.here"));
    match against.as_slice() {
        [] => signature(sight, year, true).map(related).into_iter().collect(),
        [one] => {
            let expected = if one.part == Part::Plan { year + 1 } else { year };
            let message = Message::new("year-mismatch.rest").with("year", one.year.to_string()).with("expected", expected.to_string());
            vec![related(Found::new(one.span.clone(), message))]
        }
        _ => Vec::new(),
    }
}

/// So many of opening, headings, plan and signature must agree where the title names no year.
const MAJORITY: usize = 3;
