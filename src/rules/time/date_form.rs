//! # date-form
//!
//! ## What it does
//!
//! Reports dates in a wrong form: 年 lost (`20213月27日`), padded months and days (`03月01日`), digits with stops (`2021.3.1`),
//! days that the calendar does not have (`2月30日`, `二月三十日`), days as one speaks (`2月25号`), a month without a day under the signature, years with a digit too many or a letter for a digit
//! (`20253年`, `2O25年`), and two years that lost the dash between them (`20212025年`).
//!
//! ## Why it matters
//!
//! The date decides whether the report was made in time, and official documents have one form for it.
//!
//! ## Example
//!
//! > 2021年03月01日
//!
//! ## Instead
//!
//! > 2021年3月1日
//!
//! ## Source
//!
//! GB/T 9704-2012 on the date of a document: the year in full, months and days not padded; GB/T 15834-2011 on the dash. Dates in
//! 《》, in addresses and in the lines around a web page are left alone; a lost dash in 《》 is not.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): 0.3 findings per million
//! characters (a padded date that a web page wrote).
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 日期写法有误：漏“年”字（`20213月27日`）、月日编虚位（`03月01日`）、用点号分隔（`2021.3.1`）、日历上没有的日子（`2月30日`、`二月三十日`），口语的“号”（`2月25号`）、成文日期没有写到日、
//! 年份多了一位或者夹了字母（`20253年`、`2O25年`），起止年份之间丢了连接号（`20212025年`）。
//!
//! ## 为什么
//!
//! 报送是否及时看日期，公文日期有统一写法。
//!
//! ## 示例
//!
//! > 2021年03月01日
//!
//! ## 改为
//!
//! > 2021年3月1日
//!
//! ## 依据
//!
//! GB/T 9704-2012 关于成文日期的规定：年份写全，月、日不编虚位；GB/T 15834-2011 关于连接号的规定。书名号内、网址中以及网页信息行中的
//! 日期不查，书名号内丢了的连接号要查。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：每百万字0.3条（网页写的虚位日期）。

use super::{in_title, local};
use crate::facts::{Date, days_in, fixed, parse_year};
use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Group, Rule, Severity};
use crate::schema::Role;
use crate::syntax::{Span, chinese_value};
use crate::text::{Captures, Matcher};
use std::sync::LazyLock;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB302",
    name: "date-form",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Block(check),
    source: include_str!("date_form.rs"),
};

/// Days with their marks; the year, or 年 behind it, may be missing.
static MARKED: LazyLock<Matcher> = LazyLock::new(|| fixed("(?:((?:19|20)[0-9]{2})(年?))?([0-9]{1,2})月(?:([0-9]{1,2})(日))?"));
/// Days in digits.
static DIGITS: LazyLock<Matcher> = LazyLock::new(|| fixed("((?:19|20)[0-9]{2})([-./])(0?[1-9]|1[0-2])([-./])(3[01]|[12][0-9]|0?[1-9])"));

/// Days in Chinese characters; the year may be missing.
static CHINESE: LazyLock<Matcher> =
    LazyLock::new(|| fixed("(?:([〇○零一二三四五六七八九]{4})年)?([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})日)?"));
/// Two years that nothing, or a blank, stands between.
static SPAN: LazyLock<Matcher> = LazyLock::new(|| fixed("((?:19|20)[0-9]{2})[ 　]{0,2}((?:19|20)[0-9]{2})年"));
/// So many years lie at most between the ends of a plan.
const LONGEST_SPAN: i32 = 20;

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let text = &*at.block.text;
    let mut found = Vec::new();
    let months = || text.match_indices('月').any(|(at, _)| text.get(..at).is_some_and(|t| t.ends_with(|c| NUMERALS.contains(c))));
    for day in if months() { CHINESE.captures_iter(at.text()).collect() } else { Vec::new() } {
        let Some(whole) = day.get(0).map(|m| m.range()) else { continue };
        let counted = text.get(..whole.start).is_some_and(|t| t.ends_with(|c| NUMERALS.contains(c)));
        if !counted && !in_title(at.block, whole.start as u32) && is_impossible(&day) {
            found.push(finding(whole, Message::new("date-form.impossible"), None));
        }
    }
    for span in SPAN.captures_iter(at.text()) {
        let (Some(whole), Some(from), Some(to)) = (span.get(0), span.get(1), span.get(2)) else { continue };
        let years = parse_year(from.as_str()).zip(parse_year(to.as_str()));
        let follows = years.is_some_and(|(from, to)| from < to && to <= from + LONGEST_SPAN);
        if follows && alone(text, &whole.range()) {
            let fixed = format!("{}—{}年", from.as_str(), to.as_str());
            found.push(finding(whole.range(), Message::new("date-form.lost-dash").with("span", fixed.clone()), Some(fixed)));
        }
    }
    found.extend(slips(at));
    for day in MARKED.captures_iter(at.text()) {
        let Some(whole) = day.get(0).map(|m| m.range()) else { continue };
        if !alone(text, &whole) || in_title(at.block, whole.start as u32) {
            continue;
        }
        if let Some((message, fixed)) = marked(&day) {
            found.push(finding(whole, message, fixed));
        }
    }
    for day in DIGITS.captures_iter(at.text()) {
        let Some(whole) = day.get(0).map(|m| m.range()) else { continue };
        let part = |i: usize| day.get(i).map_or("", |m| m.as_str());
        // ISO dates are a standard form; only the signature has no use for them.
        let form = part(2) == part(4) && (part(2) == "." || at.role == Role::Date);
        if form && alone(text, &whole) && !in_title(at.block, whole.start as u32) && !is_address(text, &whole) {
            let plain = |i: usize| part(i).trim_start_matches('0').to_owned();
            let fixed = format!("{}年{}月{}日", part(1), plain(3), plain(5));
            let value = |i: usize| part(i).parse().unwrap_or_default();
            let day = Date { year: part(1).parse().unwrap_or_default(), month: value(3), day: value(5) };
            if !day.is_possible() {
                found.push(finding(whole, Message::new("date-form.impossible"), None));
                continue;
            }
            let message = Message::new("date-form.digits").with("date", fixed.clone());
            found.push(finding(whole, message, Some(fixed)).grouped(Group::Paragraph));
        }
    }
    found
}

/// Days as one speaks: 2月25号.
static SPOKEN: LazyLock<Matcher> = LazyLock::new(|| fixed("(?:(?:19|20)[0-9]{2}年)?[0-9]{1,2}月[0-9]{1,2}(号)"));
/// A year with a digit too many or with a letter in it.
static SLIP: LazyLock<Matcher> = LazyLock::new(|| fixed("((?:20[1-3][0-9]{2})|(?:2[0Oo][0-9Oo]{2}))年"));
/// A month without a day.
static MONTH: LazyLock<Matcher> =
    LazyLock::new(|| fixed("^(?:[0-9]{4}|[〇○零一二三四五六七八九]{4})年(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月$"));

/// Slips of the pen in days and years.
fn slips(at: &BlockCheck<'_>) -> Vec<Found> {
    let text = &*at.block.text;
    let mut found = Vec::new();
    if at.role == Role::Date && MONTH.is_match(at.block.body().trim()) {
        let range = at.block.body.start as usize..at.block.body.end as usize;
        found.push(finding(range, Message::new("date-form.no-day"), None));
    }
    for day in SPOKEN.captures_iter(at.text()) {
        let (Some(whole), Some(mark)) = (day.get(0), day.get(1)) else { continue };
        // 5月3号楼, 2月1号文件
        let behind = text.get(whole.end()..).unwrap_or_default();
        let named =
            crate::words::kinds().room_numbers.at_start(behind).is_some() || crate::words::time().numbered.at_start(behind).is_some();
        if alone(text, &whole.range()) && !named && !in_title(at.block, whole.start() as u32) {
            let fixed = format!("{}日", text.get(whole.start()..mark.start()).unwrap_or_default());
            found.push(finding(whole.range(), Message::new("date-form.spoken").with("date", fixed.clone()), Some(fixed)));
        }
    }
    for year in SLIP.captures_iter(at.text()) {
        let (Some(whole), Some(digits)) = (year.get(0), year.get(1)) else { continue };
        let letters = digits.as_str().contains(['O', 'o']);
        if !alone(text, &whole.range()) || !letters && digits.as_str().len() == 4 {
            continue;
        }
        if letters {
            let fixed = format!("{}年", digits.as_str().replace(['O', 'o'], "0"));
            found.push(finding(whole.range(), Message::new("date-form.letter").with("date", fixed.clone()), Some(fixed)));
        } else {
            found.push(finding(whole.range(), Message::new("date-form.five-digits"), None));
        }
    }
    found
}

/// The numerals of days and years in Chinese characters.
const NUMERALS: &str = "〇○零一二三四五六七八九十百";

/// Whether the calendar lacks a day in Chinese characters. A month alone may be a number
/// of months, and 六七月 is no month.
fn is_impossible(day: &Captures<'_>) -> bool {
    let value = |i: usize| day.get(i).map(|m| chinese_value(m.as_str()));
    let year = day.get(1).and_then(|m| parse_year(m.as_str()));
    match (value(2).flatten(), value(3)) {
        (Some(month), Some(Some(date))) => !(1..=days_in(year, month)).contains(&date),
        (Some(month), None) => day.get(1).is_some() && days_in(year, month) == 0,
        _ => false,
    }
}

/// What is wrong with a day and how it is written instead.
fn marked(day: &Captures<'_>) -> Option<(Message, Option<String>)> {
    let part = |i: usize| day.get(i).map_or("", |m| m.as_str());
    let (year, month, date) = (part(1), part(3), part(4));
    let has_day = day.get(5).is_some();
    let (month_value, day_value): (u32, u32) = (month.parse().ok()?, if has_day { date.parse().ok()? } else { 1 });
    let year_value: Option<i32> = year.parse().ok();
    let possible = match year_value {
        Some(year) => Date { year, month: month_value, day: day_value }.is_possible(),
        None => (1..=days_in(None, month_value)).contains(&day_value),
    };
    // 25月 without year and day may be anything; 2月30日 and 2021年13月 are days and months.
    if !possible {
        return (has_day || !year.is_empty()).then(|| (Message::new("date-form.impossible"), None));
    }
    let lost = !year.is_empty() && part(2).is_empty();
    let padded = month.starts_with('0') || (has_day && date.starts_with('0'));
    if !lost && !padded {
        return None;
    }
    let mut fixed = if year.is_empty() { String::new() } else { format!("{year}年") };
    fixed += &format!("{month_value}月");
    if has_day {
        fixed += &format!("{day_value}日");
    }
    let id = if lost { Message::new("date-form.lost-year") } else { Message::new("date-form.padded") };
    Some((id.with("date", fixed.clone()), Some(fixed)))
}

fn finding(range: std::ops::Range<usize>, message: Message, fixed: Option<String>) -> Found {
    let span = Span { block: 0, range: local(range) };
    let found = Found::new(span.clone(), message);
    match fixed {
        Some(text) => {
            found.fix(Fix { title: Message::new("date-form.fix").with("date", text.clone()), safe: true, edits: vec![Edit { span, text }] })
        }
        None => found,
    }
}

/// Whether no digit, letter or dash joins the passage to a longer number or name.
fn alone(text: &str, range: &std::ops::Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|t| t.chars().next_back());
    let behind = text.get(range.end..).and_then(|t| t.chars().next());
    let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '_' | '-' | '—' | '–' | '~' | '～' | '至');
    !before.is_some_and(joins) && !behind.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '_'))
}

/// Whether the passage stands in a web address or a file name.
fn is_address(text: &str, range: &std::ops::Range<usize>) -> bool {
    let word = |c: &char| c.is_ascii_graphic();
    let before: String = text.get(..range.start).unwrap_or_default().chars().rev().take_while(word).collect();
    before.contains(['/', '=', '_', '@'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> Vec<(&'static str, Option<String>)> {
        let days = MARKED.captures_iter(text).filter(|d| alone(text, &d.get(0).unwrap().range()));
        days.filter_map(|d| marked(&d)).map(|(m, f)| (m.id, f)).collect()
    }

    #[test]
    fn days_with_their_marks() {
        assert_eq!(wrong("20213月27日"), [("date-form.lost-year", Some("2021年3月27日".into()))]);
        assert_eq!(wrong("202112月7日"), [("date-form.lost-year", Some("2021年12月7日".into()))]);
        assert_eq!(wrong("2021年03月01日"), [("date-form.padded", Some("2021年3月1日".into()))]);
        assert_eq!(wrong("于03月施行"), [("date-form.padded", Some("3月".into()))]);
        for impossible in ["2月30日", "2023年2月29日", "13月1日", "2021年13月", "4月31日"] {
            assert_eq!(wrong(impossible), [("date-form.impossible", None)], "{impossible}");
        }
        for impossible in ["二〇二五年二月三十日", "二○二三年二月二十九日", "六月三十一日", "二〇二五年十三月"]
        {
            assert!(CHINESE.captures_iter(impossible).any(|d| is_impossible(&d)), "{impossible}");
        }
        for right in [
            "二〇二五年十二月三十一日",
            "二〇二四年二月二十九日",
            "二月二十九日",
            "三月一日",
            "十一月",
            "一至三月",
            "二十月",
            "二〇二五年六七月",
            "三月四五日",
        ] {
            assert!(!CHINESE.captures_iter(right).any(|d| is_impossible(&d)), "{right}");
        }
        for right in ["2021年3月27日", "2024年2月29日", "2月29日", "1—12月", "15个月", "25月", "“12·4”", "10月1日", "20212025年"]
        {
            assert!(wrong(right).is_empty(), "{right}");
        }
    }
}
