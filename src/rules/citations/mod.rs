//! NB6: what reports cite.

pub mod citation_superseded;
pub mod citation_title;
pub mod citation_years;
pub mod inconsistent_citation;

use crate::facts::fixed;
use crate::text::Matcher;
use crate::text::width::squeeze;
use std::sync::LazyLock;

/// Whether the words in front of a title say that a place issued it: 市政府《…》,
/// 印发《…》. A national organ in front of the verb takes that back.
pub(crate) fn is_local(text: &str, title: usize) -> bool {
    static LOCAL: LazyLock<Matcher> = LazyLock::new(|| {
        fixed(
            "(?:[省市州县区旗盟乡镇厅局街道](?:委|党委|政府|人民政府|委办公?室?|政府办公?室?)?、?)+(?:的|印发的?|制定的?|出台的?|关于)?$|(?:制定|印发|出台|编制|起草|修订|拟订|拟定|发布|下发|审议|通过|实施我[省市州县区旗])(?:了|完成|并实施)?$",
        )
    });
    static NATIONAL: LazyLock<Matcher> = LazyLock::new(|| fixed("(?:中共中央|党中央|国务院|中央|中办|国办|国家|全国)[^，。；]{0,12}$"));
    let before = text.get(..title).unwrap_or_default();
    let start = before.char_indices().rev().nth(23).map_or(0, |(i, _)| i);
    let clause = squeeze(before.get(start..).unwrap_or_default());
    LOCAL.is_match(&clause) && !NATIONAL.is_match(&clause)
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
