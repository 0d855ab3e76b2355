//! Years and what stands around them.

use super::{List, Pattern};
use serde::Deserialize;

/// What the rules about years need to know.
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
    /// How an opening starts that names a year, group 1.
    pub opens: Pattern,
    /// What the clause behind it says of the place or the office that reports.
    pub own: Pattern,
    /// What a sentence about a distinction says, which mostly is one of an earlier year.
    pub honours: List,
    /// Words for the year that is now: an earlier one before them is told of.
    pub present: List,
    /// The days between which the figures are counted; groups 1 and 2 are their years.
    pub whole_year: Pattern,
    /// Words of the headings of any part …
    pub of_any: List,
    /// … of the results …
    pub of_results: List,
    /// … of the problems …
    pub of_problems: List,
    /// … and of the plan.
    pub of_plans: List,
    /// What the heading of a plan calls it.
    pub plan_names: List,
    /// What a heading behind the problems names that is ahead.
    pub plan_goals: List,
    /// How a paragraph of the plan starts that names a year, group 1.
    pub plan_opens: Pattern,
    /// Clauses in which 将 disposes of something and is no future.
    pub disposed: Pattern,
    /// How a paragraph on problems starts that names a year, group 1.
    pub admits: Pattern,
    /// What bodies of a place are called behind its rank (县政府).
    pub own_bodies: List,
    /// What was to be completed; groups year, month, day.
    pub due: Pattern,
    /// What takes that back.
    pub fulfilled: List,
    /// What stands behind a number with 号 that is no day.
    pub numbered: List,
    /// What happened in a month or on a day; groups year, month, day.
    pub happened: Pattern,
    /// Words of what is yet to come.
    pub yet_to_come: List,
    /// What was to come into force; groups year, month, day.
    pub future: Pattern,
}

super::table!(
    /// The table of `bare-year`.
    time: Time = "time.json"
);
