//! Rates of change and differences of rates: 从183项压减至137项，压减率25.14%;
//! 较上年增加14件，增长19.4%; 由94.4%提高到98.6%，提高4.2个百分点.

use super::{apart, before, judge, level_of, reading};
use crate::facts::figure::view::{View, bare, has};
use crate::facts::figure::{Relation, RelationKind, Verdict};
use crate::words::Relations;

/// Where the verb in the name of a rate of change leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Fall,
    Rise,
    /// Time is saved: 由20天压缩至8天，提速60%. Some compute the gain in speed instead (150%).
    Speedup,
    /// The verb does not tell: 优化, 调整.
    Unknown,
}

/// A name of a percentage with a verb of change: 环节压减率 is a fall of 环节.
struct Change<'a> {
    direction: Direction,
    /// What the name says besides; empty where it says nothing but that it compares.
    thing: &'a str,
}

/// The change or difference that a percentage states.
pub(super) fn relation(view: &View<'_>, index: usize, name: &str, words: &Relations) -> Option<Relation> {
    let change = change(name, words).or_else(|| formed(view, index, name, words))?;
    difference(view, index, &change, words).or_else(|| changed(view, index, &change, words)).or_else(|| grown(view, index, &change, words))
}

/// Whether a percentage is one of a change that its sentence gives by both ends,
/// so that it can be no share: 由100项优化至60项，优化率40%.
pub(super) fn compares(view: &View<'_>, index: usize, name: &str, words: &Relations) -> bool {
    let ends = index.checked_sub(1).and_then(|new| compared(view, new, words));
    ends.is_some() && (change(name, words).is_some() || formed(view, index, name, words).is_some())
}

/// The verb of change at the end of a name: 压减率, 同比增长, 较上年下降, 环节精简率.
fn change<'a>(name: &'a str, words: &Relations) -> Option<Change<'a>> {
    let mut verb = name;
    while let Some(shorter) = words.rate_names.strip_end(verb) {
        verb = shorter;
    }
    let lists = [
        (&words.falls, Direction::Fall),
        (&words.rises, Direction::Rise),
        (&words.speedups, Direction::Speedup),
        (&words.changes, Direction::Unknown),
    ];
    // Of the verbs of all lists the longest: 提速 is not 速.
    let stripped = lists.into_iter().filter_map(|(list, direction)| Some((list.strip_end(verb)?, direction)));
    let (rest, direction) = stripped.min_by_key(|s| s.0.len())?;
    let mut thing = bare(rest);
    while let Some(shorter) = words.comparisons.strip_end(thing).or_else(|| words.past.strip_end(thing)) {
        thing = bare(shorter);
    }
    Some(Change { direction, thing })
}

/// The name of a rate that is formed from the verb between both ends, whatever the verb:
/// 由100件归并至60件，归并率40%.
fn formed<'a>(view: &View<'_>, index: usize, name: &'a str, words: &Relations) -> Option<Change<'a>> {
    let (new, _) = compared(view, index.checked_sub(1)?, words)?;
    let verb = bare(view.label(new)).trim_end_matches(|c| words.up_to.has(c));
    let stem = name.strip_suffix('率').unwrap_or(name);
    (verb.chars().count() >= 2 && stem.ends_with(verb)).then_some(Change { direction: Direction::Unknown, thing: "" })
}

/// The two figures that a sentence compares: 从183项压减至137项.
fn compared(view: &View<'_>, new: usize, words: &Relations) -> Option<(usize, usize)> {
    let old = new.checked_sub(1)?;
    let (a, b) = (view.figure(new)?, view.figure(old)?);
    let label = bare(view.label(new));
    // 压缩至承诺8日
    let led = words.verbs().any(|verbs| verbs.strip_start(label).is_some_and(|rest| rest.starts_with(|c| words.up_to.has(c))));
    let to = led || level_of(label, words).len() < label.len() || words.up_to.end(label);
    let from_to = a.clause == b.clause && a.unit == b.unit && view.label(old).contains(['从', '由']) && to;
    from_to.then_some((new, old))
}

/// Whether a figure is the later one of two that its sentence compares.
pub(super) fn is_compared(view: &View<'_>, figure: usize, words: &Relations) -> bool {
    compared(view, figure, words).is_some()
}

/// 从183项压减至137项，压减率25.14%; 由上年的72件增加到86件，增长19.4%
fn changed(view: &View<'_>, index: usize, change: &Change<'_>, words: &Relations) -> Option<Relation> {
    let percent = view.figure(index)?;
    let (new, old) = compared(view, index.checked_sub(1)?, words)?;
    let (a, b) = (view.figure(new)?, view.figure(old)?);
    let near = a.clause + 1 >= percent.clause && view.same_sentence(a, percent);
    let plain = bare(view.behind(a)).chars().count() <= 4 || a.clause == percent.clause;
    // 时限压缩率 of 办理时限由…压缩至….
    let own = change.thing.is_empty() || view.label(old).contains(change.thing);
    let right = match change.direction {
        Direction::Fall | Direction::Speedup => a.value < b.value,
        Direction::Rise => a.value > b.value,
        Direction::Unknown => a.value != b.value,
    };
    if !near || !plain || !own || !a.counts() || !b.counts() || !percent.is_percent() {
        return None;
    }
    let amount = [apart(a.value, b.value), a.slack.plus(b.slack)];
    let of_old = reading(view, index, RelationKind::Change, (new, old), amount, [b.value, b.slack])?;
    if !right {
        let opposite = change.thing.is_empty() && is_turned(view, new, old, change.direction, words);
        return opposite.then(|| of_old.relation(index, Verdict::Opposite, false));
    }
    let relation = match change.direction {
        Direction::Speedup => {
            let faster = reading(view, index, RelationKind::Change, (new, old), amount, [a.value, a.slack]);
            judge(view, index, &[Some(of_old), faster].into_iter().flatten().collect::<Vec<_>>())
        }
        _ => judge(view, index, &[of_old]),
    }?;
    (change.direction != Direction::Unknown || relation.verdict == Verdict::Holds).then_some(relation)
}

/// Whether a fall is called a rise, or a rise a fall. To rise in rank is to come to a smaller
/// number, and to improve a time may be to shorten it.
fn is_turned(view: &View<'_>, new: usize, old: usize, direction: Direction, words: &Relations) -> bool {
    let (Some(a), Some(b)) = (view.figure(new), view.figure(old)) else { return false };
    let measured = a.is_percent() || a.counts() && b.counts();
    let exact = a.is_exact() && b.is_exact() && a.value != b.value;
    let turned = match direction {
        Direction::Fall => a.value > b.value,
        Direction::Rise => a.value < b.value && !words.spans.contains(&a.unit),
        Direction::Speedup | Direction::Unknown => false,
    };
    turned && measured && exact && !words.ranks.contains(&a.unit)
}

/// What becomes more by the verb between both ends and less by its figures, or the other way
/// round: 由800次增加到600次.
pub(super) fn turned(view: &View<'_>, new: usize, words: &Relations) -> Option<Relation> {
    let (_, old) = compared(view, new, words)?;
    let label = bare(view.label(new));
    let verb = |list: &crate::words::List| list.strip_start(label).is_some_and(|rest| rest.starts_with(|c| words.up_to.has(c)));
    let direction = match (verb(&words.falls), verb(&words.rises)) {
        (true, false) => Direction::Fall,
        (false, true) => Direction::Rise,
        _ => return None,
    };
    if !is_turned(view, new, old, direction, words) {
        return None;
    }
    let (a, b) = (view.figure(new)?, view.figure(old)?);
    let amount = apart(a.value, b.value);
    let (kind, computed) =
        if a.is_percent() { (RelationKind::Difference, amount) } else { (RelationKind::Change, amount.percent_of(b.value, 1)?.0) };
    Some(Relation { kind, whole: old, parts: vec![new], stated: new, computed, verdict: Verdict::Opposite, sure: false })
}

/// 受理86件，较上年增加14件，增长19.4%: the base is what is now less what was added.
fn grown(view: &View<'_>, index: usize, change: &Change<'_>, words: &Relations) -> Option<Relation> {
    let fell = match change.direction {
        Direction::Fall => true,
        Direction::Rise => false,
        Direction::Speedup | Direction::Unknown => return None,
    };
    let percent = view.figure(index)?;
    let delta = index.checked_sub(1)?;
    let more = view.figure(delta)?;
    let label = view.label(delta);
    let verb = self::change(level_of(label, words).trim_end_matches('了'), words);
    let same = verb.is_some_and(|v| v.direction == change.direction && v.thing.is_empty()) && change.thing.is_empty();
    let near = view.same_sentence(more, percent) && more.clause + 1 >= percent.clause && bare(view.behind(more)).is_empty();
    let comparison = has(label, &words.comparisons) || has(view.label(index), &words.comparisons);
    if !same || !near || !more.counts() || !comparison || !percent.is_percent() {
        return None;
    }
    let news: Vec<usize> = before(view, delta).collect();
    let readings = news.iter().filter_map(|new| {
        let now = view.figure(*new)?;
        let base = if fell { now.value.plus(more.value) } else { now.value.minus(more.value) };
        let wide = now.clause + 1 >= more.clause;
        let base = [base, now.slack.plus(more.slack)];
        reading(view, index, RelationKind::Growth, (delta, *new), [more.value, more.slack], base).filter(|_| now.counts() && wide)
    });
    let relation = judge(view, index, &readings.collect::<Vec<_>>())?;
    (relation.verdict == Verdict::Holds || news.len() == 1).then_some(relation)
}

/// 由94.4%提高到98.6%，提高4.2个百分点
fn difference(view: &View<'_>, index: usize, change: &Change<'_>, words: &Relations) -> Option<Relation> {
    let stated = view.figure(index)?;
    let (new, old) = compared(view, index.checked_sub(1)?, words)?;
    let (a, b) = (view.figure(new)?, view.figure(old)?);
    let right = match change.direction {
        Direction::Fall => a.value < b.value,
        Direction::Rise => a.value > b.value,
        Direction::Speedup | Direction::Unknown => false,
    };
    let near = a.clause + 1 >= stated.clause && view.same_sentence(a, stated);
    if !right || !near || !change.thing.is_empty() || !a.is_percent() || !a.is_exact() || !b.is_exact() {
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
