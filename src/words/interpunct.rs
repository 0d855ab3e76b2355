//! Days that are named by month and day.

use super::{List, Pattern};
use serde::Deserialize;

/// What `interpunct` needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Days {
    /// Days that are named by month and day.
    pub days: Vec<Day>,
    /// What joins days to a row.
    pub between: List,
    /// What follows a day in quotation marks: its name.
    pub named: Pattern,
    /// What follows one without them.
    pub named_bare: Pattern,
}

/// A day such as 12.4.
#[derive(Debug, Deserialize)]
pub struct Day {
    /// Month and day with a point between them.
    pub day: String,
    /// What is written behind it.
    pub names: List,
}

super::table!(
    /// The table of `interpunct`.
    days: Days = "interpunct.json"
);
