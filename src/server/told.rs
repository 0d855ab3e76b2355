//! Findings as the client is told them, written straight as JSON. What a finding
//! says is written once and kept: with an edit only the places are written anew.

use super::convert::{Wire, others};
use crate::rules::{Analysis, Finding, Site};
use crate::syntax::Span;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::io::Write;
use tower_lsp::ls_types::{Diagnostic, Range, Uri};

/// What the findings of a document say, by a hash of all that it depends on.
#[derive(Debug, Default)]
pub struct Phrases {
    kept: HashMap<u64, Phrase>,
    /// Counts the times that findings were written.
    turn: u64,
}

#[derive(Debug)]
struct Phrase {
    /// A diagnostic as JSON from behind its range on.
    json: Box<[u8]>,
    turn: u64,
}

/// How a diagnostic begins that has no place.
const NOWHERE: &[u8] = br#"{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}}"#;

impl Phrases {
    /// Writes the diagnostics of a document as a JSON array.
    pub fn write(&mut self, out: &mut Vec<u8>, wire: &Wire, analysis: &Analysis, uri: &Uri) {
        self.turn += 1;
        let (shown, more) = wire.shown(&analysis.findings);
        out.push(b'[');
        for (index, finding) in shown.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            let phrase = self.phrase(wire, analysis, finding, uri);
            place(out, &wire.passage(analysis, &finding.span), phrase);
        }
        if let Some(more) = more {
            if !shown.is_empty() {
                out.push(b',');
            }
            let last = wire.more(analysis, &more);
            place(out, &last.range, &behind_range(&Diagnostic { range: Range::default(), ..last }));
        }
        out.push(b']');
        // What is no longer said is forgotten, now and then.
        if self.kept.len() > 2 * shown.len() + 16 {
            let turn = self.turn;
            self.kept.retain(|_, phrase| phrase.turn == turn);
        }
    }

    fn phrase(&mut self, wire: &Wire, analysis: &Analysis, finding: &Finding, uri: &Uri) -> &[u8] {
        let new = || Phrase { json: behind_range(&wire.said(analysis, finding, uri)), turn: 0 };
        let phrase = self.kept.entry(hash(wire, analysis, finding)).or_insert_with(new);
        phrase.turn = self.turn;
        &phrase.json
    }
}

/// All that a diagnostic without its place depends on, in a session: the places
/// of what explains it are part of it.
fn hash(wire: &Wire, analysis: &Analysis, finding: &Finding) -> u64 {
    let mut hasher = DefaultHasher::new();
    (wire.lang, finding.rule.code, finding.severity, &finding.message).hash(&mut hasher);
    let place = |span: &Span, hasher: &mut DefaultHasher| {
        let Range { start, end } = wire.passage(analysis, span);
        (start.line, start.character, end.line, end.character).hash(hasher);
    };
    for related in finding.related.iter().filter(|_| wire.caps.related) {
        related.message.hash(&mut hasher);
        match &related.site {
            Site::Here(span) => place(span, &mut hasher),
            Site::There(source, place) => (source, place).hash(&mut hasher),
        }
    }
    for other in others(finding).filter(|_| wire.caps.related || wire.caps.group_places) {
        other.message.hash(&mut hasher);
        place(&other.span, &mut hasher);
    }
    hasher.finish()
}

/// A diagnostic as JSON, from behind its range on.
fn behind_range(said: &Diagnostic) -> Box<[u8]> {
    let json = serde_json::to_vec(said).unwrap_or_default();
    json.strip_prefix(NOWHERE).unwrap_or(b"}").into()
}

fn place(out: &mut Vec<u8>, range: &Range, rest: &[u8]) {
    let Range { start, end } = range;
    // Writing to memory does not fail.
    let _ = write!(
        out,
        r#"{{"range":{{"start":{{"line":{},"character":{}}},"end":{{"line":{},"character":{}}}}}"#,
        start.line, start.character, end.line, end.character
    );
    out.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Lang;
    use crate::rules::{Draft, Settings};
    use crate::server::capabilities::ClientCaps;
    use crate::text::Units;
    use serde_json::json;

    const TEXT: &str = include_str!("../../fuzz/seeds/rules/report.txt");

    fn wire(limit: usize, related: bool) -> Wire {
        let caps =
            json!({ "capabilities": { "textDocument": { "publishDiagnostics": { "relatedInformation": related, "dataSupport": true } } } });
        Wire { units: Units::Utf16, lang: Lang::Zh, caps: ClientCaps::of(&caps).into(), limit }
    }

    #[test]
    fn it_is_what_the_types_of_the_protocol_say_edit_by_edit() {
        let uri: Uri = "file:///a/%E6%8A%A5.txt".parse().unwrap();
        for wire in [wire(1000, true), wire(1000, false), wire(3, true), wire(1, false)] {
            let (mut draft, mut phrases) = (Draft::new(TEXT), Phrases::default());
            let mut most = 0;
            let lines: Vec<usize> = TEXT.match_indices('\n').map(|m| m.0).collect();
            for turn in 0..lines.len() * 2 {
                let analysis = draft.analyse(&Settings::default());
                most = most.max(analysis.findings.len());
                let mut out = Vec::new();
                phrases.write(&mut out, &wire, &analysis, &uri);
                let told: serde_json::Value = serde_json::from_slice(&out).unwrap();
                assert_eq!(told, serde_json::to_value(wire.diagnostics(&analysis, &uri)).unwrap(), "turn {turn}");
                let at = lines[turn / 2];
                match turn % 2 {
                    0 => draft.edit(at..at, "（二）加强领导,\n😀"),
                    _ => draft.edit(at..at + "（二）加强领导,\n😀".len(), ""),
                }
            }
            assert!(most > 3 && phrases.kept.len() < 200, "{most} findings, {} phrases", phrases.kept.len());
        }
    }

    #[test]
    fn what_is_said_is_written_once() {
        let uri: Uri = "file:///a.txt".parse().unwrap();
        let (wire, analysis) = (wire(1000, false), Draft::new(TEXT).analyse(&Settings::default()));
        let mut phrases = Phrases::default();
        let mut out = Vec::new();
        phrases.write(&mut out, &wire, &analysis, &uri);
        let first: Vec<_> = phrases.kept.values().map(|p| p.json.as_ptr()).collect();
        phrases.write(&mut Vec::new(), &wire, &analysis, &uri);
        assert_eq!(first, phrases.kept.values().map(|p| p.json.as_ptr()).collect::<Vec<_>>());
        // In another language it says something else.
        let english = Wire { lang: Lang::En, ..wire };
        let mut told = Vec::new();
        phrases.write(&mut told, &english, &analysis, &uri);
        assert_ne!(out, told);
    }
}
