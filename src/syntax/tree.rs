//! The blocks of a document, kept up to date edit by edit.

use super::markdown::{self, State, TooShort};
use super::{Block, Kind, SourceFormat, Span, lexer};
use crate::text::Text;
use std::ops::Range;
use std::sync::Arc;

/// The blocks of a document in order, with their places. Clones share the lists
/// until one of them is edited.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    format: SourceFormat,
    blocks: Arc<Vec<Arc<Block>>>,
    starts: Arc<Vec<usize>>,
    /// Of each block what is open in the document where it starts, if reading can begin there.
    states: Arc<Vec<Option<State>>>,
}

/// What an edit did to the list of blocks: `removed` were replaced by `added`
/// new ones. What is kept beside the blocks follows by the same splice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// Indices of the blocks that are gone.
    pub removed: Range<usize>,
    /// How many stand in their place.
    pub added: usize,
}

impl Tree {
    /// Reads a whole text.
    pub fn parse(text: &str, format: SourceFormat) -> Self {
        let mut tree = Self { format, ..Self::default() };
        let mut reader = Reader { format, source: text, from: 0, at: 0, state: State::Document, whole: true };
        let (mut blocks, mut starts, mut states) = (Vec::new(), Vec::new(), Vec::new());
        while let Ok(Some(read)) = reader.next() {
            for (start, state, block) in read {
                starts.push(start);
                states.push(state);
                blocks.push(Arc::new(block));
            }
        }
        (tree.blocks, tree.starts, tree.states) = (Arc::new(blocks), Arc::new(starts), Arc::new(states));
        tree
    }

    /// How the document is written.
    pub fn format(&self) -> SourceFormat {
        self.format
    }

    /// The blocks in order.
    pub fn blocks(&self) -> &[Arc<Block>] {
        &self.blocks
    }

    /// The byte at which a block starts in the document.
    pub fn start(&self, block: usize) -> usize {
        self.starts.get(block).copied().unwrap_or(0)
    }

    /// The block that contains byte `at`, or the last one before it.
    pub fn block_at(&self, at: usize) -> Option<usize> {
        self.starts.partition_point(|s| *s <= at).checked_sub(1)
    }

    /// The bytes of the document that a passage covers.
    pub fn bytes(&self, span: &Span) -> Range<usize> {
        let start = self.start(span.block);
        self.blocks.get(span.block).map_or(start..start, |block| {
            let raw = block.raw(&span.range);
            start + raw.start..start + raw.end
        })
    }

    /// Where a block ends in the document, without its line end.
    pub fn end(&self, block: usize) -> usize {
        self.start(block) + self.blocks.get(block).map_or(0, |b| b.raw_len())
    }

    /// The blocks that are read together with a block.
    pub fn part(&self, block: usize) -> Range<usize> {
        let begins = |index: &usize| self.states.get(*index).is_some_and(Option::is_some);
        let start = (0..=block).rev().find(begins).unwrap_or(0);
        let end = (block + 1..self.blocks.len()).find(begins).unwrap_or(self.blocks.len());
        start..end
    }

    /// The byte at which a block starts; `end` for the one behind the last.
    pub fn start_or_end(&self, block: usize, end: usize) -> usize {
        self.starts.get(block).copied().unwrap_or(end)
    }

    /// What is open in the document where a block starts.
    pub fn state(&self, block: usize) -> State {
        self.states.get(block).copied().flatten().unwrap_or_default()
    }

    /// Takes over an edit: `text` is the text after it, `range` the bytes of the
    /// text before it that were replaced by `inserted` bytes. Only blocks near
    /// the edit are read again.
    pub fn edit(&mut self, text: &Text, range: Range<usize>, inserted: usize) -> Splice {
        let first = self.first_read_again(range.start);
        let from = if first == 0 { 0 } else { self.start(first) };
        let state = if first == 0 { State::Document } else { self.states.get(first).copied().flatten().unwrap_or_default() };
        let edit_end = range.start + inserted;
        let shift = |old: usize| old - range.end + edit_end;
        let mut lines = 16;
        loop {
            let last_line = text.line_of(edit_end) + lines;
            let whole = last_line + 1 >= text.line_count();
            let to = if whole { text.len() } else { text.line_range(last_line + 1).start };
            let source = text.slice(from..to);
            let reader = Reader { format: self.format, source: &source, from, at: 0, state, whole };
            if let Ok((mut added, keep)) = self.reread(reader, edit_end, &range) {
                // What was read again as it was keeps what was learnt of it.
                let same = added.iter().enumerate().take_while(|(at, read)| self.is_same(first + at, read)).count().min(keep - first);
                added.drain(..same);
                let first = first + same;
                let splice = Splice { removed: first..keep, added: added.len() };
                let mut new = (Vec::new(), Vec::new(), Vec::new());
                for (start, state, block) in added {
                    new.0.push(start);
                    new.1.push(state);
                    new.2.push(Arc::new(block));
                }
                let (starts, states, blocks) =
                    (Arc::make_mut(&mut self.starts), Arc::make_mut(&mut self.states), Arc::make_mut(&mut self.blocks));
                if let Some(tail) = starts.get_mut(keep..) {
                    tail.iter_mut().for_each(|s| *s = shift(*s));
                }
                starts.splice(first..keep, new.0);
                states.splice(first..keep, new.1);
                blocks.splice(first..keep, new.2);
                return splice;
            }
            lines *= 4;
        }
    }

    /// The block at which reading begins again after an edit at byte `at`.
    fn first_read_again(&self, at: usize) -> usize {
        // Whether a paragraph goes on is decided by the lines behind it, page
        // numbers skipped, so the one before the touched one is read again too.
        let begins = |index: usize| self.states.get(index).is_some_and(Option::is_some);
        let back = |mut index: usize| {
            while index > 0 && !begins(index) {
                index -= 1;
            }
            index
        };
        // Front matter that is not closed may be closed anywhere.
        if self.format == SourceFormat::Markdown
            && self.blocks.first().is_some_and(|b| b.text.starts_with("---") || b.text.starts_with("+++"))
        {
            return 0;
        }
        let mut first = back(back(self.block_at(at).unwrap_or(0)).saturating_sub(1));
        while first > 0 && self.blocks.get(first).is_some_and(|b| b.kind == Kind::Filler) {
            first = back(first - 1);
        }
        first
    }

    fn is_same(&self, index: usize, (start, state, block): &Read) -> bool {
        self.starts.get(index) == Some(start)
            && self.states.get(index) == Some(state)
            && self.blocks.get(index).is_some_and(|old| **old == *block)
    }

    /// Reads until it meets an old block behind the edit. Gives the new blocks and the
    /// first old one that stays; an error if the source was too short to tell.
    fn reread(&self, mut reader: Reader<'_>, edit_end: usize, range: &Range<usize>) -> Result<(Vec<Read>, usize), TooShort> {
        let mut added = Vec::new();
        loop {
            let Some(read) = reader.next()? else {
                return Ok((added, self.blocks.len()));
            };
            if let Some((start, state, _)) = read.first()
                && *start >= edit_end
            {
                let old = start - edit_end + range.end;
                if let Ok(index) = self.starts.binary_search(&old)
                    && old >= range.end
                    && self.states.get(index) == Some(state)
                {
                    return Ok((added, index));
                }
            }
            added.extend(read);
        }
    }
}

/// A block that was read: the byte at which it starts in the document, and what is open
/// there if reading can begin at it.
type Read = (usize, Option<State>, Block);

/// Reads a part of a document from its start on.
struct Reader<'a> {
    format: SourceFormat,
    source: &'a str,
    /// The byte of the document at which `source` starts.
    from: usize,
    at: usize,
    state: State,
    /// Whether the document ends where `source` does.
    whole: bool,
}

impl Reader<'_> {
    /// The next block, with those that are read with it; `None` where the document ends.
    fn next(&mut self) -> Result<Option<Vec<Read>>, TooShort> {
        if self.format == SourceFormat::PlainText {
            let Some(found) = lexer::next_block(self.source, self.at, self.format) else {
                return if self.whole { Ok(None) } else { Err(TooShort) };
            };
            // The last block of a part may go on behind it.
            if !self.whole && found.end + 400 >= self.source.len() && lexer::next_block(self.source, found.end, self.format).is_none() {
                return Err(TooShort);
            }
            self.at = found.end;
            let block = lexer::read(self.source.get(found.clone()).unwrap_or_default(), self.format);
            return Ok(Some(vec![(self.from + found.start, Some(State::Top), block)]));
        }
        let Some(part) = markdown::read(self.source, self.at, self.state, self.whole)? else { return Ok(None) };
        let begins = part.begins;
        (self.at, self.state) = (part.end, part.state);
        let states = std::iter::once(Some(begins)).chain(std::iter::repeat(None));
        Ok(Some(part.blocks.into_iter().zip(states).map(|((start, block), state)| (self.from + start, state, block)).collect()))
    }
}
