//! # heading-stop
//!
//! ## What it does
//!
//! Points at a stop behind a heading that stands on its own line.
//!
//! ## Why it matters
//!
//! A heading takes no stop; only a heading that runs into its text ends with 。
//!
//! ## Example
//!
//! > 一、主要举措和成效。
//!
//! ## Instead
//!
//! > 一、主要举措和成效
//!
//! ## Source
//!
//! GB/T 9704; practice of official documents.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 独占一行的标题末尾有标点。
//!
//! ## 为什么
//!
//! 标题末尾不用标点；只有后面接正文的标题才用句号。
//!
//! ## 示例
//!
//! > 一、主要举措和成效。
//!
//! ## 改为
//!
//! > 一、主要举措和成效
//!
//! ## 依据
//!
//! GB/T 9704；公文写作惯例。

use crate::message::Message;
use crate::outline::NodeKind;
use crate::rules::{Check, Edit, Fix, FixKind, Found, Group, Rule, Severity, Sight};
use crate::syntax::Span;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB204",
    name: "heading-stop",
    severity: Severity::Hint,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Report(check),
    source: include_str!("heading_stop.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    sight.outline.walk(|node| {
        let Some(heading) = sight.block(node.heading.block).and_then(|b| b.heading.as_ref()) else { return };
        let Some(stop) = &heading.stop else { return };
        // A numbered sentence with nothing below it is an item of a list.
        let heads = node.to.block > node.from.block;
        if node.kind == NodeKind::Section && node.level <= 2 && !heading.is_run_in() && heads {
            let span = Span { block: node.heading.block, range: stop.clone() };
            let fix =
                Fix { title: Message::new("heading-stop.fix"), safe: true, edits: vec![Edit { span: span.clone(), text: String::new() }] };
            let message = Message::new("heading-stop").with("stop", sight.get(&span));
            found.push(Found::new(span, message).fix(fix).grouped(Group::Report(u32::from(node.level))));
        }
    });
    found
}
