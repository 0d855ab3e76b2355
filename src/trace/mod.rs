//! Relations between passages: which of a list of candidates answer an item.
//! Problem → plan within a report, last year's plan → this year's result
//! across two.
//!
//! No dictionary and no model: [`lexicon`] knows the words of the genre
//! (`schemas/words/trace.json`), those that say what a passage is about in
//! groups of one meaning, and those that every passage is full of. What is
//! left of a passage beside both is compared letter by letter, so that a word
//! nobody thought of links two passages too. [`profile`] reads a passage,
//! [`link`] weighs two profiles. Every link tells the words that made it.

mod lexicon;
mod link;
mod profile;

pub use link::{Answer, Link, Shared, Strength, link};
pub use profile::Profile;

use crate::outline::{ListItem, Outline, Paragraph};
use std::sync::Arc;

/// The links of a report from its problems to its plans.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Links {
    /// One row a problem, in the order of the outline.
    pub problems: Vec<Link>,
}

impl Links {
    /// Links the problems of an outline to its plans.
    pub fn read(outline: &Outline, paragraphs: &[Arc<Paragraph>]) -> Self {
        let profiles = |items: &[ListItem]| -> Vec<Profile> {
            let read = |item| {
                let (head, rest) = title_and_rest(paragraphs, item);
                Profile::of(head, rest)
            };
            items.iter().map(read).collect()
        };
        Self { problems: link(&profiles(&outline.problems), &profiles(&outline.plans)) }
    }

    /// The problems that a plan answers, with what made the links.
    pub fn answered_by(&self, plan: usize) -> impl Iterator<Item = (usize, &Link, &Answer)> {
        self.problems.iter().enumerate().filter_map(move |(at, link)| {
            let answer = link.answers.iter().find(|a| a.candidate == plan)?;
            Some((at, link, answer))
        })
    }
}

/// What a problem or a plan is called, and what is said of it behind that.
pub fn title_and_rest<'a>(paragraphs: &'a [Arc<Paragraph>], item: &ListItem) -> (&'a str, &'a str) {
    let Some(paragraph) = paragraphs.get(item.title.block) else { return ("", "") };
    let behind = item.title.range.end..item.extent.range.end.max(item.title.range.end);
    (paragraph.block.get(&item.title.range), paragraph.block.get(&behind))
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
