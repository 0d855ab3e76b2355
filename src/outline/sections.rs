//! Headings nested by the rank of their marks, with the items below them.

use super::{Anchor, Node, NodeKind, Paragraph, Report};
use crate::schema::Role;
use crate::syntax::{Family, Heading, Item, Local, Span};
use std::ops::Range;
use std::sync::Arc;

/// Nests the headings of the blocks in `range`. At each anchor of `breaks` an
/// unlabelled part starts (with its role and index): it ends the section before it.
pub fn nest(paragraphs: &[Arc<Paragraph>], range: Range<usize>, report: Option<&Report>, breaks: &[(Anchor, Role, usize)]) -> Vec<Node> {
    let base = hash_base(paragraphs, range.clone(), report);
    let mut builder = Builder { paragraphs, open: Vec::new(), done: Vec::new() };
    let mut breaks = breaks.iter().peekable();
    for index in range.clone() {
        let Some(paragraph) = paragraphs.get(index) else {
            break;
        };
        let block = &paragraph.block;
        if is_row(paragraph, report) {
            continue;
        }
        while let Some((anchor, role, part)) = breaks.next_if(|b| b.0.block == index && b.0.at <= block.body.start) {
            builder.part(*anchor, *role, *part);
        }
        if let Some(heading) = &block.heading {
            builder.heading(index, heading, rank(heading, block.hashes, base));
        } else if is_plain_heading(paragraph, report) {
            builder.plain_heading(index);
        }
        let mut items = block.items.iter().zip(paragraph.item_names()).peekable();
        loop {
            let next_break = breaks.peek().filter(|b| b.0.block == index).map(|b| b.0.at);
            match (items.peek(), next_break) {
                (Some((item, _)), Some(at)) if item.mark.start < at => builder.item(index, items.next()),
                (_, Some(_)) => {
                    if let Some((anchor, role, part)) = breaks.next() {
                        builder.part(*anchor, *role, *part);
                    }
                }
                (Some(_), None) => builder.item(index, items.next()),
                (None, None) => break,
            }
        }
    }
    let last = range.end.saturating_sub(1);
    builder.close_all(Anchor { block: last, at: paragraphs.get(last).map_or(0, |p| p.block.text.len() as u32) });
    builder.done
}

/// Whether a block is a line of a table that the form of the report prescribes.
fn is_row(paragraph: &Paragraph, report: Option<&Report>) -> bool {
    report.is_some_and(|report| paragraph.signals(&report.schema).is_row)
}

/// An unnumbered short line with the words of a part's heading.
fn is_plain_heading(paragraph: &Paragraph, report: Option<&Report>) -> bool {
    report.is_some_and(|report| {
        paragraph.is_short_line()
            && paragraph.signals(&report.schema).headings.iter().any(|h| {
                !h.near_the_end && super::parts::counts(report, h) && report.schema.parts.get(h.part).is_some_and(|p| !p.takes_the_rest)
            })
    })
}

/// Depth of `#` that stands for level 1: one below the title's, or the
/// smallest that is used.
fn hash_base(paragraphs: &[Arc<Paragraph>], range: Range<usize>, report: Option<&Report>) -> u8 {
    let title = report.and_then(|r| r.title_spans.first()).and_then(|s| paragraphs.get(s.block)).map_or(0, |p| p.block.hashes);
    let used = paragraphs.get(range).unwrap_or_default().iter().map(|p| p.block.hashes).filter(|h| *h > 0).min().unwrap_or(1);
    if title > 0 { (title + 1).min(used) } else { used }
}

/// Where a heading stands in the ladder; smaller is higher.
fn rank(heading: &Heading, hashes: u8, base: u8) -> u8 {
    match heading.mark.as_ref().map(|m| m.family) {
        Some(Family::Part) => 1,
        Some(Family::Chapter) => 2,
        Some(Family::Section) => 3,
        Some(Family::Chinese) => 4,
        Some(Family::ChineseParen) => 5,
        Some(Family::Arabic) => 6,
        Some(Family::ArabicParen) => 7,
        Some(Family::Circled) => 8,
        Some(Family::Unmarked) | None => 4 + hashes.saturating_sub(base),
    }
}

const PART_RANK: u8 = 4;
const ITEM_RANK: u8 = 20;

struct Builder<'a> {
    paragraphs: &'a [Arc<Paragraph>],
    open: Vec<(u8, Node)>,
    done: Vec<Node>,
}

impl Builder<'_> {
    fn end_before(&self, anchor: Anchor) -> Anchor {
        let starts_block = self.paragraphs.get(anchor.block).is_none_or(|p| anchor.at <= p.block.body.start);
        match anchor.block.checked_sub(1) {
            Some(block) if starts_block => Anchor { block, at: self.paragraphs.get(block).map_or(0, |p| p.block.text.len() as u32) },
            _ => anchor,
        }
    }

    /// Closes every open node that a node of this rank ends.
    fn close(&mut self, rank: u8, at: Anchor) {
        let end = self.end_before(at);
        while self.open.last().is_some_and(|(r, _)| *r >= rank) {
            self.pop(end);
        }
    }

    fn close_all(&mut self, end: Anchor) {
        while !self.open.is_empty() {
            self.pop(end);
        }
    }

    fn pop(&mut self, end: Anchor) {
        if let Some((_, mut node)) = self.open.pop() {
            node.to = end.max(node.from);
            match self.open.last_mut() {
                Some((_, parent)) => parent.children.push(node),
                None => self.done.push(node),
            }
        }
    }

    fn push(&mut self, rank: u8, node: Node) {
        self.close(rank, node.from);
        self.open.push((rank, node));
    }

    fn heading(&mut self, index: usize, heading: &Heading, rank: u8) {
        let Some(block) = self.paragraphs.get(index).map(|p| &p.block) else {
            return;
        };
        let level = match heading.mark_level() {
            Some(level) => level,
            None => rank - 3,
        };
        let start = heading.mark.as_ref().map_or(heading.title.start, |m| m.span.start);
        let node = Node {
            kind: NodeKind::Section,
            role: Role::Results,
            part: None,
            level,
            number: heading.mark.as_ref().map(|m| m.span.clone()),
            title: heading.title.clone(),
            heading: Span { block: index, range: start..heading.title.end.max(start) },
            run_in: heading.is_run_in(),
            from: Anchor { block: index, at: block.body.start },
            to: Anchor { block: index, at: block.body.end },
            themes: Vec::new(),
            children: Vec::new(),
        };
        self.push(rank, node);
    }

    fn plain_heading(&mut self, index: usize) {
        let Some(block) = self.paragraphs.get(index).map(|p| &p.block) else {
            return;
        };
        let from = Anchor { block: index, at: block.body.start };
        let node = Node { kind: NodeKind::Section, level: 1, ..self.bare(from, block.body.clone()) };
        self.push(PART_RANK, node);
    }

    fn part(&mut self, from: Anchor, role: Role, part: usize) {
        let Some(block) = self.paragraphs.get(from.block).map(|p| &p.block) else {
            return;
        };
        let text = block.text.get(from.at as usize..).unwrap_or_default();
        let clause = text.find(['，', ',', '。', '：', ':']).unwrap_or(text.len()) as u32;
        let node = Node { role, part: Some(part), ..self.bare(from, from.at..from.at + clause) };
        // It ends every section before it; headings that count from 一、 again are its own.
        self.close(0, from);
        self.open.push((if self.restarts_behind(from.block) { PART_RANK - 1 } else { PART_RANK }, node));
    }

    /// Whether the first heading behind `block` counts from 一、 again.
    fn restarts_behind(&self, block: usize) -> bool {
        let next = self.paragraphs.iter().skip(block + 1).find_map(|p| p.block.heading.as_ref());
        next.and_then(|h| h.mark.as_ref()).is_some_and(|m| m.family == Family::Chinese && m.ordinal == 1)
    }

    fn item(&mut self, index: usize, item: Option<(&Item, &Local)>) {
        let Some((item, name)) = item else { return };
        let from = Anchor { block: index, at: item.mark.start };
        let node = Node {
            kind: NodeKind::Item,
            level: self.open.iter().rev().find(|(r, _)| *r < ITEM_RANK).map_or(1, |(_, n)| n.level + 1),
            number: Some(item.mark.clone()),
            heading: Span { block: index, range: item.mark.start..name.end.max(item.mark.end) },
            ..self.bare(from, name.clone())
        };
        self.push(ITEM_RANK, node);
        if let Some((_, node)) = self.open.last_mut() {
            node.to = Anchor { block: index, at: item.text.end.max(item.mark.end) };
        }
    }

    fn bare(&self, from: Anchor, title: std::ops::Range<u32>) -> Node {
        Node {
            kind: NodeKind::Part,
            role: Role::Results,
            part: None,
            level: 1,
            number: None,
            heading: Span { block: from.block, range: title.clone() },
            title,
            run_in: false,
            from,
            to: from,
            themes: Vec::new(),
            children: Vec::new(),
        }
    }
}
