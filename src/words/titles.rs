//! What stands around a title without belonging to it.

use super::{Letters, Pattern};
use serde::Deserialize;

/// What reading a title leaves out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Titles {
    /// Source of the table.
    #[serde(rename = "$comment")]
    pub comment: String,
    /// The number of an attachment or the stage of the draft, in front of the title.
    pub prefix: Pattern,
    /// The years of a plan or outline that the title names.
    pub span: Pattern,
    /// Marks that slip in at its end.
    pub stops: Letters,
}

super::table!(
    /// The table of what stands around titles.
    titles: Titles = "titles.json"
);
