//! Chinese numerals as they number headings: 一 to 九十九.

/// The value of a numeral such as 三, 十, 二十一; `None` for anything else.
pub fn chinese_value(text: &str) -> Option<u32> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|d| d == c).map(|i| i as u32 + 1);
    let chars: Vec<char> = text.chars().map(unified).collect();
    match chars.as_slice() {
        ['十'] => Some(10),
        [d] => digit(*d),
        ['十', d] => Some(10 + digit(*d)?),
        [t, '十'] => Some(10 * digit(*t)?),
        [t, '十', d] => Some(10 * digit(*t)? + digit(*d)?),
        _ => None,
    }
}

/// The numeral for 1 to 99; digits for what lies outside.
pub fn chinese(value: u32) -> String {
    let digit = |v: u32| "一二三四五六七八九".chars().nth(v as usize - 1).map(String::from).unwrap_or_default();
    match value {
        1..=9 => digit(value),
        10 => "十".into(),
        11..=19 => format!("十{}", digit(value - 10)),
        20..=99 if value.is_multiple_of(10) => format!("{}十", digit(value / 10)),
        20..=99 => format!("{}十{}", digit(value / 10), digit(value % 10)),
        _ => value.to_string(),
    }
}

/// The numeral for a radical of its shape, as PDF files give it.
fn unified(c: char) -> char {
    match c {
        '\u{2F00}' => '一',
        '\u{2F06}' => '二',
        '\u{2F0B}' => '八',
        '\u{2F17}' => '十',
        c => c,
    }
}

/// Whether `c` occurs in such numerals.
pub(super) fn is_numeral(c: char) -> bool {
    matches!(unified(c), '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_and_values_agree() {
        for value in 1..100 {
            assert_eq!(chinese_value(&chinese(value)), Some(value));
        }
        assert_eq!(chinese_value("\u{2F17}\u{2F00}"), Some(11));
        for wrong in ["", "百", "一二", "十十", "二十十"] {
            assert_eq!(chinese_value(wrong), None, "{wrong}");
        }
    }
}
