//! Corpus rules on composed families of reports: what was put in is found, and
//! nothing else.

mod family;

use family::{Family, PLACES, Planted, YEARS, family};
use nianbao::corpus::{Index, Summary};
use nianbao::message::Lang;
use nianbao::rules::{Analysis, Draft, Settings};
use nianbao::schema::SchemaSet;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

const RULES: [&str; 4] = ["copied-passage", "unreported-plan", "figure-conflict", "foreign-place"];

fn settings() -> &'static Settings {
    static SETTINGS: OnceLock<Settings> = OnceLock::new();
    SETTINGS.get_or_init(|| Settings { schemas: SchemaSet::built_in(), ..Settings::default() })
}

fn source(report: (usize, usize)) -> String {
    format!("{}/{}.txt", YEARS[report.1], PLACES[report.0])
}

type Read = BTreeMap<(usize, usize), (Arc<Analysis>, Arc<Summary>)>;

fn read(family: &Family) -> Read {
    let read = |(of, text): (&(usize, usize), &String)| {
        let analysis = Draft::new(text).analyse(settings());
        let summary = analysis.summary(&source(*of)).expect("a report");
        (*of, (analysis, Arc::new(summary)))
    };
    family.texts.iter().map(read).collect()
}

/// Each finding of a corpus rule: report, rule, marked words and message.
fn found(read: &Read) -> Vec<((usize, usize), &'static str, String)> {
    let index: Index = read.values().map(|(_, summary)| summary.clone()).collect();
    let mut all = Vec::new();
    for (of, (analysis, summary)) in read {
        // What foreign-place finds in one report alone counts too.
        let joined = analysis.with(analysis.among(settings(), summary, None, &index));
        for finding in joined.findings.iter().filter(|f| f.rule.needs_others()) {
            let words = analysis.words(&finding.span);
            all.push((*of, finding.rule.name, format!("{words} {}", finding.message.render(Lang::Zh))));
        }
    }
    all
}

#[test]
fn what_was_put_into_families_is_found_and_nothing_else() {
    // Per rule: put in, found of these, findings, of these true.
    let mut counts: BTreeMap<&str, [usize; 4]> = RULES.iter().map(|rule| (*rule, [0; 4])).collect();
    let mut troubles = Vec::new();
    for seed in 0..6 {
        let family = family(seed);
        let found = found(&read(&family));
        let is = |p: &Planted, f: &((usize, usize), &str, String)| p.report == f.0 && p.rule == f.1 && f.2.contains(&p.words);
        for planted in &family.planted {
            let hit = found.iter().any(|f| is(planted, f));
            let count = counts.get_mut(planted.rule).unwrap();
            count[0] += 1;
            count[1] += usize::from(hit);
            if !hit {
                troubles.push(format!("{seed}: missed {planted:?}"));
            }
        }
        for f in &found {
            let right = family.planted.iter().any(|p| is(p, f));
            let count = counts.get_mut(f.1).unwrap();
            count[2] += 1;
            count[3] += usize::from(right);
            if !right {
                troubles.push(format!("{seed}: false {f:?}"));
            }
        }
    }
    println!("{}", troubles.join("\n"));
    for (rule, [put_in, hit, told, right]) in counts {
        println!("{rule}: {hit} of {put_in} found, {right} of {told} true");
        assert!(put_in >= 20, "{rule}: {put_in} are too few to tell");
        assert!(hit * 100 >= put_in * 95, "{rule}: recall {hit}/{put_in}");
        assert!(right * 100 >= told * 95, "{rule}: precision {right}/{told}");
    }
}

#[test]
fn a_summary_is_small_and_comes_back_as_it_was_written() {
    let family = family(1);
    for (_, summary) in read(&family).values() {
        let written = serde_json::to_string(&**summary).unwrap();
        let back: Summary = serde_json::from_str(&written).unwrap();
        assert_eq!(back, **summary);
        assert_eq!(summary.issuer.key().as_deref(), summary.issuer.place.as_deref());
    }
}

#[test]
fn an_index_that_grew_tells_what_one_made_at_once_tells() {
    let family = family(2);
    let read = read(&family);
    let at_once: Index = read.values().map(|(_, s)| s.clone()).collect();
    let mut grown = Index::default();
    for (_, summary) in read.values() {
        grown.insert(summary.clone());
        // The same again changes nothing.
        grown.insert(summary.clone());
    }
    grown.insert(Arc::new(Summary { source: "x".into(), ..Summary::default() }));
    assert!(grown.remove("x") && !grown.remove("x"));
    assert_eq!(grown.len(), at_once.len());
    for (analysis, summary) in read.values() {
        let of = |index: &Index| {
            let found = analysis.among(settings(), summary, None, index).findings;
            found.into_iter().map(|f| (f.rule.code, f.span, f.message)).collect::<Vec<_>>()
        };
        assert_eq!(of(&grown), of(&at_once));
        assert_eq!(grown.previous(summary).map(|p| &p.source), at_once.previous(summary).map(|p| &p.source));
    }
    // Without last year's report nothing is said of it.
    let (analysis, summary) = &read[&(0, 1)];
    let alone: Index = [summary.clone()].into_iter().collect();
    assert!(analysis.among(settings(), summary, None, &alone).findings.iter().all(|f| f.rule.name == "foreign-place"));
}

/// Of several versions of last year's report the one that came furthest is meant,
/// whatever they are called and in whatever order they were read.
#[test]
fn last_years_report_is_the_version_that_came_furthest() {
    let text = |title: &str, day: &str| {
        format!("{title}\n\n2024年，现将有关情况报告如下：\n\n一、主要成效\n\n全县推进法治政府建设。\n\n云岭县人民政府\n\n{day}\n")
    };
    let report = "云岭县2024年法治政府建设年度报告";
    let read = |source: &str, title: &str, day: &str| {
        let summary = nianbao::rules::Draft::new(&text(title, day)).summary(settings(), source);
        Arc::new(summary.unwrap_or_else(|| panic!("{source} is no report")))
    };
    let this = nianbao::rules::Draft::new(&text(report, "").replace("2024年", "2025年")).summary(settings(), "2025.md").unwrap();
    let old = "2025年1月5日";
    let late = "2025年2月20日";
    for (versions, wanted) in [
        // What nothing is said of is further than any draft; a final text is furthest.
        (vec![("a（送审稿）.md", report, late), ("b.md", report, old), ("c征求意见稿.md", report, late)], "b.md"),
        (vec![("a.md", report, late), ("b（定稿）.md", report, old), ("c.md", report, late)], "b（定稿）.md"),
        (vec![("a初稿.md", report, late), ("b征求意见稿.md", report, old), ("c送审稿.md", report, old)], "c送审稿.md"),
        // The title says it before the name of the file does, the name before the folder.
        (vec![("a.md", "云岭县2024年法治政府建设年度报告（送审稿）", late), ("b.md", report, old)], "b.md"),
        (vec![("初稿/a.md", report, late), ("z.md", report, old)], "z.md"),
        (vec![("送审稿/a（终稿）.md", report, old), ("b.md", report, late)], "送审稿/a（终稿）.md"),
        // Of equals the one signed last, else the first by name.
        (vec![("a.md", report, old), ("b.md", report, late), ("c.md", report, old)], "b.md"),
        (vec![("b.md", report, old), ("a.md", report, old)], "a.md"),
    ] {
        let all: Vec<_> = versions.iter().map(|(source, title, day)| read(source, title, day)).collect();
        for order in [all.clone(), all.into_iter().rev().collect()] {
            let mut grown = Index::default();
            order.iter().for_each(|summary| grown.insert(summary.clone()));
            let at_once: Index = order.into_iter().collect();
            for index in [grown, at_once] {
                assert_eq!(index.previous(&this).map(|p| &*p.source), Some(wanted), "{versions:?}");
            }
        }
    }
}
