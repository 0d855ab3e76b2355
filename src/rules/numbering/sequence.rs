//! Where a run of numbers breaks, and how it would read renumbered.

use std::collections::HashMap;
use std::hash::Hash;

/// A number as written; 0 fits anywhere (最后).
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The number.
    pub ordinal: u32,
}

/// A number that does not follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// Which one.
    pub index: usize,
    /// What it would be.
    pub expected: u32,
    /// An earlier one in the same run with the same number.
    pub twin: Option<usize>,
    /// What to write where so that the run is right.
    pub renumber: Vec<(usize, u32)>,
}

/// The breaks of a run of numbers. A run may start again at 1 (a list inside an
/// item, or a second list), and may go on where the same family stopped under
/// the heading before (`carried`: the last number there, and what it should be).
fn breaks(entries: &[Entry], carried: &[u32]) -> Vec<Break> {
    // What follows tells whether a first number goes on or is mistyped.
    let goes_on = |ordinal: u32| carried.iter().any(|c| ordinal == c + 1) && entries.get(1).is_none_or(|e| e.ordinal != 2);
    let mut found = Vec::new();
    // Open runs, the innermost last: the number each expects and where it began.
    let mut runs: Vec<(u32, usize)> = Vec::new();
    let mut index = 0;
    while let Some(entry) = entries.get(index) {
        let ordinal = entry.ordinal;
        if ordinal == 0 {
            if let Some(run) = runs.last_mut() {
                run.0 += 1;
            }
        } else if runs.is_empty() && (ordinal == 1 || goes_on(ordinal)) {
            runs.push((ordinal + 1, index));
        } else if let Some(depth) = runs.iter().rposition(|r| r.0 == ordinal) {
            runs.truncate(depth + 1);
            if let Some(run) = runs.last_mut() {
                run.0 += 1;
            }
        } else if ordinal == 1 && !runs.is_empty() && entries.get(index + 1).is_none_or(|e| e.ordinal != runs.last().map_or(0, |r| r.0 + 1))
        {
            runs.push((2, index));
        } else {
            let (expected, start) = runs.last().copied().unwrap_or((1, index));
            let next = entries.get(index + 1).map(|e| e.ordinal);
            let twin = (start..index).rev().find(|i| entries.get(*i).is_some_and(|e| e.ordinal == ordinal));
            let (renumber, resume): (Vec<(usize, u32)>, u32) = if next == Some(expected + 1) {
                // The one number is wrong, what follows is right.
                (vec![(index, expected)], expected)
            } else if next == Some(expected) {
                // One stands in between that does not count.
                let behind = rest_of_run(entries, index + 1, expected + 1);
                (std::iter::once((index, expected)).chain(behind).collect(), expected - 1)
            } else {
                (rest_of_run(entries, index, expected), ordinal)
            };
            found.push(Break { index, expected, twin, renumber });
            if runs.is_empty() {
                runs.push((resume + 1, index));
            } else if let Some(run) = runs.last_mut() {
                run.0 = resume + 1;
            }
        }
        index += 1;
    }
    found
}

/// A break in one of several lists.
#[derive(Debug)]
pub struct ListBreak {
    /// Which list.
    pub list: usize,
    /// The break in it.
    pub wrong: Break,
    /// New numbers in later lists that run on from this one: list, entry, number.
    pub later: Vec<(usize, usize, u32)>,
}

/// The breaks of lists in the order of the text, each of one family.
pub fn breaks_in<F: Copy + Eq + Hash>(lists: &[(F, Vec<Entry>)]) -> Vec<ListBreak> {
    let mut last: HashMap<F, Vec<u32>> = HashMap::new();
    let mut found = Vec::new();
    for (list, (family, entries)) in lists.iter().enumerate() {
        let wrong = breaks(entries, last.get(family).map_or(&[], Vec::as_slice));
        last.insert(*family, last_of(entries, &wrong));
        for wrong in wrong {
            let end = wrong.renumber.last().filter(|r| r.0 + 1 == entries.len());
            let later = match (end, entries.last()) {
                (Some((_, new)), Some(old)) => run_on(lists, list, old.ordinal, *new),
                _ => Vec::new(),
            };
            found.push(ListBreak { list, wrong, later });
        }
    }
    found
}

/// New numbers for the lists behind `list` that go on where it ended with `old`, once it ends with `new`.
fn run_on<F: Copy + Eq + Hash>(lists: &[(F, Vec<Entry>)], list: usize, mut old: u32, mut new: u32) -> Vec<(usize, usize, u32)> {
    let family = lists.get(list).map(|l| l.0);
    let mut out = Vec::new();
    for (index, (_, entries)) in lists.iter().enumerate().skip(list + 1).filter(|(_, l)| Some(l.0) == family) {
        if entries.first().is_none_or(|e| e.ordinal != old + 1) {
            break;
        }
        for (at, entry) in entries.iter().enumerate() {
            if entry.ordinal != old + 1 {
                return out;
            }
            (old, new) = (old + 1, new + 1);
            out.push((index, at, new));
        }
    }
    out
}

/// The numbers behind which the next list may go on.
fn last_of(entries: &[Entry], breaks: &[Break]) -> Vec<u32> {
    let written = entries.last().map(|e| e.ordinal);
    let expected = breaks.last().filter(|b| b.index + 1 == entries.len()).map(|b| b.expected);
    written.into_iter().chain(expected).collect()
}

/// New numbers from `index` on, as far as the numbers there rise one by one.
fn rest_of_run(entries: &[Entry], index: usize, expected: u32) -> Vec<(usize, u32)> {
    let mut out = Vec::new();
    let mut previous: Option<u32> = None;
    for (i, entry) in entries.iter().enumerate().skip(index) {
        if previous.is_some_and(|p| entry.ordinal != p + 1) {
            break;
        }
        out.push((i, expected + out.len() as u32));
        previous = Some(entry.ordinal);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Index, expected number, renumbering.
    type Shown = (usize, u32, Vec<(usize, u32)>);

    fn of(numbers: &[u32]) -> Vec<Shown> {
        let entries: Vec<Entry> = numbers.iter().map(|n| Entry { ordinal: *n }).collect();
        breaks(&entries, &[]).into_iter().map(|b| (b.index, b.expected, b.renumber)).collect()
    }

    #[test]
    fn runs_that_are_right() {
        for numbers in [&[1, 2, 3][..], &[1, 2, 1, 2, 3], &[1, 2, 1, 2, 3, 3, 4], &[1, 2, 0], &[], &[1, 1, 2, 2]] {
            assert!(of(numbers).is_empty(), "{numbers:?}");
        }
        assert!(breaks(&[Entry { ordinal: 4 }, Entry { ordinal: 5 }], &[3]).is_empty());
    }

    #[test]
    fn a_list_that_goes_on_behind_a_wrong_number() {
        let single = [Entry { ordinal: 10 }];
        let wrong = breaks(&single, &[7]);
        assert_eq!(wrong.len(), 1);
        assert_eq!(last_of(&single, &wrong), [10, 1]);
        let pair = [Entry { ordinal: 8 }, Entry { ordinal: 10 }];
        let wrong = breaks(&pair, &[7]);
        assert_eq!(last_of(&pair, &wrong), [10, 9]);
        assert_eq!(breaks(&[Entry { ordinal: 3 }, Entry { ordinal: 2 }], &[2]).first().map(|b| b.index), Some(0));
    }

    #[test]
    fn lists_that_run_on_are_renumbered_with_it() {
        let list = |numbers: &[u32]| ('a', numbers.iter().map(|n| Entry { ordinal: *n }).collect::<Vec<_>>());
        let found = breaks_in(&[list(&[1, 3]), list(&[4, 5]), list(&[6]), list(&[1, 2])]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].wrong.renumber, [(1, 2)]);
        assert_eq!(found[0].later, [(1, 0, 3), (1, 1, 4), (2, 0, 5)]);
    }

    #[test]
    fn one_finding_for_one_break() {
        assert_eq!(of(&[1, 2, 4, 5]), [(2, 3, vec![(2, 3), (3, 4)])]);
        assert_eq!(of(&[1, 3, 3, 4]), [(1, 2, vec![(1, 2)])]);
        assert_eq!(of(&[1, 2, 2, 3]), [(2, 3, vec![(2, 3), (3, 4)])]);
        assert_eq!(of(&[2, 3]), [(0, 1, vec![(0, 1), (1, 2)])]);
        assert_eq!(of(&[1, 2, 1, 4]), [(2, 3, vec![(2, 3)])]);
        assert_eq!(of(&[1, 3, 2, 3]), [(1, 2, vec![(1, 2), (2, 3), (3, 4)])]);
    }

    #[test]
    fn renumbering_repairs_the_run() {
        for numbers in [&[1u32, 2, 4, 5][..], &[1, 3, 3, 4], &[1, 2, 2, 3], &[3, 4, 5], &[1, 2, 7], &[1, 5, 3]] {
            let mut fixed = numbers.to_vec();
            for _ in 0..8 {
                let Some((_, _, renumber)) = of(&fixed).into_iter().next() else { break };
                renumber.into_iter().for_each(|(i, n)| fixed[i] = n);
            }
            assert_eq!(fixed, (1..=numbers.len() as u32).collect::<Vec<_>>(), "{numbers:?}");
        }
    }
}
