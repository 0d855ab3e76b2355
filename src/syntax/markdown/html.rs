//! Blocks of HTML: comments to Nianbao, and text that tags only place.

use super::build;
use super::leaf::{Leaf, LeafKind, Piece, PieceKind};
use crate::syntax::lexer::is_directive;
use crate::syntax::{Block, Kind};
use std::ops::Range;

/// Tags that say where their text stands or how it looks. Their text is read, for the
/// title of a draft is often centred so.
const PLACING: [&str; 18] =
    ["br", "center", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "i", "em", "u", "span", "font", "big"];
/// Tags of these that end a line.
const ENDING: [&str; 11] = ["br", "center", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "hr"];

/// Adds the blocks of a block of HTML that stands at `range`.
pub fn blocks(source: &str, range: &Range<usize>, out: &mut Vec<(usize, Block)>) {
    let html = source.get(range.clone()).unwrap_or_default().trim_end();
    let before = out.len();
    let mut line = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let rest = html.get(at..).unwrap_or_default();
        let place = range.start + at;
        if rest.starts_with("<!--") {
            let length = rest.find("-->").map_or(rest.len(), |end| end + "-->".len());
            let comment = rest.get(..length).unwrap_or_default();
            if is_directive(comment) {
                text(source, range, &mut line, out);
                build::put(source, place..place + length, Kind::Directive, comment, out);
            }
            at += length;
        } else if rest.starts_with('<') {
            let length = rest.find('>').map_or(rest.len(), |end| end + 1);
            let name = rest.trim_start_matches(['<', '/']);
            let name = name.get(..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())).unwrap_or_default();
            let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
            if !is(&PLACING) {
                out.retain(|(_, block)| block.kind == Kind::Directive || block.held.is_empty());
                line.clear();
                break;
            }
            if is(&ENDING) {
                text(source, range, &mut line, out);
            }
            at += length;
        } else {
            let length = rest.find(['<', '\n', '\r']).unwrap_or(rest.len());
            if length > 0 {
                line.push(Piece { range: place..place + length, kind: PieceKind::Text });
            } else {
                text(source, range, &mut line, out);
            }
            // A line end is one byte.
            let length = length.max(1);
            at += length;
        }
    }
    text(source, range, &mut line, out);
    if out.len() == before {
        build::put(source, range.start..range.start + html.len(), Kind::Markup, "", out);
    }
}

/// Adds a line of text, which is read and stays as it is.
fn text(source: &str, range: &Range<usize>, line: &mut Vec<Piece>, out: &mut Vec<(usize, Block)>) {
    let pieces = std::mem::take(line);
    if pieces.iter().all(|piece| source.get(piece.range.clone()).is_none_or(|text| text.trim().is_empty())) {
        return;
    }
    let leaf = Leaf { kind: LeafKind::Html, range: range.clone(), pieces, strong: Vec::new(), opens_item: false };
    let from = out.len();
    build::prose(source, &leaf, 0, out);
    for (_, block) in out.get_mut(from..).unwrap_or_default() {
        block.held = std::iter::once(0..block.text.len() as u32).collect();
    }
}
