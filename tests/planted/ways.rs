//! The ways as they stand in `tests/fixtures/planted/ways.json`, and the places
//! of a text where each of them can be carried out. The README beside the data
//! tells what every key means.

use crate::support::Seeded;
use regex::{Captures, Regex};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;

/// One way in which a drafter spoils a report; a silent one where it has no rules.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    pub id: String,
    /// Any of these rules counts as found. Empty: nothing new may be found.
    pub rules: Vec<String>,
    /// Rules that may speak as well, since what they say follows from the defect.
    #[serde(default)]
    pub also: Vec<String>,
    pub what: String,
    pub edit: Edit,
    #[serde(default)]
    pub only: Option<String>,
    #[serde(default)]
    pub except: Option<String>,
    #[serde(default)]
    pub years: Option<(i32, i32)>,
    #[serde(default)]
    pub holds: Option<String>,
    #[serde(default)]
    pub until: Option<String>,
    #[serde(default)]
    pub gone: Option<String>,
    #[serde(default = "three")]
    pub limit: usize,
    #[serde(default)]
    pub expect: Expect,
    #[serde(default)]
    pub beside: Option<Beside>,
}

fn three() -> usize {
    3
}

/// Where the finding must lie.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expect {
    /// In a line that was changed.
    #[default]
    Here,
    /// Anywhere.
    Document,
}

/// Another report that is analysed together with the spoiled one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    pub file: String,
    pub take: String,
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Edit {
    /// A match in other words.
    Replace { find: String, with: String },
    /// The number in the group `n`, larger or smaller, in its own form.
    Number {
        find: String,
        #[serde(default)]
        plus: Option<f64>,
        #[serde(default)]
        times: Option<f64>,
    },
    /// A word for another.
    Words { pairs: Vec<(String, String)> },
    /// A new line after one that matches.
    InsertAfter { line: String, text: String },
    /// A line is taken away.
    DeleteLine { line: String },
    /// A line stands there twice.
    DuplicateLine { line: String },
}

/// A text that ways are carried out on.
pub struct Report {
    pub name: String,
    pub text: String,
    pub published: bool,
}

/// What takes the place of a range (bytes) of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Planted {
    pub range: Range<usize>,
    pub with: String,
}

const WIDTHS: [(char, char); 7] = [('，', ','), ('：', ':'), ('；', ';'), ('（', '('), ('）', ')'), ('！', '!'), ('？', '?')];

impl Report {
    /// The year reported on: the first that is followed by the subject of the report.
    pub fn year(&self) -> Option<i32> {
        let year = Regex::new("(20[0-9]{2})年(?s:.{0,12}?)(?:法治政府|政府信息公开)").unwrap();
        year.captures(&self.text)?[1].parse().ok()
    }

    /// Whether the text writes its commas half width, as texts collected from the web do.
    fn is_half_width(&self) -> bool {
        self.text.matches(',').count() > self.text.matches('，').count()
    }

    fn line_end(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// The ranges of the lines, without their ends.
    fn lines(&self) -> impl Iterator<Item = Range<usize>> {
        let mut at = 0;
        self.text.split_inclusive('\n').map(move |line| {
            let start = at;
            at += line.len();
            start..start + line.trim_end_matches(['\n', '\r']).len()
        })
    }
}

impl Way {
    pub fn is_silent(&self) -> bool {
        self.rules.is_empty()
    }

    /// The places in a report, at most `limit` of them, the same in every run.
    pub fn places(&self, report: &Report, others: &[Report]) -> Vec<Planted> {
        let Some(year) = report.year() else { return Vec::new() };
        if !self.is_for(report, year) {
            return Vec::new();
        }
        let taken = self.beside.as_ref().map(|b| b.taken(others)).unwrap_or_default();
        let words = |text: &str| with_years(text, year).replace("@taken", &taken);
        let end = self.until.as_ref().and_then(|until| pattern(&words(until)).find(&report.text)).map_or(report.text.len(), |m| m.start());
        let mut places = self.edit.places(report, &words);
        places.retain(|p| p.range.start < end && report.text[p.range.clone()] != p.with);
        if let Some(gone) = &self.gone {
            let gone = pattern(&words(gone));
            places.retain(|p| !gone.is_match(&p.apply(&report.text)));
        }
        let places = places.into_iter().map(|p| p.trimmed(&report.text)).collect();
        Seeded(seed(&self.id) ^ seed(&report.name)).sample(places, self.limit)
    }

    fn is_for(&self, report: &Report, year: i32) -> bool {
        let named = |names: &String| Regex::new(names).unwrap().is_match(&report.name);
        self.only.as_ref().is_none_or(named)
            && !self.except.as_ref().is_some_and(named)
            && self.years.is_none_or(|(first, last)| (first..=last).contains(&year))
            && self.holds.as_ref().is_none_or(|holds| pattern(&with_years(holds, year)).is_match(&report.text))
    }
}

impl Beside {
    /// The other report.
    pub fn find<'a>(&self, others: &'a [Report]) -> &'a Report {
        others.iter().find(|r| r.name == self.file).unwrap_or_else(|| panic!("no report {}", self.file))
    }

    fn taken(&self, others: &[Report]) -> String {
        let other = self.find(others);
        let found = pattern(&self.take).find(&other.text);
        found.unwrap_or_else(|| panic!("{} has no {}", self.file, self.take)).as_str().to_owned()
    }
}

impl Edit {
    fn places(&self, report: &Report, words: &dyn Fn(&str) -> String) -> Vec<Planted> {
        let text = &report.text;
        let own_width = |with: &str| {
            let mut with = words(with);
            if report.is_half_width() {
                for (full, half) in WIDTHS {
                    with = with.replace(full, &half.to_string());
                }
            }
            with
        };
        let lines = |line: &str| {
            let line = pattern(&words(line));
            report.lines().filter(move |range| line.is_match(&text[range.clone()])).collect::<Vec<_>>()
        };
        match self {
            Edit::Replace { find, with } => {
                let with = own_width(with);
                let expand = |found: Captures| {
                    let mut out = String::new();
                    found.expand(&with, &mut out);
                    Planted { range: found.get(0).unwrap().range(), with: out }
                };
                pattern(&words(find)).captures_iter(text).map(expand).collect()
            }
            Edit::Number { find, plus, times } => {
                let other = |number: f64| number * times.unwrap_or(1.0) + plus.unwrap_or(0.0);
                let change = |found: Captures| {
                    let number = found.name("n").expect("a group n");
                    Some(Planted { range: number.range(), with: in_its_form(number.as_str(), other)? })
                };
                pattern(&words(find)).captures_iter(text).filter_map(change).collect()
            }
            Edit::Words { pairs } => {
                let of = |(from, to): &(String, String)| {
                    let to = own_width(to);
                    let found: Vec<_> = pattern(&words(from)).find_iter(text).map(|m| m.range()).collect();
                    found.into_iter().map(|range| Planted { range, with: to.clone() }).collect::<Vec<_>>()
                };
                let mut places: Vec<_> = pairs.iter().flat_map(of).collect();
                places.sort_by_key(|p| p.range.start);
                places
            }
            Edit::InsertAfter { line, text: new } => {
                let new = own_width(new);
                lines(line).into_iter().map(|at| Planted { range: at.end..at.end, with: gap(report, at.end) + &new }).collect()
            }
            Edit::DeleteLine { line } => {
                lines(line).into_iter().map(|at| Planted { range: with_gap(report, at), with: String::new() }).collect()
            }
            Edit::DuplicateLine { line } => {
                let again = |at: Range<usize>| Planted { range: at.end..at.end, with: gap(report, at.end) + &text[at] };
                lines(line).into_iter().map(again).collect()
            }
        }
    }
}

impl Planted {
    pub fn apply(&self, text: &str) -> String {
        [&text[..self.range.start], &self.with, &text[self.range.end..]].concat()
    }

    /// The same without what stays as it was at both ends.
    fn trimmed(self, text: &str) -> Self {
        let old = &text[self.range.clone()];
        let pairs = || old.chars().zip(self.with.chars());
        let head: usize = pairs().take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let (old, new) = (&old[head..], &self.with[head..]);
        let tail: usize = old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        Self { range: self.range.start + head..self.range.end - tail, with: new[..new.len() - tail].to_owned() }
    }
}

/// A pattern over lines, of which the marks match in either width. Compiled once.
fn pattern(source: &str) -> Regex {
    static COMPILED: Mutex<BTreeMap<String, Regex>> = Mutex::new(BTreeMap::new());
    let compile = || {
        let mut wide = source.to_owned();
        for (full, half) in WIDTHS {
            wide = wide.replace(full, &format!("[{full}{half}]"));
        }
        Regex::new(&format!("(?mR){wide}")).unwrap_or_else(|e| panic!("{e}"))
    };
    COMPILED.lock().unwrap().entry(source.to_owned()).or_insert_with(compile).clone()
}

/// `@last`, `@year`, `@next` and `@after` are the years around the one reported on.
fn with_years(text: &str, year: i32) -> String {
    let mut out = text.to_owned();
    for (name, by) in [("@last", -1), ("@year", 0), ("@next", 1), ("@after", 2)] {
        out = out.replace(name, &(year + by).to_string());
    }
    out
}

/// The end of a line, or of a line and the blank one after it where the text sets its paragraphs apart.
fn gap(report: &Report, at: usize) -> String {
    let end = report.line_end();
    let rest = report.text[at..].strip_prefix(end).unwrap_or_default();
    let next = rest.split('\n').next().unwrap_or_default();
    if rest.contains('\n') && next.trim().is_empty() { end.repeat(2) } else { end.to_owned() }
}

/// A line with its end and the blank line after it.
fn with_gap(report: &Report, line: Range<usize>) -> Range<usize> {
    let gap = gap(report, line.end).len();
    line.start..(line.end + gap).min(report.text.len())
}

const NUMERALS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// Another number with as many decimals, or in Chinese numerals up to 99.
fn in_its_form(number: &str, other: impl Fn(f64) -> f64) -> Option<String> {
    if let Ok(value) = number.parse::<f64>() {
        let decimals = number.split_once('.').map_or(0, |(_, after)| after.len());
        let new = other(value);
        return (new >= 0.0).then(|| format!("{new:.decimals$}"));
    }
    let digit = |c: &str| NUMERALS.iter().position(|n| *n == c).map(|at| at + 1);
    let value = match number.split_once('十') {
        Some((tens, ones)) => 10 * digit(tens).unwrap_or(1) + digit(ones).unwrap_or(0),
        None => digit(number)?,
    };
    let new = other(value as f64).round() as usize;
    let (tens, ones) = (new / 10, new % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        _ => format!("{}十", NUMERALS.get(tens - 1)?),
    };
    (new > 0).then(|| tens + if ones > 0 { NUMERALS[ones - 1] } else { "" })
}

/// A number of its own for each word (FNV-1a).
pub fn seed(word: &str) -> u64 {
    word.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

#[test]
fn numbers_keep_their_form() {
    let next = |number| in_its_form(number, |n| n + 1.0);
    assert_eq!(next("96.25").as_deref(), Some("97.25"));
    assert_eq!(next("九").as_deref(), Some("十"));
    assert_eq!(next("十九").as_deref(), Some("二十"));
    assert_eq!(in_its_form("一", |n| n - 1.0), None);
    assert_eq!(in_its_form("3", |n| n - 5.0), None);
}

#[test]
fn what_stays_is_no_part_of_a_change() {
    let text = "推进依法行政。";
    let planted = Planted { range: 0..text.len(), with: "推进推进依法行政。".into() };
    let trimmed = planted.clone().trimmed(text);
    assert_eq!(trimmed.with, "推进");
    assert_eq!(trimmed.apply(text), planted.apply(text));
}
