//! Findings and fixes in Markdown: marks, code, targets and HTML stay as they are.
//!
//! Rules see text from which marks are left out. A fix of theirs may cover a place at
//! which some were: here, in one place for all rules, it is made to go around them, or
//! is given up. So is one after which the document would be read otherwise.

use super::check::Found;
use super::{Edit, Fix};
use crate::syntax::{Block, Local, SourceFormat, Span, Tree, keeps_structure};
use crate::text::Text;
use std::ops::Range;

/// What is left of a finding: nothing, if it is about what stays as it is.
pub(super) fn guarded(text: &Text, tree: &Tree, mut found: Found) -> Option<Found> {
    if tree.format() != SourceFormat::Markdown {
        return Some(found);
    }
    if let Some(block) = tree.blocks().get(found.span.block) {
        let span = &found.span.range;
        let held = |at: &Local| at.start <= span.start && span.end <= at.end && !span.is_empty();
        if block.held.iter().any(held) {
            return None;
        }
    }
    found.fix = found.fix.and_then(|fix| {
        let edits = kept(text, tree, &fix.edits)?;
        Some(Fix { edits, ..fix })
    });
    Some(found)
}

/// Edits with the same outcome in the text that leave all else in the document as it is;
/// `None` where there are none.
pub fn kept(text: &Text, tree: &Tree, edits: &[Edit]) -> Option<Vec<Edit>> {
    if tree.format() != SourceFormat::Markdown {
        return Some(edits.to_vec());
    }
    let mut all = Vec::new();
    for edit in edits {
        all.extend(around_marks(tree.blocks().get(edit.span.block)?, edit)?);
    }
    let mut parts: Vec<usize> = all.iter().map(|edit| tree.part(edit.span.block).start).collect();
    parts.sort_unstable();
    parts.dedup();
    parts.into_iter().all(|part| keeps_part(text, tree, part, &all)).then_some(all)
}

/// Whether edits can be made together with those that are `taken`: each by itself leaves
/// the document as it is but for text, and several in one paragraph may not.
pub fn fits(text: &Text, tree: &Tree, taken: &[Edit], edits: &[&Edit]) -> bool {
    if tree.format() != SourceFormat::Markdown || taken.is_empty() {
        return true;
    }
    let parts = edits.iter().map(|edit| tree.part(edit.span.block));
    parts.into_iter().all(|part| {
        let inside = |edit: &&Edit| part.contains(&edit.span.block);
        if !taken.iter().any(|edit| inside(&edit)) {
            return true;
        }
        let all: Vec<Edit> = taken.iter().filter(inside).chain(edits.iter().copied().filter(inside)).cloned().collect();
        keeps_part(text, tree, part.start, &all)
    })
}

/// The edit, without what it does not change, as edits that cover no marks.
fn around_marks(block: &Block, edit: &Edit) -> Option<Vec<Edit>> {
    let span = &edit.span;
    if is_label(&block.text, &span.range) {
        return None;
    }
    let inside = |range: &Local| block.held.iter().any(|held| held.start < range.start && range.start < held.end);
    let is_free = |range: &Local| !(block.is_held(range) || range.is_empty() && inside(range));
    if is_free(&span.range) && block.unbroken(&span.range).iter().all(|part| *part == span.range) {
        return Some(vec![edit.clone()]);
    }
    let old = block.get(&span.range);
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| {
        a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>()
    };
    let head = same(&mut old.chars(), &mut edit.text.chars());
    let (rest, new) = (old.get(head..)?, edit.text.get(head..)?);
    let tail = same(&mut rest.chars().rev(), &mut new.chars().rev());
    let range = span.range.start + head as u32..span.range.end - tail as u32;
    let new = new.get(..new.len() - tail)?;
    if !is_free(&range) {
        return None;
    }
    let parts = block.unbroken(&range);
    let edit = |range: Local, text: &str| Edit { span: Span { block: span.block, range }, text: text.to_owned() };
    match parts.as_slice() {
        [] if range.is_empty() => Some(vec![edit(range, new)]),
        [part] if *part == range => Some(vec![edit(range, new)]),
        _ if new.is_empty() => Some(parts.into_iter().map(|part| edit(part, "")).collect()),
        _ => None,
    }
}

/// Whether a range stands inside `[…]`: wherever a document defines a reference of that
/// name, it would not be found any more.
fn is_label(text: &str, range: &Local) -> bool {
    let before = text.get(..range.start as usize).unwrap_or_default();
    let open = before.chars().fold(0u32, |depth, c| match c {
        '[' => depth + 1,
        ']' => depth.saturating_sub(1),
        _ => depth,
    });
    open > 0 && text.get(range.end as usize..).is_some_and(|behind| behind.contains(']'))
}

/// Whether the part of the document that begins with block `first` is read as before.
fn keeps_part(text: &Text, tree: &Tree, first: usize, edits: &[Edit]) -> bool {
    let part = tree.part(first);
    let (start, end) = (tree.start(part.start), tree.start_or_end(part.end, text.len()));
    let mut own: Vec<(Range<usize>, &str)> = edits
        .iter()
        .filter(|edit| part.contains(&edit.span.block))
        .map(|edit| {
            let bytes = tree.bytes(&edit.span);
            (bytes.start - start..bytes.end - start, edit.text.as_str())
        })
        .collect();
    own.sort_by_key(|edit| edit.0.start);
    keeps_structure(&text.slice(start..end), &own, tree.state(part.start))
}
