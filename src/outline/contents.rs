//! A table of contents in front of the report: a second printing of its headings, which
//! is no outline.

use super::Paragraph;
use crate::syntax::{Block, Kind};
use crate::text::width::{is_blank, narrow, squeeze};
use std::ops::Range;
use std::sync::Arc;

/// A table of contents stands among so many blocks of a document.
const MAX_HEAD_BLOCKS: usize = 40;
/// The longest line above a table of contents, in characters.
const MAX_HEADING_CHARS: usize = 8;
/// The longest entry, in characters.
const MAX_ENTRY_CHARS: usize = 60;
/// A table of contents has at least so many entries.
const MIN_ENTRIES: usize = 2;

/// The blocks of a table of contents with the line above it; an empty range where there
/// is none. Its first entry must be printed again behind it.
pub fn find(paragraphs: &[Arc<Paragraph>]) -> Range<usize> {
    let heading = &crate::words::titles().contents;
    let is_short = |text: &str| text.chars().filter(|c| !is_blank(*c)).nth(MAX_HEADING_CHARS).is_none();
    let is_heading = |p: &Arc<Paragraph>| p.block.is_text() && is_short(p.block.body()) && heading.is_match(&*squeeze(p.block.body()));
    let Some(start) = paragraphs.iter().take(MAX_HEAD_BLOCKS).position(is_heading) else { return 0..0 };
    let block = |index: usize| paragraphs.get(index).map(|p| &*p.block);
    let mut end = start + 1;
    let mut first = None;
    let mut count = 0;
    while let Some(entry) = block(end) {
        match entry.kind {
            Kind::Filler | Kind::Markup | Kind::Directive => {}
            Kind::Text | Kind::Table if is_entry(entry) => {
                let key = key(entry);
                if first.as_ref() == Some(&key) {
                    break;
                }
                first.get_or_insert(key);
                count += 1;
            }
            _ => break,
        }
        end += 1;
    }
    let is_printed_again =
        first.is_some_and(|first| paragraphs.iter().skip(end).any(|p| p.block.heading.is_some() && key(&p.block).starts_with(&first)));
    if count >= MIN_ENTRIES && is_printed_again { start..end } else { 0..0 }
}

/// Whether a block is a heading as a table of contents prints it.
fn is_entry(block: &Block) -> bool {
    let words = words(block.body());
    let is_marked = block.heading.as_ref().is_some_and(|h| !h.is_run_in()) || crate::syntax::read_mark(words, words).is_some();
    let has_page = words.len() < block.body().len();
    (is_marked || has_page) && words.chars().count() <= MAX_ENTRY_CHARS && !words.contains(['。', '；'])
}

/// An entry without the dots and the number of the page behind it.
fn words(entry: &str) -> &str {
    let is_leader = |c: char| is_blank(c) || matches!(c, '.' | '…' | '·' | '．' | '_');
    let page = |c: char| narrow(c).is_ascii_digit() || is_blank(c) || matches!(narrow(c), '-' | '—' | '(' | ')');
    let bare = entry.trim_end_matches(page).trim_end_matches(is_leader);
    if entry.get(bare.len()..).is_some_and(|gap| gap.contains(is_leader)) { bare } else { entry }
}

fn key(block: &Block) -> String {
    squeeze(words(block.body()).trim_end_matches('。'))
}
