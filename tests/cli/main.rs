//! The program as people and scripts run it.

mod bad_input;
mod commands;
mod files;
mod fixes;
mod folders;
mod formats;
mod groups;
mod inputs;
mod json;
mod patches;
mod support;
mod survey;
mod text;
mod trace;
mod watch;
mod word;
mod world;
