//! The figures of a text: numbers that count or measure something, with their
//! unit. Years, dates, ordinals, document and telephone numbers, versions
//! (2.0), coinages (1+4+N) and everything in titles and short quotations is no
//! figure. Lexical only: one pass over the characters.

mod ratios;
mod relation;
mod sums;
mod value;
mod view;

pub use relation::{Relation, RelationKind, Verdict, relations};
pub use value::Value;
pub use view::{View, bare, has};

use crate::text::Scan;
use crate::text::chars::DIGITS;
use crate::text::width::{is_blank, narrow};
use crate::words::{self, List, Measure};
use std::ops::Range;

/// A number that counts or measures something. Ranges are bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The digits.
    pub number: Range<u32>,
    /// Digits, 万 and 余, unit.
    pub range: Range<u32>,
    /// The value, 万 and 亿 included.
    pub value: Value,
    /// How many decimals are printed.
    pub decimals: u32,
    /// Half of what its last printed digit stands for, where it may have been
    /// rounded: 500 of 12.6万; 0 of a plain count.
    pub slack: Value,
    /// The unit in half width without blanks: `件`, `元`, `%`, `百分点`; empty without one.
    pub unit: String,
    /// Whether a power of ten (万) is written.
    pub has_factor: bool,
    /// 约, 近, 超 before the number.
    pub before: Option<Range<u32>>,
    /// 余 or 多 in the number.
    pub more: Option<Range<u32>>,
    /// 左右 behind the unit.
    pub after: Option<Range<u32>>,
    /// A bound (不少于, 以上), or one end of a range.
    pub bounded: bool,
    /// The clause it stands in, an index into [`Figures::clauses`].
    pub clause: usize,
}

impl Figure {
    /// Whether the value is meant exactly.
    pub fn is_exact(&self) -> bool {
        self.before.is_none() && self.more.is_none() && self.after.is_none() && !self.bounded
    }

    /// Whether it is a percentage.
    pub fn is_percent(&self) -> bool {
        self.unit == "%"
    }

    /// Whether it counts something, so that parts of it may be added.
    pub fn is_count(&self) -> bool {
        !matches!(self.unit.as_str(), "" | "%" | "‰" | "百分点")
    }
}

/// A clause: what stands between two marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its bytes, without the mark behind it.
    pub range: Range<u32>,
    /// The sentence it belongs to, counted from 0; 。；！？ end one.
    pub sentence: usize,
}

/// The figures of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The figures in order.
    pub all: Vec<Figure>,
    /// The clauses in order; none where there is no digit.
    pub clauses: Vec<Clause>,
}

/// A character: its byte, itself in half width.
type Char = (u32, char);

impl Figures {
    /// Reads a text; `start` is added to all positions.
    pub fn read(text: &str, start: u32) -> Self {
        if !text.chars().any(|c| narrow(c).is_ascii_digit()) {
            return Self::default();
        }
        let mut chars: Vec<Char> = Vec::with_capacity(text.len() / 2);
        chars.extend(text.char_indices().map(|(i, c)| (start + i as u32, narrow(c))));
        let end = start + text.len() as u32;
        let clauses = clauses(&chars, start, end);
        let hidden = hidden(&chars);
        let reader = Reader { chars: &chars, end, words: words::measure() };
        let mut all = Vec::new();
        let mut index = 0;
        let mut clause = 0;
        while let Some((at, c)) = chars.get(index).copied() {
            if !c.is_ascii_digit() {
                index += 1;
                continue;
            }
            let (next, figure) = reader.number(index);
            if !hidden.get(index).copied().unwrap_or(false)
                && let Some(mut figure) = figure
            {
                while clauses.get(clause + 1).is_some_and(|c| c.range.start <= at) {
                    clause += 1;
                }
                figure.clause = clause;
                all.push(figure);
            }
            index = next.max(index + 1);
        }
        Self { all, clauses }
    }

    /// The figures of a block's body; `scan` is of its text.
    pub fn of(block: &crate::syntax::Block, scan: &Scan) -> Self {
        if !scan.kinds.meets(&DIGITS) {
            return Self::default();
        }
        Self::read(block.body(), block.body.start)
    }

    /// The sentence of a figure.
    pub fn sentence(&self, figure: &Figure) -> usize {
        self.clauses.get(figure.clause).map_or(0, |c| c.sentence)
    }

    /// The bytes of a figure's clause.
    pub fn clause(&self, figure: &Figure) -> Range<u32> {
        self.clauses.get(figure.clause).map_or(figure.range.clone(), |c| c.range.clone())
    }

    /// The index of the clause that a byte stands in.
    pub fn clause_at(&self, at: u32) -> usize {
        self.clauses.partition_point(|c| c.range.start <= at).saturating_sub(1)
    }

    /// Where a sentence starts.
    pub fn sentence_start(&self, sentence: usize) -> Option<u32> {
        self.clauses.get(self.clauses.partition_point(|c| c.sentence < sentence)).map(|c| c.range.start)
    }

    /// The bytes from the start of the figure's clause, or from behind the
    /// figure before it in the same clause, up to the figure: what it counts.
    pub fn label(&self, index: usize) -> Range<u32> {
        let Some(figure) = self.all.get(index) else { return 0..0 };
        let start = self.clause(figure).start;
        let before = index.checked_sub(1).and_then(|i| self.all.get(i)).map_or(start, |f| f.range.end.max(start));
        before.min(figure.range.start)..figure.range.start
    }
}

/// The longest clause and the longest sentence, in bytes. What runs on for longer
/// is no prose, and nobody has to hold all of its figures against each other.
const CLAUSE: u32 = 2000;
const SENTENCE: u32 = 6000;

fn clauses(chars: &[Char], start: u32, end: u32) -> Vec<Clause> {
    let mut found = Vec::new();
    let mut from = start;
    let mut opened = start;
    let mut sentence = 0;
    for (index, (at, c)) in chars.iter().enumerate() {
        let digit = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(|p| p.1.is_ascii_digit());
        let inside = matches!(c, ',' | ':') && digit(index.checked_sub(1)) && digit(Some(index + 1)) && grouped(chars, index);
        let mark = matches!(c, '。' | ';' | '!' | '?' | ',' | ':') && !inside;
        let endless = *at - from >= CLAUSE && !c.is_ascii_digit();
        if mark || endless {
            // Without a mark the character begins the next one.
            let next = if mark { index + 1 } else { index };
            found.push(Clause { range: from..*at, sentence });
            from = chars.get(next).map_or(end, |p| p.0);
            if endless || matches!(c, '。' | ';' | '!' | '?') || *at - opened >= SENTENCE {
                sentence += 1;
                opened = from;
            }
        }
    }
    found.push(Clause { range: from..end, sentence });
    found
}

/// Whether the mark at `index` groups thousands (1,234) or stands in a time or a ratio (17:12).
fn grouped(chars: &[Char], index: usize) -> bool {
    // More than three digits are as good as many.
    let run = |from: usize, step: isize| {
        (0..4)
            .map_while(|n: isize| usize::try_from(from as isize + n * step).ok())
            .take_while(|i| chars.get(*i).is_some_and(|p| p.1.is_ascii_digit()))
            .count()
    };
    let ascii_colon = chars.get(index).is_some_and(|p| p.1 == ':');
    let behind = run(index + 1, 1);
    let before = index.checked_sub(1).map_or(0, |i| run(i, -1));
    if ascii_colon { behind <= 2 && before <= 2 } else { behind == 3 && (1..=3).contains(&before) }
}

/// Which characters stand in titles and short quotations, whose figures are names.
fn hidden(chars: &[Char]) -> Vec<bool> {
    let mut hidden = vec![false; chars.len()];
    for (index, (_, c)) in chars.iter().enumerate() {
        let (close, limit) = match c {
            '《' => ('》', 80),
            '〈' => ('〉', 60),
            '“' => ('”', 24),
            '‘' => ('’', 24),
            '〔' => ('〕', 8),
            '[' => (']', 8),
            _ => continue,
        };
        let inside = chars.iter().skip(index + 1).take(limit).take_while(|p| p.1 != '。' && p.1 != *c);
        if let Some(length) = inside.clone().position(|p| p.1 == close) {
            hidden.iter_mut().skip(index).take(length + 2).for_each(|h| *h = true);
        }
    }
    hidden
}

struct Reader<'a> {
    chars: &'a [Char],
    end: u32,
    words: &'a Measure,
}

impl Reader<'_> {
    fn char(&self, index: usize) -> char {
        self.chars.get(index).map_or('\0', |p| p.1)
    }

    fn byte(&self, index: usize) -> u32 {
        self.chars.get(index).map_or(self.end, |p| p.0)
    }

    fn has(&self, index: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(n, c)| self.char(index + n) == c)
    }

    /// The longest of `words` that ends in front of `index`, as its length in characters.
    fn longest_before(&self, index: usize, words: &List) -> usize {
        words.length_behind(self.chars.get(..index).unwrap_or_default().iter().rev().map(|p| p.1))
    }

    /// The longest of `words` that starts at `index`, as its length in characters.
    fn longest(&self, index: usize, words: &List) -> usize {
        words.length_at(self.chars.get(index..).unwrap_or_default().iter().map(|p| p.1))
    }

    fn digits(&self, index: usize) -> usize {
        self.chars.iter().skip(index).take_while(|p| p.1.is_ascii_digit()).count()
    }

    /// The number that starts at `index`: where to read on, and the figure if it is one.
    fn number(&self, index: usize) -> (usize, Option<Figure>) {
        let mut end = index + self.digits(index);
        let mut digits: String = self.chars.iter().skip(index).take(end - index).map(|p| p.1).collect();
        if end - index <= 3 {
            while self.char(end) == ',' && self.digits(end + 1) == 3 {
                digits.extend((end + 1..end + 4).map(|i| self.char(i)));
                end += 4;
            }
        }
        let mut decimals = 0;
        if self.char(end) == '.' && self.char(end + 1).is_ascii_digit() {
            decimals = self.digits(end + 1);
            digits.extend((end..=end + decimals).map(|i| self.char(i)));
            end += 1 + decimals;
        }
        if self.is_part_of_a_name(index, end, &digits) {
            return (end, None);
        }
        let Some(value) = Value::parse(&digits) else { return (end, None) };
        let mut figure = Figure {
            number: self.byte(index)..self.byte(end),
            range: self.byte(index)..self.byte(end),
            value,
            decimals: decimals as u32,
            slack: Value::whole(0),
            unit: String::new(),
            has_factor: false,
            before: None,
            more: None,
            after: None,
            bounded: self.is_bounded(index),
            clause: 0,
        };
        let behind = self.unit(end, &mut figure);
        if figure.unit.is_empty() && !figure.has_factor && figure.more.is_none() && self.is_no_figure(behind, &digits) {
            return (end, None);
        }
        // 100多年 is a time as 100年 is; 3.0版 is a name.
        let time = figure.unit.is_empty() && self.longest(behind, &self.words.times) > 0;
        if time || figure.unit == "版" {
            return (behind.max(end), None);
        }
        figure.range.end = self.byte(behind.max(end));
        figure.before = self.approximation(index, &figure.unit);
        let mut after = behind;
        let size = self.longest(after, &self.words.approximate_after);
        if size > 0 {
            figure.after = Some(self.byte(after)..self.byte(after + size));
            after += size;
        }
        // 30至50件, 10%—20%
        let ranges = |c: char| matches!(c, '-' | '—' | '–' | '~' | '至' | '到');
        figure.bounded |=
            self.longest(after, &self.words.bounds_after) > 0 || ranges(self.char(after)) && self.char(after + 1).is_ascii_digit();
        (behind.max(end), Some(figure))
    }

    /// What stands directly around the digits tells that they belong to a name,
    /// a date, a range, a formula or an enumeration.
    fn is_part_of_a_name(&self, index: usize, end: usize, digits: &str) -> bool {
        let before = index.checked_sub(1).map_or('\0', |i| self.char(i));
        let next = self.char(end);
        let glued = |c: char| {
            c.is_ascii_alphabetic()
                || matches!(c, '.' | '-' | '—' | '–' | '+' | '×' | '/' | '·' | '•' | '_' | '#' | '№' | '~' | '=' | '*' | '&' | '@' | '℃')
        };
        let latin_unit = ["TB", "GB", "MB", "kWh", "km"].iter().any(|u| self.has(end, u));
        if before == '第' || glued(before) || glued(next) && !latin_unit && !self.is_range(end) {
            return true;
        }
        let digit = |i: usize| self.char(i).is_ascii_digit();
        let colon = next == ':' && digit(end + 1) || before == ':' && index >= 2 && digit(index - 2);
        let alone = before == '(' && next == ')' || matches!(next, '、' | ')') && index == 0;
        // A second end of a range without a unit in the first: 30至50件.
        let range = matches!(before, '至' | '到' | '、') && index >= 2 && digit(index - 2) || matches!(next, '至' | '到') && digit(end + 1);
        let padded = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
        let mut behind = end;
        while behind - end < 3 && is_blank(self.char(behind)) {
            behind += 1;
        }
        // 日 is also the start of 日常; a date before it has 月.
        let time = self.longest(behind, &self.words.times) > 0;
        colon || alone || range || padded || time
    }

    /// Whether a percentage range goes on behind `end` (10%—20% is read as two bounded figures).
    fn is_range(&self, end: usize) -> bool {
        self.char(end) == '%'
    }

    /// Reads 余万, a unit, and what belongs to it; where to read on.
    fn unit(&self, end: usize, figure: &mut Figure) -> usize {
        let mut at = end;
        while at - end < 3 && is_blank(self.char(at)) {
            at += 1;
        }
        if matches!(self.char(at), '%' | '‰') {
            figure.unit = self.char(at).to_string();
            return at + 1;
        }
        let size = self.longest(at, &self.words.points);
        if size > 0 {
            figure.unit = "百分点".to_owned();
            return at + size;
        }
        at = self.more(at, figure);
        // 3千克 is no 3千.
        let factor = self.longest(at, &self.words.factors);
        if factor > 0 && factor >= self.longest(at, &self.words.measures) {
            let power: u32 = (at..at + factor)
                .map(|i| match self.char(i) {
                    '亿' => 8,
                    '万' => 4,
                    '千' => 3,
                    '百' => 2,
                    _ => 1,
                })
                .sum();
            figure.value = figure.value.times_ten_to(power);
            figure.has_factor = true;
            figure.slack = Value { units: 5, scale: figure.decimals + 1 }.times_ten_to(power);
            at += factor;
            at = self.more(at, figure);
        }
        while self.chars.get(at).is_some_and(|p| is_blank(p.1)) && self.longest(at + 1, &self.words.measures) > 0 {
            at += 1;
        }
        let size = self.longest(at, &self.words.measures);
        let from = at;
        at += size;
        if size > 0 && self.char(at) == '(' && self.char(at + 2) == ')' && self.longest(at + 1, &self.words.measures) > 0 {
            at += 3;
        } else if size > 0 && self.char(at) == '/' && self.longest(at + 1, &self.words.measures) > 0 {
            at += 1 + self.longest(at + 1, &self.words.measures);
        }
        figure.unit = (from..at).map(|i| self.char(i)).collect();
        if figure.decimals > 0 && !figure.has_factor {
            figure.slack = Value { units: 5, scale: figure.decimals + 1 };
        }
        at
    }

    /// 余, 多, 来, 几 at `at`, unless they start a word.
    fn more(&self, at: usize, figure: &mut Figure) -> usize {
        if self.words.more.has(self.char(at)) && self.longest(at, &self.words.more_words) == 0 {
            figure.more = Some(self.byte(at)..self.byte(at + 1));
            return at + 1;
        }
        at
    }

    /// A number without a unit that is a year, a telephone number, a version or an enumerator.
    fn is_no_figure(&self, behind: usize, digits: &str) -> bool {
        let year = digits.len() == 4 && digits.parse().is_ok_and(|y: u32| (1900..=2100).contains(&y));
        let version = digits.ends_with(".0");
        year || version || digits.len() > 10 || self.words.hotlines.iter().any(|h| h == digits) || self.char(behind) == '.'
    }

    fn is_bounded(&self, index: usize) -> bool {
        self.longest_before(index, &self.words.bounds_before) > 0
    }

    fn approximation(&self, index: usize, unit: &str) -> Option<Range<u32>> {
        let size = Some(self.longest_before(index, &self.words.approximate_before)).filter(|size| *size > 0)?;
        // 签约30余家; 近20余年来
        let other = self.longest_before(index, &self.words.no_approximation) > 0;
        let recent = size == 1 && self.char(index - 1) == '近' && self.words.recent.iter().any(|w| w == unit);
        (!other && !recent).then(|| self.byte(index - size)..self.byte(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        Figures::read(text, 0).all.iter().map(|f| (f.value.to_string(), f.unit.clone())).collect()
    }

    fn figures(text: &str) -> Vec<String> {
        read(text).into_iter().map(|(v, u)| format!("{v}{u}")).collect()
    }

    #[test]
    fn values_and_units() {
        assert_eq!(figures("受理1398件，完成1397个，完成率99.9%，提高2.5个百分点"), ["1398件", "1397个", "99.9%", "2.5百分点"]);
        assert_eq!(figures("受理１３９８件，完成率９９．９％"), ["1398件", "99.9%"]);
        assert_eq!(figures("9.2万条、86.1亿元、近5000万人次"), ["92000条", "8610000000元", "50000000人次"]);
        assert_eq!(figures("发案量为2233 件，下降 23.11 %"), ["2233件", "23.11%"]);
        assert_eq!(figures("惠及49.5余万户(人)"), ["495000户(人)"]);
        assert_eq!(figures("抽查82444户次，1,234件，审结3086"), ["82444户次", "1234件", "3086"]);
    }

    #[test]
    fn what_is_no_figure() {
        for text in [
            "2020年",
            "2020年12月31日",
            "第6",
            "第12条",
            "12345热线",
            "3.0版",
            "2.0建设",
            "“1+4+N”",
            "1+4+N",
            "《2020年计划12项》",
            "政府令第254号",
            "国发〔2020〕20号",
            "17:12",
            "5G",
            "531X",
            "2020全市",
            "3·15",
            "(1)",
            "1、加强",
        ] {
            assert_eq!(figures(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn approximations() {
        let first = |text: &str| Figures::read(text, 0).all.remove(0);
        assert!(first("近100余件").before.is_some() && first("近100余件").more.is_some());
        assert!(first("约100件左右").after.is_some());
        assert!(first("签约30余家").before.is_none());
        assert!(Figures::read("近20余年", 0).all.is_empty());
        assert!(first("近3个月").before.is_none());
        assert!(first("95%以上").bounded && !first("95%以上").is_exact());
        assert!(first("1600多元化").more.is_none());
        assert!(first("100件").is_exact());
    }

    #[test]
    fn what_never_ends_is_cut() {
        let figures = Figures::read(&"办结12件，".repeat(5000), 0);
        let sentences: Vec<usize> = figures.all.iter().map(|f| figures.sentence(f)).collect();
        assert!(sentences.chunk_by(|a, b| a == b).all(|same| same.len() < 500));
        let text = "县".repeat(2000) + "12件。";
        let figures = Figures::read(&text, 0);
        assert!(figures.clauses.iter().all(|c| c.range.len() < CLAUSE as usize + 3), "{:?}", figures.clauses);
        assert!(figures.clauses.windows(2).all(|c| c[0].sentence < c[1].sentence));
    }

    #[test]
    fn clauses_and_labels() {
        let text = "受理案件100件，其中办结90件；另有1,234件。";
        let figures = Figures::read(text, 0);
        let label = |i: usize| &text[figures.label(i).start as usize..figures.label(i).end as usize];
        assert_eq!([label(0), label(1), label(2)], ["受理案件", "其中办结", "另有"]);
        assert_eq!([0, 1, 2].map(|i| figures.sentence(&figures.all[i])), [0, 0, 1]);
    }
}
