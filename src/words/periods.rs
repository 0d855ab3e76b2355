//! How reports speak of the periods of plans.

use super::{List, Pattern};
use serde::Deserialize;

/// What reading periods needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Periods {
    /// A plan for education in the law: group 1 is its name (八五).
    pub publicity: Pattern,
    /// A five-year plan: group 1 is its name (十四五).
    pub plan: Pattern,
    /// Words of a sentence on a period to come.
    pub prepared: List,
    /// Words of a sentence on a period that is over.
    pub looks_back: List,
    /// Behind a period: the year is its first.
    pub opens: Pattern,
    /// Behind a period: the year is its last.
    pub closes: Pattern,
    /// Behind a period: it begins, in no year in particular.
    pub opening: Pattern,
    /// Words for a year that is not named.
    pub other_year: List,
    /// In front of a period: it is planned for.
    pub planned: Pattern,
}

super::table!(
    /// The table of the periods of plans.
    periods: Periods = "periods.json"
);
