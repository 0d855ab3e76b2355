//! What speaks for and against a document being a report of a kind.
//!
//! The schema says what counts and how much; here it is looked for and added up.

use super::Paragraph;
use super::title::Head;
use crate::message::Message;
use crate::schema::{Evidence, Passage, Schema};
use crate::syntax::{Block, Kind};
use crate::text::width::is_blank;
use std::collections::HashSet;
use std::sync::Arc;

/// How many blocks after the title are weighed: enough to know a document by, and
/// an edit of a long one costs no more.
const MAX_WEIGHED_BLOCKS: usize = 200;
/// How many paragraphs after the title are its opening at most.
const MAX_OPENING_BLOCKS: usize = 6;
/// The longest subtitle, in characters.
const MAX_SUBTITLE_CHARS: usize = 60;
/// The longest words that are quoted in a reason, in characters.
const MAX_QUOTE_CHARS: usize = 30;

/// What is weighed after the head.
const TEXT_PASSAGES: [Passage; 6] = [Passage::Subtitle, Passage::Opening, Passage::Heading, Passage::Text, Passage::Themes, Passage::Parts];
/// What only the outline tells.
const OUTLINE_PASSAGES: [Passage; 2] = [Passage::Themes, Passage::Parts];

/// A piece of evidence that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Index in the schema.
    pub evidence: usize,
    /// The words that give it.
    pub words: String,
}

/// A reason for or against taking a document for a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What it says.
    pub message: Message,
    /// The words of the document that it rests on; empty where it rests on none.
    pub words: String,
    /// Above 0 it speaks for the report, below 0 against it.
    pub weight: i32,
}

/// What was found for one schema, added up.
#[derive(Clone, Debug, Default)]
pub struct Weighing {
    /// The evidence that applies.
    pub hits: Vec<Hit>,
    /// Its weights added up.
    pub score: i32,
    /// Whether something decisive is among it.
    pub is_decisive: bool,
}

impl Weighing {
    /// The reasons, the weightiest first.
    pub fn reasons(&self, schema: &Schema) -> Vec<Reason> {
        let evidence = |hit: &Hit| schema.claims.evidence.get(hit.evidence);
        let mut reasons: Vec<Reason> = self
            .hits
            .iter()
            .filter_map(|hit| evidence(hit).map(|e| (hit, e)))
            .map(|(hit, e)| Reason { message: Message::new("evidence").with("says", &e.says), words: hit.words.clone(), weight: e.weight })
            .collect();
        reasons.sort_by_key(|r| -r.weight.abs());
        reasons
    }
}

/// The weights of `hits` added up.
pub fn sum(schema: &Schema, hits: &[Hit]) -> i32 {
    hits.iter().filter_map(|hit| schema.claims.evidence.get(hit.evidence)).map(|e| e.weight).sum()
}

/// The evidence of one passage in a text that is all of that passage.
pub fn in_text<'a>(schema: &'a Schema, passage: Passage, text: &'a str) -> impl Iterator<Item = Hit> + 'a {
    of_passage(schema, passage).filter(|(_, e)| !e.absent && e.min == 1).filter_map(move |(index, e)| hit(index, e, text))
}

/// The evidence of a passage that only counts.
pub fn counted<'a>(schema: &'a Schema, passage: Passage, count: usize, words: &'a str) -> impl Iterator<Item = Hit> + 'a {
    let applies = move |e: &Evidence| (count >= e.min) != e.absent;
    of_passage(schema, passage).filter(move |(_, e)| applies(e)).map(|(evidence, _)| Hit { evidence, words: words.to_owned() })
}

fn of_passage(schema: &Schema, passage: Passage) -> impl Iterator<Item = (usize, &Evidence)> {
    schema.claims.evidence.iter().enumerate().filter(move |(_, e)| e.within == passage)
}

fn hit(index: usize, evidence: &Evidence, text: &str) -> Option<Hit> {
    let range = evidence.pattern.as_ref()?.find(text)?;
    if evidence.lacks.iter().any(|p| p.is_match(text)) {
        return None;
    }
    let words = text.get(range)?.chars().take(MAX_QUOTE_CHARS).collect();
    Some(Hit { evidence: index, words })
}

/// The evidence that a block gives as a heading and as text; it depends on the block alone.
pub fn in_block(block: &Block, schema: &Schema) -> Vec<Hit> {
    if block.kind != Kind::Text {
        return Vec::new();
    }
    let heading: Option<String> = match &block.heading {
        Some(heading) => Some(block.get(&heading.title).chars().filter(|c| !is_blank(*c)).collect()),
        None => super::signals::is_short_line(block).then(|| block.body().chars().filter(|c| !is_blank(*c)).collect()),
    };
    let of = |passage, text| of_passage(schema, passage).filter_map(move |(index, e)| hit(index, e, text));
    let mut hits: Vec<Hit> = heading.iter().flat_map(|heading| of(Passage::Heading, heading)).collect();
    hits.extend(of(Passage::Text, block.body()));
    hits
}

/// Weighs a document for one schema, the lines at its head read before.
pub fn weigh(paragraphs: &[Arc<Paragraph>], schema: &Arc<Schema>, head: &Head) -> Weighing {
    let title = &head.title;
    let mut weighing = Weighing { hits: title.hits.clone(), ..Weighing::default() };
    weighing.hits.extend(counted(schema, Passage::Years, head.years, ""));
    weighing.hits.extend(counted(schema, Passage::Titles, head.titles, ""));
    weighing.settle(schema);
    // The head settles it: no text can make up for the title of another kind of document.
    if weighing.score + most_from(schema, &TEXT_PASSAGES) < schema.claims.likely() {
        return weighing;
    }
    let start = title.blocks.iter().max().map_or(0, |last| last + 1);
    let after = || paragraphs.iter().skip(start).filter(|p| p.block.is_text());
    for p in after().take(2) {
        let line = p.block.body();
        if line.starts_with(['—', '（', '(']) && line.chars().nth(MAX_SUBTITLE_CHARS).is_none() {
            weighing.hits.extend(in_text(schema, Passage::Subtitle, line));
        }
    }
    let opening = || after().take(MAX_OPENING_BLOCKS).take_while(|p| p.block.heading.as_ref().is_none_or(|h| h.mark.is_none()));
    count(schema, &[Passage::Opening], opening().map(|p| p.opening_evidence(schema)), &mut weighing.hits);
    let body = || paragraphs.iter().skip(start).take(MAX_WEIGHED_BLOCKS);
    count(schema, &[Passage::Heading, Passage::Text], body().map(|p| p.evidence(schema)), &mut weighing.hits);
    weighing.settle(schema);
    if !weighing.is_certain(schema) && weighing.score + most_from(schema, &OUTLINE_PASSAGES) >= schema.claims.likely() {
        let (themes, parts) = outline_counts(body(), schema);
        weighing.hits.extend(counted(schema, Passage::Themes, themes, ""));
        weighing.hits.extend(counted(schema, Passage::Parts, parts, ""));
        weighing.settle(schema);
    }
    weighing
}

impl Weighing {
    fn settle(&mut self, schema: &Schema) {
        self.score = sum(schema, &self.hits);
        self.is_decisive = self.hits.iter().filter_map(|h| schema.claims.evidence.get(h.evidence)).any(|e| e.decisive);
    }

    /// Whether the document is a report beyond doubt.
    pub fn is_certain(&self, schema: &Schema) -> bool {
        self.is_decisive && self.score >= schema.claims.certain()
    }
}

/// Adds the evidence of these passages that stands in as many blocks as it needs, or in too few.
fn count(schema: &Schema, passages: &[Passage], blocks: impl Iterator<Item = Arc<[Hit]>>, hits: &mut Vec<Hit>) {
    let of = passages.iter().flat_map(|passage| of_passage(schema, *passage));
    let mut found: Vec<(usize, usize, Option<Hit>)> = of.map(|(index, _)| (index, 0, None)).collect();
    for block in blocks {
        for hit in block.iter() {
            if let Some((_, count, first)) = found.iter_mut().find(|f| f.0 == hit.evidence) {
                *count += 1;
                first.get_or_insert_with(|| hit.clone());
            }
        }
    }
    for (index, count, first) in found {
        let Some(evidence) = schema.claims.evidence.get(index) else { continue };
        match (evidence.absent, count >= evidence.min) {
            (false, true) => hits.extend(first),
            (true, false) => hits.push(Hit { evidence: index, words: String::new() }),
            _ => {}
        }
    }
}

/// The most that the evidence of these passages can add.
fn most_from(schema: &Schema, passages: &[Passage]) -> i32 {
    schema.claims.evidence.iter().filter(|e| passages.contains(&e.within)).map(|e| e.weight.max(0)).sum()
}

/// How many themes the text speaks of, and how many required parts it opens.
fn outline_counts<'a>(blocks: impl Iterator<Item = &'a Arc<Paragraph>>, schema: &Arc<Schema>) -> (usize, usize) {
    let mut words = crate::schema::WordSet::default();
    let mut parts = HashSet::new();
    for paragraph in blocks {
        let signals = paragraph.signals(schema);
        words.join(&signals.words);
        parts.extend(signals.headings.iter().filter(|h| !h.aside).map(|h| h.part));
        parts.extend(signals.cues.iter().map(|c| c.part));
    }
    let themes = schema.themes.iter().filter(|t| t.ids.iter().filter(|id| words.has(**id)).count() >= t.hits);
    let required = |part: &&usize| schema.parts.get(**part).is_some_and(|p| p.required && !p.takes_the_rest);
    (themes.count(), parts.iter().filter(required).count())
}
