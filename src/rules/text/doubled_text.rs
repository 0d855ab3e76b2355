//! # doubled-text
//!
//! ## What it does
//!
//! Reports a character, mark or phrase that stands twice in a row, and a long phrase that comes
//! twice in one sentence.
//!
//! ## Why it matters
//!
//! Doubled words are what is left over when a sentence is changed.
//!
//! ## Example
//!
//! > 存在问题的的文件，，已全部清理。
//!
//! ## Instead
//!
//! > 存在问题的文件，已全部清理。
//!
//! ## Source
//!
//! Usage; the exceptions (目的的, 委员会委员会议 …) stand in `schemas/words/doubled.json`.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): no warning, 20 hints per
//! million characters for long phrases that a sentence of law needs twice.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 连写两遍的字、标点、词语，以及同一句中出现两次的长词组。
//!
//! ## 为什么
//!
//! 多半是改句子时留下的。
//!
//! ## 示例
//!
//! > 存在问题的的文件，，已全部清理。
//!
//! ## 改为
//!
//! > 存在问题的文件，已全部清理。
//!
//! ## 依据
//!
//! 语言习惯；例外（目的的、委员会委员会议等）见 `schemas/words/doubled.json`。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：警告0条，每百万字提示20条（法律条文一句中需要重复的长词组）。

use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Rule, Severity};
use crate::syntax::Span;
use crate::text::width::{is_han, narrow};
use crate::words;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB706",
    name: "doubled-text",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Block(check),
    source: include_str!("doubled_text.rs"),
};

/// Phrases of at least this many characters are not doubled on purpose.
const PHRASE: usize = 3;
/// The longest phrase that is compared with what follows it.
const LONGEST: usize = 24;
/// A phrase of this many characters does not come twice in one sentence.
const IN_SENTENCE: usize = 14;
/// What runs on for longer than this, in characters, is no sentence.
const SENTENCE: usize = 1000;

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let start = at.block.body.start;
    let chars: Vec<(u32, char)> = at.block.body().char_indices().map(|(i, c)| (start + i as u32, c)).collect();
    let again = again(&chars);
    let mut found = Vec::new();
    let mut index = 0;
    while index < chars.len() {
        match doubled(&chars, &again, index) {
            Some(length) => {
                found.push(finding(at, &chars, index, length));
                index += 2 * length;
            }
            None => index += 1,
        }
    }
    found.extend(in_sentences(at, &chars));
    found
}

/// For each character how far behind it the same comes again; 0 where it does
/// not, or too far away to be the start of a doubled phrase. Most characters of
/// a text are done with here.
fn again(chars: &[(u32, char)]) -> Vec<u8> {
    // Where a character was met last, by its low bits; another one with the same bits hides it,
    // so places are chained and looked at one by one.
    let mut last = [u32::MAX; 256];
    let mut before: Vec<u32> = Vec::with_capacity(chars.len());
    let mut again = vec![0u8; chars.len()];
    for (index, (_, c)) in chars.iter().enumerate() {
        let slot = last.get_mut(*c as usize & 255);
        let mut at = slot.as_ref().map_or(u32::MAX, |s| **s);
        before.push(at);
        if let Some(slot) = slot {
            *slot = index as u32;
        }
        while at != u32::MAX && index - at as usize <= LONGEST {
            if chars.get(at as usize).is_some_and(|p| p.1 == *c) {
                if let Some(distance) = again.get_mut(at as usize) {
                    *distance = (index - at as usize) as u8;
                }
                break;
            }
            at = before.get(at as usize).copied().unwrap_or(u32::MAX);
        }
    }
    again
}

/// Length in characters of what stands twice in a row at `index`.
fn doubled(chars: &[(u32, char)], again: &[u8], index: usize) -> Option<usize> {
    let first = *again.get(index)? as usize;
    if first == 0 {
        return None;
    }
    let words = words::doubled();
    let c = chars.get(index)?.1;
    let next = chars.get(index + 1)?.1;
    let before = index.checked_sub(1).and_then(|i| chars.get(i)).map_or(' ', |p| p.1);
    if c == next {
        let after = chars.get(index + 2).map_or(' ', |p| p.1);
        if words.characters.contains(c) && c != after && c != before && !excused(chars, index, 1) {
            return Some(1);
        }
        let mark = matches!(narrow(c), ',' | '。' | '、' | ';' | ':');
        if mark && after != c && before != c {
            return Some(1);
        }
    }
    if !is_han(c) {
        return None;
    }
    // From one place of the same character to the next.
    let mut length = first;
    while length <= LONGEST {
        if length >= PHRASE {
            let (a, b) = (chars.get(index..index + length)?, chars.get(index + length..index + 2 * length)?);
            // 同一集体的土地的土地承包经营权: the second is the start of a longer word.
            let nested = c == '的' && chars.get(index + 2 * length).is_some_and(|p| is_han(p.1));
            if a.iter().zip(b).all(|(x, y)| x.1 == y.1 && is_han(x.1)) && !nested && !excused(chars, index, length) {
                return Some(length);
            }
        }
        match *again.get(index + length)? {
            0 => return None,
            more => length += more as usize,
        }
    }
    None
}

/// Whether the doubled passage lies inside, or is, a phrase of the exceptions.
fn excused(chars: &[(u32, char)], index: usize, length: usize) -> bool {
    let from = index.saturating_sub(4);
    let text: String = chars.iter().skip(from).take(2 * length + 8).map(|p| p.1).collect();
    let (low, high) = (index - from, index - from + 2 * length);
    words::doubled().except.iter().any(|phrase| {
        let size = phrase.chars().count();
        text.match_indices(phrase.as_str()).any(|(at, _)| {
            let first = text.get(..at).map_or(0, |t| t.chars().count());
            first <= low && first + size >= high
        })
    })
}

fn finding(at: &BlockCheck<'_>, chars: &[(u32, char)], index: usize, length: usize) -> Found {
    let place = |i: usize| chars.get(i).map_or(at.block.body.end, |p| p.0);
    let both = Span { block: 0, range: place(index)..place(index + 2 * length) };
    let second = Span { block: 0, range: place(index + length)..place(index + 2 * length) };
    let words = at.block.get(&second.range).to_owned();
    // Of marks and particles one is too many; of a phrase only the drafter can
    // say whether another word was meant in place of the second.
    let fix = Fix {
        title: Message::new("doubled-text.fix").with("words", words.clone()),
        safe: length == 1,
        edits: vec![Edit { span: second, text: String::new() }],
    };
    Found::new(both, Message::new("doubled-text").with("words", words)).fix(fix)
}

/// A long phrase that comes again in its sentence, outside quotations and titles.
fn in_sentences(at: &BlockCheck<'_>, chars: &[(u32, char)]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < chars.len() {
        let len =
            chars.iter().skip(from).position(|p| matches!(p.1, '。' | '；' | '！' | '？' | ';')).map_or(chars.len() - from, |p| p + 1);
        let sentence = chars.get(from..from + len).unwrap_or_default();
        if let Some((first, second, size)) = repeated(sentence) {
            let span = |i: usize| {
                let start = sentence.get(i).map_or(0, |p| p.0);
                let end = sentence.get(i + size - 1).map_or(start, |p| p.0 + p.1.len_utf8() as u32);
                Span { block: 0, range: start..end }
            };
            let words = at.block.get(&span(second).range).to_owned();
            let mut finding = Found::new(span(second), Message::new("doubled-text.sentence").with("words", words))
                .related(span(first), Message::new("doubled-text.first"));
            // Clumsy more often than wrong.
            finding.severity = Some(Severity::Hint);
            found.push(finding);
        }
        from += len.max(1);
    }
    found
}

/// Whether a phrase comes twice, as far as its hash tells: nearly no sentence
/// needs a closer look.
fn may_repeat(sentence: &[(u32, char)]) -> bool {
    const BASE: u32 = 0x0100_0193;
    let first = BASE.wrapping_pow(IN_SENTENCE as u32);
    // Hash and place of each phrase. Places count from 1; 0 is an empty slot. Half full at most.
    let mut kept = vec![(0u32, 0u32); (sentence.len() * 2).next_power_of_two()];
    let mask = kept.len() - 1;
    let mut hash = 0u32;
    for (index, (_, c)) in sentence.iter().enumerate() {
        hash = hash.wrapping_mul(BASE).wrapping_add(*c as u32);
        if let Some((_, out)) = index.checked_sub(IN_SENTENCE).and_then(|i| sentence.get(i)) {
            hash = hash.wrapping_sub((*out as u32).wrapping_mul(first));
        }
        let Some(start) = (index + 1).checked_sub(IN_SENTENCE) else { continue };
        let mut slot = (hash.wrapping_mul(0x9E37_79B1) >> 8) as usize & mask;
        while let Some((of, at)) = kept.get(slot).copied().filter(|(_, at)| *at > 0) {
            if of == hash && start + 1 >= at as usize + IN_SENTENCE {
                return true;
            }
            slot = (slot + 1) & mask;
        }
        if let Some(free) = kept.get_mut(slot) {
            *free = (hash, start as u32 + 1);
        }
    }
    false
}

fn repeated(sentence: &[(u32, char)]) -> Option<(usize, usize, usize)> {
    if !(2 * IN_SENTENCE..=SENTENCE).contains(&sentence.len()) || !may_repeat(sentence) {
        return None;
    }
    let mut depth = 0i32;
    let outside: Vec<bool> = sentence
        .iter()
        .map(|(_, c)| {
            match c {
                '《' | '“' | '（' | '(' => depth += 1,
                '》' | '”' | '）' | ')' => depth -= 1,
                _ => return depth <= 0,
            }
            false
        })
        .collect();
    let mut seen: std::collections::HashMap<Vec<char>, usize> = std::collections::HashMap::new();
    for start in 0..=sentence.len() - IN_SENTENCE {
        let window = sentence.get(start..start + IN_SENTENCE)?;
        let words = window.iter().filter(|p| is_han(p.1)).count();
        if !outside.get(start..start + IN_SENTENCE)?.iter().all(|o| *o)
            || window.iter().any(|p| narrow(p.1).is_ascii_digit())
            || 3 * words < 2 * IN_SENTENCE
        {
            continue;
        }
        let key: Vec<char> = window.iter().map(|p| p.1).collect();
        match seen.get(&key) {
            Some(first) if start >= first + IN_SENTENCE => {
                let first = *first;
                let same = |n: usize| {
                    sentence.get(first + n).map(|p| p.1) == sentence.get(start + n).map(|p| p.1)
                        && start + n < sentence.len()
                        && first + n < start
                };
                let size = (IN_SENTENCE..).take_while(|n| same(*n)).last().map_or(IN_SENTENCE, |n| n + 1);
                // 主动公开信息300条，其中县本级主动公开信息100条: figures are compared in equal words.
                let counted = |i: usize| sentence.get(i + size).is_some_and(|p| narrow(p.1).is_ascii_digit());
                // Names come again and must.
                let words: String = sentence.iter().skip(start).take(size).map(|p| p.1).collect();
                // In a long sentence it is needed: 对…的，…；未对…的，….
                let weighs = 4 * size >= sentence.len();
                if weighs && !counted(first) && !counted(start) && !words::doubled().names.iter().any(|n| words.contains(n.as_str())) {
                    return Some((first, start, size));
                }
            }
            Some(_) => {}
            None => {
                seen.insert(key, start);
            }
        }
    }
    None
}
