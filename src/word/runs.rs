//! The runs of a document part, parted where markup goes between their characters.

use super::xml::Element;
use std::collections::BTreeMap;
use std::ops::Range;

/// A place between the characters of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunKey {
    /// Index of the run.
    pub run: usize,
    /// Index of the child in front of which, or inside which, it stands.
    child: usize,
    /// Bytes inside the child's text.
    offset: usize,
}

/// What stands first where several things stand at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// New text.
    Text,
    /// The end of a passage.
    End,
    /// The start of one.
    Start,
}

/// A child of a run.
struct RunChild {
    span: Range<usize>,
    /// Of a text: the bytes between its tags.
    content: Option<Range<usize>>,
    keeps_blanks: bool,
}

/// An outermost run, and what is to become of it.
struct Run {
    span: Range<usize>,
    /// Bytes of the start tag.
    tag: Range<usize>,
    /// Its properties as they are written.
    properties: String,
    children: Vec<RunChild>,
    /// Whether its text may be taken out by a tracked change: it is no field's code, and
    /// stands in no change itself.
    is_plain: bool,
    marks: BTreeMap<Place, Vec<(Side, String)>>,
    deleted: Vec<Deletion>,
}

/// A place in a run: a child, and bytes inside its text.
type Place = (usize, usize);

/// What is taken out between two places of a run, by the number of the change.
struct Deletion {
    from: Place,
    to: Place,
    id: u64,
}

/// A child of a run, or a part of its text.
struct Piece {
    from: Place,
    to: Place,
    bytes: Range<usize>,
}

/// The outermost runs of a document part, in order.
pub struct Runs {
    runs: Vec<Run>,
}

impl Runs {
    /// Reads the runs below an element of `body`.
    pub fn read(root: Element<'_>, body: &str) -> Self {
        let mut runs = Vec::new();
        collect(root, body, true, &mut runs);
        Self { runs }
    }

    /// The place of a byte of the part. A byte inside what is no text stands in
    /// front of it, or behind it where a passage ends; `None` outside all runs.
    pub fn key(&self, at: usize, side: Side) -> Option<RunKey> {
        let run = match side {
            Side::End => self.runs.partition_point(|r| r.span.end < at),
            _ => self.runs.partition_point(|r| r.span.end <= at),
        };
        let found = self.runs.get(run).filter(|r| r.span.start <= at)?;
        for (child, of) in found.children.iter().enumerate() {
            if at <= of.span.start {
                return Some(RunKey { run, child, offset: 0 });
            }
            if at < of.span.end {
                let (child, offset) = match &of.content {
                    Some(content) if at >= content.end => (child + 1, 0),
                    Some(content) => (child, at.saturating_sub(content.start)),
                    None if side == Side::Start => (child, 0),
                    None => (child + 1, 0),
                };
                return Some(RunKey { run, child, offset });
            }
        }
        Some(RunKey { run, child: found.children.len(), offset: 0 })
    }

    /// Whether a change can be tracked in the run of a place.
    pub fn is_plain(&self, key: RunKey) -> bool {
        self.runs.get(key.run).is_some_and(|r| r.is_plain)
    }

    /// The properties of the run of a place, as they are written.
    pub fn properties(&self, key: RunKey) -> &str {
        self.runs.get(key.run).map_or("", |r| r.properties.as_str())
    }

    /// Puts markup at a place.
    pub fn mark(&mut self, key: RunKey, side: Side, markup: String) {
        if let Some(run) = self.runs.get_mut(key.run) {
            run.marks.entry((key.child, key.offset)).or_default().push((side, markup));
        }
    }

    /// Takes out what stands between two places of one run, as the tracked change `id`.
    pub fn delete(&mut self, from: RunKey, to: RunKey, id: u64) {
        if let Some(run) = self.runs.get_mut(from.run) {
            run.deleted.push(Deletion { from: (from.child, from.offset), to: (to.child, to.offset), id });
        }
    }

    /// The part with all that was put and taken out; `between` is put at bytes outside runs.
    pub fn rewrite(&self, body: &str, between: &BTreeMap<usize, String>, prefix: &str, author: &str) -> String {
        let mut out = String::with_capacity(body.len() + body.len() / 8);
        let mut at = 0;
        let mut between = between.iter().peekable();
        let mut copy = |out: &mut String, at: &mut usize, to: usize| {
            while let Some((place, markup)) = between.next_if(|(place, _)| **place <= to) {
                out.push_str(body.get(*at..*place).unwrap_or_default());
                out.push_str(markup);
                *at = *place;
            }
            out.push_str(body.get(*at..to).unwrap_or_default());
            *at = to;
        };
        for run in self.runs.iter().filter(|r| !r.marks.is_empty() || !r.deleted.is_empty()) {
            copy(&mut out, &mut at, run.span.start);
            run.rewrite(body, prefix, author, &mut out);
            at = run.span.end;
        }
        copy(&mut out, &mut at, body.len());
        out
    }
}

impl Run {
    fn rewrite(&self, body: &str, prefix: &str, author: &str, out: &mut String) {
        let get = |range: Range<usize>| body.get(range).unwrap_or_default();
        let end = (self.children.len(), 0);
        let at_edges = self.marks.keys().all(|key| *key == (0, 0) || *key == end);
        if at_edges && self.deleted.is_empty() {
            self.put_marks((0, 0), out);
            out.push_str(get(self.span.clone()));
            if end != (0, 0) {
                self.put_marks(end, out);
            }
            return;
        }
        let tag = get(self.tag.clone());
        let name: String = tag.trim_start_matches('<').chars().take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/')).collect();
        // What is open: nothing, the run, or the run inside a deletion.
        let mut open: Option<Option<u64>> = None;
        let close = |open: &mut Option<Option<u64>>, out: &mut String| match open.take() {
            Some(None) => out.push_str(&format!("</{name}>")),
            Some(Some(_)) => out.push_str(&format!("</{name}></{prefix}del>")),
            None => {}
        };
        for (child, of) in self.children.iter().enumerate() {
            for Piece { from, to, bytes } in self.pieces(child, of) {
                if self.marks.contains_key(&from) {
                    close(&mut open, out);
                    self.put_marks(from, out);
                }
                let deleted = self.deleted.iter().find(|d| d.from <= from && to <= d.to).map(|d| d.id);
                if open.is_some_and(|open| open != deleted) {
                    close(&mut open, out);
                }
                if open.is_none() {
                    if let Some(id) = deleted {
                        out.push_str(&format!(r#"<{prefix}del {prefix}id="{id}" {prefix}author="{author}">"#));
                    }
                    out.push_str(tag);
                    out.push_str(&self.properties);
                    open = Some(deleted);
                }
                if of.content.is_none() {
                    out.push_str(get(of.span.clone()));
                    continue;
                }
                let text = get(bytes);
                let text = if of.keeps_blanks { text } else { text.trim_matches([' ', '\t', '\r', '\n']) };
                let element = if deleted.is_some() { "delText" } else { "t" };
                out.push_str(&format!(r#"<{prefix}{element} xml:space="preserve">{text}</{prefix}{element}>"#));
            }
        }
        close(&mut open, out);
        self.put_marks(end, out);
    }

    fn put_marks(&self, key: Place, out: &mut String) {
        let mut marks: Vec<&(Side, String)> = self.marks.get(&key).into_iter().flatten().collect();
        marks.sort_by_key(|(side, _)| *side);
        marks.iter().for_each(|(_, markup)| out.push_str(markup));
    }

    /// A child in pieces, parted at the places that count: place before, place behind, bytes.
    fn pieces(&self, child: usize, of: &RunChild) -> Vec<Piece> {
        let Some(content) = &of.content else { return vec![Piece { from: (child, 0), to: (child + 1, 0), bytes: of.span.clone() }] };
        let keys = self.marks.keys().copied().chain(self.deleted.iter().flat_map(|d| [d.from, d.to]));
        let mut offsets: Vec<usize> = keys.filter(|key| key.0 == child && key.1 > 0).map(|key| key.1).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let mut pieces = Vec::new();
        let mut from = 0;
        for offset in offsets {
            pieces.push(Piece { from: (child, from), to: (child, offset), bytes: content.start + from..content.start + offset });
            from = offset;
        }
        pieces.push(Piece { from: (child, from), to: (child + 1, 0), bytes: content.start + from..content.end });
        pieces
    }
}

/// Elements inside which a deletion cannot be tracked.
const NO_CHANGES_INSIDE: [&str; 8] = ["ins", "del", "moveFrom", "moveTo", "fldSimple", "oMath", "ruby", "txbxContent"];

fn collect(element: Element<'_>, body: &str, is_plain: bool, out: &mut Vec<Run>) {
    for child in element.elements() {
        if child.name() != "r" || is_math(child, body) {
            collect(child, body, is_plain && !NO_CHANGES_INSIDE.contains(&child.name()), out);
            continue;
        }
        let properties = child.child("rPr");
        let children: Vec<RunChild> = child
            .elements()
            .filter(|e| e.name() != "rPr")
            .map(|e| RunChild {
                span: e.span(),
                content: Some(e).filter(|e| e.name() == "t").and_then(|e| content_of(e, body)),
                keeps_blanks: e.attribute("space").as_deref() == Some("preserve"),
            })
            .collect();
        let is_plain = is_plain && !child.elements().any(|e| matches!(e.name(), "fldChar" | "instrText"));
        let tag = child.span().start..child.content_start().unwrap_or(child.span().end);
        let properties = properties.and_then(|p| body.get(p.span())).unwrap_or_default().to_owned();
        out.push(Run { span: child.span(), tag, properties, children, is_plain, marks: BTreeMap::new(), deleted: Vec::new() });
    }
}

/// Runs of formulas have another namespace; markup between their characters has no place.
fn is_math(run: Element<'_>, body: &str) -> bool {
    body.get(run.span()).is_some_and(|tag| tag.starts_with("<m:"))
}

/// The bytes between an element's tags.
fn content_of(element: Element<'_>, body: &str) -> Option<Range<usize>> {
    let span = element.span();
    let end = body.get(span.clone())?.rfind("</")? + span.start;
    Some(element.content_start()?..end)
}

/// The element that has just these bytes.
pub fn element_at<'t>(root: Element<'t>, span: &Range<usize>) -> Option<Element<'t>> {
    if root.span() == *span {
        return Some(root);
    }
    root.elements().find(|e| e.span().start <= span.start && span.end <= e.span().end).and_then(|e| element_at(e, span))
}
