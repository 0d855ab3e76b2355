//! # percent-truncated
//!
//! ## What it does
//!
//! Reports a percentage whose last printed digit was cut off instead of rounded.
//!
//! ## Why it matters
//!
//! Percentages are rounded half up to the printed decimals; one that is cut off differs from what
//! every reader computes.
//!
//! ## Example
//!
//! > 调处矛盾纠纷63601件，调解成功62562件，成功率98.36%。
//!
//! ## Instead
//!
//! > 调处矛盾纠纷63601件，调解成功62562件，成功率98.37%。
//!
//! ## Source
//!
//! GB/T 8170-2008 数值修约规则; read and kept silent as percent-mismatch is. The fix is safe: only the
//! last digit changes, and its parts are stated.
//!
//! Measured on 402 national laws and regulations (3.05 million characters): no finding. They hold few
//! figures; the sentences of `tests/fixtures/figures/` are those of reports.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 百分比末位只舍不入的。
//!
//! ## 为什么
//!
//! 百分比应当按所印位数四舍五入，直接截去尾数的，与读者算得的不一致。
//!
//! ## 示例
//!
//! > 调处矛盾纠纷63601件，调解成功62562件，成功率98.36%。
//!
//! ## 改为
//!
//! > 调处矛盾纠纷63601件，调解成功62562件，成功率98.37%。
//!
//! ## 依据
//!
//! GB/T 8170-2008《数值修约规则与极限数值的表示和判定》；不作判断的情形同 percent-mismatch。
//! 修复只改末位，分项已写明，可以自动修复。
//!
//! 对402部全国性法律法规（305万字）实测，无一误报；其中数字不多，报告常用的句子见 `tests/fixtures/figures/`。

use super::percentage;
use crate::facts::Verdict;
use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB503",
    name: "percent-truncated",
    severity: Severity::Hint,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Block(check),
    source: include_str!("percent_truncated.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let view = at.view();
    let cut = at.facts.relations().iter().filter(|r| r.verdict == Verdict::Truncated);
    let found = cut.filter_map(|relation| {
        let stated = view.get(&view.figure(relation.stated)?.range).to_owned();
        let message = Message::new("percent-truncated").with("stated", stated).with("right", format!("{}%", relation.computed));
        percentage(&view, relation, message, true)
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
    fn what_is_wrong() {
        assert_eq!(found("调处各类矛盾纠纷63601件，调解成功62562件，成功率98.36%。"), ["98.36%"]);
        assert_eq!(found("计划8项,完成7项,完成率87%。"), ["87%"]);
    }

    #[test]
    fn what_is_right_or_cannot_be_told() {
        for text in [
            "调处63601件，调解成功62562件，成功率98.37%。",
            "计划1398个，完成1397个，完成率99.9%。",
            "调处63601件，调解成功62562件，成功率90.36%。",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
