//! # interpunct
//!
//! ## What it does
//!
//! Reports another dot in the place of the interpunct ·: a bullet (•), a Japanese dot (・) or a point
//! between the parts of a day such as “12·4” or of a name.
//!
//! ## Why it matters
//!
//! The dots look alike on the screen and differ in print and in a search; “12.4” is also a figure.
//!
//! ## Example
//!
//! > 开展“12•4”国家宪法日宣传活动。
//!
//! ## Instead
//!
//! > 开展“12·4”国家宪法日宣传活动。
//!
//! ## Source
//!
//! GB/T 15834-2011 (间隔号), GB/T 15835-2011. The days stand in `schemas/words/interpunct.json`; in quotation marks a day is one,
//! too, where its name follows (“4.22”世界地球日) or where it stands in a row with such.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): no finding.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 用项目符号（•）、日文中点（・）或小数点代替间隔号“·”，如节日、纪念日的月和日之间、人名各部分之间。
//!
//! ## 为什么
//!
//! 屏幕上看着差不多，排印和检索都不一样；“12.4”还会被当成数字。
//!
//! ## 示例
//!
//! > 开展“12•4”国家宪法日宣传活动。
//!
//! ## 改为
//!
//! > 开展“12·4”国家宪法日宣传活动。
//!
//! ## 依据
//!
//! GB/T 15834-2011（间隔号）、GB/T 15835-2011。纪念日见 `schemas/words/interpunct.json`；引号里的月日，
//! 后面写着节日名称的（“4.22”世界地球日）、与纪念日并列的，也算。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：0条。

use crate::facts::{days_in, fixed};
use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Group, Rule, Severity};
use crate::syntax::{Local, Span};
use crate::text::width::{is_han, narrow};
use crate::text::{Chars, Matcher};
use crate::words;
use std::sync::LazyLock;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB708",
    name: "interpunct",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Block(check),
    source: include_str!("interpunct.rs"),
};

/// So many days without quotation marks may stand in front of one whose name follows.
const LONGEST_ROW: u32 = 6;
/// Points.
const POINTS: Chars = Chars::of(&['.', '．']);
/// Hyphens and dashes.
const HYPHENS: Chars = Chars::of(&['-', '–', '—', '－']);
/// What opens a quotation.
const QUOTES: Chars = Chars::of(&['“', '"']);

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let text = at.block.body();
    let start = at.block.body.start;
    let mut found = Vec::new();
    let quoted = if at.has(&POINTS) && at.has(&QUOTES) { in_quoted_days(text) } else { Vec::new() };
    if at.has(&HYPHENS) && at.has(&QUOTES) {
        found.extend(
            with_hyphen(text)
                .into_iter()
                .map(|hyphen| finding(start + hyphen.start as u32..start + hyphen.end as u32, text.get(hyphen).unwrap_or_default())),
        );
    }
    for (place, c) in at.others().iter().copied().filter(|(_, c)| is_dot(*c) || narrow(*c) == '.') {
        let offset = (place - start) as usize;
        let (before, after) = (text.get(..offset).unwrap_or_default(), text.get(offset + c.len_utf8()..).unwrap_or_default());
        if is_dot(c) && joins(before, after) || narrow(c) == '.' && (quoted.contains(&offset) || is_bare_day(before, after, LONGEST_ROW)) {
            found.push(finding(place..place + c.len_utf8() as u32, &c.to_string()));
        }
    }
    found.sort_by_key(|f| f.span.range.start);
    found
}

/// What is said of a mark that stands where the interpunct belongs.
fn finding(range: Local, dot: &str) -> Found {
    let span = Span { block: 0, range };
    let fix = Fix { title: Message::new("interpunct.fix"), safe: true, edits: vec![Edit { span: span.clone(), text: "·".to_owned() }] };
    Found::new(span, Message::new("interpunct").with("dot", dot)).fix(fix).grouped(Group::Paragraph)
}

/// Days in quotation marks with a hyphen or dash.
static HYPHENED: LazyLock<Matcher> = LazyLock::new(|| fixed("[“\"]([0-9]{1,2})([-–—－])([0-9]{1,2})[”\"]"));

/// The hyphens in quoted days of the table whose name follows: 3-5 may be a span of numbers.
fn with_hyphen(text: &str) -> Vec<std::ops::Range<usize>> {
    let hits = HYPHENED.captures_iter(text).filter_map(|hit| {
        let (whole, month, hyphen, day) = (hit.get(0)?, hit.get(1)?, hit.get(2)?, hit.get(3)?);
        let number = format!("{}.{}", month.as_str(), day.as_str());
        let behind = text.get(whole.end()..)?;
        let named = words::days().days.iter().any(|d| d.day == number && d.names.at_start(behind).is_some());
        named.then(|| hyphen.range())
    });
    hits.collect()
}

fn is_dot(c: char) -> bool {
    matches!(c, '•' | '・' | '･' | '‧' | '∙' | '⋅')
}

/// Whether a dot stands between characters, or between figures, without a blank.
fn joins(before: &str, after: &str) -> bool {
    let (Some(a), Some(b)) = (before.chars().next_back(), after.chars().next()) else { return false };
    let digit = |c: char| narrow(c).is_ascii_digit();
    is_han(a) && is_han(b) || digit(a) && digit(b)
}

/// Days in quotation marks with whatever dot.
static QUOTED: LazyLock<Matcher> = LazyLock::new(|| fixed("[“\"]([0-9]{1,2})([.．·•・･‧∙⋅])([0-9]{1,2})[”\"]"));

/// The points in a text, by their bytes, that stand in quoted days: one of the table,
/// one whose name follows, or one in a row with such (“3.15”“4.26”“12·4”).
fn in_quoted_days(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    // The points of the row so far, whether it is one of days, and where it ends.
    let (mut row, mut is_days, mut end) = (Vec::new(), false, 0);
    let mut close = |row: &mut Vec<usize>, is_days: bool| if is_days { found.append(row) } else { row.clear() };
    for hit in QUOTED.captures_iter(text) {
        let (Some(whole), Some(month), Some(dot), Some(day)) = (hit.get(0), hit.get(1), hit.get(2), hit.get(3)) else { continue };
        let (month, number) = (month.as_str(), format!("{}.{}", month.as_str(), day.as_str()));
        let possible =
            month.parse().is_ok_and(|month| day.as_str().parse().is_ok_and(|day: u32| (1..=days_in(None, month)).contains(&day)));
        let gap = text.get(end..whole.start()).unwrap_or_default();
        if !gap.is_empty() && words::days().between.iter().all(|w| w != gap) || !possible {
            close(&mut row, std::mem::take(&mut is_days));
        }
        if !possible {
            continue;
        }
        let named = words::days().named.is_match(text.get(whole.end()..).unwrap_or_default());
        is_days |= named || narrow_dot(dot.as_str()) != "." || is_in_table(&number);
        if narrow_dot(dot.as_str()) == "." {
            row.push(dot.start());
        }
        end = whole.end();
    }
    close(&mut row, is_days);
    found
}

/// A point in half width; other dots as they are.
fn narrow_dot(dot: &str) -> &str {
    if dot == "．" { "." } else { dot }
}

/// Whether the point stands in a day without quotation marks whose name follows, or
/// behind which at most `joined` others of the table lead to such.
fn is_bare_day(before: &str, after: &str, joined: u32) -> bool {
    let digits = |c: &char| narrow(*c).is_ascii_digit();
    let mut month: Vec<char> = before.chars().rev().take_while(digits).map(narrow).collect();
    month.reverse();
    let day: String = after.chars().take_while(digits).map(narrow).collect();
    let open = before.chars().rev().nth(month.len());
    let month: String = month.into_iter().collect();
    let possible = month.parse().is_ok_and(|month| day.parse().is_ok_and(|day: u32| (1..=days_in(None, month)).contains(&day)));
    if !possible || open.is_some_and(|c| narrow(c) == '.') {
        return false;
    }
    let rest: String = after.chars().skip(day.chars().count()).take(16).collect();
    let number = format!("{month}.{day}");
    let known = words::days().days.iter().filter(|d| d.day == number).any(|d| d.names.at_start(&rest).is_some());
    known || words::days().named_bare.is_match(&rest) || joined > 0 && is_in_table(&number) && leads_to_a_day(after, day.len(), joined - 1)
}

/// Whether the table has a day.
fn is_in_table(number: &str) -> bool {
    words::days().days.iter().any(|d| d.day == number)
}

/// Whether another day whose name follows is joined to the one whose last `length` digits `after` starts with.
fn leads_to_a_day(after: &str, length: usize, joined: u32) -> bool {
    let rest: &str = after.char_indices().nth(length).and_then(|(at, _)| after.get(at..)).unwrap_or_default();
    let Some(next) = words::days().between.strip_start(rest) else { return false };
    let dot = next.char_indices().take(3).find(|(_, c)| narrow(*c) == '.');
    let sides = dot.and_then(|(at, c)| Some((next.get(..at)?, next.get(at + c.len_utf8()..)?)));
    sides.is_some_and(|(month, day)| is_bare_day(month, day, joined))
}
