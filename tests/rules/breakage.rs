//! Clean reports, and ways to break their outline in one place.

use crate::miscount::{Marked, marked};
use crate::support::{reports, settings};
use nianbao::ide::TextEdit;
use nianbao::outline::{Anchor, Node, NodeKind, Stretch};
use nianbao::rules::{Analysis, Draft};
use nianbao::schema::Role;
use nianbao::syntax::{Block, Family, Mark, Span, chinese};
use std::ops::Range;
use std::sync::Arc;

/// A report before it is broken.
pub struct Base {
    pub name: String,
    pub text: String,
    pub draft: Draft,
    pub analysis: Arc<Analysis>,
    /// Its marked figures, where it has some.
    pub marks: Vec<Marked>,
}

/// One way to break one report.
pub struct Broken {
    pub edits: Vec<TextEdit>,
    /// Where the finding belongs: bytes of the text before the edits.
    pub there: Range<usize>,
    /// Words that its message must have.
    pub says: Option<String>,
    /// Rules that rightly speak too: what was taken away held more than one thing.
    pub also: &'static [&'static str],
}

/// The reports that are broken.
pub fn bases() -> Vec<Base> {
    let all = reports().iter().map(|(name, text)| Base::new(name.clone(), text.clone()));
    all.chain(marked().into_iter().map(|(name, text, marks)| Base { marks, ..Base::new(name, text) })).collect()
}

impl Broken {
    pub fn new(edits: Vec<TextEdit>, there: Range<usize>) -> Self {
        Self { edits, there, says: None, also: &[] }
    }

    pub fn one(range: Range<usize>, text: impl Into<String>) -> Self {
        Self::new(vec![TextEdit { range: range.clone(), text: text.into() }], range)
    }

    pub fn also(mut self, rules: &'static [&'static str]) -> Self {
        self.also = rules;
        self
    }
}

/// Where a byte of the old text stands in the new one; what is replaced goes to its start or end.
pub fn moved(edits: &[TextEdit], at: usize, end: bool) -> usize {
    let mut moved = at as isize;
    for edit in edits {
        if edit.range.end < at || edit.range.end == at && (end || edit.range.start < at) {
            moved += edit.text.len() as isize - edit.range.len() as isize;
        } else if edit.range.start < at {
            moved += edit.range.start as isize - at as isize + if end { edit.text.len() as isize } else { 0 };
        }
    }
    moved as usize
}

impl Base {
    pub fn new(name: String, text: String) -> Self {
        let draft = Draft::new(&text);
        Self { analysis: draft.analyse(settings()), draft, name, text, marks: Vec::new() }
    }

    pub fn block(&self, index: usize) -> &Block {
        &self.analysis.tree.blocks()[index]
    }

    pub fn start(&self, block: usize) -> usize {
        if block < self.analysis.tree.blocks().len() { self.analysis.tree.start(block) } else { self.text.len() }
    }

    fn byte(&self, anchor: Anchor) -> usize {
        self.analysis.bytes(&Span { block: anchor.block, range: anchor.at..anchor.at }).start
    }

    /// Headings that stand beside each other, group by group, outermost first.
    pub fn groups(&self) -> Vec<Vec<&Node>> {
        let mut groups = Vec::new();
        let mut level: Vec<Vec<&Node>> = vec![self.analysis.outline.nodes.iter().collect()];
        while let Some(nodes) = level.pop() {
            level.extend(nodes.iter().map(|n| n.children.iter().collect::<Vec<_>>()));
            groups.push(nodes);
        }
        groups
    }

    pub fn sections(&self) -> Vec<&Node> {
        self.groups().into_iter().flatten().filter(|n| n.kind == NodeKind::Section).collect()
    }

    pub fn mark(&self, node: &Node) -> Option<&Mark> {
        (node.kind == NodeKind::Section).then(|| self.block(node.heading.block).heading.as_ref()?.mark.as_ref()).flatten()
    }

    pub fn of(&self, node: &Node, range: &Range<u32>) -> Range<usize> {
        self.analysis.bytes(&Span { block: node.heading.block, range: range.clone() })
    }

    /// Whole lines from a block to another, the line end of the last included.
    pub fn lines(&self, from: usize, to: usize) -> Range<usize> {
        self.start(from)..self.start(to + 1)
    }

    pub fn words(&self, range: Range<usize>) -> &str {
        &self.text[range]
    }

    fn number(family: Family, ordinal: u32) -> String {
        if matches!(family, Family::Arabic | Family::ArabicParen) { ordinal.to_string() } else { chinese(ordinal) }
    }

    pub fn renumbered(&self, node: &Node, ordinal: u32) -> Option<TextEdit> {
        let mark = self.mark(node).filter(|m| m.family != Family::Circled && ordinal > 0)?;
        Some(TextEdit { range: self.of(node, &mark.numeral), text: Self::number(mark.family, ordinal) })
    }

    /// Edits that close the gap behind the fellow at `index`.
    fn close_up(&self, group: &[&Node], index: usize) -> Vec<TextEdit> {
        let Some(gone) = self.mark(group[index]) else { return Vec::new() };
        let behind = group[index + 1..].iter().filter(|n| self.mark(n).is_some_and(|m| m.family == gone.family));
        let mut last = gone.ordinal;
        behind
            .map_while(|n| {
                let ordinal = self.mark(n)?.ordinal;
                (ordinal == last + 1).then(|| last = ordinal)?;
                self.renumbered(n, ordinal - 1)
            })
            .collect()
    }

    /// Stretches that begin and end with whole paragraphs.
    fn is_whole(&self, stretch: &Stretch) -> bool {
        stretch.from.at <= self.block(stretch.from.block).body.start && stretch.to.at >= self.block(stretch.to.block).body.end
    }

    fn headed_by(&self, stretch: &Stretch) -> Option<(Vec<&Node>, usize)> {
        let heading = stretch.heading.as_ref()?;
        self.groups().into_iter().find_map(|g| g.iter().position(|n| n.heading == *heading).map(|i| (g, i)))
    }
}

/// A part is taken out, and what follows numbered on.
pub fn drop_part(base: &Base) -> Vec<Broken> {
    let outline = &base.analysis.outline;
    let Some(report) = &outline.report else { return Vec::new() };
    let parts = report.schema.parts.iter().enumerate();
    parts
        .filter(|(i, p)| p.required && !p.takes_the_rest && !outline.named.contains(i) && outline.part(*i).is_some())
        .filter_map(|(index, part)| {
            let mut edits: Vec<TextEdit> = Vec::new();
            for stretch in outline.stretches.iter().filter(|s| s.part == Some(index)) {
                let whole = base.is_whole(stretch);
                let end = Anchor { block: stretch.to.block, at: stretch.to.at };
                let range = if whole { base.lines(stretch.from.block, stretch.to.block) } else { base.byte(stretch.from)..base.byte(end) };
                edits.push(TextEdit { range, text: String::new() });
                if let Some((group, at)) = base.headed_by(stretch) {
                    edits.extend(base.close_up(&group, at));
                }
            }
            let at = edits.first()?.range.start;
            let mut broken = Broken::new(edits, 0..at);
            broken.says = Some(part.name.zh.clone());
            Some(broken)
        })
        .collect()
}

/// Two parts change places, their numbers stay.
pub fn swap_parts(base: &Base) -> Vec<Broken> {
    let outline = &base.analysis.outline;
    let headed = |s: &&Stretch| s.part.is_some() && s.heading.is_some() && base.is_whole(s);
    let parts: Vec<&Stretch> = outline.stretches.iter().filter(headed).collect();
    let mut found = Vec::new();
    for (i, a) in parts.iter().enumerate() {
        for b in &parts[i + 1..] {
            let (Some((group_a, at_a)), Some((group_b, at_b))) = (base.headed_by(a), base.headed_by(b)) else { continue };
            let (first, second) = (group_a[at_a], group_b[at_b]);
            let same = base.mark(first).map(|m| m.family) == base.mark(second).map(|m| m.family);
            if !same
                || a.part == b.part
                || first.level != second.level
                || a.to.block >= b.from.block
                || b.to.block + 1 > first.to.block.max(b.to.block) + 1
            {
                continue;
            }
            let (ra, rb) = (base.lines(a.from.block, a.to.block), base.lines(b.from.block, b.to.block));
            let numeral = |n: &Node| base.mark(n).map(|m| base.of(n, &m.numeral));
            let text = |r: &Range<usize>, own: Option<Range<usize>>, other: Option<Range<usize>>| match (own, other) {
                (Some(own), Some(other)) => {
                    format!("{}{}{}", base.words(r.start..own.start), base.words(other), base.words(own.end..r.end))
                }
                _ => base.words(r.clone()).to_owned(),
            };
            let (na, nb) = (numeral(first), numeral(second));
            let mut new_b = text(&rb, nb.clone(), na.clone());
            if !new_b.ends_with('\n') {
                new_b.push_str("\n\n");
            }
            let new_a = text(&ra, na, nb);
            let edits = vec![TextEdit { range: ra.clone(), text: new_b }, TextEdit { range: rb.clone(), text: new_a }];
            found.push(Broken::new(edits, ra.start..rb.end));
        }
    }
    found
}

/// The text under a heading on its own line is lost.
pub fn empty_section(base: &Base) -> Vec<Broken> {
    let written = |n: &&Node| n.kind == NodeKind::Section && (n.run_in || n.to.block > n.from.block);
    let mut found = Vec::new();
    for group in base.groups() {
        for node in group.iter().filter(|n| n.kind == NodeKind::Section && !n.run_in && n.to.block > n.from.block) {
            let fellows = group.iter().filter(|n| n.level == node.level && n.from != node.from && written(n));
            if fellows.count() == 0 {
                continue;
            }
            let gone = TextEdit { range: base.lines(node.from.block + 1, node.to.block), text: String::new() };
            // With the text go the parts and the content that stood in it, and numbers that ran on.
            let also = &["missing-content", "missing-part", "heading-sequence"];
            found.push(Broken::new(vec![gone], base.lines(node.from.block, node.from.block)).also(also));
        }
    }
    found
}

/// A heading gets the words of the one before it.
pub fn duplicate_section(base: &Base) -> Vec<Broken> {
    let mut found = Vec::new();
    for group in base.groups() {
        let own: Vec<&&Node> = group.iter().filter(|n| n.kind == NodeKind::Section).collect();
        for pair in own.windows(2) {
            let (a, b) = (base.of(pair[0], &pair[0].title), base.of(pair[1], &pair[1].title));
            let names_part = base.analysis.outline.stretches.iter().any(|s| s.heading.as_ref() == Some(&pair[1].heading));
            if names_part || pair[0].role != pair[1].role || base.words(a.clone()).chars().count() < 4 {
                continue;
            }
            found.push(Broken::one(b, base.words(a)).also(&["missing-content"]));
        }
    }
    found
}

fn replaced(base: &Base, roles: &[Role], words: &[String], with: &str) -> Vec<TextEdit> {
    let mut edits: Vec<TextEdit> = Vec::new();
    for stretch in base.analysis.outline.stretches.iter().filter(|s| roles.contains(&s.role)) {
        let range = base.byte(stretch.from)..base.byte(stretch.to);
        let text = base.words(range.clone());
        for word in words {
            for (at, _) in text.match_indices(word.as_str()) {
                let new = range.start + at..range.start + at + word.len();
                if edits.iter().all(|e| new.end <= e.range.start || e.range.end <= new.start) {
                    edits.push(TextEdit { range: new, text: with.to_owned() });
                }
            }
        }
    }
    edits
}

/// Nothing is said any more of the leaders' duty.
pub fn drop_content(base: &Base) -> Vec<Broken> {
    let words = ["第一责任人", "主要负责人", "主要负责同志", "主要领导", "县长", "市长", "区长", "局长", "镇长", "书记", "一把手"]
        .map(String::from);
    let has = |a: &Analysis| a.findings.iter().any(|f| f.rule.name == "missing-content");
    let edits = replaced(base, &[Role::Results], &words, "有关同志");
    if edits.is_empty() || has(&base.analysis) {
        return Vec::new();
    }
    let whole = 0..base.text.len();
    let mut found = vec![Broken::new(edits.clone(), whole.clone())];
    // To exhort somebody in the plan is not to have done it.
    if let Some(plan) = base.analysis.outline.of_role(Role::Plan).last() {
        let at = base.byte(plan.to);
        let mut exhorted = edits;
        exhorted.push(TextEdit {
            range: at..at, text: "党政主要负责人要切实履行推进法治建设第一责任人职责。".into()
        });
        found.push(Broken::new(exhorted, whole));
    }
    found
}

/// The causes are lost.
pub fn drop_causes(base: &Base) -> Vec<Broken> {
    let words = base.analysis.outline.report.iter().flat_map(|r| r.schema.content.iter().filter(|c| c.id == "causes"));
    let words: Vec<String> = words.flat_map(|c| c.words.iter().flatten().cloned()).collect();
    let edits = replaced(base, &[Role::Problems], &words, "某项");
    if edits.is_empty() { Vec::new() } else { vec![Broken::new(edits, 0..base.text.len())] }
}

/// A theme is spoken of in other words.
pub fn drop_theme(base: &Base) -> Vec<Broken> {
    let outline = &base.analysis.outline;
    let Some(report) = &outline.report else { return Vec::new() };
    let length: usize = outline.text_of(Role::Results).map(|i| base.block(i).body().chars().count()).sum();
    // Short results are not asked for themes; words that a page broke are not found by their letters.
    if length < 800 || base.analysis.tree.blocks().iter().any(|b| b.is_wrapped()) {
        return Vec::new();
    }
    let asked = outline.themes(&base.analysis.paragraphs).into_iter().filter(|t| t.1 > 0);
    asked
        .map(|(index, _)| {
            let theme = &report.schema.themes[index];
            let edits = replaced(base, &[Role::Lead, Role::Results], &theme.probes, "某项");
            let mut broken = Broken::new(edits, 0..base.text.len()).also(&["missing-content"]);
            broken.says = Some(theme.name.zh.clone());
            broken
        })
        .collect()
}

/// 报告 becomes 总结; a word is written twice.
pub fn title_form(base: &Base) -> Vec<Broken> {
    let Some(last) = base.analysis.outline.report.as_ref().and_then(|r| r.title_spans.last()) else { return Vec::new() };
    let range = base.analysis.bytes(last);
    let title = base.words(range.clone());
    let mut found = Vec::new();
    if let Some(at) = title.rfind("报告").filter(|_| title.contains("法治政府")) {
        found.push(Broken::one(range.start + at..range.start + at + "报告".len(), "总结"));
    }
    if let Some(at) = title.find("情况") {
        found.push(Broken::one(range.start + at..range.start + at + "情况".len(), "情况情况"));
    }
    found
}

fn drop_role(base: &Base, role: Role) -> Vec<Broken> {
    let rows: Vec<_> = base.analysis.outline.of_role(role).map(|s| base.lines(s.from.block, s.to.block)).collect();
    let edits: Vec<TextEdit> = rows.into_iter().map(|range| TextEdit { range, text: String::new() }).collect();
    if edits.is_empty() { Vec::new() } else { vec![Broken::new(edits, 0..base.text.len())] }
}

pub fn drop_signature(base: &Base) -> Vec<Broken> {
    drop_role(base, Role::Signature)
}

pub fn drop_date(base: &Base) -> Vec<Broken> {
    drop_role(base, Role::Date)
}

/// A part's heading gives way to a sentence that says the same.
pub fn drop_heading(base: &Base) -> Vec<Broken> {
    let outline = &base.analysis.outline;
    let Some(report) = outline.report.as_ref().filter(|r| r.schema.parts.iter().all(|p| !p.fixed_heading)) else { return Vec::new() };
    let mut found = Vec::new();
    for stretch in outline.stretches.iter().filter(|s| matches!(s.role, Role::Problems | Role::Plan) && s.heading.is_some()) {
        let Some((group, at)) = base.headed_by(stretch) else { continue };
        let node = group[at];
        if node.run_in || node.level > 1 || report.schema.parts.iter().enumerate().any(|(i, _)| outline.named.contains(&i)) {
            continue;
        }
        let sentences = match stretch.role {
            Role::Problems => [
                "虽然取得了一定成效，但工作中仍存在以下问题和不足：".to_owned(),
                "同时也要清醒看到，我们的工作还存在一些短板，主要表现在：".to_owned(),
            ],
            _ => [
                format!("{}年，我们将重点抓好以下工作：", report.plan_year.unwrap_or_default()),
                "下一步，我们将着力抓好以下工作：".to_owned(),
            ],
        };
        let heading = base.lines(node.from.block, node.from.block);
        for sentence in sentences {
            let mut edits = vec![TextEdit { range: heading.clone(), text: format!("{sentence}\n\n") }];
            edits.extend(base.close_up(&group, at));
            found.push(Broken::new(edits, heading.clone()));
        }
    }
    found
}
