//! # invalid-schema
//!
//! ## What it does
//!
//! Reports an outline schema in `.nianbao/schemas/` that cannot be read, at the place of the error.
//!
//! ## Why it matters
//!
//! Without it, the drafts it was written for are not checked as they should be.
//!
//! ## Example
//!
//! > { "id": "x", "parts": 1 }
//!
//! ## Instead
//!
//! A schema as described by `outline.schema.json`.
//!
//! ## Source
//!
//! `schemas/outline.schema.json`.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! `.nianbao/schemas/` 中的大纲文件有错误，指出位置。
//!
//! ## 为什么
//!
//! 大纲读不出来，相应的草稿就不会按它检查。
//!
//! ## 示例
//!
//! > { "id": "x", "parts": 1 }
//!
//! ## 改为
//!
//! 按 `outline.schema.json` 书写。
//!
//! ## 依据
//!
//! `schemas/outline.schema.json`。

use crate::rules::{Check, FixKind, Rule, Severity};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB902",
    name: "invalid-schema",
    severity: Severity::Error,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Tool,
    source: include_str!("invalid_schema.rs"),
};
