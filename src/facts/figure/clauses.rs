//! Clauses and sentences of a text, and what in it is a name.

use super::{Char, Clause};

/// The longest clause and the longest sentence, in bytes. What runs on for longer
/// is no prose, and nobody has to hold all of its figures against each other.
pub(super) const CLAUSE: u32 = 2000;
const SENTENCE: u32 = 6000;

/// The clauses of a text from byte `start` to byte `end`.
pub(super) fn clauses(chars: &[Char], start: u32, end: u32) -> Vec<Clause> {
    let mut found = Vec::new();
    let mut from = start;
    let mut opened = start;
    let mut sentence = 0;
    for (index, (at, c)) in chars.iter().enumerate() {
        let digit = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(|p| p.1.is_ascii_digit());
        let inside = matches!(c, ',' | ':') && digit(index.checked_sub(1)) && digit(Some(index + 1)) && grouped(chars, index);
        let mark = matches!(c, '。' | ';' | '!' | '?' | ',' | ':') && !inside;
        let endless = *at - from >= CLAUSE && !c.is_ascii_digit();
        if mark || endless {
            // Without a mark the character begins the next one.
            let next = if mark { index + 1 } else { index };
            found.push(Clause { range: from..*at, sentence });
            from = chars.get(next).map_or(end, |p| p.0);
            if endless || matches!(c, '。' | ';' | '!' | '?') || *at - opened >= SENTENCE {
                sentence += 1;
                opened = from;
            }
        }
    }
    found.push(Clause { range: from..end, sentence });
    found
}

/// Whether the mark at `index` groups thousands (1,234) or stands in a time or a ratio (17:12).
fn grouped(chars: &[Char], index: usize) -> bool {
    // More than three digits are as good as many.
    let run = |from: usize, step: isize| {
        (0..4)
            .map_while(|n: isize| usize::try_from(from as isize + n * step).ok())
            .take_while(|i| chars.get(*i).is_some_and(|p| p.1.is_ascii_digit()))
            .count()
    };
    let ascii_colon = chars.get(index).is_some_and(|p| p.1 == ':');
    let behind = run(index + 1, 1);
    let before = index.checked_sub(1).map_or(0, |i| run(i, -1));
    if ascii_colon { behind <= 2 && before <= 2 } else { behind == 3 && (1..=3).contains(&before) }
}

/// Which characters stand in titles and short quotations, whose figures are names.
pub(super) fn hidden(chars: &[Char]) -> Vec<bool> {
    let mut hidden = vec![false; chars.len()];
    for (index, (_, c)) in chars.iter().enumerate() {
        let (close, limit) = match c {
            '《' => ('》', 80),
            '〈' => ('〉', 60),
            '“' => ('”', 24),
            '‘' => ('’', 24),
            '〔' => ('〕', 8),
            '[' => (']', 8),
            _ => continue,
        };
        let inside = chars.iter().skip(index + 1).take(limit).take_while(|p| p.1 != '。' && p.1 != *c);
        if let Some(length) = inside.clone().position(|p| p.1 == close) {
            hidden.iter_mut().skip(index).take(length + 2).for_each(|h| *h = true);
        }
    }
    hidden
}
