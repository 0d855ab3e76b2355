//! # citation-title
//!
//! ## What it does
//!
//! Reports a title that differs from that of a national document by a slip: a character wrong, lost or too many, two words
//! that changed places, words lost in front of the bracket of years or edition, or another noun at the end (规定 for 条例).
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
//! `schemas/citations.json`. Titles of at least eight characters. A title that differs in an ordinal, a number or its years is
//! another document or another edition, and titles that a place issues are left alone. Another noun at the end is reported only
//! where the document is carried out, and as information unless a national organ is named in front of it: a place may have issued
//! one of that name. Rows that were not re-read from a source raise no more than an information, and that only for words lost in
//! front of a bracket.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): no finding.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 书名号内的标题与某一全国性文件相比有笔误：错、漏、多一两个字，两个词前后颠倒，年份或版次的括号前漏了词，末尾的文种不同
//! （“条例”写成“规定”）。
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
//! `schemas/citations.json`。只查八个字以上的标题。序号、数字、年份不同的是另一文件或另一版本，地方制定的文件不报。文种不同的，
//! 只在“贯彻落实”等语境中报；前面没有写明国家机关的只作提示，因为地方可能有同名文件。未与来源核对的条目，只在括号前漏词时作提示。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：0条。

use super::is_local;
use super::slip::{SHORTEST_LAW, distance, has_other_genre, is_law_slip, is_slip, lacks_a_word, lost_before_bracket};
use crate::facts::{Citation, Document, DocumentKind, earliest, register};
use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Rule, Severity};
use crate::syntax::Span;
use crate::text::width::squeeze;
use crate::words;
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

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let text = &at.block.text;
    let mut found = Vec::new();
    for citation in &at.facts.citations {
        if register().named(&citation.name).next().is_some() {
            continue;
        }
        let Some(slip) = slip_of(citation) else { continue };
        let severity = match slip.kind {
            Kind::Spelling => None,
            Kind::Genre | Kind::Word => match context(text, citation) {
                Some(Issuer::National) => None,
                Some(Issuer::Unknown) => Some(Severity::Info),
                None => continue,
            },
            Kind::Lost(..) => (!slip.document.re_read).then_some(Severity::Info),
        };
        if is_local(text, citation.range.start) {
            continue;
        }
        let span = Span { block: 0, range: citation.range.start as u32..citation.range.end as u32 };
        let id =
            if severity.is_some() && matches!(slip.kind, Kind::Genre | Kind::Word) { "citation-title.genre" } else { "citation-title" };
        let mut finding = Found::new(span, Message::new(id).with("title", slip.title(citation)));
        finding.severity = severity;
        if let Some(fix) = slip.fix(at, citation) {
            finding = finding.fix(fix);
        }
        found.push(finding);
    }
    found
}

/// Who a document that is carried out comes from.
#[derive(PartialEq)]
enum Issuer {
    National,
    Unknown,
}

/// Who issued a title that is carried out; `None` where nothing says that it is.
fn context(text: &str, citation: &Citation) -> Option<Issuer> {
    let table = words::citing();
    let before = text.get(..citation.range.start)?;
    let is_national = table.national.is_match(&*squeeze(last(before, 24)));
    if is_national {
        return Some(Issuer::National);
    }
    table.carried_out.is_match(before).then_some(Issuer::Unknown)
}

/// The last `count` characters of a text.
fn last(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().take(count).last().map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or_default()
}

/// How a title differs from the one that was meant.
#[derive(PartialEq)]
enum Kind {
    Spelling,
    Genre,
    /// A word inside it was lost.
    Word,
    /// Words were lost in front of the bracket: what stands in front of them, and they.
    Lost(String, String),
}

/// A title that was meant.
struct Slip {
    kind: Kind,
    document: &'static Document,
    /// The title, half width, as it was compared: without its issuer where the draft names none.
    letters: &'static [char],
}

/// A title that the register knows.
struct Known {
    letters: Vec<char>,
    document: &'static Document,
}

/// The title that was meant.
fn slip_of(citation: &Citation) -> Option<Slip> {
    /// The titles that are long enough, with and without their issuers.
    static TITLES: LazyLock<Vec<Known>> = LazyLock::new(|| {
        let letters = |title: &str| title.chars().collect::<Vec<_>>();
        let titles = register().documents.iter().flat_map(|document| {
            let title = squeeze(&document.title);
            let short = register().issuers.iter().find_map(|i| title.strip_prefix(i.as_str())).filter(|t| t.starts_with("关于"));
            let short = short.map(|t| Known { letters: letters(t), document });
            [Known { letters: letters(&title), document }].into_iter().chain(short)
        });
        titles.filter(|known| known.letters.len() >= SHORTEST_LAW).collect()
    });
    let bare: Vec<char> = register().bare(&citation.name).chars().collect();
    let years = citation.years.as_ref().map(|y| (y.from, y.to));
    let same_edition = |d: &Document| years.is_none() || d.years.is_none() || d.years == years;
    let known = || TITLES.iter().filter(|known| same_edition(known.document));
    let sure = || known().filter(|known| known.document.re_read);
    let is = |kind: Kind| move |known: &'static Known| Slip { kind, document: known.document, letters: &known.letters };
    let is_wrong = |known: &&Known| {
        let law = known.document.kind == DocumentKind::Law && is_law_slip(&known.letters, &bare);
        law || is_slip(&known.letters, &bare)
    };
    let spelling = sure().find(is_wrong);
    if let Some(known) = spelling {
        return Some(is(Kind::Spelling)(known));
    }
    // Places pass regulations of the name of many a law.
    if let Some(known) = sure().find(|known| known.document.kind != DocumentKind::Law && has_other_genre(&known.letters, &bare)) {
        return Some(is(Kind::Genre)(known));
    }
    if let Some(known) = sure().find(|known| years.is_some() && known.document.years == years && lacks_a_word(&known.letters, &bare)) {
        return Some(is(Kind::Word)(known));
    }
    lost(known(), &bare, years.is_some())
}

/// The title of which words in front of its bracket were lost; `edition` tells that
/// the draft has the years of the document.
fn lost(known: impl Iterator<Item = &'static Known>, written: &[char], edition: bool) -> Option<Slip> {
    if !edition && written.last() != Some(&')') {
        return None;
    }
    let bracketed =
        |letters: &[char]| letters.iter().copied().chain(edition.then_some(['(', ')']).into_iter().flatten()).collect::<Vec<_>>();
    let written = bracketed(written);
    let mut all = known.filter(|known| !edition || known.document.years.is_some());
    all.find_map(|known| {
        let (at, lost) = lost_before_bracket(&bracketed(&known.letters), &written)?;
        let kind = Kind::Lost(written.iter().take(at).collect(), lost);
        Some(Slip { kind, document: known.document, letters: &known.letters })
    })
}

impl Slip {
    /// The title that was meant, in 《》; with its years where the draft has them.
    fn title(&self, citation: &Citation) -> String {
        if citation.years.is_some() { self.document.cited() } else { format!("《{}》", self.document.title) }
    }

    /// The fix, where the wrong words stand in the draft as they were compared. Two
    /// wrong characters may be a word, and then another document.
    fn fix(&self, at: &BlockCheck<'_>, citation: &Citation) -> Option<Fix> {
        if !existed(at, citation, self.document) {
            return None;
        }
        let name = register().bare(&citation.name);
        let title = || self.letters.iter().collect::<String>();
        let (wrong, right) = match &self.kind {
            Kind::Lost(before, lost) => (before.as_str(), format!("{before}{lost}")),
            _ => (name, title()),
        };
        if matches!(self.kind, Kind::Spelling | Kind::Genre) {
            distance(self.letters, &name.chars().collect::<Vec<_>>(), 1)?;
        }
        let inner = at.block.text.get(citation.inner.clone())?;
        let from = (citation.inner.start + inner.find(wrong)?) as u32;
        Some(Fix {
            title: Message::new("citation-title.fix").with("title", title()),
            safe: false,
            edits: vec![Edit { span: Span { block: 0, range: from..from + wrong.len() as u32 }, text: right }],
        })
    }
}

/// Whether what the title would name was there on the day of the report.
fn existed(at: &BlockCheck<'_>, citation: &Citation, document: &Document) -> bool {
    let years = citation.years.as_ref().map(|y| (y.from, y.to));
    let meant = register().documents.iter().filter(|d| d.title == document.title && (d.years.is_none() || d.years == years));
    let mut days = meant.filter(|d| !d.revision).filter_map(|d| earliest(d.date.as_deref()?));
    at.context.day.is_none_or(|day| days.all(|d| d <= day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::citations;
    use crate::text::Scan;

    #[test]
    fn titles_that_are_nearly_right() {
        let meant = |name: &str| {
            let text = format!("《{name}》");
            let citation = citations(&text, &Scan::of(&text)).remove(0);
            let known = register().named(&citation.name).next().is_some();
            slip_of(&citation).filter(|slip| !known && slip.kind == Kind::Spelling).map_or("", |slip| slip.document.id.as_str())
        };
        for (name, id) in [
            ("法制政府建设与责任落实督察工作规定", "dczr-2019"),
            ("法治政府建设与责任落实督查工作规定", "dczr-2019"),
            ("法治政府建设与落实责任督察工作规定", "dczr-2019"),
            ("党政主要负责人履行推进法治建设第一责任职责规定", "dyzrr-2016"),
            ("法制政府建设实施纲要", "fzzf-2015"),
            ("法制政府建设实施纲要（2021—2025年）", "fzzf-2021"),
            ("中共中央、国务院法制政府建设实施纲要", "fzzf-2015"),
            ("国务院办公厅关于全面推行行政规范性文件合法性审查机制的指导意见", "gbf115-2018"),
            ("关于全面推行行政规范性文件合法性审查机制的指导意见", "gbf115-2018"),
            ("关于开展法制宣传教育的第八个五年规划（2021—2025年）", "bawu-2021"),
            ("关于开展法治宣传教育的第九个五年规划（2026—2030年）", ""),
            ("关于开展法治宣传教育的第十个五年规划（2031—2035年）", ""),
            ("法制政府建设实施纲要（2026—2030年）", ""),
            ("重大行政决策暂行条例", ""),
            ("重大行政决策程序暂行规定", ""),
            ("党政主要负责人履行推进法治建设第一责任人职责清单", ""),
            ("法治乡村建设实施纲要", ""),
            ("云岭县法治政府建设实施纲要", ""),
            ("法治政府建设实施纲要", ""),
            ("法治社会建设实施纲要", ""),
            ("行政复议法", ""),
            ("中华人民共和国行政处分法", "xzcf-2021"),
            ("行政复意法", "xzfy-2023"),
            ("民事诉讼法", ""),
            ("行政处罚办法", ""),
            ("法规规章备案审查规定", ""),
        ] {
            assert_eq!(meant(name), id, "{name}");
        }
    }
}
