//! What was taken over letter for letter: the longest passages that two texts
//! have in common, whatever marks and blanks stand between the letters.

use crate::text::width::{is_han, narrow};
use crate::words::List;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// So many letters find a common passage.
const SEED: usize = 12;

/// Of the sums that stand for seeds.
const BASE: u64 = 1_000_003;

/// The letters of a text with their places; marks and blanks are left out.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    letters: Vec<char>,
    /// The byte of each.
    at: Vec<u32>,
}

/// A passage that two texts have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Common {
    /// Which of the texts.
    pub text: usize,
    /// Its bytes there.
    pub ours: Range<u32>,
    /// Its bytes in the other one.
    pub theirs: Range<u32>,
    /// Its letters beside titles of documents and set phrases.
    pub telling: usize,
}

impl Letters {
    /// The letters of `text`, whose first byte is counted as `from`.
    pub fn of(text: &str, from: u32) -> Self {
        let most = text.len() / 3 + 1;
        let mut all = Self { letters: Vec::with_capacity(most), at: Vec::with_capacity(most) };
        for (at, c) in text.char_indices() {
            let c = narrow(c);
            if is_han(c) || c.is_ascii_alphanumeric() || c == '%' {
                all.letters.push(c.to_ascii_lowercase());
                all.at.push(from + at as u32);
            }
        }
        all
    }

    /// Those whose first byte stands in `range`.
    #[must_use]
    pub fn within(&self, range: &Range<u32>) -> Self {
        let (from, to) = (self.at.partition_point(|at| *at < range.start), self.at.partition_point(|at| *at < range.end));
        let part = from..to.max(from);
        let letters = self.letters.get(part.clone()).unwrap_or_default().to_vec();
        Self { letters, at: self.at.get(part).unwrap_or_default().to_vec() }
    }

    fn seeds(&self) -> impl Iterator<Item = (u64, usize)> {
        // A rolling sum of powers: one step a letter.
        let top = (1..SEED).fold(1u64, |p, _| p.wrapping_mul(BASE));
        let mut sum = 0u64;
        self.letters.iter().enumerate().filter_map(move |(at, c)| {
            if let Some(gone) = at.checked_sub(SEED).and_then(|gone| self.letters.get(gone)) {
                sum = sum.wrapping_sub(u64::from(u32::from(*gone)).wrapping_mul(top));
            }
            sum = sum.wrapping_mul(BASE).wrapping_add(u64::from(u32::from(*c)));
            (at + 1 >= SEED).then(|| (sum, at + 1 - SEED))
        })
    }

    /// Every `step`th of the seeds.
    fn samples(&self, step: usize) -> impl Iterator<Item = (u64, usize)> {
        let sum = |seed: &[char]| seed.iter().fold(0u64, |sum, c| sum.wrapping_mul(BASE).wrapping_add(u64::from(u32::from(*c))));
        self.letters.windows(SEED).enumerate().step_by(step).map(move |(at, seed)| (sum(seed), at))
    }

    /// The bytes of some letters in `text`, the last one included.
    fn bytes(&self, range: &Range<usize>) -> Range<u32> {
        let at = |index: usize| self.at.get(index).copied().unwrap_or_default();
        let last = at(range.end.saturating_sub(1));
        // The last letter is as long as it is written.
        let width = self.letters.get(range.end.saturating_sub(1)).map_or(0, |c| if is_han(*c) { 3 } else { 1 });
        at(range.start)..last + width
    }
}

/// Texts whose passages are looked for in others.
#[derive(Debug)]
pub struct Passages<'a> {
    texts: Vec<Ours<'a>>,
    /// Sum of some letters, and where they stand: text and letter. Sorted.
    seeds: Vec<(u64, u32, u32)>,
    /// A bit for each sum, so that most letters of other texts are passed over at once.
    filter: Vec<u64>,
}

#[derive(Debug)]
struct Ours<'a> {
    text: &'a str,
    letters: Letters,
    telling: OnceCell<Vec<bool>>,
}

impl<'a> Passages<'a> {
    /// Reads the texts.
    pub fn of(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let read = |text| Ours { text, letters: Letters::of(text, 0), telling: OnceCell::new() };
        let texts: Vec<Ours<'_>> = texts.into_iter().map(read).collect();
        let seeds = texts.iter().zip(0..).flat_map(|(ours, text)| ours.letters.seeds().map(move |(sum, at)| (sum, text, at as u32)));
        let mut seeds: Vec<_> = seeds.collect();
        seeds.sort_unstable();
        let mut filter = vec![0; (seeds.len() / 4).next_power_of_two()];
        for (sum, ..) in &seeds {
            let (slot, bit) = place(*sum, filter.len());
            if let Some(bits) = filter.get_mut(slot) {
                *bits |= bit;
            }
        }
        Self { texts, seeds, filter }
    }

    fn at(&self, sum: u64) -> impl Iterator<Item = (usize, usize)> {
        let (slot, bit) = place(sum, self.filter.len());
        let some = self.filter.get(slot).is_some_and(|bits| bits & bit != 0);
        let from = if some { self.seeds.partition_point(|s| s.0 < sum) } else { self.seeds.len() };
        self.seeds.iter().skip(from).take_while(move |s| s.0 == sum).map(|(_, text, at)| (*text as usize, *at as usize))
    }

    /// The passages that also stand in another text and have at least `least`
    /// telling letters: those beside titles of documents (《…》) and the set phrases
    /// of the genre. They may overlap.
    pub fn shared_with(&self, theirs: &Letters, least: usize) -> Vec<Common> {
        let mut found = Vec::new();
        // Up to here the other's letters are part of a passage that begins as far before ours.
        let mut until: HashMap<(usize, isize), usize> = HashMap::new();
        // A passage of so many letters holds a whole seed that begins at one of these.
        for (sum, there) in theirs.samples(least.saturating_sub(SEED) + 1) {
            for (text, here) in self.at(sum) {
                let diagonal = (text, here as isize - there as isize);
                if until.get(&diagonal).is_some_and(|end| there < *end) {
                    continue;
                }
                let Some(ours) = self.texts.get(text) else { continue };
                let (front, back) = (ours.letters.letters.split_at_checked(here), theirs.letters.split_at_checked(there));
                let (Some((before, behind)), Some((their_before, their_behind))) = (front, back) else { continue };
                let same = |(a, b): &(&char, &char)| a == b;
                let back = before.iter().rev().zip(their_before.iter().rev()).take_while(same).count();
                let length = back + behind.iter().zip(their_behind).take_while(same).count();
                let (here, there) = (here - back, there - back);
                until.insert(diagonal, there + length);
                let range = here..here + length;
                let telling = ours.telling().get(range.clone()).map_or(0, |t| t.iter().filter(|t| **t).count());
                if telling >= least {
                    found.push(Common { text, ours: ours.letters.bytes(&range), theirs: theirs.bytes(&(there..there + length)), telling });
                }
            }
        }
        found
    }
}

/// Of passages that texts share with others, by text those with most telling
/// letters, none of which overlaps another in its text. The first value of each is the caller's.
pub fn apart(mut found: Vec<(usize, Common)>) -> Vec<(usize, Common)> {
    found.sort_by_key(|(other, c)| (c.text, std::cmp::Reverse(c.telling), c.ours.start, *other));
    let mut kept: Vec<(usize, Common)> = Vec::new();
    for (other, one) in found {
        let overlaps = |k: &Common| k.text == one.text && k.ours.start < one.ours.end && one.ours.start < k.ours.end;
        if !kept.iter().any(|(_, k)| overlaps(k)) {
            kept.push((other, one));
        }
    }
    kept
}

impl Ours<'_> {
    fn telling(&self) -> &[bool] {
        self.telling.get_or_init(|| telling(self.text, &self.letters))
    }
}

/// Slot and bit of a sum in a filter of so many slots, a power of two.
fn place(sum: u64, slots: usize) -> (usize, u64) {
    let mixed = sum.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed >> 32) as usize & (slots - 1), 1 << (mixed >> 58))
}

/// Which letters of a text are its own words.
fn telling(text: &str, letters: &Letters) -> Vec<bool> {
    let mut own = vec![true; letters.letters.len()];
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|t| t.find('《')).map(|at| at + from) {
        let end = text.get(open..).and_then(|t| t.find('》')).map_or(text.len(), |at| open + at);
        let inside = own.iter_mut().zip(&letters.at).filter(|(_, at)| (open..end).contains(&(**at as usize)));
        inside.for_each(|(own, _)| *own = false);
        from = end.max(open + '《'.len_utf8());
    }
    static PHRASES: OnceLock<List> = OnceLock::new();
    let phrases = PHRASES.get_or_init(|| List::of(crate::words::common_phrases()));
    for start in 0..letters.letters.len() {
        let length = phrases.length_at(letters.letters.get(start..).unwrap_or_default().iter().copied());
        own.iter_mut().skip(start).take(length).for_each(|own| *own = false);
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, other: &str, least: usize) -> Vec<(String, String)> {
        let cut = |text: &str, range: &Range<u32>| text[range.start as usize..range.end as usize].to_owned();
        let shared = Passages::of([text]).shared_with(&Letters::of(other, 0), least);
        let found = apart(shared.into_iter().map(|c| (0, c)).collect());
        found.iter().map(|(_, c)| (cut(text, &c.ours), cut(other, &c.theirs))).collect()
    }

    #[test]
    fn marks_and_width_make_no_difference() {
        let ours = "明年继续推行农村集体土地承包合同网上签约、鉴证和备案一站办理。";
        let theirs = "全年推行农村集体土地承包合同网上签约,鉴证和备案 一站办理,办件1200件";
        let both = found(ours, theirs, 20);
        assert_eq!(both.len(), 1);
        assert_eq!(both[0].0, "推行农村集体土地承包合同网上签约、鉴证和备案一站办理");
        assert_eq!(both[0].1, "推行农村集体土地承包合同网上签约,鉴证和备案 一站办理");
    }

    #[test]
    fn titles_and_set_phrases_are_nobodys() {
        let phrase = "全面推行行政执法公示制度、执法全过程记录制度、重大执法决定法制审核制度";
        assert!(found(&format!("将{phrase}。"), &format!("已{phrase}。"), 12).is_empty());
        let title = "《云岭县人民政府关于进一步加强行政规范性文件制定和监督管理工作的实施意见》";
        assert!(found(&format!("落实{title}要求"), &format!("印发{title}后"), 12).is_empty());
    }

    #[test]
    fn every_passage_is_told_once() {
        let one = "组织十二个乡镇的调解员到县人民法院旁听庭审并参加案例讨论";
        assert_eq!(found(&format!("{one}。{one}。"), one, 20).len(), 2);
        assert!(found(one, "组织十二个乡镇的调解员参加案例讨论", 20).is_empty());
        assert!(found("", one, 20).is_empty() && found(one, "", 20).is_empty());
    }
}
