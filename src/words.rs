//! Word tables: plain data that rules look things up in.

mod list;

pub use list::List;

use crate::text::{Hay, Matcher};
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// What `doubled-text` needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Doubled {
    /// Characters that are never written twice in a row.
    pub characters: String,
    /// Phrases in which a doubling is right.
    pub except: List,
    /// What names contain: a name may come again in its sentence.
    pub names: List,
}

/// The table of `doubled-text`.
pub fn doubled() -> &'static Doubled {
    static TABLE: OnceLock<Doubled> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/doubled.json")).unwrap_or_default())
}

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
}

/// The table of `bare-year`.
pub fn time() -> &'static Time {
    static TABLE: OnceLock<Time> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/time.json")).unwrap_or_default())
}

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
    /// What is counted behind a list of titles.
    pub law_nouns: List,
    /// What is counted behind a list of words.
    pub list_nouns: List,
}

/// The table of figures and measure words.
pub fn measure() -> &'static Measure {
    static TABLE: OnceLock<Measure> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/measure.json")).unwrap_or_default())
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
    /// What makes the opposite of a word (合格, 不合格).
    pub negations: List,
    /// Words that say that a figure is that of the whole year.
    pub annual: List,
    /// Units of what may be done several times under one name.
    pub activities: List,
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

/// The table of what relates figures.
pub fn relations() -> &'static Relations {
    static TABLE: OnceLock<Relations> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/relation.json")).unwrap_or_default())
}

/// A row of a table of phrases.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Phrase {
    /// A pattern of what is wrong; its group 1, where it has one, is the passage.
    #[serde(deserialize_with = "pattern")]
    wrong: Option<Matcher>,
    /// What should stand there; empty where `pairs` say it.
    right: String,
    /// What is replaced inside the passage: the first pair that it contains.
    pairs: Vec<(String, String)>,
    /// Words directly in front in which the passage is right.
    not_behind: Vec<String>,
    /// Words directly behind in which the passage is right.
    not_before: Vec<String>,
    /// Whether it can be mended without a look.
    pub safe: bool,
    /// Convention more than error.
    pub hint: bool,
    /// What says so.
    pub source: String,
}

fn pattern<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Matcher>, D::Error> {
    Ok(Some(Matcher::trusted(&String::deserialize(from)?)))
}

impl Phrase {
    /// The passages of a text that are wrong, in bytes.
    pub fn find(&self, hay: Hay<'_>) -> Vec<Range<usize>> {
        let text = hay.text;
        let hits = self.wrong.iter().flat_map(|w| w.captures_iter(hay)).filter_map(|hit| hit.get(1).or_else(|| hit.get(0)));
        let hits = hits.filter(|hit| {
            let (before, after) = (text.get(..hit.start()).unwrap_or_default(), text.get(hit.end()..).unwrap_or_default());
            !self.not_behind.iter().any(|w| before.ends_with(w.as_str())) && !self.not_before.iter().any(|w| after.starts_with(w.as_str()))
        });
        hits.map(|hit| hit.range()).collect()
    }

    /// What should stand in the place of a passage.
    pub fn right(&self, wrong: &str) -> String {
        if !self.right.is_empty() {
            return self.right.clone();
        }
        let pair = self.pairs.iter().find(|(from, _)| wrong.contains(from.as_str()));
        pair.map_or_else(|| wrong.to_owned(), |(from, to)| wrong.replacen(from.as_str(), to, 1))
    }
}

#[derive(Debug, Default, Deserialize)]
struct Phrases {
    rows: Vec<Phrase>,
}

/// The table of `confusable-word`.
pub fn confusables() -> &'static [Phrase] {
    static TABLE: OnceLock<Phrases> = OnceLock::new();
    &TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/confusable.json")).unwrap_or_default()).rows
}

/// The table of `set-phrase`.
pub fn set_phrases() -> &'static [Phrase] {
    static TABLE: OnceLock<Phrases> = OnceLock::new();
    &TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/set-phrases.json")).unwrap_or_default()).rows
}

/// What `interpunct` needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Days {
    /// Days that are named by month and day.
    pub days: Vec<Day>,
}

/// A day such as 12.4.
#[derive(Debug, Deserialize)]
pub struct Day {
    /// Month and day with a point between them.
    pub day: String,
    /// What is written behind it.
    pub names: List,
}

/// The table of `interpunct`.
pub fn days() -> &'static Days {
    static TABLE: OnceLock<Days> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/interpunct.json")).unwrap_or_default())
}

/// Patterns that each stand for one kind of line or passage.
#[derive(Debug, Default, Deserialize)]
struct Patterns {
    #[serde(deserialize_with = "patterns")]
    patterns: Vec<Matcher>,
}

fn patterns<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Matcher>, D::Error> {
    Ok(Vec::<String>::deserialize(from)?.iter().map(|t| Matcher::trusted(t)).collect())
}

/// The patterns of `web-residue`.
pub fn web_residue() -> &'static [Matcher] {
    static TABLE: OnceLock<Patterns> = OnceLock::new();
    &TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/web-residue.json")).unwrap_or_default()).patterns
}

/// The patterns of `placeholder` beside the prompts of templates.
pub fn placeholders() -> &'static [Matcher] {
    static TABLE: OnceLock<Patterns> = OnceLock::new();
    &TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/placeholder.json")).unwrap_or_default()).patterns
}

/// Words that close a list or tell what kind of number stands before them.
#[derive(Debug, Default, Deserialize)]
pub struct Kinds {
    /// What a list is of, behind 等 (等问题).
    pub list_closers: List,
    /// What a number with 号 belongs to that is no document (3号楼).
    pub room_numbers: List,
    /// What in a title says that its year is not the whole, or not the only one.
    pub other_spans: List,
}

/// The table of such words.
pub fn kinds() -> &'static Kinds {
    static TABLE: OnceLock<Kinds> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/kinds.json")).unwrap_or_default())
}

/// What linking passages needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Trace {
    /// Words for one and the same matter.
    pub groups: Vec<Matter>,
    /// Words of the genre that say nothing of the matter.
    pub filler: List,
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
}

/// The table of such words.
pub fn trace() -> &'static Trace {
    static TABLE: OnceLock<Trace> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/trace.json")).unwrap_or_default())
}

#[derive(Debug, Default, Deserialize)]
struct Common {
    phrases: Vec<String>,
}

/// Set phrases in which passages may agree without being copied: their letters,
/// without marks.
pub fn common_phrases() -> &'static [String] {
    static TABLE: OnceLock<Common> = OnceLock::new();
    &TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/common-phrases.json")).unwrap_or_default()).phrases
}

/// The tables of `vague-problem`.
#[derive(Debug, Default, Deserialize)]
pub struct Vague {
    /// How a clause ends that says no more than that something is wanting.
    #[serde(deserialize_with = "patterns")]
    pub endings: Vec<Matcher>,
    /// What tells that a sentence names a problem.
    #[serde(deserialize_with = "patterns")]
    pub lacks: Vec<Matcher>,
    /// What makes a problem one of this place: who, where, how much, why.
    #[serde(deserialize_with = "patterns")]
    pub details: Vec<Matcher>,
}

/// The table of such words.
pub fn vague() -> &'static Vague {
    static TABLE: OnceLock<Vague> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/vague.json")).unwrap_or_default())
}

/// What comparing reports needs to know.
#[derive(Debug, Default, Deserialize)]
pub struct Corpus {
    /// Phrases that all reports share.
    pub set_phrases: List,
    /// Words in the name of an indicator that tell when or where it was counted.
    pub indicator_noise: List,
    /// Words between an indicator and its figure.
    pub indicator_ends: List,
    /// Words for the year before.
    pub previous_year: List,
    /// Words that compare with the year before.
    pub compared: List,
    /// Words for a sum over years.
    pub cumulative: List,
    /// Words for other spans than a year.
    pub other_spans: List,
    /// Words for what a year added.
    pub new: List,
    /// Words beside the name of another place that say why it is named.
    pub neighbours: List,
    /// Words for a place among others, or for what those above ask.
    pub ranks: List,
    /// Words before a document of one's own.
    pub issued: List,
}

/// The table for comparing reports.
pub fn corpus() -> &'static Corpus {
    static TABLE: OnceLock<Corpus> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/corpus.json")).unwrap_or_default())
}

/// Which years of a report follow from the year that it is on.
#[derive(Debug, Default, Deserialize)]
pub struct RollYear {
    /// Words before a year that opens a clause.
    pub openers: Vec<String>,
    /// What joins the years of a span or a list.
    pub joiners: Vec<String>,
    /// Words before the year in which something began …
    pub since: Vec<String>,
    /// … and behind it and its 年.
    pub since_behind: Vec<String>,
    /// Words before a year that is compared with …
    pub compared: Vec<String>,
    /// … and behind it.
    pub compared_behind: Vec<String>,
    /// The first and the last day of a year: between them is that year.
    pub bounds: Vec<String>,
    /// Words in the clause of an opening that announces what is planned.
    pub plans: Vec<String>,
    /// Words before the year up to which something is counted.
    pub until: Vec<String>,
}

/// The table of years that follow.
pub fn roll_year() -> &'static RollYear {
    static TABLE: OnceLock<RollYear> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/roll-year.json")).unwrap_or_default())
}

/// What a new report says whatever its kind.
#[derive(Debug, Default, Deserialize)]
pub struct NewReport {
    /// Characters that end the name of a place which may have a government.
    pub place_ends: Vec<char>,
    /// Ends of other names that are no organs.
    pub no_organs: Vec<String>,
    /// What makes an organ of a place.
    pub government: String,
    /// What makes a place of its kind all of it (全市).
    pub whole: String,
    /// How an issuer speaks of itself, by what it is or its level.
    pub selves: HashMap<String, String>,
    /// A section on a theme.
    pub section: String,
    /// The heading for what belongs to no theme.
    pub others: String,
    /// What last year planned.
    pub plan: String,
    /// What was wanting last year.
    pub problem: String,
    /// What last year counted.
    pub figure: String,
    /// What starts with these names no figure.
    pub no_label_starts: Vec<String>,
    /// What ends with these names no figure.
    pub no_label_ends: Vec<String>,
}

impl NewReport {
    /// Whether a prompt is one of those that hand last year's report on.
    pub fn is_prompt(&self, prompt: &str) -> bool {
        let lines = [&self.section, &self.plan, &self.problem, &self.figure];
        let mut prompts = lines.into_iter().flat_map(|line| line.split('【').skip(1)).filter_map(|rest| rest.split('】').next());
        let Some(inner) = prompt.strip_prefix('【').and_then(|p| p.strip_suffix('】')) else { return false };
        prompts.any(|own| {
            let (before, behind) = own.split_once('{').map_or((own, ""), |(before, rest)| (before, rest.split('}').nth(1).unwrap_or("")));
            let blank = own.contains('{');
            if blank { inner.starts_with(before) && inner.ends_with(behind) } else { inner == own }
        })
    }
}

/// The table of new reports.
pub fn new_report() -> &'static NewReport {
    static TABLE: OnceLock<NewReport> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("../schemas/words/new-report.json")).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #[test]
    fn prompts_that_hand_on_are_known_by_their_fixed_words() {
        let table = super::new_report();
        for prompt in ["【上年安排：建成系统。写明完成情况】", "【上年为12件】", "【写明具体做法、文件、数据】", "【分析原因】"]
        {
            assert!(table.is_prompt(prompt), "{prompt}");
        }
        for other in ["【写明】", "【上年】", "【2025年】", "【】", "上年为12件"] {
            assert!(!table.is_prompt(other), "{other}");
        }
    }

    /// Patterns are compiled when a text has their words: here all of them.
    #[test]
    fn every_pattern_of_the_tables_is_one() {
        let phrases = super::confusables().iter().chain(super::set_phrases()).filter_map(|p| p.wrong.as_ref());
        for pattern in phrases
            .chain(super::web_residue())
            .chain(super::placeholders())
            .chain(&super::vague().endings)
            .chain(&super::vague().lacks)
            .chain(&super::vague().details)
        {
            crate::text::Matcher::new(pattern.source()).unwrap_or_else(|e| panic!("{}: {e}", pattern.source()));
        }
    }

    #[test]
    fn the_tables_read() {
        serde_json::from_str::<super::Common>(include_str!("../schemas/words/common-phrases.json")).unwrap();
        serde_json::from_str::<super::Vague>(include_str!("../schemas/words/vague.json")).unwrap();
        serde_json::from_str::<super::Trace>(include_str!("../schemas/words/trace.json")).unwrap();
        serde_json::from_str::<super::Corpus>(include_str!("../schemas/words/corpus.json")).unwrap();
        serde_json::from_str::<super::RollYear>(include_str!("../schemas/words/roll-year.json")).unwrap();
        serde_json::from_str::<super::NewReport>(include_str!("../schemas/words/new-report.json")).unwrap();
        serde_json::from_str::<super::Kinds>(include_str!("../schemas/words/kinds.json")).unwrap();
        serde_json::from_str::<super::Relations>(include_str!("../schemas/words/relation.json")).unwrap();
        serde_json::from_str::<super::Measure>(include_str!("../schemas/words/measure.json")).unwrap();
        serde_json::from_str::<super::Doubled>(include_str!("../schemas/words/doubled.json")).unwrap();
        serde_json::from_str::<super::Time>(include_str!("../schemas/words/time.json")).unwrap();
        serde_json::from_str::<super::Phrases>(include_str!("../schemas/words/confusable.json")).unwrap();
        serde_json::from_str::<super::Phrases>(include_str!("../schemas/words/set-phrases.json")).unwrap();
        serde_json::from_str::<super::Days>(include_str!("../schemas/words/interpunct.json")).unwrap();
        serde_json::from_str::<super::Patterns>(include_str!("../schemas/words/web-residue.json")).unwrap();
        serde_json::from_str::<super::Patterns>(include_str!("../schemas/words/placeholder.json")).unwrap();
    }
}
