//! What there is to say about a place: of a figure the computation, of a
//! citation the document, of a problem what answers it, of a heading, a part or
//! the title what the schema expects, with its basis.

use super::{basis, cited, figures};
use crate::message::{Lang, Message, text};
use crate::outline::{Node, NodeKind, Outline, Report};
use crate::rules::Analysis;
use crate::schema::Role;
use crate::syntax::Span;
use std::ops::Range;

/// What is shown about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The passage it is about, in bytes.
    pub range: Range<usize>,
    /// Markdown.
    pub text: String,
}

/// What there is to say about the byte `at`.
pub fn hover(analysis: &Analysis, at: usize, lang: Lang) -> Option<Hover> {
    let (outline, report) = analysis.report()?;
    if let Some(hover) = citation(analysis, report, at, lang).or_else(|| figure(analysis, at, lang)) {
        return Some(hover);
    }
    for span in &report.title_spans {
        let range = analysis.bytes(span);
        if range.contains(&at) {
            return Some(Hover { range, text: title(report, lang) });
        }
    }
    let mut found: Option<(Range<usize>, &Node)> = None;
    outline.walk(|node| {
        let range = analysis.bytes(&node.heading);
        if node.kind != NodeKind::Item && range.contains(&at) {
            found = Some((range, node));
        }
    });
    // A numbered problem or plan is a heading too: what it answers says more.
    if let Some(linked) = super::trace::hover(analysis, at, lang) {
        return Some(linked);
    }
    let (range, node) = found?;
    Some(Hover { range, text: part(analysis, outline, report, node, lang) })
}

/// What is known of the document that is cited at the place.
fn citation(analysis: &Analysis, report: &Report, at: usize, lang: Lang) -> Option<Hover> {
    let (index, paragraph, local) = analysis.paragraph_at(at)?;
    // The innermost title comes last.
    let citation = paragraph.facts().citations.iter().rev().find(|c| c.range.contains(&(local as usize)))?;
    let documents = cited::documents(analysis, index, citation);
    if documents.is_empty() {
        return None;
    }
    let texts: Vec<_> = documents.iter().map(|d| cited::described(d, report.report_year, lang)).collect();
    let range = citation.range.start as u32..citation.range.end as u32;
    Some(Hover { range: analysis.bytes(&Span { block: index, range }), text: texts.join("\n\n---\n\n") })
}

/// What is computed from the figure at the place.
fn figure(analysis: &Analysis, at: usize, lang: Lang) -> Option<Hover> {
    let (index, paragraph, local) = analysis.paragraph_at(at)?;
    let facts = paragraph.facts();
    let number = facts.figures.all.iter().position(|f| f.range.contains(&local))?;
    let range = facts.figures.all.get(number)?.range.clone();
    let text = figures::described(facts, &paragraph.block.text, number, lang)?;
    Some(Hover { range: analysis.bytes(&Span { block: index, range }), text })
}

fn title(report: &Report, lang: Lang) -> String {
    let mut lines = vec![format!("**{}**", report.schema.name.get(lang))];
    if let Some(issuer) = &report.issuer {
        lines.push(Message::new("hover.issuer").with("issuer", issuer.as_str()).render(lang));
    }
    if let (Some(year), Some(next)) = (report.report_year, report.plan_year) {
        lines.push(Message::new("hover.years").with("year", year.to_string()).with("next", next.to_string()).render(lang));
    }
    if let Some(name) = report.profile().and_then(|p| p.name.as_ref()) {
        lines.push(Message::new("hover.profile").with("profile", name).render(lang));
    }
    if let Some(note) = report.stand_in_note() {
        lines.push(note.get(lang).to_owned());
    }
    let parts: Vec<&str> =
        report.schema.parts.iter().filter(|p| p.required && report.is_asked(&p.applies)).map(|p| p.name.get(lang)).collect();
    lines.push(Message::new("hover.parts").with("parts", parts.join(if lang == Lang::Zh { "、" } else { ", " })).render(lang));
    lines.join("\n\n")
}

fn part(analysis: &Analysis, outline: &Outline, report: &Report, node: &Node, lang: Lang) -> String {
    let schema = &report.schema;
    let Some(part) = node.part.and_then(|i| schema.parts.get(i)) else {
        return format!("**{}**", schema.name.get(lang));
    };
    let mut lines =
        vec![format!("**{}**{}", part.name.get(lang), if node.kind == NodeKind::Part { text("symbol.unlabelled", lang) } else { "" })];
    if let Some(basis) = basis(schema, &part.basis, lang) {
        lines.push(Message::new("hover.basis").with("basis", basis).render(lang));
    }
    let names = |themes: &[usize]| {
        themes.iter().filter_map(|i| schema.themes.get(*i)).map(|t| t.name.get(lang)).collect::<Vec<_>>().join(if lang == Lang::Zh {
            "；"
        } else {
            "; "
        })
    };
    if !node.themes.is_empty() && node.role == Role::Results {
        lines.push(Message::new("hover.themes").with("themes", names(&node.themes)).render(lang));
    }
    for (index, content) in schema.content.iter().enumerate() {
        if content.within == part.role && report.is_asked(&content.applies) {
            let there = outline.has_content(&analysis.paragraphs, index);
            let message = if there { Message::new("hover.content.there") } else { Message::new("hover.content.missing") };
            lines.push(message.with("content", &content.name).render(lang));
        }
    }
    if node.role == Role::Problems && !outline.problems.is_empty() {
        lines.push(Message::new("hover.problems").with("count", outline.problems.len()).render(lang));
    }
    if node.role == Role::Plan && !outline.plans.is_empty() {
        lines.push(Message::new("hover.plans").with("count", outline.plans.len()).render(lang));
    }
    lines.join("\n\n")
}
