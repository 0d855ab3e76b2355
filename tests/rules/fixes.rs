//! What must hold of every fix and every insertion.

use crate::breakage::{Base, Broken, bases};
use crate::injection::{WAYS, broken, fitting, is_of_figures, news};
use crate::support::{Seeded, analyse, apply};
use nianbao::ide::{self, ActionKind, Effect, TextEdit};
use nianbao::message::Lang;
use nianbao::rules::{Analysis, Severity};
use nianbao::text::width::is_han;

/// So many broken drafts of each way are tried.
const PLACES: usize = 12;

/// The clean reports, and the same with defects.
fn drafts(figures: bool) -> Vec<(String, String)> {
    let bases = bases();
    let mut all: Vec<(String, String)> = bases.iter().map(|b| (b.name.clone(), b.text.clone())).collect();
    for (index, (rule, what, way)) in WAYS.iter().enumerate().filter(|(_, way)| figures || !is_of_figures(way.0)) {
        let places: Vec<(&Base, Broken)> = fitting(&bases, rule).flat_map(|b| way(b).into_iter().map(move |broken| (b, broken))).collect();
        let chosen = Seeded(index as u64).sample(places, PLACES).into_iter();
        all.extend(chosen.map(|(base, b)| (format!("{} ({what})", base.name), broken(base, &b))));
    }
    all
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| is_han(*c) || c.is_alphanumeric()).collect()
}

/// Text without the numerals that a renumbering may change.
fn words(text: &str) -> String {
    let text = ["首先", "其次", "再次", "最后"].iter().fold(letters(text), |t, word| t.replace(word, ""));
    text.chars().filter(|c| !"一二三四五六七八九十0123456789".contains(*c)).collect()
}

#[test]
fn a_fix_removes_its_finding_and_adds_none() {
    let mut troubles = Vec::new();
    let mut count = 0;
    for (name, text) in drafts(true) {
        let before = analyse(&text);
        for finding in before.findings.iter() {
            let Some(fix) = &finding.fix else { continue };
            count += 1;
            let mut edits = before.text_edits(&fix.edits);
            edits.sort_by_key(|e| e.range.start);
            let fixed = apply(&text, &edits);
            let after = analyse(&fixed);
            let what = format!(
                "{name}: {} {:?} → {:?}",
                finding.rule.name,
                before.words(&finding.span),
                fix.edits.iter().map(|e| &e.text).collect::<Vec<_>>()
            );
            let new: Vec<_> = news(&before, &after, &edits).iter().map(|f| (f.rule.name, after.words(&f.span).to_owned())).collect();
            if !new.is_empty() || after.findings.len() >= before.findings.len() {
                troubles.push(format!("{what} adds {new:?}, {} findings of {}", after.findings.len(), before.findings.len()));
            }
            let kept = if fix.safe { letters(&fixed) == letters(&text) } else { words(&fixed) == words(&text) };
            let doubled = finding.rule.name == "doubled-text" && {
                // Nothing but the second of the two goes.
                let [edit] = edits.as_slice() else { panic!("{what}") };
                let gone = &text[edit.range.clone()];
                edit.text.is_empty() && text[..edit.range.start].ends_with(gone)
            };
            // A digit that was cut off is rounded; of 约 and 左右 one is enough.
            let measured = finding.rule.name == "percent-truncated" && words(&fixed) == words(&text);
            let approximate = finding.rule.name == "approximate-figure"
                && edits.iter().all(|e| e.text.is_empty() && ["左右", "上下", "余", "多"].contains(&&text[e.range.clone()]));
            if !kept && !doubled && !measured && !approximate {
                troubles.push(format!("{what} changes words"));
            }
        }
    }
    println!("{count} fixes");
    assert!(count > 100);
    assert!(troubles.is_empty(), "{} of {count}\n{}", troubles.len(), troubles.join("\n"));
}

fn fix_all(analysis: &Analysis) -> Vec<TextEdit> {
    let actions = ide::actions(analysis, 0..analysis.text.len(), Lang::Zh);
    let all = actions.into_iter().find(|a| a.kind == ActionKind::FixAll);
    match all.map(|a| a.effect) {
        Some(Effect::Edit(edits)) => edits,
        _ => Vec::new(),
    }
}

#[test]
fn all_safe_fixes_together_reach_a_fixed_point() {
    let mut troubles = Vec::new();
    // Several defects at once, so that fixes meet.
    for base in bases().into_iter().filter(|b| b.marks.is_empty()) {
        let mut text = base.text.clone();
        for (at, way) in [crate::misspelling::doubled_character, crate::misspelling::stop_behind_heading, crate::misspelling::wrong_mark]
            .into_iter()
            .enumerate()
        {
            let now = Base::new(base.name.clone(), text.clone());
            let mut edits: Vec<TextEdit> = Vec::new();
            for edit in Seeded(at as u64).sample(way(&now), 12).into_iter().flat_map(|b| b.edits) {
                if edits.iter().all(|e| e.range.end < edit.range.start || edit.range.end < e.range.start) {
                    edits.push(edit);
                }
            }
            text = apply(&text, &edits);
        }
        let mut rounds = 0;
        loop {
            let edits = fix_all(&analyse(&text));
            if edits.is_empty() {
                break;
            }
            text = apply(&text, &edits);
            rounds += 1;
            if rounds == 4 {
                troubles.push(format!("{}: no end after {rounds} rounds: {edits:?}", base.name));
                break;
            }
        }
        if analyse(&text).findings.iter().any(|f| f.fix.as_ref().is_some_and(|x| x.safe)) {
            troubles.push(format!("{}: a safe fix is left", base.name));
        }
    }
    assert!(troubles.is_empty(), "{troubles:#?}");
}

fn insertions(analysis: &Analysis) -> Vec<String> {
    let list = ide::checklist(analysis, Lang::Zh);
    let mut ids: Vec<String> =
        list.iter().flat_map(|e| std::iter::once(e).chain(&e.children)).filter(|e| e.insert.is_some()).map(|e| e.id.clone()).collect();
    if let Some(report) = &analysis.outline.report {
        for (index, part) in report.schema.parts.iter().enumerate() {
            if !part.takes_the_rest && analysis.outline.part(index).is_some_and(|s| s.heading.is_none()) {
                ids.push(format!("heading:{}", part.id));
            }
        }
    }
    ids
}

/// Names of what the findings of absence miss.
fn absences(analysis: &Analysis) -> Vec<(&'static str, String)> {
    let rules = ["missing-part", "missing-part-heading", "missing-content", "missing-cause", "missing-theme"];
    analysis.findings.iter().filter(|f| rules.contains(&f.rule.name)).map(|f| (f.rule.name, f.message.render(Lang::Zh))).collect()
}

#[test]
fn an_insertion_keeps_every_line_and_ends_its_finding() {
    let mut troubles = Vec::new();
    let mut count = 0;
    for (name, text) in drafts(false) {
        let before = analyse(&text);
        for id in insertions(&before) {
            let what = format!("{name}: {id}");
            let Some((edits, range)) = ide::insert(&before, &id) else {
                troubles.push(format!("{what}: offered and refused"));
                continue;
            };
            count += 1;
            for edit in &edits {
                let old = text.get(edit.range.clone()).unwrap_or("not on a boundary");
                if !words(old).is_empty() || !old.is_empty() && letters(old) != *old {
                    troubles.push(format!("{what}: replaces {old:?}"));
                }
            }
            let inserted = apply(&text, &edits);
            let after = analyse(&inserted);
            if inserted.get(range.clone()).is_none_or(|t| t.trim().is_empty() || t.ends_with('\n') || t.starts_with('\n')) {
                troubles.push(format!("{what}: the range is {:?}", inserted.get(range.clone())));
            }
            let named = name_of(&before, &id);
            let left = absences(&after).into_iter().find(|(rule, m)| expected(&id).contains(rule) && m.contains(&named));
            if let Some(left) = left {
                troubles.push(format!("{what}: still {left:?}"));
            }
            let mut sorted = edits.clone();
            sorted.sort_by_key(|e| e.range.start);
            for finding in news(&before, &after, &sorted) {
                if finding.severity <= Severity::Warning && finding.rule.name != "placeholder" {
                    troubles.push(format!("{what}: adds {} {:?}", finding.rule.name, after.words(&finding.span)));
                }
            }
        }
    }
    println!("{count} insertions");
    assert!(count > 200);
    assert!(troubles.is_empty(), "{} of {count}\n{}", troubles.len(), troubles.join("\n"));
}

fn expected(id: &str) -> &'static [&'static str] {
    match id.split_once(':').map(|i| i.0) {
        Some("part") => &["missing-part"],
        Some("heading") => &["missing-part-heading"],
        Some("content") => &["missing-content", "missing-cause"],
        _ => &["missing-theme"],
    }
}

fn name_of(analysis: &Analysis, id: &str) -> String {
    let schema = &analysis.outline.report.as_ref().unwrap().schema;
    let (kind, name) = id.split_once(':').unwrap();
    let found = match kind {
        "content" => schema.content.iter().find(|c| c.id == name).map(|c| &c.name),
        "theme" => schema.themes.iter().find(|t| t.id == name).map(|t| &t.name),
        _ => schema.parts.iter().find(|p| p.id == name).map(|p| &p.name),
    };
    found.unwrap().zh.clone()
}
