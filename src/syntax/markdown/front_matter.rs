//! Front matter: lines of YAML or TOML between `---` or `+++` at the start of a document.

use super::{Part, State, TooShort, line_at};
use crate::syntax::Block;
use crate::syntax::joins::{JoinKind, Joins};
use crate::syntax::lexer::{is_blank_line, with_body};
use crate::text::width::is_blank;
use std::ops::Range;

/// The front matter that `source`, a document from its start, begins with. The value of
/// its key `title` is a block of text, all else is none.
pub fn read(source: &str, whole: bool) -> Result<Option<Part>, TooShort> {
    let first = line_at(source, 0);
    let fence = first.text.trim_end_matches(is_blank);
    if !matches!(fence, "---" | "+++") || is_blank_line(line_at(source, first.next).text) {
        return Ok(None);
    }
    let mut at = first.next;
    let mut title = None;
    while at < source.len() {
        let line = line_at(source, at);
        let text = line.text.trim_end_matches(is_blank);
        if text == fence || fence == "---" && text == "..." {
            if line.next >= source.len() && !whole {
                return Err(TooShort);
            }
            let end = at + line.text.len();
            return Ok(Some(Part { end: line.next, blocks: blocks(source, end, title), begins: State::Document, state: State::Top }));
        }
        title = title.or_else(|| title_of(line.text).map(|range| at + range.start..at + range.end));
        at = line.next;
    }
    if whole { Ok(None) } else { Err(TooShort) }
}

/// Where the value of `title: …` or `title = …` stands in a line, without quotation marks.
fn title_of(line: &str) -> Option<Range<usize>> {
    let rest = line.strip_prefix("title")?.trim_start_matches(is_blank);
    let value = rest.strip_prefix([':', '='])?.trim_matches(is_blank);
    let inner = ['"', '\''].iter().find_map(|mark| value.strip_prefix(*mark)?.strip_suffix(*mark)).unwrap_or(value);
    let start = inner.as_ptr() as usize - line.as_ptr() as usize;
    (!inner.is_empty() && !inner.contains('\\')).then_some(start..start + inner.len())
}

fn blocks(source: &str, end: usize, title: Option<Range<usize>>) -> Vec<(usize, Block)> {
    let Some(title) = title else { return vec![(0, Block::markup(end))] };
    let text: Box<str> = source.get(title.clone()).unwrap_or_default().into();
    let length = text.len() as u32;
    // Each block lacks what stands beside the title, so that the three cover all of it.
    let read = Block { held: std::iter::once(0..length).collect(), ..with_body(0..length, text, Joins::default(), 0, Some(&[])) };
    let behind = Block { joins: Joins::of(&[(0, end - title.end, JoinKind::Syntax)]), ..Block::markup(0) };
    vec![(0, Block::markup(title.start)), (title.start, read), (title.end, behind)]
}
