//! # stale-plenum-list
//!
//! ## What it does
//!
//! Points to a list of plenums (党的二十大和二十届二中、三中全会精神) that stops short of those held before the report year was
//! over, where the report names the latest nowhere.
//!
//! ## Why it matters
//!
//! The list was taken over from last year's report.
//!
//! ## Example
//!
//! > 深入贯彻党的二十大和二十届二中、三中全会精神。（2025年度报告）
//!
//! ## Instead
//!
//! > 深入贯彻党的二十大和二十届二中、三中、四中全会精神。
//!
//! ## Source
//!
//! Days of plenums in `schemas/citations.json`, rows re-read from a source only. The first two plenums of a congress settle posts
//! and are named by few; where none came later, the congress is enough. 历次全会 names them all. One finding a report.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 列举全会（“党的二十大和二十届二中、三中全会精神”）时没有列到报告年度内最近召开的一次，全文别处也没有提到。
//!
//! ## 为什么
//!
//! 说明这一串是从上年的报告照搬的。
//!
//! ## 示例
//!
//! > 深入贯彻党的二十大和二十届二中、三中全会精神。（2025年度报告）
//!
//! ## 改为
//!
//! > 深入贯彻党的二十大和二十届二中、三中、四中全会精神。
//!
//! ## 依据
//!
//! 全会时间见 `schemas/citations.json`，只用重新核对过来源的条目。每届一中、二中全会主要是人事安排，提的不多，其后没有开过别的全会的，
//! 提到代表大会就够。写“历次全会”的不报。全文只提示一处。

use super::local;
use crate::facts::{Date, register};
use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity, Sight};
use crate::syntax::{Local, Span, chinese, chinese_value};
use crate::words;
use std::sync::Arc;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB307",
    name: "stale-plenum-list",
    severity: Severity::Hint,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("stale_plenum_list.rs"),
};

/// The first plenum of a congress that reports name by its number.
const FIRST_NAMED: u32 = 3;

/// The congresses and plenums that a block names.
struct Named(Vec<Mention>);

struct Mention {
    range: Local,
    /// Number of the congress; `None` for 历次全会 of whichever.
    congress: Option<u32>,
    /// Number of the last plenum that is named, 0 where only the congress is;
    /// `u32::MAX` where all are.
    plenum: u32,
}

fn named(at: &BlockCheck<'_>) -> Named {
    let (text, table) = (&*at.block.text, words::citing());
    let mut found = Vec::new();
    for passage in table.plenums.captures_iter(at.text()) {
        let (Some(whole), Some(congress), Some(list)) = (passage.get(0), passage.get(1), passage.get(2)) else { continue };
        // 市委二十届三中全会 is another matter.
        if text.get(..whole.start()).is_some_and(|t| words::places().committee.end(t)) {
            continue;
        }
        let plenum = list.as_str().chars().filter_map(|c| chinese_value(&c.to_string())).max().unwrap_or(0);
        found.push(Mention { range: local(whole.range()), congress: chinese_value(congress.as_str()), plenum });
    }
    for (pattern, plenum) in [(&table.congress_spirit, 0), (&table.all_plenums, u32::MAX)] {
        for passage in pattern.captures_iter(at.text()) {
            let Some(whole) = passage.get(0) else { continue };
            // 市委六届历次全会: of a committee below.
            if text.get(..whole.start()).is_some_and(|t| t.ends_with('届')) {
                continue;
            }
            let congress = passage.get(1).and_then(|congress| chinese_value(congress.as_str()));
            found.push(Mention { range: local(whole.range()), congress, plenum });
        }
    }
    Named(found)
}

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let Some(year) = sight.report.report_year else { return Vec::new() };
    let last_day = Date { year, month: 12, day: 31 };
    let held = register().plenums.iter().filter(|p| p.re_read && !p.planned && p.first_day().is_some_and(|day| day <= last_day));
    let Some(latest) = held.max_by_key(|p| (p.congress, p.plenum)) else { return Vec::new() };
    let wanted = if latest.plenum < FIRST_NAMED { 0 } else { latest.plenum };
    let blocks: Vec<(usize, Arc<Named>)> = sight.notes(named).filter(|(_, named)| !named.0.is_empty()).collect();
    let all = || blocks.iter().flat_map(|(index, named)| named.0.iter().map(|mention| (*index, mention)));
    let number = |mention: &Mention| (mention.congress.unwrap_or(latest.congress), mention.plenum);
    let Some((_, last)) = all().max_by_key(|(_, mention)| number(mention)) else { return Vec::new() };
    if number(last) >= (latest.congress, wanted) {
        return Vec::new();
    }
    // The place that comes nearest is the one to mend.
    let Some((block, mention)) = all().find(|(_, mention)| number(mention) == number(last)) else { return Vec::new() };
    let id = if wanted == 0 { "stale-plenum-list.congress" } else { "stale-plenum-list" };
    let message = Message::new(id).with("congress", chinese(latest.congress)).with("plenum", chinese(latest.plenum.max(1)));
    vec![Found::new(Span { block, range: mention.range.clone() }, message.with("date", latest.month.as_str()))]
}
