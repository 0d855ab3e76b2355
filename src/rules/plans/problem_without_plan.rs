//! # problem-without-plan
//!
//! ## What it does
//!
//! Says that no plan takes up a problem. A problem and a plan are linked by the matters that both name, under whatever words
//! (应诉 and 出庭, 普法 and 法治宣传), weighed by how telling they are; `nianbao trace` shows the links and the words. What the
//! office is called after tells nothing, and a prompt 【…】 answers nothing until something is written in its place.
//!
//! ## Why it matters
//!
//! Who names a shortcoming and plans nothing against it will be asked why.
//!
//! ## Example
//!
//! > 二是公证服务网点偏少。
//!
//! where the plans speak of law enforcement and of legal education only.
//!
//! ## Instead
//!
//! > （五）增设公证服务网点。在三个中心镇设立公证联络点。
//!
//! ## Source
//!
//! 《法治政府建设与责任落实督察工作规定》 asks for 存在的不足和原因 and for the next year's 主要安排.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 指出下一步安排中没有对应措施的问题。问题和安排按所讲的事项对应，说法不同也算（“应诉”与“出庭”、“普法”与“法治宣传”），并按事项的区分度加权；本机关名称中的词不作依据，没有填写的【…】不算安排；`nianbao trace` 列出对应关系和依据的词语。
//!
//! ## 为什么
//!
//! 写了问题却没有打算，审阅时必然会被问到。
//!
//! ## 示例
//!
//! > 二是公证服务网点偏少。
//!
//! 而安排只讲执法和普法。
//!
//! ## 改为
//!
//! > （五）增设公证服务网点。在三个中心镇设立公证联络点。
//!
//! ## 依据
//!
//! 《法治政府建设与责任落实督察工作规定》：报告应当写明存在的不足和原因、下一年度的主要安排。

use super::unanswered;
use crate::message::Message;
use crate::outline::ListItem;
use crate::rules::{Check, FixKind, Found, Rule, Severity, Sight, Subject};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB401",
    name: "problem-without-plan",
    severity: Severity::Info,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("problem_without_plan.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let found = |(index, problem): (usize, &ListItem)| {
        Found::new(problem.title.clone(), Message::new("problem-without-plan")).about(Subject::Problem(index))
    };
    unanswered(sight).into_iter().map(found).collect()
}
