//! Ways to break what problems and plans say.

use crate::breakage::{Base, Broken};
use nianbao::ide::TextEdit;
use nianbao::outline::ListItem;
use nianbao::schema::Role;
use nianbao::syntax::Span;
use nianbao::trace::{self, Strength};
use std::ops::Range;

/// The words of an item, its closing stop left out.
fn said(base: &Base, item: &ListItem) -> Range<usize> {
    let range = base.analysis.bytes(&item.extent);
    let words = base.words(range.clone()).trim_end_matches(['。', '；', ';', ' ', '\n', '\r']);
    range.start..range.start + words.len()
}

/// Every plan that answers a problem plans something else.
pub fn drop_answer(base: &Base) -> Vec<Broken> {
    let outline = &base.analysis.outline;
    let answered = outline.problems.iter().zip(&base.analysis.links().problems).filter(|(_, link)| link.strength == Strength::Strong);
    // A plan that goes on below its heading, or has marks of Markdown in it, is no one place.
    let single = |plan: &ListItem| {
        let range = said(base, plan);
        !base.words(range.clone()).contains("**") && trace::rest(outline, &base.analysis.paragraphs, plan).len() <= range.len()
    };
    let answered = answered.filter(|(_, link)| link.answers.iter().all(|a| single(&outline.plans[a.candidate])));
    let other = ["更换办公楼照明灯具", "维修机关食堂门窗", "清点库存桌椅", "翻新停车场地面"];
    let broken = answered.map(|(problem, link)| {
        let plans = link.answers.iter().map(|a| said(base, &outline.plans[a.candidate]));
        let edits = plans.zip(other).map(|(range, text)| TextEdit { range, text: text.to_owned() }).collect();
        Broken::new(edits, base.analysis.bytes(&problem.title)).also(&[
            "run-in-heading-stop",
            "heading-stop",
            "empty-section",
            "missing-final-stop",
        ])
    });
    broken.collect()
}

/// A problem says no more than that something is wanting.
pub fn say_nothing(base: &Base) -> Vec<Broken> {
    // What is vague already cannot become so.
    let vague = |p: &&ListItem| base.analysis.findings.iter().any(|f| f.rule.name == "vague-problem" && f.span == p.title);
    let problems = base.analysis.outline.problems.iter().filter(|p| !vague(p)).map(|p| said(base, p));
    let own_line = |range: &Range<usize>| {
        let block = base.analysis.outline.problems.iter().find(|p| said(base, p) == *range).map(|p| base.block(p.title.block));
        // A heading on a line of its own is explained below it.
        block.is_none_or(|b| b.heading.as_ref().is_none_or(|h| h.is_run_in()))
    };
    let all = ["依法行政能力有待进一步提高", "普法力度不够大", "制度建设还比较薄弱"];
    problems
        .filter(own_line)
        .flat_map(|range| {
            all.map(|text| Broken::one(range.clone(), text).also(&["missing-cause", "run-in-heading-stop", "missing-final-stop"]))
        })
        .collect()
}

/// The marks of the problems are gone.
pub fn drop_marks(base: &Base) -> Vec<Broken> {
    let outline = &base.analysis.outline;
    let marks: Vec<Range<usize>> = outline
        .problems
        .iter()
        .filter_map(|p| {
            let block = base.block(p.title.block);
            let start = p.title.range.start;
            let item = block.items.iter().find(|i| i.mark.end <= start && start < i.text.end).map(|i| i.mark.start);
            let heading = block
                .heading
                .as_ref()
                .filter(|h| h.title.start == start && h.is_run_in() && block.hashes == 0 && !block.text.contains("**"));
            let from = item.or_else(|| heading.and_then(|h| Some(h.mark.as_ref()?.span.start)))?;
            Some(base.analysis.bytes(&Span { block: p.title.block, range: from..start }))
        })
        .collect();
    if marks.len() < 3 || marks.len() < outline.problems.len() {
        return Vec::new();
    }
    let mut edits: Vec<TextEdit> = marks.iter().map(|m| TextEdit { range: m.clone(), text: String::new() }).collect();
    // 一是 …；二是 … become sentences.
    for mark in marks.iter().skip(1) {
        let stop = base.text[..mark.start].chars().next_back();
        if let Some(stop) = stop.filter(|c| matches!(c, '；' | ';')) {
            edits.push(TextEdit { range: mark.start - stop.len_utf8()..mark.start, text: "。".to_owned() });
        }
    }
    edits.sort_by_key(|e| (e.range.start, e.range.end));
    let there = marks[0].start..marks[0].end;
    vec![Broken::new(edits, there)]
}

/// A plan ends with a sentence of the results.
pub fn copy_results(base: &Base) -> Vec<Broken> {
    let outline = &base.analysis.outline;
    let sentences: Vec<&str> = outline
        .text_of(Role::Results)
        .map(|i| base.block(i))
        .filter(|b| b.heading.is_none() && !b.is_wrapped())
        .flat_map(|b| b.body().split('。'))
        .filter(|s| (30..60).contains(&s.chars().count()) && !s.contains(['《', '：', '“', '年']))
        .collect();
    let plans = outline.plans.iter().map(|p| said(base, p));
    let pairs = plans.flat_map(|plan| sentences.iter().map(move |s| (plan.clone(), *s)));
    let broken = pairs.map(|(plan, sentence)| {
        let text = format!("，{sentence}");
        Broken::new(vec![TextEdit { range: plan.end..plan.end, text }], plan.start..plan.end)
    });
    broken.collect()
}
