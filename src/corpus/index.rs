//! Reports side by side: by issuer and year, and by what their passages share.

use super::postings::{Postings, Site};
use super::{Issuer, Summary};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Reports by issuer and year, and by their prints. To look something up takes
/// as long in ten thousand reports as in ten; a report that changes costs what
/// it holds.
#[derive(Clone, Debug, Default)]
pub struct Index {
    slots: Vec<Option<Slot>>,
    by_source: HashMap<Arc<str>, usize>,
    by_issuer: HashMap<String, BTreeMap<i32, Vec<usize>>>,
    by_place: HashMap<String, Vec<usize>>,
    /// A number for each issuer: the name that its reports are put together
    /// under, or the source of a report that names nobody.
    numbers: HashMap<String, u32>,
    pub(super) postings: Postings,
    dead: usize,
}

/// A report and the number of its issuer.
#[derive(Clone, Debug)]
struct Slot {
    report: Arc<Summary>,
    issuer: u32,
}

impl FromIterator<Arc<Summary>> for Index {
    /// All reports at once: one sort instead of many merges.
    fn from_iter<T: IntoIterator<Item = Arc<Summary>>>(reports: T) -> Self {
        let mut index = Self::default();
        for report in reports {
            index.remove(&report.source.clone());
            index.enter(report);
        }
        let mut postings = Postings::default();
        postings.add(|| (0..index.slots.len()).flat_map(|slot| index.postings_of(slot)));
        index.postings = postings;
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
        let mut postings = std::mem::take(&mut self.postings);
        postings.add(|| self.postings_of(slot));
        self.postings = postings;
    }

    /// Takes a report out. Whether it was in.
    pub fn remove(&mut self, source: &str) -> bool {
        let Some(slot) = self.by_source.remove(source) else { return false };
        let Some(Slot { report, .. }) = self.slots.get_mut(slot).and_then(Option::take) else { return false };
        self.dead += 1;
        if let Some(place) = &report.issuer.place
            && let Some(slots) = self.by_place.get_mut(place)
        {
            slots.retain(|s| *s != slot);
            if slots.is_empty() {
                self.by_place.remove(place);
            }
        }
        if let Some(key) = report.issuer.key()
            && let Some(years) = self.by_issuer.get_mut(&key)
        {
            if let Some(year) = report.report_year
                && let Some(slots) = years.get_mut(&year)
            {
                slots.retain(|s| *s != slot);
                if slots.is_empty() {
                    years.remove(&year);
                }
            }
            if years.is_empty() {
                self.by_issuer.remove(&key);
            }
        }
        true
    }

    fn enter(&mut self, report: Arc<Summary>) -> usize {
        let slot = self.slots.len();
        self.by_source.insert(report.source.clone(), slot);
        let key = report.issuer.key();
        let next = self.numbers.len() as u32;
        let issuer = *self.numbers.entry(key.clone().unwrap_or_else(|| report.source.to_string())).or_insert(next);
        if let (Some(key), Some(year)) = (key, report.report_year) {
            let on_year = self.by_issuer.entry(key).or_default().entry(year).or_default();
            let source = |slot: &usize| self.slots.get(*slot).and_then(Option::as_ref).map(|s| &s.report.source);
            let at = on_year.partition_point(|s| source(s) < Some(&report.source));
            on_year.insert(at, slot);
        }
        if let Some(place) = &report.issuer.place {
            self.by_place.entry(place.clone()).or_default().push(slot);
        }
        self.slots.push(Some(Slot { report, issuer }));
        slot
    }

    fn postings_of(&self, slot: usize) -> impl Iterator<Item = u64> {
        let report = self.get(slot);
        let passages = 0..report.map_or(0, |r| r.passages.len());
        passages.flat_map(move |passage| {
            let prints = report.map(|r| r.prints_of(passage)).unwrap_or_default();
            prints.iter().filter_map(move |print| Site { slot, passage }.posting(*print))
        })
    }

    /// How many issuers there are whose reports name their year.
    pub(super) fn issuers(&self) -> usize {
        self.by_issuer.len()
    }

    /// The number of a report's issuer, if it has other reports here.
    pub(super) fn issuer_number(&self, report: &Summary) -> Option<u32> {
        self.numbers.get(&report.issuer.key()?).copied()
    }

    /// A report by its number, and the number of its issuer.
    pub(super) fn entry(&self, slot: usize) -> Option<(&Arc<Summary>, u32)> {
        self.slots.get(slot)?.as_ref().map(|slot| (&slot.report, slot.issuer))
    }

    /// A report by its number.
    pub fn get(&self, slot: usize) -> Option<&Arc<Summary>> {
        self.entry(slot).map(|entry| entry.0)
    }

    /// The report with this source.
    pub fn by_source(&self, source: &str) -> Option<&Arc<Summary>> {
        self.get(*self.by_source.get(source)?)
    }

    /// All reports.
    pub fn reports(&self) -> impl Iterator<Item = &Arc<Summary>> {
        self.slots.iter().flatten().map(|slot| &slot.report)
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
    /// of the same schema that which has come furthest (the final text, not what
    /// was sent round), of these the one signed last, of these the first by its source.
    pub fn report_on(&self, issuer: &Issuer, schema: &str, year: i32, source: &str) -> Option<&Arc<Summary>> {
        let slots = self.by_issuer.get(&issuer.key()?)?.get(&year)?;
        let reports = slots.iter().filter_map(|s| self.get(*s));
        let of_issuer = reports.filter(|r| &*r.source != source && r.schema == schema && r.issuer.is_same(issuer));
        // Of equals the last is taken: the first by its source.
        of_issuer.rev().max_by_key(|r| (r.stage, r.age().1))
    }

    /// Other versions of a report, by their sources.
    pub fn versions<'a>(&'a self, report: &'a Summary) -> impl Iterator<Item = &'a Arc<Summary>> {
        let slots = || self.by_issuer.get(&report.issuer.key()?)?.get(&report.report_year?);
        slots().into_iter().flatten().filter_map(|slot| self.get(*slot)).filter(|other| other.is_version_of(report))
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
}
