//! NB3: years, dates and days.

pub mod anachronism;
pub mod bare_year;
pub mod date_form;
pub mod late_date;
mod periods;
pub mod stale_future;
pub mod stale_plenum_list;
mod stated_years;
pub mod year_mismatch;

use crate::facts::{Plenum, register};
use crate::syntax::{Block, Local, chinese_value};

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

/// The plenums that a list names (二中、三中) of a congress, those only whose rows were re-read.
fn plenums(congress: &str, list: &str) -> impl Iterator<Item = &'static Plenum> {
    let congress = chinese_value(congress);
    let numbers: Vec<u32> = list.chars().filter_map(|c| chinese_value(&c.to_string())).collect();
    register().plenums.iter().filter(move |p| p.re_read && Some(p.congress) == congress && numbers.contains(&p.plenum))
}
