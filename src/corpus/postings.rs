//! The prints of many reports in one sorted list, to be looked up.

use std::sync::Arc;

/// Bits of a posting that number the report, and the passage in it.
const SLOT: u32 = 20;
const PASSAGE: u32 = 12;
/// Postings for which one entry of the directory stands.
const EACH: usize = 16;

/// A passage of a report, both by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site {
    /// Number of the report.
    pub slot: usize,
    /// Index of the passage in it.
    pub passage: usize,
}

impl Site {
    /// A posting of the site: sorted by print, then report, then passage.
    /// `None` where the numbers are too high to be kept.
    pub fn posting(self, print: u32) -> Option<u64> {
        let fits = self.slot < 1 << SLOT && self.passage < 1 << PASSAGE;
        fits.then_some((u64::from(spread(print)) << 32) | ((self.slot as u64) << PASSAGE) | self.passage as u64)
    }

    fn of(posting: u64) -> Self {
        Self { slot: (posting >> PASSAGE) as usize & ((1 << SLOT) - 1), passage: posting as usize & ((1 << PASSAGE) - 1) }
    }
}

/// Winnowing keeps small hashes; the directory wants them evenly spread.
/// Different prints stay different.
fn spread(print: u32) -> u32 {
    print.wrapping_mul(0x9E37_79B1)
}

/// Postings in sorted runs, each at least twice as long as the next: putting a
/// few in sorts short runs only.
#[derive(Clone, Debug, Default)]
pub struct Postings {
    runs: Vec<Run>,
}

impl Postings {
    /// Puts postings in; `list` gives them as often as it is asked.
    pub fn add<I: Iterator<Item = u64>>(&mut self, list: impl Fn() -> I) {
        let mut run = Run::of(list);
        if run.sorted.is_empty() {
            return;
        }
        while self.runs.last().is_some_and(|last| last.sorted.len() < run.sorted.len() * 2) {
            let last = self.runs.pop().unwrap_or_default();
            run = Run::of(|| last.sorted.iter().chain(run.sorted.iter()).copied());
        }
        self.runs.push(run);
    }

    /// The passages that have a print, those of one report in a row.
    pub fn lookup(&self, print: u32) -> impl Iterator<Item = Site> {
        self.runs.iter().flat_map(move |run| run.lookup(spread(print))).map(Site::of)
    }
}

/// A sorted list, and where in it the postings of each stretch of prints begin:
/// to find one costs two looks into memory, however long the list is.
#[derive(Clone, Debug, Default)]
struct Run {
    sorted: Arc<Vec<u64>>,
    starts: Arc<Vec<u32>>,
    /// Bits by which a posting is shifted to its entry of the directory.
    shift: u32,
}

impl Run {
    fn of<I: Iterator<Item = u64>>(list: impl Fn() -> I) -> Self {
        let length = list().count().min(u32::MAX as usize);
        let bits = (length / EACH).max(2).next_power_of_two().trailing_zeros();
        let shift = u64::BITS - bits;
        let mut starts = vec![0u32; (1 << bits) + 1];
        for posting in list().take(length) {
            if let Some(count) = starts.get_mut((posting >> shift) as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        // Each goes to its stretch, which is then short enough to be sorted at once.
        let mut next = starts.clone();
        let mut sorted = vec![0u64; length];
        for posting in list().take(length) {
            if let Some(at) = next.get_mut((posting >> shift) as usize)
                && let Some(place) = sorted.get_mut(*at as usize)
            {
                *place = posting;
                *at += 1;
            }
        }
        for ends in starts.windows(2) {
            if let [from, to] = *ends
                && let Some(stretch) = sorted.get_mut(from as usize..to as usize)
            {
                stretch.sort_unstable();
            }
        }
        Self { sorted: Arc::new(sorted), starts: Arc::new(starts), shift }
    }

    fn lookup(&self, key: u32) -> impl Iterator<Item = u64> {
        let low = u64::from(key) << 32;
        let entry = (low >> self.shift.min(63)) as usize;
        let stretch = match self.starts.get(entry..entry + 2) {
            Some([from, to]) => self.sorted.get(*from as usize..*to as usize).unwrap_or_default(),
            _ => &[],
        };
        let start = stretch.partition_point(|posting| *posting < low);
        stretch.get(start..).unwrap_or_default().iter().copied().take_while(move |posting| posting >> 32 == u64::from(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(postings: &Postings, print: u32) -> Vec<(usize, usize)> {
        let mut sites: Vec<_> = postings.lookup(print).map(|s| (s.slot, s.passage)).collect();
        sites.sort_unstable();
        sites
    }

    #[test]
    fn what_was_put_in_is_found_however_it_came_in() {
        let prints = |slot: usize| (0..400usize).map(move |n| (((n * (slot % 7 + 1)) as u32).wrapping_mul(77_777), n / 9));
        let list = |slots: std::ops::Range<usize>| {
            slots.flat_map(move |slot| prints(slot).filter_map(move |(print, passage)| Site { slot, passage }.posting(print)))
        };
        let mut at_once = Postings::default();
        at_once.add(|| list(0..40));
        let mut grown = Postings::default();
        (0..40).for_each(|slot| grown.add(|| list(slot..slot + 1)));
        assert!(grown.runs.len() <= 5, "{}", grown.runs.len());
        for (print, passage) in prints(3).step_by(17) {
            let all = found(&at_once, print);
            assert!(all.contains(&(3, passage)));
            assert_eq!(all, found(&grown, print));
        }
        assert_eq!(found(&at_once, 5), []);
        assert_eq!(found(&Postings::default(), 5), []);
    }

    #[test]
    fn numbers_that_do_not_fit_are_left_out() {
        assert!(Site { slot: 1 << SLOT, passage: 0 }.posting(1).is_none());
        assert!(Site { slot: 0, passage: 1 << PASSAGE }.posting(1).is_none());
        let site = Site { slot: (1 << SLOT) - 1, passage: (1 << PASSAGE) - 1 };
        assert_eq!(Site::of(site.posting(u32::MAX).unwrap()), site);
    }
}
