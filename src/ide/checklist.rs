//! The checklist: every expected part, content item and theme, and its state.

use super::basis;
use crate::message::{Lang, Message, text};
use crate::outline::{Outline, Report};
use crate::rules::{Analysis, Subject};
use crate::schema::Role;
use crate::syntax::Span;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// State of an expected part, theme or content item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is there.
    There,
    /// It is there, and says little.
    Thin,
    /// Only a prompt of the template stands there.
    Unwritten,
    /// It is not there.
    Missing,
}

/// A line of the checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stable id inside the schema: `part:plan`, `theme:A4`, `content:first-responsible`.
    pub id: String,
    /// `part`, `theme` or `content`.
    pub kind: &'static str,
    /// Its name.
    pub label: String,
    /// Whether it is there.
    pub state: State,
    /// A few words on where or why.
    pub detail: Option<String>,
    /// The clause that asks for it.
    pub basis: Option<String>,
    /// Where it stands, in bytes.
    pub range: Option<Range<usize>>,
    /// The finding that tells that it is missing: index into
    /// [`Analysis::findings`]. `None` for what is missing where that was silenced.
    pub finding: Option<usize>,
    /// The title of the action that would insert it.
    pub insert: Option<String>,
    /// What belongs to it.
    pub children: Vec<Entry>,
}

/// A part of fewer characters says little.
const THIN: usize = 80;

/// The checklist of a recognised report; empty for other documents.
pub fn checklist(analysis: &Analysis, lang: Lang) -> Vec<Entry> {
    let Some((outline, report)) = analysis.report() else {
        return Vec::new();
    };
    let absences = Absences::of(analysis);
    let parts = report.schema.parts.iter().enumerate();
    parts
        .filter(|(index, part)| report.is_asked(&part.applies) && (part.required || outline.has_part(*index)))
        .map(|(index, part)| {
            let stretch = outline.part(index);
            let state = match stretch {
                None if absences.has(Subject::Part(index)) => State::Missing,
                None => State::Thin,
                Some(stretch) if outline.is_unwritten(&analysis.paragraphs, stretch) => State::Unwritten,
                Some(_) if length(analysis, outline, index) < THIN => State::Thin,
                Some(_) => State::There,
            };
            let range = stretch.map(|s| {
                let start = s.heading.as_ref().map_or_else(|| analysis.byte(s.from), |h| analysis.bytes(h).start);
                start..s.heading.as_ref().map_or(start, |h| analysis.bytes(h).end)
            });
            let detail = match stretch {
                Some(s) if s.heading.is_none() && !part.takes_the_rest => Some(text("checklist.unlabelled", lang).to_owned()),
                Some(s) => s.heading.as_ref().map(|h| analysis.words(h).to_owned()),
                None => None,
            };
            Entry {
                id: format!("part:{}", part.id),
                kind: "part",
                label: part.name.get(lang).to_owned(),
                state,
                detail,
                basis: basis(&report.schema, &part.basis, lang),
                range,
                finding: absences.finding(Subject::Part(index)),
                insert: (state == State::Missing).then(|| Message::new("action.insert-part").with("part", &part.name).render(lang)),
                children: if is_first_of_role(outline, report, index) {
                    children(analysis, &absences, outline, report, (part.role, state), lang)
                } else {
                    Vec::new()
                },
            }
        })
        .collect()
}

/// What a report should have and has not, and the findings that tell so.
struct Absences {
    missing: HashSet<Subject>,
    findings: HashMap<Subject, usize>,
}

impl Absences {
    fn of(analysis: &Analysis) -> Self {
        let findings = analysis.findings.iter().enumerate().filter_map(|(index, finding)| Some((finding.subject?, index)));
        Self { missing: analysis.absences().into_iter().collect(), findings: findings.collect() }
    }

    fn has(&self, subject: Subject) -> bool {
        self.missing.contains(&subject)
    }

    fn finding(&self, subject: Subject) -> Option<usize> {
        self.findings.get(&subject).copied()
    }
}

/// Content items and themes stand under the first part of their role that is there.
fn is_first_of_role(outline: &Outline, report: &Report, index: usize) -> bool {
    let role = report.schema.parts.get(index).map(|p| p.role);
    let mut parts = report.schema.parts.iter().enumerate();
    parts.find(|(i, p)| Some(p.role) == role && outline.part(*i).is_some()).is_some_and(|(first, _)| first == index)
}

/// The content items and themes of the part with this role, which is in this state.
fn children(
    analysis: &Analysis,
    absences: &Absences,
    outline: &Outline,
    report: &Report,
    (role, part): (Role, State),
    lang: Lang,
) -> Vec<Entry> {
    let schema = &report.schema;
    let mut out = Vec::new();
    for (index, content) in schema.content.iter().enumerate().filter(|(_, c)| c.within == role && report.is_asked(&c.applies)) {
        let state = match outline.has_content(&analysis.paragraphs, index) {
            // A heading alone says nothing of what it names.
            _ if part == State::Unwritten => State::Unwritten,
            true => State::There,
            false if outline.content_waits(&analysis.paragraphs, index) => State::Unwritten,
            false if absences.has(Subject::Content(index)) => State::Missing,
            false => State::Thin,
        };
        let place = outline.text_of(role).find(|block| {
            analysis.paragraphs.get(*block).is_some_and(|p| {
                let signals = p.signals(schema);
                signals.content.contains(&index) || content.ids.iter().any(|l| l.iter().all(|id| signals.words.has(*id)))
            })
        });
        out.push(Entry {
            id: format!("content:{}", content.id),
            kind: "content",
            label: content.name.get(lang).to_owned(),
            state,
            detail: None,
            basis: basis(schema, &content.basis, lang),
            range: place.map(|block| top_of(analysis, block)),
            finding: absences.finding(Subject::Content(index)),
            insert: (state == State::Missing && !content.template.is_empty())
                .then(|| Message::new("action.insert-content").with("content", &content.name).render(lang)),
            children: Vec::new(),
        });
    }
    if role == Role::Results {
        out.extend(themes(analysis, absences, outline, report, part, lang));
    }
    out
}

fn themes(analysis: &Analysis, absences: &Absences, outline: &Outline, report: &Report, part: State, lang: Lang) -> Vec<Entry> {
    let schema = &report.schema;
    let rows = outline.themes(&analysis.paragraphs).into_iter();
    rows.filter_map(|(index, hits)| {
        let theme = schema.themes.get(index)?;
        let state = match hits {
            0 if part == State::Unwritten || outline.theme_waits(&analysis.paragraphs, index) => State::Unwritten,
            0 if absences.has(Subject::Theme(index)) => State::Missing,
            n if n < theme.hits => State::Thin,
            _ => State::There,
        };
        let mut section = None;
        outline.walk(|n| {
            if section.is_none() && n.role == Role::Results && n.themes.contains(&index) && n.children.is_empty() {
                section = Some(n.from.block);
            }
        });
        let place = section.or_else(|| {
            outline
                .text_of(Role::Results)
                .find(|b| analysis.paragraphs.get(*b).is_some_and(|p| theme.ids.iter().any(|id| p.signals(schema).words.has(*id))))
        });
        Some(Entry {
            id: format!("theme:{}", theme.id),
            kind: "theme",
            label: theme.name.get(lang).to_owned(),
            state,
            detail: None,
            basis: basis(schema, &theme.basis, lang),
            range: place.map(|block| top_of(analysis, block)),
            finding: absences.finding(Subject::Theme(index)),
            insert: (state == State::Missing).then(|| Message::new("action.insert-theme").with("theme", &theme.name).render(lang)),
            children: Vec::new(),
        })
    })
    .collect()
}

/// The heading of a block, or its first characters.
fn top_of(analysis: &Analysis, block: usize) -> Range<usize> {
    let body = analysis.tree.blocks().get(block).map_or(0..0, |b| match &b.heading {
        Some(h) => b.body.start..h.title.end,
        None => b.body.start..b.body.start,
    });
    analysis.bytes(&Span { block, range: body })
}

/// Characters of a part's text, headings not counted.
fn length(analysis: &Analysis, outline: &Outline, part: usize) -> usize {
    let stretches = outline.stretches.iter().filter(|s| s.part == Some(part));
    stretches
        .flat_map(|s| s.from.block..=s.to.block)
        .filter_map(|i| analysis.tree.blocks().get(i))
        .map(|b| b.get(&b.content()).chars().count().max(b.heading.as_ref().map_or(0, |h| b.get(&h.title).chars().count())))
        .sum()
}
