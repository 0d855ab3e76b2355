//! `nianbao-ignore` comments.

use super::{Edit, Finding, Fix, Rule, Settings, Severity, select, tool};
use crate::message::Message;
use crate::outline::{Node, Outline};
use crate::syntax::{Block, Kind, Span, Tree};
use std::ops::Range;

/// How far a comment reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// Its own line and the next paragraph.
    Next,
    /// The section that follows it, or that it stands in.
    Section,
    /// The whole file.
    File,
}

/// A comment that silences rules.
struct Comment {
    block: usize,
    /// The comment in the block's text.
    range: Range<u32>,
    /// Each selector as written, and the rules it names.
    selectors: Vec<(String, Vec<&'static Rule>)>,
    covers: Range<usize>,
    used: Vec<bool>,
}

/// Takes away what comments silence, and adds what there is to say of the
/// comments themselves.
pub fn apply(tree: &Tree, outline: &Outline, settings: &Settings, findings: Vec<Finding>) -> Vec<Finding> {
    let mut comments: Vec<Comment> = tree.blocks().iter().enumerate().filter_map(|(i, b)| read(tree, outline, i, b)).collect();
    if comments.is_empty() {
        return findings;
    }
    let mut kept: Vec<Finding> = findings.into_iter().filter(|f| !is_silenced(&mut comments, f)).collect();
    if let Some(severity) = settings.severity_of(&tool::unused_suppression::RULE) {
        for comment in &comments {
            kept.extend(complaints(tree, comment, settings, severity));
        }
    }
    kept
}

fn is_silenced(comments: &mut [Comment], finding: &Finding) -> bool {
    let mut silenced = false;
    for comment in comments.iter_mut().filter(|c| c.covers.contains(&finding.span.block)) {
        for ((_, rules), used) in comment.selectors.iter().zip(&mut comment.used) {
            if rules.contains(&finding.rule) {
                *used = true;
                silenced = true;
            }
        }
    }
    silenced
}

fn complaints(tree: &Tree, comment: &Comment, settings: &Settings, severity: Severity) -> Vec<Finding> {
    let text = tree.blocks().get(comment.block).map_or("", |b| b.get(&comment.range));
    let mut out = Vec::new();
    for ((selector, rules), used) in comment.selectors.iter().zip(&comment.used) {
        let message = if rules.is_empty() {
            Message::new("unused-suppression.unknown").with("rule", selector.as_str())
        } else if !*used && rules.iter().any(|r| settings.severity_of(r).is_some()) {
            Message::new("unused-suppression").with("rule", selector.as_str())
        } else {
            continue;
        };
        let at = text.find(selector.as_str()).unwrap_or(0) as u32;
        let start = comment.range.start + at;
        let whole = Span { block: comment.block, range: comment.range.clone() };
        let alone = comment.selectors.len() == 1;
        out.push(Finding {
            rule: &tool::unused_suppression::RULE,
            severity,
            message,
            span: Span { block: comment.block, range: start..start + selector.len() as u32 },
            related: Vec::new(),
            fix: alone.then(|| Fix {
                title: Message::new("unused-suppression.fix"),
                safe: false,
                edits: vec![Edit { span: whole, text: String::new() }],
            }),
        });
    }
    out
}

fn read(tree: &Tree, outline: &Outline, index: usize, block: &Block) -> Option<Comment> {
    let at = block.text.find("nianbao-ignore")?;
    let (from, to) = if block.kind == Kind::Directive {
        (block.body.start as usize, block.body.end as usize)
    } else {
        // A comment behind the text of its paragraph.
        let from = block.text.get(..at)?.rfind("<!--")?;
        let to = at + block.text.get(at..)?.find("-->")? + "-->".len();
        (from, to)
    };
    let words = block.text.get(at + "nianbao-ignore".len()..to)?.trim_end_matches("-->");
    let (scope, words) = match words.strip_prefix("-section") {
        Some(rest) => (Scope::Section, rest),
        None => match words.strip_prefix("-file") {
            Some(rest) => (Scope::File, rest),
            None => (Scope::Next, words),
        },
    };
    let list = words.split_whitespace().next().unwrap_or("ALL");
    let selectors: Vec<(String, Vec<&'static Rule>)> =
        list.split([',', '，', '、']).filter(|s| !s.is_empty()).map(|s| (s.to_owned(), select(s))).collect();
    let count = tree.blocks().len();
    let covers = match scope {
        Scope::File => 0..count,
        Scope::Section => section(outline, index, count),
        Scope::Next if block.kind != Kind::Directive => index..index + 1,
        Scope::Next => {
            let next = (index + 1..count).find(|i| tree.blocks().get(*i).is_some_and(|b| b.kind != Kind::Directive));
            index..next.unwrap_or(index) + 1
        }
    };
    let used = vec![false; selectors.len()];
    Some(Comment { block: index, range: from as u32..to as u32, selectors, covers, used })
}

/// The blocks of the section that starts right behind the comment, or of the
/// innermost one that holds it.
fn section(outline: &Outline, index: usize, count: usize) -> Range<usize> {
    let mut following: Option<Range<usize>> = None;
    let mut around: Option<Range<usize>> = None;
    let mut look = |node: &Node| {
        let blocks = node.blocks();
        if node.kind == crate::outline::NodeKind::Item {
            return;
        }
        if blocks.start == index + 1 && following.is_none() {
            following = Some(blocks);
        } else if blocks.contains(&index) {
            around = Some(blocks);
        }
    };
    outline.walk(&mut look);
    following.or(around).map_or(index..count.min(index + 2), |r| r.start.min(index)..r.end)
}
