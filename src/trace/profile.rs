//! What a passage speaks of.

use super::lexicon::{GroupId, Lexicon};
use super::own_name::OwnName;
use crate::text::width::is_han;
use crate::words;

/// The shortest head that another one may say again, in characters.
const SHORTEST_SAID: usize = 6;
/// Such a share of its characters is found there again.
const MOSTLY_SAID: f32 = 0.85;

/// A matter that a passage names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub group: GroupId,
    /// The first word that names it; of a field, each word.
    pub word: Box<str>,
    /// Which of the words of the sentence names it: one may name several matters.
    mention: usize,
    /// Whether another word of the group names another matter.
    pub is_of_field: bool,
    /// Whether it says nothing beside a part of it that is named too.
    pub is_covered: bool,
}

/// What one sentence, or the head, speaks of.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sentence {
    /// Sorted by group.
    pub terms: Vec<Term>,
    /// Letters beside the words of the genre.
    pub runs: Vec<Box<[char]>>,
    /// Two at a time, sorted.
    pairs: Vec<[char; 2]>,
    /// All its letters but those that say that something is wanting: words of the genre too.
    said: Box<[char]>,
    /// These two at a time, sorted.
    said_pairs: Vec<[char; 2]>,
    /// How many things it names, beside how they stand and what the office is
    /// called after; what belongs to one wider matter is one.
    pub objects: usize,
}

/// What a passage speaks of: a pure function of its words and of the name of
/// who reports, to be kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    pub(super) head: Sentence,
    pub(super) rest: Vec<Sentence>,
}

impl Profile {
    /// Reads a passage: `head` is what it is called, `rest` what is said of it.
    pub fn of(head: &str, rest: &str, own: &OwnName) -> Self {
        let rest = rest.split(['。', '；', '！', '？', ';']).map(|text| Sentence::of(text, own)).filter(|s| !s.is_empty());
        Self { head: Sentence::of(head, own), rest: rest.collect() }
    }

    /// Whether its head, or the first sentence behind it, says all that another head does.
    pub(super) fn says(&self, other: &Sentence) -> bool {
        std::iter::once(&self.head).chain(self.rest.first()).any(|sentence| other.is_said_by(sentence))
    }
}

impl Sentence {
    fn of(text: &str, own: &OwnName) -> Self {
        let said: Box<[char]> = words::trace().states.without(text).chars().filter(|c| is_han(*c)).collect();
        let mut said_pairs: Vec<[char; 2]> = pairs(&said).collect();
        said_pairs.sort_unstable();
        let mut sentence = Self { said, said_pairs, ..Self::default() };
        let mut end = 0;
        // 依法行政的意识 is 依法行政意识.
        let text = &text.replace('的', "");
        for (mention, hit) in Lexicon::get().find(text).into_iter().enumerate() {
            let word = text.get(hit.range.clone()).unwrap_or_default();
            for group in hit.groups {
                sentence.name(*group, word, mention, own);
            }
            if hit.range.start > end {
                sentence.letters(text.get(end..hit.range.start).unwrap_or_default(), own);
            }
            end = end.max(hit.range.end);
        }
        sentence.letters(text.get(end..).unwrap_or_default(), own);
        sentence.terms.sort_by_key(|t| t.group);
        sentence.sum_up(own);
        sentence
    }

    /// Takes in a matter that a word names.
    fn name(&mut self, group: GroupId, word: &str, mention: usize, own: &OwnName) {
        let is_own = own.is_called_after(group);
        let word: Box<str> =
            if is_own { own.apart(word).into_iter().filter(|part| part.chars().nth(1).is_some()).collect() } else { word.into() };
        let is_of_field = is_own || Lexicon::get().group(group).is_some_and(|g| g.is_field);
        let is_known = self.terms.iter().any(|t| t.group == group && (!is_of_field || t.word == word));
        if !word.is_empty() && !is_known {
            self.terms.push(Term { group, word, mention, is_of_field, is_covered: false });
        }
    }

    /// What can be said once all terms are known.
    fn sum_up(&mut self, own: &OwnName) {
        let lexicon = Lexicon::get();
        let covered: Vec<GroupId> = self.terms.iter().flat_map(|t| lexicon.covered_by(t.group)).collect();
        for term in &mut self.terms {
            term.is_covered = covered.contains(&term.group);
        }
        let objects = self.terms.iter().filter(|t| !own.is_called_after(t.group) && lexicon.group(t.group).is_some_and(|g| !g.is_aspect));
        let mut objects: Vec<GroupId> = objects.map(|t| lexicon.wider(t.group).last().unwrap_or(t.group)).collect();
        objects.sort_unstable();
        objects.dedup();
        self.objects = objects.len();
        self.pairs = self.runs.iter().flat_map(|run| pairs(run)).collect();
        self.pairs.sort_unstable();
    }

    /// How much the matters that it names tell: of a word that names several,
    /// one counts, and of a field one word.
    pub fn weight(&self) -> f32 {
        let lexicon = Lexicon::get();
        let mut by_mention: Vec<(usize, f32)> = Vec::new();
        let mut last = None;
        for term in self.terms.iter().filter(|t| !t.is_covered) {
            if last.replace(term.group) == Some(term.group) {
                continue;
            }
            let weight = lexicon.group(term.group).map_or(0.0, |g| g.weight);
            match by_mention.iter_mut().find(|(mention, _)| *mention == term.mention) {
                Some((_, most)) => *most = most.max(weight),
                None => by_mention.push((term.mention, weight)),
            }
        }
        by_mention.iter().map(|(_, weight)| weight).sum()
    }

    /// What it says, without the words for what is wanting.
    pub fn said(&self) -> String {
        self.said.iter().collect()
    }

    /// Whether another sentence says all that this one does, in whichever order: 信息公开不够及时, 及时公开信息.
    pub fn is_said_by(&self, other: &Self) -> bool {
        let length = self.said.len();
        if length < SHORTEST_SAID {
            return false;
        }
        let common: Vec<bool> = pairs(&self.said).map(|pair| other.said_pairs.binary_search(&pair).is_ok()).collect();
        let at = |index: usize| common.get(index).copied().unwrap_or(false);
        let covered = (0..length).filter(|i| at(*i) || i.checked_sub(1).is_some_and(at)).count();
        covered as f32 >= length as f32 * MOSTLY_SAID
    }

    fn letters(&mut self, text: &str, own: &OwnName) {
        let binders = &words::trace().binders;
        let parts = text.split(|c: char| !is_han(c) || binders.has(c)).flat_map(|part| own.apart(part));
        self.runs.extend(parts.map(|p| p.chars().collect::<Box<[char]>>()).filter(|letters| letters.len() > 1));
    }

    fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.runs.is_empty()
    }

    /// Whether two letters stand side by side beside the words of the genre.
    pub fn has(&self, pair: [char; 2]) -> bool {
        self.pairs.binary_search(&pair).is_ok()
    }
}

/// Two letters at a time.
pub(super) fn pairs(run: &[char]) -> impl Iterator<Item = [char; 2]> {
    run.windows(2).filter_map(|w| Some([*w.first()?, *w.get(1)?]))
}
