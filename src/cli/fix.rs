//! Applying fixes.

use super::found;
use crate::rules::{Analysis, Draft, Edit, Finding, Settings, markup};
use crate::text::{DisjointRanges, Text};
use std::ops::Range;
use std::sync::Arc;

/// More rounds than fixes can need one after the other; two fixes that undo
/// each other end here.
const ROUNDS: usize = 64;

/// A text after its fixes.
pub struct Fixed {
    /// The analysis of the text as it is now.
    pub analysis: Arc<Analysis>,
    /// How many fixes were applied.
    pub applied: usize,
}

/// Applies fixes until none is left. `wanted` gives the findings that may be fixed at all.
pub fn apply(analysis: Arc<Analysis>, settings: &Settings, unsafe_too: bool, wanted: &dyn Fn(&Analysis) -> Vec<Finding>) -> Fixed {
    let mut fixed = Fixed { analysis, applied: 0 };
    for _ in 0..ROUNDS {
        let (edits, count) = choose(&fixed.analysis, unsafe_too, wanted);
        if edits.is_empty() {
            break;
        }
        let mut text = fixed.analysis.text.clone();
        let before = text.len();
        replace(&mut text, edits);
        let content = text.to_string();
        if content.len() == before && content == fixed.analysis.text.to_string() {
            break;
        }
        fixed.analysis = Draft::with_format(&content, fixed.analysis.tree.format()).analyse(settings);
        fixed.applied += count;
    }
    fixed
}

type Edits = Vec<(Range<usize>, String)>;

/// Edits of fixes that do not touch each other, in the order of the text, and
/// how many fixes they are. The rest waits for the next round.
fn choose(analysis: &Analysis, unsafe_too: bool, wanted: &dyn Fn(&Analysis) -> Vec<Finding>) -> (Edits, usize) {
    let findings = wanted(analysis);
    let fixes = findings.iter().map(|finding| match &finding.fix {
        Some(fix) if unsafe_too => fix.edits.iter().collect(),
        _ => finding.safe_edits(),
    });
    let mut kept: Vec<Edit> = Vec::new();
    let mut chosen = Vec::new();
    for fix in fixes.filter(|edits: &Vec<&Edit>| !edits.is_empty()) {
        // Of those that wait for the next round some are counted as made: they only wait a round more.
        if markup::fits(&analysis.text, &analysis.tree, &kept, &fix) {
            chosen.push(found::edits(analysis, fix.iter().copied()));
            kept.extend(fix.into_iter().cloned());
        }
    }
    combine(chosen)
}

/// Takes each fix whose edits keep clear of those taken before it.
fn combine(fixes: impl IntoIterator<Item = Edits>) -> (Edits, usize) {
    let (mut taken, mut ranges) = (Edits::new(), DisjointRanges::default());
    let mut count = 0;
    for fix in fixes {
        if ranges.add_all(fix.iter().map(|(range, _)| range)) {
            taken.extend(fix);
            count += 1;
        }
    }
    taken.sort_by_key(|(range, _)| range.start);
    (taken, count)
}

/// Applies edits that are in order and do not overlap.
fn replace(text: &mut Text, edits: Edits) {
    for (range, with) in edits.into_iter().rev() {
        text.replace(range, &with);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixes_that_touch_wait_for_each_other() {
        let (edits, count) =
            combine(vec![vec![(6..9, "b".into())], vec![(0..3, "a".into()), (9..12, "x".into())], vec![(12..12, "c".into())]]);
        assert_eq!(count, 2);
        assert_eq!(edits, vec![(6..9, "b".into()), (12..12, "c".into())]);
    }

    #[test]
    fn edits_are_applied_from_the_back() {
        let mut text = Text::new("甲乙丙");
        replace(&mut text, vec![(0..3, "一一".into()), (3..3, "、".into()), (6..9, String::new())]);
        assert_eq!(text.to_string(), "一一、乙");
    }
}
