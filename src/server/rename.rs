//! `textDocument/prepareRename` and `textDocument/rename`: in groups that the
//! user can look at, where the client shows them.

use super::backend::Question;
use crate::ide::{self, Group, Refused, Renamed};
use crate::message::{Lang, text};
use crate::rules::Analysis;
use std::collections::HashMap;
use std::sync::Arc;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::*;

/// What can be renamed at a position.
pub fn prepare(question: &Question, analysis: &Arc<Analysis>, position: Position) -> Option<PrepareRenameResponse> {
    let wire = &question.seen.wire;
    let found = ide::renamable(analysis, wire.offset(&analysis.text, position))?;
    Some(PrepareRenameResponse::RangeWithPlaceholder { range: wire.range(&analysis.text, &found.range), placeholder: found.name })
}

/// The edits that rename it.
pub fn rename(question: &Question, analysis: &Arc<Analysis>, position: Position, name: &str) -> Result<WorkspaceEdit> {
    let wire = &question.seen.wire;
    match ide::rename(analysis, wire.offset(&analysis.text, position), name) {
        Ok(renamed) if wire.caps.change_annotations => Ok(annotated(question, analysis, renamed)),
        // Nobody could say no to what is only likely.
        Ok(renamed) => {
            let sure = renamed.into_iter().filter(|r| r.group != Group::Doubtful).map(|r| r.edit);
            Ok(super::actions::workspace_edit(question, analysis, &sure.collect::<Vec<_>>()))
        }
        Err(refused) => {
            let id = match refused {
                Refused::Nowhere => "rename.nowhere",
                Refused::NoYear => "rename.no-year",
                Refused::NoTitle => "rename.no-title",
            };
            Err(Error { code: ErrorCode::ServerError(-32803), message: text(id, wire.lang).into(), data: None })
        }
    }
}

/// Edits with the group that each is part of.
fn annotated(question: &Question, analysis: &Analysis, renamed: Vec<Renamed>) -> WorkspaceEdit {
    let wire = &question.seen.wire;
    let mut annotations = HashMap::new();
    let mut edits = Vec::new();
    for Renamed { group, edit } in renamed {
        let (id, annotation) = annotation(group, wire.lang);
        annotations.insert(id.to_owned(), annotation);
        let text_edit = TextEdit { range: wire.range(&analysis.text, &edit.range), new_text: edit.text };
        edits.push(OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id: id.to_owned() }));
    }
    let text_document = OptionalVersionedTextDocumentIdentifier { uri: question.uri.clone(), version: Some(question.version.number) };
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }])),
        change_annotations: Some(annotations),
        ..Default::default()
    }
}

fn annotation(group: Group, lang: Lang) -> (&'static str, ChangeAnnotation) {
    let id = match group {
        Group::Report => "rename.group.report",
        Group::Plan => "rename.group.plan",
        Group::Signed => "rename.group.signed",
        Group::Title => "rename.group.title",
        Group::Doubtful => "rename.group.doubtful",
    };
    let doubtful = group == Group::Doubtful;
    let annotation = ChangeAnnotation {
        label: text(id, lang).to_owned(),
        needs_confirmation: Some(doubtful),
        description: doubtful.then(|| text("rename.doubtful", lang).to_owned()),
    };
    (id, annotation)
}
