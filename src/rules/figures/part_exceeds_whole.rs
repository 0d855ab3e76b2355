//! # part-exceeds-whole
//!
//! ## What it does
//!
//! Reports a part behind 其中 that is larger than the whole before it, in the same unit, and a rate above 100% that cannot be.
//!
//! ## Why it matters
//!
//! One of the two figures is wrong.
//!
//! ## Example
//!
//! > 制定规范性文件11件，其中以政府名义制定14件。
//!
//! ## Instead
//!
//! > 制定规范性文件14件，其中以政府名义制定11件。
//!
//! ## Source
//!
//! Arithmetic. Silent behind 累计 and 历年, with approximations, and where an earlier figure of the
//! sentence could be the whole.
//!
//! Measured on 402 national laws and regulations (3.05 million characters): no finding. They hold few
//! figures; the sentences of `tests/fixtures/figures/` are those of reports.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! “其中”之后的分项大于前面同一单位的总数，以及不可能超过100%的比率（合格率120%）。
//!
//! ## 为什么
//!
//! 两个数必有一误。
//!
//! ## 示例
//!
//! > 制定规范性文件11件，其中以政府名义制定14件。
//!
//! ## 改为
//!
//! > 制定规范性文件14件，其中以政府名义制定11件。
//!
//! ## 依据
//!
//! 算术。有“累计”“历年”字样、概数，或者同句前面另有数字可作总数的，不作判断。
//!
//! 对402部全国性法律法规（305万字）实测，无一误报；其中数字不多，报告常用的句子见 `tests/fixtures/figures/`。

use super::span;
use crate::facts::{Value, Verdict, bare};
use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity};
use crate::words;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB504",
    name: "part-exceeds-whole",
    severity: Severity::Error,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Block(check),
    source: include_str!("part_exceeds_whole.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let view = at.view();
    let larger = at.facts.relations().iter().filter(|r| r.verdict == Verdict::Exceeds);
    let found = larger.filter_map(|relation| {
        let (part, whole) = (view.figure(*relation.parts.first()?)?, view.figure(relation.whole)?);
        let message = Message::new("part-exceeds-whole")
            .with("part", view.get(&part.range).to_owned())
            .with("whole", view.get(&whole.range).to_owned());
        Some(Found::new(span(&part.range), message).related(span(&whole.range), Message::new("figure.whole")))
    });
    let words = words::relations();
    let rates = view.figures.all.iter().enumerate().filter(|(_, f)| f.is_percent() && f.is_exact() && f.value > Value::whole(100));
    let above = rates.filter_map(|(index, rate)| {
        let mut name = bare(view.label(index));
        while let Some(shorter) = words.levels.strip_end(name) {
            name = bare(shorter);
        }
        let name = words.not_above_100.at_end(name)?;
        let message = Message::new("part-exceeds-whole.rate").with("rate", name.to_owned());
        // Some count more than there is on purpose.
        Some(Found { severity: Some(Severity::Warning), ..Found::new(span(&rate.range), message) })
    });
    found.chain(above).collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::figures::tests::words;

    fn found(text: &str) -> Vec<String> {
        words(&super::RULE, text)
    }

    #[test]
    fn what_is_wrong() {
        assert_eq!(found("制定规范性文件11件，其中以政府名义制定14件。"), ["14件"]);
        assert_eq!(found("办复率为120%，满意率均为100%。"), ["120%"]);
        assert_eq!(found("公开信息2268条(其中重点领域信息3466条)。"), ["3466条"]);
    }

    #[test]
    fn what_is_right_or_cannot_be_told() {
        for text in [
            "制定规范性文件11件，其中以政府名义制定4件。",
            "新增调解员8名，其中累计培训30名。",
            "公开信息1.2万条，其中重点领域3466条。",
            "收到500件，受理100件，其中驳回300件。",
            "出台制度4项，其中清理文件30件。",
            "完成年度任务的120%，投资完成率105%，结案率103%，增长120%，办结率100%。",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
