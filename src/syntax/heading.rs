//! Heading marks and run-in headings.
//!
//! The ladder of official documents is 一、 （一） 1. （1） (GB/T 9704); drafts also
//! use 第一部分, 第一章 and ①. A run-in heading ends with 。 and its text follows
//! in the same paragraph.

use super::numeral::{chinese_value, is_numeral};
use super::{Local, range_in};
use crate::text::width::{is_blank, is_han, narrow};

/// How a heading is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// 第一部分, 第一篇
    Part,
    /// 第一章
    Chapter,
    /// 第一节
    Section,
    /// 一、
    Chinese,
    /// （一）
    ChineseParen,
    /// 1.
    Arabic,
    /// （1）
    ArabicParen,
    /// ①
    Circled,
    /// A Markdown heading without a mark of its own.
    Unmarked,
}

impl Family {
    /// The level that the written mark stands for (一、 is 1, （一） is 2 …); 0
    /// where the mark says nothing.
    pub fn level(self) -> u8 {
        match self {
            Family::Part | Family::Chapter | Family::Section | Family::Chinese => 1,
            Family::ChineseParen => 2,
            Family::Arabic => 3,
            Family::ArabicParen => 4,
            Family::Circled => 5,
            Family::Unmarked => 0,
        }
    }

    /// The mark for `ordinal` in house form, full width or half.
    pub fn write(self, ordinal: u32, full_width: bool) -> String {
        let cn = super::chinese(ordinal);
        let (open, close) = if full_width { ('（', '）') } else { ('(', ')') };
        match self {
            Family::Part => format!("第{cn}部分"),
            Family::Chapter => format!("第{cn}章"),
            Family::Section => format!("第{cn}节"),
            Family::Chinese => format!("{cn}、"),
            Family::ChineseParen => format!("{open}{cn}{close}"),
            Family::Arabic => format!("{ordinal}."),
            Family::ArabicParen => format!("{open}{ordinal}{close}"),
            Family::Circled => char::from_u32('①' as u32 + ordinal.saturating_sub(1)).map_or_else(String::new, String::from),
            Family::Unmarked => String::new(),
        }
    }
}

/// What is odd about the way a mark is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Oddity {
    /// `一，` `一.` `1、`: another stop than the ladder has.
    WrongStop,
    /// `（一）、`: a stop behind a bracket.
    ExtraStop,
    /// `一）` or `（一`: half a bracket.
    HalfBracket,
    /// `（一)`: brackets of two widths.
    MixedBrackets,
}

/// A heading mark as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// How it numbers.
    pub family: Family,
    /// Its number.
    pub ordinal: u32,
    /// The mark as written, a stray stop included.
    pub span: Local,
    /// The numeral alone.
    pub numeral: Local,
    /// What is odd about it.
    pub oddity: Option<Oddity>,
}

/// A heading, on a line of its own or run into its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its mark; `None` for a Markdown heading without one.
    pub mark: Option<Mark>,
    /// Its text, without mark and closing stop.
    pub title: Local,
    /// The stop that closes it (。 ： ； ，…), where one is written.
    pub stop: Option<Local>,
    /// The text behind it in the same paragraph; empty for a heading on its own line.
    pub rest: Local,
    /// Whether the stop between heading and text seems to be lost: the first
    /// sentence is too long, or says too much, to be a heading.
    pub overlong: bool,
}

impl Heading {
    /// Whether text follows in the same paragraph.
    pub fn is_run_in(&self) -> bool {
        !self.rest.is_empty()
    }

    /// The level of the written mark; `None` for a Markdown heading without mark.
    pub fn mark_level(&self) -> Option<u8> {
        self.mark.as_ref().map(|m| m.family.level())
    }
}

/// The longest heading in characters that is believed without other evidence.
/// Published reports have run-in headings of one or two clauses of up to 48.
const LONGEST: usize = 56;
/// A heading of three clauses is believed up to this many characters …
const LONGEST_THREE: usize = 48;
/// … and one of more clauses, or one that counts something, up to this many.
const LONGEST_CLAUSES: usize = 30;
/// Where no sentence ends at all, more characters than this are a paragraph.
const LONGEST_LINE: usize = 60;
/// A line of so many characters fills the page of an official document: 28 less
/// the indent of its first line (GB/T 9704-2012).
const FULL_LINE: usize = 26;

/// Reads the mark at the start of `body` (a part of `whole`).
pub fn read_mark(whole: &str, body: &str) -> Option<Mark> {
    let base = range_in(whole, body).start;
    let local = |from: usize, to: usize| base + from as u32..base + to as u32;
    let mut cursor = Cursor { text: body, at: 0 };
    let first = cursor.peek()?;
    if let Some(ordinal) = circled(first) {
        cursor.next();
        let end = cursor.at;
        return Some(Mark { family: Family::Circled, ordinal, span: local(0, end), numeral: local(0, end), oddity: None });
    }
    if first == '第' {
        cursor.next();
        let numeral = cursor.take(is_numeral);
        let ordinal = chinese_value(numeral.1)?;
        let rest = cursor.rest();
        let (family, word) = [(Family::Part, "部分"), (Family::Part, "篇"), (Family::Chapter, "章"), (Family::Section, "节")]
            .into_iter()
            .find(|(_, word)| rest.starts_with(word))?;
        cursor.at += word.len();
        // 第一章规定… is a sentence; a heading has a blank or a stop behind its number.
        match cursor.peek() {
            None => {}
            Some(c) if matches!(narrow(c), ':' | '、') => {
                cursor.next();
            }
            Some(c) if is_blank(c) => {}
            Some(_) if word == "部分" => {}
            Some(_) => return None,
        }
        return Some(Mark {
            family,
            ordinal,
            span: local(0, cursor.at),
            numeral: local(numeral.0, numeral.0 + numeral.1.len()),
            oddity: None,
        });
    }
    let open = narrow(first) == '(';
    if open {
        cursor.next();
        cursor.take(is_blank);
    }
    let (numeral_at, numeral) = cursor.take(|c| is_numeral(c) || narrow(c).is_ascii_digit());
    let digits: String = numeral.chars().map(narrow).collect();
    let (ordinal, arabic) = match digits.parse::<u32>() {
        Ok(value) if digits.len() <= 2 && value > 0 => (value, true),
        Ok(_) => return None,
        Err(_) => (chinese_value(numeral)?, false),
    };
    let number = local(numeral_at, numeral_at + numeral.len());
    let blank = cursor.take(is_blank).1;
    let next = cursor.peek();
    let family = match (open || next.map(narrow) == Some(')'), arabic) {
        (true, true) => Family::ArabicParen,
        (true, false) => Family::ChineseParen,
        (false, true) => Family::Arabic,
        (false, false) => Family::Chinese,
    };
    let mut oddity = None;
    match (open, next.map(narrow)) {
        (_, Some(')')) => {
            cursor.next();
            // 1） is an accepted way to write （1）; 一） is not one to write （一）.
            if !open && !arabic {
                oddity = Some(Oddity::HalfBracket);
            } else if open && is_full(first) != next.is_some_and(is_full) {
                oddity = Some(Oddity::MixedBrackets);
            }
            let end = cursor.at;
            if cursor.next().is_some_and(|c| matches!(narrow(c), '、' | ',' | '.' | ':' | '．')) {
                oddity = Some(Oddity::ExtraStop);
            } else {
                cursor.at = end;
            }
        }
        // （一 加强…: half a bracket is believed only where a Chinese word follows at once.
        (true, Some(c)) if !arabic && is_han(c) && numeral.chars().count() == 1 && !follows_as_word(cursor.rest()) => {
            oddity = Some(Oddity::HalfBracket);
        }
        (true, _) => return None,
        (false, Some(stop @ ('、' | '.' | ','))) => {
            if !blank.is_empty() && stop != '、' {
                return None;
            }
            cursor.next();
            let usual = if arabic { '.' } else { '、' };
            if stop != usual {
                oddity = Some(Oddity::WrongStop);
            }
            let after = cursor.rest();
            let mut ahead = after.chars().map(narrow);
            match ahead.next() {
                // 2.0版, 1.5万 and the like
                Some(c) if c.is_ascii_digit() && arabic => return None,
                // 一、二、三产业; 三、四中全会
                Some(c) if is_numeral(c) && ahead.next().is_some_and(|n| matches!(n, '、' | '中' | '届' | '级' | '类')) => {
                    return None;
                }
                _ => {}
            }
            if arabic && stop == ',' {
                return None;
            }
        }
        _ => return None,
    }
    Some(Mark { family, ordinal, span: local(0, cursor.at), numeral: number, oddity })
}

/// Whether a bracket is as wide as a Chinese character.
fn is_full(bracket: char) -> bool {
    narrow(bracket) != bracket
}

/// （三农 …, （一带一路 …: a bracketed word, no number.
fn follows_as_word(rest: &str) -> bool {
    rest.contains(['）', ')'])
}

/// Reads the heading that `body` starts with, if it starts with a mark or is a
/// Markdown heading (`hashes` > 0). `line_end` is where its first line was
/// joined to the next, if it was; `bold` what is set in bold, where `whole` lacks the marks of that.
pub fn read_heading(whole: &str, body: &str, hashes: u8, line_end: Option<u32>, bold: Option<&[Local]>) -> Option<Heading> {
    let mark = read_mark(whole, body);
    if mark.is_none() && hashes == 0 {
        return None;
    }
    let body_start = range_in(whole, body).start as usize;
    let after = match &mark {
        Some(mark) => body.get(mark.span.end as usize - body_start..).unwrap_or_default(),
        None => body,
    };
    let after = after.trim_start_matches(is_blank);
    let known = bold.map(|all| bold_start(whole, after, all));
    let bold = "**";
    let strong = known.unwrap_or_else(|| after.strip_prefix(bold).and_then(|t| t.split_once(bold)));
    let strong = strong.filter(|(_, rest)| !rest.is_empty());
    let after = after.trim_start_matches(bold).trim_start_matches(is_blank);
    let (title, stop, rest) = match (strong, sentence_end(after)) {
        // 1. **执法力量不足**：… is a heading as far as it is bold.
        (Some((title, rest)), _) => {
            let stop = rest.chars().next().filter(|c| matches!(narrow(*c), '。' | ':' | ',')).map_or(0, char::len_utf8);
            let inner = title.trim_end_matches(['。', '：', ':']);
            (inner, rest.get(..stop).filter(|s| !s.is_empty()), rest.get(stop..).unwrap_or_default().trim_start_matches(is_blank))
        }
        (None, Some((at, width))) => {
            let rest = after.get(at + width..).unwrap_or_default();
            let rest = rest.trim_start_matches(bold).trim_start_matches(is_blank);
            (after.get(..at).unwrap_or_default(), after.get(at..at + width), rest)
        }
        (None, None) => {
            let line = after.trim_end_matches(bold).trim_end_matches(is_blank);
            match line.chars().next_back() {
                Some(c) if matches!(narrow(c), ':' | ';' | ',' | '、' | '.') => {
                    let at = line.len() - c.len_utf8();
                    (line.get(..at).unwrap_or_default(), line.get(at..), "")
                }
                _ => (line, None, ""),
            }
        }
    };
    let title = title.trim_end_matches(bold).trim_end_matches(is_blank);
    let title_at = range_in(whole, title);
    let too_long = hashes == 0 && is_overlong(title, stop.is_some() || !rest.is_empty());
    // A heading on its own line was taken for the first line of a paragraph. A line
    // that fills the page was broken by it, and not by who wrote the heading.
    let is_short = |end: u32| whole.get(body_start..end as usize).is_some_and(|line| line.chars().count() < FULL_LINE);
    let own_line = line_end
        .filter(|end| too_long && title_at.start < *end && *end < title_at.end && is_short(*end))
        .map(|end| (end - title_at.start) as usize);
    let overlong = too_long && own_line.is_none();
    let (title, stop, rest) = if too_long {
        let cut = own_line.unwrap_or_else(|| first_clause(title)).min(title.len());
        let clause = title.get(..cut).unwrap_or_default();
        let start = title_at.start as usize + cut;
        let rest = whole.get(start..range_in(whole, body).end as usize).unwrap_or_default();
        (clause, None, rest)
    } else {
        (title, stop, rest)
    };
    let empty_at = range_in(whole, body).end;
    Some(Heading {
        title: range_in(whole, title),
        stop: stop.map(|s| range_in(whole, s)),
        rest: if rest.is_empty() { empty_at..empty_at } else { range_in(whole, rest) },
        overlong,
        mark,
    })
}

/// What is set in bold at the start of a text, and what follows it: `1. **力量不足**：…`,
/// or a mark and all of the title behind it, `**（一）加强领导**县政府…`.
fn bold_start<'a>(whole: &str, text: &'a str, bold: &[Local]) -> Option<(&'a str, &'a str)> {
    let start = range_in(whole, text).start;
    let range = bold.iter().find(|range| range.start <= start && start < range.end)?;
    let (title, rest) = text.split_at_checked((range.end - start) as usize)?;
    (range.start == start || sentence_end(title).is_none()).then_some((title, rest))
}

/// Byte and width of the first sentence end outside quotation and title marks.
fn sentence_end(text: &str) -> Option<(usize, usize)> {
    let mut depth = 0i32;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_han(c) => {}
            '“' | '《' | '（' | '(' => depth += 1,
            '”' | '》' | '）' | ')' => depth = (depth - 1).max(0),
            '。' | '！' | '？' | '!' | '?' if depth == 0 || at > 180 => {
                return Some((at, c.len_utf8()));
            }
            _ => {}
        }
    }
    // A mark that was never closed must not hide every stop behind it.
    if depth > 0 { text.find('。').map(|at| (at, '。'.len_utf8())) } else { None }
}

/// Whether a first sentence is too long, or says too much, to be a heading.
fn is_overlong(title: &str, closed: bool) -> bool {
    if closed && lost_at_blank(title).is_some() {
        return true;
    }
    let length = title.chars().count();
    if !closed {
        return length > LONGEST_LINE;
    }
    let clauses = title.chars().filter(|c| matches!(narrow(*c), ',' | ';')).count() + 1;
    length > LONGEST || (length > LONGEST_THREE && clauses >= 3) || (length > LONGEST_CLAUSES && (clauses >= 4 || has_figure(title)))
}

/// Whether digits stand in `text` that are no year: headings count nothing.
fn has_figure(text: &str) -> bool {
    let mut digits = 0;
    let mut depth = 0i32;
    for c in text.chars() {
        match c {
            '“' | '《' | '（' | '(' => depth += 1,
            '”' | '》' | '）' | ')' => depth = (depth - 1).max(0),
            _ => {}
        }
        if narrow(c).is_ascii_digit() {
            digits += 1;
        } else {
            if digits > 0 && depth == 0 && !matches!(c, '年' | '+' | '＋' | '.') {
                return true;
            }
            digits = 0;
        }
    }
    false
}

/// A blank between a short heading and a long sentence stands where 。 was;
/// one between two short clauses is a style.
fn lost_at_blank(text: &str) -> Option<usize> {
    let at = text.find(is_blank)?;
    let (head, tail) = text.split_at(at);
    let (head, tail) = (head.chars().count(), tail.trim_start_matches(is_blank).chars().count());
    ((4..=24).contains(&head) && tail > 18).then_some(at)
}

/// Byte behind the first clause that has at least four characters.
fn first_clause(text: &str) -> usize {
    if let Some(at) = lost_at_blank(text) {
        return at;
    }
    text.char_indices()
        .enumerate()
        .find(|(count, (_, c))| *count >= 4 && matches!(narrow(*c), ',' | ';' | ':'))
        .map_or(text.len(), |(_, (at, _))| at)
}

fn circled(c: char) -> Option<u32> {
    matches!(c, '①'..='⑳').then(|| c as u32 - '①' as u32 + 1)
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// The run of characters that `keep` accepts, with its byte offset.
    fn take(&mut self, keep: impl Fn(char) -> bool) -> (usize, &'a str) {
        let rest = self.rest();
        let len = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        let start = self.at;
        self.at += len;
        (start, rest.get(..len).unwrap_or_default())
    }
}
