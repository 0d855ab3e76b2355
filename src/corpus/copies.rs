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
        for (count, site) in self.index.postings.lookup(print).enumerate() {
            let Some((other, issuer)) = self.index.entry(site.slot) else { continue };
            let foreign = self.issuer != Some(issuer) || !other.issuer.is_same(&self.report.issuer);
            if foreign && !self.issuers.contains(&issuer) {
                self.issuers.push(issuer);
            }
            if self.issuers.len() >= self.many || count >= COMMON_PLACES {
                self.sites.truncate(start);
                return true;
            }
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
