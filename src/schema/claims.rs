//! Which documents a schema claims: patterns of titles, and evidence with weights.

use super::Pattern;
use super::model::is_false;
use crate::message::Localized;
use serde::{Deserialize, Serialize};

/// Which documents are reports of this kind. Titles are read without blanks,
/// without a bracketed remark at their end (（送审稿）) and without a subtitle
/// after ——.
///
/// With `evidence` a document is weighed; without it a title that matches
/// `title` and none of the exceptions makes the report.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// How a title is read: the named groups give the issuer and the report year.
    pub title: Vec<Pattern>,
    /// Titles (without the name of the issuer) that make no report; only where there is no `evidence`.
    #[serde(default)]
    pub except: Vec<Pattern>,
    /// Issuers whose titles make no report; only where there is no `evidence`.
    #[serde(default)]
    pub except_issuers: Vec<Pattern>,
    /// Words of the subject: a refused document whose title holds one of them is told so.
    #[serde(default)]
    pub words: Vec<String>,
    /// What speaks for and against such a report. The weights that apply are added up.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// From this sum on a document is a report beyond doubt, if something decisive is among the evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certain: Option<i32>,
    /// From this sum on a document is taken for a report, and the user is told why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likely: Option<i32>,
}

/// Something that speaks for or against a document being a report of a kind.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Id inside the schema.
    pub id: String,
    /// Where it is looked for.
    pub within: Passage,
    /// What is looked for; not needed where `within` only counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Pattern>,
    /// None of these may match in the same place.
    #[serde(default)]
    pub lacks: Vec<Pattern>,
    /// In how many places (lines, headings, paragraphs, themes, parts, years) at least.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub min: usize,
    /// Applies where it is found in fewer than `min` places.
    #[serde(default, skip_serializing_if = "is_false")]
    pub absent: bool,
    /// Enough of a statement that the sum may make the report certain.
    #[serde(default, skip_serializing_if = "is_false")]
    pub decisive: bool,
    /// How much it speaks for (above 0) or against (below 0).
    pub weight: i32,
    /// What it tells, for people.
    pub says: Localized,
    /// Where it comes from: a document, or how often it was counted and where.
    pub source: String,
}

/// Where evidence is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Passage {
    /// The title without the issuer and the remark at its end.
    Title,
    /// The issuer that the title names.
    Issuer,
    /// The year that the title names; without a pattern.
    Year,
    /// A bracketed or dashed line directly after the title.
    Subtitle,
    /// The paragraphs between the title and the first heading.
    Opening,
    /// Headings, without mark and blanks.
    Heading,
    /// Any paragraph after the title.
    Text,
    /// Themes that the text speaks of; without a pattern.
    Themes,
    /// Required parts that a heading or a cue opens; without a pattern.
    Parts,
    /// Different years of titles that stand one below another; without a pattern.
    Years,
    /// Different titles of such reports that stand one below another; without a pattern.
    Titles,
}

fn one() -> usize {
    1
}

fn is_one(value: &usize) -> bool {
    *value == 1
}
