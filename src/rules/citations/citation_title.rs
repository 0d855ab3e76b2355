//! # citation-title
//!
//! ## What it does
//!
//! Reports a title that differs from that of a national document by a character or two.
//!
//! ## Why it matters
//!
//! Titles of laws and documents are cited exactly; a slip in them is noticed by everybody who knows them.
//!
//! ## Example
//!
//! > 落实《法制政府建设与责任落实督察工作规定》。
//!
//! ## Instead
//!
//! > 落实《法治政府建设与责任落实督察工作规定》。
//!
//! ## Source
//!
//! `schemas/citations.json`, rows re-read from a source only. Titles of at least eight characters; the kind of document at the end
//! must agree, since 规定 and 办法 of like name are different documents. Titles that a place issues are left alone.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): no finding.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 书名号内的标题与某一全国性文件只差一两个字。
//!
//! ## 为什么
//!
//! 法律和文件的标题应当准确引用，熟悉的人一眼就能看出错字。
//!
//! ## 示例
//!
//! > 落实《法制政府建设与责任落实督察工作规定》。
//!
//! ## 改为
//!
//! > 落实《法治政府建设与责任落实督察工作规定》。
//!
//! ## 依据
//!
//! `schemas/citations.json` 中重新核对过来源的条目。只查八个字以上的标题；末尾的文种须相同，因为名称相近的“规定”“办法”是不同文件。
//! 地方制定的文件不报。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：0条。

use super::is_local;
use crate::facts::{Citation, Document, earliest, register};
use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Rule, Severity};
use crate::syntax::Span;
use std::sync::LazyLock;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB602",
    name: "citation-title",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Unsafe,
    check: Check::Block(check),
    source: include_str!("citation_title.rs"),
};

/// The shortest title that one wrong character leaves recognisable, in characters.
const SHORTEST: usize = 8;
/// The same for two.
const SHORTEST_FOR_TWO: usize = 16;

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let text = &at.block.text;
    let mut found = Vec::new();
    for citation in &at.facts.citations {
        let name = register().bare(&citation.name);
        let Some(document) = nearly(name) else { continue };
        if is_local(text, citation.range.start) {
            continue;
        }
        let span = Span { block: 0, range: citation.range.start as u32..citation.range.end as u32 };
        let mut finding = Found::new(span, Message::new("citation-title").with("title", document.cited()));
        // Only where the wrong words stand in the draft as they were compared; two
        // wrong characters may be a word, and then another document.
        let letters = |t: &str| t.chars().collect::<Vec<_>>();
        let slip = super::distance(&letters(&document.title), &letters(name), 1).is_some() && existed(at, citation, document);
        if let Some(start) = text.get(citation.inner.clone()).and_then(|inner| inner.find(name)).filter(|_| slip) {
            let from = (citation.inner.start + start) as u32;
            finding = finding.fix(Fix {
                title: Message::new("citation-title.fix").with("title", document.title.as_str()),
                safe: false,
                edits: vec![Edit { span: Span { block: 0, range: from..from + name.len() as u32 }, text: document.title.clone() }],
            });
        }
        found.push(finding);
    }
    found
}

/// Whether what the title would name was there on the day of the report.
fn existed(at: &BlockCheck<'_>, citation: &Citation, document: &Document) -> bool {
    let years = citation.years.as_ref().map(|y| (y.from, y.to));
    let meant = register().documents.iter().filter(|d| d.title == document.title && (d.years.is_none() || d.years == years));
    let mut days = meant.filter(|d| !d.revision).filter_map(|d| earliest(d.date.as_deref()?));
    at.context.day.is_none_or(|day| days.all(|d| d <= day))
}

/// The national document whose title was meant.
fn nearly(name: &str) -> Option<&'static Document> {
    /// The titles that are long enough, letter by letter.
    static TITLES: LazyLock<Vec<(Vec<char>, &Document)>> = LazyLock::new(|| {
        let titles = register().documents.iter().filter(|d| d.re_read).map(|d| (d.title.chars().collect::<Vec<_>>(), d));
        titles.filter(|(title, _)| title.len() >= SHORTEST).collect()
    });
    let letters: Vec<char> = name.chars().collect();
    if letters.len() < SHORTEST || register().titled(name).next().is_some() {
        return None;
    }
    let meant = TITLES.iter().find(|(title, _)| {
        let most = if title.len() >= SHORTEST_FOR_TWO { 2 } else { 1 };
        let end = |t: &[char], back: usize| t.len().checked_sub(back).and_then(|at| t.get(at)).copied();
        // A word in front makes it a document of another body, a word at the end another kind.
        let starts = title.first() == letters.first() || title.get(1) == letters.get(1);
        let ends = end(title, 1) == end(&letters, 1) && end(title, 2) == end(&letters, 2);
        starts && ends && super::distance(title, &letters, most).is_some_and(|d| (1..=most).contains(&d))
    });
    meant.map(|(_, document)| *document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_are_nearly_right() {
        for (name, meant) in [
            ("法制政府建设与责任落实督察工作规定", "dczr-2019"),
            ("法治政府建设与责任落实督查工作规定", "dczr-2019"),
            ("党政主要负责人履行推进法治建设第一责任职责规定", "dyzrr-2016"),
            ("法制政府建设实施纲要", "fzzf-2015"),
            ("重大行政决策暂行条例", ""),
            ("重大行政决策程序暂行规定", ""),
            ("党政主要负责人履行推进法治建设第一责任人职责清单", ""),
            ("法治乡村建设实施纲要", ""),
            ("云岭县法治政府建设实施纲要", ""),
            ("法治政府建设实施纲要", ""),
            ("法治社会建设实施纲要", ""),
            ("行政复议法", ""),
            ("法规规章备案审查规定", ""),
        ] {
            assert_eq!(nearly(name).map_or("", |d| d.id.as_str()), meant, "{name}");
        }
    }
}
