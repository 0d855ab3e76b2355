//! Items inside a paragraph: 一是 …, 第一，…, 首先，…, 一要 …, 其一，….

use super::Local;
use super::numeral::{chinese_value, is_numeral};
use crate::text::width::{is_blank, is_han, leading_han, narrow};

/// How items are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemFamily {
    /// 一是
    Shi,
    /// 一要
    Yao,
    /// 第一，
    Di,
    /// 其一，
    Qi,
    /// 首先，其次，再次，最后，
    Words,
}

impl ItemFamily {
    /// The mark for `ordinal`, without the comma that may follow it.
    pub fn write(self, ordinal: u32) -> String {
        let cn = super::chinese(ordinal);
        match self {
            ItemFamily::Shi => format!("{cn}是"),
            ItemFamily::Yao => format!("{cn}要"),
            ItemFamily::Di => format!("第{cn}"),
            ItemFamily::Qi => format!("其{cn}"),
            ItemFamily::Words => WORDS.get(ordinal.saturating_sub(1) as usize).copied().unwrap_or("最后").to_owned(),
        }
    }
}

const WORDS: [&str; 4] = ["首先", "其次", "再次", "最后"];

/// An item mark and the text up to the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// How it counts.
    pub family: ItemFamily,
    /// Its number; for 最后 the number that its place gives it is not known here: 0.
    pub ordinal: u32,
    /// The mark as written, without a comma behind it.
    pub mark: Local,
    /// What follows, up to the next item or the end of the paragraph.
    pub text: Local,
    /// The first clause of that.
    pub title: Local,
}

/// Reads the items of `range` in `whole`.
pub fn read_items(whole: &str, range: &Local) -> Box<[Item]> {
    let text = whole.get(..range.end as usize).unwrap_or_default();
    let mut found: Vec<(ItemFamily, u32, Local, u32)> = Vec::new();
    let mut at = range.start as usize;
    let mut boundary = true;
    while let Some(c) = text.get(at..).and_then(|t| t.chars().next()) {
        if !boundary && is_han(c) {
            // Nothing starts inside a clause.
            at += text.get(at..).map_or(0, leading_han).max(c.len_utf8());
            continue;
        }
        if boundary && let Some((family, ordinal, mark, after)) = mark_at(text, at) {
            found.push((family, ordinal, at as u32..(at + mark) as u32, (at + after) as u32));
            at += after;
            boundary = false;
            continue;
        }
        boundary = !is_han(c) && is_boundary(c) || (boundary && is_blank(c));
        at += c.len_utf8();
    }
    let ends: Vec<u32> = found.iter().skip(1).map(|f| f.2.start).chain([range.end]).collect();
    found
        .into_iter()
        .zip(ends)
        .map(|((family, ordinal, mark, after), end)| {
            let body = whole.get(after as usize..end as usize).unwrap_or_default();
            let body = body.trim_matches(is_blank);
            let text = super::range_in(whole, body);
            let text = if body.is_empty() { after..after } else { text };
            let clause = clause_end(body) as u32;
            Item { family, ordinal, mark, title: text.start..text.start + clause, text }
        })
        .collect()
}

/// Whether `text` starts with an item mark.
pub(super) fn mark_starts(text: &str) -> bool {
    mark_at(text, 0).is_some()
}

/// Bytes of the first clause of a text: up to the first stop outside brackets,
/// quotation and title marks.
pub fn clause_end(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '“' | '《' | '（' | '(' => depth += 1,
            '”' | '》' | '）' | ')' => depth -= 1,
            _ if depth <= 0 && at > 0 && matches!(narrow(c), '。' | ',' | ';' | ':' | '!' | '?') => {
                return at;
            }
            _ => {}
        }
    }
    text.len()
}

fn is_boundary(c: char) -> bool {
    matches!(narrow(c), '。' | ';' | ':' | ',' | '、' | '!' | '?' | '”' | ')' | '*')
}

/// Family, number, bytes of the mark, bytes of the mark with the comma behind it.
fn mark_at(text: &str, at: usize) -> Option<(ItemFamily, u32, usize, usize)> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    if is_numeral(first) {
        let numeral = rest.get(..rest.find(|c| !is_numeral(c))?)?;
        let ordinal = chinese_value(numeral)?;
        let behind = rest.get(numeral.len()..)?;
        let family = match behind.chars().next()? {
            '是' => ItemFamily::Shi,
            '要' => ItemFamily::Yao,
            _ => return None,
        };
        let mark = numeral.len() + '是'.len_utf8();
        return Some((family, ordinal, mark, with_comma(rest, mark)));
    }
    if let Some((index, word)) = WORDS.iter().enumerate().find(|(_, w)| rest.starts_with(**w)) {
        let next = rest.get(word.len()..)?.chars().next()?;
        let ordinal = if index == 3 { 0 } else { index as u32 + 1 };
        return matches!(narrow(next), ',' | '是').then(|| (ItemFamily::Words, ordinal, word.len(), word.len() + next.len_utf8()));
    }
    if !matches!(first, '第' | '其') {
        return None;
    }
    let tail = rest.get(first.len_utf8()..)?;
    let numeral = tail.get(..tail.find(|c| !is_numeral(c))?)?;
    let ordinal = chinese_value(numeral)?;
    let mark = first.len_utf8() + numeral.len();
    let next = rest.get(mark..)?.chars().next()?;
    let family = if first == '第' { ItemFamily::Di } else { ItemFamily::Qi };
    match narrow(next) {
        ',' | '、' => Some((family, ordinal, mark, mark + next.len_utf8())),
        '是' => Some((family, ordinal, mark, with_comma(rest, mark + next.len_utf8()))),
        _ => None,
    }
}

fn with_comma(rest: &str, mark: usize) -> usize {
    match rest.get(mark..).and_then(|t| t.chars().next()) {
        Some(c) if matches!(narrow(c), ',' | ':') => mark + c.len_utf8(),
        _ => mark,
    }
}
