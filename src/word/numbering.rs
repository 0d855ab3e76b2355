//! Automatic numbers: what `numbering.xml` defines and the counters of a document.
//!
//! ECMA-376 part 1, 17.9. Two `w:num` on one `w:abstractNum` share its counters;
//! a start override counts once, where the `w:num` is first used.

use super::number_format::format_number;
use super::xml::Element;
use std::collections::{HashMap, HashSet};

/// Levels of a list.
const LEVELS: usize = 9;

/// One level of a list.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    /// The label with %1 … %9 for the numbers.
    text: String,
    /// What stands behind the label: nothing, or a blank for a tab or a space.
    suffix: Suffix,
    /// The level (1-based) whose use restarts this one; 0 for none.
    restart: Option<u32>,
    /// All numbers in digits.
    legal: bool,
    /// The paragraph style that is bound to it.
    style: Option<String>,
}

/// What parts a label from its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suffix {
    /// Nothing.
    Nothing,
    /// A space.
    Space,
    /// A tab.
    Tab,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, format: "decimal".into(), text: String::new(), suffix: Suffix::Tab, restart: None, legal: false, style: None }
    }
}

#[derive(Debug, Default)]
struct AbstractNum {
    levels: HashMap<usize, Level>,
    /// The numbering style that defines it in its place.
    style_link: Option<String>,
}

#[derive(Debug, Default)]
struct Num {
    abstract_id: i64,
    overrides: HashMap<usize, Level>,
    starts: HashMap<usize, u32>,
}

/// The definitions of `numbering.xml`.
#[derive(Debug, Default)]
pub struct Numbering {
    abstracts: HashMap<i64, AbstractNum>,
    nums: HashMap<i64, Num>,
}

impl Numbering {
    /// Reads the root of `numbering.xml`.
    pub fn read(root: Element<'_>) -> Self {
        let mut numbering = Self::default();
        for element in root.elements() {
            match element.name() {
                "abstractNum" => {
                    let Some(id) = id_of(element, "abstractNumId") else { continue };
                    let levels =
                        element.elements().filter(|e| e.name() == "lvl").filter_map(|e| Some((level_index(e)?, read_level(e)))).collect();
                    let style_link = element.child("numStyleLink").and_then(Element::val);
                    numbering.abstracts.insert(id, AbstractNum { levels, style_link });
                }
                "num" => {
                    let Some(id) = id_of(element, "numId") else { continue };
                    let mut num =
                        Num { abstract_id: element.child("abstractNumId").and_then(Element::number).unwrap_or(-1), ..Num::default() };
                    for change in element.elements().filter(|e| e.name() == "lvlOverride") {
                        let Some(level) = level_index(change) else { continue };
                        if let Some(start) = change.child("startOverride").and_then(Element::number) {
                            num.starts.insert(level, start.clamp(0, i64::from(u32::MAX)) as u32);
                        }
                        if let Some(definition) = change.child("lvl") {
                            num.overrides.insert(level, read_level(definition));
                        }
                    }
                    numbering.nums.insert(id, num);
                }
                _ => {}
            }
        }
        numbering
    }

    /// Puts the definition of a numbering style where a list only refers to it;
    /// `number_of` gives the `numId` of such a style.
    pub fn resolve_links(&mut self, number_of: impl Fn(&str) -> Option<i64>) {
        let links: Vec<(i64, HashMap<usize, Level>)> = self
            .abstracts
            .iter()
            .filter_map(|(id, definition)| {
                let num = self.nums.get(&number_of(definition.style_link.as_deref()?)?)?;
                Some((*id, self.abstracts.get(&num.abstract_id)?.levels.clone()))
            })
            .collect();
        for (id, levels) in links {
            if let Some(definition) = self.abstracts.get_mut(&id).filter(|d| d.levels.is_empty()) {
                definition.levels = levels;
            }
        }
    }

    /// The level of a list that is bound to a paragraph style.
    pub fn level_of_style(&self, num_id: i64, style: &str) -> Option<usize> {
        let num = self.nums.get(&num_id)?;
        let levels = &self.abstracts.get(&num.abstract_id)?.levels;
        (0..LEVELS).find(|l| num.overrides.get(l).or_else(|| levels.get(l)).is_some_and(|d| d.style.as_deref() == Some(style)))
    }

    fn level<'n>(&'n self, num: &'n Num, level: usize) -> Option<&'n Level> {
        num.overrides.get(&level).or_else(|| self.abstracts.get(&num.abstract_id)?.levels.get(&level))
    }
}

fn id_of(element: Element<'_>, name: &str) -> Option<i64> {
    element.attribute(name)?.trim().parse().ok()
}

fn level_index(element: Element<'_>) -> Option<usize> {
    id_of(element, "ilvl").and_then(|l| usize::try_from(l).ok()).filter(|l| *l < LEVELS)
}

fn read_level(element: Element<'_>) -> Level {
    let mut level = Level::default();
    for property in element.elements() {
        match property.name() {
            "start" => level.start = property.number().map_or(1, |n| n.clamp(0, i64::from(u32::MAX)) as u32),
            "numFmt" => level.format = property.val().unwrap_or_default(),
            // A format of a newer Word, with one for older readers beside it.
            "AlternateContent" => {
                if let Some(format) = property.path(&["Fallback", "numFmt"]).and_then(Element::val) {
                    level.format = format;
                }
            }
            "lvlText" => level.text = property.val().unwrap_or_default(),
            "suff" => {
                level.suffix = match property.val().as_deref() {
                    Some("nothing") => Suffix::Nothing,
                    Some("space") => Suffix::Space,
                    _ => Suffix::Tab,
                }
            }
            "lvlRestart" => level.restart = property.number().and_then(|n| u32::try_from(n).ok()),
            "isLgl" => level.legal = property.is_on(),
            "pStyle" => level.style = property.val(),
            _ => {}
        }
    }
    level
}

/// A label as Word shows it.
#[derive(Debug, PartialEq, Eq)]
pub struct Label {
    /// Its text; empty for a bullet.
    pub text: String,
    /// What parts it from the paragraph's text.
    pub suffix: Suffix,
    /// Whether it is a bullet.
    pub is_bullet: bool,
}

/// The counters while the paragraphs of a document are read in order.
#[derive(Debug, Default)]
pub struct Counters {
    /// For each `w:abstractNum` the last number given on each level.
    last: HashMap<i64, [Option<u32>; LEVELS]>,
    /// The `w:num` and levels whose start override has been used.
    started: HashSet<(i64, usize)>,
}

impl Counters {
    /// Counts a paragraph and gives its label; `None` where nothing is defined.
    pub fn next(&mut self, numbering: &Numbering, num_id: i64, level: usize) -> Option<Label> {
        let num = numbering.nums.get(&num_id)?;
        let definition = numbering.level(num, level)?;
        let last = self.last.entry(num.abstract_id).or_default();
        let restart = num.starts.get(&level).filter(|_| self.started.insert((num_id, level)));
        if let Some(counter) = last.get_mut(level) {
            *counter = Some(match (restart, *counter) {
                (Some(start), _) => *start,
                (None, Some(before)) => before.saturating_add(1),
                (None, None) => num.starts.get(&level).copied().unwrap_or(definition.start),
            });
        }
        for below in level + 1..LEVELS {
            let restarts = match numbering.level(num, below).and_then(|l| l.restart) {
                Some(at) => level < at as usize,
                None => true,
            };
            if let Some(counter) = last.get_mut(below).filter(|_| restarts) {
                *counter = None;
            }
        }
        if definition.format == "bullet" {
            return Some(Label { text: String::new(), suffix: definition.suffix, is_bullet: true });
        }
        let number = |of: usize| {
            let other = numbering.level(num, of)?;
            let value = last.get(of).copied().flatten().unwrap_or(other.start);
            Some(if definition.legal { value.to_string() } else { format_number(&other.format, value) })
        };
        let mut text = String::new();
        let mut chars = definition.text.chars().peekable();
        while let Some(c) = chars.next() {
            let digit = chars.peek().and_then(|d| d.to_digit(10)).filter(|d| c == '%' && *d > 0);
            match digit {
                Some(digit) => {
                    chars.next();
                    text.push_str(&number(digit as usize - 1).unwrap_or_default());
                }
                None => text.push(c),
            }
        }
        Some(Label { text, suffix: definition.suffix, is_bullet: false })
    }
}
