//! The figures of a text: numbers that count or measure something, with their
//! unit. Years, dates, ordinals, document and telephone numbers, versions
//! (2.0), coinages (1+4+N) and everything in titles and short quotations is no
//! figure. Lexical only: one pass over the characters.

mod clauses;
mod lists;
mod ratios;
mod reader;
mod relation;
mod sums;
mod value;
mod view;

pub use relation::{Relation, RelationKind, Verdict, relations};
pub use value::Value;
pub use view::{View, bare, has};

use crate::text::Scan;
use crate::text::chars::DIGITS;
use crate::text::width::narrow;
use crate::words;
use clauses::{clauses, hidden};
use reader::Reader;
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

    /// Whether it counts something exactly.
    fn counts(&self) -> bool {
        self.is_count() && self.is_exact()
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

#[cfg(test)]
mod tests {
    use super::clauses::CLAUSE;
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
    fn days_that_become_fewer_are_no_date() {
        assert_eq!(figures("办理时限由20日压缩至8日"), ["20日", "8日"]);
        assert_eq!(figures("由法定20日压减至承诺8日"), ["20日", "8日"]);
        for date in ["从20日至28日开展宣传", "3月20日缩短至28日的名单", "于20日提交，28日办结", "2025年3月20日减少"]
        {
            assert!(!figures(date).contains(&"20日".to_owned()), "{date}");
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
