//! What became of last year's plans: which paragraphs of this report take them up.

use super::{Item, Summary, countable};
use crate::outline::{Outline, Paragraph};
use crate::schema::Role;
use crate::syntax::{Local, Span, clause_end};
use crate::text::width::is_han;
use crate::trace::{Answer, Link, OwnName, Profile, Shared, Strength, link};
use crate::words;
use std::sync::Arc;

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

/// Last year's plans and the paragraphs of this report that may take them up.
#[derive(Clone, Debug, Default)]
pub struct CarriedOver {
    /// One a plan, in last year's order.
    pub plans: Vec<Carried>,
    /// The paragraphs that links number, by the words that name them.
    pub told: Vec<Span>,
}

/// What became of a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Carried {
    /// The paragraphs that take it up.
    pub link: Link,
    /// Whether it says something of its own, of which the report says nothing.
    pub missed: bool,
}

impl CarriedOver {
    /// Looks for the plans of `previous` in the opening, results and problems of
    /// `report`. `None` where they were not made for its year.
    pub fn read(previous: &Summary, report: &Summary, outline: &Outline, paragraphs: &[Arc<Paragraph>]) -> Option<Self> {
        let told = Told::of(previous, report, outline, paragraphs)?;
        let mut carried = told.carried(previous);
        // A prompt of a template tells nothing yet.
        let schema = outline.report.as_ref().map(|r| &r.schema);
        let waits = |p: &Paragraph| schema.is_some_and(|s| s.has_prompt(p.block.body()));
        // What takes a plan up as a problem tells that it was seen, not what came of it.
        let tells = |(block, p): &(usize, &Paragraph)| outline.role(*block) != Role::Problems && !waits(p);
        let results: Vec<usize> = told.paragraphs.iter().enumerate().filter(|(_, told)| tells(told)).map(|(at, _)| at).collect();
        let candidates: Vec<Profile> = results.iter().filter_map(|at| Some(profile(told.paragraphs.get(*at)?.1, &told.own))).collect();
        for (plan, mut reported) in
            carried.plans.iter_mut().zip(link(&items(previous, &told.own), &candidates)).filter(|(plan, _)| !plan.missed)
        {
            if reported.strength == Strength::None {
                plan.link.answers.retain(|answer| told.paragraphs.get(answer.candidate).is_some_and(|(_, p)| !waits(p)));
                let seen = if plan.link.answers.is_empty() { Strength::None } else { Strength::Weak };
                plan.link.strength = plan.link.strength.min(seen);
                continue;
            }
            for answer in &mut reported.answers {
                answer.candidate = results.get(answer.candidate).copied().unwrap_or(usize::MAX);
            }
            plan.link = reported;
        }
        Some(carried)
    }

    /// The plans of which `report` says nothing, as [`read`](Self::read) finds
    /// them; who takes up the others is not looked for.
    pub fn missed<'p>(previous: &'p Summary, report: &Summary, outline: &Outline, paragraphs: &[Arc<Paragraph>]) -> Vec<&'p Item> {
        let Some(told) = Told::of(previous, report, outline, paragraphs) else { return Vec::new() };
        // What stands there in its own words is most of it, and soon seen.
        let runs = Runs::<RUN>::of(&told.texts);
        let may_be = |plan: &Item| {
            let own = told.letters(&plan.title);
            own.len() >= OWN && !own.windows(RUN).any(|run| runs.has(run))
        };
        if !previous.plans.iter().any(may_be) {
            return Vec::new();
        }
        let carried = told.carried(previous);
        previous.plans.iter().zip(carried.plans).filter(|(_, carried)| carried.missed).map(|(plan, _)| plan).collect()
    }
}

/// What a report tells of its year, paragraph by paragraph.
struct Told<'a> {
    paragraphs: Vec<(usize, &'a Paragraph)>,
    /// The letters of each that count.
    texts: Vec<Vec<char>>,
    place: Option<&'a str>,
    own: OwnName,
}

impl<'a> Told<'a> {
    fn of(previous: &Summary, report: &'a Summary, outline: &Outline, paragraphs: &'a [Arc<Paragraph>]) -> Option<Self> {
        previous.plan_year.filter(|year| report.report_year == Some(*year))?;
        let told: Vec<(usize, &Paragraph)> = [Role::Lead, Role::Results, Role::Problems]
            .into_iter()
            .flat_map(|role| outline.text_of(role))
            .filter_map(|index| paragraphs.get(index).map(|p| (index, &**p)))
            .filter(|(_, p)| p.block.is_text())
            .collect();
        let mut this =
            Self { paragraphs: told, texts: Vec::new(), place: report.issuer.place.as_deref(), own: OwnName::of(&report.issuer.name) };
        this.texts = this.paragraphs.iter().map(|(_, p)| this.letters(p.block.body())).collect();
        Some(this)
    }

    fn letters(&self, text: &str) -> Vec<char> {
        countable(text, self.place).chars().collect()
    }

    fn carried(&self, previous: &Summary) -> CarriedOver {
        let pairs = Runs::<2>::of(&self.texts);
        let candidates: Vec<Profile> = self.paragraphs.iter().map(|(_, p)| profile(p, &self.own)).collect();
        let plans = previous
            .plans
            .iter()
            .zip(link(&items(previous, &self.own), &candidates))
            .map(|(plan, link)| self.judge(plan, link, &pairs))
            .collect();
        let told = self.paragraphs.iter().map(|(index, p)| Span { block: *index, range: head(p) }).collect();
        CarriedOver { plans, told }
    }

    fn judge(&self, plan: &Item, link: Link, pairs: &Runs<2>) -> Carried {
        let (own, rest) = (self.letters(&plan.title), self.letters(plan.rest()));
        let foreign = || pairs.absent(&own) >= HEAD_ABSENT && (rest.is_empty() || pairs.absent(&rest) >= REST_ABSENT);
        let passed_over = match link.strength {
            Strength::None => true,
            // Something near it is spoken of, in none of its own words.
            Strength::Weak => foreign() || pairs.absent(&rest) >= REST_ABSENT && nothing_of_its_own(&plan.title, &link, pairs),
            // A wide matter is spoken of (执法), and not what was planned in it.
            Strength::Strong => pairs.absent(&rest) >= REST_ABSENT && nothing_of_its_own(&plan.title, &link, pairs),
        };
        if !passed_over {
            return Carried { link, missed: false };
        }
        let place = |run: &[char]| self.texts.iter().position(|text| text.windows(run.len()).any(|window| window == run));
        let named = own.windows(RUN.min(own.len().max(1))).find_map(|run| place(run).map(|at| (at, run)));
        match named {
            // Its own words stand there, whatever matter they are of.
            Some((at, run)) if own.len() >= OWN && link.strength == Strength::None => {
                let word: Box<str> = run.iter().collect::<String>().into();
                let shared = vec![Shared { word: word.clone(), theirs: word }];
                let answers = vec![Answer { candidate: at, score: 1.0, shared }];
                Carried { link: Link { strength: Strength::Weak, answers }, missed: false }
            }
            Some(_) => Carried { link, missed: false },
            None if own.len() >= OWN => Carried { link: Link::default(), missed: true },
            None => Carried { link, missed: false },
        }
    }
}

/// What the plans speak of.
fn items(previous: &Summary, own: &OwnName) -> Vec<Profile> {
    previous.plans.iter().map(|plan| Profile::of(&plan.title, plan.rest(), own)).collect()
}

/// What letters stand in a row in a report, `N` of them.
struct Runs<const N: usize>(Vec<[char; N]>);

impl<const N: usize> Runs<N> {
    fn of(texts: &[Vec<char>]) -> Self {
        let mut runs: Vec<[char; N]> = texts.iter().flat_map(|text| text.windows(N)).filter_map(|run| run.try_into().ok()).collect();
        runs.sort_unstable();
        runs.dedup();
        Self(runs)
    }

    fn has(&self, run: &[char]) -> bool {
        self.0.binary_search_by(|known| known.as_slice().cmp(run)).is_ok()
    }

    /// The share of runs of these letters that the report has nowhere.
    fn absent(&self, letters: &[char]) -> f32 {
        let all = letters.len().saturating_sub(N - 1).max(1);
        letters.windows(N).filter(|run| !self.has(run)).count() as f32 / all as f32
    }
}

impl Item {
    /// What it says behind its head.
    pub fn rest(&self) -> &str {
        self.text.strip_prefix(self.title.as_str()).unwrap_or(&self.text)
    }
}

/// Whether what a head says beside the words that made the link, and beside
/// those of the genre, is nowhere in the report.
fn nothing_of_its_own(head: &str, link: &Link, pairs: &Runs<2>) -> bool {
    let shared = link.answers.iter().flat_map(|a| &a.shared).map(|s| &*s.word);
    let filler = words::trace().filler.iter().map(String::as_str);
    let mut known: Vec<&str> = shared.chain(filler).filter(|w| w.chars().count() > 1).collect();
    known.sort_by_key(|w| std::cmp::Reverse(w.len()));
    let rest = known.into_iter().fold(head.to_owned(), |rest, word| rest.replace(word, "，"));
    let own: Vec<char> = rest.chars().filter(|c| is_han(*c) || *c == '，').collect();
    let mut runs = own.split(|c| *c == '，').filter(|run| run.len() >= OWN_RUN).peekable();
    runs.peek().is_some() && runs.all(|run| pairs.absent(run) > OWN_ABSENT)
}

/// The words that name a paragraph: its heading, or its first clause.
fn head(paragraph: &Paragraph) -> Local {
    let block = &paragraph.block;
    match &block.heading {
        Some(heading) => heading.title.clone(),
        None => block.body.start..block.body.start + clause_end(block.body()) as u32,
    }
}

fn profile(paragraph: &Paragraph, own: &OwnName) -> Profile {
    let block = &paragraph.block;
    let head = head(paragraph);
    let rest = match &block.heading {
        Some(heading) => heading.rest.clone(),
        None => head.end..block.body.end,
    };
    Profile::of(block.get(&head), block.get(&rest), own)
}
