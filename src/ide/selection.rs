//! Ever wider passages around a place: title or figure, clause, sentence, item,
//! paragraph, section, part, document.

use crate::facts::marks::marks;
use crate::rules::Analysis;
use crate::syntax::{Block, Local, Span};
use crate::text::width::narrow;
use std::ops::Range;

/// Nobody widens a selection more often: of more the outer and the inner ones are kept.
const MOST: usize = 64;

/// The passages (bytes) around byte `at`, from the narrowest to the whole
/// document; each lies in the next and differs from it.
pub fn selections(analysis: &Analysis, at: usize) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    if let Some((index, paragraph, _)) = analysis.paragraph_at(at) {
        let facts = paragraph.facts();
        let mut inside: Vec<Local> = Vec::new();
        inside.extend(facts.figures.all.iter().flat_map(|f| [f.number.clone(), f.range.clone()]));
        inside.extend(facts.years.iter().map(|(range, _)| range.start as u32..range.end as u32));
        inside.extend(facts.citations.iter().flat_map(|c| [&c.inner, &c.range]).map(|r| r.start as u32..r.end as u32));
        inside.extend(in_block(&paragraph.block));
        all.extend(inside.into_iter().map(|range| analysis.bytes(&Span { block: index, range })));
    }
    analysis.outline.walk(|node| all.push(analysis.extent(node)));
    all.push(0..analysis.text.len());
    all.retain(|r| r.start <= at && at <= r.end && r.start < r.end);
    all.sort_by_key(|r| (r.end - r.start, r.start));
    all.dedup();
    // A passage that crosses the one before it is no step on the way out.
    let mut steps: Vec<Range<usize>> = Vec::new();
    for range in all {
        if steps.last().is_none_or(|last| range.start <= last.start && last.end <= range.end) {
            steps.push(range);
        }
    }
    if steps.is_empty() {
        steps.push(at..at);
    }
    // Each step lies in the next, over the wire too: thousands of them end a program that reads or writes them.
    if steps.len() > MOST {
        steps.drain(MOST / 2..steps.len() - MOST / 2);
    }
    steps
}

/// Clauses, sentences, what stands in marks, items, heading and body.
fn in_block(block: &Block) -> Vec<Local> {
    let mut found = Vec::new();
    let pairs = marks(&block.text, 0).pairs;
    for (open, close) in &pairs {
        let size = |at: u32| block.text.get(at as usize..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8) as u32;
        found.extend([open + size(*open)..*close, *open..close + size(*close)]);
    }
    let mut opened: Vec<(u32, u32)> = pairs.clone();
    opened.sort_unstable();
    let mut opened = opened.into_iter().peekable();
    // The end of what is open, as far as that was met.
    let mut until = 0;
    let (mut clause, mut sentence) = (block.body.start, block.body.start);
    for (offset, c) in block.body().char_indices() {
        let at = block.body.start + offset as u32;
        let stop = matches!(narrow(c), ',' | '。' | ';' | ':' | '!' | '?');
        while let Some((_, close)) = opened.next_if(|(open, _)| *open < at) {
            until = until.max(close);
        }
        if !stop || at < until {
            continue;
        }
        let behind = at + c.len_utf8() as u32;
        found.push(clause..at);
        clause = behind;
        if matches!(narrow(c), '。' | ';' | '!' | '?') {
            found.push(sentence..behind);
            sentence = behind;
        }
    }
    found.extend([clause..block.body.end, sentence..block.body.end]);
    found.extend(block.items.iter().flat_map(|item| [item.text.clone(), item.mark.start..item.text.end]));
    if let Some(heading) = &block.heading {
        let start = heading.mark.as_ref().map_or(heading.title.start, |m| m.span.start);
        found.extend([heading.title.clone(), start..heading.title.end, heading.rest.clone()]);
    }
    found.push(block.body.clone());
    found
}
