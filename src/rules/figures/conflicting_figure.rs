//! # conflicting-figure
//!
//! ## What it does
//!
//! Reports an indicator of the year that the report gives with two values: the same words before
//! the figure, the same unit, both of the whole year and of the whole place. Rates (…率) count
//! wherever they are stated. A figure of the whole year (全年收到…) is also held against one with
//! the same words of which nothing else is said.
//!
//! ## Why it matters
//!
//! One of the two is wrong, mostly an old one that was not replaced everywhere.
//!
//! ## Example
//!
//! > 全年受理行政复议案件152件。……2025年，全县受理行政复议案件158件。
//!
//! ## Instead
//!
//! > 全年受理行政复议案件158件。……2025年，全县受理行政复议案件158件。
//!
//! ## Source
//!
//! Arithmetic; the words stand in `schemas/words/relation.json`. Silent where another organ, place or period is
//! named before one of the two (for a figure without more: anywhere before it in its paragraph), for aims, approximations, 新增 and 累计, and for labels that come with
//! more than two values.
//!
//! Measured on 402 national laws and regulations (3.05 million characters): no finding. They hold few
//! figures; the sentences of `tests/fixtures/figures/` are those of reports.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 同一年度指标在报告中有两个数值：数字前的表述相同、单位相同，且都是全年、全地区的数。比率（……率）
//! 不论在何处写明都作比较。写明“全年”的，也同没有任何限定、表述相同的数作比较。
//!
//! ## 为什么
//!
//! 两个数必有一误，多半是旧数没有全部替换。
//!
//! ## 示例
//!
//! > 全年受理行政复议案件152件。……2025年，全县受理行政复议案件158件。
//!
//! ## 改为
//!
//! > 全年受理行政复议案件158件。……2025年，全县受理行政复议案件158件。
//!
//! ## 依据
//!
//! 算术；词表见 `schemas/words/relation.json`。其中一处另有机关、地区、时段限定的（没有限定的数，看它前面的整段），目标值、概数、“新增”“累计”，
//! 以及同一表述有两个以上数值的，不作判断。
//!
//! 对402部全国性法律法规（305万字）实测，无一误报；其中数字不多，报告常用的句子见 `tests/fixtures/figures/`。

use crate::facts::{Figure, View, bare, has, years};
use crate::message::Message;
use crate::rules::{BlockCheck, Check, Context, FixKind, Found, Rule, Severity, Sight};
use crate::schema::Role;
use crate::syntax::Span;
use crate::text::width::{is_blank, is_han, squeeze};
use crate::words::{self, List};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB508",
    name: "conflicting-figure",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Report(check),
    source: include_str!("conflicting_figure.rs"),
};

/// The shortest label that names an indicator, in characters.
const SHORTEST: usize = 7;

/// The longest text in front of a figure that is read for somebody whose it is, in bytes.
const MAX_PARAGRAPH_BYTES: usize = 3000;

/// A value of an indicator.
struct Statement<'a> {
    block: usize,
    figure: &'a Figure,
    words: &'a str,
    scope: Scope,
}

/// What a figure is said to be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// The whole place (全市), which a figure without more need not be.
    Place,
    /// The whole year.
    Year,
    /// Nothing is said, and nobody is named in the paragraph of whom it could be.
    Bare,
}

fn check(sight: &Sight<'_>) -> Vec<Found> {
    let notes: Vec<(usize, Arc<Indicators>)> = sight.notes(indicators).filter(|(_, all)| !all.0.is_empty()).collect();
    // The order of first mention, so that findings come in the order of the text.
    let mut order: Vec<(&str, &str)> = Vec::new();
    let mut stated: HashMap<(&str, &str), Vec<Statement<'_>>> = HashMap::new();
    for (block, all) in &notes {
        let Some(paragraph) = sight.paragraphs.get(*block) else { continue };
        let view = paragraph.facts().view(&paragraph.block);
        for (label, index, scope) in &all.0 {
            let Some(figure) = view.figure(*index) else { continue };
            let key = (label.as_str(), figure.unit.as_str());
            let values = stated.entry(key).or_default();
            if values.is_empty() {
                order.push(key);
            }
            values.push(Statement { block: *block, figure, words: view.get(&figure.range), scope: *scope });
        }
    }
    order.iter().filter_map(|key| differing(key.0, stated.get(key)?)).collect()
}

/// The figures of a block that are yearly values, with the words that lead to them.
struct Indicators(Vec<(String, usize, Scope)>);

fn indicators(at: &BlockCheck<'_>) -> Indicators {
    if !matches!(at.role, Role::Lead | Role::Results) {
        return Indicators(Vec::new());
    }
    let words = words::relations();
    let may = |list: &List| list.may_be_in(&at.facts.scan.sketch);
    // Blanks may stand inside of words.
    let blanks = || at.others().iter().any(|o| is_blank(o.1));
    let others = [&words.other_period, &words.other_base, &words.past].into_iter().filter(|list| blanks() || may(list)).collect();
    let yearly = !at.facts.years.is_empty() || may(&words.annual) || may(&words.own_place) || blanks();
    let (view, own) = (at.view(), Own { others, ..Own::of(at.context) });
    let read = |(index, figure): (usize, &Figure)| {
        let (label, scope) = indicator(&view, index, figure, &own, yearly)?;
        Some((label, index, scope))
    };
    Indicators(view.figures.all.iter().enumerate().filter_map(read).collect())
}

/// Values of the whole year that differ, or one of the year and one of which nothing else is said.
fn differing(label: &str, values: &[Statement<'_>]) -> Option<Found> {
    let some = |scopes: [Scope; 2]| values.iter().filter(|s| scopes.contains(&s.scope)).collect::<Vec<_>>();
    let yearly = some([Scope::Place, Scope::Year]);
    let has = |scope: Scope| values.iter().any(|s| s.scope == scope);
    let bare = || has(Scope::Year) && has(Scope::Bare);
    conflict(label, &yearly).or_else(|| bare().then(|| conflict(label, &some([Scope::Year, Scope::Bare])))?)
}

fn conflict(label: &str, values: &[&Statement<'_>]) -> Option<Found> {
    let first = *values.first()?;
    let differs = |s: &&&Statement<'_>| {
        let (a, b) = (first.figure, s.figure);
        let apart = if a.value > b.value { a.value.minus(b.value) } else { b.value.minus(a.value) };
        a.value != b.value && apart > a.slack.plus(b.slack)
    };
    let others: Vec<_> = values.iter().filter(differs).collect();
    let second = others.first()?;
    if others.iter().any(|s| s.figure.value != second.figure.value) {
        return None;
    }
    let span = |s: &Statement<'_>| Span { block: s.block, range: s.figure.range.clone() };
    let message = Message::new("conflicting-figure")
        .with("label", label.to_owned())
        .with("first", first.words.to_owned())
        .with("second", second.words.to_owned());
    Some(Found::new(span(second), message).related(span(first), Message::new("conflicting-figure.first")))
}

/// The place and the year of the report.
struct Own {
    place: Option<String>,
    year: Option<i32>,
    /// Words for other periods that the block may hold.
    others: Vec<&'static List>,
}

impl Own {
    fn of(context: &Context) -> Self {
        let place = context.issuer.as_ref().map(|i| i.trim_end_matches(&words::new_report().government).to_owned());
        Self { place: place.filter(|p| !p.is_empty()), year: context.report_year, others: Vec::new() }
    }

    /// A text without the words for the own place and year.
    fn without(&self, text: &str) -> String {
        let words = words::relations();
        let year = self.year.map(|y| [format!("{y}年度"), format!("{y}年")]);
        let mut text = Cow::Borrowed(text);
        for word in year.iter().flatten().chain(&self.place).filter(|word| text.contains(word.as_str())).collect::<Vec<_>>() {
            text = Cow::Owned(text.replace(word.as_str(), ""));
        }
        words.own_place.without(&words.annual.without(&text))
    }
}

/// What a figure is the yearly value of, in the words that lead to it.
fn indicator(view: &View<'_>, index: usize, figure: &Figure, own: &Own, yearly: bool) -> Option<(String, Scope)> {
    let words = words::relations();
    let rate = figure.is_percent();
    if !figure.is_exact() || !(figure.is_count() || rate) || words.activities.contains(&figure.unit) {
        return None;
    }
    // What is cut out of a label below only makes it shorter.
    let shortest = if rate { SHORTEST - 2 } else { SHORTEST };
    let written = view.label(index);
    if written.chars().nth(shortest - 1).is_none() || rate && !written.contains('率') {
        return None;
    }
    let whole = view.figures.clause(figure).start;
    // A label behind another figure of its clause is only half of one.
    let full = whole == view.figures.label(index).start;
    // 12件（含部门文件3件）
    let qualified = view.behind(figure).trim_start().starts_with(['（', '(']);
    if !full || qualified {
        return None;
    }
    let label = squeeze(written);
    let mut name = own.without(&label);
    while let Some(shorter) = words.levels.strip_end(&name) {
        name = shorter.to_owned();
    }
    let name = bare(&name).to_owned();
    let long = name.chars().count() >= shortest;
    if !long || !name.chars().all(is_han) || rate && !name.ends_with('率') {
        return None;
    }
    let before = squeeze(view.sentence_before(figure));
    let years = years(&before);
    let scope = match () {
        () if rate || yearly && has(&before, &words.own_place) => Scope::Place,
        () if yearly && (!years.is_empty() || has(&before, &words.annual)) => Scope::Year,
        () => Scope::Bare,
    };
    if years.iter().any(|y| Some(y.1) != own.year) {
        return None;
    }
    let around = own.without(&before);
    let outside = around.strip_suffix(&own.without(&label)).unwrap_or(&around);
    // What is aimed at is said in the clause, or in the one before.
    let near = view.figures.clauses.get(figure.clause.saturating_sub(1)).map_or(whole, |c| c.range.start);
    let near = view.get(&(near..figure.number.start));
    let other = own.others.iter().any(|list| has(&around, list))
        || has(&squeeze(near), &words.aims)
        || if rate { &label } else { &around }.contains("其中")
        || words.organs.is_match(outside)
        || scope == Scope::Bare && is_somebodys(view, figure, own);
    (!other).then_some((name, scope))
}

/// Whether the paragraph names somebody or some time in front of a figure that it may be of.
fn is_somebodys(view: &View<'_>, figure: &Figure, own: &Own) -> bool {
    let words = words::relations();
    let body = view.block.body.start..view.figures.clause(figure).start;
    if body.len() > MAX_PARAGRAPH_BYTES {
        return true;
    }
    let before = own.without(&squeeze(view.get(&body)));
    words.organs.is_match(&before) || own.others.iter().any(|list| has(&before, list)) || !years(&before).is_empty()
}

#[cfg(test)]
mod tests {
    use crate::rules::figures::tests::words;

    fn found(text: &str) -> Vec<String> {
        words(&super::RULE, text)
    }

    #[test]
    fn one_indicator_with_two_values() {
        assert_eq!(found("全年受理行政复议案件152件。2024年，全市受理行政复议案件158件。"), ["158件"]);
        assert_eq!(found("2024年，全市行政机关负责人出庭应诉率达98%。全年行政机关负责人出庭应诉率为96%，同比提高2个百分点。"), ["96%"]);
        assert_eq!(found("全年收到行政复议申请46件。畅通申请渠道，收到行政复议申请31件。"), ["31件"]);
        assert_eq!(found("全年办理法律援助案件1.26万件。共办理法律援助案件13600件。"), ["13600件"]);
    }

    #[test]
    fn other_indicators_places_and_periods() {
        for text in [
            "全年受理行政复议案件152件。2024年，全市受理行政复议案件152件。",
            "全年办理法律援助案件1.26万件。共办理法律援助案件12618件。",
            "全年受理行政复议案件152件。市本级全年受理行政复议案件58件。",
            "市公安局严格执法，全年办理行政处罚案件152件。市城管局文明执法，全年办理行政处罚案件58件。",
            "全年受理行政复议案件152件。1—6月，全市受理行政复议案件58件。",
            "全年受理行政复议案件152件。2023年，全市受理行政复议案件58件。",
            "开展行政执法专题培训3期。开展行政执法专题培训5期。",
            "全年举办行政执法培训3期。全年举办行政执法培训5期。全年举办行政执法培训8期。",
            "全市行政机关负责人出庭应诉率达98%。确保行政机关负责人出庭应诉率达100%。",
            "全年制定行政规范性文件12件（含部门文件3件）。全年制定行政规范性文件9件。",
            "全年收到行政复议申请46件。市司法局加强规范化建设，收到行政复议申请31件。",
            "全市收到行政复议申请46件。畅通申请渠道，收到行政复议申请31件。",
            "全年收到行政复议申请46件。1—6月畅通申请渠道，收到行政复议申请31件。",
            "收到行政复议申请46件。畅通申请渠道，收到行政复议申请31件。",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
