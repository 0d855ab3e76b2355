//! The questions an editor asks, each in a file of its own. Answers are plain
//! data in bytes of the document; no protocol is known here.

use crate::message::Lang;
use crate::rules::Analysis;
use std::ops::Range;

/// What an outline entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// The title of the report.
    Title,
    /// A part that has no heading of its own, or one that has.
    Part,
    /// A numbered or Markdown heading.
    Section,
    /// 一是 …
    Item,
}

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Heading with its mark, or the part's name in brackets.
    pub name: String,
    /// The role, or who says that it is this part.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it, in bytes.
    pub range: Range<usize>,
    /// What to show when it is chosen; lies inside `range`.
    pub selection: Range<usize>,
    /// What stands below it; inside `range`, in order, without overlap.
    pub children: Vec<Symbol>,
}

/// A region that folds: the lines from `range.start` to `range.end` (bytes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// From the heading to the last text of the section.
    pub range: Range<usize>,
}

/// What is shown about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The passage it is about, in bytes.
    pub range: Range<usize>,
    /// Markdown.
    pub text: String,
}

/// Text in place of a range of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced.
    pub range: Range<usize>,
    /// What stands there then, with the draft's own line ends.
    pub text: String,
}

/// What an action is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActionKind {
    /// Mends one finding.
    QuickFix,
    /// Changes the draft on request.
    Refactor,
    /// All safe fixes at once.
    FixAll,
}

/// What an action does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Edits the draft.
    Edit(Vec<TextEdit>),
    /// Puts a finding on the project's baseline (index into the findings).
    Baseline(usize),
    /// Switches a rule off for the project (its name).
    IgnoreRule(&'static str),
}

/// Something an editor offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What it does, in words.
    pub title: String,
    /// What it is for.
    pub kind: ActionKind,
    /// Whether it is the one to take without thinking.
    pub preferred: bool,
    /// The finding it mends: index into [`Analysis::findings`].
    pub finding: Option<usize>,
    /// What it does.
    pub effect: Effect,
}

/// The outline of the draft.
pub fn symbols(_analysis: &Analysis, _lang: Lang) -> Vec<Symbol> {
    Vec::new()
}

/// The regions that fold.
pub fn folds(_analysis: &Analysis) -> Vec<Fold> {
    Vec::new()
}

/// What there is to say about the byte `at`.
pub fn hover(_analysis: &Analysis, _at: usize, _lang: Lang) -> Option<Hover> {
    None
}

/// Actions for findings that touch `range`, and [`ActionKind::FixAll`].
pub fn actions(_analysis: &Analysis, _range: Range<usize>, _lang: Lang) -> Vec<Action> {
    Vec::new()
}

/// State of an expected part, theme or content item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is there.
    There,
    /// It is there, and says little.
    Thin,
    /// It is not there.
    Missing,
}

/// A line of the checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stable id inside the schema: `part:plan`, `theme:A4`, `content:first-responsible`.
    pub id: String,
    /// `part`, `theme` or `content`.
    pub kind: &'static str,
    /// Its name.
    pub label: String,
    /// Whether it is there.
    pub state: State,
    /// A few words on where or why.
    pub detail: Option<String>,
    /// The clause that asks for it.
    pub basis: Option<String>,
    /// Where it stands, in bytes.
    pub range: Option<Range<usize>>,
    /// The title of the action that would insert it.
    pub insert: Option<String>,
    /// What belongs to it.
    pub children: Vec<Entry>,
}

/// The checklist of a recognised report; empty for other documents.
pub fn checklist(_analysis: &Analysis, _lang: Lang) -> Vec<Entry> {
    Vec::new()
}

/// Edits that insert the entry `id` of the checklist, and the range of the
/// inserted text afterwards (bytes in the edited text).
pub fn insert(_analysis: &Analysis, _id: &str) -> Option<(Vec<TextEdit>, Range<usize>)> {
    None
}

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
    /// Title as written, blanks removed.
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
pub fn status(_analysis: &Analysis, _lang: Lang) -> Status {
    Status::default()
}
