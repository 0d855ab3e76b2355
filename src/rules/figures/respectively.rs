//! 分别 between a list and its numbers: 公安、交通运输部门分别办结126件、58件 has as many of
//! the one as of the other.

use super::span;
use crate::facts::{Figure, View};
use crate::message::Message;
use crate::rules::{BlockCheck, Found};
use crate::syntax::Local;
use crate::text::width::{is_blank, is_han, narrow};
use crate::words;
use std::collections::BTreeSet;

const RESPECTIVELY: &str = "分别";
/// The longest member of the list in front, in characters.
const LONGEST_MEMBER: usize = 14;
/// The longest verb between 分别 and the first number, in characters.
const LONGEST_VERB: usize = 14;
/// The longest noun behind the last number, in characters.
const LONGEST_NOUN: usize = 8;

/// Lists of another length than the numbers that belong to them.
pub(super) fn uneven(at: &BlockCheck<'_>) -> Vec<Found> {
    if at.facts.figures.all.len() < 2 || !at.block.body().contains(RESPECTIVELY) {
        return Vec::new();
    }
    let (view, start) = (at.view(), at.block.body.start);
    at.block.body().match_indices(RESPECTIVELY).filter_map(|(place, _)| compare(&view, start + place as u32)).collect()
}

fn compare(view: &View<'_>, mark: u32) -> Option<Found> {
    let text = &*view.block.text;
    let named = lengths(clause_before(text.get(view.block.body.start as usize..mark as usize)?))?;
    let (values, range) = numbers(view, mark + RESPECTIVELY.len() as u32)?;
    // Twice as many numbers are two for each.
    if named.iter().any(|n| values.is_multiple_of(*n)) {
        return None;
    }
    let least = named.iter().next()?;
    let message = Message::new("list-count-mismatch.respectively").with("count", *least).with("values", values);
    Some(Found::new(span(&range), message))
}

/// The clause that a text ends in.
fn clause_before(text: &str) -> &str {
    text.rsplit(|c: char| matches!(narrow(c), ',' | '。' | ';' | ':' | '!' | '?')).next().unwrap_or_default().trim_matches(is_blank)
}

/// How many members the list at the end of a clause may be read to have. `None` where that cannot be told.
fn lengths(clause: &str) -> Option<BTreeSet<usize>> {
    let table = words::measure();
    if clause.chars().any(|c| table.no_respective.has(c) || !is_han(c) && c != '、') || table.no_joins.is_in(clause) {
        return None;
    }
    let members: Vec<&str> = clause.split('、').collect();
    let fits = |m: &&str| (2..=LONGEST_MEMBER).contains(&m.chars().count());
    if !members.iter().all(fits) {
        return None;
    }
    let joined: usize = members.iter().map(|m| super::list_count_mismatch::joined(m)).sum();
    // 建议、提案办结率、满意率: two of one kind behind bodies or matters.
    let last = members.last().and_then(|m| m.chars().next_back());
    let alike = members.iter().rev().take_while(|m| m.chars().next_back() == last).count();
    // 公安、城管部门受理、办结案件: what is done to them is a list of its own.
    let steps = words::relations();
    let acts = members.iter().filter(|m| steps.steps.is_in(m) || steps.settled.is_in(m)).count();
    if acts > 0 && acts < members.len() {
        return None;
    }
    let all = [members.len(), members.len() + joined, joined + 1, alike];
    let all: BTreeSet<usize> = all.into_iter().filter(|n| *n >= 2).collect();
    (members.len() >= 2 || joined > 0).then_some(all)
}

/// The numbers behind 分别 up to the end of the clause, 、 or 和 between them and all of one unit, and where they stand.
fn numbers(view: &View<'_>, from: u32) -> Option<(usize, Local)> {
    let all = &view.figures.all;
    let first = all.partition_point(|f| f.number.start < from);
    let figure = view.figure(first)?;
    let end = view.figures.clause(figure).end;
    let verb = view.get(&(from..figure.number.start));
    if view.figures.clause(figure).start > from || verb.chars().count() > LONGEST_VERB || !verb.chars().all(|c| is_han(c) || is_blank(c)) {
        return None;
    }
    let mut run: Vec<&Figure> = vec![figure];
    for next in all.get(first + 1..)?.iter().take_while(|f| f.range.end <= end) {
        let before = run.last()?;
        let between = view.get(&(before.range.end..next.number.start)).trim_matches(is_blank);
        let list = between == "、" || words::measure().joiners.iter().any(|j| j == between);
        if !list || next.unit != figure.unit {
            return None;
        }
        run.push(next);
    }
    let last = run.last()?;
    let noun = view.get(&(last.range.end..end));
    let behind = view.block.text.get(end as usize..)?.chars().nth(1);
    // 分别为12件，8件，5件: the commas may be those of the list.
    let goes_on = behind.is_some_and(|c| narrow(c).is_ascii_digit());
    let plain = noun.chars().count() <= LONGEST_NOUN && noun.chars().all(|c| is_han(c) || is_blank(c)) && !noun.contains("、");
    (run.len() >= 2 && plain && !goes_on).then_some((run.len(), figure.range.start..last.range.end))
}

#[cfg(test)]
mod tests {
    use crate::rules::figures::tests::words;

    fn found(text: &str) -> Vec<String> {
        words(&crate::rules::figures::list_count_mismatch::RULE, text)
    }

    #[test]
    fn more_or_fewer_numbers_than_names() {
        assert_eq!(found("公安、交通运输、自然资源部门分别办结案件126件、58件。"), ["126件、58件"]);
        assert_eq!(found("刑事、治安案件同比分别下降12.1%、8.5%和3.2%，群众安全感提升。"), ["12.1%、8.5%和3.2%"]);
    }

    #[test]
    fn as_many_or_not_to_be_told() {
        for text in [
            "公安、交通运输、自然资源部门分别办结案件126件、58件、31件。",
            "公安、交通运输和自然资源部门分别办结案件126件、58件和31件。",
            "律师事务所、公证处和司法鉴定所分别受理40461件、19570件。",
            "公安、交通运输、自然资源等部门分别办结案件126件、58件。",
            "分别向高新区、北碚区下放市级行政权力事项418项、10项。",
            "较上年分别增长12.1%、8.5%。",
            "人大代表建议、政协提案办结率、满意率分别达100%、98%。",
            "人大代表建议、政协提案办结率和满意率分别达100%、98%。",
            "公安、交通运输、自然资源部门案件受理量和办结量分别为126件、58件。",
            "公安、城管、市场监管部门受理、办结案件分别为126件、58件。",
            "行政处罚、行政许可、行政强制案件量和涉案金额分别为120件、30万元。",
            "机关、乡镇分别受理、办结案件126件、58件、31件、20件。",
            "公安、交通运输、自然资源部门分别办结126件，58件，31件。",
            "公安、交通运输、自然资源部门分别由60日、45日压缩至30日、20日、15日。",
            "省、市、县分别下达资金12万元、8万元。",
            "对公安、交通运输、自然资源部门开展抽查，分别发现问题12个、8个。",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
