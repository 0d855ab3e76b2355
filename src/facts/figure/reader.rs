//! The number that starts at a place, with its unit and what belongs to it.

use super::{Char, Figure, Value};
use crate::text::width::{is_blank, is_han};
use crate::words::{List, Measure};
use std::ops::Range;

/// So many digits are no number of days any more.
const MOST_DIGITS: usize = 3;
/// So many characters stand at most between two numbers that are compared.
const NEAR: isize = 12;

/// A text being read.
pub(super) struct Reader<'a> {
    pub chars: &'a [Char],
    pub end: u32,
    pub words: &'a Measure,
}

impl Reader<'_> {
    fn char(&self, index: usize) -> char {
        self.chars.get(index).map_or('\0', |p| p.1)
    }

    fn byte(&self, index: usize) -> u32 {
        self.chars.get(index).map_or(self.end, |p| p.0)
    }

    fn has(&self, index: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(n, c)| self.char(index + n) == c)
    }

    /// The longest of `words` that ends in front of `index`, as its length in characters.
    fn longest_before(&self, index: usize, words: &List) -> usize {
        words.length_behind(self.chars.get(..index).unwrap_or_default().iter().rev().map(|p| p.1))
    }

    /// The longest of `words` that starts at `index`, as its length in characters.
    fn longest(&self, index: usize, words: &List) -> usize {
        words.length_at(self.chars.get(index..).unwrap_or_default().iter().map(|p| p.1))
    }

    fn digits(&self, index: usize) -> usize {
        self.chars.iter().skip(index).take_while(|p| p.1.is_ascii_digit()).count()
    }

    /// The number that starts at `index`: where to read on, and the figure if it is one.
    pub fn number(&self, index: usize) -> (usize, Option<Figure>) {
        let mut end = index + self.digits(index);
        let mut digits: String = self.chars.iter().skip(index).take(end - index).map(|p| p.1).collect();
        if end - index <= 3 {
            while self.char(end) == ',' && self.digits(end + 1) == 3 {
                digits.extend((end + 1..end + 4).map(|i| self.char(i)));
                end += 4;
            }
        }
        let mut decimals = 0;
        if self.char(end) == '.' && self.char(end + 1).is_ascii_digit() {
            decimals = self.digits(end + 1);
            digits.extend((end..=end + decimals).map(|i| self.char(i)));
            end += 1 + decimals;
        }
        if self.is_part_of_a_name(index, end, &digits) {
            return (end, None);
        }
        let Some(value) = Value::parse(&digits) else { return (end, None) };
        let mut figure = Figure {
            number: self.byte(index)..self.byte(end),
            range: self.byte(index)..self.byte(end),
            value,
            decimals: decimals as u32,
            slack: Value::whole(0),
            unit: String::new(),
            has_factor: false,
            before: None,
            more: None,
            after: None,
            bounded: self.is_bounded(index),
            clause: 0,
        };
        let span = self.is_span(index, end);
        let behind = if span { end + 1 } else { self.unit(end, &mut figure) };
        if span {
            figure.unit = self.char(end).to_string();
        }
        if figure.unit.is_empty() && !figure.has_factor && figure.more.is_none() && self.is_no_figure(behind, &digits) {
            return (end, None);
        }
        // 100多年 is a time as 100年 is; 3.0版 is a name.
        let time = figure.unit.is_empty() && self.longest(behind, &self.words.times) > 0;
        if time || figure.unit == "版" {
            return (behind.max(end), None);
        }
        figure.range.end = self.byte(behind.max(end));
        figure.before = self.approximation(index, &figure.unit);
        let mut after = behind;
        let size = self.longest(after, &self.words.approximate_after);
        if size > 0 {
            figure.after = Some(self.byte(after)..self.byte(after + size));
            after += size;
        }
        // 30至50件, 10%—20%
        let ranges = |c: char| matches!(c, '-' | '—' | '–' | '~' | '至' | '到');
        figure.bounded |=
            self.longest(after, &self.words.bounds_after) > 0 || ranges(self.char(after)) && self.char(after + 1).is_ascii_digit();
        (behind.max(end), Some(figure))
    }

    /// What stands directly around the digits tells that they belong to a name,
    /// a date, a range, a formula or an enumeration.
    fn is_part_of_a_name(&self, index: usize, end: usize, digits: &str) -> bool {
        let before = index.checked_sub(1).map_or('\0', |i| self.char(i));
        let next = self.char(end);
        let glued = |c: char| {
            c.is_ascii_alphabetic()
                || matches!(c, '.' | '-' | '—' | '–' | '+' | '×' | '/' | '·' | '•' | '_' | '#' | '№' | '~' | '=' | '*' | '&' | '@' | '℃')
        };
        let latin_unit = ["TB", "GB", "MB", "kWh", "km"].iter().any(|u| self.has(end, u));
        if before == '第' || glued(before) || glued(next) && !latin_unit && !self.is_range(end) {
            return true;
        }
        let digit = |i: usize| self.char(i).is_ascii_digit();
        let colon = next == ':' && digit(end + 1) || before == ':' && index >= 2 && digit(index - 2);
        let alone = before == '(' && next == ')' || matches!(next, '、' | ')') && index == 0;
        // A second end of a range without a unit in the first: 30至50件.
        let range = matches!(before, '至' | '到' | '、') && index >= 2 && digit(index - 2) || matches!(next, '至' | '到') && digit(end + 1);
        let padded = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
        let mut behind = end;
        while behind - end < 3 && is_blank(self.char(behind)) {
            behind += 1;
        }
        // 日 is also the start of 日常; a date before it has 月.
        let time = self.longest(behind, &self.words.times) > 0 && !self.is_span(index, end);
        colon || alone || range || padded || time
    }

    /// Whether days that the digits count become more or fewer, so that they are no date:
    /// 由20日压缩至8日.
    fn is_span(&self, index: usize, end: usize) -> bool {
        if self.char(end) != '日' || end - index > MOST_DIGITS || index.checked_sub(1).is_some_and(|i| self.char(i) == '月') {
            return false;
        }
        let words = crate::words::relations();
        // A verb of change with 至 between two numbers, or between a mark and a number.
        let leads = |from: usize, to: usize| {
            (from..to).any(|at| words.up_to.has(self.char(at)) && words.verbs().any(|verbs| self.longest_before(at, verbs) > 0))
        };
        let near = |from: usize, step: isize| {
            let steps = (0..NEAR).map_while(|n: isize| usize::try_from(from as isize + n * step).ok());
            steps.take_while(|i| self.chars.get(*i).is_some_and(|p| is_han(p.1))).count()
        };
        let next = end + 1 + near(end + 1, 1);
        let before = index.checked_sub(1).map_or(0, |i| near(i, -1));
        let other = next + self.digits(next);
        leads(index - before, index) || other > next && self.char(other) == '日' && leads(end + 1, next)
    }

    /// Whether a percentage range goes on behind `end` (10%—20% is read as two bounded figures).
    fn is_range(&self, end: usize) -> bool {
        self.char(end) == '%'
    }

    /// Reads 余万, a unit, and what belongs to it; where to read on.
    fn unit(&self, end: usize, figure: &mut Figure) -> usize {
        let mut at = end;
        while at - end < 3 && is_blank(self.char(at)) {
            at += 1;
        }
        if matches!(self.char(at), '%' | '‰') {
            figure.unit = self.char(at).to_string();
            return at + 1;
        }
        let size = self.longest(at, &self.words.points);
        if size > 0 {
            figure.unit = "百分点".to_owned();
            return at + size;
        }
        at = self.more(at, figure);
        // 3千克 is no 3千.
        let factor = self.longest(at, &self.words.factors);
        if factor > 0 && factor >= self.longest(at, &self.words.measures) {
            let power: u32 = (at..at + factor)
                .map(|i| match self.char(i) {
                    '亿' => 8,
                    '万' => 4,
                    '千' => 3,
                    '百' => 2,
                    _ => 1,
                })
                .sum();
            figure.value = figure.value.times_ten_to(power);
            figure.has_factor = true;
            figure.slack = Value { units: 5, scale: figure.decimals + 1 }.times_ten_to(power);
            at += factor;
            at = self.more(at, figure);
        }
        while self.chars.get(at).is_some_and(|p| is_blank(p.1)) && self.longest(at + 1, &self.words.measures) > 0 {
            at += 1;
        }
        let size = self.longest(at, &self.words.measures);
        let from = at;
        at += size;
        if size > 0 && self.char(at) == '(' && self.char(at + 2) == ')' && self.longest(at + 1, &self.words.measures) > 0 {
            at += 3;
        } else if size > 0 && self.char(at) == '/' && self.longest(at + 1, &self.words.measures) > 0 {
            at += 1 + self.longest(at + 1, &self.words.measures);
        }
        figure.unit = (from..at).map(|i| self.char(i)).collect();
        if figure.decimals > 0 && !figure.has_factor {
            figure.slack = Value { units: 5, scale: figure.decimals + 1 };
        }
        at
    }

    /// 余, 多, 来, 几 at `at`, unless they start a word.
    fn more(&self, at: usize, figure: &mut Figure) -> usize {
        if self.words.more.has(self.char(at)) && self.longest(at, &self.words.more_words) == 0 {
            figure.more = Some(self.byte(at)..self.byte(at + 1));
            return at + 1;
        }
        at
    }

    /// A number without a unit that is a year, a telephone number, a version or an enumerator.
    fn is_no_figure(&self, behind: usize, digits: &str) -> bool {
        let year = digits.len() == 4 && digits.parse().is_ok_and(|y: u32| (1900..=2100).contains(&y));
        let version = digits.ends_with(".0");
        year || version || digits.len() > 10 || self.words.hotlines.iter().any(|h| h == digits) || self.char(behind) == '.'
    }

    fn is_bounded(&self, index: usize) -> bool {
        self.longest_before(index, &self.words.bounds_before) > 0
    }

    fn approximation(&self, index: usize, unit: &str) -> Option<Range<u32>> {
        let size = Some(self.longest_before(index, &self.words.approximate_before)).filter(|size| *size > 0)?;
        // 签约30余家; 近20余年来
        let other = self.longest_before(index, &self.words.no_approximation) > 0;
        let recent = size == 1 && self.char(index - 1) == '近' && self.words.recent.iter().any(|w| w == unit);
        (!other && !recent).then(|| self.byte(index - size)..self.byte(index))
    }
}
