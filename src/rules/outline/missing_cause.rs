//! # missing-cause
//!
//! ## What it does
//!
//! Says that the shortcomings are named without any cause.
//!
//! ## Why it matters
//!
//! The regulation asks for shortcomings and causes; hardly any report gives them.
//!
//! ## Example
//!
//! > 三是行政执法不够规范。
//!
//! ## Instead
//!
//! > 三是行政执法不够规范。主要原因是基层执法人员更替频繁，培训没有跟上。
//!
//! ## Source
//!
//! 《法治政府建设与责任落实督察工作规定》: 存在的不足和原因.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 只列了不足，没有写任何原因。
//!
//! ## 为什么
//!
//! 规定要求写“不足和原因”，绝大多数报告没有写原因。
//!
//! ## 示例
//!
//! > 三是行政执法不够规范。
//!
//! ## 改为
//!
//! > 三是行政执法不够规范。主要原因是基层执法人员更替频繁，培训没有跟上。
//!
//! ## 依据
//!
//! 《法治政府建设与责任落实督察工作规定》：存在的不足和原因。

use super::missing_content;
use crate::message::Message;
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight};
use crate::schema::ContentRule;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB108",
    name: "missing-cause",
    severity: Severity::Info,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("missing_cause.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    missing_content::found(sight, ContentRule::MissingCause, |content| Message::new("missing-cause").with("content", &content.name))
}
