//! Where a report says which year it is on: in its opening, in the headings of
//! its parts, in its plan. Years in titles 《》, in spans, in comparisons and of
//! events say nothing of that.

use super::local;
use crate::facts::{bare, parse_year, years};
use crate::outline::{Node, NodeKind};
use crate::rules::Sight;
use crate::schema::Role;
use crate::syntax::{Block, Local, Span};
use crate::text::{Hay, Match};
use crate::words::{self, List, Time};
use std::ops::Range;

/// What states a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The opening: 2024年，我县…; 现将2024年度…情况报告如下.
    Lead,
    /// The heading of the results or the problems: 一、2024年主要举措和成效.
    Heading,
    /// A paragraph of the results or the problems: 2024年，我县…虽然….
    Body,
    /// The heading or the first words of a plan: 三、2025年工作安排.
    Plan,
}

/// A year from which that of the report follows.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub part: Part,
    /// The year with its 年.
    pub span: Span,
    /// The year as written.
    pub year: i32,
    /// Whether nothing allows for another reading.
    pub sure: bool,
}

impl Statement {
    /// The year of a report that states this: a plan is for the next one.
    pub fn report_year(&self) -> i32 {
        if self.part == Part::Plan { self.year - 1 } else { self.year }
    }
}

/// All that states the year of the report, in the order of the text but for plans.
pub(super) fn statements(sight: &Sight<'_>) -> Vec<Statement> {
    let mut found = lead(sight);
    found.extend(headings(sight));
    found.extend(body(sight, found.iter().any(|s| s.part == Part::Lead)));
    found.extend(plans(sight));
    // 2025年我县…情况报告如下 both opens and announces.
    let mut told: Vec<Span> = Vec::new();
    found.retain(|s| {
        let first = !told.contains(&s.span);
        told.push(s.span.clone());
        first
    });
    found
}

/// A year that stands for itself: no part of a title, a span or a comparison.
pub(super) fn plain_years<'a>(sight: &Sight<'a>, block: usize) -> impl Iterator<Item = (Range<usize>, i32)> + use<'a> {
    let paragraph = sight.paragraphs.get(block);
    let text = paragraph.map_or("", |p| &*p.block.text);
    let facts = paragraph.map(|p| p.facts());
    let cited = move |at: usize| facts.is_some_and(|f| f.citations.iter().any(|c| c.range.contains(&at)));
    let all = facts.into_iter().flat_map(|f| f.years.iter().cloned());
    all.filter(move |(range, _)| !cited(range.start) && stands_alone(text, range))
}

fn stands_alone(text: &str, year: &Range<usize>) -> bool {
    let table = words::roll_year();
    let before = text.get(..year.start).unwrap_or_default().trim_end();
    let behind = text.get(year.end..).unwrap_or_default();
    let behind = behind.trim_start_matches('年').trim_start_matches('度').trim_start();
    let digit = |c: char| crate::text::width::narrow(c).is_ascii_digit();
    let ends = |words: &[String]| words.iter().any(|w| before.ends_with(w.as_str()));
    let starts = |words: &[String]| words.iter().any(|w| behind.starts_with(w.as_str()));
    let span_before = table.joiners.iter().any(|j| before.strip_suffix(j.as_str()).is_some_and(|b| b.ends_with(|c| digit(c) || c == '年')));
    let span_behind = table.joiners.iter().any(|j| behind.strip_prefix(j.as_str()).is_some_and(|b| b.starts_with(digit)));
    !ends(&table.since)
        && !starts(&table.since_behind)
        && !ends(&table.compared)
        && !starts(&table.compared_behind)
        && !span_before
        && !span_behind
        && !behind.starts_with(digit)
}

/// The span of a year with its 年.
fn span(block: usize, text: &str, year: &Range<usize>) -> Span {
    let mark = text.get(year.end..).is_some_and(|t| t.starts_with('年'));
    Span { block, range: local(year.start..year.end + if mark { '年'.len_utf8() } else { 0 }) }
}

/// The text of a block, for patterns.
fn hay<'a>(sight: &Sight<'a>, block: usize) -> Option<Hay<'a>> {
    let paragraph = sight.paragraphs.get(block)?;
    Some(Hay { text: &paragraph.block.text, sketch: Some(&paragraph.facts().scan.sketch) })
}

/// What the opening says: the first clause of a paragraph, the sentence that announces
/// the report, the span of its figures.
fn lead(sight: &Sight<'_>) -> Vec<Statement> {
    let blocks: Vec<usize> = sight.outline.text_of(Role::Lead).collect();
    let mut found: Vec<Statement> = Vec::new();
    for index in blocks.iter().copied() {
        let Some(block) = sight.block(index) else { continue };
        found.extend(announced(sight, index, block));
        found.extend(counted(sight, index, block));
    }
    let stated = found.first().map(|s| s.year);
    let opens = |index: usize| opening(sight, index, sight.block(index)?);
    if let Some(mut opening) = blocks.iter().find_map(|i| opens(*i)) {
        // What happened before is told in front of a sentence on what the report is on.
        let later = |i: usize| plain_years(sight, i).filter(|y| y.1 > opening.year && !is_announced(sight, i, &y.0)).collect::<Vec<_>>();
        let all: Vec<(usize, Range<usize>)> = blocks.iter().flat_map(|i| later(*i).into_iter().map(|y| (*i, y.0))).collect();
        if !all.iter().any(|(block, at)| opens_a_sentence(sight, *block, at)) {
            opening.sure &= all.is_empty() && stated.is_none_or(|year| year == opening.year);
            found.push(opening);
        }
    }
    found
}

/// Whether a year begins a sentence, or the block.
fn opens_a_sentence(sight: &Sight<'_>, block: usize, at: &Range<usize>) -> bool {
    let before = sight.block(block).and_then(|b| b.text.get(b.body.start as usize..at.start)).map(|t| t.trim_end_matches('在').trim_end());
    before.is_none_or(|t| t.is_empty() || t.ends_with(['。', '；', '！', ';']))
}

fn is_announced(sight: &Sight<'_>, block: usize, at: &Range<usize>) -> bool {
    let range = hay(sight, block).and_then(|hay| words::time().reports.find(hay));
    range.is_some_and(|r| r.contains(&at.start))
}

/// 现将2025年度法治政府建设情况报告如下; with 和2026年工作安排 the first year is the report's.
fn announced(sight: &Sight<'_>, index: usize, block: &Block) -> Option<Statement> {
    let range = words::time().reports.find(hay(sight, index)?)?;
    let named: Vec<_> = plain_years(sight, index).filter(|(at, _)| range.contains(&at.start)).collect();
    let (at, year) = match named.as_slice() {
        [one] => one,
        [one, next] if one.1 + 1 == next.1 => one,
        _ => return None,
    };
    // 现将2026年工作安排报告如下
    let plan = block.text.get(at.end..range.end).is_some_and(|t| named.len() == 1 && words::time().plans.is_in(t));
    (!plan).then(|| Statement { part: Part::Lead, span: span(index, &block.text, at), year: *year, sure: true })
}

/// 统计期限自2025年1月1日至2025年12月31日
fn counted(sight: &Sight<'_>, index: usize, block: &Block) -> Option<Statement> {
    let found = words::time().whole_year.captures(hay(sight, index)?)?;
    let year = found.get(1)?;
    let value = parse_year(year.as_str())?;
    let same = found.get(2).is_none_or(|m| parse_year(m.as_str()) == Some(value));
    same.then(|| Statement { part: Part::Lead, span: span(index, &block.text, &year.range()), year: value, sure: true })
}

/// 2025年，我县…; 2025年是…之年. What is told of others or of events says nothing.
fn opening(sight: &Sight<'_>, index: usize, block: &Block) -> Option<Statement> {
    let table = words::time();
    let found = table.opens.captures(block.body())?;
    let (whole, year) = (found.get(0)?, found.get(1)?);
    let rest = block.body().get(whole.end()..)?;
    let sentence = rest.split(['。', '；', '！']).next()?;
    let clause = bare(rest.trim_start_matches(['，', ',', '、'])).split(['，', ',', '。', '；']).next()?;
    let is_own = table.own.is_match(clause) || is_named(&sight.report.title, clause);
    // 2024年，我县…。今年以来，…
    let tells = table.honours.is_in(sentence) || table.present.is_in(rest);
    if !is_own || table.told.is_in(&untitled(clause)) || tells {
        return None;
    }
    let at = block.body.start as usize + year.start()..block.body.start as usize + year.end();
    let sure = !table.told.is_in(&untitled(sentence));
    Some(Statement { part: Part::Lead, span: span(index, &block.text, &at), year: parse_year(year.as_str())?, sure })
}

/// Whether a clause begins with the name that a title begins with: 清河 of 清河县司法局2025年…,
/// or with its rank and a body: 县政府, 县司法局.
fn is_named(title: &str, clause: &str) -> bool {
    let title = title.trim_start_matches("关于");
    let name = years(title).first().and_then(|y| title.get(..y.0.start)).unwrap_or(title);
    let Some((second, _)) = name.char_indices().nth(1) else { return false };
    let first_two = name.chars().take(2).map(char::len_utf8).sum::<usize>();
    if name.get(..first_two).is_some_and(|n| clause.starts_with(n)) {
        return true;
    }
    let behind = name.get(second..).and_then(|rest| Some((second + rest.find(|c| words::places().ends.has(c))?, ())));
    let Some(rank) = behind.and_then(|(at, ())| name.get(at..)).filter(|rank| clause.starts_with(rank.chars().next().unwrap_or(' ')))
    else {
        return false;
    };
    let (body, office) = (rank.chars().skip(1).take(2).collect::<String>(), clause.chars().skip(1).collect::<String>());
    body.chars().count() == 2 && office.starts_with(&body) || words::time().own_bodies.at_start(&office).is_some()
}

/// A text without what stands in 《》.
fn untitled(text: &str) -> String {
    let mut depth = 0usize;
    let outside = text.chars().filter(|c| match c {
        '《' => {
            depth += 1;
            false
        }
        '》' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    outside.collect()
}

/// First-level headings of results and problems that name a year and nothing but what
/// the part is: 一、2025年主要举措和成效.
fn headings(sight: &Sight<'_>) -> Vec<Statement> {
    let table = words::time();
    let roots = sight.outline.nodes.iter().filter(|n| n.kind == NodeKind::Section);
    let named = roots.filter_map(|node| {
        let allowed = match node.role {
            Role::Results => &table.of_results,
            Role::Problems => &table.of_problems,
            _ => return None,
        };
        let (span, year) = headed(sight, node, |rest| allowed.is_in(rest) && is_composed(rest, &[allowed, &table.of_any]))?;
        Some((node.role, Statement { part: Part::Heading, span, year, sure: true }))
    });
    let all: Vec<(Role, Statement)> = named.collect();
    // 一、2024年工作回顾 before 二、2025年工作情况 tells of the year before.
    let last = |role: Role| all.iter().filter(|h| h.0 == role).map(|h| h.1.year).max();
    all.iter().filter(|(role, s)| last(*role) == Some(s.year)).map(|h| h.1.clone()).collect()
}

/// The year that a heading begins with, where what follows it `fits`.
fn headed(sight: &Sight<'_>, node: &Node, fits: impl Fn(&str) -> bool) -> Option<(Span, i32)> {
    let index = node.heading.block;
    let block = sight.block(index)?;
    let title = block.get(&node.title);
    let (at, year) = years(title).into_iter().next().filter(|y| bare(title.get(..y.0.start).unwrap_or("?")).is_empty())?;
    let start = node.title.start as usize;
    let range = start + at.start..start + at.end;
    let rest = title.get(at.end..)?.trim_start_matches('年').trim_start_matches('度');
    (stands_alone(&block.text, &range) && fits(bare(rest))).then(|| (span(index, &block.text, &range), year))
}

/// Whether a text is put together from words of the lists.
fn is_composed(text: &str, lists: &[&List]) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let longest = lists.iter().filter_map(|l| l.strip_start(rest)).min_by_key(|r| r.len());
        match longest {
            Some(shorter) => rest = shorter,
            None => return false,
        }
    }
    !text.is_empty()
}

/// What paragraphs below the headings say: the first one of the results, and what is admitted of the year (2024年，我县…虽然取得…).
fn body(sight: &Sight<'_>, opened: bool) -> Vec<Statement> {
    let mut found = Vec::new();
    let is_text = |i: &usize| sight.block(*i).is_some_and(|b| b.is_text() && b.heading.is_none());
    if let Some(first) = sight.outline.text_of(Role::Results).find(is_text)
        && let Some(block) = sight.block(first)
        && let Some(statement) = opening(sight, first, block)
        && plain_years(sight, first).all(|(_, year)| year <= statement.year)
    {
        // Behind an opening it may tell of the year before.
        found.push(Statement { part: Part::Body, sure: statement.sure && !opened, ..statement });
    }
    for index in sight.outline.text_of(Role::Results).chain(sight.outline.text_of(Role::Problems)) {
        let Some(block) = sight.block(index).filter(|b| b.heading.is_none()) else { continue };
        let kept = sight.note(index, |at| Admitted(admitted(at.block)));
        if let Some((year, value)) = kept.map_or_else(|| admitted(block), |kept| kept.0.clone()) {
            found.push(Statement { part: Part::Body, span: span(index, &block.text, &year), year: value, sure: true });
        }
    }
    found
}

/// The year of which a block admits something, kept with the block.
struct Admitted(Option<(Range<usize>, i32)>);

fn admitted(block: &Block) -> Option<(Range<usize>, i32)> {
    let content = block.content();
    let found = words::time().admits.captures(block.get(&content))?;
    in_block(&content, &found.get(1)?)
}

/// A year found in the `content` of a block, with its place in the block.
fn in_block(content: &Local, year: &Match<'_>) -> Option<(Range<usize>, i32)> {
    let start = content.start as usize;
    Some((start + year.start()..start + year.end(), parse_year(year.as_str())?))
}

/// The year that a block plans for in its first words, kept with the block.
struct Planned(Option<(Range<usize>, i32)>);

fn opens_plan(block: &Block) -> Option<(Range<usize>, i32)> {
    let (table, content) = (words::time(), block.content());
    let found = table.plan_opens.captures(block.get(&content))?;
    let disposed = table.disposed.is_match(found.get(0)?.as_str());
    in_block(&content, &found.get(1)?).filter(|_| !disposed)
}

/// What the plan is headed, and the first words of its paragraphs.
fn plans(sight: &Sight<'_>) -> Vec<Statement> {
    let table = words::time();
    let headings = sight.outline.of_role(Role::Plan).filter_map(|s| s.heading.as_ref());
    let mut found: Vec<Statement> = headings.filter_map(|heading| planned(sight, heading, table)).collect();
    // A heading whose year is wrong may not have been taken for that of the plan.
    let roots: Vec<&Node> = sight.outline.nodes.iter().filter(|n| n.kind == NodeKind::Section).collect();
    for (at, pair) in roots.windows(2).enumerate() {
        let [before, node] = pair else { continue };
        let last = at + 3 >= roots.len() && matches!(node.role, Role::Results | Role::Problems | Role::Plan);
        let behind_problems = before.role == Role::Problems;
        let plans = |rest: &str| {
            let named = table.plan_names.is_in(rest) || behind_problems && table.plan_goals.is_in(rest);
            named && is_composed(rest, &[&table.of_plans, &table.of_any])
        };
        let named = headed(sight, node, plans).filter(|(span, _)| last && found.iter().all(|f| f.span != *span));
        found.extend(named.map(|(span, year)| Statement { part: Part::Plan, span, year, sure: true }));
    }
    // So may the first words of a plan without a heading.
    let problems = sight.outline.text_of(Role::Problems).next();
    let behind = problems.into_iter().flat_map(|first| first + 1..sight.paragraphs.len());
    let unnamed = behind.filter(|i| matches!(sight.outline.role(*i), Role::Results | Role::Problems));
    for index in sight.outline.text_of(Role::Plan).chain(unnamed) {
        let Some(block) = sight.block(index) else { continue };
        let kept = sight.note(index, |at| Planned(opens_plan(at.block)));
        if let Some((year, value)) = kept.map_or_else(|| opens_plan(block), |kept| kept.0.clone()) {
            found.push(Statement { part: Part::Plan, span: span(index, &block.text, &year), year: value, sure: true });
        }
    }
    found
}

/// The one year that the heading of a plan names.
fn planned(sight: &Sight<'_>, heading: &Span, table: &Time) -> Option<Statement> {
    let text = sight.get(heading);
    let mut all = years(text).into_iter();
    let (Some((at, year)), None) = (all.next(), all.next()) else { return None };
    if !table.plans.is_in(text) || table.looks_back.is_in(text) {
        return None;
    }
    let (start, block) = (heading.range.start as usize, sight.block(heading.block)?);
    let span = span(heading.block, &block.text, &(start + at.start..start + at.end));
    Some(Statement { part: Part::Plan, span, year, sure: true })
}
