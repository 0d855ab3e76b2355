//! Which candidates answer an item, how well, and by which words.

use super::lexicon::{GroupId, Lexicon};
use super::profile::{Profile, Sentence, Term, pairs};
use std::collections::HashSet;

/// How well something is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[cfg_attr(feature = "tools", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// Not at all.
    #[default]
    None,
    /// Something near it is spoken of.
    Weak,
    /// The same matter is taken up.
    Strong,
}

/// Words that made a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// As the item has them.
    pub word: Box<str>,
    /// As the candidate has them.
    pub theirs: Box<str>,
}

/// A candidate that answers an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Its index.
    pub candidate: usize,
    /// How well; to be compared within one item only.
    pub score: f32,
    /// By which words, the most telling first.
    pub shared: Vec<Shared>,
}

impl Answer {
    /// The words in one line: 应诉 ↔ 出庭、败诉.
    pub fn words(&self) -> String {
        let words = self.shared.iter().map(|s| if s.word == s.theirs { s.word.to_string() } else { format!("{} ↔ {}", s.word, s.theirs) });
        words.collect::<Vec<_>>().join("、")
    }
}

/// What answers an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// The strength of its best answers.
    pub strength: Strength,
    /// Candidates of that strength, best first.
    pub answers: Vec<Answer>,
}

// Tried on tests/fixtures/trace: the plateau is broad, see the test there.

/// A matter named behind the head of an item weighs so much.
const ITEM_REST: f32 = 0.4;
/// A matter named behind the head of a candidate weighs so much.
const CANDIDATE_REST: f32 = 0.85;
/// The candidate takes up the wider matter.
const WIDER: f32 = 0.45;
/// The candidate takes up a part of the matter.
const NARROWER: f32 = 0.85;
/// The candidate takes up what commonly answers the matter.
const REMEDY: f32 = 0.95;
/// Letters in common beside the words of the genre: two, three, more.
const LETTERS: [f32; 3] = [0.7, 1.2, 1.7];
/// What a head says beside the words of the genre counts so much against a link.
const UNKNOWN: f32 = 0.5;
/// A link needs so much in common, and such a share of what the item says.
const STRONG: (f32, f32) = (1.1, 0.33);
/// Less is enough where it is nearly all that the item says.
const NEARLY_ALL: (f32, f32) = (0.8, 0.8);
const WEAK: (f32, f32) = (1.0, 0.3);
/// Answers so near to the best one are answers too.
const NEAR: f32 = 0.7;

/// So many candidates are looked at. No report plans for so much; a text that
/// does must not cost the square of it.
const MOST: usize = 500;

/// Links each item to the candidates that answer it, in the order of the items.
pub fn link(items: &[Profile], candidates: &[Profile]) -> Vec<Link> {
    let candidates = candidates.get(..MOST).unwrap_or(candidates);
    let rarity = Rarity::of(candidates);
    items.iter().map(|item| answers(item, candidates, &rarity)).collect()
}

/// How many candidates speak of a matter: what all of them name tells little.
struct Rarity {
    /// 1 for what one candidate speaks of, less for what many do; indexed by group.
    weights: Vec<f32>,
}

impl Rarity {
    fn of(candidates: &[Profile]) -> Self {
        let mut counts: Vec<usize> = Vec::new();
        for candidate in candidates {
            let named = candidate.rest.iter().chain([&candidate.head]).flat_map(|s| &s.terms).map(|t| usize::from(t.group));
            for group in named.collect::<HashSet<_>>() {
                counts.resize(counts.len().max(group + 1), 0);
                if let Some(count) = counts.get_mut(group) {
                    *count += 1;
                }
            }
        }
        let all = candidates.len();
        let rare = |count: &usize| *count <= 1 || all <= 2;
        let weight = |count: &usize| if rare(count) { 1.0 } else { 1.0 - RARITY * ((*count as f32).ln() / (all as f32).ln()) };
        Self { weights: counts.iter().map(weight).collect() }
    }

    fn of_group(&self, group: GroupId) -> f32 {
        self.weights.get(usize::from(group)).copied().unwrap_or(1.0)
    }
}

/// So much less tells what all candidates speak of.
const RARITY: f32 = 0.3;

fn answers(item: &Profile, candidates: &[Profile], rarity: &Rarity) -> Link {
    let mut found: Vec<(Strength, Answer)> = Vec::new();
    let whole = whole(item);
    for (index, candidate) in candidates.iter().enumerate() {
        let (score, shared) = weigh(item, candidate, rarity);
        let share = score / whole;
        let reaches = |bound: (f32, f32)| score >= bound.0 && share >= bound.1;
        let strength = if reaches(STRONG) || reaches(NEARLY_ALL) {
            Strength::Strong
        } else if reaches(WEAK) {
            Strength::Weak
        } else {
            continue;
        };
        found.push((strength, Answer { candidate: index, score, shared }));
    }
    let strength = found.iter().map(|f| f.0).max().unwrap_or_default();
    let best = found.iter().map(|f| f.1.score).fold(0.0, f32::max);
    let mut answers: Vec<Answer> = found.into_iter().filter(|f| f.0 == strength && f.1.score >= best * NEAR).map(|f| f.1).collect();
    answers.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.candidate.cmp(&b.candidate)));
    Link { strength, answers }
}

/// What the head of an item says in all.
fn whole(item: &Profile) -> f32 {
    let lexicon = Lexicon::get();
    let named: f32 = item.head.terms.iter().filter_map(|t| lexicon.group(t.group)).map(|g| g.weight).sum();
    (named + item.head.runs.len() as f32 * UNKNOWN).max(1.0)
}

/// What two passages have in common: the candidate answers by its head and
/// the one sentence that says most, not by words strewn over all of it.
fn weigh(item: &Profile, candidate: &Profile, rarity: &Rarity) -> (f32, Vec<Shared>) {
    let nothing = Sentence::default();
    let mut best = (0.0, Vec::new());
    for sentence in candidate.rest.iter().chain([&nothing]) {
        let candidate = Candidate { head: &candidate.head, sentence };
        let mut parts: Vec<(f32, Shared)> = Vec::new();
        candidate.share(&item.head, 1.0, rarity, &mut parts);
        for rest in &item.rest {
            candidate.share(rest, ITEM_REST, rarity, &mut parts);
        }
        let score: f32 = parts.iter().map(|p| p.0).sum();
        if score > best.0 {
            parts.sort_by(|a, b| b.0.total_cmp(&a.0));
            best = (score, parts.into_iter().map(|p| p.1).collect());
        }
    }
    best
}

struct Candidate<'a> {
    head: &'a Sentence,
    sentence: &'a Sentence,
}

impl<'a> Candidate<'a> {
    /// Adds what a sentence of the item has in common with the candidate. Each
    /// pair of words counts once.
    fn share(&self, item: &Sentence, place: f32, rarity: &Rarity, parts: &mut Vec<(f32, Shared)>) {
        let is_new = |parts: &[(f32, Shared)], word: &str| !parts.iter().any(|p| *p.1.word == *word);
        for term in &item.terms {
            let theirs = |s: &'a Sentence, place: &dyn Fn(GroupId) -> f32| {
                let all = s.terms.iter().map(|t| (same(term, t) * place(t.group), &t.word));
                all.max_by(|a, b| a.0.total_cmp(&b.0))
            };
            let best = theirs(self.head, &|_| 1.0)
                .into_iter()
                .chain(theirs(self.sentence, &|group| CANDIDATE_REST * rarity.of_group(group)))
                .max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((score, word)) = best
                && score * place > 0.0
                && is_new(parts, &term.word)
            {
                parts.push((score * place, Shared { word: term.word.clone(), theirs: word.clone() }));
            }
        }
        for (length, word, in_head) in self.letters(item) {
            let weight = LETTERS.get(length.min(LETTERS.len()) - 1).copied().unwrap_or_default();
            let their_place = if in_head { 1.0 } else { CANDIDATE_REST };
            let score = weight * place * their_place;
            if score > 0.0 && is_new(parts, &word) {
                parts.push((score, Shared { word: word.clone(), theirs: word }));
            }
        }
    }

    /// Letters that both have beside the words of the genre: how many pairs,
    /// which, and whether the candidate has them in its head.
    fn letters(&self, item: &Sentence) -> Vec<(usize, Box<str>, bool)> {
        let mut found = Vec::new();
        for run in &item.runs {
            let is_common = |at: usize| match run.get(at..at + 2) {
                Some([a, b]) => self.head.has([*a, *b]) || self.sentence.has([*a, *b]),
                _ => false,
            };
            let mut at = 0;
            while at + 1 < run.len() {
                let length = (at..).take_while(|at| is_common(*at)).count();
                if length > 0 {
                    let letters = run.get(at..at + length + 1).unwrap_or_default();
                    let in_head = pairs(letters).any(|pair| self.head.has(pair));
                    found.push((length, letters.iter().collect::<String>().into(), in_head));
                }
                at += length + 1;
            }
        }
        found
    }
}

/// How much of a matter another one is.
fn same(term: &Term, theirs: &Term) -> f32 {
    let lexicon = Lexicon::get();
    let (Some(group), Some(other)) = (lexicon.group(term.group), lexicon.group(theirs.group)) else { return 0.0 };
    let nearness = if term.group == theirs.group {
        1.0
    } else if group.answered_by.contains(&theirs.group) {
        REMEDY
    } else if other.within == Some(term.group) {
        NARROWER
    } else if group.within == Some(theirs.group) {
        WIDER
    } else {
        return 0.0;
    };
    let weight = if nearness == WIDER { group.weight.min(other.weight) } else { group.weight };
    weight * nearness
}
