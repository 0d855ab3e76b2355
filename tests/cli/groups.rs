//! Findings that one fix mends are one, whatever prints or counts them.

use crate::support::*;
use serde_json::Value;

/// [`FAULTY`] with four blanks in one paragraph, one of which may hide a lost mark.
fn spaced() -> String {
    let at = "督促有关部门落实整改。";
    assert!(FAULTY.contains(at));
    FAULTY.replace(at, "督促有关 部门落实  整改 32 件。")
}

fn check(text: &str, arguments: &[&str]) -> Run {
    let dir = folder(&[("a.txt", text)]);
    run(dir.path(), &[&["check", "a.txt", "--select", "stray-space"], arguments].concat())
}

#[test]
fn text_shows_a_group_once_with_its_places() {
    let shown = check(&spaced(), &[]).out;
    assert_eq!(shown.matches("stray-space").count(), 1, "{shown}");
    assert!(shown.contains("共4处") && shown.contains("其他各处："), "{shown}");
    assert!(shown.ends_with("错误 0，警告 1，提示 0，建议 0；其中 1 处可用 --fix 自动修改\n"), "{shown}");
    let english = check(&spaced(), &["--lang", "en"]).out;
    assert!(english.contains("4 places") && english.contains("other places: "), "{english}");
}

#[test]
fn json_keeps_each_place_and_counts_the_group_once() {
    let json = check(&spaced(), &["--format", "json", "--statistics"]).json();
    assert_eq!(json["schema_version"], 2);
    let all = json["files"][0]["diagnostics"].as_array().unwrap();
    assert_eq!(all.len(), 4);
    assert!(all.iter().all(|d| d["group"] == "stray-space-1" && d["related"].as_array().unwrap().is_empty()));
    let starts: Vec<_> = all.iter().map(|d| d["start"]["column"].as_u64().unwrap()).collect();
    assert!(starts.windows(2).all(|w| w[0] < w[1]), "{starts:?}");
    // The fix of the first place mends all; each other one mends its own.
    let edits = |d: &Value| d["fix"]["edits"].as_array().unwrap().len();
    assert_eq!(all.iter().map(edits).collect::<Vec<_>>(), [4, 1, 1, 1]);
    assert_eq!((&json["summary"]["warning"], &json["statistics"][0]["total"]), (&1.into(), &1.into()));
    assert_eq!(json["statistics"][0]["warning"], 1);
}

#[test]
fn a_finding_at_one_place_has_no_group() {
    let json = check(&FAULTY.replace("督促有关部门", "督促有关 部门"), &["--format", "json"]).json();
    let all = json["files"][0]["diagnostics"].as_array().unwrap();
    assert_eq!(all.len(), 1);
    assert!(all[0].get("group").is_none());
}

#[test]
fn forges_count_a_group_once() {
    let sarif = check(&spaced(), &["--format", "sarif"]).json();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 1);
    assert_eq!((&results[0]["properties"]["places"], results[0]["relatedLocations"].as_array().unwrap().len()), (&4.into(), 3));
    assert_eq!(results[0]["fixes"][0]["artifactChanges"][0]["replacements"].as_array().unwrap().len(), 4);
    assert_eq!(check(&spaced(), &["--format", "github"]).out.lines().count(), 1);
    assert_eq!(check(&spaced(), &["--format", "gitlab"]).json().as_array().unwrap().len(), 1);
    assert_eq!(check(&spaced(), &["--format", "junit"]).out.matches("<testcase").count(), 1);
}

#[test]
fn safe_fixes_mend_the_places_that_need_no_look() {
    let dir = folder(&[("a.txt", &spaced())]);
    run(dir.path(), &["check", "a.txt", "--select", "stray-space", "--fix"]);
    let text = text_of(&dir.path().join("a.txt"));
    assert!(text.contains("督促有关部门落实  整改32件。"), "{text}");
    run(dir.path(), &["check", "a.txt", "--select", "stray-space", "--fix", "--unsafe-fixes"]);
    assert!(text_of(&dir.path().join("a.txt")).contains("督促有关部门落实整改32件。"));
}

#[test]
fn a_baseline_holds_place_by_place() {
    let dir = folder(&[("a.txt", &spaced())]);
    let arguments = ["check", "a.txt", "--select", "stray-space"];
    run(dir.path(), &[&arguments[..], &["--write-baseline"]].concat());
    assert_eq!(run(dir.path(), &arguments).code, 0);
    // One more in the same paragraph is the only one that is told.
    put(dir.path(), "a.txt", spaced().replace("32 件。", "32 件，逐 项销号。").as_bytes());
    let json = run(dir.path(), &[&arguments[..], &["--format", "json"]].concat()).json();
    let all = json["files"][0]["diagnostics"].as_array().unwrap();
    assert_eq!(all.len(), 1, "{all:#?}");
    assert!(all[0]["message"].as_str().unwrap().contains('逐'));
    assert!(all[0].get("group").is_none());
}

#[test]
fn a_survey_counts_a_group_once() {
    let dir = folder(&[("a.txt", &spaced())]);
    let counted = |summary: &Value| ["error", "warning", "info", "hint"].map(|s| summary[s].as_u64().unwrap());
    let survey = run(dir.path(), &["survey", ".", "--format", "json"]).json();
    let check = run(dir.path(), &["check", ".", "--format", "json"]).json();
    assert_eq!(counted(&survey["summary"]), counted(&check["summary"]));
    assert_eq!(counted(&survey["reports"][0]["findings"]), counted(&check["summary"]));
    let said = survey["reports"][0]["diagnostics"].as_array().unwrap();
    assert_eq!(said.iter().filter(|d| d["rule"] == "stray-space").count(), 1);
    let csv = run(dir.path(), &["survey", ".", "--format", "csv"]).out;
    let [head, row] = csv.lines().map(|l| l.split(',').collect::<Vec<_>>()).collect::<Vec<_>>().try_into().unwrap();
    let cell = |name: &str| row[head.iter().position(|h| *h == name).unwrap()].parse::<u64>().unwrap();
    assert_eq!(["错误", "警告", "提示", "建议"].map(cell), counted(&check["summary"]));
}

/// A text with a blank wherever a Chinese character and a digit meet, as PDFs give it.
fn set_apart(text: &str) -> String {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let mut out = String::new();
    let mut last = '\n';
    for c in text.chars() {
        if is_han(last) && c.is_ascii_digit() || last.is_ascii_digit() && is_han(c) {
            out.push(' ');
        }
        out.push(c);
        last = c;
    }
    out
}

#[test]
fn gaps_beside_all_digits_are_one_finding_with_one_fix() {
    let text = set_apart(FAULTY);
    assert!(text.matches(' ').count() > 10, "{text}");
    let dir = folder(&[("a.txt", &text)]);
    let arguments = ["check", "a.txt", "--select", "stray-space,mixed-width"];
    let shown = run(dir.path(), &arguments).out;
    assert_eq!(shown.matches("stray-space").count(), 1, "{shown}");
    let json = run(dir.path(), &[&arguments[..], &["--format", "json"]].concat()).json();
    let counts: u64 = ["error", "warning", "info", "hint"].iter().map(|s| json["summary"][s].as_u64().unwrap()).sum();
    assert_eq!(counts, 1, "{json:#}");
    assert_eq!(json["files"][0]["diagnostics"][0]["fix"]["safe"], true);
    run(dir.path(), &[&arguments[..], &["--fix"]].concat());
    assert_eq!(text_of(&dir.path().join("a.txt")), FAULTY);
}
