//! Percentages whose parts are stated in the same sentence.
//!
//! The name of a percentage tells how it was computed: 办结率 is what was 办结
//! of something, 占受理总数的 is a share of what was 受理, 压减率 and 同比增长
//! are changes. Its part is the nearest figure that the name speaks of; its
//! whole any figure before the part that is not smaller. A reading that gives
//! the stated percentage is taken; where none does, the nearest is wrong.

use super::view::{View, bare, has};
use super::{Figure, Relation, RelationKind, Value, Verdict};
use crate::text::width::narrow;
use crate::words::{self, Relations};

/// The percentages that a block states with their parts.
pub(super) fn relations(view: &View<'_>) -> Vec<Relation> {
    let stated = |f: &Figure| f.is_exact() && (f.is_percent() || f.unit == "百分点");
    (0..view.figures.all.len()).filter(|i| view.figure(*i).is_some_and(stated)).filter_map(|index| relation(view, index)).collect()
}

fn relation(view: &View<'_>, index: usize) -> Option<Relation> {
    let percent = view.figure(index)?;
    // 占30%以上, 完成率99%的单位: more is said than a figure.
    let behind = view.behind(percent).trim_start();
    if !behind.is_empty() && !behind.starts_with(['、', ')', '）', '和']) {
        return None;
    }
    let words = words::relations();
    let read = |name: &str| {
        if let Some(fell) = direction(name, words) {
            return difference(view, index, fell).or_else(|| changed(view, index, fell, words)).or_else(|| grown(view, index, fell, words));
        }
        if percent.is_percent() { rated(view, index, name, words).or_else(|| shared(view, index, name, words)) } else { None }
    };
    names(view, index, words).into_iter().find_map(read)
}

/// The names of a percentage: its label without 为, 达到 and marks. Of 办结率、满意率分别为
/// each percentage has its own, of 办结率、满意率均为 the one percentage has both.
fn names<'a>(view: &View<'a>, index: usize, words: &Relations) -> Vec<&'a str> {
    let is_percent = |i: usize| view.figure(i).is_some_and(Figure::is_percent);
    let is_joined = |i: usize| matches!(view.label(i).trim(), "、" | "和" | "及");
    let head = (1..=index).rev().find(|i| !(is_joined(*i) && is_percent(i - 1))).unwrap_or(0);
    let whole = bare(view.label(head));
    let label = level_of(whole, words);
    let each: Vec<&str> = label.split(['、', '和']).collect();
    match (each.get(index - head), whole.contains("分别")) {
        (Some(name), true) => vec![name],
        _ if each.len() > 1 && head == index && each.iter().all(|n| n.ends_with('率')) => each,
        _ => vec![label],
    }
}

/// A label without the words that lead from an indicator to its figure.
fn level_of<'a>(label: &'a str, words: &Relations) -> &'a str {
    let mut name = bare(label);
    while let Some(shorter) = words.levels.strip_end(name) {
        name = bare(shorter);
    }
    name
}

/// Whether the name is that of a fall or a rise: 压减率, 同比增长, 较上年下降.
fn direction(name: &str, words: &Relations) -> Option<bool> {
    let mut verb = name;
    while let Some(shorter) = words.rate_names.strip_end(verb) {
        verb = shorter;
    }
    let (rest, fell) = match (words.falls.strip_end(verb), words.rises.strip_end(verb)) {
        (Some(rest), _) => (rest, true),
        (None, Some(rest)) => (rest, false),
        _ => return None,
    };
    // Nothing but a comparison may stand before the verb.
    let mut rest = bare(rest);
    while let Some(shorter) = words.comparisons.strip_end(rest).or_else(|| words.past.strip_end(rest)) {
        rest = bare(shorter);
    }
    rest.is_empty().then_some(fell)
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

/// The first reading that holds; else the nearest, which is then wrong.
fn judge(view: &View<'_>, index: usize, readings: &[Reading]) -> Option<Relation> {
    let stated = view.figure(index)?.value;
    let held = readings.iter().find(|r| (r.low..=r.high).contains(&stated));
    let cut = || readings.iter().find(|r| r.cut == stated);
    let nearest = readings.first()?;
    let (reading, verdict) = match held {
        Some(held) => (held, Verdict::Holds),
        None => cut().map_or((nearest, Verdict::Differs), |r| (r, Verdict::Truncated)),
    };
    Some(Relation {
        kind: reading.kind,
        whole: reading.whole,
        parts: vec![reading.part],
        stated: index,
        computed: reading.rounded,
        verdict,
        sure: readings.len() == 1,
    })
}

fn counts(figure: &Figure) -> bool {
    figure.is_count() && figure.is_exact()
}

/// Figures that count the same, in the sentence of `of` and before it, the nearest first.
fn before<'a>(view: &View<'a>, of: usize) -> impl Iterator<Item = usize> + use<'a> {
    let view = *view;
    let figure = view.figure(of);
    let both = move |i: &usize| figure.zip(view.figure(*i));
    let near = (0..of).rev().take_while(move |i| both(i).is_some_and(|(a, b)| view.same_sentence(a, b)));
    near.filter(move |i| both(i).is_some_and(|(a, b)| a.unit == b.unit && b.is_exact()))
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

/// The two figures that a sentence compares: 从183项压减至137项, 比上年的72件 with what is now.
fn compared(view: &View<'_>, new: usize, words: &Relations) -> Option<(usize, usize)> {
    let old = new.checked_sub(1)?;
    let (a, b) = (view.figure(new)?, view.figure(old)?);
    let to = level_of(view.label(new), words).len() < bare(view.label(new)).len() || words.up_to.end(bare(view.label(new)));
    let from_to = a.clause == b.clause && a.unit == b.unit && view.label(old).contains(['从', '由']) && to;
    from_to.then_some((new, old))
}

/// 从183项压减至137项，压减率25.14%; 由上年的72件增加到86件，增长19.4%
fn changed(view: &View<'_>, index: usize, fell: bool, words: &Relations) -> Option<Relation> {
    let percent = view.figure(index)?;
    let (new, old) = compared(view, index.checked_sub(1)?, words)?;
    let (a, b) = (view.figure(new)?, view.figure(old)?);
    let near = a.clause + 1 >= percent.clause && view.same_sentence(a, percent);
    let plain = bare(view.behind(a)).chars().count() <= 4 || a.clause == percent.clause;
    let right = if fell { a.value < b.value } else { a.value > b.value };
    if !near || !plain || !right || !counts(a) || !counts(b) || !percent.is_percent() {
        return None;
    }
    let amount = [apart(a.value, b.value), a.slack.plus(b.slack)];
    judge(view, index, &[reading(view, index, RelationKind::Change, (new, old), amount, [b.value, b.slack])?])
}

/// 受理86件，较上年增加14件，增长19.4%: the base is what is now less what was added.
fn grown(view: &View<'_>, index: usize, fell: bool, words: &Relations) -> Option<Relation> {
    let percent = view.figure(index)?;
    let delta = index.checked_sub(1)?;
    let more = view.figure(delta)?;
    let label = view.label(delta);
    let same = direction(level_of(label, words).trim_end_matches('了'), words) == Some(fell);
    let near = view.same_sentence(more, percent) && more.clause + 1 >= percent.clause && bare(view.behind(more)).is_empty();
    let comparison = has(label, &words.comparisons) || has(view.label(index), &words.comparisons);
    if !same || !near || !counts(more) || !comparison || !percent.is_percent() {
        return None;
    }
    let news: Vec<usize> = before(view, delta).collect();
    let readings = news.iter().filter_map(|new| {
        let now = view.figure(*new)?;
        let base = if fell { now.value.plus(more.value) } else { now.value.minus(more.value) };
        let wide = now.clause + 1 >= more.clause;
        let base = [base, now.slack.plus(more.slack)];
        reading(view, index, RelationKind::Growth, (delta, *new), [more.value, more.slack], base).filter(|_| counts(now) && wide)
    });
    let relation = judge(view, index, &readings.collect::<Vec<_>>())?;
    (relation.verdict == Verdict::Holds || news.len() == 1).then_some(relation)
}

/// 由94.4%提高到98.6%，提高4.2个百分点
fn difference(view: &View<'_>, index: usize, fell: bool) -> Option<Relation> {
    let stated = view.figure(index)?;
    let (new, old) = compared(view, index.checked_sub(1)?, words::relations())?;
    let (a, b) = (view.figure(new)?, view.figure(old)?);
    let right = if fell { a.value < b.value } else { a.value > b.value };
    let near = a.clause + 1 >= stated.clause && view.same_sentence(a, stated);
    if !right || !near || !a.is_percent() || !a.is_exact() || !b.is_exact() {
        return None;
    }
    let computed = apart(a.value, b.value);
    let verdict = if computed == stated.value { Verdict::Holds } else { Verdict::Differs };
    // 下降4.2% of a rate may be relative: only what holds is told.
    if stated.is_percent() && verdict == Verdict::Differs || computed.scale > stated.decimals.max(a.decimals).max(b.decimals) {
        return None;
    }
    Some(Relation { kind: RelationKind::Difference, whole: old, parts: vec![new], stated: index, computed, verdict, sure: true })
}

/// 受理200件，调解成功196件，成功率98%
fn rated(view: &View<'_>, index: usize, name: &str, words: &Relations) -> Option<Relation> {
    let stem = bare(name.strip_suffix('率')?);
    let stem = stem.strip_prefix('其').unwrap_or(stem);
    let size = stem.chars().count();
    if !(2..=20).contains(&size) {
        return None;
    }
    let percent = view.figure(index)?;
    let verb_at = stem.char_indices().nth(size - 2).map_or(0, |p| p.0);
    let (prefix, verb) = stem.split_at_checked(verb_at)?;
    // 案件审结率 is 审结率.
    let prefix = if words.counted_things.iter().any(|w| w == prefix) { "" } else { prefix };
    let sentence = view.sentence_before(percent);
    let sentence = sentence.strip_suffix(view.label(index)).unwrap_or(sentence);
    // What the rate speaks of must be said of the part: 完成率 with 完成1397个.
    let said = |part: usize| {
        let around = view.around(part);
        around.contains(stem) || around.contains(verb) && (prefix.is_empty() || sentence.contains(prefix))
    };
    let near = |i: &usize| view.figure(*i).is_some_and(|f| counts(f) && view.same_sentence(f, percent) && f.clause + 3 >= percent.clause);
    let part =
        (0..index).rev().take_while(|i| view.figure(*i).is_some_and(|f| view.same_sentence(f, percent))).find(|i| near(i) && said(*i))?;
    let around = view.around(part);
    if words.negations.iter().any(|n| around.contains(n.as_str()) && !stem.contains(n.as_str())) {
        return None;
    }
    let relation = of_wholes(view, index, part, words, |_| true)?;
    (relation.sure || relation.verdict != Verdict::Differs || is_chain(view, part, stem, words)).then_some(relation)
}

/// Whether a rate must be one of the figures before its part, where there are
/// several: the part is named as the rate is (审结271件，审结率), and what an
/// outcome is of stands there too (调处成功, with 调处).
fn is_chain(view: &View<'_>, part: usize, stem: &str, words: &Relations) -> bool {
    let label = bare(view.label(part)).trim_start_matches("其中").trim_start_matches(|c| words.leads.has(c));
    let named = label.chars().count() >= 2 && stem.ends_with(label) || stem.chars().count() >= 4 && label.ends_with(stem);
    let action = words.outcomes.iter().find_map(|o| label.strip_suffix(o.as_str()));
    let stated = action.is_none_or(|action| before(view, part).any(|i| view.label(i).contains(action)));
    named && stated
}

/// 审结498件，调解和解166件，占结案数的33.33%; 100件，其中普通程序60件，占60%; 事项562项，网上可办530项，占比94.3%
fn shared(view: &View<'_>, index: usize, name: &str, words: &Relations) -> Option<Relation> {
    let percent = view.figure(index)?;
    let part = index.checked_sub(1)?;
    let figure = view.figure(part)?;
    if !view.same_sentence(figure, percent) || figure.clause + 1 < percent.clause || !counts(figure) {
        return None;
    }
    let of = if let Some(of) = name.strip_prefix('占').filter(|of| *of != "比") {
        of.trim_end_matches('的').trim_end_matches('比')
    } else {
        let of_what = words.shares.strip_end(name)?;
        if !view.label(part).contains(of_what) {
            return None;
        }
        ""
    };
    let thing = words.counted_things.strip_end(of).unwrap_or(of);
    let thing = thing.trim_start_matches(|c| words.all_of.has(c));
    if thing.chars().count() >= 2 {
        return of_wholes(view, index, part, words, |text| text.contains(thing));
    }
    let label = view.label(part);
    let listed = label.contains("其中");
    // The part is one of what the whole counts: 调解员300名，女性调解员120名.
    let noun: String = bare(label).chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
    let relation = of_wholes(view, index, part, words, |text| listed || text.contains(&noun))
        .or_else(|| of_wholes(view, index, part, words, |_| true).filter(|r| r.verdict == Verdict::Holds))?;
    let new = has(view.label(relation.whole), &words.new_ones);
    (relation.verdict == Verdict::Holds || !new).then_some(relation)
}

/// A share of one of the figures before its part, in the same unit and not smaller.
fn of_wholes(view: &View<'_>, index: usize, part: usize, words: &Relations, fits: impl Fn(&str) -> bool) -> Option<Relation> {
    let (figure, percent) = (view.figure(part)?, view.figure(index)?);
    // 60件 and 3件 beside each other inside brackets are no whole and part.
    if view.label(part).chars().any(|c| matches!(narrow(c), '(' | ')')) && !view.label(part).contains("其中") {
        return None;
    }
    let wholes: Vec<usize> = before(view, part)
        .filter(|i| view.figure(*i).is_some_and(|w| w.value >= figure.value && counts(w)) && fits(view.around(*i)))
        .collect();
    let read = |w: &usize| {
        let whole = view.figure(*w)?;
        reading(view, index, RelationKind::Share, (part, *w), [figure.value, figure.slack], [whole.value, whole.slack])
    };
    let readings: Vec<Reading> = wholes.iter().filter_map(read).collect();
    let relation = judge(view, index, &readings)?;
    // Between the whole and the percentage nothing may bring in another base.
    let from = view.figures.clause(view.figure(*wholes.last()?)?).start;
    let plain = !has(view.get(&(from..percent.number.start)), &words.other_base);
    (relation.verdict == Verdict::Holds || plain).then_some(relation)
}
