//! # copied-passage
//!
//! ## What it does
//!
//! Finds passages that are taken nearly whole from an older report of the same issuer or from
//! another unit's report: above all problems and plans. Titles, quotations, years, set phrases and
//! what several units share are no copying, nor are two versions of one report, nor are results whose figures were written anew.
//!
//! ## Why it matters
//!
//! A report tells one year of one place. A problem that is copied was not looked for, and a plan
//! that is copied was not made.
//!
//! ## Example
//!
//! > 2026年：建立镇街执法人员轮训制度，每季度组织一次案卷互评，评查结果向各单位通报。
//!
//! where last year's report says the same for 2025.
//!
//! ## Instead
//!
//! Say how far it came, what is still to be done and by when; or leave it out.
//!
//! ## Source
//!
//! 《法治政府建设与责任落实督察工作规定》 asks for the results, shortcomings and arrangements of the
//! year that is reported on.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 找出几乎整段照抄本单位往年报告或者其他单位报告的段落，重点是存在问题和工作安排。标题、引文、年份、固定表述、
//! 多家单位共有的表述不算照抄，同一份报告的两稿之间也不算，数据已经更新的成效也不算。
//!
//! ## 为什么
//!
//! 报告写的是一个单位一年的情况。照抄的问题没有经过查找，照抄的安排没有经过谋划。
//!
//! ## 示例
//!
//! > 2026年：建立镇街执法人员轮训制度，每季度组织一次案卷互评，评查结果向各单位通报。
//!
//! 而上年报告对2025年的安排与此相同。
//!
//! ## 改为
//!
//! 写明进展到什么程度、还要做什么、何时完成；或者删去。
//!
//! ## 依据
//!
//! 《法治政府建设与责任落实督察工作规定》要求报告的是上一年度的举措成效、不足和下一年度的安排。

use crate::corpus::{Copy, Passage, Summary};
use crate::message::Message;
use crate::rules::{Among, Check, FixKind, Found, Rule, Severity};
use crate::schema::Role;
use crate::syntax::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "NB801",
    name: "copied-passage",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Corpus(check),
    source: include_str!("copied_passage.rs"),
};

/// Characters that count in a copied problem or plan.
const ITEM: u32 = 26;
/// The same in results that another unit wrote, …
const RESULTS: u32 = 60;
/// … and in one's own, which describe the same work each year.
const OWN_RESULTS: u32 = 90;
/// A shorter sentence is no evidence of its own.
const SENTENCE: u32 = 12;

fn check(among: &Among<'_>) -> Vec<Found> {
    let summary = among.summary;
    let wanted = |passage: &Passage, other: &Summary, source: &Passage| {
        // Of course a draft and the final text share their words.
        if other.is_version_of(summary) {
            return false;
        }
        let own = other.issuer.is_same(&summary.issuer);
        let results = passage.role == Role::Results;
        let renewed = own && results && passage.digits != source.digits;
        // What was planned is reported in the same words.
        let reported = own && results && source.role == Role::Plan;
        passage.length >= SENTENCE && !renewed && !reported
    };
    let copies = among.index.copies(summary, &wanted);
    let mut found = Vec::new();
    let mut rest = copies.as_slice();
    while let Some(first) = rest.first() {
        let run = rest.iter().zip(0..).take_while(|(copy, offset)| continues(summary, first, copy, *offset)).count().max(1);
        let (copied, behind) = rest.split_at_checked(run).unwrap_or((rest, &[]));
        found.extend(tell(among, copied));
        rest = behind;
    }
    found
}

/// Whether a copy goes on where the first one started: the next sentence of the
/// same paragraph, out of the same report.
fn continues(summary: &Summary, first: &Copy, copy: &Copy, offset: usize) -> bool {
    let block = |copy: &Copy| summary.passages.get(copy.passage).map(|p| p.block);
    copy.passage == first.passage + offset && copy.from == first.from && block(copy) == block(first)
}

fn tell(among: &Among<'_>, run: &[Copy]) -> Option<Found> {
    let summary = among.summary;
    let first = run.first()?;
    let other = among.index.get(first.from)?;
    let passages: Vec<&Passage> = run.iter().filter_map(|c| summary.passages.get(c.passage)).collect();
    let (start, end) = (passages.first()?, passages.last()?);
    let own = other.issuer.is_same(&summary.issuer);
    let least = match (start.is_item(), own) {
        (true, _) => ITEM,
        (false, true) => OWN_RESULTS,
        (false, false) => RESULTS,
    };
    if passages.iter().map(|p| p.length).sum::<u32>() < least {
        return None;
    }
    let sources: Vec<&Passage> = run.iter().filter_map(|c| other.passages.get(c.source)).collect();
    let (source, last) = (sources.first()?, sources.last()?);
    let mut place = source.place;
    // One stretch there too, where it is one.
    if last.block == source.block && last.range.start >= source.range.start {
        place.end = last.place.end;
    }
    let year = other.report_year.map_or_else(String::new, |y| y.to_string());
    let message = if own {
        Message::new("copied-passage.own").with("year", year)
    } else {
        Message::new("copied-passage.other").with("issuer", other.issuer.name.as_str()).with("year", year)
    };
    let span = Span { block: start.block as usize, range: start.range.start..end.range.end };
    Some(Found::new(span, message).elsewhere(&other.source, place, Message::new("copied-passage.there")))
}
