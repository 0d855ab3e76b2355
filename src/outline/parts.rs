//! Which part each passage belongs to: by its heading, or by a cue where the
//! drafter wrote none.

use super::frame::Frame;
use super::sections::nest;
use super::{Anchor, HeadingHit, Node, NodeKind, Paragraph, Report, Stretch};
use crate::schema::{Role, WordSet};
use crate::syntax::{Family, Span, Tree};
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
    let mut found = by_heading(paragraphs, report, &mut plain, &[]);
    let finder = Finder { paragraphs, report, body: body.clone(), nodes: &plain };
    let refused = finder.outdone(&found);
    found.retain(|f| !refused.contains(&f.1));
    let breaks = finder.breaks(&found);
    let mut nodes = nest(paragraphs, body.clone(), Some(report), &breaks);
    by_heading(paragraphs, report, &mut nodes, &refused);
    for node in &mut nodes {
        inherit(node, report);
        speak(paragraphs, report, node);
    }
    let stretches = stretches(tree, paragraphs, report, body, &nodes);
    let named = named(paragraphs, report, &nodes);
    Parted { nodes, stretches, named }
}

/// Whether the years that a heading or cue names are the report's.
pub(super) fn agree(report: &Report, report_year: Option<i32>, plan_year: Option<i32>) -> bool {
    let same = |named: Option<i32>, own: Option<i32>| named.is_none() || own.is_none() || named == own;
    same(report_year, report.report_year) && same(plan_year, report.plan_year)
}

pub(super) fn counts(report: &Report, hit: &HeadingHit) -> bool {
    agree(report, hit.report_year, hit.plan_year)
}

/// Part, start, and whether only its place near the end speaks for it.
type Named = (usize, Anchor, bool);

/// Marks nodes whose heading names a part, those that start at `refused`
/// excepted; gives what was found.
fn by_heading(paragraphs: &[Arc<Paragraph>], report: &Report, nodes: &mut [Node], refused: &[Anchor]) -> Vec<Named> {
    let mut found = Vec::new();
    let near_the_end = nodes.len().saturating_sub(LAST);
    for (index, node) in nodes.iter_mut().enumerate() {
        if !refused.contains(&node.from) {
            mark(paragraphs, report, node, Depth { level: 0, near_the_end: index >= near_the_end }, None, &mut found);
        }
    }
    found
}

/// So many first-level sections stand near the end.
const LAST: usize = 3;

#[derive(Clone, Copy)]
struct Depth {
    level: usize,
    near_the_end: bool,
}

fn mark(paragraphs: &[Arc<Paragraph>], report: &Report, node: &mut Node, depth: Depth, within: Option<usize>, found: &mut Vec<Named>) {
    let schema = &report.schema;
    if node.kind == NodeKind::Section
        && depth.level <= 1
        && let Some(paragraph) = paragraphs.get(node.from.block)
    {
        for hit in &paragraph.signals(schema).headings {
            let Some(part) = schema.parts.get(hit.part) else {
                continue;
            };
            // Sections below the first level are not the catch-all's for their words.
            let on_top_only = part.takes_the_rest || part.fixed_heading || hit.near_the_end;
            let misplaced = (on_top_only && depth.level > 0) || (hit.near_the_end && !depth.near_the_end);
            if !counts(report, hit) || within == Some(hit.part) || misplaced {
                continue;
            }
            // A heading may name two parts (存在的问题和下一步打算): it starts the
            // first of them and holds the other.
            if node.part.is_none_or(|p| schema.parts.get(p).is_some_and(|p| p.takes_the_rest)) {
                node.part = Some(hit.part);
                node.role = part.role;
                found.push((hit.part, node.from, hit.near_the_end));
            }
        }
    }
    let within = node.part.or(within);
    if node.kind != NodeKind::Item {
        // A second level inside 第一部分 is still close to the top.
        let level = depth.level + usize::from(node.level > 1 || depth.level > 0 || within.is_some());
        for child in &mut node.children {
            mark(paragraphs, report, child, Depth { level, near_the_end: false }, within, found);
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
        named.extend(signals.headings.iter().filter(|h| !h.near_the_end && counts(report, h) && Some(h.part) != node.part).map(|h| h.part));
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
        let mut words = WordSet::default();
        for paragraph in paragraphs.get(node.blocks()).unwrap_or_default() {
            words.join(&paragraph.signals(&report.schema).words);
        }
        let scores: Vec<(usize, usize)> = report
            .schema
            .themes
            .iter()
            .enumerate()
            .filter(|(_, t)| report.is_asked(&t.applies))
            .map(|(i, t)| (i, t.ids.iter().filter(|id| words.has(**id)).count()))
            .filter(|(i, hits)| report.schema.themes.get(*i).is_some_and(|t| *hits >= t.hits))
            .collect();
        let best = scores.iter().map(|s| s.1).max().unwrap_or(0);
        node.themes = scores.into_iter().filter(|s| s.1 * 2 > best).map(|s| s.0).collect();
    }
    for child in &mut node.children {
        speak(paragraphs, report, child);
    }
}

/// Ways to find a part without a heading, from clear to weak.
#[derive(Clone, Copy)]
enum Search {
    Paragraph,
    Place,
    Sentence,
}

struct Finder<'a> {
    paragraphs: &'a [Arc<Paragraph>],
    report: &'a Report,
    body: Range<usize>,
    nodes: &'a [Node],
}

impl Finder<'_> {
    /// Sections whose heading only sounds like a part (三、拓宽工作思路): behind
    /// one of them, and not as its first words, a paragraph opens the part itself.
    fn outdone(&self, found: &[Named]) -> Vec<Anchor> {
        let weak = found.iter().filter(|f| f.2);
        weak.filter(|(part, anchor, _)| {
            let texts = (anchor.block + 1..self.body.end).filter(|i| self.paragraphs.get(*i).is_some_and(|p| p.block.is_text()));
            let run_in = self.paragraphs.get(anchor.block).and_then(|p| p.block.heading.as_ref()).is_some_and(|h| h.is_run_in());
            let next_section = self.nodes.iter().map(|n| n.from.block).find(|b| *b > anchor.block).unwrap_or(self.body.end);
            texts.skip(usize::from(!run_in)).take_while(|i| *i < next_section).any(|index| self.opens(index, *part).is_some())
        })
        .map(|f| f.1)
        .collect()
    }

    /// Where parts start that have no heading.
    fn breaks(&self, found: &[Named]) -> Vec<(Anchor, Role, usize)> {
        let schema = &self.report.schema;
        let rest = |part: usize| schema.parts.get(part).is_some_and(|p| p.takes_the_rest);
        let mut starts: Vec<(usize, Anchor)> = found.iter().map(|f| (f.0, f.1)).collect();
        let mut breaks: Vec<(Anchor, Role, usize)> = Vec::new();
        let open: Vec<usize> = (0..schema.parts.len())
            .filter(|i| schema.parts.get(*i).is_some_and(|p| !p.cues.is_empty()) && !starts.iter().any(|s| s.0 == *i))
            .collect();
        // The last part first: what stands behind it cannot hold an earlier one.
        for search in [Search::Paragraph, Search::Place, Search::Sentence] {
            let order: Vec<usize> = match search {
                // By place alone the earlier part comes first: it leaves the later one the rest.
                Search::Place => open.clone(),
                _ => open.iter().rev().copied().collect(),
            };
            for part in order {
                if starts.iter().any(|s| s.0 == part) {
                    continue;
                }
                let later = starts.iter().filter(|s| s.0 > part).map(|s| s.1).min();
                let earlier = starts.iter().filter(|s| s.0 < part && !rest(s.0)).map(|s| s.1).max();
                let before: Vec<usize> = open.iter().copied().filter(|p| *p < part && !starts.iter().any(|s| s.0 == *p)).collect();
                let anchor = match search {
                    Search::Paragraph => self.by_paragraph(part, earlier, later, &before),
                    Search::Place => self.by_place(part, earlier, later),
                    Search::Sentence => self.by_sentence(part, earlier, later),
                };
                if let Some(anchor) = anchor {
                    starts.push((part, anchor));
                    breaks.push((anchor, self.role(part), part));
                }
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

    /// The paragraph that opens the part, behind which no section of the
    /// results goes on. One in front of a paragraph that opens an earlier part
    /// is void where another stands behind that: 下一步，将… also ends sections.
    fn by_paragraph(&self, part: usize, earlier: Option<Anchor>, later: Option<Anchor>, before: &[usize]) -> Option<Anchor> {
        let zone = self.zone(earlier, later);
        let candidates: Vec<Anchor> = zone
            .clone()
            .filter_map(|index| self.opens(index, part))
            .filter(|anchor| later.is_none_or(|l| *anchor < l) && self.ends_results(anchor.block, zone.end))
            .collect();
        let mut chosen = *candidates.first()?;
        let others: Vec<usize> = zone.filter(|index| before.iter().any(|p| self.opens(*index, *p).is_some())).collect();
        for other in others {
            if chosen.block < other
                && let Some(next) = candidates.iter().find(|c| c.block > other)
            {
                chosen = *next;
            }
        }
        Some(chosen)
    }

    /// Where a paragraph opens a part, if it does.
    fn opens(&self, index: usize, part: usize) -> Option<Anchor> {
        let paragraph = self.paragraphs.get(index)?;
        let first_heading = self.nodes.first().map_or(self.body.start, |n| n.from.block);
        if index < first_heading || paragraph.block.heading.is_some() {
            return None;
        }
        let signals = paragraph.signals(&self.report.schema);
        let heard =
            |p: &dyn Fn(usize) -> bool| signals.cues.iter().find(|c| p(c.part) && !c.in_sentence && !c.behind_sections && self.agrees(c));
        if heard(&|p| p > part).is_some() {
            return None;
        }
        heard(&|p| p == part).map(|cue| Anchor { block: index, at: cue.at })
    }

    /// An unnumbered paragraph behind the last numbered section that says what
    /// the part says: clear at that place, though weak at any other.
    fn by_place(&self, part: usize, earlier: Option<Anchor>, later: Option<Anchor>) -> Option<Anchor> {
        let zone = self.zone(earlier, later);
        let heading = |i: usize| self.paragraphs.get(i).and_then(|p| p.block.heading.as_ref());
        let last = zone.clone().rev().find(|i| heading(*i).is_some());
        let own_line = last.and_then(heading).is_some_and(|h| !h.is_run_in());
        let start = last.map_or(zone.start, |i| i + 1).max(earlier.map_or(0, |e| e.block + 1));
        let texts: Vec<usize> = (start..zone.end).filter(|i| self.paragraphs.get(*i).is_some_and(|p| p.block.is_text())).collect();
        // The first paragraph under a heading of its own line belongs to it.
        texts.into_iter().skip(usize::from(own_line)).find_map(|index| {
            let signals = self.paragraphs.get(index)?.signals(&self.report.schema);
            if signals.cues.iter().any(|c| c.part > part && !c.in_sentence && !c.behind_sections && self.agrees(c)) {
                return None;
            }
            let cue = signals.cues.iter().find(|c| c.part == part && c.behind_sections && self.agrees(c))?;
            Some(Anchor { block: index, at: cue.at })
        })
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
    fn by_sentence(&self, part: usize, earlier: Option<Anchor>, later: Option<Anchor>) -> Option<Anchor> {
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
        agree(self.report, cue.report_year, cue.plan_year)
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
    // Two parts that start in one paragraph need not be told in its order.
    marks.sort_by_key(|m| m.0);
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
