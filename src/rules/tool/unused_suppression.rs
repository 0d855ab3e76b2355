//! # unused-suppression
//!
//! ## What it does
//!
//! Points at a `nianbao-ignore` comment that silences nothing, or that names a rule that does not exist.
//! The fix takes the name, or the whole comment, away; a comment with a reason in it only after a look.
//!
//! ## Why it matters
//!
//! It was written for a finding that is gone; left in place it hides the next one.
//!
//! ## Example
//!
//! > `<!-- nianbao-ignore NB999 -->`
//!
//! ## Instead
//!
//! The text without the comment.
//!
//! ## Source
//!
//! Nianbao.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! `nianbao-ignore` 注释没有抑制任何问题，或写了不存在的规则。修改时去掉这条规则或整个注释；写有理由的注释须确认后才删。
//!
//! ## 为什么
//!
//! 原来的问题已经没有了，留着会掩盖以后的问题。
//!
//! ## 示例
//!
//! > `<!-- nianbao-ignore NB999 -->`
//!
//! ## 改为
//!
//! 删去注释。
//!
//! ## 依据
//!
//! Nianbao。

use crate::rules::{Check, FixKind, Rule, Severity};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB901",
    name: "unused-suppression",
    severity: Severity::Hint,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Tool,
    source: include_str!("unused_suppression.rs"),
};
