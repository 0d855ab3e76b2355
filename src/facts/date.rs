//! Years and dates as reports write them.

use crate::text::width::{narrow, squeeze};
use std::ops::Range;

/// A day. Not checked against the calendar: drafts contain 2月30日.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year.
    pub year: i32,
    /// Month as written.
    pub month: u32,
    /// Day as written.
    pub day: u32,
}

/// The value of a year written in digits (2024) or Chinese (二〇二四).
pub fn parse_year(text: &str) -> Option<i32> {
    let mut value = 0i32;
    let mut count = 0;
    for c in text.chars().map(narrow) {
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

/// What a line that holds nothing but a date says. The second value tells
/// whether it is well formed; `20213月27日` and the like are dates nevertheless.
pub fn date_line(text: &str) -> Option<(Option<Date>, bool)> {
    let line = squeeze(text);
    let line = line.trim_start_matches('(').trim_end_matches(')');
    if line.chars().count() > 16 || !line.ends_with('日') || !line.contains('月') {
        return None;
    }
    let (head, day) = line.trim_end_matches('日').rsplit_once('月')?;
    let day = number(day)?;
    if let Some((year, month)) = head.split_once('年') {
        let (year, month) = (parse_year(year)?, number(month)?);
        let padded = month_is_padded(head) || line.rsplit_once('月').is_some_and(|(_, d)| d.starts_with('0'));
        return Some((Some(Date { year, month, day }), !padded));
    }
    // The 年 was lost.
    head.chars().all(|c| c.is_ascii_digit()).then_some((None, false))
}

fn month_is_padded(head: &str) -> bool {
    head.split_once('年').is_some_and(|(_, month)| month.starts_with('0'))
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
    fn lines_that_are_dates() {
        assert_eq!(date_line("　2025年3月1日 "), Some((Some(Date { year: 2025, month: 3, day: 1 }), true)));
        assert_eq!(date_line("二〇二五年三月十一日"), Some((Some(Date { year: 2025, month: 3, day: 11 }), true)));
        assert_eq!(date_line("2025年03月01日").map(|d| d.1), Some(false));
        assert_eq!(date_line("20213月27日"), Some((None, false)));
        assert_eq!(date_line("2025年3月1日召开会议"), None);
        assert_eq!(date_line("（2025年1月20日）").map(|d| d.1), Some(true));
    }
}
