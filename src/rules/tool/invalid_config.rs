//! # invalid-config
//!
//! ## What it does
//!
//! Reports an error in `nianbao.toml`, at its line. The checks go on with what was last good.
//!
//! ## Why it matters
//!
//! A typing error in the configuration must not silence the checks unseen.
//!
//! ## Example
//!
//! > ignroe = ["NB106"]
//!
//! ## Instead
//!
//! > ignore = ["NB106"]
//!
//! ## Source
//!
//! `schemas/nianbao.schema.json`.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! `nianbao.toml` 有错误，指出行号；检查按上一次正确的配置继续。
//!
//! ## 为什么
//!
//! 配置写错不应悄悄关掉检查。
//!
//! ## 示例
//!
//! > ignroe = ["NB106"]
//!
//! ## 改为
//!
//! > ignore = ["NB106"]
//!
//! ## 依据
//!
//! `schemas/nianbao.schema.json`。

use crate::rules::{Check, FixKind, Rule, Severity};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB903",
    name: "invalid-config",
    severity: Severity::Error,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Tool,
    source: include_str!("invalid_config.rs"),
};
