//! How two titles differ: by a slip of the pen, by the noun at their end, or by
//! words left out in front of a bracket. Titles are compared as characters, half
//! width and without blanks.

use crate::words;

/// The shortest title that one wrong character leaves recognisable, in characters.
const SHORTEST: usize = 8;
/// The shortest title that two wrong characters leave recognisable, in characters.
const SHORTEST_FOR_TWO: usize = 16;
/// The shortest law that one wrong character leaves recognisable, in characters.
pub(super) const SHORTEST_LAW: usize = 5;
/// The characters of a word that was lost.
const WORD: usize = 2;
/// The longest word between two words that changed places, in characters.
const LONGEST_BETWEEN: usize = 2;
/// The longest of two words that changed places, in characters.
const LONGEST_SWAPPED: usize = 6;
/// The shortest words in front of the noun at the end that name one document, in characters.
const SHORTEST_STEM: usize = 6;
/// The fewest and the most characters that are lost in front of a bracket.
const LOST: std::ops::RangeInclusive<usize> = 2..=6;

/// How many characters must be put in, left out, exchanged or swapped with
/// their neighbour to make one title of the other; `None` where it is more than `most`.
pub(super) fn distance(one: &[char], other: &[char], most: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let (one, other) = differing(one, other);
    match (one, other) {
        ([], rest) | (rest, []) => return Some(rest.len()),
        ([_], [_]) => return (most >= 1).then_some(1),
        ([a, b], [c, d]) if a == d && b == c => return (most >= 1).then_some(1),
        // More than one step lies between all others.
        _ if most <= 1 => return None,
        _ => {}
    }
    let get = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
    let (mut before, mut last): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=other.len()).collect());
    let mut row = Vec::with_capacity(last.len());
    for (i, a) in one.iter().enumerate() {
        row.clear();
        row.push(i + 1);
        for (j, b) in other.iter().enumerate() {
            let mut best = (get(&last, j) + usize::from(a != b)).min(get(&last, j + 1) + 1).min(get(&row, j) + 1);
            if i > 0 && j > 0 && one.get(i - 1) == Some(b) && other.get(j - 1) == Some(a) {
                best = best.min(get(&before, j - 1) + 1);
            }
            row.push(best);
        }
        // Every way from here on leads through one of the two last rows.
        if row.iter().all(|d| *d > most) && last.iter().all(|d| *d >= most) {
            return None;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last.last().copied().filter(|d| *d <= most)
}

/// Two titles without what they begin and end with alike.
fn differing<'a>(one: &'a [char], other: &'a [char]) -> (&'a [char], &'a [char]) {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(same..).unwrap_or_default(), other.get(same..).unwrap_or_default());
    let same = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let cut = |t: &'a [char]| t.get(..t.len() - same).unwrap_or_default();
    (cut(one), cut(other))
}

/// Whether `written` is `title` with a slip: one character wrong, lost or too many
/// (two in a long title), or two words that changed places. A title that differs in
/// an ordinal or a number is another document.
pub(super) fn is_slip(title: &[char], written: &[char]) -> bool {
    if title.len() < SHORTEST || written.len() < SHORTEST || title.len().abs_diff(written.len()) > 2 || title == written {
        return false;
    }
    let most = if title.len() >= SHORTEST_FOR_TWO { 2 } else { 1 };
    let end = |t: &[char], back: usize| t.len().checked_sub(back).and_then(|at| t.get(at)).copied();
    // A word in front makes it a document of another body, a word at the end another kind.
    let starts = title.first() == written.first() || title.get(1) == written.get(1);
    let same_end = end(title, 1) == end(written, 1) && end(title, 2) == end(written, 2);
    // What costs most comes last: a title is compared with all that the register knows.
    let is_near = starts && distance(title, written, most).is_some() || is_swapped(title, written);
    is_near && (same_end || !has_known_end(written)) && same_numbers(title, written)
}

/// Whether `written` is the law `title` with one character wrong, lost, too many or
/// swapped with its neighbour. No two laws are so near to each other but short ones,
/// and only the People's Congress calls what it passes 法.
pub(super) fn is_law_slip(title: &[char], written: &[char]) -> bool {
    let is_law = |t: &[char]| {
        let end: String = t.iter().skip(t.len().saturating_sub(2)).collect();
        t.len() >= SHORTEST_LAW && words::citing().laws.at_end(&end).is_some() && words::citing().no_laws.at_end(&end).is_none()
    };
    let starts = title.first() == written.first() || title.get(1) == written.get(1);
    starts && distance(title, written, 1) == Some(1) && is_law(title) && is_law(written) && same_numbers(title, written)
}

/// Whether `written` is `title` without one word of two characters inside it
/// (法治政府建设纲要). Other documents are called so, too: it counts where both bear
/// the same years.
pub(super) fn lacks_a_word(title: &[char], written: &[char]) -> bool {
    let lost = title.len().checked_sub(written.len());
    let at = title.iter().zip(written).take_while(|(a, b)| a == b).count();
    let rest = || written.get(at..).zip(title.get(at + WORD..)).is_some_and(|(a, b)| a == b);
    title.len() >= SHORTEST && lost == Some(WORD) && at >= WORD && at + WORD < title.len() && rest()
}

/// Whether a title ends with the name of a kind of document; 条列 is none.
fn has_known_end(title: &[char]) -> bool {
    let end: String = title.iter().skip(title.len().saturating_sub(2)).collect();
    let table = words::citing();
    table.genres.at_end(&end).is_some() || table.other_genres.at_end(&end).is_some()
}

/// Whether two words of `title` stand in each other's place in `written`: next to
/// each other, or with a short word such as 与 between them.
fn is_swapped(title: &[char], written: &[char]) -> bool {
    if title.len() != written.len() {
        return false;
    }
    let pairs = || title.iter().zip(written);
    let Some(first) = pairs().position(|(a, b)| a != b) else { return false };
    let last = pairs().rposition(|(a, b)| a != b).unwrap_or(first);
    let (Some(right), Some(wrong)) = (title.get(first..=last), written.get(first..=last)) else { return false };
    if right.len() > 2 * LONGEST_SWAPPED + LONGEST_BETWEEN {
        return false;
    }
    let words = |len: &usize| (2..=LONGEST_SWAPPED).contains(len);
    let is_swap = |between: usize| {
        (2..right.len()).filter(words).any(|front| {
            let Some(back) = right.len().checked_sub(front + between).filter(words) else { return false };
            let moved = right.iter().skip(front + between).chain(right.iter().skip(front).take(between)).chain(right.iter().take(front));
            back > 0 && moved.eq(wrong)
        })
    };
    (0..=LONGEST_BETWEEN).any(is_swap)
}

/// Whether two titles name the same numbers. A numeral that stands alone may have
/// been lost: 第八个五年 without its 八 is no other plan.
fn same_numbers(title: &[char], written: &[char]) -> bool {
    let numbers = |t: &[char]| -> Vec<String> {
        t.split(|c| !words::citing().numerals.has(*c)).filter(|run| !run.is_empty()).map(|run| run.iter().collect()).collect()
    };
    let (right, wrong) = (numbers(title), numbers(written));
    let lost = |at: usize| {
        let kept = right.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, run)| run);
        right.get(at).is_some_and(|run| run.chars().count() == 1) && kept.eq(&wrong)
    };
    right == wrong || right.len() == wrong.len() + 1 && (0..right.len()).any(lost)
}

/// Whether `written` is `title` but for the noun at its end that says what kind of
/// regulation it is (…暂行规定 for …暂行条例).
pub(super) fn has_other_genre(title: &[char], written: &[char]) -> bool {
    let start = |t: &'_ [char]| t.first_chunk::<SHORTEST_STEM>().copied();
    if start(title).is_none() || start(title) != start(written) {
        return false;
    }
    let genres = &words::citing().genres;
    let stems = |t: &[char]| -> Option<usize> {
        let text: String = t.iter().collect();
        let longest = genres.iter().filter(|g| text.ends_with(g.as_str())).map(|g| g.chars().count()).max()?;
        t.len().checked_sub(longest)
    };
    let (Some(right), Some(wrong)) = (stems(title), stems(written)) else { return false };
    right == wrong && right >= SHORTEST_STEM && title != written && title.get(..right) == written.get(..right)
}

/// What `written` lost of `title` in front of the bracket that both end with
/// (学习纲要 of 习近平法治思想学习纲要(2025年版)), and where, in characters. Without a
/// bracket a shorter title is another document.
pub(super) fn lost_before_bracket(title: &[char], written: &[char]) -> Option<(usize, String)> {
    let bracket = |t: &[char]| t.last().filter(|c| **c == ')').and_then(|_| t.iter().rposition(|c| *c == '('));
    let (right, wrong) = (bracket(title)?, bracket(written)?);
    let lost = title.get(wrong..right)?;
    let same = title.get(..wrong) == written.get(..wrong) && title.get(right..) == written.get(wrong..);
    (same && wrong >= SHORTEST_STEM && LOST.contains(&lost.len())).then(|| (wrong, lost.iter().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn distances() {
        let of = |a: &str, b: &str| distance(&chars(a), &chars(b), 2);
        assert_eq!(of("甲乙丙", "甲乙丙"), Some(0));
        assert_eq!(of("甲乙丙", "甲丙乙"), Some(1));
        assert_eq!(of("甲乙丙", "甲丁丙戊"), Some(2));
        assert_eq!(of("甲乙丙", "丁戊己"), None);
        assert_eq!(of("甲乙丙丁", "乙甲丙戊"), Some(2));
        assert_eq!(of("甲甲乙", "甲乙"), Some(1));
        assert_eq!(of("甲乙丙丁戊己", "丁戊己甲乙丙"), None);
        let one = |a: &str, b: &str| distance(&chars(a), &chars(b), 1);
        for (a, b) in [("甲乙丙", "甲丁丙"), ("甲乙丙", "甲丙"), ("甲乙", "甲丙乙"), ("甲乙丙", "乙甲丙")] {
            assert_eq!(one(a, b), Some(1), "{a} {b}");
        }
        assert_eq!(one("甲乙", "甲乙"), Some(0));
        for (a, b) in [("甲乙丙", "甲丁戊"), ("甲乙丙", "丙乙甲"), ("甲乙", "丙甲丁"), ("甲乙丙丁", "乙甲丁丙")] {
            assert_eq!(one(a, b), None, "{a} {b}");
        }
    }

    #[test]
    fn words_that_changed_places() {
        let title = "法治政府建设与责任落实督察工作规定";
        for wrong in ["法治政府建设与落实责任督察工作规定", "法治建设政府与责任落实督察工作规定", "责任落实与法治政府建设督察工作规定"]
        {
            assert!(is_slip(&chars(title), &chars(wrong)), "{wrong}");
        }
        assert!(!is_slip(&chars(title), &chars("法治社会建设与责任监督落实工作规定")));
    }

    #[test]
    fn a_slip_in_the_noun_at_the_end() {
        let title = chars("优化营商环境条例");
        assert!(is_slip(&title, &chars("优化营商环境条列")));
        for other in ["优化营商环境办法", "优化营商环境规定", "优化营商环境措施", "优化营商环境方案"] {
            assert!(!is_slip(&title, &chars(other)), "{other}");
        }
    }

    #[test]
    fn another_number_is_another_document() {
        let title = chars("关于开展法治宣传教育的第八个五年规划");
        assert!(is_slip(&title, &chars("关于开展法制宣传教育的第八个五年规划")));
        assert!(is_slip(&title, &chars("关于开展法治宣传教育的第个五年规划")));
        for other in
            ["关于开展法治宣传教育的第九个五年规划", "关于开展法治宣传教育的第十八个五年规划", "关于开展法制宣传教育的第九个五年规划"]
        {
            assert!(!is_slip(&title, &chars(other)), "{other}");
        }
    }

    #[test]
    fn laws_of_five_characters() {
        let slip = |a: &str, b: &str| is_law_slip(&chars(a), &chars(b));
        assert!(slip("行政处罚法", "行政处分法") && slip("行政复议法", "行政复意法") && slip("行政许可法", "行政可许法"));
        for (a, b) in [("行政复议法", "行政复议法"), ("行政处罚法", "行政许可法"), ("会计法", "审计法"), ("行政处罚法", "行政处罚办法")]
        {
            assert!(!slip(a, b), "{a} {b}");
        }
    }

    #[test]
    fn a_word_that_was_lost() {
        let lacks = |a: &str, b: &str| lacks_a_word(&chars(a), &chars(b));
        assert!(lacks("法治政府建设实施纲要", "法治政府建设纲要") && lacks("法治中国建设规划", "法治建设规划"));
        assert!(!lacks("法治政府建设实施纲要", "法治政府建设实施纲要") && !lacks("法治政府建设实施纲要", "法治政府建设实施"));
        assert!(!lacks("法治政府建设实施纲要", "法治社会建设纲要"));
    }

    #[test]
    fn the_noun_at_the_end() {
        let genre = |a: &str, b: &str| has_other_genre(&chars(a), &chars(b));
        assert!(genre("重大行政决策程序暂行条例", "重大行政决策程序暂行规定"));
        assert!(genre("法治政府建设与责任落实督察工作规定", "法治政府建设与责任落实督察工作条例"));
        for (title, other) in [
            ("重大行政决策程序暂行条例", "重大行政决策程序暂行条例"),
            ("重大行政决策程序暂行条例", "重大行政决策程序规定"),
            ("行政处罚法", "行政处罚条例"),
            ("法治政府建设实施纲要", "法治政府建设实施方案"),
        ] {
            assert!(!genre(title, other), "{other}");
        }
    }

    #[test]
    fn words_lost_before_a_bracket() {
        let lost = |a: &str, b: &str| lost_before_bracket(&chars(a), &chars(b)).map(|l| l.1);
        let title = "习近平法治思想学习纲要(2025年版)";
        assert_eq!(lost(title, "习近平法治思想(2025年版)").as_deref(), Some("学习纲要"));
        for other in ["习近平法治思想", "习近平法治思想概论(2025年版)", "习近平法治思想(2021年版)", title] {
            assert_eq!(lost(title, other), None, "{other}");
        }
    }
}
