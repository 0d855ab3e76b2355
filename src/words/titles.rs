//! What stands around a title without belonging to it.

use super::{Letters, Pattern};
use serde::Deserialize;

/// What reading a title leaves out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Titles {
    /// Source of the table.
    #[serde(rename = "$comment")]
    pub comment: String,
    /// The line above a table of contents.
    pub contents: Pattern,
    /// The number of an attachment or the stage of the draft, in front of the title.
    pub prefix: Pattern,
    /// The years of a plan or outline that the title names.
    pub span: Pattern,
    /// Marks that slip in at its end.
    pub stops: Letters,
    /// Words for the stages that a draft passes through, the first stage first.
    pub drafts: Vec<Vec<String>>,
    /// Words for what came of it.
    pub finals: Vec<String>,
}

impl Titles {
    /// How far a version has come by what its title or the name of its file says:
    /// the number of its stage, of one that came of them, or `None` where nothing is said.
    pub fn stage(&self, text: &str) -> Option<usize> {
        let has = |words: &Vec<String>| words.iter().any(|word| text.contains(word.as_str()));
        let is_final = || has(&self.finals).then_some(self.final_stage());
        // 送审稿修改稿 is the later of the two.
        self.drafts.iter().rposition(has).or_else(is_final)
    }

    /// The stage of a version that says nothing of one: behind all drafts.
    pub fn unsaid_stage(&self) -> usize {
        self.drafts.len()
    }

    fn final_stage(&self) -> usize {
        self.drafts.len() + 1
    }
}

super::table!(
    /// The table of what stands around titles.
    titles: Titles = "titles.json"
);
