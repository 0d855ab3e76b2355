//! What stands out in the text of a report: headings, figures, years, titles.

use crate::outline::NodeKind;
use crate::rules::Analysis;
use crate::syntax::{Local, Span};
use std::collections::HashMap;
use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A heading with its mark, or the title.
    Heading,
    /// A number with its unit.
    Figure,
    /// 2024年
    Year,
    /// A title in 《》.
    Citation,
}

impl TokenKind {
    /// All kinds, in the order in which the protocol numbers them.
    pub const ALL: [Self; 4] = [Self::Heading, Self::Figure, Self::Year, Self::Citation];

    /// The name under which editors colour it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Figure => "figure",
            Self::Year => "year",
            Self::Citation => "citation",
        }
    }
}

/// A passage that stands out. It may run over several lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it is.
    pub kind: TokenKind,
}

/// The tokens that touch `range` (bytes), in order and without overlap; none in
/// a document that is no report.
pub fn tokens(analysis: &Analysis, range: &Range<usize>) -> Vec<Token> {
    let Some((outline, report)) = analysis.report() else { return Vec::new() };
    let mut headings: HashMap<usize, Local> = report.title_spans.iter().map(|s| (s.block, s.range.clone())).collect();
    outline.walk(|node| {
        if node.kind == NodeKind::Section {
            headings.insert(node.heading.block, node.heading.range.clone());
        }
    });
    let mut found = Vec::new();
    for (index, paragraph) in analysis.report_paragraphs() {
        if analysis.tree.end(index) < range.start || analysis.tree.start(index) > range.end {
            continue;
        }
        for (local, kind) in in_block(paragraph.facts(), headings.get(&index)) {
            let bytes = analysis.bytes(&Span { block: index, range: local });
            if bytes.start < range.end && range.start < bytes.end {
                found.push(Token { range: bytes, kind });
            }
        }
    }
    found
}

/// The tokens of one block; a heading is what is left of it between the others.
fn in_block(facts: &crate::facts::Facts, heading: Option<&Local>) -> Vec<(Local, TokenKind)> {
    let local = |range: &Range<usize>| range.start as u32..range.end as u32;
    let citations = facts.citations.iter().map(|c| (local(&c.range), TokenKind::Citation));
    let years = facts.years.iter().map(|(range, _)| (range.start as u32..(range.end + '年'.len_utf8()) as u32, TokenKind::Year));
    let figures = facts.figures.all.iter().map(|f| (f.range.clone(), TokenKind::Figure));
    let mut all: Vec<_> = citations.chain(years).chain(figures).collect();
    // An outer title comes first and hides what stands in it.
    all.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    all.retain(|(range, _)| {
        let free = range.start >= end && range.start < range.end;
        end = if free { range.end } else { end };
        free
    });
    let Some(heading) = heading else { return all };
    let mut out = Vec::new();
    let mut from = heading.start;
    for (range, kind) in all {
        if from < heading.end && range.start > from {
            out.push((from..range.start.min(heading.end), TokenKind::Heading));
        }
        from = from.max(range.end);
        out.push((range, kind));
    }
    if from < heading.end {
        out.push((from..heading.end, TokenKind::Heading));
    }
    out
}
