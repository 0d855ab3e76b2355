//! The one place where what the core says becomes what the protocol says: bytes
//! to positions in the units that were agreed on, findings to diagnostics.

use super::capabilities::ClientCaps;
use crate::corpus::{Place, Spot};
use crate::message::{Lang, Message};
use crate::rules::{Analysis, Finding, Occurrence, Severity, Site};
use crate::syntax::Span;
use crate::text::{self, Text, Units};
use crate::workspace::config::Problem;
use crate::workspace::uri;
use std::ops::Range;
use std::str::FromStr;
use tower_lsp::ls_types as lsp;

/// What a conversion depends on.
#[derive(Clone, Debug)]
pub struct Wire {
    /// The units of columns.
    pub units: Units,
    /// The language of messages.
    pub lang: Lang,
    /// What the client can do.
    pub caps: std::sync::Arc<ClientCaps>,
    /// How many findings of a document are shown.
    pub limit: usize,
}

/// How many findings of a document are shown where nobody says otherwise. Who
/// has more does not read them one by one.
pub const LIMIT: usize = 1000;

/// Findings that are not shown.
pub struct More<'a> {
    /// The first of the gravest of them.
    pub first: &'a Finding,
    /// How many there are.
    pub count: usize,
}

impl Wire {
    /// A byte of the text as a position.
    pub fn position(&self, text: &Text, at: usize) -> lsp::Position {
        let text::Position { line, column } = text.position(at, self.units);
        lsp::Position { line, character: column }
    }

    /// Bytes of the text as a range.
    pub fn range(&self, text: &Text, range: &Range<usize>) -> lsp::Range {
        lsp::Range { start: self.position(text, range.start), end: self.position(text, range.end.max(range.start)) }
    }

    /// A position as a byte of the text, clamped to it.
    pub fn offset(&self, text: &Text, position: lsp::Position) -> usize {
        text.offset(place(position), self.units)
    }

    /// A range as bytes of the text, clamped to it and turned round where it runs backwards.
    pub fn bytes(&self, text: &Text, range: lsp::Range) -> Range<usize> {
        let (start, end) = (self.offset(text, range.start), self.offset(text, range.end));
        start.min(end)..start.max(end)
    }

    /// A passage of another report.
    pub fn location(&self, uri: &str, place: &Place) -> Option<lsp::Location> {
        let position = |spot: &Spot| {
            let text::Position { line, column } = spot.position(self.units);
            lsp::Position { line, character: column }
        };
        let range = lsp::Range { start: position(&place.start), end: position(&place.end) };
        Some(lsp::Location { uri: self::uri(uri)?, range })
    }

    /// A passage as a range. Blocks start at the start of a line and have their
    /// text at hand: mostly the rope is asked for that line only.
    pub fn passage(&self, analysis: &Analysis, span: &Span) -> lsp::Range {
        let (bytes, block) = (analysis.tree.bytes(span), analysis.tree.start(span.block));
        let first = self.position(&analysis.text, block);
        let start = self.behind(first, analysis, &Span { block: span.block, range: 0..span.range.start }, bytes.start - block);
        let start = start.unwrap_or_else(|| self.position(&analysis.text, bytes.start));
        let end = self.behind(start, analysis, span, bytes.len());
        lsp::Range { start, end: end.unwrap_or_else(|| self.position(&analysis.text, bytes.end)) }
    }

    /// The position behind words that start at `start` and take so many bytes,
    /// if they stand in one line: no line end was left out between them.
    fn behind(&self, start: lsp::Position, analysis: &Analysis, words: &Span, bytes: usize) -> Option<lsp::Position> {
        let words = analysis.words(words);
        (words.len() == bytes).then(|| lsp::Position { line: start.line, character: start.character + self.units.width(words) as u32 })
    }

    /// A finding as a diagnostic of the document at `uri`.
    pub fn diagnostic(&self, analysis: &Analysis, finding: &Finding, uri: &lsp::Uri) -> lsp::Diagnostic {
        lsp::Diagnostic { range: self.passage(analysis, &finding.span), ..self.said(analysis, finding, uri) }
    }

    /// The same without its place.
    pub fn said(&self, analysis: &Analysis, finding: &Finding, uri: &lsp::Uri) -> lsp::Diagnostic {
        let location = |site: &Site| match site {
            Site::Here(span) => Some(lsp::Location { uri: uri.clone(), range: self.passage(analysis, span) }),
            Site::There(source, place) => self.location(source, place),
        };
        let related = finding.related.iter().filter_map(|related| {
            Some(lsp::DiagnosticRelatedInformation { location: location(&related.site)?, message: related.message.render(self.lang) })
        });
        let others = others(finding).map(|other| lsp::DiagnosticRelatedInformation {
            location: lsp::Location { uri: uri.clone(), range: self.passage(analysis, &other.span) },
            message: other.message.render(self.lang),
        });
        let related: Vec<_> = if self.caps.related { related.chain(others).collect() } else { Vec::new() };
        lsp::Diagnostic {
            range: lsp::Range::default(),
            severity: Some(severity(finding.severity)),
            code: Some(lsp::NumberOrString::String(finding.rule.code.into())),
            code_description: self.page(finding.rule.name),
            source: Some("nianbao".into()),
            message: finding.message.render(self.lang),
            related_information: (!related.is_empty()).then_some(related),
            tags: None,
            data: self.caps.data.then(|| self.data(analysis, finding)),
        }
    }

    /// The name of the rule, and where the client wants them the other places.
    fn data(&self, analysis: &Analysis, finding: &Finding) -> serde_json::Value {
        if !self.caps.group_places || finding.occurrences.is_empty() {
            return finding.rule.name.into();
        }
        let places: Vec<lsp::Range> = others(finding).map(|other| self.passage(analysis, &other.span)).collect();
        serde_json::json!({ "rule": finding.rule.name, "places": places })
    }

    /// The findings as diagnostics: where there are too many the gravest, and
    /// how many more there are.
    pub fn diagnostics(&self, analysis: &Analysis, uri: &lsp::Uri) -> Vec<lsp::Diagnostic> {
        let (shown, more) = self.shown(&analysis.findings);
        shown
            .into_iter()
            .map(|finding| self.diagnostic(analysis, finding, uri))
            .chain(more.map(|more| self.more(analysis, &more)))
            .collect()
    }

    /// The findings that are shown, and what is not.
    pub fn shown<'a>(&self, all: &'a [Finding]) -> (Vec<&'a Finding>, Option<More<'a>>) {
        if all.len() <= self.limit {
            return (all.iter().collect(), None);
        }
        // How many of each severity there is room for, the gravest first.
        let mut room = self.limit;
        let mut left = Severity::ALL.map(|severity| {
            let quota = all.iter().filter(|f| f.severity == severity).count().min(room);
            room -= quota;
            (severity, quota)
        });
        let (shown, hidden): (Vec<_>, Vec<_>) = all.iter().partition(|finding| {
            let of_it = left.iter_mut().find(|(severity, _)| *severity == finding.severity);
            of_it.filter(|(_, left)| *left > 0).map(|(_, left)| *left -= 1).is_some()
        });
        let first = hidden.iter().min_by_key(|finding| finding.severity);
        let more = first.map(|first| More { first, count: hidden.len() });
        (shown, more)
    }

    /// What tells how many findings are not shown.
    pub fn more(&self, analysis: &Analysis, more: &More<'_>) -> lsp::Diagnostic {
        lsp::Diagnostic {
            range: self.passage(analysis, &more.first.span),
            severity: Some(lsp::DiagnosticSeverity::INFORMATION),
            source: Some("nianbao".into()),
            message: Message::new("more-findings").with("count", more.count).render(self.lang),
            ..Default::default()
        }
    }

    /// A problem of a project file as a diagnostic of that file.
    pub fn problem(&self, problem: &Problem) -> lsp::Diagnostic {
        let rule = crate::rules::find(problem.rule);
        lsp::Diagnostic {
            range: self.range(&Text::new(&problem.source), &problem.range),
            severity: Some(rule.map_or(lsp::DiagnosticSeverity::ERROR, |r| severity(r.severity))),
            code: Some(lsp::NumberOrString::String(rule.map_or(problem.rule, |r| r.code).into())),
            code_description: rule.and_then(|r| self.page(r.name)),
            source: Some("nianbao".into()),
            message: problem.message.render(self.lang),
            data: self.caps.data.then(|| problem.rule.into()),
            ..Default::default()
        }
    }

    /// Where the page of a rule can be read: where the client says, else where
    /// the package's repository is; nowhere where there is none.
    fn page(&self, rule: &str) -> Option<lsp::CodeDescription> {
        let lang = if self.lang == Lang::Zh { "zh" } else { "en" };
        let template = match &self.caps.rule_pages {
            Some(template) => template.clone(),
            None => repository_pages()?,
        };
        let address = template.replace("{rule}", rule).replace("{lang}", lang);
        let href = self.caps.code_description.then(|| lsp::Uri::from_str(&address).ok()).flatten()?;
        Some(lsp::CodeDescription { href })
    }
}

/// So many other places of a finding are told: more than anybody goes through one by one.
const PLACES_TOLD: usize = 100;

/// The places of a finding besides its first.
pub fn others(finding: &Finding) -> impl Iterator<Item = &Occurrence> {
    finding.occurrences.iter().skip(1).take(PLACES_TOLD)
}

/// The pages in the package's repository, if it names one.
fn repository_pages() -> Option<String> {
    let repository = env!("CARGO_PKG_REPOSITORY");
    (!repository.is_empty()).then(|| format!("{repository}/blob/main/docs/{{lang}}/rules/{{rule}}.md"))
}

/// A position as the core counts it.
pub fn place(position: lsp::Position) -> text::Position {
    text::Position { line: position.line, column: position.character }
}

/// A severity in the protocol's numbers.
pub fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::ERROR,
        Severity::Warning => lsp::DiagnosticSeverity::WARNING,
        Severity::Info => lsp::DiagnosticSeverity::INFORMATION,
        Severity::Hint => lsp::DiagnosticSeverity::HINT,
    }
}

/// A client's URI, verbatim where it is one; what a URI cannot hold is escaped.
pub fn uri(text: &str) -> Option<lsp::Uri> {
    lsp::Uri::from_str(text).or_else(|_| lsp::Uri::from_str(&uri::escaped(text))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_stay_as_they_were_written() {
        for text in ["file:///c%3A/a/%e6%8a%a5.txt", "untitled:Untitled-1", "vscode-vfs://github/a/%E6.txt", "file://srv/x/a.txt"] {
            assert_eq!(uri(text).unwrap().as_str(), text);
        }
        assert_eq!(uri("file:///a/报 告.txt").unwrap().as_str(), "file:///a/%E6%8A%A5%20%E5%91%8A.txt");
    }
}
