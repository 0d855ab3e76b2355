//! # unbalanced-marks
//!
//! ## What it does
//!
//! Reports a bracket, quotation mark or title mark without its partner. Marks are paired in
//! order, not counted: `四早”“四集中` is wrong though two and two balance.
//!
//! ## Why it matters
//!
//! A lost mark swallows text: a title has no end, a quotation no beginning.
//!
//! ## Example
//!
//! > 出台《云岭县优化营商环境办法《云岭县信用条例》。
//!
//! ## Instead
//!
//! > 出台《云岭县优化营商环境办法》《云岭县信用条例》。
//!
//! ## Source
//!
//! GB/T 15834-2011.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 括号、引号、书名号不成对。按先后次序配对，不按个数：`四早”“四集中` 两两相等，但次序错了。
//!
//! ## 为什么
//!
//! 缺一半标点，书名没有结尾，引文没有开头。
//!
//! ## 示例
//!
//! > 出台《云岭县优化营商环境办法《云岭县信用条例》。
//!
//! ## 改为
//!
//! > 出台《云岭县优化营商环境办法》《云岭县信用条例》。
//!
//! ## 依据
//!
//! GB/T 15834-2011。

use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity};
use crate::syntax::Span;
use crate::text::width::{is_han, narrow};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB701",
    name: "unbalanced-marks",
    severity: Severity::Error,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Block(check),
    source: include_str!("unbalanced_marks.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let start = at.block.heading.as_ref().and_then(|h| h.mark.as_ref()).map_or(at.block.body.start, |m| m.span.end);
    let text = at.block.get(&(start..at.block.body.end));
    let mut open: Vec<(u32, char)> = Vec::new();
    let mut wrong: Vec<(u32, char)> = Vec::new();
    let mut before = ' ';
    for (offset, c) in text.char_indices() {
        let place = start + offset as u32;
        if partner(c).is_some() {
            open.push((place, c));
        } else if let Some(opener) = opener(c) {
            let next = text.get(offset + c.len_utf8()..).and_then(|t| t.chars().next()).unwrap_or(' ');
            match open.iter().rposition(|(_, o)| narrow(*o) == opener) {
                // What was opened inside and not closed has lost its partner.
                Some(index) => wrong.extend(open.drain(index..).skip(1)),
                None if is_list_mark(c, before) || is_apostrophe(c, before, next) => {}
                None => wrong.push((place, c)),
            }
        }
        before = c;
    }
    // Each paragraph of a long quotation opens with “, the last one closes it.
    open.retain(|(place, c)| !(*c == '“' && *place == start));
    wrong.extend(open);
    wrong.sort_unstable();
    wrong
        .into_iter()
        .map(|(place, c)| {
            let span = Span { block: 0, range: place..place + c.len_utf8() as u32 };
            let message = match (partner(c), opener(c)) {
                (Some(close), _) => Message::new("unbalanced-marks.open").with("mark", c.to_string()).with("partner", close.to_string()),
                (_, open) => {
                    Message::new("unbalanced-marks.close").with("mark", c.to_string()).with("partner", open.unwrap_or(c).to_string())
                }
            };
            Found::new(span, message)
        })
        .collect()
}

/// What closes an opening mark; either width.
fn partner(c: char) -> Option<char> {
    Some(match narrow(c) {
        '《' => '》',
        '〈' => '〉',
        '“' => '”',
        '‘' => '’',
        '(' => {
            if c == '(' {
                ')'
            } else {
                '）'
            }
        }
        '〔' => '〕',
        '【' => '】',
        '[' => {
            if c == '[' {
                ']'
            } else {
                '］'
            }
        }
        '「' => '」',
        '『' => '』',
        _ => return None,
    })
}

/// What opens a closing mark, half width where there are two.
fn opener(c: char) -> Option<char> {
    Some(match narrow(c) {
        '》' => '《',
        '〉' => '〈',
        '”' => '“',
        '’' => '‘',
        ')' => '(',
        '〕' => '〔',
        '】' => '【',
        ']' => '[',
        '」' => '「',
        '』' => '『',
        _ => return None,
    })
}

/// 1）… 2）… inside a paragraph number a list.
fn is_list_mark(c: char, before: char) -> bool {
    narrow(c) == ')' && (narrow(before).is_ascii_alphanumeric() || matches!(before, '一'..='十') && is_han(before))
}

fn is_apostrophe(c: char, before: char, next: char) -> bool {
    c == '’' && before.is_ascii_alphabetic() && (next.is_ascii_alphabetic() || next == ' ')
}
