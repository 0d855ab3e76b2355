//! Totals and the parts that are listed behind them.

use super::view::{View, bare, has};
use crate::words;

/// A total and its parts, as indices of figures.
#[derive(Debug)]
pub(super) struct Group {
    pub whole: usize,
    pub parts: Vec<usize>,
}

/// Totals with the parts that 其中 introduces.
pub(super) fn groups(view: &View<'_>) -> Vec<Group> {
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
pub(super) fn settled(view: &View<'_>) -> Vec<Group> {
    let words = words::measure();
    let count = view.figures.all.len();
    let triple = |first: usize| -> Option<Group> {
        let [a, b, c] = [first, first + 1, first + 2].map(|i| view.figure(i));
        let (a, b, c) = (a?, b?, c?);
        let alike = |x: &crate::facts::Figure| x.is_count() && x.is_exact() && x.unit == a.unit && view.same_sentence(x, a);
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
