//! How rules look at a draft, so that an edit costs what it touches.
//!
//! A block rule is a pure function of one block, its role and the report's
//! [`Context`]; its findings are kept under these. A report rule sees the
//! outline. A corpus rule sees the report's summary and those of others. Rules
//! of the tool itself are raised where the trouble is met.

use super::group::Group;
use super::kept::Kept;
use super::{Fix, Related, Site, Subject};
use crate::corpus::{Index, Place, Summary};
use crate::facts::{Date, Facts, View};
use crate::message::Message;
use crate::outline::{Node, Outline, Paragraph, Report, Stretch};
use crate::schema::{Role, Schema};
use crate::syntax::{Block, Span, Tree};
use crate::text::{Chars, Hay};
use crate::trace::{Known, Links};
use std::any::Any;
use std::sync::{Arc, OnceLock};

/// What a block rule may know beyond its block. Equal contexts give equal findings.
#[derive(Clone, Debug)]
pub struct Context {
    /// The schema of the report.
    pub schema: Arc<Schema>,
    /// Its profile.
    pub profile: Option<usize>,
    /// Who issues the report.
    pub issuer: Option<String>,
    /// The year reported on.
    pub report_year: Option<i32>,
    /// The year planned for.
    pub plan_year: Option<i32>,
    /// The day of judgement: as the user says, else of the signature, else of
    /// the publication. Never the clock's.
    pub day: Option<Date>,
}

impl PartialEq for Context {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.schema, &other.schema)
            && (self.profile, self.report_year, self.plan_year, self.day) == (other.profile, other.report_year, other.plan_year, other.day)
            && self.issuer == other.issuer
    }
}

/// A block under the eyes of a block rule.
#[derive(Clone, Copy, Debug)]
pub struct BlockCheck<'a> {
    /// The block.
    pub block: &'a Block,
    /// What it states: figures and their relations, citations.
    pub facts: &'a Facts,
    /// Its role.
    pub role: Role,
    /// What is known of the report.
    pub context: &'a Context,
}

impl<'a> BlockCheck<'a> {
    /// The block's body, for patterns.
    pub fn body(&self) -> Hay<'a> {
        Hay { text: self.block.body(), sketch: Some(&self.facts.scan.sketch) }
    }

    /// The block's whole text, for patterns.
    pub fn text(&self) -> Hay<'a> {
        Hay { text: &self.block.text, sketch: Some(&self.facts.scan.sketch) }
    }

    /// Whether one of these characters may stand in the block.
    pub fn has(&self, chars: &Chars) -> bool {
        self.facts.scan.kinds.meets(chars)
    }

    /// The characters of the body that are no Chinese ones, with their bytes in the block.
    pub fn others(&self) -> &'a [(u32, char)] {
        let (all, body) = (&self.facts.scan.others, &self.block.body);
        let (from, to) = (all.partition_point(|o| o.0 < body.start), all.partition_point(|o| o.0 < body.end));
        all.get(from..to).unwrap_or_default()
    }

    /// The characters of the body beside the one at byte `at` of the block.
    pub fn beside(&self, at: u32, c: char) -> (Option<char>, Option<char>) {
        let (before, behind) = (self.block.body.start..at, at + c.len_utf8() as u32..self.block.body.end);
        (self.block.get(&before).chars().next_back(), self.block.get(&behind).chars().next())
    }

    /// The block's figures with the words around them.
    pub fn view(&self) -> View<'a> {
        self.facts.view(self.block)
    }
}

/// A report under the eyes of a report rule.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// The blocks and their places.
    pub tree: &'a Tree,
    /// The blocks with what was learnt of them.
    pub paragraphs: &'a [Arc<Paragraph>],
    /// The outline.
    pub outline: &'a Outline,
    /// What is known of the report.
    pub report: &'a Report,
    /// The day of judgement, as in [`Context`].
    pub day: Option<Date>,
    pub(super) links: &'a OnceLock<Links>,
    pub(super) notes: Option<Notes<'a>>,
}

/// Where what report rules read of a block is kept, and under what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Notes<'a> {
    pub kept: &'a [Arc<Kept>],
    pub links: &'a Known,
    pub context: &'a Arc<Context>,
}

/// A report among others, under the eyes of a corpus rule. Of the others it
/// knows summaries only, so that an edit of one of them renews nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Among<'a> {
    /// The report.
    pub sight: Sight<'a>,
    /// Its summary.
    pub summary: &'a Summary,
    /// Last year's report of the same issuer.
    pub previous: Option<&'a Arc<Summary>>,
    /// The other reports; the report itself may be among them.
    pub index: &'a Index,
}

/// What a rule found; the engine adds rule and severity.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What to tell the drafter.
    pub message: Message,
    /// The passage. A block rule gives block 0.
    pub span: Span,
    /// Other passages that explain it.
    pub related: Vec<Related>,
    /// How to mend it.
    pub fix: Option<Fix>,
    /// Another severity than the rule's own.
    pub severity: Option<super::Severity>,
    /// What else is the same finding at another place.
    pub group: Option<Group>,
    /// What it is about, where that is more than a passage.
    pub subject: Option<Subject>,
}

impl Found {
    /// A finding without more.
    pub fn new(span: Span, message: Message) -> Self {
        Self { message, span, related: Vec::new(), fix: None, severity: None, group: None, subject: None }
    }

    /// With another passage that explains it.
    #[must_use]
    pub fn related(mut self, span: Span, message: Message) -> Self {
        self.related.push(Related { site: Site::Here(span), message });
        self
    }

    /// With a passage of another report that explains it.
    #[must_use]
    pub fn elsewhere(mut self, source: &Arc<str>, place: Place, message: Message) -> Self {
        self.related.push(Related { site: Site::There(source.clone(), place), message });
        self
    }

    /// With a fix.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// As a finding about this.
    #[must_use]
    pub fn about(mut self, subject: Subject) -> Self {
        self.subject = Some(subject);
        self
    }

    /// As one of the places of a group.
    #[must_use]
    pub fn grouped(mut self, group: Group) -> Self {
        self.group = Some(group);
        self
    }

    /// The same in block `block` instead of block 0.
    pub(super) fn moved(&self, block: usize) -> Self {
        let mut moved = self.clone();
        moved.span.block = block;
        for related in &mut moved.related {
            if let Site::Here(span) = &mut related.site {
                span.block = block;
            }
        }
        moved.fix.iter_mut().flat_map(|f| &mut f.edits).for_each(|e| e.span.block = block);
        moved
    }
}

/// How a rule looks at a draft.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// At one block at a time.
    Block(fn(&BlockCheck<'_>) -> Vec<Found>),
    /// At the outline.
    Report(fn(&Sight<'_>) -> Vec<Found>),
    /// At the report among others.
    Corpus(fn(&Among<'_>) -> Vec<Found>),
    /// At the report by itself, and at what shows only among others.
    ReportAndCorpus(fn(&Sight<'_>) -> Vec<Found>, fn(&Among<'_>) -> Vec<Found>),
    /// Not at all: the tool raises it elsewhere.
    Tool,
}

/// Whether rules speak about text of this role.
pub(super) fn is_checked(role: Role) -> bool {
    !matches!(role, Role::Noise | Role::Meta | Role::Attachment)
}

impl<'a> Sight<'a> {
    /// Which plans answer the problems.
    pub fn links(&self) -> &'a Links {
        self.links.get_or_init(|| match self.notes {
            Some(notes) => notes.links.links(self.outline, self.paragraphs),
            None => Links::read(self.outline, self.paragraphs),
        })
    }

    /// What `read` says of a block, kept until the block, its role or the context changes:
    /// a report rule that reads every block so costs an edit the touched ones only.
    /// `None` where the block is no text of the report.
    pub(super) fn note<T: Any + Send + Sync>(&self, index: usize, read: fn(&BlockCheck<'_>) -> T) -> Option<Arc<T>> {
        self.note_under(index, 0, read)
    }

    /// The same of what depends on more than block, role and context: it is read anew
    /// where `more`, a hash of all that, is another.
    pub(super) fn note_under<T: Any + Send + Sync>(
        &self,
        index: usize,
        more: u64,
        read: impl FnOnce(&BlockCheck<'_>) -> T,
    ) -> Option<Arc<T>> {
        self.note_if(is_checked, index, more, read)
    }

    /// The same where the block's role is one of those that `wanted` tells.
    fn note_if<T: Any + Send + Sync>(
        &self,
        wanted: fn(Role) -> bool,
        index: usize,
        more: u64,
        read: impl FnOnce(&BlockCheck<'_>) -> T,
    ) -> Option<Arc<T>> {
        let (paragraph, notes, role) = (self.paragraphs.get(index)?, self.notes?, self.outline.role(index));
        let kept = notes.kept.get(index).filter(|_| paragraph.block.is_text() && wanted(role))?;
        Some(kept.note(paragraph, role, notes.context, more, read))
    }

    /// The same of all blocks that are text of the report, in order.
    pub(super) fn notes<T: Any + Send + Sync>(&self, read: fn(&BlockCheck<'_>) -> T) -> impl Iterator<Item = (usize, Arc<T>)> {
        (0..self.paragraphs.len()).filter_map(move |index| Some((index, self.note(index, read)?)))
    }

    /// The same, and of the lines above the title (which are noise) and between title and text.
    pub(super) fn notes_with_lines<T: Any + Send + Sync>(&self, read: fn(&BlockCheck<'_>) -> T) -> impl Iterator<Item = (usize, Arc<T>)> {
        let title = self.report.title_spans.first().map_or(0, |span| span.block);
        (0..self.paragraphs.len()).filter_map(move |index| {
            let wanted: fn(Role) -> bool =
                if index < title { |role| is_checked(role) || role == Role::Noise } else { |role| is_checked(role) || role == Role::Meta };
            Some((index, self.note_if(wanted, index, 0, read)?))
        })
    }

    /// A block.
    pub fn block(&self, index: usize) -> Option<&'a Block> {
        self.tree.blocks().get(index).map(|b| &**b)
    }

    /// The words of a passage.
    pub fn get(&self, span: &Span) -> &'a str {
        self.block(span.block).map_or("", |b| b.get(&span.range))
    }

    /// The first block's body where there is nothing better to mark.
    pub fn top(&self) -> Span {
        self.report.title_spans.first().cloned().unwrap_or_else(|| {
            let range = self.block(0).map_or(0..0, |b| b.body.clone());
            Span { block: 0, range: self.short(0, range) }
        })
    }

    /// The passage that names a stretch: its heading, or the words that start it.
    pub fn head(&self, stretch: &Stretch) -> Span {
        stretch.heading.clone().unwrap_or_else(|| {
            let mut found: Option<&Node> = None;
            self.outline.walk(|n| {
                if found.is_none() && n.from >= stretch.from && n.from <= stretch.to {
                    found = Some(n);
                }
            });
            match found {
                Some(node) => node.heading.clone(),
                None => {
                    let block = stretch.from.block;
                    let body = self.block(block).map_or(0..0, |b| b.body.start.max(stretch.from.at)..b.body.end);
                    Span { block, range: self.short(block, body) }
                }
            }
        })
    }

    /// The last first-level heading inside a stretch: the place behind which
    /// the next part belongs.
    pub fn last_heading(&self, stretch: &Stretch) -> Span {
        let inside = |n: &&Node| n.from >= stretch.from && n.from <= stretch.to && n.kind != crate::outline::NodeKind::Item;
        let last = self.outline.nodes.iter().rfind(inside);
        last.map_or_else(|| self.head(stretch), |node| node.heading.clone())
    }

    /// The first clause of a range: an absence marks few words, never a paragraph.
    pub fn short(&self, block: usize, range: std::ops::Range<u32>) -> std::ops::Range<u32> {
        let text = self.block(block).map_or("", |b| b.get(&range));
        let end = text
            .char_indices()
            .enumerate()
            .find(|(count, (_, c))| *count >= 40 || (*count > 0 && matches!(crate::text::width::narrow(*c), ',' | '。' | ';' | ':')))
            .map_or(text.len(), |(_, (at, _))| at);
        range.start..range.start + end as u32
    }

    /// Whether every paragraph of a stretch still waits to be written.
    pub fn is_unwritten(&self, stretch: &Stretch) -> bool {
        self.outline.is_unwritten(self.paragraphs, stretch)
    }
}
