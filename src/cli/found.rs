//! What is shown of one checked file, whatever it is shown as: findings in
//! words and bytes, with everything that a renderer needs.

use super::json;
use crate::corpus::Place;
use crate::message::Lang;
use crate::outline::Certainty;
use crate::rules::{Analysis, Finding, Rule, Severity, Site};
use crate::syntax::Span;
use crate::text::Text;
use crate::workspace::baseline::Entry;
use std::ops::Range;
use std::path::PathBuf;

/// What is known of a report as a whole.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Id of the schema that claims it.
    pub schema: String,
    /// Id of the profile for its year.
    pub profile: Option<String>,
    /// Title on one line.
    pub title: Option<String>,
    /// Who reports.
    pub issuer: Option<String>,
    /// The year reported on.
    pub report_year: Option<i32>,
    /// The year planned for.
    pub plan_year: Option<i32>,
    /// How sure it is that the document is such a report.
    pub certainty: Certainty,
    /// What speaks for and against it, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// A reason for or against taking a document for a report.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Reason {
    /// What it says, in words.
    pub says: String,
    /// The words of the document that it rests on; empty where it rests on none.
    pub words: String,
    /// Above 0 it speaks for the report, below 0 against it.
    pub weight: i32,
}

impl Report {
    /// The report, if a schema claims the document.
    pub fn of(analysis: &Analysis, lang: Lang) -> Option<Self> {
        let report = analysis.outline.report.as_ref()?;
        Some(Self {
            schema: report.schema.id.clone(),
            profile: report.profile().map(|p| p.id.clone()),
            title: Some(report.title.clone()).filter(|t| !t.is_empty()),
            issuer: report.issuer.clone(),
            report_year: report.report_year,
            plan_year: report.plan_year,
            certainty: report.certainty,
            reasons: report
                .reasons
                .iter()
                .map(|r| Reason { says: r.message.render(lang), words: r.words.clone(), weight: r.weight })
                .collect(),
        })
    }
}

/// A file after its check.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The path as the user wrote it or as it was found below what they wrote,
    /// harmless for a terminal.
    pub path: String,
    /// The path itself.
    pub source: PathBuf,
    /// The text that was checked.
    pub text: Text,
    /// `None` where no schema claims it.
    pub report: Option<Report>,
    /// In the order of the text.
    pub findings: Vec<Found>,
    /// The severity from which a finding makes the check fail; `None` for never.
    pub fail_on: Option<Severity>,
}

/// A finding in words.
#[derive(Clone, Debug)]
pub struct Found {
    /// The rule.
    pub rule: &'static Rule,
    /// Its severity under the settings.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The passage, in bytes of the text.
    pub range: Range<usize>,
    /// Other passages.
    pub related: Vec<Mention>,
    /// How to mend it.
    pub fix: Option<Mend>,
    /// What stays of it while the text around it moves, in any language.
    pub identity: String,
}

/// Another passage.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Where it stands.
    pub site: MentionSite,
    /// What it has to do with the finding.
    pub message: String,
}

impl Mention {
    /// The file it stands in, if that is another one, where it starts and where it ends.
    pub fn place(&self, checked: &Checked) -> (Option<&str>, json::Place, json::Place) {
        let at = json::Place::at;
        match &self.site {
            MentionSite::Here(range) => (None, json::Place::of(&checked.text, range.start), json::Place::of(&checked.text, range.end)),
            MentionSite::There(path, place) => (Some(path), at(place.start), at(place.end)),
        }
    }
}

/// Where another passage stands.
#[derive(Clone, Debug)]
pub enum MentionSite {
    /// In bytes of the same text.
    Here(Range<usize>),
    /// In another file.
    There(String, Place),
}

/// A fix in words.
#[derive(Clone, Debug)]
pub struct Mend {
    /// What it does.
    pub title: String,
    /// Whether it needs no look.
    pub safe: bool,
    /// What is replaced (bytes of the text) by what, with the file's own line ends.
    pub edits: Vec<(Range<usize>, String)>,
}

impl Found {
    /// A finding of the library in words and bytes.
    pub fn of(analysis: &Analysis, finding: &Finding, lang: Lang) -> Self {
        let bytes = |span: &Span| analysis.tree.bytes(span);
        let site = |site: &Site| match site {
            Site::Here(span) => MentionSite::Here(bytes(span)),
            Site::There(source, place) => MentionSite::There(source.to_string(), *place),
        };
        Self {
            rule: finding.rule,
            severity: finding.severity,
            message: finding.message.render(lang),
            range: bytes(&finding.span),
            related: finding.related.iter().map(|r| Mention { site: site(&r.site), message: r.message.render(lang) }).collect(),
            fix: finding.fix.as_ref().map(|fix| Mend { title: fix.title.render(lang), safe: fix.safe, edits: edits(analysis, finding) }),
            identity: identity(&Entry::of(analysis, finding)),
        }
    }
}

/// The rule, what its message is about, and the words, of a finding.
fn identity(entry: &Entry) -> String {
    [std::slice::from_ref(&entry.rule), entry.about.as_slice(), std::slice::from_ref(&entry.passage)].concat().join("\u{1f}")
}

/// The edits of a finding's fix in bytes, with the draft's own line ends.
pub fn edits(analysis: &Analysis, finding: &Finding) -> Vec<(Range<usize>, String)> {
    let end = analysis.text.line_end();
    let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
    let mut edits: Vec<_> = edits.map(|e| (analysis.tree.bytes(&e.span), e.text.replace('\n', end))).collect();
    edits.sort_by_key(|(range, _)| range.start);
    edits
}

/// How many findings there are of each severity, and in how many files.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Files that were read.
    pub files: usize,
    /// Files that a schema claims.
    pub reports: usize,
    /// Wrong beyond doubt.
    pub error: usize,
    /// A careful editor would change it.
    pub warning: usize,
    /// Worth knowing.
    pub info: usize,
    /// Style or convention.
    pub hint: usize,
    /// Findings whose fix needs no look.
    #[serde(skip)]
    pub fixable: usize,
}

impl Summary {
    /// Counts one more file.
    pub fn add(&mut self, checked: &Checked) {
        self.files += 1;
        self.reports += usize::from(checked.report.is_some());
        for found in &checked.findings {
            match found.severity {
                Severity::Error => self.error += 1,
                Severity::Warning => self.warning += 1,
                Severity::Info => self.info += 1,
                Severity::Hint => self.hint += 1,
            }
            self.fixable += usize::from(found.fix.as_ref().is_some_and(|f| f.safe));
        }
    }

    /// Counts what others counted.
    pub fn join(&mut self, other: &Self) {
        self.files += other.files;
        self.reports += other.reports;
        self.error += other.error;
        self.warning += other.warning;
        self.info += other.info;
        self.hint += other.hint;
        self.fixable += other.fixable;
    }

    /// Findings of this severity.
    pub fn count(&self, severity: Severity) -> usize {
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
}
