//! NB9: what concerns the tool itself.

pub mod invalid_config;
pub mod invalid_schema;
pub mod unused_suppression;
pub mod wrong_encoding;
