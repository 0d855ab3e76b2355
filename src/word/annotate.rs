//! Findings written into a document: comments at their words, and fixes as
//! tracked changes. Parts that are not touched are copied as they are, byte for byte.

use super::package::{Package, relations_part};
use super::runs::{RunKey, Runs, Side, element_at};
use super::xml::{Element, Tree};
use super::{Limits, Origin, Segment, WordDocument, WordError};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::ops::Range;

/// Who writes the comments and the changes; by this name earlier ones are found again.
pub const AUTHOR: &str = "Nianbao";
/// Initials shown at a comment.
const INITIALS: &str = "NB";

const COMMENTS_PART: &str = "comments.xml";
const COMMENTS_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const COMMENTS_RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const WORD_NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const CONTENT_TYPES: &str = "[Content_Types].xml";

/// A comment on a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The passage: paragraphs by index, each with bytes of its text, in order.
    pub passages: Vec<(usize, Range<usize>)>,
    /// What it says, a paragraph a line.
    pub text: String,
}

/// A change of the text of one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Index of the paragraph.
    pub paragraph: usize,
    /// Bytes of its text that go.
    pub range: Range<usize>,
    /// What comes in their place.
    pub with: String,
}

/// What could not be written, and what was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotated {
    /// The bytes of the new file.
    pub bytes: Vec<u8>,
    /// Comments written.
    pub comments: usize,
    /// Changes written.
    pub changes: usize,
    /// Changes that were left out: their words stand in an automatic number, a field or a formula.
    pub skipped_changes: usize,
}

/// Writes comments and changes into a document that holds none of [`AUTHOR`]
/// ([`without_annotations`]); `document` was read from the same bytes.
///
/// # Errors
/// Where the file cannot be read or put together again.
pub fn annotate(
    bytes: &[u8],
    document: &WordDocument,
    comments: &[Comment],
    changes: &[Change],
    limits: Limits,
) -> Result<Annotated, WordError> {
    let mut package = Package::open(bytes, limits)?;
    let body = package.part(&document.body_part)?.ok_or(WordError::NoDocument)?;
    let relations_name = relations_part(&document.body_part);
    let relations = package.part(&relations_name)?;
    let comments_name = comments_part(&document.body_part, relations.as_deref(), limits)?;
    let present = package.part(&comments_name)?;

    let tree = Tree::parse(&body, &document.body_part, limits.max_depth)?;
    let root = tree.root();
    let in_comments = match &present {
        Some(text) => largest_id(Tree::parse(text, &comments_name, limits.max_depth)?.root()),
        None => 0,
    };
    let mut next_id = 1 + largest_id(root).max(in_comments);
    let prefix = root_prefix(&body, root);
    let mut runs = Runs::read(root, &body);
    // Markers outside any run, by byte.
    let mut between: BTreeMap<usize, String> = BTreeMap::new();
    let mut result = Annotated::default();

    for change in changes {
        if write_change(document, &mut runs, change, &prefix, next_id) {
            next_id += 2;
            result.changes += 1;
        } else {
            result.skipped_changes += 1;
        }
    }
    let mut written = String::new();
    for comment in comments {
        let Some(place) = anchor(document, &runs, &comment.passages, root) else { continue };
        let start = format!(r#"<{prefix}commentRangeStart {prefix}id="{next_id}"/>"#);
        let end = format!(
            r#"<{prefix}commentRangeEnd {prefix}id="{next_id}"/><{prefix}r><{prefix}commentReference {prefix}id="{next_id}"/></{prefix}r>"#
        );
        match place {
            Anchor::Runs(from, to) => {
                runs.mark(from, Side::Start, start);
                runs.mark(to, Side::End, end);
            }
            Anchor::Byte(at) => between.entry(at).or_default().push_str(&format!("{start}{end}")),
        }
        write_comment(&mut written, next_id, &comment.text);
        next_id += 1;
        result.comments += 1;
    }

    let mut replaced: BTreeMap<String, String> = BTreeMap::new();
    let annotated = runs.rewrite(&body, &between, &prefix, AUTHOR);
    written.push_str(&seal(&annotated));
    replaced.insert(document.body_part.clone(), annotated);
    if result.comments > 0 {
        let with_comments = match &present {
            Some(text) => append_comments(text, &written),
            None => format!(
                r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:comments xmlns:w="{WORD_NAMESPACE}">{written}</w:comments>"#
            ),
        };
        replaced.insert(comments_name.clone(), with_comments);
        if present.is_none() {
            let relations = relations.unwrap_or_else(|| EMPTY_RELATIONS.to_owned());
            let entry = format!(r#"<Relationship Id="rIdNianbaoComments" Type="{COMMENTS_RELATION}" Target="{COMMENTS_PART}"/>"#);
            replaced.insert(relations_name, before_last_end(&relations, &entry));
            if let Some(types) = package.part(CONTENT_TYPES)? {
                let entry = format!(r#"<Override PartName="/{comments_name}" ContentType="{COMMENTS_TYPE}"/>"#);
                replaced.insert(CONTENT_TYPES.to_owned(), before_last_end(&types, &entry));
            }
        }
    }
    result.bytes = package.rewrite(&replaced)?;
    Ok(result)
}

/// A remark in the comments part that names the body as it was written: who changed the
/// file since then took it over, and it is not written over.
fn seal(body: &str) -> String {
    let hash = Sha256::digest(body.as_bytes());
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{SEAL_OPEN}{hex}{SEAL_CLOSE}")
}

const SEAL_OPEN: &str = "<!--nianbao sha256:";
const SEAL_CLOSE: &str = "-->";

/// Whether a file is as [`annotate`] wrote it.
///
/// # Errors
/// Where the file cannot be read.
pub fn is_as_annotated(bytes: &[u8], body_part: &str, limits: Limits) -> Result<bool, WordError> {
    let mut package = Package::open(bytes, limits)?;
    let relations = package.part(&relations_part(body_part))?;
    let comments = package.part(&comments_part(body_part, relations.as_deref(), limits)?)?;
    let body = package.part(body_part)?.unwrap_or_default();
    Ok(comments.is_some_and(|comments| comments.contains(&seal(&body))))
}

/// The file without the comments and changes of [`AUTHOR`]; the bytes as they are where it has none.
///
/// # Errors
/// Where the file cannot be read or put together again.
pub fn without_annotations(bytes: &[u8], body_part: &str, limits: Limits) -> Result<Vec<u8>, WordError> {
    let mut package = Package::open(bytes, limits)?;
    let relations = package.part(&relations_part(body_part))?;
    let comments_name = comments_part(body_part, relations.as_deref(), limits)?;
    let mut replaced: BTreeMap<String, String> = BTreeMap::new();
    let mut ours: HashSet<String> = HashSet::new();
    if let Some(comments) = package.part(&comments_name)? {
        let tree = Tree::parse(&comments, &comments_name, limits.max_depth)?;
        let mut removed = Vec::new();
        for comment in tree.root().elements().filter(|e| is_ours(*e)) {
            ours.extend(comment.attribute("id"));
            removed.push((comment.span(), String::new()));
        }
        if !removed.is_empty() {
            replaced.insert(comments_name, without_seal(&with_edits(&comments, removed)));
        }
    }
    if let Some(body) = package.part(body_part)? {
        let tree = Tree::parse(&body, body_part, limits.max_depth)?;
        let mut edits = Vec::new();
        collect_annotations(tree.root(), &body, &ours, &mut edits);
        if !edits.is_empty() {
            replaced.insert(body_part.to_owned(), with_edits(&body, edits));
        }
    }
    if replaced.is_empty() { Ok(bytes.to_vec()) } else { package.rewrite(&replaced) }
}

fn without_seal(comments: &str) -> String {
    let sealed = comments.find(SEAL_OPEN).and_then(|at| Some((at, at + comments.get(at..)?.find(SEAL_CLOSE)? + SEAL_CLOSE.len())));
    match sealed {
        Some((from, to)) => [comments.get(..from), comments.get(to..)].into_iter().flatten().collect(),
        None => comments.to_owned(),
    }
}

fn is_ours(element: Element<'_>) -> bool {
    element.attribute("author").as_deref() == Some(AUTHOR)
}

/// The elements that hold annotations, each with what comes in its place.
fn collect_annotations(element: Element<'_>, body: &str, ours: &HashSet<String>, out: &mut Vec<(Range<usize>, String)>) {
    for child in element.elements() {
        let refers = || child.attribute("id").is_some_and(|id| ours.contains(&id));
        let is_reference = |e: Element<'_>| e.name() == "commentReference" && e.attribute("id").is_some_and(|id| ours.contains(&id));
        match child.name() {
            "commentRangeStart" | "commentRangeEnd" if refers() => out.push((child.span(), String::new())),
            "r" if child.elements().any(is_reference) => out.push((child.span(), String::new())),
            "ins" if is_ours(child) => out.push((child.span(), String::new())),
            "del" if is_ours(child) => {
                let inner: String = child.elements().filter_map(|e| body.get(e.span())).collect();
                out.push((child.span(), inner.replace("delText", "t")));
            }
            _ => collect_annotations(child, body, ours, out),
        }
    }
}

/// A text with ranges replaced; they are in order and do not overlap.
fn with_edits(text: &str, edits: Vec<(Range<usize>, String)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, with) in edits {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(&with);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

const EMPTY_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>"#;

/// The part of the comments: the one that the relations name, else a new one beside the body.
fn comments_part(body_part: &str, relations: Option<&str>, limits: Limits) -> Result<String, WordError> {
    let folder = body_part.rsplit_once('/').map_or("", |(folder, _)| folder);
    if let Some(text) = relations {
        let tree = Tree::parse(text, body_part, limits.max_depth)?;
        let known = tree
            .root()
            .elements()
            .find(|e| e.attribute("Type").is_some_and(|t| t.ends_with("/comments")))
            .and_then(|e| e.attribute("Target"));
        if let Some(target) = known {
            return Ok(super::package::join(folder, &target));
        }
    }
    Ok(super::package::join(folder, COMMENTS_PART))
}

/// Puts text in front of the last end tag of a part.
fn before_last_end(part: &str, text: &str) -> String {
    if let Some(at) = part.rfind("</") {
        let (head, tail) = part.split_at(at);
        return format!("{head}{text}{tail}");
    }
    // The root is empty: `<Relationships …/>`.
    match part.rfind("/>") {
        Some(at) => {
            let name: String = part
                .rfind('<')
                .and_then(|open| part.get(open + 1..))
                .unwrap_or_default()
                .chars()
                .take_while(|c| !c.is_whitespace() && *c != '/')
                .collect();
            format!("{}>{text}</{name}>", part.get(..at).unwrap_or_default())
        }
        None => part.to_owned(),
    }
}

/// Comments are written with the prefix `w` bound at each, whatever the part binds.
fn append_comments(part: &str, written: &str) -> String {
    before_last_end(part, &written.replace("<w:comment ", &format!(r#"<w:comment xmlns:w="{WORD_NAMESPACE}" "#)))
}

fn write_comment(out: &mut String, id: u64, text: &str) {
    let _ = write!(out, r#"<w:comment w:id="{id}" w:author="{AUTHOR}" w:initials="{INITIALS}">"#);
    for line in text.lines() {
        let _ = write!(out, r#"<w:p><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#, escape(line));
    }
    out.push_str("</w:comment>");
}

/// Text as XML; what XML 1.0 cannot hold is left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c < ' ' || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}

/// The largest `w:id` of any element: comments and changes count in one row to be safe.
fn largest_id(element: Element<'_>) -> u64 {
    let own = element.attribute("id").and_then(|id| id.parse().ok()).unwrap_or(0).min(u64::from(u32::MAX >> 1));
    element.elements().map(largest_id).fold(own, u64::max)
}

/// The prefix of the document's own elements, with its colon.
fn root_prefix(body: &str, root: Element<'_>) -> String {
    let tag = body.get(root.span()).unwrap_or_default().trim_start_matches('<');
    let name: String = tag.chars().take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/')).collect();
    name.find(':').and_then(|colon| name.get(..=colon)).unwrap_or_default().to_owned()
}

/// The bytes in the document part of what a range covers of a segment; empty for an automatic number.
fn source_bytes(segment: &Segment, range: &Range<usize>) -> Option<Range<usize>> {
    let (from, to) = (range.start.max(segment.text.start), range.end.min(segment.text.end));
    (from < to).then(|| match &segment.origin {
        Origin::Verbatim(bytes) => bytes.start + (from - segment.text.start)..bytes.start + (to - segment.text.start),
        Origin::Replaced(bytes) => bytes.clone(),
        Origin::Label => 0..0,
    })
}

/// Where a comment stands.
enum Anchor {
    Runs(RunKey, RunKey),
    /// A paragraph without runs.
    Byte(usize),
}

/// Where the comment on some passages begins and ends.
fn anchor(document: &WordDocument, runs: &Runs, passages: &[(usize, Range<usize>)], root: Element<'_>) -> Option<Anchor> {
    let bytes = |(index, range): &(usize, Range<usize>)| -> Vec<Range<usize>> {
        let segments = document.paragraphs.get(*index).map(|p| p.segments.as_slice()).unwrap_or_default();
        segments.iter().filter_map(|s| source_bytes(s, range)).filter(|b| !b.is_empty()).collect()
    };
    let all: Vec<Range<usize>> = passages.iter().flat_map(bytes).collect();
    if let (Some(first), Some(last)) = (all.first(), all.last()) {
        return Some(Anchor::Runs(runs.key(first.start, Side::Start)?, runs.key(last.end, Side::End)?));
    }
    // A place without characters of its own: the nearest ones of the paragraph, else its start.
    let (index, range) = passages.first()?;
    let paragraph = document.paragraphs.get(*index)?;
    let written = || paragraph.segments.iter().filter(|s| s.origin != Origin::Label);
    let nearest = written().find(|s| s.text.end > range.start).or(written().next_back());
    if let Some(Origin::Verbatim(bytes) | Origin::Replaced(bytes)) = nearest.map(|s| &s.origin) {
        return Some(Anchor::Runs(runs.key(bytes.start, Side::Start)?, runs.key(bytes.end, Side::End)?));
    }
    let inside = element_at(root, &paragraph.xml).and_then(|e| e.child("pPr").map(|p| p.span().end).or_else(|| e.content_start()));
    inside.map(Anchor::Byte).or_else(|| {
        // An empty paragraph written as one tag: the next one that has characters, else the one before.
        let written = |i: &usize| document.paragraphs.get(*i).is_some_and(|p| p.segments.iter().any(|s| s.origin != Origin::Label));
        let near = (*index + 1..document.paragraphs.len()).find(written).or_else(|| (0..*index).rev().find(written))?;
        anchor(document, runs, &[(near, 0..0)], root)
    })
}

/// Writes a change as a tracked one; `false` where its words are not all plain runs of the paragraph.
fn write_change(document: &WordDocument, runs: &mut Runs, change: &Change, prefix: &str, id: u64) -> bool {
    let Some(paragraph) = document.paragraphs.get(change.paragraph) else { return false };
    let bytes: Vec<Range<usize>> = paragraph.segments.iter().filter_map(|s| source_bytes(s, &change.range)).collect();
    let mut keys = Vec::new();
    for range in &bytes {
        let (Some(from), Some(to)) = (runs.key(range.start, Side::Start), runs.key(range.end, Side::End)) else { return false };
        if range.is_empty() || from.run != to.run || from >= to || !runs.is_plain(from) {
            return false;
        }
        keys.push((from, to));
    }
    let at = match keys.last() {
        Some((_, to)) => *to,
        None => {
            let before = paragraph.segments.iter().rfind(|s| s.text.end <= change.range.start && s.origin != Origin::Label);
            let behind = paragraph.segments.iter().find(|s| s.text.start <= change.range.start && change.range.start < s.text.end);
            let key = match (behind, before) {
                (Some(Segment { text, origin: Origin::Verbatim(bytes) }), _) => {
                    runs.key(bytes.start + change.range.start - text.start, Side::Start)
                }
                (_, Some(Segment { origin: Origin::Verbatim(bytes), .. })) => runs.key(bytes.end, Side::End),
                _ => None,
            };
            match key {
                Some(key) if runs.is_plain(key) => key,
                _ => return false,
            }
        }
    };
    for (from, to) in keys {
        runs.delete(from, to, id);
    }
    if !change.with.is_empty() {
        let properties = runs.properties(at).to_owned();
        let markup = format!(
            r#"<{prefix}ins {prefix}id="{}" {prefix}author="{AUTHOR}"><{prefix}r>{properties}<{prefix}t xml:space="preserve">{}</{prefix}t></{prefix}r></{prefix}ins>"#,
            id + 1,
            escape(&change.with)
        );
        runs.mark(at, Side::Text, markup);
    }
    true
}
