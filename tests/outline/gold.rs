//! Headings, roles, problems, plans, items, title, issuer and years against the gold.

use crate::support::{analyse, read, root};
use nianbao::outline::{Anchor, ListItem, NodeKind};
use nianbao::rules::Analysis;
use nianbao::syntax::Span;
use nianbao::text::width::squeeze;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::Path;

/// Reads the gold `file` and compares every report of it; gives what differs.
fn compare(gold: &Path, texts: &Path) -> (usize, Vec<String>) {
    let gold: Value = serde_json::from_str(&read(gold)).unwrap();
    let reports = gold["reports"].as_array().unwrap();
    let mut troubles = Vec::new();
    for report in reports {
        let name = report["file"].as_str().unwrap();
        let text = read(&texts.join(name));
        let analysis = analyse(&text);
        let mut differ =
            |what: &str, want: &dyn Debug, got: &dyn Debug| troubles.push(format!("{name}: {what}\n  gold  {want:?}\n  found {got:?}"));
        head(report, &analysis, &mut differ);
        headings(report, &analysis, &mut differ);
        items(report, &analysis, &mut differ);
        roles(report, &analysis, &text, &mut differ);
        for (key, found) in [("problems", &analysis.outline.problems), ("plans", &analysis.outline.plans)] {
            listed(report, key, &analysis, found, &mut differ);
        }
    }
    (reports.len(), troubles)
}

type Differ<'a> = &'a mut dyn FnMut(&str, &dyn Debug, &dyn Debug);

fn head(gold: &Value, analysis: &Analysis, differ: Differ<'_>) {
    let Some(report) = &analysis.outline.report else {
        return differ("recognised", &true, &false);
    };
    let mut same = |what: &str, want: Value, got: Value| {
        if want != got {
            differ(what, &want, &got);
        }
    };
    same("schema", gold["schema"].clone(), report.schema.id.as_str().into());
    same("title", squeeze(gold["title"].as_str().unwrap()).into(), squeeze(&report.title).into());
    same("report_year", gold["report_year"].clone(), report.report_year.into());
    // The gold names no profile where the kind of report has only one form.
    if !gold["profile"].is_null() {
        same("profile", gold["profile"].clone(), report.profile().map(|p| p.id.clone()).into());
    }
    let plan_years = match gold.get("plan_year_accept").and_then(Value::as_array) {
        Some(several) => several.clone(),
        None => vec![gold["plan_year"].clone()],
    };
    if !plan_years.contains(&report.plan_year.into()) {
        differ("plan_year", &plan_years, &report.plan_year);
    }
    if let Some(issuer) = gold["issuer"].as_str() {
        let got = report.issuer.as_deref().map(squeeze);
        if got.as_deref() != Some(&squeeze(issuer)) {
            differ("issuer", &issuer, &got);
        }
    }
    let line = report.title_spans.last().map(|s| line_of(analysis, analysis.bytes(s).start));
    let title_line = gold["title_line"].as_u64().map(|l| l as usize);
    let among = report.title_spans.iter().any(|s| Some(line_of(analysis, analysis.bytes(s).start)) == title_line);
    if !among {
        differ("title_line", &title_line, &line);
    }
}

fn headings(gold: &Value, analysis: &Analysis, differ: Differ<'_>) {
    let mut got: Vec<(usize, u64, String, bool, String)> = Vec::new();
    analysis.outline.walk(|node| {
        if node.kind == NodeKind::Section {
            let block = &analysis.tree.blocks()[node.heading.block];
            let number = node.number.as_ref().map_or("", |n| block.get(n));
            let line = line_of(analysis, analysis.bytes(&node.heading).start);
            got.push((line, node.level.into(), squeeze(number), node.run_in, squeeze(block.get(&node.title))));
        }
    });
    got.sort();
    let rows = gold["headings"].as_array().unwrap().iter();
    let mut want: Vec<_> = rows
        .map(|h| {
            let number = squeeze(h["number"].as_str().unwrap_or_default());
            let text = h["text"].as_str().unwrap();
            // Nobody can tell where a run-in heading ends whose stop was lost: its first words must do.
            let lost = h["run_in"].as_bool().unwrap() && h["end_mark"].as_str().is_none_or(str::is_empty);
            let text = if lost { format!("{text}…") } else { text.to_owned() };
            (h["line"].as_u64().unwrap() as usize, h["level"].as_u64().unwrap(), number, h["run_in"].as_bool().unwrap(), text)
        })
        .collect();
    want.sort();
    if got.len() != want.len() {
        return differ("headings", &want, &got);
    }
    for (w, g) in want.iter().zip(&got) {
        // A heading whose stop was lost is given by its first words.
        let title = match w.4.strip_suffix('…') {
            Some(start) => g.4.starts_with(&squeeze(start.trim_end_matches('…'))),
            None => g.4 == squeeze(&w.4),
        };
        if (w.0, w.1, &w.2, w.3) != (g.0, g.1, &g.2, g.3) || !title {
            differ("heading", w, g);
        }
    }
}

/// The items 一是, 二是 … by line.
fn items(gold: &Value, analysis: &Analysis, differ: Differ<'_>) {
    let mut got = BTreeSet::new();
    analysis.outline.walk(|node| {
        if node.kind == NodeKind::Item {
            let block = &analysis.tree.blocks()[node.heading.block];
            let mark = squeeze(node.number.as_ref().map_or("", |n| block.get(n)));
            if mark.ends_with('是') && !mark.starts_with(['第', '其']) {
                got.insert((line_of(analysis, analysis.bytes(&node.heading).start), mark));
            }
        }
    });
    let rows = gold["inline_enumerations"].as_array().unwrap().iter();
    let want: BTreeSet<(usize, String)> = rows
        .flat_map(|e| e["markers"].as_array().unwrap().iter().map(|m| (e["line"].as_u64().unwrap() as usize, squeeze(m.as_str().unwrap()))))
        .filter(|(_, m)| m.ends_with('是') && !m.starts_with(['第', '其']))
        .collect();
    if got != want {
        differ("items", &want.difference(&got).collect::<Vec<_>>(), &got.difference(&want).collect::<Vec<_>>());
    }
}

fn roles(gold: &Value, analysis: &Analysis, text: &str, differ: Differ<'_>) {
    let lines: Vec<&str> = text.split('\n').map(|l| l.trim_end_matches('\r')).collect();
    let mut got = vec![BTreeSet::new(); lines.len() + 1];
    for stretch in &analysis.outline.stretches {
        let (from, to) = lines_between(analysis, stretch.from, stretch.to);
        for roles in got.iter_mut().take(to + 1).skip(from) {
            roles.insert(serde_json::json!(stretch.role).as_str().unwrap().to_owned());
        }
    }
    for row in gold["roles"].as_array().unwrap() {
        let number = |key: &str| row[key].as_u64().unwrap() as usize;
        let role = row["role"].as_str().unwrap();
        let mut accept: Vec<&str> = row["accept"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        accept.push(role);
        if matches!(role, "noise" | "meta") {
            accept.extend(["noise", "meta"]);
        }
        for line in number("start_line")..=number("end_line").min(lines.len()) {
            if lines[line - 1].trim().is_empty() || role == "blank" {
                continue;
            }
            // Where two parts stand on one line, the gold names one of them.
            if !got[line].iter().any(|g| accept.contains(&g.as_str())) || got[line].len() > 1 && accept.len() < 2 && !shares(gold, line) {
                differ(&format!("role of line {line}"), &accept, &got[line]);
            }
        }
    }
}

/// Whether problems and plan begin on one line in the gold.
fn shares(gold: &Value, line: usize) -> bool {
    let begins = |key: &str| gold[key].as_array().unwrap().iter().any(|i| i["line"].as_u64() == Some(line as u64));
    begins("problems") && begins("plans")
}

fn listed(gold: &Value, key: &str, analysis: &Analysis, found: &[ListItem], differ: Differ<'_>) {
    let got: Vec<(usize, String)> =
        found.iter().map(|i| (line_of(analysis, analysis.bytes(&i.title).start), squeeze(analysis.words(&i.title)))).collect();
    let rows = gold[key].as_array().unwrap().iter();
    let want: Vec<(usize, String)> = rows.map(|i| (i["line"].as_u64().unwrap() as usize, squeeze(i["text"].as_str().unwrap()))).collect();
    // Of an item the gold gives its first words.
    let start = |text: &str| text.chars().filter(|c| *c != '…').take(6).collect::<String>();
    let same = got.len() == want.len() && got.iter().zip(&want).all(|(g, w)| g.0 == w.0 && start(&g.1) == start(&w.1));
    if !same {
        differ(key, &want, &got);
    }
}

fn line_of(analysis: &Analysis, at: usize) -> usize {
    analysis.text.line_of(at) + 1
}

fn lines_between(analysis: &Analysis, from: Anchor, to: Anchor) -> (usize, usize) {
    let length = analysis.tree.blocks()[from.block].text.len() as u32;
    let start = analysis.bytes(&Span { block: from.block, range: from.at..length.max(from.at) }).start;
    let end = analysis.bytes(&Span { block: to.block, range: 0..to.at }).end;
    (line_of(analysis, start), line_of(analysis, end))
}

#[test]
fn the_fixtures_agree_with_their_gold() {
    let folder = root().join("tests/fixtures/reports");
    let mut troubles = Vec::new();
    for gold in ["gold.json", "gold-encodings.json"] {
        let (count, differ) = compare(&folder.join(gold), &folder);
        println!("{gold}: {count} reports, {} differences", differ.len());
        troubles.extend(differ);
    }
    assert!(troubles.is_empty(), "\n{}", troubles.join("\n"));
}

#[test]
fn published_reports_agree_where_they_lie_beside_the_project() {
    let shared = root().join("../shared");
    let (gold, texts) = (shared.join("domain/reports-gold.json"), shared.join("reports"));
    if !gold.is_file() || !texts.is_dir() {
        println!("NOT RUN: no published reports beside the project");
        return;
    }
    let (count, troubles) = compare(&gold, &texts);
    println!("published reports: {count} compared");
    assert!(troubles.is_empty(), "\n{}", troubles.join("\n"));
}
