//! Rules over texts: readable cases, defects put into clean reports, and what
//! must hold for any text.
//!
//! `cargo test --no-default-features --test rules` builds the least.

mod breakage;
mod cases;
mod counting;
mod fixes;
mod injection;
mod markdown;
mod miscount;
mod misspelling;
mod planning;
mod properties;
mod register;
mod structure;
mod support;
mod wording;
