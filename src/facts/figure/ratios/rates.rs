//! Rates that are named by what was done: 受理200件，调解成功196件，成功率98%.

use super::shares::{is_sibling, owns_share};
use super::{before, changes, is_bracketed, is_undisturbed, judge, reading, share, wholes};
use crate::facts::figure::view::{View, bare};
use crate::facts::figure::{Relation, RelationKind, Verdict};
use crate::words::Relations;

/// The shortest and the longest name of what was done, in characters.
const STEM: std::ops::RangeInclusive<usize> = 2..=20;
/// How many clauses lie at most between part and rate.
const NEAR: usize = 3;

/// The rate that a percentage states.
pub(super) fn relation(view: &View<'_>, index: usize, name: &str, words: &Relations) -> Option<Relation> {
    let stem = bare(name.strip_suffix('率')?);
    let stem = stem.strip_prefix('其').unwrap_or(stem);
    let size = stem.chars().count();
    if !STEM.contains(&size) {
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
    let same = |i: &usize| view.figure(*i).is_some_and(|f| view.same_sentence(f, percent));
    let near = |i: &usize| view.figure(*i).is_some_and(|f| f.counts() && f.clause + NEAR >= percent.clause);
    let part = (0..index).rev().take_while(same).find(|i| near(i) && said(*i))?;
    let around = view.around(part);
    if words.negations.iter().any(|n| around.contains(n.as_str()) && !stem.contains(n.as_str())) || is_bracketed(view, part) {
        return None;
    }
    of_wholes(view, index, part, stem, verb, words)
}

fn of_wholes(view: &View<'_>, index: usize, part: usize, stem: &str, verb: &str, words: &Relations) -> Option<Relation> {
    let all: Vec<usize> = wholes(view, part).collect();
    let mut readings: Vec<_> = all.iter().filter_map(|whole| share(view, index, part, *whole)).collect();
    // 共有100项，取消40项，取消率40%; 现有60项，取消40项，取消率40%.
    let amount = words.falls.iter().chain(&words.rises).any(|w| w == verb);
    if amount {
        let fell = words.falls.iter().any(|w| w == verb);
        let more = view.figure(part)?;
        readings.extend(all.iter().filter_map(|whole| {
            let now = view.figure(*whole)?;
            let base = if fell { now.value.plus(more.value) } else { now.value.minus(more.value) };
            reading(view, index, RelationKind::Growth, (part, *whole), [more.value, more.slack], [base, now.slack.plus(more.slack)])
        }));
    }
    let relation = judge(view, index, &readings)?;
    if relation.verdict == Verdict::Holds {
        return Some(relation);
    }
    // What has a share of its own is an item beside this one, if not a step before it.
    let clear = |whole: &usize| !owns_share(view, *whole, words) || is_step(view, *whole, part, words) && !is_sibling(view, *whole, part);
    let eligible: Vec<usize> = all.iter().copied().filter(clear).collect();
    readings.retain(|r| eligible.contains(&r.whole));
    let mut relation = judge(view, index, &readings)?;
    relation.sure &= all.len() == 1 && !amount && !owns_share(view, relation.whole, words);
    let furthest = *eligible.last()?;
    let undisturbed = is_undisturbed(view, furthest, index, false, words) && !changes::is_compared(view, part, words);
    let told = relation.sure || relation.verdict == Verdict::Truncated || is_chain(view, part, stem, words);
    (undisturbed && told).then_some(relation)
}

/// Whether both are steps of one procedure: 审结90件, 调解45件.
fn is_step(view: &View<'_>, one: usize, other: usize, words: &Relations) -> bool {
    words.steps.is_in(view.label(one)) && words.steps.is_in(view.label(other))
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
