//! Reports on open government information whose tables were flattened to lines.

use crate::support::{analyse, describe, drafts, read, root};
use nianbao::rules::{Analysis, Severity};

/// The parts of the schema that the stretches are, in order and once each.
fn parts(analysis: &Analysis) -> Vec<&str> {
    let Some(report) = &analysis.outline.report else { return Vec::new() };
    let mut parts: Vec<&str> =
        analysis.outline.stretches.iter().filter_map(|s| Some(report.schema.parts.get(s.part?)?.id.as_str())).collect();
    parts.dedup();
    parts
}

#[test]
fn headings_in_own_words_are_the_sections_of_the_form() {
    let mut troubles = Vec::new();
    for (name, text) in drafts("tests/fixtures/openness").into_iter().filter(|(name, _)| name.ends_with(".txt")) {
        let analysis = analyse(&text);
        let found = parts(&analysis);
        let expected = ["overview", "disclosed", "requests", "review", "problems", "improvements", "other"];
        if found != expected {
            troubles.push(format!("{name}: parts {found:?}"));
        }
        let (problems, plans) = (analysis.outline.problems.len(), analysis.outline.plans.len());
        let listed = if name.starts_with("03") { 2 } else { 3 };
        if (problems, plans) != (listed, listed) {
            troubles.push(format!("{name}: {problems} problems, {plans} plans"));
        }
        let loud = analysis.findings.iter().filter(|f| f.severity <= Severity::Warning);
        troubles.extend(loud.map(|f| format!("{name}: {}", describe(&analysis, f, 0))));
        println!("{name}: {} findings in all", analysis.findings.len());
        for finding in &analysis.findings {
            println!("    {}", describe(&analysis, finding, 0));
        }
    }
    assert!(troubles.is_empty(), "\n{}", troubles.join("\n"));
}

/// Each cell on a line of its own: a wrong cell is found where it stands.
#[test]
fn sums_of_flattened_tables_are_read() {
    let text = read(&root().join("tests/fixtures/openness/01-city-by-the-book.txt"));
    let start = text.find("本年新收政府信息公开申请数量").unwrap();
    let at = start + text[start..].find("\n45").unwrap() + 1;
    let analysis = analyse(&format!("{}46{}", &text[..at], &text[at + 2..]));
    let found = analysis.findings.iter().filter(|f| f.rule.name == "sum-mismatch");
    assert_eq!(found.map(|f| analysis.bytes(&f.span).start).collect::<Vec<_>>(), [at]);
}
