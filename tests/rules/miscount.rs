//! Reports whose figures are marked (`tests/fixtures/figures/`), and ways to
//! get one of them wrong. What belongs together is told by the marks, not by
//! the program.

use crate::breakage::{Base, Broken};
use crate::support::{analyse, drafts, read, root};
use regex::Regex;
use std::ops::Range;

/// A number that is marked: ⟨3+86⟩ is a part of sum 3.
#[derive(Clone, Debug)]
pub struct Marked {
    /// Relation and role, as the README of the fixtures lists them.
    pub roles: Vec<(String, char)>,
    /// Its bytes in the text without marks.
    pub range: Range<usize>,
    pub number: String,
}

/// The marked reports: name, text without marks, marks.
pub fn marked() -> Vec<(String, String, Vec<Marked>)> {
    let mark = Regex::new("⟨(L|(?:(?:C?[0-9]+)[:=+/*%±≥⊇⊂<>])*)([^⟩]*)⟩").unwrap();
    let role = Regex::new("(C?[0-9]+)([:=+/*%±≥⊇⊂<>])").unwrap();
    let parse = |(name, source): (String, String)| {
        let (mut text, mut marks, mut last) = (String::new(), Vec::new(), 0);
        for found in mark.captures_iter(&source) {
            let whole = found.get(0).unwrap();
            text.push_str(&source[last..whole.start()]);
            last = whole.end();
            let mut roles: Vec<_> = role.captures_iter(&found[1]).map(|r| (r[1].to_owned(), r[2].chars().next().unwrap())).collect();
            if &found[1] == "L" {
                roles.push((String::new(), 'L'));
            }
            let number = found[2].to_owned();
            marks.push(Marked { roles, range: text.len()..text.len() + number.len(), number: number.clone() });
            text.push_str(&number);
        }
        text.push_str(&source[last..]);
        (name, text, marks)
    };
    drafts("tests/fixtures/figures").into_iter().filter(|d| d.0.ends_with(".txt")).map(parse).collect()
}

impl Marked {
    fn value(&self) -> f64 {
        self.number.parse().unwrap()
    }

    fn is(&self, role: char) -> bool {
        self.roles.iter().any(|r| r.1 == role)
    }
}

/// A relation: its marks by role.
struct Relation<'a>(Vec<(char, &'a Marked)>);

impl<'a> Relation<'a> {
    fn all(&self, role: char) -> Vec<&'a Marked> {
        self.0.iter().filter(|m| m.0 == role).map(|m| m.1).collect()
    }

    fn one(&self, role: char) -> Option<&'a Marked> {
        self.all(role).first().copied()
    }

    /// The percentage with so many decimals, rounded and cut off, if `changed` has another value.
    fn percent(&self, decimals: usize, changed: Option<(&Marked, f64)>) -> Option<(String, String)> {
        let value = |mark: &Marked| changed.filter(|c| c.0.range == mark.range).map_or(mark.value(), |c| c.1);
        let percent = match (self.one('*'), self.one('/'), self.one('>'), self.one('<')) {
            (Some(part), Some(whole), ..) => value(part) / value(whole) * 100.0,
            (_, _, Some(from), Some(to)) if self.one('±').is_some() => (value(to) - value(from)).abs(),
            (_, _, Some(from), Some(to)) => (value(to) - value(from)).abs() / value(from) * 100.0,
            _ => return None,
        };
        let power = 10f64.powi(decimals as i32);
        Some((
            format!("{:.decimals$}", (percent * power + 0.5 + 1e-9).floor() / power),
            format!("{:.decimals$}", (percent * power + 1e-9).floor() / power),
        ))
    }
}

fn relations(base: &Base) -> Vec<Relation<'_>> {
    let mut found: Vec<(&str, Relation<'_>)> = Vec::new();
    for mark in &base.marks {
        for (id, role) in mark.roles.iter().filter(|r| !r.0.is_empty()) {
            match found.iter_mut().find(|f| f.0 == id) {
                Some((_, relation)) => relation.0.push((*role, mark)),
                None => found.push((id, Relation(vec![(*role, mark)]))),
            }
        }
    }
    found.into_iter().map(|f| f.1).collect()
}

/// Slips of the hand: a digit that is another, two that change places.
fn slips(number: &str) -> Vec<String> {
    let digits: Vec<char> = number.chars().collect();
    let mut found = Vec::new();
    let last = digits.len() - 1;
    for at in [0, last] {
        let mut other = digits.clone();
        other[at] = if other[at] == '9' { '8' } else { (other[at] as u8 + 1) as char };
        found.push(other.iter().collect());
    }
    if let Some(at) = (0..last)
        .find(|i| digits[*i].is_ascii_digit() && digits[i + 1].is_ascii_digit() && digits[*i] != digits[i + 1] && digits[i + 1] != '0')
    {
        let mut other = digits.clone();
        other.swap(at, at + 1);
        found.push(other.iter().collect());
    }
    found.sort();
    found.dedup();
    found
}

/// A total or a part of it is mistyped.
pub fn wrong_sum(base: &Base) -> Vec<Broken> {
    let mut found = Vec::new();
    for relation in relations(base) {
        let complete = relation.one('=').is_some();
        let Some(whole) = relation.one('=').or(relation.one('≥')) else { continue };
        let parts = relation.all('+');
        for mark in parts.iter().chain([&whole]) {
            for slip in slips(&mark.number) {
                let value = |m: &Marked| if m.range == mark.range { slip.parse().unwrap() } else { m.value() };
                let over = parts.iter().map(|p| value(p)).sum::<f64>() - value(whole);
                // Amounts that were rounded (2.6亿元) may miss their total by their last digits.
                let rounding = if whole.number.contains('.') { 0.05 * (parts.len() + 1) as f64 } else { 0.0 };
                // Kinds that exclude each other need not be all there are.
                if if complete { over.abs() } else { over } > rounding + 1e-9 {
                    found.push(Broken::one(mark.range.clone(), slip).also(&["conflicting-figure"]));
                }
            }
        }
    }
    found
}

/// A percentage is mistyped.
pub fn wrong_percent(base: &Base) -> Vec<Broken> {
    let mut found = Vec::new();
    for relation in relations(base) {
        let Some(percent) = relation.one('%').or(relation.one('±')) else { continue };
        let decimals = percent.number.split_once('.').map_or(0, |d| d.1.len());
        let Some((_, cut)) = relation.percent(decimals, None) else { continue };
        let wrong = slips(&percent.number).into_iter().filter(|s| *s != cut && *s != percent.number);
        found.extend(wrong.map(|slip| Broken::one(percent.range.clone(), slip)));
    }
    found
}

/// A figure that a percentage is made of is mistyped.
pub fn wrong_count(base: &Base) -> Vec<Broken> {
    let mut found = Vec::new();
    for relation in relations(base) {
        let (Some(percent), Some(part), Some(whole)) = (relation.one('%'), relation.one('*'), relation.one('/')) else { continue };
        let decimals = percent.number.split_once('.').map_or(0, |d| d.1.len());
        for (mark, slip) in [part, whole].into_iter().flat_map(|m| slips(&m.number).into_iter().map(move |s| (m, s))) {
            let value: f64 = slip.parse().unwrap();
            let fits = if mark.range == part.range { value <= whole.value() } else { value >= part.value() };
            let Some((rounded, cut)) = relation.percent(decimals, Some((mark, value))) else { continue };
            if fits && rounded != percent.number && cut != percent.number {
                found.push(Broken::one(mark.range.clone(), slip));
            }
        }
    }
    found
}

/// The last digit of a percentage is cut off.
pub fn cut_percent(base: &Base) -> Vec<Broken> {
    let mut found = Vec::new();
    for relation in relations(base) {
        let Some(percent) = relation.one('%').filter(|_| relation.one('*').is_some()) else { continue };
        for (rounded, cut) in (0..=3).filter_map(|decimals| relation.percent(decimals, None)) {
            if rounded != cut {
                found.push(Broken::one(percent.range.clone(), cut));
            }
        }
    }
    found
}

/// A part becomes larger than its whole.
pub fn larger_part(base: &Base) -> Vec<Broken> {
    let mut found = Vec::new();
    for relation in relations(base) {
        let (Some(whole), Some(part)) = (relation.one('⊇'), relation.one('⊂')) else { continue };
        let more = format!("{}", whole.value() + whole.value().min(3.0).floor());
        let mut tries = vec![more, format!("{}0", part.number), slips(&whole.number).pop().unwrap()];
        tries.retain(|t| t.parse::<f64>().unwrap() > whole.value());
        tries.dedup();
        found.extend(tries.into_iter().map(|t| Broken::one(part.range.clone(), t)));
    }
    found
}

/// A list loses or gains a member against its number.
pub fn wrong_list(base: &Base) -> Vec<Broken> {
    let numerals = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let mut found = Vec::new();
    for mark in base.marks.iter().filter(|m| m.is('L')) {
        let digit = mark.number.chars().all(|c| c.is_ascii_digit());
        let value = numerals.iter().position(|n| *n == mark.number).or(mark.number.parse().ok()).unwrap_or(2);
        for other in [value - 1, value + 1, value + 2].into_iter().filter(|v| *v >= 2) {
            let text = if digit { other.to_string() } else { numerals[other].to_owned() };
            found.push(Broken::one(mark.range.clone(), if text == "二" { "两".to_owned() } else { text }));
        }
    }
    found
}

/// An indicator has another value the second time.
pub fn another_value(base: &Base) -> Vec<Broken> {
    let lone = base.marks.iter().filter(|m| m.roles.len() == 1 && m.is(':'));
    let both = |m: &Marked, slip: String| {
        let id = &m.roles[0].0;
        let all = base.marks.iter().filter(|o| o.roles.iter().any(|r| r.0 == *id)).map(|o| o.range.clone());
        let all: Vec<_> = all.collect();
        let mut broken = Broken::one(m.range.clone(), slip);
        // It is told at the later of the two.
        broken.there = all.iter().map(|r| r.start).min().unwrap()..all.iter().map(|r| r.end).max().unwrap();
        broken
    };
    lone.flat_map(|m| slips(&m.number).into_iter().map(move |s| both(m, s))).collect()
}

fn matches(base: &Base, pattern: &str, with: impl Fn(&regex::Captures<'_>) -> Vec<String>) -> Vec<Broken> {
    if base.marks.is_empty() {
        return Vec::new();
    }
    let pattern = Regex::new(pattern).unwrap();
    pattern
        .captures_iter(&base.text)
        .flat_map(|hit| with(&hit).into_iter().map(move |w| Broken::one(hit.get(1).unwrap().range(), w)).collect::<Vec<_>>())
        .collect()
}

/// Less came in than was done.
pub fn lost_digit(base: &Base) -> Vec<Broken> {
    let also = &["percent-mismatch", "sum-mismatch", "part-exceeds-whole", "conflicting-figure"];
    let pattern = r"(?:受理|收到|排查)\p{Han}{0,8}([0-9]+)件，\p{Han}{0,2}(?:办结|审结|化解)[0-9]+件";
    let lost = matches(base, pattern, |hit| vec![hit[1][..hit[1].len() - 1].to_owned()]);
    // It is told where it was done.
    let wider = |b: Broken| Broken { there: b.there.start..b.there.end + 40, ..b };
    lost.into_iter().map(|b| wider(b.also(also))).collect()
}

/// The change of a rate is given in %.
pub fn lost_points(base: &Base) -> Vec<Broken> {
    matches(base, "[0-9](个百分点)", |_| vec!["%".into()])
}

/// A number loses its measure word.
pub fn lost_measure(base: &Base) -> Vec<Broken> {
    matches(base, r"\p{Han}[0-9]+(件|场|次|份|人|名|项|期|条|个|户|卷|册|处)[，。；]", |_| vec![String::new()])
}

/// A number is made approximate twice, or to the decimal.
pub fn twice_approximate(base: &Base) -> Vec<Broken> {
    let mut found = matches(base, r"\p{Han}(([0-9]+)(件|场|次|份|名|项|条|户))[，。；]", |hit| {
        vec![format!("近{}余{}", &hit[2], &hit[3]), format!("约{}{}左右", &hit[2], &hit[3])]
    });
    found.extend(matches(base, r"([0-9]+\.[0-9]+[万亿])\p{Han}", |hit| {
        let (number, factor) = hit[1].split_at(hit[1].len() - "万".len());
        vec![format!("{number}余{factor}")]
    }));
    found
}

#[test]
fn sentences_are_read_as_they_are_meant() {
    let source = read(&root().join("tests/fixtures/figures/sentences.md"));
    let mark = Regex::new(r"⟦([a-z-]+)\|([^⟧]*)⟧").unwrap();
    let (_, lines) = source.split_once("\n## ").unwrap();
    let lines: Vec<&str> = lines.lines().filter(|l| l.ends_with('。')).collect();
    let meant = |line: &str| mark.captures_iter(line).map(|m| (m[1].to_owned(), m[2].to_owned())).collect::<Vec<_>>();
    let (mut troubles, mut wrong) = (Vec::new(), 0);
    for line in &lines {
        let sentence = mark.replace_all(line, "$2");
        let report = format!("青溪县人民政府2025年法治政府建设年度报告\n\n一、主要工作\n\n{sentence}\n\n青溪县人民政府\n\n2026年2月25日\n");
        let analysis = analyse(&report);
        let of_figures = analysis.findings.iter().filter(|f| f.rule.code.starts_with("NB5"));
        let found: Vec<_> = of_figures.map(|f| (f.rule.name.to_owned(), analysis.words(&f.span).to_owned())).collect();
        wrong += meant(line).len();
        if found != meant(line) {
            troubles.push(format!("{line}\n    found {found:?}"));
        }
    }
    assert!(lines.len() > 150 && wrong > 50, "{} sentences, {wrong} of them wrong", lines.len());
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
}
