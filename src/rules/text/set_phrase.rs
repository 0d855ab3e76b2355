//! # set-phrase
//!
//! ## What it does
//!
//! Reports a set phrase of the central documents whose marks or words differ from the source:
//! 双随机一公开 for 双随机、一公开, “谁执法，谁普法” for “谁执法谁普法”. Only phrases of the table
//! are known; what stands in a title 《》 is left as it is. A wrong name of a guiding thought is a warning, all else a hint.
//!
//! ## Why it matters
//!
//! These phrases are quotations, and readers of such reports know them by heart.
//!
//! ## Example
//!
//! > 落实“谁执法，谁普法”普法责任制。
//!
//! ## Instead
//!
//! > 落实“谁执法谁普法”普法责任制。
//!
//! ## Source
//!
//! The table `schemas/words/set-phrases.json` names the document for each.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): no finding.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 中央文件中的固定提法，标点、用字与出处不同：“双随机一公开”应为“双随机、一公开”，“谁执法，谁普法”应为
//! “谁执法谁普法”。只查表中所列；书名号里的原样不动。指导思想的名称写错作警告，其余只作建议。
//!
//! ## 为什么
//!
//! 固定提法等于引用，读报告的人都熟。
//!
//! ## 示例
//!
//! > 落实“谁执法，谁普法”普法责任制。
//!
//! ## 改为
//!
//! > 落实“谁执法谁普法”普法责任制。
//!
//! ## 依据
//!
//! `schemas/words/set-phrases.json` 逐条注明文件。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：0条。

use super::confusable_word::hits;
use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Rule, Severity};
use crate::words;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB709",
    name: "set-phrase",
    severity: Severity::Hint,
    since: "0.1.0",
    fix: FixKind::Unsafe,
    check: Check::Block(check),
    source: include_str!("set_phrase.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let found = hits(at, words::set_phrases()).into_iter().map(|(row, span)| {
        let written = at.block.get(&span.range).to_owned();
        let right = row.right(&written);
        // Only marks are set right by a program: another word may have been meant.
        let marks_only = letters(&written) == letters(&right);
        let message = Message::new("set-phrase").with("right", right.clone()).with("source", row.source.as_str());
        let fix = Fix {
            title: Message::new("set-phrase.fix").with("right", right.clone()),
            safe: false,
            edits: vec![Edit { span: span.clone(), text: right }],
        };
        let mut found = Found::new(span, message);
        found.severity = row.sure.then_some(Severity::Warning);
        if marks_only { found.fix(fix) } else { found }
    });
    found.collect()
}
