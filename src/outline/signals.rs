//! What one paragraph says to a schema, kept as long as the paragraph stands.

use super::evidence::{self, Hit};
use super::title::Title;
use crate::facts::Facts;
use crate::schema::{Cue, Part, Passage, Role, Schema, WordSet};
use crate::syntax::{Block, Kind, Local};
use crate::text::width::{is_blank, is_han};
use crate::text::{Hay, Sketch};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// How much of a paragraph a cue looks at, in bytes: about three sentences.
const OPENING: usize = 600;
/// The longest unnumbered heading, in characters.
const SHORT_LINE: usize = 24;
/// The longest label in front of a colon that can name a part, in characters.
const LONGEST_LABEL: usize = 20;
/// A paragraph with more characters beside its prompts is written.
const MAX_WAITING_CHARS: usize = 40;

/// A block with what was learnt of it. Everything here is a pure function of
/// the block's text and the schema, so it is kept until the block changes.
#[derive(Debug)]
pub struct Paragraph {
    /// The block.
    pub block: Arc<Block>,
    signals: Mutex<Option<(Arc<Schema>, Arc<Signals>)>>,
    titles: PerSchema<Option<Arc<Title>>>,
    evidence: PerSchema<Arc<[Hit]>>,
    opening: PerSchema<Arc<[Hit]>>,
    facts: OnceLock<Facts>,
    names: OnceLock<Box<[Local]>>,
}

/// A cue that was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueHit {
    /// Index of the part in the schema.
    pub part: usize,
    /// Byte in the block where the part starts.
    pub at: u32,
    /// Whether it was heard in the middle of the paragraph.
    pub in_sentence: bool,
    /// Whether it only counts behind the last numbered section.
    pub behind_sections: bool,
    /// The role of the part behind which alone it counts.
    pub behind: Option<Role>,
    /// The report year that the cue must agree with, if it names one.
    pub report_year: Option<i32>,
    /// The plan year that the cue must agree with, if it names one.
    pub plan_year: Option<i32>,
}

/// A heading that names a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadingHit {
    /// Index of the part in the schema.
    pub part: usize,
    /// Whether it only counts on the first level, near the end of the report.
    pub near_the_end: bool,
    /// Whether it belongs to the part and holds none of its items.
    pub aside: bool,
    /// The report year that the heading names.
    pub report_year: Option<i32>,
    /// The plan year that the heading names.
    pub plan_year: Option<i32>,
}

/// What a paragraph says to a schema.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// Parts whose heading patterns its heading (or the whole short line) matches.
    pub headings: Vec<HeadingHit>,
    /// Cues for parts without a heading.
    pub cues: Vec<CueHit>,
    /// Words of the schema that occur in it.
    pub words: WordSet,
    /// Content items whose patterns match.
    pub content: Vec<usize>,
    /// What is written beside the prompts of a template, where one stands in it.
    pub prompted: Option<Prompted>,
    /// Parts whose headings in own words its heading matches.
    pub own_words: Vec<usize>,
    /// Whether it is a line of a table that the form prescribes.
    pub is_row: bool,
}

/// What is written of a paragraph in which a prompt of a template stands.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Prompted {
    /// Whether so little is written beside the prompts that the paragraph still waits.
    pub waits: bool,
    words: WordSet,
    content: Vec<usize>,
}

impl Signals {
    /// Whether the paragraph waits to be written.
    pub fn waits(&self) -> bool {
        self.prompted.as_ref().is_some_and(|prompted| prompted.waits)
    }

    /// Words of the schema in what is written: a prompt fulfils nothing.
    pub fn written_words(&self) -> &WordSet {
        self.prompted.as_ref().map_or(&self.words, |prompted| &prompted.words)
    }

    /// Content items whose patterns match what is written.
    pub fn written_content(&self) -> &[usize] {
        self.prompted.as_ref().map_or(&self.content, |prompted| &prompted.content)
    }
}

impl Paragraph {
    /// Nothing is known of the block yet.
    pub fn new(block: Arc<Block>) -> Self {
        Self {
            block,
            signals: Mutex::default(),
            titles: PerSchema::default(),
            evidence: PerSchema::default(),
            opening: PerSchema::default(),
            facts: OnceLock::new(),
            names: OnceLock::new(),
        }
    }

    /// What it states lexically.
    pub fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| Facts::of(&self.block))
    }

    /// What the block's items are called, in their order.
    pub(super) fn item_names(&self) -> &[Local] {
        self.names.get_or_init(|| {
            let name = |item: &crate::syntax::Item| {
                let end = super::listing::name_end(self.block.get(&item.text)) as u32;
                item.text.start..item.text.start + end
            };
            self.block.items.iter().map(name).collect()
        })
    }

    /// What it says to `schema`.
    pub fn signals(&self, schema: &Arc<Schema>) -> Arc<Signals> {
        let mut kept = self.signals.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, signals)) = &*kept
            && Arc::ptr_eq(of, schema)
        {
            return signals.clone();
        }
        let signals = Arc::new(read(&self.block, &self.facts().scan.sketch, schema));
        *kept = Some((schema.clone(), signals.clone()));
        signals
    }

    /// The line read as a title of a report of `schema`; `None` where it cannot be one.
    pub(super) fn title(&self, schema: &Arc<Schema>) -> Option<Arc<Title>> {
        self.titles.get_or_read(schema, || super::title::read(&[&self.block], schema).map(Arc::new))
    }

    /// The evidence that the block gives as a heading and as text.
    pub(super) fn evidence(&self, schema: &Arc<Schema>) -> Arc<[Hit]> {
        self.evidence.get_or_read(schema, || evidence::in_block(&self.block, schema).into())
    }

    /// The evidence that the block gives as a paragraph of the opening.
    pub(super) fn opening_evidence(&self, schema: &Arc<Schema>) -> Arc<[Hit]> {
        self.opening.get_or_read(schema, || evidence::in_text(schema, Passage::Opening, self.block.body()).collect())
    }

    /// Whether it is a short line without a stop, as an unnumbered heading is.
    pub fn is_short_line(&self) -> bool {
        is_short_line(&self.block)
    }
}

/// Whether a block is a short line without a stop, as an unnumbered heading is.
pub(super) fn is_short_line(block: &Block) -> bool {
    let body = block.body();
    block.is_text()
        && block.heading.is_none()
        && body.chars().nth(SHORT_LINE).is_none()
        && !body.contains(['。', '，', ',', '；', ';', '：', ':'])
        && block.items.is_empty()
}

/// What a block says to each of the few schemas that a document is weighed for.
#[derive(Debug)]
struct PerSchema<T>(Mutex<Vec<(Arc<Schema>, T)>>);

impl<T> Default for PerSchema<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> PerSchema<T> {
    /// The answer for `schema`, read where it is not known yet.
    fn get_or_read(&self, schema: &Arc<Schema>, read: impl FnOnce() -> T) -> T {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, value)) = known.iter().find(|(of, _)| Arc::ptr_eq(of, schema)) {
            return value.clone();
        }
        // Schemas that were replaced since are not asked for again.
        known.retain(|(of, _)| of.id != schema.id);
        let value = read();
        known.push((schema.clone(), value.clone()));
        value
    }
}

fn read(block: &Block, sketch: &Sketch, schema: &Schema) -> Signals {
    if block.kind != Kind::Text {
        return Signals::default();
    }
    let body = block.body();
    let mut signals = Signals { words: schema.words.find(body), ..Signals::default() };
    let name = |text: &str| text.chars().filter(|c| !is_blank(*c)).collect::<String>();
    let heading: Option<Name> = match &block.heading {
        Some(heading) => Some(Name::of(name(block.get(&heading.title)))),
        None if body.chars().nth(SHORT_LINE).is_none() => Some(Name::of(name(body))),
        None => None,
    };
    let label = block.heading.is_none().then(|| label(block)).flatten().map(|label| Name::of(name(label)));
    if schema.frame.rows.iter().any(|p| p.is_match(Hay { text: body, sketch: Some(sketch) })) {
        return Signals { is_row: true, ..Signals::default() };
    }
    for (index, part) in schema.parts.iter().enumerate() {
        if let Some(heading) = &heading {
            heading_matches(part, index, heading, &mut signals.headings);
            if part.own_words.iter().any(|p| p.is_match(heading.hay())) {
                signals.own_words.push(index);
            }
        }
        if let Some(label) = &label {
            label_cue(block, part, index, label, &mut signals.cues);
        }
        for cue in &part.cues {
            if cue.ids.is_empty() || cue.ids.iter().any(|id| signals.words.has(*id)) {
                hear(block, sketch, cue, index, &mut signals.cues);
            }
        }
    }
    for (index, content) in schema.content.iter().enumerate() {
        if content.patterns.iter().any(|p| p.is_match(Hay { text: body, sketch: Some(sketch) })) {
            signals.content.push(index);
        }
    }
    signals.prompted = prompted(block, schema);
    signals
}

/// What is written beside the prompts in a block; `None` where it has none.
fn prompted(block: &Block, schema: &Schema) -> Option<Prompted> {
    let body = block.body();
    let prompts = if body.contains('【') { schema.prompts(body) } else { Vec::new() };
    let chars = |text: &str| text.chars().count();
    let asked: usize = prompts.iter().filter_map(|range| body.get(range.clone())).map(chars).sum();
    let last = prompts.last()?.end;
    let waits = chars(block.get(&block.content())) <= asked + MAX_WAITING_CHARS;
    if waits {
        return Some(Prompted { waits, ..Prompted::default() });
    }
    let starts = std::iter::once(0).chain(prompts.iter().map(|range| range.end));
    let mut written: String = starts.zip(&prompts).filter_map(|(start, range)| body.get(start..range.start)).collect();
    written.push_str(body.get(last..).unwrap_or_default());
    let content = schema.content.iter().enumerate().filter(|(_, content)| content.patterns.iter().any(|p| p.is_match(&*written)));
    let content = content.map(|(index, _)| index).collect();
    Some(Prompted { waits, words: schema.words.find(&written), content })
}

/// Words that may name a part, without blanks.
struct Name {
    words: String,
    sketch: Sketch,
}

impl Name {
    fn of(words: String) -> Self {
        Self { sketch: Sketch::of(&words), words }
    }

    fn hay(&self) -> Hay<'_> {
        Hay { text: &self.words, sketch: Some(&self.sketch) }
    }
}

fn heading_matches(part: &Part, index: usize, heading: &Name, hits: &mut Vec<HeadingHit>) {
    if part.not_headings.iter().any(|p| p.is_match(heading.hay())) {
        return;
    }
    let aside = part.aside_headings.iter().any(|p| p.is_match(heading.hay()));
    if aside {
        hits.push(HeadingHit { part: index, near_the_end: false, aside, report_year: None, plan_year: None });
    }
    // Several may match with different years: the report's own decides.
    for (near_the_end, patterns) in [(false, &part.headings), (true, &part.last_headings)] {
        for captures in patterns.iter().filter_map(|p| p.captures(heading.hay())) {
            let (report_year, plan_year) = years_of(&captures);
            hits.push(HeadingHit { part: index, near_the_end, aside, report_year, plan_year });
        }
    }
}

/// A short name with a colon at the start of a paragraph (下步打算：一是 …).
fn label(block: &Block) -> Option<&str> {
    let text = block.get(&block.content());
    // Longer ones need not be looked at.
    let start = head(text, LONGEST_LABEL * 4 + 4);
    let (label, _) = start.split_once(['：', ':'])?;
    (label.chars().count() <= LONGEST_LABEL && !label.contains(['，', '。', '、', ','])).then_some(label)
}

/// A label that would make a heading.
fn label_cue(block: &Block, part: &Part, index: usize, label: &Name, hits: &mut Vec<CueHit>) {
    let mut named = Vec::new();
    heading_matches(part, index, label, &mut named);
    for hit in named.iter().filter(|h| !h.aside && !part.takes_the_rest) {
        hits.push(CueHit {
            part: index,
            at: block.content().start,
            in_sentence: false,
            behind_sections: hit.near_the_end,
            behind: None,
            report_year: hit.report_year,
            plan_year: hit.plan_year,
        });
    }
}

fn years_of(captures: &crate::text::Captures<'_>) -> (Option<i32>, Option<i32>) {
    let year = |name: &str| captures.name(name).and_then(|m| crate::facts::parse_year(m.as_str()));
    (year("report_year"), year("plan_year"))
}

/// Adds where `cue` is heard in the block: at its start, or at a sentence.
fn hear(block: &Block, sketch: &Sketch, cue: &Cue, part: usize, hits: &mut Vec<CueHit>) {
    if !cue.starts.iter().chain(&cue.has).all(|p| p.may_match(sketch)) {
        return;
    }
    let content = block.content();
    let text = block.get(&content);
    let marked = block.heading.is_some() || block.items.first().is_some_and(|i| i.mark.start == content.start);
    if !marked && let Some((report_year, plan_year)) = cue_matches(cue, head(text, OPENING)) {
        let (behind_sections, behind) = (cue.behind_sections, cue.behind);
        hits.push(CueHit { part, at: content.start, in_sentence: false, behind_sections, behind, report_year, plan_year });
        return;
    }
    if !cue.in_sentence {
        return;
    }
    for (at, sentence) in sentences(text).skip(usize::from(!marked)) {
        if let Some((report_year, plan_year)) = cue_matches(cue, sentence) {
            let (at, behind) = (content.start + at as u32, cue.behind);
            hits.push(CueHit { part, at, in_sentence: true, behind_sections: false, behind, report_year, plan_year });
            return;
        }
    }
}

fn cue_matches(cue: &Cue, text: &str) -> Option<(Option<i32>, Option<i32>)> {
    let years = match &cue.starts {
        Some(starts) => years_of(&starts.captures(text)?),
        None => (None, None),
    };
    (cue.has.iter().all(|p| p.is_match(text)) && !cue.lacks.iter().any(|p| p.is_match(text))).then_some(years)
}

fn head(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The sentences of a text with their bytes.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..)?;
        if rest.is_empty() {
            return None;
        }
        let end = rest.char_indices().find(|(_, c)| !is_han(*c) && matches!(c, '。' | '！' | '？' | '!' | '?'));
        let end = end.map_or(rest.len(), |(at, c)| at + c.len_utf8());
        let found = (start, rest.get(..end)?);
        start += end;
        Some(found)
    })
    .map(|(at, s)| {
        let trimmed = s.trim_start_matches(is_blank);
        (at + s.len() - trimmed.len(), trimmed)
    })
}
