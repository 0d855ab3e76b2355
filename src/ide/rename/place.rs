//! What the words around a year tell of whose year it is.

use super::Group;
use crate::facts::{Citation, parse_year};
use crate::schema::Role;
use crate::syntax::Block;
use crate::text::width::{is_blank, narrow, squeeze};
use crate::words;
use std::ops::Range;

/// A year in running text and what stands around it.
pub(super) struct Place<'a> {
    pub block: &'a Block,
    pub citations: &'a [Citation],
    pub range: &'a Range<usize>,
    pub year: i32,
}

impl Place<'_> {
    /// What a year of the report (or of its plan) is part of; `None` where it
    /// says something of its own.
    pub fn group(&self, role: Role, report: bool) -> Option<Group> {
        let (text, table) = (&*self.block.text, words::roll_year());
        let inside = |range: &Range<usize>| range.start <= self.range.start && self.range.end <= range.end;
        if self.citations.iter().any(|c| inside(&c.range)) || is_quoted(text.get(..self.range.start)?) {
            return None;
        }
        let before = text.get(..self.range.start)?.trim_end_matches(is_blank);
        let behind = text.get(self.range.end..)?.trim_start_matches('年').trim_start_matches('度').trim_start_matches(is_blank);
        if report && self.is_bound() {
            return Some(Group::Report);
        }
        let ends = |words: &[String]| words.iter().any(|w| before.ends_with(w.as_str()));
        let starts = |words: &[String]| words.iter().any(|w| behind.starts_with(w.as_str()));
        if ends(&table.since)
            || starts(&table.since_behind)
            || ends(&table.compared)
            || starts(&table.compared_behind)
            || self.is_joined(before, behind)
        {
            return None;
        }
        let summed = |range: Range<usize>| {
            words::corpus().cumulative.iter().any(|w| text.get(range.clone()).is_some_and(|t| t.contains(w.as_str())))
        };
        let until = ends(&table.until);
        if until && summed(self.around(is_end)) {
            return None;
        }
        let certain = if report { Group::Report } else { Group::Plan };
        let at = self.range.start as u32;
        let heading = self.block.heading.as_ref().is_some_and(|h| h.title.contains(&at) && !h.overlong);
        if heading {
            return Some(certain);
        }
        // 现将2024年情况和2025年工作安排报告如下
        let announced =
            || table.plans.iter().any(|w| text.get(self.range.end..self.around(is_stop).end).is_some_and(|t| t.contains(w.as_str())));
        if role == Role::Lead && !report && announced() {
            return Some(Group::Plan);
        }
        // 2024年5月12日: the day of something that happened.
        let dated = behind.chars().next().is_some_and(|c| narrow(c).is_ascii_digit());
        let fits = if report { matches!(role, Role::Lead | Role::Results | Role::Problems | Role::Closing) } else { role == Role::Plan };
        // Among other years only the one that opens the sentence is surely this one.
        let opens = self.opens(is_end) || self.opens(is_stop) && !self.has_others();
        let sure = fits && (role == Role::Lead && report || opens) && !dated && !until && !summed(self.around(is_stop));
        Some(if sure { certain } else { Group::Doubtful })
    }

    /// Whether the year is that of the first or the last day of a span that is
    /// this year: 自2024年1月1日至2024年12月31日.
    fn is_bound(&self) -> bool {
        let sentence = squeeze(self.block.text.get(self.around(is_end)).unwrap_or_default());
        let day = |bound: &String| format!("{}年{bound}", self.year);
        let table = words::roll_year();
        let behind: String = self.block.text.get(self.range.end..).unwrap_or_default().chars().filter(|c| !is_blank(*c)).take(8).collect();
        let here = table.bounds.iter().any(|bound| behind.strip_prefix('年').is_some_and(|b| b.starts_with(bound.as_str())));
        here && table.bounds.iter().all(|bound| sentence.contains(&day(bound)))
    }

    /// Whether the year is an end of a span or a member of a list of years.
    fn is_joined(&self, before: &str, behind: &str) -> bool {
        let starts = |text: &str| parse_year(&text.chars().take(4).collect::<String>()).is_some();
        let ends = |text: &str| {
            let text = text.trim_end_matches(is_blank);
            text.ends_with('年')
                || text.ends_with("年度")
                || text.char_indices().rev().nth(3).is_some_and(|(at, _)| text.get(at..).is_some_and(|t| parse_year(t).is_some()))
        };
        words::roll_year().joiners.iter().any(|joiner| {
            let left = before.strip_suffix(joiner.as_str()).is_some_and(ends);
            left || behind.strip_prefix(joiner.as_str()).is_some_and(|rest| starts(rest.trim_start_matches(is_blank)))
        })
    }

    /// Whether the sentence names another year outside of titles.
    fn has_others(&self) -> bool {
        let range = self.around(is_end);
        let cited = |at: usize| self.citations.iter().any(|c| c.range.contains(&at));
        let years = crate::facts::years(self.block.text.get(range.clone()).unwrap_or_default());
        years.iter().any(|(at, year)| *year != self.year && !cited(range.start + at.start))
    }

    /// Whether nothing but a word that introduces it stands before the year
    /// behind the last such mark.
    fn opens(&self, ends: impl Fn(char) -> bool) -> bool {
        let text = &*self.block.text;
        let at = self.range.start as u32;
        let heading = self.block.heading.as_ref();
        // Behind the mark of a heading or an item, and behind a run-in heading.
        let starts = heading.into_iter().flat_map(|h| [h.title.start, h.rest.start]).chain(self.block.items.iter().map(|i| i.text.start));
        let start = starts.filter(|s| *s <= at).max().unwrap_or(self.block.body.start) as usize;
        let so_far = text.get(start.min(self.range.start)..self.range.start).unwrap_or_default();
        let clause = so_far.rsplit(ends).next().unwrap_or_default();
        let clause = clause.trim_matches(|c| is_blank(c) || c == '*' || c == '#');
        clause.is_empty() || words::roll_year().openers.iter().any(|opener| clause == opener)
    }

    /// The bytes around the year between two marks.
    fn around(&self, ends: impl Fn(char) -> bool) -> Range<usize> {
        let text = &*self.block.text;
        let before = text.get(..self.range.start).unwrap_or_default();
        let start = before.char_indices().rev().take(SENTENCE).take_while(|(_, c)| !ends(*c)).last().map_or(before.len(), |(at, _)| at);
        let rest = text.get(self.range.end..).unwrap_or_default();
        let inside = rest.char_indices().take(SENTENCE).take_while(|(_, c)| !ends(*c)).last();
        let end = self.range.end + inside.map_or(0, |(at, c)| at + c.len_utf8());
        start..end
    }
}

/// The longest sentence, in characters: what runs on for longer is no prose.
const SENTENCE: usize = 2000;

/// Marks that end a clause.
fn is_stop(c: char) -> bool {
    is_end(c) || matches!(narrow(c), ',' | ':')
}

/// Marks that end a sentence.
fn is_end(c: char) -> bool {
    matches!(narrow(c), '。' | ';' | '!' | '?')
}

/// Whether a text ends inside quotation marks.
fn is_quoted(before: &str) -> bool {
    before.rfind('“').is_some_and(|open| before.rfind('”').is_none_or(|close| close < open))
}
