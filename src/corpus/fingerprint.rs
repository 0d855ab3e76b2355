//! Fingerprints of passages by winnowing: of each window of hashes of character
//! runs the smallest is kept, so that shared text leaves shared prints wherever
//! it stands. What every report may say in the same words is taken out before.

use crate::text::Vocabulary;
use crate::text::width::{is_han, narrow};
use crate::words;
use std::sync::OnceLock;

/// Characters in a run.
const RUN: usize = 8;
/// Hashes in a window.
const WINDOW: usize = 6;
/// The longest quotation that is taken out, in characters.
const QUOTED: usize = 60;

/// The characters of a passage that count when passages are compared: without
/// marks, blanks, years, quotations, titles, the name of its own place and the
/// phrases that all reports share. 全市 and 全县 are the same.
pub fn countable(text: &str, own: Option<&str>) -> String {
    let plain = plain(text);
    let own = own.map(mapped).filter(|own| !own.is_empty());
    let plain = match own {
        Some(own) => plain.replace(&own, ""),
        None => plain,
    };
    let mut out = String::with_capacity(plain.len());
    let mut from = 0;
    for found in phrases().apart(&plain) {
        out.push_str(plain.get(from..found.range.start).unwrap_or_default());
        from = found.range.end;
    }
    out.push_str(plain.get(from..).unwrap_or_default());
    out
}

fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next().map(narrow) {
        if let Some(behind) = quotation(c, rest.as_str()) {
            rest = behind.chars();
        } else if c.is_ascii_digit() {
            let behind = rest.as_str().trim_start_matches(|c| narrow(c).is_ascii_digit());
            let more = rest.as_str().len() - behind.len();
            let digits = rest.as_str().get(..more).unwrap_or_default().chars().map(narrow);
            match behind.strip_prefix('年').filter(|_| digits.clone().count() == 3) {
                Some(behind) => rest = behind.chars(),
                None => {
                    out.push(c);
                    out.extend(digits);
                    rest = behind.chars();
                }
            }
        } else if is_han(c) || c.is_alphanumeric() || c == '%' {
            out.push(level(c));
        }
    }
    out
}

/// What follows a title or a short quotation that `open` begins.
fn quotation(open: char, behind: &str) -> Option<&str> {
    let close = match open {
        '《' => '》',
        '“' => '”',
        _ => return None,
    };
    let (at, _) = behind.char_indices().take(QUOTED).find(|(_, c)| narrow(*c) == close)?;
    behind.get(at + close.len_utf8()..)
}

/// 全省, 全市 and 全县 differ by who reports only.
fn level(c: char) -> char {
    if words::places().ends.has(c) { '县' } else { c }
}

fn mapped(text: &str) -> String {
    text.chars().map(narrow).filter(|c| is_han(*c) || c.is_alphanumeric() || *c == '%').map(level).collect()
}

fn phrases() -> &'static Vocabulary {
    static PHRASES: OnceLock<Vocabulary> = OnceLock::new();
    PHRASES.get_or_init(|| {
        // Quotation marks inside a phrase: the text loses them with what they hold, if it writes them.
        let list = &words::corpus().set_phrases;
        let forms: Vec<String> = list.iter().flat_map(|p| [plain(p), mapped(p)]).filter(|p| p.chars().count() >= 3).collect();
        Vocabulary::of(forms.iter().map(String::as_str))
    })
}

/// The prints of characters that count, in order.
pub fn prints(countable: &str) -> Vec<u32> {
    let hashes = hashes(countable);
    let width = WINDOW.min(hashes.len());
    let mut found: Vec<u32> = Vec::with_capacity(hashes.len() / 3 + 1);
    // The smallest of the window that ends here: the rightmost of equals, so
    // that a print is taken once while it stays the smallest.
    let (mut smallest, mut at) = (u32::MAX, 0);
    let mut last = None;
    for (end, hash) in hashes.iter().enumerate() {
        if *hash <= smallest {
            (smallest, at) = (*hash, end);
        } else if at + width <= end {
            let from = end + 1 - width;
            let window = hashes.get(from..=end).unwrap_or_default();
            let least = window.iter().enumerate().rev().min_by_key(|(_, hash)| **hash);
            (smallest, at) = least.map_or((smallest, at), |(offset, hash)| (*hash, from + offset));
        }
        if end + 1 >= width && last != Some(at) {
            last = Some(at);
            found.push(smallest);
        }
    }
    found
}

/// A hash of each run of characters, each made of the one before.
fn hashes(countable: &str) -> Vec<u32> {
    const BASE: u64 = 0x0100_0000_01B3;
    const FIRST: u64 = BASE.wrapping_pow(RUN as u32);
    let mut found = Vec::with_capacity(countable.len() / 3);
    let mut leaving = countable.chars().map(u64::from);
    let mut rolled = 0u64;
    for (index, c) in countable.chars().map(u64::from).enumerate() {
        rolled = rolled.wrapping_mul(BASE).wrapping_add(c);
        if index >= RUN {
            rolled = rolled.wrapping_sub(leaving.next().unwrap_or_default().wrapping_mul(FIRST));
        }
        if index + 1 >= RUN {
            found.push(((rolled ^ rolled >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32);
        }
    }
    found
}

/// A number for what digits a passage holds, years left out: figures that were
/// written anew make the text of another year.
pub(super) fn digits(countable: &str) -> u32 {
    countable.chars().filter(char::is_ascii_digit).fold(0, |h, c| mix(h, c as u32))
}

fn mix(hash: u32, value: u32) -> u32 {
    let mixed = (u64::from(hash) << 16 ^ u64::from(value)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 29) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn shared(a: &str, b: &str) -> f32 {
        let (a, b) = (prints(&countable(a, None)), prints(&countable(b, None)));
        let b: HashSet<u32> = b.into_iter().collect();
        a.iter().filter(|h| b.contains(h)).count() as f32 / a.len() as f32
    }

    #[test]
    fn years_levels_and_quotations_make_no_difference() {
        assert_eq!(countable("2025年，全县推进“放管服”改革。", None), "全县推进改革");
        assert_eq!(countable("云岭县印发《云岭县工作要点》", Some("云岭县")), "印发");
        let a = "建立镇街执法人员轮训制度，每季度组织一次案卷互评，评查结果向各单位通报。";
        assert_eq!(shared(a, a), 1.0);
        assert_eq!(shared(&format!("2026年，全县要{a}"), &format!("2025年，全市要{a}")), 1.0);
        assert!(shared(a, "加强基层法律服务站点建设，推动村居法律顾问坐班接待，提升群众满意度。") < 0.1);
    }

    #[test]
    fn a_run_has_the_same_hash_wherever_it_stands() {
        let (a, b) = (hashes("甲乙丙丁戊己庚辛壬癸子丑"), hashes("寅卯甲乙丙丁戊己庚辛壬癸"));
        assert_eq!(a.len(), 12 + 1 - RUN);
        assert_eq!(a[..3], b[2..]);
        assert_eq!(a.iter().collect::<HashSet<_>>().len(), a.len());
        assert!(hashes("甲乙丙丁戊己庚").is_empty());
    }

    proptest! {
        #[test]
        fn of_each_window_the_smallest_is_kept(text in "[甲乙丙丁戊]{0,60}") {
            let hashes = hashes(&text);
            let mut expected = Vec::new();
            let mut last = None;
            for (from, window) in hashes.windows(WINDOW.min(hashes.len()).max(1)).enumerate() {
                let (at, hash) = window.iter().enumerate().rev().min_by_key(|(_, h)| **h).unwrap();
                if last != Some(from + at) {
                    last = Some(from + at);
                    expected.push(*hash);
                }
            }
            prop_assert_eq!(prints(&text), expected);
        }
    }

    #[test]
    fn what_all_reports_say_is_taken_out() {
        let lead = "坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想";
        assert!(countable(lead, None).chars().count() <= 4, "{}", countable(lead, None));
    }
}
