//! Sets of characters.

use regex_syntax::hir::{Class as Known, HirKind};

/// A set of characters: ranges in order, none of which touches another.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Class(Box<[(char, char)]>);

impl Class {
    /// Of ranges in any order.
    pub fn of(mut ranges: Vec<(char, char)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(char, char)> = Vec::with_capacity(ranges.len());
        for (from, to) in ranges {
            match merged.last_mut() {
                Some(last) if from <= last.1 || next(last.1) == Some(from) => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Self(merged.into())
    }

    /// Of a class that Unicode has a name for, as patterns write it.
    pub fn named(source: &str) -> Self {
        let hir = regex_syntax::parse(source);
        match hir.as_ref().map(|hir| hir.kind()) {
            Ok(HirKind::Class(Known::Unicode(class))) => Self::of(class.iter().map(|r| (r.start(), r.end())).collect()),
            _ => Self::default(),
        }
    }

    /// All other characters.
    pub fn others(&self) -> Self {
        let mut others = Vec::with_capacity(self.0.len() + 1);
        let mut from = Some('\0');
        for (first, last) in &self.0 {
            if let (Some(from), Some(to)) = (from, before(*first))
                && from <= to
            {
                others.push((from, to));
            }
            from = next(*last);
        }
        others.extend(from.map(|from| (from, char::MAX)));
        Self(others.into())
    }

    /// Its ranges.
    pub fn ranges(&self) -> impl Iterator<Item = (char, char)> {
        self.0.iter().copied()
    }

    /// How many characters it holds.
    pub fn size(&self) -> usize {
        self.0.iter().map(|(from, to)| *to as usize - *from as usize + 1).sum()
    }

    /// Whether it holds `c`.
    #[inline]
    pub fn has(&self, c: char) -> bool {
        match &*self.0 {
            few if few.len() <= 4 => few.iter().any(|(from, to)| (*from..=*to).contains(&c)),
            many => many.get(many.partition_point(|(_, to)| *to < c)).is_some_and(|(from, _)| *from <= c),
        }
    }
}

fn next(c: char) -> Option<char> {
    if c == '\u{D7FF}' { Some('\u{E000}') } else { char::from_u32(c as u32 + 1) }
}

fn before(c: char) -> Option<char> {
    if c == '\u{E000}' { Some('\u{D7FF}') } else { (c as u32).checked_sub(1).and_then(char::from_u32) }
}

#[cfg(test)]
mod tests {
    use super::Class;

    #[test]
    fn others_are_all_but_these() {
        let class = Class::of(vec![('c', 'd'), ('a', 'a'), ('b', 'b'), ('\u{E000}', char::MAX)]);
        assert_eq!(class.ranges().collect::<Vec<_>>(), [('a', 'd'), ('\u{E000}', char::MAX)]);
        assert_eq!(class.others().ranges().collect::<Vec<_>>(), [('\0', '`'), ('e', '\u{D7FF}')]);
        assert_eq!(class.others().others(), class);
        assert_eq!(Class::default().others().others(), Class::default());
        assert!(Class::named("\\d").has('７') && !Class::named("\\d").has('七'));
    }
}
