//! Lines to blocks.

use super::heading::{read_heading, read_mark};
use super::item::{mark_starts, read_items};
use super::{Block, JoinKind, Joins, Kind, Local, SourceFormat, markdown, range_in, spacing};
use crate::text::width::{is_blank, is_han, narrow};
use std::borrow::Cow;
use std::ops::Range;

/// The next block of `source` at or behind byte `at`, as a byte range from its
/// first line's start to its last line's end (without line end).
///
/// Looks only at text from `at` on: reading can start at any block. Of Markdown it
/// tells where the lines of a paragraph part, not where a paragraph ends.
pub fn next_block(source: &str, at: usize, format: SourceFormat) -> Option<Range<usize>> {
    let mut start = at;
    let first = loop {
        if start >= source.len() {
            return None;
        }
        let line = line_at(source, start);
        if !is_blank_line(line.text) {
            break line;
        }
        start = line.next;
    };
    let mut end = start + first.text.len();
    let mut last = first;
    let mut next = last.next;
    let mut joined = false;
    while next < source.len() {
        let Some((line, from)) = continuation(source, next) else {
            break;
        };
        if !continues(&last, &line, joined, format) {
            break;
        }
        joined = true;
        end = from + line.text.len();
        next = line.next;
        last = line;
    }
    Some(start..end)
}

/// The block that stands in `raw`, whose lines are joined and whose characters are
/// not set apart.
pub fn read(raw: &str, format: SourceFormat) -> Block {
    let mut text = String::with_capacity(raw.len());
    let mut lines = Vec::new();
    let mut at = 0;
    while at < raw.len() {
        let line = line_at(raw, at);
        if line.next < raw.len()
            && let Some((following, from)) = continuation(raw, line.next)
        {
            let kept = line.text.trim_end_matches(is_blank);
            let lead = following.text.len() - following.text.trim_start_matches(is_blank).len();
            text.push_str(kept);
            lines.push((text.len(), from + lead - at - kept.len()));
            at = from + lead;
            continue;
        }
        text.push_str(raw.get(at..).unwrap_or_default());
        break;
    }
    let joins: Vec<usize> = lines.iter().map(|(at, _)| *at).collect();
    let gaps = spacing::gaps(&text, &joins);
    if !gaps.is_empty() {
        text = spacing::without(&text, &gaps);
    }
    describe(text.into_boxed_str(), Joins::new(&lines, &gaps), format)
}

fn describe(text: Box<str>, joins: Joins, format: SourceFormat) -> Block {
    let trimmed = text.trim_matches(is_blank);
    let empty = |kind| Block { body: range_in(&text, trimmed), joins: joins.clone(), ..Block::of_kind(kind, &*text) };
    if is_directive(trimmed) {
        return empty(Kind::Directive);
    }
    if format == SourceFormat::PlainText && (trimmed.starts_with('|') || is_row(trimmed)) {
        return empty(Kind::Table);
    }
    if is_filler(trimmed) {
        return empty(Kind::Filler);
    }
    let mut body = without_trailing_comment(trimmed);
    body = body.trim_start_matches("> ");
    let hashes = body.bytes().take_while(|b| *b == b'#').count();
    let hashes = match body.get(hashes..) {
        Some(rest) if (1..=6).contains(&hashes) && rest.starts_with(is_blank) => {
            body = rest.trim_matches(is_blank);
            hashes as u8
        }
        _ => 0,
    };
    if let Some(width) = bullet(body) {
        body = body.get(width..).unwrap_or_default().trim_start_matches(is_blank);
    }
    if let Some(rest) = body.strip_prefix("**") {
        let inner = rest.trim_start_matches(is_blank);
        // All of it bold, or a bold run-in heading in front of its text.
        match inner.strip_suffix("**") {
            Some(all) if !all.contains("**") => body = all.trim_end_matches(is_blank),
            _ if inner.contains("**") => body = inner,
            _ => {}
        }
    }
    with_body(range_in(&text, body), text, joins, hashes, None)
}

/// A block of text with this body. `strong` is what is set in bold, where that is known.
pub fn with_body(body: Local, text: Box<str>, joins: Joins, hashes: u8, strong: Option<&[Local]>) -> Block {
    let words = text.get(body.start as usize..body.end as usize).unwrap_or_default();
    let heading = read_heading(&text, words, hashes, joins.places(JoinKind::Line).next(), strong);
    let content = heading.as_ref().map_or_else(|| body.clone(), |h| h.rest.clone());
    let items = if content.is_empty() { Box::default() } else { read_items(&text, &content) };
    Block { body, joins, hashes, heading, items, ..Block::of_kind(Kind::Text, text) }
}

pub struct Line<'a> {
    /// The line without its end.
    pub text: &'a str,
    /// Byte of the next line.
    pub next: usize,
    /// Whether it ends with Word's U+000B, which often breaks inside a paragraph.
    pub soft: bool,
}

/// The line that starts at byte `at`.
pub fn line_at(source: &str, at: usize) -> Line<'_> {
    let rest = source.get(at..).unwrap_or_default();
    match memchr::memchr3(b'\n', b'\r', 0x0B, rest.as_bytes()) {
        None => Line { text: rest, next: source.len(), soft: false },
        Some(len) => {
            let bytes = rest.as_bytes();
            let crlf = bytes.get(len) == Some(&b'\r') && bytes.get(len + 1) == Some(&b'\n');
            Line {
                text: rest.get(..len).unwrap_or_default(),
                next: at + len + if crlf { 2 } else { 1 },
                soft: bytes.get(len) == Some(&0x0B),
            }
        }
    }
}

/// The line that could continue a paragraph at `at`, with its start: the next
/// one, or the one behind a page number and the blank lines around it.
fn continuation(source: &str, at: usize) -> Option<(Line<'_>, usize)> {
    let mut line = line_at(source, at);
    let mut start = at;
    let mut page = false;
    for _ in 0..6 {
        if is_page_number(line.text) {
            page = true;
        } else if !is_blank_line(line.text) {
            let direct = start == at;
            return (direct || page).then_some((line, start));
        }
        start = line.next;
        if start >= source.len() {
            return None;
        }
        line = line_at(source, start);
    }
    None
}

/// Lines of a page are at most this wide, in columns (a Chinese character takes two).
const WIDEST: usize = 120;
/// Narrower lines end where their writer wanted them to.
const NARROWEST: usize = 40;
/// A page's lines differ by so many columns: a mark that may not start a line
/// takes a character with it.
const RAGGED: usize = 6;

/// Whether `next` continues the sentence of `line`, broken by a page's width.
fn continues(line: &Line<'_>, next: &Line<'_>, joined: bool, format: SourceFormat) -> bool {
    let is_markdown = format == SourceFormat::Markdown;
    let bare = |text| if is_markdown { markdown::bare(text) } else { Cow::Borrowed(text) };
    let (a, b) = (bare(line.text), bare(next.text));
    if is_markdown && markdown::is_hard_break(line.text) {
        return false;
    }
    let (a, b) = (spacing::closed(a.trim_end_matches(is_blank)), spacing::closed(&b));
    let (a, b) = (&*a, &*b);
    let Some(last) = a.chars().next_back() else {
        return false;
    };
    let Some(first) = b.chars().next() else {
        return false;
    };
    let open_end = is_han(last)
        || narrow(last).is_ascii_alphanumeric()
        || matches!(narrow(last), ',' | '、' | '”' | '》' | ')' | '%' | '—' | '–' | '-' | '~' | '“' | '《' | '(');
    let open_start = is_han(first)
        || narrow(first).is_ascii_alphanumeric()
        || matches!(narrow(first), '“' | '《' | ',' | '。' | '、' | ';' | '(' | '—' | '–' | '-' | '~' | '”' | '》' | ')');
    // A heading whose text follows on the next line is run into it, as a reader of
    // Markdown shows it.
    if is_markdown && !joined && is_closed_heading(a) && open_start && bullet(b).is_none() && read_mark(b, b).is_none() {
        return true;
    }
    if !open_end || !open_start || starts_anew(a) || bullet(b).is_some() || read_mark(b, b).is_some() || mark_starts(b) {
        return false;
    }
    if line.soft {
        return matches!(narrow(last), ',' | '、') || has_stop(b) && has_stop(a);
    }
    let indent = a.len() - a.trim_start_matches(is_blank).len();
    let marked = || read_mark(a.trim_start_matches(is_blank), a.trim_start_matches(is_blank)).is_some();
    // In Markdown a line ends where its writer likes; a sentence that is open goes on.
    if is_markdown && !is_label(b) && (is_open(a, last) || has_stop(a) && !marked()) {
        return true;
    }
    // Marks count alike in both widths: the outline must not depend on it.
    let column = |c: char| if is_half(c) { 1 } else { 2 };
    let width = |s: &str| s.trim_matches(is_blank).chars().map(column).sum::<usize>();
    let (wide, following) = (width(a), width(b));
    let paragraph = joined || has_stop(a) || mark_starts(a.trim_start_matches(is_blank)) || (indent > 0 && indent <= 8) || marked();
    paragraph && !is_label(b) && (NARROWEST..=WIDEST).contains(&wide) && following <= wide + RAGGED
}

/// Whether a line is a heading with its mark, closed by the only 。 in it.
fn is_closed_heading(line: &str) -> bool {
    let line = line.trim_start_matches(is_blank);
    line.find('。').is_some_and(|at| at + '。'.len_utf8() == line.len()) && read_mark(line, line).is_some()
}

/// Whether a line ends inside a sentence beyond doubt: with a mark that something
/// follows, or inside a title or quotation.
fn is_open(line: &str, last: char) -> bool {
    let unclosed = |open: char, close: char| line.rfind(open) > line.rfind(close);
    matches!(narrow(last), ',' | '、' | '“' | '《' | '(') || unclosed('《', '》') || unclosed('“', '”')
}

/// Letters, digits and blanks are half as wide as a Chinese character.
fn is_half(c: char) -> bool {
    c.is_ascii() && !matches!(c, ',' | ':' | ';' | '(' | ')' | '!' | '?')
}

/// Bytes of the bullet that a line starts with: one of Markdown with its blank, or a dot.
fn bullet(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let dot = matches!(first, '•' | '·' | '・' | '‧' | '●' | '○' | '■' | '□' | '◆' | '◇' | '▪' | '▶' | '►' | '➢' | '✓');
    let markdown = matches!(first, '-' | '*' | '+') && line.get(1..).is_some_and(|rest| rest.starts_with(is_blank));
    (dot || markdown).then(|| first.len_utf8())
}

/// Lines that never go on: Markdown marks, tables, directives.
fn starts_anew(line: &str) -> bool {
    line.starts_with(['#', '|', '>']) || is_directive(line.trim_matches(is_blank)) || is_filler(line.trim_matches(is_blank))
}

fn has_stop(line: &str) -> bool {
    line.contains(['，', ',', '。', '；', ';', '、'])
}

/// 发布时间：…, 来源：… and the like: a short name with a colon.
fn is_label(line: &str) -> bool {
    let end = line.trim_end_matches(is_blank).len();
    line.char_indices().take(8).any(|(at, c)| narrow(c) == ':' && at > 0 && at + c.len_utf8() < end)
}

pub fn is_blank_line(line: &str) -> bool {
    line.chars().all(is_blank)
}

/// Whether the line is addressed to Nianbao.
pub fn is_directive(line: &str) -> bool {
    let inner = line.strip_prefix("<!--").map(str::trim_start).or_else(|| line.strip_prefix("//").map(str::trim_start));
    inner.is_some_and(|t| t.starts_with("nianbao-ignore")) && (line.starts_with("//") || line.ends_with("-->"))
}

/// `text` without an HTML comment at its end.
fn without_trailing_comment(text: &str) -> &str {
    if text.ends_with("-->")
        && let Some(at) = text.rfind("<!--")
    {
        let kept = text.get(..at).unwrap_or_default().trim_end_matches(is_blank);
        if !kept.is_empty() {
            return kept;
        }
    }
    text
}

/// A row of a table that was pasted as text: cells behind tabs. One tab behind
/// a heading mark is Word's, and so is one behind a sentence.
fn is_row(line: &str) -> bool {
    let behind_mark = read_mark(line, line).map_or(0, |m| m.span.end as usize);
    let text = line.get(behind_mark..).unwrap_or_default().trim_matches(is_blank);
    match text.matches('\t').count() {
        0 => false,
        1 => !has_stop(text),
        _ => true,
    }
}

/// Whether a line is a rule, a page number or marks only.
pub fn is_filler(line: &str) -> bool {
    is_page_number(line) || line.chars().all(|c| !c.is_alphanumeric() && !is_han(c)) && !line.contains(['《', '“', '（', '。'])
}

/// `— 2 —`, `-3-`, `第 2 页`, `第2页 共8页`.
pub fn is_page_number(line: &str) -> bool {
    let line = line.trim_matches(is_blank);
    let core = line.trim_matches(|c: char| matches!(c, '—' | '-' | '－' | '–' | '─' | '·') || is_blank(c));
    if core.len() != line.len() && !core.is_empty() && core.chars().all(|c| narrow(c).is_ascii_digit()) {
        return true;
    }
    line.starts_with('第')
        && line.contains('页')
        && line.chars().all(|c| is_blank(c) || narrow(c).is_ascii_digit() || matches!(c, '第' | '页' | '共' | '，' | ',' | '/'))
}
