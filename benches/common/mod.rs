//! What both benches share: the texts.

#![allow(dead_code)]

pub mod many;
pub mod shapes;

/// The clean sample report.
pub const REPORT: &str = include_str!("../../samples/云岭县2025年法治政府建设年度报告.txt");

/// The report with its results told again and again, without their headings, until it has so many bytes.
pub fn sized(bytes: usize) -> String {
    let behind = REPORT.find("\n二、").map_or(REPORT.len(), |at| at + 1);
    let (results, rest) = REPORT.split_at(behind);
    let told: Vec<&str> = results.lines().filter(|line| line.contains("（")).filter_map(|line| Some(line.split_once('。')?.1)).collect();
    let mut text = results.to_owned();
    for line in told.iter().cycle() {
        if text.len() + rest.len() >= bytes {
            break;
        }
        text.push_str("　　");
        text.push_str(line);
        text.push('\n');
    }
    text.push_str(rest);
    text
}

/// The value at a share of the sorted values.
pub fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = ((values.len() as f64 - 1.0) * share).round() as usize;
    values.get(at).copied().unwrap_or(f64::NAN)
}
