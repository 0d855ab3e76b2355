//! Where bytes of the document were left out of a block's text.

use super::Local;
use std::ops::Range;

/// Why bytes were left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JoinKind {
    /// A line end inside a sentence, with the blanks and page numbers around it.
    Line,
    /// A blank between two characters of a text that is set apart.
    Blank,
    /// Marks of Markdown.
    Syntax,
    /// All but the first bytes of what an object character of the text stands for. The
    /// place is inside that character.
    Object,
}

/// A place at which bytes were left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Join {
    /// The byte of the text in front of which they stood.
    at: u32,
    /// Bytes left out here and at all places before.
    dropped: u32,
    kind: JoinKind,
}

/// All places of a block at which bytes were left out, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joins(Box<[Join]>);

impl Joins {
    /// The places at which `lines` were joined, each with the bytes left out there,
    /// in a text from which `blanks` (ranges in order, none at one of those places)
    /// are left out, too.
    pub fn new(lines: &[(usize, usize)], blanks: &[Range<usize>]) -> Self {
        let lines: Vec<_> = lines.iter().map(|(at, dropped)| (*at, *dropped, JoinKind::Line)).collect();
        Self::with_blanks(&lines, blanks)
    }

    /// These places, each with the bytes left out there, in order.
    pub fn of(places: &[(usize, usize, JoinKind)]) -> Self {
        Self::with_blanks(places, &[])
    }

    /// These places in a text from which `blanks` (ranges in order, with none of these
    /// places inside) are left out, too.
    pub fn with_blanks(places: &[(usize, usize, JoinKind)], blanks: &[Range<usize>]) -> Self {
        let lines = places.iter().copied();
        let blanks = blanks.iter().map(|gap| (gap.start, gap.len(), JoinKind::Blank));
        let mut all: Vec<_> = lines.chain(blanks).collect();
        all.sort_by_key(|(at, ..)| *at);
        let (mut closed, mut dropped) = (0, 0);
        let joins = all.into_iter().map(|(at, length, kind)| {
            let at = at - closed;
            closed += if kind == JoinKind::Blank { length } else { 0 };
            dropped += length;
            Join { at: at as u32, dropped: dropped as u32, kind }
        });
        Self(joins.collect())
    }

    /// Bytes left out in all.
    pub fn dropped(&self) -> usize {
        self.0.last().map_or(0, |j| j.dropped as usize)
    }

    /// A range of the text as bytes of the document, counted from the block's first.
    pub fn raw(&self, range: &Local) -> Range<usize> {
        let dropped = |joins: usize| joins.checked_sub(1).and_then(|i| self.0.get(i)).map_or(0, |j| j.dropped as usize);
        let start = range.start as usize + dropped(self.0.partition_point(|j| j.at <= range.start));
        let end = if range.end > range.start { range.end as usize + dropped(self.0.partition_point(|j| j.at < range.end)) } else { start };
        start..end.max(start)
    }

    /// The byte of the text for a byte of the document, counted from the block's
    /// first; for one that was left out, the place at which it was.
    pub fn local(&self, raw: usize) -> usize {
        let mut before = 0;
        // Joins whose left out bytes end at or in front of `raw`.
        let passed = self.0.partition_point(|j| (j.at + j.dropped) as usize <= raw);
        if let Some(last) = passed.checked_sub(1).and_then(|i| self.0.get(i)) {
            before = last.dropped as usize;
        }
        let next = self.0.get(passed).map_or(usize::MAX, |j| j.at as usize);
        (raw - before).min(next)
    }

    /// The places at which something of this kind was left out.
    pub fn places(&self, kind: JoinKind) -> impl Iterator<Item = u32> {
        self.0.iter().filter(move |j| j.kind == kind).map(|j| j.at)
    }

    /// The places at which marks of Markdown were left out, and those inside objects.
    pub fn marks(&self) -> impl Iterator<Item = (u32, JoinKind)> {
        self.0.iter().filter(|j| matches!(j.kind, JoinKind::Syntax | JoinKind::Object)).map(|j| (j.at, j.kind))
    }
}
