//! What a new report says.

use serde::Deserialize;
use std::collections::HashMap;

/// What a new report says whatever its kind.
#[derive(Debug, Default, Deserialize)]
pub struct NewReport {
    /// Ends of other names that are no organs.
    pub no_organs: Vec<String>,
    /// What makes an organ of a place.
    pub government: String,
    /// What makes a place of its kind all of it (全市).
    pub whole: String,
    /// How an issuer speaks of itself, by what it is or its level.
    pub selves: HashMap<String, String>,
    /// A section on a theme.
    pub section: String,
    /// The heading for what belongs to no theme.
    pub others: String,
    /// What last year planned.
    pub plan: String,
    /// What was wanting last year.
    pub problem: String,
    /// What last year counted.
    pub figure: String,
    /// What a plan that shall answer a problem is called.
    pub answer: String,
    /// What is said of it.
    pub answer_detail: String,
    /// What starts with these names no figure.
    pub no_label_starts: Vec<String>,
    /// What ends with these names no figure.
    pub no_label_ends: Vec<String>,
}

impl NewReport {
    /// Whether a prompt is one of those that hand last year's report on.
    pub fn is_prompt(&self, prompt: &str) -> bool {
        let lines = [&self.section, &self.plan, &self.problem, &self.figure, &self.answer, &self.answer_detail];
        let mut prompts = lines.into_iter().flat_map(|line| line.split('【').skip(1)).filter_map(|rest| rest.split('】').next());
        let Some(inner) = prompt.strip_prefix('【').and_then(|p| p.strip_suffix('】')) else { return false };
        prompts.any(|own| {
            let (before, behind) = own.split_once('{').map_or((own, ""), |(before, rest)| (before, rest.split('}').nth(1).unwrap_or("")));
            let blank = own.contains('{');
            if blank { inner.starts_with(before) && inner.ends_with(behind) } else { inner == own }
        })
    }
}

super::table!(
    /// The table of new reports.
    new_report: NewReport = "new-report.json"
);

#[cfg(test)]
mod tests {
    #[test]
    fn prompts_that_hand_on_are_known_by_their_fixed_words() {
        let table = super::new_report();
        for prompt in [
            "【上年安排：建成系统。写明完成情况】",
            "【上年为12件】",
            "【写明具体做法、文件、数据】",
            "【分析原因】",
            "【针对“公证网点偏少”的措施】",
        ] {
            assert!(table.is_prompt(prompt), "{prompt}");
        }
        for other in ["【写明】", "【上年】", "【2025年】", "【】", "上年为12件"] {
            assert!(!table.is_prompt(other), "{other}");
        }
    }
}
