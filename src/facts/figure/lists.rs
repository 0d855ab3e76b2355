//! The lists behind 其中: a whole and the figures that are parts of it.

use super::Figure;
use super::view::{View, bare, has};
use crate::syntax::Local;
use crate::text::width::narrow;
use crate::words;

/// A total and its parts, as indices of figures.
#[derive(Debug)]
pub(super) struct List {
    pub(super) whole: usize,
    pub(super) parts: Vec<usize>,
}

/// So many figures are looked at for one list.
pub(super) const LONGEST: usize = 40;

/// The 其中 lists of a block.
pub(super) fn listed(view: &View<'_>) -> Vec<List> {
    let start = view.block.body.start;
    view.block.body().match_indices("其中").filter_map(|(at, _)| list(view, start + at as u32)).collect()
}

fn list(view: &View<'_>, mark: u32) -> Option<List> {
    let all = &view.figures.all;
    let first = all.partition_point(|f| f.number.start < mark);
    let part = view.figure(first)?;
    let sentence = view.figures.sentence(part);
    // 其中 at the start of a sentence goes on with the one before.
    let opening = first.checked_sub(1).and_then(|i| view.figure(i)).is_none_or(|f| view.figures.sentence(f) != sentence);
    let before = |f: &Figure| view.figures.sentence(f) + usize::from(opening) == sentence;
    // 办结148件（含上年结转6件），其中…: what stands in brackets is no whole.
    // Those before the sentence are no whole, but what is nearest may be one of them.
    let near = |i: &usize| view.figure(*i).is_some_and(|f| view.figures.sentence(f) + 1 >= sentence);
    let mut outside =
        (0..first).rev().take(LONGEST).take_while(near).filter(|i| view.figure(*i).is_some_and(|f| brackets(view, f.range.end..mark) >= 0));
    let nearest = outside.next()?;
    let mut fitting = std::iter::once(nearest).chain(outside).filter(|i| view.figure(*i).is_some_and(|f| before(f) && f.unit == part.unit));
    let whole = fitting.next()?;
    let total = view.figure(whole)?;
    let between = view.get(&(total.range.end..mark.max(total.range.end)));
    let inner = bare(between).trim_end_matches(['。', '；', ';', '，', ',', '（', '(']);
    let near = if whole + 1 == first {
        inner.chars().count() <= 24 && !inner.chars().any(|c| matches!(narrow(c), '。' | ';' | ',' | ':'))
    } else if whole == nearest {
        inner.chars().count() <= 24
    } else {
        // 300件、涉案金额200万元，其中…80件: the only one of its kind.
        fitting.next().is_none() && total.clause + 1 >= view.figures.clause_at(mark)
    };
    if !near || !total.counts() || view.label(first).matches("其中").count() > 1 {
        return None;
    }
    let mut parts = Vec::new();
    let mut last = part.clause;
    for index in (first..all.len()).take(LONGEST) {
        let figure = view.figure(index)?;
        match brackets(view, mark..figure.number.start) {
            // The brackets around the list have closed.
            depth if depth < 0 => break,
            depth if depth > 0 => continue,
            _ => {}
        }
        if view.figures.sentence(figure) != sentence || figure.clause > last + 1 || !figure.is_percent() && figure.unit != part.unit {
            break;
        }
        last = figure.clause;
        if figure.is_percent() {
            continue;
        }
        // 其中处罚80件、许可40件，办结110件: a step of all of them ends the list.
        let step = |i: usize| has(view.label(i), &words::relations().steps);
        if index > first && figure.clause > part.clause && step(index) && !step(first) {
            break;
        }
        if is_nested(view, whole, &parts, index) {
            break;
        }
        parts.push(index);
    }
    Some(List { whole, parts })
}

/// Whether a part is one of another part: 终止48件，终止案件中和解撤回36件; or its share is one
/// of another part and not of the whole: 调解48件，占40%，履行36件，占75%.
fn is_nested(view: &View<'_>, whole: usize, parts: &[usize], index: usize) -> bool {
    let label = bare(view.label(index));
    let named = |i: usize| {
        let name = bare(view.label(i)).trim_start_matches("其中");
        let rest = if name.chars().nth(1).is_some() { label.strip_prefix(name) } else { None };
        rest.is_some_and(|rest| rest.contains('中'))
    };
    let figures = view.figure(index).zip(view.figure(index + 1));
    let share = figures.filter(|(f, p)| p.is_percent() && p.is_exact() && view.same_sentence(f, p) && f.clause + 1 >= p.clause);
    let is_of = |i: usize| {
        let base = view.figure(i);
        let shares = share.zip(base).and_then(|((f, p), base)| Some((f.value.percent_of(base.value, p.decimals)?.0, p.value)));
        shares.is_some_and(|(computed, stated)| computed == stated)
    };
    parts.iter().any(|i| named(*i)) || !is_of(whole) && parts.iter().any(|i| is_of(*i))
}

/// How many more brackets are opened than closed in a range.
fn brackets(view: &View<'_>, range: Local) -> i32 {
    let text = view.get(&(range.start..range.end.max(range.start)));
    text.chars().map(narrow).map(|c| i32::from(c == '(') - i32::from(c == ')')).sum()
}
