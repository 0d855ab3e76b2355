//! The leaves of a part of a Markdown document, as the parser reads them, and what
//! of each is text.

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// The extensions that are read: those of GitHub.
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_GFM
}

/// What a leaf of the document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafKind {
    /// A paragraph, or a heading of so many `#`.
    Prose(u8),
    /// A heading that is underlined, as deep as so many `#`.
    Underlined(u8),
    /// A table, whose rows are its lines.
    Table,
    /// A thematic break.
    Rule,
    /// A block of HTML.
    Html,
    /// Code that is indented, whose lines are its pieces.
    Indented,
    /// Fenced code, a footnote.
    Other,
}

/// A leaf of the document.
#[derive(Debug)]
pub struct Leaf {
    /// What it is.
    pub kind: LeafKind,
    /// Where it stands, in bytes of the source.
    pub range: Range<usize>,
    /// Its text, in order; what stands between two pieces is syntax.
    pub pieces: Vec<Piece>,
    /// What is set in bold, in bytes of the source.
    pub strong: Vec<Range<usize>>,
    /// Whether it opens an item of a list.
    pub opens_item: bool,
}

/// A piece of a leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands, in bytes of the source.
    pub range: Range<usize>,
    /// What it is.
    pub kind: PieceKind,
}

/// What a piece of a leaf is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// Text as the reader sees it.
    Text,
    /// Text that stays as it is: an escaped character, the number of a list.
    Held,
    /// Something that stands for what it shows: an image, code, an entity.
    Object,
    /// An HTML comment.
    Comment,
    /// A line end.
    Break,
    /// A line end that is meant: `<br>`, two blanks, a backslash.
    HardBreak,
}

/// What the parser reads.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The leaves in order.
    pub leaves: Vec<Leaf>,
    /// Where each block of the first level starts, and each item of a list of the first level.
    pub tops: Vec<usize>,
}

/// Reads a part of a document that starts and ends at blocks of the first level.
pub fn parse(source: &str) -> Parsed {
    let mut reader = Reader { source, ..Reader::default() };
    // Whether a reference is defined elsewhere does not decide what is text: `[甲][a]`
    // is read as a link and `[甲]` as text, with and without its definition.
    let defined = |link: BrokenLink<'_>| {
        matches!(link.link_type, LinkType::Reference | LinkType::Collapsed).then(|| (CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    for (event, range) in Parser::new_with_broken_link_callback(source, options(), Some(defined)).into_offset_iter() {
        reader.take(&event, range);
    }
    reader.close();
    reader.parsed
}

#[derive(Default)]
struct Reader<'a> {
    source: &'a str,
    parsed: Parsed,
    open: Option<Leaf>,
    /// How many blocks and containers are open.
    depth: usize,
    /// How many of the tags that are open hold no text: the outermost and all in it.
    skipped: usize,
    /// The lists that are open: whether each is numbered.
    lists: Vec<bool>,
    /// The number of an item whose first leaf is still to come, or where the item starts.
    mark: Option<Range<usize>>,
    /// Whether a link that names a reference is open; links do not nest.
    names_reference: bool,
    /// Where the links start that are only a name in brackets.
    shortcuts: Vec<usize>,
}

impl Reader<'_> {
    fn take(&mut self, event: &Event<'_>, range: Range<usize>) {
        if self.skipped > 0 {
            match event {
                Event::Start(_) => self.skipped += 1,
                Event::End(_) => {
                    self.skipped -= 1;
                    if self.skipped == 0 && self.depth > 0 && is_block_end(event) {
                        self.depth -= 1;
                    }
                }
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            Event::Text(text) => self.text(text, range),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.piece(range, PieceKind::Object),
            Event::InlineHtml(html) => {
                if html.starts_with("<!--") {
                    self.piece(range, PieceKind::Comment);
                } else if html.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br")) {
                    self.piece(range, PieceKind::HardBreak);
                }
            }
            Event::SoftBreak => self.piece(range, PieceKind::Break),
            Event::HardBreak => self.piece(range, PieceKind::HardBreak),
            Event::Rule => {
                self.top(range.start);
                self.close();
                self.leaf(LeafKind::Rule, range);
                self.close();
            }
            Event::Html(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::Strong => {
                self.inline(range.start);
                self.open.iter_mut().for_each(|leaf| leaf.strong.push(range.clone()));
            }
            Tag::Link { link_type, .. } => match link_type {
                LinkType::Autolink | LinkType::Email => self.skip(range),
                // What is shown names the reference, too, or does where the other name is not defined.
                LinkType::Collapsed | LinkType::CollapsedUnknown | LinkType::Reference | LinkType::ReferenceUnknown => {
                    self.names_reference = true;
                }
                LinkType::Shortcut => {
                    self.shortcuts.push(range.start);
                    self.piece(range.start..range.start + 1, PieceKind::Text);
                }
                _ => {}
            },
            Tag::Image { .. } => self.skip(range),
            _ => self.block(tag, range),
        }
    }

    /// Leaves out a tag with all that it holds, for which an object stands.
    fn skip(&mut self, range: Range<usize>) {
        self.piece(range, PieceKind::Object);
        self.skipped = 1;
    }

    fn block(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        if !matches!(tag, Tag::List(_)) || self.depth > 0 {
            self.top(range.start);
        }
        self.close();
        self.depth += 1;
        match tag {
            Tag::Paragraph => self.leaf(LeafKind::Prose(0), range),
            Tag::Heading { level, .. } => {
                let level = *level as u8;
                let own = self.source.get(range.start..).is_some_and(|t| t.trim_start_matches([' ', '\t']).starts_with('#'));
                self.leaf(if own { LeafKind::Prose(level) } else { LeafKind::Underlined(level) }, range);
            }
            Tag::Table(_) => self.whole(LeafKind::Table, range),
            Tag::HtmlBlock => self.whole(LeafKind::Html, range),
            Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Indented) => self.leaf(LeafKind::Indented, range),
            Tag::CodeBlock(_) | Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => self.whole(LeafKind::Other, range),
            Tag::List(first) => self.lists.push(first.is_some()),
            Tag::Item => {
                let width =
                    if self.lists.last() == Some(&true) { number_width(self.source.get(range.start..).unwrap_or_default()) } else { 0 };
                self.mark = Some(range.start..range.start + width);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript | TagEnd::Image => {}
            // Only a shortcut that is defined in the same part is read as a link.
            TagEnd::Link => {
                self.names_reference = false;
                if self.shortcuts.pop_if(|start| *start == range.start).is_some() {
                    self.piece(range.end - 1..range.end, PieceKind::Text);
                }
            }
            _ => {
                self.close();
                self.depth = self.depth.saturating_sub(1);
                match tag {
                    TagEnd::List(_) => {
                        self.lists.pop();
                    }
                    TagEnd::Item => self.mark = None,
                    _ => {}
                }
            }
        }
    }

    fn top(&mut self, start: usize) {
        let is_top = self.depth == 0 || self.depth == 1 && self.lists.len() == 1;
        if is_top && self.parsed.tops.last() != Some(&start) {
            self.parsed.tops.push(start);
        }
    }

    /// Opens the leaf of a tight item, which has no tag of its own.
    fn inline(&mut self, at: usize) {
        if self.open.is_none() {
            let start = self.mark.as_ref().map_or(at, |mark| mark.start);
            self.leaf(LeafKind::Prose(0), start..start);
        }
    }

    fn leaf(&mut self, kind: LeafKind, range: Range<usize>) {
        let mark = self.mark.take();
        let same_line = |mark: &Range<usize>| self.source.get(mark.start..range.start).is_some_and(|t| !t.contains(['\n', '\r']));
        let mark = mark.filter(|mark| mark.start >= range.start || same_line(mark));
        let opens_item = mark.is_some();
        let pieces = mark.filter(|m| !m.is_empty()).map(|range| Piece { range, kind: PieceKind::Held }).into_iter().collect();
        self.open = Some(Leaf { kind, range, pieces, strong: Vec::new(), opens_item });
    }

    /// A leaf of which nothing is text.
    fn whole(&mut self, kind: LeafKind, range: Range<usize>) {
        self.leaf(kind, range);
        if let Some(leaf) = self.open.take() {
            self.parsed.leaves.push(leaf);
        }
        self.skipped = 1;
    }

    fn close(&mut self) {
        if let Some(mut leaf) = self.open.take() {
            leaf.range.end = leaf.pieces.last().map_or(leaf.range.end, |last| leaf.range.end.max(last.range.end));
            self.parsed.leaves.push(leaf);
        }
    }

    fn piece(&mut self, range: Range<usize>, kind: PieceKind) {
        self.inline(range.start);
        let Some(leaf) = &mut self.open else { return };
        match leaf.pieces.last_mut() {
            Some(last) if last.range.end > range.start => {}
            Some(last) if last.kind == kind && kind == PieceKind::Text && last.range.end == range.start => last.range.end = range.end,
            _ => leaf.pieces.push(Piece { range, kind }),
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let written = self.source.get(range.clone()).unwrap_or_default();
        if written != text && written.starts_with('&') {
            return self.piece(range, PieceKind::Object);
        }
        self.inline(range.start);
        let from = self.open.as_ref().and_then(|leaf| leaf.pieces.last()).map_or(0, |last| last.range.end);
        let escaped = range.start > from && self.source.get(..range.start).is_some_and(|t| t.ends_with('\\'));
        match written.chars().next().filter(|_| escaped) {
            Some(first) => {
                let end = range.start + first.len_utf8();
                self.piece(range.start..end, PieceKind::Held);
                if end < range.end {
                    self.piece(end..range.end, PieceKind::Text);
                }
            }
            None => self.piece(range, if self.names_reference { PieceKind::Held } else { PieceKind::Text }),
        }
    }
}

/// Bytes of the number that an item of a list starts with, with the blanks behind it.
fn number_width(item: &str) -> usize {
    let behind = item.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = behind.strip_prefix(['.', ')']).filter(|_| behind.len() < item.len());
    behind.map_or(0, |rest| item.len() - rest.trim_start_matches([' ', '\t']).len())
}

fn is_block_end(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::End(TagEnd::Table | TagEnd::HtmlBlock | TagEnd::CodeBlock | TagEnd::FootnoteDefinition | TagEnd::MetadataBlock(_))
    )
}
