//! Passages that stand nearly whole in another report.

use super::{Index, Passage, Summary, postings::Site};
use crate::schema::Role;
use std::cmp::Reverse;

/// Of the prints of a passage so many parts in a hundred must stand in the other one.
const NEARLY_WHOLE: usize = 75;

/// A phrase that at least so many other issuers have is nobody's own …
const COMMON: usize = 2;
/// … or one in so many of all, where there are many, …
const COMMON_SHARE: usize = 16;
/// … but never more than this.
const COMMON_MOST: usize = 8;
/// One that stands in so many passages is a phrase of its issuer's too. It
/// bounds what is looked at where a folder holds one report a thousand times.
const COMMON_PLACES: usize = 96;

/// A passage and the one of another report that says nearly the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Index of the passage in its report.
    pub passage: usize,
    /// The other report.
    pub from: usize,
    /// Index of the passage there.
    pub source: usize,
}

impl Index {
    /// Where passages of `report` stand nearly whole in older reports, or in
    /// those whose age does not tell: for each passage the best one. `wanted`
    /// says which pairs are looked at.
    pub fn copies(&self, report: &Summary, wanted: &dyn Fn(&Passage, &Summary, &Passage) -> bool) -> Vec<Copy> {
        let many = (self.issuers() / COMMON_SHARE).clamp(COMMON, COMMON_MOST);
        let mut search = Search { index: self, report, issuer: self.issuer_number(report), many, sites: Vec::new(), issuers: Vec::new() };
        (0..report.passages.len()).filter_map(|passage| search.copy(passage, wanted)).collect()
    }
}

struct Search<'a> {
    index: &'a Index,
    report: &'a Summary,
    /// The number of its issuer, where it is known.
    issuer: Option<u32>,
    /// So many issuers make a phrase common.
    many: usize,
    /// Where the prints of a passage stand elsewhere.
    sites: Vec<Site>,
    /// Other issuers that have a print.
    issuers: Vec<u32>,
}

impl Search<'_> {
    fn copy(&mut self, number: usize, wanted: &dyn Fn(&Passage, &Summary, &Passage) -> bool) -> Option<Copy> {
        let passage = self.report.passages.get(number)?;
        let prints = self.report.prints_of(number);
        self.sites.clear();
        let common = prints.iter().filter(|print| self.is_common(**print)).count();
        // What remains when the common phrases are taken out must be worth a word.
        let own = prints.len() - common;
        if own * 2 < prints.len() {
            return None;
        }
        self.sites.sort_unstable();
        let mut best = None;
        for same in self.sites.chunk_by(|a, b| a == b) {
            let Some(site) = same.first().filter(|_| same.len() * 100 >= own * NEARLY_WHOLE) else { continue };
            let Some(other) = self.index.get(site.slot) else { continue };
            let good = other.source != self.report.source && other.schema == self.report.schema && other.age_allows(self.report);
            if !good || !other.passages.get(site.passage).is_some_and(|source| wanted(passage, other, source)) {
                continue;
            }
            // Of equals last year's own report, then the plainest place.
            let rank = (same.len(), other.issuer.is_same(&self.report.issuer), other.report_year, Reverse(*site));
            if best.as_ref().is_none_or(|known| *known < rank) {
                best = Some(rank);
            }
        }
        best.map(|(.., Reverse(site))| Copy { passage: number, from: site.slot, source: site.passage })
    }

    /// Whether a print is of a phrase that many have. Where it is not, its
    /// places are taken down.
    fn is_common(&mut self, print: u32) -> bool {
        self.issuers.clear();
        let start = self.sites.len();
        let mut places = 0;
        for site in self.index.postings.lookup(print) {
            // Reports that were replaced are still there, and count no more.
            let Some((other, issuer)) = self.index.entry(site.slot) else { continue };
            let foreign = self.issuer != Some(issuer) || !other.issuer.is_same(&self.report.issuer);
            if foreign && !self.issuers.contains(&issuer) {
                self.issuers.push(issuer);
            }
            if self.issuers.len() >= self.many || places >= COMMON_PLACES {
                self.sites.truncate(start);
                return true;
            }
            places += 1;
            // A print that a passage has twice counts once.
            if self.sites.get(start..).and_then(<[Site]>::last) != Some(&site) {
                self.sites.push(site);
            }
        }
        false
    }
}

impl Summary {
    /// Whether a report may have been copied by a younger one: it is older, or
    /// its age does not tell.
    fn age_allows(&self, younger: &Self) -> bool {
        let ((year, day), (other_year, other_day)) = (self.age(), younger.age());
        // A draft and its final text are one report.
        let one = year == other_year && (self.issuer.is_same(&younger.issuer) || self.title == younger.title);
        if one {
            return false;
        }
        match (year, other_year) {
            (Some(year), Some(other)) if year != other => year < other,
            _ => match (day, other_day) {
                (Some(day), Some(other)) => day <= other,
                _ => true,
            },
        }
    }
}

impl Passage {
    /// Whether it is a problem or a plan, which are to be written anew each year.
    pub fn is_item(&self) -> bool {
        matches!(self.role, Role::Problems | Role::Plan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Issuer;
    use std::sync::Arc;

    /// A report of a place that holds one passage with these prints.
    fn report(place: &str, year: i32, draft: usize, prints: &[u32]) -> Arc<Summary> {
        let passage = Passage { role: Role::Plan, block: 0, range: 0..9, place: Default::default(), length: 60, digits: 0, first: 0 };
        Arc::new(Summary {
            source: format!("{year}/{place}{draft}.txt").into(),
            issuer: Issuer { place: Some(place.to_owned()), ..Issuer::default() },
            report_year: Some(year),
            passages: vec![passage],
            prints: prints.to_vec(),
            ..Summary::default()
        })
    }

    fn found(reports: &[Arc<Summary>], of: &Summary) -> Vec<(usize, usize)> {
        let index: Index = reports.iter().cloned().collect();
        index.copies(of, &|_, _, _| true).into_iter().map(|copy| (copy.from, copy.source)).collect()
    }

    #[test]
    fn three_prints_of_four_make_a_copy() {
        let (old, new) = (report("云岭县", 2023, 0, &[1, 2, 3, 9]), report("云岭县", 2024, 0, &[1, 2, 3, 4]));
        assert_eq!(found(&[new.clone(), old.clone()], &new), [(1, 0)]);
        assert_eq!(found(&[new.clone(), old.clone()], &old), [], "the older one is no copy");
        let other = report("云岭县", 2024, 0, &[1, 2, 5, 6]);
        assert_eq!(found(&[old], &other), []);
    }

    #[test]
    fn what_several_have_is_nobodys_own() {
        let new = report("云岭县", 2024, 0, &[1, 2, 3, 4]);
        let others: Vec<_> = ["清河县", "南坪县"].into_iter().map(|place| report(place, 2023, 0, &[1, 2, 3, 4])).collect();
        assert_eq!(found(&others[..1], &new), [(0, 0)]);
        assert_eq!(found(&others, &new), []);
    }

    #[test]
    fn a_folder_full_of_one_report_is_not_looked_through() {
        let new = report("云岭县", 2024, 0, &[1, 2, 3, 4]);
        let drafts: Vec<_> = (0..COMMON_PLACES * 2).map(|draft| report("云岭县", 2023, draft, &[1, 2, 3, 4])).collect();
        assert_eq!(found(&drafts[..9], &new).len(), 1);
        assert_eq!(found(&drafts, &new), []);
    }

    #[test]
    fn a_draft_that_was_read_anew_many_times_is_still_a_copy() {
        let (old, new) = (report("云岭县", 2023, 0, &[1, 2, 3, 4]), report("云岭县", 2024, 0, &[1, 2, 3, 4]));
        let others = (0..COMMON_PLACES * 2).map(|n| report("清河县", 2023, n, &[n as u32 * 4 + 9]));
        let mut index: Index = others.chain([old.clone(), new.clone()]).collect();
        for _ in 0..COMMON_PLACES + 10 {
            index.insert(new.clone());
        }
        let copies = index.copies(&new, &|_, _, _| true);
        let from: Vec<_> = copies.iter().filter_map(|copy| index.get(copy.from)).map(|other| other.source.clone()).collect();
        assert_eq!(from, std::slice::from_ref(&old.source));
    }
}
