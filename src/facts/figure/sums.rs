//! Totals and the parts that are listed behind them.

use super::view::{View, bare, has};
use super::{Figure, Relation, RelationKind, Value, Verdict};
use crate::words::{self, Measure};

/// A total and its parts, as indices of figures.
#[derive(Debug)]
struct Group {
    whole: usize,
    parts: Vec<usize>,
}

/// The sums and parts that a block states.
pub(super) fn relations(view: &View<'_>) -> Vec<Relation> {
    let mut found: Vec<Relation> = Vec::new();
    for group in groups(view) {
        match sum(view, &group, is_additive(view, &group)) {
            Some(sum) => found.push(sum),
            None => found.extend(group.parts.iter().filter_map(|p| part(view, group.whole, *p, group.parts.first() == Some(p)))),
        }
    }
    // 收信254件，已办结249件，正在处理5件: what came over from last year is not told.
    found.extend(settled(view).iter().filter_map(|g| sum(view, g, true)).map(|s| Relation { sure: false, ..s }));
    found
}

/// The sum that a group states: where it holds, or has to hold.
fn sum(view: &View<'_>, group: &Group, must: bool) -> Option<Relation> {
    let whole = view.figure(group.whole)?;
    let parts: Vec<&Figure> = group.parts.iter().filter_map(|i| view.figure(*i)).collect();
    let computed = parts.iter().fold(Value::whole(0), |sum, f| sum.plus(f.value));
    let exact = parts.len() > 1 && parts.iter().all(|f| f.is_exact());
    let verdict = match computed == whole.value {
        true if exact => Verdict::Holds,
        false if must => Verdict::Differs,
        _ => return None,
    };
    Some(Relation {
        kind: RelationKind::Sum,
        whole: group.whole,
        parts: group.parts.clone(),
        stated: group.whole,
        computed,
        verdict,
        sure: true,
    })
}

/// One part of a whole; only the first stands so near that it has to be smaller.
fn part(view: &View<'_>, whole: usize, index: usize, first: bool) -> Option<Relation> {
    let (total, part) = (view.figure(whole)?, view.figure(index)?);
    let exceeds = part.value > total.value;
    if exceeds {
        let lower = part.before.is_none() && part.after.is_none() && !part.bounded;
        let other = (0..whole)
            .filter_map(|i| view.figure(i))
            .any(|f| view.same_sentence(f, total) && f.unit == total.unit && f.value >= part.value);
        let label = view.label(index);
        if !first || !lower || other || has(label, &words::measure().not_comparable) || label.contains("累计") {
            return None;
        }
    }
    let (computed, _) = part.value.percent_of(total.value, 1)?;
    let verdict = if exceeds { Verdict::Exceeds } else { Verdict::Holds };
    Some(Relation { kind: RelationKind::Part, whole, parts: vec![index], stated: index, computed, verdict, sure: true })
}

/// Totals with the parts that 其中 introduces.
fn groups(view: &View<'_>) -> Vec<Group> {
    let body = view.block.body();
    let marks = body.match_indices("其中").map(|(at, _)| view.block.body.start + at as u32);
    marks.filter_map(|mark| group(view, mark)).collect()
}

fn group(view: &View<'_>, mark: u32) -> Option<Group> {
    let all = &view.figures.all;
    let first = all.iter().position(|f| f.number.start >= mark)?;
    let whole = first.checked_sub(1)?;
    let (total, part) = (view.figure(whole)?, view.figure(first)?);
    // 11件案件，其中…: the words between the total and 其中 are few and of the same clause.
    let between = view.get(&(total.range.end..mark.max(total.range.end)));
    let near = bare(between).chars().count() <= 24
        && !bare(between).contains(['。', '；', ';', '，', ',', '：', ':'])
        && total.is_count()
        && total.is_exact();
    if !near || !view.same_sentence(total, part) || part.unit != total.unit {
        return None;
    }
    let alike = |i: &usize| view.figure(*i).is_some_and(|f| view.same_sentence(f, total) && (f.is_percent() || f.unit == total.unit));
    let listed = (first..all.len()).take_while(alike).filter(|i| view.figure(*i).is_some_and(|f| !f.is_percent()));
    Some(Group { whole, parts: listed.collect() })
}

/// Totals with what is done and what is under way: 收信254件，已办结249件，正在处理5件.
fn settled(view: &View<'_>) -> Vec<Group> {
    let words = words::measure();
    let count = view.figures.all.len();
    let triple = |first: usize| -> Option<Group> {
        let [a, b, c] = [first, first + 1, first + 2].map(|i| view.figure(i));
        let (a, b, c) = (a?, b?, c?);
        let alike = |x: &Figure| x.is_count() && x.is_exact() && x.unit == a.unit && view.same_sentence(x, a);
        let chained = b.clause == a.clause + 1 && c.clause <= b.clause + 1;
        let done = has(view.label(first + 1), &words.settled) && !view.label(first + 1).contains(['未', '其']);
        let open = has(view.label(first + 2), &words.closing);
        let plain = !has(view.sentence_before(c), &words.not_comparable) && !view.label(first).contains(['其', '结']);
        let end = view.figure(first + 3).is_none_or(|next| !view.same_sentence(next, c) || next.clause > c.clause && next.unit != a.unit);
        let alone = first == 0
            || view
                .figure(first - 1)
                .is_none_or(|f| f.clause < a.clause && (f.unit != a.unit || f.clause + 1 < a.clause) || !view.same_sentence(f, a));
        (alike(a) && alike(b) && alike(c) && chained && done && open && plain && end && alone)
            .then(|| Group { whole: first, parts: vec![first + 1, first + 2] })
    };
    (0..count.saturating_sub(2)).filter_map(triple).collect()
}

/// Whether the parts of a group have to make up its whole.
fn is_additive(view: &View<'_>, group: &Group) -> bool {
    additive(view, group).unwrap_or(false)
}

fn additive(view: &View<'_>, group: &Group) -> Option<bool> {
    let words = words::measure();
    let whole = view.figure(group.whole)?;
    let parts: Vec<&Figure> = group.parts.iter().filter_map(|i| view.figure(*i)).collect();
    let labels: Vec<&str> = group.parts.iter().map(|i| view.label(*i)).collect();
    if parts.len() < 2 || parts.iter().any(|f| !f.is_exact()) || mixed(&parts, whole) {
        return Some(false);
    }
    let start = parts.first()?.range.end;
    let end = parts.last().map(|f| view.figures.clause(f).end)?;
    let list = view.get(&(start..end.max(start)));
    // 其中 stands in the first label and nowhere else.
    let nested = labels.iter().skip(1).any(|l| l.contains("其中"));
    if nested || has(list, &words.partial) || labels.iter().any(|l| has(&l.replacen("其中", "", 1), &words.partial)) {
        return Some(false);
    }
    let sum = parts.iter().fold(Value::whole(0), |sum, f| sum.plus(f.value));
    let closed = labels.last().is_some_and(|l| has(l, &words.closing));
    let complete = words.complete_sets.iter().any(|set| one_each(&labels, set) && set.len() == labels.len());
    let over = sum > whole.value && excludes(&labels, &sum, whole, words);
    Some(closed || complete || over)
}

/// Whether each label has a word of the set of its own.
fn one_each(labels: &[&str], set: &[String]) -> bool {
    let mut used = Vec::new();
    labels.iter().all(|label| {
        let longest = set.iter().filter(|w| label.contains(w.as_str())).max_by_key(|w| w.len());
        longest.is_some_and(|w| {
            let fresh = !used.contains(&w);
            used.push(w);
            fresh
        })
    })
}

/// Whether the parts cannot overlap.
fn excludes(labels: &[&str], sum: &Value, whole: &Figure, words: &Measure) -> bool {
    if words.exclusive_sets.iter().chain(&words.complete_sets).any(|set| one_each(labels, set)) {
        return true;
    }
    // Events that differ little from the total were meant to add up to it.
    let close =
        Value::whole(4 * sum.minus(whole.value).units) <= Value::whole(whole.value.units) || sum.minus(whole.value) <= Value::whole(2);
    let same_scale = sum.scale == 0 && whole.value.scale == 0;
    words.events.contains(&whole.unit) && close && same_scale && !labels.iter().any(|l| has(l, &words.steps))
}

/// Whether some parts add up to another part, or to the whole.
fn mixed(parts: &[&Figure], whole: &Figure) -> bool {
    let count = parts.len().min(10);
    (1u32..1 << count).any(|set| {
        let chosen = parts.iter().take(count).enumerate().filter(|(i, _)| set & (1 << i) != 0);
        let sum = chosen.fold(Value::whole(0), |sum, (_, f)| sum.plus(f.value));
        let size = set.count_ones() as usize;
        let others = || parts.iter().take(count).enumerate().any(|(i, f)| set & (1 << i) == 0 && f.value == sum);
        size >= 2 && size < parts.len() && sum == whole.value || size >= 2 && others() && parts.len() > 2
    })
}
