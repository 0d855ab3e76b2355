//! # heading-level
//!
//! ## What it does
//!
//! In Markdown drafts, reports a heading whose `#` depth disagrees with its mark: the same kind of
//! mark at another depth than its fellows, or （一） as high as 一、.
//!
//! ## Why it matters
//!
//! The preview, and every tool that reads Markdown, nests by `#`; readers nest by the mark.
//!
//! ## Example
//!
//! > ## 一、主要成效
//! >
//! > ## （一）加强领导
//!
//! ## Instead
//!
//! > ## 一、主要成效
//! >
//! > ### （一）加强领导
//!
//! ## Source
//!
//! The ladder of GB/T 9704.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! Markdown 草稿中，标题的 `#` 层级与序号不一致：同类序号层级不同，或（一）与一、同级。
//!
//! ## 为什么
//!
//! 预览等工具按 `#` 分级，读者按序号分级。
//!
//! ## 示例
//!
//! > ## 一、主要成效
//! >
//! > ## （一）加强领导
//!
//! ## 改为
//!
//! > ## 一、主要成效
//! >
//! > ### （一）加强领导
//!
//! ## 依据
//!
//! GB/T 9704 的标题层次。

use crate::message::Message;
use crate::rules::{Check, Edit, Fix, FixKind, Found, Group, Rule, Severity, Sight};
use crate::syntax::{Family, Span};
use std::collections::BTreeMap;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB206",
    name: "heading-level",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Report(check),
    source: include_str!("heading_level.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let marked: Vec<(usize, Family, u8)> = sight
        .tree
        .blocks()
        .iter()
        .enumerate()
        .filter_map(|(i, b)| Some((i, b.heading.as_ref()?.mark.as_ref()?.family, b.hashes)))
        .filter(|m| m.2 > 0)
        .collect();
    let wanted = depths(&marked);
    marked
        .iter()
        .filter_map(|(block, family, hashes)| {
            let depth = *wanted.get(family)?;
            if depth == *hashes {
                return None;
            }
            let source = sight.block(*block)?;
            let at = source.text.find('#')? as u32;
            let span = Span { block: *block, range: at..at + u32::from(*hashes) };
            let mark = source.heading.as_ref()?.mark.as_ref()?.span.clone();
            let right = "#".repeat(usize::from(depth));
            let fix = Fix {
                title: Message::new("heading-level.fix").with("right", right.clone()),
                safe: true,
                edits: vec![Edit { span: span.clone(), text: right.clone() }],
            };
            let message = Message::new("heading-level")
                .with("mark", source.get(&mark))
                .with("written", "#".repeat(usize::from(*hashes)))
                .with("right", right);
            Some(Found::new(span, message).fix(fix).grouped(Group::Report(*family as u32)))
        })
        .collect()
}

/// The depth for each kind of mark: the one that most of its headings have,
/// and deeper than that of the kind above it.
fn depths(marked: &[(usize, Family, u8)]) -> BTreeMap<Family, u8> {
    let mut counts: BTreeMap<Family, BTreeMap<u8, usize>> = BTreeMap::new();
    for (_, family, hashes) in marked {
        *counts.entry(*family).or_default().entry(*hashes).or_default() += 1;
    }
    let mut wanted = BTreeMap::new();
    let mut above = 0;
    for (family, depths) in counts {
        let usual = depths.iter().max_by_key(|(depth, count)| (**count, u8::MAX - **depth)).map_or(1, |(depth, _)| *depth);
        let depth = usual.max(above + 1).min(6);
        above = depth;
        wanted.insert(family, depth);
    }
    wanted
}
