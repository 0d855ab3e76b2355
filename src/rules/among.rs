//! A report among others: its summary, and what the corpus rules find. The
//! analysis itself is not touched, so an edit of another report costs no more
//! than this.

use super::{Among, Analysis, Check, Finding, Settings, Sight, all, suppress};
use crate::corpus::{Index, Summary};
use crate::schema::Role;
use std::sync::Arc;

impl Analysis {
    /// What other reports may know of this one; `source` is what the caller
    /// calls its file. `None` for a document that no schema claims.
    pub fn summary(&self, source: &str) -> Option<Summary> {
        let mut summary = Summary::read(source, &self.text, &self.tree, &self.paragraphs, &self.outline)?;
        for finding in &self.findings {
            *summary.findings.entry(finding.rule.code.to_owned()).or_default() += 1;
        }
        Some(summary)
    }

    /// What the corpus rules find. `previous` is last year's report, where the
    /// user names it; else it is looked for in the index.
    pub fn among(&self, settings: &Settings, summary: &Summary, previous: Option<&Arc<Summary>>, index: &Index) -> Vec<Finding> {
        let Some(report) = self.outline.report.as_ref().filter(|_| !self.bad_encoding) else { return Vec::new() };
        let day = settings.as_of.or(report.signed.as_ref().map(|s| s.1)).or(report.published.as_ref().map(|p| p.1));
        let sight = Sight { tree: &self.tree, paragraphs: &self.paragraphs, outline: &self.outline, report, day, links: &self.links };
        let among = Among { sight, summary, previous: previous.or_else(|| index.previous(summary)), index };
        let waits = |block: usize| {
            let part = self.outline.stretches.iter().find(|s| (s.from.block..=s.to.block).contains(&block));
            part.is_some_and(|s| sight.is_unwritten(s))
        };
        let mut found = Vec::new();
        for rule in all() {
            if let Check::Corpus(check) = rule.check
                && let Some(severity) = settings.severity_of(rule)
            {
                found.extend(check(&among).into_iter().map(|f| Finding {
                    rule,
                    severity: if severity == rule.severity { f.severity.unwrap_or(severity) } else { severity },
                    message: f.message,
                    span: f.span,
                    related: f.related,
                    fix: f.fix,
                }));
            }
        }
        found.retain(|f| !waits(f.span.block) && !matches!(self.outline.role(f.span.block), Role::Noise | Role::Meta | Role::Attachment));
        suppress::silence(&self.tree, &self.outline, found)
    }

    /// The same with more findings, in the order of the text.
    #[must_use]
    pub fn with(self: &Arc<Self>, more: Vec<Finding>) -> Arc<Self> {
        if more.is_empty() {
            return self.clone();
        }
        let mut findings = self.findings.clone();
        findings.extend(more);
        findings.sort_by_key(|f| (f.span.block, f.span.range.start, f.rule.code));
        Arc::new(Self { findings, ..(**self).clone() })
    }
}
