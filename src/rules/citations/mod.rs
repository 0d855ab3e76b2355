//! NB6: what reports cite.

pub mod citation_superseded;
pub mod citation_title;
pub mod citation_years;
pub mod inconsistent_citation;
mod slip;

use crate::text::width::squeeze;
use crate::words;

/// Whether the words in front of a title say that a place issued it: 市政府《…》,
/// 印发《…》. A national organ in front of the verb takes that back.
pub(crate) fn is_local(text: &str, title: usize) -> bool {
    let table = words::citing();
    let before = text.get(..title).unwrap_or_default();
    let start = before.char_indices().rev().nth(23).map_or(0, |(i, _)| i);
    let clause = squeeze(before.get(start..).unwrap_or_default());
    table.local.is_match(&clause) && !table.national.is_match(&clause)
}

#[cfg(test)]
mod tests {
    #[test]
    fn who_issued_a_title() {
        let local = |before: &str| super::is_local(before, before.len());
        for text in ["县委县政府", "全市认真落实省政府", "我县制定", "印发了", "落实市委、市政府印发的"] {
            assert!(local(text), "{text}");
        }
        for text in ["我市认真贯彻落实", "贯彻中共中央、国务院印发的", "对照", "", "国务院印发"] {
            assert!(!local(text), "{text}");
        }
    }
}
