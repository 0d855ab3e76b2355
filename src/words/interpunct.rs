//! Days that are named by month and day.

use super::List;
use serde::Deserialize;

/// What `interpunct` needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Days {
    /// Days that are named by month and day.
    pub days: Vec<Day>,
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
