//! A text under edit, and one analysis of one version of it.

use super::check::{Notes, is_checked};
use super::guard::Broken;
use super::kept::{Judged, Kept, Memo};
use super::{Check, Context, Finding, Rule, Settings, Severity, Sight, Subject, all, group, markup, suppress, tool};
use crate::message::Message;
use crate::outline::{Outline, Paragraph, Report};
use crate::syntax::{SourceFormat, Span, Tree};
use crate::text::{PlaceMap, Text};
use crate::trace::Links;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A draft that takes edits. What was learnt of a paragraph is kept until the
/// paragraph changes. Clones share everything until one of them is edited, and
/// what they learn.
#[derive(Clone, Debug)]
pub struct Draft {
    text: Text,
    tree: Tree,
    paragraphs: Arc<Vec<Arc<Paragraph>>>,
    kept: Arc<Vec<Arc<Kept>>>,
    memo: Arc<Memo>,
}

/// What is known of one version of a draft. Every question to that version is
/// answered from the same analysis.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The text.
    pub text: Text,
    /// Its blocks.
    pub tree: Tree,
    /// The blocks with what was learnt of them.
    pub paragraphs: Arc<Vec<Arc<Paragraph>>>,
    /// Parts, headings, problems and plans.
    pub outline: Outline,
    /// What the rules found, in the order of the text.
    pub findings: Vec<Finding>,
    /// Rules whose findings are missing because of a mistake in Nianbao.
    pub broken: Vec<Broken>,
    /// How many findings a baseline holds back.
    pub put_aside: usize,
    /// Whether the text holds so many characters that could not be decoded
    /// that it was opened in the wrong encoding.
    pub bad_encoding: bool,
    pub(super) links: OnceLock<Links>,
}

impl Analysis {
    /// Which plans answer the problems; read when first asked for.
    pub fn links(&self) -> &Links {
        self.links.get_or_init(|| Links::read(&self.outline, &self.paragraphs))
    }

    /// What the report should have and has not, whether findings tell of it or were
    /// silenced.
    pub fn absences(&self) -> Vec<Subject> {
        self.sight().map(|sight| super::outline::absence::all(&sight)).unwrap_or_default()
    }

    /// What the report should have and has a prompt of the template for.
    pub fn unwritten(&self) -> Vec<Subject> {
        self.sight().map(|sight| super::outline::absence::unwritten(&sight)).unwrap_or_default()
    }

    /// What report rules see of it; `None` for a document that no schema claims.
    fn sight(&self) -> Option<Sight<'_>> {
        let report = self.outline.report.as_ref()?;
        let (tree, paragraphs, outline) = (&self.tree, self.paragraphs.as_slice(), &self.outline);
        Some(Sight { tree, paragraphs, outline, report, day: None, links: &self.links, notes: None })
    }
}

impl Draft {
    /// Reads a plain text.
    pub fn new(content: &str) -> Self {
        Self::with_format(content, SourceFormat::PlainText)
    }

    /// Reads a text that is written so.
    pub fn with_format(content: &str, format: SourceFormat) -> Self {
        let tree = Tree::parse(content, format);
        let paragraphs: Vec<_> = tree.blocks().iter().map(|b| Arc::new(Paragraph::new(b.clone()))).collect();
        let kept = paragraphs.iter().map(|_| Arc::default()).collect();
        Self { text: Text::new(content), tree, paragraphs: Arc::new(paragraphs), kept: Arc::new(kept), memo: Arc::default() }
    }

    /// The same draft, told of by the places of the document that its text was made from.
    pub fn with_places(mut self, places: Option<Arc<PlaceMap>>) -> Self {
        self.text = self.text.with_places(places);
        self
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
        Arc::make_mut(&mut self.kept).splice(splice.removed.clone(), added.iter().map(|_| Arc::default()));
        Arc::make_mut(&mut self.paragraphs).splice(splice.removed, added);
    }

    /// What other reports may know of the text as it is now, without looking for findings.
    pub fn summary(&self, settings: &Settings, source: &str) -> Option<crate::corpus::Summary> {
        let hints = settings.hints();
        let outline = Outline::read(&self.tree, &self.paragraphs, &settings.schemas, &hints);
        crate::corpus::Summary::read(source, &self.text, &self.tree, &self.paragraphs, &outline)
    }

    /// Analyses the text as it is now. Pure: it can run on any thread, on a
    /// clone of the draft.
    pub fn analyse(&self, settings: &Settings) -> Arc<Analysis> {
        self.analyse_by(all(), settings)
    }

    /// The same by these rules.
    fn analyse_by(&self, rules: &[&'static Rule], settings: &Settings) -> Arc<Analysis> {
        let hints = settings.hints();
        let outline = Outline::read(&self.tree, &self.paragraphs, &settings.schemas, &hints);
        let garbled = self.garbled();
        let links = OnceLock::new();
        let (findings, broken) = match (&outline.report, garbled) {
            (_, Some(span)) => (wrong_encoding(span, settings), Vec::new()),
            (Some(report), None) => self.check(rules, &outline, report, &links, settings),
            (None, None) => (Vec::new(), Vec::new()),
        };
        Arc::new(Analysis {
            text: self.text.clone(),
            tree: self.tree.clone(),
            paragraphs: self.paragraphs.clone(),
            bad_encoding: findings.iter().any(|f| f.rule.code == tool::wrong_encoding::RULE.code),
            outline,
            findings,
            broken,
            put_aside: 0,
            links,
        })
    }

    /// The first character that could not be decoded, where there are so many that the
    /// text was opened in the wrong encoding.
    fn garbled(&self) -> Option<Span> {
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
        first.filter(|_| many)
    }

    fn check(
        &self,
        rules: &[&'static Rule],
        outline: &Outline,
        report: &Report,
        links: &OnceLock<Links>,
        settings: &Settings,
    ) -> (Vec<Finding>, Vec<Broken>) {
        let day = settings.as_of.or(report.signed.as_ref().map(|s| s.1)).or(report.published.as_ref().map(|p| p.1));
        let context = self.memo.context(Context {
            schema: report.schema.clone(),
            profile: report.profile,
            issuer: report.issuer.clone(),
            report_year: report.report_year,
            plan_year: report.plan_year,
            day,
        });
        let notes = Notes { kept: &self.kept, links: &self.memo.links, context: &context };
        let sight = Sight { tree: &self.tree, paragraphs: &self.paragraphs, outline, report, day, links, notes: Some(notes) };
        let mut all = Judged::default();
        for (index, (paragraph, kept)) in self.paragraphs.iter().zip(self.kept.iter()).enumerate() {
            let role = outline.role(index);
            if !paragraph.block.is_text() || !is_checked(role) {
                continue;
            }
            let judged = kept.judged(rules, paragraph, role, &context);
            all.found.extend(judged.found.iter().map(|(rule, f)| (*rule, f.moved(index))));
            all.broken.extend_from_slice(&judged.broken);
        }
        for rule in rules {
            if let Check::Report(check) | Check::ReportAndCorpus(check, _) = rule.check
                && settings.severity_of(rule).is_some()
            {
                all.ask(rule, || check(&sight));
            }
        }
        let Judged { found, mut broken } = all;
        // One word for a rule, however many paragraphs it broke off in.
        broken.retain(|b| settings.severity_of(b.rule).is_some());
        broken.sort_by_key(|b| b.rule.code);
        broken.dedup_by_key(|b| b.rule.code);
        let unwritten: Vec<_> = outline.stretches.iter().filter(|s| sight.is_unwritten(s)).collect();
        // Nothing is beyond doubt where a character is lost: 1�0件 may be any figure.
        let is_whole = |block: usize| self.tree.blocks().get(block).is_none_or(|b| b.undecoded == 0);
        let found = found
            .into_iter()
            .filter_map(|(rule, f)| Some((rule, markup::guarded(&self.text, &self.tree, f)?)))
            .filter(|(rule, f)| rule.severity != Severity::Error || is_whole(f.span.block))
            .filter(|(rule, f)| {
                let waits = unwritten.iter().any(|s| (s.from.block..=s.to.block).contains(&f.span.block));
                !waits || f.subject.is_some_and(Subject::is_absence) || f.severity == Some(Severity::Info) && rule.name == "placeholder"
            })
            .filter_map(|(rule, f)| {
                let own = settings.severity_of(rule)?;
                // A rule that was given a severity has it everywhere.
                let severity = if own == rule.severity { f.severity.unwrap_or(own) } else { own };
                Some((rule, severity, f))
            });
        let mut findings = suppress::apply(&self.tree, outline, settings, group::merge(found), &broken);
        findings.sort_by(|a, b| {
            (a.span.block, a.span.range.start, a.span.range.end, a.rule.code).cmp(&(
                b.span.block,
                b.span.range.start,
                b.span.range.end,
                b.rule.code,
            ))
        });
        (findings, broken)
    }
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
        occurrences: Vec::new(),
        subject: None,
    });
    finding.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../fuzz/seeds/rules/report.txt");

    fn told(analysis: &Analysis) -> Vec<String> {
        analysis.findings.iter().map(|f| format!("{} {:?} {:?}", f.rule.code, f.span, f.message)).collect()
    }

    #[test]
    fn a_panic_in_any_rule_costs_the_findings_of_that_rule_only() {
        let settings = Settings::default();
        let whole = told(&Draft::new(TEXT).analyse(&settings));
        assert!(whole.len() > 3, "{whole:?}");
        for (at, rule) in all().iter().enumerate() {
            let check = match rule.check {
                Check::Block(_) => Check::Block(|_| panic!("probe")),
                Check::Report(_) | Check::ReportAndCorpus(..) => Check::Report(|_| panic!("probe")),
                Check::Corpus(_) | Check::Tool => continue,
            };
            let broken: &'static Rule = Box::leak(Box::new(Rule { check, ..**rule }));
            let mut rules = all().to_vec();
            rules[at] = broken;
            let mut draft = Draft::new(TEXT);
            let analysis = draft.analyse_by(&rules, &settings);
            let rest: Vec<_> = whole.iter().filter(|f| !f.starts_with(rule.code)).cloned().collect();
            assert_eq!(told(&analysis), rest, "{}", rule.name);
            assert_eq!(analysis.broken, [Broken { rule: broken, cause: "probe".into() }], "one word for it");
            // The next edit is checked again, by a rule that is mended.
            draft.edit(0..0, "\n");
            draft.edit(0..1, "");
            Arc::make_mut(&mut draft.kept).iter_mut().for_each(|k| *k = Arc::default());
            assert_eq!(told(&draft.analyse(&settings)), whole);
        }
    }
}
