//! # unreported-plan
//!
//! ## What it does
//!
//! Finds what last year's report planned for this year and no paragraph of this report takes up:
//! neither its results nor its problems. Plans that say nothing of their own are passed over.
//!
//! ## Why it matters
//!
//! The plan was published. Readers look for what became of it.
//!
//! ## Example
//!
//! > 2025年工作安排：建成渔政夜间巡查系统。
//!
//! in last year's report, and no word of 渔政 in this one.
//!
//! ## Instead
//!
//! Report what came of it; or say why it was put off.
//!
//! ## Source
//!
//! 《法治政府建设与责任落实督察工作规定》 asks each year for the arrangements of the next and for the
//! results of the last.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 找出上年报告为本年作了安排，而本报告的成效和问题中都没有提到的事项。没有具体内容的安排不报。
//!
//! ## 为什么
//!
//! 安排已经公布，读者会找它的下文。
//!
//! ## 示例
//!
//! > 2025年工作安排：建成渔政夜间巡查系统。
//!
//! 上年报告这样写，而本报告没有一处提到渔政。
//!
//! ## 改为
//!
//! 写明完成情况；没有完成的，说明原因。
//!
//! ## 依据
//!
//! 《法治政府建设与责任落实督察工作规定》要求每年报告上一年度的举措成效和下一年度的主要安排。

use crate::corpus::{Item, countable};
use crate::message::Message;
use crate::outline::Paragraph;
use crate::rules::{Among, Check, FixKind, Found, Rule, Severity};
use crate::schema::Role;
use crate::syntax::clause_end;
use crate::text::width::is_han;
use crate::trace::{Link, Profile, Strength, link};
use crate::words;
use std::collections::HashSet;

/// The rule.
pub static RULE: Rule = Rule {
    code: "NB802",
    name: "unreported-plan",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Corpus(check),
    source: include_str!("unreported_plan.rs"),
};

/// Letters in a row that the plan's head shares with a paragraph that takes it up.
const RUN: usize = 5;
/// A plan whose head has fewer letters of its own says nothing that could be missed.
const OWN: usize = 5;
/// Where a plan is linked weakly, so much of its head must be new to the report …
const HEAD_ABSENT: f32 = 0.5;
/// … and so much of the rest.
const REST_ABSENT: f32 = 0.3;
/// Letters in a row that are a plan's own …
const OWN_RUN: usize = 3;
/// … and so much of them must be new.
const OWN_ABSENT: f32 = 0.8;

fn check(among: &Among<'_>) -> Vec<Found> {
    let Some(previous) = among.previous.filter(|p| p.plan_year.is_some() && p.plan_year == among.summary.report_year) else {
        return Vec::new();
    };
    let outline = among.sight.outline;
    let Some(results) = outline.of_role(Role::Results).next() else { return Vec::new() };
    let told: Vec<&Paragraph> = [Role::Lead, Role::Results, Role::Problems]
        .into_iter()
        .flat_map(|role| outline.text_of(role))
        .filter_map(|index| among.sight.paragraphs.get(index).map(|p| &**p))
        .filter(|p| p.block.is_text())
        .collect();
    let candidates: Vec<Profile> = told.iter().map(|p| profile(p)).collect();
    let items: Vec<Profile> = previous.plans.iter().map(|plan| Profile::of(&plan.title, behind(plan))).collect();
    let place = among.summary.issuer.place.as_deref();
    let texts: Vec<Vec<char>> = told.iter().map(|p| countable(p.block.body(), place).chars().collect()).collect();
    let head = among.sight.head(results);
    let links = link(&items, &candidates);
    let pairs: HashSet<&[char]> = texts.iter().flat_map(|w| w.windows(2)).collect();
    let missed = previous.plans.iter().zip(links).filter(|(plan, link)| {
        let letters = |text: &str| -> Vec<char> { countable(text, place).chars().collect() };
        let (own, rest) = (letters(&plan.title), letters(behind(plan)));
        let named = own.windows(RUN.min(own.len().max(1))).any(|run| texts.iter().any(|w| has(w, run)));
        let foreign = || absent(&own, &pairs) >= HEAD_ABSENT && (rest.is_empty() || absent(&rest, &pairs) >= REST_ABSENT);
        let missing = match link.strength {
            Strength::None => true,
            // Something near it is spoken of, in none of its own words.
            Strength::Weak => foreign() || nothing_of_its_own(&plan.title, link, &pairs) && absent(&rest, &pairs) >= REST_ABSENT,
            // A wide matter is spoken of (执法), and not what was planned in it.
            Strength::Strong => nothing_of_its_own(&plan.title, link, &pairs) && absent(&rest, &pairs) >= REST_ABSENT,
        };
        own.len() >= OWN && !named && missing
    });
    missed
        .map(|(plan, _)| {
            let year = previous.report_year.map_or_else(String::new, |y| y.to_string());
            let message = Message::new("unreported-plan").with("plan", plan.title.as_str()).with("year", year);
            Found::new(head.clone(), message).elsewhere(&previous.source, plan.place, Message::new("unreported-plan.there"))
        })
        .collect()
}

/// The share of pairs of letters that the report has nowhere.
fn absent(letters: &[char], pairs: &HashSet<&[char]>) -> f32 {
    let all = letters.len().saturating_sub(1).max(1);
    letters.windows(2).filter(|pair| !pairs.contains(pair)).count() as f32 / all as f32
}

/// Whether what a head says beside the words that made the link, and beside
/// those of the genre, is nowhere in the report.
fn nothing_of_its_own(head: &str, link: &Link, pairs: &HashSet<&[char]>) -> bool {
    let shared = link.answers.iter().flat_map(|a| &a.shared).map(|s| &*s.word);
    let filler = words::trace().filler.iter().map(String::as_str);
    let mut known: Vec<&str> = shared.chain(filler).filter(|w| w.chars().count() > 1).collect();
    known.sort_by_key(|w| std::cmp::Reverse(w.len()));
    let rest = known.into_iter().fold(head.to_owned(), |rest, word| rest.replace(word, "，"));
    let own: Vec<char> = rest.chars().filter(|c| is_han(*c) || *c == '，').collect();
    let mut runs = own.split(|c| *c == '，').filter(|run| run.len() >= OWN_RUN).peekable();
    runs.peek().is_some() && runs.all(|run| absent(run, pairs) > OWN_ABSENT)
}

fn profile(paragraph: &Paragraph) -> Profile {
    let block = &paragraph.block;
    match &block.heading {
        Some(heading) => Profile::of(block.get(&heading.title), block.get(&heading.rest)),
        None => {
            let (head, rest) = block.body().split_at_checked(clause_end(block.body())).unwrap_or((block.body(), ""));
            Profile::of(head, rest)
        }
    }
}

/// What a plan says behind its head.
fn behind(plan: &Item) -> &str {
    plan.text.strip_prefix(plan.title.as_str()).unwrap_or(&plan.text)
}

fn has(text: &[char], run: &[char]) -> bool {
    text.windows(run.len()).any(|window| window == run)
}
