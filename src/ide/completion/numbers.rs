//! The next number: of a heading at the start of a line, of an item inside a
//! paragraph.

use super::{Completion, CompletionKind, Line};
use crate::ide::insert;
use crate::message::{Lang, Message};
use crate::outline::NodeKind;
use crate::rules::Analysis;
use crate::syntax::{Block, Family, Item, ItemFamily};
use crate::text::width::{narrow, squeeze};

/// The marks with which a heading on this line would go on: on the level of the
/// heading before it, on each level above, and one below.
pub(super) fn headings(analysis: &Analysis, line: &Line, lang: Lang) -> Vec<Completion> {
    let (Some((outline, _)), Some(stub)) = (analysis.report(), line.stub()) else { return Vec::new() };
    let mut before: Vec<&Block> = Vec::new();
    outline.walk(|node| {
        if node.kind == NodeKind::Section && analysis.byte(node.from) < line.range.start {
            before.extend(analysis.tree.blocks().get(node.from.block).map(|b| &**b));
        }
    });
    let full_width = insert::is_full_width(analysis);
    let mut found = Vec::new();
    let mut above = u8::MAX;
    for block in before.into_iter().rev() {
        let Some(heading) = &block.heading else { continue };
        let Some(mark) = heading.mark.as_ref().filter(|m| m.family.level() < above) else { continue };
        if above == u8::MAX && !heading.is_run_in() {
            found.extend(below(mark.family).map(|family| (family, 1, block)));
        }
        above = mark.family.level();
        found.push((mark.family, mark.ordinal + 1, block));
    }
    // The level that is being written comes first.
    if found.len() > 1 && found.first().is_some_and(|f| f.1 == 1) {
        found.swap(0, 1);
    }
    let completion = |(family, ordinal, fellow): (Family, u32, &Block)| {
        let mark = family.write(ordinal, full_width);
        let filter = filter(stub, &mark, ordinal)?;
        let lead = if fellow.hashes > 0 { format!("{} ", "#".repeat(fellow.hashes.into())) } else { indent(fellow).to_owned() };
        // What the line starts with stays; else the draft's own indent comes with the mark.
        let text = if stub.len() == line.before.len() { format!("{lead}{mark}") } else { mark.clone() };
        let detail = Some(Message::new("completion.heading").render(lang));
        let edit = line.replace(stub.len(), text);
        Some(Completion { label: mark, kind: CompletionKind::Number, detail, about: None, edit, more: Vec::new(), filter })
    };
    found.into_iter().filter_map(completion).collect()
}

/// The family one step down the ladder of official documents.
fn below(family: Family) -> Option<Family> {
    match family {
        Family::Part | Family::Chapter => Some(Family::Chinese),
        Family::Section | Family::Chinese => Some(Family::ChineseParen),
        Family::ChineseParen => Some(Family::Arabic),
        Family::Arabic => Some(Family::ArabicParen),
        Family::ArabicParen | Family::Circled | Family::Unmarked => None,
    }
}

/// The blanks in front of a block.
fn indent(block: &Block) -> &str {
    let lead = block.text.get(..block.body.start as usize).unwrap_or_default();
    if lead.trim().is_empty() { lead } else { "" }
}

/// What was typed may be the start of the mark, or its number alone.
fn filter(stub: &str, mark: &str, ordinal: u32) -> Option<String> {
    let (typed, plain) = (squeeze(stub), squeeze(mark));
    let numeral: String = plain.chars().filter(|c| !matches!(c, '(' | ')' | '、' | '.' | '第')).collect();
    let fits = plain.starts_with(&typed) || numeral.starts_with(&typed) || ordinal.to_string() == typed;
    fits.then(|| format!("{stub}{}", plain.strip_prefix(&typed).unwrap_or_default()))
}

/// The next item of the enumeration that the place stands in.
pub(super) fn items(analysis: &Analysis, line: &Line) -> Vec<Completion> {
    let found = analysis.paragraph_at(line.at).and_then(|(_, paragraph, local)| {
        let block = &paragraph.block;
        let before = block.text.get(..local as usize)?;
        let from = before.char_indices().rev().find(|(_, c)| matches!(narrow(*c), '。' | ';' | ':' | ',' | '!' | '?'));
        let (at, stop) = from?;
        let stub = before.get(at + stop.len_utf8()..)?.trim_start();
        let last = block.items.iter().rev().find(|item| item.mark.end <= at as u32);
        let (family, ordinal) = match last {
            Some(item) => (item.family, place(&block.items, item) + 1),
            // 存在以下问题：一是…
            None if narrow(stop) == ':' => (ItemFamily::Shi, 1),
            None => return None,
        };
        let is_there = block.items.iter().any(|i| i.mark.start >= at as u32 && i.family == family && i.ordinal == ordinal);
        let mark = family.write(ordinal);
        if is_there || !mark.starts_with(stub) || stub == mark {
            return None;
        }
        let edit = line.replace(stub.len(), mark.clone());
        Some(Completion {
            label: mark.clone(),
            kind: CompletionKind::Number,
            detail: None,
            about: None,
            edit,
            more: Vec::new(),
            filter: mark,
        })
    });
    found.into_iter().collect()
}

/// The number of an item; 最后 has only its place.
fn place(items: &[Item], item: &Item) -> u32 {
    if item.ordinal > 0 {
        item.ordinal
    } else {
        items.iter().filter(|i| i.family == item.family && i.mark.start <= item.mark.start).count() as u32
    }
}
