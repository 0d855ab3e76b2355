//! The server at the other end of a pipe, spoken to by a mock editor.

mod actions;
mod beside;
mod cancel;
mod config;
mod editor;
mod fake;
mod groups;
mod language;
mod leaving;
mod lifecycle;
mod order;
mod panics;
mod pressure;
mod project;
mod reading;
mod renaming;
mod status;
mod sync;
mod tracing;
mod uris;
mod wire;
