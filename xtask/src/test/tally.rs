//! What came out, counted honestly: a suite that was not run is never a pass.

use std::fmt;

#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Ran { passed: usize, failed: usize, skipped: usize, note: Option<String> },
    NotRun { why: String, remedy: String },
}

impl Outcome {
    pub fn broken(why: String) -> Self {
        Outcome::Ran { passed: 0, failed: 1, skipped: 0, note: Some(why) }
    }

    /// The counts found, corrected by how the program ended: an end in failure with
    /// nothing failed, or a success with nothing counted, is a failure.
    pub fn judged(passed: usize, failed: usize, skipped: usize, ended_well: bool) -> Self {
        let (failed, note) = match (ended_well, passed, failed) {
            (false, _, 0) => (1, Some("ended in failure".to_owned())),
            (true, 0, 0) => (1, Some("ran no test".to_owned())),
            _ => (failed, None),
        };
        Outcome::Ran { passed, failed, skipped, note }
    }
}

#[derive(Default)]
pub struct Report {
    rows: Vec<(&'static str, Outcome)>,
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl Report {
    /// Adds a suite; `required` makes its not running a failure.
    pub fn add(&mut self, name: &'static str, outcome: Outcome, required: bool) {
        match &outcome {
            Outcome::Ran { passed, failed, skipped, .. } => {
                self.passed += passed;
                self.failed += failed;
                self.skipped += skipped;
            }
            Outcome::NotRun { .. } if required => self.failed += 1,
            Outcome::NotRun { .. } => self.skipped += 1,
        }
        self.rows.push((name, outcome));
    }

    pub fn failed(&self) -> usize {
        self.failed
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<10} {:<8} {:>6} {:>6} {:>7}", "suite", "result", "passed", "failed", "skipped")?;
        for (name, outcome) in &self.rows {
            match outcome {
                Outcome::Ran { passed, failed, skipped, note } => {
                    let word = if *failed == 0 { "ok" } else { "FAILED" };
                    write!(f, "{name:<10} {word:<8} {passed:>6} {failed:>6} {skipped:>7}")?;
                    match note {
                        Some(note) => writeln!(f, "  {note}")?,
                        None => writeln!(f)?,
                    }
                }
                Outcome::NotRun { why, remedy } => writeln!(f, "{name:<10} NOT RUN  {why}; to run it: {remedy}")?,
            }
        }
        write!(f, "\n{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// The number behind `word` in lines such as `ℹ pass 36`, summed.
pub fn after(output: &str, word: &str) -> usize {
    let lines = output.lines().map(|line| line.trim_start_matches(['ℹ', '#', ' ']));
    lines.filter_map(|line| line.strip_prefix(word)?.trim().parse::<usize>().ok()).sum()
}

/// The number before `word` in the parts of lines that begin with `start`, summed:
/// `test result: ok. 12 passed; 0 failed; …`.
pub fn before(output: &str, start: &str, word: &str) -> usize {
    let lines = output.lines().filter(|line| line.starts_with(start));
    let parts = lines.flat_map(|line| line.split([';', '.', ',']));
    parts.filter_map(|part| part.trim().strip_suffix(word)?.trim().parse::<usize>().ok()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_run_is_no_pass_and_fails_when_required() {
        let not_run = || Outcome::NotRun { why: "no nvim".into(), remedy: "install it".into() };
        let mut report = Report::default();
        report.add("rust", Outcome::judged(3, 0, 1, true), false);
        report.add("neovim", not_run(), false);
        assert!(report.to_string().ends_with("\n3 passed, 0 failed, 2 skipped"), "{report}");
        assert!(report.to_string().contains("NOT RUN  no nvim; to run it: install it"));
        report.add("emacs", not_run(), true);
        assert_eq!(report.failed(), 1);
    }

    #[test]
    fn a_program_that_ends_badly_or_tests_nothing_has_failed() {
        assert!(matches!(Outcome::judged(5, 0, 0, false), Outcome::Ran { failed: 1, .. }));
        assert!(matches!(Outcome::judged(0, 0, 0, true), Outcome::Ran { failed: 1, .. }));
        assert!(matches!(Outcome::judged(5, 2, 0, false), Outcome::Ran { failed: 2, .. }));
        assert!(matches!(Outcome::judged(5, 0, 0, true), Outcome::Ran { failed: 0, .. }));
    }

    #[test]
    fn counts_are_read_from_cargo_and_node() {
        let cargo = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured\n\
                     test result: FAILED. 3 passed; 2 failed; 0 ignored; finished in 0.1s\n";
        assert_eq!(before(cargo, "test result:", "passed"), 15);
        assert_eq!(before(cargo, "test result:", "failed"), 2);
        assert_eq!(before(cargo, "test result:", "ignored"), 1);
        assert_eq!(after("ℹ tests 9\nℹ pass 7\nℹ fail 2\n", "pass"), 7);
        assert_eq!(before("12 passed, 0 failed\n", "", "passed"), 12);
    }
}
