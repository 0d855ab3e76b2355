//! Relations between passages: which of a list of candidates answer an item.
//! Problem → plan within a report, last year's plan → this year's result
//! across two.
//!
//! No dictionary and no model: [`lexicon`] knows the words of the genre
//! (`schemas/words/trace.json`), those that say what a passage is about in
//! groups of one meaning, and those that every passage is full of. What is
//! left of a passage beside both is compared letter by letter, so that a word
//! nobody thought of links two passages too; [`own_name`] takes out what the
//! office is called after. [`profile`] reads a passage,
//! [`link`] weighs two profiles, [`copied`] finds what was taken over letter
//! for letter. Every link tells the words that made it.

mod copied;
mod lexicon;
mod link;
mod own_name;
mod profile;

pub use copied::{Common, Letters, Passages, apart};
pub use link::{Answer, Link, Shared, Strength, link};
pub use own_name::OwnName;
pub use profile::Profile;

use crate::outline::{ListItem, Outline, Paragraph};
use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

/// The links of a report from its problems to its plans.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Links {
    /// One row a problem, in the order of the outline.
    pub problems: Vec<Link>,
}

impl Links {
    /// Links the problems of an outline to its plans.
    pub fn read(outline: &Outline, paragraphs: &[Arc<Paragraph>]) -> Self {
        Lists::of(outline, paragraphs).link()
    }

    /// The problems that a plan answers, with what made the links.
    pub fn answered_by(&self, plan: usize) -> impl Iterator<Item = (usize, &Link, &Answer)> {
        self.problems.iter().enumerate().filter_map(move |(at, link)| {
            let answer = link.answers.iter().find(|a| a.candidate == plan)?;
            Some((at, link, answer))
        })
    }
}

/// The words of the problems and of the plans: what each is called, and what is said of it.
#[derive(Hash)]
struct Lists<'a> {
    issuer: &'a str,
    problems: Vec<(&'a str, Cow<'a, str>)>,
    plans: Vec<(&'a str, Cow<'a, str>)>,
}

impl<'a> Lists<'a> {
    fn of(outline: &'a Outline, paragraphs: &'a [Arc<Paragraph>]) -> Self {
        let read = |item| (title(paragraphs, item), rest(outline, paragraphs, item));
        Self {
            issuer: outline.report.as_ref().and_then(|r| r.issuer.as_deref()).unwrap_or_default(),
            problems: outline.problems.iter().map(read).collect(),
            plans: outline.plans.iter().map(read).collect(),
        }
    }

    fn link(&self) -> Links {
        let own = OwnName::of(self.issuer);
        let profile = |(title, rest): &(&str, Cow<'_, str>)| {
            let (title, rest) = written(title, rest);
            Profile::of(&title, &rest, &own)
        };
        let profiles = |items: &[(&str, Cow<'_, str>)]| items.iter().map(profile).collect::<Vec<_>>();
        Links { problems: link(&profiles(&self.problems), &profiles(&self.plans)) }
    }
}

/// The links of a draft as they were last read: most edits touch neither a
/// problem nor a plan.
#[derive(Debug, Default)]
pub struct Known(Mutex<Option<(u64, Links)>>);

impl Known {
    /// The links of an outline, read anew where a problem or a plan reads otherwise.
    pub fn links(&self, outline: &Outline, paragraphs: &[Arc<Paragraph>]) -> Links {
        let lists = Lists::of(outline, paragraphs);
        let mut hasher = DefaultHasher::new();
        lists.hash(&mut hasher);
        let words = hasher.finish();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*known {
            Some((of, links)) if *of == words => links.clone(),
            _ => known.insert((words, lists.link())).1.clone(),
        }
    }
}

/// What is written of an item, its title and what is said of it: prompts 【…】
/// say nothing. One may begin in the title and end behind it; one that nobody
/// closed goes to the end.
fn written<'a>(title: &'a str, rest: &'a str) -> (Cow<'a, str>, Cow<'a, str>) {
    if !title.contains('【') && !rest.contains('【') {
        return (Cow::Borrowed(title), Cow::Borrowed(rest));
    }
    let mut depth = 0_usize;
    let mut outside = |c: &char| {
        depth += usize::from(*c == '【');
        let is_outside = depth == 0;
        depth = depth.saturating_sub(usize::from(*c == '】'));
        is_outside
    };
    let title: String = title.chars().filter(&mut outside).collect();
    let rest: String = rest.chars().filter(&mut outside).collect();
    (Cow::Owned(title), Cow::Owned(rest))
}

/// Whether a problem or a plan is nothing but prompts that wait to be written.
pub fn is_unwritten(outline: &Outline, paragraphs: &[Arc<Paragraph>], item: &ListItem) -> bool {
    let (title, rest) = (title(paragraphs, item), rest(outline, paragraphs, item));
    let has_prompt = title.contains('【') || rest.contains('【');
    let (title, rest) = written(title, &rest);
    has_prompt && !title.chars().chain(rest.chars()).any(char::is_alphanumeric)
}

/// What a problem or a plan is called.
pub fn title<'a>(paragraphs: &'a [Arc<Paragraph>], item: &ListItem) -> &'a str {
    paragraphs.get(item.title.block).map_or("", |p| p.block.get(&item.title.range))
}

/// What is said of a problem or a plan behind its title, in the paragraphs
/// below it too.
pub fn rest<'a>(outline: &Outline, paragraphs: &'a [Arc<Paragraph>], item: &ListItem) -> Cow<'a, str> {
    let block = item.title.block;
    let behind = item.title.range.end..item.extent.range.end.max(item.title.range.end);
    let own = paragraphs.get(block).map_or("", |p| p.block.get(&behind));
    let mut last = block;
    let here = outline.nodes.partition_point(|node| node.to.block < block);
    for node in outline.nodes.iter().skip(here).take_while(|node| node.from.block <= block) {
        node.walk(&mut |node| {
            if node.from.block == block && node.title.start == item.title.range.start {
                last = last.max(node.to.block);
            }
        });
    }
    if last == block {
        return Cow::Borrowed(own);
    }
    let below = paragraphs.get(block + 1..=last).unwrap_or_default().iter().map(|p| p.block.body());
    Cow::Owned(std::iter::once(own).chain(below).collect::<Vec<_>>().join("。"))
}

/// The mark of a problem or a plan as it is written (（二）, 二是), if it has one.
pub fn mark<'a>(paragraphs: &'a [Arc<Paragraph>], item: &ListItem) -> Option<&'a str> {
    let block = &paragraphs.get(item.title.block)?.block;
    let start = item.title.range.start;
    let listed = block.items.iter().find(|i| (i.text.start..i.text.end.max(i.text.start + 1)).contains(&start) && i.mark.end <= start);
    let heading = block.heading.as_ref().filter(|h| h.title.start == start).and_then(|h| h.mark.as_ref());
    let range = heading.map(|m| m.span.clone()).or_else(|| listed.map(|i| i.mark.clone()))?;
    Some(block.get(&range).trim_end_matches(['、', '.', '．', '，']))
}
