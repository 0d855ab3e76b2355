//! A text under edit, and one analysis of one version of it.

use super::{BlockCheck, Check, Context, Finding, Found, Rule, Settings, Severity, Sight, all, suppress, tool};
use crate::message::Message;
use crate::outline::{Hints, Outline, Paragraph, Report};
use crate::schema::Role;
use crate::syntax::{Span, Tree};
use crate::text::Text;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// A draft that takes edits. What was learnt of a paragraph is kept until the
/// paragraph changes. Cloning is cheap next to reading, and clones share what
/// they learn.
#[derive(Clone, Debug)]
pub struct Draft {
    text: Text,
    tree: Tree,
    paragraphs: Vec<Arc<Paragraph>>,
    kept: Vec<Arc<Kept>>,
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
    /// Whether the text holds so many characters that could not be decoded
    /// that it was opened in the wrong encoding.
    pub bad_encoding: bool,
}

/// The findings of the block rules in one block, kept under all they depend on.
#[derive(Debug, Default)]
struct Kept(Mutex<Option<Under>>);

/// Role and context, and what was found under them.
type Under = (Role, Arc<Context>, Arc<[(&'static Rule, Found)]>);

impl Kept {
    fn findings(&self, paragraph: &Paragraph, role: Role, context: &Arc<Context>) -> Arc<[(&'static Rule, Found)]> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, under, findings)) = &*kept
            && *of == role
            && (Arc::ptr_eq(under, context) || **under == **context)
        {
            return findings.clone();
        }
        let at = BlockCheck { block: &paragraph.block, facts: paragraph.facts(), role, context };
        let findings: Arc<[_]> = all()
            .iter()
            .filter_map(|rule| match rule.check {
                Check::Block(check) => Some((*rule, check(&at))),
                _ => None,
            })
            .flat_map(|(rule, found)| found.into_iter().map(move |f| (rule, f)))
            .collect();
        *kept = Some((role, context.clone(), findings.clone()));
        findings
    }
}

impl Draft {
    /// Reads a text.
    pub fn new(content: &str) -> Self {
        let tree = Tree::parse(content);
        let paragraphs: Vec<_> = tree.blocks().iter().map(|b| Arc::new(Paragraph::new(b.clone()))).collect();
        let kept = paragraphs.iter().map(|_| Arc::default()).collect();
        Self { text: Text::new(content), tree, paragraphs, kept }
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
        self.kept.splice(splice.removed.clone(), added.iter().map(|_| Arc::default()));
        self.paragraphs.splice(splice.removed, added);
    }

    /// Analyses the text as it is now. Pure: it can run on any thread, on a
    /// clone of the draft.
    pub fn analyse(&self, settings: &Settings) -> Arc<Analysis> {
        let hints = Hints { schema: settings.schema.as_deref(), issuer: settings.issuer.as_deref() };
        let outline = Outline::read(&self.tree, &self.paragraphs, &settings.schemas, &hints);
        let garbled = self.garbled(outline.report.is_some());
        let findings = match (&outline.report, garbled) {
            (_, Some(span)) => wrong_encoding(span, settings),
            (Some(report), None) => self.check(&outline, report, settings),
            (None, None) => Vec::new(),
        };
        Arc::new(Analysis {
            text: self.text.clone(),
            tree: self.tree.clone(),
            paragraphs: self.paragraphs.clone(),
            bad_encoding: findings.iter().any(|f| f.rule.code == tool::wrong_encoding::RULE.code),
            outline,
            findings,
        })
    }

    /// The first character that could not be decoded. In a document that no
    /// schema claims a few of them mean nothing.
    fn garbled(&self, recognised: bool) -> Option<Span> {
        let mut first = None;
        let mut count = 0;
        for (index, block) in self.tree.blocks().iter().enumerate() {
            if block.undecoded > 0 {
                count += block.undecoded as usize;
                let at = block.text.find('\u{FFFD}').unwrap_or(0) as u32;
                first.get_or_insert(Span { block: index, range: at..at + '\u{FFFD}'.len_utf8() as u32 });
            }
        }
        // Half of the bytes of a Chinese text are lost so: far more than one in twenty characters.
        let many = count >= 20 && count * 20 * 3 >= self.text.len();
        first.filter(|_| recognised || many)
    }

    fn check(&self, outline: &Outline, report: &Report, settings: &Settings) -> Vec<Finding> {
        let day = settings.as_of.or(report.signed.as_ref().map(|s| s.1)).or(report.published.as_ref().map(|p| p.1));
        let context = Arc::new(Context {
            schema: report.schema.clone(),
            profile: report.profile,
            report_year: report.report_year,
            plan_year: report.plan_year,
            day,
        });
        let sight = Sight { tree: &self.tree, paragraphs: &self.paragraphs, outline, report, day };
        let mut found: Vec<(&'static Rule, Found)> = Vec::new();
        for (index, (paragraph, kept)) in self.paragraphs.iter().zip(&self.kept).enumerate() {
            let role = outline.role(index);
            if !paragraph.block.is_text() || !is_checked(role) {
                continue;
            }
            let findings = kept.findings(paragraph, role, &context);
            found.extend(findings.iter().map(|(rule, f)| (*rule, f.moved(index))));
        }
        for rule in all() {
            if let Check::Report(check) = rule.check
                && settings.severity_of(rule).is_some()
            {
                found.extend(check(&sight).into_iter().map(|f| (*rule, f)));
            }
        }
        let unwritten: Vec<_> = outline.stretches.iter().filter(|s| sight.is_unwritten(s)).collect();
        let mut findings: Vec<Finding> = found
            .into_iter()
            .filter(|(rule, f)| {
                let waits = unwritten.iter().any(|s| (s.from.block..=s.to.block).contains(&f.span.block));
                !waits || f.severity == Some(Severity::Info) && rule.name == "placeholder"
            })
            .filter_map(|(rule, f)| {
                let own = settings.severity_of(rule)?;
                // A rule that was given a severity has it everywhere.
                let severity = if own == rule.severity { f.severity.unwrap_or(own) } else { own };
                Some(Finding { rule, severity, message: f.message, span: f.span, related: f.related, fix: f.fix })
            })
            .collect();
        findings = suppress::apply(&self.tree, outline, settings, findings);
        findings.sort_by(|a, b| {
            (a.span.block, a.span.range.start, a.span.range.end, a.rule.code).cmp(&(
                b.span.block,
                b.span.range.start,
                b.span.range.end,
                b.rule.code,
            ))
        });
        findings
    }
}

/// Whether block rules speak about text of this role.
fn is_checked(role: Role) -> bool {
    !matches!(role, Role::Noise | Role::Meta | Role::Attachment)
}

fn wrong_encoding(span: Span, settings: &Settings) -> Vec<Finding> {
    let rule = &tool::wrong_encoding::RULE;
    let finding = settings.severity_of(rule).map(|severity| Finding {
        rule,
        severity,
        message: Message::new("wrong-encoding"),
        span,
        related: Vec::new(),
        fix: None,
    });
    finding.into_iter().collect()
}
