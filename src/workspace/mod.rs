//! What surrounds a draft: its file, its versions while it is edited, the
//! project's settings, the findings that were put aside.
//!
//! The first room that touches files. It knows neither the protocol nor the
//! terminal.

pub mod baseline;
pub mod config;
pub mod discover;
pub mod document;
pub mod file_rule;
pub mod files;
pub mod ignore_rule;
pub mod previous;
pub mod project;
pub mod survey;
pub mod uri;
pub mod word_files;
