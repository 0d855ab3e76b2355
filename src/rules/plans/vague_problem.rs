//! # vague-problem
//!
//! ## What it does
//!
//! Points at a problem that is one short clause and says no more than that something is wanting: no fact, no place, no cause;
//! and at a sentence that says that there are problems and names none.
//!
//! ## Why it matters
//!
//! Such a sentence fits every place in every year. It tells neither reader nor writer what to do about it.
//!
//! ## Example
//!
//! > 法治宣传教育有待进一步加强
//!
//! ## Instead
//!
//! > 法治宣传与群众需求脱节，全年42场宣讲中有31场在县城举办
//!
//! ## Source
//!
//! 李学、方立 in 《秘书》 2026 (2) on the problems that annual reports admit: 避重就轻.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 指出只有一个短句、除了“有待提高”“不够到位”之外什么也没说的问题：没有事实、没有对象、没有原因；也指出只说存在不足、却一个也没有写出来的句子。
//!
//! ## 为什么
//!
//! 这样的话放在哪里、哪一年都成立，读的人和写的人都不知道该怎么改。
//!
//! ## 示例
//!
//! > 法治宣传教育有待进一步加强
//!
//! ## 改为
//!
//! > 法治宣传与群众需求脱节，全年42场宣讲中有31场在县城举办
//!
//! ## 依据
//!
//! 李学、方立《秘书》2026年第2期：年度报告所列问题“避重就轻”。

use crate::message::Message;
use crate::outline::{ListItem, names_none};
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight};
use crate::text::width::is_han;
use crate::words::vague;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB402",
    name: "vague-problem",
    severity: Severity::Hint,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("vague_problem.rs"),
};

/// A longer clause says something of its own.
const LONGEST: usize = 16;

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let vague = sight.outline.problems.iter().filter(|problem| is_vague(sight, problem) || names_none(sight.get(&problem.extent)));
    vague.map(|problem| Found::new(problem.title.clone(), Message::new("vague-problem"))).collect()
}

fn is_vague(sight: &Sight<'_>, problem: &ListItem) -> bool {
    let title = sight.get(&problem.title);
    let all = sight.get(&problem.extent).trim_end_matches(|c: char| !is_han(c));
    let said = |text: &str| text.chars().filter(|c| is_han(*c)).count();
    // 等问题 and the like may stand behind it.
    if said(title) > LONGEST || said(all) > said(title) + 4 {
        return false;
    }
    // A heading on its own line is explained below it.
    let heading = sight.block(problem.title.block).and_then(|b| b.heading.as_ref());
    if heading.is_some_and(|h| h.title.start == problem.title.range.start && !h.is_run_in()) && explained(sight, problem) {
        return false;
    }
    vague().endings.iter().any(|p| p.is_match(title)) && !vague().details.iter().any(|p| p.is_match(title))
}

/// Whether a paragraph of the same part follows that is no heading.
fn explained(sight: &Sight<'_>, problem: &ListItem) -> bool {
    let next = problem.title.block + 1;
    let same = sight.outline.role(next) == sight.outline.role(problem.title.block);
    same && sight.block(next).is_some_and(|b| b.is_text() && b.heading.is_none())
}
