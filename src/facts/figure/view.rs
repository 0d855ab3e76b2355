//! Figures with the words around them.

use super::{Figure, Figures};
use crate::syntax::{Block, Local};
use crate::text::width::{is_blank, narrow};
use crate::words::List;

/// A block and its figures.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The block.
    pub block: &'a Block,
    /// What was read of it.
    pub figures: &'a Figures,
}

impl<'a> View<'a> {
    /// The words of a range.
    pub fn get(&self, range: &Local) -> &'a str {
        self.block.get(range)
    }

    /// A figure by its index.
    pub fn figure(&self, index: usize) -> Option<&'a Figure> {
        self.figures.all.get(index)
    }

    /// What a figure counts: the words before it in its clause, behind the figure before it.
    pub fn label(&self, index: usize) -> &'a str {
        self.get(&self.figures.label(index))
    }

    /// The words around a figure up to the next figure or the end of its clause.
    pub fn around(&self, index: usize) -> &'a str {
        let Some(figure) = self.figure(index) else { return "" };
        let end = self.figures.clause(figure).end;
        let next = self.figure(index + 1).map_or(end, |f| f.number.start.min(end));
        self.get(&(self.figures.label(index).start..next.max(figure.range.end)))
    }

    /// The words behind a figure in its clause.
    pub fn behind(&self, figure: &Figure) -> &'a str {
        self.get(&(figure.range.end..self.figures.clause(figure).end.max(figure.range.end)))
    }

    /// The mark behind a figure's clause, in half width.
    pub fn mark_behind(&self, figure: &Figure) -> Option<char> {
        let end = self.figures.clause(figure).end;
        self.block.text.get(end as usize..)?.chars().next().map(narrow)
    }

    /// Whether two figures stand in one sentence.
    pub fn same_sentence(&self, a: &Figure, b: &Figure) -> bool {
        self.figures.sentence(a) == self.figures.sentence(b)
    }

    /// The words of the sentence of a figure up to its number.
    pub fn sentence_before(&self, figure: &Figure) -> &'a str {
        let sentence = self.figures.sentence(figure);
        let start = self.figures.sentence_start(sentence).unwrap_or(figure.number.start);
        self.get(&(start..figure.number.start))
    }

    /// A number written in the width in which the figure's own digits are written.
    pub fn write(&self, figure: &Figure, number: &str) -> String {
        let wide = self.get(&figure.number).chars().any(|c| narrow(c) != c);
        let widened = |c: char| if wide { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c };
        number.chars().map(widened).collect()
    }
}

/// Whether a text contains one of the words.
pub fn has(text: &str, words: &List) -> bool {
    words.is_in(text)
}

/// A text without marks and blanks at its ends.
pub fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| is_blank(c) || matches!(narrow(c), ',' | '、' | ':' | '(' | ')' | ';'))
}
