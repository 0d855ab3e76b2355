//! # done-exceeds-received
//!
//! ## What it does
//!
//! Reports that more cases were closed, answered or settled than came in, or more accepted than handed in, in the same unit and of
//! the same thing, where nothing is said of cases that were carried over.
//!
//! ## Why it matters
//!
//! Without those carried over one of the two figures is wrong; with them the reader has to be told of them.
//!
//! ## Example
//!
//! > 受理投诉举报117件，办结171件，办结率100%。
//!
//! ## Instead
//!
//! > 受理投诉举报171件，办结171件，办结率100%。
//!
//! ## Source
//!
//! Arithmetic; the verbs stand in `schemas/words/relation.json`. Silent where stock of earlier years is named nearby
//! (结转, 存量, 历年, 累计, 新收), where the periods differ, the things or the units, with approximations,
//! and where several figures before can make up the number.
//!
//! # 中文
//!
//! ## 检查什么
//!
//! 同一事项、同一单位，办结、答复、化解的数大于受理、收到的数，或者受理的数大于收到的数，又没有写明结转的数。
//!
//! ## 为什么
//!
//! 没有结转，两个数必有一误；有结转，应当写明。
//!
//! ## 示例
//!
//! > 受理投诉举报117件，办结171件，办结率100%。
//!
//! ## 改为
//!
//! > 受理投诉举报171件，办结171件，办结率100%。
//!
//! ## 依据
//!
//! 算术；词表见 `schemas/words/relation.json`。附近写有往年存量的（结转、存量、历年、累计、新收），时段、事项或者单位不同的，
//! 概数，以及前面几个数合起来足够的，不作判断。

use super::span;
use crate::facts::{Figure, View, bare, years};
use crate::message::Message;
use crate::rules::{BlockCheck, Check, FixKind, Found, Rule, Severity};
use crate::words::{self, List, Relations, Stage};

/// See the page above.
pub static RULE: Rule = Rule {
    code: "NB510",
    name: "done-exceeds-received",
    severity: Severity::Warning,
    since: "0.1.0",
    fix: FixKind::None,
    check: Check::Block(check),
    source: include_str!("done_exceeds_received.rs"),
};

/// So many clauses lie at most between what came in and what was done.
const NEAR: usize = 4;

fn check(at: &BlockCheck<'_>) -> Vec<Found> {
    let words = words::relations();
    let may = |list: &words::List| list.may_be_in(&at.facts.scan.sketch);
    if at.facts.figures.all.len() < 2 || !words.stages.iter().any(|s| may(&s.before) && may(&s.behind)) {
        return Vec::new();
    }
    let view = at.view();
    let more = |index: usize| words.stages.iter().find_map(|stage| exceeds(&view, index, stage, words));
    (1..view.figures.all.len()).filter_map(more).collect()
}

fn exceeds(view: &View<'_>, index: usize, stage: &Stage, words: &Relations) -> Option<Found> {
    let done = view.figure(index).filter(|f| f.is_count() && f.is_exact())?;
    let (verb, thing) = verb(view.label(index), &stage.behind, words)?;
    let sentence = view.figures.sentence(done);
    // 受理117件；办结171件: the first figure of a sentence goes on with the one before.
    let opens = view.figure(index - 1).is_some_and(|f| view.figures.sentence(f) + 1 == sentence && view.mark_behind(f) == Some(';'));
    let first = if opens { sentence - 1 } else { sentence };
    let alike = |i: &usize| view.figure(*i).is_some_and(|f| f.unit == done.unit);
    let near = (0..index).rev().take_while(|i| view.figure(*i).is_some_and(|f| view.figures.sentence(f) >= first));
    let before: Vec<usize> = near.filter(alike).collect();
    let (at, received) = before.iter().find_map(|i| Some((*i, last_of(view.label(*i), &stage.before)?)))?;
    let whole = view.figure(at)?;
    let is_near = whole.clause + NEAR >= done.clause && before.iter().all(|i| view.figure(*i).is_some_and(Figure::is_exact));
    if !is_near || done.value <= available(view, &before, words) || !of_one_time(view, whole, done, words) {
        return None;
    }
    let start = before.last().and_then(|i| view.figure(*i)).map_or(whole.number.start, |f| view.figures.clause(f).start);
    let same_thing = thing.is_empty() || view.get(&(start..whole.number.start)).contains(thing);
    let stock = words.carried.is_in(around(view, sentence));
    if !same_thing || stock {
        return None;
    }
    let message = Message::new("done-exceeds-received")
        .with("finished", verb.to_owned())
        .with("done", view.get(&done.range).to_owned())
        .with("received", received.to_owned())
        .with("whole", view.get(&whole.range).to_owned());
    Some(Found::new(span(&done.range), message).related(span(&whole.range), Message::new("figure.whole")))
}

/// The verb of a label that says what was done, and the thing behind it: 已办结, 办结投诉举报.
fn verb<'a>(label: &'a str, verbs: &List, words: &Relations) -> Option<(&'a str, &'a str)> {
    let mut rest = bare(label);
    while verbs.at_start(rest).is_none() {
        rest = bare(words.manners.strip_start(rest)?);
    }
    let verb = verbs.at_start(rest)?;
    let (verb, thing) = rest.split_at_checked(verb.len())?;
    let mut thing = bare(thing);
    while let Some(shorter) = words.levels.strip_end(thing).or_else(|| words.manners.strip_start(thing)) {
        thing = bare(shorter);
    }
    Some((verb, thing))
}

/// The verb of a label that says what came in.
fn last_of<'a>(label: &'a str, verbs: &List) -> Option<&'a str> {
    let (at, verb) = verbs.iter().filter_map(|w| Some((label.rfind(w.as_str())?, w))).max_by_key(|p| (p.0, p.1.len()))?;
    label.get(at..at + verb.len())
}

/// What the figures before can make up at most: those of different things together
/// (受理投诉117件、举报80件), steps of one thing once (收到117件，受理105件).
fn available(view: &View<'_>, before: &[usize], words: &Relations) -> crate::facts::Value {
    let mut sum = crate::facts::Value::whole(0);
    let mut most = sum;
    // In the order of the text; parts behind 其中 come on top of nothing.
    for index in before.iter().rev().take_while(|i| !view.label(**i).contains("其中")) {
        let Some(figure) = view.figure(*index) else { continue };
        let label = bare(view.label(*index));
        let is_bare = |verbs: &List| verb(label, verbs, words).is_some_and(|v| v.1.is_empty());
        let step = words.stages.iter().any(|s| s.before.at_end(label).is_some() || is_bare(&s.behind));
        if !step {
            sum = sum.plus(figure.value);
        }
        most = most.max(figure.value);
    }
    most.max(sum)
}

/// Whether nothing says that the two are of different times.
fn of_one_time(view: &View<'_>, whole: &Figure, done: &Figure, words: &Relations) -> bool {
    let own = |f: &Figure| view.get(&(view.figures.clause(f).start..f.number.start));
    let between = view.get(&(whole.range.end..done.number.start.max(whole.range.end)));
    let other = |text: &str| words.other_period.is_in(text);
    !other(own(whole)) && !other(own(done)) && years(between).is_empty()
}

/// The words from two sentences before a sentence to the end of the one behind it.
fn around<'a>(view: &View<'a>, sentence: usize) -> &'a str {
    let start = view.figures.sentence_start(sentence.saturating_sub(2)).unwrap_or(view.block.body.start);
    let end = view.figures.sentence_start(sentence + 2).unwrap_or(view.block.body.end);
    view.get(&(start..end.max(start)))
}

#[cfg(test)]
mod tests {
    use crate::rules::figures::tests::words;

    fn found(text: &str) -> Vec<String> {
        words(&super::RULE, text)
    }

    #[test]
    fn more_done_than_came_in() {
        assert_eq!(found("受理117件，办结171件，办结率100%。"), ["171件"]);
        assert_eq!(found("12345热线受理诉求2635件，已全部办结2653件。"), ["2653件"]);
        assert_eq!(found("收到投诉举报117件，受理105件，办结投诉举报171件。"), ["171件"]);
        assert_eq!(found("排查矛盾纠纷860件；化解908件，化解率100%。"), ["908件"]);
        assert_eq!(found("全年收到意见建议117条，采纳171条。"), ["171条"]);
        assert_eq!(found("收到行政复议申请58件，受理116件，审结51件。"), ["116件"]);
        assert_eq!(found("调解矛盾纠纷2176件，调解成功3201件，成功率为98%。"), ["3201件"]);
        assert_eq!(found("登记矛盾纠纷2500件，化解3675件。"), ["3675件"]);
        assert_eq!(found("受理诉求2635件，其中投诉1200件、咨询1435件，办结2653件。"), ["2653件"]);
    }

    #[test]
    fn what_was_carried_over_or_cannot_be_told() {
        for text in [
            "受理117件，办结117件，办结率100%。",
            "受理117件（含上年结转60件），办结171件。",
            "上年结转60件，今年受理117件，办结171件。",
            "历年存量60件。今年受理117件，办结171件。",
            "累计受理117件，办结171件。",
            "新收行政复议案件117件，审结171件。",
            "1—6月受理117件，全年办结171件。",
            "受理申请117件，发放证书171份。",
            "受理行政复议申请117件，审结行政应诉案件171件。",
            "县司法局受理117件，县法院审结171件。",
            "受理投诉117件、举报80件，办结171件。",
            "受理投诉117件，受理举报80件，办结171件。",
            "受理近117件，办结171件。",
            "收到来信117封，办结171件。",
            "收到线索58条，立案116件。",
            "调解矛盾纠纷2176件，成功2134件。",
            "调解案件50件，审结案件80件。",
            "办理行政复议申请58件，受理行政诉讼116件。",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
