//! The initials of pinyin, by which people look for Chinese words without an
//! input method.

use pinyin::ToPinyin;

/// The initial of each Chinese character in its commonest reading; Latin
/// letters and digits stay, everything else is left out.
pub(super) fn initials(text: &str) -> String {
    let initial = |c: char| match c.to_pinyin() {
        Some(reading) => reading.plain().chars().next(),
        None => Some(c.to_ascii_lowercase()).filter(char::is_ascii_alphanumeric),
    };
    text.chars().filter_map(initial).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn initials_of_titles() {
        assert_eq!(super::initials("法治政府建设实施纲要（2021—2025年）"), "fzzfjsssgy20212025n");
        assert_eq!(super::initials("重大行政决策程序暂行条例"), "zdxzjccxzxtl");
    }
}
