//! Knowledge is data: no cue, word list or pattern stands in code.
//!
//! Code may hold the forms of numbers, dates and marks, a letter or two that a
//! reading turns on, and the few words below. Patterns and lists with any other
//! letter, and any other word, belong into `schemas/`, where they have a source.

use crate::source::{Source, numbered, sources, without_tests};

/// Letters of the forms of numbers, dates, marks and pages.
const FORMS: &str = "一二三四五六七八九十百千万亿零〇○两年月日度号第届至到页共";
/// Words of the grammar that code reads or writes, and that stand for nothing else.
const WORDS: [(&str, &str); 17] = [
    ("部分", "the mark of a heading: 第一部分"),
    ("首先", "an ordinal"),
    ("其次", "an ordinal"),
    ("再次", "an ordinal"),
    ("最后", "an ordinal"),
    ("百分点", "the unit of a difference of percentages"),
    ("个百分点", "the same as it is written"),
    ("其中", "goes from a whole to its parts"),
    ("分别", "gives each of several its own"),
    ("关于", "binds an issuer to what its title is about"),
    ("累计", "tells a running total from a yearly one in a table"),
    ("中文", "the heading of the Chinese page in a rule's head"),
    ("检查什么", "a heading there"),
    ("为什么", "a heading there"),
    ("示例", "a heading there"),
    ("改为", "a heading there"),
    ("依据", "a heading there"),
];
/// Lists of three and more that are such forms, in order.
const LISTS: [(&str, &str); 3] = [
    ("检查什么为什么示例改为依据", "the headings of the Chinese page in a rule's head"),
    ("首先其次再次最后", "ordinals in words"),
    ("、中届级类", "what follows a number that is a part of a name: 三、四中全会, 一、二级"),
];

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

fn is_told(c: char) -> bool {
    is_han(c) && !FORMS.contains(c)
}

/// What of a file is knowledge in code.
fn knowledge(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let mut list: Vec<&str> = Vec::new();
    let mut parts = source.numbered.split('"');
    let mut between = parts.next().unwrap_or_default();
    while let Some(number) = parts.next() {
        let literal = source.literals[number.parse::<usize>().unwrap()].as_str();
        if !between.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '|' | '&')) {
            found.extend(listed(&list));
            list.clear();
        }
        list.push(literal);
        between = parts.next().unwrap_or_default();
        // A template's {name} is no pattern.
        let is_pattern = literal.contains(['|', '[', '*', '+', '^', '$']) || literal.contains("(?") || literal.contains("\\p");
        if is_pattern && literal.chars().any(is_told) {
            found.push(format!("the pattern {literal}"));
        }
        let words = literal.split(|c| !is_han(c)).filter(|w| w.chars().count() > 1 && w.chars().any(is_told));
        found.extend(words.filter(|w| !is_known(w)).map(|w| format!("the word {w}")));
    }
    found.extend(listed(&list));
    found
}

fn is_known(word: &str) -> bool {
    WORDS.iter().any(|(known, _)| *known == word)
}

fn listed(list: &[&str]) -> Option<String> {
    let words: Vec<&str> = list.iter().copied().filter(|w| w.chars().any(is_han)).collect();
    let joined = list.concat();
    (words.len() > 2 && joined.chars().any(is_told) && !LISTS.iter().any(|(known, _)| *known == joined))
        .then(|| format!("the list {}", list.join(" ")))
}

#[test]
fn no_knowledge_stands_in_code() {
    let sources = sources();
    assert!(sources.len() > 150, "only {} files were read", sources.len());
    let told = |s: &Source| knowledge(s).into_iter().map(|what| format!("{}: {what}", s.path.display())).collect::<Vec<_>>();
    let found: Vec<String> = sources.iter().flat_map(told).collect();
    assert!(found.is_empty(), "these belong into schemas/ with their source, words that people read into messages.json:\n{found:#?}");
}

#[test]
fn what_is_allowed_is_used() {
    let literals = |s: &Source| -> String {
        let numbers = s.numbered.split('"').skip(1).step_by(2);
        numbers.map(|n| s.literals[n.parse::<usize>().unwrap()].as_str()).collect()
    };
    let all: String = sources().iter().map(literals).collect();
    let unused: Vec<&str> = WORDS.iter().chain(&LISTS).map(|w| w.0).filter(|w| !all.contains(w)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn knowledge_is_seen_where_it_is() {
    let of = |code: &str| {
        let (numbered, literals) = numbered(code);
        knowledge(&Source { numbered: without_tests(&numbered), literals, ..Source::default() })
    };
    for code in [
        r#"const PLANS: &str = "下一步";"#,
        r#"fixed("(?:但|仍)有")"#,
        r##"fixed(r#"将[0-9]+月"#)"##,
        "matches!(c, '省' | '市' | '县')",
        "['年', '和', '与', '及']",
        r#"[("甲"), "、", "乙", "丙", "丁"]"#,
        r#"const BINDERS: &str = "的了和";"#,
        "#[cfg(test)] mod tests { } fn f() { g(\"安排\") }",
    ] {
        assert!(!of(code).is_empty(), "{code}");
    }
    for code in [
        r#"fixed("([0-9]{1,2})月([0-9]{1,2})日")"#,
        "matches!(c, '年' | '月' | '日' | '号')",
        "c == '的' || c == '了' && d == '年'",
        r#"// "下一步""#,
        r#"format!("{year}年")"#,
        "#[cfg(test)] mod tests { fn f() { g(\"安排\") } }",
    ] {
        assert_eq!(of(code), [""; 0], "{code}");
    }
}

/// Each table says where its words are from, or each of its rows does.
#[test]
fn every_table_has_a_source() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/words");
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let table: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let told = table["$comment"].as_str().is_some_and(|comment| comment.contains("Source"));
        let of_rows = |rows: &Vec<serde_json::Value>| {
            !rows.is_empty() && rows.iter().all(|row| row["source"].as_str().is_some_and(|s| !s.is_empty()))
        };
        assert!(told || table["rows"].as_array().is_some_and(of_rows), "{} tells no source", path.display());
        read += 1;
    }
    assert!(read > 15, "only {read} tables were read");
}
