//! How a report speaks of a place as its own.

use super::{Letters, List, Pattern};
use serde::Deserialize;

/// What reading names of other places in one report needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct OtherPlace {
    /// Last characters of the names that are looked for.
    pub ends: Letters,
    /// Last characters of names of which only the principal is one's own.
    pub ends_of_principals: Letters,
    /// The principal of the place behind its name.
    pub principal: Pattern,
    /// Characters that begin no name.
    pub no_starts: Letters,
    /// Characters that are the second of no name.
    pub no_seconds: Letters,
    /// Characters behind the last one that make another word of it.
    pub go_on: Letters,
    /// An organ of the place behind its name.
    pub organ: Pattern,
    /// A matter of the place behind its name.
    pub matter: Pattern,
    /// What the report is good for, in front of the name.
    pub purpose: Pattern,
    /// Words directly behind a name that make it somebody there.
    pub others: List,
    /// Words in a sentence that say why another place is named.
    pub otherwise: List,
}

super::table!(
    /// The table of how a report speaks of a place as its own.
    other_place: OtherPlace = "other-place.json"
);
