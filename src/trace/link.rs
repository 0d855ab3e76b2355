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

/// A matter named behind the head of an item weighs so much, …
const ITEM_REST: f32 = 0.4;
/// … and so much where the head tells less than `TELLING`.
const REST_OF_VAGUE: f32 = 0.75;
const TELLING: f32 = 1.3;
/// A matter named behind the head of a candidate weighs so much.
const CANDIDATE_REST: f32 = 0.8;
/// A sentence that names more things answers each of them less.
const FEW: usize = 2;
/// The candidate takes up the wider matter.
const WIDER: f32 = 0.45;
/// The candidate takes up a part of the matter.
const NARROWER: f32 = 0.85;
/// The candidate takes up what commonly answers the matter.
const REMEDY: f32 = 0.95;
/// Another word of a field has letters in common with the item's, …
const ALIKE: f32 = 0.85;
/// … or none.
const SAME_FIELD: f32 = 0.4;
/// How something stands (力量薄弱) is in common, and what is meant is another
/// thing: so much of it counts.
const OTHER_OBJECT: f32 = 0.4;
/// The item names no object, and the candidate is called after one: how it
/// stands is commonly a means there (纳入考核).
const AS_MEANS: f32 = 0.5;
/// Letters in common beside the words of the genre: two, three, more.
const LETTERS: [f32; 3] = [0.7, 1.2, 1.7];
/// What a head says beside the words of the genre counts so much against a link.
const UNKNOWN: f32 = 0.5;
/// A link needs so much in common, and such a share of what the item says.
const STRONG: (f32, f32) = (1.1, 0.33);
/// Less is enough where it is nearly all that the item says.
const NEARLY_ALL: (f32, f32) = (0.7, 0.7);
const WEAK: (f32, f32) = (1.0, 0.3);
/// The candidate says all that the item does, in words of the genre or others.
const SAID_AGAIN: f32 = 2.0;
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
    let item = Item::of(item);
    let whole = item.whole();
    for (index, candidate) in candidates.iter().enumerate() {
        let (mut score, mut shared) = weigh(&item, candidate, rarity);
        if candidate.says(&item.profile.head) {
            score += SAID_AGAIN;
            let words = |s: &Sentence| s.said().into();
            shared.insert(0, Shared { word: words(&item.profile.head), theirs: words(&candidate.head) });
        }
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

/// An item and how it is read.
struct Item<'a> {
    profile: &'a Profile,
    /// What its head says.
    named: f32,
}

impl<'a> Item<'a> {
    fn of(profile: &'a Profile) -> Self {
        Self { profile, named: profile.head.weight() }
    }

    /// Whether the head leaves it to the rest to tell what is meant.
    fn is_vague(&self) -> bool {
        self.named < TELLING
    }

    /// What the head says in all.
    fn whole(&self) -> f32 {
        (self.named + self.profile.head.runs.len() as f32 * UNKNOWN).max(1.0)
    }
}

/// What two passages have in common: the candidate answers by its head and
/// the one sentence that says most, not by words strewn over all of it.
fn weigh(item: &Item<'_>, candidate: &Profile, rarity: &Rarity) -> (f32, Vec<Shared>) {
    let nothing = Sentence::default();
    let rest_place = if item.is_vague() { REST_OF_VAGUE } else { ITEM_REST };
    let mut best = (0.0, Vec::new());
    for sentence in candidate.rest.iter().chain([&nothing]) {
        let candidate = Candidate { head: &candidate.head, sentence, rarity, item_is_vague: item.is_vague() };
        let mut parts: Vec<Part> = Vec::new();
        candidate.share(&item.profile.head, 1.0, &mut parts);
        let aspects = candidate.weight_of_aspects(&item.profile.head, &parts);
        for rest in &item.profile.rest {
            candidate.share(rest, rest_place, &mut parts);
        }
        for part in parts.iter_mut().filter(|p| p.is_aspect) {
            part.score *= aspects;
        }
        let score: f32 = parts.iter().map(|p| p.score).sum();
        if score > best.0 {
            parts.sort_by(|a, b| b.score.total_cmp(&a.score));
            best = (score, parts.into_iter().map(|p| p.shared).collect());
        }
    }
    best
}

/// Something in common.
struct Part {
    score: f32,
    shared: Shared,
    /// The field that its words are of.
    field: Option<GroupId>,
    /// Whether it is how something stands, not what is meant.
    is_aspect: bool,
}

impl Part {
    /// Whether two parts are one: the same word of the item, or two words of a
    /// field for which the candidate has one.
    fn is_one_with(&self, other: &Self) -> bool {
        let same = |a: &Shared, b: &Shared| a.word == b.word || self.field.is_some() && self.field == other.field && a.theirs == b.theirs;
        same(&self.shared, &other.shared)
    }
}

struct Candidate<'a> {
    head: &'a Sentence,
    sentence: &'a Sentence,
    rarity: &'a Rarity,
    /// Whether a part of the one wide matter that the item names is the matter itself.
    item_is_vague: bool,
}

impl<'a> Candidate<'a> {
    /// Adds what a sentence of the item has in common with the candidate. Each
    /// word counts once, for the matter of it that is shared best.
    fn share(&self, item: &Sentence, place: f32, parts: &mut Vec<Part>) {
        let sentence_place = CANDIDATE_REST * (FEW as f32 / self.sentence.objects.max(FEW) as f32).sqrt();
        for term in item.terms.iter().filter(|t| !t.is_covered) {
            let theirs = |s: &'a Sentence, place: &dyn Fn(GroupId) -> f32| {
                let all = s.terms.iter().map(|t| (self.same(term, t) * place(t.group), &t.word));
                all.max_by(|a, b| a.0.total_cmp(&b.0))
            };
            let best = theirs(self.head, &|_| 1.0)
                .into_iter()
                .chain(theirs(self.sentence, &|group| sentence_place * self.rarity.of_group(group)))
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let Some((score, word)) = best.map(|(score, word)| (score * place, word)).filter(|(score, _)| *score > 0.0) else { continue };
            let part = Part {
                score,
                shared: Shared { word: term.word.clone(), theirs: word.clone() },
                field: term.is_of_field.then_some(term.group),
                is_aspect: Lexicon::get().group(term.group).is_some_and(|g| g.is_aspect),
            };
            match parts.iter_mut().find(|p| p.is_one_with(&part)) {
                Some(known) if known.score < score => *known = part,
                Some(_) => {}
                None => parts.push(part),
            }
        }
        for (length, word, in_head) in self.letters(item) {
            let weight = LETTERS.get(length.min(LETTERS.len()) - 1).copied().unwrap_or_default();
            let score = weight * place * if in_head { 1.0 } else { CANDIDATE_REST };
            if score > 0.0 && !parts.iter().any(|p| p.shared.word == word) {
                parts.push(Part { score, shared: Shared { word: word.clone(), theirs: word }, field: None, is_aspect: false });
            }
        }
    }

    /// How much it tells that both say how something stands, where `parts` are
    /// what the head of the item has in common with the candidate.
    fn weight_of_aspects(&self, item: &Sentence, parts: &[Part]) -> f32 {
        let others = self.head.objects + self.sentence.objects > 0;
        match item.objects {
            0 if self.head.objects > 0 => AS_MEANS,
            1.. if others && parts.iter().all(|p| p.is_aspect) => OTHER_OBJECT,
            _ => 1.0,
        }
    }

    /// How much of a matter another one is.
    fn same(&self, term: &Term, theirs: &Term) -> f32 {
        let lexicon = Lexicon::get();
        let (Some(group), Some(other)) = (lexicon.group(term.group), lexicon.group(theirs.group)) else { return 0.0 };
        if term.group == theirs.group {
            group.weight * alike(term, theirs)
        } else if group.answered_by.contains(&theirs.group) {
            group.weight * REMEDY
        } else if lexicon.wider(theirs.group).any(|wider| wider == term.group) {
            group.weight * if self.item_is_vague { 1.0 } else { NARROWER }
        } else if lexicon.wider(term.group).any(|wider| wider == theirs.group) {
            group.weight.min(other.weight) * WIDER
        } else {
            0.0
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

/// How much of one word of a group another says.
fn alike(term: &Term, theirs: &Term) -> f32 {
    if !term.is_of_field || term.word == theirs.word {
        return 1.0;
    }
    let letters: Vec<char> = term.word.chars().collect();
    let other: Vec<char> = theirs.word.chars().collect();
    if pairs(&letters).any(|pair| pairs(&other).any(|p| p == pair)) { ALIKE } else { SAME_FIELD }
}
