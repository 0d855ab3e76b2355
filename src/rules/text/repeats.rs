//! Sentences and titles that stand twice in a report, and marks side by side.

use crate::message::Message;
use crate::rules::{BlockCheck, Edit, Fix, Found, Severity, Sight};
use crate::schema::Role;
use crate::syntax::{Local, Span};
use crate::text::width::{is_blank, is_han, narrow, squeezed};
use crate::words;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// The shortest sentence, in characters with its stop, that nobody writes twice in one part.
const SENTENCE: usize = 16;
/// So many blocks lie between two that stand one behind the other.
const NEXT: usize = 1;

/// The sentences of a block: a hash of each, and its place.
struct Sentences(Vec<(u64, Local)>);

fn sentences(at: &BlockCheck<'_>) -> Sentences {
    let body = match &at.block.heading {
        Some(heading) if heading.is_run_in() => heading.rest.clone(),
        Some(_) => return Sentences(Vec::new()),
        None => at.block.body.clone(),
    };
    let text = at.block.get(&body);
    let mut found = Vec::new();
    let mut from = 0;
    for (stop, mark) in text.match_indices('。') {
        let end = stop + mark.len();
        let sentence = text.get(from..end).unwrap_or_default();
        let trimmed = sentence.trim_start_matches(is_blank);
        if trimmed.chars().nth(SENTENCE - 1).is_some() {
            let mut hasher = DefaultHasher::new();
            trimmed.hash(&mut hasher);
            let start = end - trimmed.len();
            found.push((hasher.finish(), body.start + start as u32..body.start + end as u32));
        }
        from = end;
    }
    Sentences(found)
}

/// A sentence that stood before, with the place where it did.
struct Again {
    first: Span,
    second: Span,
}

/// Sentences, and runs of them, that stand twice in one part of the report.
pub(super) fn sentences_again(sight: &Sight<'_>) -> Vec<Found> {
    let told = |role: Role| matches!(role, Role::Lead | Role::Results | Role::Problems | Role::Plan);
    let blocks: Vec<(usize, Arc<Sentences>)> =
        sight.notes(sentences).filter(|(index, own)| !own.0.is_empty() && told(sight.outline.role(*index))).collect();
    let mut all: Vec<(u64, usize, &Local)> =
        blocks.iter().flat_map(|(index, own)| own.0.iter().map(move |(hash, range)| (*hash, *index, range))).collect();
    all.sort_unstable_by_key(|(hash, block, range)| (*hash, *block, range.start));
    let span = |(_, block, range): &(u64, usize, &Local)| Span { block: *block, range: (*range).clone() };
    let mut again: Vec<Again> = Vec::new();
    for run in all.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        let Some((first, others)) = run.split_first() else { continue };
        let same = |other: &&(u64, usize, &Local)| {
            sight.outline.role(other.1) == sight.outline.role(first.1) && sight.get(&span(first)) == sight.get(&span(other))
        };
        again.extend(others.iter().filter(same).map(|other| Again { first: span(first), second: span(other) }));
    }
    again.sort_by_key(|a| (a.second.block, a.second.range.start));
    // Sentences behind each other in both places are one passage.
    let mut passages: Vec<Again> = Vec::new();
    for next in again {
        let follows = |a: &Span, b: &Span| {
            a.block == b.block && sight.get(&Span { block: a.block, range: a.range.end..b.range.start }).trim().is_empty()
        };
        match passages.last_mut() {
            Some(last) if follows(&last.first, &next.first) && follows(&last.second, &next.second) => {
                last.first.range.end = next.first.range.end;
                last.second.range.end = next.second.range.end;
            }
            _ => passages.push(next),
        }
    }
    passages.retain(|passage| !is_of_a_pasted_section(sight, passage));
    passages.into_iter().map(|passage| finding(sight, passage)).collect()
}

fn finding(sight: &Sight<'_>, passage: Again) -> Found {
    let Again { first, second } = passage;
    let distance = second.block.saturating_sub(first.block);
    let mut found =
        Found::new(Span { block: second.block, range: sight.short(second.block, second.range) }, Message::new("doubled-text.again"))
            .related(Span { block: first.block, range: sight.short(first.block, first.range) }, Message::new("doubled-text.first"));
    // Far from each other they may be meant.
    found.severity = (distance > NEXT).then_some(Severity::Info);
    found
}

/// Whether the passage came again with its heading: `duplicate-section` says so.
fn is_of_a_pasted_section(sight: &Sight<'_>, passage: &Again) -> bool {
    let heading = |block: usize| {
        let mut above = (0..=block).rev().filter_map(|index| Some((index, sight.block(index)?)));
        above.find_map(|(index, block)| Some((index, block.get(&block.heading.as_ref()?.title))))
    };
    match (heading(passage.first.block), heading(passage.second.block)) {
        (Some(first), Some(second)) => first.0 != second.0 && squeezed(first.1).eq(squeezed(second.1)),
        _ => false,
    }
}

/// Two different marks side by side, of which the stronger one stays: 已完成，。
pub(super) fn marks_side_by_side(at: &BlockCheck<'_>) -> Vec<Found> {
    let table = &words::doubled().marks;
    let weight = |c: char| table.chars().position(|mark| narrow(mark) == narrow(c));
    let others = at.others();
    let pairs = others.iter().zip(others.iter().skip(1)).filter(|(a, b)| a.0 + a.1.len_utf8() as u32 == b.0);
    let wrong = pairs.filter_map(|(a, b)| {
        let (first, second) = (weight(a.1)?, weight(b.1)?);
        let behind_words = at.beside(a.0, a.1).0.is_some_and(is_han);
        (first != second && behind_words).then_some((a, b, first > second))
    });
    let found = wrong.map(|(a, b, keeps_first)| {
        let end = b.0 + b.1.len_utf8() as u32;
        let (goes, stays) = if keeps_first { (b.0..end, a.1) } else { (a.0..b.0, b.1) };
        let fix = Fix {
            title: Message::new("doubled-text.marks.fix").with("mark", stays.to_string()),
            safe: false,
            edits: vec![Edit { span: Span { block: 0, range: goes }, text: String::new() }],
        };
        let span = Span { block: 0, range: a.0..end };
        let message = Message::new("doubled-text.marks").with("marks", at.block.get(&span.range));
        Found::new(span, message).fix(fix)
    });
    found.collect()
}
