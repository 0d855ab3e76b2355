//! How figures belong together.

use super::{Letters, List, Pattern};
use serde::Deserialize;

/// A step of a procedure: verbs of what comes before, and of what is made of it.
#[derive(Debug, Default, Deserialize)]
pub struct Stage {
    /// 受理, 收到.
    pub before: List,
    /// 办结, 答复.
    pub behind: List,
}

/// What reading the relations of figures needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Relations {
    /// Words between the name of a percentage and its figure.
    pub levels: List,
    /// Verbs of growth.
    pub rises: List,
    /// Verbs of reduction.
    pub falls: List,
    /// Verbs of a change that do not tell where it leads (优化, 调整).
    pub changes: List,
    /// Verbs that tell by how much time was saved (提速).
    pub speedups: List,
    /// What makes the name of a percentage of such a verb (压减率, 增幅).
    pub rate_names: List,
    /// Words for the year before.
    pub past: List,
    /// Words that compare.
    pub comparisons: List,
    /// Words that bring another base into a sentence.
    pub other_base: List,
    /// What follows a word in the name of a whole (占结案数的).
    pub counted_things: List,
    /// Words for what was added in the year, which is no whole of what there is.
    pub new_ones: List,
    /// Units of events, whose kinds rarely overlap as those of people do.
    pub events: List,
    /// Steps that one case goes through one after the other: no kinds of a whole.
    pub steps: List,
    /// Outcomes of the action that is named before them (调解成功).
    pub outcomes: List,
    /// Words of lists that name some parts only.
    pub partial: List,
    /// Words that introduce the last part of a whole.
    pub closing: List,
    /// Words for what is done of a whole.
    pub settled: List,
    /// Steps in which no more can be behind than was before, one behind the other.
    pub stages: Vec<Stage>,
    /// Words between a mark and such a verb (已全部办结).
    pub manners: List,
    /// Words that say that there was something left from before.
    pub carried: List,
    /// Words for what is done of a whole of which some may not have begun.
    pub settled_partly: List,
    /// Words for all the rest.
    pub remainder: List,
    /// Words that only look like those of lists that name some parts.
    pub not_partial: List,
    /// Words for what was added less what was taken away …
    pub net_gain: List,
    /// … and the other way round.
    pub net_loss: List,
    /// Verbs of what is added …
    pub taken_on: List,
    /// … and of what is taken away.
    pub given_up: List,
    /// Names of rates that cannot be above 100%.
    pub not_above_100: List,
    /// Units of time.
    pub spans: List,
    /// Units of ranks, in which a rise is a smaller number.
    pub ranks: List,
    /// What makes the opposite of a word (合格, 不合格).
    pub negations: List,
    /// Words that say that a figure is that of the whole year.
    pub annual: List,
    /// Units of what may be done several times under one name.
    pub activities: List,
    /// Those for whom a figure may be stated beside the place that reports.
    pub organs: Pattern,
    /// How names of shares end.
    pub shares: List,
    /// Letters before the name of a whole (全部案件).
    pub all_of: Letters,
    /// Letters before the later of two figures that are compared.
    pub up_to: Letters,
    /// Marks and letters before what is said of a part.
    pub leads: Letters,
    /// Words for a sum over years, which may exceed the whole of one.
    pub cumulative: List,
    /// Words for the place that reports.
    pub own_place: List,
    /// Words of another period than the year, or of no sum over it.
    pub other_period: List,
    /// Words for what is aimed at.
    pub aims: List,
    /// Words of a total behind its parts.
    pub totals: List,
    /// Kinds that make up the whole together.
    pub wholes: Vec<Vec<String>>,
    /// Kinds of one classification: they exclude each other.
    pub kinds: Vec<Vec<String>>,
}

impl Relations {
    /// The lists of verbs of change.
    pub fn verbs(&self) -> impl Iterator<Item = &List> {
        [&self.falls, &self.rises, &self.changes].into_iter()
    }
}

super::table!(
    /// The table of what relates figures.
    relations: Relations = "relation.json"
);
