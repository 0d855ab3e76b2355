//! # foreign-place
//!
//! ## What it does
//!
//! Finds words of another report that were left in: 我县 in a city's report, 我局 in a government's,
//! the name of a unit beside one's own, a signature of another place, a document issued under
//! another county's name. Names are known from the other reports of the folder; of counties, districts and towns
//! they are also read where the report speaks of one as its own (安澜县坚持…, 为安澜县高质量发展…). Comparisons,
//! partners, places of events, courts and quotations are passed over. A zone or a street that is run by
//! a body of its own may call itself 我局, 我委 or 我办.
//!
//! ## Why it matters
//!
//! Nothing shows as plainly that a passage was copied.
//!
//! ## Example
//!
//! > 我市扎实推进行政执法规范化建设。
//!
//! in the report of a county that says 我县 everywhere else.
//!
//! ## Instead
//!
//! > 我县扎实推进行政执法规范化建设。
//!
//! ## Source
//!
//! The report's own title and signature; `schemas/words/other-place.json`.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 找出从别的报告带来、忘了改的字眼：市的报告里的“我县”，政府报告里的“我局”，平级单位的名称，别处的落款，
//! 以别县名义印发的文件。单位名称取自同一文件夹中的其他报告；县、区、乡镇的名称，在报告把它当作自己来写的地方
//! （“安澜县坚持……”“为安澜县高质量发展……”）也能看出。比较、协作、事发地、法院和引文不报。由管委会、街道办等
//! 管理的片区，自称“我局”“我委”“我办”不报。
//!
//! ## 为什么
//!
//! 没有什么比它更能说明一段话是抄来的。
//!
//! ## 示例
//!
//! > 我市扎实推进行政执法规范化建设。
//!
//! 而全文其他各处都写“我县”。
//!
//! ## 改为
//!
//! > 我县扎实推进行政执法规范化建设。
//!
//! ## 依据
//!
//! 报告自身的标题和署名；`schemas/words/other-place.json`。

use super::own_name::own_names;
use crate::corpus::{Issuer, issuer, selves_in};
use crate::facts::Citation;
use crate::message::Message;
use crate::rules::{Among, BlockCheck, Check, FixKind, Found, Rule, Severity, Sight};
use crate::schema::{Body, Level, Role};
use crate::syntax::{Block, Span};
use crate::text::width::narrow;
use crate::words;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

/// The rule.
pub static RULE: Rule = Rule {
    code: "NB804",
    name: "foreign-place",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::ReportAndCorpus(check, among_others),
    source: include_str!("foreign_place.rs"),
};

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let Some(issuer) = issuer(sight.outline, sight.paragraphs, "") else { return Vec::new() };
    let own = issuer.place.as_deref().unwrap_or_default();
    let mut hasher = DefaultHasher::new();
    own.hash(&mut hasher);
    let under = hasher.finish();
    let is_text = |role| matches!(role, Role::Lead | Role::Results | Role::Problems | Role::Plan | Role::Closing);
    let blocks = (0..sight.paragraphs.len()).filter(|index| is_text(sight.outline.role(*index)));
    let passages = |index: usize| Some((index, sight.note_under(index, under, |at| Passages::read(at, own))?));
    let all: Vec<(usize, Arc<Passages>)> = blocks.filter_map(passages).collect();
    // 我县, 本局: a handful of words, however long the report.
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for (_, word) in all.iter().flat_map(|(_, passages)| &passages.selves) {
        *counts.entry(word).or_default() += 1;
    }
    let count = |word: &str| counts.get(word).copied().unwrap_or(0);
    let own: u32 = issuer.suffix.map_or(0, |own| count(&format!("我{own}")) + count(&format!("本{own}")));
    let mut found: Vec<Found> = signature(sight).into_iter().collect();
    for (index, passages) in &all {
        let Some(block) = sight.block(*index) else { continue };
        found.extend(selves(&issuer, own, &passages.selves, &count, *index, block));
        found.extend(other_names(&issuer, &passages.names, *index, block));
        found.extend(documents(&issuer, &passages.documents, *index, block));
    }
    found
}

/// The names of units that report in the same folder, apart from those that the report alone shows.
fn among_others(among: &Among<'_>) -> Vec<Found> {
    let is_text = |role| matches!(role, Role::Lead | Role::Results | Role::Problems | Role::Plan | Role::Closing);
    let blocks = among.sight.tree.blocks().iter().enumerate();
    blocks
        .filter(|(index, block)| block.is_text() && is_text(among.sight.outline.role(*index)))
        .flat_map(|(i, b)| names(among, i, b))
        .collect()
}

/// What a block says of places, read without a look at the rest of the report.
struct Passages {
    /// 我县, 本局 and their bytes.
    selves: Vec<(usize, String)>,
    /// Bytes of names that are spoken of as the issuer's own.
    names: Vec<Range<usize>>,
    /// Bytes of the places that titles begin with behind 印发 and its like.
    documents: Vec<Range<usize>>,
}

impl Passages {
    fn read(at: &BlockCheck<'_>, own: &str) -> Self {
        let text = &*at.block.text;
        let place = |citation: &Citation| {
            let before = text.get(..citation.range.start)?;
            let issued = words::corpus().issued.iter().any(|w| before.ends_with(w.as_str()));
            let name = text.get(citation.inner.clone()).filter(|_| issued)?;
            let place = name.get(..crate::corpus::place_at(name, true)?)?;
            Some(citation.inner.start..citation.inner.start + place.len())
        };
        Self { selves: selves_in(text), names: own_names(at.block, own), documents: at.facts.citations.iter().filter_map(place).collect() }
    }
}

fn span(index: usize, from: usize, length: usize) -> Span {
    Span { block: index, range: from as u32..(from + length) as u32 }
}

/// 我县, 我局 of somebody else; `own` tells how often the report names itself so.
fn selves(issuer: &Issuer, own: u32, words: &[(usize, String)], count: &dyn Fn(&str) -> u32, index: usize, block: &Block) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, word) in words {
        let Some(suffix) = word.chars().nth(1) else { continue };
        let times = count(word);
        let foreign = match (relation(issuer, suffix), issuer.suffix) {
            (Relation::Own, _) => false,
            // Whoever says it as often as that has another name than we read.
            (Relation::Organ, _) => times <= 2.max(own),
            (_, None) => false,
            (Relation::Below, _) => times <= 2.max(own) && word.starts_with('我'),
            (Relation::Above, _) => own >= 2 && times * 2 <= own && word.starts_with('我') && is_subject(&block.text, *at, word.len()),
        };
        if foreign {
            let own = issuer.suffix.map_or_else(String::new, |s| format!("我{s}"));
            let id = if matches!(relation(issuer, suffix), Relation::Organ) { "foreign-place.organ" } else { "foreign-place.self" };
            let message = Message::new(id).with("word", word.as_str()).with("own", own).with("issuer", issuer.name.as_str());
            found.push(Found::new(span(index, *at, word.len()), message));
        }
    }
    found
}

/// How somebody called 我… stands to the issuer.
#[derive(Clone, Copy, PartialEq)]
enum Relation {
    Own,
    /// Below it or beside it.
    Below,
    Above,
    /// A department, in the report of a government.
    Organ,
}

fn relation(issuer: &Issuer, suffix: char) -> Relation {
    let table = words::places();
    // The body of a zone or a street calls itself 我局, 我委 or 我办, and the place around it 我县.
    if is_area(issuer) {
        return Relation::Own;
    }
    if table.organs.has(suffix) {
        let committee = table.committee.has(suffix) && issuer.name.contains(suffix);
        let government = issuer.body == Some(Body::Government) && !committee;
        return if government { Relation::Organ } else { Relation::Own };
    }
    let Some(own) = issuer.suffix else { return Relation::Own };
    let around = issuer.around.iter().any(|place| place.ends_with(suffix));
    if own == suffix {
        return Relation::Own;
    }
    // 我区 may be the autonomous region above, 我州 and 我盟 the prefecture.
    let highest = table.ranks.len();
    let rank = if issuer.level == Some(Level::Province) { highest } else { rank(own) };
    let maybe_above = table.above.has(suffix) && rank < highest;
    if around || maybe_above || self::rank(suffix) > rank { Relation::Above } else { Relation::Below }
}

/// Whether a body that is no government reports on an area of its own.
fn is_area(issuer: &Issuer) -> bool {
    let table = words::places();
    let named = |name: &str| table.areas.at_end(name).is_some();
    let body = table.area_bodies.strip_end(&issuer.name);
    named(&issuer.name) || body.is_some_and(named) || issuer.place.as_deref().is_some_and(named)
}

/// From the township up.
fn rank(suffix: char) -> usize {
    words::places().ranks.iter().position(|rank| rank.has(suffix)).map_or(1, |at| at + 1)
}

/// Whether a clause starts with the word and says nothing of a place among
/// others, or of what those above ask for.
fn is_subject(text: &str, at: usize, length: usize) -> bool {
    let before = text.get(..at).and_then(|t| t.chars().next_back());
    let starts = before.is_none_or(|c| matches!(narrow(c), ',' | '。' | ';' | ':' | ' ' | '!'));
    let behind = text.get(at + length..).unwrap_or_default();
    let end = behind.find(['。', '；', ';', '！']).unwrap_or(behind.len());
    let sentence = behind.get(..end).unwrap_or_default();
    starts && !words::corpus().ranks.iter().any(|w| sentence.contains(w.as_str()))
}

/// The names of units beside the issuer that report in the same folder.
fn names(among: &Among<'_>, index: usize, block: &Block) -> Vec<Found> {
    let issuer = &among.summary.issuer;
    let (Some(suffix), Some(own)) = (issuer.suffix, issuer.place.as_deref()) else { return Vec::new() };
    let text = &*block.text;
    let mut told = HashSet::new();
    let mut found = Vec::new();
    let alone = if is_area(issuer) { Vec::new() } else { own_names(block, own) };
    for (at, _) in text.match_indices(suffix) {
        let end = at + suffix.len_utf8();
        let starts = text.get(..at).unwrap_or_default().char_indices().rev().take(6).map(|(start, _)| start);
        let Some((from, name)) = starts
            .filter_map(|from| Some((from, text.get(from..end)?)))
            .filter(|(_, name)| *name != own && among.index.is_place(name))
            .last()
        else {
            continue;
        };
        let Some(other) = among.index.at_place(name).find(|other| other.issuer.is_beside(issuer)) else { continue };
        let shown = alone.iter().any(|range| range.start < end && from < range.end);
        if shown || own.ends_with(name) || name.ends_with(own) || !stands_for_itself(text, from, end) || !told.insert(name) {
            continue;
        }
        let message = Message::new("foreign-place.name").with("name", name).with("issuer", issuer.name.as_str());
        let mut here = Found::new(span(index, from, name.len()), message);
        if let Some(title) = other.title_place {
            here = here.elsewhere(&other.source, title, Message::new("foreign-place.there"));
        }
        found.push(here);
    }
    found
}

/// Names of other places that the report speaks of as its own.
fn other_names(issuer: &Issuer, names: &[Range<usize>], index: usize, block: &Block) -> Vec<Found> {
    if is_area(issuer) {
        return Vec::new();
    }
    let around = |name: &str| issuer.around.iter().any(|place| place.ends_with(name));
    let names = names.iter().filter_map(|range| Some((range.start, block.text.get(range.clone())?)));
    names
        .filter(|(_, name)| !around(name))
        .map(|(from, name)| {
            let message = Message::new("foreign-place.name").with("name", name).with("issuer", issuer.name.as_str());
            Found::new(span(index, from, name.len()), message)
        })
        .collect()
}

/// Whether a name is said of the issuer itself: no neighbour, no model, no partner.
fn stands_for_itself(text: &str, from: usize, end: usize) -> bool {
    let before = text.get(..from).unwrap_or_default();
    let behind = text.get(end..).unwrap_or_default();
    let is_stop = |c: char| matches!(narrow(c), ',' | '。' | ';' | ':' | '!' | '?');
    let start = before.rfind(is_stop).and_then(|i| before.get(i..)).unwrap_or(before);
    let stop = behind.find(is_stop).and_then(|i| behind.get(..i)).unwrap_or(behind);
    let table = &words::corpus().neighbours;
    let beside = table.iter().any(|w| before.ends_with(w.as_str()) || behind.starts_with(w.as_str()));
    let told = table.iter().any(|w| w.chars().count() > 1 && (start.contains(w.as_str()) || stop.contains(w.as_str())));
    // A cited title may be anybody's.
    let open = before.matches(['《', '“']).count() > before.matches(['》', '”']).count();
    !beside && !told && !open
}

/// Documents that the issuer would issue under another county's name.
fn documents(issuer: &Issuer, places: &[Range<usize>], index: usize, block: &Block) -> Vec<Found> {
    let Some(own) = issuer.place.as_deref().filter(|p| words::places().titled.end(p)) else { return Vec::new() };
    let foreign = |range: &Range<usize>| {
        let place = block.text.get(range.clone())?;
        let other = place != own && place.chars().last() == own.chars().last() && place.chars().count() > 2;
        (other && !own.ends_with(place) && !place.ends_with(own)).then(|| {
            let message = Message::new("foreign-place.document").with("name", place).with("issuer", issuer.name.as_str());
            Found::new(span(index, range.start, place.len()), message)
        })
    };
    places.iter().filter_map(foreign).collect()
}

/// A signature of another place than the title names.
fn signature(sight: &Sight<'_>) -> Option<Found> {
    let title = title_issuer(sight)?;
    let stretch = sight.outline.of_role(Role::Signature).next()?;
    let block = sight.block(stretch.from.block)?;
    let body = block.body();
    let name = body.get(..crate::facts::date_behind_name(body).unwrap_or(body.len()))?.trim();
    let signed = Issuer::read(name, &sight.report.schema);
    let (titled, here) = (title.place.as_deref()?, signed.place.as_deref()?);
    if !signed.is_beside(&title) || titled.contains(here) || here.contains(titled) {
        return None;
    }
    let start = block.body.start;
    let message = Message::new("foreign-place.signature").with("name", here).with("title", titled);
    Some(Found::new(Span { block: stretch.from.block, range: start..start + name.len() as u32 }, message))
}

fn title_issuer(sight: &Sight<'_>) -> Option<Issuer> {
    // An untitled draft is named by its opening.
    let titled = sight.report.title_spans.first().is_some_and(|span| sight.outline.role(span.block) == Role::Title);
    let title = titled.then_some(&sight.report.title)?;
    let head = crate::corpus::title_head(title);
    (!head.is_empty()).then(|| Issuer::read(head, &sight.report.schema))
}
