//! What an office is called after.

use super::lexicon::{GroupId, Lexicon};

/// The name of who reports. In its own report what it is called after tells
/// nothing: a bureau of audit names audit in each sentence, a county itself.
#[derive(Clone, Debug, Default)]
pub struct OwnName {
    name: Box<str>,
    groups: Vec<GroupId>,
}

impl OwnName {
    /// Reads the name of an issuer (云岭县审计局); none is known where it is empty.
    pub fn of(name: &str) -> Self {
        let hits = Lexicon::get().find(name);
        Self { name: name.into(), groups: hits.iter().flat_map(|hit| hit.groups).copied().collect() }
    }

    /// Whether the office is called after a matter.
    pub(super) fn is_called_after(&self, group: GroupId) -> bool {
        self.groups.contains(&group)
    }

    /// What is left of a text without the passages of two characters and more
    /// that stand in the name too.
    pub(super) fn apart<'t>(&self, text: &'t str) -> Vec<&'t str> {
        if self.name.is_empty() {
            return vec![text];
        }
        let mut left = Vec::new();
        let (mut from, mut at) = (0, 0);
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let ends = rest.char_indices().map(|(start, c)| start + c.len_utf8());
            let shared = ends.take_while(|end| rest.get(..*end).is_some_and(|part| self.name.contains(part)));
            let (count, length) = shared.fold((0, 0), |(count, _), end| (count + 1, end));
            if count < 2 {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            }
            left.extend(text.get(from..at).filter(|part| !part.is_empty()));
            at += length;
            from = at;
        }
        left.extend(text.get(from..).filter(|part| !part.is_empty()));
        left
    }
}
