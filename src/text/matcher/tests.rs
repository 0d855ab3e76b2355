//! The same matches as a plain regular expression, however they are found.

use super::walk::Exhausted;
use super::*;
use proptest::prelude::*;

#[test]
fn a_pattern_that_is_none_is_refused_or_matches_nothing() {
    assert!(Matcher::new("(").is_err());
    assert!(!Matcher::trusted("(").is_match("("));
}

#[test]
fn who_walks_too_long_gets_an_automaton() {
    let matcher = Matcher::trusted("(?:甲|乙)[^。]{0,60}[^。]{0,60}[^。]{0,60}丙$");
    let text = "甲丙".repeat(60) + "。丙";
    assert!(!matcher.is_match(&text) && matcher.regex.get().is_some());
    let few = Matcher::trusted("(?:甲|乙)[^。]{0,60}丙$");
    assert!(few.is_match("甲丙") && few.regex.get().is_none());
    let walked = few.walked.load(Ordering::Relaxed);
    for _ in 0..PATIENCE / walked + 1 {
        assert!(few.is_match("甲丙"));
    }
    assert!(few.regex.get().is_some());
}

#[test]
fn nothing_is_repeated_in_no_time() {
    let matcher = Matcher::new("(?:(?:){4000000000}){4000000000}(?<year>甲)").unwrap();
    assert_eq!(matcher.captures("乙甲").unwrap().name("year").map(|m| m.range()), Some(3..6));
    assert!(Matcher::trusted("甲{2x").find("甲甲").is_none());
}

#[test]
fn fuel_bounds_a_walk() {
    let parts = Matcher::trusted("[甲乙]*[甲乙]*[甲乙]*丙");
    let text = "甲".repeat(50);
    let mut walk = Walk { steps: parts.parts().steps.as_ref().unwrap(), text: &text, fuel: 1000 };
    assert_eq!(walk.search(0, &mut []), Err(Exhausted));
}

#[test]
fn groups_have_names_and_numbers() {
    let matcher = Matcher::trusted("(?P<year>20[0-9]{2})年(上半)?|(?P<none>无)");
    let hit = matcher.captures("至2024年").unwrap();
    assert_eq!((hit.name("year").unwrap().as_str(), hit.get(0).unwrap().range(), &hit[1]), ("2024", 3..10, "2024"));
    assert!(hit.get(2).is_none() && hit.name("none").is_none() && hit.name("day").is_none() && hit.get(9).is_none());
    assert!(matcher.regex.get().is_none());
}

/// Parts of patterns: what the tables are made of, and what makes trouble.
fn part() -> impl Strategy<Value = String> {
    let plain = prop::sample::select(
        &[
            "甲",
            "乙丙",
            "甲乙",
            "（",
            "[甲乙]",
            "[^丙]",
            ".",
            "\\d",
            "\\s",
            "(?:甲|乙丙)",
            "(?:甲乙|甲|丁)",
            "(?:丁甲|乙)",
            "^",
            "$",
            "(?:^|丙)",
            "(?:丁|$)",
            "",
            "(?:甲|)",
            "\\b",
            "(?i:a)",
            "[a-c]",
            "，",
            "甲?乙",
        ][..],
    );
    let plain = plain.prop_map(str::to_owned);
    plain.prop_recursive(3, 12, 4, |inner| {
        let count = prop::sample::select(&["", "?", "??", "*", "*?", "+", "+?", "{0,3}", "{2}", "{1,2}?", "{2,}", "{0,60}"][..]);
        prop_oneof![
            (inner.clone(), count).prop_map(|(part, count)| format!("(?:{part}){count}")),
            inner.clone().prop_map(|part| format!("({part})")),
            inner.clone().prop_map(|part| format!("(?P<name>{part})")),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
            prop::collection::vec(inner, 1..4).prop_map(|parts| format!("(?:{})", parts.join("|"))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// With the words or without them, walked or compiled: the same matches and groups.
    #[test]
    fn the_same_matches(
        parts in prop::collection::vec(part(), 1..5),
        text in "[甲乙丙丁(（1a ，\n]{0,10}",
    ) {
        let source = parts.concat();
        let Ok(plain) = Regex::new(&either_width(&source)) else { return Ok(()) };
        let walked = Matcher::trusted(&source);
        // Some are too large to be compiled.
        let Ok(compiled) = Matcher::new(&source) else { return Ok(()) };
        for matcher in [&walked, &compiled] {
            prop_assert_eq!(matcher.is_match(&text), plain.is_match(&text), "{}", source);
            prop_assert_eq!(matcher.find(&text), plain.find(&text).map(|m| m.range()), "{}", source);
            let all: Vec<_> = matcher.find_iter(&text).map(|m| m.range()).collect();
            prop_assert_eq!(all, plain.find_iter(&text).map(|m| m.range()).collect::<Vec<_>>(), "{}", source);
            let groups: Vec<Vec<_>> = matcher.captures_iter(&text).map(|c| (0..plain.captures_len()).map(|i| c.get(i).map(|m| m.range())).collect()).collect();
            let wanted: Vec<Vec<_>> = plain.captures_iter(&text).map(|c| c.iter().map(|m| m.map(|m| m.range())).collect()).collect();
            prop_assert_eq!(groups, wanted, "{}", source);
            let named = matcher.captures(&text).and_then(|c| c.name("name").map(|m| m.range()));
            prop_assert_eq!(named, plain.captures(&text).and_then(|c| c.name("name").map(|m| m.range())), "{}", source);
        }
        prop_assert!(walked.find(&text).is_none() || walked.may_match(&Sketch::of(&text)), "{}", source);
    }
}
