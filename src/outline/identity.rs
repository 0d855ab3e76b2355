//! Who reports, and on which year: title, opening, signature and the page around them.

use super::frame::Frame;
use super::{Claim, Hints, Paragraph, Report};
use crate::facts::Date;
use crate::syntax::Span;
use crate::text::width::{is_blank, narrow, squeeze};
use std::sync::Arc;

/// Years, issuer and profile of a claimed document.
pub fn report(paragraphs: &[Arc<Paragraph>], claim: Claim, frame: &Frame, hints: &Hints<'_>) -> Report {
    let schema = claim.schema;
    let text_of = |block: usize| paragraphs.get(block).map_or("", |p| p.block.body());
    let lead_year =
        || frame.lead.clone().chain(frame.body.clone()).take(3).find_map(|b| crate::facts::years(text_of(b)).first().map(|y| y.1));
    let signed = frame.date.and_then(|block| {
        let body = paragraphs.get(block)?.block.body.clone();
        let line = text_of(block);
        let at = crate::facts::date_behind_name(line).unwrap_or(0);
        let date = crate::facts::date_line(line.get(at..)?)?.0?;
        Some((Span { block, range: body.start + at as u32..body.end }, date))
    });
    let signed_year = || signed.as_ref().map(|s| s.1.year - 1);
    let report_year = claim.year.or_else(signed_year).or_else(lead_year);
    let signature = frame.signature.first().map(|b| {
        let line = text_of(*b);
        let name = line.get(..crate::facts::date_behind_name(line).unwrap_or(line.len())).unwrap_or(line);
        name.trim_matches(is_blank).to_owned()
    });
    let issuer = hints.issuer.map(str::to_owned).or_else(|| claim.issuer.clone().filter(|name| schema.is_organ(name))).or(signature);
    // The office that signs for a place does not make the report a department's.
    let place = claim.issuer.as_deref().filter(|name| !schema.is_organ(name) && schema.kind_of(&squeeze(name)).0.is_some());
    let known = hints.issuer.or(place).or(issuer.as_deref()).or(claim.issuer.as_deref());
    let known = known.map(squeeze).or_else(|| own_place(&claim.title).map(str::to_owned));
    let (body, level) = known.map_or((None, None), |name| schema.kind_of(&name));
    let profile = schema.profile_for(report_year);
    let title_spans = claim
        .blocks
        .iter()
        .filter_map(|block| paragraphs.get(*block).map(|p| Span { block: *block, range: p.block.body.clone() }))
        .collect();
    let published = published(paragraphs, &claim.blocks, frame);
    Report {
        profile,
        signed,
        published,
        title: claim.title,
        title_spans,
        issuer,
        body,
        level,
        report_year,
        plan_year: report_year.map(|y| y + 1),
        certainty: claim.certainty,
        reasons: claim.reasons,
        schema,
    }
}

/// The day of publication in the lines around the title. A label says so: other
/// days there may be those of a visit or of another document.
fn published(paragraphs: &[Arc<Paragraph>], title: &[usize], frame: &Frame) -> Option<(Span, Date)> {
    let table = crate::words::published();
    let before = title.first().copied().unwrap_or(frame.meta.start);
    let lines = (before.saturating_sub(20)..before).chain(frame.meta.clone());
    let dated = lines.flat_map(|block| {
        let text = paragraphs.get(block).map_or("", |p| &*p.block.text);
        table.label.find_iter(text).filter_map(move |label| {
            let behind = text.get(label.end()..)?;
            let (at, date) = crate::facts::first_date(behind)?;
            // Directly behind the label.
            let near = behind.get(..at.start)?.chars().all(|c| is_blank(c) || matches!(narrow(c), ':' | '[' | '('));
            let range = (label.end() + at.start) as u32..(label.end() + at.end) as u32;
            // When a document was made counts less than when it was made public.
            let made = table.made.at_start(label.as_str()).is_some();
            near.then_some((made, Span { block, range }, date))
        })
    });
    let mut dated: Vec<_> = dated.collect();
    dated.sort_by_key(|d| d.0);
    dated.into_iter().next().map(|(_, span, date)| (span, date))
}

/// 全省, 全市 in a title that names nobody: the government of such a place reports.
fn own_place(title: &str) -> Option<&str> {
    let at = title.find('全')?;
    let end = title.get(at..)?.char_indices().nth(2)?.0;
    title.get(at..at + end).filter(|word| crate::words::places().ends.end(word))
}
