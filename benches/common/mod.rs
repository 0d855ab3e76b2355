//! What both benches share: the texts.

#![allow(dead_code)]

pub mod many;

/// The clean sample report.
pub const REPORT: &str = include_str!("../../samples/云岭县2025年法治政府建设年度报告.txt");

/// The report, repeated or cut to a size.
pub fn sized(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + REPORT.len());
    while text.len() < bytes {
        text.push_str(REPORT);
        text.push('\n');
    }
    let end = (0..=bytes).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.truncate(end);
    text
}

/// The value at a share of the sorted values.
pub fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = ((values.len() as f64 - 1.0) * share).round() as usize;
    values.get(at).copied().unwrap_or(f64::NAN)
}
