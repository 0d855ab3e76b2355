//! What a rule says about a draft.

use super::Rule;
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

/// One finding in a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// Its severity under the settings in force.
    pub severity: Severity,
    /// What to tell the drafter.
    pub message: Message,
    /// The passage it is about.
    pub span: Span,
    /// Other passages that explain it.
    pub related: Vec<Related>,
    /// How to mend it, if that can be told.
    pub fix: Option<Fix>,
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
