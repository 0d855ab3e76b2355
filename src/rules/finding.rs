//! What a rule says about a draft.

use super::Rule;
use super::group;
use crate::corpus::Place;
use crate::message::Message;
use crate::syntax::Span;
use std::sync::Arc;

/// How much a finding matters. The order is from most to least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Wrong beyond doubt.
    Error,
    /// A careful editor would change it.
    Warning,
    /// Worth knowing.
    Info,
    /// Style, convention or interpretation.
    Hint,
}

impl Severity {
    /// Every severity, the gravest first.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Info, Self::Hint];
}

/// What a finding is about, where that is a thing of the schema or of the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A part of the schema that is missing, by its index.
    Part(usize),
    /// A part of the schema that is there without a heading, by its index.
    Heading(usize),
    /// A content item of the schema that is missing, by its index.
    Content(usize),
    /// A theme of the schema that is missing, by its index.
    Theme(usize),
    /// A problem of the outline, by its index.
    Problem(usize),
}

impl Subject {
    /// Whether it is something that a report should have and has not.
    pub fn is_absence(self) -> bool {
        matches!(self, Self::Part(_) | Self::Content(_) | Self::Theme(_))
    }
}

/// One finding in a draft: at one place, or at several that one fix mends. It is
/// shown, counted and mended once.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// Its severity under the settings in force.
    pub severity: Severity,
    /// What to tell the drafter, with the number of places where there are several.
    pub message: Message,
    /// The passage it is about; the first of several.
    pub span: Span,
    /// Other passages that explain it. Its other places are none of them.
    pub related: Vec<Related>,
    /// How to mend it at all its places, if that can be told.
    pub fix: Option<Fix>,
    /// Its places in the order of the text where there are several, the first one
    /// included; empty for a finding at one place.
    pub occurrences: Vec<Occurrence>,
    /// What it is about, where that is more than a passage.
    pub subject: Option<Subject>,
}

/// One of the places of a finding that stands at several.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// The passage.
    pub span: Span,
    /// What is wrong there.
    pub message: Message,
    /// Other passages that explain it.
    pub related: Vec<Related>,
    /// How to mend this place alone.
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding at these places; `None` where there is none.
    pub(super) fn at(rule: &'static Rule, severity: Severity, mut occurrences: Vec<Occurrence>) -> Option<Self> {
        occurrences.sort_by_key(|o| (o.span.block, o.span.range.start, o.span.range.end));
        if occurrences.len() > 1 {
            return Some(group::join(rule, severity, occurrences));
        }
        let Occurrence { span, message, related, fix } = occurrences.pop()?;
        Some(Self { rule, severity, message, span, related, fix, occurrences, subject: None })
    }

    /// How many places it stands at.
    pub fn count(&self) -> usize {
        self.occurrences.len().max(1)
    }

    /// The passages it is about, in the order of the text.
    pub fn spans(&self) -> impl Iterator<Item = &Span> {
        std::iter::once(&self.span).chain(self.occurrences.iter().skip(1).map(|o| &o.span))
    }

    /// The edits of all its places that need no look.
    pub fn safe_edits(&self) -> Vec<&Edit> {
        match &self.fix {
            Some(fix) if fix.safe => fix.edits.iter().collect(),
            _ => {
                let mut edits: Vec<&Edit> =
                    self.occurrences.iter().filter_map(|o| o.fix.as_ref()).filter(|f| f.safe).flat_map(|f| &f.edits).collect();
                edits.sort_by_key(|e| (e.span.block, e.span.range.start, e.span.range.end));
                // Two places may share an edit: the brackets of a pair change together.
                edits.dedup();
                edits
            }
        }
    }

    /// Whether it can be mended without a look, at one place at least.
    pub fn is_safely_fixable(&self) -> bool {
        self.fix.as_ref().is_some_and(|f| f.safe) || self.occurrences.iter().any(|o| o.fix.as_ref().is_some_and(|f| f.safe))
    }

    /// The finding at those of its places for which `keep` says so; `None` where
    /// none is left.
    pub fn retain(self, mut keep: impl FnMut(&Span, &Message) -> bool) -> Option<Self> {
        if self.occurrences.is_empty() {
            return keep(&self.span, &self.message).then_some(self);
        }
        let stays: Vec<bool> = self.occurrences.iter().map(|o| keep(&o.span, &o.message)).collect();
        if stays.iter().all(|stays| *stays) {
            return Some(self);
        }
        let left = self.occurrences.into_iter().zip(stays).filter(|(_, stays)| *stays).map(|(o, _)| o).collect();
        Self::at(self.rule, self.severity, left)
    }
}

/// Where a passage that explains a finding stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Site {
    /// In the same draft.
    Here(Span),
    /// In the report that the caller calls so.
    There(Arc<str>, Place),
}

/// Another passage that explains a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// Where.
    pub site: Site,
    /// What it has to do with the finding.
    pub message: Message,
}

/// Edits that remove a finding and add none.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What the edits do, as an editor offers it.
    pub title: Message,
    /// Whether it can be applied without a look: the meaning of the text cannot change.
    pub safe: bool,
    /// The edits; they do not overlap.
    pub edits: Vec<Edit>,
}

/// Text in place of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty range inserts.
    pub span: Span,
    /// What stands there then. Line ends are written `\n` and become the draft's own.
    pub text: String,
}
