//! Nianbao (年报).
#[cfg(feature = "tools")]
pub mod cli;
pub mod ide;
pub mod message;
pub mod rules;
pub mod syntax;
pub mod text;
