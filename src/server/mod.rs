//! The language server: the only room that knows the protocol.
//!
//! A message takes this way: [`frames`] reads it off the wire; [`service`]
//! gives it its place in the order of things, does at once what changes the
//! state ([`sync`], [`settings`]) and notes what a request got to see; the
//! framework behind it ([`backend`]) reads the parameters and asks the room for
//! that question; [`convert`] turns bytes into positions, [`told`] writes
//! findings; [`outbox`] keeps the order of what goes out, and names documents as
//! the client does ([`raw_uris`]). All this is done by the
//! threads of the [`pool`], which take turns at the input. What nobody asked for
//! goes out by [`publish`]. What a report shows beside others is found out behind
//! all that, in [`beside`].

mod actions;
mod backend;
mod beside;
mod capabilities;
mod commands;
mod completion;
mod convert;
mod diagnostics;
mod folder_files;
pub mod frames;
mod lifecycle;
mod next_year;
mod outbox;
mod own;
mod parent;
mod pool;
mod publish;
mod raw_uris;
mod reading;
mod recognition;
mod rename;
mod service;
mod settings;
mod state;
mod structure;
mod survey;
mod sync;
mod tokens;
mod told;
mod trace;

pub use lifecycle::{Exit, Options, run, serve};
