//! The questions an editor asks, each in a file of its own. Answers are plain
//! data in bytes of the document; no protocol is known here.

mod actions;
mod checklist;
mod cited;
mod completion;
mod figures;
mod folding;
mod highlight;
mod hints;
mod hover;
mod insert;
mod links;
mod next_year;
mod rename;
mod selection;
mod status;
mod symbols;
#[cfg(test)]
mod tests;
mod tokens;
mod trace;

pub use actions::{Action, ActionKind, Effect, actions};
pub use checklist::{Entry, State, checklist};
pub use completion::{Completion, CompletionKind, CompletionOptions, completions};
pub use folding::{Fold, folds};
pub use highlight::highlights;
pub use hints::{Hint, HintOptions, hints};
pub use hover::{Hover, hover};
pub use insert::insert;
pub use links::{Link, links};
pub use next_year::{NextYear, Unknown, next_year};
pub use rename::{Group, Refused, Renamable, Renamed, renamable, rename};
pub use selection::selections;
pub use status::{Status, likely_message, status};
pub use symbols::{Symbol, SymbolKind, symbols};
pub use tokens::{Token, TokenKind, tokens};
pub use trace::{Lens, answers, elsewhere, lenses, linked};

use crate::outline::{Anchor, Node, Outline, Paragraph, Report};
use crate::rules::{Analysis, Edit, markup};
use crate::schema::{Basis, Role, Schema};
use crate::syntax::Span;
use std::ops::Range;

/// Text in place of a range of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced.
    pub range: Range<usize>,
    /// What stands there then, with the draft's own line ends.
    pub text: String,
}

impl Analysis {
    /// The bytes of the document that a passage covers.
    pub fn bytes(&self, span: &Span) -> Range<usize> {
        self.tree.bytes(span)
    }

    /// The words of a passage.
    pub fn words(&self, span: &Span) -> &str {
        self.tree.blocks().get(span.block).map_or("", |b| b.get(&span.range))
    }

    /// The byte of the document where an anchor stands.
    fn byte(&self, anchor: Anchor) -> usize {
        self.bytes(&Span { block: anchor.block, range: anchor.at..anchor.at }).start
    }

    /// The byte behind an anchor that ends something.
    fn end_byte(&self, anchor: Anchor) -> usize {
        let raw = self.tree.blocks().get(anchor.block).map_or(0, |b| b.raw(&(0..anchor.at)).end);
        self.tree.start(anchor.block) + raw
    }

    /// The bytes that a node covers.
    fn extent(&self, node: &Node) -> Range<usize> {
        let start = self.byte(node.from);
        start..self.end_byte(node.to).max(start)
    }

    /// Edits of a fix as edits of the document.
    pub fn text_edits<'e>(&self, edits: impl IntoIterator<Item = &'e Edit>) -> Vec<TextEdit> {
        let line_end = self.text.line_end();
        edits.into_iter().map(|e| TextEdit { range: self.bytes(&e.span), text: e.text.replace('\n', line_end) }).collect()
    }

    /// Edits that put `text` in place of a passage and leave marks of Markdown as they are;
    /// none where that cannot be done.
    fn replacement(&self, span: &Span, text: String) -> Vec<TextEdit> {
        let edits = markup::kept(&self.text, &self.tree, &[Edit { span: span.clone(), text }]);
        self.text_edits(edits.iter().flatten())
    }

    /// The paragraph at byte `at` of the document, and the byte in its text.
    fn paragraph_at(&self, at: usize) -> Option<(usize, &Paragraph, u32)> {
        let block = self.tree.block_at(at).filter(|block| at <= self.tree.end(*block))?;
        let paragraph = self.paragraphs.get(block)?;
        Some((block, paragraph, paragraph.block.local(at - self.tree.start(block))))
    }

    /// The paragraphs of the report itself, without what a web page left around it.
    fn report_paragraphs(&self) -> impl Iterator<Item = (usize, &Paragraph)> {
        let all = self.paragraphs.iter().enumerate().map(|(index, p)| (index, &**p));
        all.filter(|(index, p)| p.block.is_text() && !matches!(self.outline.role(*index), Role::Noise | Role::Meta))
    }

    fn report(&self) -> Option<(&Outline, &Report)> {
        self.outline.report.as_ref().map(|r| (&self.outline, r))
    }
}

/// The clauses that ask for something, in words. An article is named only
/// where the schema has its number.
fn basis(schema: &Schema, list: &[Basis], lang: crate::message::Lang) -> Option<String> {
    let lines: Vec<String> = list
        .iter()
        .filter_map(|b| {
            let source = schema.sources.iter().find(|s| s.id == b.source)?;
            let mut line = source.title.get(lang).to_owned();
            if let Some(article) = &b.article {
                line.push_str(article);
            }
            if let Some(says) = &b.says {
                line.push_str(if lang == crate::message::Lang::Zh { "：" } else { ": " });
                line.push_str(says.get(lang));
            }
            Some(line)
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
