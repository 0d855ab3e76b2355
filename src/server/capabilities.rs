//! What the client can do, and what this server offers it.

use super::actions::FIX_ALL;
use super::{commands, completion, tokens};
use crate::text::Units;
use serde_json::Value;
use tower_lsp::ls_types::*;

/// What the client can do, as far as answers depend on it. Read key by key, so
/// that an odd capability elsewhere costs nothing.
#[derive(Clone, Debug, Default)]
pub struct ClientCaps {
    /// Diagnostics are pulled: by a client that can, and that pulls again when
    /// asked to. One that cannot be asked would keep old findings after a change
    /// of the settings.
    pub pull: bool,
    /// Diagnostics may point at other places.
    pub related: bool,
    /// Diagnostics may link a page.
    pub code_description: bool,
    /// Diagnostics may carry data.
    pub data: bool,
    /// Settings can be asked for.
    pub configuration: bool,
    /// Watchers can be registered.
    pub watch: bool,
    /// Changes of the settings can be registered for.
    pub watch_configuration: bool,
    /// Edits may name the version of the document.
    pub document_changes: bool,
    /// Edits may be put in groups that the user is shown.
    pub change_annotations: bool,
    /// Edits may make files.
    pub create_files: bool,
    /// It asks what can be renamed before it renames.
    pub prepare_rename: bool,
    /// The client's command that starts next year's report: `[uri]`.
    pub next_year_command: Option<String>,
    /// Actions may be marked as preferred.
    pub preferred: bool,
    /// Actions may be more than commands.
    pub action_literals: bool,
    /// It applies edits.
    pub apply_edit: bool,
    /// Symbols may stand in a tree.
    pub symbol_tree: bool,
    /// Hover texts may be Markdown.
    pub hover_markdown: bool,
    /// Completions may be explained in Markdown.
    pub completion_markdown: bool,
    /// A few words may stand beside a completion.
    pub label_details: bool,
    /// A completion may say that its lines are not to be indented.
    pub insert_mode: bool,
    /// It asks for lenses again when it is told to.
    pub lens_refresh: bool,
    /// It shows a place when it is told to.
    pub show_document: bool,
    /// The client's command that shows places beside a position: `[uri, position, ranges]`.
    pub places_command: Option<String>,
    /// Whether the client marks the other places of a finding by itself: they come
    /// as `data.places`.
    pub group_places: bool,
    /// It asks for hints again when it is told to.
    pub inlay_refresh: bool,
    /// Links may say where they lead.
    pub link_tooltip: bool,
    /// It wants `nianbao/status`.
    pub status: bool,
    /// Where the pages of the rules are, with `{rule}` and `{lang}` in it.
    pub rule_pages: Option<String>,
    /// The client's command that opens a document in another encoding: `[uri]`.
    pub encoding_command: Option<String>,
}

impl ClientCaps {
    /// Reads the parameters of `initialize`.
    pub fn of(params: &Value) -> Self {
        let at = |path: &str| params.pointer(&format!("/capabilities{path}"));
        let yes = |path: &str| at(path).and_then(Value::as_bool).unwrap_or(false);
        let has = |path: &str| at(path).is_some_and(|v| !v.is_null());
        let options = params.get("initializationOptions");
        let option = |key: &str| options.and_then(|o| o.get(key)).and_then(Value::as_str).map(str::to_owned);
        let is_extension = options.and_then(|o| o.get("client")).and_then(Value::as_str) == Some("vscode");
        let pull = has("/textDocument/diagnostic") && yes("/workspace/diagnostics/refreshSupport");
        let diagnostics =
            |key: &str| yes(&format!("/textDocument/publishDiagnostics/{key}")) || pull && yes(&format!("/textDocument/diagnostic/{key}"));
        Self {
            pull,
            lens_refresh: yes("/workspace/codeLens/refreshSupport"),
            show_document: yes("/window/showDocument/support"),
            group_places: options.and_then(|o| o.get("groupPlaces")).and_then(Value::as_bool).unwrap_or(false),
            places_command: options.and_then(|o| o.get("placesCommand")).and_then(Value::as_str).map(str::to_owned),
            inlay_refresh: yes("/workspace/inlayHint/refreshSupport"),
            related: diagnostics("relatedInformation"),
            code_description: diagnostics("codeDescriptionSupport"),
            data: diagnostics("dataSupport"),
            configuration: yes("/workspace/configuration"),
            watch: yes("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            watch_configuration: yes("/workspace/didChangeConfiguration/dynamicRegistration"),
            document_changes: yes("/workspace/workspaceEdit/documentChanges"),
            change_annotations: yes("/workspace/workspaceEdit/documentChanges") && has("/workspace/workspaceEdit/changeAnnotationSupport"),
            // Some editors make files and do not say that edits may name versions.
            create_files: at("/workspace/workspaceEdit/resourceOperations")
                .and_then(Value::as_array)
                .is_some_and(|operations| operations.iter().any(|o| o == "create")),
            prepare_rename: yes("/textDocument/rename/prepareSupport"),
            next_year_command: option("nextYearCommand"),
            preferred: yes("/textDocument/codeAction/isPreferredSupport"),
            action_literals: has("/textDocument/codeAction/codeActionLiteralSupport"),
            apply_edit: yes("/workspace/applyEdit"),
            symbol_tree: yes("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            hover_markdown: at("/textDocument/hover/contentFormat")
                .and_then(Value::as_array)
                .is_none_or(|formats| formats.is_empty() || formats.iter().any(|f| f == "markdown")),
            completion_markdown: at("/textDocument/completion/completionItem/documentationFormat")
                .and_then(Value::as_array)
                .is_some_and(|formats| formats.iter().any(|f| f == "markdown")),
            label_details: yes("/textDocument/completion/completionItem/labelDetailsSupport"),
            insert_mode: has("/textDocument/completion/completionItem/insertTextModeSupport"),
            link_tooltip: yes("/textDocument/documentLink/tooltipSupport"),
            encoding_command: option("encodingCommand"),
            rule_pages: option("rulePages"),
            status: is_extension || yes("/experimental/nianbaoStatus"),
        }
    }
}

/// The units to count columns in: the first that the client names and we know.
pub fn units(params: &Value) -> Units {
    let offered = params.pointer("/capabilities/general/positionEncodings").and_then(Value::as_array);
    let known = |name: &Value| match name.as_str()? {
        "utf-8" => Some(Units::Utf8),
        "utf-16" => Some(Units::Utf16),
        "utf-32" => Some(Units::Utf32),
        _ => None,
    };
    offered.into_iter().flatten().find_map(known).unwrap_or_default()
}

/// What this server offers. With `folders` it offers the findings of files that
/// are not open: a client that is told so waits for them, and keeps those of a
/// file it closed until they come.
pub fn server(caps: &ClientCaps, units: Units, folders: bool) -> InitializeResult {
    let encoding = match units {
        Units::Utf8 => PositionEncodingKind::UTF8,
        Units::Utf16 => PositionEncodingKind::UTF16,
        Units::Utf32 => PositionEncodingKind::UTF32,
    };
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
        ..Default::default()
    };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::REFACTOR, CodeActionKind::new(FIX_ALL)]),
        ..Default::default()
    };
    let diagnostics = DiagnosticOptions {
        identifier: Some("nianbao".into()),
        // Last year's report is part of what a report is checked against.
        inter_file_dependencies: true,
        workspace_diagnostics: folders,
        work_done_progress_options: WorkDoneProgressOptions { work_done_progress: Some(folders) },
    };
    let capabilities = ServerCapabilities {
        position_encoding: Some(encoding),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        document_link_provider: Some(DocumentLinkOptions { resolve_provider: Some(false), work_done_progress_options: Default::default() }),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        inlay_hint_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(completion::TRIGGERS.iter().map(|c| (*c).to_owned()).collect()),
            ..Default::default()
        }),
        semantic_tokens_provider: Some(SemanticTokensServerCapabilities::SemanticTokensOptions(SemanticTokensOptions {
            legend: tokens::legend(),
            range: Some(true),
            full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
            ..Default::default()
        })),
        rename_provider: Some(match caps.prepare_rename {
            true => OneOf::Right(RenameOptions { prepare_provider: Some(true), work_done_progress_options: Default::default() }),
            false => OneOf::Left(true),
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        code_action_provider: Some(match caps.action_literals {
            true => CodeActionProviderCapability::Options(actions),
            false => CodeActionProviderCapability::Simple(true),
        }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: commands::ALL.iter().map(|c| (*c).to_owned()).collect(),
            ..Default::default()
        }),
        diagnostic_provider: caps.pull.then_some(DiagnosticServerCapabilities::Options(diagnostics)),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            ..Default::default()
        }),
        ..Default::default()
    };
    InitializeResult {
        capabilities,
        server_info: Some(ServerInfo { name: "nianbao".into(), version: Some(env!("CARGO_PKG_VERSION").into()) }),
        offset_encoding: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_known_encoding_is_taken() {
        let offer = |list: Value| units(&json!({"capabilities": {"general": {"positionEncodings": list}}}));
        assert_eq!(offer(json!(["utf-7", "utf-8", "utf-16"])), Units::Utf8);
        assert_eq!(offer(json!(["utf-32", "utf-16"])), Units::Utf32);
        assert_eq!(offer(json!([])), Units::Utf16);
        assert_eq!(units(&json!({})), Units::Utf16);
    }

    #[test]
    fn odd_capabilities_are_no_capabilities() {
        let caps = ClientCaps::of(&json!({"capabilities": {"textDocument": 5, "workspace": {"configuration": "yes"}}}));
        assert!(!caps.pull && !caps.configuration && caps.hover_markdown);
    }
}
