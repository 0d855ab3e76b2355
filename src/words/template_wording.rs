//! Words of model texts and of other kinds of paper.

use super::{List, Pattern};
use crate::message::Localized;
use serde::Deserialize;

/// Where a row is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// In the title.
    Title,
    /// In headings.
    Heading,
    /// In the text of opening, results and closing.
    Text,
}

/// A row of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateWord {
    /// Where it is looked for.
    #[serde(rename = "where")]
    pub place: Place,
    /// What is wrong; its group 1 is the passage.
    pub wrong: Pattern,
    /// Words beside which it is right.
    #[serde(default)]
    pub not_with: List,
    /// What is wrong with it.
    pub says: Localized,
}

/// The table of such words.
#[derive(Debug, Default, Deserialize)]
struct TemplateWords {
    rows: Vec<TemplateWord>,
}

super::table!(
    /// The table of `template-wording`.
    template_words: TemplateWords = "template-wording.json", rows: [TemplateWord]
);
