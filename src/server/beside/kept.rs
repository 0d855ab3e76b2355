//! What one version of a document showed beside other reports, and where that
//! stands in a later version, until it is looked up anew.

use crate::rules::{Analysis, Compared, Finding, Site};
use crate::syntax::{Block, Span, Tree};
use std::sync::Arc;

/// The findings of the corpus rules in one version of a document.
#[derive(Debug)]
pub struct Kept {
    /// The version.
    pub stamp: u64,
    /// The settings it was made under.
    pub settings: u64,
    /// Differs where the findings differ; 0 while there has been none.
    pub number: u64,
    /// The blocks that the findings stand in.
    pub tree: Tree,
    /// The findings.
    pub findings: Vec<Finding>,
    /// How many a baseline holds back.
    pub put_aside: usize,
}

impl Kept {
    /// The findings in another version: where their paragraph is the same, or
    /// their words still stand where it was.
    pub fn carried(&self, analysis: &Analysis) -> Compared {
        if (self.findings.is_empty() && self.put_aside == 0) || analysis.outline.report.is_none() || analysis.bad_encoding {
            return Compared::default();
        }
        let way = Way::new(self.tree.blocks(), analysis.tree.blocks());
        let findings = self.findings.iter().filter_map(|finding| way.finding(finding)).collect();
        Compared { findings, broken: Vec::new(), put_aside: self.put_aside }
    }
}

/// The way from the blocks of one version to those of another.
struct Way<'a> {
    old: &'a [Arc<Block>],
    new: &'a [Arc<Block>],
    /// So many blocks are the same at the start and at the end.
    head: usize,
    tail: usize,
}

impl<'a> Way<'a> {
    fn new(old: &'a [Arc<Block>], new: &'a [Arc<Block>]) -> Self {
        let same = |(a, b): &(&Arc<Block>, &Arc<Block>)| Arc::ptr_eq(a, b);
        let head = old.iter().zip(new).take_while(same).count();
        let rest = old.len().min(new.len()) - head;
        let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(same).count();
        Self { old, new, head, tail }
    }

    fn finding(&self, finding: &Finding) -> Option<Finding> {
        let mut moved = finding.clone();
        moved.span = self.span(&finding.span)?;
        moved.related.retain_mut(|related| match &mut related.site {
            Site::Here(span) => self.span(span).map(|there| *span = there).is_some(),
            Site::There(..) => true,
        });
        for occurrence in &mut moved.occurrences {
            occurrence.span = self.span(&occurrence.span)?;
            occurrence.fix = None;
        }
        // Edits to a text that has changed are not to be trusted.
        moved.fix = None;
        Some(moved)
    }

    fn span(&self, span: &Span) -> Option<Span> {
        if span.block < self.head {
            return Some(span.clone());
        }
        if span.block + self.tail >= self.old.len() {
            return Some(Span { block: span.block + self.new.len() - self.old.len(), range: span.range.clone() });
        }
        let words = self.old.get(span.block)?.get(&span.range);
        let between = self.new.get(self.head..self.new.len() - self.tail)?;
        between.iter().zip(self.head..).filter(|_| !words.is_empty()).find_map(|(block, index)| {
            let at = block.text.find(words)? as u32;
            Some(Span { block: index, range: at..at + words.len() as u32 })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Message;
    use crate::rules::{Draft, Settings, Severity, find};
    use crate::schema::SchemaSet;

    const TEXT: &str = "云岭县2024年法治政府建设年度报告\n\n一、主要成效\n\n甲段的话。\n\n乙段的话。\n\n丙段的话。\n";

    fn settings() -> Settings {
        Settings { schemas: SchemaSet::built_in(), ..Settings::default() }
    }

    /// The words that are marked after an edit, of those that were marked before.
    fn carried(draft: &Draft, marked: &[&str], edit: impl FnOnce(&mut Draft)) -> Vec<String> {
        let before = draft.analyse(&settings());
        let finding = |words: &&str| {
            let (block, at) = before.tree.blocks().iter().enumerate().find_map(|(i, b)| Some((i, b.text.find(words)? as u32))).unwrap();
            let span = Span { block, range: at..at + words.len() as u32 };
            let rule = find("copied-passage").unwrap();
            Finding {
                rule,
                severity: Severity::Warning,
                message: Message::new("unreported-plan.there"),
                span,
                related: Vec::new(),
                fix: None,
                occurrences: Vec::new(),
                subject: None,
            }
        };
        let findings = marked.iter().map(finding).collect();
        let kept = Kept { stamp: 0, settings: 0, number: 1, tree: before.tree.clone(), findings, put_aside: 0 };
        let mut draft = draft.clone();
        edit(&mut draft);
        let after = draft.analyse(&settings());
        kept.carried(&after).findings.iter().map(|f| after.words(&f.span).to_owned()).collect()
    }

    #[test]
    fn findings_go_with_their_words() {
        let draft = Draft::new(TEXT);
        let marked = ["甲段的话。", "乙段的话。", "丙段的话。"];
        let at = |words: &str| TEXT.find(words).unwrap();
        assert_eq!(carried(&draft, &marked, |_| {}), marked);
        assert_eq!(carried(&draft, &marked, |d| d.edit(at("乙段")..at("乙段"), "新的一段。\n\n又一段。\n\n")), marked);
        assert_eq!(carried(&draft, &marked, |d| d.edit(at("乙段")..at("乙段"), "前面的话，")), marked);
        assert_eq!(carried(&draft, &marked, |d| d.edit(at("段的话。\n\n丙")..at("段的话。\n\n丙") + 3, "组")), [marked[0], marked[2]]);
        assert_eq!(carried(&draft, &marked, |d| d.edit(at("甲段")..at("丙段"), "")), [marked[2]]);
        // Read anew from the first character on.
        assert_eq!(carried(&draft, &marked, |d| *d = Draft::new(&TEXT.replace("一、", "〇〇。\n\n一、"))), marked);
        assert_eq!(carried(&draft, &marked, |d| *d = Draft::new("会议纪要\n\n甲段的话。\n")), [] as [&str; 0]);
    }
}
