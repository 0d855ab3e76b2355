//! What an editor's status line says: never a silence that looks like praise.

use super::checklist::{State, checklist};
use crate::message::{Lang, Message};
use crate::outline::Refusal;
use crate::rules::Analysis;

/// What an editor's status line says.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Status {
    /// Whether the document is checked as a report.
    pub recognised: bool,
    /// Why not, in words.
    pub reason: Option<String>,
    /// Id of the schema.
    pub schema: Option<String>,
    /// Its name.
    pub schema_name: Option<String>,
    /// Id of the profile.
    pub profile: Option<String>,
    /// A remark on the profile (2026 and later use the one of 2021).
    pub note: Option<String>,
    /// Title, blanks removed.
    pub title: Option<String>,
    /// The year reported on.
    pub report_year: Option<i32>,
    /// The year planned for.
    pub plan_year: Option<i32>,
    /// Who reports.
    pub issuer: Option<String>,
    /// Whether the text was opened in the wrong encoding.
    pub bad_encoding: bool,
    /// Whether a user or a setting says that it is a report.
    pub forced: bool,
    /// Expected parts and content that are missing.
    pub missing: usize,
}

/// The status of the document.
pub fn status(analysis: &Analysis, lang: Lang) -> Status {
    let Some((_, report)) = analysis.report() else {
        let reason = match &analysis.outline.refusal {
            Some(Refusal::Empty) | None => Message::new("refusal.empty"),
            Some(Refusal::OtherKind(line)) => Message::new("refusal.other-kind").with("line", line.as_str()),
            Some(Refusal::NoTitle) => Message::new("refusal.no-title"),
        };
        return Status { reason: Some(reason.render(lang)), bad_encoding: analysis.bad_encoding, ..Status::default() };
    };
    let missing = checklist(analysis, lang)
        .iter()
        .map(|e| {
            usize::from(e.state == State::Missing) + e.children.iter().filter(|c| c.kind == "content" && c.state == State::Missing).count()
        })
        .sum();
    Status {
        recognised: true,
        reason: None,
        schema: Some(report.schema.id.clone()),
        schema_name: Some(report.schema.name.get(lang).to_owned()),
        profile: report.profile().map(|p| p.id.clone()),
        note: report.stand_in_note().map(|n| n.get(lang).to_owned()),
        title: Some(report.title.clone()),
        report_year: report.report_year,
        plan_year: report.plan_year,
        issuer: report.issuer.clone(),
        bad_encoding: analysis.bad_encoding,
        forced: report.forced,
        missing,
    }
}
