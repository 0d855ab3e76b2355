//! Tables that a form prescribes, whose figures must add up.

use super::Pattern;
use serde::{Deserialize, Serialize};

/// A table of a form. Its rows are read from Markdown, from text set apart by tabs, and from
/// text that has each cell on a line of its own.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FormTable {
    /// Id inside the schema.
    pub id: String,
    /// A cell by which the table is known: in its head, or the label of its first row.
    pub opens: Pattern,
    /// So many figures a row has, or each group of its figures; the last is the sum of the others.
    pub columns: usize,
    /// Its rows, those that a sum needs.
    #[serde(default)]
    pub rows: Vec<FormRow>,
    /// What must add up in each column.
    #[serde(default)]
    pub sums: Vec<FormSum>,
}

/// A row of a table, or several that are alike.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FormRow {
    /// Id inside the table.
    pub id: String,
    /// The cell in front of its figures, or one in front of that.
    pub label: Pattern,
    /// Such rows are the parts of one of these, and count where that has no figures of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
}

/// Rows that add up to the same as others, in each column.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FormSum {
    /// Rows by id: all of them.
    pub parts: Vec<String>,
    /// Rows by id, of each of which there must be one.
    pub whole: Vec<String>,
    /// So many rows of the first kind of part must be there, else the table was cut; none: one of each part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<usize>,
}
