//! # web-residue
//!
//! ## What it does
//!
//! Notes lines of the web page from which the report was copied: 扫一扫, 字体：大 中 小, 【打印】, 当前位置, 上一篇. Around
//! the report there is one finding for all of them, and the other rules do not read these lines; between its paragraphs each
//! is noted, and so are characters that are written as pages of the web write them (`&nbsp;`) and the first and last words of
//! a writing assistant's answer.
//!
//! ## Why it matters
//!
//! In a draft they are rubbish, and someone will send it on with them.
//!
//! ## Example
//!
//! > 【打印本页】【关闭窗口】
//!
//! ## Instead
//!
//! The report without these lines.
//!
//! ## Source
//!
//! The table `schemas/words/web-residue.json`, from pages of government sites and answers of writing assistants.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 报告里留有网页上的文字，如“扫一扫”“字体：大 中 小”“【打印】”“当前位置”“上一篇”。报告前后的，全文提示一次，其他规则不看这些行；
//! 夹在段落之间的，逐处提示；写成网页代码的字符（`&nbsp;`）、写作助手回答开头结尾的话（“以下是为您润色后的内容”）也提示。
//!
//! ## 为什么
//!
//! 文稿里不该有，容易随稿子传出去。
//!
//! ## 示例
//!
//! > 【打印本页】【关闭窗口】
//!
//! ## 改为
//!
//! 删去这些行。
//!
//! ## 依据
//!
//! `schemas/words/web-residue.json`，取自政府网站页面和写作助手的回答。

use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Group, Rule, Severity, Sight};
use crate::schema::Role;
use crate::syntax::Span;
use crate::text::Chars;
use crate::text::width::squeeze;
use crate::words;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB711",
    name: "web-residue",
    severity: Severity::Info,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("web_residue.rs"),
};

/// The longest line of a web page, in bytes.
const LONGEST: usize = 300;
/// What a code of a character starts with.
const CODES: Chars = Chars::of(&['&']);
/// So many other lines are named beside the first.
const RELATED: usize = 10;

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let table = words::web_residue();
    let blocks = 0..sight.tree.blocks().len();
    let span = |index: usize| Some(Span { block: index, range: sight.short(index, sight.block(index)?.body.clone()) });
    let mut lines = blocks.filter(|index| sight.outline.role(*index) == Role::Noise).filter_map(|index| {
        let words = squeeze(sight.block(index)?.body());
        table.patterns.iter().any(|p| p.is_match(&words)).then(|| span(index))?
    });
    let around = lines.next().map(|first| {
        let found = Found::new(first, Message::new("web-residue"));
        lines.take(RELATED).fold(found, |found, other| found.related(other, Message::new("web-residue.here")))
    });
    let inside = sight.notes(residue).flat_map(|(index, residue)| {
        let line = residue.line.and_then(|id| Some(Found::new(span(index)?, Message::new(id))));
        line.into_iter().chain(residue.codes.iter().map(move |f| f.moved(index))).collect::<Vec<_>>()
    });
    around.into_iter().chain(inside).collect()
}

/// What was left in a block between the paragraphs of a report.
#[derive(Default)]
struct Residue {
    /// What is to be said of the whole block.
    line: Option<&'static str>,
    codes: Vec<Found>,
}

fn residue(at: &BlockCheck<'_>) -> Residue {
    let (body, start) = (at.block.body(), at.block.body.start);
    let line = left_over(at);
    if line.is_some() || !at.has(&CODES) {
        return Residue { line, ..Residue::default() };
    }
    let codes = words::web_residue().codes.find_iter(body).map(|code| {
        let span = Span { block: 0, range: start + code.start() as u32..start + code.end() as u32 };
        Found::new(span, Message::new("web-residue.code").with("code", code.as_str())).grouped(Group::Paragraph)
    });
    Residue { line, codes: codes.collect() }
}

/// What is to be said of a block that is a line of a web page, or of the talk around an answer.
fn left_over(at: &BlockCheck<'_>) -> Option<&'static str> {
    let inside = matches!(at.role, Role::Lead | Role::Results | Role::Problems | Role::Plan | Role::Closing | Role::Signature | Role::Date);
    let body = at.block.body();
    if !inside || at.block.heading.is_some() || body.len() > LONGEST {
        return None;
    }
    let (words, table) = (squeeze(body), words::web_residue());
    let says = |patterns: &[words::Pattern]| patterns.iter().any(|p| p.is_match(&words));
    match () {
        () if says(&table.inside) => Some("web-residue.inside"),
        () if says(&table.assistant) => Some("web-residue.assistant"),
        () => None,
    }
}
