//! The page of a rule: the comment at the head of its source file, once in
//! English and once in Chinese, with fixed headings.
//!
//! From it come `nianbao explain`, the pages in `docs/`, the summaries in
//! `nianbao rules` and the table in the README.

use super::{FixKind, Rule, Severity, all};
use crate::message::{Lang, Message, text};
use std::fmt::Write as _;

/// Headings of a page in their order: what, why, example, instead, source.
const HEADINGS: [[&str; 5]; 2] =
    [["检查什么", "为什么", "示例", "改为", "依据"], ["What it does", "Why it matters", "Example", "Instead", "Source"]];

/// One rule's page in one language. All texts are Markdown without a line end
/// before or behind them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Page {
    /// What is looked for.
    pub what: String,
    /// What is lost if it stays.
    pub why: String,
    /// A text with the fault.
    pub example: String,
    /// The text as it should be.
    pub instead: String,
    /// The regulation or standard clause.
    pub source: String,
}

/// Why a head comment is no page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// The file does not start with `//! # name`.
    #[error("the file does not start with a heading `# rule-name`")]
    Title,
    /// There is no `# 中文`.
    #[error("there is no heading `# 中文`")]
    Chinese,
    /// A heading is missing, empty or not in its place.
    #[error("the section `{0}` is missing, empty or out of order")]
    Section(&'static str),
}

/// Reads the page in the head comment of `source`, a Rust file.
///
/// # Errors
/// When a heading is missing, empty or out of order.
pub fn parse(source: &str, lang: Lang) -> Result<Page, PageError> {
    let head: Vec<&str> =
        source.lines().map_while(|line| line.trim_end().strip_prefix("//!")).map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    if !head.first().is_some_and(|line| line.starts_with("# ")) {
        return Err(PageError::Title);
    }
    let split = head.iter().position(|line| *line == "# 中文").ok_or(PageError::Chinese)?;
    let (english, chinese) = head.split_at(split);
    let lines = if lang == Lang::Zh { chinese } else { english };
    let sections = sections(lines);
    let mut texts = Vec::with_capacity(5);
    for (at, name) in headings(lang).into_iter().enumerate() {
        match sections.get(at) {
            Some((heading, body)) if *heading == name && !body.is_empty() => texts.push(body.clone()),
            _ => return Err(PageError::Section(name)),
        }
    }
    // Outside of a terminal a line break is shown as a blank, which Chinese does not have.
    let mut texts = texts.into_iter().map(|text| if lang == Lang::Zh { joined(&text) } else { text });
    let mut next = || texts.next().unwrap_or_default();
    Ok(Page { what: next(), why: next(), example: next(), instead: next(), source: next() })
}

/// The text with the lines of each paragraph, quotation and item on one line.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    let mut open = "";
    for line in text.lines() {
        let bare = line.trim_start();
        let fence = bare.starts_with("```");
        let quoted = bare.strip_prefix("> ");
        let starts = fence || fenced || bare.is_empty() || bare.starts_with(['|', '#']) || bare.starts_with("- ");
        let goes_on = !starts && !open.is_empty() && (quoted.is_some() == open.starts_with('>'));
        if goes_on {
            let next = quoted.unwrap_or(bare);
            if out.ends_with(|c: char| c.is_ascii_alphanumeric()) && next.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                out.push(' ');
            }
            out.push_str(next);
        } else {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(line);
        }
        fenced ^= fence;
        // A line that ends in two blanks or a backslash is meant to end there.
        let ended = fence || fenced || bare.is_empty() || bare.starts_with(['|', '#']) || line.ends_with("  ") || line.ends_with('\\');
        open = if ended { "" } else { bare };
    }
    out
}

fn headings(lang: Lang) -> [&'static str; 5] {
    let [zh, en] = HEADINGS;
    if lang == Lang::Zh { zh } else { en }
}

/// The `##` sections of a page; headings inside a code fence are text.
fn sections<'a>(lines: &[&'a str]) -> Vec<(&'a str, String)> {
    let mut out: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut fenced = false;
    for line in lines {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        match line.strip_prefix("## ") {
            Some(name) if !fenced => out.push((name.trim(), Vec::new())),
            _ => {
                if let Some((_, body)) = out.last_mut() {
                    body.push(line);
                }
            }
        }
    }
    out.into_iter().map(|(name, body)| (name, body.join("\n").trim_matches('\n').to_owned())).collect()
}

/// The first sentence of what the rule does, on one line: for lists.
pub fn summary(rule: &Rule, lang: Lang) -> String {
    let Ok(page) = parse(rule.source, lang) else { return String::new() };
    let paragraph = page.what.split("\n\n").next().unwrap_or_default();
    let mut line = String::new();
    for part in paragraph.lines().map(str::trim) {
        // Chinese lines are joined as they are, English ones by a blank.
        if line.ends_with(|c: char| c.is_ascii()) && part.starts_with(|c: char| c.is_ascii()) {
            line.push(' ');
        }
        line.push_str(part);
    }
    let end = match lang {
        Lang::Zh => line.find('。').map(|at| at + '。'.len_utf8()),
        Lang::En => line.find(". ").map(|at| at + 1),
    };
    line.truncate(end.unwrap_or(line.len()));
    line
}

/// A family (`NB1`) as people read it.
pub fn family_name(family: &str, lang: Lang) -> String {
    let names = crate::message::table();
    names.get(&format!("family.{family}")).map_or_else(String::new, |name| name.get(lang).to_owned())
}

/// A severity as people read it.
pub fn severity_name(severity: Severity, lang: Lang) -> &'static str {
    let id = match severity {
        Severity::Error => "severity.error",
        Severity::Warning => "severity.warning",
        Severity::Info => "severity.info",
        Severity::Hint => "severity.hint",
    };
    text(id, lang)
}

/// How a rule's findings are mended, as people read it.
pub fn fix_name(fix: FixKind, lang: Lang) -> &'static str {
    let id = match fix {
        FixKind::None => "mending.none",
        FixKind::Safe => "mending.safe",
        FixKind::Unsafe => "mending.unsafe",
    };
    text(id, lang)
}

/// A rule's page as Markdown, with its code, severity and fix on top.
///
/// # Errors
/// When the head of the rule's source is no page.
pub fn markdown(rule: &Rule, lang: Lang) -> Result<String, PageError> {
    let page = parse(rule.source, lang)?;
    let head = Message::new("page.head").with("name", rule.name).with("code", rule.code).with("since", rule.since);
    let head = head.with("severity", severity_name(rule.severity, lang)).with("fix", fix_name(rule.fix, lang));
    let mut out = head.render(lang) + "\n";
    let texts = [page.what, page.why, page.example, page.instead, page.source];
    for (heading, text) in headings(lang).iter().zip(&texts) {
        let _ = write!(out, "\n## {heading}\n\n{text}\n");
    }
    Ok(out)
}

/// Where the project lives; nowhere while the package names no address.
pub fn repository() -> Option<&'static str> {
    let address = env!("CARGO_PKG_REPOSITORY");
    (!address.is_empty()).then_some(address)
}

/// The address of a rule's page.
pub fn address(rule: &Rule, lang: Lang) -> Option<String> {
    let folder = if lang == Lang::Zh { "zh" } else { "en" };
    Some(format!("{}/blob/main/docs/{folder}/rules/{}.md", repository()?, rule.name))
}

/// The table of all rules as Markdown, for the README.
pub fn table(lang: Lang) -> String {
    let mut out = text("page.table", lang).to_owned() + "\n|---|---|---|---|---|\n";
    for rule in all() {
        let _ = writeln!(
            out,
            "| {} | `{}` | {} | {} | {} |",
            rule.code,
            rule.name,
            severity_name(rule.severity, lang),
            fix_name(rule.fix, lang),
            summary(rule, lang).replace('|', "\\|")
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
//! # missing-part
//!
//! ## What it does
//! Finds parts that the schema expects
//! and the draft lacks. Not more.
//!
//! ## Why it matters
//! They are asked for.
//!
//! ## Example
//! ```text
//! ## not a heading
//! ```
//!
//! ## Instead
//! Write it.
//!
//! ## Source
//! A clause.
//!
//! # 中文
//!
//! ## 检查什么
//! 找出缺少的
//! 部分。别的不管。
//!
//! ## 为什么
//! 应当有。
//!
//! ## 示例
//! 无。
//!
//! ## 改为
//! 补上。
//!
//! ## 依据
//! 条款。

use super::Rule;
//! # 中文
";

    fn rule(source: &'static str) -> Rule {
        Rule {
            code: "NB101",
            name: "missing-part",
            severity: Severity::Warning,
            since: "0.1.0",
            fix: FixKind::None,
            check: super::super::Check::Tool,
            source,
        }
    }

    #[test]
    fn both_languages_are_read() {
        let en = parse(SOURCE, Lang::En).unwrap();
        assert_eq!(en.what, "Finds parts that the schema expects\nand the draft lacks. Not more.");
        assert_eq!(en.example, "```text\n## not a heading\n```");
        assert_eq!(en.source, "A clause.");
        let zh = parse(SOURCE, Lang::Zh).unwrap();
        assert_eq!(zh.source, "条款。");
    }

    #[test]
    fn a_summary_is_the_first_sentence_on_one_line() {
        assert_eq!(summary(&rule(SOURCE), Lang::En), "Finds parts that the schema expects and the draft lacks.");
        assert_eq!(summary(&rule(SOURCE), Lang::Zh), "找出缺少的部分。");
    }

    #[test]
    fn lines_of_a_chinese_paragraph_are_one() {
        let text = "甲，\n乙 NB1\nand。\n\n> 丙\n> 丁\n\n- 一\n  二\n- 三\n\n```text\na\nb\n```\n戊";
        assert_eq!(joined(text), "甲，乙 NB1 and。\n\n> 丙丁\n\n- 一二\n- 三\n\n```text\na\nb\n```\n戊");
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(parse("fn main() {}", Lang::En), Err(PageError::Title));
        assert_eq!(parse("//! # a\n//! ## What it does\n", Lang::En), Err(PageError::Chinese));
        let cut = SOURCE.replace("//! ## 示例\n//! 无。\n", "");
        assert_eq!(parse(&cut, Lang::Zh), Err(PageError::Section("示例")));
        let empty = SOURCE.replace("//! A clause.\n", "");
        assert_eq!(parse(&empty, Lang::En), Err(PageError::Section("Source")));
    }

    #[test]
    fn a_page_has_its_headings_in_order() {
        let text = markdown(&rule(SOURCE), Lang::Zh).unwrap();
        assert!(text.starts_with("# missing-part（NB101）\n\n级别：警告；修改：无；始于 0.1.0。\n\n## 检查什么\n"));
        let places: Vec<_> = HEADINGS[0].iter().map(|h| text.find(&format!("## {h}\n")).unwrap()).collect();
        assert!(places.is_sorted());
    }

    #[test]
    fn every_rule_has_its_page_in_both_languages() {
        for rule in all() {
            for lang in [Lang::Zh, Lang::En] {
                let page = parse(rule.source, lang).unwrap_or_else(|e| panic!("{}: {e}", rule.name));
                assert!(!page.what.contains("## "), "{}", rule.name);
                assert!(!summary(rule, lang).is_empty(), "{}", rule.name);
            }
            assert!(rule.source.starts_with(&format!("//! # {}\n", rule.name)), "{}", rule.name);
            assert!(!family_name(&rule.code[..3], Lang::Zh).is_empty(), "{}", rule.code);
        }
        assert_eq!(table(Lang::Zh).lines().count(), 2 + all().len());
    }
}
