//! What is shown of one checked file, whatever it is shown as: findings in
//! words and bytes, with everything that a renderer needs.

use super::json;
use crate::corpus::Place;
use crate::ide;
use crate::message::Lang;
use crate::outline::Certainty;
use crate::rules::{Analysis, Edit, Finding, Fix, Related, Rule, Severity, SeverityCounts, Site};
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
    /// That it is only likely, and on which grounds, in words.
    #[serde(skip)]
    pub likely: Option<String>,
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
            likely: ide::likely_message(report, lang).map(|message| message.render(lang)),
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
    /// Its places in order where there are several, the first one included; else
    /// empty.
    pub occurrences: Vec<FoundOccurrence>,
}

/// One of the places of a finding that stands at several, in words.
#[derive(Clone, Debug)]
pub struct FoundOccurrence {
    /// What is wrong there.
    pub message: String,
    /// The passage, in bytes of the text.
    pub range: Range<usize>,
    /// Other passages that explain it.
    pub related: Vec<Mention>,
    /// How to mend this place alone.
    pub fix: Option<Mend>,
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
        let mentions =
            |related: &[Related]| related.iter().map(|r| Mention { site: site(&r.site), message: r.message.render(lang) }).collect();
        let mend = |fix: &Fix| Mend { title: fix.title.render(lang), safe: fix.safe, edits: edits(analysis, &fix.edits) };
        let occurrences = finding.occurrences.iter().map(|o| FoundOccurrence {
            message: o.message.render(lang),
            range: bytes(&o.span),
            related: mentions(&o.related),
            fix: o.fix.as_ref().map(mend),
        });
        let first = finding.occurrences.first().map_or(&finding.message, |o| &o.message);
        Self {
            rule: finding.rule,
            severity: finding.severity,
            message: finding.message.render(lang),
            range: bytes(&finding.span),
            related: mentions(&finding.related),
            fix: finding.fix.as_ref().map(mend),
            identity: identity(&Entry::at(analysis, finding.rule, &finding.span, first)),
            occurrences: occurrences.collect(),
        }
    }

    /// Whether it can be mended without a look, at one place at least.
    pub fn is_safely_fixable(&self) -> bool {
        let fixes = self.fix.iter().chain(self.occurrences.iter().filter_map(|o| o.fix.as_ref()));
        fixes.into_iter().any(|fix| fix.safe)
    }

    /// Its places besides the first.
    pub fn elsewhere(&self) -> &[FoundOccurrence] {
        self.occurrences.get(1..).unwrap_or_default()
    }
}

/// The rule, what its message is about, and the words, of a finding.
fn identity(entry: &Entry) -> String {
    [std::slice::from_ref(&entry.rule), entry.about.as_slice(), std::slice::from_ref(&entry.passage)].concat().join("\u{1f}")
}

/// Edits in bytes, in order, with the draft's own line ends.
pub fn edits<'a>(analysis: &Analysis, edits: impl IntoIterator<Item = &'a Edit>) -> Vec<(Range<usize>, String)> {
    let end = analysis.text.line_end();
    let mut edits: Vec<_> = edits.into_iter().map(|e| (analysis.tree.bytes(&e.span), e.text.replace('\n', end))).collect();
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
    /// Findings by severity.
    #[serde(flatten)]
    pub counts: SeverityCounts,
    /// Findings that can be mended without a look, at one place at least.
    #[serde(skip)]
    pub fixable: usize,
    /// Findings that a baseline holds back.
    pub in_baseline: usize,
}

impl Summary {
    /// Counts one more file.
    pub fn add(&mut self, checked: &Checked) {
        self.files += 1;
        self.reports += usize::from(checked.report.is_some());
        for found in &checked.findings {
            self.counts.add(found.severity);
            self.fixable += usize::from(found.is_safely_fixable());
        }
    }

    /// Counts what others counted.
    pub fn join(&mut self, other: &Self) {
        self.files += other.files;
        self.reports += other.reports;
        self.counts.join(&other.counts);
        self.fixable += other.fixable;
        self.in_baseline += other.in_baseline;
    }
}
