//! # bare-year
//!
//! ## What it does
//!
//! Reports a year without 年.
//!
//! ## Why it matters
//!
//! `2020全市` reads as a figure; mostly 年 was lost in copying.
//!
//! ## Example
//!
//! > 2025全市共审结行政复议案件3086件。
//!
//! ## Instead
//!
//! > 2025年全市共审结行政复议案件3086件。
//!
//! ## Source
//!
//! GB/T 15835-2011. Only the years next to the report year count, and not where a measure word, 版, 届, a range or the name of
//! an event or campaign follows. Words in `schemas/words/time.json`.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): no finding.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 年份后面漏了“年”字。
//!
//! ## 为什么
//!
//! “2020全市”容易读成数量，多半是复制时丢了字。
//!
//! ## 示例
//!
//! > 2025全市共审结行政复议案件3086件。
//!
//! ## 改为
//!
//! > 2025年全市共审结行政复议案件3086件。
//!
//! ## 依据
//!
//! GB/T 15835-2011。只看报告年份及其前后一年；后接量词、“版”“届”、起止年份，或属于活动、专项行动名称的不报。词表见
//! `schemas/words/time.json`。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：0条。

use super::{in_title, local};
use crate::facts::fixed;
use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Group, Rule, Severity};
use crate::syntax::Span;
use crate::text::Matcher;
use crate::text::width::{is_han, narrow};
use crate::words;
use std::sync::LazyLock;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB306",
    name: "bare-year",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Block(check),
    source: include_str!("bare_year.rs"),
};

static YEAR: LazyLock<Matcher> = LazyLock::new(|| fixed("20[0-9]{2}"));

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let Some(report_year) = at.context.report_year else {
        return Vec::new();
    };
    let text = &*at.block.text;
    let found = YEAR.find_iter(at.text()).filter(|year| {
        let near = year.as_str().parse().is_ok_and(|y: i32| (report_year - 1..=report_year + 1).contains(&y));
        near && is_bare(text, year.range()) && !in_title(at.block, year.start() as u32)
    });
    found
        .map(|year| {
            let behind = Span { block: 0, range: local(year.end()..year.end()) };
            // The year and what it was run together with.
            let next = text.get(year.end()..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
            let mut finding = Found::new(
                Span { block: 0, range: local(year.start()..year.end() + next) },
                Message::new("bare-year").with("year", year.as_str()),
            );
            finding.fix = Some(Fix {
                title: Message::new("bare-year.fix").with("year", year.as_str()),
                safe: true,
                edits: vec![Edit { span: behind, text: "年".into() }],
            });
            finding.grouped(Group::Paragraph)
        })
        .collect()
}

/// Whether four digits are a year that lacks its 年.
fn is_bare(text: &str, year: std::ops::Range<usize>) -> bool {
    let words = words::time();
    let before = text.get(..year.start).unwrap_or_default();
    let behind = text.get(year.end..).unwrap_or_default();
    let last = before.chars().next_back();
    let Some(next) = behind.chars().next() else {
        return false;
    };
    // Part of a number, a range, a code, a document number or a name in quotes.
    if last.is_some_and(|c| !is_han(c) && !matches!(narrow(c), ',' | '。' | ';' | ':' | '、' | ' ' | '!' | '\u{a0}')) {
        return false;
    }
    if last.is_some_and(|c| words.counted.contains(c)) {
        return false;
    }
    if narrow(next) == ',' {
        // A figure before a comma has a word in front of it; a year opens the sentence.
        let opens = last.is_none_or(|c| matches!(narrow(c), '。' | ';' | ' ' | '!' | '\u{a0}'));
        return opens && behind.chars().nth(1).is_some_and(is_han);
    }
    if !is_han(next) || words.measures.contains(next) {
        return false;
    }
    let clause: String = behind.chars().take_while(|c| is_han(*c)).take(20).collect();
    // 2025全县大会 is no name.
    let named = !clause.starts_with('全') && words.events.iter().any(|event| clause.contains(event.as_str()));
    !named && words.behind.at_start(&clause).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_figures() {
        let bare = |text: &str| YEAR.find_iter(text).any(|y| is_bare(text, y.range()));
        for text in [
            "制定2020全市法治政府建设要点",
            "2020,在党中央、国务院的坚强领导下",
            "工作。2020全市各级机关",
            "2020，我县",
            "在2020全县大会上",
        ] {
            assert!(bare(text), "{text}");
        }
        for text in [
            "2020年",
            "受理2020件",
            "共2020个",
            "2020余件",
            "2018-2020",
            "2020-2022年",
            "目录（2020版）",
            "2020级",
            "2020届",
            "〔2020〕3号",
            "共计2020，同比",
            "投入2020万元",
            "ISO2020标准",
            "“净网2020”行动",
            "2020至2025年",
            "2020多人",
            "2020、2021年",
            "亮剑2020专项行动",
            "参加2020世界互联网大会",
            "审结2020",
            "12020全市",
            "2020.5",
            "惠及2020群众",
        ] {
            assert!(!bare(text), "{text}");
        }
    }
}
