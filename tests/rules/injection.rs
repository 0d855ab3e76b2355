//! Defects put into clean reports: each must be found there, and nothing else with it.

use crate::breakage::{self as how, Base, Broken, bases, moved};
use crate::miscount as count;
use crate::misspelling as spell;
use crate::planning as plan;
use crate::support::{Seeded, apply, settings};
use crate::wording as word;
use nianbao::ide::TextEdit;
use nianbao::message::Lang;
use nianbao::rules::{Analysis, Finding, Severity, find};
use std::collections::BTreeMap;

pub type Way = (&'static str, &'static str, fn(&Base) -> Vec<Broken>);

/// Rule, what is done, how.
pub const WAYS: &[Way] = &[
    ("missing-part", "a part is dropped", how::drop_part),
    ("missing-part-heading", "a part's heading is dropped", how::drop_heading),
    ("part-order", "two parts change places", how::swap_parts),
    ("empty-section", "a section's text is deleted", how::empty_section),
    ("duplicate-section", "a heading is copied", how::duplicate_section),
    ("missing-theme", "a theme is dropped", how::drop_theme),
    ("missing-content", "the leaders' duty is dropped", how::drop_content),
    ("missing-cause", "the causes are dropped", how::drop_causes),
    ("title-form", "the title is spoilt", how::title_form),
    ("missing-signature", "the signature is dropped", how::drop_signature),
    ("missing-date", "the date is dropped", how::drop_date),
    ("heading-sequence", "a number jumps", spell::number_jumps),
    ("heading-sequence", "a number comes twice", spell::number_twice),
    ("heading-sequence", "a section is dropped", spell::drop_section),
    ("enumeration-sequence", "an item jumps", spell::item_jumps),
    ("enumeration-sequence", "an item comes twice", spell::item_twice),
    ("enumeration-sequence", "an item is dropped", spell::drop_item),
    ("heading-mark", "a mark is misspelt", spell::wrong_mark),
    ("heading-stop", "a stop behind a heading", spell::stop_behind_heading),
    ("run-in-heading-stop", "the stop is lost", spell::lost_stop),
    ("heading-level", "a # more or less", spell::wrong_depth),
    ("unbalanced-marks", "a mark loses its partner", spell::lost_mark),
    ("doubled-text", "a character twice", spell::doubled_character),
    ("doubled-text", "a phrase twice", spell::doubled_phrase),
    ("placeholder", "a prompt is left", spell::left_prompt),
    ("problem-without-plan", "its plans plan something else", plan::drop_answer),
    ("vague-problem", "a problem says nothing", plan::say_nothing),
    ("unlisted-problems", "the problems lose their marks", plan::drop_marks),
    ("plan-copied-from-results", "a plan repeats a sentence", plan::copy_results),
    ("sum-mismatch", "a total or a part is mistyped", count::wrong_sum),
    ("percent-mismatch", "a percentage is mistyped", count::wrong_percent),
    ("percent-mismatch", "a figure of a percentage is mistyped", count::wrong_count),
    ("percent-truncated", "a last digit is cut off", count::cut_percent),
    ("part-exceeds-whole", "a part is larger than the whole", count::larger_part),
    ("list-count-mismatch", "a list has another number", count::wrong_list),
    ("percent-point", "points are given in %", count::lost_points),
    ("missing-measure-word", "a measure word is lost", count::lost_measure),
    ("conflicting-figure", "an indicator has another value", count::another_value),
    ("approximate-figure", "a number is approximate twice", count::twice_approximate),
    ("year-mismatch", "another year", word::other_year),
    ("date-form", "a date in a wrong form", word::wrong_date),
    ("late-date", "signed too late", word::late),
    ("anachronism", "what did not exist yet", word::not_yet),
    ("stale-future", "what is to come is past", word::past_future),
    ("bare-year", "a year without its mark", word::lost_year_mark),
    ("citation-years", "years of no document", word::wrong_years),
    ("citation-title", "a slip in a title", word::slip_in_title),
    ("citation-superseded", "an old document", word::superseded),
    ("inconsistent-citation", "two spellings of a title", word::two_spellings),
    ("mixed-width", "a mark in the other width", word::other_width),
    ("stray-space", "a blank between characters", word::blank),
    ("missing-final-stop", "the last stop is lost", word::lost_final_stop),
    ("confusable-word", "a word for another", word::other_word),
    ("document-number", "a number in a wrong form", word::wrong_number),
    ("interpunct", "another dot", word::wrong_dot),
    ("set-phrase", "a set phrase in other words", word::wrong_phrase),
    ("placeholder", "a blank is left", word::left_blank),
    ("web-residue", "a line of a web page", word::residue),
    ("done-exceeds-received", "less came in than was done", count::lost_digit),
];

/// Whether a way gets figures wrong, which needs reports whose figures are marked.
pub fn is_of_figures(rule: &str) -> bool {
    find(rule).is_some_and(|r| r.code.starts_with("NB5"))
}

/// The reports that a rule's defects are put into.
pub fn fitting<'a>(bases: &'a [Base], rule: &'a str) -> impl Iterator<Item = &'a Base> {
    bases.iter().filter(move |b| b.marks.is_empty() != is_of_figures(rule))
}

/// So many places of each way are tried.
const PLACES: usize = 240;

#[derive(Default)]
struct Score {
    places: usize,
    hits: usize,
    collateral: usize,
    examples: Vec<String>,
}

/// Findings behind the edits that were not there before.
pub fn news<'a>(before: &Analysis, after: &'a Analysis, edits: &[TextEdit]) -> Vec<&'a Finding> {
    let place = |f: &Finding| moved(edits, before.bytes(&f.span).start, false);
    let known = before.findings.iter().map(|f| (f.rule.name, before.words(&f.span).to_owned(), f.message.render(Lang::Zh), place(f)));
    let mut known: Vec<_> = known.collect();
    let mut new: Vec<&Finding> = after.findings.iter().collect();
    // Where an absence is marked may change with the text; what is said of it stays.
    for (by_words, by_message, by_place) in
        [(true, true, true), (true, true, false), (false, true, false), (true, false, false), (false, false, true)]
    {
        new.retain(|f| {
            let (words, message, at) = (after.words(&f.span), f.message.render(Lang::Zh), after.bytes(&f.span).start);
            let same = |k: &(&str, String, String, usize)| {
                k.0 == f.rule.name && (!by_words || k.1 == words) && (!by_message || k.2 == message) && (!by_place || k.3 == at)
            };
            known.iter().position(same).map(|at| known.swap_remove(at)).is_none()
        });
    }
    new
}

fn inject(base: &Base, rule: &str, broken: &Broken, score: &mut Score) {
    let mut draft = base.draft.clone();
    let mut edits = broken.edits.clone();
    edits.sort_by_key(|e| e.range.start);
    for edit in edits.iter().rev() {
        draft.edit(edit.range.clone(), &edit.text);
    }
    let after = draft.analyse(settings());
    let there = moved(&edits, broken.there.start, false)..moved(&edits, broken.there.end, true);
    let lines = after.text.line_of(there.start)..=after.text.line_of(there.end);
    let new = news(&base.analysis, &after, &edits);
    let touches = |f: &Finding| {
        let mut ranges = f.spans().map(|span| after.bytes(span));
        let meets = |range: std::ops::Range<usize>| {
            after.text.line_of(range.start) <= *lines.end() && after.text.line_of(range.end) >= *lines.start()
        };
        f.rule.name == rule && ranges.any(meets)
    };
    let hit = new.iter().position(|f| {
        let says = broken.says.as_ref().is_none_or(|s| f.message.render(Lang::Zh).contains(s.as_str()));
        touches(f) && says
    });
    score.places += 1;
    score.hits += usize::from(hit.is_some());
    let what = || {
        let edit = &edits[0];
        let cut = |s: &str| s.chars().take(24).collect::<String>();
        let around = base.text[..edit.range.start].chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect::<String>();
        format!("{}: {around:?} {:?} → {:?}", base.name, cut(&base.text[edit.range.clone()]), cut(&edit.text))
    };
    if hit.is_none() {
        score.examples.push(format!("missed      {}", what()));
    }
    for (index, finding) in new.iter().enumerate() {
        if Some(index) != hit && !touches(finding) && finding.severity <= Severity::Warning && !broken.also.contains(&finding.rule.name) {
            score.collateral += 1;
            let words = after.words(&finding.span).chars().take(20).collect::<String>();
            score.examples.push(format!("collateral  {} {words:?} in {}", finding.rule.name, what()));
        }
    }
}

/// The text of a report with a defect.
pub fn broken(base: &Base, broken: &Broken) -> String {
    apply(&base.text, &broken.edits)
}

#[test]
fn each_defect_is_found_there_and_alone() {
    let bases = bases();
    let markdown: Vec<Base> = bases.iter().filter(|b| b.marks.is_empty()).filter_map(spell::as_markdown).collect();
    let mut scores: BTreeMap<usize, Score> = BTreeMap::new();
    for (index, (rule, _, way)) in WAYS.iter().enumerate() {
        let mut seeded = Seeded(index as u64 + 2025);
        let on = if *rule == "heading-level" {
            fitting(&bases, rule).chain(&markdown).collect::<Vec<_>>()
        } else {
            fitting(&bases, rule).collect()
        };
        let places: Vec<(&Base, Broken)> = on.into_iter().flat_map(|b| way(b).into_iter().map(move |broken| (b, broken))).collect();
        let score = scores.entry(index).or_default();
        for (base, broken) in seeded.sample(places, PLACES) {
            inject(base, rule, &broken, score);
        }
    }
    println!("{:<22} {:<32} {:>6} {:>7} {:>11}", "rule", "defect", "places", "recall", "collateral");
    let mut troubles = Vec::new();
    for (index, score) in &scores {
        let (rule, what, _) = WAYS[*index];
        let places = score.places.max(1) as f64;
        let (recall, collateral) = (score.hits as f64 / places, score.collateral as f64 / places);
        println!("{rule:<22} {what:<32} {:>6} {recall:>7.3} {collateral:>11.3}", score.places);
        let least = match find(rule).map(|r| r.severity) {
            Some(Severity::Error) => 0.97,
            _ => 0.9,
        };
        if score.places == 0 || recall < least || collateral >= 0.05 {
            troubles.push(format!("{rule}: {what}\n    {}", score.examples.join("\n    ")));
        } else if std::env::var_os("NIANBAO_ALL").is_some() {
            println!("    {}", score.examples.join("\n    "));
        }
    }
    assert!(troubles.is_empty(), "\n{}", troubles.join("\n"));
}
