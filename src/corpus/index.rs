//! Reports side by side: by issuer and year, and by what their passages share.

use super::{Issuer, Passage, Summary};
use crate::schema::Role;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Bits of a posting that number the report, and the passage in it.
const SLOT: u32 = 20;
const PASSAGE: u32 = 12;

/// Of the prints of a passage so many parts in a hundred must stand in the other one.
const NEARLY_WHOLE: usize = 75;

/// A phrase that at least so many other issuers have is nobody's own …
const COMMON: usize = 2;
/// … or one in so many of all, where there are many, …
const COMMON_SHARE: usize = 16;
/// … but never more than this.
const COMMON_MOST: usize = 8;

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

/// Reports by issuer and year, and by their prints. Lookups take the logarithm
/// of the number of reports; a report that changes costs what it holds.
#[derive(Clone, Debug, Default)]
pub struct Index {
    slots: Vec<Option<Arc<Summary>>>,
    by_source: HashMap<Arc<str>, usize>,
    by_issuer: HashMap<String, BTreeMap<i32, Vec<usize>>>,
    by_place: HashMap<String, Vec<usize>>,
    /// Sorted runs of `print << 32 | slot << 12 | passage`, each at least twice
    /// as long as the next: putting a report in merges short runs only.
    runs: Vec<Arc<[u64]>>,
    dead: usize,
}

impl FromIterator<Arc<Summary>> for Index {
    /// All reports at once: one sort instead of many merges.
    fn from_iter<T: IntoIterator<Item = Arc<Summary>>>(reports: T) -> Self {
        let mut index = Self::default();
        let mut postings = Vec::new();
        for report in reports {
            index.remove(&report.source.clone());
            let slot = index.enter(report);
            postings.extend(index.postings(slot));
        }
        postings.sort_unstable();
        index.runs = if postings.is_empty() { Vec::new() } else { vec![postings.into()] };
        index
    }
}

impl Index {
    /// Puts a report in, in the place of the one with its source.
    pub fn insert(&mut self, report: Arc<Summary>) {
        self.remove(&report.source.clone());
        if self.dead > 64 && self.dead * 2 > self.slots.len() {
            let reports: Vec<_> = self.reports().cloned().chain([report]).collect();
            *self = reports.into_iter().collect();
            return;
        }
        let slot = self.enter(report);
        let mut run = self.postings(slot);
        run.sort_unstable();
        let mut run: Arc<[u64]> = run.into();
        while self.runs.last().is_some_and(|last| last.len() < run.len() * 2) {
            let last = self.runs.pop().unwrap_or_default();
            run = merge(&last, &run).into();
        }
        self.runs.push(run);
    }

    /// Takes a report out. Whether it was in.
    pub fn remove(&mut self, source: &str) -> bool {
        let Some(slot) = self.by_source.remove(source) else { return false };
        let report = self.slots.get_mut(slot).and_then(Option::take);
        self.dead += 1;
        if let Some(place) = report.as_ref().and_then(|r| r.issuer.place.as_ref())
            && let Some(slots) = self.by_place.get_mut(place)
        {
            slots.retain(|s| *s != slot);
            if slots.is_empty() {
                self.by_place.remove(place);
            }
        }
        if let Some(report) = report
            && let Some(key) = report.issuer.key()
            && let Some(years) = self.by_issuer.get_mut(&key)
        {
            years.values_mut().for_each(|slots| slots.retain(|s| *s != slot));
            years.retain(|_, slots| !slots.is_empty());
            if years.is_empty() {
                self.by_issuer.remove(&key);
            }
        }
        true
    }

    fn enter(&mut self, report: Arc<Summary>) -> usize {
        let slot = self.slots.len();
        self.by_source.insert(report.source.clone(), slot);
        if let (Some(key), Some(year)) = (report.issuer.key(), report.report_year) {
            self.by_issuer.entry(key).or_default().entry(year).or_default().push(slot);
        }
        if let Some(place) = &report.issuer.place {
            self.by_place.entry(place.clone()).or_default().push(slot);
        }
        self.slots.push(Some(report));
        slot
    }

    fn postings(&self, slot: usize) -> Vec<u64> {
        let Some(report) = self.get(slot).filter(|_| slot < 1 << SLOT) else { return Vec::new() };
        let of = |passage: usize| {
            report.prints_of(passage).iter().map(move |print| (u64::from(*print) << 32) | ((slot as u64) << PASSAGE) | passage as u64)
        };
        (0..report.passages.len().min(1 << PASSAGE)).flat_map(of).collect()
    }

    /// A report by its number.
    pub fn get(&self, slot: usize) -> Option<&Arc<Summary>> {
        self.slots.get(slot)?.as_ref()
    }

    /// The report with this source.
    pub fn by_source(&self, source: &str) -> Option<&Arc<Summary>> {
        self.get(*self.by_source.get(source)?)
    }

    /// All reports.
    pub fn reports(&self) -> impl Iterator<Item = &Arc<Summary>> {
        self.slots.iter().flatten()
    }

    /// How many reports there are.
    pub fn len(&self) -> usize {
        self.by_source.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_source.is_empty()
    }

    /// The report of an issuer on a year, another one than `source`. Of several
    /// the one of the same schema that comes first by its source: a draft and its final text.
    pub fn report_on(&self, issuer: &Issuer, schema: &str, year: i32, source: &str) -> Option<&Arc<Summary>> {
        let slots = self.by_issuer.get(&issuer.key()?)?.get(&year)?;
        let mut found: Vec<_> = slots.iter().filter_map(|s| self.get(*s)).collect();
        found.retain(|r| &*r.source != source && r.schema == schema && r.issuer.is_same(issuer));
        found.into_iter().min_by(|a, b| a.source.cmp(&b.source))
    }

    /// Last year's report of the same issuer.
    pub fn previous(&self, report: &Summary) -> Option<&Arc<Summary>> {
        self.report_on(&report.issuer, &report.schema, report.report_year? - 1, &report.source)
    }

    /// Whether somebody at a place of this name reports.
    pub fn is_place(&self, name: &str) -> bool {
        self.by_place.contains_key(name)
    }

    /// The reports from a place.
    pub fn at_place(&self, name: &str) -> impl Iterator<Item = &Arc<Summary>> {
        self.by_place.get(name).into_iter().flatten().filter_map(|slot| self.get(*slot))
    }

    /// Where passages of `report` stand nearly whole in older reports, or in
    /// those whose age does not tell: for each passage the best one. `wanted`
    /// says which pairs are looked at.
    pub fn copies(&self, report: &Summary, wanted: &dyn Fn(&Passage, &Summary, &Passage) -> bool) -> Vec<Copy> {
        let mut found = Vec::new();
        for passage in 0..report.passages.len() {
            found.extend(self.copy(report, passage, wanted));
        }
        found
    }

    fn copy(&self, report: &Summary, index: usize, wanted: &dyn Fn(&Passage, &Summary, &Passage) -> bool) -> Option<Copy> {
        let passage = report.passages.get(index)?;
        let prints = report.prints_of(index);
        let mut votes: HashMap<(usize, usize), usize> = HashMap::new();
        let mut common = 0;
        let many = (self.by_issuer.len() / COMMON_SHARE).clamp(COMMON, COMMON_MOST);
        for print in prints {
            let hits = self.lookup(*print);
            let issuers: HashSet<String> = hits
                .iter()
                .filter_map(|(slot, _)| self.get(*slot))
                .filter(|r| !r.issuer.is_same(&report.issuer))
                .map(|r| r.issuer.key().unwrap_or_else(|| r.source.to_string()))
                .collect();
            if issuers.len() >= many {
                common += 1;
                continue;
            }
            let places: HashSet<(usize, usize)> = hits.into_iter().collect();
            for place in places {
                *votes.entry(place).or_default() += 1;
            }
        }
        // What remains when the common phrases are taken out must be worth a word.
        let own = prints.len() - common;
        if own * 2 < prints.len() {
            return None;
        }
        let is_copy = |(place, count): &(&(usize, usize), &usize)| {
            let other = self.get(place.0)?;
            let enough = **count * 100 >= own * NEARLY_WHOLE;
            let good = enough && other.source != report.source && other.schema == report.schema && other.age_allows(report);
            (good && wanted(passage, other, other.passages.get(place.1)?)).then_some(())
        };
        let best = votes.iter().filter(|vote| is_copy(vote).is_some()).max_by_key(|(place, count)| {
            let other = self.get(place.0);
            // Of equals last year's own report, then the plainest place.
            let own = other.is_some_and(|o| o.issuer.is_same(&report.issuer));
            (**count, own, other.and_then(|o| o.report_year), std::cmp::Reverse((place.0, place.1)))
        })?;
        Some(Copy { passage: index, from: best.0.0, source: best.0.1 })
    }

    /// The passages that have a print.
    fn lookup(&self, print: u32) -> Vec<(usize, usize)> {
        let from = u64::from(print) << 32;
        let mut found = Vec::new();
        for run in &self.runs {
            let start = run.partition_point(|p| *p < from);
            for posting in run.get(start..).unwrap_or_default().iter().take_while(|p| **p >> 32 == u64::from(print)) {
                let slot = (*posting >> PASSAGE) as usize & ((1 << SLOT) - 1);
                if self.get(slot).is_some() {
                    found.push((slot, *posting as usize & ((1 << PASSAGE) - 1)));
                }
            }
        }
        found
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

fn merge(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        let next = if x <= y { a.next() } else { b.next() };
        out.extend(next);
    }
    out.extend(a);
    out.extend(b);
    out
}
