//! NB5: what the figures of a report say about each other.

mod parts;
mod ratio;
mod view;

pub mod approximate_figure;
pub mod list_count_mismatch;
pub mod missing_measure_word;
pub mod part_exceeds_whole;
pub mod percent_mismatch;
pub mod percent_point;
pub mod percent_truncated;
pub mod sum_mismatch;

#[cfg(test)]
mod tests {
    use crate::rules::{Draft, Rule, Settings};
    use crate::schema::SchemaSet;

    /// What a rule marks in a paragraph of the results of a report.
    pub fn words(rule: &Rule, text: &str) -> Vec<String> {
        let settings = Settings { schemas: SchemaSet::built_in(), ..Settings::default() };
        let report = format!("青溪市2024年法治政府建设工作情况报告\n\n　　一、主要工作\n\n　　{text}\n\n　　其他工作按计划推进。\n");
        let analysis = Draft::new(&report).analyse(&settings);
        let of_rule = analysis.findings.iter().filter(|f| f.rule.code == rule.code);
        of_rule.map(|f| analysis.words(&f.span).to_owned()).collect()
    }
}
