//! # citation-superseded
//!
//! ## What it does
//!
//! Reports a document that is named as being carried out though another one had taken its place before the report year began.
//!
//! ## Why it matters
//!
//! It shows that the text was taken over from an older report, and work is measured by rules that are no longer in force.
//!
//! ## Example
//!
//! > 2025年，全县深入贯彻落实《法治政府建设实施纲要（2015—2020年）》。
//!
//! ## Instead
//!
//! > 2025年，全县深入贯彻落实《法治政府建设实施纲要（2021—2025年）》。
//!
//! ## Source
//!
//! `schemas/citations.json`, only where both rows were re-read from a source. A document that is merely mentioned is not reported.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): no finding.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 正在“贯彻落实”“依据”的文件，在报告年度开始之前就已被新的文件取代。
//!
//! ## 为什么
//!
//! 说明文字沿用了旧稿，工作所依据的已不是现行规定。
//!
//! ## 示例
//!
//! > 2025年，全县深入贯彻落实《法治政府建设实施纲要（2015—2020年）》。
//!
//! ## 改为
//!
//! > 2025年，全县深入贯彻落实《法治政府建设实施纲要（2021—2025年）》。
//!
//! ## 依据
//!
//! `schemas/citations.json`，新旧两条都重新核对过来源才报。仅仅提到旧文件的不报。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：0条。

use super::is_local;
use crate::facts::{Document, register};
use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity};
use crate::syntax::Span;
use crate::words;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB603",
    name: "citation-superseded",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Block(check),
    source: include_str!("citation_superseded.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let Some(year) = at.context.report_year else {
        return Vec::new();
    };
    let text = &*at.block.text;
    let mut found = Vec::new();
    for citation in &at.facts.citations {
        let years = citation.years.as_ref().map(|y| (y.from, y.to));
        let mut meant = register().named(&citation.name).filter(|d| d.re_read && d.years == years);
        let Some(document) = meant.next() else { continue };
        // The last of those that followed it before the year began; the next version of
        // the same title is cited by the same words.
        let before_the_year = |next: &&Document| next.re_read && next.since().is_some_and(|s| s.year < year);
        let followers = register().successors(document).take_while(before_the_year);
        let Some(next) = followers.last().filter(|n| n.title != document.title || n.years != document.years) else { continue };
        let before = text.get(..citation.range.start).unwrap_or_default();
        let start = before.rfind(['。', '；', ';']).unwrap_or(0);
        let end = text.get(citation.range.end..).and_then(|t| t.find(['。', '；', ';'])).map_or(text.len(), |e| citation.range.end + e);
        let table = words::citing();
        let past = table.past.is_in(text.get(start..end).unwrap_or_default());
        if table.carried_out.is_match(before) && !past && !is_local(text, citation.range.start) {
            let span = Span { block: 0, range: citation.range.start as u32..citation.range.end as u32 };
            found.push(Found::new(span, Message::new("citation-superseded").with("next", next.cited())));
        }
    }
    found
}
