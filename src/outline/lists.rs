//! The problems and the plans, one by one.

use super::listing::{causes_at, concession, introduces, label_end, marked, members, name_end, opens_alike};
use super::parts::Parted;
use super::signals::sentences;
use super::{Anchor, ListItem, Node, NodeKind, Paragraph, Report};
use crate::schema::Role;
use crate::syntax::{Block, Family, ItemFamily, Local, Span, clause_end};
use crate::text::width::{is_blank, narrow};
use std::sync::Arc;

/// The problems and the plans, each in order.
pub fn read(paragraphs: &[Arc<Paragraph>], parted: &Parted, report: &Report) -> (Vec<ListItem>, Vec<ListItem>) {
    let of = |role| {
        let reader = Reader { paragraphs, report, role };
        let mut items = Vec::new();
        for node in &parted.nodes {
            reader.top(node, &mut items);
        }
        items
    };
    let (mut problems, mut plans) = (of(Role::Problems), of(Role::Plan));
    if let Some(inside) = parted.told_inside.as_ref().filter(|_| problems.is_empty()) {
        Reader { paragraphs, report, role: Role::Problems }.members_of(inside.block, &inside.range, &mut problems);
    }
    // Under a heading that promises measures, each problem may bring its own.
    let is_plan = |part: &usize| report.schema.parts.get(*part).is_some_and(|p| p.role == Role::Plan);
    if parted.named.iter().any(is_plan) {
        let reader = Reader { paragraphs, report, role: Role::Plan };
        let answers: Vec<ListItem> = problems.iter_mut().filter_map(|problem| reader.answer(problem)).collect();
        plans.extend(answers);
        plans.sort_by_key(|p| (p.title.block, p.title.range.start));
    }
    (problems, plans)
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
                // Measures may begin inside it.
                let end = if child.to.block == child.from.block { child.to.at.min(block.body.end) } else { block.body.end };
                let extent = if child.run_in { child.title.start..end.max(child.title.end) } else { child.title.clone() };
                self.section(child.from.block, block, &child.title, extent, items);
            }
            return;
        }
        if !self.listed(node, items) {
            self.paragraphs_of(node, items);
        }
    }

    /// An item with a heading mark, and those that its paragraph counts on from there: ①…；②…；③….
    fn section(&self, index: usize, block: &Block, title: &Local, extent: Local, items: &mut Vec<ListItem>) {
        let mark = block.heading.as_ref().and_then(|h| h.mark.as_ref()).filter(|m| m.family != Family::Chinese);
        let text = block.get(&extent);
        let more = mark.map(|m| marked(text, Some((m.family, m.ordinal)))).unwrap_or_default();
        let Some(first) = more.first() else { return items.push(self.item(index, title.clone(), extent)) };
        // The mark of the second one stands between the two.
        let end = extent.start + text.get(..first.start).map_or(0, |t| t.trim_end_matches(|c| !is_clause_mark(c)).len()) as u32;
        items.push(self.item(index, title.start..title.end.min(end), extent.start..end));
        for member in more {
            self.push(index, extent.start + member.start as u32..extent.start + member.end as u32, items);
        }
    }

    /// Items 一是, 二是 … of a node, without those of a list of causes behind
    /// them; whether there are any.
    fn listed(&self, node: &Node, items: &mut Vec<ListItem>) -> bool {
        let all: Vec<&Node> = node.children.iter().filter(|c| c.kind == NodeKind::Item && c.role == self.role).collect();
        let causes = self.causes(node);
        // Reasons of one problem stand between its number and the next.
        let first_behind = causes.and_then(|at| all.iter().position(|i| i.from > at));
        let counts_anew = first_behind.is_some_and(|i| all.get(i).and_then(|n| self.mark(n)).is_some_and(|m| m.1 <= 1));
        let listed = match first_behind.filter(|_| counts_anew) {
            Some(count) => all.get(..count).unwrap_or_default(),
            None => &all[..],
        };
        let Some(family) = listed.first().and_then(|first| self.mark(first)).map(|m| m.0) else { return false };
        for item in listed.iter().filter(|i| self.mark(i).is_some_and(|m| m.0 == family)) {
            let mut end = if item.to.block == item.from.block {
                item.to.at
            } else {
                self.block(item.from.block).map_or(item.title.end, |b| b.body.end)
            };
            if let Some(at) = causes.filter(|at| at.block == item.from.block && at.at > item.from.at) {
                end = end.min(at.at);
            }
            let extent = item.title.start..end.max(item.title.end);
            let besides = self.besides(item.from.block, &extent);
            let end = besides.as_ref().map_or(extent.end, |b| b.extent.range.start);
            items.push(self.item(item.from.block, item.title.clone(), extent.start..end));
            items.extend(besides);
        }
        true
    }

    /// Where the reasons of the problems begin inside a node.
    fn causes(&self, node: &Node) -> Option<Anchor> {
        (self.role == Role::Problems).then_some(())?;
        node.blocks().filter(|index| *index != node.from.block || node.kind != NodeKind::Section || node.run_in).find_map(|index| {
            let block = self.block(index)?;
            let content = block.content();
            let at = content.start + causes_at(block.get(&content))? as u32;
            let anchor = Anchor { block: index, at };
            (anchor > node.from && anchor < node.to).then_some(anchor)
        })
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

    /// How an item counts, and its number.
    fn mark(&self, node: &Node) -> Option<(ItemFamily, u32)> {
        let block = self.block(node.from.block)?;
        block.items.iter().find(|i| i.mark.start == node.from.at).map(|i| (i.family, i.ordinal))
    }

    fn item(&self, block: usize, title: Local, extent: Local) -> ListItem {
        let title = match self.block(block) {
            Some(b) => trim(b, &title),
            None => title,
        };
        ListItem { title: Span { block, range: title }, extent: Span { block, range: extent } }
    }

    /// The texts of a node up to the reasons that it gives, as blocks and ranges.
    fn texts(&self, node: &Node) -> Vec<(usize, Local)> {
        let causes = self.causes(node);
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
            if let Some(at) = causes.filter(|at| at.block == index) {
                range.end = range.end.min(at.at.max(range.start));
            }
            if !block.get(&range).trim_matches(is_blank).is_empty() {
                texts.push((index, range));
            }
        }
        texts
    }

    /// Unmarked paragraphs: each is an item behind one that introduces them; a
    /// single one is taken apart.
    fn paragraphs_of(&self, node: &Node, items: &mut Vec<ListItem>) {
        let mut texts = self.texts(node);
        let text = |(index, range): &(usize, Local)| self.block(*index).map_or("", |b| b.get(range));
        let alike = matches!(&texts[..], [first, second, ..] if opens_alike(text(first), text(second)));
        let leads = texts.len() > 1
            && texts.first().is_some_and(|first| node.kind == NodeKind::Part || !alike && introduces(text(first), self.role));
        if leads {
            texts.remove(0);
        }
        if let [single] = &texts[..] {
            return self.members_of(single.0, &single.1, items);
        }
        for (index, range) in texts {
            self.push(index, range, items);
        }
    }

    fn members_of(&self, index: usize, range: &Local, items: &mut Vec<ListItem>) {
        let text = self.block(index).map_or("", |b| b.get(range));
        for member in members(text, self.role) {
            self.push(index, range.start + member.start as u32..range.start + member.end as u32, items);
        }
    }

    fn push(&self, index: usize, mut range: Local, items: &mut Vec<ListItem>) {
        let text = self.block(index).map_or("", |b| b.get(&range));
        range.start += label_end(text) as u32;
        if self.role == Role::Problems {
            range.start += concession(self.block(index).map_or("", |b| b.get(&range))) as u32;
        }
        let end = self.block(index).map_or(0, |b| name_end(b.get(&range))) as u32;
        items.push(self.item(index, range.start..range.start + end, range));
    }

    /// The measure that stands inside a problem (…。下一步，将…), which is cut off there.
    fn answer(&self, problem: &mut ListItem) -> Option<ListItem> {
        let index = problem.title.block;
        let paragraph = self.paragraphs.get(index)?;
        let signals = paragraph.signals(&self.report.schema);
        let schema = &self.report.schema;
        let at = signals
            .cues
            .iter()
            .filter(|c| c.in_sentence && problem.extent.range.contains(&c.at) && c.at >= problem.title.range.end)
            .filter(|c| {
                schema.parts.get(c.part).is_some_and(|p| p.role == Role::Plan)
                    && super::parts::agree(self.report, c.report_year, c.plan_year)
            })
            .map(|c| c.at)
            .min()?;
        let text = paragraph.block.get(&(at..problem.extent.range.end));
        // 改进措施：制定…: the label is no part of the name.
        let label = clause_end(text);
        let label = text.get(label..).and_then(|t| t.chars().next()).filter(|c| narrow(*c) == ':').map_or(0, |c| label + c.len_utf8());
        let (name, end) = (at + label as u32, (label + name_end(text.get(label..).unwrap_or_default())) as u32);
        let answer = self.item(index, name..at + end, name..problem.extent.range.end);
        problem.extent.range.end = at;
        Some(answer)
    }
}

fn is_clause_mark(c: char) -> bool {
    matches!(narrow(c), ',' | '。' | ';' | ':' | '、')
}

fn trim(block: &Block, range: &Local) -> Local {
    let text = block.get(range);
    let start = text.len() - text.trim_start_matches(|c| is_blank(c) || matches!(narrow(c), ',' | '*')).len();
    let end = text.trim_end_matches(|c| is_blank(c) || matches!(narrow(c), '。' | ',' | ';' | ':' | '*')).len();
    range.start + start.min(end) as u32..range.start + end as u32
}
