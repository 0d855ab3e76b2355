//! # stale-future
//!
//! ## What it does
//!
//! Reports a day on which something is said to come into force, or to be completed (预计2025年底前建成), though the day has passed
//! when the report is made public.
//!
//! ## Why it matters
//!
//! Sentences written for the draft stay in the text. The reader learns nothing of what became of the matter.
//!
//! ## Example
//!
//! > 《云岭县城市管理办法》将于2026年1月1日起施行。（落款2026年2月25日）
//!
//! ## Instead
//!
//! > 《云岭县城市管理办法》已于2026年1月1日起施行。
//!
//! ## Source
//!
//! Logic. The day of judgement is that of `--as-of`, else of the signature, else of the publication in the lines around the
//! title; without one the last day of the report year serves, and the finding is an information.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): no finding.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 写着“将于某日起施行”“预计某日前建成”，而报告公开时这一天已经过去。
//!
//! ## 为什么
//!
//! 起草时的话留到了定稿，读者不知道事情办成没有。
//!
//! ## 示例
//!
//! > 《云岭县城市管理办法》将于2026年1月1日起施行。（落款2026年2月25日）
//!
//! ## 改为
//!
//! > 《云岭县城市管理办法》已于2026年1月1日起施行。
//!
//! ## 依据
//!
//! 按事理判断。判断日依次取 `--as-of`、落款日期、标题前后信息行中的发布日期；都没有时按报告年份的最后一天判断，只作提示。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：0条。

use super::{in_title, local};
use crate::facts::{Date, days_in, parse_year};
use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity};
use crate::syntax::{Span, chinese_value};
use crate::words;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB305",
    name: "stale-future",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Block(check),
    source: include_str!("stale_future.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let Some((day, known)) = at.context.day.map(|d| (d, true)).or_else(|| {
        let year = at.context.report_year?;
        Some((Date { year, month: 12, day: 31 }, false))
    }) else {
        return Vec::new();
    };
    let table = words::time();
    let mut found = Vec::new();
    let due = table.due.captures_iter(at.text()).filter(|passage| {
        // 计划10月底前建成，已提前投用
        let range = passage.get(0).map_or(0..0, |m| m.range());
        !table.fulfilled.is_in(super::anachronism::sentence(&at.block.text, &range))
    });
    for passage in table.future.captures_iter(at.text()).chain(due) {
        let number = |i: usize| passage.get(i).and_then(|m| m.as_str().parse::<u32>().ok().or_else(|| chinese_value(m.as_str())));
        let year = passage.get(1).and_then(|m| parse_year(m.as_str()));
        let (Some(whole), Some(year)) = (passage.get(0), year) else { continue };
        // A month has passed when its last day has, a year when its last month has.
        let month = number(2).unwrap_or(12);
        let date = Date { year, month, day: number(3).unwrap_or_else(|| days_in(Some(year), month)) };
        if date.is_possible() && date <= day && !in_title(at.block, whole.start() as u32) {
            let message = if known { Message::new("stale-future") } else { Message::new("stale-future.year") };
            let range = whole.start()..passage.get(4).map_or(whole.end(), |verb| verb.end());
            let mut finding = Found::new(Span { block: 0, range: local(range) }, message.with("day", day.iso()));
            finding.severity = (!known).then_some(Severity::Info);
            found.push(finding);
        }
    }
    found
}
