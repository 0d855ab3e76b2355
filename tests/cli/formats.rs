//! What the programs of a forge read: SARIF, workflow commands, Code Quality, JUnit.

use crate::support::*;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// A name that URIs, commands and XML each have to escape.
const NAME: &str = "2023/报告 100%,<a&b>.md";

/// The rules of the snapshots, so that a new one leaves them as they are.
const SHOWN: &str = "NB101,NB106,NB203,NB502";

/// [`FAULTY`] with a wrong share, whose finding mentions the figures it was computed from.
fn draft() -> String {
    FAULTY.replace("督促有关部门落实整改。", "督促有关部门落实整改。受理行政复议案件42件，审结40件，审结率90%。")
}

fn sarif(dir: &Path, arguments: &[&str]) -> Value {
    run(dir, &[&["check", "--format", "sarif"], arguments].concat()).json()
}

/// The schema of SARIF 2.1.0 as the crate `serde-sarif` carries it.
fn schema() -> Value {
    // Packages of other platforms were not fetched, and nothing is fetched here.
    let rustc = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let about = String::from_utf8(rustc.stdout).expect("UTF-8");
    let host = about.lines().find_map(|l| l.strip_prefix("host: ")).expect("a host");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", host, "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("metadata");
    let packages = metadata["packages"].as_array().expect("packages");
    let manifest = packages.iter().find(|p| p["name"] == "serde-sarif").expect("serde-sarif")["manifest_path"].as_str().unwrap();
    let path = Path::new(manifest).with_file_name("src").join("schema.json");
    let text = std::fs::read_to_string(path).expect("the schema");
    // One pattern, used twice, has a bracket too many: JavaScript tolerates it, others do not.
    let pattern = "-[a-zA-Z]{2}]?$";
    assert_eq!(text.matches(pattern).count(), 2);
    serde_json::from_str(&text.replace(pattern, "-[a-zA-Z]{2}$")).expect("JSON")
}

#[test]
fn sarif_is_valid_against_its_schema() {
    let schema = schema();
    assert_eq!(schema["properties"]["version"]["enum"], json!(["2.1.0"]));
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let dir = folder(&[(NAME, &draft()), ("坏/nianbao.toml", "ignore = [oops\n"), ("坏/报告.md", FAULTY)]);
    put(dir.path(), "图.txt", b"\0\xff\0\0\0\0\0\0\0\0\0\0");
    let everything = sarif(dir.path(), &[]);
    for log in [&everything, &sarif(dir.path(), &["--lang", "en"]), &sarif(&fixtures(), &["reports", "negatives"])] {
        let errors: Vec<String> = validator.iter_errors(log).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        // A strict reader takes it too.
        let read: serde_sarif::sarif::Sarif = serde_json::from_value(log.clone()).unwrap();
        assert!(!read.runs[0].results.as_ref().unwrap().is_empty());
    }
    // What could not be read is told in the log.
    let invocation = &everything["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert!(invocation["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap().contains("图.txt"));
    // Guards the guard.
    let mut broken = everything.clone();
    broken["runs"][0]["results"][0]["level"] = json!("fatal");
    assert!(!validator.is_valid(&broken));
    broken = everything.clone();
    broken["runs"][0]["artifacts"][0]["location"]["uri"] = json!("报告 1.md");
    assert!(!validator.is_valid(&broken), "the schema's formats are not looked at");
}

#[test]
fn sarif_holds_together() {
    let dir = folder(&[(NAME, &draft()), ("清/报告.md", &FAULTY.replace("一）、", "一）"))]);
    let log = sarif(dir.path(), &["2023", "清"]);
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let base = run["originalUriBaseIds"]["%SRCROOT%"]["uri"].as_str().unwrap();
    assert!(base.starts_with("file:///") && base.ends_with('/'), "{base}");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let artifacts = run["artifacts"].as_array().unwrap();
    assert_eq!(artifacts.len(), 2);
    assert_eq!(artifacts[0]["location"]["uri"], "2023/%E6%8A%A5%E5%91%8A%20100%25%2C%3Ca%26b%3E.md");
    let lines: Vec<Vec<char>> = draft().lines().map(|l| l.chars().collect()).collect();
    let mut prints = Vec::new();
    let (mut related, mut fixes) = (0, 0);
    for result in run["results"].as_array().unwrap() {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().starts_with("# "), "{rule}");
        let place = &result["locations"][0]["physicalLocation"];
        let artifact = &artifacts[place["artifactLocation"]["index"].as_u64().unwrap() as usize];
        assert_eq!(artifact["location"]["uri"], place["artifactLocation"]["uri"]);
        assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
        prints.push((artifact["location"]["uri"].to_string(), result["partialFingerprints"]["nianbaoPassage/v1"].to_string()));
        related += result["relatedLocations"].as_array().map_or(0, Vec::len);
        fixes += result["fixes"].as_array().map_or(0, Vec::len);
        // The snippet is what stands between start and end, in characters.
        let region = &place["region"];
        let at = |key: &str| region[key].as_u64().unwrap() as usize - 1;
        if artifact["location"]["uri"].as_str().unwrap().starts_with("2023") && at("startLine") == at("endLine") {
            let quote: String = lines[at("startLine")][at("startColumn")..at("endColumn")].iter().collect();
            assert_eq!(region["snippet"]["text"], quote.as_str());
        }
    }
    assert!(related > 0 && fixes > 0, "{run:#}");
    let count = prints.len();
    prints.sort();
    prints.dedup();
    assert_eq!(prints.len(), count, "two findings of one file share a fingerprint");
}

#[test]
fn fingerprints_stay_while_text_is_written_above() {
    let prints = |text: &str, format: &str| -> Vec<String> {
        let dir = folder(&[("a.md", text)]);
        let json = run(dir.path(), &["check", "--format", format, "--lang", if text == FAULTY { "zh" } else { "en" }]).json();
        let all = if format == "sarif" { &json["runs"][0]["results"] } else { &json };
        let print = |r: &Value| if format == "sarif" { r["partialFingerprints"].to_string() } else { r["fingerprint"].to_string() };
        let mut prints: Vec<String> = all.as_array().unwrap().iter().map(print).collect();
        prints.sort();
        prints
    };
    let moved = FAULTY.replace("一、主要", "这里先补充一段说明，介绍全年工作的总体考虑。\n\n一、主要");
    for format in ["sarif", "gitlab"] {
        let before = prints(FAULTY, format);
        assert!(before.len() > 1);
        assert_eq!(prints(&moved, format), before);
    }
}

#[test]
fn sarif_for_a_forge() {
    let dir = folder(&[(NAME, &draft())]);
    let mut log = sarif(dir.path(), &["--select", "NB203,NB502", "--lang", "en"]);
    let run = &mut log["runs"][0];
    run["originalUriBaseIds"]["%SRCROOT%"]["uri"] = json!("[here]");
    let driver = &mut run["tool"]["driver"];
    for key in ["version", "semanticVersion"] {
        assert_eq!(driver[key], env!("CARGO_PKG_VERSION"));
        driver[key] = json!("[version]");
    }
    for rule in driver["rules"].as_array_mut().unwrap() {
        rule["help"] = json!("[page]");
        rule["shortDescription"] = json!("[summary]");
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&log).unwrap());
}

#[test]
fn workflow_commands_for_github() {
    let dir = folder(&[(NAME, &draft())]);
    let run = run(dir.path(), &["check", "--format", "github", "--lang", "en", "--select", SHOWN]);
    assert_eq!(run.code, 1);
    // One command a line, whatever stands in the draft.
    assert!(run.out.lines().all(|l| l.starts_with("::error ") || l.starts_with("::warning ") || l.starts_with("::notice ")), "{}", run.out);
    insta::assert_snapshot!(run.out);
}

#[test]
fn code_quality_for_gitlab() {
    let dir = folder(&[(NAME, &draft())]);
    let run = run(dir.path(), &["check", "--format", "gitlab", "--lang", "en", "--select", SHOWN]);
    let issues = run.json();
    let mut prints: Vec<&str> = issues.as_array().unwrap().iter().map(|i| i["fingerprint"].as_str().unwrap()).collect();
    let count = prints.len();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), count);
    insta::assert_snapshot!(run.out);
    // Nothing found is an empty report, and the same finding in another file is another issue.
    assert_eq!(self::run(dir.path(), &["check", "--format", "gitlab", "--severity", "ALL=off"]).out, "[]\n");
    let two = folder(&[("a.md", FAULTY), ("b.md", FAULTY)]);
    let issues = self::run(two.path(), &["check", "--format", "gitlab"]).json();
    let issues = issues.as_array().unwrap();
    let half = issues.len() / 2;
    assert_eq!(issues[0]["description"], issues[half]["description"]);
    assert_ne!(issues[0]["fingerprint"], issues[half]["fingerprint"]);
}

#[test]
fn suites_for_junit() {
    let dir = folder(&[(NAME, &draft().replace("履行第一", "履行\u{1b}第一")), ("通知.txt", "关于召开会议的通知\n\n定于周五开会。\n")]);
    put(dir.path(), "图.txt", b"\0\xff\0\0\0\0\0\0\0\0\0\0");
    let run = run(dir.path(), &["check", "--format", "junit", "--lang", "en", "--select", SHOWN, "--severity", "NB203=info"]);
    assert_eq!(run.code, 2);
    let report = quick_junit::Report::deserialize_from_str(&run.out).expect("it is JUnit's XML");
    let json = self::run(dir.path(), &["check", "--format", "json", "--select", SHOWN, "--severity", "NB203=info"]).json();
    let found = |least: &[&str]| {
        let all = json["files"].as_array().unwrap().iter().flat_map(|f| f["diagnostics"].as_array().unwrap());
        all.filter(|d| least.contains(&d["severity"].as_str().unwrap())).count()
    };
    assert_eq!(report.failures, found(&["error", "warning"]));
    assert_eq!(report.errors, 1, "what could not be read");
    // A file without findings is a case that passed.
    assert_eq!(report.tests, found(&["error", "warning", "info", "hint"]) + 2);
    insta::assert_snapshot!(run.out);
    // The failing severity decides what fails.
    let never = self::run(dir.path(), &["check", "--format", "junit", "--fail-on", "never", "2023"]);
    assert_eq!(quick_junit::Report::deserialize_from_str(&never.out).unwrap().failures, 0);
}

#[test]
fn statistics_count_what_is_found() {
    let dir = folder(&[("a.md", FAULTY), ("b.md", &draft())]);
    let json = run(dir.path(), &["check", "--statistics", "--format", "json"]).json();
    let all: Vec<&Value> = json["files"].as_array().unwrap().iter().flat_map(|f| f["diagnostics"].as_array().unwrap()).collect();
    let rows = json["statistics"].as_array().unwrap();
    assert!(rows.len() > 2);
    let number = |row: &Value, key: &str| row[key].as_u64().unwrap() as usize;
    for row in rows {
        let of: Vec<&&Value> = all.iter().filter(|d| d["code"] == row["code"]).collect();
        assert_eq!(number(row, "total"), of.len());
        for severity in ["error", "warning", "info", "hint"] {
            assert_eq!(number(row, severity), of.iter().filter(|d| d["severity"] == severity).count());
        }
        assert_eq!(number(row, "fixable"), of.iter().filter(|d| d["fix"]["safe"] == true).count());
        assert_eq!(number(row, "fixable_after_look"), of.iter().filter(|d| d["fix"]["safe"] == false).count());
    }
    assert_eq!(rows.iter().map(|r| number(r, "total")).sum::<usize>(), all.len());
    let marks = rows.iter().find(|r| r["code"] == "NB203").unwrap();
    assert_eq!((number(marks, "total"), number(marks, "files"), number(marks, "fixable")), (2, 2, 2));
    // Without the option there are none, and people get a table in the place of the findings.
    assert!(run(dir.path(), &["check", "--format", "json"]).json().get("statistics").is_none());
    insta::assert_snapshot!(run(dir.path(), &["check", "--statistics", "--select", SHOWN]).out);
    assert_eq!(run(dir.path(), &["check", "--statistics", "--format", "sarif"]).code, 2);
}
