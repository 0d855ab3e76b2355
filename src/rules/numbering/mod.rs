//! NB2: heading marks and numbering.

pub mod enumeration_sequence;
pub mod heading_level;
pub mod heading_mark;
pub mod heading_sequence;
pub mod heading_stop;
pub mod run_in_heading_stop;
mod sequence;
