//! What can be written at a place.

use super::backend::Question;
use super::reading::plain;
use crate::ide::{self, CompletionKind};
use crate::rules::Analysis;
use std::sync::Arc;
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionList, CompletionTextEdit, Documentation, InsertTextFormat,
    InsertTextMode, MarkupContent, MarkupKind, Position, TextEdit,
};

/// Characters at which an editor asks unasked: they open a title.
pub const TRIGGERS: [&str; 2] = ["《", "〈"];

/// The items in the order in which they are to be shown. The server filters, so
/// the editor asks again when more is typed.
pub fn items(question: &Question, analysis: &Arc<Analysis>, position: Position) -> CompletionList {
    let wire = &question.seen.wire;
    let at = wire.offset(&analysis.text, position);
    let found = ide::completions(analysis, at, question.seen.wishes.completion, wire.lang);
    let items = found.into_iter().enumerate().map(|(rank, found)| item(question, analysis, rank, found));
    CompletionList { is_incomplete: true, items: items.collect() }
}

fn item(question: &Question, analysis: &Arc<Analysis>, rank: usize, found: ide::Completion) -> CompletionItem {
    let wire = &question.seen.wire;
    let edit = |edit: ide::TextEdit| TextEdit { range: wire.range(&analysis.text, &edit.range), new_text: edit.text };
    let more: Vec<_> = found.more.into_iter().map(edit).collect();
    let beside = wire.caps.label_details;
    let documentation = found.about.map(|text| {
        Documentation::MarkupContent(match wire.caps.completion_markdown {
            true => MarkupContent { kind: MarkupKind::Markdown, value: text },
            false => MarkupContent { kind: MarkupKind::PlainText, value: plain(&text) },
        })
    });
    CompletionItem {
        label: found.label,
        label_details: found
            .detail
            .clone()
            .filter(|_| beside)
            .map(|text| CompletionItemLabelDetails { description: Some(text), detail: None }),
        detail: found.detail.filter(|_| !beside),
        kind: Some(match found.kind {
            CompletionKind::Title => CompletionItemKind::REFERENCE,
            CompletionKind::Part => CompletionItemKind::SNIPPET,
            CompletionKind::Number => CompletionItemKind::ENUM_MEMBER,
        }),
        documentation,
        sort_text: Some(format!("{rank:04}")),
        filter_text: Some(found.filter),
        insert_text_format: Some(InsertTextFormat::PLAIN_TEXT),
        // Else an editor would indent the lines of a part by itself.
        insert_text_mode: wire.caps.insert_mode.then_some(InsertTextMode::AS_IS),
        text_edit: Some(CompletionTextEdit::Edit(edit(found.edit))),
        additional_text_edits: (!more.is_empty()).then_some(more),
        ..Default::default()
    }
}
