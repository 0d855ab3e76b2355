//! Sections and parts that fold.

use crate::outline::NodeKind;
use crate::rules::Analysis;
use std::ops::Range;

/// A region that folds: the lines from `range.start` to `range.end` (bytes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// From the heading to the last text of the section.
    pub range: Range<usize>,
}

/// The regions of more than one line that fold.
pub fn folds(analysis: &Analysis) -> Vec<Fold> {
    let mut found = Vec::new();
    if analysis.outline.report.is_none() {
        return found;
    }
    analysis.outline.walk(|node| {
        let range = analysis.extent(node);
        if node.kind != NodeKind::Item && analysis.text.line_of(range.start) < analysis.text.line_of(range.end) {
            found.push(Fold { range });
        }
    });
    found
}
