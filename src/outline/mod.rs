//! Schema × blocks → the parts of a report with their roles, its headings,
//! problems and plans, its years and issuer.
//!
//! Read top to bottom: [`title`] reads lines as titles, [`evidence`] weighs what
//! speaks for each schema, [`recognise`] chooses one, [`identity`] tells issuer and
//! years, [`frame`] cuts off what stands around the report, [`sections`] nests the
//! headings, [`parts`] gives roles by heading ([`fixed`] where a form fixes them), [`breaks`] and
//! [`measures`] by cue, [`lists`] reads the
//! problems and plans, with what [`listing`] knows of unnumbered ones.

mod breaks;
mod contents;
mod evidence;
mod fixed;
mod frame;
mod identity;
mod listing;
mod lists;
mod measures;
mod parts;
mod recognise;
mod sections;
mod signals;
mod title;

pub use evidence::Reason;
pub use listing::names_none;
pub use recognise::{Certainty, Claim, NOT_A_REPORT, Refusal, SchemaName};
pub use signals::{CueHit, HeadingHit, Paragraph, Prompted, Signals};

use crate::facts::Date;
use crate::schema::{Body, Level, Profile, Role, Schema, SchemaSet};
use crate::syntax::{Local, Span, Tree};
use std::ops::Range;
use std::sync::Arc;

/// A place in the draft: a block and a byte in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor {
    /// Index of the block.
    pub block: usize,
    /// Byte in its text.
    pub at: u32,
}

/// What is known of a recognised report.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its schema.
    pub schema: Arc<Schema>,
    /// Index of its profile in the schema.
    pub profile: Option<usize>,
    /// Its title without blanks; empty where a user says that this is a report
    /// and no title was found.
    pub title: String,
    /// The lines of the title.
    pub title_spans: Vec<Span>,
    /// Who issues it.
    pub issuer: Option<String>,
    /// What the issuer is.
    pub body: Option<Body>,
    /// The issuer's level.
    pub level: Option<Level>,
    /// The year reported on.
    pub report_year: Option<i32>,
    /// The year planned for.
    pub plan_year: Option<i32>,
    /// The day under the signature.
    pub signed: Option<(Span, Date)>,
    /// The day on which the page around the report says that it was published.
    pub published: Option<(Span, Date)>,
    /// How sure it is that this is such a report.
    pub certainty: Certainty,
    /// What speaks for and against it, the weightiest first.
    pub reasons: Arc<[Reason]>,
}

impl Report {
    /// The profile of the schema that fits the report year.
    pub fn profile(&self) -> Option<&Profile> {
        self.schema.profiles.get(self.profile?)
    }

    /// Whether something applies to this report.
    pub fn is_asked(&self, applies: &crate::schema::Applies) -> bool {
        applies.to(self.body, self.level, self.profile().map(|p| p.id.as_str()), self.report_year)
    }

    /// The remark that its profile stands in for one that does not exist yet.
    pub fn stand_in_note(&self) -> Option<&crate::message::Localized> {
        let profile = self.profile()?;
        let year = self.report_year?;
        profile.stands_in_from.filter(|from| year >= *from).and(profile.stands_in_note.as_ref())
    }
}

/// What a node of the outline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// A heading that is written.
    Section,
    /// A part found without a heading of its own.
    Part,
    /// 一是 …
    Item,
}

/// A node of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// What it is for.
    pub role: Role,
    /// The part of the schema that its heading or cue makes it.
    pub part: Option<usize>,
    /// Level of its written mark, or of its depth where it has none.
    pub level: u8,
    /// The mark as written, if it has one.
    pub number: Option<Local>,
    /// The heading, or the words that start the part.
    pub title: Local,
    /// The heading with its mark.
    pub heading: Span,
    /// Whether its text follows in the same paragraph.
    pub run_in: bool,
    /// Where it starts and ends.
    pub from: Anchor,
    /// Its end: a block and the byte behind its last one.
    pub to: Anchor,
    /// Indices of the themes it speaks of.
    pub themes: Vec<usize>,
    /// What stands below it.
    pub children: Vec<Node>,
}

impl Node {
    /// The blocks that the node touches.
    pub fn blocks(&self) -> Range<usize> {
        self.from.block..self.to.block + 1
    }

    /// Calls `visit` for this node and everything below it, in order.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Node)) {
        visit(self);
        for child in &self.children {
            child.walk(visit);
        }
    }
}

/// A stretch of the draft with one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its role.
    pub role: Role,
    /// The part of the schema, where it is one.
    pub part: Option<usize>,
    /// Where it starts.
    pub from: Anchor,
    /// Where it ends.
    pub to: Anchor,
    /// The heading that says so; `None` where a cue does.
    pub heading: Option<Span>,
}

/// A problem or a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListItem {
    /// Its words, without mark and closing stop.
    pub title: Span,
    /// All that is said of it.
    pub extent: Span,
}

/// The outline of a draft.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// What is known of the report; `None` for a document that no schema claims.
    pub report: Option<Report>,
    /// Why no schema claims it.
    pub refusal: Option<Refusal>,
    /// Everything in order: title, meta, lead, parts, signature, noise.
    pub stretches: Vec<Stretch>,
    /// Headings, unlabelled parts and items.
    pub nodes: Vec<Node>,
    /// The problems.
    pub problems: Vec<ListItem>,
    /// The plans.
    pub plans: Vec<ListItem>,
    /// The role of each block at its start.
    pub roles: Vec<Role>,
    /// Parts that a heading names beside the one it starts (存在的问题和下一步打算).
    pub named: Vec<usize>,
}

/// What the caller knows about a draft beyond its text.
#[derive(Clone, Debug, Default)]
pub struct Hints<'a> {
    /// It is a report of this schema (`""`: of the one that fits best), whatever its text says.
    pub schema: Option<&'a str>,
    /// The schema by which earlier versions of the draft were recognised.
    pub recognized_as: Option<&'a str>,
    /// Who issues it.
    pub issuer: Option<&'a str>,
}

impl Outline {
    /// Reads the outline. Never fails; a document that no schema claims has
    /// headings and no roles.
    pub fn read(tree: &Tree, paragraphs: &[Arc<Paragraph>], schemas: &SchemaSet, hints: &Hints<'_>) -> Self {
        let claim = match recognise::claim(paragraphs, schemas, hints) {
            Ok(claim) => claim,
            Err(refusal) => {
                let nodes = sections::nest(paragraphs, 0..paragraphs.len(), None, &[]);
                let roles = vec![Role::Noise; paragraphs.len()];
                return Self { refusal: Some(refusal), nodes, roles, ..Self::default() };
            }
        };
        let frame = frame::cut(paragraphs, &claim);
        let report = identity::report(paragraphs, claim, &frame, hints);
        let parted = parts::assign(tree, paragraphs, &report, &frame);
        let (problems, plans) = lists::read(paragraphs, &parted, &report);
        let stretches = frame.stretches(paragraphs, &report, parted.stretches);
        let mut roles = vec![Role::Noise; paragraphs.len()];
        for stretch in &stretches {
            let first =
                stretch.from.block + usize::from(paragraphs.get(stretch.from.block).is_some_and(|p| stretch.from.at > p.block.body.start));
            for role in roles.get_mut(first..(stretch.to.block + 1).max(first)).into_iter().flatten() {
                *role = stretch.role;
            }
        }
        for (role, paragraph) in roles.iter_mut().zip(paragraphs) {
            if !report.schema.frame.rows.is_empty() && paragraph.signals(&report.schema).is_row {
                *role = Role::Noise;
            }
        }
        Self { report: Some(report), refusal: None, stretches, nodes: parted.nodes, problems, plans, roles, named: parted.named }
    }

    /// The role of a block at its start.
    pub fn role(&self, block: usize) -> Role {
        self.roles.get(block).copied().unwrap_or(Role::Noise)
    }

    /// The stretches of a role.
    pub fn of_role(&self, role: Role) -> impl Iterator<Item = &Stretch> {
        self.stretches.iter().filter(move |s| s.role == role)
    }

    /// The first stretch of a part of the schema.
    pub fn part(&self, part: usize) -> Option<&Stretch> {
        self.stretches.iter().find(|s| s.part == Some(part))
    }

    /// Whether a part of the schema is there.
    pub fn has_part(&self, part: usize) -> bool {
        self.part(part).is_some() || self.named.contains(&part)
    }

    /// The last stretch of a part of the schema.
    pub fn last_of(&self, part: usize) -> Option<&Stretch> {
        self.stretches.iter().rev().find(|s| s.part == Some(part))
    }

    /// The blocks of a role.
    pub fn text_of(&self, role: Role) -> impl Iterator<Item = usize> {
        self.of_role(role).flat_map(|s| s.from.block..=s.to.block)
    }

    /// Whether each paragraph of a part holds a prompt of the template, apart from
    /// headings and the lines that introduce a list.
    pub fn is_unwritten(&self, paragraphs: &[Arc<Paragraph>], stretch: &Stretch) -> bool {
        let Some(report) = &self.report else { return false };
        let mut prompts = 0;
        for index in stretch.from.block..=stretch.to.block {
            let Some(paragraph) = paragraphs.get(index) else { continue };
            let block = &paragraph.block;
            let text = block.get(&block.content());
            let is_heading = || stretch.heading.as_ref().is_some_and(|h| h.block == index && block.heading.is_none());
            if !block.is_text() || text.is_empty() || is_heading() {
                continue;
            }
            let signals = paragraph.signals(&report.schema);
            // The opening of the template has words of its own.
            let waits = signals.waits() || (stretch.role == Role::Lead && signals.prompted.is_some());
            if waits {
                prompts += 1;
            } else if !text.ends_with(['：', ':']) {
                return false;
            }
        }
        prompts > 0
    }

    /// The themes that are asked of the report, with the number of their
    /// probes that its opening and results mention. Prompts mention nothing.
    pub fn themes(&self, paragraphs: &[Arc<Paragraph>]) -> Vec<(usize, usize)> {
        let Some(report) = &self.report else {
            return Vec::new();
        };
        let mut words = crate::schema::WordSet::default();
        for (role, index) in [Role::Lead, Role::Results].into_iter().flat_map(|role| self.text_of(role).map(move |index| (role, index))) {
            let Some(signals) = paragraphs.get(index).map(|p| p.signals(&report.schema)) else { continue };
            // The opening of the template has words of its own.
            if role == Role::Results || signals.prompted.is_none() {
                words.join(signals.written_words());
            }
        }
        let asked = report.schema.themes.iter().enumerate().filter(|(_, t)| report.is_asked(&t.applies));
        asked.map(|(index, theme)| (index, theme.ids.iter().filter(|id| words.has(**id)).count())).collect()
    }

    /// Whether a paragraph of the results that waits to be written is about the theme.
    pub fn theme_waits(&self, paragraphs: &[Arc<Paragraph>], theme: usize) -> bool {
        let Some((report, theme)) = self.report.as_ref().and_then(|r| Some((r, r.schema.themes.get(theme)?))) else { return false };
        self.text_of(Role::Results).filter_map(|i| paragraphs.get(i)).any(|paragraph| {
            let signals = paragraph.signals(&report.schema);
            signals.waits() && theme.ids.iter().any(|id| signals.words.has(*id))
        })
    }

    /// Whether a paragraph of the part has a content item of the schema. A prompt has none.
    pub fn has_content(&self, paragraphs: &[Arc<Paragraph>], content: usize) -> bool {
        self.any_has_content(paragraphs, content, |signals| Some((signals.written_words(), signals.written_content())))
    }

    /// Whether a paragraph of the part that waits to be written is there for a content item.
    pub fn content_waits(&self, paragraphs: &[Arc<Paragraph>], content: usize) -> bool {
        self.any_has_content(paragraphs, content, |signals| signals.waits().then_some((&signals.words, &*signals.content)))
    }

    fn any_has_content(
        &self,
        paragraphs: &[Arc<Paragraph>],
        content: usize,
        said: impl for<'a> Fn(&'a Signals) -> Option<(&'a crate::schema::WordSet, &'a [usize])>,
    ) -> bool {
        let Some((report, item)) = self.report.as_ref().and_then(|r| Some((r, r.schema.content.get(content)?))) else { return false };
        self.text_of(item.within).filter_map(|i| paragraphs.get(i)).any(|paragraph| {
            let signals = paragraph.signals(&report.schema);
            let in_words = |words: &crate::schema::WordSet| item.ids.iter().any(|list| list.iter().all(|id| words.has(*id)));
            said(&signals).is_some_and(|(words, found)| found.contains(&content) || in_words(words))
        })
    }

    /// Whether the numbers of the first-level sections can be trusted: no section of a
    /// form with fixed headings is unknown.
    pub fn numbers_are_sure(&self) -> bool {
        self.report.as_ref().is_none_or(|report| fixed::is_aligned(report, &self.nodes))
    }

    /// All nodes, parents before children.
    pub fn walk<'a>(&'a self, mut visit: impl FnMut(&'a Node)) {
        for node in &self.nodes {
            node.walk(&mut visit);
        }
    }
}
