//! # anachronism
//!
//! ## What it does
//!
//! Reports a plenum, a law or another national document that did not exist yet on the day of the report.
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
//! Days of adoption and of plenums in `schemas/citations.json`, rows re-read from a source only. The day of judgement is that of
//! `--as-of`, else of the signature, else of the publication; without one nothing is said. Nor is it where the sentence speaks
//! of a draft or of what is to come, or in the plan.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): one finding, of a law
//! that is indeed later than the frame.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 引用的全会、法律或其他全国性文件在成文时还没有召开或出台。
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
//! 通过日期和全会时间见 `schemas/citations.json`，只用重新核对过来源的条目。判断日依次取 `--as-of`、落款日期、发布日期，都没有时不报；
//! 句中说的是草案、征求意见或将要召开、出台的，以及工作安排部分，也不报。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：1条，所引法律确实晚于套用的落款。

use super::local;
use crate::facts::{earliest, register};
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

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let Some(day) = at.context.day.filter(|d| d.is_possible()) else {
        return Vec::new();
    };
    // The plan looks ahead; and a day before the year reported on is over is wrong itself.
    if at.role == Role::Plan || at.context.report_year.is_some_and(|year| day.year < year || (day.year == year && day.month < 11)) {
        return Vec::new();
    }
    let text = &*at.block.text;
    let mut found: Vec<Found> = Vec::new();
    let mut push = |range: Range<usize>, what: String, date: &str| {
        if earliest(date).is_some_and(|held| held > day) && !is_ahead(sentence(text, &range)) {
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
        let congress = chinese_value(congress.as_str());
        // The last of a list is the latest.
        let numbers = list.as_str().chars().filter_map(|c| chinese_value(&c.to_string()));
        let latest = numbers.filter_map(|n| register().plenums.iter().find(|p| Some(p.congress) == congress && p.plenum == n && p.re_read));
        if let Some(plenum) = latest.max_by_key(|p| p.plenum) {
            push(whole.range(), whole.as_str().to_owned(), &plenum.month);
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
            push(citation.range.clone(), document.cited(), date);
        }
    }
    found
}

/// Whether a sentence speaks of things to come.
fn is_ahead(sentence: &str) -> bool {
    let table = words::citing();
    table.ahead.is_in(sentence) || table.expected.is_match(sentence)
}

/// The sentence around a passage.
fn sentence<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
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
