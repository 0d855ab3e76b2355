//! The one way to count findings by severity.

use super::{Finding, Severity};

/// How many findings there are of each severity. A finding at several places
/// counts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
pub struct SeverityCounts {
    /// Wrong beyond doubt.
    pub error: usize,
    /// A careful editor would change it.
    pub warning: usize,
    /// Worth knowing.
    pub info: usize,
    /// Style or convention.
    pub hint: usize,
}

impl SeverityCounts {
    /// The counts of these findings.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut counts = Self::default();
        findings.into_iter().for_each(|finding| counts.add(finding.severity));
        counts
    }

    /// Counts one more finding.
    pub fn add(&mut self, severity: Severity) {
        *self.slot(severity) += 1;
    }

    /// Adds what others counted.
    pub fn join(&mut self, other: &Self) {
        Severity::ALL.into_iter().for_each(|severity| *self.slot(severity) += other.get(severity));
    }

    /// Findings of this severity.
    pub fn get(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Info => self.info,
            Severity::Hint => self.hint,
        }
    }

    /// All findings.
    pub fn total(&self) -> usize {
        self.error + self.warning + self.info + self.hint
    }

    fn slot(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Error => &mut self.error,
            Severity::Warning => &mut self.warning,
            Severity::Info => &mut self.info,
            Severity::Hint => &mut self.hint,
        }
    }
}
