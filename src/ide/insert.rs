//! Edits that bring what is missing to its place and keep every word of the
//! draft: a part from its template, a heading for an unlabelled part, a
//! content item, a theme.

use super::TextEdit;
use crate::outline::{ListItem, Node, NodeKind, Outline, Report, Stretch};
use crate::rules::Analysis;
use crate::schema::{Role, Schema, fill};
use crate::syntax::{Family, Heading, Item, ItemFamily, Span};
use crate::words;
use std::ops::Range;

/// Edits that insert `part:ID`, `content:ID` or `theme:ID` of the checklist,
/// `heading:ID`, the heading of an unlabelled part, or `plan:N`, a plan for the
/// problem at index N; with the range of the
/// inserted text afterwards (bytes in the edited text).
pub fn insert(analysis: &Analysis, id: &str) -> Option<(Vec<TextEdit>, Range<usize>)> {
    let (outline, report) = analysis.report()?;
    let (kind, name) = id.split_once(':')?;
    let schema = &report.schema;
    let writer = Writer { analysis, outline, report, layout: Layout::of(analysis, outline), typed: 0..0 };
    let part = || schema.parts.iter().position(|p| p.id == name);
    match kind {
        "part" => writer.part(part()?),
        "heading" => writer.heading(part()?),
        "plan" => writer.plan_stub(name.parse().ok()?),
        "content" => {
            let content = schema.content.iter().find(|c| c.id == name)?;
            let part = content.part.as_ref().and_then(|id| schema.parts.iter().position(|p| p.id == *id));
            writer.passage(content.within, part, &content.template)
        }
        "theme" => {
            let theme = schema.themes.iter().find(|t| t.id == name)?;
            let prompt = schema.parts.iter().find(|p| p.role == Role::Results).and_then(|p| first_prompt(&p.template)).unwrap_or_default();
            writer.passage(Role::Results, None, &[format!("{}。{prompt}。", theme.name.zh)])
        }
        _ => None,
    }
}

/// A part written out for a line of the draft.
pub(super) struct WrittenPart {
    /// Its heading with mark and indent.
    pub heading: String,
    /// The mark alone.
    pub mark: String,
    /// The paragraphs of its template.
    pub paragraphs: Vec<String>,
    /// Edits that number the headings behind it on.
    pub edits: Vec<TextEdit>,
    gap: String,
    lead: String,
    tail: String,
}

impl WrittenPart {
    /// Everything, set off from the lines around it as the draft's paragraphs are.
    pub fn text(&self) -> String {
        format!("{}{}", self.lead, self.text_behind_indent(&self.heading))
    }

    /// The same for a line that has its indent already, with `heading` without it.
    pub fn text_behind_indent(&self, heading: &str) -> String {
        let lines = std::iter::once(heading).chain(self.paragraphs.iter().map(String::as_str));
        format!("{}{}", lines.collect::<Vec<_>>().join(&self.gap), self.tail)
    }
}

/// The part `index` of the schema as it would stand on `line` (bytes), whose
/// own text goes.
pub(super) fn part_at(analysis: &Analysis, index: usize, line: &Range<usize>) -> Option<WrittenPart> {
    let (outline, report) = analysis.report()?;
    let part = report.schema.parts.get(index)?;
    let layout = Layout::of(analysis, outline);
    let writer = Writer { analysis, outline, report, layout, typed: line.clone() };
    let title = writer.fill(&part.heading);
    let (heading, edits) = writer.numbered(&title, line.start);
    let paragraphs = part.template.iter().map(|text| format!("{}{}", writer.layout.indent, writer.fill(text))).collect();
    let number = analysis.text.line_of(line.start);
    let is_text = |line: usize| line < analysis.text.line_count() && !analysis.text.slice(analysis.text.line_range(line)).trim().is_empty();
    let wide = writer.layout.gap.len() > analysis.text.line_end().len();
    let spare = |needed: bool| if needed && wide { analysis.text.line_end().to_owned() } else { String::new() };
    let mark = heading.trim_start_matches(['#', ' ', '　']).strip_suffix(title.as_str()).unwrap_or_default().to_owned();
    Some(WrittenPart {
        mark,
        heading,
        paragraphs,
        edits,
        lead: spare(number.checked_sub(1).is_some_and(is_text)),
        tail: spare(is_text(number + 1)),
        gap: writer.layout.gap,
    })
}

/// Whether the marks of the draft are full width.
pub(super) fn is_full_width(analysis: &Analysis) -> bool {
    analysis.report().is_none_or(|(outline, _)| Layout::of(analysis, outline).full_width)
}

fn first_prompt(template: &[String]) -> Option<String> {
    let line = template.first()?;
    let start = line.rfind('【')?;
    let end = line.get(start..)?.find('】')? + start + '】'.len_utf8();
    line.get(start..end).map(str::to_owned)
}

/// How the draft is laid out, so that what is inserted looks like it.
struct Layout {
    /// Between two paragraphs.
    gap: String,
    /// In front of a paragraph of running text.
    indent: String,
    /// Whether marks are full width.
    full_width: bool,
}

impl Layout {
    fn of(analysis: &Analysis, outline: &Outline) -> Self {
        let line_end = analysis.text.line_end();
        let tree = &analysis.tree;
        let texts: Vec<usize> = (0..tree.blocks().len()).filter(|i| !matches!(outline.role(*i), Role::Noise | Role::Meta)).collect();
        let pairs = texts.windows(2).filter_map(|w| Some((*w.first()?, *w.get(1)?))).filter(|(a, b)| a + 1 == *b);
        let (mut apart, mut close) = (0, 0);
        for (a, b) in pairs {
            let between = analysis.text.line_of(tree.start(b)) - analysis.text.line_of(tree.end(a));
            if between > 1 { apart += 1 } else { close += 1 }
        }
        let gap = if apart >= close { line_end.repeat(2) } else { line_end.to_owned() };
        let plain = texts
            .iter()
            .filter_map(|i| tree.blocks().get(*i))
            .filter(|b| b.is_text() && b.heading.is_none() && b.body().chars().count() > 40);
        let indent = plain.map(|b| b.text.get(..b.body.start as usize).unwrap_or_default()).next().unwrap_or_default();
        let (mut full, mut half) = (0, 0);
        for block in tree.blocks() {
            full += block.text.matches(['，', '（']).count();
            half += block.text.matches([',', '(']).count();
        }
        Self { gap, indent: if indent.contains(['#', '*']) { String::new() } else { indent.to_owned() }, full_width: full >= half }
    }
}

struct Writer<'a> {
    analysis: &'a Analysis,
    outline: &'a Outline,
    report: &'a Report,
    layout: Layout,
    /// The line that is being replaced: a mark typed there is no heading yet.
    typed: Range<usize>,
}

impl Writer<'_> {
    fn schema(&self) -> &Schema {
        &self.report.schema
    }

    fn fill(&self, line: &str) -> String {
        let issuer = self.report.issuer.as_deref().unwrap_or_default();
        let year = self.report.report_year.unwrap_or_default();
        let filled = fill(line, issuer, self.report.body, self.report.level, year);
        if self.layout.full_width {
            filled
        } else {
            filled.chars().map(|c| if "，：；（）".contains(c) { crate::text::width::narrow(c) } else { c }).collect()
        }
    }

    fn part(&self, index: usize) -> Option<(Vec<TextEdit>, Range<usize>)> {
        let part = self.schema().parts.get(index)?;
        let before = (0..index).filter_map(|i| self.outline.last_of(i)).max_by_key(|s| s.to);
        let at = match before {
            Some(stretch) => self.analysis.end_byte(stretch.to),
            None => self.behind_the_opening(),
        };
        let (heading, edits) = self.numbered(&self.fill(&part.heading), at);
        let paragraphs = part.template.iter().map(|line| format!("{}{}", self.layout.indent, self.fill(line)));
        let text = std::iter::once(heading).chain(paragraphs).collect::<Vec<_>>().join(&self.layout.gap);
        Some(self.place(at, text, edits))
    }

    /// Behind title, meta lines and lead.
    fn behind_the_opening(&self) -> usize {
        let mut opening = self.outline.stretches.iter().filter(|s| matches!(s.role, Role::Title | Role::Meta | Role::Lead));
        opening.next_back().map_or(0, |s| self.analysis.end_byte(s.to))
    }

    fn heading(&self, index: usize) -> Option<(Vec<TextEdit>, Range<usize>)> {
        let part = self.schema().parts.get(index)?;
        let stretch = self.outline.part(index).filter(|s| s.heading.is_none())?;
        let starts_line = self.starts_line(stretch);
        let at = if starts_line { self.analysis.tree.start(stretch.from.block) } else { self.analysis.byte(stretch.from) };
        let (heading, mut edits) = self.numbered(&self.fill(&part.heading), at);
        let gap = &self.layout.gap;
        let lead = if starts_line { String::new() } else { gap.clone() };
        let range = at + lead.len()..at + lead.len() + heading.len();
        let indent = if starts_line { "" } else { &self.layout.indent };
        edits.insert(0, TextEdit { range: at..at, text: format!("{lead}{heading}{gap}{indent}") });
        Some((edits, range))
    }

    fn starts_line(&self, stretch: &Stretch) -> bool {
        self.analysis.tree.blocks().get(stretch.from.block).is_none_or(|b| stretch.from.at <= b.body.start)
    }

    /// Adds a passage to the end of a section of the role, numbered like its fellows; of the `part` of the
    /// schema where the report has it.
    fn passage(&self, role: Role, part: Option<usize>, template: &[String]) -> Option<(Vec<TextEdit>, Range<usize>)> {
        let part = part.filter(|part| self.outline.last_of(*part).is_some());
        let within = |n: &&Node| n.role == role && n.kind != NodeKind::Item && (part.is_none() || n.part == part);
        let top: Vec<&Node> = self.outline.nodes.iter().filter(within).collect();
        let numbered = top.iter().rev().find(|n| self.last_child(n).is_some());
        let mut lines: std::collections::VecDeque<String> = template.iter().map(|line| self.fill(line)).collect();
        let opening = lines.pop_front()?;
        // 标题。正文。 can be numbered; a single sentence is a paragraph.
        let (title, rest) = opening.split_once('。').unwrap_or((&opening, ""));
        let (at, first) = match numbered {
            Some(node) if !rest.is_empty() => {
                let (heading, ordinal) = self.last_child(node)?;
                let family = heading.mark.as_ref()?.family;
                let hashes = self.analysis.tree.blocks().get(node.children.last()?.from.block).map_or(0, |b| b.hashes);
                let mark = family.write(ordinal + 1, self.layout.full_width);
                let lead = if hashes > 0 { format!("{} ", "#".repeat(hashes.into())) } else { self.layout.indent.clone() };
                let alone = !heading.is_run_in();
                if alone {
                    lines.push_front(rest.to_owned());
                }
                (self.analysis.end_byte(node.to), format!("{lead}{mark}{}", if alone { title } else { &opening }))
            }
            _ => {
                let last = part.and_then(|part| self.outline.last_of(part)).or_else(|| self.outline.of_role(role).last())?;
                (self.analysis.end_byte(last.to), format!("{}{opening}", self.layout.indent))
            }
        };
        let text = std::iter::once(first)
            .chain(lines.into_iter().map(|l| format!("{}{l}", self.layout.indent)))
            .collect::<Vec<_>>()
            .join(&self.layout.gap);
        Some(self.place(at, text, Vec::new()))
    }

    /// A plan for a problem, behind the last one and in its form, with the next number.
    fn plan_stub(&self, problem: usize) -> Option<(Vec<TextEdit>, Range<usize>)> {
        let problem = self.analysis.words(&self.outline.problems.get(problem)?.title);
        let table = words::new_report();
        let (title, detail) = (table.answer.replace("{problem}", problem), &table.answer_detail);
        let waits = |plan: &ListItem| self.analysis.words(&plan.title).contains(&title);
        if self.outline.plans.iter().any(waits) {
            return None;
        }
        let last = self.outline.plans.last()?;
        let block = self.analysis.tree.blocks().get(last.title.block)?;
        let start = last.title.range.start;
        if let Some(item) = block.items.iter().rev().find(|i| i.mark.end <= start && start < i.text.end.max(start + 1)) {
            return Some(self.item_behind(last, item, &format!("{title}{}", self.fill(&format!("，{detail}")))));
        }
        let at = self.section_end(last);
        match block.heading.as_ref().filter(|h| h.title.start == start) {
            Some(heading) => {
                let mark = heading.mark.as_ref().map(|m| m.family.write(m.ordinal + 1, self.layout.full_width)).unwrap_or_default();
                let lead = block.text.get(..block.body.start as usize).unwrap_or_default();
                let lead = if block.hashes > 0 { format!("{} ", "#".repeat(block.hashes.into())) } else { lead.to_owned() };
                let body = if heading.is_run_in() {
                    format!("{lead}{mark}{title}。{detail}。")
                } else {
                    format!("{lead}{mark}{title}{}{}{detail}。", self.layout.gap, self.layout.indent)
                };
                Some(self.place(at, body, Vec::new()))
            }
            None => Some(self.place(at, format!("{}{title}，{detail}。", self.layout.indent), Vec::new())),
        }
    }

    /// The end of what is said of the last plan: of its section, or of its paragraph.
    fn section_end(&self, last: &ListItem) -> usize {
        let mut end = None;
        self.outline.walk(|node| {
            if node.kind == NodeKind::Section && node.from.block == last.title.block && node.title.start == last.title.range.start {
                end = Some(self.analysis.end_byte(node.to));
            }
        });
        end.unwrap_or_else(|| self.analysis.tree.end(last.title.block))
    }

    /// One more item behind the last one of its list, in the same paragraph
    /// where the list stands in one.
    fn item_behind(&self, last: &ListItem, item: &Item, words: &str) -> (Vec<TextEdit>, Range<usize>) {
        let block = last.title.block;
        let blocks = self.analysis.tree.blocks();
        let text = |range: &crate::syntax::Local| blocks.get(block).map_or("", |b| b.get(range));
        let comma = if text(&(item.mark.end..item.text.end)).starts_with(['，', ','])
            || text(&(item.mark.start..item.text.start)).ends_with(['，', ','])
        {
            "，"
        } else {
            ""
        };
        // Behind 最后 nothing can be counted.
        let mark = match item.family {
            ItemFamily::Words => self.fill(&format!("{}，", crate::words::kinds().besides)),
            family => format!("{}{}", family.write(item.ordinal + 1), self.fill(comma)),
        };
        let alone = blocks.get(block).is_some_and(|b| b.items.len() == 1);
        if alone {
            let at = self.analysis.tree.end(block);
            return self.place(at, format!("{}{mark}{words}。", self.layout.indent), Vec::new());
        }
        // 一是 …；二是 …。: the stop stays at the end of the list.
        let extent = item.text.start..item.text.end;
        let said = text(&extent).trim_end();
        let stop = said.chars().next_back().filter(|c| matches!(c, '。' | '；' | ';'));
        let end = extent.start + (said.len() - stop.map_or(0, char::len_utf8)) as u32;
        let semicolons = text(&(0..item.mark.start)).trim_end().ends_with(['；', ';']);
        let between = if semicolons { self.fill("；") } else { "。".to_owned() };
        let at = self.analysis.bytes(&Span { block, range: end..end }).start;
        let lead = between.len();
        let tail = if stop.is_none() { "。" } else { "" };
        let added = format!("{between}{mark}{words}{tail}");
        let range = at + lead..at + added.len() - tail.len();
        (vec![TextEdit { range: at..at, text: added }], range)
    }

    /// The last numbered heading directly below a node.
    fn last_child(&self, node: &Node) -> Option<(&Heading, u32)> {
        let child = node.children.iter().rev().find(|c| c.kind == NodeKind::Section)?;
        let heading = self.analysis.tree.blocks().get(child.from.block)?.heading.as_ref()?;
        Some((heading, heading.mark.as_ref()?.ordinal))
    }

    /// A first-level heading for byte `at`, and the edits that number those
    /// behind it on.
    fn numbered(&self, title: &str, at: usize) -> (String, Vec<TextEdit>) {
        // Headings of one draft start at one column.
        let indented = self
            .outline
            .nodes
            .iter()
            .find(|n| n.kind == NodeKind::Section && n.level == 1)
            .and_then(|n| self.analysis.tree.blocks().get(n.from.block));
        let indent = indented.filter(|b| b.hashes == 0).map_or("", |b| b.text.get(..b.body.start as usize).unwrap_or_default());
        let indent = if indent.contains(['*', '>', '-']) { "" } else { indent };
        let tops: Vec<(usize, &Heading, u8)> = self
            .outline
            .nodes
            .iter()
            .filter(|n| n.kind == NodeKind::Section && n.level == 1)
            .filter(|n| !self.typed.contains(&self.analysis.byte(n.from)))
            .filter_map(|n| {
                let block = self.analysis.tree.blocks().get(n.from.block)?;
                Some((n.from.block, block.heading.as_ref()?, block.hashes))
            })
            .collect();
        let hashes = tops.iter().map(|t| t.2).find(|h| *h > 0).unwrap_or(0);
        let lead = if hashes > 0 { format!("{} ", "#".repeat(hashes.into())) } else { indent.to_owned() };
        let family = tops.iter().filter_map(|t| t.1.mark.as_ref()).map(|m| m.family).find(|f| matches!(f, Family::Part | Family::Chinese));
        let Some(family) = family else {
            return (format!("{lead}{title}"), Vec::new());
        };
        let own: Vec<_> = tops.iter().filter_map(|t| Some((t.0, t.1.mark.as_ref().filter(|m| m.family == family)?))).collect();
        let start = |block: usize| self.analysis.tree.start(block);
        let ordinal = own.iter().rev().find(|(block, _)| start(*block) < at).map_or(0, |(_, m)| m.ordinal) + 1;
        let mut next = ordinal;
        let mut edits = Vec::new();
        for (block, mark) in own.iter().filter(|(block, _)| start(*block) >= at) {
            if mark.ordinal != next {
                break;
            }
            next += 1;
            let span = Span { block: *block, range: mark.numeral.clone() };
            let number = if matches!(family, Family::Part | Family::Chinese) { crate::syntax::chinese(next) } else { next.to_string() };
            edits.extend(self.analysis.replacement(&span, number));
        }
        let space = if family == Family::Part { "　" } else { "" };
        (format!("{lead}{}{space}{title}", family.write(ordinal, self.layout.full_width)), edits)
    }

    /// Inserts whole paragraphs behind byte `at`.
    fn place(&self, at: usize, text: String, mut edits: Vec<TextEdit>) -> (Vec<TextEdit>, Range<usize>) {
        let gap = &self.layout.gap;
        let (lead, tail) = if at == 0 { ("", gap.as_str()) } else { (gap.as_str(), "") };
        // In the middle of a paragraph what follows becomes one of its own.
        let inside = self.analysis.text.line_range(self.analysis.text.line_of(at)).end > at && at > 0;
        let tail = if inside { gap.as_str() } else { tail };
        let range = at + lead.len()..at + lead.len() + text.len();
        edits.insert(0, TextEdit { range: at..at, text: format!("{lead}{text}{tail}") });
        (edits, range)
    }
}
