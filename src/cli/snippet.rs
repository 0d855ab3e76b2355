//! A line of a report in the width of a terminal. Paragraphs are 500 characters
//! long, so a window around the passage is shown; Chinese characters take two
//! columns, so marks below it are aligned by width.

use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// What stands where text was left out.
const MORE: char = '…';

/// A part of a line around a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// What is shown before the passage.
    pub before: String,
    /// The passage, or its beginning.
    pub marked: String,
    /// What is shown behind it.
    pub after: String,
}

impl Window {
    /// Columns before the passage, and columns it takes; at least one.
    pub fn underline(&self) -> (usize, usize) {
        (width(&self.before), width(&self.marked).max(1))
    }
}

/// Columns that `text` takes in a terminal.
pub fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

pub fn columns(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// A character as it may be sent to a terminal: text from a draft must not move
/// the cursor, colour the screen or reverse what is read.
fn harmless(c: char) -> char {
    match c {
        '\t' => ' ',
        '\0'..='\u{1F}' => char::from_u32(0x2400 + c as u32).unwrap_or(' '),
        '\u{7F}' => '\u{2421}',
        '\u{80}'..='\u{9F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => '\u{FFFD}',
        _ => c,
    }
}

/// Text from outside, harmless for a terminal, on one line.
pub fn clean(text: &str) -> String {
    text.chars().map(harmless).collect()
}

/// The part of `line` around `passage` (bytes, clamped) that fits into `columns`
/// columns. The passage may end behind the line.
pub fn window(line: &str, passage: Range<usize>, room: usize) -> Window {
    let line = line.trim_end_matches(['\n', '\r']);
    let floor = |at: usize| (0..=at.min(line.len())).rev().find(|i| line.is_char_boundary(*i)).unwrap_or(0);
    let (from, to) = (floor(passage.start), floor(passage.end.max(passage.start)));
    let cut = |range: Range<usize>| clean(line.get(range).unwrap_or_default());
    let (before, marked, after) = (cut(0..from), cut(from..to), cut(to..line.len()));
    let (left, middle, right) = (width(&before), width(&marked), width(&after));
    if left + middle + right <= room {
        return Window { before, marked, after };
    }
    // A passage that fills the room is shown from its start, with a little before it.
    if middle + 8 > room {
        let before = keep_end(&before, 8.min(room / 4));
        let left = room.saturating_sub(width(&before));
        let fits = middle < left || (middle == left && after.is_empty());
        let marked = if fits { marked } else { keep_start(&marked, left.min(middle.saturating_sub(1))) };
        // One … says that something is left out; two would look like the text's own.
        let after = if fits { keep_start(&after, left - middle) } else { String::new() };
        return Window { before, marked, after };
    }
    let spare = room - middle;
    // A third of the spare room goes before the passage, unless less is needed
    // there or behind it.
    let ahead = (spare / 3).max(spare.saturating_sub(right)).min(left);
    let before = keep_end(&before, ahead);
    let after = keep_start(&after, spare - width(&before));
    Window { before, marked, after }
}

/// The start of `text` in `room` columns, with … where something was left out.
pub fn keep_start(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += columns(c);
        if used > room {
            break;
        }
        out.push(c);
    }
    if room > 0 {
        out.push(MORE);
    }
    out
}

/// The end of `text` in `room` columns, with … where something was left out.
fn keep_end(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut used = 1;
    let mut start = text.len();
    for (at, c) in text.char_indices().rev() {
        used += columns(c);
        if used > room {
            break;
        }
        start = at;
    }
    let kept = text.get(start..).unwrap_or_default();
    if room > 0 { format!("{MORE}{kept}") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(line: &str, passage: &str, room: usize) -> Window {
        let at = line.find(passage).unwrap();
        window(line, at..at + passage.len(), room)
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let w = shown("一、主要工作", "主要", 40);
        assert_eq!((w.before.as_str(), w.marked.as_str(), w.after.as_str()), ("一、", "主要", "工作"));
        assert_eq!(w.underline(), (4, 4));
    }

    #[test]
    fn the_ideographic_space_is_wide_and_a_combining_mark_takes_nothing() {
        assert_eq!(width("\u{3000}"), 2);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(shown("\u{3000}\u{3000}今年", "今年", 40).underline(), (4, 4));
    }

    #[test]
    fn a_long_line_is_cropped_on_both_sides() {
        let line = format!("{}办结率{}", "甲".repeat(200), "乙".repeat(200));
        let w = shown(&line, "办结率", 40);
        assert_eq!(w.marked, "办结率");
        assert!(w.before.starts_with('…') && w.after.ends_with('…'));
        let all = width(&w.before) + width(&w.marked) + width(&w.after);
        assert!((38..=40).contains(&all), "{all}");
        assert!(width(&w.before) >= 8);
    }

    #[test]
    fn room_that_one_side_does_not_need_goes_to_the_other() {
        let line = format!("{}办结率完", "甲".repeat(200));
        let w = shown(&line, "办结率", 40);
        assert_eq!(w.after, "完");
        assert!(width(&w.before) > 28);
    }

    #[test]
    fn a_passage_that_is_too_long_shows_its_start() {
        let line = format!("开头{}末尾", "甲".repeat(200));
        let w = shown(&line, &"甲".repeat(200), 40);
        assert_eq!(w.before, "开头");
        assert!(w.marked.ends_with('…'));
        assert_eq!(w.after, "");
        assert!(width(&w.before) + width(&w.marked) + width(&w.after) <= 40);
    }

    #[test]
    fn an_empty_passage_has_one_mark() {
        assert_eq!(window("甲乙", 3..3, 40).underline(), (2, 1));
        assert_eq!(window("甲乙", 6..6, 40).underline(), (4, 1));
        assert_eq!(window("", 0..0, 40).underline(), (0, 1));
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(clean("a\u{1b}[31m\u{202e}b\tc\u{0b}"), "a␛[31m\u{FFFD}b c␋");
    }

    proptest! {
        #[test]
        fn a_window_never_exceeds_its_room_and_never_panics(
            line in "[a甲\u{3000}\u{301}😀，\t]{0,80}", from in 0usize..300, len in 0usize..300, room in 0usize..60
        ) {
            let w = window(&line, from..from + len, room);
            let all = width(&w.before) + width(&w.marked) + width(&w.after);
            prop_assert!(all <= room.max(1), "{all} > {room}: {w:?}");
        }
    }
}
