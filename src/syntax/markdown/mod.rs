//! A Markdown draft, part by part.
//!
//! A part is what stands between two places at which a reader of CommonMark has
//! nothing open: one block of the first level, or one item of a list of that level.
//! How a part is read depends on its text, on the lines directly behind it, and on
//! the [`State`] at its start, so that reading can begin at any part.
//!
//! Chinese drafts are pasted into Markdown line by line, each line a paragraph. So a
//! paragraph of CommonMark is read as the paragraphs that its writer sees: lines join
//! only where a sentence goes on ([`crate::syntax::lexer`]), and each of these is a part.

mod build;
mod front_matter;
mod html;
mod leaf;
mod skeleton;
#[cfg(test)]
mod tests;

pub use build::{bare, container_marks, is_hard_break};
pub use skeleton::keeps_structure;

use super::lexer;
use super::{Block, Kind, SourceFormat};
use crate::text::width::{is_blank, is_han};
use leaf::{LeafKind, parse};
use std::ops::Range;

/// What a reader of CommonMark has open where a part starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum State {
    /// Nothing, at the first byte of the document, where front matter may stand.
    #[default]
    Document,
    /// Nothing.
    Top,
    /// A paragraph, which the next line continues if nothing interrupts it.
    Paragraph,
}

/// A part that was read.
pub struct Part {
    /// The byte of the source at which the next part starts; only blank lines stand in front of that.
    pub end: usize,
    /// The blocks in order, each with the byte of the source at which it starts.
    pub blocks: Vec<(usize, Block)>,
    /// What is open in front of it.
    pub begins: State,
    /// What is open behind it.
    pub state: State,
}

/// The first line of a parse that starts inside a paragraph.
const LEAD: &str = "字\n";
/// How many lines are looked at first.
const FIRST_LINES: usize = 4;

/// Reads the part that starts at the line at byte `at`. `whole` says whether the document ends
/// where `source` does; `Err` where it does not and the part may go on behind that.
pub fn read(source: &str, at: usize, state: State, whole: bool) -> Result<Option<Part>, TooShort> {
    let (mut state, mut start) = (state, at);
    while start < source.len() {
        let line = line_at(source, start);
        if !lexer::is_blank_line(line.text) {
            break;
        }
        if state == State::Paragraph || start > 0 && state == State::Document {
            state = State::Top;
        }
        start = line.next;
    }
    if start >= source.len() {
        return if whole { Ok(None) } else { Err(TooShort) };
    }
    let reader = Reader { source, start, state, whole };
    if state == State::Document
        && start == 0
        && let Some(part) = front_matter::read(source, whole)?
    {
        return Ok(Some(part));
    }
    match reader.plain()? {
        Some(part) => Ok(Some(part)),
        None => reader.parsed().map(Some),
    }
}

/// The text ends before it is known how a part of it is read.
#[derive(Clone, Copy, Debug)]
pub struct TooShort;

struct Reader<'a> {
    source: &'a str,
    start: usize,
    state: State,
    whole: bool,
}

impl Reader<'_> {
    /// Reads a paragraph that holds no mark of Markdown.
    fn plain(&self) -> Result<Option<Part>, TooShort> {
        if !is_plain(line_at(self.source, self.start).text) {
            return Ok(None);
        }
        let Some(range) = lexer::next_block(self.source, self.start, SourceFormat::Markdown) else { return Ok(None) };
        let text = self.source.get(range.clone()).unwrap_or_default();
        if !text.split(['\n', '\r']).all(is_plain) {
            return Ok(None);
        }
        // Whether it goes on is decided by the lines behind it, page numbers skipped.
        let end = line_at(self.source, range.end).next;
        if !self.whole && memchr::memchr_iter(b'\n', self.source.as_bytes().get(end..).unwrap_or_default()).nth(LOOKAHEAD_LINES).is_none() {
            return Err(TooShort);
        }
        let behind = line_at(self.source, end).text;
        let open = end < self.source.len() && !lexer::is_blank_line(behind);
        if open && !is_plain(behind) {
            return Ok(None);
        }
        let state = if open { State::Paragraph } else { State::Top };
        Ok(Some(Part { end, blocks: vec![(range.start, lexer::read(text, SourceFormat::Markdown))], begins: self.state, state }))
    }

    /// Reads a part by the parser.
    fn parsed(&self) -> Result<Part, TooShort> {
        let mut lines = FIRST_LINES;
        loop {
            let (end, is_last) = self.window(lines)?;
            let window = self.source.get(self.start..end).unwrap_or_default();
            let part = if self.state == State::Paragraph {
                self.part(&format!("{LEAD}{window}"), LEAD.len(), is_last)
            } else {
                self.part(window, 0, is_last)
            };
            if let Some(part) = part {
                return Ok(part);
            }
            if is_last {
                return Ok(self.rest(window));
            }
            lines *= 4;
        }
    }

    /// Where so many lines end, and whether the document does.
    fn window(&self, lines: usize) -> Result<(usize, bool), TooShort> {
        let mut end = self.start;
        for _ in 0..lines {
            if end >= self.source.len() {
                break;
            }
            end = line_at(self.source, end).next;
        }
        match end >= self.source.len() {
            true if !self.whole => Err(TooShort),
            is_last => Ok((end, is_last)),
        }
    }

    /// What the parser read of the first part of the window, if the window shows all of it.
    /// `text` is the window behind a first line of `lead` bytes.
    fn part(&self, text: &str, lead: usize, is_last: bool) -> Option<Part> {
        let parsed = parse(text);
        let line_start = |at: usize| text.get(..at).and_then(|t| t.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
        let first = parsed.leaves.iter().position(|leaf| leaf.range.end > lead);
        if let Some(leaf) = first.and_then(|first| parsed.leaves.get(first))
            && matches!(leaf.kind, LeafKind::Prose(0) | LeafKind::Underlined(_))
            && !leaf.opens_item
            && (lead > 0 && leaf.range.start == 0 || parsed.tops.contains(&leaf.range.start) && line_start(leaf.range.start) == lead)
        {
            return self.paragraph(leaf, text, lead, is_last);
        }
        // The first of these starts at the window's first line, or definitions of references stand in front of it.
        let mut starts: Vec<usize> = parsed.tops.iter().map(|top| line_start(*top)).filter(|start| *start >= lead).collect();
        starts.dedup();
        let own = starts.first().copied()?;
        if own > lead {
            return Some(self.markup(text.get(lead..own).unwrap_or_default()));
        }
        let end = match starts.get(1) {
            Some(next) => *next,
            None if is_last => text.len(),
            None => return None,
        };
        let mut blocks = Vec::new();
        for leaf in parsed.leaves.iter().filter(|leaf| (lead..end).contains(&leaf.range.start)) {
            build::leaf(text, leaf, &mut blocks);
        }
        if blocks.is_empty() {
            return Some(self.markup(text.get(lead..end).unwrap_or_default()));
        }
        blocks.iter_mut().for_each(|(at, _)| *at -= lead);
        Some(self.done(blocks, end - lead))
    }

    /// The first of the paragraphs that a paragraph of CommonMark holds; all of them
    /// where a link, code or a tag goes over its end.
    fn paragraph(&self, leaf: &leaf::Leaf, text: &str, lead: usize, is_last: bool) -> Option<Part> {
        let window = text.get(lead..).unwrap_or_default();
        let own = window.get(..leaf.range.end.saturating_sub(lead)).unwrap_or(window).trim_end_matches(['\n', '\r']);
        // One that ends where the window does may go on behind it.
        let is_complete = is_last || line_at(window, own.len()).next < window.len();
        let underline = match leaf.kind {
            LeafKind::Underlined(level) => Some((own.rfind(['\n', '\r']).map_or(0, |at| at + 1), level)),
            _ => None,
        };
        let prose = own.get(..underline.map_or(own.len(), |(at, _)| at)).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let group = lexer::next_block(prose, 0, SourceFormat::Markdown).map_or(prose.len(), |range| range.end);
        // A part ends where a line of Markdown does.
        let group = group + line_at(prose, group).text.len();
        let first = prose.get(..group).unwrap_or_default();
        let mut parsed = self.parse_paragraph(first);
        let mut taken = first;
        if group == prose.len() {
            if !is_complete {
                return None;
            }
        } else if !build::is_closed(first, &parsed) {
            if !is_complete {
                return None;
            }
            parsed = self.parse_paragraph(prose);
            taken = prose;
        }
        let is_heading = |line: usize| self.state != State::Paragraph && line_at(window, 0).next == line;
        let level = underline.filter(|(line, _)| is_heading(*line)).map_or(0, |(_, level)| level);
        let mut blocks = Vec::new();
        build::paragraph(taken, &parsed, level, &mut blocks);
        let next = line_at(window, taken.len()).next;
        if taken.len() < prose.len() {
            return Some(self.done_in(blocks, next, State::Paragraph));
        }
        let Some((line, _)) = underline else { return Some(self.done_in(blocks, next, State::Top)) };
        let marks = own.get(line..).unwrap_or_default();
        blocks.push((line, Block::of_kind(Kind::Filler, marks)));
        Some(self.done_in(blocks, line_at(window, line).next, State::Top))
    }

    /// The pieces of a paragraph, in bytes of it.
    fn parse_paragraph(&self, text: &str) -> Vec<leaf::Leaf> {
        let lead = if self.state == State::Paragraph { LEAD } else { "" };
        let mut leaves = parse(&format!("{lead}{text}")).leaves;
        leaves.retain(|leaf| leaf.range.end > lead.len());
        leaves.truncate(1);
        for leaf in &mut leaves {
            leaf.pieces.retain(|piece| piece.range.start >= lead.len());
            let move_back = |range: &mut Range<usize>| *range = range.start.saturating_sub(lead.len())..range.end - lead.len();
            move_back(&mut leaf.range);
            leaf.pieces.iter_mut().for_each(|piece| move_back(&mut piece.range));
            leaf.strong.iter_mut().for_each(move_back);
        }
        leaves
    }

    /// Lines that hold no text: definitions of references, and what is left where nothing else is.
    fn markup(&self, text: &str) -> Part {
        let length = text.trim_end_matches(|c| is_blank(c) || matches!(c, '\n' | '\r')).len();
        self.done(vec![(0, Block::markup(length))], text.len())
    }

    fn rest(&self, window: &str) -> Part {
        // Definitions end at a blank line at the latest.
        let mut end = 0;
        while end < window.len() {
            let line = line_at(window, end);
            if lexer::is_blank_line(line.text) {
                break;
            }
            end = line.next;
        }
        self.markup(window.get(..end).unwrap_or_default())
    }

    fn done(&self, blocks: Vec<(usize, Block)>, end: usize) -> Part {
        self.done_in(blocks, end, State::Top)
    }

    fn done_in(&self, blocks: Vec<(usize, Block)>, end: usize, state: State) -> Part {
        let mut blocks = blocks;
        if let Some(lead) = blocks.first().map(|first| first.0).filter(|lead| *lead > 0) {
            blocks.insert(0, (0, Block::markup(lead)));
        }
        Part {
            end: self.start + end,
            blocks: blocks.into_iter().map(|(at, block)| (self.start + at, block)).collect(),
            begins: self.state,
            state,
        }
    }
}

/// The line that starts at byte `at`: its text without its end, and the byte of the next
/// one. Word's U+000B, at which [`lexer::line_at`] ends one too, is no line end of Markdown.
fn line_at(source: &str, at: usize) -> lexer::Line<'_> {
    let rest = source.get(at..).unwrap_or_default();
    let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
    let (text, end) = rest.split_at_checked(length).unwrap_or((rest, ""));
    let width = if end.starts_with("\r\n") { 2 } else { usize::from(!end.is_empty()) };
    lexer::Line { text, next: at + length + width, soft: false }
}

/// How many lines behind a plain paragraph may decide where it ends.
const LOOKAHEAD_LINES: usize = 8;

/// Whether a line is text as it stands: no character in it is a mark of Markdown, and
/// it starts with none.
pub fn is_plain(line: &str) -> bool {
    let bytes = line.as_bytes();
    if bytes.iter().any(|byte| is_mark(*byte)) {
        return false;
    }
    let indent = bytes.iter().take_while(|b| **b == b' ').count();
    let rest = bytes.get(indent..).unwrap_or_default();
    let numbered = || {
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        digits > 0 && matches!(rest.get(digits), Some(b'.' | b')')) && matches!(rest.get(digits + 1), None | Some(b' ' | b'\t'))
    };
    indent < 4 && !matches!(rest.first(), Some(b'-' | b'+' | b'=' | b':' | b'\t')) && !numbered()
}

/// Whether a character can be a mark of Markdown inside a line, or is U+000B, at which lines of Word end.
fn is_mark(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'[' | b']' | b'!' | b'<' | b'>' | b'&' | b'`' | b'~' | b'|' | b'#' | b'\\' | 0x0B)
}

/// Whether most letters of a text are Chinese: indented by blanks it is a paragraph, no code.
fn is_chinese(text: &str) -> bool {
    let han = text.chars().filter(|c| is_han(*c)).count();
    han > text.chars().filter(char::is_ascii_alphanumeric).count()
}
