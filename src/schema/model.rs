//! What a schema file holds. Every type here is read from JSON as it stands.

use super::words::{WordId, Words};
use super::{Claims, Pattern};
use crate::message::Localized;
use serde::{Deserialize, Serialize};

/// What a passage of a report is for. The names are those of the outline JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The title.
    Title,
    /// What stands around a title: document number, date of publication, salutation.
    Meta,
    /// The opening before the first part.
    Lead,
    /// What was done and achieved.
    Results,
    /// Shortcomings and their causes.
    Problems,
    /// What is to be done next year.
    Plan,
    /// 特此报告。
    Closing,
    /// Who signs.
    Signature,
    /// When it was signed.
    Date,
    /// What is attached.
    Attachment,
    /// What a copied web page leaves around the text.
    Noise,
}

/// Who reports: a government or one of its departments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Body {
    /// A people's government, or party committee and government together.
    Government,
    /// A department of one.
    Department,
}

/// The level of government.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Province, autonomous region, municipality under the central government.
    Province,
    /// City with districts, prefecture.
    City,
    /// County, district, county-level city, banner.
    County,
    /// Township, town, subdistrict.
    Township,
}

/// A kind of report and the outline it is expected to have.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// Where the JSON Schema of this file stands, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub json_schema: Option<String>,
    /// Id, in kebab case.
    pub id: String,
    /// Name of the kind of report.
    pub name: Localized,
    /// The documents that its demands rest on.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Which documents it claims.
    pub claims: Claims,
    /// Who can report, tried in order on the name of the issuer or the title.
    #[serde(default)]
    pub issuers: Vec<Issuer>,
    /// Sets of expectations by report year; the first that fits counts.
    #[serde(default)]
    pub profiles: Vec<Profile>,
    /// What makes a good title.
    #[serde(default)]
    pub title_forms: Vec<TitleForm>,
    /// The parts, in the order in which they are expected.
    pub parts: Vec<Part>,
    /// What the results are expected to speak of.
    #[serde(default)]
    pub themes: Vec<Theme>,
    /// Content that a part must have.
    #[serde(default)]
    pub content: Vec<Content>,
    /// The days by which a report is due.
    #[serde(default)]
    pub deadlines: Vec<Deadline>,
    /// What is known of the text around the parts.
    #[serde(default)]
    pub frame: Frame,
    /// Tables that the form prescribes and that must add up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<super::FormTable>,
    /// How a new report starts.
    #[serde(default)]
    pub skeleton: Skeleton,
    /// All plain words of the schema.
    #[serde(skip)]
    pub(crate) words: Words,
}

/// A document that demands rest on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Id inside the schema.
    pub id: String,
    /// Title with title marks, and document number.
    pub title: Localized,
    /// Where it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<String>,
}

/// The clause that asks for something.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Id of the source.
    pub source: String,
    /// What it asks for, in own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<Localized>,
    /// Its number, only where it was read in a source: it is shown to people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
}

/// A kind of issuer.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// Matches its name.
    pub pattern: Pattern,
    /// What it is; unknown where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// Its level; unknown where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
}

/// Expectations for a span of report years.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Id, shown as it is.
    pub id: String,
    /// First report year; none means from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<i32>,
    /// Last report year; none means on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<i32>,
    /// What the years rest on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Localized>,
    /// From this report year on the profile serves for want of a newer one …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_in_from: Option<i32>,
    /// … and hover and status say so in these words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_in_note: Option<Localized>,
}

/// To whom something applies. What is left out applies to all; an issuer
/// whose kind is unknown is only asked for what applies to all.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Applies {
    /// Kinds of issuer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bodies: Option<Vec<Body>>,
    /// Levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levels: Option<Vec<Level>>,
    /// Profiles by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profiles: Option<Vec<String>>,
    /// The first report year, for what a later regulation brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i32>,
}

impl Applies {
    /// Whether it applies to such an issuer, under such a profile, in such a year.
    pub fn to(&self, body: Option<Body>, level: Option<Level>, profile: Option<&str>, year: Option<i32>) -> bool {
        self.bodies.as_ref().is_none_or(|l| body.is_some_and(|b| l.contains(&b)))
            && self.levels.as_ref().is_none_or(|l| level.is_some_and(|v| l.contains(&v)))
            && self.profiles.as_ref().is_none_or(|l| profile.is_some_and(|p| l.iter().any(|x| x == p)))
            && self.since.is_none_or(|since| year.is_none_or(|y| y >= since))
    }
}

/// A day by which a report is due, in the year after the one reported on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// What is due.
    pub event: DeadlineEvent,
    /// The last day that is not late.
    pub by: MonthDay,
    /// To whom it applies.
    #[serde(default)]
    pub applies: Applies,
    /// What sets it.
    #[serde(default)]
    pub basis: Vec<Basis>,
}

/// What has to be done by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DeadlineEvent {
    /// The report is handed in to those above.
    HandedIn,
    /// The report is made public.
    Public,
}

/// A day of any year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MonthDay {
    /// From 1 to 12.
    pub month: u32,
    /// From 1 to 31.
    pub day: u32,
}

/// A form of title that should be another.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TitleForm {
    /// Matches such a title, blanks removed.
    pub pattern: Pattern,
    /// What is wrong with it.
    pub says: Localized,
    /// The part of it that is wrong, if one can be marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marks: Option<Pattern>,
    /// Whether it is only a matter of taste: told as information, not as a warning.
    #[serde(default, skip_serializing_if = "is_false")]
    pub minor: bool,
}

/// The text around the parts.
#[derive(Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// Short lines that nevertheless open the report (…报告如下：).
    #[serde(default)]
    pub lead: Vec<Pattern>,
    /// Closing words (特此报告。).
    #[serde(default)]
    pub closing: Vec<Pattern>,
    /// The line that names what is attached.
    #[serde(default)]
    pub attachment: Vec<Pattern>,
    /// Lines of the tables that the form prescribes, as text copies leave them: labels,
    /// figures. They are no headings and no text.
    #[serde(default)]
    pub rows: Vec<Pattern>,
}

/// A part of a report.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Id inside the schema.
    pub id: String,
    /// What it is for.
    pub role: Role,
    /// Its name.
    pub name: Localized,
    /// Whether a report must have it.
    #[serde(default)]
    pub required: bool,
    /// Takes every section that no other part takes.
    #[serde(default)]
    pub takes_the_rest: bool,
    /// The part has to have a heading with this text.
    #[serde(default)]
    pub fixed_heading: bool,
    /// Headings by which it is known …
    #[serde(default)]
    pub headings: Vec<Pattern>,
    /// Headings by which it is known where they stand on the first level, near
    /// the end of the report …
    #[serde(default)]
    pub last_headings: Vec<Pattern>,
    /// … and headings that only look like it.
    #[serde(default)]
    pub not_headings: Vec<Pattern>,
    /// Headings in own words by which a part with a fixed heading is known, where no
    /// other section is it and the order of the parts allows it.
    #[serde(default)]
    pub own_words: Vec<Pattern>,
    /// Headings that belong to it and hold none of its items (原因分析).
    #[serde(default)]
    pub aside_headings: Vec<Pattern>,
    /// How it is known where it has no heading.
    #[serde(default)]
    pub cues: Vec<Cue>,
    /// The heading that a template or a fix gives it.
    pub heading: String,
    /// Its text in a new report; passages in 【】 are to be written.
    #[serde(default)]
    pub template: Vec<String>,
    /// What asks for it.
    #[serde(default)]
    pub basis: Vec<Basis>,
    /// To whom it applies.
    #[serde(default)]
    pub applies: Applies,
}

/// How a part without a heading starts.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cue {
    /// Must match at the start of the paragraph, or of the sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Pattern>,
    /// Plain words of which one must occur; spares the patterns where none does.
    #[serde(default)]
    pub any: Vec<String>,
    /// All of these must match in its first sentences.
    #[serde(default)]
    pub has: Vec<Pattern>,
    /// None of these may.
    #[serde(default)]
    pub lacks: Vec<Pattern>,
    /// Whether it also counts in the middle of a paragraph, at the start of a sentence.
    #[serde(default)]
    pub in_sentence: bool,
    /// Whether it only counts in an unnumbered paragraph behind the last
    /// numbered section: what is weak anywhere else is clear there.
    #[serde(default)]
    pub behind_sections: bool,
    /// The role of the part behind which alone it counts: 因此，将 … opens measures
    /// where problems were told, and nothing anywhere else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behind: Option<Role>,
    /// The numbers of the plain words.
    #[serde(skip)]
    pub(crate) ids: Vec<WordId>,
}

/// Something that the results are expected to speak of.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Id inside the schema.
    pub id: String,
    /// Its name.
    pub name: Localized,
    /// Words that speak of it.
    pub probes: Vec<String>,
    /// How many different ones make it present; half of them make it thin.
    #[serde(default = "two")]
    pub hits: usize,
    /// What asks for it.
    #[serde(default)]
    pub basis: Vec<Basis>,
    /// To whom it applies.
    #[serde(default)]
    pub applies: Applies,
    /// The numbers of the probes.
    #[serde(skip)]
    pub(crate) ids: Vec<WordId>,
}

fn two() -> usize {
    2
}

pub(super) fn is_false(value: &bool) -> bool {
    !*value
}

/// Content that a part must have.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Id inside the schema.
    pub id: String,
    /// Its name.
    pub name: Localized,
    /// The role of the part that must have it.
    pub within: Role,
    /// Id of the part that must have it, where several have the role: where that part is
    /// missing, the content is not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The rule that reports it: `missing-content` or `missing-cause`.
    #[serde(default)]
    pub rule: ContentRule,
    /// A paragraph with one of these has it; each is all the words of a list
    /// in one paragraph.
    #[serde(default)]
    pub words: Vec<Vec<String>>,
    /// A paragraph that matches one of these has it.
    #[serde(default)]
    pub patterns: Vec<Pattern>,
    /// Its text in a new report or an insertion.
    #[serde(default)]
    pub template: Vec<String>,
    /// What asks for it.
    #[serde(default)]
    pub basis: Vec<Basis>,
    /// To whom it applies.
    #[serde(default)]
    pub applies: Applies,
    /// The numbers of the words.
    #[serde(skip)]
    pub(crate) ids: Vec<Vec<WordId>>,
}

/// The rule that reports missing content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ContentRule {
    /// `missing-content`
    #[default]
    MissingContent,
    /// `missing-cause`
    MissingCause,
}

/// How a new report starts and ends. `{place}`, `{issuer}`, `{we}`, `{year}` and
/// `{plan_year}` are filled in.
#[derive(Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Skeleton {
    /// The title.
    #[serde(default)]
    pub title: String,
    /// The opening.
    #[serde(default)]
    pub lead: Vec<String>,
    /// What stands between the last part and the signature.
    #[serde(default)]
    pub closing: Vec<String>,
}
