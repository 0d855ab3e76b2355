//! The outline of the draft, unlabelled parts included.

use crate::message::{Lang, text};
use crate::outline::{Node, NodeKind};
use crate::rules::Analysis;
use crate::schema::{Role, Schema};
use crate::text::width::is_blank;
use std::ops::Range;

/// What an outline entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// The title of the report.
    Title,
    /// A part that has no heading of its own.
    Part,
    /// A numbered or Markdown heading.
    Section,
    /// 一是 …
    Item,
}

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Heading with its mark, or the name of an unlabelled part.
    pub name: String,
    /// The part that a heading makes, or the words that start an unlabelled one.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it, in bytes.
    pub range: Range<usize>,
    /// What to show when it is chosen; lies inside `range`.
    pub selection: Range<usize>,
    /// What stands below it; inside `range`, in order, without overlap.
    pub children: Vec<Symbol>,
}

/// Names longer than this are cut, in characters.
const LONGEST: usize = 60;

/// The outline of a recognised report; empty for other documents, whose own
/// language has one.
pub fn symbols(analysis: &Analysis, lang: Lang) -> Vec<Symbol> {
    let Some((outline, report)) = analysis.report() else {
        return Vec::new();
    };
    let mut all = Vec::new();
    if let (Some(first), Some(last)) = (report.title_spans.first(), report.title_spans.last()) {
        let selection = analysis.bytes(first);
        all.push(Symbol {
            name: cut(&report.title),
            detail: Some(report.schema.name.get(lang).to_owned()),
            kind: SymbolKind::Title,
            range: selection.start..analysis.bytes(last).end.max(selection.end),
            selection,
            children: Vec::new(),
        });
    }
    all.extend(outline.nodes.iter().map(|n| symbol(analysis, &report.schema, n, Role::Results, lang)));
    all
}

fn symbol(analysis: &Analysis, schema: &Schema, node: &Node, outer: Role, lang: Lang) -> Symbol {
    let part = node.part.and_then(|i| schema.parts.get(i));
    let words = |range: &crate::syntax::Local| {
        analysis.tree.blocks().get(node.from.block).map_or("", |b| b.get(range)).trim_matches(is_blank).to_owned()
    };
    let title = words(&node.title);
    let (name, detail, kind) = match node.kind {
        NodeKind::Part => {
            let name = role_name(node.role, lang).unwrap_or_else(|| part.map_or("", |p| p.name.get(lang)));
            (format!("{name}{}", text("symbol.unlabelled", lang)), Some(title), SymbolKind::Part)
        }
        NodeKind::Section => {
            let number = node.number.as_ref().map(&words).unwrap_or_default();
            let detail = part
                .filter(|p| node.role != outer && !p.takes_the_rest)
                .map(|p| p.name.get(lang).to_owned())
                .filter(|name| !title.contains(name.as_str()));
            (format!("{number}{title}"), detail, SymbolKind::Section)
        }
        NodeKind::Item => (format!("{} {title}", node.number.as_ref().map(&words).unwrap_or_default()), None, SymbolKind::Item),
    };
    let range = analysis.extent(node);
    let selection = analysis.bytes(&node.heading);
    let selection = selection.start.max(range.start)..selection.end.min(range.end).max(selection.start.max(range.start));
    Symbol {
        name: cut(name.trim()),
        detail,
        kind,
        range,
        selection,
        children: node.children.iter().map(|c| symbol(analysis, schema, c, node.role, lang)).collect(),
    }
}

/// The words by which people look for a part, whatever the schema calls it.
pub(super) fn role_name(role: Role, lang: Lang) -> Option<&'static str> {
    match role {
        Role::Problems => Some(text("symbol.problems", lang)),
        Role::Plan => Some(text("symbol.plan", lang)),
        _ => None,
    }
}

/// A name is never empty: editors refuse such a symbol.
fn cut(name: &str) -> String {
    if name.is_empty() {
        return "…".into();
    }
    match name.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", name.get(..at).unwrap_or_default()),
        None => name.to_owned(),
    }
}
