//! # approximate-figure
//!
//! ## What it does
//!
//! Reports a number with decimals that 余 or 多 makes approximate (672.2余万), and a number that is
//! made approximate twice (近100余件, 约30件左右, 超50多场, 不少于30学时以上). 1.2万余件 is usual and left alone;
//! 余 behind a number that is counted to its last digit (1323余件) is noted.
//!
//! ## Why it matters
//!
//! A value that is given to the decimal is not approximate; 近 is less than the number and 余 is more,
//! so that both together say nothing.
//!
//! ## Example
//!
//! > 归集数据672.2余万条，走访近100余户。
//!
//! ## Instead
//!
//! > 归集数据672.2万余条，走访100余户。
//!
//! ## Source
//!
//! GB/T 15835-2011, 5.1. Safe only where 左右 behind 约 is removed.
//!
//! Measured on 402 national laws and regulations (3.05 million characters): no finding. They hold few
//! figures; the sentences of `tests/fixtures/figures/` are those of reports.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 带小数的数又用“余”“多”表示概数（672.2余万），以及概数重复（近100余件、约30件左右、超50多场、不少于30学时以上）；数到个位又用“余”的（1323余件）作提示。
//! “1.2万余件”是通行写法，不提示。
//!
//! ## 为什么
//!
//! 精确到小数就不是概数；“近”是不到，“余”是超出，合用则自相矛盾。
//!
//! ## 示例
//!
//! > 归集数据672.2余万条，走访近100余户。
//!
//! ## 改为
//!
//! > 归集数据672.2万余条，走访100余户。
//!
//! ## 依据
//!
//! GB/T 15835-2011《出版物上数字用法》5.1。只有删去“约”之后的“左右”可以自动修复。
//!
//! 对402部全国性法律法规（305万字）实测，无一误报；其中数字不多，报告常用的句子见 `tests/fixtures/figures/`。

use super::span;
use crate::facts::Figure;
use crate::message::Message;
use crate::rules::{BlockCheck, Check, Edit, Fix, FixKind, Found, Rule, Severity};
use crate::words;

/// So many digits are counted, not rounded, where the last one is no 0.
const EXACT_DIGITS: usize = 3;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB509",
    name: "approximate-figure",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::Safe,
    check: Check::Block(check),
    source: include_str!("approximate_figure.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let view = at.view();
    let mut found = Vec::new();
    for figure in &view.figures.all {
        let passage = |range: &crate::syntax::Local| view.get(range).to_owned();
        if let Some(more) = figure.more.as_ref().filter(|m| figure.decimals > 0 && m.start == figure.number.end) {
            let message = Message::new("approximate-figure").with("number", passage(&figure.number)).with("word", passage(more));
            let edits = vec![Edit { span: span(more), text: String::new() }];
            let title = Message::new("approximate-figure.fix").with("word", passage(more));
            found.push(Found::new(span(&figure.range), message).fix(Fix { title, safe: false, edits }));
            continue;
        }
        if let Some(finding) = bounded_twice(at, figure).or_else(|| exact(at, figure)) {
            found.push(finding);
            continue;
        }
        let Some(before) = &figure.before else { continue };
        let Some(second) = figure.more.as_ref().or(figure.after.as_ref()) else { continue };
        let whole = before.start..figure.range.end.max(second.end);
        let message = Message::new("approximate-figure.twice").with("first", passage(before)).with("second", passage(second));
        let mut twice = Found::new(span(&whole), message);
        // 约 and 左右 say the same; 近 and 余 do not.
        if figure.more.is_none() && view.get(before).ends_with('约') {
            let title = Message::new("approximate-figure.fix").with("word", passage(second));
            twice = twice.fix(Fix { title, safe: true, edits: vec![Edit { span: span(second), text: String::new() }] });
        }
        found.push(twice);
    }
    found
}

/// A bound on both sides: 不少于30学时以上.
fn bounded_twice(at: &BlockCheck<'_>, figure: &Figure) -> Option<Found> {
    let words = words::measure();
    let view = at.view();
    let (before, behind) = (at.block.text.get(..figure.number.start as usize)?, at.block.text.get(figure.range.end as usize..)?);
    let bound =
        words.bounds_before.at_end(before).or_else(|| words.approximate_before.at_end(before).filter(|w| w.len() > '超'.len_utf8()))?;
    let second = words.bounds_after.at_start(behind)?;
    let from = figure.number.start - bound.len() as u32;
    let message = Message::new("approximate-figure.twice").with("first", bound.to_owned()).with("second", second.to_owned());
    let title = Message::new("approximate-figure.fix").with("word", second.to_owned());
    let over = figure.range.end..figure.range.end + second.len() as u32;
    let fix = Fix { title, safe: false, edits: vec![Edit { span: span(&over), text: String::new() }] };
    (!view.get(&(from..figure.number.start)).is_empty()).then(|| Found::new(span(&(from..over.end)), message).fix(fix))
}

/// A number that is counted to its last digit and has 余: 1323余件. Seen often, so a note only.
fn exact(at: &BlockCheck<'_>, figure: &Figure) -> Option<Found> {
    let view = at.view();
    let more = figure.more.as_ref()?;
    let digits: Vec<char> = view.get(&figure.number).chars().map(crate::text::width::narrow).collect();
    let counted = digits.len() >= EXACT_DIGITS && digits.last() != Some(&'0') && figure.decimals == 0 && !figure.has_factor;
    let message = Message::new("approximate-figure.exact")
        .with("number", view.get(&figure.number).to_owned())
        .with("word", view.get(more).to_owned());
    counted.then(|| Found { severity: Some(Severity::Info), ..Found::new(span(&figure.range), message) })
}

#[cfg(test)]
mod tests {
    use crate::rules::figures::tests::words;

    fn found(text: &str) -> Vec<String> {
        words(&super::RULE, text)
    }

    #[test]
    fn what_is_wrong() {
        assert_eq!(found("归集数据672.2余万条。"), ["672.2余万条"]);
        assert_eq!(found("惠及49.5余万户(人)。"), ["49.5余万户(人)"]);
        assert_eq!(found("培训不少于30学时以上，惠及超过200户以上，走访1323余户。"), ["不少于30学时以上", "超过200户以上", "1323余户"]);
        assert_eq!(found("走访近100余户，约30件左右，超50多场。"), ["近100余户", "约30件左右", "超50多场"]);
    }

    #[test]
    fn what_is_right_or_cannot_be_told() {
        for text in [
            "归集1.58万余条，走访近100户，100余户，约30件，30件左右，近5000万人次。",
            "签约30余家，近20余年来，附近30余户，通过30余件。",
            "推进1600多元化解。",
            "不少于30学时，30学时以上，超50场，走访1320余户，25余家，12万余户。",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
