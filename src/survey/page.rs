//! A survey as one page for a browser: nothing is loaded from elsewhere.

use super::Survey;
use crate::message::{Lang, table, text};
use std::collections::BTreeMap;

const FRAME: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/style.css");
const SCRIPT: &str = include_str!("page/page.js");
/// Messages of the page, by the rest of their id.
const WORDS: &str = "survey.page.";

impl Survey {
    /// The survey as a page that holds all it needs. `nonce` marks what the
    /// page itself brings: its content security policy lets nothing else run.
    pub fn page(&self, nonce: &str, lang: Lang) -> String {
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
            ("data", json(self)),
        ];
        fill(FRAME, &fields)
    }
}

/// JSON that can stand inside a script element.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
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

    fn page(dir: &str) -> String {
        Survey::new(dir.to_owned(), Vec::new(), Vec::new(), Vec::new()).page("n0", Lang::Zh)
    }

    #[test]
    fn nothing_of_a_draft_can_leave_its_script_element() {
        let page = page("</script><script>alert(1)</script>{{nonce}}");
        assert_eq!(page.matches("</script>").count(), 3);
        assert!(page.contains("{{nonce}}\""), "what is filled in is not read again");
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
