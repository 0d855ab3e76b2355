//! # plan-copied-from-results
//!
//! ## What it does
//!
//! Points at a passage of the plans that stands in the results letter for letter, whatever marks stand between the letters.
//! Titles of documents and the set phrases of the genre do not count; a heading may come again.
//!
//! ## Why it matters
//!
//! What was done last year cannot be the plan for the next in the same words: it says neither what is new nor how far.
//!
//! ## Example
//!
//! > 明年将推行农村集体土地承包合同网上签约、鉴证和备案一站办理。
//!
//! where the results say 推行农村集体土地承包合同网上签约、鉴证和备案一站办理，办件1200件.
//!
//! ## Instead
//!
//! > 明年将把农村土地承包合同的网上签约扩大到全部乡镇，办件压缩到两个工作日。
//!
//! ## Source
//!
//! 《法治政府建设与责任落实督察工作规定》 asks for the results of the past year and for the arrangements of the next.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 指出下一步安排中与“举措和成效”逐字相同的段落，标点不同也算；文件名称、固定提法和重复的标题不算。
//!
//! ## 为什么
//!
//! 上一年已经做的事照抄成下一年的安排，看不出新增什么、做到什么程度。
//!
//! ## 示例
//!
//! > 明年将推行农村集体土地承包合同网上签约、鉴证和备案一站办理。
//!
//! 而成效部分写着“推行农村集体土地承包合同网上签约、鉴证和备案一站办理，办件1200件”。
//!
//! ## 改为
//!
//! > 明年将把农村土地承包合同的网上签约扩大到全部乡镇，办件压缩到两个工作日。
//!
//! ## 依据
//!
//! 《法治政府建设与责任落实督察工作规定》：报告分别写明上一年度的举措和成效、下一年度的主要安排。

use crate::message::Message;
use crate::outline::Stretch;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity, Sight};
use crate::schema::Role;
use crate::syntax::{Local, Span};
use crate::trace::{Common, Letters, Passages, apart};
use std::cell::OnceCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB404",
    name: "plan-copied-from-results",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("plan_copied_from_results.rs"),
};

/// So many letters in a row, titles and set phrases not counted, are no chance.
const LEAST: usize = 20;

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let plan = texts(sight, Role::Plan);
    if plan.is_empty() {
        return Vec::new();
    }
    let results = texts(sight, Role::Results);
    let words: Vec<&str> = plan.iter().map(|text| sight.get(&text.span)).collect();
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    let (words_hash, passages) = (hasher.finish(), OnceCell::new());
    // What a paragraph of the results shares with the plans stays until one of the two changes.
    let shared = |text: &Text| -> Arc<Shared> {
        let read = |letters: &Letters| Shared(passages.get_or_init(|| Passages::of(words.iter().copied())).shared_with(letters, LEAST));
        if text.span.range != text.whole.range {
            return Arc::new(read(&text.whole.letters.within(&text.span.range)));
        }
        sight.note_under(text.span.block, words_hash, |_| read(&text.whole.letters)).unwrap_or_default()
    };
    let all =
        results.iter().enumerate().flat_map(|(there, text)| shared(text).0.iter().map(|one| (there, one.clone())).collect::<Vec<_>>());
    let told = apart(all.collect()).into_iter().filter_map(|(there, one)| {
        let (ours, theirs) = (&plan.get(one.text)?.span, &results.get(there)?.span);
        let from = ours.range.start;
        let span = Span { block: ours.block, range: from + one.ours.start..from + one.ours.end };
        let there = Span { block: theirs.block, range: one.theirs };
        let found = Found::new(span, Message::new("plan-copied-from-results").with("count", one.telling));
        Some(found.related(there, Message::new("plan-copied-from-results.there")))
    });
    told.collect()
}

/// What a paragraph of the results shares with the plans.
#[derive(Default)]
struct Shared(Vec<Common>);

/// Running text of a part.
struct Text {
    span: Span,
    /// The running text of its block.
    whole: Arc<Running>,
}

/// The running text of a block; headings that stand alone, and those in front of
/// their text, may come again.
struct Running {
    range: Local,
    letters: Letters,
}

fn running(at: &BlockCheck<'_>) -> Running {
    let range = at.block.heading.as_ref().map_or(&at.block.body, |heading| &heading.rest).clone();
    Running { letters: Letters::of(at.block.get(&range), range.start), range }
}

fn texts(sight: &Sight<'_>, role: Role) -> Vec<Text> {
    let blocks = |stretch: &Stretch| stretch.from.block..=stretch.to.block;
    sight.outline.of_role(role).flat_map(|stretch| blocks(stretch).filter_map(|index| text(sight, stretch, index))).collect()
}

fn text(sight: &Sight<'_>, stretch: &Stretch, index: usize) -> Option<Text> {
    let whole = sight.note(index, running)?;
    let mut range = whole.range.clone();
    if index == stretch.from.block {
        range.start = range.start.max(stretch.from.at);
    }
    if index == stretch.to.block {
        range.end = range.end.min(stretch.to.at);
    }
    (range.start < range.end).then_some(Text { span: Span { block: index, range }, whole })
}
