//! Nianbao (年报).
pub mod facts;
pub mod ide;
pub mod message;
pub mod outline;
pub mod rules;
pub mod schema;
pub mod syntax;
pub mod text;
pub mod words;

#[cfg(feature = "tools")]
pub mod server;
#[cfg(feature = "tools")]
pub mod workspace;
