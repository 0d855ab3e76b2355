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

/// A report of 云岭县 on `year` that received `cases` applications and plans this.
fn report(year: i32, cases: u32, plan: &str) -> String {
    format!(
        "云岭县人民政府{year}年法治政府建设年度报告\n\n{year}年，县政府扎实推进法治政府建设。现将有关情况报告如下。\n\n\
         一、主要举措和成效\n\n（一）履行第一责任人职责。县政府主要负责人主持召开专题会议，研究解决重大问题。\n\n\
         （二）化解行政争议。全年收到行政复议申请{cases}件。\n\n\
         二、存在的不足和原因\n\n（一）镇街执法装备老化。主要原因是经费保障渠道单一。\n\n\
         三、{}年工作安排\n\n（一）{plan}\n\n云岭县人民政府\n\n{}年2月20日\n",
        year + 1,
        year + 1
    )
}

#[test]
fn a_copied_plan_and_a_figure_that_recurs_are_shown() {
    let plan = "更新镇街执法装备，每季度组织一次案卷互评，评查结果向各乡镇和执法单位通报，连续两次靠后的单位到会说明情况。";
    let dir = folder(&[("2024.txt", &report(2024, 151, plan)), ("2025.txt", &report(2025, 173, plan))]);
    let json = run(dir.path(), &["survey", ".", "--format", "json"]).json();
    let copies = json["copies"].as_array().unwrap();
    assert_eq!(copies.len(), 1, "{copies:#?}");
    assert_eq!(copies[0]["from"]["path"], "2024.txt");
    assert_eq!(copies[0]["to"]["path"], "2025.txt");
    assert!(plan.starts_with(copies[0]["text"].as_str().unwrap().trim_end_matches('…')));
    assert_eq!(json["summary"]["copied"], 2);
    let series = json["series"].as_array().unwrap();
    let applications = series.iter().find(|s| s["indicator"].as_str().unwrap().contains("行政复议申请")).expect("the figure recurs");
    let values: Vec<_> = applications["points"].as_array().unwrap().iter().map(|p| (p["year"].clone(), p["value"].clone())).collect();
    assert_eq!(values, [(2024.into(), 151.0.into()), (2025.into(), 173.0.into())]);
    // With another plan nothing is copied.
    let other =
        folder(&[("2024.txt", &report(2024, 151, plan)), ("2025.txt", &report(2025, 173, "为镇街配齐执法记录仪，年底前完成轮换。"))]);
    let json = run(other.path(), &["survey", ".", "--format", "json"]).json();
    assert_eq!(json["copies"].as_array().unwrap().len(), 0);
}

#[test]
fn last_years_report_counts_wherever_it_stands() {
    let plan = "建成渔政夜间巡查系统，年底前投入使用。";
    let files = [("2024/县.txt", report(2024, 151, plan)), ("2025/县.txt", report(2025, 173, "为镇街配齐执法记录仪。"))];
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let unreported = |dir: &std::path::Path, arguments: &[&str], files: &str| {
        let json = run(dir, &[arguments, &["--format", "json"]].concat()).json();
        let found = json[files][0]["diagnostics"].as_array().unwrap().iter().filter(|d| d["rule"] == "unreported-plan").count();
        (found, json)
    };
    // Beside the folder, by the name of the file.
    let dir = folder(&files);
    let (found, json) = unreported(dir.path(), &["survey", "2025"], "reports");
    assert_eq!(found, 1, "{json:#}");
    assert_eq!(json["summary"]["reports"], 1, "last year's report is looked at and not counted");
    assert_eq!(json["series"].as_array().unwrap().len(), 0);
    assert_eq!(unreported(dir.path(), &["check", "2025/县.txt"], "files").0, 1);
    // By another name, as the project says.
    std::fs::rename(dir.path().join("2024/县.txt"), dir.path().join("2024/终稿.txt")).unwrap();
    assert_eq!(unreported(dir.path(), &["survey", "2025"], "reports").0, 0);
    put(dir.path(), "nianbao.toml", "[[files]]\nglob = \"2025/县*\"\nprevious = \"2024/终稿.txt\"\n".as_bytes());
    assert_eq!(unreported(dir.path(), &["survey", "2025"], "reports").0, 1);
    assert_eq!(unreported(dir.path(), &["check", "2025/县.txt"], "files").0, 1);
}

#[test]
fn versions_of_one_report_are_labelled_and_are_no_copies() {
    let plan = "更新镇街执法装备，每季度组织一次案卷互评，评查结果向各乡镇和执法单位通报，连续两次靠后的单位到会说明情况。";
    let dir = folder(&[("初稿.txt", &report(2025, 151, plan)), ("定稿.txt", &report(2025, 173, plan))]);
    let json = run(dir.path(), &["survey", ".", "--format", "json"]).json();
    assert_eq!(json["copies"], serde_json::json!([]));
    assert_eq!(json["reports"][0]["versions"], serde_json::json!(["定稿.txt"]), "{json}");
    let text = run(dir.path(), &["survey", "."]).out;
    assert!(text.contains("同一份报告的另一稿：初稿.txt"), "{text}");
    let check = run(dir.path(), &["check", "--select", "NB8"]).out;
    assert!(check.contains("为173件") && check.contains("另一稿中的数") && !check.contains("copied-passage"), "{check}");
}

#[test]
fn a_fresh_skeleton_lacks_nothing_and_is_not_written() {
    let dir = folder(&[]);
    run(dir.path(), &["new", "--place", "云岭县", "--year", "2025", "-o", "新稿.txt"]);
    let json = run(dir.path(), &["survey", ".", "--format", "json"]).json();
    let row = &json["reports"][0];
    assert!(row["parts"].as_object().unwrap().values().all(|state| state == "unwritten"), "{row}");
    assert_eq!((&row["problems"], &row["plans"], &row["links"]["none"]), (&0.into(), &0.into(), &0.into()));
    assert_eq!(json["summary"]["incomplete"], 1);
    let text = run(dir.path(), &["survey", "."]).out;
    assert!(text.contains("待写：主要举措和成效") && !text.contains("缺："), "{text}");
}
