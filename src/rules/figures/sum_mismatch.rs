//! # sum-mismatch
//!
//! ## What it does
//!
//! Adds the parts of a total (X件，其中…a件、…b件) and reports a sum that differs, where the list is
//! plainly complete: its kinds make up the whole (简易程序, 普通程序), its last part is introduced as
//! the rest (其余, 正在办理), or the parts exclude each other and exceed the whole.
//!
//! ## Why it matters
//!
//! A total that its own parts contradict is the first thing a reader checks.
//!
//! ## Example
//!
//! > 清理文件11件，其中有效规范性文件5件，失效规范性文件7件。
//!
//! ## Instead
//!
//! > 清理文件12件，其中有效规范性文件5件，失效规范性文件7件。
//!
//! ## Source
//!
//! Arithmetic; the kinds stand in `schemas/words/measure.json`. Silent behind 等, 包括, 涉及, for
//! persons (who belong to several kinds), for the steps of one procedure, and where some parts add
//! up to another part or to the whole.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 把总数的各分项（X件，其中……a件、……b件）相加，与总数不符的予以提示。只判断列举完整的：各类合成
//! 全部（简易程序、普通程序），末项为余数（其余、正在办理），或者各类互不重叠而合计超过总数。
//!
//! ## 为什么
//!
//! 总数与自己的分项对不上，读者最先发现。
//!
//! ## 示例
//!
//! > 清理文件11件，其中有效规范性文件5件，失效规范性文件7件。
//!
//! ## 改为
//!
//! > 清理文件12件，其中有效规范性文件5件，失效规范性文件7件。
//!
//! ## 依据
//!
//! 算术；各类名称见 `schemas/words/measure.json`。有“等”“包括”“涉及”字样的，以人计数的（同一人可属多类），
//! 同一程序的各个步骤，以及部分分项之和等于另一分项或者总数的，不作判断。

use super::parts::{Group, groups, settled};
use super::view::{View, has, span};
use crate::facts::{Figure, Value};
use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity};
use crate::words::{self, Measure};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB501",
    name: "sum-mismatch",
    severity: Severity::Error,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Block(check),
    source: include_str!("sum_mismatch.rs"),
};

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let view = View::new(at);
    let mut found: Vec<Found> = groups(&view).iter().filter_map(|g| judge(&view, g)).collect();
    // 收信254件，已办结249件，正在处理5件: what came over from last year is not told, so no error.
    for group in settled(&view) {
        if let Some(mut finding) = wrong(&view, &group) {
            finding.severity = Some(Severity::Warning);
            found.push(finding);
        }
    }
    found
}

/// The finding for a group whose parts do not make up its whole.
fn wrong(view: &View<'_>, group: &Group) -> Option<Found> {
    let whole = view.figure(group.whole)?;
    let parts: Vec<&Figure> = group.parts.iter().filter_map(|i| view.figure(*i)).collect();
    let sum = parts.iter().fold(Value::whole(0), |sum, f| sum.plus(f.value));
    if sum == whole.value {
        return None;
    }
    let terms: Vec<String> = parts.iter().map(|f| f.value.to_string()).collect();
    let message = Message::new("sum-mismatch")
        .with("terms", terms.join("+"))
        .with("sum", sum.to_string())
        .with("whole", view.get(&whole.range).to_owned());
    let found = Found::new(span(&whole.range), message);
    Some(parts.iter().fold(found, |f, part| f.related(span(&part.range), Message::new("figure.part"))))
}

fn judge(view: &View<'_>, group: &Group) -> Option<Found> {
    let words = words::measure();
    let whole = view.figure(group.whole)?;
    let parts: Vec<&Figure> = group.parts.iter().filter_map(|i| view.figure(*i)).collect();
    let labels: Vec<&str> = group.parts.iter().map(|i| view.label(*i)).collect();
    if parts.len() < 2 || parts.iter().any(|f| !f.is_exact()) || mixed(&parts, whole) {
        return None;
    }
    let start = parts.first()?.range.end;
    let end = parts.last().map(|f| view.figures.clause(f).end)?;
    let list = view.get(&(start..end.max(start)));
    // 其中 stands in the first label and nowhere else.
    let nested = labels.iter().skip(1).any(|l| l.contains("其中"));
    if nested || has(list, &words.partial) || labels.iter().any(|l| has(&l.replacen("其中", "", 1), &words.partial)) {
        return None;
    }
    let sum = parts.iter().fold(Value::whole(0), |sum, f| sum.plus(f.value));
    let closed = labels.last().is_some_and(|l| has(l, &words.closing));
    let complete = words.complete_sets.iter().any(|set| one_each(&labels, set) && set.len() == labels.len());
    let over = sum > whole.value && excludes(&labels, &sum, whole, words);
    (closed || complete || over).then(|| wrong(view, group)).flatten()
}

/// Whether each label has a word of the set of its own.
fn one_each(labels: &[&str], set: &[String]) -> bool {
    let mut used = Vec::new();
    labels.iter().all(|label| {
        let longest = set.iter().filter(|w| label.contains(w.as_str())).max_by_key(|w| w.len());
        longest.is_some_and(|w| {
            let fresh = !used.contains(&w);
            used.push(w);
            fresh
        })
    })
}

/// Whether the parts cannot overlap.
fn excludes(labels: &[&str], sum: &Value, whole: &Figure, words: &Measure) -> bool {
    if words.exclusive_sets.iter().chain(&words.complete_sets).any(|set| one_each(labels, set)) {
        return true;
    }
    // Events that differ little from the total were meant to add up to it.
    let close =
        Value::whole(4 * sum.minus(whole.value).units) <= Value::whole(whole.value.units) || sum.minus(whole.value) <= Value::whole(2);
    let same_scale = sum.scale == 0 && whole.value.scale == 0;
    words.events.contains(&whole.unit) && close && same_scale && !labels.iter().any(|l| has(l, &words.steps))
}

/// Whether some parts add up to another part, or to the whole.
fn mixed(parts: &[&Figure], whole: &Figure) -> bool {
    let count = parts.len().min(10);
    (1u32..1 << count).any(|set| {
        let chosen = parts.iter().take(count).enumerate().filter(|(i, _)| set & (1 << i) != 0);
        let sum = chosen.fold(Value::whole(0), |sum, (_, f)| sum.plus(f.value));
        let size = set.count_ones() as usize;
        let others = || parts.iter().take(count).enumerate().any(|(i, f)| set & (1 << i) == 0 && f.value == sum);
        size >= 2 && size < parts.len() && sum == whole.value || size >= 2 && others() && parts.len() > 2
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::figures::tests::words;

    fn found(text: &str) -> Vec<String> {
        words(&super::RULE, text)
    }

    #[test]
    fn what_is_wrong() {
        assert_eq!(found("清理文件12件，其中有效规范性文件4件，失效规范性文件7件。"), ["12件"]);
        assert_eq!(found("信箱收信254件，已办结249件，正在处理6件。"), ["254件"]);
        assert_eq!(found("办理案件23件，其中简易程序12件、普通程序12件。"), ["23件"]);
        assert_eq!(found("已审结271件，其中维持198件、驳回52件、撤销31件。"), ["271件"]);
        assert_eq!(found("办理诉求40件，其中电话办理30件，其余8件。"), ["40件"]);
    }

    #[test]
    fn what_is_right_or_cannot_be_told() {
        for text in [
            "清理文件11件，其中有效规范性文件4件，失效规范性文件7件。",
            "信箱收信254件，已办结249件，正在处理5件。",
            "公开信息653898条，其中市本级116251条、网站40563条、新媒体75688条。",
            "选聘律师60名，其中女律师40名、党员律师50名。",
            "受理案件100件，其中审结90件，调解成功80件。",
            "办理案件100件，其中处罚50件、许可20件。",
            "清理文件12件，其中有效文件4件、失效文件7件等。",
            "收到申请124件，其中依法受理96件、告知补正或者不予受理28件。",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
