//! Which years follow from the year of the report.

use serde::Deserialize;

/// Which years of a report follow from the year that it is on.
#[derive(Debug, Default, Deserialize)]
pub struct RollYear {
    /// Words before a year that opens a clause.
    pub openers: Vec<String>,
    /// What joins the years of a span or a list.
    pub joiners: Vec<String>,
    /// Words before the year in which something began …
    pub since: Vec<String>,
    /// … and behind it and its 年.
    pub since_behind: Vec<String>,
    /// Words before a year that is compared with …
    pub compared: Vec<String>,
    /// … and behind it.
    pub compared_behind: Vec<String>,
    /// The first and the last day of a year: between them is that year.
    pub bounds: Vec<String>,
    /// Words in the clause of an opening that announces what is planned.
    pub plans: Vec<String>,
    /// Words before the year up to which something is counted.
    pub until: Vec<String>,
}

super::table!(
    /// The table of years that follow.
    roll_year: RollYear = "roll-year.json"
);
