//! What a passage speaks of.

use super::lexicon::{GroupId, Lexicon};
use crate::text::width::is_han;

/// A matter that a passage names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub group: GroupId,
    /// The first word that names it.
    pub word: Box<str>,
    /// Whether the head names it.
    pub in_head: bool,
}

/// Letters beside the words of the genre.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub letters: Box<[char]>,
    pub in_head: bool,
}

/// What a passage speaks of: a pure function of its words, to be kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// Sorted by group, each once.
    pub(super) terms: Vec<Term>,
    pub(super) runs: Vec<Run>,
}

/// Letters that bind words and belong to none.
const BINDERS: &str = "的了和与及或在对为将等不较有也是以于还各并从向到由被把让使更很已未能可应要需就都而且之其所着过";

impl Profile {
    /// Reads a passage: `head` is what it is called, `rest` what is said of it.
    pub fn of(head: &str, rest: &str) -> Self {
        let mut profile = Self::default();
        profile.read(head, true);
        profile.read(rest, false);
        profile.terms.sort_by_key(|t| (t.group, !t.in_head));
        profile.terms.dedup_by_key(|t| t.group);
        profile
    }

    fn read(&mut self, text: &str, in_head: bool) {
        let mut end = 0;
        for hit in Lexicon::get().find(text) {
            for group in hit.groups {
                let word = text.get(hit.range.clone()).unwrap_or_default().into();
                self.terms.push(Term { group: *group, word, in_head });
            }
            if hit.range.start > end {
                self.letters(text.get(end..hit.range.start).unwrap_or_default(), in_head);
            }
            end = end.max(hit.range.end);
        }
        self.letters(text.get(end..).unwrap_or_default(), in_head);
    }

    fn letters(&mut self, text: &str, in_head: bool) {
        let parts = text.split(|c: char| !is_han(c) || BINDERS.contains(c));
        let runs = parts.map(|p| p.chars().collect::<Box<[char]>>()).filter(|letters| letters.len() > 1);
        self.runs.extend(runs.map(|letters| Run { letters, in_head }));
    }

    /// Whether nothing is known of what it speaks of.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.runs.is_empty()
    }
}
