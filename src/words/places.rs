//! How names of places end.

use super::{Letters, List};
use serde::Deserialize;

/// What reading names of places needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Places {
    /// Characters that end the name of a place that has a government, by rank from the township up.
    pub ranks: Vec<Letters>,
    /// All of these.
    pub ends: Letters,
    /// Those that may also be called by a report from below their rank.
    pub above: Letters,
    /// Those of places whose own documents are titled by their name.
    pub titled: Letters,
    /// Those behind which a name of one character is one (赵县).
    pub short: Letters,
    /// Those of names that may be long.
    pub long: Letters,
    /// Those of a long name that nothing stands in front of.
    pub first: Letters,
    /// What the names of autonomous places contain.
    pub autonomous: List,
    /// What a subdistrict is called.
    pub streets: String,
    /// What ends the name of an area with a body of its own instead of a government.
    pub areas: List,
    /// What such a body is called.
    pub area_bodies: List,
    /// Characters behind an end that make another word of it (县域).
    pub spans: Letters,
    /// Words that start like an end.
    pub other_words: List,
    /// Such words behind the two letters of `selves`.
    pub no_selves: List,
    /// Names of the party in front of a place.
    pub party: List,
    /// The character of a party committee.
    pub committee: Letters,
    /// Characters that end the name of an organ as it calls itself (我局).
    pub organs: Letters,
    /// Characters before these by which somebody speaks of himself.
    pub selves: Letters,
    /// What in a title follows the name of the issuer.
    pub title_tails: List,
}

super::table!(
    /// The table of names of places.
    places: Places = "places.json"
);
