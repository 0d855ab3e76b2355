//! # stray-space
//!
//! ## What it does
//!
//! Reports blanks (also no-break and full-width ones) inside Chinese text: between characters,
//! between a figure and its unit, beside a mark. Blanks beside Latin letters, behind the number of a
//! heading or item, between the clauses of a heading that has no commas or of a quoted name, in
//! letter-spaced headings and names, and in brackets left to be filled in are right. In a draft that
//! sets a blank around most figures there is one finding for all of them.
//!
//! ## Why it matters
//!
//! They come from copying, show as holes in print, and hide a figure from a search.
//!
//! ## Example
//!
//! > 办理案件2233 件，同比下降 23.11 %。
//!
//! ## Instead
//!
//! > 办理案件2233件，同比下降23.11%。
//!
//! ## Source
//!
//! GB/T 15834-2011 and GB/T 15835-2011, whose texts set no blanks there; usage of official documents.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): 13 findings per million
//! characters, nearly all in tables that lost their lines.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 汉字之间、数字与单位之间、标点前后多余的空格（含不换行空格和全角空格）。外文字母旁边、标题和序号之后、
//! 不用逗号的标题和引号内名称中分隔两个分句、标题和人名排版撑开、括号中待填的空格不在此列。全文数字前后大多空格的，
//! 合并为一条。
//!
//! ## 为什么
//!
//! 多是复制时带来的，排印出来有空当，按数字检索也找不到。
//!
//! ## 示例
//!
//! > 办理案件2233 件，同比下降 23.11 %。
//!
//! ## 改为
//!
//! > 办理案件2233件，同比下降23.11%。
//!
//! ## 依据
//!
//! GB/T 15834-2011、GB/T 15835-2011 的行文均不空格；公文习惯。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：每百万字13条，几乎都在失去表格线的表格里。

use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Rule, Severity, Sight};
use crate::schema::Role;
use crate::syntax::{Block, Span};
use crate::text::chars::{BLANKS, DIGITS};
use crate::text::width::{is_blank, is_han, narrow};
use crate::words;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB703",
    name: "stray-space",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Report(check),
    source: include_str!("stray_space.rs"),
};

/// So many blanks beside figures are a habit, not slips.
const HABIT: usize = 10;
/// Clauses of a heading have at least so many characters.
const CLAUSE: usize = 4;
/// Headings of so many characters may be letter-spaced.
const SPACED: usize = 6;

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut figures = Vec::new();
    let mut tight = 0;
    for (index, gaps) in sight.notes(gaps) {
        for gap in &gaps.stray {
            let span = Span { block: index, range: gap.from..gap.to };
            if gap.beside_figure { figures.push(span) } else { found.push(single(sight, span, gap.safe)) }
        }
        tight += gaps.tight;
    }
    if figures.len() >= HABIT && figures.len() > tight {
        found.extend(habit(figures));
    } else {
        found.extend(figures.into_iter().map(|span| single(sight, span, true)));
    }
    found
}

fn single(sight: &Sight<'_>, span: Span, safe: bool) -> Found {
    let block = sight.block(span.block);
    let around = |range: std::ops::Range<u32>, last: bool| {
        let text = block.map_or("", |b| b.get(&range)).trim_matches(is_blank);
        let c = if last { text.chars().next_back() } else { text.chars().next() };
        c.map_or_else(String::new, String::from)
    };
    let end = block.map_or(span.range.end, |b| b.body.end);
    let (before, after) = (around(0..span.range.start, true), around(span.range.end..end, false));
    let fix = removal(vec![span.clone()], safe);
    Found::new(span, Message::new("stray-space").with("before", before).with("after", after)).fix(fix)
}

/// One finding for a draft whose figures are all set off by blanks.
fn habit(figures: Vec<Span>) -> Option<Found> {
    let first = figures.first()?.clone();
    let mut found = Found::new(first, Message::new("stray-space.figures").with("count", figures.len()));
    for span in figures.iter().skip(1).take(20) {
        found = found.related(span.clone(), Message::new("stray-space.here"));
    }
    found.severity = Some(Severity::Hint);
    Some(found.fix(removal(figures, true)))
}

fn removal(spans: Vec<Span>, safe: bool) -> Fix {
    Fix { title: Message::new("stray-space.fix"), safe, edits: spans.into_iter().map(|span| Edit { span, text: String::new() }).collect() }
}

struct Gap {
    from: u32,
    to: u32,
    beside_figure: bool,
    /// Whether a lost mark is unlikely in its place.
    safe: bool,
}

#[derive(Default)]
struct Gaps {
    stray: Vec<Gap>,
    /// Places where a character and a figure meet without a blank.
    tight: usize,
}

/// The blanks of a block of running text.
fn gaps(at: &BlockCheck<'_>) -> Gaps {
    let (block, mut out) = (at.block, Gaps::default());
    if !matches!(at.role, Role::Lead | Role::Results | Role::Problems | Role::Plan) {
        return out;
    }
    let heading = block.heading.as_ref();
    let start = heading.and_then(|h| h.mark.as_ref()).map_or(block.body.start, |m| m.span.end);
    let text = block.get(&(start..block.body.end));
    if !at.has(&BLANKS) || !text.trim_matches(is_blank).contains(is_blank) {
        out.tight = if at.has(&DIGITS) { tight(at, start) } else { 0 };
        return out;
    }
    let chars: Vec<(u32, char)> = text.char_indices().map(|(at, c)| (start + at as u32, c)).collect();
    let title = heading.map(|h| h.title.clone());
    let bare = !block.body().contains(['，', ',', '。', '；', ';']);
    // A row of a table that was pasted as text, or a heading without a number.
    if heading.is_none() && bare {
        return out;
    }
    let mut index = chars.iter().position(|p| !is_blank(p.1)).unwrap_or(chars.len());
    while let Some((at, c)) = chars.get(index).copied() {
        if !is_blank(c) {
            let next = chars.get(index + 1).map_or(' ', |p| p.1);
            out.tight += usize::from(is_digit(c) && is_han(next) || is_han(c) && is_digit(next));
            index += 1;
            continue;
        }
        let length = chars.iter().skip(index).take_while(|p| is_blank(p.1)).count();
        let (before, after) = (chars.get(..index).unwrap_or_default(), chars.get(index + length..).unwrap_or_default());
        index += length;
        let (Some((_, a)), Some((to, b))) = (before.last().copied(), after.first().copied()) else { continue };
        let wide = chars.get(index - length..index).is_some_and(|g| g.iter().filter(|p| p.1 == '\u{3000}').count() > 1);
        let in_title = title.as_ref().is_some_and(|t| t.start <= at && at < t.end);
        let right = is_latin(before.iter().rev())
            || is_latin(after.iter())
            || a == '〕' && b == '号'
            || !is_chinese(a, before)
            || !is_chinese(b, &[])
            || is_digit(a) && is_digit(b)
            || is_open(a) && is_close(b)
            || wide && is_stop(a)
            || is_list_mark(before)
            || is_name(before, after)
            || is_clause(before) && is_clause_start(after) && is_quoted(before)
            || is_clause(before) && is_han(b) && heading.is_some_and(|h| h.mark.is_some()) && is_first(before)
            || in_title && bare && is_digit(b)
            || in_title && title.as_ref().is_some_and(|t| is_comma(block, t, before, after));
        if !right && a != b {
            let safe = length == 1 && !wide && chars.get(index - 1).is_none_or(|p| p.1 != '\u{3000}') || !is_han(a) || !is_han(b);
            out.stray.push(Gap { from: at, to, beside_figure: is_digit(a) || is_digit(b), safe });
        }
    }
    out
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

/// 王　强、李小明: names of two characters are spaced to the width of three.
fn is_name(before: &[(u32, char)], after: &[(u32, char)]) -> bool {
    let alone = |first: Option<char>, second: Option<char>| first.is_some_and(is_han) && !second.is_some_and(|c| is_han(c) || is_digit(c));
    let mut a = before.iter().rev().map(|p| p.1);
    let mut b = after.iter().map(|p| p.1);
    alone(a.next(), a.next()) && alone(b.next(), b.next())
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

/// Whether a blank in a heading without commas parts its clauses, or spaces its letters.
fn is_comma(block: &Block, title: &std::ops::Range<u32>, before: &[(u32, char)], after: &[(u32, char)]) -> bool {
    let words = block.get(title);
    if words.chars().filter(|c| !is_blank(*c)).count() <= SPACED {
        return true;
    }
    let inside = |p: &&(u32, char)| title.contains(&p.0) && !is_blank(p.1);
    let long = before.iter().rev().take_while(inside).count() >= CLAUSE && after.iter().take_while(inside).count() >= CLAUSE;
    long && !words.contains(['，', ','])
}
