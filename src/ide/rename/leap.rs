//! February 29, which the year that follows does not have.

use super::Year;
use crate::facts::{Date, days_in, year_like};
use crate::rules::Analysis;
use crate::syntax::{Span, chinese, chinese_value};
use crate::text::width::{is_blank, narrow};

/// The passage from the year to its day, and how it reads with the last day of
/// that month, where the calendar has the day that is written and no such day
/// `by` years on. Which day is meant then the drafter has to say.
pub(super) fn moved(analysis: &Analysis, year: &Year, by: i32) -> Option<(Span, String)> {
    let block = analysis.tree.blocks().get(year.span.block)?;
    let from = year.span.range.start as usize;
    let behind = block.text.get(year.span.range.end as usize..)?;
    let rest = behind.trim_start_matches(is_blank).strip_prefix('年')?;
    let (month, rest) = rest.split_once('月')?;
    let (day, _) = rest.split_once(['日', '号'])?;
    let (month, written) = (number(month)?, day.trim_matches(is_blank));
    let date = Date { year: year.year, month, day: number(written)? };
    if !date.is_possible() || (Date { year: year.year + by, ..date }).is_possible() {
        return None;
    }
    let last = days_in(Some(year.year + by), month);
    // Slices of one text: where the day begins in it.
    let at = crate::syntax::range_in(&block.text, written);
    let between = block.text.get(year.span.range.end as usize..at.start as usize)?;
    let text = format!("{}{between}{}", year_like(analysis.words(&year.span), year.year + by), day_like(written, last));
    Some((Span { block: year.span.block, range: from as u32..at.end }, text))
}

/// A number of at most two digits, or in Chinese.
fn number(text: &str) -> Option<u32> {
    let digits: String = text.trim_matches(is_blank).chars().take(4).map(narrow).collect();
    digits.parse().ok().or_else(|| chinese_value(&digits))
}

/// The day `day` written as `written` writes one.
fn day_like(written: &str, day: u32) -> String {
    if !written.chars().any(|c| narrow(c).is_ascii_digit()) {
        return chinese(day);
    }
    let wide = written.chars().any(|c| narrow(c) != c);
    let of = |digit: char| if wide { char::from_u32(digit as u32 + 0xFEE0).unwrap_or(digit) } else { digit };
    day.to_string().chars().map(of).collect()
}
