//! What is known of a document that a report cites, for hover, links and
//! completion.

use crate::facts::{Citation, Document, DocumentKind, register};
use crate::message::{Lang, Message, text};
use crate::rules::{self, Analysis};

/// The national documents that a citation of block `block` can mean: the one
/// with its years, else all of its title. A short name (《纲要》) stands for the
/// last document with that short name that was cited before it.
pub(super) fn documents(analysis: &Analysis, block: usize, citation: &Citation) -> Vec<&'static Document> {
    let Some(paragraph) = analysis.paragraphs.get(block) else { return Vec::new() };
    let named = of_title(&paragraph.block.text, citation);
    if !named.is_empty() || !register().documents.iter().any(|d| d.short.contains(&citation.name)) {
        return named;
    }
    let before = analysis.paragraphs.get(..=block).unwrap_or_default().iter().enumerate().rev();
    for (index, paragraph) in before {
        for earlier in paragraph.facts().citations.iter().rev().filter(|c| index < block || c.range.end <= citation.range.start) {
            let meant: Vec<_> = of_title(&paragraph.block.text, earlier).into_iter().filter(|d| d.short.contains(&citation.name)).collect();
            if !meant.is_empty() {
                return meant;
            }
        }
    }
    Vec::new()
}

fn of_title(text: &str, citation: &Citation) -> Vec<&'static Document> {
    let all: Vec<_> = register().named(&citation.name).collect();
    if all.is_empty() || rules::is_local_title(text, citation.range.start) {
        return Vec::new();
    }
    let years = citation.years.as_ref().map(|y| (y.from, y.to));
    let same: Vec<_> = all.iter().copied().filter(|d| d.years == years).collect();
    if same.is_empty() { all } else { same }
}

/// What is known of a document, as Markdown.
pub(super) fn described(document: &Document, report_year: Option<i32>, lang: Lang) -> String {
    let kind = match document.kind {
        DocumentKind::Party => "cited.party",
        DocumentKind::Law => "cited.law",
        DocumentKind::Regulation => "cited.regulation",
        DocumentKind::Notice => "cited.notice",
    };
    let mut lines = vec![format!("**{}**", document.cited()), text(kind, lang).to_owned()];
    if let Some(number) = &document.number {
        lines.push(Message::new("cited.number").with("number", number.as_str()).render(lang));
    }
    if let Some(date) = &document.date {
        lines.push(Message::new("cited.date").with("date", day(date, lang)).render(lang));
    }
    if let Some(date) = &document.in_force {
        lines.push(Message::new("cited.in-force").with("date", day(date, lang)).render(lang));
    }
    lines.push(state(document, report_year).render(lang));
    if document.revision {
        lines.push(text("cited.revision", lang).to_owned());
    }
    if !document.re_read {
        lines.push(text("cited.not-re-read", lang).to_owned());
    }
    if let Some(url) = &document.url {
        lines.push(format!("[{}]({url})", text("cited.read", lang)));
    }
    lines.join("\n\n")
}

/// The fewest words that tell a document: that it is superseded, else its
/// number, else since when it is in force.
pub(super) fn label(document: &Document, lang: Lang) -> Option<String> {
    if document.superseded_by.is_some() {
        return Some(text("hint.superseded", lang).to_owned());
    }
    let since = || Some(Message::new("hint.in-force").with("date", day(document.in_force.as_ref()?, lang)).render(lang));
    document.number.clone().or_else(since)
}

/// What tells a document from others of its kind: its number, else its day.
pub(super) fn told_apart_by(document: &Document, lang: Lang) -> Option<String> {
    let dated = || document.date.as_ref().or(document.in_force.as_ref()).map(|date| day(date, lang));
    document.number.clone().or_else(dated)
}

/// Whether a document is in force, as far as the register knows.
pub(super) fn state(document: &Document, report_year: Option<i32>) -> Message {
    let later = document.superseded_by.as_deref().and_then(|id| register().get(id));
    match (later, document.years, report_year) {
        (Some(later), ..) => Message::new("cited.superseded").with("title", later.cited()),
        (None, Some((_, to)), Some(year)) if year > to => Message::new("cited.ended").with("year", to.to_string()),
        _ => Message::new("cited.current"),
    }
}

/// `2021-08` as 2021年8月.
fn day(date: &str, lang: Lang) -> String {
    if lang == Lang::En {
        return date.to_owned();
    }
    let mut parts = date.split('-').map(|part| part.trim_start_matches('0'));
    let units = ["年", "月", "日"];
    units.iter().map_while(|unit| Some(format!("{}{unit}", parts.next()?))).collect()
}
