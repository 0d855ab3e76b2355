//! Which schema claims a document: by its title, or because a user says so.

use super::frame::Frame;
use super::{Hints, Paragraph, Report};
use crate::facts::Date;
use crate::schema::{Schema, SchemaSet};
use crate::syntax::{Block, Kind, Span};
use crate::text::width::{is_blank, narrow, squeeze};
use std::sync::Arc;

/// A title stands among the first blocks of a text; web pages put navigation
/// in front of it.
const HEAD: usize = 40;
/// The longest title that is believed, in characters.
const LONGEST: usize = 90;

/// A schema that claims a document, and what its title says.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The schema.
    pub schema: Arc<Schema>,
    /// The title without blanks.
    pub title: String,
    /// Indices of the blocks that hold it; empty where there is none.
    pub blocks: Vec<usize>,
    /// The words in front of 关于 or the year.
    pub issuer: Option<String>,
    /// The year that the title names.
    pub year: Option<i32>,
    /// Whether a user or a setting says that this is a report.
    pub forced: bool,
}

impl PartialEq for Claim {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.schema, &other.schema) && self.title == other.title && self.blocks == other.blocks
    }
}

impl Eq for Claim {}

/// Why no schema claims a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no text.
    Empty,
    /// This line speaks of such a report and is the title of another kind of document.
    OtherKind(String),
    /// No line looks like the title of a report.
    NoTitle,
}

/// The schema that claims the document.
///
/// # Errors
/// Why none does.
pub fn claim(paragraphs: &[Arc<Paragraph>], schemas: &SchemaSet, hints: &Hints<'_>) -> Result<Claim, Refusal> {
    let forced = hints.schema.map(|id| schemas.get(id).or_else(|| schemas.iter().next()).cloned());
    if let Some(Some(schema)) = forced {
        let any = SchemaSet::default().with([schema.clone()]);
        // A user's word counts for the schema; the title is read if there is one.
        let own =
            if hints.schema == Some("") { find(paragraphs, schemas) } else { find(paragraphs, &any).filter(|c| c.schema.id == schema.id) };
        let mut claim = own.unwrap_or_else(|| untitled(paragraphs, schema));
        claim.forced = true;
        return Ok(claim);
    }
    if let Some(claim) = find(paragraphs, schemas) {
        return Ok(claim);
    }
    let mut texts = paragraphs.iter().take(HEAD).filter(|p| p.block.is_text()).peekable();
    if texts.peek().is_none() {
        return Err(Refusal::Empty);
    }
    for paragraph in texts.take_while(|p| !is_body(&p.block)).filter(|p| is_title_line(&p.block)) {
        let title = squeeze(paragraph.block.body());
        if title.chars().count() <= LONGEST && schemas.iter().any(|s| s.claims.words.iter().any(|w| title.contains(w.as_str()))) {
            return Err(Refusal::OtherKind(paragraph.block.body().trim_matches(is_blank).to_owned()));
        }
    }
    Err(Refusal::NoTitle)
}

fn find(paragraphs: &[Arc<Paragraph>], schemas: &SchemaSet) -> Option<Claim> {
    let head = paragraphs.get(..HEAD.min(paragraphs.len())).unwrap_or_default();
    // Headings come behind the title, and so does everything long.
    let head = head.get(..head.iter().position(|p| is_body(&p.block)).unwrap_or(head.len())).unwrap_or_default();
    for (index, paragraph) in head.iter().enumerate() {
        if let Some(mut claim) = paragraph.title(schemas, |block| read_lines(&[block], schemas)) {
            claim.blocks = vec![index];
            let claim = with_twin(head, with_lines_above(head, index, schemas, claim));
            return (!is_denied(paragraphs, &claim) && !is_index(head, schemas)).then_some(claim);
        }
    }
    (0..head.len()).flat_map(|first| [(first, 2), (first, 3)]).find_map(|(first, count)| {
        let blocks: Vec<&Block> = head.get(first..first + count)?.iter().map(|p| &*p.block).collect();
        let mut claim = blocks.iter().all(|b| is_title_line(b)).then(|| read_lines(&blocks, schemas)).flatten()?;
        claim.blocks = (first..first + count).collect();
        Some(claim)
    })
}

/// Whether the lines behind the title say that this is another kind of
/// document (——在…会议上的述法发言), or a bare title has no text behind it.
fn is_denied(paragraphs: &[Arc<Paragraph>], claim: &Claim) -> bool {
    let Some(last) = claim.blocks.last() else { return false };
    let behind = || paragraphs.iter().skip(last + 1).take(12).map(|p| &p.block);
    let subtitle = behind().take(2).map(|b| b.body()).filter(|b| b.starts_with(['—', '（', '(']) && b.chars().count() <= 60);
    let other = subtitle.into_iter().any(|line| {
        claim.schema.claims.except.iter().any(|p| p.is_match(&squeeze(line)) && !line.contains(&crate::words::kinds().meeting))
    });
    let bare = claim.year.is_none() && claim.issuer.is_none();
    other || (bare && !behind().any(|b| is_body(b) || b.body().chars().count() > 60))
}

/// Titles of several years in a row: the index of a website.
fn is_index(head: &[Arc<Paragraph>], schemas: &SchemaSet) -> bool {
    let mut years: Vec<i32> = head.iter().filter_map(|p| p.title(schemas, |block| read_lines(&[block], schemas))?.year).collect();
    years.sort_unstable();
    years.dedup();
    years.len() >= 3
}

/// The title that ends at `last`, with one or two lines above it where they
/// bring the year or the organ that it lacks.
fn with_lines_above(head: &[Arc<Paragraph>], last: usize, schemas: &SchemaSet, single: Claim) -> Claim {
    if single.year.is_some() && single.issuer.is_some() {
        return single;
    }
    let joined = [2, 1].into_iter().filter_map(|above| last.checked_sub(above)).find_map(|first| {
        let blocks: Vec<&Block> = head.get(first..=last)?.iter().map(|p| &*p.block).collect();
        let mut claim = blocks.iter().all(|b| is_title_line(b)).then(|| read_lines(&blocks, schemas)).flatten()?;
        let organ = claim.issuer.as_deref().is_some_and(|name| claim.schema.is_organ(name));
        let brings = (single.year.is_none() && claim.year.is_some()) || (single.issuer.is_none() && organ);
        claim.blocks = (first..=last).collect();
        (brings && (claim.issuer.is_none() || organ)).then_some(claim)
    });
    joined.unwrap_or(single)
}

/// Web pages print the title twice: the later one opens the article.
fn with_twin(head: &[Arc<Paragraph>], mut claim: Claim) -> Claim {
    let Some(first) = claim.blocks.last().copied() else {
        return claim;
    };
    for (index, paragraph) in head.iter().enumerate().skip(first + 1).take(8) {
        if is_body(&paragraph.block) {
            break;
        }
        if squeeze(paragraph.block.body()) == squeeze(&claim.title) {
            claim.blocks.push(index);
        }
    }
    claim
}

fn is_body(block: &Block) -> bool {
    let marked = block.heading.as_ref().is_some_and(|h| h.mark.is_some());
    marked || block.body().chars().count() > 120
}

fn is_title_line(block: &Block) -> bool {
    let body = block.body();
    block.kind == Kind::Text
        && body.chars().count() <= 45
        && !body.contains(['。', '；', ';', '：', ':', '>', '|'])
        && block.heading.as_ref().is_none_or(|h| h.mark.is_none())
}

fn read_lines(blocks: &[&Block], schemas: &SchemaSet) -> Option<Claim> {
    if blocks.iter().any(|b| b.kind != Kind::Text) {
        return None;
    }
    let written: String = blocks.iter().map(|b| b.body().trim_matches('*')).collect::<Vec<_>>().join("\n");
    let title: String = written.chars().filter(|c| !is_blank(*c)).collect();
    let title = title.strip_prefix('《').and_then(|t| t.strip_suffix('》')).filter(|t| !t.contains('《')).unwrap_or(&title).to_owned();
    if title.chars().count() > LONGEST {
        return None;
    }
    let bare = without_remark(&title);
    schemas.iter().find_map(|schema| {
        let captures = schema.claims.title.iter().find_map(|p| p.captures(bare))?;
        let issuer = captures.name("issuer").map(|m| m.as_str()).filter(|s| !s.is_empty());
        let name = issuer.unwrap_or_default();
        // 审计局, 规划局 and 会议中心 report too.
        let rest = bare.strip_prefix(name).unwrap_or(bare);
        if schema.claims.except.iter().any(|p| p.is_match(rest)) || schema.claims.except_issuers.iter().any(|p| p.is_match(name)) {
            return None;
        }
        Some(Claim {
            schema: schema.clone(),
            issuer: issuer.map(|name| as_written(name, &written)),
            year: captures.name("report_year").and_then(|m| crate::facts::parse_year(m.as_str())).or_else(|| remark_year(&title, bare)),
            title: title.clone(),
            blocks: Vec::new(),
            forced: false,
        })
    })
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

/// 法治政府建设年度报告（2023年度）: a year that is all the remark says.
fn remark_year(title: &str, bare: &str) -> Option<i32> {
    let remark = title.get(bare.len()..)?;
    let year: String = remark.chars().filter(|c| c.is_numeric() || "一二三四五六七八九〇○零".contains(*c)).collect();
    let rest = remark.chars().filter(|c| !(c.is_numeric() || "一二三四五六七八九〇○零（）()年度".contains(*c))).count();
    (rest == 0).then(|| crate::facts::parse_year(&year)).flatten()
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

/// A claim on a document whose title says nothing.
fn untitled(paragraphs: &[Arc<Paragraph>], schema: Arc<Schema>) -> Claim {
    let first = paragraphs.iter().take(8).position(|p| is_title_line(&p.block) && p.block.body().chars().count() >= 4);
    let title = first.and_then(|i| paragraphs.get(i)).map(|p| p.block.body().chars().filter(|c| !is_blank(*c)).collect());
    Claim { schema, title: title.unwrap_or_default(), blocks: first.into_iter().collect(), issuer: None, year: None, forced: true }
}

/// Years, issuer and profile of a claimed document.
pub fn report(paragraphs: &[Arc<Paragraph>], claim: Claim, frame: &Frame, hints: &Hints<'_>) -> Report {
    let schema = claim.schema;
    let text_of = |block: usize| paragraphs.get(block).map_or("", |p| p.block.body());
    let lead_year =
        || frame.lead.clone().chain(frame.body.clone()).take(3).find_map(|b| crate::facts::years(text_of(b)).first().map(|y| y.1));
    let signed = frame.date.and_then(|block| {
        let body = paragraphs.get(block)?.block.body.clone();
        let line = text_of(block);
        let at = crate::facts::date_behind_name(line).unwrap_or(0);
        let date = crate::facts::date_line(line.get(at..)?)?.0?;
        Some((Span { block, range: body.start + at as u32..body.end }, date))
    });
    let signed_year = || signed.as_ref().map(|s| s.1.year - 1);
    let report_year = claim.year.or_else(signed_year).or_else(lead_year);
    let signature = frame.signature.first().map(|b| {
        let line = text_of(*b);
        let name = line.get(..crate::facts::date_behind_name(line).unwrap_or(line.len())).unwrap_or(line);
        name.trim_matches(is_blank).to_owned()
    });
    let issuer = hints.issuer.map(str::to_owned).or_else(|| claim.issuer.clone().filter(|name| schema.is_organ(name))).or(signature);
    // The office that signs for a place does not make the report a department's.
    let place = claim.issuer.as_deref().filter(|name| !schema.is_organ(name) && schema.kind_of(&squeeze(name)).0.is_some());
    let known = hints.issuer.or(place).or(issuer.as_deref()).or(claim.issuer.as_deref());
    let known = known.map(squeeze).or_else(|| own_place(&claim.title).map(str::to_owned));
    let (body, level) = known.map_or((None, None), |name| schema.kind_of(&name));
    let profile = schema.profile_for(report_year);
    let title_spans = claim
        .blocks
        .iter()
        .filter_map(|block| paragraphs.get(*block).map(|p| Span { block: *block, range: p.block.body.clone() }))
        .collect();
    let published = published(paragraphs, &claim.blocks, frame);
    Report {
        profile,
        signed,
        published,
        title: claim.title,
        title_spans,
        issuer,
        body,
        level,
        report_year,
        plan_year: report_year.map(|y| y + 1),
        forced: claim.forced,
        schema,
    }
}

/// The day of publication in the lines around the title. A label says so: other
/// days there may be those of a visit or of another document.
fn published(paragraphs: &[Arc<Paragraph>], title: &[usize], frame: &Frame) -> Option<(Span, Date)> {
    let table = crate::words::published();
    let before = title.first().copied().unwrap_or(frame.meta.start);
    let lines = (before.saturating_sub(20)..before).chain(frame.meta.clone());
    let dated = lines.flat_map(|block| {
        let text = paragraphs.get(block).map_or("", |p| &*p.block.text);
        table.label.find_iter(text).filter_map(move |label| {
            let behind = text.get(label.end()..)?;
            let (at, date) = crate::facts::first_date(behind)?;
            // Directly behind the label.
            let near = behind.get(..at.start)?.chars().all(|c| is_blank(c) || matches!(narrow(c), ':' | '[' | '('));
            let range = (label.end() + at.start) as u32..(label.end() + at.end) as u32;
            // When a document was made counts less than when it was made public.
            let made = table.made.at_start(label.as_str()).is_some();
            near.then_some((made, Span { block, range }, date))
        })
    });
    let mut dated: Vec<_> = dated.collect();
    dated.sort_by_key(|d| d.0);
    dated.into_iter().next().map(|(_, span, date)| (span, date))
}

/// 全省, 全市 in a title that names nobody: the government of such a place reports.
fn own_place(title: &str) -> Option<&str> {
    let at = title.find('全')?;
    let end = title.get(at..)?.char_indices().nth(2)?.0;
    title.get(at..at + end).filter(|word| crate::words::places().ends.end(word))
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
