//! The problems and plans of composed sections, item by item. `tests/fixtures/items/README.md`
//! says how a section is written.

use crate::support::{analyse, read, root};
use nianbao::outline::ListItem;
use nianbao::rules::Analysis;

const BEFORE: &str = "云岭县人民政府2025年法治政府建设年度报告\n\n2025年，云岭县认真落实上级部署，各项任务如期完成。现将有关情况报告如下。\n\n一、主要举措和成效\n\n（一）压实领导责任。县政府主要负责人主持召开常务会议，研究法治政府建设议题4个。\n\n";
const BEHIND: &str = "\n\n云岭县人民政府\n\n2026年2月25日\n";

/// Rules of the outline that a complete report does not set off.
const QUIET: [&str; 8] = [
    "missing-part",
    "part-order",
    "empty-section",
    "duplicate-section",
    "heading-sequence",
    "enumeration-sequence",
    "run-in-heading-stop",
    "heading-mark",
];

#[derive(Default)]
struct Case {
    name: String,
    section: String,
    problems: Vec<String>,
    plans: Vec<String>,
    findings: Vec<String>,
}

fn parse(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = text.lines();
    let mut plans = false;
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { name: name.to_owned(), ..Case::default() });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if line == "```section" {
            case.section = lines.by_ref().take_while(|l| *l != "```").collect::<Vec<_>>().join("\n");
        } else if let Some(item) = line.strip_prefix("- ") {
            if plans { &mut case.plans } else { &mut case.problems }.push(item.to_owned());
        } else if let Some(rule) = line.strip_prefix("finding: ") {
            case.findings.push(rule.to_owned());
        } else if !line.is_empty() {
            assert!(matches!(line, "problems:" | "plans:"), "{}: {line}", case.name);
            plans = line == "plans:";
        }
    }
    cases
}

/// Items found and asked for that are the same, found in all, asked for in all.
#[derive(Clone, Copy, Default)]
struct Score {
    same: usize,
    found: usize,
    asked: usize,
}

fn compare(analysis: &Analysis, found: &[ListItem], asked: &[String], score: &mut Score) -> Option<String> {
    let names: Vec<String> = found.iter().map(|i| analysis.words(&i.title).to_owned()).collect();
    let agrees = |name: &str, asked: &str| match asked.strip_suffix('…') {
        Some(start) => name.starts_with(start),
        None => name == asked,
    };
    score.same += asked.iter().filter(|a| names.iter().any(|n| agrees(n, a))).count();
    score.found += names.len();
    score.asked += asked.len();
    let right = names.len() == asked.len() && names.iter().zip(asked).all(|(n, a)| agrees(n, a));
    (!right).then(|| format!("asked {asked:?}\n    found {names:?}"))
}

/// What differs in a file, and the F1 of problems and plans together.
fn run(file: &str) -> (Vec<String>, f64) {
    let cases = parse(&read(&root().join("tests/fixtures/items").join(file)));
    let (mut problems, mut plans) = (Score::default(), Score::default());
    let mut troubles = Vec::new();
    for case in &cases {
        let analysis = analyse(&format!("{BEFORE}{}{BEHIND}", case.section));
        let wrong = compare(&analysis, &analysis.outline.problems, &case.problems, &mut problems);
        troubles.extend(wrong.map(|w| format!("{file}: {}: problems\n    {w}", case.name)));
        let wrong = compare(&analysis, &analysis.outline.plans, &case.plans, &mut plans);
        troubles.extend(wrong.map(|w| format!("{file}: {}: plans\n    {w}", case.name)));
        let mut loud: Vec<String> =
            analysis.findings.iter().filter(|f| QUIET.contains(&f.rule.name)).map(|f| f.rule.name.to_owned()).collect();
        loud.sort();
        if loud != case.findings {
            troubles.push(format!("{file}: {}: findings {loud:?}", case.name));
        }
    }
    let f1 = |s: Score| 2.0 * s.same as f64 / (s.found + s.asked) as f64;
    println!("{file}: {} sections, F1 of problems {:.3}, of plans {:.3}", cases.len(), f1(problems), f1(plans));
    let both = Score { same: problems.same + plans.same, found: problems.found + plans.found, asked: problems.asked + plans.asked };
    (troubles, f1(both))
}

#[test]
fn items_are_those_that_a_reader_finds() {
    let troubles: Vec<String> = ["tuned.md", "held-out.md"].iter().flat_map(|f| run(f).0).collect();
    assert!(troubles.is_empty(), "\n{}", troubles.join("\n"));
}

/// The least F1 on sections that were written when the reader stood.
const MIN_LATE: f64 = 0.98;

#[test]
fn items_of_late_sections_are_mostly_those_that_a_reader_finds() {
    for file in ["held-out-late.md", "held-out-third.md"] {
        let (troubles, f1) = run(file);
        assert!(f1 >= MIN_LATE, "{file}: {f1:.3}\n{}", troubles.join("\n"));
    }
}

/// Items are called the same whether a page broke their lines or not, at any width.
#[test]
fn a_broken_item_is_called_as_the_unbroken_one() {
    let items = [
        "部分乡镇和部门主要负责同志对法治政府建设重要性认识还不够到位运用法治思维和法治方式深化改革推动发展的能力有待进一步提高，全年只培训2次",
        "基层执法力量与承担的任务不相适应，专业人员少，有的所只有两人持证，日常巡查和群众举报难以同时兼顾",
    ];
    let marks: [[&str; 2]; 4] = [["一是", "二是"], ["（一）", "（二）"], ["1.", "2."], ["第一，", "第二，"]];
    for mark in marks {
        let lines: Vec<String> = (0..2).map(|at| format!("{}{}。", mark[at], items[at])).collect();
        let names = |section: &str| -> Vec<String> {
            let text = format!("{BEFORE}二、存在的不足和原因\n\n{section}\n\n三、2026年工作安排\n\n（一）加强培训。开展培训6次。{BEHIND}");
            let analysis = analyse(&text);
            analysis.outline.problems.iter().map(|item| analysis.words(&item.title).to_owned()).collect()
        };
        let unbroken = names(&lines.join("\n"));
        assert_eq!(unbroken.len(), 2, "{mark:?}: {unbroken:?}");
        for width in 26..=44 {
            let broken = |line: &String| {
                let chars: Vec<char> = line.chars().collect();
                chars.chunks(width).map(|row| row.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
            };
            let section: Vec<String> = lines.iter().map(broken).collect();
            assert_eq!(names(&section.join("\n")), unbroken, "{mark:?} at {width}");
        }
    }
}
