//! # title-form
//!
//! ## What it does
//!
//! Reports a title that is not in the form of the genre: another genre's name, a stop at the end, a word written twice.
//! A draft without a title gets a note at its first line.
//!
//! ## Why it matters
//!
//! Titles are how reports are found, listed and archived.
//!
//! ## Example
//!
//! > 云岭县2025年法治政府建设工作总结
//!
//! ## Instead
//!
//! > 云岭县人民政府2025年法治政府建设年度报告
//!
//! ## Source
//!
//! 《法治政府建设与责任落实督察工作规定》 and 《党政机关公文处理工作条例》; the forms stand in the schema.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 标题不合文种：用了别的文种名称、末尾有标点、词语重复等。没有标题的草稿在第一行提示。
//!
//! ## 为什么
//!
//! 报告靠标题查找、登记和归档。
//!
//! ## 示例
//!
//! > 云岭县2025年法治政府建设工作总结
//!
//! ## 改为
//!
//! > 云岭县人民政府2025年法治政府建设年度报告
//!
//! ## 依据
//!
//! 《法治政府建设与责任落实督察工作规定》《党政机关公文处理工作条例》；具体规则见大纲。

use crate::message::Message;
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight};
use crate::syntax::Span;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB109",
    name: "title-form",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("title_form.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let title = &sight.report.title;
    let Some(last) = sight.report.title_spans.last() else {
        return without_title(sight).into_iter().collect();
    };
    let forms = sight.report.schema.title_forms.iter().filter(|f| f.pattern.is_match(title));
    forms
        .map(|form| {
            let text = sight.get(last);
            let marked = form.marks.as_ref().and_then(|m| m.find(text));
            let span = marked.map_or_else(
                || last.clone(),
                |r| Span { block: last.block, range: last.range.start + r.start as u32..last.range.start + r.end as u32 },
            );
            let found = Found::new(span, Message::new("title-form").with("says", &form.says));
            Found { severity: form.minor.then_some(Severity::Info), ..found }
        })
        .collect()
}

/// A draft without any title, told at its first line of text.
fn without_title(sight: &Sight<'_>) -> Option<Found> {
    let (index, block) = sight.tree.blocks().iter().enumerate().find(|(_, block)| block.is_text() && !block.body().is_empty())?;
    let span = Span { block: index, range: sight.short(index, block.body.clone()) };
    let kind = Message::new("title-form.none").with("kind", &sight.report.schema.name);
    Some(Found { severity: Some(Severity::Info), ..Found::new(span, kind) })
}
