//! # missing-signature
//!
//! ## What it does
//!
//! Says that no issuing organ signs the report.
//!
//! ## Why it matters
//!
//! Signature and date are elements of an official document; deadlines are judged by the date.
//!
//! ## Example
//!
//! > …… 特此报告。
//!
//! ## Instead
//!
//! > …… 特此报告。
//! >
//! > 云岭县人民政府
//!
//! ## Source
//!
//! 《党政机关公文处理工作条例》, the elements of a document.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 文末没有发文机关署名。
//!
//! ## 为什么
//!
//! 署名和成文日期是公文的组成要素，报送时限也按成文日期判断。
//!
//! ## 示例
//!
//! > …… 特此报告。
//!
//! ## 改为
//!
//! > …… 特此报告。
//! >
//! > 云岭县人民政府
//!
//! ## 依据
//!
//! 《党政机关公文处理工作条例》关于公文要素的规定。

use crate::message::Message;
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight};
use crate::schema::Role;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB110",
    name: "missing-signature",
    severity: Severity::Info,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("missing_signature.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    // A draft that ends in the middle is not yet to be signed.
    let last = sight.report.schema.parts.iter().enumerate().rev().find(|(_, p)| p.required);
    let complete = last.is_none_or(|(index, _)| sight.outline.has_part(index));
    // Reports to a congress carry both under the title.
    let on_top = sight.outline.text_of(Role::Meta).filter_map(|i| sight.block(i)).any(|b| {
        let text = b.body().trim();
        !text.contains(['：', ':']) && text.chars().count() <= 30 && sight.report.schema.is_organ(text)
    });
    if complete && !on_top && sight.outline.of_role(Role::Signature).next().is_none() {
        vec![Found::new(sight.top(), Message::new("missing-signature"))]
    } else {
        Vec::new()
    }
}
