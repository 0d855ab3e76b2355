//! The file `benches/instructions.tsv` and the judgement of new counts by it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What a count may grow by.
pub const TOLERANCE: f64 = 0.03;
/// The same between counts by different compilers or processors, which differ by themselves.
pub const LOOSE_TOLERANCE: f64 = 0.15;
/// What stands before the names of cases whose texts are not part of the repository.
pub const PUBLISHED: &str = "published-";

const WITH: &str = "# counted with: ";
const WHY: &str = "# why: ";

/// Instructions of a round by case, and how they were counted.
#[derive(Default)]
pub struct Counts {
    /// Compiler and processor.
    pub with: String,
    /// Why these numbers were accepted.
    pub why: String,
    pub cases: BTreeMap<String, u64>,
}

/// What is said of one case.
#[derive(Debug, PartialEq)]
pub enum Verdict {
    /// Within the tolerance: the share it grew by.
    Fine(f64),
    /// Fewer by more than the tolerance.
    Better(f64),
    /// More than the tolerance.
    Worse(f64),
    /// Not in the file. Only the cases of published texts may be missing there.
    Unknown,
    /// In the file, but not counted. Only those of published texts may be.
    NotCounted,
}

impl Counts {
    /// Reads the file; lines that are neither a count nor part of the header are passed over.
    pub fn read(text: &str) -> Self {
        let line = |start: &str| text.lines().find_map(|line| line.strip_prefix(start)).unwrap_or_default().to_owned();
        let count = |line: &str| line.split_once('\t').and_then(|(case, count)| Some((case.to_owned(), count.parse().ok()?)));
        Self { with: line(WITH), why: line(WHY), cases: text.lines().filter_map(count).collect() }
    }

    pub fn write(&self) -> String {
        let mut out = format!(
            "# Instructions of a round of each case of benches/analysis.rs; written by cargo xtask bench --accept WHY\n{WITH}{}\n{WHY}{}\n",
            self.with, self.why
        );
        for (case, count) in &self.cases {
            // Writing into a string does not fail.
            let _ = writeln!(out, "{case}\t{count}");
        }
        out
    }

    /// What new counts may grow by.
    pub fn tolerance(&self, new: &Counts) -> f64 {
        if self.with == new.with { TOLERANCE } else { LOOSE_TOLERANCE }
    }

    /// The verdict on each case of either.
    pub fn judge(&self, new: &Counts) -> BTreeMap<String, Verdict> {
        let tolerance = self.tolerance(new);
        let of = |case: &String| match (self.cases.get(case), new.cases.get(case)) {
            (Some(before), Some(now)) => match *now as f64 / (*before).max(1) as f64 - 1.0 {
                change if change > tolerance => Verdict::Worse(change),
                change if change < -tolerance => Verdict::Better(change),
                change => Verdict::Fine(change),
            },
            (None, _) => Verdict::Unknown,
            (Some(_), None) => Verdict::NotCounted,
        };
        self.cases.keys().chain(new.cases.keys()).map(|case| (case.clone(), of(case))).collect()
    }
}

impl Verdict {
    /// Whether it fails the check.
    pub fn fails(&self, case: &str) -> bool {
        match self {
            Verdict::Fine(_) | Verdict::Better(_) => false,
            Verdict::Worse(_) => true,
            Verdict::Unknown | Verdict::NotCounted => !case.starts_with(PUBLISHED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(with: &str, cases: &[(&str, u64)]) -> Counts {
        Counts { with: with.into(), why: "first".into(), cases: cases.iter().map(|(case, n)| ((*case).to_owned(), *n)).collect() }
    }

    fn failing(old: &Counts, new: &Counts) -> Vec<String> {
        old.judge(new).into_iter().filter(|(case, verdict)| verdict.fails(case)).map(|(case, _)| case).collect()
    }

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let old = counts("rustc 1.90, x86-64", &[("check", 1000), ("edit", 10)]);
        let read = Counts::read(&old.write());
        assert_eq!((read.with, read.why, read.cases), (old.with, old.why, old.cases));
    }

    #[test]
    fn three_per_cent_more_fail_and_fewer_do_not() {
        let old = counts("a", &[("check", 1000), ("edit", 1000), ("read", 1000)]);
        let new = counts("a", &[("check", 1031), ("edit", 1029), ("read", 500)]);
        assert_eq!(failing(&old, &new), ["check"]);
        assert_eq!(old.judge(&new)["read"], Verdict::Better(-0.5));
    }

    #[test]
    fn another_compiler_is_judged_loosely() {
        let (old, new) = (counts("a", &[("check", 1000), ("edit", 1000)]), counts("b", &[("check", 1140), ("edit", 1160)]));
        assert_eq!(failing(&old, &new), ["edit"]);
    }

    #[test]
    fn a_case_without_a_count_fails_unless_its_text_may_be_absent() {
        let old = counts("a", &[("check", 1), ("gone", 1), ("published-gone", 1)]);
        let new = counts("a", &[("check", 1), ("new", 1), ("published-new", 1)]);
        assert_eq!(failing(&old, &new), ["gone", "new"]);
    }
}
