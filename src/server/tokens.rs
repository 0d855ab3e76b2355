//! Semantic tokens: whole, in a range, and as the difference to what the client
//! has already.

use super::backend::Question;
use crate::ide::{self, TokenKind};
use crate::rules::Analysis;
use std::ops::Range;
use std::sync::Arc;
use tower_lsp::ls_types::*;

/// The tokens that a client was last given of a document.
#[derive(Clone, Default)]
pub struct Given {
    /// Which version they are of.
    pub stamp: u64,
    /// The tokens.
    pub data: Arc<[SemanticToken]>,
}

impl Given {
    /// The id under which the client knows them.
    pub fn id(&self) -> String {
        format!("t{}", self.stamp)
    }
}

/// The kinds of tokens by their names.
pub fn legend() -> SemanticTokensLegend {
    let token_types = TokenKind::ALL.iter().map(|kind| SemanticTokenType::new(kind.name())).collect();
    SemanticTokensLegend { token_types, token_modifiers: Vec::new() }
}

/// All tokens of a document.
pub fn full(question: &Question, analysis: &Arc<Analysis>) -> Given {
    Given { stamp: question.version.stamp, data: encode(question, analysis, 0..analysis.text.len()).into() }
}

/// The tokens of a range.
pub fn range(question: &Question, analysis: &Arc<Analysis>, range: tower_lsp::ls_types::Range) -> SemanticTokens {
    let bytes = question.seen.wire.bytes(&analysis.text, range);
    SemanticTokens { result_id: None, data: encode(question, analysis, bytes) }
}

/// Tokens relative to each other, none longer than its line.
fn encode(question: &Question, analysis: &Analysis, range: Range<usize>) -> Vec<SemanticToken> {
    let (wire, text) = (&question.seen.wire, &analysis.text);
    let mut out = Vec::new();
    let mut before = Position::default();
    for token in ide::tokens(analysis, &range) {
        let kind = TokenKind::ALL.iter().position(|kind| *kind == token.kind).unwrap_or_default();
        for line in text.line_of(token.range.start)..=text.line_of(token.range.end) {
            let line = text.line_range(line);
            let piece = line.start.max(token.range.start)..line.end.min(token.range.end);
            if piece.start >= piece.end {
                continue;
            }
            let place = wire.range(text, &piece);
            let delta_line = place.start.line - before.line;
            let delta_start = if delta_line == 0 { place.start.character - before.character } else { place.start.character };
            let length = place.end.character - place.start.character;
            out.push(SemanticToken { delta_line, delta_start, length, token_type: kind as u32, token_modifiers_bitset: 0 });
            before = place.start;
        }
    }
    out
}

/// What turns the old tokens into the new ones: one edit, between what both
/// start and end with.
pub fn difference(old: &[SemanticToken], new: &[SemanticToken]) -> Vec<SemanticTokensEdit> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    if old.len() == tail && new.len() == tail {
        return Vec::new();
    }
    let data = new.get(..new.len() - tail).unwrap_or_default().to_vec();
    let numbers = |tokens: usize| (tokens * 5) as u32;
    vec![SemanticTokensEdit { start: numbers(head), delete_count: numbers(old.len() - tail), data: Some(data) }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_leads_from_old_to_new() {
        let tokens = |lengths: &[u32]| -> Vec<_> { lengths.iter().map(|l| SemanticToken { length: *l, ..Default::default() }).collect() };
        let cases: [(&[u32], &[u32], usize); 6] = [
            (&[1, 2, 3], &[1, 2, 3], 0),
            (&[1, 2, 3], &[1, 9, 3], 1),
            (&[1, 1], &[1], 1),
            (&[1], &[1, 1], 1),
            (&[], &[4], 1),
            (&[4], &[], 1),
        ];
        for (old, new, count) in cases {
            let (mut old, new) = (tokens(old), tokens(new));
            let edits = difference(&old, &new);
            assert_eq!(edits.len(), count);
            for edit in edits {
                let start = edit.start as usize / 5;
                old.splice(start..start + edit.delete_count as usize / 5, edit.data.unwrap());
            }
            assert_eq!(old, new);
        }
    }
}
