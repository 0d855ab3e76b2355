//! # template-wording
//!
//! ## What it does
//!
//! Points to words that stayed from a model text (上一年度 in a heading, 年度 twice in the title) and to formulas of another kind of
//! paper (现述法报告如下, 特此通知).
//!
//! ## Why it matters
//!
//! They tell the reader that the report was filled in, not written.
//!
//! ## Example
//!
//! > 一、上一年度推进法治政府建设的主要举措和成效
//!
//! ## Instead
//!
//! > 一、2025年推进法治政府建设的主要举措和成效
//!
//! ## Source
//!
//! The table `schemas/words/template-wording.json`; 《法治政府建设与责任落实督察工作规定》, 《党政机关公文处理工作条例》.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 从范本带来的说法（标题中的“上一年度”、题目里写了两次的“年度”），以及别的文种的套语（“现述法报告如下”“特此通知”）。
//!
//! ## 为什么
//!
//! 一看就知道是照着模子填的。
//!
//! ## 示例
//!
//! > 一、上一年度推进法治政府建设的主要举措和成效
//!
//! ## 改为
//!
//! > 一、2025年推进法治政府建设的主要举措和成效
//!
//! ## 依据
//!
//! `schemas/words/template-wording.json`；《法治政府建设与责任落实督察工作规定》《党政机关公文处理工作条例》。

use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity};
use crate::schema::Role;
use crate::syntax::{Local, Span};
use crate::text::Hay;
use crate::words::{self, WordPlace};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB714",
    name: "template-wording",
    severity: Severity::Hint,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Block(check),
    source: include_str!("template_wording.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for row in words::template_words() {
        let Some(range) = passage(at, row.place) else { continue };
        let text = at.block.get(&range);
        let hay = Hay { text, sketch: Some(&at.facts.scan.sketch) };
        let Some(hit) = row.wrong.captures_iter(hay).next().and_then(|hit| hit.get(1)) else { continue };
        if row.not_with.is_in(text) {
            continue;
        }
        let span = Span { block: 0, range: range.start + hit.start() as u32..range.start + hit.end() as u32 };
        found.push(Found::new(span, Message::new("template-wording").with("says", &row.says)));
    }
    found
}

/// The passage of a block that stands at such a place of the report.
fn passage(at: &BlockCheck<'_>, place: WordPlace) -> Option<Local> {
    match place {
        WordPlace::Title => (at.role == Role::Title).then(|| at.block.body.clone()),
        WordPlace::Heading => at.block.heading.as_ref().filter(|_| at.role != Role::Title).map(|h| h.title.clone()),
        WordPlace::Text => matches!(at.role, Role::Lead | Role::Results | Role::Plan | Role::Closing).then(|| at.block.body.clone()),
    }
}
