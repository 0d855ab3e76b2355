//! Pinyin, by which people look for Chinese words without an input method:
//! written out, by initials, or both in turn, in any reading of a character.

use pinyin::{ToPinyin, ToPinyinMulti};
use std::collections::BTreeSet;

/// The initial of each Chinese character in its commonest reading; Latin
/// letters and digits stay, everything else is left out.
pub(super) fn initials(text: &str) -> String {
    let initial = |c: char| match c.to_pinyin() {
        Some(reading) => reading.plain().chars().next(),
        None => Some(c.to_ascii_lowercase()).filter(char::is_ascii_alphanumeric),
    };
    text.chars().filter_map(initial).collect()
}

/// The first passage of `text` that `wanted` may mean, in characters; both in
/// lower case and half width. Each character is meant by itself or, `by_sound`,
/// by a reading of it: the whole, its initial, at the end of `wanted` any
/// beginning. Marks inside the passage may be left out.
pub(super) fn find(text: &[char], wanted: &[char], by_sound: bool) -> Option<std::ops::Range<usize>> {
    (0..text.len()).find_map(|from| Some(from..from + end(text.get(from..)?, wanted, by_sound)?))
}

/// How many characters at the start of `text` it takes to mean all of `wanted`.
fn end(text: &[char], wanted: &[char], by_sound: bool) -> Option<usize> {
    // How much of `wanted` may have been meant so far.
    let mut meant = BTreeSet::from([0]);
    for (at, c) in text.iter().enumerate() {
        let mut next = BTreeSet::new();
        for from in meant {
            let rest = wanted.get(from..).unwrap_or_default();
            if rest.first() == Some(c) {
                next.insert(from + 1);
            }
            if from > 0 && !c.is_alphanumeric() {
                next.insert(from);
            }
            if by_sound && rest.first().is_some_and(char::is_ascii_alphabetic) {
                next.extend(sounds(*c, rest).into_iter().map(|letters| from + letters));
            }
        }
        if next.contains(&wanted.len()) {
            return Some(at + 1);
        }
        if next.is_empty() {
            return None;
        }
        meant = next;
    }
    None
}

/// How many letters at the start of `typed` may mean the character.
fn sounds(c: char, typed: &[char]) -> BTreeSet<usize> {
    let mut out = BTreeSet::new();
    let letters = typed.iter().take_while(|c| c.is_ascii_alphabetic()).count();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let plain = reading.plain();
        // ü has no key of its own: people type v, or u where they do not know that.
        for with in if plain.contains('ü') { &["v", "u"][..] } else { &["ü"] } {
            let reading: Vec<char> = plain.replace('ü', with).chars().collect();
            let same = reading.iter().zip(typed).take_while(|(a, b)| a == b).count();
            let initial = match reading.get(..2) {
                Some(['z' | 'c' | 's', 'h']) => 2,
                _ => 1,
            };
            out.extend([1, initial, reading.len()].into_iter().filter(|size| *size <= same));
            if same > 0 && same == letters && letters == typed.len() {
                out.insert(same);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn initials_of_titles() {
        assert_eq!(super::initials("法治政府建设实施纲要（2021—2025年）"), "fzzfjsssgy20212025n");
        assert_eq!(super::initials("重大行政决策程序暂行条例"), "zdxzjccxzxtl");
    }

    fn find(text: &str, wanted: &str) -> Option<String> {
        let (text, wanted): (Vec<char>, Vec<char>) = (text.chars().collect(), wanted.chars().collect());
        Some(text[super::find(&text, &wanted, true)?].iter().collect())
    }

    #[test]
    fn any_reading_is_found() {
        for (text, typed) in [
            ("会计法", "kjf"),
            ("银行业监督管理法", "yhyjd"),
            ("重庆市优化营商环境条例", "cqs"),
            ("长沙市", "cs"),
            ("厦门经济特区", "xm"),
            ("西藏自治区", "xz"),
            ("长治市", "cz"),
            ("乐清市", "yq"),
            ("单县", "sx"),
            ("重新", "cx"),
            ("长江保护法", "cjbhf"),
            ("人民调解法", "rmtjf"),
            ("法律援助法", "flyz"),
            ("法律援助法", "falvyuanzhu"),
            ("法律援助法", "falu"),
        ] {
            assert!(find(text, typed).is_some_and(|found| text.starts_with(&found)), "{text} {typed}");
        }
    }

    #[test]
    fn sound_letters_and_characters_mix() {
        assert_eq!(find("长江保护法", "changjiangbh").as_deref(), Some("长江保护"));
        assert_eq!(find("长江保护法", "chjbaoh").as_deref(), Some("长江保护"));
        assert_eq!(find("长江保护法", "长江bhf").as_deref(), Some("长江保护法"));
        assert_eq!(find("长江保护法", "bao护").as_deref(), Some("保护"));
        assert_eq!(find("长江保护法", "changji").as_deref(), Some("长江"));
        // Only what is typed last may be half a reading.
        assert_eq!(find("长江保护法", "chajbh"), None);
        assert_eq!(find("长江保护法", "bhc"), None);
        assert_eq!(find("纲要(2021—2025年)", "gy2021").as_deref(), Some("纲要(2021"));
    }

    #[test]
    fn without_sounds_it_is_the_characters() {
        let find = |text: &str, wanted: &str| {
            let (text, wanted): (Vec<char>, Vec<char>) = (text.chars().collect(), wanted.chars().collect());
            super::find(&text, &wanted, false)
        };
        assert_eq!(find("法治政府建设", "政府"), Some(2..4));
        assert_eq!(find("法治政府建设", "zf"), None);
    }
}
