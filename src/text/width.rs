//! Half-width and full-width forms of the same mark.

/// The half-width form of a full-width ASCII mark, letter or digit; the
/// ideographic space becomes a space. Everything else is returned as it is.
#[inline]
pub fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// The full-width form of an ASCII mark; letters, digits and what has no
/// full-width twin in Chinese text are returned as they are.
pub fn widen(c: char) -> char {
    match c {
        ',' => '，',
        ':' => '：',
        ';' => '；',
        '!' => '！',
        '?' => '？',
        '(' => '（',
        ')' => '）',
        _ => c,
    }
}

/// A text in its half-width form with all blanks removed: for comparing titles
/// and headings, never for positions.
pub fn squeeze(text: &str) -> String {
    if text.chars().all(|c| is_han(c) || !is_blank(c) && narrow(c) == c) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().filter(|c| !is_blank(*c)).map(narrow));
    out
}

/// The characters of [`squeeze`].
pub fn squeezed(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !is_blank(*c)).map(narrow)
}

/// Whether `c` is white space of any kind that drafts contain, the
/// ideographic space, no-break space and byte order mark included.
#[inline]
pub fn is_blank(c: char) -> bool {
    !is_han(c) && (c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}' | '\u{00A0}'))
}

/// Whether `c` is a Chinese character.
#[inline]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇')
}

/// Whether `c` is of a block of characters that only look like Chinese ones: radicals
/// (U+2E80 ff., U+2F00 ff.) and compatibility ideographs (U+F900 ff., U+2F800 ff.).
pub fn is_compatibility(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}')
}

/// The characters of a text of which [`is_compatibility`] holds, with their bytes.
pub fn compatibility_characters(text: &str) -> impl Iterator<Item = (usize, char)> {
    // Their first bytes: E2 (with dashes and quotation marks), EF (with full-width marks), F0.
    let starts = memchr::memchr3_iter(0xE2, 0xEF, 0xF0, text.as_bytes());
    starts.filter_map(|at| Some((at, text.get(at..)?.chars().next()?))).filter(|(_, c)| is_compatibility(*c))
}

/// Bytes of the Chinese characters that a text starts with: most of them, never
/// more. Those that are told by their first byte are counted, as nearly all are.
#[inline]
pub fn leading_han(text: &str) -> usize {
    // E4 to E9 begin U+4000 to U+9FFF.
    text.as_bytes().chunks_exact(3).take_while(|c| matches!(c, [0xE4..=0xE9, ..])).count() * 3
}

/// The characters of a text with their bytes, without nearly all of the Chinese
/// ones: those that [`leading_han`] counts.
pub fn without_han(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + leading_han(text.get(from..)?);
        let c = text.get(at..)?.chars().next()?;
        from = at + c.len_utf8();
        Some((at, c))
    })
}

/// Turns a pattern of a schema or word table into one that accepts both widths:
/// each full-width mark in it (`，：；！？（）％．`) stands for itself and its ASCII
/// twin, inside a character class and outside. ASCII marks keep their meaning
/// in the pattern language, so nothing needs escaping.
pub fn either_width(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut in_class = false;
    let mut escaped = false;
    for c in pattern.chars() {
        if !escaped {
            match c {
                '[' => in_class = true,
                ']' => in_class = false,
                _ => {}
            }
        }
        let twin = narrow(c);
        let mark = twin != c && !twin.is_ascii_alphanumeric() && twin != ' ';
        if mark && !escaped {
            let quoted = if matches!(twin, '^' | '-' | ']' | '[' | '\\' | '&' | '~') { format!("\\{twin}") } else { twin.to_string() };
            if in_class {
                out.push(c);
                out.push_str(&quoted);
            } else {
                out.extend(['[', c]);
                out.push_str(&quoted);
                out.push(']');
            }
        } else {
            out.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_takes_both_widths() {
        for pattern in ["（一），[，。]", "^（\\d+）"] {
            regex::Regex::new(&either_width(pattern)).unwrap();
        }
        let re = regex::Regex::new(&format!("^{}$", either_width("（一）标题，[：；]"))).unwrap();
        assert!(re.is_match("(一)标题,:"));
        assert!(re.is_match("（一)标题，；"));
        assert!(!re.is_match("一标题，；"));
    }

    #[test]
    fn characters_that_only_look_like_chinese_ones() {
        let text = "“印发”⼯作⽅案—\u{F9F5}，𠮷\u{2F800}";
        let found: Vec<char> = compatibility_characters(text).map(|(at, c)| if text[at..].starts_with(c) { c } else { '?' }).collect();
        assert_eq!(found, ['⼯', '⽅', '\u{F9F5}', '\u{2F800}']);
    }

    #[test]
    fn leading_characters_are_chinese() {
        assert_eq!(leading_han("依法行政，"), 12);
        assert_eq!(leading_han("，依法"), 0);
        assert_eq!(leading_han("法a"), 3);
        assert_eq!(without_han("依法1行政，").collect::<Vec<_>>(), [(6, '1'), (13, '，')]);
        assert!('\u{4000}'.len_utf8() == 3 && is_han('\u{4000}') && is_han('\u{9FFF}'));
    }

    #[test]
    fn squeezing_ignores_width_and_blanks() {
        assert_eq!(squeeze("报　告（２０２４）\u{a0}"), "报告(2024)");
    }
}
