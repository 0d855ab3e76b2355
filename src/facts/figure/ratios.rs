//! Percentages whose parts are stated in the same sentence, read only where
//! there is one way to read them.

use super::view::{View, bare, has};
use super::{Figure, Relation, RelationKind, Verdict};
use crate::text::width::narrow;
use crate::words::{self, Measure};

/// The percentages that a block states with their parts.
pub(super) fn relations(view: &View<'_>) -> Vec<Relation> {
    let percents = view.figures.all.iter().enumerate().filter(|(_, f)| f.is_percent() && f.is_exact());
    percents.filter_map(|(index, figure)| relation(view, index, figure)).collect()
}

fn relation(view: &View<'_>, index: usize, percent: &Figure) -> Option<Relation> {
    let words = words::measure();
    // 占30%以上, 完成率99%的单位: more is said than a figure.
    let behind = view.behind(percent).trim_start();
    if !behind.is_empty() && !behind.starts_with(['、', ')', '）']) {
        return None;
    }
    let name = name(view.label(index), words);
    let (part, whole, change) = changed(view, index, name, words)
        .map(|(new, old)| (new, old, true))
        .or_else(|| rated(view, index, name, words).map(|(p, w)| (p, w, false)))
        .or_else(|| shared(view, index, name, words).map(|(p, w)| (p, w, false)))?;
    let (a, b) = (view.figure(part)?, view.figure(whole)?);
    let amount = match (change, a.value < b.value) {
        (false, _) => a.value,
        (true, true) => b.value.minus(a.value),
        (true, false) => a.value.minus(b.value),
    };
    if !change && a.value > b.value {
        return None;
    }
    let (rounded, cut) = amount.percent_of(b.value, percent.decimals)?;
    let verdict = match percent.value {
        value if value == rounded => Verdict::Holds,
        value if value == cut => Verdict::Truncated,
        _ => Verdict::Differs,
    };
    let kind = if change { RelationKind::Change } else { RelationKind::Share };
    Some(Relation { kind, whole, parts: vec![part], stated: index, computed: rounded, verdict, sure: true })
}

/// The name of a percentage: its label without 为, 达到 and marks.
fn name<'a>(label: &'a str, words: &Measure) -> &'a str {
    let mut name = bare(label);
    while let Some(shorter) = words.rate_levels.iter().find_map(|w| name.strip_suffix(w.as_str())) {
        name = bare(shorter);
    }
    name
}

/// 从183项压减至137项，压减率25.14%
fn changed(view: &View<'_>, index: usize, name: &str, words: &Measure) -> Option<(usize, usize)> {
    let falls = words.falls.iter().any(|w| w == name);
    if !falls && !words.rises.iter().any(|w| w == name) {
        return None;
    }
    let (new, old) = (index.checked_sub(1)?, index.checked_sub(2)?);
    let (a, b, percent) = (view.figure(new)?, view.figure(old)?, view.figure(index)?);
    let near = a.clause == b.clause && a.clause + 1 >= percent.clause && view.same_sentence(a, percent);
    let alike = a.is_count() && a.unit == b.unit && a.is_exact() && b.is_exact();
    let from = view.label(old).contains(['从', '由']);
    let to = bare(view.label(new)).ends_with(['至', '到', '为']);
    let direction = if falls { a.value < b.value } else { a.value > b.value };
    let plain = bare(view.behind(a)).is_empty() || a.clause == percent.clause;
    (near && alike && from && to && direction && plain).then_some((new, old))
}

/// 受理200件，调解成功196件，成功率98%
fn rated(view: &View<'_>, index: usize, name: &str, words: &Measure) -> Option<(usize, usize)> {
    let stem = bare(name.strip_suffix('率')?);
    let stem = stem.strip_prefix('其').unwrap_or(stem);
    let size = stem.chars().count();
    if !(2..=14).contains(&size) {
        return None;
    }
    let part = part(view, index)?;
    let around = view.around(part);
    let verb_at = stem.char_indices().nth(size - 2).map_or(0, |p| p.0);
    let (prefix, verb) = stem.split_at_checked(verb_at)?;
    let percent = view.figure(index)?;
    let sentence = view.sentence_before(percent);
    // What the rate speaks of must be said of the part: 完成率 with 完成1397个.
    let said = around.contains(stem)
        || around.contains(verb) && {
            let before = sentence.strip_suffix(view.label(index)).unwrap_or(sentence);
            prefix.is_empty() || before.contains(prefix)
        };
    if !said || around.contains('未') || around.contains("不予") {
        return None;
    }
    Some((part, whole(view, part, words, |_| true)?))
}

/// 审结498件，调解和解166件，占结案数的33.33%; 100件，其中普通程序60件，占60%
fn shared(view: &View<'_>, index: usize, name: &str, words: &Measure) -> Option<(usize, usize)> {
    let of = name.strip_prefix('占')?;
    let part = part(view, index)?;
    let of = of.strip_suffix('的').unwrap_or(of);
    let of = of.strip_suffix('比').unwrap_or(of);
    let thing = words.counted_things.iter().find_map(|w| of.strip_suffix(w.as_str())).unwrap_or(of);
    if thing.chars().count() >= 2 {
        return Some((part, whole(view, part, words, |text| text.contains(thing))?));
    }
    if !thing.is_empty() || !view.label(part).contains("其中") {
        return None;
    }
    Some((part, whole(view, part, words, |_| true)?))
}

/// The count right before a percentage.
fn part(view: &View<'_>, index: usize) -> Option<usize> {
    let part = index.checked_sub(1)?;
    let (figure, percent) = (view.figure(part)?, view.figure(index)?);
    let near = view.same_sentence(figure, percent) && figure.clause + 1 >= percent.clause;
    (near && figure.is_count() && figure.is_exact()).then_some(part)
}

/// The one figure before the part, in its sentence and unit, that can be the
/// whole. None where there are several, or where another base may be meant.
fn whole(view: &View<'_>, part: usize, words: &Measure, fits: impl Fn(&str) -> bool) -> Option<usize> {
    let figure = view.figure(part)?;
    let before = (0..part).filter(|i| view.figure(*i).is_some_and(|f| view.same_sentence(f, figure) && f.unit == figure.unit));
    let mut found = before.filter(|i| fits(view.around(*i)));
    let whole = found.next()?;
    // 60件 and 3件 beside each other inside brackets are no whole and part.
    let brackets = view.label(part).chars().any(|c| matches!(narrow(c), '(' | ')')) && !view.label(part).contains("其中");
    // Between the whole and the percentage nothing may bring in another base.
    let from = view.figures.clause(view.figure(whole)?).start;
    let to = view.figure(part + 1).map_or(figure.range.end, |p| p.number.start);
    if has(view.get(&(from..to)), &words.not_comparable) {
        return None;
    }
    (found.next().is_none() && view.figure(whole)?.is_exact() && !brackets).then_some(whole)
}
