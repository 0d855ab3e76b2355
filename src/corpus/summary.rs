//! What other reports may know of a report.

use super::indicator::{self, Indicator};
use super::lines::Lines;
use super::{Issuer, fingerprint};
use crate::facts::Date;
use crate::outline::{Anchor, ListItem, Outline, Paragraph};
use crate::schema::Role;
use crate::syntax::{Block, Local, Span, Tree};
use crate::text::width::{is_blank, narrow, squeeze};
use crate::text::{Position, Text, Units};
use crate::words;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A place in a file: 0-based line, 0-based columns in UTF-8, UTF-16 and UTF-32
/// units, since who asks may count in any of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Spot {
    /// The line.
    pub line: u32,
    /// The columns.
    pub columns: [u32; 3],
}

impl Spot {
    /// The place in the units that were agreed on.
    pub fn position(&self, units: Units) -> Position {
        let [utf8, utf16, utf32] = self.columns;
        let column = match units {
            Units::Utf8 => utf8,
            Units::Utf16 => utf16,
            Units::Utf32 => utf32,
        };
        Position { line: self.line, column }
    }
}

/// From where to where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// Where it starts.
    pub start: Spot,
    /// Where it ends, exclusive.
    pub end: Spot,
}

/// A stretch of the report with one role, and how long it is.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Part {
    /// Its role.
    pub role: Role,
    /// First line, 1-based.
    pub start_line: u32,
    /// Last line, inclusive.
    pub end_line: u32,
    /// Its characters without blanks.
    pub characters: u32,
}

/// A problem or a plan.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Item {
    /// Its words, without mark and closing stop.
    pub title: String,
    /// All that is said of it.
    pub text: String,
    /// Indices of the schema's themes that it speaks of.
    pub themes: Vec<usize>,
    /// Where its words stand.
    pub place: Place,
}

/// A sentence that is compared with those of other reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Passage {
    /// What it is for: results, problems or plan.
    pub role: Role,
    /// The block it stands in.
    pub block: u32,
    /// Its bytes in the block's text.
    pub range: Local,
    /// Where it stands.
    pub place: Place,
    /// Characters that count.
    pub length: u32,
    /// A number for its figures; 0 where it has none.
    pub digits: u32,
    /// Index of its first print in [`Summary::prints`].
    pub first: u32,
}

impl Passage {
    /// The passage in the version of the draft that the summary is of.
    pub fn span(&self) -> Span {
        Span { block: self.block as usize, range: self.range.clone() }
    }
}

/// A theme of the schema and how many of its words the results mention.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ThemeHits {
    /// Its id.
    pub id: String,
    /// How many of its words are mentioned.
    pub hits: u32,
    /// How many make it covered.
    pub enough: u32,
}

/// What other reports may know of a report.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Summary {
    /// What the caller calls the file: a path or a URI.
    pub source: Arc<str>,
    /// Id of its schema.
    pub schema: String,
    /// Id of its profile.
    pub profile: Option<String>,
    /// Its title.
    pub title: String,
    /// Where its title stands.
    pub title_place: Option<Place>,
    /// How far this version has come: greater is later (初稿, 送审稿, nothing said, 定稿).
    pub stage: usize,
    /// Who reports.
    pub issuer: Issuer,
    /// The year reported on.
    pub report_year: Option<i32>,
    /// The year planned for.
    pub plan_year: Option<i32>,
    /// The day under the signature.
    pub signed: Option<Date>,
    /// The day of publication.
    pub published: Option<Date>,
    /// Its parts, in order.
    pub parts: Vec<Part>,
    /// The themes that are asked of it.
    pub themes: Vec<ThemeHits>,
    /// Its problems.
    pub problems: Vec<Item>,
    /// Its plans.
    pub plans: Vec<Item>,
    /// Its figures by what they count.
    pub figures: Vec<Indicator>,
    /// Where the figures stand, one each.
    pub figure_places: Vec<Place>,
    /// Its sentences, in order.
    pub passages: Vec<Passage>,
    /// The prints of all passages, one after the other.
    pub prints: Vec<u32>,
    /// Characters of the report without blanks.
    pub characters: u32,
    /// Findings by code of the rule, where the caller counted them.
    pub findings: BTreeMap<String, u32>,
}

impl Summary {
    /// Reads a report. `source` names its file and may tell whose it is where
    /// the text does not; `None` for a document that no schema claims.
    pub fn read(source: &str, text: &Text, tree: &Tree, paragraphs: &[Arc<Paragraph>], outline: &Outline) -> Option<Self> {
        let report = outline.report.as_ref()?;
        let lines = Lines::of(text);
        let reader = Reader { text, lines, tree, paragraphs, outline };
        let issuer = issuer(outline, paragraphs, source)?;
        let mut summary = Self {
            source: source.into(),
            schema: report.schema.id.clone(),
            profile: report.profile().map(|p| p.id.clone()),
            title: report.title.clone(),
            title_place: report.title_spans.first().map(|span| reader.place(span)),
            stage: reader.stage(&report.title_spans, source),
            report_year: report.report_year,
            plan_year: report.plan_year,
            signed: report.signed.as_ref().map(|s| s.1),
            published: report.published.as_ref().map(|p| p.1),
            parts: reader.parts(),
            themes: reader.themes(),
            problems: reader.items(&outline.problems),
            plans: reader.items(&outline.plans),
            ..Self::default()
        };
        reader.passages(issuer.place.as_deref(), &mut summary);
        if let Some(year) = report.report_year {
            for (index, paragraph) in paragraphs.iter().enumerate() {
                if paragraph.block.is_text() && outline.role(index) == Role::Results {
                    summary.figures.extend(indicator::read(index, &paragraph.block, &paragraph.facts().figures, year));
                }
            }
        }
        let place = |i: &Indicator| reader.place(&Span { block: i.block as usize, range: i.range.clone() });
        summary.figure_places = summary.figures.iter().map(place).collect();
        summary.issuer = issuer;
        Some(summary)
    }

    /// What others are compared with, and what the corpus rules need of the
    /// report itself, in as little memory as it takes.
    #[must_use]
    pub fn for_comparing(mut self) -> Self {
        self.parts = Vec::new();
        self.themes = Vec::new();
        self.problems = Vec::new();
        self.plans.shrink_to_fit();
        self.figures.shrink_to_fit();
        self.figure_places.shrink_to_fit();
        self.passages.shrink_to_fit();
        self.prints.shrink_to_fit();
        self
    }

    /// The prints of a passage.
    pub fn prints_of(&self, passage: usize) -> &[u32] {
        let start = self.passages.get(passage).map_or(0, |p| p.first as usize);
        let end = self.passages.get(passage + 1).map_or(self.prints.len(), |p| p.first as usize);
        self.prints.get(start..end).unwrap_or_default()
    }

    /// Whether the other is another version of this report: of the same kind, office
    /// and year, in another file.
    pub fn is_version_of(&self, other: &Self) -> bool {
        let nameless = self.issuer.place.is_none() || other.issuer.place.is_none();
        let alike = nameless && self.issuer.name == other.issuer.name && self.title == other.title;
        self.source != other.source
            && self.schema == other.schema
            && self.report_year.is_some()
            && self.report_year == other.report_year
            && (alike || self.issuer.is_same(&other.issuer))
    }

    /// When it was written, as far as the report tells: its year, then its days.
    pub fn age(&self) -> (Option<i32>, Option<Date>) {
        (self.report_year, self.signed.or(self.published))
    }
}

struct Reader<'a> {
    text: &'a Text,
    lines: Lines,
    tree: &'a Tree,
    paragraphs: &'a [Arc<Paragraph>],
    outline: &'a Outline,
}

/// Sentences with fewer characters are read together with the next one.
const SHORT: usize = 16;

impl Reader<'_> {
    fn place(&self, span: &Span) -> Place {
        self.lines.place(self.tree.bytes(span))
    }

    fn block(&self, index: usize) -> Option<&Block> {
        self.tree.blocks().get(index).map(|b| &**b)
    }

    /// What the lines of the title say of the version, else the name of the file,
    /// else that of its folder.
    fn stage(&self, title: &[Span], source: &str) -> usize {
        let table = words::titles();
        let lines = title.iter().filter_map(|span| table.stage(self.block(span.block)?.body())).max();
        let path = || source.rsplit(['/', '\\']).take(2).find_map(|name| table.stage(name));
        lines.or_else(path).unwrap_or(table.unsaid_stage())
    }

    fn parts(&self) -> Vec<Part> {
        let part = |stretch: &crate::outline::Stretch| {
            let span = |a: Anchor, to: u32| Span { block: a.block, range: a.at..to };
            let start = self.tree.bytes(&span(stretch.from, stretch.from.at)).start;
            let end = self.tree.bytes(&span(Anchor { block: stretch.to.block, at: 0 }, stretch.to.at)).end;
            Part {
                role: stretch.role,
                start_line: self.text.shown_place(start).0 as u32 + 1,
                end_line: self.text.shown_place(end.max(start)).0 as u32 + 1,
                characters: self.text.slice(start..end.max(start)).chars().filter(|c| !is_blank(*c)).count() as u32,
            }
        };
        self.outline.stretches.iter().map(part).collect()
    }

    fn themes(&self) -> Vec<ThemeHits> {
        let Some(report) = &self.outline.report else { return Vec::new() };
        let themes = self.outline.themes(self.paragraphs);
        let hits = |(index, hits): (usize, usize)| {
            let theme = report.schema.themes.get(index)?;
            Some(ThemeHits { id: theme.id.clone(), hits: hits as u32, enough: theme.hits as u32 })
        };
        themes.into_iter().filter_map(hits).collect()
    }

    fn items(&self, items: &[ListItem]) -> Vec<Item> {
        let schema = self.outline.report.as_ref().map(|r| r.schema.clone());
        let item = |item: &ListItem| {
            let block = self.block(item.extent.block)?;
            let words = |span: &Span| squeeze(block.get(&span.range));
            let text = words(&item.extent);
            let themes = schema
                .iter()
                .flat_map(|s| s.themes.iter().enumerate())
                .filter(|(_, theme)| theme.probes.iter().any(|p| text.contains(p.as_str())));
            Some(Item { title: words(&item.title), themes: themes.map(|(i, _)| i).collect(), text, place: self.place(&item.title) })
        };
        items.iter().filter_map(item).collect()
    }

    /// The role at a place of the draft.
    fn role_at(&self, at: Anchor) -> Role {
        self.outline.stretches.iter().rfind(|s| s.from <= at).map_or(Role::Noise, |s| s.role)
    }

    fn passages(&self, own: Option<&str>, summary: &mut Summary) {
        for (index, block) in self.tree.blocks().iter().enumerate() {
            let role = self.outline.role(index);
            if !block.is_text() || matches!(role, Role::Noise | Role::Meta | Role::Attachment | Role::Title | Role::Signature | Role::Date)
            {
                continue;
            }
            summary.characters += block.body().chars().filter(|c| !is_blank(*c)).count() as u32;
            let heading_only = block.heading.as_ref().is_some_and(|h| !h.is_run_in());
            // What a new report quotes of last year's is nobody's copy.
            if heading_only || self.outline.report.as_ref().is_some_and(|r| r.schema.has_prompt(block.body())) {
                continue;
            }
            for range in sentences(block) {
                let role = self.role_at(Anchor { block: index, at: range.start });
                if !matches!(role, Role::Results | Role::Problems | Role::Plan) {
                    continue;
                }
                let countable = fingerprint::countable(block.get(&range), own);
                let prints = fingerprint::prints(&countable);
                if prints.is_empty() {
                    continue;
                }
                let place = self.place(&Span { block: index, range: range.clone() });
                summary.passages.push(Passage {
                    role,
                    block: index as u32,
                    range,
                    place,
                    length: countable.chars().count() as u32,
                    digits: fingerprint::digits(&countable),
                    first: summary.prints.len() as u32,
                });
                summary.prints.extend(prints);
            }
        }
    }
}

/// Who reports: the name in title or signature; the name of its place, where
/// that says 市人民政府 only, from the titles it cites, its first words or its file.
pub(crate) fn issuer(outline: &Outline, paragraphs: &[Arc<Paragraph>], source: &str) -> Option<Issuer> {
    let report = outline.report.as_ref()?;
    let head = title_head(&report.title);
    let named = report.issuer.as_deref().into_iter().chain((!head.is_empty()).then_some(head));
    let mut read = named.map(|name| Issuer::read(name, &report.schema));
    let mut issuer = read.next().unwrap_or_default();
    if issuer.place.is_none()
        && let Some(better) = read.find(|other| other.place.is_some() && other.organ == issuer.organ)
    {
        issuer = better;
    }
    issuer.body = issuer.body.or(report.body);
    issuer.level = issuer.level.or(report.level);
    // 关于2020年度全省…的报告 names nobody and yet says which level.
    let own = report.title.split_once('全').and_then(|(_, rest)| rest.chars().next());
    issuer.suffix = issuer.suffix.or(own.filter(|c| words::places().ends.has(*c)));
    if issuer.place.is_none()
        && let Some(suffix) = issuer.suffix
        && let Some(name) = place_in_titles(paragraphs, suffix).or_else(|| place_in_path(source, suffix))
    {
        issuer.name_place(&name);
    }
    Some(issuer)
}

/// The place that most of the cited titles start with.
fn place_in_titles(paragraphs: &[Arc<Paragraph>], suffix: char) -> Option<String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for paragraph in paragraphs {
        for citation in &paragraph.facts().citations {
            let place = super::place_at(&citation.name, true).and_then(|end| citation.name.get(..end));
            if let Some(place) = place.filter(|p| p.ends_with(suffix) && p.chars().count() > 2) {
                *count.entry(place.to_owned()).or_default() += 1;
            }
        }
    }
    count.into_iter().filter(|(_, n)| *n >= 2).max_by_key(|(_, n)| *n).map(|(place, _)| place)
}

/// The sentences of a block, without marks of headings and items before them.
fn sentences(block: &Block) -> Vec<Local> {
    let start = block.heading.as_ref().map_or(block.body.start, |h| h.title.start);
    let body = start..block.body.end;
    let mut found: Vec<Local> = Vec::new();
    let mut from = body.start;
    let mut push = |from: u32, to: u32| {
        let text = block.get(&(from..to));
        let lead = text.len() - text.trim_start_matches(is_blank).len();
        let start = from + lead as u32;
        // The mark of an item says nothing.
        let start = block.items.iter().find(|i| i.mark.start == start).map_or(start, |i| i.text.start.min(to));
        if start < to {
            found.push(start..to);
        }
    };
    let mut length = 0;
    for (at, c) in block.get(&body).char_indices() {
        length += usize::from(!is_blank(c));
        if matches!(narrow(c), '。' | ';' | '!' | '?') && length >= SHORT {
            let to = body.start + at as u32 + c.len_utf8() as u32;
            push(from, to);
            from = to;
            length = 0;
        }
    }
    push(from, body.end);
    found
}

/// Where a text speaks of whose it is: bytes and word.
pub(crate) fn selves_in(text: &str) -> Vec<(usize, String)> {
    let table = words::places();
    let mut found = Vec::new();
    let mut quoted = 0i32;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '“' | '《' => quoted += 1,
            '”' | '》' => quoted = (quoted - 1).max(0),
            c if quoted == 0 && table.selves.has(c) => {
                // 本市场, 我委托 are no selves.
                let behind = text.get(at + c.len_utf8()..).unwrap_or_default();
                if let Some((_, next)) = chars.peek().copied()
                    && (table.ends.has(next) || table.organs.has(next))
                    && table.no_selves.at_start(behind).is_none()
                {
                    found.push((at, [c, next].iter().collect()));
                }
            }
            _ => {}
        }
    }
    found
}

/// The words of a title in front of 关于 or the year.
pub(crate) fn title_head(title: &str) -> &str {
    let digit = title.find(|c: char| narrow(c).is_ascii_digit());
    let tails = words::places().title_tails.iter().filter_map(|tail| title.find(tail.as_str()));
    let end = tails.chain(digit).min().unwrap_or(0);
    title.get(..end).unwrap_or_default()
}

/// The name of a place in the path of a file, the nearest to the file first.
fn place_in_path(source: &str, suffix: char) -> Option<String> {
    let decoded = source.replace('\\', "/");
    decoded.rsplit('/').find_map(|part| {
        let part: &str = part.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '年' | '-' | '_' | '.' | ' ' | '、'));
        let (places, _) = super::places(part);
        places.into_iter().next_back().filter(|p| p.ends_with(suffix) && p.chars().count() > 2)
    })
}
