//! What belongs together with the word under the cursor: a pair of marks, the
//! figures of one computation or of one indicator, the citations of one title,
//! the marks of one enumeration or of one level of headings.

use super::figures;
use crate::facts::marks::{closing, marks, opening};
use crate::facts::{Facts, bare};
use crate::outline::{Node, NodeKind, Paragraph};
use crate::rules::Analysis;
use crate::syntax::{Block, Local, Span};
use crate::text::width::squeeze;
use std::ops::Range;

/// The fewest characters by which an indicator is known again.
const SHORTEST: usize = 4;

/// The passages (bytes) that belong together with what stands at byte `at`.
pub fn highlights(analysis: &Analysis, at: usize) -> Vec<Range<usize>> {
    if analysis.report().is_none() {
        return Vec::new();
    }
    let Some((index, paragraph, local)) = analysis.paragraph_at(at) else { return Vec::new() };
    let here = |ranges: Vec<Local>| ranges.into_iter().map(|range| analysis.bytes(&Span { block: index, range })).collect::<Vec<_>>();
    // （一） is the mark of a heading before it is a pair of brackets.
    let of_level = headings(analysis, index, local);
    if !of_level.is_empty() {
        return of_level;
    }
    pair(&paragraph.block, local)
        .map(here)
        .or_else(|| self::figures(analysis, index, paragraph, local))
        .or_else(|| citations(analysis, paragraph, local))
        .or_else(|| items(&paragraph.block, local).map(here))
        .unwrap_or_default()
}

/// The pair of which a mark stands at the cursor, or right before it.
fn pair(block: &Block, at: u32) -> Option<Vec<Local>> {
    let touches = |place: u32, c: char| place == at || place + c.len_utf8() as u32 == at;
    let around = block.text.get(..at as usize)?.chars().next_back().into_iter().chain(block.text.get(at as usize..)?.chars().next());
    if !around.clone().any(|c| closing(c).is_some() || opening(c).is_some()) {
        return None;
    }
    let range = |place: u32| {
        let size = block.text.get(place as usize..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        place..place + size as u32
    };
    let char_at = |place: u32| block.text.get(place as usize..).and_then(|t| t.chars().next()).unwrap_or(' ');
    let pairs = marks(&block.text, 0).pairs;
    // The mark behind the cursor comes before the one in front of it.
    let at_cursor = pairs.iter().find(|(a, b)| *a == at || *b == at);
    let (open, close) = at_cursor.or_else(|| pairs.iter().find(|(a, b)| touches(*a, char_at(*a)) || touches(*b, char_at(*b))))?;
    Some(vec![range(*open), range(*close)])
}

/// The figures that the one at the cursor is computed with; where there are
/// none, those that count the same thing elsewhere.
fn figures(analysis: &Analysis, index: usize, paragraph: &Paragraph, at: u32) -> Option<Vec<Range<usize>>> {
    let facts = paragraph.facts();
    let mine = figures::touching(facts, at)?;
    let bytes = |block: usize, range: &Local| analysis.bytes(&Span { block, range: range.clone() });
    let mut members: Vec<usize> = figures::with(facts, mine).flat_map(|r| r.members()).collect();
    members.sort_unstable();
    members.dedup();
    if !members.is_empty() {
        return Some(members.iter().filter_map(|i| facts.figures.all.get(*i)).map(|f| bytes(index, &f.range)).collect());
    }
    let unit = &facts.figures.all.get(mine)?.unit;
    let label = indicator(facts, &paragraph.block, mine);
    let mut found = Vec::new();
    for (block, other) in analysis.report_paragraphs() {
        for (number, figure) in other.facts().figures.all.iter().enumerate().filter(|(_, f)| f.unit == *unit) {
            let is_mine = (block, number) == (index, mine);
            if is_mine || is_same(&label, &indicator(other.facts(), &other.block, number)) {
                found.push(bytes(block, &figure.range));
            }
        }
    }
    Some(found)
}

/// What a figure counts, without marks and blanks.
fn indicator(facts: &Facts, block: &Block, figure: usize) -> String {
    squeeze(bare(facts.view(block).label(figure)))
}

/// Whether two indicators are the same; one may be said with more words before it.
fn is_same(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    short.chars().count() >= SHORTEST && long.ends_with(short)
}

/// All citations of the title at the cursor.
fn citations(analysis: &Analysis, paragraph: &Paragraph, at: u32) -> Option<Vec<Range<usize>>> {
    let at = at as usize;
    let mine = paragraph.facts().citations.iter().rev().find(|c| c.range.start <= at && at <= c.range.end)?;
    let mut found = Vec::new();
    for (index, other) in analysis.report_paragraphs() {
        for citation in other.facts().citations.iter().filter(|c| c.name == mine.name) {
            let range = citation.range.start as u32..citation.range.end as u32;
            found.push(analysis.bytes(&Span { block: index, range }));
        }
    }
    Some(found)
}

/// The marks of the enumeration whose mark stands at the cursor.
fn items(block: &Block, at: u32) -> Option<Vec<Local>> {
    let mine = block.items.iter().find(|item| item.mark.start <= at && at <= item.mark.end)?;
    Some(block.items.iter().filter(|item| item.family == mine.family).map(|item| item.mark.clone()).collect())
}

/// The heading marks beside the one at the cursor.
fn headings(analysis: &Analysis, block: usize, at: u32) -> Vec<Range<usize>> {
    let number = |node: &Node| {
        let range = node.number.clone().filter(|_| node.kind == NodeKind::Section)?;
        Some(Span { block: node.from.block, range })
    };
    let is_here = |span: &Span| span.block == block && span.range.start <= at && at <= span.range.end;
    let mut levels = vec![analysis.outline.nodes.as_slice()];
    while let Some(nodes) = levels.pop() {
        let mine = nodes.iter().find(|n| number(n).is_some_and(|s| is_here(&s)));
        if let Some(mine) = mine {
            return nodes.iter().filter(|n| n.level == mine.level).filter_map(number).map(|s| analysis.bytes(&s)).collect();
        }
        levels.extend(nodes.iter().map(|n| n.children.as_slice()));
    }
    Vec::new()
}
