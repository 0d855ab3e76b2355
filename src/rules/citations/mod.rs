//! NB6: what reports cite.

pub mod citation_superseded;
pub mod citation_title;
pub mod citation_years;
pub mod inconsistent_citation;

use crate::text::width::squeeze;
use crate::words;

/// Whether the words in front of a title say that a place issued it: 市政府《…》,
/// 印发《…》. A national organ in front of the verb takes that back.
pub(crate) fn is_local(text: &str, title: usize) -> bool {
    let table = words::citing();
    let before = text.get(..title).unwrap_or_default();
    let start = before.char_indices().rev().nth(23).map_or(0, |(i, _)| i);
    let clause = squeeze(before.get(start..).unwrap_or_default());
    table.local.is_match(&clause) && !table.national.is_match(&clause)
}

/// How many characters must be put in, left out, exchanged or swapped with
/// their neighbour to make one title of the other; `None` where it is more than `most`.
fn distance(one: &[char], other: &[char], most: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let get = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut best = (get(&last, j) + usize::from(a != b)).min(get(&last, j + 1) + 1).min(get(&row, j) + 1);
            if i > 0 && j > 0 && one.get(i - 1) == Some(b) && other.get(j - 1) == Some(a) {
                best = best.min(get(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|d| *d <= most)
}

#[cfg(test)]
mod tests {
    #[test]
    fn distances() {
        let of = |a: &str, b: &str| super::distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), 2);
        assert_eq!(of("甲乙丙", "甲乙丙"), Some(0));
        assert_eq!(of("甲乙丙", "甲丙乙"), Some(1));
        assert_eq!(of("甲乙丙", "甲丁丙戊"), Some(2));
        assert_eq!(of("甲乙丙", "丁戊己"), None);
    }

    #[test]
    fn who_issued_a_title() {
        let local = |before: &str| super::is_local(before, before.len());
        for text in ["县委县政府", "全市认真落实省政府", "我县制定", "印发了", "落实市委、市政府印发的"] {
            assert!(local(text), "{text}");
        }
        for text in ["我市认真贯彻落实", "贯彻中共中央、国务院印发的", "对照", "", "国务院印发"] {
            assert!(!local(text), "{text}");
        }
    }
}
