//! Ranges that keep clear of each other.

use std::collections::BTreeMap;
use std::ops::Range;

/// Ranges of bytes of which no two overlap or touch.
#[derive(Debug, Default)]
pub struct DisjointRanges {
    /// Start and end of each.
    by_start: BTreeMap<usize, usize>,
}

impl DisjointRanges {
    /// Whether `range` neither overlaps nor touches one of the ranges.
    pub fn is_clear(&self, range: &Range<usize>) -> bool {
        self.by_start.range(..=range.end).next_back().is_none_or(|(_, end)| *end < range.start)
    }

    /// Adds ranges, which may touch each other, if all of them are clear of those
    /// that are there. Returns whether they were.
    pub fn add_all<'a>(&mut self, ranges: impl Iterator<Item = &'a Range<usize>> + Clone) -> bool {
        let clear = ranges.clone().all(|range| self.is_clear(range));
        if clear {
            for range in ranges {
                let end = self.by_start.entry(range.start).or_insert(range.end);
                *end = range.end.max(*end);
            }
        }
        clear
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_says_what_a_look_at_each_range_says(ranges in prop::collection::vec((0usize..40, 0usize..5), 0..20)) {
            let (mut disjoint, mut plain): (_, Vec<Range<usize>>) = (DisjointRanges::default(), Vec::new());
            for (start, length) in ranges {
                let range = start..start + length;
                let clear = plain.iter().all(|old| range.end < old.start || old.end < range.start);
                prop_assert_eq!(disjoint.add_all(std::iter::once(&range)), clear);
                if clear {
                    plain.push(range);
                }
            }
        }
    }
}
