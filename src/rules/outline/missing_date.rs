//! # missing-date
//!
//! ## What it does
//!
//! Says that the report carries no date at its end.
//!
//! ## Why it matters
//!
//! Signature and date are elements of an official document; deadlines are judged by the date.
//!
//! ## Example
//!
//! > 云岭县人民政府
//!
//! ## Instead
//!
//! > 云岭县人民政府
//! >
//! > 2026年2月20日
//!
//! ## Source
//!
//! 《党政机关公文处理工作条例》, the elements of a document.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 文末没有成文日期。
//!
//! ## 为什么
//!
//! 署名和成文日期是公文的组成要素，报送时限也按成文日期判断。
//!
//! ## 示例
//!
//! > 云岭县人民政府
//!
//! ## 改为
//!
//! > 云岭县人民政府
//! >
//! > 2026年2月20日
//!
//! ## 依据
//!
//! 《党政机关公文处理工作条例》关于公文要素的规定。

use crate::message::Message;
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight};
use crate::schema::Role;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB111",
    name: "missing-date",
    severity: Severity::Info,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("missing_date.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    // A draft that ends in the middle is not yet to be signed.
    let last = sight.report.schema.parts.iter().enumerate().rev().find(|(_, p)| p.required);
    let complete = last.is_none_or(|(index, _)| sight.outline.has_part(index));
    // Reports to a congress carry both under the title.
    let on_top = sight.outline.text_of(Role::Meta).filter_map(|i| sight.block(i)).any(|b| {
        let text = b.body().trim();
        crate::facts::date_line(text).is_some()
    });
    if complete && !on_top && sight.outline.of_role(Role::Date).next().is_none() {
        vec![Found::new(sight.top(), Message::new("missing-date"))]
    } else {
        Vec::new()
    }
}
