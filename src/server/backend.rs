//! The framework's view of this server: one method a request, each handing over
//! to the file that answers it.

use super::outbox::{self, Frame};
use super::service::Seen;
use super::state::Shared;
use super::{actions, capabilities, commands, completion, diagnostics, reading, rename, settings, structure, tokens, trace};
use crate::rules::Analysis;
use crate::workspace::document::{Panicked, Version};
use std::sync::Arc;
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::*;

/// The server behind the order of things.
pub struct Backend {
    /// All that the parts share.
    pub shared: Arc<Shared>,
}

/// A question about one version of a document, and what is needed to answer it.
pub struct Question {
    /// The version.
    pub version: Arc<Version>,
    /// What the request saw.
    pub seen: Seen,
    /// The document's URI as the client wrote it.
    pub uri: Uri,
}

impl Backend {
    /// Answers a question about the document that the request names. `None` if
    /// it is not open.
    pub async fn answer<T: Send + 'static>(&self, ask: impl FnOnce(&Question, &Arc<Analysis>) -> T + Send + 'static) -> Result<Option<T>> {
        let Some(seen) = Seen::here() else { return Ok(None) };
        let Some(version) = seen.version.clone() else { return Ok(None) };
        let Some(uri) = super::convert::uri(&version.uri) else { return Ok(None) };
        let shared = self.shared.clone();
        let about = version.subject();
        let job = move || {
            let question = Question { version, seen, uri };
            shared.analyse(&question.version).map(|analysis| ask(&question, &analysis))
        };
        match self.shared.pool.run(about, job).await {
            Ok(Ok(answer)) => Ok(Some(answer)),
            Ok(Err(error)) | Err(error) => Err(broken(&error)),
        }
    }
}

impl Backend {
    /// The same, written as it goes over the wire where it is found out: the
    /// framework is given nothing, and would take its time to write it.
    pub async fn write<T: serde::Serialize, R>(
        &self,
        ask: impl FnOnce(&Question, &Arc<Analysis>) -> T + Send + 'static,
    ) -> Result<Option<R>> {
        let write = move |question: &Question, analysis: &Arc<Analysis>| {
            let result = ask(question, analysis);
            question.seen.write(Frame::of(&outbox::Answer { jsonrpc: "2.0", id: &question.seen.id, result: &result }));
        };
        self.answer(write).await.map(|_| None)
    }

    /// The tokens of the document that the request names, and those that the
    /// client was given before.
    async fn tokens(&self) -> Result<Option<(tokens::Given, Option<tokens::Given>)>> {
        let found = self.answer(|question, analysis| (question.version.key.clone(), tokens::full(question, analysis))).await?;
        Ok(found.map(|(key, now)| {
            let mut world = self.shared.world();
            let slot = world.documents.get_mut(&key).map(|entry| &mut entry.tokens);
            let before = slot.and_then(|slot| slot.replace(now.clone()));
            (now, before)
        }))
    }
}

/// The answer that a panic cost.
pub fn broken(error: &Panicked) -> Error {
    Error { code: ErrorCode::InternalError, message: error.to_string().into(), data: None }
}

impl LanguageServer for Backend {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        let world = self.shared.world();
        let scope = world.editor.pointer("/diagnostics/scope").and_then(serde_json::Value::as_str);
        Ok(capabilities::server(&world.wire.caps, world.wire.units, scope != Some("open")))
    }

    async fn initialized(&self, _: InitializedParams) {
        self.shared.world().read_folders();
        super::publish::problems(&self.shared);
        settings::register(&self.shared);
        settings::ask(&self.shared);
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        diagnostics::document(self, params.previous_result_id).await
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        diagnostics::workspace(self, params).await
    }

    async fn document_symbol(&self, _: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        self.write(structure::symbols).await
    }

    async fn folding_range(&self, _: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.write(structure::folds).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        structure::workspace_symbols(self, params.query).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let position = params.text_document_position_params.position;
        self.write(move |question, analysis| reading::hover(question, analysis, position)).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let position = params.text_document_position_params.position;
        self.write(move |question, analysis| trace::definition(question, analysis, position)).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let (position, itself) = (params.text_document_position.position, params.context.include_declaration);
        self.write(move |question, analysis| trace::references(question, analysis, position, itself)).await
    }

    async fn code_lens(&self, _: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.write(trace::lenses).await
    }

    async fn document_link(&self, _: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.write(reading::links).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.write(move |question, analysis| reading::hints(question, analysis, params.range)).await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let position = params.text_document_position_params.position;
        self.write(move |question, analysis| reading::highlights(question, analysis, position)).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.write(move |question, analysis| reading::selections(question, analysis, &params.positions)).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let position = params.text_document_position.position;
        self.write(move |question, analysis| completion::items(question, analysis, position)).await
    }

    async fn semantic_tokens_full(&self, _: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let Some((now, _)) = self.tokens().await? else { return Ok(None) };
        Ok(Some(SemanticTokens { result_id: Some(now.id()), data: now.data.to_vec() }.into()))
    }

    async fn semantic_tokens_full_delta(&self, params: SemanticTokensDeltaParams) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let Some((now, before)) = self.tokens().await? else { return Ok(None) };
        let result_id = Some(now.id());
        Ok(Some(match before.filter(|before| before.id() == params.previous_result_id) {
            Some(before) => SemanticTokensDelta { result_id, edits: tokens::difference(&before.data, &now.data) }.into(),
            None => SemanticTokens { result_id, data: now.data.to_vec() }.into(),
        }))
    }

    async fn semantic_tokens_range(&self, params: SemanticTokensRangeParams) -> Result<Option<SemanticTokensRangeResult>> {
        Ok(self.answer(move |question, analysis| tokens::range(question, analysis, params.range)).await?.map(Into::into))
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.write(move |question, analysis| actions::actions(question, analysis, &params)).await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        Ok(self.answer(move |question, analysis| rename::prepare(question, analysis, params.position)).await?.flatten())
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let (position, name) = (params.text_document_position.position, params.new_name);
        self.answer(move |question, analysis| rename::rename(question, analysis, position, &name)).await?.transpose()
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        commands::execute(self, params).await
    }
}
