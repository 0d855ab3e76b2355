//! Nianbao (年报): checks drafts of annual reports against the outline they are
//! expected to have.
//!
//! Text flows upwards through the rooms: [`text`] → [`syntax`] → [`facts`] →
//! [`schema`] → [`outline`] → [`trace`] → [`corpus`] → [`rules`] → [`ide`] → [`survey`], and from there through
//! `workspace` to `server` and `cli`. Everything up to [`survey`] is pure: text
//! in, outline and findings out, no I/O, no clock, no protocol. ARCHITECTURE.md
//! tells the invariants and the tests that hold them.

#![warn(missing_docs)]
// Drafts are half-written and schemas come from strangers: input never ends the program.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

#[cfg(feature = "tools")]
pub mod cli;
pub mod corpus;
pub mod facts;
pub mod ide;
pub mod message;
pub mod outline;
pub mod rules;
pub mod schema;
#[cfg(feature = "tools")]
pub mod server;
pub mod survey;
pub mod syntax;
pub mod text;
pub mod trace;
#[cfg(feature = "tools")]
pub mod word;
pub mod words;
#[cfg(feature = "tools")]
pub mod workspace;
