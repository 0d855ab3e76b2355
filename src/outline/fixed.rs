//! Sections of a form that fixes its headings, under headings in own words.

use super::parts::{Named, counts};
use super::{Node, NodeKind, Paragraph, Report};
use crate::schema::Schema;
use std::sync::Arc;

/// Whether every section of a report is fixed: none may be of any other kind, as where
/// one part takes the rest.
pub fn is_form(schema: &Schema) -> bool {
    schema.parts.iter().all(|p| !p.takes_the_rest)
}

/// Gives first-level sections that no heading of the form names the parts that are
/// left: by what their headings are about, then by their numbers. The order of the
/// parts is kept.
pub fn align(paragraphs: &[Arc<Paragraph>], report: &Report, nodes: &mut [Node], found: &mut Vec<Named>) {
    let schema = &report.schema;
    if !is_form(schema) {
        return;
    }
    let order: Vec<usize> = (0..schema.parts.len()).filter(|p| schema.parts.get(*p).is_some_and(|p| p.fixed_heading)).collect();
    let about = |node: &Node| paragraphs.get(node.from.block).map(|p| p.signals(schema).own_words.clone()).unwrap_or_default();
    let by_number = |node: &Node| {
        let mark = paragraphs.get(node.from.block)?.block.heading.as_ref()?.mark.as_ref()?;
        order.get((mark.ordinal as usize).checked_sub(1)?).copied()
    };
    let beside = |node: &Node| -> Vec<usize> {
        let signals = paragraphs.get(node.from.block).map(|p| p.signals(schema));
        signals.map_or(Vec::new(), |s| s.headings.iter().filter(|h| counts(report, h)).map(|h| h.part).collect())
    };
    type PartsOf<'a> = &'a dyn Fn(&Node) -> Vec<usize>;
    let ways: [PartsOf<'_>; 3] = [&about, &beside, &|node| by_number(node).into_iter().collect()];
    for way in ways {
        for index in 0..nodes.len() {
            let Some(node) = nodes.get(index).filter(|n| n.kind == NodeKind::Section && n.level == 1 && n.part.is_none()) else { continue };
            let taken = |part: usize| nodes.iter().any(|n| n.part == Some(part));
            let before = nodes.iter().take(index).filter_map(|n| n.part).max();
            let behind = nodes.iter().skip(index + 1).filter_map(|n| n.part).min();
            let fits = |part: &usize| !taken(*part) && before.is_none_or(|b| b < *part) && behind.is_none_or(|b| *part < b);
            let part = way(node).into_iter().find(fits);
            if let Some(part) = part
                && let Some(node) = nodes.get_mut(index)
            {
                node.part = Some(part);
                node.role = schema.parts.get(part).map_or(node.role, |p| p.role);
                found.push((part, node.from, false));
            }
        }
    }
}

/// Whether every first-level section of a form with fixed headings is one of its parts,
/// so that its number tells which one is missing.
pub fn is_aligned(report: &Report, nodes: &[Node]) -> bool {
    let first = nodes.iter().filter(|n| n.kind == NodeKind::Section && n.level == 1);
    !is_form(&report.schema) || first.into_iter().all(|n| n.part.is_some())
}
