//! What is compared: entries with a place, an identity and fields.

use std::collections::BTreeMap;

/// What an entry tells of. The order is that of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Finding,
    Report,
    Outline,
    Link,
}

/// A place as it is shown. Line and column are 1-based; 0 is left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub path: String,
    pub line: u64,
    pub column: u64,
}

/// One thing that a build says.
#[derive(Clone, Debug)]
pub struct Entry {
    pub subject: Subject,
    pub place: Place,
    /// What it is, without what may change: the rule of a finding, the number of a heading.
    pub name: String,
    /// Where the entry ends, if two of one name may begin at one place.
    pub end: String,
    /// What it says, for reading.
    pub text: String,
    /// What may change. A field that only one build writes is not compared.
    pub fields: Vec<(&'static str, String)>,
}

/// A difference between the two builds.
#[derive(Debug)]
pub enum Difference {
    OnlyOld(Entry),
    OnlyNew(Entry),
    /// The new entry, and each field that changed with its value before and after.
    Changed(Entry, Vec<(&'static str, String, String)>),
}

impl Entry {
    /// The fields that differ from those of `new`, with both values.
    fn changes(&self, new: &Entry) -> Vec<(&'static str, String, String)> {
        let other = |name: &str| new.fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value);
        let pairs = self.fields.iter().filter_map(|(name, value)| Some((*name, value, other(name)?)));
        pairs.filter(|(_, before, after)| before != after).map(|(n, before, after)| (n, before.clone(), after.clone())).collect()
    }
}

impl Difference {
    pub fn entry(&self) -> &Entry {
        match self {
            Difference::OnlyOld(entry) | Difference::OnlyNew(entry) | Difference::Changed(entry, _) => entry,
        }
    }

    pub fn subject(&self) -> Subject {
        self.entry().subject
    }

    pub fn is_of_rule(&self, rule: &str) -> bool {
        self.subject() == Subject::Finding && self.entry().name == rule
    }
}

/// Compares what two builds say. Equal entries are matched first, then those of one name and extent, then those of one
/// name and beginning.
pub fn compare(old: &[Entry], new: &[Entry]) -> Vec<Difference> {
    let mut old: Vec<Option<&Entry>> = old.iter().map(Some).collect();
    let mut new: Vec<Option<&Entry>> = new.iter().map(Some).collect();
    let mut differences = Vec::new();
    for (with_end, equal_only) in [(true, true), (true, false), (false, false)] {
        let key = |e: &Entry| -> (Subject, Place, String, String) {
            (e.subject, e.place.clone(), e.name.clone(), if with_end { e.end.clone() } else { String::new() })
        };
        let mut waiting: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, entry) in new.iter().enumerate() {
            if let Some(entry) = entry {
                waiting.entry(key(entry)).or_default().push(at);
            }
        }
        for slot in &mut old {
            let Some(before) = *slot else { continue };
            let Some(candidates) = waiting.get_mut(&key(before)) else { continue };
            let fits = |at: &usize| new[*at].is_some_and(|after| !equal_only || before.changes(after).is_empty());
            let Some(chosen) = candidates.iter().position(fits) else { continue };
            let Some(after) = new[candidates.remove(chosen)].take() else { continue };
            *slot = None;
            let changes = before.changes(after);
            if !changes.is_empty() {
                differences.push(Difference::Changed(after.clone(), changes));
            }
        }
    }
    differences.extend(old.into_iter().flatten().cloned().map(Difference::OnlyOld));
    differences.extend(new.into_iter().flatten().cloned().map(Difference::OnlyNew));
    differences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(line: u64, name: &str, end: &str, fields: &[(&'static str, &str)]) -> Entry {
        let place = Place { path: "a.md".into(), line, column: 1 };
        let fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Entry { subject: Subject::Finding, place, name: name.into(), end: end.into(), text: String::new(), fields }
    }

    fn shown(old: &[Entry], new: &[Entry]) -> Vec<String> {
        let mut list: Vec<String> = compare(old, new)
            .iter()
            .map(|difference| match difference {
                Difference::OnlyOld(e) => format!("- {}:{}", e.place.line, e.name),
                Difference::OnlyNew(e) => format!("+ {}:{}", e.place.line, e.name),
                Difference::Changed(e, fields) => format!("~ {}:{} {fields:?}", e.place.line, e.name),
            })
            .collect();
        list.sort();
        list
    }

    #[test]
    fn equal_entries_are_no_difference_in_any_order() {
        let (a, b) = (entry(1, "x", "2", &[("message", "m")]), entry(1, "x", "2", &[("message", "n")]));
        assert!(shown(&[a.clone(), b.clone()], &[b, a]).is_empty());
    }

    #[test]
    fn one_of_two_equal_entries_that_is_gone_is_told() {
        let a = entry(1, "x", "2", &[]);
        assert_eq!(shown(&[a.clone(), a.clone()], std::slice::from_ref(&a)), ["- 1:x"]);
    }

    #[test]
    fn the_same_rule_and_place_with_another_field_is_changed() {
        let (old, new) = (entry(1, "x", "2", &[("severity", "error")]), entry(1, "x", "2", &[("severity", "warning")]));
        assert_eq!(shown(&[old], &[new]), ["~ 1:x [(\"severity\", \"error\", \"warning\")]"]);
    }

    #[test]
    fn another_extent_at_the_same_beginning_is_changed() {
        let (old, new) = (entry(1, "x", "2", &[("end", "2")]), entry(1, "x", "3", &[("end", "3")]));
        assert_eq!(shown(&[old], &[new]), ["~ 1:x [(\"end\", \"2\", \"3\")]"]);
    }

    #[test]
    fn another_rule_or_line_is_lost_and_new() {
        let old = [entry(1, "x", "2", &[]), entry(4, "y", "2", &[])];
        let new = [entry(1, "z", "2", &[]), entry(5, "y", "2", &[])];
        assert_eq!(shown(&old, &new), ["+ 1:z", "+ 5:y", "- 1:x", "- 4:y"]);
    }

    #[test]
    fn a_field_that_one_build_lacks_is_not_compared() {
        let (old, new) = (entry(1, "x", "2", &[]), entry(1, "x", "2", &[("certainty", "likely")]));
        assert!(shown(std::slice::from_ref(&old), std::slice::from_ref(&new)).is_empty());
        assert!(shown(&[new], &[old]).is_empty());
    }
}
