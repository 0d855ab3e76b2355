//! Percentages with the figures that they were computed from.
//!
//! The name of a percentage tells how it was computed: 办结率 is what was 办结
//! of something, 占受理总数的 is a share of what was 受理, 压减率 and 同比增长
//! are changes. Its part is the nearest figure that the name speaks of; its
//! whole a figure before the part that is not smaller. A reading that gives
//! the stated percentage is taken; where none does, the whole must be clear
//! for the percentage to be wrong.

mod changes;
mod rates;
mod shares;

use super::view::{View, bare};
use super::{Figure, Relation, RelationKind, Value, Verdict};
use crate::text::width::narrow;
use crate::words::{self, Relations};

/// The percentages that a block states with their parts.
pub(super) fn relations(view: &View<'_>) -> Vec<Relation> {
    let words = words::relations();
    let stated: Vec<usize> = (0..view.figures.all.len()).filter(|i| view.figure(*i).is_some_and(is_ratio)).collect();
    let turned = (1..view.figures.all.len()).filter_map(|new| changes::turned(view, new, words));
    if stated.is_empty() {
        return turned.collect();
    }
    let rows = shares::rows(view, words);
    let mut found: Vec<Relation> = rows.iter().flat_map(|row| row.relations(view, words)).collect();
    let single = stated.into_iter().filter(|i| !rows.iter().any(|row| row.states(*i)));
    found.extend(single.filter_map(|index| relation(view, index, words)));
    found.extend(turned);
    found
}

fn is_ratio(figure: &Figure) -> bool {
    figure.is_exact() && (figure.is_percent() || figure.unit == "百分点")
}

/// Whether nothing more is said of a percentage: not 占30%以上, 完成率99%的单位.
fn is_plain(view: &View<'_>, percent: &Figure) -> bool {
    let behind = view.behind(percent).trim_start();
    behind.is_empty() || behind.starts_with(['、', ')', '）', '和'])
}

fn relation(view: &View<'_>, index: usize, words: &Relations) -> Option<Relation> {
    let percent = view.figure(index).filter(|f| is_plain(view, f))?;
    let read = |name: &str| {
        if let Some(relation) = changes::relation(view, index, name, words) {
            return Some(relation);
        }
        if !percent.is_percent() || changes::compares(view, index, name, words) {
            return None;
        }
        rates::relation(view, index, name, words).or_else(|| shares::named(view, index, name, words))
    };
    names(view, index, words).into_iter().find_map(read)
}

/// The names of a percentage: its label without 为, 达到 and marks. Of 办结率、满意率分别为
/// each percentage has its own, of 办结率、满意率均为 the one percentage has both.
fn names<'a>(view: &View<'a>, index: usize, words: &Relations) -> Vec<&'a str> {
    let head = first_of_run(view, index);
    let whole = bare(view.label(head));
    let label = level_of(whole, words);
    let each: Vec<&str> = label.split(['、', '和']).collect();
    match (each.get(index - head), whole.contains("分别")) {
        (Some(name), true) => vec![name],
        _ if each.len() > 1 && head == index && each.iter().all(|n| n.ends_with('率')) => each,
        _ => vec![label],
    }
}

/// The first of the percentages that are joined with the one at `index`: 20%、10%和5%.
fn first_of_run(view: &View<'_>, index: usize) -> usize {
    (1..=index).rev().find(|i| !is_joined(view, *i)).unwrap_or(0)
}

/// Whether a percentage is joined with one directly before it.
fn is_joined(view: &View<'_>, index: usize) -> bool {
    let is_percent = |i: usize| view.figure(i).is_some_and(Figure::is_percent);
    matches!(view.label(index).trim(), "、" | "和" | "及") && is_percent(index) && index.checked_sub(1).is_some_and(is_percent)
}

/// A label without the words that lead from an indicator to its figure.
fn level_of<'a>(label: &'a str, words: &Relations) -> &'a str {
    let mut name = bare(label);
    while let Some(shorter) = words.levels.strip_end(name) {
        name = bare(shorter);
    }
    name
}

/// What a percentage should be.
struct Reading {
    kind: RelationKind,
    part: usize,
    whole: usize,
    rounded: Value,
    cut: Value,
    /// What it can be where its figures were rounded themselves (12.5万 of 12.6万).
    low: Value,
    high: Value,
}

impl Reading {
    fn holds(&self, stated: Value) -> bool {
        (self.low..=self.high).contains(&stated)
    }

    /// The relation that this reading gives; `sure` where there is no other.
    fn relation(&self, stated: usize, verdict: Verdict, sure: bool) -> Relation {
        Relation { kind: self.kind, whole: self.whole, parts: vec![self.part], stated, computed: self.rounded, verdict, sure }
    }
}

/// The first reading that holds; else one that holds but for a last digit cut
/// off; else the first, which is then wrong.
fn judge(view: &View<'_>, index: usize, readings: &[Reading]) -> Option<Relation> {
    let stated = view.figure(index)?.value;
    let sure = readings.len() == 1;
    if let Some(held) = readings.iter().find(|r| r.holds(stated)) {
        return Some(held.relation(index, Verdict::Holds, sure));
    }
    let cut = readings.iter().find(|r| r.cut == stated).map(|r| r.relation(index, Verdict::Truncated, sure));
    cut.or_else(|| Some(readings.first()?.relation(index, Verdict::Differs, sure)))
}

/// Figures that count the same, in the sentence of `of` and before it, the nearest first.
fn before<'a>(view: &View<'a>, of: usize) -> impl Iterator<Item = usize> + use<'a> {
    let view = *view;
    let figure = view.figure(of);
    let both = move |i: &usize| figure.zip(view.figure(*i));
    let near = (0..of).rev().take_while(move |i| both(i).is_some_and(|(a, b)| view.same_sentence(a, b)));
    near.filter(move |i| both(i).is_some_and(|(a, b)| a.unit == b.unit && b.is_exact()))
}

/// The figures before `part` that can be its whole: in the same unit and not smaller, the nearest first.
fn wholes<'a>(view: &View<'a>, part: usize) -> impl Iterator<Item = usize> + use<'a> {
    let view = *view;
    let value = view.figure(part).map(|f| f.value);
    before(&view, part).filter(move |i| view.figure(*i).is_some_and(|w| w.counts() && value.is_some_and(|v| w.value >= v)))
}

/// The share that the figure `part` is of the figure `whole`.
fn share(view: &View<'_>, index: usize, part: usize, whole: usize) -> Option<Reading> {
    let (a, b) = (view.figure(part)?, view.figure(whole)?);
    reading(view, index, RelationKind::Share, (part, whole), [a.value, a.slack], [b.value, b.slack])
}

/// Whether between whole and percentage nothing brings in another base. 分别 does not where
/// `each` part has its own percentage; a clause between the two that only compares does not either.
fn is_undisturbed(view: &View<'_>, whole: usize, index: usize, each: bool, words: &Relations) -> bool {
    let Some((total, percent)) = view.figure(whole).zip(view.figure(index)) else { return false };
    let clauses = view.figures.clauses.iter().enumerate().take(percent.clause + 1).skip(total.clause);
    let is_between = |at: usize| at > total.clause && at < percent.clause;
    let mut text = clauses.filter_map(|(at, clause)| {
        let text = view.get(&(clause.range.start..clause.range.end.min(percent.number.start.max(clause.range.start))));
        // 同比下降28%
        let compares = is_between(at) && words.comparisons.at_start(bare(text)).is_some() && words.verbs().any(|v| v.is_in(text));
        (!compares).then_some(text)
    });
    text.all(|t| if each { t.split("分别").all(|t| !words.other_base.is_in(t)) } else { !words.other_base.is_in(t) })
}

/// Whether a figure stands inside brackets of its own: 60件 and 3件 beside each other
/// there are no whole and part. The bracket around a percentage before it has closed.
fn is_bracketed(view: &View<'_>, part: usize) -> bool {
    let behind_percent = part.checked_sub(1).and_then(|i| view.figure(i)).is_some_and(Figure::is_percent);
    let label = view.label(part);
    let label = if behind_percent { label.trim_start_matches([')', '）']) } else { label };
    label.chars().any(|c| matches!(narrow(c), '(' | ')')) && !label.contains("其中")
}

fn apart(one: Value, other: Value) -> Value {
    if one > other { one.minus(other) } else { other.minus(one) }
}

/// The percentage that `amount` makes of `base`, each with what it may be off by.
fn reading(
    view: &View<'_>,
    index: usize,
    kind: RelationKind,
    (part, whole): (usize, usize),
    amount: [Value; 2],
    base: [Value; 2],
) -> Option<Reading> {
    let decimals = view.figure(index)?.decimals;
    let ([amount, off], [base, base_off]) = (amount, base);
    let (rounded, cut) = amount.percent_of(base, decimals)?;
    let low = amount.minus(off).percent_of(base.plus(base_off), decimals).map_or(rounded, |p| p.0);
    let high = amount.plus(off).percent_of(base.minus(base_off), decimals).map_or(rounded, |p| p.0);
    Some(Reading { kind, part, whole, rounded, cut, low, high })
}
