//! What links a problem with a plan.

use super::{Letters, List};
use serde::Deserialize;

/// What linking passages needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Trace {
    /// Words for one and the same matter.
    pub groups: Vec<Matter>,
    /// Words of the genre that say nothing of the matter.
    pub filler: List,
    /// Words that say that something is wanting, or is to be mended.
    pub states: List,
    /// Letters that bind words and belong to none.
    pub binders: Letters,
}

/// A matter, with the words for it.
#[derive(Debug, Deserialize)]
pub struct Matter {
    /// Its name in the table.
    pub id: String,
    /// How much it tells that two passages share it.
    pub weight: f32,
    /// The words.
    pub words: List,
    /// The wider matter that it belongs to.
    pub within: Option<String>,
    /// Matters by which it is commonly answered.
    #[serde(default)]
    pub answered_by: List,
    /// Whether it is a field of many matters: two words of it say the same
    /// only as far as they are alike.
    #[serde(default)]
    pub field: bool,
    /// Whether it says how something stands (力量薄弱, 培训), not what is meant:
    /// it links where what is meant is linked too.
    #[serde(default)]
    pub aspect: bool,
}

super::table!(
    /// The table of such words.
    trace: Trace = "trace.json"
);
