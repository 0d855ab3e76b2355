//! Quick fixes and other actions.

use super::backend::Question;
use super::commands;
use crate::ide::{self, ActionKind, Effect};
use crate::message::text;
use crate::rules::Analysis;
use crate::syntax::Span;
use crate::workspace::baseline;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use tower_lsp::ls_types::*;

/// The kind of the action that applies all safe fixes.
pub const FIX_ALL: &str = "source.fixAll.nianbao";

/// Actions for a range of the document, of the kinds that the client wants.
pub fn actions(question: &Question, analysis: &Arc<Analysis>, params: &CodeActionParams) -> CodeActionResponse {
    let wire = &question.seen.wire;
    let range = wire.bytes(&analysis.text, params.range);
    let asked = Asked::of(question, analysis, params, &range);
    let wanted = |kind: &CodeActionKind| params.context.only.as_ref().is_none_or(|only| only.iter().any(|o| is_below(kind, o)));
    let found = ide::actions(analysis, range.clone(), wire.lang).into_iter();
    let found = found.filter(|action| {
        let possible = question.version.effective.writable || matches!(action.effect, Effect::Edit(_) | Effect::NextYear);
        possible && wanted(&kind(action.kind)) && (action.kind == ActionKind::FixAll || asked.wants(action.finding))
    });
    let mut offers: CodeActionResponse = found.filter_map(|action| offered(question, analysis, &asked, action)).collect();
    if analysis.bad_encoding && wanted(&CodeActionKind::QUICKFIX) {
        offers.extend(reopen(question));
    }
    offers
}

/// Text in the wrong encoding is mended by opening it anew, which only the
/// client can do.
fn reopen(question: &Question) -> Option<CodeActionOrCommand> {
    let wire = &question.seen.wire;
    let name = wire.caps.encoding_command.clone()?;
    let title = text("action.reopen-gb18030", wire.lang).to_owned();
    let arguments = vec![Value::String(question.uri.as_str().to_owned())];
    let command = Command { title: title.clone(), command: name, arguments: Some(arguments) };
    let is_preferred = wire.caps.preferred.then_some(true);
    Some(CodeActionOrCommand::CodeAction(CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        command: Some(command),
        is_preferred,
        ..Default::default()
    }))
}

/// The diagnostics for which actions are asked, by finding.
struct Asked {
    by_finding: HashMap<usize, Diagnostic>,
    /// Findings of which another place than the first is in the range: no diagnostic
    /// stands there that the client could name.
    elsewhere: HashSet<usize>,
}

impl Asked {
    fn of(question: &Question, analysis: &Analysis, params: &CodeActionParams, range: &std::ops::Range<usize>) -> Self {
        let wire = &question.seen.wire;
        let ours = params.context.diagnostics.iter().filter(|d| d.source.as_deref() == Some("nianbao"));
        let mut by_finding = HashMap::new();
        for asked in ours {
            let same = |(_, finding): &(usize, &crate::rules::Finding)| {
                let code = NumberOrString::String(finding.rule.code.into());
                asked.code == Some(code)
                    && wire.range(&analysis.text, &analysis.tree.bytes(&finding.span)) == asked.range
                    && finding.message.render(wire.lang) == asked.message
            };
            if let Some((index, _)) = analysis.findings.iter().enumerate().find(same) {
                by_finding.insert(index, asked.clone());
            }
        }
        let touches = |span: &Span| {
            let bytes = analysis.bytes(span);
            bytes.start <= range.end && range.start <= bytes.end
        };
        let findings = analysis.findings.iter().enumerate();
        let elsewhere = findings.filter(|(_, f)| f.spans().skip(1).any(touches)).map(|(index, _)| index).collect();
        Self { by_finding, elsewhere }
    }

    /// Whoever names findings wants to mend these; else all in the range count.
    fn wants(&self, finding: Option<usize>) -> bool {
        let named = |index: usize| self.by_finding.contains_key(&index) || self.elsewhere.contains(&index);
        self.by_finding.is_empty() || finding.is_none_or(named)
    }
}

/// Kinds are paths: `source` includes `source.fixAll`.
fn is_below(kind: &CodeActionKind, asked: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(asked.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || asked.as_str().is_empty())
}

fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::QuickFix => CodeActionKind::QUICKFIX,
        ActionKind::Refactor => CodeActionKind::REFACTOR,
        ActionKind::FixAll => CodeActionKind::new(FIX_ALL),
    }
}

fn offered(question: &Question, analysis: &Arc<Analysis>, asked: &Asked, action: ide::Action) -> Option<CodeActionOrCommand> {
    let caps = &question.seen.wire.caps;
    let kind = Some(kind(action.kind));
    let (edit, command) = match action.effect {
        Effect::Edit(edits) => (Some(workspace_edit(question, analysis, &edits)), None),
        Effect::Baseline(finding) => {
            let entries = baseline::Entry::of(analysis, analysis.findings.get(finding)?);
            (None, Some(command(&action.title, commands::ADD_TO_BASELINE, question, serde_json::to_value(entries).ok()?)))
        }
        Effect::NextYear => {
            let own = (caps.apply_edit && caps.create_files).then_some(commands::START_NEXT_YEAR);
            let name = caps.next_year_command.as_deref().or(own)?;
            let arguments = vec![Value::String(question.uri.as_str().to_owned())];
            (None, Some(Command { title: action.title.clone(), command: name.to_owned(), arguments: Some(arguments) }))
        }
        Effect::IgnoreRule(rule) => (None, Some(command(&action.title, commands::IGNORE_RULE, question, json!(rule)))),
    };
    if !caps.action_literals {
        return command.map(CodeActionOrCommand::Command);
    }
    let diagnostic = action.finding.and_then(|index| {
        let finding = analysis.findings.get(index)?;
        let asked = asked.by_finding.get(&index).cloned();
        Some(asked.unwrap_or_else(|| question.seen.wire.diagnostic(analysis, finding, &question.uri)))
    });
    Some(CodeActionOrCommand::CodeAction(CodeAction {
        title: action.title,
        kind,
        diagnostics: diagnostic.map(|d| vec![d]),
        edit,
        command,
        is_preferred: (caps.preferred && action.preferred).then_some(true),
        ..Default::default()
    }))
}

fn command(title: &str, name: &str, question: &Question, argument: Value) -> Command {
    let arguments = vec![Value::String(question.uri.as_str().to_owned()), argument];
    Command { title: title.to_owned(), command: name.to_owned(), arguments: Some(arguments) }
}

/// Edits of the document as the client applies them: to this version and no
/// other, where it can tell.
pub fn workspace_edit(question: &Question, analysis: &Analysis, edits: &[ide::TextEdit]) -> WorkspaceEdit {
    let wire = &question.seen.wire;
    let edits = edits.iter().map(|e| TextEdit { range: wire.range(&analysis.text, &e.range), new_text: e.text.clone() });
    let uri = question.uri.clone();
    if wire.caps.document_changes {
        let edit = TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri, version: Some(question.version.number) },
            edits: edits.map(OneOf::Left).collect(),
        };
        WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(vec![edit])), ..Default::default() }
    } else {
        WorkspaceEdit { changes: Some([(uri, edits.collect())].into()), ..Default::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_paths() {
        let below = |kind: &'static str, asked: &'static str| is_below(&CodeActionKind::new(kind), &CodeActionKind::new(asked));
        assert!(below(FIX_ALL, "source.fixAll") && below(FIX_ALL, "source") && below("quickfix", "") && below("quickfix", "quickfix"));
        assert!(!below("quickfix", "quickfix.x") && !below("quickfixes", "quickfix") && !below(FIX_ALL, "source.organizeImports"));
    }
}
