//! Documents that are no such report.

use crate::support::{analyse, drafts};
use nianbao::ide;
use nianbao::message::Lang;

#[test]
fn nothing_is_claimed_and_nothing_found() {
    let mut troubles = Vec::new();
    let documents = drafts("tests/fixtures/negatives");
    assert!(documents.len() >= 12);
    for (name, text) in documents {
        let analysis = analyse(&text);
        if let Some(report) = &analysis.outline.report {
            troubles.push(format!("{name}: claimed as {} by {}", report.schema.id, report.title));
        }
        if !analysis.findings.is_empty() || !ide::symbols(&analysis, Lang::Zh).is_empty() {
            troubles.push(format!("{name}: findings or symbols"));
        }
        // Never a silence that looks like praise.
        if ide::status(&analysis, Lang::Zh).reason.is_none_or(|r| r.is_empty()) {
            troubles.push(format!("{name}: the status says nothing"));
        }
    }
    assert!(troubles.is_empty(), "{troubles:#?}");
}
