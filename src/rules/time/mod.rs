//! NB3: years, dates and days.

pub mod anachronism;
pub mod bare_year;
pub mod date_form;
pub mod late_date;
pub mod stale_future;
pub mod year_mismatch;

use crate::syntax::{Block, Local};

/// Whether a place lies inside 《》.
fn in_title(block: &Block, at: u32) -> bool {
    let before = block.get(&(0..at));
    let (open, close) = (before.rfind('《'), before.rfind('》'));
    open.is_some_and(|o| close.is_none_or(|c| c < o)) && block.get(&(at..block.text.len() as u32)).contains('》')
}

/// The range of a match inside a block.
fn local(range: std::ops::Range<usize>) -> Local {
    range.start as u32..range.end as u32
}
