//! Regular expressions that cost nothing until a text could match.
//!
//! Compiling one takes as long as reading several pages, and most of the tables'
//! patterns never meet their words in a report. So the words that every match
//! must hold are drawn from the pattern first; only a text that has them gets
//! the pattern compiled and run.

use super::sketch::{Sketch, Word};
use super::width::either_width;
use regex::{Captures, Match, Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind};
use std::ops::Range;
use std::sync::OnceLock;

/// Largest compiled program, in bytes. Enough for every pattern a person
/// writes; a pattern from an untrusted folder cannot take more.
const SIZE_LIMIT: usize = 2 << 20;
/// Deepest nesting.
const NEST_LIMIT: u32 = 40;
/// More words than this are no help in telling texts apart.
const MOST_WORDS: usize = 48;

/// A regular expression in which a full-width mark (`（，：`) stands for both
/// widths. It matches in time linear to the text, whatever it says.
#[derive(Debug)]
pub struct Matcher {
    source: Box<str>,
    needs: OnceLock<Needs>,
    regex: OnceLock<Option<Regex>>,
}

/// A text to look for matches in, with what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Hay<'t> {
    /// The text.
    pub text: &'t str,
    /// The sketch of this text, or of one that it is cut from.
    pub sketch: Option<&'t Sketch>,
}

impl<'t> From<&'t str> for Hay<'t> {
    fn from(text: &'t str) -> Self {
        Self { text, sketch: None }
    }
}

impl<'t> From<&'t String> for Hay<'t> {
    fn from(text: &'t String) -> Self {
        Self::from(text.as_str())
    }
}

impl<'t> From<&'t Box<str>> for Hay<'t> {
    fn from(text: &'t Box<str>) -> Self {
        Self::from(&**text)
    }
}

impl Clone for Matcher {
    fn clone(&self) -> Self {
        Self::trusted(&self.source)
    }
}

impl Matcher {
    /// Compiles a pattern of which nothing is known.
    ///
    /// # Errors
    /// When it is no regular expression, or one that is too large.
    pub fn new(source: &str) -> Result<Self, String> {
        let regex = compile(source)?;
        Ok(Self { regex: OnceLock::from(Some(regex)), ..Self::trusted(source) })
    }

    /// A pattern of our own, which is compiled when it is needed. One that is no
    /// regular expression matches nothing; the tests of its table compile it.
    pub fn trusted(source: &str) -> Self {
        Self { source: source.into(), needs: OnceLock::new(), regex: OnceLock::new() }
    }

    /// As it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it matches anywhere in a text.
    pub fn is_match<'t>(&self, hay: impl Into<Hay<'t>>) -> bool {
        let hay = hay.into();
        self.for_text(hay).is_some_and(|regex| regex.is_match(hay.text))
    }

    /// Bytes of the first match.
    pub fn find<'t>(&self, hay: impl Into<Hay<'t>>) -> Option<Range<usize>> {
        let hay = hay.into();
        Some(self.for_text(hay)?.find(hay.text)?.range())
    }

    /// The first match with its named groups.
    pub fn captures<'t>(&self, hay: impl Into<Hay<'t>>) -> Option<Captures<'t>> {
        let hay = hay.into();
        self.for_text(hay)?.captures(hay.text)
    }

    /// All matches.
    pub fn find_iter<'t>(&'t self, hay: impl Into<Hay<'t>>) -> impl Iterator<Item = Match<'t>> {
        let hay = hay.into();
        self.for_text(hay).into_iter().flat_map(move |regex| regex.find_iter(hay.text))
    }

    /// All matches with their groups.
    pub fn captures_iter<'t>(&'t self, hay: impl Into<Hay<'t>>) -> impl Iterator<Item = Captures<'t>> {
        let hay = hay.into();
        self.for_text(hay).into_iter().flat_map(move |regex| regex.captures_iter(hay.text))
    }

    /// Whether a text with this sketch may hold a match. Where this is false, it holds none.
    pub fn may_match(&self, sketch: &Sketch) -> bool {
        self.needs().0.iter().all(|words| words.iter().any(|word| sketch.may_hold(word)))
    }

    fn needs(&self) -> &Needs {
        self.needs.get_or_init(|| Needs::of(&self.source))
    }

    /// The compiled pattern, if a text has the words that it needs.
    fn for_text(&self, hay: Hay<'_>) -> Option<&Regex> {
        if hay.sketch.is_some_and(|sketch| !self.may_match(sketch)) || !self.needs().are_met(hay.text) {
            return None;
        }
        self.regex.get_or_init(|| compile(&self.source).ok()).as_ref()
    }
}

fn compile(source: &str) -> Result<Regex, String> {
    RegexBuilder::new(&either_width(source))
        .size_limit(SIZE_LIMIT)
        .dfa_size_limit(SIZE_LIMIT)
        .nest_limit(NEST_LIMIT)
        .build()
        .map_err(|e| e.to_string().lines().last().unwrap_or_default().trim().to_owned())
}

/// Lists of words; a match holds at least one word of each list.
#[derive(Debug, Default)]
struct Needs(Vec<Vec<Word>>);

impl Needs {
    fn of(source: &str) -> Self {
        let mut needs = Self::default();
        let parsed = regex_syntax::ParserBuilder::new().nest_limit(NEST_LIMIT).build().parse(&either_width(source));
        if let Ok(hir) = parsed {
            needs.gather(&hir);
        }
        // What few words can tell is asked first.
        needs.0.sort_by_key(Vec::len);
        needs
    }

    fn are_met(&self, text: &str) -> bool {
        self.0.iter().all(|words| words.iter().any(|word| text.contains(word.as_str())))
    }

    fn gather(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.gather(part)),
            HirKind::Capture(group) => self.gather(&group.sub),
            HirKind::Repetition(repeated) if repeated.min > 0 => self.gather(&repeated.sub),
            _ => self.0.extend(any_of(hir).filter(|words| !words.is_empty()).map(|words| words.iter().map(|w| Word::of(w)).collect())),
        }
    }
}

/// Words of which every match holds at least one; `None` where there are no such.
fn any_of(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![std::str::from_utf8(&literal.0).ok()?.to_owned()]),
        HirKind::Class(Class::Unicode(class)) => {
            let size: usize = class.iter().map(|r| r.end() as usize - r.start() as usize + 1).sum();
            (size <= 12).then(|| class.iter().flat_map(|r| r.start()..=r.end()).map(String::from).collect())
        }
        HirKind::Capture(group) => any_of(&group.sub),
        HirKind::Repetition(repeated) if repeated.min > 0 => any_of(&repeated.sub),
        // The part whose shortest word is longest tells most.
        HirKind::Concat(parts) => parts.iter().filter_map(any_of).max_by_key(|words| words.iter().map(String::len).min()),
        HirKind::Alternation(branches) => {
            let words: Vec<String> = branches.iter().map(any_of).collect::<Option<Vec<_>>>()?.concat();
            (words.len() <= MOST_WORDS).then_some(words)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn needs(source: &str) -> Vec<Vec<String>> {
        Needs::of(source).0.iter().map(|words| words.iter().map(|w| w.as_str().to_owned()).collect()).collect()
    }

    #[test]
    fn what_a_match_must_hold() {
        assert_eq!(needs("截止到?目前"), [["截止"], ["目前"]]);
        assert_eq!(needs("(?:但|仍)[^。]{0,60}(?:存在|有)(?:着)?问题"), [vec!["问题"], vec!["仍", "但"], vec!["存在", "有"]]);
        assert_eq!(needs("（[一-龥]+年）"), [vec!["年"], vec!["(", "（"], vec![")", "）"]]);
        assert!(needs("[^。]{3,5}").is_empty() && needs("(?:甲|.)").is_empty() && needs("甲*").is_empty());
    }

    #[test]
    fn a_pattern_that_is_none_is_refused_or_matches_nothing() {
        assert!(Matcher::new("(").is_err());
        assert!(!Matcher::trusted("(").is_match("("));
    }

    proptest! {
        /// With the words or without them: the same matches.
        #[test]
        fn words_hide_no_match(
            parts in prop::collection::vec(prop::sample::select(&["甲", "乙丙", "(?:甲|乙)", "[甲乙]", ".{0,2}", "丙?", "(?:丁甲|乙)+", "^", "（", "[^丙]"][..]), 1..5),
            text in "[甲乙丙丁(（]{0,8}",
        ) {
            let source = parts.concat();
            let plain = Regex::new(&either_width(&source)).unwrap();
            let matcher = Matcher::trusted(&source);
            prop_assert_eq!(matcher.find(&text), plain.find(&text).map(|m| m.range()), "{}", source);
            prop_assert!(matcher.find(&text).is_none() || matcher.may_match(&Sketch::of(&text)), "{}", source);
        }
    }
}
