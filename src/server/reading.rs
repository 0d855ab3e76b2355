//! What helps to read a report: hover, hints between the words, links, what
//! belongs together, wider selections.

use super::backend::Question;
use crate::ide;
use crate::rules::Analysis;
use std::sync::Arc;
use tower_lsp::ls_types::*;

/// What there is to say about a place.
pub fn hover(question: &Question, analysis: &Arc<Analysis>, position: Position) -> Option<Hover> {
    let wire = &question.seen.wire;
    let at = wire.offset(&analysis.text, position);
    let found = ide::hover(analysis, at, wire.lang)?;
    let (kind, value) = match wire.caps.hover_markdown {
        true => (MarkupKind::Markdown, found.text),
        false => (MarkupKind::PlainText, plain(&found.text)),
    };
    Some(Hover { contents: HoverContents::Markup(MarkupContent { kind, value }), range: Some(wire.range(&analysis.text, &found.range)) })
}

/// Markdown without its marks, for clients that show them as they are.
pub fn plain(markdown: &str) -> String {
    let line = |line: &str| line.trim_start_matches('#').trim_start_matches("> ").replace("**", "").replace('`', "");
    markdown.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// What is shown between the words of a range, if the user wants it.
pub fn hints(question: &Question, analysis: &Arc<Analysis>, range: Range) -> Vec<InlayHint> {
    let wire = &question.seen.wire;
    let hint = |hint: ide::Hint| InlayHint {
        position: wire.position(&analysis.text, hint.at),
        label: InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(plain(&hint.tooltip))),
        padding_left: Some(true),
        padding_right: Some(true),
        data: None,
    };
    ide::hints(analysis, &wire.bytes(&analysis.text, range), question.seen.wishes.hints, wire.lang).into_iter().map(hint).collect()
}

/// What can be followed.
pub fn links(question: &Question, analysis: &Arc<Analysis>) -> Vec<DocumentLink> {
    let wire = &question.seen.wire;
    let link = |link: ide::Link| DocumentLink {
        range: wire.range(&analysis.text, &link.range),
        target: super::convert::uri(&link.target),
        tooltip: link.tooltip.filter(|_| wire.caps.link_tooltip),
        data: None,
    };
    ide::links(analysis, wire.lang).into_iter().map(link).filter(|link| link.target.is_some()).collect()
}

/// What belongs together with a place.
pub fn highlights(question: &Question, analysis: &Arc<Analysis>, position: Position) -> Vec<DocumentHighlight> {
    let wire = &question.seen.wire;
    let ranges = ide::highlights(analysis, wire.offset(&analysis.text, position)).into_iter();
    ranges.map(|range| DocumentHighlight { range: wire.range(&analysis.text, &range), kind: Some(DocumentHighlightKind::TEXT) }).collect()
}

/// Ever wider passages around each position.
pub fn selections(question: &Question, analysis: &Arc<Analysis>, positions: &[Position]) -> Vec<SelectionRange> {
    let wire = &question.seen.wire;
    let around = |position: &Position| {
        let steps = ide::selections(analysis, wire.offset(&analysis.text, *position));
        let mut outer: Option<SelectionRange> = None;
        for step in steps.iter().rev() {
            outer = Some(SelectionRange { range: wire.range(&analysis.text, step), parent: outer.map(Box::new) });
        }
        let here = Range { start: *position, end: *position };
        outer.unwrap_or(SelectionRange { range: here, parent: None })
    };
    positions.iter().map(around).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_for_plain_clients() {
        assert_eq!(plain("## 标题\n**要求**：`x`"), " 标题\n要求：x");
    }
}
