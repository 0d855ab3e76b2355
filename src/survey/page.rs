//! A survey as one page for a browser: nothing is loaded from elsewhere.

use super::{Row, Survey};
use crate::message::{Lang, table, text};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const FRAME: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/style.css");
const SCRIPT: &str = include_str!("page/page.js");
/// Messages of the page, by the rest of their id.
const WORDS: &str = "survey.page.";

/// What a page holds at most, so that a browser opens it: findings of all
/// reports together, …
const FINDINGS: usize = 60_000;
/// … but so many of each, …
const FINDINGS_EACH: usize = 5;
/// … copied passages, …
const COPIES: usize = 10_000;
/// … and figures over the years.
const SERIES: usize = 5_000;

/// A survey as the script reads it.
#[derive(Serialize)]
struct Data<'a> {
    #[serde(flatten)]
    survey: &'a Survey,
    left: Left,
}

/// What stands in the survey and not on its page. Findings count themselves: a
/// row has their number.
#[derive(Debug, Default, PartialEq, Serialize)]
struct Left {
    copies: usize,
    series: usize,
}

impl Survey {
    /// The survey as a page that holds all it needs. `nonce` marks what the
    /// page itself brings: its content security policy lets nothing else run.
    ///
    /// A page of very many reports leaves out lighter findings, shorter copies
    /// and shorter series, and says so; the table and the JSON have them all.
    pub fn page(mut self, nonce: &str, lang: Lang) -> String {
        let left = self.shorten();
        let data = json(&Data { survey: &self, left });
        drop(self);
        let words: BTreeMap<&str, &str> =
            table().iter().filter_map(|(id, words)| Some((id.strip_prefix(WORDS)?, words.get(lang)))).collect();
        let title = text("survey.title", lang);
        let fields = [
            ("lang", if lang == Lang::Zh { "zh-CN" } else { "en" }.to_owned()),
            ("nonce", nonce.to_owned()),
            ("title", title.to_owned()),
            ("skip", text("survey.skip", lang).to_owned()),
            ("noscript", text("survey.noscript", lang).to_owned()),
            ("style", STYLE.to_owned()),
            ("script", SCRIPT.to_owned()),
            ("words", json(&words)),
            ("data", data),
        ];
        fill(FRAME, &fields)
    }
}

impl Survey {
    fn shorten(&mut self) -> Left {
        let each = (FINDINGS / self.reports.len().max(1)).max(FINDINGS_EACH);
        self.reports.iter_mut().for_each(|row| lightest_out(row, each));
        let (copies, series) = (self.copies.len(), self.series.len());
        if copies > COPIES {
            self.copies.sort_by_key(|copy| Reverse(copy.characters));
            self.copies.truncate(COPIES);
        }
        if series > SERIES {
            self.series.sort_by_key(|series| Reverse(series.points.len()));
            self.series.truncate(SERIES);
        }
        Left { copies: copies - self.copies.len(), series: series - self.series.len() }
    }
}

/// Leaves the findings that weigh most, in the order of the text.
fn lightest_out(row: &mut Row, most: usize) {
    let said = &mut row.diagnostics;
    if said.len() > most {
        said.sort_by_key(|said| said.severity);
        said.truncate(most);
        said.sort_by_key(|said| said.line);
    }
}

/// JSON that can stand inside a script element.
fn json(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).unwrap_or_default();
    let mut out = String::with_capacity(text.len() + text.len() / 64);
    for piece in text.split_inclusive(['<', '\u{2028}', '\u{2029}']) {
        let last = piece.chars().next_back().filter(|c| matches!(c, '<' | '\u{2028}' | '\u{2029}'));
        out.push_str(piece.get(..piece.len() - last.map_or(0, char::len_utf8)).unwrap_or_default());
        if let Some(last) = last {
            let _ = write!(out, "\\u{:04x}", last as u32);
        }
    }
    out
}

/// The frame with each `{{name}}` replaced; what is filled in is not read again.
fn fill(frame: &str, fields: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(frame.len() + fields.iter().map(|f| f.1.len()).sum::<usize>());
    let mut rest = frame;
    while let Some((before, behind)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, behind)) = behind.split_once("}}") else { break };
        if let Some((_, value)) = fields.iter().find(|(n, _)| *n == name) {
            out.push_str(value);
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Severity;
    use crate::survey::{Copied, Place, Said};

    fn page(dir: &str) -> String {
        Survey::new(dir.to_owned(), Vec::new(), Vec::new(), Vec::new()).page("n0", Lang::Zh)
    }

    #[test]
    fn nothing_of_a_draft_can_leave_its_script_element() {
        let page = page("</script><script>alert(1)</script>{{nonce}}");
        assert_eq!(page.matches("</script>").count(), 3);
        assert!(page.contains("{{nonce}}\""), "what is filled in is not read again");
        assert_eq!(json(&"<a\u{2028}<"), "\"\\u003ca\\u2028\\u003c\"");
    }

    #[test]
    fn a_page_of_very_many_reports_leaves_out_what_weighs_least() {
        let said = |severity, line| Said { rule: "bare-year", severity, line, message: String::new(), absence: false };
        let place = |line| Place { path: String::new(), line };
        let row = Row {
            diagnostics: (1..=8).map(|n| said(if n == 7 { Severity::Error } else { Severity::Hint }, n)).collect(),
            ..Row::default()
        };
        let mut survey = Survey::new(String::new(), Vec::new(), vec![row.clone(); 20_000], Vec::new());
        let copy = |characters| Copied { from: place(1), to: place(2), characters, text: String::new() };
        survey.copies = (1..=COPIES + 3).map(copy).collect();
        assert_eq!(survey.shorten(), Left { copies: 3, series: 0 });
        let lines: Vec<_> = survey.reports[0].diagnostics.iter().map(|s| s.line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 7]);
        assert!(survey.copies.iter().all(|c| c.characters > 3));
        // Few keep all they have.
        let mut few = Survey::new(String::new(), Vec::new(), vec![row; 300], Vec::new());
        assert_eq!(few.shorten(), Left::default());
        assert_eq!(few.reports[0].diagnostics.len(), 8);
    }

    #[test]
    fn the_page_loads_nothing() {
        let page = page("x");
        for word in ["http:", "https:", "src=", "import(", "fetch(", "@import", "url("] {
            let allowed = page.replace("http://www.w3.org/2000/svg", "");
            assert!(!allowed.contains(word), "{word}");
        }
    }

    #[test]
    fn every_word_that_the_script_says_exists() {
        for part in SCRIPT.split("say(\"").skip(1) {
            let id = part.split('"').next().unwrap_or_default();
            assert!(table().contains_key(&format!("{WORDS}{id}")), "{id}");
        }
    }
}
