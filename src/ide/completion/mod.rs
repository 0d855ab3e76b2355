//! What can be written at a place: titles behind 《, missing parts and the next
//! number at the start of a line, the next item inside a paragraph.

mod numbers;
mod parts;
mod pinyin;
mod titles;

use super::TextEdit;
use crate::message::Lang;
use crate::rules::Analysis;
use std::ops::Range;

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompletionKind {
    /// The title of a document.
    Title,
    /// A part that the report lacks.
    Part,
    /// The mark of a heading or an item.
    Number,
}

/// Something that can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is shown.
    pub label: String,
    /// What it is for.
    pub kind: CompletionKind,
    /// A few words beside it.
    pub detail: Option<String>,
    /// More about it, as Markdown.
    pub about: Option<String>,
    /// What it does. The range holds the place and lies on its line.
    pub edit: TextEdit,
    /// Edits elsewhere that belong to it.
    pub more: Vec<TextEdit>,
    /// What an editor that filters by itself compares with the text between the
    /// start of the range and the place: it starts with that text.
    pub filter: String,
}

/// What the user wants of completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompletionOptions {
    /// Whether titles are also found by their pinyin (fz or fazhi for 法治).
    pub pinyin: bool,
}

/// What can be written at byte `at`, the likeliest first; nothing in a document
/// that is no report.
pub fn completions(analysis: &Analysis, at: usize, options: CompletionOptions, lang: Lang) -> Vec<Completion> {
    let Some((_, report)) = analysis.report() else { return Vec::new() };
    let line = Line::at(analysis, at);
    let matcher = Matcher { pinyin: options.pinyin };
    if let Some(found) = titles::completions(analysis, &line, &matcher, report.report_year, lang) {
        return found;
    }
    let mut found = numbers::headings(analysis, &line, lang);
    found.extend(parts::completions(analysis, &line, &matcher, lang));
    found.extend(numbers::items(analysis, &line));
    found
}

/// The line of the place, cut there.
struct Line {
    /// The place.
    at: usize,
    /// Bytes of the line, without its end.
    range: Range<usize>,
    /// The text in front of the place.
    before: String,
    /// The text behind it.
    after: String,
}

impl Line {
    fn at(analysis: &Analysis, at: usize) -> Self {
        let range = analysis.text.line_range(analysis.text.line_of(at));
        let at = at.clamp(range.start, range.end);
        let (before, after) = (analysis.text.slice(range.start..at), analysis.text.slice(at..range.end));
        Self { at, range, before, after }
    }

    /// What was typed at the start of an otherwise empty line, if it may become
    /// a heading: behind indent and `#`.
    fn stub(&self) -> Option<&str> {
        let stub = self.before.trim_start_matches(|c: char| crate::text::width::is_blank(c) || c == '#');
        (self.after.trim().is_empty() && stub.chars().count() <= 20 && !stub.contains(['。', '；'])).then_some(stub)
    }

    /// An edit in place of what was typed, `size` bytes in front of the place.
    fn replace(&self, size: usize, text: String) -> TextEdit {
        TextEdit { range: self.at - size..self.at, text }
    }
}

/// Compares what was typed with what is offered: from any character on, in any
/// width, or by pinyin.
struct Matcher {
    pinyin: bool,
}

impl Matcher {
    /// The text to filter by, which starts with what was typed; `None` where it
    /// does not match.
    fn filter(&self, typed: &str, offered: &str) -> Option<String> {
        let initials = |text: &str| if self.pinyin { pinyin::initials(text) } else { String::new() };
        let wanted = comparable(typed);
        if wanted.is_empty() {
            return Some(format!("{typed}{offered} {}", initials(offered)).trim_end().to_owned());
        }
        let text = comparable(offered);
        let found = pinyin::find(&text, &wanted, self.pinyin)?;
        // What follows the match, so that the editor can filter on while more is typed.
        let rest: String = text.get(found.end..).unwrap_or_default().iter().collect();
        let is_itself = text.get(found) == Some(&*wanted);
        Some(format!("{typed}{}", if is_itself { rest } else { initials(&rest) }))
    }

    /// Whether what is offered begins with what was typed, in any width, or its pinyin does.
    fn begins(&self, typed: &str, offered: &str) -> bool {
        pinyin::find(&comparable(offered), &comparable(typed), self.pinyin).is_some_and(|found| found.start == 0)
    }
}

/// The characters by which texts are compared: half width, lower case, no blanks.
fn comparable(text: &str) -> Vec<char> {
    crate::text::width::squeeze(text).to_lowercase().chars().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_matches_from_any_character_on() {
        let filter = |pinyin, typed, offered| Matcher { pinyin }.filter(typed, offered);
        assert_eq!(filter(false, "建设", "法治政府建设实施纲要").as_deref(), Some("建设实施纲要"));
        assert_eq!(filter(false, "（2021", "纲要（2021—2025年）").as_deref(), Some("（2021—2025年)"));
        assert_eq!(filter(true, "fzzf", "法治政府建设实施纲要").as_deref(), Some("fzzfjsssgy"));
        assert_eq!(filter(true, "xzfy", "行政复议法").as_deref(), Some("xzfyf"));
        assert_eq!(filter(false, "fzzf", "法治政府建设实施纲要"), None);
        assert_eq!(filter(true, "民法", "法治政府建设实施纲要"), None);
        assert_eq!(filter(true, "", "民法典").as_deref(), Some("民法典 mfd"));
        assert_eq!(filter(true, "长江bh", "长江保护法").as_deref(), Some("长江bhf"));
    }
}
