//! What can be followed: addresses in the text, and titles whose document can
//! be read somewhere.

use super::cited;
use crate::facts::fixed;
use crate::message::{Lang, Message};
use crate::rules::Analysis;
use crate::syntax::Span;
use crate::text::Matcher;
use std::ops::Range;
use std::sync::LazyLock;

/// A passage that leads to an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its bytes.
    pub range: Range<usize>,
    /// The address.
    pub target: String,
    /// What is found there, in words.
    pub tooltip: Option<String>,
}

/// The links of a report, in order; none in other documents.
pub fn links(analysis: &Analysis, lang: Lang) -> Vec<Link> {
    static URL: LazyLock<Matcher> = LazyLock::new(|| fixed(r#"https?://[!#-;=?-~]+"#));
    if analysis.report().is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (index, paragraph) in analysis.paragraphs.iter().enumerate() {
        let bytes = |range: &Range<usize>| analysis.bytes(&Span { block: index, range: range.start as u32..range.end as u32 });
        for url in URL.find_iter(&paragraph.block.text) {
            // A sentence may end behind an address.
            let target = url.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']);
            found.push(Link { range: bytes(&(url.start()..url.start() + target.len())), target: target.to_owned(), tooltip: None });
        }
        for citation in &paragraph.facts().citations {
            if let [document] = *cited::documents(analysis, index, citation)
                && let Some(url) = &document.url
            {
                let tooltip = Message::new("link.read").with("title", document.cited()).render(lang);
                found.push(Link { range: bytes(&citation.range), target: url.clone(), tooltip: Some(tooltip) });
            }
        }
    }
    found.sort_by_key(|link| link.range.start);
    found
}
