//! # unbalanced-marks
//!
//! ## What it does
//!
//! Reports a bracket, quotation mark or title mark without its partner. Marks are paired in
//! order, not counted: `四早”“四集中` is wrong though two and two balance. A quotation or a note in
//! brackets may go over several paragraphs.
//!
//! ## Why it matters
//!
//! A lost mark swallows text: a title has no end, a quotation no beginning.
//!
//! ## Example
//!
//! > 出台《云岭县优化营商环境办法《云岭县信用条例》。
//!
//! ## Instead
//!
//! > 出台《云岭县优化营商环境办法》《云岭县信用条例》。
//!
//! ## Source
//!
//! GB/T 15834-2011.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): 1.5 findings per million
//! characters: broken tables, and marks that were lost.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 括号、引号、书名号不成对。按先后次序配对，不按个数：`四早”“四集中` 两两相等，但次序错了。引文、括注可以跨段。
//!
//! ## 为什么
//!
//! 缺一半标点，书名没有结尾，引文没有开头。
//!
//! ## 示例
//!
//! > 出台《云岭县优化营商环境办法《云岭县信用条例》。
//!
//! ## 改为
//!
//! > 出台《云岭县优化营商环境办法》《云岭县信用条例》。
//!
//! ## 依据
//!
//! GB/T 15834-2011。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：每百万字1.5条，均为残缺的表格或者确实丢失的标点。

use crate::facts::marks;
use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity, Sight};
use crate::syntax::{Block, Span};
use crate::text::width::narrow;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB701",
    name: "unbalanced-marks",
    severity: Severity::Error,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("unbalanced_marks.rs"),
};

/// A quotation or a note goes over at most so many paragraphs.
const PARAGRAPHS: usize = 12;

/// A mark without a partner in its paragraph.
#[derive(Clone, Copy)]
struct Left {
    block: usize,
    place: u32,
    mark: char,
    /// Whether a quotation or note over several paragraphs may start (end) here.
    at_edge: bool,
}

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let mut left = Vec::new();
    let mut opened = Vec::new();
    for (index, own) in sight.notes(unpaired) {
        left.extend(own.left.iter().map(|left| Left { block: index, ..*left }));
        if own.opens {
            opened.push(index);
        }
    }
    over_paragraphs(&mut left, &opened);
    left.into_iter().map(finding).collect()
}

/// Takes out what a quotation or a note over several paragraphs leaves over.
fn over_paragraphs(left: &mut Vec<Left>, opened: &[usize]) {
    let mut gone = vec![false; left.len()];
    // For each mark the nearest closing one of each kind behind it.
    let mut nearest: Vec<Vec<(char, usize)>> = Vec::with_capacity(left.len());
    let mut behind: Vec<(char, usize)> = Vec::new();
    for (at, mark) in left.iter().enumerate().rev() {
        nearest.push(behind.clone());
        if let Some(opener) = marks::opening(mark.mark) {
            behind.retain(|(kind, _)| *kind != opener);
            behind.push((opener, at));
        }
    }
    for ((i, open), behind) in left.iter().enumerate().zip(nearest.iter().rev()) {
        if !matches!(narrow(open.mark), '“' | '‘' | '(' | '【') || !open.at_edge {
            continue;
        }
        let close = behind.iter().find(|(kind, _)| *kind == narrow(open.mark)).and_then(|(_, at)| Some((*at, left.get(*at)?)));
        let close = close.filter(|(_, l)| l.block <= open.block + PARAGRAPHS).map(|(at, l)| (at, l.at_edge));
        // Or each paragraph of the quotation opens with “, and the last is whole.
        let next = opened.get(opened.partition_point(|block| *block <= open.block));
        let goes_on = open.mark == '“' && next.is_some_and(|block| *block <= open.block + 2);
        let other = match close {
            Some((at, true)) => Some(at),
            _ if goes_on => Some(i),
            _ => None,
        };
        for at in other.into_iter().flat_map(|at| [i, at]) {
            if let Some(gone) = gone.get_mut(at) {
                *gone = true;
            }
        }
    }
    let mut gone = gone.into_iter();
    left.retain(|_| !gone.next().unwrap_or_default());
}

fn start(block: &Block) -> u32 {
    block.heading.as_ref().and_then(|h| h.mark.as_ref()).map_or(block.body.start, |m| m.span.end)
}

/// The marks of a paragraph that have no partner in it, in order (block 0), and
/// whether it opens with a quotation.
struct Unpaired {
    left: Vec<Left>,
    opens: bool,
}

fn unpaired(at: &BlockCheck<'_>) -> Unpaired {
    let block = at.block;
    let start = start(block);
    let text = block.get(&(start..block.body.end));
    // Behind the number of a heading it may be another matter: （1）, 1）
    let behind = (start > block.body.start).then(|| marks::marks(text, start));
    let single = &behind.as_ref().unwrap_or_else(|| at.facts.marks()).single;
    // From here on only stops and closing marks follow.
    let rest = text.trim_end_matches(|c| marks::is_stop(c) || marks::opening(c).is_some());
    let end = start + rest.len() as u32;
    let left = single.iter().map(|&(place, mark)| {
        let (before, behind) = (block.get(&(start..place)), place + mark.len_utf8() as u32);
        let at_edge = match marks::closing(mark) {
            Some(_) => before.is_empty() || before.ends_with(['：', ':']),
            None => behind >= end || before.ends_with(['。', '！', '？', '…']),
        };
        Left { block: 0, place, mark, at_edge }
    });
    Unpaired { left: left.collect(), opens: text.starts_with('“') }
}

fn finding(left: Left) -> Found {
    let (place, c) = (left.place, left.mark);
    let span = Span { block: left.block, range: place..place + c.len_utf8() as u32 };
    let (id, partner) = match marks::closing(c) {
        Some(close) => ("unbalanced-marks.open", close),
        None => ("unbalanced-marks.close", marks::opening(c).unwrap_or(c)),
    };
    Found::new(span, Message::new(id).with("mark", c.to_string()).with("partner", partner.to_string()))
}
