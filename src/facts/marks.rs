//! Marks that come in pairs: brackets, quotation and title marks.

use crate::text::width::{is_han, narrow, without_han};
use std::collections::BTreeMap;
use std::ops::Range;

/// The paired marks of a text; positions are bytes of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Opening and closing marks that belong together, by the closing one.
    pub pairs: Vec<(u32, u32)>,
    /// Marks without a partner, in order.
    pub single: Vec<(u32, char)>,
}

/// Pairs the marks of a text by their order; `start` is added to all positions.
pub fn marks(text: &str, start: u32) -> Marks {
    let mut found = Marks::default();
    let mut open: Vec<(u32, char)> = Vec::new();
    // How many of each kind wait for their partners.
    let mut waiting: BTreeMap<char, usize> = BTreeMap::new();
    // Where the last 。 stands.
    let mut full_stop = None;
    // Most characters are none of these.
    for (offset, c) in without_han(text) {
        let place = start + offset as u32;
        if closing(c).is_some() {
            open.push((place, c));
            *waiting.entry(narrow(c)).or_default() += 1;
        } else if let Some(opener) = opening(c) {
            let before = || text.get(..offset).and_then(|t| t.chars().next_back()).unwrap_or(' ');
            let next = text.get(offset + c.len_utf8()..).and_then(|t| t.chars().next()).unwrap_or(' ');
            let waits = waiting.get(&opener).is_some_and(|n| *n > 0);
            match waits.then(|| open.iter().rposition(|(_, o)| narrow(*o) == opener)).flatten() {
                // What was opened inside and not closed has lost its partner.
                Some(index) => {
                    for (_, lost) in open.iter().skip(index) {
                        waiting.entry(narrow(*lost)).and_modify(|n| *n -= 1);
                    }
                    let mut inner = open.drain(index..);
                    if let Some((at, mark)) = inner.next() {
                        let span = (at - start) as usize..offset;
                        if full_stop >= Some(span.start) && runs_away(text, span, mark) {
                            found.single.extend([(at, mark), (place, c)]);
                        } else {
                            found.pairs.push((at, place));
                        }
                    }
                    found.single.extend(inner);
                }
                None if is_list_mark(c, before()) || is_apostrophe(c, before(), next) => {}
                None => found.single.push((place, c)),
            }
        } else if c == '。' {
            full_stop = Some(offset);
        }
    }
    found.single.extend(open);
    found.single.sort_unstable();
    found
}

/// Whether two marks around a 。 enclose the end of a sentence though they are no speech:
/// each lost its own partner. A title has no 。 in it; a term in quotation marks
/// has none unless a colon or comma announces it or a stop closes it.
fn runs_away(text: &str, span: Range<usize>, mark: char) -> bool {
    let inside = text.get(span.start + mark.len_utf8()..span.end).unwrap_or_default();
    let (before, behind) = (text.get(..span.start).unwrap_or_default(), text.get(span.end..).unwrap_or_default());
    let speech = before.is_empty() || before.ends_with(['：', ':', '，', ',']) || inside.ends_with(is_stop);
    match narrow(mark) {
        '《' => true,
        '“' => !speech && !behind.chars().nth(1).is_none_or(is_stop),
        _ => false,
    }
}

/// Marks that end a clause or a sentence.
pub fn is_stop(c: char) -> bool {
    matches!(narrow(c), '。' | ';' | ',' | '!' | '?' | '…')
}

/// What closes an opening mark; either width.
pub fn closing(c: char) -> Option<char> {
    Some(match narrow(c) {
        '《' => '》',
        '〈' => '〉',
        '“' => '”',
        '‘' => '’',
        '(' => {
            if c == '(' {
                ')'
            } else {
                '）'
            }
        }
        '〔' => '〕',
        '【' => '】',
        '[' => {
            if c == '[' {
                ']'
            } else {
                '］'
            }
        }
        '「' => '」',
        '『' => '』',
        _ => return None,
    })
}

/// What opens a closing mark, half width where there are two.
pub fn opening(c: char) -> Option<char> {
    Some(match narrow(c) {
        '》' => '《',
        '〉' => '〈',
        '”' => '“',
        '’' => '‘',
        ')' => '(',
        '〕' => '〔',
        '】' => '【',
        ']' => '[',
        '」' => '「',
        '』' => '『',
        _ => return None,
    })
}

/// 1）… 2）… inside a paragraph number a list.
fn is_list_mark(c: char, before: char) -> bool {
    narrow(c) == ')' && (narrow(before).is_ascii_alphanumeric() || matches!(before, '一'..='十') && is_han(before))
}

fn is_apostrophe(c: char, before: char, next: char) -> bool {
    c == '’' && before.is_ascii_alphabetic() && (next.is_ascii_alphabetic() || next == ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_pair_in_order_and_across_widths() {
        let words = |text: &str| -> Vec<String> {
            marks(text, 0).pairs.iter().map(|(a, b)| text[*a as usize..*b as usize].chars().skip(1).collect()).collect()
        };
        assert_eq!(words("《关于〈甲〉的（乙)》"), ["甲", "乙", "关于〈甲〉的（乙)"]);
        assert_eq!(words("“甲”、“乙"), ["甲"]);
        assert_eq!(words("推行“甲，成效明显。畅通乙”渠道。"), [""; 0]);
        assert_eq!(words("强调，“甲。乙”，并部署"), ["甲。乙"]);
        assert_eq!(marks("《甲〈乙》", 5).single, [(5 + 6, '〈')]);
        assert_eq!(marks("1）甲；2）乙", 0), Marks::default());
    }
}
