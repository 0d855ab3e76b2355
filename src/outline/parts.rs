//! Which part each passage belongs to: by its heading, or by a cue where the
//! drafter wrote none.

use super::breaks::Finder;
use super::frame::Frame;
use super::sections::nest;
use super::{Anchor, HeadingHit, Node, NodeKind, Paragraph, Report, Stretch};
use crate::schema::{Role, Theme, WordSet};
use crate::syntax::{Span, Tree};
use std::ops::Range;
use std::sync::Arc;

/// Headings, and the stretches of the body with their roles.
#[derive(Debug, Default)]
pub struct Parted {
    pub nodes: Vec<Node>,
    pub stretches: Vec<Stretch>,
    pub named: Vec<usize>,
    /// Where problems are told inside the plan, and nowhere else.
    pub told_inside: Option<Span>,
}

/// Gives every passage of the body its part.
pub fn assign(tree: &Tree, paragraphs: &[Arc<Paragraph>], report: &Report, frame: &Frame) -> Parted {
    if frame.body.is_empty() {
        return Parted::default();
    }
    let parted = assign_by(tree, paragraphs, report, frame);
    // A wrong year in the title, or in the heading of the plan, hides no part.
    if report.report_year.is_none() || lacks(&parted, report, Role::Problems) == lacks(&parted, report, Role::Plan) {
        return parted;
    }
    let beside = [1, -1].into_iter().find_map(|shift| {
        let shifted = |year: Option<i32>| year.map(|y| y + shift);
        let beside = Report { report_year: shifted(report.report_year), plan_year: shifted(report.plan_year), ..report.clone() };
        let parted = assign_by(tree, paragraphs, &beside, frame);
        plans_for_problems(paragraphs, &parted).then_some(parted)
    });
    beside.unwrap_or(parted)
}

/// Whether a part of this role is required and not there.
fn lacks(parted: &Parted, report: &Report, role: Role) -> bool {
    let parts = report.schema.parts.iter().enumerate();
    let mut asked = parts.filter(|(_, p)| p.role == role && p.required && report.is_asked(&p.applies));
    asked.any(|(part, _)| !parted.named.contains(&part) && parted.stretches.iter().all(|s| s.part != Some(part)))
}

/// Whether a plan stands behind problems, with more between their starts than a heading.
fn plans_for_problems(paragraphs: &[Arc<Paragraph>], parted: &Parted) -> bool {
    let start = |role: Role| parted.stretches.iter().find(|s| s.role == role).map(|s| s.from);
    let (Some(problems), Some(plan)) = (start(Role::Problems), start(Role::Plan)) else { return false };
    let says = |index: usize| paragraphs.get(index).is_some_and(|p| p.block.is_text() && !p.block.content().is_empty());
    let starts = paragraphs.get(plan.block).is_none_or(|p| plan.at <= p.block.content().start);
    plan > problems && (problems.block..plan.block + usize::from(!starts)).any(says)
}

fn assign_by(tree: &Tree, paragraphs: &[Arc<Paragraph>], report: &Report, frame: &Frame) -> Parted {
    let body = frame.body.clone();
    let mut plain = nest(paragraphs, body.clone(), Some(report), &[]);
    let mut found = by_heading(paragraphs, report, &mut plain, &[]);
    let finder = Finder { paragraphs, report, body: body.clone(), nodes: &plain };
    let refused = finder.outdone(&found);
    found.retain(|f| !refused.contains(&f.1));
    let measures = finder.measures();
    found.extend(measures.breaks.iter().map(|(anchor, _, part)| (*part, *anchor, false)));
    let mut breaks = finder.breaks(&found, &measures.in_each);
    let inside = finder.told_inside(&found).filter(|i| breaks.iter().all(|b| b.2 != i.0));
    let headed = headed(paragraphs, &plain, &found, &mut breaks);
    breaks.extend(measures.breaks);
    breaks.sort_by_key(|b| b.0);
    let mut named = named(&finder, report, &plain);
    let mut nodes = nest(paragraphs, body.clone(), Some(report), &breaks);
    by_heading(paragraphs, report, &mut nodes, &refused);
    let themes: Vec<(usize, &Theme)> = report.schema.themes.iter().enumerate().filter(|(_, t)| report.is_asked(&t.applies)).collect();
    for node in &mut nodes {
        if let Some((_, role, part)) = headed.iter().find(|h| h.0 == node.from) {
            (node.role, node.part) = (*role, Some(*part));
        }
        inherit(node, report);
        speak(paragraphs, report, &themes, node);
    }
    let stretches = stretches(tree, paragraphs, report, body, &nodes);
    named.extend(inside.iter().map(|i| i.0).chain(measures.in_each));
    Parted { nodes, stretches, named, told_inside: inside.map(|i| i.1) }
}

/// A place, and the role and part that start there.
type Start = (Anchor, Role, usize);

/// Sections whose heading says nothing of the part that their first words open
/// (三、锚定目标再出发): they are the part. Takes them out of `breaks`.
fn headed(paragraphs: &[Arc<Paragraph>], nodes: &[Node], found: &[Named], breaks: &mut Vec<Start>) -> Vec<Start> {
    let text = |index: usize| paragraphs.get(index).is_some_and(|p| p.block.is_text());
    let mut headed = Vec::new();
    breaks.retain(|(anchor, role, part)| {
        let starts = paragraphs.get(anchor.block).is_some_and(|p| anchor.at <= p.block.body.start);
        let before = (0..anchor.block).rev().find(|i| text(*i)).filter(|_| starts);
        let section = before.and_then(|block| nodes.iter().find(|n| n.from.block == block && n.kind == NodeKind::Section && !n.run_in));
        let own = section.filter(|n| n.level == 1 && found.iter().all(|f| f.1 != n.from));
        headed.extend(own.map(|n| (n.from, *role, *part)));
        own.is_none()
    });
    headed
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
pub(super) type Named = (usize, Anchor, bool);

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
    super::fixed::align(paragraphs, report, nodes, &mut found);
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
    // The sections of a form stand on the first level, whatever stands above them.
    let form = super::fixed::is_form(schema);
    let depth = if form { Depth { level: depth.level.max(usize::from(node.level > 1)), ..depth } } else { depth };
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
            // 改进措施 is a plan below a heading for problems, wherever that stands.
            let answers = part.role == Role::Plan && within.and_then(|p| schema.parts.get(p)).is_some_and(|p| p.role == Role::Problems);
            let misplaced = misplaced && !answers;
            // On the first level of a form that fixes its headings the sections of the form come first.
            let beside_form = form && depth.level == 0 && !part.fixed_heading;
            if !counts(report, hit) || within == Some(hit.part) || misplaced || beside_form {
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

/// Parts that a heading of another part names beside it, and of which the section
/// speaks (存在问题及改进措施 with measures).
fn named(finder: &Finder<'_>, report: &Report, nodes: &[Node]) -> Vec<usize> {
    let mut named = Vec::new();
    for node in nodes.iter().filter(|n| n.kind == NodeKind::Section) {
        let Some(paragraph) = finder.paragraphs.get(node.from.block) else {
            continue;
        };
        let signals = paragraph.signals(&report.schema);
        let beside = signals.headings.iter().filter(|h| !h.near_the_end && counts(report, h) && Some(h.part) != node.part);
        let kept = |part: &usize| node.role != Role::Problems || finder.role(*part) != Role::Plan || finder.keeps_promise(node);
        named.extend(beside.map(|h| h.part).filter(kept));
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

/// Notes which of `themes` a section speaks of.
fn speak(paragraphs: &[Arc<Paragraph>], report: &Report, themes: &[(usize, &Theme)], node: &mut Node) {
    if node.kind == NodeKind::Section {
        let mut words = WordSet::default();
        for paragraph in paragraphs.get(node.blocks()).unwrap_or_default() {
            words.join(&paragraph.signals(&report.schema).words);
        }
        let hits = |(index, theme): &(usize, &Theme)| {
            let hits = theme.ids.iter().filter(|id| words.has(**id)).count();
            (hits >= theme.hits).then_some((*index, hits))
        };
        let scores: Vec<(usize, usize)> = themes.iter().filter_map(hits).collect();
        let best = scores.iter().map(|s| s.1).max().unwrap_or(0);
        node.themes = scores.into_iter().filter(|s| s.1 * 2 > best).map(|s| s.0).collect();
    }
    for child in &mut node.children {
        speak(paragraphs, report, themes, child);
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
