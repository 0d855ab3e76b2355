//! What stands around a number.

use super::{Letters, List};
use serde::Deserialize;

/// What reading figures needs to know; each list is explained by its key in the table.
#[derive(Debug, Default, Deserialize)]
pub struct Measure {
    /// Powers of ten behind a number (万, 亿), longer ones first.
    pub factors: List,
    /// Measure words and units.
    pub measures: List,
    /// Words behind a number that make it a date or an ordinal.
    pub times: List,
    /// Words that take a number without a measure word (12大类, 8部门).
    pub direct: List,
    /// Nouns behind a number that is a name (12345热线, 531工程).
    pub coinages: List,
    /// Telephone numbers.
    pub hotlines: List,
    /// Ends of indicators whose figure needs no measure word (访问量1600).
    pub indicator_ends: List,
    /// Words between an indicator and its figure.
    pub before_number: List,
    /// Words of clauses whose figures are scores, ranks or numbers of something.
    pub score_words: List,
    /// Approximations before a number.
    pub approximate_before: List,
    /// Approximations behind the measure word.
    pub approximate_after: List,
    /// Bounds before a number.
    pub bounds_before: List,
    /// Bounds behind the measure word.
    pub bounds_after: List,
    /// Words that end like an approximation (签约, 附近).
    pub no_approximation: List,
    /// Units before which 近 means "recent".
    pub recent: List,
    /// Words that start like an approximation (多元, 余额).
    pub more_words: List,
    /// Ends of the names of rates.
    pub rate_subjects: List,
    /// Words that end like a rate.
    pub no_rates: List,
    /// Words for a change.
    pub change_verbs: List,
    /// What differences of percentages are stated in.
    pub points: List,
    /// Measure words behind a number of titles.
    pub law_counters: Letters,
    /// Measure words behind a number of listed things.
    pub list_counters: Letters,
    /// What joins titles or quotations.
    pub joiners: List,
    /// Letters that may join the last two members of a list.
    pub joins: Letters,
    /// Words with which it cannot be told how many members a list has.
    pub no_joins: List,
    /// Characters of what is no plain list of words.
    pub no_members: Letters,
    /// What single things are called that a clause names before their number …
    pub things: List,
    /// … what only begins like one of them behind 项 (项目标, 项目录) …
    pub other_things: List,
    /// … behind one of these …
    pub named_by: List,
    /// … unless they end so and say where the things are or whose.
    pub no_things: List,
    /// Characters of what is no plain list in front of 分别.
    pub no_respective: Letters,
    /// Letters between two numbers.
    pub range_joins: Letters,
    /// Letters behind a number that is not exact (余, 多).
    pub more: Letters,
    /// What is counted behind a list of titles.
    pub law_nouns: List,
    /// What is counted behind a list of words.
    pub list_nouns: List,
}

super::table!(
    /// The table of figures and measure words.
    measure: Measure = "measure.json"
);
