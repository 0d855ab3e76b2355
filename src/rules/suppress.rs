//! `nianbao-ignore` comments.

use super::guard::Broken;
use super::{Edit, Finding, Fix, Rule, Settings, Severity, select, tool};
use crate::message::Message;
use crate::outline::{Node, Outline};
use crate::syntax::{Block, Kind, SourceFormat, Span, Tree};
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
    /// Whether it can be taken away by an edit of the block's text.
    removable: bool,
    covers: Range<usize>,
    used: Vec<bool>,
}

/// Takes away what comments silence, and adds what there is to say of the
/// comments themselves.
pub fn apply(tree: &Tree, outline: &Outline, settings: &Settings, findings: Vec<Finding>, broken: &[Broken]) -> Vec<Finding> {
    let mut comments: Vec<Comment> = tree.blocks().iter().enumerate().flat_map(|(i, b)| read(tree, outline, i, b)).collect();
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
    let mut comments: Vec<Comment> = tree.blocks().iter().enumerate().flat_map(|(i, b)| read(tree, outline, i, b)).collect();
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
        // The text lacks a comment that stands inside it: only its place can be shown.
        let local = |range: &Range<usize>| match comment.removable {
            true => comment.list.start + range.start as u32..comment.list.start + range.end as u32,
            false => comment.list.clone(),
        };
        let local = |range: &Range<usize>| Span { block: comment.block, range: local(range) };
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
            fix: comment.removable.then_some(fix),
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
    let behind = list.get(place.end..).unwrap_or_default();
    if let Some(rest) = behind.trim_start().strip_prefix(COMMAS) {
        return place.start..list.len() - rest.trim_start().len();
    }
    let before = list.get(..place.start).unwrap_or_default().trim_end();
    let start = before.strip_suffix(COMMAS).map_or(place.start, |rest| rest.trim_end().len());
    start..place.end
}

/// The comments in a block.
fn read(tree: &Tree, outline: &Outline, index: usize, block: &Block) -> Vec<Comment> {
    static WORD: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(NAME));
    let mut found = Vec::new();
    for comment in &block.comments {
        // Its block lacks it: nothing in the text can be taken away for it.
        found.extend(parse(&comment.text, 0..comment.text.len()).map(|parsed| (parsed, Some(comment.at))));
    }
    if WORD.find(block.text.as_bytes()).is_some() {
        let ranges: Vec<Range<usize>> = if block.kind == Kind::Directive && block.body().starts_with("//") {
            std::iter::once(block.body.start as usize..block.body.end as usize).collect()
        } else {
            // In Markdown what is a comment is known: it stands behind the text, if it has not a line of its own.
            let is_behind = tree.format() == SourceFormat::Markdown && block.kind != Kind::Directive;
            comments(&block.text, if is_behind { block.body.end as usize } else { 0 })
        };
        found.extend(ranges.into_iter().filter_map(|range| parse(&block.text, range)).map(|parsed| (parsed, None)));
    }
    let count = tree.blocks().len();
    let is_text = |i: &usize| tree.blocks().get(*i).is_some_and(|b| !matches!(b.kind, Kind::Directive | Kind::Markup));
    let comment = |(parsed, inside): (Parsed, Option<u32>)| {
        let covers = match parsed.scope {
            Scope::File => 0..count,
            Scope::Section => section(outline, index, count),
            Scope::Next if block.kind != Kind::Directive => index..index + 1,
            Scope::Next => index..(index + 1..count).find(is_text).unwrap_or(index) + 1,
        };
        let used = vec![false; parsed.selectors.len()];
        let at = |range: Range<usize>| inside.map_or(range.start as u32..range.end as u32, |at| at..at);
        let range = if block.kind == Kind::Directive { parsed.range } else { with_blanks(&block.text, parsed.range) };
        let (range, list) = (at(range), at(parsed.list));
        Comment { block: index, range, selectors: parsed.selectors, list, reason: parsed.reason, removable: inside.is_none(), covers, used }
    };
    found.into_iter().map(comment).collect()
}

/// What Nianbao's comments start with.
const NAME: &str = "nianbao-ignore";

/// Where the comments `<!-- … -->` to Nianbao stand in a text, from byte `from` on.
fn comments(text: &str, from: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = from;
    while let Some(start) = text.get(at..).and_then(|t| t.find("<!--")).map(|start| at + start)
        && let Some(length) = text.get(start..).and_then(|t| t.find("-->"))
    {
        at = start + length + "-->".len();
        if text.get(start..at).is_some_and(|t| t.contains(NAME)) {
            found.push(start..at);
        }
    }
    found
}

/// The blanks in front of a comment are no text either.
fn with_blanks(text: &str, range: Range<usize>) -> Range<usize> {
    text.get(..range.start).map_or(range.start, |before| before.trim_end_matches([' ', '\t']).len())..range.end
}

/// What a comment says.
struct Parsed {
    range: Range<usize>,
    scope: Scope,
    selectors: Vec<(String, Vec<&'static Rule>)>,
    list: Range<usize>,
    reason: bool,
}

fn parse(text: &str, range: Range<usize>) -> Option<Parsed> {
    let comment = text.get(range.clone())?;
    let at = comment.find(NAME)? + NAME.len();
    let words = comment.get(at..)?.trim_end_matches("-->");
    let (scope, words) = match words.strip_prefix("-section") {
        Some(rest) => (Scope::Section, rest),
        None => match words.strip_prefix("-file") {
            Some(rest) => (Scope::File, rest),
            None => (Scope::Next, words),
        },
    };
    let words = words.trim();
    let list = words.get(..list_end(words)).unwrap_or_default();
    let reason = words.get(list.len()..).is_some_and(|rest| !rest.trim().is_empty());
    let start = if list.is_empty() { range.start + at } else { range.start + (list.as_ptr() as usize - comment.as_ptr() as usize) };
    let place = start..start + list.len();
    let list = if list.is_empty() { "ALL" } else { list };
    let names = list.split(COMMAS).map(str::trim).filter(|s| !s.is_empty());
    let selectors = names.map(|s| (s.to_owned(), select(s))).collect();
    Some(Parsed { range, scope, selectors, list: place, reason })
}

/// Bytes of the list that a text starts with: names with commas between them, and blanks
/// beside these where another name follows.
fn list_end(text: &str) -> usize {
    let mut end = text.find(char::is_whitespace).unwrap_or(text.len());
    loop {
        let rest = text.get(end..).unwrap_or_default();
        let next = rest.trim_start();
        let has_comma = next.starts_with(COMMAS) || text.get(..end).is_some_and(|t| t.ends_with(COMMAS));
        let name = next.trim_start_matches(COMMAS).trim_start();
        if !has_comma || !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return end;
        }
        let at = text.len() - name.len();
        end = at + name.find(char::is_whitespace).unwrap_or(name.len());
    }
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
