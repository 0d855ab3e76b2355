//! Lines read as titles of a report.

use super::evidence::{self, Hit};
use crate::schema::{Passage, Schema};
use crate::syntax::{Block, Kind};
use crate::text::width::{is_blank, narrow};

/// The longest title that is believed, in characters.
const MAX_TITLE_CHARS: usize = 90;
/// The longest line that can be joined with its neighbours to a title, in characters.
const MAX_LINE_CHARS: usize = 45;

/// A line that ends in a stop and is longer than this is a sentence of the text, in characters.
const MIN_SENTENCE_CHARS: usize = 30;

/// One or more lines read as a title of a report of one schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// Its characters without blanks.
    pub text: String,
    /// Indices of the blocks that hold it.
    pub blocks: Vec<usize>,
    /// Who issues the report, as the title says.
    pub issuer: Option<String>,
    /// The year that it names.
    pub year: Option<i32>,
    /// Whether one of the schema's patterns reads it.
    pub is_read: bool,
    /// The evidence of the schema that the title gives.
    pub hits: Vec<Hit>,
    /// The weights of that evidence added up.
    pub score: i32,
}

/// What the lines at the head of a document say, read as titles.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The most likely title; empty where there is none.
    pub title: Title,
    /// How many different years the lines that read as titles name.
    pub years: usize,
    /// How many different lines read as titles of such reports.
    pub titles: usize,
}

/// Whether a block belongs to the text of a document, so that no title comes after it.
pub fn is_body(block: &Block) -> bool {
    let marked = block.heading.as_ref().is_some_and(|h| h.mark.is_some());
    let body = block.body();
    marked || body.chars().nth(MAX_TITLE_CHARS).is_some() || (body.ends_with('。') && body.chars().nth(MIN_SENTENCE_CHARS).is_some())
}

/// Whether a block is a line as titles are set: short, one clause, without a number.
pub fn is_title_line(block: &Block) -> bool {
    let body = block.body();
    block.kind == Kind::Text
        && body.chars().nth(MAX_LINE_CHARS).is_none()
        && !body.contains(['。', '；', ';', '：', ':', '>', '|'])
        && block.heading.as_ref().is_none_or(|h| h.mark.is_none())
}

/// Reads blocks that stand one below another as one title; `None` where they cannot be one.
pub fn read(blocks: &[&Block], schema: &Schema) -> Option<Title> {
    if blocks.iter().any(|b| b.kind != Kind::Text) {
        return None;
    }
    let written: String = blocks.iter().map(|b| b.body().trim_matches('*')).collect::<Vec<_>>().join("\n");
    let text: String = written.chars().filter(|c| !is_blank(*c)).collect();
    let text = text.strip_prefix('《').and_then(|t| t.strip_suffix('》')).filter(|t| !t.contains('《')).unwrap_or(&text).to_owned();
    if text.is_empty() || text.chars().nth(MAX_TITLE_CHARS).is_some() {
        return None;
    }
    let digits: String = text.chars().map(|c| if c.is_numeric() { narrow(c) } else { c }).collect();
    let words = crate::words::titles();
    let bare = without_remark(&digits);
    let bare = words.prefix.find(bare).and_then(|range| bare.get(range.end..)).unwrap_or(bare);
    let bare = bare.trim_end_matches(|c| words.stops.has(c));
    let (bare, last_year) = without_last_year(bare);
    // The span of years of a document that the title names is none of the report's.
    let bare =
        words.span.find(bare).map_or_else(|| bare.to_owned(), |r| [bare.get(..r.start), bare.get(r.end..)].into_iter().flatten().collect());
    // 《…实施纲要》 may be the subject, and a slogan may stand in front of it.
    let plain: String = bare.chars().filter(|c| !matches!(c, '《' | '》')).collect();
    let after_slogan = plain.rsplit(['：', ':']).next().unwrap_or(&plain);
    let read = |text| schema.claims.title.iter().find_map(|p| p.captures(text));
    let captures = read(plain.as_str()).or_else(|| read(after_slogan).filter(|c| c.name("report_year").is_some()));
    let name = captures.as_ref().and_then(|c| c.name("issuer")).map(|m| m.as_str()).filter(|s| !s.is_empty());
    let year = captures.as_ref().and_then(|c| c.name("report_year")).and_then(|m| crate::facts::parse_year(m.as_str()));
    let mut title = Title {
        issuer: name.map(|name| as_written(name, &written)),
        year: year.or(last_year).or_else(|| remark_year(&digits)),
        is_read: captures.is_some(),
        ..Title::default()
    };
    // 审计局, 规划局 and 会议中心 report too: what a title is about stands after the issuer.
    let rest = bare.strip_prefix(name.unwrap_or_default()).unwrap_or(&bare);
    for (passage, text) in [(Passage::Title, Some(rest)), (Passage::Issuer, name)] {
        title.hits.extend(text.into_iter().flat_map(|text| evidence::in_text(schema, passage, text)));
    }
    if let Some(year) = title.year {
        title.hits.extend(evidence::counted(schema, Passage::Year, 1, &year.to_string()));
    }
    title.score = evidence::sum(schema, &title.hits);
    title.text = text;
    Some(title)
}

/// A title without the subtitle and the bracketed remark at its end: ——在…会议上,
/// （送审稿）, （2024年2月8日）, 【初稿】.
fn without_remark(title: &str) -> &str {
    let title = title.split("——").next().unwrap_or(title);
    let pairs = [('）', "（"), (')', "("), ('】', "【"), ('〕', "〔"), (']', "[")];
    for (close, open) in pairs {
        if let Some(inner) = title.strip_suffix(close)
            && let Some(at) = inner.rfind(open)
            && at > 0
        {
            return title.get(..at).unwrap_or(title);
        }
    }
    title
}

/// 法治政府建设情况报告2025: a title without the year at its end, and that year.
fn without_last_year(title: &str) -> (&str, Option<i32>) {
    let bare = title.trim_end_matches(['年', '度']);
    let start = bare.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    match bare.get(start..).and_then(crate::facts::parse_year) {
        Some(year) if start > 0 => (bare.get(..start).unwrap_or(title), Some(year)),
        _ => (title, None),
    }
}

/// 法治政府建设年度报告（2023年度）: a year that is all the remark says.
fn remark_year(title: &str) -> Option<i32> {
    let remark = title.get(title.rfind(['（', '('])?..)?;
    let year = remark.trim_matches(['（', '(', '）', ')']).trim_end_matches(['年', '度']);
    crate::facts::parse_year(year)
}

/// A name with the blanks that part whole words in it (two offices that report
/// together), without those that only spread its letters.
fn as_written(name: &str, written: &str) -> String {
    let words: Vec<&str> = written.split(is_blank).filter(|w| !w.is_empty()).collect();
    let mut rest = name;
    let mut kept = Vec::new();
    for word in words {
        match rest.strip_prefix(word) {
            Some(behind) if word.chars().count() >= 4 => {
                kept.push(word);
                rest = behind;
            }
            _ => break,
        }
    }
    if rest.chars().count() >= 4 {
        kept.push(rest);
        rest = "";
    }
    if rest.is_empty() && kept.len() > 1 { kept.join(" ") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::as_written;

    #[test]
    fn two_offices_stay_two_words() {
        assert_eq!(as_written("中共云岭县委云岭县人民政府", "中共云岭县委　云岭县人民政府\n关于2024年"), "中共云岭县委 云岭县人民政府");
        assert_eq!(as_written("云岭县人民政府", "云 岭 县 人 民 政 府 关 于"), "云岭县人民政府");
        assert_eq!(as_written("云岭县人民政府", "云岭县人民政府关于"), "云岭县人民政府");
    }
}
