//! # undecodable-character
//!
//! ## What it does
//!
//! Reports a replacement character (U+FFFD, �) in a text that is sound otherwise. Everything else is checked; only what would be
//! wrong beyond doubt is not said of a paragraph in which a character is lost.
//!
//! ## Why it matters
//!
//! A character was lost when the text was copied or converted, and what it was cannot be told from the file.
//!
//! ## Example
//!
//! > 全年办理行政复�案件120件。
//!
//! ## Instead
//!
//! > 全年办理行政复议案件120件。
//!
//! ## Source
//!
//! Unicode: U+FFFD stands for what could not be decoded. A text that is full of it was opened in the wrong encoding; that is said by
//! wrong-encoding alone.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 正常的文本里夹着替换字符（U+FFFD，�）。其他问题照常检查，只是缺了字的段落里不报“错误”。
//!
//! ## 为什么
//!
//! 复制或者转换时丢了字，从文件里已看不出原来是什么。
//!
//! ## 示例
//!
//! > 全年办理行政复�案件120件。
//!
//! ## 改为
//!
//! > 全年办理行政复议案件120件。
//!
//! ## 依据
//!
//! Unicode：U+FFFD 表示无法解码的内容。满篇都是的，是用错了编码打开，只报 wrong-encoding。

use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity};
use crate::syntax::Span;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB712",
    name: "undecodable-character",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Block(check),
    source: include_str!("undecodable_character.rs"),
};

/// What stands in the place of bytes that could not be decoded.
const LOST: char = '\u{FFFD}';

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    if at.block.undecoded == 0 {
        return Vec::new();
    }
    let mut places: Vec<std::ops::Range<u32>> = Vec::new();
    for (place, _) in at.facts.scan.others.iter().filter(|(_, c)| *c == LOST) {
        let end = place + LOST.len_utf8() as u32;
        match places.last_mut() {
            // One character of two bytes leaves two.
            Some(last) if last.end == *place => last.end = end,
            _ => places.push(*place..end),
        }
    }
    places.into_iter().map(|range| Found::new(Span { block: 0, range }, Message::new("undecodable-character"))).collect()
}
