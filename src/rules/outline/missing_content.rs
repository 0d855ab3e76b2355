//! # missing-content
//!
//! ## What it does
//!
//! Reports content that the schema requires inside a part and that no paragraph of the part has:
//! in reports on law-based government, how the principal leaders did their duty as first persons
//! responsible, as something done and not as an exhortation in the plan.
//!
//! ## Why it matters
//!
//! It is one of the content items of the regulation, and the one that is most often left out.
//!
//! ## Example
//!
//! > 四、下一步安排 … 党政主要负责人要认真履行第一责任人职责。
//!
//! ## Instead
//!
//! > 一、主要举措和成效 … 县政府主要负责人主持召开常务会议专题研究法治政府建设4次。
//!
//! ## Source
//!
//! 《法治政府建设与责任落实督察工作规定》 on the content of annual reports.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 某一部分缺少大纲要求写明的内容，例如成效部分没有写党政主要负责人履行推进法治建设第一责任人职责的情况；只在下一步安排里提要求的不算。
//!
//! ## 为什么
//!
//! 这是规定列明的内容，也是最常漏写的一项。
//!
//! ## 示例
//!
//! > 四、下一步安排 …… 党政主要负责人要认真履行第一责任人职责。
//!
//! ## 改为
//!
//! > 一、主要举措和成效 …… 县政府主要负责人主持召开常务会议专题研究法治政府建设4次。
//!
//! ## 依据
//!
//! 《法治政府建设与责任落实督察工作规定》关于年度报告内容的规定。

use super::absence;
use crate::message::Message;
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight, Subject};
use crate::schema::{Content, ContentRule};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB107",
    name: "missing-content",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("missing_content.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    found(sight, ContentRule::MissingContent, |content| {
        let parts = &sight.report.schema.parts;
        let part = match absence::part(sight, content) {
            Some(index) => parts.get(index),
            None => parts.iter().find(|p| p.role == content.within),
        };
        Message::new("missing-content")
            .with("content", &content.name)
            .with("part", part.map_or_else(|| "".into(), |p| crate::message::Arg::from(&p.name)))
    })
}

/// Content of this rule that is missing, told at the head of its part.
pub(super) fn found(sight: &Sight<'_>, rule: ContentRule, message: impl Fn(&Content) -> Message) -> Vec<Found> {
    let missing = absence::content(sight, rule).filter_map(|index| {
        let content = sight.report.schema.content.get(index)?;
        let own = absence::part(sight, content).and_then(|part| sight.outline.part(part));
        let stretch = own.or_else(|| sight.outline.of_role(content.within).next())?;
        Some(Found::new(sight.head(stretch), message(content)).about(Subject::Content(index)))
    });
    missing.collect()
}
