//! What the benches share: texts, edits, and how times are summed up.

#![allow(dead_code)]

pub mod edits;
pub mod many;
pub mod shapes;
pub mod texts;

/// The value at a share of the sorted values; NaN where there are none.
pub fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = ((values.len() as f64 - 1.0) * share).round() as usize;
    values.get(at).copied().unwrap_or(f64::NAN)
}
