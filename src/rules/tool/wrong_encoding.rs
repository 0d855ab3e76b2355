//! # wrong-encoding
//!
//! ## What it does
//!
//! Reports a text that was opened in the wrong encoding: it is full of replacement characters (U+FFFD). No
//! other rule speaks then. A few of them are found by undecodable-character.
//!
//! ## Why it matters
//!
//! Older drafts are often GB18030 (GBK); opened as UTF-8 they turn into signs, and saving them so destroys them.
//!
//! ## Example
//!
//! > ����2025��
//!
//! ## Instead
//!
//! Reopen the file with the encoding GB18030.
//!
//! ## Source
//!
//! Unicode: U+FFFD stands for what could not be decoded.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 文本用错了编码打开，满是替换字符（U+FFFD）。此时不再报其他问题。只有几个的，由 undecodable-character 报。
//!
//! ## 为什么
//!
//! 旧稿多为 GB18030（GBK）编码，按 UTF-8 打开就成了乱码，这时保存会毁掉原文。
//!
//! ## 示例
//!
//! > ����2025��
//!
//! ## 改为
//!
//! 以 GB18030 编码重新打开文件。
//!
//! ## 依据
//!
//! Unicode：U+FFFD 表示无法解码的内容。

use crate::rules::{Check, FixKind, Rule, Severity};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB904",
    name: "wrong-encoding",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Tool,
    source: include_str!("wrong_encoding.rs"),
};
