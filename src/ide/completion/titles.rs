//! Titles behind 《: those of the register, and those that the draft cites
//! elsewhere.

use super::{Completion, CompletionKind, Line, Matcher};
use crate::facts::{Document, register};
use crate::ide::{TextEdit, cited};
use crate::message::{Lang, Message};
use crate::rules::Analysis;
use crate::text::width::squeeze;
use std::collections::HashSet;

/// The longest title that is still being typed, in characters.
const LONGEST: usize = 60;

/// A title that is being written.
struct Open<'a> {
    /// What was typed of it.
    typed: &'a str,
    /// What closes it.
    close: char,
    /// What stands between the place and the closing mark, where one stands on the line.
    rest: Option<&'a str>,
}

impl<'a> Open<'a> {
    fn at(line: &'a Line) -> Option<Self> {
        let (from, open) = line.before.char_indices().rev().find(|(_, c)| matches!(c, '《' | '〈' | '》' | '〉' | '。'))?;
        let close = match open {
            '《' => '》',
            '〈' => '〉',
            _ => return None,
        };
        let typed = line.before.get(from + open.len_utf8()..)?;
        let end = line.after.char_indices().take(LONGEST).find(|(_, c)| matches!(c, '《' | '〈' | '》' | '〉' | '。' | '，'));
        let rest = end.filter(|(_, c)| *c == close).and_then(|(at, _)| line.after.get(..at));
        (typed.chars().count() <= LONGEST).then_some(Self { typed, close, rest })
    }

    /// Writes `title` and its closing mark in place of what was typed. What
    /// stands behind the place goes only where it is the rest of the same title.
    fn edit(&self, line: &Line, title: &str) -> Option<TextEdit> {
        let mut edit = line.replace(self.typed.len(), format!("{title}{}", self.close));
        if let Some(rest) = self.rest {
            let (rest_words, title) = (squeeze(rest), squeeze(title));
            if !rest_words.is_empty() && !title.contains(&rest_words) {
                return None;
            }
            edit.range.end += rest.len() + self.close.len_utf8();
        }
        Some(edit)
    }
}

/// Titles, if the place stands behind an open 《.
pub(super) fn completions(analysis: &Analysis, line: &Line, matcher: &Matcher, year: Option<i32>, lang: Lang) -> Option<Vec<Completion>> {
    let open = Open::at(line)?;
    let mut taken = HashSet::new();
    let mut found = Vec::new();
    let cited = cited_elsewhere(analysis, line);
    let is_cited: HashSet<String> = cited.iter().map(|title| squeeze(title)).collect();
    let mut documents: Vec<&Document> = register().documents.iter().collect();
    // What this draft cites, then what is in force, then the rest.
    documents.sort_by_key(|d| (!is_current(d, year), !is_cited.contains(&squeeze(&title(d)))));
    for document in documents {
        let title = title(document);
        // Earlier versions bear the title too.
        if taken.contains(&squeeze(&title)) {
            continue;
        }
        let offered =
            matcher.filter(open.typed, &title).map(|filter| (title.clone(), filter)).or_else(|| in_full(document, &open, matcher));
        taken.insert(squeeze(&title));
        let Some((title, filter)) = offered else { continue };
        let Some(edit) = open.edit(line, &title) else { continue };
        taken.insert(squeeze(&title));
        // What cannot be cited as in force any more is told before its number.
        let old = (!is_current(document, year)).then(|| Message::new("completion.old").render(lang));
        found.push(Completion {
            label: title,
            kind: CompletionKind::Title,
            detail: old.or_else(|| cited::told_apart_by(document, lang)),
            about: Some(cited::described(document, year, lang)),
            edit,
            more: Vec::new(),
            filter,
        });
    }
    for title in cited {
        if !taken.insert(squeeze(&title)) {
            continue;
        }
        let Some((filter, edit)) = matcher.filter(open.typed, &title).zip(open.edit(line, &title)) else { continue };
        let detail = Some(Message::new("completion.cited").render(lang));
        found.push(Completion { label: title, kind: CompletionKind::Title, detail, about: None, edit, more: Vec::new(), filter });
    }
    // An editor that filters by itself sees no difference: the text to filter by starts with what was typed either way.
    found.sort_by_key(|completion| !matcher.begins(open.typed, &completion.label));
    Some(found)
}

/// The full title of a law and its text to filter by, where it is the full title
/// that is being typed: from its first character on, and more than that.
fn in_full(document: &Document, open: &Open<'_>, matcher: &Matcher) -> Option<(String, String)> {
    let full = register().full_title(document)?;
    if open.typed.chars().count() < 2 || !matcher.begins(open.typed, &full) {
        return None;
    }
    let filter = matcher.filter(open.typed, &full)?;
    Some((full, filter))
}

/// A document's title with its years, without marks.
fn title(document: &Document) -> String {
    document.cited().trim_matches(['《', '》']).to_owned()
}

fn is_current(document: &Document, year: Option<i32>) -> bool {
    cited::state(document, year).id == "cited.current"
}

/// The titles that the draft cites on other lines, in order, blanks removed.
fn cited_elsewhere(analysis: &Analysis, line: &Line) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for (index, paragraph) in analysis.report_paragraphs() {
        for citation in &paragraph.facts().citations {
            let range = citation.range.start as u32..citation.range.end as u32;
            let bytes = analysis.bytes(&crate::syntax::Span { block: index, range });
            let words = paragraph.block.text.get(citation.inner.clone()).unwrap_or_default();
            // The one that is being typed may have run on to a mark behind it.
            let is_here = bytes.start <= line.at && line.at <= bytes.end;
            if !is_here && words.chars().count() <= LONGEST && !words.contains(['《', '，', '。']) && seen.insert(squeeze(words)) {
                found.push(words.chars().filter(|c| !crate::text::width::is_blank(*c)).collect());
            }
        }
    }
    found
}
