//! # web-residue
//!
//! ## What it does
//!
//! Notes that around the report stand lines of the web page from which it was copied: 扫一扫, 字体：大 中 小,
//! 【打印】, 当前位置. One finding for the draft; the other rules do not read these lines.
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
//! 报告前后留有网页上的文字，如“扫一扫”“字体：大 中 小”“【打印】”“当前位置”。全文提示一次，其他规则不看这些行。
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
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight};
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

/// So many other lines are named beside the first.
const RELATED: usize = 10;

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let lines = (0..sight.tree.blocks().len()).filter(|index| sight.outline.role(*index) == Role::Noise);
    let mut lines = lines.filter_map(|index| {
        let block = sight.block(index)?;
        let words = squeeze(block.body());
        words::web_residue()
            .iter()
            .any(|p| p.is_match(&words))
            .then(|| Span { block: index, range: sight.short(index, block.body.clone()) })
    });
    let Some(first) = lines.next() else { return Vec::new() };
    let mut found = Found::new(first, Message::new("web-residue"));
    for other in lines.take(RELATED) {
        found = found.related(other, Message::new("web-residue.here"));
    }
    vec![found]
}
