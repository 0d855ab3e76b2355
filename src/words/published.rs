//! How a line names the day of publication.

use super::{List, Pattern};
use serde::Deserialize;

/// What finding the day of publication needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Published {
    /// What stands before the day.
    pub label: Pattern,
    /// How labels start that name the day on which a document was made.
    pub made: List,
}

super::table!(
    /// The table of days of publication.
    published: Published = "published.json"
);
