//! # percent-mismatch
//!
//! ## What it does
//!
//! Computes a percentage from the figures that are stated with it, and reports one that differs, or a change that is said to
//! go the other way (由800次增加到600次):
//! rates with whole and part (受理…件，办结…件，办结率…%), shares (其中…件，占…%), rates of change
//! (从…项压减至…项，压减率…%; 较上年增加…件，增长…%) and differences of rates (由…%提高到…%，提高…个百分点).
//! Rounding half up to the printed decimals is right; a last digit that was cut off is left to
//! percent-truncated; figures that were rounded themselves (12.6万件) may be off by their last digit.
//!
//! It is silent where the rate is not said of a figure, where its base may be one that is not stated,
//! and behind 约, 以上, 同比, 结转 and the like. The whole of a row of shares (予以公开4件、占20%，部分公开2件、占10%)
//! is a total before the row, never the item beside it; where none is clear, nothing is said. Where several
//! figures can be the whole, all of them must contradict the percentage, and it is a warning without a fix.
//!
//! ## Why it matters
//!
//! A percentage that its own sentence contradicts is the first thing a reader checks.
//!
//! ## Example
//!
//! > 排查矛盾纠纷200件，调解成功196件，成功率为96%。
//!
//! ## Instead
//!
//! > 排查矛盾纠纷200件，调解成功196件，成功率为98%。
//!
//! ## Source
//!
//! Arithmetic. The fix writes the computed percentage and is not safe: a count may be wrong instead.
//!
//! Measured on 402 national laws and regulations (3.05 million characters): no finding. They hold few
//! figures; the sentences of `tests/fixtures/figures/` are those of reports.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 用同一句写明的数重新计算百分比，结果不符的、增减方向与文字相反的（由800次增加到600次）予以提示：比率（受理……件，办结……件，办结率……%）、
//! 占比（其中……件，占……%）、变化幅度（从……项压减至……项，压减率……%；较上年增加……件，增长……%）和
//! 比率之差（由……%提高到……%，提高……个百分点）。按所印位数四舍五入为正确；末位只舍不入的，
//! 由 percent-truncated 提示；本身经过四舍五入的数（12.6万件）允许末位误差。
//!
//! 比率与分项用语对不上、基数可能没有写明，或者有“约”“以上”“同比”“结转”等字样的，不作判断。
//! 成行的占比（予以公开4件、占20%，部分公开2件、占10%）以前面的总数为总数，相邻两项互不为总数，总数不明的不作判断。
//! 可作总数的不止一个时，都对不上才提示，降为警告，也不给修复。
//!
//! ## 为什么
//!
//! 百分比与同一句中的数字对不上，读者最先发现。
//!
//! ## 示例
//!
//! > 排查矛盾纠纷200件，调解成功196件，成功率为96%。
//!
//! ## 改为
//!
//! > 排查矛盾纠纷200件，调解成功196件，成功率为98%。
//!
//! ## 依据
//!
//! 算术。修复写入算得的百分比；由于也可能是件数有误，须经人工确认。
//!
//! 对402部全国性法律法规（305万字）实测，无一误报；其中数字不多，报告常用的句子见 `tests/fixtures/figures/`。

use super::{percentage, right};
use crate::facts::{RelationKind, Value, Verdict};
use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB502",
    name: "percent-mismatch",
    severity: Severity::Error,
    since: "0.1.0",
    fix: FixKind::Unsafe,
    check: Check::Block(check),
    source: include_str!("percent_mismatch.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let view = at.view();
    let wrong =
        at.facts.relations().iter().filter(|r| matches!(r.verdict, Verdict::Differs | Verdict::Opposite) && r.kind != RelationKind::Sum);
    let found = wrong.filter_map(|relation| {
        let (percent, part, whole) = (view.figure(relation.stated)?, view.figure(*relation.parts.first()?)?, view.figure(relation.whole)?);
        let id = match relation.kind {
            _ if relation.verdict == Verdict::Opposite => "percent-mismatch.opposite",
            RelationKind::Change => "percent-mismatch.change",
            RelationKind::Growth => "percent-mismatch.growth",
            RelationKind::Difference => "percent-mismatch.difference",
            _ => "percent-mismatch",
        };
        let message = Message::new(id)
            .with("part", view.get(&part.range).to_owned())
            .with("whole", view.get(&whole.range).to_owned())
            .with("right", right(relation))
            .with("stated", view.get(&percent.range).to_owned());
        let mut found = percentage(&view, relation, message, false)?;
        // 办结率100% may speak of what was due.
        // Where another figure can be the whole, there is more than one way to mend it.
        if !relation.sure {
            found.fix = None;
        }
        found.severity = (!relation.sure || percent.value == Value::whole(100)).then_some(Severity::Warning);
        Some(found)
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::figures::tests::words;

    fn found(text: &str) -> Vec<String> {
        words(&super::RULE, text)
    }

    #[test]
    fn a_percentage_that_its_parts_contradict() {
        assert_eq!(found("启动抽查计划任务1398个,完成1397个,完成率98.9%。"), ["98.9%"]);
        assert_eq!(found("开庭审理行政案件1061件，有636件案件行政机关负责人出庭应诉，出庭率49.94%。"), ["49.94%"]);
        assert_eq!(found("从2017年的183项压减至137项，压减率35.14%。"), ["35.14%"]);
        assert_eq!(found("审结498件，调解和解166件，占审结案件的23.33%。"), ["23.33%"]);
        assert_eq!(found("查处案件100件，其中适用普通程序60件，占62%。"), ["62%"]);
        assert_eq!(found("整改问题１２８个，完成整改１２６个，整改完成率９０．４％。"), ["９０．４％"]);
    }

    #[test]
    fn what_holds_or_cannot_be_told() {
        for text in [
            "启动抽查计划任务1398个，完成1397个，完成率99.9%。",
            "从2017年的183项压减至137项，压减率25.14%。",
            "调处63601件，调解成功62562件，成功率98.36%。",
            "受理案件163件，审结151件，调解和解率为31.8%。",
            "受理200件，审结190件，调解成功100件，成功率98%。",
            "受理200件（含上年结转20件），办结200件，办结率91%。",
            "受理200件，办结190件，按期办结率100%。",
            "办理建议6件、提案9件，满意率100%。",
            "受理200件，办结190件，办结率同比提高3%。",
            "受理200件，办结190件，办结率90%以上。",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
