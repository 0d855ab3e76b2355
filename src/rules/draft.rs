//! A text under edit, and one analysis of one version of it.

use super::{Finding, Settings};
use crate::outline::{Hints, Outline, Paragraph};
use crate::syntax::Tree;
use crate::text::Text;
use std::ops::Range;
use std::sync::Arc;

/// A draft that takes edits. What was learnt of a paragraph is kept until the
/// paragraph changes. Cloning is cheap next to reading, and clones share what
/// they learn.
#[derive(Clone, Debug)]
pub struct Draft {
    text: Text,
    tree: Tree,
    paragraphs: Vec<Arc<Paragraph>>,
}

/// What is known of one version of a draft. Every question to that version is
/// answered from the same analysis.
#[derive(Debug)]
pub struct Analysis {
    /// The text.
    pub text: Text,
    /// Its blocks.
    pub tree: Tree,
    /// The blocks with what was learnt of them.
    pub paragraphs: Vec<Arc<Paragraph>>,
    /// Parts, headings, problems and plans.
    pub outline: Outline,
    /// What the rules found, in the order of the text.
    pub findings: Vec<Finding>,
}

impl Draft {
    /// Reads a text.
    pub fn new(content: &str) -> Self {
        let tree = Tree::parse(content);
        let paragraphs = tree.blocks().iter().map(|b| Arc::new(Paragraph::new(b.clone()))).collect();
        Self { text: Text::new(content), tree, paragraphs }
    }

    /// The text as it is now.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Replaces `range` (bytes, clamped).
    pub fn edit(&mut self, range: Range<usize>, with: &str) {
        let end = range.end.min(self.text.len());
        let range = range.start.min(end)..end;
        self.text.replace(range.clone(), with);
        let splice = self.tree.edit(&self.text, range, with.len());
        let added = self.tree.blocks().get(splice.removed.start..splice.removed.start + splice.added).unwrap_or_default();
        let added: Vec<_> = added.iter().map(|b| Arc::new(Paragraph::new(b.clone()))).collect();
        self.paragraphs.splice(splice.removed, added);
    }

    /// Analyses the text as it is now. Pure: it can run on any thread, on a
    /// clone of the draft.
    pub fn analyse(&self, settings: &Settings) -> Arc<Analysis> {
        let hints = Hints { schema: settings.schema.as_deref(), issuer: settings.issuer.as_deref() };
        let outline = Outline::read(&self.tree, &self.paragraphs, &settings.schemas, &hints);
        Arc::new(Analysis {
            text: self.text.clone(),
            tree: self.tree.clone(),
            paragraphs: self.paragraphs.clone(),
            outline,
            findings: Vec::new(),
        })
    }
}
