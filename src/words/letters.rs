//! A set of characters that many characters are looked up in.

use serde::{Deserialize, Deserializer};

/// Characters of a table, written there as one string. Most characters are told
/// not to be among them by one look.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    /// A bit for each, by its lowest bits.
    seen: [u64; 4],
    all: Box<[char]>,
}

impl Letters {
    /// Whether `c` is one of them.
    #[inline]
    pub fn has(&self, c: char) -> bool {
        let (slot, bit) = place(c);
        self.seen.get(slot).is_some_and(|bits| bits & bit != 0) && self.all.contains(&c)
    }

    /// Each of them, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = char> {
        self.all.iter().copied()
    }

    /// Whether the last character of `text` is one of them.
    pub fn end(&self, text: &str) -> bool {
        text.chars().next_back().is_some_and(|c| self.has(c))
    }
}

#[inline]
fn place(c: char) -> (usize, u64) {
    (c as usize >> 6 & 3, 1 << (c as u32 & 63))
}

impl From<&str> for Letters {
    fn from(letters: &str) -> Self {
        let mut seen = [0; 4];
        for (slot, bit) in letters.chars().map(place) {
            if let Some(bits) = seen.get_mut(slot) {
                *bits |= bit;
            }
        }
        Self { seen, all: letters.chars().collect() }
    }
}

impl<'de> Deserialize<'de> for Letters {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self::from(String::deserialize(from)?.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::Letters;

    #[test]
    fn letters_are_those_of_the_table() {
        let letters = Letters::from("省市县");
        // A character with the lowest bits of 县.
        let twin = char::from_u32('县' as u32 ^ 0x1000).unwrap();
        assert!(letters.has('市') && letters.end("云岭县") && !letters.has(twin) && !letters.has('区') && !letters.end(""));
    }
}
