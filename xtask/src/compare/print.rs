//! Differences and their counts in text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::entry::{Difference, Entry, Place, Subject};

/// Groups of the output: heading, and the subject it is of.
const SUBJECTS: [(Subject, &str); 4] =
    [(Subject::Finding, "findings"), (Subject::Report, "reports"), (Subject::Outline, "outlines"), (Subject::Link, "links")];

/// Counts of what is only in the old build, only in the new build, and changed.
#[derive(Default)]
struct Counts([usize; 3]);

impl Counts {
    fn of<'a>(differences: impl Iterator<Item = &'a Difference>) -> Self {
        let mut counts = Self::default();
        differences.for_each(|difference| counts.0[group(difference)] += 1);
        counts
    }
}

/// 0 only in the old build, 1 only in the new build, 2 changed.
fn group(difference: &Difference) -> usize {
    match difference {
        Difference::OnlyOld(_) => 0,
        Difference::OnlyNew(_) => 1,
        Difference::Changed(..) => 2,
    }
}

/// All differences, grouped by subject and kind, each in the order of its place.
pub fn differences(all: &[Difference]) -> String {
    let mut out = String::new();
    for (subject, name) in SUBJECTS {
        for (kind, title) in ["only in OLD", "only in NEW", "changed"].iter().enumerate() {
            let mut list: Vec<&Difference> = all.iter().filter(|d| d.subject() == subject && group(d) == kind).collect();
            if list.is_empty() {
                continue;
            }
            list.sort_by_key(|d| &d.entry().place);
            line(&mut out, &format!("{name} {title} ({})", list.len()));
            for difference in list {
                line(&mut out, &format!("  {}", entry(difference.entry())));
                if let Difference::Changed(_, fields) = difference {
                    for (field, before, after) in fields {
                        line(&mut out, &format!("    {field}: {} → {}", value(before), value(after)));
                    }
                }
            }
            line(&mut out, "");
        }
    }
    out
}

/// The counts by subject, and for findings by rule.
pub fn counts(all: &[Difference], documents: usize) -> String {
    let mut out = String::new();
    if all.is_empty() {
        line(&mut out, &format!("no difference in {documents} documents"));
        return out;
    }
    let mut rules: BTreeMap<&str, Vec<&Difference>> = BTreeMap::new();
    for difference in all.iter().filter(|d| d.subject() == Subject::Finding) {
        rules.entry(difference.entry().name.as_str()).or_default().push(difference);
    }
    let mut row = |name: &str, Counts([old, new, changed]): Counts| line(&mut out, &format!("{name:<28} {old:>11} {new:>11} {changed:>9}"));
    let mut files: Vec<&str> = all.iter().map(|d| d.entry().place.path.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    for (subject, name) in SUBJECTS {
        row(name, Counts::of(all.iter().filter(|d| d.subject() == subject)));
        if subject == Subject::Finding {
            rules.iter().for_each(|(rule, list)| row(&format!("  {rule}"), Counts::of(list.iter().copied())));
        }
    }
    let head = format!(
        "{:<28} {:>11} {:>11} {:>9}\n",
        format!("{} of {documents} documents", files.len()),
        "only in OLD",
        "only in NEW",
        "changed"
    );
    head + &out
}

fn entry(entry: &Entry) -> String {
    format!("{} {} {}", place(&entry.place), entry.name, entry.text).trim_end().to_owned()
}

fn place(place: &Place) -> String {
    match (place.line, place.column) {
        (0, _) => place.path.clone(),
        (line, 0) => format!("{}:{line}", place.path),
        (line, column) => format!("{}:{line}:{column}", place.path),
    }
}

fn value(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}

fn line(out: &mut String, text: &str) {
    // Writing into a string does not fail.
    let _ = writeln!(out, "{text}");
}

#[cfg(test)]
mod tests {
    use super::super::entry::compare;
    use super::super::read;
    use super::*;
    use serde_json::json;

    fn said(severity: &str) -> Vec<Entry> {
        let finding = json!({ "code": "NB706", "rule": "stray-space", "severity": severity, "message": "多余的空格", "quote": " ",
            "start": { "line": 3, "column": 9 }, "end": { "line": 3, "column": 10 }, "fix": null });
        read::findings("a.md", &json!({ "diagnostics": [finding] }))
    }

    #[test]
    fn lost_new_and_changed_findings_stand_in_groups() {
        let lost = compare(&said("warning"), &[]);
        assert_eq!(differences(&lost), "findings only in OLD (1)\n  a.md:3:9 stray-space warning “ ” 多余的空格\n\n");
        let new = compare(&[], &said("warning"));
        assert!(differences(&new).starts_with("findings only in NEW (1)\n"));
        let changed = compare(&said("warning"), &said("hint"));
        assert!(differences(&changed).contains("\n    severity: warning → hint\n"), "{}", differences(&changed));
    }

    #[test]
    fn counts_are_by_subject_and_rule() {
        let mut all = compare(&said("warning"), &[]);
        all.append(&mut compare(&[read::report("a.md", &json!(null))], &[read::report("a.md", &json!({ "schema": "x", "title": "甲" }))]));
        let table = counts(&all, 4);
        assert!(table.starts_with("1 of 4 documents"), "{table}");
        let row = |name: &str| table.lines().find(|l| l.trim().starts_with(name)).unwrap().split_whitespace().skip(1).collect::<Vec<_>>();
        assert_eq!(row("findings"), ["1", "0", "0"]);
        assert_eq!(row("stray-space"), ["1", "0", "0"]);
        assert_eq!(row("reports"), ["0", "0", "1"]);
        assert_eq!(counts(&[], 4), "no difference in 4 documents\n");
    }
}
