//! # compatibility-character
//!
//! ## What it does
//!
//! Reports characters that only look like Chinese ones: Kangxi radicals (⽅ for 方) and compatibility ideographs, as text copied
//! from a PDF holds them.
//!
//! ## Why it matters
//!
//! They look right and are found by no search, sorted wrongly and drawn in another font.
//!
//! ## Example
//!
//! > 印发⼯作⽅案。
//!
//! ## Instead
//!
//! > 印发工作方案。
//!
//! ## Source
//!
//! The Unicode Standard: these characters are there for compatibility and stand for the unified ideographs; the pairs stand in
//! `schemas/words/compatibility.json`.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 看上去是汉字、其实不是的字符：康熙部首（⽅，应为“方”）和兼容汉字，多半是从 PDF 复制来的。
//!
//! ## 为什么
//!
//! 看着一样，查找查不到，排序排不对，字体也不同。
//!
//! ## 示例
//!
//! > 印发⼯作⽅案。
//!
//! ## 改为
//!
//! > 印发工作方案。
//!
//! ## 依据
//!
//! Unicode 标准：这些字符只为兼容而设，对应统一汉字；对照见 `schemas/words/compatibility.json`。

use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Group, Rule, Severity};
use crate::syntax::Span;
use crate::text::width::compatibility_characters;
use crate::words;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB713",
    name: "compatibility-character",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Block(check),
    source: include_str!("compatibility_character.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let start = at.block.body.start;
    // Those side by side are one finding: bytes, and what is meant.
    let mut places: Vec<(std::ops::Range<u32>, String)> = Vec::new();
    for (place, c) in compatibility_characters(at.block.body()) {
        let Some(meant) = words::compatibility().meant(c) else { continue };
        let range = start + place as u32..start + (place + c.len_utf8()) as u32;
        match places.last_mut() {
            Some((last, text)) if last.end == range.start => {
                last.end = range.end;
                text.push(meant);
            }
            _ => places.push((range, meant.to_string())),
        }
    }
    let found = places.into_iter().map(|(range, right)| {
        let span = Span { block: 0, range };
        let message = Message::new("compatibility-character").with("right", right.as_str());
        let title = Message::new("compatibility-character.fix").with("right", right.as_str());
        let fix = Fix { title, safe: true, edits: vec![Edit { span: span.clone(), text: right }] };
        // They come with the file that was copied from, not one by one.
        Found::new(span, message).fix(fix).grouped(Group::Report(0))
    });
    found.collect()
}
