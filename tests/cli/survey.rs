//! `nianbao survey`: the same reports as a list, a table, JSON and a page.

use crate::support::*;
use serde_json::Value;

fn survey(format: &str) -> Run {
    run(&fixtures(), &["survey", "reports", "--format", format])
}

#[test]
fn json_keeps_its_shape_and_agrees_with_check() {
    let json = survey("json").json();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/output/survey.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&json).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");

    let check = run(&fixtures(), &["check", "reports", "--format", "json"]).json();
    let checked = check["files"].as_array().unwrap();
    let rows = json["reports"].as_array().unwrap();
    assert_eq!(rows.len(), checked.len());
    for (row, file) in rows.iter().zip(checked) {
        assert_eq!(format!("reports/{}", row["path"].as_str().unwrap()), file["path"].as_str().unwrap());
        assert_eq!(row["report_year"], file["report"]["report_year"]);
        assert_eq!(row["diagnostics"].as_array().unwrap().len(), file["diagnostics"].as_array().unwrap().len());
        for (said, diagnostic) in row["diagnostics"].as_array().unwrap().iter().zip(file["diagnostics"].as_array().unwrap()) {
            assert_eq!(said["rule"], diagnostic["rule"]);
            assert_eq!(said["line"], diagnostic["start"]["line"]);
        }
    }
    let links = |row: &Value| ["strong", "weak", "none"].iter().map(|s| row["links"][s].as_u64().unwrap()).sum::<u64>();
    assert!(rows.iter().all(|row| links(row) == row["problems"].as_u64().unwrap()), "every problem has a strength");
}

#[test]
fn a_report_that_lacks_a_part_is_said_to() {
    let dir = folder(&[("a.txt", FAULTY), ("b.txt", "一份通知\n\n请查收。\n")]);
    let json = run(dir.path(), &["survey", ".", "--format", "json"]).json();
    assert_eq!(json["summary"]["reports"], 1);
    assert_eq!(json["others"][0]["path"], "b.txt");
    assert!(!json["others"][0]["reason"].as_str().unwrap().is_empty());
    let row = &json["reports"][0];
    let missing: Vec<_> = row["parts"].as_object().unwrap().iter().filter(|(_, s)| *s == "missing").collect();
    let text = run(dir.path(), &["survey", "."]).out;
    assert_eq!(text.contains("缺："), !missing.is_empty(), "{text}");
}

#[test]
fn csv_opens_in_a_spreadsheet() {
    let csv = survey("csv").out;
    let rows: Vec<&str> = csv.strip_prefix('\u{feff}').expect("a mark for Excel").split("\r\n").filter(|l| !l.is_empty()).collect();
    let reports = survey("json").json()["reports"].as_array().unwrap().len();
    assert_eq!(rows.len(), reports + 1);
    let columns = rows[0].split(',').count();
    assert!(columns > 25, "{}", rows[0]);
    // No cell of the fixtures holds a comma of its own.
    assert!(rows.iter().all(|r| r.split(',').count() == columns), "{csv}");
}

#[test]
fn a_page_is_written_whole_or_not_at_all() {
    let dir = folder(&[("a.txt", FAULTY)]);
    let done = run(dir.path(), &["survey", ".", "--format", "html", "-o", "年报概览.html"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let page = std::fs::read_to_string(dir.path().join("年报概览.html")).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
    let nonce = |page: &str| page.split("nonce=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let again = run(dir.path(), &["survey", ".", "--format", "html"]).out;
    assert_ne!(nonce(&page), nonce(&again), "nobody can guess it");
}

#[test]
fn what_is_no_folder_is_refused() {
    let dir = folder(&[("a.txt", FAULTY)]);
    for path in ["a.txt", "nowhere"] {
        let refused = run(dir.path(), &["survey", path]);
        assert_eq!(refused.code, 2);
        assert_eq!(refused.err_lines().len(), 1, "{}", refused.err);
    }
    assert_eq!(run(dir.path(), &["survey", ".", "--schema", "no-such"]).code, 2);
}
