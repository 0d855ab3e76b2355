//! # figure-conflict
//!
//! ## What it does
//!
//! Compares this year's 上年, 同比 and 累计 with what last year's report printed: the figure of the
//! year before, the change against it, and a sum over years, which cannot fall. Where another
//! version of the same report lies beside it, figures that differ there are noted.
//!
//! ## Why it matters
//!
//! Both reports are public. Whoever lays them side by side finds two figures for one thing.
//!
//! ## Example
//!
//! > 受理行政复议案件181件，同比增长15%。
//!
//! where last year's report counts 151: 181 are 19.87% more.
//!
//! ## Instead
//!
//! Correct the figure; or say why the count changed (统计口径调整).
//!
//! ## Source
//!
//! What the issuer itself published a year before.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 把本年报告中的“上年”“同比”“累计”与上年报告公布的数据对照：上年的数、与上年相比的增减、不会变小的累计数。
//! 旁边有同一份报告的另一稿时，提示两稿不一致的数据。
//!
//! ## 为什么
//!
//! 两份报告都已公开，放在一起看，同一件事就有了两个数。
//!
//! ## 示例
//!
//! > 受理行政复议案件181件，同比增长15%。
//!
//! 而上年报告为151件：应为增长19.87%。
//!
//! ## 改为
//!
//! 更正数据；或者说明统计口径有调整。
//!
//! ## 依据
//!
//! 本单位上年公布的报告。

use crate::corpus::{Indicator, Measured, Summary};
use crate::facts::Value;
use crate::message::Message;
use crate::rules::{Among, Check, FixKind, Found, Rule, Severity};
use crate::syntax::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "NB803",
    name: "figure-conflict",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Corpus(check),
    source: include_str!("figure_conflict.rs"),
};

/// Where two figures of one name differ by more than this factor, they count
/// different things.
const OTHER_THING: i128 = 5;
/// So many other versions of a report are looked at.
const MAX_VERSIONS: usize = 8;

fn check(among: &Among<'_>) -> Vec<Found> {
    let figures = || among.summary.figures.iter();
    let mut found: Vec<Found> =
        among.previous.iter().flat_map(|previous| figures().filter_map(|figure| conflict(among.summary, figure, previous))).collect();
    let mut versions: Vec<&Summary> = among.index.versions(among.summary).map(|version| &**version).collect();
    versions.truncate(MAX_VERSIONS);
    if !versions.is_empty() {
        found.extend(figures().filter_map(|figure| versions.iter().find_map(|version| differs(among.summary, figure, version))));
    }
    found
}

/// What another version of the report says otherwise. Which of the two is right nobody can tell here.
fn differs(summary: &Summary, figure: &Indicator, version: &Summary) -> Option<Found> {
    if !matches!(figure.measured, Measured::Year | Measured::Total) {
        return None;
    }
    only(summary, &figure.label, &figure.unit, figure.measured)?;
    let (other, at) = only(version, &figure.label, &figure.unit, figure.measured)?;
    if figure.value == other.value || is_other_thing(figure, other) {
        return None;
    }
    let printed = format!("{}{}", other.value, other.printed);
    let message = Message::new("figure-conflict.version").with("label", &*figure.label).with("printed", printed);
    let span = Span { block: figure.block as usize, range: figure.range.clone() };
    let place = version.figure_places.get(at).copied()?;
    let mut found = Found::new(span, message).elsewhere(&version.source, place, Message::new("figure-conflict.version-there"));
    found.severity = Some(Severity::Info);
    Some(found)
}

fn conflict(summary: &Summary, figure: &Indicator, previous: &Summary) -> Option<Found> {
    let of = |report, measured| only(report, &figure.label, &figure.unit, measured);
    let (was, at) = match figure.measured {
        Measured::Year => return None,
        Measured::Before | Measured::Change => of(previous, Measured::Year)?,
        Measured::Total => of(previous, Measured::Total)?,
    };
    let (id, expected) = match figure.measured {
        Measured::Year => return None,
        Measured::Before => (figure.value != was.value).then_some(("figure-conflict.before", None))?,
        Measured::Change => {
            let (now, _) = of(summary, Measured::Year)?;
            ("figure-conflict.change", Some(other_change(figure, now, was)?))
        }
        Measured::Total => {
            let fell = figure.value < was.value;
            let grew = figure.added.is_some_and(|added| was.value.plus(added) < figure.value);
            (fell || grew).then_some(("figure-conflict.total", None))?
        }
    };
    if is_other_thing(figure, was) {
        return None;
    }
    let printed = format!("{}{}", was.value, was.printed);
    let mut message = Message::new(id).with("label", &*figure.label).with("printed", printed);
    if let Some(expected) = expected {
        message = message.with("expected", expected);
    }
    let span = Span { block: figure.block as usize, range: figure.range.clone() };
    let place = previous.figure_places.get(at).copied()?;
    Some(Found::new(span, message).elsewhere(&previous.source, place, Message::new("figure-conflict.there")))
}

/// The figure of a name, where the report has one only.
fn only<'a>(report: &'a Summary, label: &str, unit: &str, measured: Measured) -> Option<(&'a Indicator, usize)> {
    let mut named = report.figures.iter().zip(0..).filter(|(f, _)| f.measured == measured && *f.label == *label && *f.unit == *unit);
    let first = named.next()?;
    named.all(|(f, _)| f.value == first.0.value).then_some(first)
}

fn is_other_thing(figure: &Indicator, was: &Indicator) -> bool {
    if figure.measured == Measured::Change {
        return false;
    }
    let times = |value: Value| Value { units: value.units.saturating_mul(OTHER_THING), scale: value.scale };
    times(figure.value) < was.value || times(was.value) < figure.value
}

/// What the change should be, where it is not what is printed. What is rounded
/// or cut off at the last printed digit is right.
fn other_change(figure: &Indicator, now: &Indicator, was: &Indicator) -> Option<String> {
    let number = |value: Value| value.units as f64 / 10f64.powi(value.scale as i32);
    let (now_value, was_value, printed) = (number(now.value), number(was.value), number(figure.value));
    let step = |decimals: u32| 10f64.powi(-(decimals as i32));
    let difference = now.value.minus(was.value);
    match &*figure.printed {
        "%" if was_value > 0.0 => {
            let change = (now_value - was_value) / was_value * 100.0;
            let wrong = (change - printed).abs() > step(figure.decimals) * 1.001;
            // A change that is so far off is against something else.
            let near = change.abs() <= 300.0;
            (wrong && near).then(|| format!("{change:.places$}%", places = (figure.decimals as usize).max(1)))
        }
        "百分点" => {
            let finest = figure.decimals.min(now.decimals).min(was.decimals);
            let wrong = (number(difference) - printed).abs() > step(finest) * 1.001;
            wrong.then(|| format!("{difference}个百分点"))
        }
        unit if unit == &*figure.unit => (difference != figure.value).then(|| format!("{difference}{unit}")),
        _ => None,
    }
}
