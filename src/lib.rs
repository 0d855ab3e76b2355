//! Nianbao (年报).
pub mod ide;
pub mod message;
pub mod rules;
pub mod schema;
pub mod syntax;
pub mod text;
