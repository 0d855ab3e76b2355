//! Which schema claims a document: by the evidence in its text, or because a user says so.

use super::evidence::{self, Reason, Weighing};
use super::title::{self, Head, Title};
use super::{Hints, Paragraph};
use crate::message::{Localized, Message};
use crate::schema::{Schema, SchemaSet};
use crate::syntax::Block;
use crate::text::width::{is_blank, squeeze};
use std::collections::HashSet;
use std::sync::Arc;

/// A title stands among the first blocks of a text; web pages put navigation
/// in front of it.
const MAX_HEAD_BLOCKS: usize = 40;
/// How many blocks after a title its second printing is looked for.
const MAX_TWIN_BLOCKS: usize = 8;

/// The id that stands for "no report of any kind" where a user names the schema.
pub const NOT_A_REPORT: &str = "none";

/// How sure it is that a document is a report of its schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// The evidence is enough to check it, and the user is told why it is checked.
    Likely,
    /// Its text says so.
    Certain,
    /// A user or a setting says so.
    Chosen,
}

/// A schema that claims a document, and what its title says.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The schema.
    pub schema: Arc<Schema>,
    /// The title without blanks; empty where there is none.
    pub title: String,
    /// Indices of the blocks that hold it; empty where there is none.
    pub blocks: Vec<usize>,
    /// The words in front of 关于 or the year.
    pub issuer: Option<String>,
    /// The year that the title names.
    pub year: Option<i32>,
    /// How sure it is.
    pub certainty: Certainty,
    /// What speaks for and against it, the weightiest first.
    pub reasons: Arc<[Reason]>,
}

/// Why no schema claims a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no text.
    Empty,
    /// This line speaks of such a report, and something says that the document is of another kind.
    OtherKind {
        /// The line.
        line: String,
        /// The weightiest reason against it.
        against: Option<Reason>,
    },
    /// Some evidence, too little of it.
    TooLittle {
        /// The kind of report that it comes nearest to.
        kind: Localized,
        /// What was found, the weightiest first.
        found: Vec<Reason>,
    },
    /// Nothing speaks of a report.
    NoTitle,
    /// Several schemas fit equally well.
    Undecided(Vec<SchemaName>),
    /// A user or a setting says that it is none.
    Refused,
}

/// A schema as a user chooses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaName {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Localized,
}

/// A document weighed for one schema.
struct Candidate {
    schema: Arc<Schema>,
    title: Title,
    weighing: Weighing,
    certainty: Option<Certainty>,
}

/// The schema that claims the document.
///
/// # Errors
/// Why none does.
pub fn claim(paragraphs: &[Arc<Paragraph>], schemas: &SchemaSet, hints: &Hints<'_>) -> Result<Claim, Refusal> {
    if hints.schema == Some(NOT_A_REPORT) {
        return Err(Refusal::Refused);
    }
    if let Some(schema) = hints.schema.and_then(|id| schemas.get(id)) {
        return Ok(Claim { certainty: Certainty::Chosen, ..Candidate::weigh(paragraphs, schema).into_claim(paragraphs) });
    }
    let recognized = recognize(paragraphs, schemas, hints);
    match schemas.iter().next() {
        // A user says that it is a report and leaves open of which kind.
        Some(first) if hints.schema.is_some() => Ok(recognized.unwrap_or_else(|_| {
            let schema = hints.recognized_as.and_then(|id| schemas.get(id)).unwrap_or(first);
            Claim { certainty: Certainty::Chosen, ..Candidate::weigh(paragraphs, schema).into_claim(paragraphs) }
        })),
        _ => recognized,
    }
}

/// The schema that the evidence in the text speaks for.
fn recognize(paragraphs: &[Arc<Paragraph>], schemas: &SchemaSet, hints: &Hints<'_>) -> Result<Claim, Refusal> {
    if !paragraphs.iter().take(MAX_HEAD_BLOCKS).any(|p| p.block.is_text()) {
        return Err(Refusal::Empty);
    }
    let candidates: Vec<Candidate> = schemas.iter().map(|schema| Candidate::weigh(paragraphs, schema)).collect();
    let best = candidates.iter().filter(|c| c.certainty.is_some()).map(Candidate::rank).max();
    let recognized = hints.recognized_as.and_then(|id| candidates.iter().position(|c| c.schema.id == id));
    // What was recognised before stays so while a title is being rewritten, unless another kind is certain.
    if let Some(index) = recognized
        && best.is_none_or(|rank| rank.0 < Certainty::Certain)
        && candidates.get(index).is_some_and(|c| c.certainty.is_none())
    {
        return candidates.into_iter().nth(index).map(|c| c.into_claim(paragraphs)).ok_or(Refusal::NoTitle);
    }
    let Some(best) = best else { return Err(refusal(&candidates)) };
    let mut first: Vec<Candidate> = candidates.into_iter().filter(|c| c.certainty.is_some() && c.rank() == best).collect();
    // A project's own schema comes before one that is built in.
    if first.iter().any(|c| !c.schema.is_built_in()) {
        first.retain(|c| !c.schema.is_built_in());
    }
    if first.len() > 1 && first.iter().all(|c| c.schema.is_weighed()) {
        return Err(Refusal::Undecided(
            first.iter().map(|c| SchemaName { id: c.schema.id.clone(), name: c.schema.name.clone() }).collect(),
        ));
    }
    first.into_iter().next().map(|c| c.into_claim(paragraphs)).ok_or(Refusal::NoTitle)
}

impl Candidate {
    fn weigh(paragraphs: &[Arc<Paragraph>], schema: &Arc<Schema>) -> Self {
        let head = head(paragraphs);
        let found = read_head(head, schema);
        if !schema.is_weighed() {
            let certainty = is_claimed_by_pattern(paragraphs, schema, &found.title).then_some(Certainty::Certain);
            return Self { schema: schema.clone(), title: found.title, weighing: Weighing::default(), certainty };
        }
        let weighing = evidence::weigh(paragraphs, schema, &found);
        let certainty = if weighing.is_certain(schema) {
            Some(Certainty::Certain)
        } else {
            (weighing.score >= schema.claims.likely()).then_some(Certainty::Likely)
        };
        Self { schema: schema.clone(), title: found.title, weighing, certainty }
    }

    /// What decides between schemas: certainty, a title that matches a schema without weights, the sum.
    fn rank(&self) -> (Certainty, bool, i32) {
        (self.certainty.unwrap_or(Certainty::Likely), !self.schema.is_weighed() && self.certainty.is_some(), self.weighing.score)
    }

    fn into_claim(self, paragraphs: &[Arc<Paragraph>]) -> Claim {
        let mut reasons = self.weighing.reasons(&self.schema);
        if !self.schema.is_weighed() && self.certainty.is_some() {
            reasons.push(Reason { message: Message::new("evidence.title"), words: self.title.text.clone(), weight: 1 });
        }
        if self.certainty.is_none() {
            reasons.insert(0, Reason { message: Message::new("evidence.before"), words: String::new(), weight: 1 });
        }
        let title = if self.title.blocks.is_empty() { Title::default() } else { with_twin(head(paragraphs), self.title) };
        Claim {
            schema: self.schema,
            title: title.text,
            blocks: title.blocks,
            issuer: title.issuer,
            year: title.year,
            certainty: self.certainty.unwrap_or(Certainty::Likely),
            reasons: reasons.into(),
        }
    }
}

/// The blocks among which a title stands: headings and everything long come after it.
fn head(paragraphs: &[Arc<Paragraph>]) -> &[Arc<Paragraph>] {
    let head = paragraphs.get(..MAX_HEAD_BLOCKS.min(paragraphs.len())).unwrap_or_default();
    head.get(..head.iter().position(|p| title::is_body(&p.block)).unwrap_or(head.len())).unwrap_or_default()
}

/// Reads the lines of the head as titles, and chooses the most likely one.
///
/// Without a line that one of the schema's patterns reads, it is the line that
/// speaks most against the schema: the title of another kind of document.
fn read_head(head: &[Arc<Paragraph>], schema: &Arc<Schema>) -> Head {
    let mut years: HashSet<i32> = HashSet::new();
    let mut titles: HashSet<String> = HashSet::new();
    let mut best: Option<Title> = None;
    let mut other: Option<Title> = None;
    for (index, paragraph) in head.iter().enumerate() {
        let Some(read) = paragraph.title(schema) else { continue };
        if read.is_read {
            years.extend(read.year);
            if read.score >= schema.claims.likely() {
                titles.insert(read.text.clone());
            }
            if best.as_ref().is_none_or(|b| (read.year.is_some(), read.score) > (b.year.is_some(), b.score)) {
                best = Some(Title { blocks: vec![index], ..Title::clone(&read) });
            }
        } else if title::is_title_line(&paragraph.block) && !read.hits.is_empty() && other.as_ref().is_none_or(|o| read.score < o.score) {
            other = Some(Title { blocks: vec![index], ..Title::clone(&read) });
        }
    }
    let joined = joined_lines(head, schema, best.as_ref());
    Head { title: joined.or(best).or(other).unwrap_or_default(), years: years.len(), titles: titles.len() }
}

/// Lines that say more as one title than the best line by itself: the organ, the
/// year or the kind of document may have a line of its own.
fn joined_lines(head: &[Arc<Paragraph>], schema: &Schema, single: Option<&Title>) -> Option<Title> {
    let complete = single.is_some_and(|t| t.year.is_some() && t.issuer.is_some() && t.score >= schema.claims.certain());
    if complete {
        return None;
    }
    let near = single.and_then(|t| t.blocks.first().copied());
    let firsts = near.map_or(0..head.len(), |at| at.saturating_sub(2)..at + 1);
    let reads = firsts.flat_map(|first| [(first, 2), (first, 3)]).filter_map(|(first, count)| {
        let blocks: Vec<&Block> = head.get(first..first + count)?.iter().map(|p| &*p.block).collect();
        if near.is_some_and(|at| at >= first + count) || !blocks.iter().all(|b| title::is_title_line(b)) {
            return None;
        }
        let read = title::read(&blocks, schema).filter(|t| t.is_read)?;
        let is_organ = |t: &Title| t.issuer.as_deref().is_none_or(|name| schema.is_organ(name));
        let better = single.is_none_or(|s| {
            let brings = (s.year.is_none() && read.year.is_some()) || (s.issuer.is_none() && read.issuer.is_some()) || read.score > s.score;
            brings && read.score >= s.score && is_organ(&read)
        });
        better.then_some(Title { blocks: (first..first + count).collect(), ..read })
    });
    // The first of those that say most.
    reads.fold(None, |best: Option<Title>, read| match best {
        Some(best) if best.score >= read.score => Some(best),
        _ => Some(read),
    })
}

/// Whether a title makes the report of a schema without weights.
fn is_claimed_by_pattern(paragraphs: &[Arc<Paragraph>], schema: &Schema, title: &Title) -> bool {
    let issuer = title.issuer.as_deref().map(squeeze).unwrap_or_default();
    let rest = title.text.strip_prefix(issuer.as_str()).unwrap_or(&title.text);
    let has_text = || {
        let start = title.blocks.last().map_or(0, |last| last + 1);
        paragraphs.iter().skip(start).take(12).any(|p| title::is_body(&p.block) || p.block.body().chars().nth(60).is_some())
    };
    title.is_read
        && !schema.claims.except.iter().any(|p| p.is_match(rest))
        && !schema.claims.except_issuers.iter().any(|p| p.is_match(&*issuer))
        && (title.year.is_some() || title.issuer.is_some() || has_text())
}

/// Web pages print the title twice: the later one opens the article.
fn with_twin(head: &[Arc<Paragraph>], mut title: Title) -> Title {
    let Some(first) = title.blocks.last().copied() else {
        return title;
    };
    for (index, paragraph) in head.iter().enumerate().skip(first + 1).take(MAX_TWIN_BLOCKS) {
        if squeeze(paragraph.block.body()) == squeeze(&title.text) {
            title.blocks.push(index);
        }
    }
    title
}

/// Why none of the schemas claims the document: what speaks against the one that
/// comes nearest, or what is missing.
fn refusal(candidates: &[Candidate]) -> Refusal {
    let nearest = candidates.iter().max_by_key(|c| {
        let speaks_of = c.schema.claims.words.iter().any(|w| c.title.text.contains(w.as_str()));
        (speaks_of, c.weighing.hits.len(), c.weighing.score)
    });
    let Some(nearest) = nearest else { return Refusal::NoTitle };
    let reasons = nearest.weighing.reasons(&nearest.schema);
    let speaks_of = nearest.schema.claims.words.iter().any(|w| nearest.title.text.contains(w.as_str()));
    let against = reasons.iter().find(|r| r.weight < 0).cloned();
    if speaks_of {
        return Refusal::OtherKind { line: nearest.title.text.trim_matches(is_blank).to_owned(), against };
    }
    let found: Vec<Reason> = reasons.into_iter().filter(|r| r.weight > 0).collect();
    if found.is_empty() { Refusal::NoTitle } else { Refusal::TooLittle { kind: nearest.schema.name.clone(), found } }
}
