//! Which part each passage belongs to: by its heading, or by a cue where the
//! drafter wrote none.

use super::frame::Frame;
use super::sections::nest;
use super::{Anchor, Node, NodeKind, Paragraph, Report, Stretch};
use crate::schema::{Role, WordId};
use crate::syntax::{Family, Span, Tree};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Headings, and the stretches of the body with their roles.
#[derive(Debug, Default)]
pub struct Parted {
    pub nodes: Vec<Node>,
    pub stretches: Vec<Stretch>,
    pub named: Vec<usize>,
}

/// Gives every passage of the body its part.
pub fn assign(tree: &Tree, paragraphs: &[Arc<Paragraph>], report: &Report, frame: &Frame) -> Parted {
    let body = frame.body.clone();
    if body.is_empty() {
        return Parted::default();
    }
    let mut plain = nest(paragraphs, body.clone(), Some(report), &[]);
    let by_heading = by_heading(paragraphs, report, &mut plain);
    let finder = Finder { paragraphs, report, body: body.clone(), nodes: &plain };
    let breaks = finder.breaks(&by_heading);
    let mut nodes = nest(paragraphs, body.clone(), Some(report), &breaks);
    self::by_heading(paragraphs, report, &mut nodes);
    for node in &mut nodes {
        inherit(node, report);
        speak(paragraphs, report, node);
    }
    let stretches = stretches(tree, paragraphs, report, body, &nodes);
    let named = named(paragraphs, report, &nodes);
    Parted { nodes, stretches, named }
}

/// Whether a heading's years are the report's.
pub(super) fn counts(report: &Report, hit: &(usize, Option<i32>, Option<i32>)) -> bool {
    let same = |named: Option<i32>, own: Option<i32>| named.is_none() || own.is_none() || named == own;
    same(hit.1, report.report_year) && same(hit.2, report.plan_year)
}

/// Marks nodes whose heading names a part; gives part and start of each.
fn by_heading(paragraphs: &[Arc<Paragraph>], report: &Report, nodes: &mut [Node]) -> Vec<(usize, Anchor)> {
    let mut found = Vec::new();
    for node in nodes {
        mark(paragraphs, report, node, 0, None, &mut found);
    }
    found
}

fn mark(
    paragraphs: &[Arc<Paragraph>],
    report: &Report,
    node: &mut Node,
    depth: usize,
    within: Option<usize>,
    found: &mut Vec<(usize, Anchor)>,
) {
    let schema = &report.schema;
    if node.kind == NodeKind::Section
        && depth <= 1
        && let Some(paragraph) = paragraphs.get(node.from.block)
    {
        for hit in &paragraph.signals(schema).headings {
            let Some(part) = schema.parts.get(hit.0) else {
                continue;
            };
            // Sections below the first level are not the catch-all's for their words.
            if !counts(report, hit) || within == Some(hit.0) || ((part.takes_the_rest || part.fixed_heading) && depth > 0) {
                continue;
            }
            // A heading may name two parts (存在的问题和下一步打算): it starts the
            // first of them and holds the other.
            if node.part.is_none_or(|p| schema.parts.get(p).is_some_and(|p| p.takes_the_rest)) {
                node.part = Some(hit.0);
                node.role = part.role;
                found.push((hit.0, node.from));
            }
        }
    }
    let within = node.part.or(within);
    if node.kind != NodeKind::Item {
        // A second level inside 第一部分 is still close to the top.
        let deeper = depth + usize::from(node.level > 1 || depth > 0 || within.is_some());
        for child in &mut node.children {
            mark(paragraphs, report, child, deeper.max(depth), within, found);
        }
    }
}

/// Parts that a heading of another part names beside it.
fn named(paragraphs: &[Arc<Paragraph>], report: &Report, nodes: &[Node]) -> Vec<usize> {
    let mut named = Vec::new();
    for node in nodes.iter().filter(|n| n.kind == NodeKind::Section) {
        let Some(paragraph) = paragraphs.get(node.from.block) else {
            continue;
        };
        let signals = paragraph.signals(&report.schema);
        named.extend(signals.headings.iter().filter(|h| counts(report, h) && Some(h.0) != node.part).map(|h| h.0));
    }
    named
}

fn inherit(node: &mut Node, report: &Report) {
    if node.part.is_none() {
        node.part = report.schema.parts.iter().position(|p| p.takes_the_rest);
    }
    let (role, part) = (node.role, node.part);
    for child in &mut node.children {
        if child.part.is_none() {
            child.part = part;
            child.role = role;
        }
        inherit(child, report);
    }
}

/// Notes the themes that a section speaks of.
fn speak(paragraphs: &[Arc<Paragraph>], report: &Report, node: &mut Node) {
    if node.kind == NodeKind::Section {
        let words: BTreeSet<WordId> =
            paragraphs.get(node.blocks()).unwrap_or_default().iter().flat_map(|p| p.signals(&report.schema).words.to_vec()).collect();
        let scores: Vec<(usize, usize)> = report
            .schema
            .themes
            .iter()
            .enumerate()
            .filter(|(_, t)| report.is_asked(&t.applies))
            .map(|(i, t)| (i, t.ids.iter().filter(|id| words.contains(id)).count()))
            .filter(|(i, hits)| report.schema.themes.get(*i).is_some_and(|t| *hits >= t.hits))
            .collect();
        let best = scores.iter().map(|s| s.1).max().unwrap_or(0);
        node.themes = scores.into_iter().filter(|s| s.1 * 2 > best).map(|s| s.0).collect();
    }
    for child in &mut node.children {
        speak(paragraphs, report, child);
    }
}

struct Finder<'a> {
    paragraphs: &'a [Arc<Paragraph>],
    report: &'a Report,
    body: Range<usize>,
    nodes: &'a [Node],
}

impl Finder<'_> {
    /// Where parts start that have no heading.
    fn breaks(&self, by_heading: &[(usize, Anchor)]) -> Vec<(Anchor, Role, usize)> {
        let schema = &self.report.schema;
        let mut starts: Vec<(usize, Anchor)> = by_heading.to_vec();
        let mut breaks: Vec<(Anchor, Role, usize)> = Vec::new();
        let open: Vec<usize> = (0..schema.parts.len())
            .filter(|i| schema.parts.get(*i).is_some_and(|p| !p.cues.is_empty()) && !starts.iter().any(|s| s.0 == *i))
            .collect();
        // The last part first: what stands behind it cannot hold an earlier one.
        for part in open.iter().rev().copied() {
            let later = starts.iter().filter(|s| s.0 > part).map(|s| s.1).min();
            let earlier =
                starts.iter().filter(|s| s.0 < part && !schema.parts.get(s.0).is_some_and(|p| p.takes_the_rest)).map(|s| s.1).max();
            let zone = self.zone(earlier, later);
            if let Some(anchor) = self.paragraph_cue(part, zone.clone(), later) {
                starts.push((part, anchor));
                breaks.push((anchor, self.role(part), part));
            }
        }
        for part in open {
            if starts.iter().any(|s| s.0 == part) {
                continue;
            }
            let later = starts.iter().filter(|s| s.0 > part).map(|s| s.1).min();
            let earlier =
                starts.iter().filter(|s| s.0 < part && !schema.parts.get(s.0).is_some_and(|p| p.takes_the_rest)).map(|s| s.1).max();
            if let Some(anchor) = self.sentence_cue(part, earlier, later) {
                starts.push((part, anchor));
                breaks.push((anchor, self.role(part), part));
            }
        }
        breaks.sort_by_key(|b| b.0);
        breaks
    }

    fn role(&self, part: usize) -> Role {
        self.report.schema.parts.get(part).map_or(Role::Results, |p| p.role)
    }

    /// The blocks in which a part can start: behind an earlier part, in front
    /// of a later one.
    fn zone(&self, earlier: Option<Anchor>, later: Option<Anchor>) -> Range<usize> {
        let start = earlier.map_or(self.body.start, |a| a.block);
        // An indent or a `#` stands in front of the first word.
        let inside = |a: Anchor| self.paragraphs.get(a.block).is_some_and(|p| a.at > p.block.body.start);
        let end = later.map_or(self.body.end, |a| if inside(a) { a.block + 1 } else { a.block });
        start..end.max(start).min(self.body.end)
    }

    /// The first paragraph of the zone that opens the part, behind which no
    /// section of the results goes on.
    fn paragraph_cue(&self, part: usize, zone: Range<usize>, later: Option<Anchor>) -> Option<Anchor> {
        let first_heading = self.nodes.first().map_or(self.body.start, |n| n.from.block);
        for index in zone.clone() {
            let Some(paragraph) = self.paragraphs.get(index) else {
                continue;
            };
            let block = &paragraph.block;
            if index < first_heading || block.heading.is_some() {
                continue;
            }
            let signals = paragraph.signals(&self.report.schema);
            let opens_later = signals.cues.iter().any(|c| c.part > part && !c.in_sentence && self.agrees(c));
            let Some(cue) = signals.cues.iter().find(|c| c.part == part && !c.in_sentence && self.agrees(c)) else {
                continue;
            };
            let anchor = Anchor { block: index, at: cue.at };
            if opens_later || later.is_some_and(|l| anchor >= l) {
                continue;
            }
            if self.ends_results(index, zone.end) {
                return Some(anchor);
            }
        }
        None
    }

    /// Whether no heading behind block `index` goes on with a numbering that
    /// began in front of it.
    fn ends_results(&self, index: usize, end: usize) -> bool {
        let mut seen: Vec<Family> = Vec::new();
        for paragraph in self.paragraphs.get(index + 1..end).unwrap_or_default() {
            let Some(heading) = &paragraph.block.heading else {
                continue;
            };
            match &heading.mark {
                Some(mark) => {
                    if !seen.contains(&mark.family) {
                        if mark.ordinal != 1 {
                            return false;
                        }
                        // One that starts again at a higher level than was used before is a new chapter.
                        seen.push(mark.family);
                    }
                }
                None => return false,
            }
        }
        true
    }

    /// A sentence inside a paragraph that starts the part, near the end of the zone.
    fn sentence_cue(&self, part: usize, earlier: Option<Anchor>, later: Option<Anchor>) -> Option<Anchor> {
        let zone = self.zone(earlier, later);
        // Behind an earlier part every paragraph is near; else only the last ones are.
        let start = if earlier.is_some() { zone.start } else { zone.end.saturating_sub(3).max(zone.start) };
        (start..zone.end).rev().find_map(|index| {
            let paragraph = self.paragraphs.get(index)?;
            let signals = paragraph.signals(&self.report.schema);
            let cue = signals.cues.iter().find(|c| c.part == part && c.in_sentence && self.agrees(c))?;
            let anchor = Anchor { block: index, at: cue.at };
            let inside = earlier.is_none_or(|e| anchor > e) && later.is_none_or(|l| anchor < l);
            (inside && self.ends_results(index, zone.end)).then_some(anchor)
        })
    }

    fn agrees(&self, cue: &super::CueHit) -> bool {
        counts(self.report, &(cue.part, cue.report_year, cue.plan_year))
    }
}

/// The body as stretches: a part starts at its heading or cue and ends where
/// the next one starts.
fn stretches(tree: &Tree, paragraphs: &[Arc<Paragraph>], report: &Report, body: Range<usize>, nodes: &[Node]) -> Vec<Stretch> {
    let rest = report.schema.parts.iter().position(|p| p.takes_the_rest);
    let rest_role = rest.and_then(|i| report.schema.parts.get(i)).map_or(Role::Results, |p| p.role);
    let mut marks: Vec<(Anchor, Role, Option<usize>, Option<Span>)> = vec![(Anchor { block: body.start, at: 0 }, rest_role, rest, None)];
    fn emit(node: &Node, outer: (Role, Option<usize>), body_end: usize, marks: &mut Vec<(Anchor, Role, Option<usize>, Option<Span>)>) {
        let own = (node.role, node.part);
        if own != outer {
            let heading = (node.kind == NodeKind::Section).then(|| node.heading.clone());
            marks.push((
                Anchor { block: node.from.block, at: if node.kind == NodeKind::Part { node.from.at } else { 0 } },
                own.0,
                own.1,
                heading,
            ));
        }
        for child in &node.children {
            emit(child, own, body_end, marks);
        }
        if own != outer && node.to.block + 1 < body_end {
            marks.push((Anchor { block: node.to.block + 1, at: 0 }, outer.0, outer.1, None));
        }
    }
    for node in nodes {
        emit(node, (rest_role, rest), body.end, &mut marks);
    }
    let end_of = |block: usize| tree.blocks().get(block).map_or(0, |b| b.text.len() as u32);
    let mut all: Vec<Stretch> = Vec::new();
    for (index, (from, role, part, heading)) in marks.iter().enumerate() {
        let next = marks.get(index + 1).map(|m| m.0);
        let starts_line = |a: Anchor| paragraphs.get(a.block).is_none_or(|p| a.at <= p.block.body.start);
        let to = match next {
            Some(next) if starts_line(next) => match next.block.checked_sub(1) {
                Some(block) => Anchor { block, at: end_of(block) },
                None => continue,
            },
            Some(next) => next,
            None => Anchor { block: body.end - 1, at: end_of(body.end - 1) },
        };
        if to <= *from {
            continue;
        }
        match all.last_mut() {
            Some(last) if last.role == *role && last.part == *part => last.to = to,
            _ => all.push(Stretch { role: *role, part: *part, from: *from, to, heading: heading.clone() }),
        }
    }
    all
}
