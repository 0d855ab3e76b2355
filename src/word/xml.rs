//! A part's XML as a tree whose elements and texts know their bytes.
//!
//! Names are compared without their prefix, since producers choose prefixes and
//! the strict and the transitional form of the format differ in namespaces only.

use super::WordError;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// Index of a node in its [`Tree`].
pub type NodeId = usize;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// An element.
    Element,
    /// Text, or a CDATA section.
    Text,
    /// An entity or a character reference.
    Reference(char),
}

/// One node.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its local name; empty for text.
    name: Range<usize>,
    /// The start tag without `<`, `>` and `/`; for text its characters.
    inner: Range<usize>,
    /// All its bytes in the part, end tag included.
    pub span: Range<usize>,
    first: Option<NodeId>,
    next: Option<NodeId>,
}

/// A parsed part.
pub struct Tree<'a> {
    source: &'a str,
    nodes: Vec<Node>,
}

impl<'a> Tree<'a> {
    /// Parses a part.
    ///
    /// # Errors
    /// Where it is not well formed, has a document type, or nests deeper than `max_depth`.
    pub fn parse(source: &'a str, part: &str, max_depth: usize) -> Result<Self, WordError> {
        let mut reader = Reader::from_str(source);
        let mut nodes: Vec<Node> = Vec::new();
        // The open elements, each with its last child.
        let mut open: Vec<(NodeId, Option<NodeId>)> = Vec::new();
        loop {
            let start = reader.buffer_position() as usize;
            let bad = |at: usize| WordError::Xml { part: part.to_owned(), at };
            let event = reader.read_event().map_err(|_| bad(start))?;
            let end = reader.buffer_position() as usize;
            let (kind, name, inner, opens) = match &event {
                Event::Start(tag) => (NodeKind::Element, local_name(source, start, tag), start + 1..end - 1, true),
                Event::Empty(tag) => (NodeKind::Element, local_name(source, start, tag), start + 1..end - 2, false),
                Event::Text(_) => (NodeKind::Text, 0..0, start..end, false),
                Event::CData(_) => (NodeKind::Text, 0..0, start + "<![CDATA[".len()..end - "]]>".len(), false),
                Event::GeneralRef(reference) => {
                    let value = match reference.resolve_char_ref() {
                        Ok(Some(c)) => c,
                        _ => predefined(source.get(start..end).unwrap_or_default()).ok_or_else(|| bad(start))?,
                    };
                    (NodeKind::Reference(value), 0..0, start..end, false)
                }
                Event::End(_) => {
                    let (closed, _) = open.pop().ok_or_else(|| bad(start))?;
                    if let Some(node) = nodes.get_mut(closed) {
                        node.span.end = end;
                    }
                    continue;
                }
                Event::DocType(_) => return Err(WordError::Doctype { part: part.to_owned() }),
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            };
            if open.is_empty() && (kind != NodeKind::Element || !nodes.is_empty()) {
                // Blanks around the root; a second root is none of ours.
                continue;
            }
            let id = nodes.len();
            if let Some((parent, last)) = open.last_mut() {
                let link = match last {
                    Some(last) => nodes.get_mut(*last).map(|n| &mut n.next),
                    None => nodes.get_mut(*parent).map(|n| &mut n.first),
                };
                if let Some(link) = link {
                    *link = Some(id);
                }
                *last = Some(id);
            }
            nodes.push(Node { kind, name, inner, span: start..end, first: None, next: None });
            if opens {
                if open.len() >= max_depth {
                    return Err(WordError::TooDeep { part: part.to_owned() });
                }
                open.push((id, None));
            }
        }
        if !open.is_empty() || nodes.is_empty() {
            return Err(WordError::Xml { part: part.to_owned(), at: source.len() });
        }
        Ok(Self { source, nodes })
    }

    /// The root element.
    pub fn root(&self) -> Element<'_> {
        Element { tree: self, id: 0 }
    }
}

fn local_name(source: &str, tag_start: usize, tag: &BytesStart<'_>) -> Range<usize> {
    let from = tag_start + 1;
    let name = source.get(from..from + tag.name().as_ref().len()).unwrap_or_default();
    from + name.find(':').map_or(0, |colon| colon + 1)..from + name.len()
}

fn predefined(reference: &str) -> Option<char> {
    Some(match reference {
        "&amp;" => '&',
        "&lt;" => '<',
        "&gt;" => '>',
        "&quot;" => '"',
        "&apos;" => '\'',
        _ => return None,
    })
}

/// An element of a tree.
#[derive(Clone, Copy)]
pub struct Element<'t> {
    tree: &'t Tree<'t>,
    id: NodeId,
}

/// A child of an element.
pub enum Child<'t> {
    /// An element.
    Element(Element<'t>),
    /// Characters, with their bytes in the part.
    Text(&'t str, Range<usize>),
    /// One character written as a reference.
    Reference(char, Range<usize>),
}

impl<'t> Element<'t> {
    fn node(self) -> Option<&'t Node> {
        self.tree.nodes.get(self.id)
    }

    /// Its name without prefix.
    pub fn name(self) -> &'t str {
        self.node().and_then(|n| self.tree.source.get(n.name.clone())).unwrap_or_default()
    }

    /// Its bytes in the part, both tags included.
    pub fn span(self) -> Range<usize> {
        self.node().map_or(0..0, |n| n.span.clone())
    }

    /// The byte behind its start tag; `None` for an element written as one empty tag.
    pub fn content_start(self) -> Option<usize> {
        let node = self.node()?;
        let closed = self.tree.source.get(node.inner.end..node.span.end)?;
        (closed != "/>").then_some(node.inner.end + 1)
    }

    /// An attribute's value by its name without prefix.
    pub fn attribute(self, name: &str) -> Option<String> {
        let tag = self.tree.source.get(self.node()?.inner.clone())?;
        let length = tag.find(|c: char| c.is_ascii_whitespace()).unwrap_or(tag.len());
        let start = BytesStart::from_content(tag, length);
        start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|a| a.key.local_name().as_ref() == name.as_bytes())
            .and_then(|a| a.normalized_value(quick_xml::XmlVersion::Explicit1_0).ok().map(|v| v.into_owned()))
    }

    /// `w:val`.
    pub fn val(self) -> Option<String> {
        self.attribute("val")
    }

    /// `w:val` as a number.
    pub fn number(self) -> Option<i64> {
        self.val()?.trim().parse().ok()
    }

    /// An on-off property: on unless it says otherwise.
    pub fn is_on(self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off"))
    }

    /// All children, in order.
    pub fn children(self) -> impl Iterator<Item = Child<'t>> {
        let tree = self.tree;
        let mut next = self.node().and_then(|n| n.first);
        std::iter::from_fn(move || {
            let id = next?;
            let node = tree.nodes.get(id)?;
            next = node.next;
            Some(match node.kind {
                NodeKind::Element => Child::Element(Element { tree, id }),
                NodeKind::Text => Child::Text(tree.source.get(node.inner.clone()).unwrap_or_default(), node.inner.clone()),
                NodeKind::Reference(c) => Child::Reference(c, node.span.clone()),
            })
        })
    }

    /// The child elements, in order.
    pub fn elements(self) -> impl Iterator<Item = Element<'t>> {
        self.children().filter_map(|c| match c {
            Child::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The first child element of a name.
    pub fn child(self, name: &str) -> Option<Element<'t>> {
        self.elements().find(|e| e.name() == name)
    }

    /// Follows child elements by name.
    pub fn path(self, names: &[&str]) -> Option<Element<'t>> {
        names.iter().try_fold(self, |element, name| element.child(name))
    }
}
