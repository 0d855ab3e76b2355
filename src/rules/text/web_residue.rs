//! # web-residue
//!
//! ## What it does
//!
//! Notes lines of the web page from which the report was copied: 扫一扫, 字体：大 中 小, 【打印】, 当前位置, 上一篇. Around
//! the report there is one finding for all of them, and the other rules do not read these lines; between its paragraphs each
//! is noted.
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
//! The table `schemas/words/web-residue.json`, from pages of government sites.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 报告里留有网页上的文字，如“扫一扫”“字体：大 中 小”“【打印】”“当前位置”“上一篇”。报告前后的，全文提示一次，其他规则不看这些行；
//! 夹在段落之间的，逐处提示。
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
//! `schemas/words/web-residue.json`，取自政府网站页面。

use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity, Sight};
use crate::schema::Role;
use crate::syntax::Span;
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
    let inside = sight.notes(is_residue).filter(|(_, is)| is.0).filter_map(|(index, _)| span(index));
    around.into_iter().chain(inside.map(|span| Found::new(span, Message::new("web-residue.inside")))).collect()
}

/// Whether a block between the paragraphs of a report is a line of a web page.
struct IsResidue(bool);

fn is_residue(at: &BlockCheck<'_>) -> IsResidue {
    let inside = matches!(at.role, Role::Lead | Role::Results | Role::Problems | Role::Plan | Role::Closing | Role::Signature | Role::Date);
    let body = at.block.body();
    if !inside || at.block.heading.is_some() || body.len() > LONGEST {
        return IsResidue(false);
    }
    let words = squeeze(body);
    IsResidue(words::web_residue().inside.iter().any(|p| p.is_match(&words)))
}
