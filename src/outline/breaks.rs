//! Where a part starts that has no heading: at a paragraph or a sentence that
//! says so (下一步，…).

use super::parts::{Named, agree};
use super::{Anchor, CueHit, Node, Paragraph, Report};
use crate::schema::Role;
use crate::syntax::{Family, Span};
use std::ops::Range;
use std::sync::Arc;

/// Ways to find a part without a heading, from clear to weak.
#[derive(Clone, Copy)]
enum Search {
    /// A paragraph opens the part.
    Paragraph,
    /// A paragraph or sentence behind the problems draws the consequence (因此，…).
    Consequence,
    /// A paragraph behind the last numbered section says what the part says.
    Place,
    /// A sentence inside a paragraph opens it.
    Sentence,
    /// A paragraph opens it behind a part that should follow it.
    OutOfOrder,
}

/// Looks for parts in a body whose headings are nested.
pub(super) struct Finder<'a> {
    pub paragraphs: &'a [Arc<Paragraph>],
    pub report: &'a Report,
    /// Indices of the body's blocks.
    pub body: Range<usize>,
    pub nodes: &'a [Node],
}

impl Finder<'_> {
    /// Sections whose heading only sounds like a part (三、拓宽工作思路): behind
    /// one of them, and not as its first words, a paragraph opens the part itself.
    pub fn outdone(&self, found: &[Named]) -> Vec<Anchor> {
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

    /// Where parts start that have no heading. The measures of those `in_each` stand
    /// in the problems, and no sentence of a problem starts them.
    pub fn breaks(&self, found: &[Named], in_each: &[usize]) -> Vec<(Anchor, Role, usize)> {
        let schema = &self.report.schema;
        let rest = |part: usize| schema.parts.get(part).is_some_and(|p| p.takes_the_rest);
        let mut starts: Vec<(usize, Anchor)> = found.iter().map(|f| (f.0, f.1)).collect();
        let mut breaks: Vec<(Anchor, Role, usize)> = Vec::new();
        let open: Vec<usize> = (0..schema.parts.len())
            .filter(|i| schema.parts.get(*i).is_some_and(|p| !p.cues.is_empty()) && !starts.iter().any(|s| s.0 == *i))
            .collect();
        // The last part first: what stands behind it cannot hold an earlier one.
        for search in [Search::Paragraph, Search::Consequence, Search::Place, Search::Sentence, Search::OutOfOrder] {
            let order: Vec<usize> = match search {
                // By place alone the earlier part comes first: it leaves the later one the rest.
                Search::Place => open.clone(),
                _ => open.iter().rev().copied().collect(),
            };
            for part in order {
                let by_sentence = matches!(search, Search::Consequence | Search::Sentence);
                if starts.iter().any(|s| s.0 == part) || by_sentence && in_each.contains(&part) {
                    continue;
                }
                let later = starts.iter().filter(|s| s.0 > part).map(|s| s.1).min();
                let before_it = starts.iter().filter(|s| s.0 < part && !rest(s.0)).max_by_key(|s| s.1);
                let (earlier, behind) = (before_it.map(|s| s.1), before_it.map(|s| self.role(s.0)));
                let before: Vec<usize> = open.iter().copied().filter(|p| *p < part && !starts.iter().any(|s| s.0 == *p)).collect();
                let anchor = match search {
                    Search::Paragraph => self.by_paragraph(part, earlier, later, &before),
                    Search::Place => self.by_place(part, earlier, later),
                    Search::Consequence => self.by_consequence(part, earlier, behind, later),
                    Search::Sentence => self.by_sentence(part, earlier, later),
                    Search::OutOfOrder => later.filter(|_| self.is_required(part)).and_then(|l| self.out_of_order(part, l)),
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

    fn is_required(&self, part: usize) -> bool {
        self.report.schema.parts.get(part).is_some_and(|p| p.required)
    }

    pub fn role(&self, part: usize) -> Role {
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

    /// The paragraph that opens the part behind a later part which starts at `later`
    /// and has said something before.
    fn out_of_order(&self, part: usize, later: Anchor) -> Option<Anchor> {
        self.by_paragraph(part, Some(later), None, &[]).filter(|a| Some(a.block) > self.first_text(later.block))
    }

    /// The first block of text at or behind `index` that is more than a heading.
    fn first_text(&self, index: usize) -> Option<usize> {
        (index..self.body.end).find(|i| self.paragraphs.get(*i).is_some_and(|p| p.block.is_text() && !p.block.content().is_empty()))
    }

    /// Problems that the first paragraph under the heading of a plan tells before it
    /// comes to the plan (虽然…，但还存在…等问题。2026年，…): the part and the passage.
    pub fn told_inside(&self, found: &[Named]) -> Option<(usize, Span)> {
        let (_, heading, _) = found.iter().find(|f| self.role(f.0) == Role::Plan)?;
        let part = (0..self.report.schema.parts.len()).find(|p| self.role(*p) == Role::Problems)?;
        let index = self.first_text(heading.block).filter(|_| found.iter().all(|f| f.0 != part))?;
        let start = self.opens(index, part)?.at;
        let paragraph = self.paragraphs.get(index)?;
        let signals = paragraph.signals(&self.report.schema);
        let plan = signals.cues.iter().filter(|c| c.part > part && c.in_sentence && c.at > start && self.agrees(c)).map(|c| c.at).min();
        Some((part, Span { block: index, range: start..plan.unwrap_or(paragraph.block.body.end) }))
    }

    /// Where a paragraph opens a part, if it does.
    fn opens(&self, index: usize, part: usize) -> Option<Anchor> {
        let paragraph = self.paragraphs.get(index)?;
        let first_heading = self.nodes.first().map_or(self.body.start, |n| n.from.block);
        if index < first_heading || paragraph.block.heading.is_some() {
            return None;
        }
        let signals = paragraph.signals(&self.report.schema);
        let heard = |p: &dyn Fn(usize) -> bool| {
            signals.cues.iter().find(|c| p(c.part) && !c.in_sentence && !c.behind_sections && c.behind.is_none() && self.agrees(c))
        };
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
            if signals.cues.iter().any(|c| c.part > part && !c.in_sentence && !c.behind_sections && c.behind.is_none() && self.agrees(c)) {
                return None;
            }
            let cue = signals.cues.iter().find(|c| c.part == part && c.behind_sections && self.agrees(c))?;
            Some(Anchor { block: index, at: cue.at })
        })
    }

    /// Whether no heading behind block `index` goes on with a numbering that
    /// began in front of it.
    pub fn ends_results(&self, index: usize, end: usize) -> bool {
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

    /// A consequence drawn from an earlier part.
    fn by_consequence(&self, part: usize, earlier: Option<Anchor>, behind: Option<Role>, later: Option<Anchor>) -> Option<Anchor> {
        let zone = self.zone(Some(earlier?), later);
        zone.clone().find_map(|index| {
            let signals = self.paragraphs.get(index)?.signals(&self.report.schema);
            let cues = signals.cues.iter().filter(|c| c.part == part && c.behind.is_some() && c.behind == behind && self.agrees(c));
            let anchors = cues.map(|c| Anchor { block: index, at: c.at });
            let inside = |a: &Anchor| earlier.is_none_or(|e| *a > e) && later.is_none_or(|l| *a < l);
            anchors.filter(|a| inside(a) && self.ends_results(index, zone.end)).min()
        })
    }

    /// A sentence inside a paragraph that starts the part, near the end of the zone.
    fn by_sentence(&self, part: usize, earlier: Option<Anchor>, later: Option<Anchor>) -> Option<Anchor> {
        let zone = self.zone(earlier, later);
        // Behind an earlier part every paragraph is near; else only the last ones are.
        let start = if earlier.is_some() { zone.start } else { zone.end.saturating_sub(3).max(zone.start) };
        (start..zone.end).rev().find_map(|index| {
            let paragraph = self.paragraphs.get(index)?;
            let signals = paragraph.signals(&self.report.schema);
            let cue = signals.cues.iter().find(|c| c.part == part && c.in_sentence && c.behind.is_none() && self.agrees(c))?;
            let anchor = Anchor { block: index, at: cue.at };
            let inside = earlier.is_none_or(|e| anchor > e) && later.is_none_or(|l| anchor < l);
            (inside && self.ends_results(index, zone.end)).then_some(anchor)
        })
    }

    pub fn agrees(&self, cue: &CueHit) -> bool {
        agree(self.report, cue.report_year, cue.plan_year)
    }
}
