//! # missing-part
//!
//! ## What it does
//!
//! Reports a part that the outline schema requires and the draft does not have, neither
//! under a heading nor as paragraphs that do its work without one.
//!
//! ## Why it matters
//!
//! A report without its shortcomings or next year's arrangements does not say what the
//! regulation asks for, and is sent back.
//!
//! ## Example
//!
//! > 一、主要成效 … 二、2026年工作安排
//!
//! ## Instead
//!
//! > 一、主要成效 … 二、存在的不足和原因 … 三、2026年工作安排
//!
//! ## Source
//!
//! 《法治政府建设与责任落实督察工作规定》 on the content of annual reports; for other kinds
//! of report the basis that their schema names.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 草稿缺少大纲要求的部分：既没有相应标题，也没有起同样作用的段落。
//!
//! ## 为什么
//!
//! 缺少“不足和原因”或“下一年度安排”的报告不符合规定的内容要求，会被退回。
//!
//! ## 示例
//!
//! > 一、主要成效 …… 二、2026年工作安排
//!
//! ## 改为
//!
//! > 一、主要成效 …… 二、存在的不足和原因 …… 三、2026年工作安排
//!
//! ## 依据
//!
//! 《法治政府建设与责任落实督察工作规定》关于年度报告内容的规定；其他种类的报告见其大纲注明的依据。

use super::absence;
use crate::message::Message;
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight, Subject};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB101",
    name: "missing-part",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("missing_part.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let parts = &sight.report.schema.parts;
    let missing = absence::parts(sight).filter_map(|index| {
        let before = (0..index).rev().find_map(|i| sight.outline.last_of(i));
        let span = before.map_or_else(|| sight.top(), |stretch| sight.last_heading(stretch));
        let message = Message::new("missing-part").with("part", &parts.get(index)?.name);
        Some(Found::new(span, message).about(Subject::Part(index)))
    });
    missing.collect()
}
