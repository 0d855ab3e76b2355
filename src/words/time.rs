//! Years and what stands around them.

use super::{List, Pattern};
use serde::Deserialize;

/// What `bare-year` needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Time {
    /// Characters behind a figure, and behind a year that needs no 年.
    pub measures: String,
    /// Characters in front of a figure.
    pub counted: String,
    /// Words behind a figure.
    pub behind: List,
    /// What the names of events and campaigns contain.
    pub events: List,
    /// What a clause about an earlier year says.
    pub told: List,
    /// What headings that plan say …
    pub plans: List,
    /// … and those that look back.
    pub looks_back: List,
    /// The sentence that announces the report.
    pub reports: Pattern,
    /// The first clause of an opening; group 1 is its year.
    pub opens: Pattern,
    /// What was to come into force; groups year, month, day.
    pub future: Pattern,
}

super::table!(
    /// The table of `bare-year`.
    time: Time = "time.json"
);
