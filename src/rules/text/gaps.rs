//! The blanks of a paragraph that should not be there.

use crate::rules::BlockCheck;
use crate::schema::Role;
use crate::syntax::{Block, Local};
use crate::text::chars::{BLANKS, DIGITS};
use crate::text::width::{is_blank, is_han, narrow};
use crate::words;

/// Clauses of a heading have at least so many characters.
const CLAUSE: usize = 4;
/// Names of so many characters are spread; so many single characters in a row are
/// none.
const NAME_CHARS: usize = 3;
/// A heading of so many characters with blanks in it is spread for looks.
const SPREAD_CHARS: usize = 3;

/// A blank that should not be there.
pub struct Gap {
    /// Its first byte in the block.
    pub from: u32,
    /// The byte behind it.
    pub to: u32,
    /// Whether a figure stands beside it.
    pub beside_figure: bool,
    /// Whether a lost mark is unlikely in its place.
    pub safe: bool,
    /// The characters around it, where it may part two clauses: it should not be
    /// there if the report writes these in one piece.
    pub phrase: Option<Box<str>>,
}

/// What the blanks of a block say.
#[derive(Default)]
pub struct Gaps {
    /// Those that should not be there.
    pub stray: Vec<Gap>,
    /// Those between a figure and a character in titles, headings, signatures and
    /// dates: by themselves they may part or spread these, in a draft that sets off
    /// all its figures they are of that habit.
    pub habitual: Vec<Gap>,
    /// Places where a character and a figure meet without a blank.
    pub tight: usize,
    /// Whether each two characters were set apart by blanks, which the block's text lacks.
    pub set_apart: bool,
    /// Whether it is running text, no heading by itself.
    pub sentence: bool,
}

/// The blanks of a heading that has neither number nor `#`.
pub struct HeadingGaps(pub Gaps);

/// Reads a heading that has neither number nor `#`.
pub fn heading_gaps(at: &BlockCheck<'_>) -> HeadingGaps {
    // Whether it is set apart is said by `gaps`.
    HeadingGaps(Gaps { set_apart: false, ..read(at, true) })
}

/// Reads a block.
pub fn gaps(at: &BlockCheck<'_>) -> Gaps {
    read(at, at.role == Role::Title)
}

fn read(at: &BlockCheck<'_>, is_title: bool) -> Gaps {
    let (block, mut out) = (at.block, Gaps::default());
    out.set_apart = block.is_spaced();
    // What has no stop is a row of a table that was pasted as text, or a heading without a number.
    let bare = !block.body().contains(['，', ',', '。', '；', ';']);
    out.sentence = !bare;
    let is_signed = matches!(at.role, Role::Signature | Role::Date);
    if !is_signed && !is_title && !matches!(at.role, Role::Lead | Role::Results | Role::Problems | Role::Plan) {
        return out;
    }
    let heading = block.heading.as_ref();
    let start = heading.and_then(|h| h.mark.as_ref()).map_or(block.body.start, |m| m.span.end);
    let text = block.get(&(start..block.body.end));
    let in_mark = heading.and_then(|h| h.mark.as_ref()).is_some_and(|m| block.get(&m.span).contains(is_blank));
    if !at.has(&BLANKS) || !in_mark && !text.trim_matches(is_blank).contains(is_blank) {
        out.tight = if at.has(&DIGITS) && !is_title && !is_signed { tight(at, start) } else { 0 };
        return out;
    }
    if heading.is_none() && bare && !is_title && !is_signed {
        return out;
    }
    let title = heading.map(|h| h.title.clone()).or_else(|| is_title.then(|| block.body.clone()));
    // A heading with its text behind it is not spread for looks.
    let spread = title.as_ref().is_some_and(|t| is_spread(block.get(t))) && heading.is_none_or(|h| !h.is_run_in());
    let chars: Vec<(u32, char)> = text.char_indices().map(|(at, c)| (start + at as u32, c)).collect();
    out.stray.extend(heading.and_then(|h| h.mark.as_ref()).into_iter().flat_map(|mark| inside_mark(block, &mark.span)));
    let mut index = chars.iter().position(|p| !is_blank(p.1)).unwrap_or(chars.len());
    while let Some((from, c)) = chars.get(index).copied() {
        if !is_blank(c) {
            let next = chars.get(index + 1).map_or(' ', |p| p.1);
            out.tight += usize::from(!is_title && !is_signed && (is_digit(c) && is_han(next) || is_han(c) && is_digit(next)));
            index += 1;
            continue;
        }
        let length = chars.iter().skip(index).take_while(|p| is_blank(p.1)).count();
        let (before, after) = (chars.get(..index).unwrap_or_default(), chars.get(index + length..).unwrap_or_default());
        let gap = chars.get(index..index + length).unwrap_or_default();
        index += length;
        let (Some((_, a)), Some((to, b))) = (before.last().copied(), after.first().copied()) else { continue };
        let sets_off = matches!(gap, [(_, ' ' | '\u{a0}')]) && (is_digit(a) && is_han(b) || is_han(a) && is_digit(b));
        let habitual = || Gap { from, to, beside_figure: true, safe: true, phrase: None };
        if is_signed {
            out.habitual.extend(sets_off.then(habitual));
            continue;
        }
        let full_width = gap.iter().filter(|p| p.1 == '\u{3000}').count();
        let in_title = title.as_ref().filter(|t| t.start <= from && from < t.end);
        let in_row = is_row(before, gap, after);
        let right = is_latin(before.iter().rev())
            || is_latin(after.iter())
            || a == '〕' && b == '号'
            || !is_chinese(a, before)
            || !is_chinese(b, &[])
            || is_digit(a) && is_digit(b) && !in_row
            || is_open(a) && is_close(b)
            || (full_width > 1 || gap.iter().any(|p| p.1 == '\t')) && is_stop(a)
            || is_list_mark(before) && !in_row
            || is_name(before, gap, after)
            || is_clause(before) && is_clause_start(after) && is_quoted(before)
            || in_title
                .is_some_and(|t| spread || bare && is_digit(b) && !in_row || length + full_width > 1 && to + b.len_utf8() as u32 == t.end)
            || in_title.is_none() && heading.is_some_and(|h| h.mark.is_some()) && is_clause(before) && is_han(b) && is_first(before);
        if right || a == b {
            let is_marked = is_latin(before.iter().rev()) || is_latin(after.iter()) || is_list_mark(before);
            out.habitual.extend((sets_off && in_title.is_some() && !spread && !is_marked).then(habitual));
            continue;
        }
        let phrase = in_title.filter(|t| parts_clauses(block.get(t), t, before, after)).map(|_| (before, after));
        let phrase = phrase.filter(|(before, after)| !is_inside_word(at, before, after)).map(|(before, after)| around(before, after));
        let safe = length == 1 && full_width == 0 || !is_han(a) || !is_han(b);
        out.stray.push(Gap { from, to, beside_figure: is_digit(a) || is_digit(b), safe, phrase });
    }
    out
}

/// The blanks inside the number of a heading: （ 一 ）.
fn inside_mark(block: &Block, mark: &Local) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for (at, c) in block.get(mark).char_indices().filter(|(_, c)| is_blank(*c)) {
        let (from, to) = (mark.start + at as u32, mark.start + (at + c.len_utf8()) as u32);
        match gaps.last_mut() {
            Some(last) if last.to == from => last.to = to,
            _ => gaps.push(Gap { from, to, beside_figure: false, safe: true, phrase: None }),
        }
    }
    gaps
}

/// Places in a text without blanks, from byte `start` on, where a character and a figure meet.
fn tight(at: &BlockCheck<'_>, start: u32) -> usize {
    let digits = at.others().iter().filter(|(place, c)| *place >= start && is_digit(*c));
    let meets = |(place, c): &(u32, char)| {
        let (before, after) = at.beside(*place, *c);
        usize::from(*place > start && before.is_some_and(is_han)) + usize::from(after.is_some_and(is_han))
    };
    digits.map(meets).sum()
}

fn is_digit(c: char) -> bool {
    narrow(c).is_ascii_digit()
}

/// Whether the letters and digits beside the blank hold a Latin letter: 5G, 12345APP.
fn is_latin<'a>(from: impl Iterator<Item = &'a (u32, char)>) -> bool {
    from.map(|p| narrow(p.1)).take_while(char::is_ascii_alphanumeric).any(|c| c.is_ascii_alphabetic())
}

fn is_open(c: char) -> bool {
    matches!(narrow(c), '(' | '〔' | '【' | '[' | '《' | '“' | '〈' | '‘')
}

fn is_close(c: char) -> bool {
    matches!(narrow(c), ')' | '〕' | '】' | ']' | '》' | '”' | '〉' | '’')
}

fn is_stop(c: char) -> bool {
    matches!(narrow(c), '。' | ';' | ':' | '!' | '?')
}

/// Whether no blank belongs beside `c` on this side. An ASCII mark is Chinese
/// where it stands behind Chinese.
fn is_chinese(c: char, before: &[(u32, char)]) -> bool {
    if is_han(c) || is_digit(c) || matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？' | '·') || c == '%' || c == '％' {
        return true;
    }
    if is_open(c) || is_close(c) {
        return c != '[' && c != ']';
    }
    let behind = before.iter().rev().nth(1).map_or('中', |p| p.1);
    matches!(c, ',' | ';' | ':' | '!' | '?') && !behind.is_ascii_alphabetic()
}

/// Whether what stands before the blank numbers what follows it: 第三条, （一）, 1. and the like.
fn is_list_mark(before: &[(u32, char)]) -> bool {
    let number = |c: char| {
        is_digit(c)
            || matches!(c, '一'..='龥') && crate::syntax::chinese_value(&c.to_string()).is_some()
            || matches!(c, '千' | '百' | '零' | '〇')
    };
    let mut rev = before.iter().rev().map(|p| p.1);
    let Some(last) = rev.next() else { return false };
    if matches!(last, '①'..='⑳') {
        return true;
    }
    // 第三条, 第二部分, 第一百二十条之二.
    let counts = |c: char| number(c) || words::kinds().divisions.has(c);
    if counts(last) && before.iter().rev().map(|p| p.1).take(12).find(|c| !counts(*c)) == Some('第') {
        return true;
    }
    let opener = match narrow(last) {
        ')' => Some('('),
        '、' | '.' => None,
        // 一 推进…: a number at the start without its mark is not ours to judge.
        c if number(c) => return before.len() <= 3 && before.iter().all(|p| number(p.1)),
        _ => return false,
    };
    let digits = before.iter().rev().skip(1).take_while(|p| number(p.1)).count();
    let front = before.len().checked_sub(digits + 2).and_then(|i| before.get(i)).map(|p| narrow(p.1));
    let begins = match opener {
        Some(opener) => front == Some(opener),
        None => front.is_none_or(|c| is_stop(c) || is_blank(c)),
    };
    (1..=3).contains(&digits) && begins
}

/// 王　强、李小明: names of two characters are spaced to the width of three. A
/// longer row of single characters with like blanks is none, nor is one that ends
/// in a word.
fn is_name(before: &[(u32, char)], gap: &[(u32, char)], after: &[(u32, char)]) -> bool {
    let like: Vec<char> = gap.iter().map(|p| p.1).collect();
    let left = singles(before.iter().rev().map(|p| p.1), &like);
    let right = singles(after.iter().map(|p| p.1), &like);
    left.zip(right).is_some_and(|(left, right)| left + right <= NAME_CHARS)
}

/// Whether the blank stands in a row of single characters or digits with like
/// blanks that is longer than a name, so that it parts no two numbers.
fn is_row(before: &[(u32, char)], gap: &[(u32, char)], after: &[(u32, char)]) -> bool {
    let like: Vec<char> = gap.iter().map(|p| p.1).collect();
    let row = |text: &mut dyn Iterator<Item = char>| {
        let mut count = 0;
        while count <= NAME_CHARS && text.next().is_some_and(|c| is_han(c) || is_digit(c)) {
            count += 1;
            if !like.iter().all(|blank| text.next() == Some(*blank)) {
                break;
            }
        }
        count
    };
    row(&mut before.iter().rev().map(|p| p.1)) + row(&mut after.iter().map(|p| p.1)) > NAME_CHARS
}

/// How many single Chinese characters with a gap of these blanks between each two
/// of them the text starts with; `None` where the last one is part of a word, or
/// there is none.
fn singles(mut text: impl Iterator<Item = char>, gap: &[char]) -> Option<usize> {
    let mut count = 0;
    while text.next().is_some_and(is_han) {
        count += 1;
        let mut blanks = 0;
        let behind = loop {
            match text.next() {
                Some(c) if gap.get(blanks) == Some(&c) => blanks += 1,
                other => break other,
            }
            if blanks == gap.len() {
                break Some(' ');
            }
        };
        if blanks < gap.len() {
            return (!behind.is_some_and(|c| is_han(c) || is_digit(c))).then_some(count);
        }
        if count > NAME_CHARS {
            break;
        }
    }
    (count > 0).then_some(count)
}

/// Whether at least a clause of characters stands directly before.
fn is_clause(before: &[(u32, char)]) -> bool {
    before.iter().rev().take_while(|p| is_han(p.1)).count() >= CLAUSE
}

fn is_clause_start(after: &[(u32, char)]) -> bool {
    after.iter().take_while(|p| is_han(p.1)).count() >= CLAUSE
}

/// Whether a quotation or title is open: names of cases part their clauses by a blank.
fn is_quoted(before: &[(u32, char)]) -> bool {
    before.iter().rev().map(|p| p.1).find(|c| matches!(c, '“' | '”' | '《' | '》')).is_some_and(is_open)
}

/// Whether no sentence ended yet behind the number: the blank stands where the
/// heading lost its 。, which another rule says.
fn is_first(before: &[(u32, char)]) -> bool {
    !before.iter().any(|p| is_stop(p.1) || matches!(narrow(p.1), ','))
}

/// Whether a heading is spread for looks: a blank between each two of its
/// characters, or between parts of one length.
fn is_spread(title: &str) -> bool {
    let parts: Vec<usize> = title.split(is_blank).map(|part| part.chars().count()).filter(|length| *length > 0).collect();
    let characters: usize = parts.iter().sum();
    let equal = parts.iter().min() == parts.iter().max();
    let wide = title.trim_matches(is_blank).chars().filter(|c| is_blank(*c)).count() >= parts.len() || title.contains('\u{3000}');
    characters <= SPREAD_CHARS || equal && (parts.len() > 2 || parts.len() == 2 && wide)
}

/// Whether a blank in a heading without commas may part two clauses.
fn parts_clauses(words: &str, title: &Local, before: &[(u32, char)], after: &[(u32, char)]) -> bool {
    let inside = |p: &&(u32, char)| title.contains(&p.0) && !is_blank(p.1);
    let long = before.iter().rev().take_while(inside).count() >= CLAUSE && after.iter().take_while(inside).count() >= CLAUSE;
    long && !words.contains(['，', ','])
}

/// Whether a word of the schema stands on both sides of a blank.
fn is_inside_word(at: &BlockCheck<'_>, before: &[(u32, char)], after: &[(u32, char)]) -> bool {
    let side: String = before.iter().rev().map(|p| p.1).take_while(|c| is_han(*c)).take(LONGEST_WORD).collect();
    let mut words: String = side.chars().rev().collect();
    let boundary = words.len();
    words.extend(after.iter().map(|p| p.1).take_while(|c| is_han(*c)).take(LONGEST_WORD));
    at.context.schema.words.spans(&words, boundary)
}

/// Words of a schema have at most so many characters on one side of a blank.
const LONGEST_WORD: usize = 8;

/// The two characters before a blank and the two behind it.
fn around(before: &[(u32, char)], after: &[(u32, char)]) -> Box<str> {
    let from = before.len().saturating_sub(2);
    let sides = before.get(from..).unwrap_or_default().iter().chain(after.iter().take(2));
    sides.map(|p| p.1).collect::<String>().into()
}
