//! NB8: what shows only beside other reports.

pub mod copied_passage;
pub mod figure_conflict;
pub mod foreign_place;
mod own_name;
pub mod unreported_plan;
