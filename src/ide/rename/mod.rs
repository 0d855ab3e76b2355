//! Renaming: the year of the report with all that follows from it, and a title
//! wherever it is cited.
//!
//! Which years follow is read from where they stand: in the title, in the
//! opening, in headings, at the start of a clause. A year in a title 《》, in
//! quotation marks, in a span of years, beside what is compared or summed up
//! over years says something of its own and stays; of the rest the drafter is asked.

mod leap;
mod place;

use super::TextEdit;
use crate::facts::{Citation, parse_year, year_like};
use crate::outline::{Anchor, Outline, Paragraph, Report};
use crate::rules::Analysis;
use crate::schema::Role;
use crate::syntax::{Local, Span};
use crate::text::width::{is_blank, narrow, squeeze};
use place::Place;
use std::ops::Range;

/// What can be renamed at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamable {
    /// Its bytes in the document.
    pub range: Range<usize>,
    /// Its name.
    pub name: String,
}

/// Why nothing is renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Nothing there has a name.
    Nowhere,
    /// A year is wanted.
    NoYear,
    /// A title is wanted.
    NoTitle,
}

/// What an edit is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The year reported on.
    Report,
    /// The year planned for.
    Plan,
    /// The day of signature.
    Signed,
    /// A title.
    Title,
    /// A year that may follow or not.
    Doubtful,
}

/// A change of name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// What it is part of.
    pub group: Group,
    /// The edit.
    pub edit: TextEdit,
}

/// What can be renamed at byte `at`: a year that follows from the report's, or
/// the words of a title 《》.
pub fn renamable(analysis: &Analysis, at: usize) -> Option<Renamable> {
    let found = Renamer::of(analysis)?.at(at)?;
    let span = found.span();
    Some(Renamable { range: analysis.bytes(span), name: analysis.words(span).to_owned() })
}

/// The changes that give what stands at byte `at` another name, in the order of
/// the text.
///
/// # Errors
/// Where nothing can be renamed, or not to this name.
pub fn rename(analysis: &Analysis, at: usize, name: &str) -> Result<Vec<Renamed>, Refused> {
    let renamer = Renamer::of(analysis).ok_or(Refused::Nowhere)?;
    let edits = |group, span: &Span, text: String| analysis.replacement(span, text).into_iter().map(move |edit| Renamed { group, edit });
    match renamer.at(at).ok_or(Refused::Nowhere)? {
        Found::Year(here) => {
            let wanted = squeeze(name);
            let wanted = wanted.trim_end_matches('度').trim_end_matches('年');
            let by = parse_year(wanted).ok_or(Refused::NoYear)? - here.year;
            let years = renamer.years().into_iter().filter(|_| by != 0);
            let rolled = |year: Year| match leap::moved(analysis, &year, by) {
                Some((span, text)) => edits(Group::Doubtful, &span, text).collect::<Vec<_>>(),
                None => edits(year.group, &year.span, year_like(analysis.words(&year.span), year.year + by)).collect(),
            };
            Ok(years.flat_map(rolled).collect())
        }
        Found::Title(here) => {
            let name = name.trim_matches(is_blank).trim_start_matches('《').trim_end_matches('》');
            if name.is_empty() || name.contains(['《', '》', '\n', '\r']) {
                return Err(Refused::NoTitle);
            }
            let same = renamer.titles(squeeze(analysis.words(&here)));
            Ok(same.flat_map(|span| edits(Group::Title, &span, name.to_owned())).collect())
        }
    }
}

/// A year that follows from the report's.
struct Year {
    group: Group,
    span: Span,
    year: i32,
}

enum Found {
    Year(Year),
    Title(Span),
}

impl Found {
    fn span(&self) -> &Span {
        match self {
            Self::Year(year) => &year.span,
            Self::Title(span) => span,
        }
    }
}

struct Renamer<'a> {
    analysis: &'a Analysis,
    outline: &'a Outline,
    report: &'a Report,
}

impl<'a> Renamer<'a> {
    fn of(analysis: &'a Analysis) -> Option<Self> {
        let (outline, report) = analysis.report()?;
        Some(Self { analysis, outline, report })
    }

    fn at(&self, at: usize) -> Option<Found> {
        let (block, paragraph, byte) = self.analysis.paragraph_at(at)?;
        // Right behind the digits, and on the 年, is on the year too.
        let touches = |range: &Local| (range.start..=range.end).contains(&byte);
        let here = |year: &Range<usize>| touches(&(year.start as u32..year.end as u32));
        let mut years = self.years_of(block, paragraph, here).into_iter();
        if let Some(year) = years.find(|y| y.group != Group::Doubtful && touches(&y.span.range)) {
            return Some(Found::Year(year));
        }
        if matches!(self.outline.role(block), Role::Noise | Role::Meta) {
            return None;
        }
        let inner = |c: &Citation| c.inner.start as u32..c.inner.end as u32;
        // Of a title within a title the inner one.
        let title = paragraph.facts().citations.iter().map(inner).filter(|range| touches(range)).min_by_key(|r| r.end - r.start)?;
        Some(Found::Title(Span { block, range: title }))
    }

    /// The titles that are called so, by their words.
    fn titles(&self, name: String) -> impl Iterator<Item = Span> + use<'a> {
        let analysis = self.analysis;
        let titles =
            analysis.report_paragraphs().flat_map(|(block, paragraph)| paragraph.facts().citations.iter().map(move |c| (block, c)));
        let spans = titles.map(|(block, c)| Span { block, range: c.inner.start as u32..c.inner.end as u32 });
        spans.filter(move |span| squeeze(analysis.words(span)) == name)
    }

    fn years(&self) -> Vec<Year> {
        let of = |(block, paragraph)| self.years_of(block, paragraph, |_| true);
        self.analysis.paragraphs.iter().enumerate().map(|(block, p)| (block, &**p)).flat_map(of).collect()
    }

    /// The years of a paragraph, of those that are `wanted`.
    fn years_of(&self, block: usize, paragraph: &Paragraph, wanted: impl Fn(&Range<usize>) -> bool) -> Vec<Year> {
        let Some(year) = self.report.report_year.filter(|_| paragraph.block.is_text()) else { return Vec::new() };
        let text = &*paragraph.block.text;
        let titled = self.report.title_spans.iter().any(|span| span.block == block);
        let signed = self.report.signed.as_ref().is_some_and(|s| s.0.block == block);
        let mut found: Vec<Year> = Vec::new();
        for (range, value) in &paragraph.facts().years {
            let (report, plan) = (*value == year, self.report.plan_year == Some(*value));
            // Whether a title names its year decides over what else in it is one.
            if !report && !plan || !titled && !wanted(range) {
                continue;
            }
            let group = match self.role(block, range.start) {
                // The day of signature may stand below the title.
                _ if signed && !titled => Some(Group::Signed),
                Role::Title if is_cited(paragraph, range) => None,
                Role::Title if report => Some(Group::Report),
                Role::Title => Some(Group::Plan),
                Role::Noise | Role::Meta | Role::Attachment => None,
                Role::Signature | Role::Date => Some(Group::Signed),
                role => Place { block: &paragraph.block, citations: &paragraph.facts().citations, range, year: *value }.group(role, report),
            };
            let span = Span { block, range: range.start as u32..range.end as u32 };
            found.extend(group.map(|group| Year { group, span, year: *value }));
        }
        if titled && found.is_empty() {
            found.extend(bare(text, year).map(|range| Year { group: Group::Report, span: Span { block, range }, year }));
        }
        found
    }

    /// The role at a byte of a block: a part may start within a paragraph.
    fn role(&self, block: usize, byte: usize) -> Role {
        let at = Anchor { block, at: byte as u32 };
        self.outline.stretches.iter().rfind(|s| s.from <= at).map_or_else(|| self.outline.role(block), |s| s.role)
    }
}

/// Whether a year stands in the title 《》 of another document, which is not the whole line.
fn is_cited(paragraph: &Paragraph, year: &Range<usize>) -> bool {
    let line = paragraph.block.body().trim_matches(|c| is_blank(c) || c == '*').len();
    paragraph.facts().citations.iter().any(|c| c.range.contains(&year.start) && c.range.len() < line)
}

/// A year without its 年, as at the end of a title: （2024）.
fn bare(text: &str, year: i32) -> Option<Local> {
    let folded: String = text.chars().map(|c| if narrow(c).is_ascii_digit() { narrow(c) } else { '·' }).collect();
    let digits = year.to_string();
    // Positions count characters, since folding changes their bytes.
    let chars: Vec<char> = folded.chars().collect();
    let wanted: Vec<char> = digits.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let at = chars.windows(wanted.len()).position(|w| w == wanted)?;
    if digit(at.checked_sub(1)) || digit(Some(at + wanted.len())) {
        return None;
    }
    let byte = |index: usize| text.char_indices().nth(index).map_or(text.len(), |(byte, _)| byte) as u32;
    Some(byte(at)..byte(at + wanted.len()))
}

#[cfg(test)]
mod tests;
