//! The problems and the plans, one by one.

use super::parts::Parted;
use super::signals::sentences;
use super::{ListItem, Node, NodeKind, Paragraph, Report};
use crate::schema::Role;
use crate::syntax::{Block, Local, Span, clause_end};
use crate::text::width::{is_blank, narrow};
use std::sync::Arc;

/// The items of a role, in order.
pub fn read(paragraphs: &[Arc<Paragraph>], parted: &Parted, report: &Report, role: Role) -> Vec<ListItem> {
    let reader = Reader { paragraphs, report, role };
    let mut items = Vec::new();
    for node in &parted.nodes {
        reader.top(node, &mut items);
    }
    items
}

struct Reader<'a> {
    paragraphs: &'a [Arc<Paragraph>],
    report: &'a Report,
    role: Role,
}

impl Reader<'_> {
    fn block(&self, index: usize) -> Option<&Block> {
        self.paragraphs.get(index).map(|p| &*p.block)
    }

    /// Looks for the nodes at which the role starts.
    fn top(&self, node: &Node, items: &mut Vec<ListItem>) {
        if self.is_aside(node) {
            return;
        }
        if node.role == self.role {
            self.node(node, items);
        } else {
            for child in &node.children {
                self.top(child, items);
            }
        }
    }

    /// Whether a heading belongs to the part and holds none of its items.
    fn is_aside(&self, node: &Node) -> bool {
        let hits = self.paragraphs.get(node.from.block).map(|p| p.signals(&self.report.schema));
        node.kind == NodeKind::Section && hits.is_some_and(|s| s.headings.iter().any(|h| h.aside && Some(h.part) == node.part))
    }

    fn node(&self, node: &Node, items: &mut Vec<ListItem>) {
        let own = |c: &&Node| c.role == self.role && c.kind == NodeKind::Section && !self.is_aside(c);
        let sections: Vec<&Node> = node.children.iter().filter(own).collect();
        // （一）存在的问题 （二）原因分析: the first is the list itself.
        // A sentence behind it and no list makes it a problem of its own (（四）政务诚信建设存在薄弱环节。…).
        let names_part = |c: &&&Node| {
            let holds_list = c.to.block > c.from.block || !c.children.is_empty();
            holds_list
                && self.paragraphs.get(c.from.block).is_some_and(|p| {
                    p.signals(&self.report.schema)
                        .headings
                        .iter()
                        .any(|h| !h.near_the_end && !h.aside && self.report.schema.parts.get(h.part).is_some_and(|p| p.role == self.role))
                })
        };
        let aside = node.children.iter().any(|c| self.is_aside(c));
        if (sections.len() > 1 || aside || node.children.iter().any(|c| c.role != self.role)) && sections.iter().any(|c| names_part(&c)) {
            for child in sections.iter().filter(names_part) {
                self.node(child, items);
            }
            return;
        }
        if !sections.is_empty() {
            for child in sections {
                let Some(block) = self.block(child.from.block) else {
                    continue;
                };
                let extent = if child.run_in { child.title.start..block.body.end } else { child.title.clone() };
                items.push(self.item(child.from.block, child.title.clone(), extent));
            }
            return;
        }
        let listed: Vec<&Node> = node.children.iter().filter(|c| c.kind == NodeKind::Item && c.role == self.role).collect();
        if let Some(first) = listed.first() {
            let family = self.family(first);
            for item in listed.iter().filter(|i| self.family(i) == family) {
                let end = if item.to.block == item.from.block {
                    item.to.at
                } else {
                    self.block(item.from.block).map_or(item.title.end, |b| b.body.end)
                };
                let extent = item.title.start..end.max(item.title.end);
                let besides = self.besides(item.from.block, &extent);
                let end = besides.as_ref().map_or(extent.end, |b| b.extent.range.start);
                items.push(self.item(item.from.block, item.title.clone(), extent.start..end));
                items.extend(besides);
            }
            return;
        }
        self.paragraphs_of(node, items);
    }

    /// 此外，… behind the last item is one more, which nobody counted.
    fn besides(&self, index: usize, extent: &Local) -> Option<ListItem> {
        let text = self.block(index)?.get(extent);
        let (at, sentence) = sentences(text).skip(1).find(|(_, s)| s.starts_with(&crate::words::kinds().besides))?;
        // 此外，对照示范市的要求，…: what is said stands in the last clause.
        let body = sentence.trim_end_matches(['。', '；', ';']);
        let last = body.char_indices().rev().find(|(_, c)| narrow(*c) == ',').map_or(0, |(i, c)| i + c.len_utf8());
        let start = extent.start + at as u32;
        let end = start + sentence.len() as u32;
        Some(self.item(index, start + last as u32..start + body.len() as u32, start..end))
    }

    fn family(&self, node: &Node) -> Option<crate::syntax::ItemFamily> {
        let block = self.block(node.from.block)?;
        block.items.iter().find(|i| i.mark.start == node.from.at).map(|i| i.family)
    }

    fn item(&self, block: usize, title: Local, extent: Local) -> ListItem {
        let title = match self.block(block) {
            Some(b) => trim(b, &title),
            None => title,
        };
        ListItem { title: Span { block, range: title }, extent: Span { block, range: extent } }
    }

    /// Unmarked paragraphs: each is an item behind one that introduces them; a
    /// single one is taken apart.
    fn paragraphs_of(&self, node: &Node, items: &mut Vec<ListItem>) {
        let mut texts: Vec<(usize, Local)> = Vec::new();
        for index in node.blocks() {
            let Some(block) = self.block(index) else {
                continue;
            };
            if !block.is_text() || (index == node.from.block && node.kind == NodeKind::Section && !node.run_in) {
                continue;
            }
            let mut range = block.content();
            if index == node.from.block && node.kind == NodeKind::Part {
                range.start = range.start.max(node.from.at);
            }
            if index == node.to.block {
                range.end = range.end.min(node.to.at.max(range.start));
            }
            if !block.get(&range).trim_matches(is_blank).is_empty() {
                texts.push((index, range));
            }
        }
        if texts.len() > 1 {
            let introduces = texts
                .first()
                .and_then(|(i, r)| self.block(*i).map(|b| b.get(r)))
                .is_some_and(|t| t.ends_with(['：', ':']) || node.kind == NodeKind::Part || t.chars().count() < 40);
            for (index, range) in texts.iter().skip(usize::from(introduces)) {
                if let Some(block) = self.block(*index) {
                    let clause = clause_end(block.get(range)) as u32;
                    items.push(self.item(*index, range.start..range.start + clause, range.clone()));
                }
            }
            return;
        }
        if let Some((index, range)) = texts.first()
            && let Some(block) = self.block(*index)
        {
            let text = block.get(range);
            let found = if self.role == Role::Problems { enumerated(text) } else { Vec::new() };
            let found = if found.len() > 1 { found } else { self.by_sentence(text) };
            for (from, to) in found {
                let title_end = from + clause_end(text.get(from..to).unwrap_or_default());
                items.push(self.item(
                    *index,
                    range.start + from as u32..range.start + title_end as u32,
                    range.start + from as u32..range.start + to as u32,
                ));
            }
        }
    }

    /// Each sentence behind the first, which says what guides the work; the
    /// exhortation at the end is none. A single sentence is one item.
    fn by_sentence(&self, text: &str) -> Vec<(usize, usize)> {
        let all: Vec<(usize, usize)> =
            sentences(text).filter(|(_, s)| !s.ends_with(['！', '!'])).map(|(at, s)| (at, at + s.len())).collect();
        if all.len() > 1 { all.into_iter().skip(1).collect() } else { all }
    }
}

/// The members of a list inside one sentence: behind a colon or 存在, parted by
/// 、 or ；, up to 等.
fn enumerated(text: &str) -> Vec<(usize, usize)> {
    for (at, sentence) in sentences(text) {
        let Some(start) = list_start(sentence) else {
            continue;
        };
        let list = sentence.get(start..).unwrap_or_default();
        let end = list_end(list);
        let list = list.get(..end).unwrap_or_default();
        let members = split(list);
        if members.len() > 1 {
            return members.into_iter().map(|(a, b)| (at + start + a, at + start + b)).collect();
        }
    }
    Vec::new()
}

fn list_start(sentence: &str) -> Option<usize> {
    if let Some((at, c)) = sentence.char_indices().find(|(_, c)| narrow(*c) == ':') {
        return Some(at + c.len_utf8());
    }
    let table = crate::words::kinds();
    let exists = sentence.find(&table.exists).map(|at| at + table.exists.len())?;
    let behind = sentence.get(exists..)?;
    behind.contains('、').then(|| exists + behind.chars().next().filter(|c| table.particles.has(*c)).map_or(0, char::len_utf8))
}

/// Where the list ends: at 等问题, at 等 in front of a stop, or at the stop.
fn list_end(list: &str) -> usize {
    let mut depth = 0;
    for (at, c) in list.char_indices() {
        match c {
            '“' | '《' | '（' | '(' => depth += 1,
            '”' | '》' | '）' | ')' => depth -= 1,
            '等' if depth <= 0 => {
                let behind = list.get(at + c.len_utf8()..).unwrap_or_default();
                let next = behind.chars().next();
                if next.is_none_or(|n| matches!(narrow(n), ',' | '。' | ';'))
                    || crate::words::kinds().list_closers.at_start(behind).is_some()
                {
                    return at;
                }
            }
            '。' => return at,
            _ => {}
        }
    }
    list.len()
}

/// Members parted by 、 or ； (by ， where there are neither), outside brackets.
fn split(list: &str) -> Vec<(usize, usize)> {
    let at_depth = |stops: &[char]| {
        let mut depth = 0;
        let mut from = 0;
        let mut out = Vec::new();
        for (at, c) in list.char_indices() {
            match c {
                '“' | '《' | '（' | '(' => depth += 1,
                '”' | '》' | '）' | ')' => depth -= 1,
                _ if depth <= 0 && stops.contains(&narrow(c)) => {
                    out.push((from, at));
                    from = at + c.len_utf8();
                }
                _ => {}
            }
        }
        out.push((from, list.len()));
        out.retain(|(a, b)| list.get(*a..*b).is_some_and(|t| t.chars().count() >= 4));
        out
    };
    for stops in [&[';'][..], &['、'][..], &[','][..]] {
        let found = at_depth(stops);
        if found.len() > 1 {
            return found;
        }
    }
    at_depth(&[])
}

fn trim(block: &Block, range: &Local) -> Local {
    let text = block.get(range);
    let start = text.len() - text.trim_start_matches(|c| is_blank(c) || matches!(narrow(c), ',' | '*')).len();
    let end = text.trim_end_matches(|c| is_blank(c) || matches!(narrow(c), '。' | ',' | ';' | ':' | '*')).len();
    range.start + start.min(end) as u32..range.start + end as u32
}
