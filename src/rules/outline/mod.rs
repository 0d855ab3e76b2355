//! NB1: the parts a report is expected to have.

pub(super) mod absence;
pub mod duplicate_section;
pub mod empty_section;
pub mod missing_cause;
pub mod missing_content;
pub mod missing_date;
pub mod missing_part;
pub mod missing_part_heading;
pub mod missing_signature;
pub mod missing_theme;
pub mod part_order;
pub mod title_form;
