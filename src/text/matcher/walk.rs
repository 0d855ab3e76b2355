//! Walking through the steps of a pattern: the first way that leads to the end,
//! in the order in which a regular expression prefers its ways.
//!
//! Ways are tried one after the other, which may take long where a pattern and a
//! text are made for it; so each walk has only so much fuel, and whoever runs out
//! of it asks the automaton.

use super::hit::Slots;
use super::steps::{Step, Steps};

/// The fuel is used up and nothing is known.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Exhausted;

/// A way that was not taken.
enum Way {
    /// On with step `pc` at byte `at`.
    Step { pc: usize, at: usize },
    /// The words from the `next`th on, at byte `at`.
    Words { pc: usize, at: usize, next: usize },
    /// The branches from the `next`th on.
    Branch { pc: usize, at: usize, next: usize },
    /// A run that ends at `at` may end earlier, but not before `least`.
    Shorter { pc: usize, least: usize, at: usize },
    /// A run that ends at `at` may take `left` more characters.
    Longer { pc: usize, at: usize, left: u32 },
    /// What a slot held before.
    Slot { slot: usize, held: Option<usize> },
}

/// A walk through the steps of a pattern over a text.
pub(super) struct Walk<'a> {
    pub steps: &'a Steps,
    pub text: &'a str,
    /// How many more steps it may take.
    pub fuel: u32,
}

impl Walk<'_> {
    /// The first match that starts at byte `from` or behind it: its end, with
    /// its groups in `slots`, where there are any.
    pub fn search(&mut self, from: usize, slots: &mut Slots) -> Result<Option<(usize, usize)>, Exhausted> {
        let mut ways = Vec::new();
        if self.steps.anchored {
            let end = if from == 0 { self.from(0, slots, &mut ways)? } else { None };
            return Ok(end.map(|end| (0, end)));
        }
        let text = self.text;
        let from = from.max(self.steps.reach.map_or(0, |reach| text.len().saturating_sub(reach)));
        let from = (from..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        let rest = text.get(from..).unwrap_or_default();
        // Passing over a character costs less than a step.
        self.fuel = self.fuel.checked_sub(rest.len() as u32 / 8).ok_or(Exhausted)?;
        for (at, c) in rest.char_indices().map(|(at, c)| (from + at, c)) {
            if self.steps.first.as_ref().is_some_and(|first| !first.has(c)) {
                continue;
            }
            if let Some(end) = self.from(at, slots, &mut ways)? {
                return Ok(Some((at, end)));
            }
        }
        let end = if self.steps.first.is_none() { self.from(text.len(), slots, &mut ways)? } else { None };
        Ok(end.map(|end| (text.len(), end)))
    }

    /// The end of the match that starts at byte `start`.
    fn from(&mut self, start: usize, slots: &mut Slots, ways: &mut Vec<Way>) -> Result<Option<usize>, Exhausted> {
        let (mut pc, mut at) = (0, start);
        ways.clear();
        loop {
            self.fuel = self.fuel.checked_sub(1).ok_or(Exhausted)?;
            let next = match self.steps.steps.get(pc) {
                Some(Step::Match) => return Ok(Some(at)),
                Some(step) => self.step(step, pc, at, slots, ways)?,
                None => None,
            };
            let next = match next {
                Some(next) => Some(next),
                None => self.back(slots, ways)?,
            };
            match next {
                Some(next) => (pc, at) = next,
                None => return Ok(None),
            }
        }
    }

    /// Where a step leads: the step behind it and the byte.
    fn step(
        &mut self,
        step: &Step,
        pc: usize,
        at: usize,
        slots: &mut Slots,
        ways: &mut Vec<Way>,
    ) -> Result<Option<(usize, usize)>, Exhausted> {
        let rest = self.text.get(at..).unwrap_or_default();
        Ok(match step {
            Step::Word(word) => rest.starts_with(&**word).then(|| (pc + 1, at + word.len())),
            Step::Words(_) => self.words(pc, at, 0, ways),
            Step::One(class) => rest.chars().next().filter(|c| class.has(*c)).map(|c| (pc + 1, at + c.len_utf8())),
            Step::Run(class, min, max, greedy) => {
                let (mut count, mut end, mut least) = (0, at, None);
                let most = if *greedy { *max } else { *min };
                let mut chars = rest.chars();
                loop {
                    if count == *min {
                        least = Some(end);
                    }
                    if count == most {
                        break;
                    }
                    let Some(c) = chars.next().filter(|c| class.has(*c)) else { break };
                    end += c.len_utf8();
                    count += 1;
                }
                self.fuel = self.fuel.checked_sub(count).ok_or(Exhausted)?;
                if let Some(least) = least {
                    if !greedy && max > min {
                        ways.push(Way::Longer { pc, at: end, left: max - min });
                    }
                    if least < end {
                        ways.push(Way::Shorter { pc: pc + 1, least, at: end });
                    }
                }
                least.map(|_| (pc + 1, end))
            }
            Step::Split(_) => self.branch(pc, at, 0, ways),
            Step::Jump(to) => Some((*to, at)),
            Step::Save(slot) => {
                if let Some(place) = slots.get_mut(*slot) {
                    ways.push(Way::Slot { slot: *slot, held: *place });
                    *place = Some(at);
                }
                Some((pc + 1, at))
            }
            Step::Start => (at == 0).then_some((pc + 1, at)),
            Step::End => rest.is_empty().then_some((pc + 1, at)),
            Step::Match => None,
        })
    }

    /// Takes the last way that was not taken.
    fn back(&mut self, slots: &mut Slots, ways: &mut Vec<Way>) -> Result<Option<(usize, usize)>, Exhausted> {
        while let Some(way) = ways.pop() {
            self.fuel = self.fuel.checked_sub(1).ok_or(Exhausted)?;
            let next = match way {
                Way::Step { pc, at } => Some((pc, at)),
                Way::Words { pc, at, next } => self.words(pc, at, next, ways),
                Way::Branch { pc, at, next } => self.branch(pc, at, next, ways),
                Way::Shorter { pc, least, at } => {
                    let before = self.text.get(..at).and_then(|t| t.chars().next_back()).map_or(0, char::len_utf8);
                    let at = at - before;
                    if at > least {
                        ways.push(Way::Shorter { pc, least, at });
                    }
                    Some((pc, at))
                }
                Way::Longer { pc, at, left } => match (self.steps.steps.get(pc), self.text.get(at..).and_then(|t| t.chars().next())) {
                    (Some(Step::Run(class, ..)), Some(c)) if class.has(c) => {
                        let at = at + c.len_utf8();
                        if left > 1 {
                            ways.push(Way::Longer { pc, at, left: left - 1 });
                        }
                        Some((pc + 1, at))
                    }
                    _ => None,
                },
                Way::Slot { slot, held } => {
                    if let Some(place) = slots.get_mut(slot) {
                        *place = held;
                    }
                    None
                }
            };
            if next.is_some() {
                return Ok(next);
            }
        }
        Ok(None)
    }

    /// The first of the words from the `next`th on that stands at a byte.
    fn words(&mut self, pc: usize, at: usize, next: usize, ways: &mut Vec<Way>) -> Option<(usize, usize)> {
        let Some(Step::Words(words)) = self.steps.steps.get(pc) else { return None };
        let rest = self.text.get(at..).unwrap_or_default();
        let (index, word) = words.iter().enumerate().skip(next).find(|(_, word)| rest.starts_with(&***word))?;
        if index + 1 < words.len() {
            ways.push(Way::Words { pc, at, next: index + 1 });
        }
        Some((pc + 1, at + word.len()))
    }

    /// The `next`th of the branches of a step.
    fn branch(&mut self, pc: usize, at: usize, next: usize, ways: &mut Vec<Way>) -> Option<(usize, usize)> {
        let Some(Step::Split(branches)) = self.steps.steps.get(pc) else { return None };
        match next + 1 {
            last if last + 1 == branches.len() => ways.push(Way::Step { pc: *branches.get(last)?, at }),
            more if more < branches.len() => ways.push(Way::Branch { pc, at, next: more }),
            _ => {}
        }
        Some((*branches.get(next)?, at))
    }
}
