//! The blocks of a document, kept up to date edit by edit.

use super::{Block, Kind, Span, lexer};
use crate::text::Text;
use std::ops::Range;
use std::sync::Arc;

/// The blocks of a document in order, with their places. Clones share the lists
/// until one of them is edited.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    blocks: Arc<Vec<Arc<Block>>>,
    starts: Arc<Vec<usize>>,
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
    pub fn parse(text: &str) -> Self {
        let (mut blocks, mut starts) = (Vec::new(), Vec::new());
        let mut at = 0;
        while let Some(range) = lexer::next_block(text, at) {
            at = range.end;
            starts.push(range.start);
            blocks.push(Arc::new(lexer::read(text.get(range).unwrap_or_default())));
        }
        Self { blocks: Arc::new(blocks), starts: Arc::new(starts) }
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

    /// Takes over an edit: `text` is the text after it, `range` the bytes of the
    /// text before it that were replaced by `inserted` bytes. Only blocks near
    /// the edit are read again.
    pub fn edit(&mut self, text: &Text, range: Range<usize>, inserted: usize) -> Splice {
        // Whether a paragraph goes on is decided by the lines behind it, page
        // numbers skipped, so the one before the touched one is read again too.
        let mut first = self.block_at(range.start).unwrap_or(0).saturating_sub(1);
        while first > 0 && self.blocks.get(first).is_some_and(|b| b.kind == Kind::Filler) {
            first -= 1;
        }
        let from = if first == 0 { 0 } else { self.start(first) };
        let edit_end = range.start + inserted;
        let shift = |old: usize| old - range.end + edit_end;
        let mut lines = 16;
        loop {
            let last_line = text.line_of(edit_end) + lines;
            let whole = last_line + 1 >= text.line_count();
            let to = if whole { text.len() } else { text.line_range(last_line + 1).start };
            if let Some((added, keep)) = self.reread(&text.slice(from..to), from, whole, edit_end, &range) {
                let splice = Splice { removed: first..keep, added: added.len() };
                let (new_starts, new_blocks): (Vec<_>, Vec<_>) = added.into_iter().unzip();
                let (starts, blocks) = (Arc::make_mut(&mut self.starts), Arc::make_mut(&mut self.blocks));
                if let Some(tail) = starts.get_mut(keep..) {
                    tail.iter_mut().for_each(|s| *s = shift(*s));
                }
                starts.splice(first..keep, new_starts);
                blocks.splice(first..keep, new_blocks);
                return splice;
            }
            lines *= 4;
        }
    }

    /// Reads `source`, which stands at byte `from`, until it meets an old block
    /// behind the edit. Gives the new blocks and the first old one that stays;
    /// `None` if `source` was too short to tell.
    #[allow(clippy::type_complexity)]
    fn reread(
        &self,
        source: &str,
        from: usize,
        whole: bool,
        edit_end: usize,
        range: &Range<usize>,
    ) -> Option<(Vec<(usize, Arc<Block>)>, usize)> {
        let mut added = Vec::new();
        let mut at = 0;
        loop {
            let Some(found) = lexer::next_block(source, at) else {
                return whole.then_some((added, self.blocks.len()));
            };
            let start = from + found.start;
            if start >= edit_end {
                let old = start - edit_end + range.end;
                if let Ok(index) = self.starts.binary_search(&old)
                    && old >= range.end
                {
                    return Some((added, index));
                }
            }
            // The last block of a part may go on behind it.
            if !whole && found.end + 400 >= source.len() && lexer::next_block(source, found.end).is_none() {
                return None;
            }
            at = found.end;
            added.push((start, Arc::new(lexer::read(source.get(found).unwrap_or_default()))));
        }
    }
}
