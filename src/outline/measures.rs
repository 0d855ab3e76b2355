//! Where measures begin under a heading for problems (存在的主要问题及改进措施).

use super::breaks::Finder;
use super::listing::is_measure;
use super::parts::counts;
use super::signals::sentences;
use super::{Anchor, CueHit, Node, NodeKind, Paragraph};
use crate::schema::Role;
use crate::syntax::{Block, ItemFamily};

impl Finder<'_> {
    /// Where measures begin under headings for problems (存在的主要问题及改进措施):
    /// in a paragraph of their own, or at a sentence behind the last problem.
    pub fn measures(&self) -> Measures {
        let mut found = Measures::default();
        for node in self.nodes {
            self.measures_under(node, &mut found);
        }
        found
    }

    fn measures_under(&self, node: &Node, found: &mut Measures) {
        let Some(problems) = node.part.filter(|_| node.kind == NodeKind::Section && node.role == Role::Problems) else {
            node.children.iter().for_each(|child| self.measures_under(child, found));
            return;
        };
        let parts = self.report.schema.parts.iter().enumerate().skip(problems + 1);
        let plan = parts.clone().find(|(_, p)| p.role == Role::Plan && self.report.is_asked(&p.applies)).map(|(index, _)| index);
        let Some(plan) = plan.filter(|_| !holds(node, Role::Plan)) else { return };
        let first = match self.first_measure(node, plan) {
            FirstMeasure::Nowhere if self.promises(node, plan) => self.first_unannounced(node),
            first => first,
        };
        match first {
            FirstMeasure::At(anchor) => found.breaks.push((anchor, Role::Plan, plan)),
            FirstMeasure::InEach => found.in_each.push(plan),
            FirstMeasure::Nowhere => {}
        }
    }

    /// The first place under `node` from which on it speaks of measures only. One
    /// behind which the problems are counted on is the answer to a single problem.
    fn first_measure(&self, node: &Node, plan: usize) -> FirstMeasure {
        let mut written = false;
        let mut answers_one = false;
        for index in node.blocks() {
            let Some(paragraph) = self.paragraphs.get(index).filter(|p| p.block.is_text()) else { continue };
            let content = paragraph.block.content();
            if index == node.from.block && !node.run_in || content.is_empty() {
                written |= index > node.from.block;
                continue;
            }
            let signals = paragraph.signals(&self.report.schema);
            let counts =
                |c: &&CueHit| c.part == plan && !c.behind_sections && c.behind.is_none_or(|role| role == Role::Problems) && self.agrees(c);
            let mut cues: Vec<(u32, bool)> = signals.cues.iter().filter(counts).map(|c| (c.at, c.in_sentence)).collect();
            cues.sort_unstable();
            for (at, in_sentence) in cues {
                let below = index > node.from.block && paragraph.block.heading.is_some();
                let first = !written && !below && at <= content.start;
                let anchor = Anchor { block: index, at };
                if first {
                    continue;
                }
                if self.counts_on(node, anchor) {
                    answers_one = true;
                } else if !(in_sentence && answers_one) {
                    return FirstMeasure::At(anchor);
                }
            }
            written = true;
        }
        if answers_one { FirstMeasure::InEach } else { FirstMeasure::Nowhere }
    }

    /// The first measure of a list, or paragraph, that no words announce: behind problems
    /// that are counted, a second count from one.
    fn first_unannounced(&self, node: &Node) -> FirstMeasure {
        let mut written = false;
        for index in node.blocks().skip(1) {
            let Some(block) = self.paragraphs.get(index).map(|p| &*p.block).filter(|b| b.is_text()) else { continue };
            let at = match unannounced(block) {
                Some(at) if written => at,
                _ => {
                    written = true;
                    continue;
                }
            };
            // A heading that begins the second count is the first to be looked at.
            let counted = if block.heading.is_some() { index - 1 } else { index };
            if !self.counts_on(node, Anchor { block: counted, at: if counted == index { at } else { u32::MAX } }) {
                return FirstMeasure::At(Anchor { block: index, at });
            }
        }
        FirstMeasure::Nowhere
    }

    /// Whether the heading of a section for problems names the plan too.
    fn promises(&self, node: &Node, plan: usize) -> bool {
        let headings = self.paragraphs.get(node.from.block).map(|p| p.signals(&self.report.schema));
        headings.is_some_and(|s| s.headings.iter().any(|h| h.part == plan && !h.near_the_end && counts(self.report, h)))
    }

    /// Whether a section whose heading promises measures says what will be done at all.
    pub fn keeps_promise(&self, node: &Node) -> bool {
        let own = self.paragraphs.get(node.from.block).map_or(0, |p| p.block.content().start);
        let says = |index: usize, paragraph: &Paragraph| {
            let signals = paragraph.signals(&self.report.schema);
            let cue = |c: &CueHit| self.role(c.part) == Role::Plan && self.agrees(c) && (index > node.from.block || c.at >= own);
            let block = &paragraph.block;
            let content = block.content();
            let clauses = sentences(block.get(&content)).map(|s| s.1).chain(block.items.iter().map(|i| block.get(&i.text)));
            let title = block.heading.as_ref().filter(|_| index > node.from.block).map(|h| block.get(&h.title));
            signals.cues.iter().any(cue) || clauses.chain(title).any(is_measure)
        };
        node.blocks().any(|index| self.paragraphs.get(index).is_some_and(|p| p.block.is_text() && says(index, p)))
    }

    /// Whether what is counted in front of `anchor` is counted on behind it.
    fn counts_on(&self, node: &Node, anchor: Anchor) -> bool {
        if !self.ends_results(anchor.block, node.to.block + 1) {
            return true;
        }
        let mut before: Vec<ItemFamily> = Vec::new();
        for index in node.blocks() {
            let items = self.paragraphs.get(index).map_or(&[][..], |p| &p.block.items);
            for item in items {
                let at = Anchor { block: index, at: item.mark.start };
                if at < anchor {
                    before.push(item.family);
                } else if before.contains(&item.family) {
                    return item.ordinal > 1;
                }
            }
        }
        false
    }
}

/// Where a block begins with a measure that is the first of its count, or not counted.
fn unannounced(block: &Block) -> Option<u32> {
    if let Some(heading) = &block.heading {
        let first = heading.mark.as_ref().is_none_or(|m| m.ordinal == 1);
        return (first && is_measure(block.get(&heading.title))).then_some(block.body.start);
    }
    let content = block.content();
    match block.items.first().filter(|i| i.mark.start == content.start) {
        Some(item) => (item.ordinal == 1 && is_measure(block.get(&item.text))).then_some(content.start),
        None => is_measure(block.get(&content)).then_some(content.start),
    }
}

/// Measures under headings for problems.
#[derive(Debug, Default)]
pub(super) struct Measures {
    /// Where measures begin that answer all problems before them.
    pub breaks: Vec<(Anchor, Role, usize)>,
    /// Parts whose measures stand in the problems that they answer.
    pub in_each: Vec<usize>,
}

enum FirstMeasure {
    At(Anchor),
    InEach,
    Nowhere,
}

/// Whether something under `node` has this role.
fn holds(node: &Node, role: Role) -> bool {
    node.children.iter().any(|child| child.role == role || holds(child, role))
}
