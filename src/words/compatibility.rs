//! Characters that only look like Chinese ones.

use serde::{Deserialize, Deserializer};
use std::collections::HashMap;

/// What such characters stand for.
#[derive(Debug, Default)]
pub struct Pairs(HashMap<char, char>);

impl Pairs {
    /// The Chinese character that `c` looks like; `None` where it is one itself.
    pub fn meant(&self, c: char) -> Option<char> {
        self.0.get(&c).copied()
    }
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let lines = Vec::<String>::deserialize(from)?;
        let mut pairs = HashMap::new();
        for line in &lines {
            let mut chars = line.chars();
            while let (Some(like), Some(meant)) = (chars.next(), chars.next()) {
                pairs.insert(like, meant);
            }
        }
        Ok(Self(pairs))
    }
}

/// The table.
#[derive(Debug, Default, Deserialize)]
struct Compatibility {
    pairs: Pairs,
}

super::table!(
    /// The table of `compatibility-character`, read when a text first holds a character of these blocks.
    compatibility: Compatibility = "compatibility.json", pairs: Pairs
);

#[cfg(test)]
mod tests {
    use crate::text::width::is_compatibility;

    #[test]
    fn each_stands_for_a_character_that_is_none_of_them() {
        let pairs = super::compatibility();
        assert!(pairs.0.len() > 1000 && pairs.0.iter().all(|(like, meant)| is_compatibility(*like) && !is_compatibility(*meant)));
        assert_eq!((pairs.meant('\u{2EA0}'), pairs.meant('\u{F900}')), (Some('民'), Some('豈')));
        assert_eq!((pairs.meant('\u{2F45}'), pairs.meant('方')), (Some('方'), None));
    }
}
