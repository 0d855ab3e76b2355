//! Shares of a whole, one by one and in rows: 收到申请20件，予以公开4件、占比20%，部分公开2件、占比10%.
//!
//! The whole of a row is a total before the row, never an item beside it. Which
//! total it is, its shares tell: where several totals come into question, most
//! shares must be of the same one.

use super::{Reading, bare, before, changes, is_bracketed, is_joined, is_plain, is_undisturbed, judge, level_of, share, wholes};
use crate::facts::figure::view::View;
use crate::facts::figure::{Figure, Relation, Verdict, lists};
use crate::words::Relations;

/// So many percentages are looked at for one row.
const LONGEST: usize = 40;

/// A part and the percentage that states its share, as indices of figures.
#[derive(Clone, Copy, Debug)]
struct Item {
    part: usize,
    percent: usize,
}

/// Parts with their shares, one behind the other, of a whole that is not named.
#[derive(Debug)]
pub(super) struct Row {
    items: Vec<Item>,
    /// Whether 其中 leads to it, and the whole before that.
    listed: bool,
    total: Option<usize>,
    /// Whether the shares stand behind all parts: 分别占60%、30%和10%.
    each: bool,
}

/// The rows of a block.
pub(super) fn rows(view: &View<'_>, words: &Relations) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut lists = None;
    for index in 0..view.figures.all.len() {
        if let Some(item) = item(view, index, words) {
            let listed = view.label(item.part).contains("其中");
            match rows.last_mut().filter(|r| !listed && r.goes_on_with(view, item)) {
                Some(row) => row.items.push(item),
                None => rows.push(Row { items: vec![item], listed, total: None, each: false }),
            }
        } else if let Some(items) = each(view, index, words) {
            let listed = items.first().is_some_and(|i| view.label(i.part).contains("其中"));
            rows.push(Row { items, listed, total: None, each: true });
        }
    }
    for row in &mut rows {
        // 收到申请62件。其中，予以公开31件，占50%: the whole may stand in the sentence before.
        let first = row.first();
        let lists = lists.get_or_insert_with(|| lists::listed(view));
        row.total = lists.iter().find(|l| l.parts.first() == Some(&first)).map(|l| l.whole).or_else(|| within(view, first));
        row.listed |= row.total.is_some();
    }
    rows
}

/// The whole of 审结的701件案件中，以调解方式结案203件.
fn within(view: &View<'_>, first: usize) -> Option<usize> {
    let whole = first.checked_sub(1)?;
    let (total, part) = (view.figure(whole)?, view.figure(first)?);
    let leads = view.same_sentence(total, part) && total.clause + 1 == part.clause && bare(view.behind(total)).ends_with('中');
    (leads && total.counts() && total.unit == part.unit).then_some(whole)
}

/// What a share is of, by the name of its percentage: `""` of 占比 and 占总数的,
/// 结案 of 占结案数的. `None` where it is no share.
fn of_what<'a>(view: &View<'_>, part: usize, name: &'a str, words: &Relations) -> Option<&'a str> {
    let of = if let Some(of) = name.strip_prefix('占').filter(|of| *of != "比") {
        of.trim_end_matches('的').trim_end_matches('比')
    } else {
        // 部门联合抽查占比 with 部门联合抽查136个.
        let thing = words.shares.strip_end(name)?;
        if !view.label(part).contains(thing) {
            return None;
        }
        ""
    };
    let thing = words.counted_things.strip_end(of).unwrap_or(of);
    let thing = thing.trim_start_matches(|c| words.all_of.has(c));
    Some(if thing.chars().count() >= 2 { thing } else { "" })
}

/// The part directly before a percentage.
fn part_of(view: &View<'_>, index: usize, words: &Relations) -> Option<usize> {
    let percent = view.figure(index).filter(|f| f.is_percent() && f.is_exact())?;
    let part = index.checked_sub(1)?;
    let figure = view.figure(part)?;
    let near = view.same_sentence(figure, percent) && figure.clause + 1 >= percent.clause;
    // 由20日压减至8日，压减比例60%: a change is no share.
    (near && figure.counts() && !changes::is_compared(view, part, words)).then_some(part)
}

/// A part with its share of a whole that is not named: 予以公开4件、占比20%.
fn item(view: &View<'_>, index: usize, words: &Relations) -> Option<Item> {
    let part = part_of(view, index, words)?;
    let percent = view.figure(index).filter(|f| is_plain(view, f))?;
    let label = view.label(index);
    let unnamed = !label.contains("分别") && of_what(view, part, level_of(label, words), words)?.is_empty();
    (unnamed && percent.is_percent() && !is_bracketed(view, part)).then_some(Item { part, percent: index })
}

/// Parts whose shares stand behind all of them, from the first of the percentages at
/// `index`: 处罚60件、许可30件、强制10件，分别占60%、30%、10%.
fn each(view: &View<'_>, index: usize, words: &Relations) -> Option<Vec<Item>> {
    let percent = view.figure(index).filter(|f| f.is_percent())?;
    let label = view.label(index);
    if !label.contains("分别") {
        return None;
    }
    let run = (index + 1..view.figures.all.len()).take(LONGEST).take_while(|i| is_joined(view, *i));
    let percents: Vec<usize> = std::iter::once(index).chain(run).collect();
    let size = percents.len();
    let parts = index.checked_sub(size).filter(|_| size > 1)?..index;
    // 占比分别为, 分别占总数的.
    let mut name = level_of(label, words);
    name = bare(name.trim_start_matches("分别"));
    let unit = &view.figure(parts.start)?.unit;
    let alike = |i: usize| view.figure(i).is_some_and(|f| f.counts() && f.unit == *unit && view.same_sentence(f, percent));
    let exact = |i: &usize| view.figure(*i).is_some_and(Figure::is_exact);
    let near = view.figure(index - 1)?.clause + 1 >= percent.clause;
    let plain = is_plain(view, view.figure(*percents.last()?)?);
    let unnamed = of_what(view, index - 1, name, words)?.is_empty();
    let whole_row = parts.clone().all(alike) && percents.iter().all(exact) && near && plain && unnamed;
    whole_row.then(|| parts.zip(percents).map(|(part, percent)| Item { part, percent }).collect())
}

impl Row {
    fn first(&self) -> usize {
        self.items.first().map_or(0, |i| i.part)
    }

    fn goes_on_with(&self, view: &View<'_>, item: Item) -> bool {
        let Some(last) = self.items.last().map(|i| i.percent).filter(|_| !self.each) else { return false };
        let alike = |i: usize| view.figure(i).zip(view.figure(item.part)).is_some_and(|(a, b)| a.unit == b.unit);
        let both = view.figure(last).zip(view.figure(item.part));
        let joined = both.is_some_and(|(a, b)| view.same_sentence(a, b) || view.behind(a).is_empty() && view.mark_behind(a) == Some(';'));
        let near = both.is_some_and(|(a, b)| a.clause + 1 >= b.clause);
        // 占18.7%，35岁以下290人: another figure may name the part.
        let nothing_between = (last + 1..item.part).take(LONGEST).all(|i| !alike(i) && !view.figure(i).is_some_and(Figure::is_percent));
        alike(self.first()) && joined && near && nothing_between
    }

    /// Whether the row states the percentage at `index`.
    pub(super) fn states(&self, index: usize) -> bool {
        self.items.iter().any(|i| i.percent == index)
    }

    /// The shares of the row.
    pub(super) fn relations(&self, view: &View<'_>, words: &Relations) -> Vec<Relation> {
        let mut totals: Vec<usize> = before(view, self.first()).filter(|i| view.figure(*i).is_some_and(Figure::counts)).collect();
        totals.extend(self.total.filter(|t| !totals.contains(t)));
        let votes = |whole: usize| self.items.iter().filter(|i| i.holds(view, whole)).count();
        // The nearest of those that most shares are of.
        let whole = totals.iter().copied().rev().max_by_key(|w| votes(*w));
        self.items.iter().filter_map(|item| self.relation(view, *item, &totals, whole, words)).collect()
    }

    fn relation(&self, view: &View<'_>, item: Item, totals: &[usize], whole: Option<usize>, words: &Relations) -> Option<Relation> {
        let read = |whole: usize| item.reading(view, whole);
        // Any figure before a part may be what its share is of, where it fits.
        let fitting: Vec<Reading> =
            whole.into_iter().chain(wholes(view, item.part)).chain(totals.iter().copied()).filter_map(read).collect();
        let relation = judge(view, item.percent, &fitting).filter(|r| r.verdict == Verdict::Holds);
        if relation.is_some() {
            return relation;
        }
        let (whole, sure) = self.clear_whole(view, item, totals, whole, words)?;
        let disturbed = !is_undisturbed(view, whole, item.percent, self.each, words);
        let mut relation = judge(view, item.percent, &[read(whole)?])?;
        relation.sure = sure;
        (!disturbed).then_some(relation)
    }

    /// The whole that a share must be of, if there is no doubt, and whether there is no other.
    fn clear_whole(&self, view: &View<'_>, item: Item, totals: &[usize], whole: Option<usize>, words: &Relations) -> Option<(usize, bool)> {
        if self.items.len() > 1 {
            // Two shares of one whole say what the third is of.
            let whole = whole?;
            let fellows = self.items.iter().filter(|i| i.percent != item.percent && i.holds(view, whole)).count();
            let only = totals.len() == 1 || self.total == Some(whole);
            // All shares behind 其中 differ: the total may be wrong, which is told once.
            let first = self.listed && self.items.first().is_some_and(|i| i.percent == item.percent);
            let none = || fellows == 0 && !item.holds(view, whole) && totals.iter().all(|t| self.items.iter().all(|i| !i.holds(view, *t)));
            return if fellows > 1 || fellows == 1 && only {
                Some((whole, true))
            } else {
                let total = self.total.unwrap_or(whole);
                (first && none()).then_some((total, false))
            };
        }
        let fits = |w: &usize| view.figure(*w).zip(view.figure(item.part)).is_some_and(|(w, p)| w.value >= p.value);
        let mut larger = totals.iter().filter(|w| fits(w));
        let (nearest, other) = (*larger.next()?, larger.next());
        if self.listed {
            return Some((self.total.filter(fits).unwrap_or(nearest), other.is_none()));
        }
        // 共有调解员300名，女性调解员120名: what is counted is said once more.
        let noun: String = bare(view.label(item.part)).chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
        let said = view.around(nearest).contains(&noun);
        let total = words.totals.is_in(view.label(nearest)) && !words.new_ones.is_in(view.label(nearest));
        (other.is_none() && said && total).then_some((nearest, false))
    }
}

impl Item {
    fn reading(self, view: &View<'_>, whole: usize) -> Option<Reading> {
        let (part, total) = (view.figure(self.part)?, view.figure(whole)?);
        if total.value < part.value { None } else { share(view, self.percent, self.part, whole) }
    }

    fn holds(self, view: &View<'_>, whole: usize) -> bool {
        let stated = view.figure(self.percent).map(|f| f.value);
        self.reading(view, whole).zip(stated).is_some_and(|(r, stated)| r.holds(stated))
    }
}

/// A share of a whole that the name of its percentage names: 审结案件498件，调解166件，占审结案件的33.33%.
pub(super) fn named(view: &View<'_>, index: usize, name: &str, words: &Relations) -> Option<Relation> {
    let part = part_of(view, index, words)?;
    let thing = of_what(view, part, name, words).filter(|thing| !thing.is_empty())?;
    if is_bracketed(view, part) {
        return None;
    }
    let all: Vec<usize> = wholes(view, part).filter(|i| view.around(*i).contains(thing)).collect();
    let readings: Vec<Reading> = all.iter().filter_map(|whole| share(view, index, part, *whole)).collect();
    let relation = judge(view, index, &readings)?;
    if relation.verdict == Verdict::Holds {
        return Some(relation);
    }
    // An item of the same row bears the name only where nothing else does.
    let own = |r: &Reading| owns_share(view, r.whole, words);
    let free: Vec<Reading> = readings.into_iter().filter(|r| all.len() == 1 || !own(r)).collect();
    let mut relation = judge(view, index, &free)?;
    relation.sure &= all.len() == 1 && !owns_share(view, relation.whole, words);
    is_undisturbed(view, *all.last()?, index, false, words).then_some(relation)
}

/// Whether a share or a rate of the figure itself stands directly behind it:
/// 予以公开4件、占比20%; 审结90件，审结率90%.
pub(super) fn owns_share(view: &View<'_>, figure: usize, words: &Relations) -> bool {
    let index = figure + 1;
    if part_of(view, index, words) != Some(figure) {
        return false;
    }
    let name = level_of(view.label(index), words);
    name.ends_with('率') || of_what(view, figure, name, words).is_some()
}

/// Whether two figures count things of one name: 予以公开4件 and 部分公开2件.
pub(super) fn is_sibling(view: &View<'_>, one: usize, other: usize) -> bool {
    let noun = |i: usize| bare(view.label(i)).chars().rev().take(2).collect::<Vec<_>>();
    let (a, b) = (noun(one), noun(other));
    a.len() == 2 && a == b
}
