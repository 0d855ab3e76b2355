//! Regular expressions that cost nothing until a text could match, and little
//! until many texts could.
//!
//! Compiling one to an automaton takes as long as reading several pages, and most
//! of the tables' patterns never meet their words in a report. So the words that
//! every match must hold are drawn from the pattern first (`needs`); only a text
//! that has them is looked at. The first texts are walked through step by step
//! (`walk`), for which nothing has to be compiled; a pattern that has been walked
//! as long as compiling it would have taken gets its automaton. Both find the
//! same matches.

mod class;
mod hit;
mod needs;
mod node;
mod steps;
mod walk;

pub use hit::{Captures, Match};

use super::sketch::Sketch;
use super::width::either_width;
use hit::Slots;
use needs::Needs;
use node::Node;
use regex::{Regex, RegexBuilder};
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use steps::Steps;
use walk::Walk;

/// Largest compiled program, in bytes. Enough for every pattern a person
/// writes; a pattern from an untrusted folder cannot take more.
const SIZE_LIMIT: usize = 2 << 20;
/// Deepest nesting.
const NEST_LIMIT: u32 = 40;
/// So many steps are walked before a pattern is compiled.
const PATIENCE: u32 = 100_000;

/// A regular expression in which a full-width mark (`（，：`) stands for both
/// widths. It matches in time linear to the text, whatever it says.
#[derive(Debug)]
pub struct Matcher {
    source: Box<str>,
    needs: OnceLock<Needs>,
    parts: OnceLock<Parts>,
    /// How many steps have been walked.
    walked: AtomicU32,
    regex: OnceLock<Option<Regex>>,
}

/// What a pattern is made of.
#[derive(Debug)]
struct Parts {
    /// None where it asks for what they cannot do.
    steps: Option<Steps>,
    /// The names of the groups, those without one included.
    names: Arc<[Option<Box<str>>]>,
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
        let walked = AtomicU32::new(0);
        Self { source: source.into(), needs: OnceLock::new(), parts: OnceLock::new(), walked, regex: OnceLock::new() }
    }

    /// As it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it matches anywhere in a text.
    pub fn is_match<'t>(&self, hay: impl Into<Hay<'t>>) -> bool {
        let hay = hay.into();
        self.may_be_in(hay) && self.search(hay.text, 0, &mut [], |regex| regex.is_match(hay.text).then_some((0, 0))).is_some()
    }

    /// Bytes of the first match.
    pub fn find<'t>(&self, hay: impl Into<Hay<'t>>) -> Option<Range<usize>> {
        let hay = hay.into();
        if self.may_be_in(hay) { self.find_at(hay.text, 0) } else { None }
    }

    /// The first match with its named groups.
    pub fn captures<'t>(&self, hay: impl Into<Hay<'t>>) -> Option<Captures<'t>> {
        let hay = hay.into();
        if self.may_be_in(hay) { self.captures_at(hay.text, 0) } else { None }
    }

    /// All matches.
    pub fn find_iter<'t>(&'t self, hay: impl Into<Hay<'t>>) -> impl Iterator<Item = Match<'t>> {
        let hay = hay.into();
        let find = move |from| Some(Match::new(hay.text, self.find_at(hay.text, from)?));
        all(hay.text, self.may_be_in(hay), find, Match::range)
    }

    /// All matches with their groups.
    pub fn captures_iter<'t>(&'t self, hay: impl Into<Hay<'t>>) -> impl Iterator<Item = Captures<'t>> {
        let hay = hay.into();
        let find = move |from| self.captures_at(hay.text, from);
        all(hay.text, self.may_be_in(hay), find, |captures| captures.get(0).map_or(0..0, |whole| whole.range()))
    }

    /// Whether a text with this sketch may hold a match. Where this is false, it holds none.
    pub fn may_match(&self, sketch: &Sketch) -> bool {
        self.needs().may_be_met(sketch)
    }

    /// Whether it can be walked; else the first text that could match gets it compiled.
    #[cfg(test)]
    pub(crate) fn walks(&self) -> bool {
        self.parts().steps.is_some()
    }

    fn needs(&self) -> &Needs {
        self.needs.get_or_init(|| Node::read(&self.source).map(|read| Needs::of(&read.node)).unwrap_or_default())
    }

    fn parts(&self) -> &Parts {
        self.parts.get_or_init(|| match Node::read(&self.source) {
            Some(read) => Parts { steps: Steps::of(&read.node), names: read.names.into() },
            None => Parts {
                steps: None,
                names: self.regex().map(|regex| regex.capture_names().map(|n| n.map(Box::from)).collect()).unwrap_or_default(),
            },
        })
    }

    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| compile(&self.source).ok()).as_ref()
    }

    /// Whether a text has the words that a match needs.
    fn may_be_in(&self, hay: Hay<'_>) -> bool {
        hay.sketch.is_none_or(|sketch| self.may_match(sketch)) && self.needs().are_met(hay.text)
    }

    fn find_at(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let (start, end) = self.search(text, from, &mut [], |regex| regex.find_at(text, from).map(|m| (m.start(), m.end())))?;
        Some(start..end)
    }

    fn captures_at<'t>(&self, text: &'t str, from: usize) -> Option<Captures<'t>> {
        let mut slots = vec![None; self.parts().names.len() * 2].into_boxed_slice();
        let mut compiled = None;
        let (start, end) = self.search(text, from, &mut slots, |regex| {
            let captures = regex.captures_at(text, from)?;
            compiled = Some(captures.iter().flat_map(|group| [group.map(|g| g.start()), group.map(|g| g.end())]).collect());
            captures.get(0).map(|whole| (whole.start(), whole.end()))
        })?;
        let mut slots = compiled.unwrap_or(slots);
        if let Some([first, last]) = slots.get_mut(..2) {
            (*first, *last) = (Some(start), Some(end));
        }
        Some(Captures::new(text, slots, self.parts().names.clone()))
    }

    /// The first match from byte `from` on: walked, or found by `compiled`.
    fn search(
        &self,
        text: &str,
        from: usize,
        slots: &mut Slots,
        compiled: impl FnOnce(&Regex) -> Option<(usize, usize)>,
    ) -> Option<(usize, usize)> {
        let fuel = PATIENCE.saturating_sub(self.walked.load(Ordering::Relaxed));
        if self.regex.get().is_none()
            && fuel > 0
            && let Some(steps) = &self.parts().steps
        {
            let mut walk = Walk { steps, text, fuel };
            let found = walk.search(from, slots);
            self.walked.fetch_add(fuel - walk.fuel, Ordering::Relaxed);
            if let Ok(found) = found {
                return found;
            }
        }
        compiled(self.regex()?)
    }
}

/// All that `find` finds in a text, from one match to the next. An empty match
/// directly behind the last one is none.
fn all<'t, T>(
    text: &'t str,
    may_be_in: bool,
    find: impl Fn(usize) -> Option<T> + 't,
    range: impl Fn(&T) -> Range<usize> + 't,
) -> impl Iterator<Item = T> {
    let mut from = may_be_in.then_some(0);
    let mut last = None;
    std::iter::from_fn(move || {
        let mut found = find(from.take()?)?;
        let here = range(&found);
        if here.is_empty() && last == Some(here.end) {
            found = find(here.end + text.get(here.end..)?.chars().next()?.len_utf8())?;
        }
        last = Some(range(&found).end);
        from = last;
        Some(found)
    })
}

fn compile(source: &str) -> Result<Regex, String> {
    RegexBuilder::new(&either_width(source))
        .size_limit(SIZE_LIMIT)
        .dfa_size_limit(SIZE_LIMIT)
        .nest_limit(NEST_LIMIT)
        .build()
        .map_err(|e| e.to_string().lines().last().unwrap_or_default().trim().to_owned())
}

#[cfg(test)]
mod tests;
