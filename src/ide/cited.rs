//! What is known of a document that a report cites, for hover, links and
//! completion.

use crate::facts::{Citation, Date, Document, DocumentKind, earliest, register};
use crate::message::{Lang, Message, text};
use crate::rules::{self, Analysis};

/// The national documents that a citation of block `block` can mean: the one
/// with its years, else all of its title. A short name (《纲要》) stands for the
/// last document with that short name that was cited before it.
pub(super) fn documents(analysis: &Analysis, block: usize, citation: &Citation) -> Vec<&'static Document> {
    let Some(paragraph) = analysis.paragraphs.get(block) else { return Vec::new() };
    let year = analysis.outline.report.as_ref().and_then(|r| r.report_year);
    let named = of_title(&paragraph.block.text, citation, year);
    if !named.is_empty() || !register().documents.iter().any(|d| d.short.contains(&citation.name)) {
        return named;
    }
    let before = analysis.paragraphs.get(..=block).unwrap_or_default().iter().enumerate().rev();
    for (index, paragraph) in before {
        for earlier in paragraph.facts().citations.iter().rev().filter(|c| index < block || c.range.end <= citation.range.start) {
            let meant: Vec<_> =
                of_title(&paragraph.block.text, earlier, year).into_iter().filter(|d| d.short.contains(&citation.name)).collect();
            if !meant.is_empty() {
                return meant;
            }
        }
    }
    Vec::new()
}

/// What a citation can mean by its own words; of several versions of one title, in a
/// report on `report_year`, the one that applied then.
fn of_title(text: &str, citation: &Citation, report_year: Option<i32>) -> Vec<&'static Document> {
    let mut all: Vec<_> = register().named(&citation.name).collect();
    let not_yet = |d: &Document| d.since().zip(report_year).is_some_and(|(since, year)| since.year > year);
    let later = |d: &'static Document| register().successors(d).next().filter(|next| next.title == d.title && next.years == d.years);
    all.retain(|d| later(d).is_none_or(not_yet));
    if all.len() > 1 {
        let first = all.clone();
        all.retain(|d| !not_yet(d) || !first.iter().any(|old| later(old).is_some_and(|next| next.id == d.id)));
    }
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

/// The fewest words that tell a document: that it is superseded for a report on
/// `report_year`, else its number, else since when it is in force.
pub(super) fn label(document: &Document, report_year: Option<i32>, lang: Lang) -> Option<String> {
    if matches!(state(document, report_year).id, "cited.superseded" | "cited.revised") {
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

/// Whether a document is in force for a report on `report_year`, as far as the
/// register knows: what came later than that year changes nothing in it.
pub(super) fn state(document: &Document, report_year: Option<i32>) -> Message {
    let by_then = |date: Option<Date>| date.zip(report_year).is_none_or(|(date, year)| date.year <= year);
    let later = register().successors(document).take_while(|next| by_then(next.since())).last();
    match (later, &document.repealed, document.years, report_year) {
        (Some(later), ..) if later.title == document.title && later.years == document.years => {
            Message::new("cited.revised").with("date", later.date.as_deref().unwrap_or_default())
        }
        (Some(later), ..) => Message::new("cited.superseded").with("title", later.cited()),
        (None, Some(date), ..) if by_then(earliest(date)) => Message::new("cited.repealed").with("date", date.as_str()),
        (None, _, Some((_, to)), Some(year)) if year > to => Message::new("cited.ended").with("year", to.to_string()),
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
