//! Totals and their parts: 其中 lists, totals behind their parts, wholes with
//! what was done and what was not, and what was added to last year's figure.

use super::lists::{LONGEST, List, listed};
use super::view::{View, bare, has};
use super::{Figure, Relation, RelationKind, Value, Verdict};
use crate::words::{self, Relations};

/// How strongly the words say that the parts of a list make up the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reading {
    /// They may be any parts.
    Open,
    /// They are events, whose kinds seldom overlap.
    Events,
    /// They are kinds of one classification: together at most the whole.
    Kinds,
    /// They are all there is.
    Complete,
}

/// The sums and parts that a block states.
pub(super) fn relations(view: &View<'_>) -> Vec<Relation> {
    let mut found: Vec<Relation> = listed(view).iter().flat_map(|list| of_list(view, list)).collect();
    let body = view.block.body();
    if view.figures.all.len() > 2 {
        found.extend((0..view.figures.all.len()).filter_map(|at| told(view, at)));
        found.extend((0..view.figures.all.len()).filter_map(|at| totalled(view, at)));
        let words = words::relations();
        if has(body, &words.net_gain) || has(body, &words.net_loss) {
            found.extend((2..view.figures.all.len()).filter_map(|at| balanced(view, at, words)));
        }
        if has(body, &words.past) {
            found.extend((0..view.figures.all.len()).filter_map(|at| added(view, at)));
        }
    }
    found
}

fn sum_of(view: &View<'_>, parts: &[usize]) -> Value {
    parts.iter().filter_map(|i| view.figure(*i)).fold(Value::whole(0), |sum, f| sum.plus(f.value))
}

/// Whether parts give a whole, as near as their printed digits let one tell.
fn adds_up(view: &View<'_>, whole: usize, parts: &[usize]) -> bool {
    let slack = |i: &usize| view.figure(*i).map_or(Value::whole(0), |f| f.slack);
    let slack = parts.iter().map(slack).fold(slack(&whole), Value::plus);
    let (sum, whole) = (sum_of(view, parts), view.figure(whole).map_or(Value::whole(0), |f| f.value));
    sum == whole || apart(sum, whole) < slack
}

fn sum(view: &View<'_>, whole: usize, parts: &[usize], sure: bool) -> Option<Relation> {
    let computed = sum_of(view, parts);
    let verdict = if adds_up(view, whole, parts) { Verdict::Holds } else { Verdict::Differs };
    Some(Relation { kind: RelationKind::Sum, whole, parts: parts.to_vec(), stated: whole, computed, verdict, sure })
}

/// Whether two figures count the same in one sentence.
fn alike(view: &View<'_>, one: &Figure, other: &Figure) -> bool {
    one.unit == other.unit && view.same_sentence(one, other)
}

/// What a 其中 list states: a sum, or parts of a whole.
fn of_list(view: &View<'_>, list: &List) -> Vec<Relation> {
    // A list may go on with what is no part any more.
    let complete = (2..=list.parts.len()).rev().filter_map(|size| list.parts.get(..size));
    let exact = |parts: &&[usize]| parts.iter().all(|i| view.figure(*i).is_some_and(Figure::counts));
    if let Some(parts) = complete.filter(exact).find(|p| adds_up(view, list.whole, p)) {
        return sum(view, list.whole, parts, true).into_iter().collect();
    }
    if let Some(relation) = differing(view, list) {
        return vec![relation];
    }
    list.parts.iter().filter_map(|p| part(view, list, *p)).collect()
}

/// One part of a whole. Only parts in the clause of the first stand so near that they have to be smaller.
fn part(view: &View<'_>, list: &List, index: usize) -> Option<Relation> {
    let (total, part, first) = (view.figure(list.whole)?, view.figure(index)?, view.figure(*list.parts.first()?)?);
    let exceeds = part.value > total.value;
    if exceeds {
        let lower = part.before.is_none() && part.after.is_none() && !part.bounded;
        let near = (0..list.whole).rev().filter_map(|i| view.figure(i)).take_while(|f| view.same_sentence(f, total));
        let other = near.take(LONGEST).any(|f| alike(view, f, total) && f.value >= part.value);
        let label = view.label(index);
        if part.clause != first.clause
            || !lower
            || other
            || has(label, &words::relations().other_base)
            || has(label, &words::relations().cumulative)
        {
            return None;
        }
    }
    let (computed, _) = part.value.percent_of(total.value, 1)?;
    let verdict = if exceeds { Verdict::Exceeds } else { Verdict::Holds };
    Some(Relation { kind: RelationKind::Part, whole: list.whole, parts: vec![index], stated: index, computed, verdict, sure: true })
}

/// The sum of a list that should hold and does not.
fn differing(view: &View<'_>, list: &List) -> Option<Relation> {
    let words = words::relations();
    let whole = view.figure(list.whole)?;
    let parts: Vec<&Figure> = list.parts.iter().filter_map(|i| view.figure(*i)).collect();
    let labels: Vec<String> = list.parts.iter().map(|i| bare(view.label(*i)).replacen("其中", "", 1)).collect();
    let end = parts.last().map(|f| view.figures.clause(f).end)?;
    let text = view.get(&(parts.first()?.range.end..end));
    let named = labels.iter().any(|l| is_partial(l, words) || l.contains("其中")) || is_partial(text, words);
    if parts.len() < 2 || named || !parts.iter().all(|f| f.counts()) {
        return None;
    }
    let sum = sum_of(view, &list.parts);
    let kinds = words.kinds.iter().any(|set| one_each(&labels, set));
    let reading = reading(&labels, kinds, whole, words);
    let wrong = match reading {
        Reading::Complete => true,
        Reading::Kinds => sum > whole.value,
        // Kinds of events that overlap would hardly miss the whole by one digit.
        Reading::Events => sum > whole.value && is_slip(sum, whole.value) && !labels.iter().any(|l| has(l, &words.steps)),
        Reading::Open => false,
    };
    if !wrong || !kinds && mixed(&parts, whole) {
        return None;
    }
    self::sum(view, list.whole, &list.parts, reading > Reading::Events)
}

fn reading(labels: &[String], kinds: bool, whole: &Figure, words: &Relations) -> Reading {
    let opposites = labels.iter().any(|a| labels.iter().any(|b| is_opposite(a, b, words)));
    let closed = labels.last().is_some_and(|l| has(l, &words.closing));
    let whole_set = words.wholes.iter().any(|set| set.len() == labels.len() && one_each(labels, set));
    if closed || whole_set || opposites && labels.len() == 2 && !kinds {
        Reading::Complete
    } else if kinds {
        Reading::Kinds
    } else if words.events.contains(&whole.unit) {
        Reading::Events
    } else {
        Reading::Open
    }
}

/// Whether the words of a list say that it names some parts only; 主要负责人 does not.
fn is_partial(text: &str, words: &Relations) -> bool {
    has(text, &words.partial) && has(&words.not_partial.without(text), &words.partial)
}

/// Whether each label has a word of the set of its own.
fn one_each(labels: &[String], set: &[String]) -> bool {
    let mut used: Vec<&String> = Vec::new();
    labels.iter().all(|label| {
        let longest = set.iter().filter(|w| label.contains(w.as_str())).max_by_key(|w| w.len());
        longest.is_some_and(|w| {
            let fresh = !used.contains(&w);
            used.push(w);
            fresh
        })
    })
}

/// Whether one label is the other with a negation in front: 合格, 不合格.
fn is_opposite(one: &str, other: &str, words: &Relations) -> bool {
    let tail = |text: &str| text.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect::<String>();
    words.negations.iter().any(|no| {
        let Some((_, stem)) = other.split_once(no.as_str()) else { return false };
        stem.chars().count() >= 2
            && !one.contains(no.as_str())
            && (one.ends_with(stem) || stem.starts_with(&tail(one)) || one.contains(stem))
    })
}

fn apart(one: Value, other: Value) -> Value {
    if one > other { one.minus(other) } else { other.minus(one) }
}

/// Whether two values differ in one digit of one place.
fn is_slip(one: Value, other: Value) -> bool {
    let digits = apart(one, other).units.to_string();
    digits.trim_end_matches('0').len() == 1
}

/// Whether a part is the sum of those beside it, or some parts already make up the whole.
fn mixed(parts: &[&Figure], whole: &Figure) -> bool {
    let add = |parts: &[&Figure]| parts.iter().fold(Value::whole(0), |sum, f| sum.plus(f.value));
    let beside = parts.iter().enumerate().any(|(at, part)| {
        let (before, behind) = (parts.get(..at).unwrap_or_default(), parts.get(at + 1..).unwrap_or_default());
        let run = |all: &[&Figure], from_end: bool| {
            (2..=all.len()).any(|n| {
                let run = if from_end { all.get(all.len() - n..) } else { all.get(..n) };
                run.is_some_and(|r| add(r) == part.value)
            })
        };
        run(before, true) || run(behind, false)
    });
    let count = parts.len().min(10);
    let some = (1u32..1 << count).any(|set| {
        let chosen: Vec<&Figure> = parts.iter().take(count).enumerate().filter(|(i, _)| set & (1 << i) != 0).map(|p| *p.1).collect();
        chosen.len() >= 2 && chosen.len() < parts.len() && add(&chosen) == whole.value
    });
    beside || some
}

/// A whole and what it consists of without 其中: 收信254件，已办结249件，正在处理5件; 收到64件，受理61件，不予受理3件.
fn told(view: &View<'_>, at: usize) -> Option<Relation> {
    let words = words::relations();
    let (whole, one, other) = (view.figure(at)?, view.figure(at + 1)?, view.figure(at + 2)?);
    let chained = one.clause == whole.clause + 1 && other.clause <= one.clause + 1;
    if !chained || ![one, other].iter().all(|f| f.counts() && alike(view, f, whole)) || !whole.counts() {
        return None;
    }
    let labels = [at, at + 1, at + 2].map(|i| bare(view.label(i)).to_owned());
    let [head, first, second] = &labels;
    let pair = [first.clone(), second.clone()];
    let negated = |l: &str| words.negations.iter().any(|n| l.contains(n.as_str()));
    let settled = |l: &str| has(l, &words.settled) || has(l, &words.settled_partly);
    let done = settled(first) && !negated(first) && has(second, &words.closing) && !settled(head);
    let set = words.wholes.iter().any(|set| set.len() == 2 && one_each(&pair, set));
    if !done && !set && !is_opposite(first, second, words) || labels.iter().any(|l| l.contains("其中")) {
        return None;
    }
    let relation = sum(view, at, &[at + 1, at + 2], false)?;
    if relation.verdict == Verdict::Holds {
        return Some(relation);
    }
    // 计划8件，完成5件，正在推进2件: one may not have begun.
    let less = view.figure(at).is_some_and(|whole| relation.computed < whole.value);
    if less && !has(first, &words.settled) && !set && !has(second, &words.remainder) && !is_opposite(first, second, words) {
        return None;
    }
    // What came over from last year, or another figure that could be the whole, leaves it open.
    let open = has(view.sentence_before(other), &words.other_base);
    let goes_on = view.figure(at + 3).is_some_and(|f| alike(view, f, whole) && f.clause == other.clause);
    let near = (0..at).rev().filter_map(|i| view.figure(i)).take_while(|f| f.clause + 1 >= whole.clause);
    let another = near.take(LONGEST).any(|f| alike(view, f, whole));
    (!open && !goes_on && !another).then_some(relation)
}

/// A total behind its parts: 建议156件、提案187件，共343件.
fn totalled(view: &View<'_>, at: usize) -> Option<Relation> {
    let words = words::relations();
    let total = view.figure(at)?;
    let label = bare(view.label(at));
    if !total.counts() || words.totals.at_end(label).is_none() {
        return None;
    }
    // 15个乡镇、2个街道共17个司法所: what is counted may be something else.
    let bare_total = words.totals.iter().any(|w| w == label);
    let is_part = |i: &usize| view.figure(*i).is_some_and(|f| f.counts() && alike(view, f, total));
    let from = (0..at).rev().take(LONGEST).take_while(is_part).last()?;
    let runs = (from..at - 1).rev().map(|start| (start..at).collect::<Vec<_>>());
    let mut sums = runs.filter_map(|parts| sum(view, at, &parts, true));
    if let Some(holds) = sums.find(|s| s.verdict == Verdict::Holds) {
        return Some(holds);
    }
    // The parts stand in one clause, and nothing before it can be one of them.
    let last = view.figure(at - 1)?.clause;
    let parts: Vec<usize> = (from..at).filter(|i| view.figure(*i).is_some_and(|f| f.clause == last)).collect();
    let text = view.get(&(view.figure(*parts.first()?)?.range.end..total.number.start));
    let plain = bare_total && !is_partial(text, words) && !text.contains("其中") && last + 1 >= total.clause;
    let all = parts.len() >= 2 && parts.len() == at - from;
    (plain && all).then(|| sum(view, at, &parts, true)).flatten()
}

/// What was added to last year's figure: 受理86件，比上年的72件增加14件.
fn added(view: &View<'_>, at: usize) -> Option<Relation> {
    let words = words::relations();
    let (base, more) = (view.figure(at)?, view.figure(at + 1)?);
    let verb = bare(view.label(at + 1)).trim_end_matches('了');
    let label = view.label(at);
    let compared = label.contains(['比', '较']) && has(label, &words.past);
    if !compared || !base.counts() || !more.counts() || base.clause != more.clause || base.unit != more.unit {
        return None;
    }
    let fell = if words.falls.iter().any(|w| w == verb) { true } else { words.rises.iter().any(|w| w == verb).then_some(false)? };
    let near = (0..at).rev().take_while(|i| view.figure(*i).is_some_and(|f| view.same_sentence(f, base)));
    let news = near.filter(|i| view.figure(*i).is_some_and(|f| f.counts() && alike(view, f, base)));
    let mut sums = news.map(|new| if fell { sum(view, at, &[new, at + 1], true) } else { sum(view, new, &[at, at + 1], true) });
    let nearest = sums.next()??;
    let others: Vec<Relation> = sums.flatten().collect();
    if nearest.verdict == Verdict::Holds || others.is_empty() {
        return Some(nearest);
    }
    others.into_iter().find(|s| s.verdict == Verdict::Holds)
}

/// What was taken on less what was given up: 取消21项，承接37项，净增16项.
fn balanced(view: &View<'_>, at: usize, words: &Relations) -> Option<Relation> {
    let label = bare(view.label(at));
    let (gain, loss) = (words.net_gain.at_end(label).is_some(), words.net_loss.at_end(label).is_some());
    let (net, one, other) = (view.figure(at)?, at - 2, at - 1);
    let alike = |i: usize| view.figure(i).is_some_and(|f| f.counts() && alike(view, f, net) && f.clause + 2 >= net.clause);
    let third = at.checked_sub(3).and_then(|i| view.figure(i)).is_some_and(|f| self::alike(view, f, net));
    if gain == loss || !net.counts() || !alike(one) || !alike(other) || third {
        return None;
    }
    let is = |i: usize, list: &words::List| has(view.label(i), list);
    let (taken, given) = if is(one, &words.taken_on) && is(other, &words.given_up) { (one, other) } else { (other, one) };
    if !is(taken, &words.taken_on) || !is(given, &words.given_up) {
        return None;
    }
    if gain { sum(view, taken, &[given, at], false) } else { sum(view, given, &[taken, at], false) }
}
