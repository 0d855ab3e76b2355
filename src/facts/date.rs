//! Years and dates as reports write them.

use crate::text::Matcher;
use crate::text::width::{narrow, squeeze};
use std::ops::Range;
use std::sync::LazyLock;

/// A day. Not checked against the calendar: drafts contain 2月30日.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Date {
    /// Year.
    pub year: i32,
    /// Month as written.
    pub month: u32,
    /// Day as written.
    pub day: u32,
}

impl Date {
    /// Whether the calendar has the day.
    pub fn is_possible(self) -> bool {
        (1..=days_in(Some(self.year), self.month)).contains(&self.day)
    }

    /// The day as digits, `2021-03-01`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// A day written as digits, `2021-03-01`; `None` where the calendar has none such.
    pub fn from_iso(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let plain = |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
        if !plain(year, 4) || !plain(month, 2) || !plain(day, 2) || parts.next().is_some() {
            return None;
        }
        let date = Self { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        date.is_possible().then_some(date)
    }
}

/// The days of a month; of February 29 where the year is not known, of no month 0.
pub fn days_in(year: Option<i32>, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_some_and(|y| y % 4 != 0 || (y % 100 == 0 && y % 400 != 0)) => 28,
        2 => 29,
        _ => 0,
    }
}

/// The first day in a text, in digits of any form (2021-03-31, 2021.3.31,
/// 2021年3月31日), with its bytes.
pub fn first_date(text: &str) -> Option<(Range<usize>, Date)> {
    static FORM: LazyLock<Matcher> = LazyLock::new(|| super::fixed(r"((?:19|20)[0-9]{2})(?:年|[-./])([0-9]{1,2})(?:月|[-./])([0-9]{1,2})"));
    for found in FORM.captures_iter(text) {
        let whole = found.get(0)?.range();
        let digit_before = text.get(..whole.start)?.chars().next_back().is_some_and(|c| c.is_ascii_digit());
        let digit_behind = text.get(whole.end..)?.chars().next().is_some_and(|c| c.is_ascii_digit());
        let date = Date {
            year: found.get(1)?.as_str().parse().ok()?,
            month: number(found.get(2)?.as_str())?,
            day: number(found.get(3)?.as_str())?,
        };
        if !digit_before && !digit_behind && date.is_possible() {
            return Some((whole, date));
        }
    }
    None
}

/// The value of a year written in digits (2024) or Chinese (二〇二四).
pub fn parse_year(text: &str) -> Option<i32> {
    let mut value = 0i32;
    let mut count = 0;
    for c in text.chars().map(narrow) {
        if count == 4 {
            return None;
        }
        let digit = match c {
            '0'..='9' => c as i32 - '0' as i32,
            '〇' | '○' | '零' | 'O' | 'o' => 0,
            _ => "一二三四五六七八九".chars().position(|d| d == c)? as i32 + 1,
        };
        value = value * 10 + digit;
        count += 1;
    }
    (count == 4 && (1949..=2100).contains(&value)).then_some(value)
}

/// The years that are written with 年 (2024年, 二〇二四年), with their bytes.
pub fn years(text: &str) -> Vec<(Range<usize>, i32)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('年') {
        let before = text.get(..at).unwrap_or_default();
        let mut start = at;
        for (count, (i, c)) in before.char_indices().rev().enumerate() {
            if count == 4 {
                // A longer number is no year.
                if narrow(c).is_ascii_digit() {
                    start = at;
                }
                break;
            }
            start = i;
        }
        if let Some(year) = before.get(start..).and_then(parse_year) {
            found.push((start..at, year));
        }
    }
    found
}

/// The year `to` written as `written` writes one: in digits of its width or in
/// Chinese with its nought.
pub fn year_like(written: &str, to: i32) -> String {
    let nought = written.chars().find(|c| matches!(c, '〇' | '○' | '零' | 'O' | 'o')).unwrap_or('〇');
    let chinese = written.chars().any(|c| "一二三四五六七八九".contains(c));
    let wide = written.chars().any(|c| c != narrow(c));
    let of = |digit: char| match digit.to_digit(10) {
        Some(0) if chinese => nought,
        Some(value) if chinese => "一二三四五六七八九".chars().nth(value as usize - 1).unwrap_or(digit),
        _ if wide => char::from_u32(digit as u32 + 0xFEE0).unwrap_or(digit),
        _ => digit,
    };
    to.to_string().chars().map(of).collect()
}

/// A text with its year `from` changed to `to`, where it names that year once and
/// no other.
pub fn rolled(text: &str, from: i32, to: i32) -> Option<String> {
    match years(text).as_slice() {
        [(range, year)] if *year == from => {
            let (before, behind) = (text.get(..range.start)?, text.get(range.end..)?);
            Some(format!("{before}{}{behind}", year_like(text.get(range.clone())?, to)))
        }
        _ => None,
    }
}

/// What a line that holds nothing but a date says. The second value tells
/// whether it is well formed: `20213月27日`, `2025.3.1`, `2025年3月` and
/// `2025年 月 日` are dates nevertheless.
pub fn date_line(text: &str) -> Option<(Option<Date>, bool)> {
    let line = squeeze(text);
    let line = line.trim_start_matches('(').trim_end_matches(')');
    if line.chars().count() > 16 {
        return None;
    }
    // 2025年3月1号, as one speaks.
    if let Some(spoken) = line.strip_suffix('号').filter(|l| l.contains('月') && !l.ends_with(['日', '月'])) {
        return date_line(&format!("{spoken}日")).map(|(date, _)| (date, false));
    }
    let mut numbers = line.split(['年', '月', '日', '.', '-', '/']);
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next().unwrap_or_default());
    let tail_is_empty = numbers.all(str::is_empty);
    let blank = |part: &str| part.chars().all(|c| matches!(c, 'X' | 'x' | '×' | '*' | '_' | '【' | '】' | '某'));
    let dotted = !line.contains('年') && !line.contains('月') && line.chars().filter(|c| c.is_ascii_digit()).count() >= 6;
    if let Some(year) = parse_year(year)
        && tail_is_empty
        && (line.contains('年') && (line.ends_with('日') || line.ends_with('月')) || dotted)
    {
        let date = match (number(month), number(day)) {
            (Some(month), Some(day)) => Some(Date { year, month, day }),
            (Some(month), None) if day.is_empty() && !line.ends_with('日') => Some(Date { year, month, day: 1 }),
            _ if blank(month) && blank(day) => None,
            _ => return None,
        };
        let padded = month.starts_with('0') || day.starts_with('0');
        return Some((date, date.is_some() && !padded && line.ends_with('日')));
    }
    // The 年 was lost.
    let (head, day) = line.strip_suffix('日')?.rsplit_once('月')?;
    number(day)?;
    head.chars().all(|c| c.is_ascii_digit()).then_some((None, false))
}

/// The byte at which the date starts in a line of a name and a date
/// (云岭县人民政府　2025年2月10日).
pub fn date_behind_name(text: &str) -> Option<usize> {
    let starts = |c: char| narrow(c).is_ascii_digit() || c == '二';
    let at = text.char_indices().find(|(_, c)| starts(*c))?.0;
    let (name, date) = text.split_at(at);
    let named = (4..=32).contains(&squeeze(name).chars().count()) && !name.contains(['，', '。', ',', '：', ':']);
    (named && date.contains('年') && date_line(date).is_some_and(|d| d.0.is_some())).then_some(at)
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok().or_else(|| crate::syntax::chinese_value(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_digits_and_in_chinese() {
        let found: Vec<i32> = years("2024年和二〇二五年，12024年，100年，“十四五”").into_iter().map(|y| y.1).collect();
        assert_eq!(found, [2024, 2025]);
    }

    #[test]
    fn a_year_is_rolled_in_its_own_form() {
        for (text, expected) in [
            ("云岭县2024年法治政府建设年度报告", Some("云岭县2025年法治政府建设年度报告")),
            ("二〇二九年度报告", Some("二〇三〇年度报告")),
            ("二○一九年度报告", Some("二○二○年度报告")),
            ("２０２４年度报告", Some("２０２５年度报告")),
            ("2023年和2024年报告", None),
            ("年度报告", None),
        ] {
            let from = years(text).last().map_or(2024, |y| y.1);
            assert_eq!(rolled(text, from, from + 1).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn days_of_the_calendar() {
        assert_eq!(Date::from_iso("2021-03-01"), Some(Date { year: 2021, month: 3, day: 1 }));
        for wrong in ["2021-3-1", "2021-02-29", "2021-13-01", "20210301", "2021-03-01-", "+021-03-01", "２０２１-03-01"] {
            assert_eq!(Date::from_iso(wrong), None, "{wrong}");
        }
        assert_eq!(first_date("发布时间:2021-03-31 17:12浏览次数").map(|d| d.1.iso()), Some("2021-03-31".into()));
        assert_eq!(first_date("发布时间：2021年3月31日").map(|d| d.1.day), Some(31));
        assert_eq!(first_date("编号2021-13-31、12021-03-31"), None);
        assert_eq!(days_in(None, 2), 29);
        assert_eq!(days_in(Some(2023), 2), 28);
    }

    #[test]
    fn digits_without_end_are_no_year() {
        assert_eq!(parse_year(&"9".repeat(400)), None);
        assert_eq!(parse_year("20245"), None);
        assert_eq!(parse_year("２０２４"), Some(2024));
    }

    #[test]
    fn lines_that_are_dates() {
        assert_eq!(date_line("　2025年3月1日 "), Some((Some(Date { year: 2025, month: 3, day: 1 }), true)));
        assert_eq!(date_line("二〇二五年三月十一日"), Some((Some(Date { year: 2025, month: 3, day: 11 }), true)));
        assert_eq!(date_line("2025年03月01日").map(|d| d.1), Some(false));
        assert_eq!(date_line("20213月27日"), Some((None, false)));
        assert_eq!(date_line("2025年3月1日召开会议"), None);
        assert_eq!(date_line("（2025年1月20日）").map(|d| d.1), Some(true));
        for odd in ["2025年2月10号", "2025.2.10", "2025年2月", "2025年 月 日", "2025年X月X日"] {
            assert_eq!(date_line(odd).map(|d| d.1), Some(false), "{odd}");
        }
        for other in ["2025年", "2号", "3月5日号", "3.1415", "第1.2节", "2025年2月召开", "2.0"] {
            assert_eq!(date_line(other), None, "{other}");
        }
        assert_eq!(date_behind_name("云岭县人民政府　2025年2月10日"), Some("云岭县人民政府　".len()));
        assert_eq!(date_behind_name("2025年2月10日"), None);
        assert_eq!(date_behind_name("印发，2025年2月10日"), None);
    }
}
