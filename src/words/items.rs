//! How problems and plans are listed.

use super::{List, Pattern};
use serde::Deserialize;

/// What reading lists of problems and plans needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Items {
    /// Whole clauses that lead to what is said and say nothing by themselves.
    pub openings: Vec<Pattern>,
    /// The start of a sentence that gives the reasons of the problems before it.
    pub causes: Pattern,
    /// A sentence that only promises to solve the problems before it.
    pub closings: Pattern,
    /// A sentence that only says that there are some, or that something will be done.
    pub introductions: Vec<Pattern>,
    /// A sentence that says that there are problems and names none.
    pub unnamed: Pattern,
    /// Words that open the two sides of a pair, no part of the name.
    pub turns: List,
    /// Words that open the members of a list and are a part of the name.
    pub somes: List,
    /// What opens a list inside a sentence without a colon.
    pub leads: Pattern,
    /// What may open one where nothing clearer does.
    pub weak_leads: Pattern,
    /// Fields (group `list`) in which a sentence says that something is wanting.
    pub fields: Pattern,
    /// A sentence that only promises to do something about the problems, in a plan too.
    pub promises: Pattern,
    /// Words behind which a sentence comes to the problem.
    pub concessions: List,
    /// Words that each clause of a row of problems may share.
    pub wants: List,
    /// A label that only counts (问题一：).
    pub labels: Pattern,
    /// What tells that a sentence names a problem.
    pub deficits: Pattern,
    /// The start of a clause that names a measure.
    pub measures: Pattern,
    /// What tells that a sentence of a plan names no measure.
    pub guidance: Pattern,
}

super::table!(
    /// The table of lists.
    items: Items = "items.json"
);
