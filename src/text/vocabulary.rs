//! Many words looked for in one pass.
//!
//! A text is passed over letter by letter; two letters that begin no word are
//! told by one look into a table, and behind two that do the letters are followed
//! through a tree of the words. An automaton would be a little faster, takes as
//! long to make as many pages to read, and a megabyte to keep.

use super::sketch::pair;
use std::ops::Range;

/// Stands behind the last letter of a text; no word has it.
const END: char = '\0';

/// Words by their letters.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// The node of the second letter by the first two.
    pairs: Pairs,
    /// Words of one letter.
    single: Vec<(char, u32)>,
    /// The letters behind one stand side by side.
    nodes: Box<[Node]>,
}

#[derive(Debug)]
struct Node {
    letter: char,
    /// The number of the word that ends here.
    word: Option<u32>,
    next: Range<u32>,
}

/// Two letters and what belongs to them; a quarter of the slots is in use at most.
#[derive(Debug, Default)]
struct Pairs(Box<[(char, char, u32)]>);

impl Pairs {
    fn for_count(count: usize) -> Self {
        Self(vec![(END, END, 0); (count * 4).next_power_of_two()].into())
    }

    /// The slot that holds two letters, or the one where they would go.
    #[inline]
    fn slot(&self, a: char, b: char) -> usize {
        let hash = pair(a, b);
        let mut at = (hash ^ (hash >> 15)) as usize;
        loop {
            at &= self.0.len().wrapping_sub(1);
            match self.0.get(at) {
                Some((first, second, _)) if (*first, *second) != (END, END) && (*first, *second) != (a, b) => at += 1,
                _ => return at,
            }
        }
    }

    fn add(&mut self, a: char, b: char, node: u32) {
        let slot = self.slot(a, b);
        if let Some(place) = self.0.get_mut(slot) {
            *place = (a, b, node);
        }
    }

    #[inline]
    fn get(&self, a: char, b: char) -> Option<u32> {
        let (first, second, node) = *self.0.get(self.slot(a, b))?;
        (first == a && second == b && a != END).then_some(node)
    }
}

/// A word in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its bytes.
    pub range: Range<usize>,
    /// Its number.
    pub word: usize,
}

impl Vocabulary {
    /// Of these words, which are numbered from 0. Of the same word the first number counts.
    pub fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut sorted: Vec<(&str, u32)> = words.into_iter().zip(0..).filter(|(word, _)| !word.is_empty() && !word.contains(END)).collect();
        sorted.sort();
        sorted.dedup_by_key(|(word, _)| *word);
        let mut nodes = Vec::new();
        let roots = grow(&sorted, 0, &mut nodes);
        let roots = nodes.get(roots.start as usize..roots.end as usize).unwrap_or_default();
        let seconds = || roots.iter().flat_map(|root| root.next.clone().map(move |at| (root.letter, at)));
        let mut pairs = Pairs::for_count(seconds().count());
        for (first, at) in seconds() {
            if let Some(second) = nodes.get(at as usize) {
                pairs.add(first, second.letter, at);
            }
        }
        let single = roots.iter().filter_map(|root| Some((root.letter, root.word?))).collect();
        Self { pairs, single, nodes: nodes.into() }
    }

    /// All words in a text, those inside of others too: by their first byte, shorter ones first.
    pub fn each(&self, text: &str, mut found: impl FnMut(Found)) {
        let mut letters = text.char_indices();
        let Some((mut at, mut first)) = letters.next() else { return };
        for (next, second) in letters.chain([(text.len(), END)]) {
            if !self.single.is_empty()
                && let Ok(index) = self.single.binary_search_by_key(&first, |(letter, _)| *letter)
                && let Some((_, word)) = self.single.get(index)
            {
                found(Found { range: at..next, word: *word as usize });
            }
            if let Some(node) = self.pairs.get(first, second) {
                self.follow(text, at, next + second.len_utf8(), node, &mut found);
            }
            (at, first) = (next, second);
        }
    }

    /// The words that start at byte `start` and whose letters up to byte `end` lead to a node.
    fn follow(&self, text: &str, start: usize, mut end: usize, node: u32, found: &mut impl FnMut(Found)) {
        let mut node = self.nodes.get(node as usize);
        let mut letters = text.get(end..).unwrap_or_default().chars();
        while let Some(Node { word, next, .. }) = node {
            if let Some(word) = word {
                found(Found { range: start..end, word: *word as usize });
            }
            let among = self.nodes.get(next.start as usize..next.end as usize).filter(|among| !among.is_empty());
            let (Some(among), Some(letter)) = (among, letters.next()) else { return };
            end += letter.len_utf8();
            node = among.binary_search_by_key(&letter, |node| node.letter).ok().and_then(|at| among.get(at));
        }
    }

    /// The words in a text one behind the other, the longest at each place.
    pub fn apart(&self, text: &str) -> Vec<Found> {
        let mut apart: Vec<Found> = Vec::new();
        self.each(text, |found| match apart.last_mut() {
            Some(last) if last.range.start == found.range.start => *last = found,
            Some(last) if found.range.start < last.range.end => {}
            _ => apart.push(found),
        });
        apart
    }
}

/// Adds the nodes of words that are the same up to byte `from`; where they stand.
fn grow(words: &[(&str, u32)], from: usize, nodes: &mut Vec<Node>) -> Range<u32> {
    let letter = |word: &(&str, u32)| word.0.get(from..).and_then(|rest| rest.chars().next());
    let start = nodes.len();
    let groups: Vec<&[(&str, u32)]> = words.chunk_by(|a, b| letter(a) == letter(b)).collect();
    nodes.extend(groups.iter().filter_map(|group| Some(Node { letter: letter(group.first()?)?, word: None, next: 0..0 })));
    let end = nodes.len();
    for (at, group) in (start..end).zip(groups) {
        let Some(length) = group.first().and_then(letter).map(|c| from + c.len_utf8()) else { continue };
        // The shortest stands first.
        let (word, longer) = match group.split_first() {
            Some(((first, number), rest)) if first.len() == length => (Some(*number), rest),
            _ => (None, group),
        };
        let next = grow(longer, length, nodes);
        if let Some(node) = nodes.get_mut(at) {
            (node.word, node.next) = (word, next);
        }
    }
    start as u32..end as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use aho_corasick::{AhoCorasick, MatchKind};
    use proptest::prelude::*;

    proptest! {
        /// What an automaton finds.
        #[test]
        fn a_vocabulary_is_its_words(words in prop::collection::vec("[甲乙丙a]{1,4}", 0..9), text in "[甲乙丙丁a\0]{0,16}") {
            let mut once = words.clone();
            once.sort();
            once.dedup();
            let vocabulary = Vocabulary::of(once.iter().map(String::as_str));
            let all = AhoCorasick::new(&once).unwrap();
            let mut overlapping: Vec<_> = all.find_overlapping_iter(&text).map(|m| (m.start(), m.end(), m.pattern().as_usize())).collect();
            overlapping.sort_unstable();
            let mut found = Vec::new();
            vocabulary.each(&text, |f| found.push((f.range.start, f.range.end, f.word)));
            prop_assert_eq!(found, overlapping);
            let longest = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&once).unwrap();
            let apart: Vec<_> = longest.find_iter(&text).map(|m| (m.range(), m.pattern().as_usize())).collect();
            prop_assert_eq!(vocabulary.apart(&text).into_iter().map(|f| (f.range, f.word)).collect::<Vec<_>>(), apart);
        }
    }

    #[test]
    fn the_same_word_twice_has_its_first_number() {
        let vocabulary = Vocabulary::of(["乙", "甲乙", "", "乙"]);
        let mut found = Vec::new();
        vocabulary.each("甲乙", |f| found.push(f.word));
        assert_eq!(found, [1, 0]);
    }
}
