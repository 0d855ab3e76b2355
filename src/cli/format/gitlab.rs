//! GitLab's Code Quality report.

use super::super::found::{Checked, Summary};
use super::super::json::Place;
use super::{Format, Root, fingerprints};
use crate::rules::Severity;
use serde_json::{Value, json};
use std::io;

/// Gathers the issues of a Code Quality report.
pub struct Gitlab {
    root: Root,
    issues: Vec<Value>,
}

impl Gitlab {
    /// A report whose paths count from `root`, the checkout.
    pub fn new(root: Root) -> Self {
        Self { root, issues: Vec::new() }
    }
}

impl Format for Gitlab {
    fn file(&mut self, checked: &Checked) -> io::Result<String> {
        let path = self.root.path(&checked.source);
        for (found, fingerprint) in checked.findings.iter().zip(fingerprints(checked, &path)) {
            let (begin, end) = (Place::of(&checked.text, found.range.start), Place::of(&checked.text, found.range.end));
            self.issues.push(json!({
                "type": "issue",
                "check_name": found.rule.name,
                "description": format!("{} {}", found.rule.code, found.message),
                "categories": ["Style"],
                "severity": severity(found.severity),
                "fingerprint": fingerprint,
                "location": { "path": path, "positions": { "begin": begin, "end": end } },
            }));
        }
        Ok(String::new())
    }

    fn end(&mut self, _: &Summary) -> io::Result<String> {
        Ok(serde_json::to_string_pretty(&self.issues).map_err(io::Error::other)? + "\n")
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Info => "minor",
        Severity::Hint => "info",
    }
}
