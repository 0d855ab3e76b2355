//! What a pattern matched.

use std::ops::{Index, Range};
use std::sync::Arc;

/// The bytes of each group, two places a group; where it took no part, none.
pub(super) type Slots = [Option<usize>];

/// A passage that a pattern matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Match<'t> {
    pub(super) fn new(text: &'t str, range: Range<usize>) -> Self {
        Self { text, start: range.start, end: range.end }
    }

    /// Its first byte.
    pub fn start(&self) -> usize {
        self.start
    }

    /// The byte behind it.
    pub fn end(&self) -> usize {
        self.end
    }

    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The words.
    pub fn as_str(&self) -> &'t str {
        self.text.get(self.range()).unwrap_or_default()
    }
}

/// A match with its groups.
#[derive(Clone, Debug)]
pub struct Captures<'t> {
    text: &'t str,
    slots: Box<Slots>,
    names: Arc<[Option<Box<str>>]>,
}

impl<'t> Captures<'t> {
    pub(super) fn new(text: &'t str, slots: Box<Slots>, names: Arc<[Option<Box<str>>]>) -> Self {
        Self { text, slots, names }
    }

    /// A group by its number; 0 is the whole match.
    pub fn get(&self, group: usize) -> Option<Match<'t>> {
        let place = |at: usize| self.slots.get(at).copied().flatten();
        Some(Match::new(self.text, place(group * 2)?..place(group * 2 + 1)?))
    }

    /// A group by its name.
    pub fn name(&self, name: &str) -> Option<Match<'t>> {
        self.get(self.names.iter().position(|n| n.as_deref() == Some(name))?)
    }
}

impl Index<usize> for Captures<'_> {
    type Output = str;

    /// The words of a group; none where it took no part.
    fn index(&self, group: usize) -> &str {
        self.get(group).map_or("", |m| m.as_str())
    }
}
