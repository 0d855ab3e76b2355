//! Automatic numbers as Word writes them; the formats stand in
//! `schemas/word/number-formats.json`, each with its source.

use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

/// How a format writes numbers.
#[derive(Debug, Deserialize)]
#[serde(tag = "form", rename_all = "lowercase")]
enum Form {
    /// One text for each number from 1 on.
    List {
        values: Vec<String>,
        #[serde(default)]
        beyond: Option<Box<Form>>,
    },
    /// Digit by digit.
    Positional {
        digits: String,
        /// Least number of digits.
        #[serde(default)]
        width: usize,
        /// What stands in front and behind.
        #[serde(default)]
        around: Option<[String; 2]>,
    },
    /// Digits with units (二十一).
    Counting {
        /// The digits from nought on.
        digits: String,
        /// The units for ten, hundred, thousand.
        units: String,
        /// The units for 10⁴ and 10⁸.
        myriads: String,
        /// Units that stand without 一 at the start of a number (十一) or, above ten, anywhere (百一).
        #[serde(default)]
        bare: Vec<u32>,
        /// Whether skipped places are written as one nought (一百〇一).
        #[serde(default)]
        zeros: bool,
        /// The last number of this form.
        #[serde(default)]
        up_to: Option<u32>,
        #[serde(default)]
        beyond: Option<Box<Form>>,
    },
    /// One letter, repeated once more after each round (A … Z, AA, BB …).
    Repeated { digits: String },
    /// The largest value that fits, again and again.
    Additive { values: Vec<(u32, String)> },
    /// Nothing.
    Empty,
}

#[derive(Deserialize)]
struct Formats {
    formats: HashMap<String, Form>,
}

/// Numbers above this are written in digits: no list of a report has so many items.
const MAX_REPEATED: u32 = 780;

fn formats() -> &'static HashMap<String, Form> {
    static FORMATS: OnceLock<HashMap<String, Form>> = OnceLock::new();
    FORMATS.get_or_init(|| {
        let read: Result<Formats, _> = serde_json::from_str(include_str!("../../schemas/word/number-formats.json"));
        read.map(|f| f.formats).unwrap_or_default()
    })
}

/// `value` in the format that `w:numFmt` names; in digits where the format is not known.
pub fn format_number(format: &str, value: u32) -> String {
    formats().get(format).and_then(|form| write(form, value)).unwrap_or_else(|| value.to_string())
}

fn write(form: &Form, value: u32) -> Option<String> {
    match form {
        Form::List { values, beyond, .. } => match (value as usize).checked_sub(1).and_then(|i| values.get(i)) {
            Some(text) => Some(text.clone()),
            None => write(beyond.as_deref()?, value),
        },
        Form::Positional { digits, width, around, .. } => {
            let digits: Vec<char> = digits.chars().collect();
            let plain = format!("{value:0>width$}");
            let text: String = plain.bytes().filter_map(|b| digits.get(usize::from(b - b'0'))).collect();
            Some(match around {
                Some([before, behind]) => format!("{before}{text}{behind}"),
                None => text,
            })
        }
        Form::Counting { up_to: Some(last), beyond, .. } if value > *last => write(beyond.as_deref()?, value),
        Form::Counting { digits, units, myriads, bare, zeros, .. } => Some(counting(value, digits, units, myriads, bare, *zeros)),
        Form::Repeated { digits } => {
            let letters: Vec<char> = digits.chars().collect();
            let index = value.checked_sub(1).filter(|_| value <= MAX_REPEATED)? as usize;
            let letter = letters.get(index % letters.len())?;
            Some(std::iter::repeat_n(letter, index / letters.len() + 1).collect())
        }
        Form::Additive { values } => {
            if value == 0 || value >= 4000 {
                return None;
            }
            let (mut rest, mut text) = (value, String::new());
            for (amount, letters) in values {
                while rest >= *amount {
                    text.push_str(letters);
                    rest -= amount;
                }
            }
            Some(text)
        }
        Form::Empty => Some(String::new()),
    }
}

/// A number with units, in groups of four digits.
fn counting(value: u32, digits: &str, units: &str, myriads: &str, bare: &[u32], zeros: bool) -> String {
    let digit = |d: u32| digits.chars().nth(d as usize);
    if value == 0 {
        return digit(0).into_iter().collect();
    }
    let mut text = String::new();
    let mut skipped = false;
    for group in (0..3u32).rev() {
        let four = value / 10_000u32.pow(group) % 10_000;
        for place in (0..4u32).rev() {
            let unit = 10u32.pow(place);
            let d = four / unit % 10;
            if d == 0 {
                skipped = !text.is_empty();
                continue;
            }
            if skipped && zeros {
                text.extend(digit(0));
            }
            skipped = false;
            let without_one = d == 1 && bare.contains(&unit) && (unit > 10 || text.is_empty() || bare.len() > 1);
            if !without_one {
                text.extend(digit(d));
            }
            if place > 0 {
                text.extend(units.chars().nth(place as usize - 1));
            }
        }
        if four > 0 && group > 0 {
            text.extend(myriads.chars().nth(group as usize - 1));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the formats; sources stand with the data.
    #[test]
    fn numbers_are_written_as_word_writes_them() {
        let numbers = [1, 10, 11, 20, 21, 99, 100, 101, 110];
        let table = [
            ("chineseCounting", "一 十 十一 二十 二十一 九十九 一○○ 一○一 一一○"),
            ("chineseCountingThousand", "一 十 十一 二十 二十一 九十九 一百 一百〇一 一百一十"),
            ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾 贰拾壹 玖拾玖 壹佰 壹佰零壹 壹佰壹拾"),
            ("japaneseCounting", "一 十 十一 二十 二十一 九十九 百 百一 百十"),
            ("ideographDigital", "一 一〇 一一 二〇 二一 九九 一〇〇 一〇一 一一〇"),
            ("ideographTraditional", "甲 癸 11 20 21 99 100 101 110"),
            ("ideographZodiac", "子 酉 戌 20 21 99 100 101 110"),
            ("decimalEnclosedCircle", "① ⑩ ⑪ ⑳ 21 99 100 101 110"),
            ("decimalEnclosedCircleChinese", "① ⑩ ⑪ ⑳ 21 99 100 101 110"),
            ("ideographEnclosedCircle", "㈠ ㈩ 11 20 21 99 100 101 110"),
            ("decimalFullWidth", "１ １０ １１ ２０ ２１ ９９ １００ １０１ １１０"),
            ("taiwaneseCountingThousand", "一 十 十一 二十 二十一 九十九 一百 一百零一 一百一十"),
            ("decimal", "1 10 11 20 21 99 100 101 110"),
            ("decimalZero", "01 10 11 20 21 99 100 101 110"),
            ("upperRoman", "I X XI XX XXI XCIX C CI CX"),
            ("lowerLetter", "a j k t u uuuu vvvv wwww fffff"),
            ("no such format", "1 10 11 20 21 99 100 101 110"),
        ];
        for (format, expected) in table {
            let expected: Vec<&str> = expected.split(' ').collect();
            for (number, expected) in numbers.iter().zip(expected) {
                assert_eq!(format_number(format, *number), expected, "{format} {number}");
            }
        }
        assert_eq!(format_number("none", 3), "");
    }
}
