//! The words of the genre: those that say what a passage is about, in groups
//! of one meaning, and those that say nothing.

use crate::text::Vocabulary;
use crate::words::trace as table;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// Number of a group.
pub(super) type GroupId = u16;

/// Words for one and the same matter.
#[derive(Debug)]
pub(super) struct Group {
    /// How much it tells that two passages share it.
    pub weight: f32,
    /// The wider matter.
    pub within: Option<GroupId>,
    /// Matters by which it is commonly answered.
    pub answered_by: Vec<GroupId>,
    /// Whether its words name different matters of one field.
    pub is_field: bool,
    /// Whether it says how something stands, not what is meant.
    pub is_aspect: bool,
}

/// A word of the genre in a text.
#[derive(Debug)]
pub(super) struct Hit<'a> {
    /// Its bytes.
    pub range: Range<usize>,
    /// Its groups; none where it says nothing.
    pub groups: &'a [GroupId],
}

/// No matter stands deeper in others; a table that goes round ends here.
const DEEPEST: usize = 4;
/// A matter says nothing beside a part of it that weighs so much more.
const COVERED: f32 = 1.4;

/// All words, to be found in one pass.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    groups: Vec<Group>,
    /// The groups of each word; empty for a filler.
    of_word: Vec<Vec<GroupId>>,
    vocabulary: Vocabulary,
}

impl Lexicon {
    /// The one of the table.
    pub fn get() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(Self::build)
    }

    fn build() -> Self {
        let table = table();
        let number: HashMap<&str, GroupId> = table.groups.iter().zip(0..).map(|(g, at)| (g.id.as_str(), at)).collect();
        let named = |id: &String| number.get(id.as_str()).copied();
        let mut words: Vec<&str> = Vec::new();
        let mut of_word: Vec<Vec<GroupId>> = Vec::new();
        let mut place: HashMap<&str, usize> = HashMap::new();
        for (word, group) in table.groups.iter().zip(0..).flat_map(|(g, at)| g.words.iter().map(move |w| (w, at))) {
            let at = *place.entry(word).or_insert_with(|| {
                words.push(word);
                of_word.push(Vec::new());
                words.len() - 1
            });
            if let Some(groups) = of_word.get_mut(at) {
                groups.push(group);
            }
        }
        for word in table.filler.iter().filter(|w| !place.contains_key(w.as_str())) {
            words.push(word);
            of_word.push(Vec::new());
        }
        let groups = table.groups.iter().map(|g| Group {
            weight: g.weight,
            within: g.within.as_ref().and_then(named),
            answered_by: g.answered_by.iter().filter_map(named).collect(),
            is_field: g.field,
            is_aspect: g.aspect,
        });
        Self { groups: groups.collect(), of_word, vocabulary: Vocabulary::of(words) }
    }

    /// A group.
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.get(usize::from(id))
    }

    /// The wider matters that a group belongs to, the nearest first.
    pub fn wider(&self, id: GroupId) -> impl Iterator<Item = GroupId> {
        std::iter::successors(self.group(id).and_then(|g| g.within), |id| self.group(*id)?.within).take(DEEPEST)
    }

    /// The wider matters that say so much less than a group that they add
    /// nothing beside it.
    pub fn covered_by(&self, id: GroupId) -> impl Iterator<Item = GroupId> {
        let weight = self.group(id).map_or(0.0, |g| g.weight);
        self.wider(id).filter(move |wider| self.group(*wider).is_some_and(|w| w.weight * COVERED < weight))
    }

    /// The words in a text that stand in no longer one. Behind a word that
    /// says nothing another begins: 建立法律顾问 is no 立法.
    pub fn find(&self, text: &str) -> Vec<Hit<'_>> {
        let mut all: Vec<(Range<usize>, usize)> = Vec::new();
        self.vocabulary.each(text, |found| all.push((found.range, found.word)));
        all.sort_unstable_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let (mut end, mut filler_end) = (0, 0);
        // Sorted so, a word stands in another exactly where it does not reach beyond all before it.
        all.retain(|(range, word)| {
            let stays = range.end > end && range.start >= filler_end;
            if stays {
                end = range.end;
                if self.of_word.get(*word).is_none_or(Vec::is_empty) {
                    filler_end = range.end;
                }
            }
            stays
        });
        all.into_iter().map(|(range, word)| Hit { range, groups: self.of_word.get(word).map_or(&[], Vec::as_slice) }).collect()
    }
}
