//! Periods of plans out of their time: a plan for education in the law that has not begun or is long over,
//! and years that are called the first or the last of a period whose years are others.

use super::anachronism::sentence;
use super::{in_title, local};
use crate::facts::{Period, PeriodKind, register};
use crate::message::Message;
use crate::rules::{BlockCheck, Found, Severity};
use crate::schema::Role;
use crate::syntax::Span;
use crate::words;
use std::ops::Range;

/// So many years behind the end of a period it is still summed up and rewarded.
const SUMMED_UP: i32 = 1;

/// What a block says of periods. All are warnings, since sentences speak of them in many ways.
pub(super) fn out_of_time(at: &BlockCheck<'_>) -> Vec<Found> {
    if !matches!(at.role, Role::Lead | Role::Results | Role::Problems | Role::Plan | Role::Closing) {
        return Vec::new();
    }
    let Some((report, plan)) = at.context.report_year.zip(at.context.plan_year.or(at.context.report_year.map(|y| y + 1))) else {
        return Vec::new();
    };
    let years = Years { report, plan, own: if at.role == Role::Plan { plan } else { report } };
    let mut found = publicity(at, &years);
    found.extend(first_and_last(at, &years));
    found
}

/// The years that a report is on.
struct Years {
    report: i32,
    plan: i32,
    /// That of the part of the report which the block belongs to.
    own: i32,
}

/// A named period whose row was re-read.
fn named(name: &str, kind: PeriodKind) -> Option<&'static Period> {
    register().periods.iter().find(|p| p.kind == kind && p.re_read && p.name == name)
}

fn finding(range: Range<usize>, id: &'static str, what: &str, (from, to): (i32, i32)) -> Found {
    let message = Message::new(id).with("what", what.to_owned()).with("from", from.to_string()).with("to", to.to_string());
    Found { severity: Some(Severity::Warning), ..Found::new(Span { block: 0, range: local(range) }, message) }
}

/// “八五”普法 carried out before it began, and “七五”普法 after it was over.
fn publicity(at: &BlockCheck<'_>, years: &Years) -> Vec<Found> {
    let (text, table) = (&*at.block.text, words::periods());
    let hits = table.publicity.captures_iter(at.text()).filter_map(|hit| {
        let (whole, name) = (hit.get(0)?, hit.get(1)?);
        let period = named(name.as_str(), PeriodKind::LegalEducation)?;
        if in_title(at.block, whole.start() as u32) {
            return None;
        }
        let told = sentence(text, &whole.range());
        // “七五”“八五”普法: a row of periods.
        let beside = text.get(..name.start())?.trim_end_matches(['“', '"', '‘']);
        if beside.ends_with(['”', '"', '’', '、', '到', '至', '五']) {
            return None;
        }
        let (from, to) = period.years;
        let early = at.role != Role::Plan && years.own < from && !table.prepared.is_in(told) && !super::anachronism::is_ahead(told);
        let late = years.own > to + SUMMED_UP && !table.looks_back.is_in(told);
        let id = if early { "anachronism.period-ahead" } else { "anachronism.period-over" };
        (early || late).then(|| finding(whole.range(), id, whole.as_str(), period.years))
    });
    hits.collect()
}

/// A year that is called the first or the last of a period, and periods that are over and called new.
fn first_and_last(at: &BlockCheck<'_>, years: &Years) -> Vec<Found> {
    let (text, table) = (&*at.block.text, words::periods());
    let plans = table.plan.captures_iter(at.text()).filter_map(|hit| {
        let (whole, name) = (hit.get(0)?, hit.get(1)?);
        let free = !in_title(at.block, whole.start() as u32);
        let period = named(name.as_str(), PeriodKind::Plan).filter(|_| free)?;
        Some(Mention { whole: whole.range(), name: name.range(), years: period.years })
    });
    // 《…实施纲要（2021—2025年）》的收官之年
    let titles = at.facts.citations.iter().filter_map(|c| {
        let span = c.years.as_ref().map(|y| (y.from, y.to))?;
        Some(Mention { whole: c.range.clone(), name: c.range.clone(), years: span })
    });
    plans.chain(titles).filter_map(|mention| misplaced(at, text, years, mention)).collect()
}

/// A period that a block names.
struct Mention {
    /// With 规划 and 时期 behind it, bytes of the block.
    whole: Range<usize>,
    /// Its name alone, or the title.
    name: Range<usize>,
    /// Its first and last year.
    years: (i32, i32),
}

fn misplaced(at: &BlockCheck<'_>, text: &str, years: &Years, mention: Mention) -> Option<Found> {
    let Mention { whole, name, years: (from, to) } = mention;
    let table = words::periods();
    let (before, behind) = (text.get(..whole.start)?, text.get(name.end..)?);
    let told = sentence(text, &whole);
    let opens = table.opens.find(behind);
    let closes = table.closes.find(behind);
    if let Some(mark) = opens.as_ref().or(closes.as_ref()) {
        let right = if opens.is_some() { from } else { to };
        let range = whole.start..name.end + mark.end;
        let start = before.rfind(['。', '；', ';']).unwrap_or(0);
        // The year is named in front of it, or it is one of those that the report is on.
        let stated = at.facts.years.iter().rfind(|(year, _)| {
            let cited = at.facts.citations.iter().any(|c| c.range.contains(&year.start));
            !cited && (start..whole.start).contains(&year.start)
        });
        let wrong = match stated {
            Some((_, year)) => *year != right,
            None => right != years.report && right != years.plan && !table.other_year.is_in(told),
        };
        let id = if opens.is_some() { "anachronism.period-first" } else { "anachronism.period-last" };
        return wrong.then(|| finding(range.clone(), id, text.get(range).unwrap_or_default(), (from, to)));
    }
    // 立足“十四五”开局, 部署“十三五”时期…: what is over does not begin.
    let ahead = table.opening.is_match(behind) || table.planned.is_match(before);
    let stale = ahead && years.own > to && !table.looks_back.is_in(&told.replacen(text.get(whole.clone())?, "", 1));
    stale.then(|| finding(whole.clone(), "anachronism.period-over", text.get(whole).unwrap_or_default(), (from, to)))
}
