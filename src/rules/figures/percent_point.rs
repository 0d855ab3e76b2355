//! # percent-point
//!
//! ## What it does
//!
//! Reports a change of a rate (…率, 占比, 比例) that is given in % instead of 个百分点.
//!
//! ## Why it matters
//!
//! 出庭应诉率为91.89%，同比提高11.38% can mean 80.51% or 82.50% a year before.
//!
//! ## Example
//!
//! > 出庭应诉率为91.89%，同比提高11.38%。
//!
//! ## Instead
//!
//! > 出庭应诉率为91.89%，同比提高11.38个百分点。
//!
//! ## Source
//!
//! Usage of statistics (国家统计局，《统计词典》百分点). A relative change can be meant, so this is a
//! hint without a fix.
//!
//! Measured on 402 national laws and regulations (3.05 million characters): no finding. They hold few
//! figures; the sentences of `tests/fixtures/figures/` are those of reports.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 比率（……率、占比、比例）的增减用“%”而不用“个百分点”表示的。
//!
//! ## 为什么
//!
//! “出庭应诉率为91.89%，同比提高11.38%”，上年可能是80.51%，也可能是82.50%。
//!
//! ## 示例
//!
//! > 出庭应诉率为91.89%，同比提高11.38%。
//!
//! ## 改为
//!
//! > 出庭应诉率为91.89%，同比提高11.38个百分点。
//!
//! ## 依据
//!
//! 统计用语（国家统计局《统计词典》“百分点”）。也可能确指相对变化，因此只作提示，不给修复。
//!
//! 对402部全国性法律法规（305万字）实测，无一误报；其中数字不多，报告常用的句子见 `tests/fixtures/figures/`。

use super::span;
use crate::facts::{Figure, RelationKind, Verdict, View, bare};
use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity};
use crate::words;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB506",
    name: "percent-point",
    severity: Severity::Hint,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Block(check),
    source: include_str!("percent_point.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let view = at.view();
    let percents = view.figures.all.iter().enumerate().filter(|(_, f)| f.is_percent());
    percents
        .filter_map(|(index, figure)| {
            // 由12.5%下降到8.3%，下降4.2%: the figures themselves say that points are meant.
            let difference = at
                .facts
                .relations()
                .iter()
                .any(|r| r.kind == RelationKind::Difference && r.stated == index && r.verdict != Verdict::Opposite);
            let verb = if difference { bare(view.label(index)) } else { change(&view, index, figure)? };
            let message = Message::new("percent-point").with("verb", verb.to_owned()).with("stated", view.get(&figure.range).to_owned());
            Some(Found::new(span(&figure.range), message))
        })
        .collect()
}

/// The verb of a change of a rate that is given in %.
fn change<'a>(view: &View<'a>, index: usize, figure: &Figure) -> Option<&'a str> {
    let (words, relations) = (words::measure(), words::relations());
    let mut label = bare(view.label(index));
    for approximation in words.approximate_before.iter().chain(&words.bounds_before) {
        label = label.strip_suffix(approximation.as_str()).unwrap_or(label);
    }
    let verb = words.change_verbs.iter().filter(|v| label.ends_with(v.as_str())).max_by_key(|v| v.len())?;
    let subject = bare(label.strip_suffix(verb.as_str())?);
    let rate = |text: &str| words.rate_subjects.at_end(text).is_some() && words.no_rates.at_end(text).is_none();
    let before = index.checked_sub(1).and_then(|i| view.figure(i).map(|f| (i, f)));
    let of_level = before.is_some_and(|(i, f)| {
        let mut level = bare(view.label(i));
        while let Some(shorter) = relations.levels.strip_end(level) {
            level = bare(shorter);
        }
        f.is_percent() && f.clause + 1 >= figure.clause && view.same_sentence(f, figure) && rate(level)
    });
    // The base of the comparison stands between the subject and the verb: 占比比上年.
    let bases = relations.comparisons.iter().flat_map(|w| subject.match_indices(w.as_str()).map(|(at, _)| at));
    let mut ends: Vec<usize> = bases.chain([subject.len()]).collect();
    ends.sort_unstable();
    let told = match ends.first() {
        Some(0) => of_level,
        _ => ends.iter().any(|end| rate(bare(subject.get(..*end).unwrap_or_default()))),
    };
    told.then_some(verb.as_str())
}

#[cfg(test)]
mod tests {
    use crate::rules::figures::tests::words;

    fn found(text: &str) -> Vec<String> {
        words(&super::RULE, text)
    }

    #[test]
    fn what_is_wrong() {
        assert_eq!(found("出庭应诉率为91.89%，同比提高11.38%。"), ["11.38%"]);
        assert_eq!(found("一审败诉率为6.67%,同比下降近50%。"), ["50%"]);
        assert_eq!(found("案件办结率较上年提升5%。"), ["5%"]);
    }

    #[test]
    fn what_is_right_or_cannot_be_told() {
        for text in [
            "出庭应诉率为91.89%，同比提高11.38个百分点。",
            "办案效率提升30%，案件量下降20%。",
            "办结率提高到98%，办件量2233件，同比下降23.11%。",
            "办结率98%，案件同比下降5%。",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
