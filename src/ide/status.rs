//! What an editor's status line says: never a silence that looks like praise.

use crate::message::{Lang, Message};
use crate::outline::{Certainty, Reason, Refusal, Report};
use crate::rules::{Analysis, Subject};

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
    /// How sure it is that it is one.
    pub certainty: Option<Certainty>,
    /// What speaks for it, in words, each with the words of the draft.
    pub grounds: Vec<String>,
    /// Of which kinds it may be, where several fit equally well.
    pub candidates: Vec<SchemaChoice>,
    /// Expected parts, content and themes that are missing, as the findings tell.
    pub missing: usize,
    /// Expected parts and content that wait to be written: a prompt stands there.
    pub unwritten: usize,
}

/// A kind of report that a user may choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaChoice {
    /// Id of the schema.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// The status of the document.
pub fn status(analysis: &Analysis, lang: Lang) -> Status {
    let Some((_, report)) = analysis.report() else {
        let reason = analysis.outline.refusal.as_ref().map_or_else(|| Message::new("refusal.empty"), |r| refusal_message(r, lang));
        let candidates = match &analysis.outline.refusal {
            Some(Refusal::Undecided(kinds)) => {
                kinds.iter().map(|k| SchemaChoice { id: k.id.clone(), name: k.name.get(lang).to_owned() }).collect()
            }
            _ => Vec::new(),
        };
        return Status { reason: Some(reason.render(lang)), candidates, bad_encoding: analysis.bad_encoding, ..Status::default() };
    };
    let missing = analysis.findings.iter().filter(|f| f.subject.is_some_and(Subject::is_absence)).count();
    Status {
        recognised: true,
        reason: None,
        schema: Some(report.schema.id.clone()),
        schema_name: Some(report.schema.name.get(lang).to_owned()),
        profile: report.profile().map(|p| p.id.clone()),
        note: report.stand_in_note().map(|n| n.get(lang).to_owned()),
        title: Some(report.title.clone()).filter(|title| !title.is_empty()),
        report_year: report.report_year,
        plan_year: report.plan_year,
        issuer: report.issuer.clone(),
        bad_encoding: analysis.bad_encoding,
        forced: report.certainty == Certainty::Chosen,
        certainty: Some(report.certainty),
        grounds: grounds(&report.reasons, lang),
        candidates: Vec::new(),
        missing,
        unwritten: analysis.unwritten().len(),
    }
}

/// How many reasons are told in a sentence.
const MAX_TOLD_REASONS: usize = 3;

/// That a report is checked on likely evidence only, and on which; `None` for one that is certain.
pub fn likely_message(report: &Report, lang: Lang) -> Option<Message> {
    let found = list(&mut grounds(&report.reasons, lang).into_iter(), lang);
    let message = || Message::new("status.likely").with("kind", &report.schema.name).with("found", found);
    (report.certainty == Certainty::Likely).then(message)
}

/// The weightiest reasons on one line.
fn list(items: &mut dyn Iterator<Item = String>, lang: Lang) -> String {
    let separator = Message::new("evidence.separator").render(lang);
    items.take(MAX_TOLD_REASONS).collect::<Vec<_>>().join(&separator)
}

/// What speaks for taking a document for a report, in words.
pub fn grounds(reasons: &[Reason], lang: Lang) -> Vec<String> {
    reasons.iter().filter(|r| r.weight > 0).map(|r| reason_text(r, lang)).collect()
}

/// A reason with the words that it rests on.
pub fn reason_text(reason: &Reason, lang: Lang) -> String {
    let says = reason.message.render(lang);
    if reason.words.is_empty() {
        return says;
    }
    Message::new("evidence.with-words").with("says", says.as_str()).with("words", reason.words.as_str()).render(lang)
}

/// Why no schema claims a document.
pub fn refusal_message(refusal: &Refusal, lang: Lang) -> Message {
    match refusal {
        Refusal::Empty => Message::new("refusal.empty"),
        Refusal::OtherKind { line, against: None } => Message::new("refusal.other-kind").with("line", line.as_str()),
        Refusal::OtherKind { line, against: Some(reason) } => {
            Message::new("refusal.other-kind-because").with("line", line.as_str()).with("why", reason_text(reason, lang).as_str())
        }
        Refusal::TooLittle { kind, found } => {
            let found = list(&mut found.iter().map(|r| reason_text(r, lang)), lang);
            Message::new("refusal.too-little").with("kind", kind).with("found", found.as_str())
        }
        Refusal::Refused => Message::new("refusal.refused"),
        Refusal::NoTitle => Message::new("refusal.no-title"),
        Refusal::Undecided(kinds) => {
            let kinds = list(&mut kinds.iter().map(|k| k.name.get(lang).to_owned()), lang);
            Message::new("refusal.undecided").with("kinds", kinds.as_str())
        }
    }
}
