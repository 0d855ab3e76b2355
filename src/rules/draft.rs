//! A text under edit, and one analysis of one version of it.

use super::{Finding, Settings};
use crate::syntax::Tree;
use crate::text::Text;
use std::ops::Range;
use std::sync::Arc;

/// A draft that takes edits. What was learnt of a paragraph is kept until the
/// paragraph changes.
#[derive(Clone, Debug)]
pub struct Draft {
    text: Text,
    tree: Tree,
}

/// What is known of one version of a draft. Every question to that version is
/// answered from the same analysis.
#[derive(Debug)]
pub struct Analysis {
    /// The text.
    pub text: Text,
    /// Its blocks.
    pub tree: Tree,
    /// What the rules found, in the order of the text.
    pub findings: Vec<Finding>,
}

impl Draft {
    /// Reads a text.
    pub fn new(content: &str) -> Self {
        Self { text: Text::new(content), tree: Tree::parse(content) }
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
        self.tree.edit(&self.text, range, with.len());
    }

    /// Analyses the text as it is now. Pure: it can run on any thread, on a
    /// clone of the draft.
    pub fn analyse(&self, _settings: &Settings) -> Arc<Analysis> {
        Arc::new(Analysis { text: self.text.clone(), tree: self.tree.clone(), findings: Vec::new() })
    }
}
