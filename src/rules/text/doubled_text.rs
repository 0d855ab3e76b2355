//! # doubled-text
//!
//! ## What it does
//!
//! Reports a character, mark, word, phrase or clause that stands twice in a row, two marks side by side (，。), a long phrase
//! that comes twice in one sentence, and a sentence that comes twice in one part of the report: a warning where the two stand in
//! one paragraph or in two that follow each other, else information.
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
//! Usage; the exceptions (目的的, 委员会委员会议 …) stand in `schemas/words/doubled.json`. Words of two
//! characters are those of `schemas/words/common-words.json`; where one may end a name and begin the next, it is a hint.
//!
//! Measured on 401 legal texts (3.3 million characters, 378 national laws in force among them): no warning, 20 hints per
//! million characters for long phrases that a sentence of law needs twice.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 连写两遍的字、标点、词语、分句，两个标点连用（，。），同一句中出现两次的长词组，以及同一部分中出现两次的整句：同段或前后两段
//! 的作警告，相隔远的作提示。
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
//! 语言习惯；例外（目的的、委员会委员会议等）见 `schemas/words/doubled.json`。两个字的词
//! 见 `schemas/words/common-words.json`，其中可能前后相接的（“健康产业产业链”）只作建议。
//!
//! 实测401件法律法规文本（330万字，其中现行法律378部）：警告0条，每百万字提示20条（法律条文一句中需要重复的长词组）。

use super::repeats::{marks_side_by_side, sentences_again};
use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Rule, Severity, Sight};
use crate::schema::Role;
use crate::syntax::{Local, Span};
use crate::text::scan::{LONG, NEAR};
use crate::text::width::{is_han, narrow};
use crate::words;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB706",
    name: "doubled-text",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Report(check),
    source: include_str!("doubled_text.rs"),
};

/// Phrases of at least this many characters are not doubled on purpose.
const PHRASE: usize = 3;
/// A clause is longer than this, in characters with its stop: short ones come twice in verse.
const CLAUSE: usize = 6;
/// The characters of a word that is looked up.
const WORD: usize = 2;
/// So many doublings are judged together.
const AT_ONCE: usize = 4096;
/// A phrase of this many characters does not come twice in one sentence.
const IN_SENTENCE: usize = LONG;
/// What runs on for longer than this, in characters, is no sentence.
const SENTENCE: usize = 1000;

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let found = sight.notes(in_block).flat_map(|(index, own)| own.0.iter().map(|f| f.moved(index)).collect::<Vec<_>>());
    found.chain(sentences_again(sight)).collect()
}

/// What stands twice inside one block.
struct Doubled(Vec<Found>);

fn in_block(at: &BlockCheck<'_>) -> Doubled {
    Doubled(doublings(at))
}

fn doublings(at: &BlockCheck<'_>) -> Vec<Found> {
    let body = &at.block.body;
    let inside = |all: &[Local]| all.iter().map(|e| e.start.max(body.start)..e.end.min(body.end)).collect::<Vec<_>>();
    // Nothing is repeated outside these.
    let (echoes, again) = (inside(&at.facts.scan.echoes), inside(&at.facts.scan.again));
    let doubled: Vec<u32> = at.facts.scan.doubled.iter().copied().filter(|place| body.contains(place)).collect();
    let mut found = marks_side_by_side(at);
    if echoes.is_empty() && again.is_empty() && doubled.is_empty() {
        return found;
    }
    let mut chars: Vec<(u32, char)> = Vec::with_capacity(at.block.body().len() / 2);
    chars.extend(at.block.body().char_indices().map(|(i, c)| (body.start + i as u32, c)));
    let (mut some, mut behind) = (Vec::new(), 0);
    let mut seconds = echoes.iter().flat_map(|echo| seconds(&chars, echo)).peekable();
    while let Some((second, end)) = seconds.next() {
        places(&chars, second, end, &mut some);
        // All at once but for texts that repeat nothing else.
        if some.len() < AT_ONCE && seconds.peek().is_some() {
            continue;
        }
        some.sort_unstable();
        for (index, length) in some.drain(..) {
            if index >= behind && is_slip(&chars, index, length) {
                found.push(finding(at, &chars, index, length));
                behind = index + 2 * length;
            }
        }
    }
    for place in doubled {
        let word = word_twice(at, &chars, place);
        found.extend(
            word.filter(|word| {
                found.iter().all(|f| f.span.range.end <= word.span.range.start || word.span.range.end <= f.span.range.start)
            }),
        );
    }
    if !again.is_empty() {
        found.extend(in_sentences(at, &chars, &again));
    }
    found
}

/// Where a second half may begin in an echo, with the end of the echo, in characters.
fn seconds(chars: &[(u32, char)], echo: &Local) -> impl Iterator<Item = (usize, usize)> {
    let place = |byte: u32| chars.partition_point(|p| p.0 < byte);
    let (from, end) = (place(echo.start), place(echo.end));
    (from..end).map(move |second| (second, end))
}

/// Adds what stands twice in a row and has its second half from `second` on, up
/// to `end` at most: index and length in characters.
fn places(chars: &[(u32, char)], second: usize, end: usize, found: &mut Vec<(usize, usize)>) {
    let most = NEAR.min(end - second).min(second);
    let Some((before, behind)) = chars.split_at_checked(second) else { return };
    let stands = |length: &usize| before.iter().skip(second - length).zip(behind).all(|(a, b)| a.1 == b.1);
    let lengths = (1..=most).filter(|length| (*length == 1 || *length >= PHRASE) && stands(length));
    found.extend(lengths.map(|length| (second - length, length)));
}

/// Whether what stands twice at `index` is a slip.
fn is_slip(chars: &[(u32, char)], index: usize, length: usize) -> bool {
    let at = |index: usize| chars.get(index).map_or(' ', |p| p.1);
    let (c, after) = (at(index), at(index + 2 * length));
    if length > 1 {
        // 同一集体的土地的土地承包经营权: the second is the start of a longer word.
        let nested = c == '的' && is_han(after);
        let words = (index..index + length).all(|i| is_han(at(i)));
        return (words || is_clause(chars, index, length)) && !nested && !excused(chars, index, length);
    }
    let before = index.checked_sub(1).map_or(' ', at);
    let counted = narrow(before).is_ascii_digit() && !is_han(after) && !after.is_alphanumeric() && after != c;
    if counted && (words::doubled().measures.has(c) || narrow(c) == '%') {
        return true;
    }
    let alone = c != after && index.checked_sub(1).is_none_or(|before| c != at(before));
    let mark = matches!(narrow(c), ',' | '。' | '、' | ';' | ':');
    alone && (mark || words::doubled().characters.contains(c) && !excused(chars, index, 1))
}

/// Whether what stands twice at `index` is a clause with the stop behind it: a stop
/// stands in front of both, and both are of words.
fn is_clause(chars: &[(u32, char)], index: usize, length: usize) -> bool {
    let at = |index: usize| chars.get(index).map_or(' ', |p| p.1);
    let is_stop = |c: char| matches!(narrow(c), ',' | '。' | ';');
    let starts = index.checked_sub(1).is_none_or(|before| is_stop(at(before)));
    let words = (index..index + length).filter(|i| is_han(at(*i))).count();
    starts && length > CLAUSE && is_stop(at(index + length - 1)) && 3 * words >= 2 * length
}

/// A word of two characters whose second half starts at byte `place`, if it was
/// written twice by mistake: 企业创业创新 holds two words that meet.
fn word_twice(at: &BlockCheck<'_>, chars: &[(u32, char)], place: u32) -> Option<Found> {
    let index = chars.partition_point(|p| p.0 < place).checked_sub(WORD)?;
    let word: String = chars.get(index..index + WORD)?.iter().map(|p| p.1).collect();
    let table = words::doubled();
    let same = |from: usize| chars.get(from..from + WORD).is_some_and(|p| p.iter().map(|p| p.1).eq(word.chars()));
    let times = (2..).take_while(|times| same(index + (times - 1) * WORD)).last().unwrap_or(2);
    let after = chars.get(index + times * WORD).map_or(' ', |p| p.1);
    if !words::common_words().has(&word) || table.longer.has(after) || excused(chars, index, WORD) {
        return None;
    }
    let place = |i: usize| chars.get(i).map_or(at.block.body.end, |p| p.0);
    let more = Span { block: 0, range: place(index + WORD)..place(index + times * WORD) };
    let whole = Span { block: 0, range: place(index)..more.range.end };
    let fix = Fix {
        title: Message::new("doubled-text.fix").with("words", word.as_str()),
        safe: false,
        edits: vec![Edit { span: more, text: String::new() }],
    };
    // A form of titles may say it better.
    let told = at.role == Role::Title && at.context.schema.title_forms.iter().any(|form| form.pattern.is_match(at.block.get(&whole.range)));
    if told {
        return None;
    }
    // 健康产业产业链: one name may end and the next begin with it.
    let is_head = table.heads.iter().any(|head| head.as_str() == word);
    let mut found = Found::new(whole, Message::new("doubled-text").with("words", word)).fix(fix);
    found.severity = is_head.then_some(Severity::Hint);
    Some(found)
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

/// A long phrase that comes again in its sentence, outside quotations and titles;
/// the second lies in one of the passages that stood before.
fn in_sentences(at: &BlockCheck<'_>, chars: &[(u32, char)], again: &[Local]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < chars.len() {
        let len =
            chars.iter().skip(from).position(|p| matches!(p.1, '。' | '；' | '！' | '？' | ';')).map_or(chars.len() - from, |p| p + 1);
        let sentence = chars.get(from..from + len).unwrap_or_default();
        from += len.max(1);
        let (Some(first), Some(last)) = (sentence.first(), sentence.last()) else { continue };
        // They stand in order.
        let again = again.get(again.partition_point(|passage| passage.end <= first.0)..).unwrap_or_default();
        let again = again.get(..again.partition_point(|passage| passage.start <= last.0)).unwrap_or_default();
        if again.is_empty() {
            continue;
        }
        if let Some((first, second, size)) = repeated(sentence, again) {
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
    }
    found
}

/// Places and size of a phrase that comes twice in a sentence; the second lies in
/// one of the passages that stood before.
fn repeated(sentence: &[(u32, char)], again: &[Local]) -> Option<(usize, usize, usize)> {
    if !(2 * IN_SENTENCE..=SENTENCE).contains(&sentence.len()) {
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
    // A phrase in words, outside quotations and titles.
    let phrase = |start: usize| {
        let window = sentence.get(start..start + IN_SENTENCE)?;
        let words = window.iter().filter(|p| is_han(p.1)).count();
        let plain = outside.get(start..start + IN_SENTENCE)?.iter().all(|o| *o) && !window.iter().any(|p| narrow(p.1).is_ascii_digit());
        (plain && 3 * words >= 2 * IN_SENTENCE).then_some(window)
    };
    let index = |place: u32| sentence.partition_point(|p| p.0 < place);
    // Windows that lie in such a passage.
    let windows = |passage: &Local| index(passage.start)..(index(passage.end) + 1).saturating_sub(IN_SENTENCE);
    for start in again.iter().flat_map(windows) {
        let Some(window) = phrase(start) else { continue };
        let same = |other: &&[(u32, char)]| other.iter().zip(window).all(|(a, b)| a.1 == b.1);
        let begins = |first: &usize| sentence.get(*first).map(|p| p.1) == sentence.get(start).map(|p| p.1);
        let Some(first) = (0..start).filter(begins).find(|first| phrase(*first).as_ref().is_some_and(same)) else { continue };
        if start < first + IN_SENTENCE {
            continue;
        }
        let goes_on =
            |n: &usize| first + n < start && sentence.get(start + n).is_some_and(|p| sentence.get(first + n).map(|q| q.1) == Some(p.1));
        let size = (IN_SENTENCE..).take_while(goes_on).last().map_or(IN_SENTENCE, |n| n + 1);
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
    None
}
