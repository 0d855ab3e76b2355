//! Outline, folding, symbols of the workspace.

use super::backend::{Backend, Question, broken};
use super::convert::Wire;
use super::pool::Awaited;
use crate::ide;
use crate::rules::Analysis;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

/// Symbols of the workspace that are found at most.
const MOST_SYMBOLS: usize = 400;

/// The outline of a document: a tree where the client shows trees.
pub fn symbols(question: &Question, analysis: &Arc<Analysis>) -> DocumentSymbolResponse {
    let wire = &question.seen.wire;
    let symbols = ide::symbols(analysis, wire.lang);
    if wire.caps.symbol_tree {
        return DocumentSymbolResponse::Nested(symbols.iter().map(|s| nested(wire, analysis, s)).collect());
    }
    let mut flat = Vec::new();
    flatten(&symbols, None, &mut |symbol, container| flat.push(information(wire, analysis, &question.uri, symbol, container)));
    DocumentSymbolResponse::Flat(flat)
}

fn nested(wire: &Wire, analysis: &Analysis, symbol: &ide::Symbol) -> DocumentSymbol {
    let children: Vec<_> = symbol.children.iter().map(|s| nested(wire, analysis, s)).collect();
    #[allow(deprecated)]
    DocumentSymbol {
        name: name(symbol),
        detail: symbol.detail.clone(),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: wire.range(&analysis.text, &symbol.range),
        selection_range: wire.range(&analysis.text, &symbol.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

/// A name that is empty would make VS Code drop the whole outline.
fn name(symbol: &ide::Symbol) -> String {
    if symbol.name.trim().is_empty() { "…".to_owned() } else { symbol.name.clone() }
}

fn kind(kind: ide::SymbolKind) -> SymbolKind {
    match kind {
        ide::SymbolKind::Title => SymbolKind::FILE,
        ide::SymbolKind::Part => SymbolKind::MODULE,
        ide::SymbolKind::Section => SymbolKind::NAMESPACE,
        ide::SymbolKind::Item => SymbolKind::FIELD,
    }
}

/// Visits every symbol with the name of the one above it.
pub fn flatten<'a>(symbols: &'a [ide::Symbol], above: Option<&'a str>, visit: &mut dyn FnMut(&'a ide::Symbol, Option<&'a str>)) {
    for symbol in symbols {
        visit(symbol, above);
        flatten(&symbol.children, Some(&symbol.name), visit);
    }
}

/// A symbol with the place where it is.
pub fn information(wire: &Wire, analysis: &Analysis, uri: &Uri, symbol: &ide::Symbol, container: Option<&str>) -> SymbolInformation {
    #[allow(deprecated)]
    SymbolInformation {
        name: name(symbol),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        location: Location { uri: uri.clone(), range: wire.range(&analysis.text, &symbol.selection) },
        container_name: container.map(str::to_owned),
    }
}

/// What folds, line by line: most editors know no other folds.
pub fn folds(question: &Question, analysis: &Arc<Analysis>) -> Vec<FoldingRange> {
    let wire = &question.seen.wire;
    let lines = ide::folds(analysis).into_iter().map(|fold| {
        let range = wire.range(&analysis.text, &fold.range);
        // An end at the start of a line is the end of the line before.
        let end_line = range.end.line - u32::from(range.end.character == 0 && range.end.line > range.start.line);
        FoldingRange { start_line: range.start.line, end_line, kind: Some(FoldingRangeKind::Region), ..Default::default() }
    });
    lines.filter(|fold| fold.end_line > fold.start_line).collect()
}

/// Headings and parts that match a query, in open documents and in the drafts
/// of the folders.
pub async fn workspace_symbols(backend: &Backend, query: String) -> Result<Option<WorkspaceSymbolResponse>> {
    let shared = backend.shared.clone();
    let (wire, open) = {
        let mut world = shared.world();
        let keys: Vec<_> = world.documents.keys().cloned().collect();
        (world.wire.clone(), keys.iter().filter_map(|key| world.snapshot(key)).collect::<Vec<_>>())
    };
    let job = move |_: Awaited<'_>| {
        let wanted = Query::new(&query);
        let mut found = Vec::new();
        for version in &open {
            let (Ok(analysis), Some(uri)) = (shared.analyse(version), super::convert::uri(&version.uri)) else { continue };
            flatten(&ide::symbols(&analysis, wire.lang), None, &mut |symbol, container| {
                if wanted.matches(&symbol.name) {
                    found.push(information(&wire, &analysis, &uri, symbol, container));
                }
            });
        }
        for report in super::folder_files::symbols(&shared) {
            found.extend(report.iter().filter(|s| wanted.matches(&s.name)).cloned());
            if found.len() >= MOST_SYMBOLS {
                break;
            }
        }
        found.truncate(MOST_SYMBOLS);
        found
    };
    match backend.shared.pool.run_idle(job).await {
        Ok(found) => Ok(Some(WorkspaceSymbolResponse::Flat(found))),
        Err(error) => Err(broken(&error)),
    }
}

/// A query: its characters must come in this order, in half or full width and
/// any case, as editors filter themselves.
struct Query(Vec<char>);

impl Query {
    fn new(query: &str) -> Self {
        Self(folded(query).filter(|c| !c.is_whitespace()).collect())
    }

    fn matches(&self, name: &str) -> bool {
        let mut name = folded(name);
        self.0.iter().all(|wanted| name.any(|c| c == *wanted))
    }
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(crate::text::width::narrow).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_matches_in_order_and_in_any_width() {
        assert!(Query::new("存问题").matches("二、存在的问题"));
        assert!(Query::new("(一)").matches("（一）加强领导"));
        assert!(!Query::new("问题存").matches("二、存在的问题"));
        assert!(Query::new("").matches("x"));
    }
}
