//! Leaves of a Markdown document as blocks.

use super::leaf::{Leaf, LeafKind, Piece, PieceKind};
use super::{html, is_chinese, is_plain, line_at};
use crate::syntax::joins::{JoinKind, Joins};
use crate::syntax::lexer::{is_directive, is_filler, is_page_number, next_block, with_body};
use crate::syntax::{Block, Comment, Kind, Local, OBJECT, OBJECT_INNER, SourceFormat, spacing};
use crate::text::width::is_blank;
use std::borrow::Cow;
use std::ops::Range;

/// What Nianbao's comments start with.
const DIRECTIVE: &str = "nianbao-ignore";

/// Adds the blocks of a leaf, each with the byte of `source` at which it starts.
pub fn leaf(source: &str, leaf: &Leaf, out: &mut Vec<(usize, Block)>) {
    let text = source.get(leaf.range.clone()).unwrap_or_default();
    match leaf.kind {
        LeafKind::Prose(level) => prose(source, leaf, level, out),
        LeafKind::Underlined(_) => prose(source, leaf, 0, out),
        LeafKind::Html => html::blocks(source, &leaf.range, out),
        LeafKind::Indented if is_chinese(text) => prose(source, leaf, 0, out),
        LeafKind::Table => {
            let mut at = leaf.range.start;
            while at < leaf.range.end {
                let line = line_at(source, at);
                let row = line.text.trim_matches(is_blank);
                if !row.is_empty() {
                    let start = row.as_ptr() as usize - source.as_ptr() as usize;
                    put(source, start..start + row.len(), Kind::Table, row, out);
                }
                at = line.next;
            }
        }
        LeafKind::Rule => put(source, leaf.range.clone(), Kind::Filler, text.trim_end(), out),
        LeafKind::Indented | LeafKind::Other => {
            let end = leaf.range.start + text.trim_end_matches(|c| is_blank(c) || matches!(c, '\n' | '\r')).len();
            put(source, leaf.range.start..end, Kind::Markup, "", out);
        }
    }
}

/// Adds the blocks of a paragraph of the first level, which is all of `source`; of a
/// heading where it is underlined as deep as so many `#`.
pub fn paragraph(source: &str, leaves: &[Leaf], level: u8, out: &mut Vec<(usize, Block)>) {
    let before = out.len();
    if let Some(leaf) = leaves.first() {
        prose(source, leaf, level, out);
    }
    if out.len() == before {
        put(source, 0..source.len(), Kind::Markup, "", out);
    }
}

/// Adds a block that has this text and covers `range`, with what stands in front of it on its line.
pub fn put(source: &str, range: Range<usize>, kind: Kind, text: &str, out: &mut Vec<(usize, Block)>) {
    let start = line_start(source, range.start).max(end_of(out));
    let lead = range.start.saturating_sub(start);
    let tail = range.end.saturating_sub(start + lead + text.len());
    let places = [(0, lead, JoinKind::Syntax), (text.len(), tail, JoinKind::Syntax)];
    let places: Vec<_> = places.into_iter().filter(|place| place.1 > 0).collect();
    out.push((start, Block { joins: Joins::of(&places), ..Block::of_kind(kind, text) }));
}

fn line_start(source: &str, at: usize) -> usize {
    source.get(..at).and_then(|t| t.rfind(['\n', '\r'])).map_or(0, |at| at + 1)
}

/// The byte behind the last block.
fn end_of(out: &[(usize, Block)]) -> usize {
    out.last().map_or(0, |(start, block)| start + block.raw_len())
}

/// A line of a leaf.
#[derive(Default)]
struct ProseLine {
    pieces: Vec<Piece>,
    /// Whether its end is meant.
    is_hard: bool,
}

/// Adds the paragraphs that a leaf holds.
pub fn prose(source: &str, leaf: &Leaf, level: u8, out: &mut Vec<(usize, Block)>) {
    let mut lines = lines(source, leaf);
    let bold: Vec<Range<usize>> = lines.iter_mut().flat_map(|line| take_meant_marks(source, line)).collect();
    let strong: Vec<Range<usize>> = leaf.strong.iter().cloned().chain(bold).collect();
    lines.retain(|line| {
        line.pieces.iter().any(|piece| piece.kind != PieceKind::Comment && !words(source, piece).trim().is_empty())
            || line.pieces.iter().any(|p| is_comment_to_us(source, p))
    });
    // Where the paragraphs part is decided on the text of the lines.
    let mut read = String::new();
    let mut starts = Vec::new();
    for line in &lines {
        starts.push(read.len());
        for piece in line.pieces.iter().filter(|piece| piece.kind != PieceKind::Comment) {
            read.push_str(if piece.kind == PieceKind::Object { "\u{FFFC}" } else { words(source, piece) });
        }
        read.push_str(if line.is_hard { "\\\n" } else { "\n" });
    }
    let mut first = 0;
    while first < lines.len() {
        let from = starts.get(first).copied().unwrap_or_default();
        let to = next_block(&read, from, SourceFormat::Markdown).map_or(read.len(), |range| range.end);
        let count = starts.partition_point(|start| *start < to).max(first + 1) - first;
        let group = lines.get(first..first + count).unwrap_or_default();
        first += count;
        // What stands behind the last piece of a line belongs to the line, unless more of it follows.
        let limit = match lines.get(first).and_then(|line| line.pieces.first()) {
            Some(next) => next.range.start,
            None if leaf.kind == LeafKind::Html => 0,
            None => usize::MAX,
        };
        out.extend(block(source, group, &strong, level, end_of(out)..limit));
    }
}

fn words<'a>(source: &'a str, piece: &Piece) -> &'a str {
    source.get(piece.range.clone()).unwrap_or_default()
}

fn is_comment_to_us(source: &str, piece: &Piece) -> bool {
    piece.kind == PieceKind::Comment && words(source, piece).contains(DIRECTIVE)
}

/// The lines of a leaf, without their ends.
fn lines(source: &str, leaf: &Leaf) -> Vec<ProseLine> {
    let mut lines = vec![ProseLine::default()];
    let mut push = |piece: Piece, is_end: bool, is_hard: bool| {
        if let Some(line) = lines.last_mut() {
            if !is_end {
                line.pieces.push(piece);
                return;
            }
            line.is_hard = is_hard;
        }
        lines.push(ProseLine::default());
    };
    for piece in &leaf.pieces {
        match piece.kind {
            PieceKind::Break => push(piece.clone(), true, false),
            PieceKind::HardBreak => push(piece.clone(), true, true),
            PieceKind::Object | PieceKind::Comment => push(piece.clone(), false, false),
            PieceKind::Text | PieceKind::Held => {
                let text = words(source, piece);
                let mut from = 0;
                // Word's U+000B, and the line ends of code.
                for (at, end) in text.match_indices(['\n', '\r', '\u{B}']) {
                    if at > from {
                        push(Piece { range: piece.range.start + from..piece.range.start + at, kind: piece.kind }, false, false);
                    }
                    push(piece.clone(), true, false);
                    from = at + end.len();
                }
                if from < text.len() {
                    push(Piece { range: piece.range.start + from..piece.range.end, kind: piece.kind }, false, false);
                }
            }
        }
    }
    lines
}

/// Leaves out what a writer means as marks and the parser takes for text: see
/// [`bold_marks`], [`loose_links`] and [`notes`]. Gives what is bold.
fn take_meant_marks(source: &str, line: &mut ProseLine) -> Vec<Range<usize>> {
    let texts = || line.pieces.iter().filter(|piece| piece.kind == PieceKind::Text);
    let all: Vec<Range<usize>> = texts().map(|piece| piece.range.clone()).collect();
    let bold = bold_marks(source, &all);
    let mut marks: Vec<Piece> = bold
        .iter()
        .flat_map(|b| [b.start..b.start + BOLD.len(), b.end - BOLD.len()..b.end])
        .map(|range| Piece { range, kind: PieceKind::Comment })
        .collect();
    for range in &all {
        let text = source.get(range.clone()).unwrap_or_default();
        marks.extend(
            loose_links(text)
                .into_iter()
                .chain(notes(text))
                .map(|mark| Piece { range: range.start + mark.range.start..range.start + mark.range.end, kind: mark.kind }),
        );
    }
    marks.sort_by_key(|mark| mark.range.start);
    if marks.is_empty() {
        return bold;
    }
    let mut pieces = Vec::new();
    for piece in line.pieces.drain(..) {
        let mut from = piece.range.start;
        for mark in marks.iter().filter(|mark| piece.range.start <= mark.range.start && mark.range.end <= piece.range.end) {
            if from > mark.range.start {
                continue;
            }
            if from < mark.range.start {
                pieces.push(Piece { range: from..mark.range.start, kind: piece.kind });
            }
            if mark.kind == PieceKind::Object {
                pieces.push(mark.clone());
            }
            from = mark.range.end;
        }
        if from < piece.range.end {
            pieces.push(Piece { range: from..piece.range.end, kind: piece.kind });
        }
    }
    line.pieces = pieces;
    bold
}

/// What Markdown writes around bold text.
const BOLD: &str = "**";

/// What stands between two `**` that the parser takes for text because a stop stands in
/// front of the second and a character behind it (`**（一）加强领导。**县政府`): whoever
/// writes that means bold, and many programs show it so.
fn bold_marks(source: &str, texts: &[Range<usize>]) -> Vec<Range<usize>> {
    let marks: Vec<usize> = texts
        .iter()
        .flat_map(|range| source.get(range.clone()).unwrap_or_default().match_indices(BOLD).map(move |(at, _)| range.start + at))
        .collect();
    let pairs = marks.chunks_exact(2).filter_map(|pair| {
        let [open, close] = pair else { return None };
        let inside = source.get(open + BOLD.len()..*close)?;
        let is_bold = inside.trim_matches(is_blank) == inside && inside.ends_with(|c: char| !c.is_alphanumeric());
        (is_bold && !inside.contains('*')).then(|| *open..close + BOLD.len())
    });
    pairs.collect()
}

/// The marks of links and images whose target has blanks, `[下载](附件/附件 一.xlsx)`: the
/// parser takes them for text, and whoever writes them does not.
fn loose_links(text: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    for (close, _) in text.match_indices("](") {
        let target = text.get(close + 2..).and_then(|t| t.split_once(')')).map_or("", |(target, _)| target);
        let is_path = target.contains(is_blank) && target.contains(['.', '/']) && !target.contains(['，', '。', '；', '、']);
        let Some(open) = text.get(..close).and_then(|t| t.rfind('[')).filter(|_| is_path) else { continue };
        let end = close + 2 + target.len() + 1;
        if text.get(..open).is_some_and(|t| t.ends_with('!')) {
            found.push(Piece { range: open - 1..end, kind: PieceKind::Object });
        } else {
            found.push(Piece { range: open..open + 1, kind: PieceKind::Comment });
            found.push(Piece { range: close..end, kind: PieceKind::Comment });
        }
    }
    found
}

/// Marks of footnotes, `[^1]`, which the parser takes for text where it sees no such note.
fn notes(text: &str) -> Vec<Piece> {
    let label = |at: usize| text.get(at..).and_then(|t| t.split_once(']')).map(|(label, _)| label);
    let marks = text.match_indices("[^").filter_map(|(at, _)| {
        let label = label(at).filter(|label| label.len() > 2 && !label.contains(is_blank))?;
        Some(Piece { range: at..at + label.len() + 1, kind: PieceKind::Comment })
    });
    marks.collect()
}

/// The text of a block while it is put together.
#[derive(Default)]
struct Builder {
    text: String,
    places: Vec<(usize, usize, JoinKind)>,
    held: Vec<Range<usize>>,
    comments: Vec<(usize, String)>,
}

/// The block that these lines are.
fn block(source: &str, lines: &[ProseLine], strong: &[Range<usize>], level: u8, between: Range<usize>) -> Option<(usize, Block)> {
    let first = lines.first()?.pieces.first()?.range.start;
    let last_line = lines.last()?;
    let start = line_start(source, first).max(between.start);
    let last = last_line.pieces.last()?.range.end;
    let end = last + line_at(source, last).text.len();
    let end = if end > between.end { last } else { end };
    // Comments behind the text are kept behind the body, if Nianbao is meant.
    let tail_count = last_line
        .pieces
        .iter()
        .rev()
        .take_while(|piece| piece.kind == PieceKind::Comment || words(source, piece).trim().is_empty())
        .count();
    let (own, tail) = last_line.pieces.split_at(last_line.pieces.len() - tail_count);
    let mut builder = Builder::default();
    let mut cursor = start + lead_length(source.get(start..first).unwrap_or_default());
    builder.text.push_str(source.get(start..cursor).unwrap_or_default());
    let lead = builder.text.len();
    for (index, line) in lines.iter().enumerate() {
        let is_last = index + 1 == lines.len();
        let pieces = if is_last { own } else { &line.pieces };
        let text: String = pieces.iter().map(|piece| words(source, piece)).collect();
        if index > 0 && !is_last && is_page_number(&text) {
            continue;
        }
        for (place, piece) in pieces.iter().enumerate() {
            if piece.kind == PieceKind::Comment {
                if words(source, piece).contains(DIRECTIVE) {
                    builder.comments.push((builder.text.len(), words(source, piece).to_owned()));
                }
                continue;
            }
            cursor = builder.add(source, cursor, piece, index > 0 && place == 0, lead);
        }
    }
    let mut body_end = builder.text.trim_end_matches(is_blank).len().max(lead);
    if tail.iter().any(|piece| is_comment_to_us(source, piece)) {
        let comment_end = tail.iter().rev().find(|piece| piece.kind == PieceKind::Comment)?.range.end;
        // What stands between text and comment is a blank, or a mark that ends what the text is in.
        let comment_start = tail.iter().find(|piece| piece.kind == PieceKind::Comment)?.range.start;
        let gap = source.get(cursor..comment_start).unwrap_or_default();
        let blanks = gap.len() - gap.trim_end_matches(is_blank).len();
        builder.skip(gap.len() - blanks, JoinKind::Syntax);
        builder.text.push_str(source.get(comment_start - blanks..comment_end).unwrap_or_default());
        cursor = comment_end;
    }
    builder.skip(end.saturating_sub(cursor), JoinKind::Syntax);
    let Builder { mut text, places, held, comments } = builder;
    let joined: Vec<usize> = places.iter().filter(|place| place.2 == JoinKind::Line).map(|place| place.0).collect();
    let mut gaps = spacing::gaps(text.get(..body_end).unwrap_or_default(), &joined);
    gaps.retain(|gap| places.iter().all(|(at, ..)| *at <= gap.start || gap.end <= *at));
    let closed = |at: usize| at - gaps.iter().take_while(|gap| gap.end <= at).map(ExactSizeIterator::len).sum::<usize>();
    if !gaps.is_empty() {
        text = spacing::without(&text, &gaps);
    }
    body_end = closed(body_end);
    let joins = Joins::with_blanks(&places, &gaps);
    let text = text.into_boxed_str();
    let body = text.get(..body_end).unwrap_or_default();
    let body_start = body_end - body.get(lead..).unwrap_or_default().trim_start_matches(is_blank).len();
    let local = |at: usize| joins.local(at.saturating_sub(start)) as u32;
    let strong: Vec<Local> =
        strong.iter().filter(|range| start <= range.start && range.end <= end).map(|r| local(r.start)..local(r.end)).collect();
    let held: Box<[Local]> = held.iter().map(|range| closed(range.start) as u32..closed(range.end) as u32).collect();
    let comments = comments.into_iter().map(|(at, text)| Comment { at: closed(at) as u32, text: text.into() }).collect();
    let trimmed = text.trim_matches(is_blank);
    let words = body.get(body_start..).unwrap_or_default();
    let kind = match () {
        () if is_directive(trimmed) || words.is_empty() && trimmed.contains(DIRECTIVE) => Kind::Directive,
        () if level == 0 && is_filler(words) => Kind::Filler,
        () => Kind::Text,
    };
    let block = match kind {
        Kind::Text => with_body(body_start as u32..body_end as u32, text, joins, level, Some(&strong)),
        kind => Block { joins, ..Block::of_kind(kind, text) },
    };
    Some((start, Block { held, comments, ..block }))
}

impl Builder {
    /// Leaves out so many bytes of the document.
    fn skip(&mut self, length: usize, kind: JoinKind) {
        if length > 0 {
            self.places.push((self.text.len(), length, kind));
        }
    }

    /// Adds a piece, and leaves out what stands in front of it from `cursor` on.
    fn add(&mut self, source: &str, cursor: usize, piece: &Piece, is_joined: bool, lead: usize) -> usize {
        let gap = source.get(cursor..piece.range.start).unwrap_or_default();
        if is_joined {
            // The blanks at the end of the line before go with its end.
            let kept = self.text.trim_end_matches(is_blank).len().max(lead).max(self.places.last().map_or(0, |place| place.0));
            let blanks = self.text.len() - kept;
            self.text.truncate(kept);
            let only_blanks = gap.chars().all(|c| is_blank(c) || matches!(c, '\n' | '\r' | '\u{B}'));
            if only_blanks || gap.is_empty() {
                self.skip(blanks + gap.len(), JoinKind::Line);
            } else {
                self.skip(1, JoinKind::Line);
                self.skip(blanks + gap.len() - 1, JoinKind::Syntax);
            }
        } else {
            self.skip(gap.len(), JoinKind::Syntax);
        }
        let from = self.text.len();
        match piece.kind {
            PieceKind::Object => {
                self.text.push(OBJECT);
                self.places.push((from + OBJECT_INNER as usize, piece.range.len() - OBJECT.len_utf8(), JoinKind::Object));
            }
            _ => self.text.push_str(words(source, piece)),
        }
        if piece.kind == PieceKind::Held {
            self.held.push(from..self.text.len());
        }
        piece.range.end
    }
}

/// The marks of quotations and lists that a line starts with, and the blanks around them.
pub fn container_marks(line: &str) -> &str {
    let mut rest = line;
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t']);
        let numbered = trimmed.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = numbered.strip_prefix(['.', ')']).filter(|_| numbered.len() < trimmed.len());
        let bullet = trimmed.strip_prefix(['-', '+', '*']).or(numbered).filter(|behind| behind.starts_with(is_blank));
        match trimmed.strip_prefix('>').or(bullet) {
            Some(behind) => rest = behind,
            None => return line.get(..line.len() - trimmed.len()).unwrap_or_default(),
        }
    }
}

/// Bytes of the marks of containers and headings that a line starts with; the number of an
/// item is text.
fn lead_length(text: &str) -> usize {
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start_matches(is_blank);
        let bullet = trimmed.strip_prefix(['-', '+', '*']).filter(|behind| behind.starts_with(is_blank));
        let hashes = trimmed.trim_start_matches('#');
        let heading = (hashes.len() < trimmed.len()).then_some(hashes);
        match trimmed.strip_prefix('>').or(bullet).or(heading) {
            Some(behind) => rest = behind,
            None => return text.len() - trimmed.len(),
        }
    }
}

/// Whether all marks in a paragraph that make what they hold no text are closed in it.
pub fn is_closed(source: &str, leaves: &[Leaf]) -> bool {
    let texts = || leaves.iter().flat_map(|leaf| &leaf.pieces).filter(|p| p.kind == PieceKind::Text).map(|p| words(source, p));
    let opens_tag =
        |text: &str, at: usize| text.get(at + 1..).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)));
    let mut depth = 0i32;
    for text in texts() {
        for (at, c) in text.char_indices() {
            match c {
                '`' => return false,
                // A tag may begin in one piece and go on in the next.
                '<' if at + 1 == text.len() || opens_tag(text, at) => return false,
                '[' => depth += 1,
                ']' => depth -= 1,
                _ => {}
            }
            if depth < 0 {
                return false;
            }
        }
    }
    depth == 0
}

/// A line without most marks of Markdown: enough to tell whether a sentence goes on behind it.
pub fn bare(line: &str) -> Cow<'_, str> {
    if is_plain(line) {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '*' | '`' | '[' | '\\' => behind,
            '_' | '~' if behind.starts_with(c) => behind.trim_start_matches(c),
            ']' if behind.starts_with('(') => behind.find(')').and_then(|at| behind.get(at + 1..)).unwrap_or(behind),
            ']' => behind,
            '<' if behind.starts_with(|c: char| c.is_ascii_alphabetic() || "/!".contains(c)) => {
                behind.find('>').and_then(|at| behind.get(at + 1..)).unwrap_or(behind)
            }
            c => {
                out.push(c);
                behind
            }
        };
    }
    Cow::Owned(out)
}

/// Whether a line ends with a break that is meant: two blanks, or a backslash.
pub fn is_hard_break(line: &str) -> bool {
    line.ends_with("  ") || line.ends_with('\\')
}
