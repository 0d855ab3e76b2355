//! Figures by what they count, so that those of two years can be compared.

use crate::facts::{Figure, Figures, Value, years};
use crate::syntax::Block;
use crate::text::width::{is_blank, narrow, squeeze};
use crate::words;
use std::ops::Range;

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
    pub label: String,
    /// The unit of what is counted.
    pub unit: String,
    /// Which year it is of.
    pub measured: Measured,
    /// Its value; negative for a decrease.
    pub value: Value,
    /// How many decimals are printed.
    pub decimals: u32,
    /// The unit of a change: `%`, `百分点`, or that of what is counted.
    pub printed: String,
    /// What the year added, where this is a sum over years that says so.
    pub added: Option<Value>,
    /// The block it stands in.
    pub block: u32,
    /// Bytes of the figure in the block's text.
    pub range: Range<u32>,
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
        let table = words::corpus();
        let sentence = self.sentence(figure);
        let so_far = squeeze(self.block.get(&(sentence.start..figure.number.start)));
        let subject = earlier.iter().rev().find(|i| i.range.start >= sentence.start && i.measured != Measured::Change);
        let has = |words: &[String]| words.iter().any(|w| label.contains(w.as_str()));
        if has(&table.compared) || self.is_change_behind(&label) {
            return self.change(figure, &label, subject?);
        }
        if has(&table.other_spans) || table.other_spans.iter().any(|w| so_far.contains(w.as_str())) {
            return None;
        }
        let told = years(&so_far).last().map(|y| y.1);
        let measured = if has(&table.cumulative) {
            Measured::Total
        } else if has(&table.previous_year) || told == Some(self.year - 1) {
            Measured::Before
        } else if told.is_none_or(|told| told == self.year) {
            Measured::Year
        } else {
            return None;
        };
        // 上年为151件, （累计376家）: what is counted was named before.
        let own = normal(&label);
        let inherits = own.is_empty() && measured != Measured::Year;
        let subject = subject.filter(|s| s.unit == figure.unit);
        let name = if inherits { subject?.label.clone() } else { own };
        let added = (measured == Measured::Total && inherits)
            .then(|| subject.filter(|s| s.measured == Measured::Year && self.is_new(s)).map(|s| s.value))
            .flatten();
        let label = if added.is_some() { without(&name, &table.new) } else { name };
        Some(self.indicator(figure, label, figure.unit.clone(), measured, figure.value, added))
    }

    /// 同比增长15.2%, 比上年增加30件.
    fn change(&self, figure: &Figure, label: &str, subject: &Indicator) -> Option<Indicator> {
        if subject.measured != Measured::Year {
            return None;
        }
        let table = words::relations();
        let verb = label.trim_end_matches('了');
        let ends = |words: &[String]| words.iter().any(|w| verb.ends_with(w.as_str()));
        let sign = match (ends(&table.rises), ends(&table.falls)) {
            (_, true) => -1,
            (true, false) => 1,
            // 较上年的151件: the year before itself.
            (false, false) if figure.unit == subject.unit && bare_comparison(label) => {
                return Some(self.indicator(figure, subject.label.clone(), figure.unit.clone(), Measured::Before, figure.value, None));
            }
            (false, false) => return None,
        };
        // A change of something that is named anew is no change of the subject.
        let mut rest = verb.to_owned();
        for word in words::corpus().compared.iter().chain(&table.rises).chain(&table.falls) {
            rest = rest.replace(word.as_str(), "");
        }
        let fits = match figure.unit.as_str() {
            "%" => subject.unit != "%",
            "百分点" => subject.unit == "%",
            unit => unit == subject.unit,
        };
        if !fits || !normal(&rest).is_empty() {
            return None;
        }
        let value = if sign < 0 { Value::whole(0).minus(figure.value) } else { figure.value };
        let mut change = self.indicator(figure, subject.label.clone(), subject.unit.clone(), Measured::Change, value, None);
        change.printed.clone_from(&figure.unit);
        Some(change)
    }

    /// Whether a change is named without a word that compares; nothing is read of these.
    fn is_change_behind(&self, label: &str) -> bool {
        let table = words::relations();
        let verbs = table.rises.iter().chain(&table.falls).chain(&words::measure().change_verbs);
        let rest = normal(label);
        !rest.is_empty() && verbs.clone().any(|v| rest == *v)
    }

    fn is_new(&self, indicator: &Indicator) -> bool {
        words::corpus().new.iter().any(|w| indicator.label.contains(w.as_str()))
    }

    /// The bytes of the sentence of a figure up to the figure.
    fn sentence(&self, figure: &Figure) -> Range<u32> {
        let number = self.figures.sentence(figure);
        let start = self.figures.clauses.iter().find(|c| c.sentence == number).map_or(0, |c| c.range.start);
        start..figure.number.start
    }

    fn indicator(&self, figure: &Figure, label: String, unit: String, measured: Measured, value: Value, added: Option<Value>) -> Indicator {
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
    normal(&without(label, &words::corpus().compared)).is_empty()
}

fn without(text: &str, words: &[String]) -> String {
    words.iter().fold(text.to_owned(), |text, word| text.replace(word.as_str(), ""))
}

/// What is counted, without years, words for time and place, marks and the
/// words before the number.
fn normal(label: &str) -> String {
    let table = words::corpus();
    let mut text = label.to_owned();
    for (range, _) in years(label).iter().rev() {
        let end = range.end + '年'.len_utf8();
        let end = if text.get(end..).is_some_and(|t| t.starts_with('度')) { end + '度'.len_utf8() } else { end };
        if text.is_char_boundary(range.start) && text.is_char_boundary(end) {
            text.replace_range(range.start..end, "");
        }
    }
    for word in table.indicator_noise.iter().chain(&table.previous_year) {
        text = text.replace(word.as_str(), "");
    }
    let mut text: String =
        text.chars().filter(|c| !is_blank(*c) && !matches!(narrow(*c), '(' | ')' | '[' | ']' | ',' | '、' | '“' | '”')).collect();
    while let Some(end) = table.indicator_ends.iter().find(|w| text.ends_with(w.as_str())) {
        text.truncate(text.len() - end.len());
    }
    // 共受理案件: the words may stand in front too.
    while let Some(rest) = table.indicator_ends.iter().find_map(|w| text.strip_prefix(w.as_str())).map(str::to_owned) {
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Vec<Indicator> {
        let block = crate::syntax::block(text);
        read(0, &block, &Figures::of(&block), 2025)
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
        assert_eq!((total.label.as_str(), total.added), ("民主法治示范村", Some(Value::whole(8))));
    }
}
