//! Figures by what they count, so that those of two years can be compared.

use crate::facts::{Figure, Figures, Value, years};
use crate::syntax::Block;
use crate::text::width::{is_blank, narrow, squeeze};
use crate::words::{self, List};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Which year a figure is of, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measured {
    /// In the report year.
    Year,
    /// In the year before.
    Before,
    /// Since some year.
    Total,
    /// A change against the year before, in percent, percentage points or the unit itself.
    Change,
}

/// A figure and what it counts.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Indicator {
    /// What is counted, without words for time and place.
    pub label: Arc<str>,
    /// The unit of what is counted.
    pub unit: Arc<str>,
    /// Which year it is of.
    pub measured: Measured,
    /// Its value; negative for a decrease.
    pub value: Value,
    /// How many decimals are printed.
    pub decimals: u32,
    /// The unit of a change: `%`, `百分点`, or that of what is counted.
    pub printed: Arc<str>,
    /// What the year added, where this is a sum over years that says so.
    pub added: Option<Value>,
    /// The block it stands in.
    pub block: u32,
    /// Bytes of the figure in the block's text.
    pub range: Range<u32>,
}

/// The words that are looked for.
struct Table {
    compared: &'static List,
    cumulative: &'static List,
    other_spans: &'static List,
    previous_year: &'static List,
    new: &'static List,
    noise: List,
    ends: &'static List,
    /// What a change says beside what it is of.
    changes: List,
    rises: &'static List,
    falls: &'static List,
    verbs: List,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let (words, relations) = (words::corpus(), words::relations());
        Table {
            compared: &words.compared,
            cumulative: &words.cumulative,
            other_spans: &words.other_spans,
            previous_year: &words.previous_year,
            new: &words.new,
            noise: List::of(words.indicator_noise.iter().chain(&words.previous_year)),
            ends: &words.indicator_ends,
            changes: List::of(words.compared.iter().chain(&relations.rises).chain(&relations.falls)),
            rises: &relations.rises,
            falls: &relations.falls,
            verbs: List::of(relations.rises.iter().chain(&relations.falls).chain(&words::measure().change_verbs)),
        }
    })
}

/// Bytes of the shortest label that is believed: four characters.
const SHORTEST: usize = 4;

/// The indicators of a block of a report on `year`.
pub fn read(index: usize, block: &Block, figures: &Figures, year: i32) -> Vec<Indicator> {
    let reader = Reader { index, block, figures, year };
    let mut found: Vec<Indicator> = Vec::new();
    for at in 0..figures.all.len() {
        let before = found.len();
        let indicator = reader.read(at, found.get(..before).unwrap_or_default());
        found.extend(indicator);
    }
    found.retain(|i| i.label.chars().count() >= SHORTEST);
    found
}

struct Reader<'a> {
    index: usize,
    block: &'a Block,
    figures: &'a Figures,
    year: i32,
}

impl Reader<'_> {
    fn read(&self, at: usize, earlier: &[Indicator]) -> Option<Indicator> {
        let figure = self.figures.all.get(at)?;
        if !figure.is_exact() || figure.unit.is_empty() && !figure.has_factor {
            return None;
        }
        let label = squeeze(self.block.get(&self.figures.label(at)));
        let table = table();
        let sentence = self.sentence(figure);
        let subject = earlier.iter().rev().find(|i| i.range.start >= sentence.start && i.measured != Measured::Change);
        let own = normal(&label);
        // A change that is named without a word that compares; nothing is read of these.
        let is_change = table.verbs.at_start(&own).is_some_and(|verb| verb.len() == own.len());
        if is_change || table.compared.is_in(&label) {
            return self.change(figure, &label, subject?);
        }
        let so_far = squeeze(self.block.get(&(sentence.start..figure.number.start)));
        if table.other_spans.is_in(&label) || table.other_spans.is_in(&so_far) {
            return None;
        }
        let told = years(&so_far).last().map(|y| y.1);
        let measured = if table.cumulative.is_in(&label) {
            Measured::Total
        } else if table.previous_year.is_in(&label) || told == Some(self.year - 1) {
            Measured::Before
        } else if told.is_none_or(|told| told == self.year) {
            Measured::Year
        } else {
            return None;
        };
        // 上年为151件, （累计376家）: what is counted was named before.
        let inherits = own.is_empty() && measured != Measured::Year;
        let subject = subject.filter(|s| *s.unit == *figure.unit);
        let name = if inherits { subject?.label.clone() } else { own.into() };
        let added = (measured == Measured::Total && inherits)
            .then(|| subject.filter(|s| s.measured == Measured::Year && table.new.is_in(&s.label)).map(|s| s.value))
            .flatten();
        let label = if added.is_some() { table.new.without(&name).into() } else { name };
        let unit = subject.map_or_else(|| Arc::from(&*figure.unit), |s| s.unit.clone());
        Some(self.indicator(figure, label, unit, measured, figure.value, added))
    }

    /// 同比增长15.2%, 比上年增加30件.
    fn change(&self, figure: &Figure, label: &str, subject: &Indicator) -> Option<Indicator> {
        if subject.measured != Measured::Year {
            return None;
        }
        let table = table();
        let verb = label.trim_end_matches('了');
        let ends = |words: &List| words.at_end(verb).is_some();
        let sign = match (ends(table.rises), ends(table.falls)) {
            (_, true) => -1,
            (true, false) => 1,
            // 较上年的151件: the year before itself.
            (false, false) if *figure.unit == *subject.unit && bare_comparison(label) => {
                return Some(self.indicator(figure, subject.label.clone(), subject.unit.clone(), Measured::Before, figure.value, None));
            }
            (false, false) => return None,
        };
        // A change of something that is named anew is no change of the subject.
        let rest = table.changes.without(verb);
        let fits = match figure.unit.as_str() {
            "%" => &*subject.unit != "%",
            "百分点" => &*subject.unit == "%",
            unit => unit == &*subject.unit,
        };
        if !fits || !normal(&rest).is_empty() {
            return None;
        }
        let value = if sign < 0 { Value::whole(0).minus(figure.value) } else { figure.value };
        let mut change = self.indicator(figure, subject.label.clone(), subject.unit.clone(), Measured::Change, value, None);
        if *change.unit != *figure.unit {
            change.printed = Arc::from(&*figure.unit);
        }
        Some(change)
    }

    /// The bytes of the sentence of a figure up to the figure.
    fn sentence(&self, figure: &Figure) -> Range<u32> {
        let number = self.figures.sentence(figure);
        let start = self.figures.sentence_start(number).unwrap_or(0);
        start..figure.number.start
    }

    fn indicator(
        &self,
        figure: &Figure,
        label: Arc<str>,
        unit: Arc<str>,
        measured: Measured,
        value: Value,
        added: Option<Value>,
    ) -> Indicator {
        Indicator {
            label,
            printed: unit.clone(),
            unit,
            measured,
            value,
            decimals: figure.decimals,
            added,
            block: self.index as u32,
            range: figure.range.clone(),
        }
    }
}

/// Whether a label only compares: 较上年的.
fn bare_comparison(label: &str) -> bool {
    normal(&table().compared.without(label)).is_empty()
}

/// What is counted, without years, words for time and place, marks and the
/// words before the number.
fn normal(label: &str) -> String {
    let table = table();
    let mut text = label.to_owned();
    for (range, _) in years(label).iter().rev() {
        let end = range.end + '年'.len_utf8();
        let end = if text.get(end..).is_some_and(|t| t.starts_with('度')) { end + '度'.len_utf8() } else { end };
        if text.is_char_boundary(range.start) && text.is_char_boundary(end) {
            text.replace_range(range.start..end, "");
        }
    }
    let text = table.noise.without(&text);
    let mut text: String =
        text.chars().filter(|c| !is_blank(*c) && !matches!(narrow(*c), '(' | ')' | '[' | ']' | ',' | '、' | '“' | '”')).collect();
    while let Some(shorter) = table.ends.strip_end(&text).map(str::to_owned) {
        text = shorter;
    }
    // 共受理案件: the words may stand in front too.
    while let Some(shorter) = table.ends.strip_start(&text).map(str::to_owned) {
        text = shorter;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn read_text(text: &str) -> Vec<Indicator> {
        let block = Arc::new(crate::syntax::block(text));
        read(0, &block, &crate::facts::Facts::of(&block).figures, 2025)
    }

    fn of(text: &str) -> Vec<String> {
        let found = read_text(text);
        found.iter().map(|i| format!("{} {:?} {}{}", i.label, i.measured, i.value, i.printed)).collect()
    }

    #[test]
    fn what_figures_count_and_when() {
        assert_eq!(of("全年共受理行政复议案件181件，同比增长20%。"), ["受理行政复议案件 Year 181件", "受理行政复议案件 Change 20%"]);
        assert_eq!(
            of("2025年受理行政复议案件181件，较上年的151件有所增加。"),
            ["受理行政复议案件 Year 181件", "受理行政复议案件 Before 151件"]
        );
        assert_eq!(of("受理行政复议案件181件，上年为151件。"), ["受理行政复议案件 Year 181件", "受理行政复议案件 Before 151件"]);
        assert_eq!(of("2024年受理行政复议案件151件。"), ["受理行政复议案件 Before 151件"]);
        assert_eq!(of("受理行政复议案件181件，比上年减少30件。"), ["受理行政复议案件 Year 181件", "受理行政复议案件 Change -30件"]);
        assert_eq!(
            of("行政机关负责人出庭应诉率91.8%，同比提高2.5个百分点。"),
            ["行政机关负责人出庭应诉率 Year 91.8%", "行政机关负责人出庭应诉率 Change 2.5百分点"]
        );
        assert_eq!(of("累计建成公共法律服务站120个。"), ["建成公共法律服务站 Total 120个"]);
        assert_eq!(of("2021年以来受理行政复议案件900件，2023年受理行政复议案件80件。"), [] as [&str; 0]);
    }

    #[test]
    fn a_sum_over_years_and_what_the_year_added() {
        let found = read_text("新创建民主法治示范村8家（累计30家）。");
        let total = found.iter().find(|i| i.measured == Measured::Total).unwrap();
        assert_eq!((&*total.label, total.added), ("民主法治示范村", Some(Value::whole(8))));
    }
}
