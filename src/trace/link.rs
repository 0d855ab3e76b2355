//! Which candidates answer an item, how well, and by which words.

use super::lexicon::{GroupId, Lexicon};
use super::profile::{Profile, Run, Term};
use std::collections::{HashMap, HashSet};

/// How well something is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
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
const ITEM_REST: f32 = 0.35;
/// A matter named behind the head of a candidate weighs so much.
const CANDIDATE_REST: f32 = 0.75;
/// The candidate takes up the wider matter.
const WIDER: f32 = 0.45;
/// The candidate takes up a part of the matter.
const NARROWER: f32 = 0.7;
/// The candidate takes up what commonly answers the matter.
const REMEDY: f32 = 0.6;
/// Letters in common beside the words of the genre: two, three, more.
const LETTERS: [f32; 3] = [0.7, 1.2, 1.7];
/// What a head says beside the words of the genre counts so much against a link.
const UNKNOWN: f32 = 0.5;
/// A link needs so much in common, and such a share of what the item says.
const STRONG: (f32, f32) = (1.3, 0.45);
const WEAK: (f32, f32) = (0.8, 0.3);
/// Answers so near to the best one are answers too.
const NEAR: f32 = 0.7;

/// Links each item to the candidates that answer it, in the order of the items.
pub fn link(items: &[Profile], candidates: &[Profile]) -> Vec<Link> {
    let rarity = Rarity::of(candidates);
    items.iter().map(|item| answers(item, candidates, &rarity)).collect()
}

/// How many candidates speak of a matter: what all of them name tells little.
struct Rarity {
    groups: HashMap<GroupId, usize>,
    pairs: HashMap<[char; 2], usize>,
    all: usize,
}

impl Rarity {
    fn of(candidates: &[Profile]) -> Self {
        let mut rarity = Self { groups: HashMap::new(), pairs: HashMap::new(), all: candidates.len() };
        for candidate in candidates {
            for term in &candidate.terms {
                *rarity.groups.entry(term.group).or_default() += 1;
            }
            let pairs: HashSet<[char; 2]> = candidate.runs.iter().flat_map(pairs).collect();
            for pair in pairs {
                *rarity.pairs.entry(pair).or_default() += 1;
            }
        }
        rarity
    }

    /// 1 for what one candidate says, less for what many say.
    fn factor(&self, count: usize) -> f32 {
        if count <= 1 || self.all <= 2 {
            return 1.0;
        }
        let (count, all) = (count as f32, self.all as f32);
        1.0 - 0.4 * (count.ln() / all.ln())
    }

    fn group(&self, group: GroupId) -> f32 {
        self.factor(self.groups.get(&group).copied().unwrap_or(0))
    }

    fn pair(&self, pair: [char; 2]) -> f32 {
        self.factor(self.pairs.get(&pair).copied().unwrap_or(0))
    }
}

fn pairs(run: &Run) -> impl Iterator<Item = [char; 2]> {
    run.letters.windows(2).filter_map(|w| Some([*w.first()?, *w.get(1)?]))
}

fn answers(item: &Profile, candidates: &[Profile], rarity: &Rarity) -> Link {
    let mut found: Vec<(Strength, Answer)> = Vec::new();
    let whole = whole(item);
    for (index, candidate) in candidates.iter().enumerate() {
        let (score, shared) = weigh(item, candidate, rarity);
        let share = score / whole;
        let reaches = |bound: (f32, f32)| score >= bound.0 && share >= bound.1;
        let strength = if reaches(STRONG) {
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

/// What an item says in all: mostly its head.
fn whole(item: &Profile) -> f32 {
    let lexicon = Lexicon::get();
    let named: f32 = item.terms.iter().filter(|t| t.in_head).filter_map(|t| lexicon.group(t.group)).map(|g| g.weight).sum();
    let unknown = item.runs.iter().filter(|r| r.in_head).count() as f32 * UNKNOWN;
    (named + unknown).max(1.0)
}

/// What two passages have in common.
fn weigh(item: &Profile, candidate: &Profile, rarity: &Rarity) -> (f32, Vec<Shared>) {
    let mut parts: Vec<(f32, Shared)> = Vec::new();
    for term in &item.terms {
        let best = candidate.terms.iter().map(|theirs| (same(term, theirs, rarity), theirs)).max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((score, theirs)) = best.filter(|b| b.0 > 0.0) {
            parts.push((score, Shared { word: term.word.clone(), theirs: theirs.word.clone() }));
        }
    }
    letters(item, candidate, rarity, &mut parts);
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    let score = parts.iter().map(|p| p.0).sum();
    (score, parts.into_iter().map(|p| p.1).collect())
}

/// How far two matters are the same.
fn same(term: &Term, theirs: &Term, rarity: &Rarity) -> f32 {
    let lexicon = Lexicon::get();
    let (Some(group), Some(other)) = (lexicon.group(term.group), lexicon.group(theirs.group)) else { return 0.0 };
    let nearness = if term.group == theirs.group {
        1.0
    } else if other.within == Some(term.group) {
        NARROWER
    } else if group.answered_by.contains(&theirs.group) {
        REMEDY
    } else if group.within == Some(theirs.group) {
        WIDER
    } else {
        return 0.0;
    };
    let place = if term.in_head { 1.0 } else { ITEM_REST } * if theirs.in_head { 1.0 } else { CANDIDATE_REST };
    let weight = if term.group == theirs.group { group.weight } else { group.weight.min(other.weight) };
    weight * nearness * place * rarity.group(theirs.group)
}

/// Letters that both have beside the words of the genre.
fn letters(item: &Profile, candidate: &Profile, rarity: &Rarity, parts: &mut Vec<(f32, Shared)>) {
    let theirs: HashMap<[char; 2], bool> =
        candidate.runs.iter().flat_map(|r| pairs(r).map(move |p| (p, r.in_head))).fold(HashMap::new(), |mut all, (pair, head)| {
            *all.entry(pair).or_default() |= head;
            all
        });
    let mut seen: HashSet<Box<[char]>> = HashSet::new();
    for run in &item.runs {
        let common: Vec<Option<bool>> = pairs(run).map(|p| theirs.get(&p).copied()).collect();
        let mut at = 0;
        while at < common.len() {
            let length = common.iter().skip(at).take_while(|c| c.is_some()).count();
            if length == 0 {
                at += 1;
                continue;
            }
            let word: Box<[char]> = run.letters.get(at..at + length + 1).unwrap_or_default().into();
            let head = common.iter().skip(at).take(length).any(|c| *c == Some(true));
            let place = if run.in_head { 1.0 } else { ITEM_REST } * if head { 1.0 } else { CANDIDATE_REST };
            let rare = word.windows(2).filter_map(|w| Some(rarity.pair([*w.first()?, *w.get(1)?]))).fold(0.0, f32::max);
            let weight = LETTERS.get(length.min(LETTERS.len()) - 1).copied().unwrap_or_default();
            at += length;
            if seen.insert(word.clone()) {
                let text: Box<str> = word.iter().collect::<String>().into();
                parts.push((weight * place * rare, Shared { word: text.clone(), theirs: text }));
            }
        }
    }
}
