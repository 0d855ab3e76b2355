//! `nianbao trace`: what became of last year's plans.

use crate::support::*;
use serde_json::Value;

const LAST: &str = "云岭县人民政府2024年法治政府建设年度报告\n\n2024年，县政府扎实推进法治政府建设。现将有关情况报告如下。\n\n\
    一、主要举措和成效\n\n（一）化解行政争议。全年收到行政复议申请151件。\n\n\
    二、存在的不足和原因\n\n（一）镇街执法装备老化。主要原因是经费保障渠道单一。\n\n\
    三、2025年工作安排\n\n（一）更新镇街执法装备。为六个镇街配齐执法记录仪。\n\n\
    （二）建成渔政夜间巡查系统。年底前投入使用。\n\n\
    （三）开展行政复议听证。对重大复杂案件一律听证审理。\n\n\
    （四）充实合法性审核人员。为各镇配备专职人员。\n\n云岭县人民政府\n\n2025年2月20日\n";
const THIS: &str = "云岭县人民政府2025年法治政府建设年度报告\n\n2025年，县政府扎实推进法治政府建设。现将有关情况报告如下。\n\n\
    一、主要举措和成效\n\n（一）提升执法能力。镇街执法装备全部更新，六个镇街各配执法记录仪十二台。\n\n\
    （二）化解行政争议。全年收到行政复议申请181件，对9件重大复杂案件举行行政复议听证。\n\n\
    二、存在的不足和原因\n\n（一）合法性审核人员不足。主要原因是编制有限。\n\n\
    三、2026年工作安排\n\n（一）充实合法性审核力量。年内为各镇配备专职人员。\n\n云岭县人民政府\n\n2026年2月20日\n";

fn validator() -> jsonschema::Validator {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/output/trace.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// Which lines of the text take up which plan, and how well.
fn carried(json: &Value) -> Vec<(String, String, Vec<u64>)> {
    let row = |row: &Value| {
        let lines = row["results"].as_array().unwrap().iter().map(|r| r["line"].as_u64().unwrap()).collect();
        (row["text"].as_str().unwrap().to_owned(), row["strength"].as_str().unwrap().to_owned(), lines)
    };
    json["carried_over"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn last_years_plans_are_held_against_this_years_results() {
    let dir = folder(&[("去年.txt", LAST), ("今年.txt", THIS)]);
    let json = run(dir.path(), &["trace", "今年.txt", "--previous", "去年.txt", "--format", "json"]).json();
    let errors: Vec<String> = validator().iter_errors(&json).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!((&json["previous"]["path"], &json["previous"]["report_year"]), (&"去年.txt".into(), &2024.into()));
    let rows = carried(&json);
    let at = |part: &str| THIS.lines().position(|l| l.contains(part)).unwrap() as u64 + 1;
    assert_eq!(rows[0], ("更新镇街执法装备".into(), "strong".into(), vec![at("提升执法能力")]));
    assert_eq!(rows[1], ("建成渔政夜间巡查系统".into(), "none".into(), vec![]));
    assert_eq!(rows[2], ("开展行政复议听证".into(), "strong".into(), vec![at("化解行政争议")]));
    // As a problem it was seen; that is no result.
    assert_eq!(rows[3], ("充实合法性审核人员".into(), "weak".into(), vec![at("合法性审核人员不足")]));
    let row = &json["carried_over"][0];
    assert_eq!(row["line"], LAST.lines().position(|l| l.contains("更新镇街")).unwrap() + 1);
    assert!(row["results"][0]["words"].as_array().unwrap().iter().any(|w| w[0].as_str().unwrap().contains("装备")), "{row:#}");
    // What trace calls unreported the rule does too.
    let check = run(dir.path(), &["check", "今年.txt", "--previous", "去年.txt", "--format", "json"]).json();
    let told: Vec<&Value> =
        check["files"][0]["diagnostics"].as_array().unwrap().iter().filter(|d| d["rule"] == "unreported-plan").collect();
    assert_eq!(told.len(), 1);
    assert!(told[0]["message"].as_str().unwrap().contains("渔政"));

    let text = run(dir.path(), &["trace", "今年.txt", "--previous", "去年.txt"]).out;
    let lines: Vec<&str> = text.lines().skip_while(|l| !l.contains("去年.txt")).collect();
    assert!(lines[1].contains("更新镇街执法装备") && lines[1].contains("已报告"), "{text}");
    assert!(lines[2].contains("→ 提升执法能力") && lines[2].contains("装备"), "{text}");
    assert!(lines[3].contains("渔政") && lines[3].contains("未见报告"), "{text}");
}

#[test]
fn last_years_report_is_found_as_check_finds_it() {
    let dir = folder(&[("2024/县.txt", LAST), ("2025/县.txt", THIS)]);
    let trace = |file: &str| run(dir.path(), &["trace", file, "--format", "json"]);
    assert_eq!(trace("2025/县.txt").json()["previous"]["path"], "2024/县.txt");
    let none = trace("2024/县.txt").json();
    assert!(none.get("previous").is_none() && none.get("carried_over").is_none(), "{none:#}");
    put(dir.path(), "nianbao.toml", "[[files]]\nglob = \"2025/*\"\nprevious = \"2024/没有.txt\"\n".as_bytes());
    let refused = trace("2025/县.txt");
    assert_eq!((refused.code, refused.err_lines().len()), (2, 1), "{}", refused.err);
    assert!(refused.err.contains("没有.txt"), "{}", refused.err);
    // Plans for another year say nothing of this one.
    let other = run(dir.path(), &["trace", "2024/县.txt", "--previous", "2025/县.txt", "--format", "json"]);
    assert_eq!(other.json()["carried_over"].as_array().unwrap().len(), 0);
    assert!(other.err.contains("不是为本年度作出的"), "{}", other.err);
}

#[test]
fn a_skeleton_reports_nothing_yet() {
    let dir = folder(&[("2024.txt", LAST)]);
    assert_eq!(run(dir.path(), &["new", "--previous", "2024.txt", "-o", "2025.txt"]).code, 0);
    let json = run(dir.path(), &["trace", "2025.txt", "--previous", "2024.txt", "--format", "json"]).json();
    let rows = carried(&json);
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|row| row.1 == "none" && row.2.is_empty()), "{rows:#?}");
}

#[test]
fn a_fresh_skeleton_links_nothing_and_waits() {
    let dir = folder(&[("去年.txt", LAST)]);
    for arguments in [&["new", "--place", "云岭县", "--year", "2025"][..], &["new", "--previous", "去年.txt"]] {
        std::fs::write(dir.path().join("新.txt"), run(dir.path(), arguments).out).unwrap();
        let json = run(dir.path(), &["trace", "新.txt", "--format", "json"]).json();
        let links = json["links"].as_array().unwrap();
        assert!(!links.is_empty() && links.iter().all(|link| link["strength"] == "none"), "{json:#}");
        let text = run(dir.path(), &["trace", "新.txt"]).out;
        let ours: Vec<&str> = text.lines().skip(1).take_while(|line| !line.is_empty()).collect();
        assert!(ours.iter().all(|line| line.ends_with("待写")), "{text}");
    }
}
