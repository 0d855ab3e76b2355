//! # anachronism
//!
//! ## What it does
//!
//! Reports a plenum, a law or another national document that did not exist yet on the day of the report, and warns of words that
//! nobody used at that time, such as 新质生产力 in a report on 2022, of events that the results date later than the report, and
//! of periods out of their time: “八五”普法 carried out in a report on 2019 or “七五”普法 in one on 2024, and a year that is
//! called the first (开局之年) or the last (收官之年) of a period whose years are others.
//!
//! ## Why it matters
//!
//! The sentence, or the date of the report, is from another year.
//!
//! ## Example
//!
//! > 深入贯彻党的二十届四中全会精神。（落款2025年2月20日）
//!
//! ## Instead
//!
//! > 深入贯彻党的二十届三中全会精神。
//!
//! ## Source
//!
//! Days of adoption and of plenums in `schemas/citations.json`, rows re-read from a source only; words with the first day on which
//! they were read in `schemas/words/markers.json`; how periods are spoken of in `schemas/words/periods.json`. A period may be
//! summed up in the year after its end, prepared in the years before its beginning, and looked back upon at any time. The day of judgement is that of `--as-of`, else of the signature, else of the
//! publication; without one only words are judged, by the year of the report. What the results tell is of the report year, whenever
//! they were written down. Nothing is said where the sentence speaks of a draft or of what is to come, or in the plan.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): one finding, of a law
//! that is indeed later than the frame.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 引用的全会、法律或其他全国性文件在成文时还没有召开或出台；当时还没有的提法（如2022年度报告中的“新质生产力”），
//! 成效部分把成文以后的日子当作已经发生来写的，以及规划期用错了年份的（2019年度报告中开展“八五”普法，2024年度报告中
//! 开展“七五”普法，把不是首年、末年的年份称作“开局之年”“收官之年”），作警告。
//!
//! ## 为什么
//!
//! 说明这句话或者报告的日期不是当年的。
//!
//! ## 示例
//!
//! > 深入贯彻党的二十届四中全会精神。（落款2025年2月20日）
//!
//! ## 改为
//!
//! > 深入贯彻党的二十届三中全会精神。
//!
//! ## 依据
//!
//! 通过日期和全会时间见 `schemas/citations.json`，只用重新核对过来源的条目；提法及其最早出现的日期见 `schemas/words/markers.json`，
//! 规划期的说法见 `schemas/words/periods.json`；规划期结束次年的总结、开始以前的筹备和任何时候的回顾，不报。
//! 判断日依次取 `--as-of`、落款日期、发布日期，都没有时只按报告年度判断提法；工作成效部分写的是当年的事，不论何时成文。句中说的是
//! 草案、征求意见或将要召开、出台的，以及工作安排部分，不报。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：1条，所引法律确实晚于套用的落款。

use super::local;
use crate::facts::{Date, earliest, parse_year, register, years};
use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity};
use crate::schema::Role;
use crate::syntax::{Span, chinese_value};
use crate::words;
use std::ops::Range;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB304",
    name: "anachronism",
    severity: Severity::Error,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Block(check),
    source: include_str!("anachronism.rs"),
};

/// The earliest month of its year in which a report on the year is signed.
const EARLIEST_MONTH: u32 = 11;

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let mut found = super::periods::out_of_time(at);
    // The plan looks ahead.
    if at.role != Role::Plan {
        found.extend(not_yet(at));
    }
    found
}

/// What was not yet known when the report was written.
fn not_yet(at: &BlockCheck<'_>) -> Vec<Found> {
    let is_over = |day: &Date| at.context.report_year.is_none_or(|year| (day.year, day.month) >= (year, EARLIEST_MONTH));
    // A day before the year reported on is over is wrong itself.
    let day = at.context.day.filter(|day| day.is_possible() && is_over(day));
    let mut found = words_of_later(at, day);
    found.extend(plenums_that_never_met(at, day));
    let Some(day) = day else {
        return found;
    };
    found.extend(events(at, day));
    let text = &*at.block.text;
    let mut push = |range: Range<usize>, what: String, first: Option<Date>, date: &str| {
        if first.is_some_and(|held| held > day) && !is_ahead(sentence(text, &range)) {
            let message = Message::new("anachronism").with("what", what).with("date", date).with("day", day.iso());
            found.push(Found::new(Span { block: 0, range: local(range) }, message));
        }
    };
    // 二十届二中、三中全会
    for passage in words::citing().plenums.captures_iter(at.text()) {
        let (Some(whole), Some(congress), Some(list)) = (passage.get(0), passage.get(1), passage.get(2)) else { continue };
        // 市委二十届三中全会 is another matter.
        if text.get(..whole.start()).is_some_and(|t| words::places().committee.end(t)) {
            continue;
        }
        // The last of a list is the latest.
        if let Some(plenum) = super::plenums(congress.as_str(), list.as_str()).max_by_key(|p| p.plenum) {
            push(whole.range(), whole.as_str().to_owned(), plenum.first_day(), plenum.date());
        }
    }
    // 党的二十大精神
    for passage in words::citing().congresses.captures_iter(at.text()) {
        let (Some(whole), Some(congress)) = (passage.get(0), passage.get(1)) else { continue };
        let number = chinese_value(congress.as_str());
        let held = register().plenums.iter().find(|p| Some(p.congress) == number && p.plenum == 0 && p.re_read);
        if let Some(held) = held {
            let range = whole.start()..congress.range().end + '大'.len_utf8();
            let what = text.get(range.clone()).unwrap_or_default().to_owned();
            push(range, what, held.first_day(), held.date());
        }
    }
    for citation in &at.facts.citations {
        // A title that is borne by earlier versions existed.
        let known: Vec<_> = register().named(&citation.name).collect();
        let years = citation.years.as_ref().map(|y| (y.from, y.to));
        let meant: Vec<_> = known.iter().filter(|d| d.years.is_none() || d.years == years).collect();
        if let [document] = meant.as_slice()
            && document.re_read
            && !document.revision
            && let Some(date) = &document.date
            && !super::super::citations::is_local(text, citation.range.start)
        {
            push(citation.range.clone(), document.cited(), earliest(date), date);
        }
    }
    found
}

/// Plenums that no row of the register knows: of a congress that the next one has followed, or
/// behind a plenum that itself was later than the report.
fn plenums_that_never_met(at: &BlockCheck<'_>, day: Option<Date>) -> Vec<Found> {
    let text = &*at.block.text;
    let hits = words::citing().plenums.captures_iter(at.text()).filter_map(|hit| {
        let (whole, congress, list) = (hit.get(0)?, chinese_value(hit.get(1)?.as_str())?, hit.get(2)?);
        // 市委二十届三中全会 is another matter.
        if text.get(..whole.start()).is_some_and(|t| words::places().committee.end(t)) || is_ahead(sentence(text, &whole.range())) {
            return None;
        }
        let of = |number: u32| register().plenums.iter().filter(move |p| p.congress == number);
        let last = list.as_str().chars().filter_map(|c| chinese_value(&c.to_string())).max()?;
        let count = of(congress).map(|p| p.plenum).max().filter(|known| last > *known)?;
        let what = text.get(list.range())?.to_owned();
        let followed = of(congress + 1).any(|p| p.plenum == 0 && p.re_read);
        let message = if followed {
            Message::new("anachronism.plenum-unknown").with("count", count.to_string()).with("what", what)
        } else {
            let day = day?;
            let later = of(congress).filter(|p| p.re_read && p.first_day().is_some_and(|held| held > day)).max_by_key(|p| p.plenum)?;
            Message::new("anachronism.plenum-ahead").with("what", what).with("date", later.date()).with("day", day.iso())
        };
        Some(Found::new(Span { block: 0, range: local(whole.range()) }, message))
    });
    hits.collect()
}

/// Events of the results that are dated later than the report: 2026年11月，召开…. A warning, since
/// a clause may speak of what is to come in many ways.
fn events(at: &BlockCheck<'_>, day: Date) -> Vec<Found> {
    if !matches!(at.role, Role::Lead | Role::Results) {
        return Vec::new();
    }
    let (text, table) = (&*at.block.text, words::time());
    let later = table.happened.captures_iter(at.text()).filter_map(|passage| {
        let number = |i: usize| passage.get(i).and_then(|m| m.as_str().parse::<u32>().ok().or_else(|| chinese_value(m.as_str())));
        let (whole, year) = (passage.get(0)?, passage.get(1)?);
        let date = Date { year: parse_year(year.as_str())?, month: number(2)?, day: number(3).unwrap_or(1) };
        let clause = text.get(year.start()..whole.end())?;
        let clause = clause.trim_end_matches(['，', ',', '、']);
        let told = sentence(text, &(year.start()..whole.end()));
        let ahead = table.yet_to_come.is_in(told) || is_ahead(told) || super::in_title(at.block, year.start() as u32);
        (date.is_possible() && date > day && !ahead).then(|| {
            let message = Message::new("anachronism.event").with("day", day.iso());
            let range = local(year.start()..year.start() + clause.len());
            Found { severity: Some(Severity::Warning), ..Found::new(Span { block: 0, range }, message) }
        })
    });
    later.collect()
}

/// Words that nobody used when the report was written, or in the year that its results are of.
fn words_of_later(at: &BlockCheck<'_>, day: Option<Date>) -> Vec<Found> {
    let (text, year) = (at.block.body(), at.context.report_year);
    let mut found = Vec::new();
    for marker in words::markers() {
        let Some(first) = earliest(&marker.since) else { continue };
        let not_yet = day.is_some_and(|day| day < first);
        let of_later = |sentence: &str| {
            let before = year.is_some_and(|year| year < first.year);
            // Results of this year; and years that the sentence names itself.
            let told = (day.is_none() || at.role == Role::Results) && !years(sentence).iter().any(|y| y.1 >= first.year);
            before && told
        };
        for hit in marker.words.find_iter(at.body()) {
            let sentence = sentence(text, &hit.range());
            if (not_yet || of_later(sentence)) && !is_ahead(sentence) {
                let start = at.block.body.start;
                let range = start + hit.start() as u32..start + hit.end() as u32;
                let message = Message::new("anachronism.words").with("what", hit.as_str()).with("date", marker.since.as_str());
                let mut finding = Found::new(Span { block: 0, range }, message);
                finding.severity = Some(Severity::Warning);
                found.push(finding);
            }
        }
    }
    found
}

/// Whether a sentence speaks of things to come.
pub(super) fn is_ahead(sentence: &str) -> bool {
    let table = words::citing();
    table.ahead.is_in(sentence) || table.expected.is_match(sentence)
}

/// The sentence around a passage.
pub(super) fn sentence<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
    let start = text.get(..range.start).and_then(|t| t.rfind(['。', '；', '！', ';'])).unwrap_or(0);
    let end = text.get(range.end..).and_then(|t| t.find(['。', '；', '！', ';'])).map_or(text.len(), |e| range.end + e);
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plenums_and_their_lists() {
        for (text, list) in [
            ("党的二十届二中、三中全会精神", "二中、三中全会"),
            ("十九届二中、三中、四中、五中全会", "二中、三中、四中、五中全会"),
            ("二十届四中全会", "四中全会"),
            ("十九届二、三、四、五中全会", "二、三、四、五中全会"),
        ] {
            assert_eq!(&words::citing().plenums.captures(text).unwrap()[2], list);
        }
        assert!(words::citing().plenums.captures("县第十七届人民代表大会常务委员会").is_none());
    }
}
