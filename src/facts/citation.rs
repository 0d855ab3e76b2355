//! Titles in 《》 as reports cite them.

use crate::text::width::{is_blank, narrow, squeeze};
use crate::text::{Chars, Scan};
use std::ops::Range;

/// A title in 《》 (or 〈〉 inside them).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// With its marks, bytes.
    pub range: Range<usize>,
    /// Between its marks, bytes.
    pub inner: Range<usize>,
    /// What is cited: half width, without blanks and without the bracket of years at its end.
    pub name: String,
    /// The bracket of years at its end.
    pub years: Option<Years>,
}

/// （2021—2025年） at the end of a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Years {
    /// With its brackets, bytes.
    pub range: Range<usize>,
    /// First year.
    pub from: i32,
    /// Last year.
    pub to: i32,
    /// Whether 年 is written.
    pub marked: bool,
}

/// The longest title, in characters.
const LONGEST: usize = 120;

/// The titles in a text, in order; an inner title comes behind the one around it.
/// `scan` is the text's.
pub fn citations(text: &str, scan: &Scan) -> Vec<Citation> {
    let mut found = Vec::new();
    for (open, close) in [('《', '》'), ('〈', '〉')] {
        if !scan.kinds.meets(&Chars::of(&[close])) {
            continue;
        }
        let mut start = None;
        for (at, c) in scan.others.iter().map(|(at, c)| (*at as usize, *c)) {
            if c == open {
                start = Some(at);
            } else if c == close
                && let Some(from) = start.take()
            {
                let inner = from + open.len_utf8()..at;
                let words = text.get(inner.clone()).unwrap_or_default();
                if !words.is_empty() && words.chars().count() <= LONGEST {
                    let years = bracket(text, inner.clone());
                    let end = years.as_ref().map_or(inner.end, |y| y.range.start);
                    let name = squeeze(text.get(inner.start..end).unwrap_or_default());
                    found.push(Citation { range: from..at + close.len_utf8(), inner, name, years });
                }
            }
        }
    }
    found.sort_by_key(|c| (c.range.start, std::cmp::Reverse(c.range.end)));
    found
}

/// The years in brackets at the end of `inner`. The dash may be of any kind, or
/// lost as on some web pages (20212025年).
fn bracket(text: &str, inner: Range<usize>) -> Option<Years> {
    let words = text.get(inner.clone())?.trim_end_matches(is_blank);
    let last = words.chars().next_back()?;
    if narrow(last) != ')' {
        return None;
    }
    let (open, mark) = words.char_indices().rev().find(|(_, c)| narrow(*c) == '(')?;
    let inside = squeeze(words.get(open + mark.len_utf8()..words.len() - last.len_utf8())?);
    let digits: String = inside.chars().filter(char::is_ascii_digit).collect();
    let others = inside.chars().filter(|c| !c.is_ascii_digit());
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '―' | '－' | '~' | '～' | '〜' | '至' | '一' | '到' | '年');
    if digits.len() != 8 || !others.clone().all(dash) || others.count() > 5 {
        return None;
    }
    let year = |part: Option<&str>| part.and_then(super::parse_year);
    let (from, to) = (year(digits.get(..4))?, year(digits.get(4..))?);
    // The first four digits stand together.
    if !inside.starts_with(digits.get(..4)?) || from > to {
        return None;
    }
    Some(Years { range: inner.start + open..inner.start + words.len(), from, to, marked: inside.contains('年') })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_their_years() {
        let read = |text: &str| -> Vec<_> {
            citations(text, &Scan::of(text)).into_iter().map(|c| (c.name, c.years.map(|y| (y.from, y.to, y.marked)))).collect()
        };
        for bracket in ["（2021—2025年）", "(2021-2025年)", "（2021年－2025年）", "(20212025年)", "（2021～2025年）", "（2021至2025年）"]
        {
            assert_eq!(read(&format!("落实《某纲要{bracket}》。")), [("某纲要".into(), Some((2021, 2025, true)))], "{bracket}");
        }
        assert_eq!(read("《某纲要(2021-2025)》"), [("某纲要".into(), Some((2021, 2025, false)))]);
        assert_eq!(read("《某办法（试行）》《某规划（2021年）》").iter().filter(|c| c.1.is_some()).count(), 0);
        let nested = read("《关于印发〈某纲要（2018—2020年）〉的通知》");
        assert_eq!(nested.len(), 2);
        assert_eq!(nested[1], ("某纲要".into(), Some((2018, 2020, true))));
        assert_eq!(read("《条例《某条例》").len(), 1);
    }
}
