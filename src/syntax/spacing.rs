//! Text whose characters are set apart by blanks, as OCR and the justified lines
//! of a page leave it: 法 治 政 府 建 设. It is read without these blanks.

use crate::text::width::{is_blank, is_han, narrow};
use std::borrow::Cow;
use std::ops::Range;

/// A run has at least so many characters with a blank between each two of them:
/// names of two or three are spread too (王　伟).
const RUN_CHARS: usize = 4;
/// At least so many blanks stand in such runs.
const MIN_GAPS: usize = 3;
/// For one pair of Chinese characters that stand close there are at least so many
/// with a blank between them.
const GAPS_PER_CLOSE_PAIR: usize = 4;
/// A text of fewer blanks than one in so many bytes is not set apart.
const BYTES_PER_BLANK: usize = 14;
/// Up to so many blanks between Chinese characters are all of one width: unequal
/// ones stand in a row of names.
const EQUAL_GAPS: usize = 8;
/// A gap of more characters parts two columns of a page.
const WIDEST_GAP_CHARS: usize = 3;

/// The blanks of a text that stand between each two of its characters, as byte
/// ranges in order; empty for a text that is not set apart. `joins` are the bytes,
/// in order, at which its lines were joined.
pub fn gaps(text: &str, joins: &[usize]) -> Vec<Range<usize>> {
    if !may_be_spaced(text) {
        return Vec::new();
    }
    let pairs = pairs(text, joins);
    if !is_spaced(&pairs) {
        return Vec::new();
    }
    // Where some numbers and words stand close, a blank between two of them parts them.
    let close = |kind: Kind| pairs.iter().any(|p| p.kind == kind && p.gap.is_empty());
    let (numbers, words) = (close(Kind::Digits), close(Kind::Latin));
    let left_out = |pair: &&Pair| match pair.kind {
        Kind::Han | Kind::Mixed => true,
        Kind::Digits => !numbers,
        Kind::Latin => !words,
        Kind::Join | Kind::Other => false,
    };
    let narrow_enough = |gap: &Range<usize>| text.get(gap.clone()).is_some_and(|t| t.chars().count() <= WIDEST_GAP_CHARS);
    pairs.iter().filter(left_out).map(|p| p.gap.clone()).filter(|gap| !gap.is_empty() && narrow_enough(gap)).collect()
}

/// The text without the blanks between each two of its characters.
pub fn closed(text: &str) -> Cow<'_, str> {
    let gaps = gaps(text, &[]);
    if gaps.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(without(text, &gaps)) }
}

/// The text without these ranges, which are in order.
pub fn without(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for range in ranges {
        out.push_str(text.get(from..range.start).unwrap_or_default());
        from = range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// Whether a text has blanks enough, which most have not.
fn may_be_spaced(text: &str) -> bool {
    let bytes = text.as_bytes();
    let most = bytes.len() / BYTES_PER_BLANK + 1;
    let enough = MIN_GAPS.max(most);
    if matches!(text.trim_start_matches(is_blank).as_bytes().first(), Some(b'|' | b'<' | b'/')) {
        return false;
    }
    let mut count = memchr::memchr_iter(b' ', bytes).take(enough).count();
    for other in ["\u{3000}", "\u{A0}"] {
        if count < enough {
            count += memchr::memmem::find_iter(bytes, other).take(enough).count();
        }
    }
    count >= enough
}

/// Two characters beside each other, blanks not counted.
struct Pair {
    kind: Kind,
    /// The blanks between them.
    gap: Range<usize>,
    /// How many characters the run of spread ones has that ends here.
    run: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Two Chinese characters.
    Han,
    /// Two digits.
    Digits,
    /// Two Latin letters, or one and a digit.
    Latin,
    /// Characters, digits and marks of Chinese text.
    Mixed,
    /// The end of a line and the start of the next: nobody knows whether they were set apart.
    Join,
    /// With a mark of another kind (`#`, `*`, `-`), or with a tab between them.
    Other,
}

fn pairs(text: &str, joins: &[usize]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::with_capacity(text.len() / 4);
    let mut before: Option<(char, usize)> = None;
    let mut run = 1;
    for (at, c) in text.char_indices().filter(|(_, c)| !is_blank(*c)) {
        if let Some((last, end)) = before {
            let tab = text.get(end..at).is_some_and(|gap| gap.contains('\t'));
            let kind = match kind(last, c) {
                _ if tab => Kind::Other,
                _ if end == at && joins.binary_search(&at).is_ok() => Kind::Join,
                kind => kind,
            };
            run = if kind == Kind::Join || end < at && kind != Kind::Other { run + 1 } else { 1 };
            pairs.push(Pair { kind, gap: end..at, run });
        }
        before = Some((c, at + c.len_utf8()));
    }
    // What a run has in all is known of its last pair.
    let mut whole = 0;
    for pair in pairs.iter_mut().rev() {
        whole = if pair.run > 1 { whole.max(pair.run) } else { 0 };
        let own = std::mem::replace(&mut pair.run, whole);
        if own == 2 {
            whole = 0;
        }
    }
    pairs
}

fn kind(a: char, b: char) -> Kind {
    let (x, y) = (narrow(a), narrow(b));
    let latin = |c: char| c.is_ascii_alphabetic();
    let chinese = |c: char| is_han(c) || c.is_ascii_digit() || latin(c) || is_mark(c);
    if is_han(a) && is_han(b) {
        Kind::Han
    } else if x.is_ascii_digit() && y.is_ascii_digit() {
        Kind::Digits
    } else if x.is_ascii_alphanumeric() && y.is_ascii_alphanumeric() {
        Kind::Latin
    } else if chinese(x) && chinese(y) {
        Kind::Mixed
    } else {
        Kind::Other
    }
}

/// Marks of Chinese text in half width, or that have one width.
fn is_mark(c: char) -> bool {
    matches!(c, ',' | '.' | ':' | ';' | '!' | '?' | '(' | ')' | '%')
        || matches!(c, '、' | '。' | '《' | '》' | '〈' | '〉' | '“' | '”' | '‘' | '’' | '【' | '】' | '〔' | '〕' | '·' | '—' | '…')
}

fn is_spaced(pairs: &[Pair]) -> bool {
    let han = || pairs.iter().filter(|p| p.kind == Kind::Han);
    let close = han().filter(|p| p.gap.is_empty()).count();
    let gaps = han().count() - close;
    let in_runs = || pairs.iter().filter(|p| !p.gap.is_empty() && p.run >= RUN_CHARS);
    // A row of names has no marks and no numbers.
    let no_names = in_runs().any(|p| p.kind == Kind::Mixed) || gaps > EQUAL_GAPS;
    let widths = || han().map(|p| p.gap.len()).filter(|length| *length > 0);
    let equal = widths().min() == widths().max();
    in_runs().count() >= MIN_GAPS && gaps >= close * GAPS_PER_CLOSE_PAIR && (equal || no_names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_set_apart_is_closed() {
        for (text, read) in [
            ("法 治 政 府 建 设", "法治政府建设"),
            ("　　法 治 政 府 建 设 ， 取 得 成 效 。", "　　法治政府建设，取得成效。"),
            ("法 治 政 府 建 设，取 得 成 效。", "法治政府建设，取得成效。"),
            ("一 、 总 体 情 况", "一、总体情况"),
            ("二 、 成 效", "二、成效"),
            ("三  、 存  在  的  不 足", "三、存在的不足"),
            ("2 0 2 5 年 ， 受 理 案 件 1 2 件", "2025年，受理案件12件"),
            ("2025 年 ， 受 理 案 件 12 件", "2025年，受理案件12件"),
            ("全 县 建 成 5G 基 站 86 个 ， 推 广 App", "全县建成5G基站86个，推广App"),
            ("# 一 、 总 体 情 况", "# 一、总体情况"),
            ("主　要　成　效", "主要成效"),
            ("（一）加 强 组 织 领 导", "（一）加强组织领导"),
        ] {
            assert_eq!(closed(text), read);
        }
    }

    #[test]
    fn other_blanks_stay() {
        for text in [
            "目　录",
            "报 告",
            "王　伟",
            "表扬3名：王　强、李小明、赵　敏、孙　丽、周　涛。",
            "王　强、李　明、赵　敏、孙　丽、周　涛",
            "王 小 明、李 大 强、赵 海 涛",
            "王　伟　　李　强　　赵　敏",
            "共 120 件，办结 118 件，办结率 98.3 %",
            "坚持党的领导 强化统筹协调",
            "| 甲 | 乙 | 丙 | 丁 |",
            "甲\t乙\t丙\t丁\t戊",
            "甲 \t乙 \t丙 \t丁 \t戊",
            "We read the text as it is",
            "受理 3 件，办结 2 件，5 人 1 户",
            "",
        ] {
            assert_eq!(closed(text), text);
        }
    }
}
