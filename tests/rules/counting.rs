//! One count everywhere: findings, status, checklist and survey agree.

use crate::support::{analyse, apply, drafts, reports};
use nianbao::ide::{self, Entry, State};
use nianbao::message::Lang;
use nianbao::rules::{Analysis, SeverityCounts, Subject};
use nianbao::survey::Row;

/// All rows of the checklist.
fn rows(analysis: &Analysis) -> Vec<Entry> {
    let list = ide::checklist(analysis, Lang::Zh);
    list.into_iter().flat_map(|entry| std::iter::once(entry.clone()).chain(entry.children)).collect()
}

/// Whatever counts what is missing, and findings by severity, in one report.
fn agree(name: &str, analysis: &Analysis) {
    let told = analysis.findings.iter().filter(|f| f.subject.is_some_and(Subject::is_absence)).count();
    let rows = rows(analysis);
    let missing: Vec<&Entry> = rows.iter().filter(|e| e.state == State::Missing).collect();
    let status = ide::status(analysis, Lang::Zh);
    let row = Row::of(name, analysis, &analysis.findings, Lang::Zh).unwrap();
    let names: Vec<&str> = missing.iter().map(|e| e.label.as_str()).collect();
    assert_eq!(missing.len(), told, "{name}: {names:?}");
    assert!(missing.iter().all(|e| e.finding.is_some()), "{name}: {names:?}");
    assert_eq!((status.missing, row.missing), (told, told), "{name}");
    let of_row = |states: Vec<&State>| states.into_iter().filter(|s| **s == State::Missing).count();
    let in_row = of_row(row.parts.values().collect())
        + of_row(row.content.values().collect())
        + of_row(row.themes.values().map(|theme| &theme.state).collect());
    assert_eq!(in_row, told, "{name}: parts, content and themes of the survey");
    assert_eq!(row.findings, SeverityCounts::of(&analysis.findings), "{name}");
    assert_eq!(row.findings.total(), row.diagnostics.len(), "{name}");
}

#[test]
fn findings_status_checklist_and_survey_agree() {
    let mut missing = 0;
    let all = reports().iter().cloned().chain(drafts("samples"));
    for (name, text) in all {
        let analysis = analyse(&text);
        if analysis.outline.report.is_none() {
            continue;
        }
        agree(&name, &analysis);
        missing += ide::status(&analysis, Lang::Zh).missing;
        // And with each part cut away, down to a title alone.
        for (index, _) in text.match_indices('\n').step_by(7) {
            let half = analyse(&text[..index]);
            if half.outline.report.is_some() {
                agree(&format!("{name} up to byte {index}"), &half);
            }
        }
    }
    assert!(missing > 0);
}

#[test]
fn what_is_silenced_is_missing_and_not_counted() {
    let text = "云岭县人民政府2025年法治政府建设年度报告\n\n2025年，现将有关情况报告如下：\n\n一、主要举措和成效\n\n县政府主要负责人主持召开常务会议4次。\n\n三、2026年工作安排\n\n（一）充实执法力量。年内补充执法人员12名。\n";
    let analysis = analyse(text);
    assert!(ide::status(&analysis, Lang::Zh).missing > 0);
    agree("as it is", &analysis);
    let silenced = analyse(&text.replace("\n\n2025年", "\n\n<!-- nianbao-ignore-file missing-part 另文报送 -->\n\n2025年"));
    let missing: Vec<Entry> = rows(&silenced).into_iter().filter(|e| e.state == State::Missing).collect();
    assert_eq!(missing.iter().filter(|e| e.kind == "part").count(), 1);
    assert!(missing.iter().filter(|e| e.kind == "part").all(|e| e.finding.is_none()));
    assert_eq!(ide::status(&silenced, Lang::Zh).missing, missing.iter().filter(|e| e.finding.is_some()).count());
}

#[test]
fn a_group_is_one_finding_with_one_fix_for_all_its_places() {
    let text = crate::support::read(&crate::support::root().join("samples/云岭县2025年法治政府建设年度报告.txt"));
    let before = analyse(&text);
    assert!(before.findings.is_empty());
    let broken = text.replacen("县政府", "县 政府", 3).replace("（一）", "（一）、").replace("（二）", "（二）、");
    let analysis = analyse(&broken);
    let marks: Vec<_> = analysis.findings.iter().filter(|f| f.rule.name == "heading-mark").collect();
    assert_eq!(marks.len(), 1);
    assert_eq!(marks[0].count(), text.matches("（一）").count() + text.matches("（二）").count());
    let message = marks[0].message.render(Lang::Zh);
    assert!(message.contains(&format!("共{}处", marks[0].count())), "{message}");
    assert!(marks[0].message.render(Lang::En).contains(&format!("{} places", marks[0].count())));
    // The first place is the one that is shown; each place can be mended by itself.
    assert_eq!(marks[0].span, marks[0].occurrences[0].span);
    assert!(marks[0].occurrences.windows(2).all(|w| w[0].span.block < w[1].span.block));
    assert!(marks[0].occurrences.iter().all(|o| o.fix.as_ref().is_some_and(|f| f.edits.len() == 1)));
    let edits = analysis.text_edits(&marks[0].fix.as_ref().unwrap().edits);
    let mended = analyse(&apply(&broken, &edits));
    assert!(mended.findings.iter().all(|f| f.rule.name == "stray-space"), "{:?}", mended.findings);
    let edits: Vec<_> = mended.findings.iter().flat_map(|f| mended.text_edits(f.safe_edits())).collect();
    assert_eq!(apply(&mended.text.to_string(), &edits), text);
}
