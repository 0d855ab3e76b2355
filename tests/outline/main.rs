//! The outline against what people read in the same reports.

mod gold;
mod items;
mod negatives;
mod openness;
mod recognition;
#[path = "../rules/support.rs"]
#[allow(dead_code)]
mod support;
mod titles;
