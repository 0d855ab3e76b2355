//! `nianbao-ignore` comments.

use super::guard::Broken;
use super::{Edit, Finding, Fix, Rule, Settings, Severity, select, tool};
use crate::message::Message;
use crate::outline::{Node, Outline};
use crate::syntax::{Block, Kind, Span, Tree};
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// What stands between selectors.
const COMMAS: [char; 3] = [',', '，', '、'];

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
    /// The list of selectors in the block's text.
    list: Range<u32>,
    /// Whether the drafter gave a reason behind the list.
    reason: bool,
    covers: Range<usize>,
    used: Vec<bool>,
}

/// Takes away what comments silence, and adds what there is to say of the
/// comments themselves.
pub fn apply(tree: &Tree, outline: &Outline, settings: &Settings, findings: Vec<Finding>, broken: &[Broken]) -> Vec<Finding> {
    let mut comments: Vec<Comment> = tree.blocks().iter().enumerate().filter_map(|(i, b)| read(tree, outline, i, b)).collect();
    if comments.is_empty() {
        return findings;
    }
    let mut kept = without_silenced(&mut comments, findings);
    // What a broken rule would have found is not known: a comment on it is not unused.
    for comment in &mut comments {
        for ((_, rules), used) in comment.selectors.iter().zip(&mut comment.used) {
            *used |= broken.iter().any(|b| rules.contains(&b.rule));
        }
    }
    if let Some(severity) = settings.severity_of(&tool::unused_suppression::RULE) {
        for comment in &comments {
            kept.extend(complaints(tree, comment, settings, severity));
        }
    }
    kept
}

/// Takes away what comments silence.
pub fn silence(tree: &Tree, outline: &Outline, findings: Vec<Finding>) -> Vec<Finding> {
    let mut comments: Vec<Comment> = tree.blocks().iter().enumerate().filter_map(|(i, b)| read(tree, outline, i, b)).collect();
    without_silenced(&mut comments, findings)
}

/// The findings at those of their places that no comment covers.
fn without_silenced(comments: &mut [Comment], findings: Vec<Finding>) -> Vec<Finding> {
    let left = findings.into_iter().filter_map(|finding| {
        let rule = finding.rule;
        finding.retain(|span, _| !is_silenced(comments, rule, span.block))
    });
    left.collect()
}

fn is_silenced(comments: &mut [Comment], rule: &'static Rule, block: usize) -> bool {
    let mut silenced = false;
    for comment in comments.iter_mut().filter(|c| c.covers.contains(&block)) {
        for ((_, rules), used) in comment.selectors.iter().zip(&mut comment.used) {
            if rules.contains(&rule) {
                *used = true;
                silenced = true;
            }
        }
    }
    silenced
}

fn complaints(tree: &Tree, comment: &Comment, settings: &Settings, severity: Severity) -> Vec<Finding> {
    // What each selector is dead of, if it is.
    let dead = |(selector, rules): &(String, Vec<&'static Rule>), used: bool| {
        if rules.is_empty() {
            Some(Message::new("unused-suppression.unknown").with("rule", selector.as_str()))
        } else if !used && rules.iter().any(|r| settings.severity_of(r).is_some()) && !rules.iter().any(|r| r.needs_others()) {
            Some(Message::new("unused-suppression").with("rule", selector.as_str()))
        } else {
            None
        }
    };
    let messages: Vec<Option<Message>> = comment.selectors.iter().zip(&comment.used).map(|(s, used)| dead(s, *used)).collect();
    let living = messages.iter().any(Option::is_none);
    let block = tree.blocks().get(comment.block);
    let list = block.map_or("", |b| b.get(&comment.list));
    let places = places(list, &comment.selectors);
    let mut out = Vec::new();
    for ((message, (selector, _)), place) in messages.into_iter().zip(&comment.selectors).zip(&places) {
        let Some(message) = message else { continue };
        let local = |range: &Range<usize>| Span {
            block: comment.block,
            range: comment.list.start + range.start as u32..comment.list.start + range.end as u32,
        };
        let fix = if living {
            // The comment is still needed: only this name goes, with the comma beside it.
            Fix {
                title: Message::new("unused-suppression.fix-selector").with("rule", selector.as_str()),
                safe: true,
                edits: vec![Edit { span: local(&with_comma(list, place)), text: String::new() }],
            }
        } else {
            // A reason is the drafter's own words, and goes only after a look.
            Fix {
                title: Message::new("unused-suppression.fix"),
                safe: !comment.reason,
                edits: vec![Edit { span: Span { block: comment.block, range: comment.range.clone() }, text: String::new() }],
            }
        };
        out.push(Finding {
            rule: &tool::unused_suppression::RULE,
            severity,
            message,
            span: local(place),
            related: Vec::new(),
            fix: Some(fix),
            occurrences: Vec::new(),
            subject: None,
        });
    }
    out
}

/// Where each selector stands in the list, which holds them in this order.
fn places(list: &str, selectors: &[(String, Vec<&'static Rule>)]) -> Vec<Range<usize>> {
    let mut from = 0;
    let place = |(selector, _): &(String, Vec<&'static Rule>)| {
        let at = from + list.get(from..).and_then(|rest| rest.find(selector.as_str())).unwrap_or(0);
        from = at + selector.len();
        at..from
    };
    selectors.iter().map(place).collect()
}

/// The place of a selector with the comma behind it, else the one before it.
fn with_comma(list: &str, place: &Range<usize>) -> Range<usize> {
    let comma = |c: &char| COMMAS.contains(c);
    if let Some(c) = list.get(place.end..).and_then(|rest| rest.chars().next()).filter(comma) {
        return place.start..place.end + c.len_utf8();
    }
    let before = list.get(..place.start).and_then(|rest| rest.chars().next_back()).filter(comma);
    place.start - before.map_or(0, char::len_utf8)..place.end
}

fn read(tree: &Tree, outline: &Outline, index: usize, block: &Block) -> Option<Comment> {
    static WORD: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("nianbao-ignore"));
    let at = WORD.find(block.text.as_bytes())?;
    let (from, to) = if block.kind == Kind::Directive {
        (block.body.start as usize, block.body.end as usize)
    } else {
        // A comment behind the text of its paragraph.
        let from = block.text.get(..at)?.rfind("<!--")?;
        // The blank before the comment is no text either.
        let from = block.text.get(..from)?.trim_end_matches([' ', '\t']).len();
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
    let (list, rest) = match words.trim_start().split_once(char::is_whitespace) {
        Some((list, rest)) => (list, rest),
        None => (words.trim(), ""),
    };
    let at = block.text.get(at..to)?.find(list).map_or(at, |found| at + found);
    let place = at as u32..(at + list.len()) as u32;
    let reason = !rest.trim().is_empty();
    let list = if list.is_empty() { "ALL" } else { list };
    let selectors: Vec<(String, Vec<&'static Rule>)> =
        list.split(COMMAS).filter(|s| !s.is_empty()).map(|s| (s.to_owned(), select(s))).collect();
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
    Some(Comment { block: index, range: from as u32..to as u32, selectors, list: place, reason, covers, used })
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
