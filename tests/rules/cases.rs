//! The cases in `tests/fixtures/rules/*.md`. Its README says how to write one.

use crate::support::{among, analyse, analyse_as, apply, describe, place, read, root};
use nianbao::rules::{Analysis, Check, all, find};
use nianbao::syntax::SourceFormat;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Where a fragment stands in the report that the runner puts around it.
const AROUND: [(&str, &str, &str); 4] = [
    ("results", "一、主要举措和成效\n\n县政府主要负责人主持召开常务会议，研究法治政府建设议题4个。\n\n", PROBLEMS_ON),
    ("problems", RESULTS, PLAN_ON),
    ("plan", TO_PLAN, SIGNED),
    ("end", TO_END, ""),
];
const TITLE: &str =
    "云岭县人民政府2025年法治政府建设年度报告\n\n2025年，云岭县认真落实上级部署，各项任务如期完成。现将有关情况报告如下。\n\n";
const RESULTS: &str = "一、主要举措和成效\n\n县政府主要负责人主持召开常务会议，研究法治政府建设议题4个。\n\n二、存在的不足和原因\n\n";
const TO_PLAN: &str = "一、主要举措和成效\n\n县政府主要负责人主持召开常务会议，研究法治政府建设议题4个。\n\n二、存在的不足和原因\n\n（一）基层执法力量薄弱。主要原因是人员更替频繁。\n\n三、2026年工作安排\n\n";
const TO_END: &str = "一、主要举措和成效\n\n县政府主要负责人主持召开常务会议，研究法治政府建设议题4个。\n\n二、存在的不足和原因\n\n（一）基层执法力量薄弱。主要原因是人员更替频繁。\n\n三、2026年工作安排\n\n（一）充实基层执法力量。年内补充执法人员12名。\n\n";
const PROBLEMS_ON: &str = "\n\n二、存在的不足和原因\n\n（一）基层执法力量薄弱。主要原因是人员更替频繁。\n\n三、2026年工作安排\n\n（一）充实基层执法力量。年内补充执法人员12名。\n\n云岭县人民政府\n\n2026年2月25日\n";
const PLAN_ON: &str = "\n\n三、2026年工作安排\n\n（一）充实基层执法力量。年内补充执法人员12名。\n\n云岭县人民政府\n\n2026年2月25日\n";
const SIGNED: &str = "\n\n云岭县人民政府\n\n2026年2月25日\n";

/// A case as read from its file.
#[derive(Default)]
struct Case {
    file: String,
    line: usize,
    name: String,
    place: String,
    fragment: Option<String>,
    format: SourceFormat,
    /// Reports that are known beside it: what the file is called, and its text.
    others: Vec<(String, String)>,
    expected: Vec<String>,
    none: bool,
    fixed: Option<String>,
}

fn parse(file: &str, text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { file: file.to_owned(), line: index + 1, name: name.to_owned(), ..Case::default() });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        let at = format!("{file}:{}", index + 1);
        if let Some(info) = line.strip_prefix("```") {
            let mut body: Vec<&str> = Vec::new();
            loop {
                let (_, line) = lines.next().unwrap_or_else(|| panic!("{at}: the block has no end"));
                if line == "```" {
                    break;
                }
                body.push(line);
            }
            let (kind, place) = info.split_once(' ').unwrap_or((info, "results"));
            match kind {
                "report" | "markdown" => {
                    (case.fragment, case.place) = (Some(body.join("\n")), place.to_owned());
                    case.format = if kind == "markdown" { SourceFormat::Markdown } else { SourceFormat::PlainText };
                }
                "fixed" => case.fixed = Some(body.join("\n")),
                "beside" => case.others.push((place.to_owned(), body.join("\n"))),
                other => panic!("{at}: no such block: {other}"),
            }
        } else if line == "none" {
            case.none = true;
        } else if let Some(finding) = line.strip_prefix("- ") {
            case.expected.push(finding.to_owned());
        } else if !line.trim().is_empty() && case.fragment.is_some() {
            panic!("{at}: neither a finding nor `none`: {line}");
        }
    }
    for case in &cases {
        let at = format!("{}:{}: {}", case.file, case.line, case.name);
        assert!(case.fragment.is_some(), "{at}: no ```report block");
        assert!(case.none == case.expected.is_empty(), "{at}: list the findings, or write `none`");
    }
    cases
}

/// The whole text, and the line (from 0) and bytes of the fragment in it.
fn wrap(case: &Case, fragment: &str) -> (String, usize, usize) {
    if case.place == "whole" {
        return (fragment.to_owned(), 0, 0);
    }
    let (_, before, after) = AROUND.iter().find(|a| a.0 == case.place).unwrap_or_else(|| panic!("{}: no place {}", case.file, case.place));
    let before = format!("{TITLE}{before}");
    let lines = before.matches('\n').count();
    (format!("{before}{fragment}{after}"), lines, before.len())
}

fn found(analysis: &Analysis, first: usize) -> Vec<String> {
    let mut all: Vec<_> =
        analysis.findings.iter().map(|f| (place(analysis, analysis.bytes(&f.span).start), describe(analysis, f, first))).collect();
    all.sort();
    all.into_iter().map(|f| f.1).collect()
}

/// A long quote may be cut short with … in the case.
fn agrees(written: &str, found: &str) -> bool {
    written == found || written.strip_suffix("…\"").is_some_and(|start| found.starts_with(start))
}

/// What is wrong with a case; nothing if it holds.
fn check(case: &Case, troubles: &mut String) {
    let fragment = case.fragment.as_deref().unwrap();
    let (text, first, from) = wrap(case, fragment);
    let analysis = if case.others.is_empty() { analyse_as(&text, case.format) } else { among(&text, &case.others) };
    let got = found(&analysis, first);
    let at = format!("{}:{}: {}", case.file, case.line, case.name);
    if got.len() != case.expected.len() || !case.expected.iter().zip(&got).all(|(w, g)| agrees(w, g)) {
        let _ = writeln!(troubles, "\n{at}\n  written:\n    {}\n  found:\n    - {}", case.expected.join("\n    "), got.join("\n    - "));
        return;
    }
    let mut edits = Vec::new();
    for fix in analysis.findings.iter().filter_map(|f| f.fix.as_ref()) {
        let own = analysis.text_edits(&fix.edits);
        let free =
            own.iter().all(|n| edits.iter().all(|o: &nianbao::ide::TextEdit| n.range.end < o.range.start || o.range.end < n.range.start));
        if free {
            edits.extend(own);
        }
    }
    let after = apply(&text, &edits);
    let after = after.get(from..after.len() - (text.len() - from - fragment.len())).unwrap_or("(the fix went outside the fragment)");
    match &case.fixed {
        Some(fixed) if fixed != after => {
            let _ = writeln!(troubles, "\n{at}\n  after the fix:\n{after}");
        }
        None if !edits.is_empty() => {
            let _ = writeln!(troubles, "\n{at}\n  there is a fix and no ```fixed block; after it:\n{after}");
        }
        Some(_) if edits.is_empty() => {
            let _ = writeln!(troubles, "\n{at}\n  there is no fix");
        }
        _ => {}
    }
}

fn files() -> BTreeMap<String, Vec<Case>> {
    let folder = root().join("tests/fixtures/rules");
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.extension().is_some_and(|e| e == "md") && stem != "README" {
            let cases = parse(&format!("{stem}.md"), &read(&path));
            assert!(!cases.is_empty(), "{stem}.md has no cases");
            all.insert(stem, cases);
        }
    }
    all
}

#[test]
fn the_report_around_the_fragments_is_clean() {
    let bare = Case { place: "results".into(), ..Case::default() };
    let (text, ..) = wrap(&bare, "（一）规范行政执法。评查案卷120卷。");
    assert_eq!(found(&analyse(&text), 0), Vec::<String>::new());
}

#[test]
fn each_case_holds() {
    let mut troubles = String::new();
    let mut count = 0;
    for case in files().values().flatten() {
        check(case, &mut troubles);
        count += 1;
    }
    println!("{count} rule cases");
    assert!(troubles.is_empty(), "{troubles}");
}

#[test]
fn each_rule_has_a_firing_and_a_silent_case() {
    let files = files();
    let mut lacking = Vec::new();
    for rule in all().iter().filter(|r| !matches!(r.check, Check::Tool)) {
        let own = files.get(rule.name).map(Vec::as_slice).unwrap_or_default();
        let fires = |c: &&Case| c.expected.iter().any(|e| e.split(' ').nth(1) == Some(rule.name));
        let firing = own.iter().filter(fires).count();
        if firing == 0 || firing == own.len() {
            lacking.push(format!("{}: {firing} of {} cases fire", rule.name, own.len()));
        }
    }
    assert!(lacking.is_empty(), "{lacking:#?}");
    for case in files.values().flatten() {
        for expected in &case.expected {
            let name = expected.split(' ').nth(1).unwrap_or_default();
            assert!(find(name).is_some(), "{}:{}: no rule is called {name}", case.file, case.line);
        }
    }
}
