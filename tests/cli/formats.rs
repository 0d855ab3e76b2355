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
    driver["informationUri"] = json!("[address]");
    for rule in driver["rules"].as_array_mut().unwrap() {
        rule["help"] = json!("[page]");
        rule["shortDescription"] = json!("[summary]");
        rule["fullDescription"] = json!("[what it finds]");
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

/// What Jenkins' schema for JUnit's XML (junit-10.xsd of its xUnit plugin) allows:
/// an element, its attributes (those with `!` must be there), the elements in it,
/// and whether text may stand in it.
const JUNIT_10: [(&str, &[&str], &[&str], bool); 9] = [
    ("testsuites", &["name", "time", "tests", "failures", "errors"], &["testsuite"], false),
    (
        "testsuite",
        &[
            "name!",
            "tests!",
            "failures!",
            "errors!",
            "group",
            "time",
            "skipped",
            "timestamp",
            "hostname",
            "id",
            "package",
            "file",
            "log",
            "url",
        ],
        &["testsuite", "properties", "testcase", "system-out", "system-err"],
        false,
    ),
    (
        "testcase",
        &["name!", "time", "classname", "group"],
        &["skipped", "error", "failure", "rerunFailure", "rerunError", "flakyFailure", "flakyError", "system-out", "system-err"],
        false,
    ),
    ("failure", &["type", "message"], &[], true),
    ("error", &["type", "message"], &[], true),
    ("skipped", &["type", "message"], &[], true),
    ("properties", &[], &["property"], false),
    ("property", &["name!", "value!"], &[], false),
    ("system-out", &[], &[], true),
];

/// What in the XML is not as [`JUNIT_10`] says.
fn against_junit_10(xml: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut above, mut wrong) = (Vec::<String>::new(), Vec::new());
    let rule = |name: &str| JUNIT_10.iter().find(|(of, ..)| *of == name);
    loop {
        let event = reader.read_event().expect("XML");
        match &event {
            Event::Eof => return wrong,
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name().as_ref().to_vec();
                let name = String::from_utf8(name).expect("UTF-8");
                let may_stand = above.last().map_or(name == "testsuites", |outer| rule(outer).is_some_and(|r| r.2.contains(&&*name)));
                if !may_stand {
                    wrong.push(format!("{name} in {above:?}"));
                }
                let attributes: Vec<String> =
                    tag.attributes().map(|a| String::from_utf8(a.expect("an attribute").key.as_ref().to_vec()).expect("UTF-8")).collect();
                let known = rule(&name).map_or(&[][..], |r| r.1);
                wrong.extend(
                    attributes.iter().filter(|a| !known.iter().any(|k| k.trim_end_matches('!') == **a)).map(|a| format!("{name}@{a}")),
                );
                let wanted = known.iter().filter_map(|k| k.strip_suffix('!'));
                wrong.extend(wanted.filter(|k| !attributes.iter().any(|a| a == k)).map(|k| format!("{name} without {k}")));
                if matches!(event, Event::Start(_)) {
                    above.push(name);
                }
            }
            Event::End(_) => drop(above.pop()),
            Event::Text(text) => {
                let is_blank = text.iter().all(u8::is_ascii_whitespace);
                if !is_blank && !above.last().is_some_and(|outer| rule(outer).is_some_and(|r| r.3)) {
                    wrong.push(format!("text in {above:?}"));
                }
            }
            _ => {}
        }
    }
}

#[test]
fn junit_is_as_jenkins_schema_wants_it() {
    let dir = folder(&[(NAME, &draft().replace("履行第一", "履行\u{1b}第一")), ("通知.txt", "关于召开会议的通知\n\n定于周五开会。\n")]);
    put(dir.path(), "图.txt", b"\0\xff\0\0\0\0\0\0\0\0\0\0");
    let empty = folder(&[]);
    for (dir, more) in [(dir.path(), "--fail-on=warning"), (dir.path(), "--fail-on=never"), (empty.path(), "--fail-on=warning")] {
        let xml = run(dir, &["check", "--format", "junit", more]).out;
        assert_eq!(against_junit_10(&xml), [""; 0], "{xml}");
    }
    // Guards the guard.
    let bad =
        r#"<testsuites skipped="0"><testsuite name="a" tests="1" errors="0"><system-out>x<b/></system-out>y</testsuite></testsuites>"#;
    let told = [
        "testsuites@skipped",
        "testsuite without failures",
        "b in [\"testsuites\", \"testsuite\", \"system-out\"]",
        "text in [\"testsuites\", \"testsuite\"]",
    ];
    assert_eq!(against_junit_10(bad), told);
}

/// What GitHub's code scanning asks of a log beyond the schema, by the names that
/// sarif-multitool (`validate --rule-kind "Sarif;Ghas"`) gives its rules.
#[test]
fn sarif_is_what_github_takes() {
    for lang in ["zh", "en"] {
        let log = sarif(&fixtures(), &["reports", "--lang", lang]);
        let run = &log["runs"][0];
        let driver = &run["tool"]["driver"];
        let text = |value: &Value| value["text"].as_str().is_some_and(|t| !t.trim().is_empty());
        let rules = driver["rules"].as_array().unwrap();
        assert!(rules.len() > 8, "{}", rules.len());
        for rule in rules {
            // GH2012 ProvideRuleProperties, GH1002 and GH1003 are about what follows.
            assert!(text(&rule["fullDescription"]) && text(&rule["shortDescription"]) && text(&rule["help"]), "{rule}");
            assert_ne!(rule["fullDescription"], rule["help"]);
            // Shown in a list: GitHub cuts what is longer.
            assert!(rule["fullDescription"]["text"].as_str().unwrap().chars().count() <= 1024, "{rule}");
            assert!(rule["defaultConfiguration"]["level"].is_string());
        }
        // SARIF2005 ProvideToolProperties.
        for key in ["name", "version", "semanticVersion", "informationUri"] {
            assert!(driver[key].as_str().is_some_and(|v| !v.is_empty()), "{key}");
        }
        let uri = driver["informationUri"].as_str().unwrap();
        assert!(uri.split_once(':').is_some_and(|(scheme, rest)| !scheme.is_empty() && !rest.is_empty()), "{uri}");
        for result in run["results"].as_array().unwrap() {
            // GH1001, GH1003, GH1006: a message, one place with a region, a fingerprint.
            assert!(text(&result["message"]), "{result}");
            assert_eq!(result["locations"].as_array().unwrap().len(), 1);
            assert!(result["locations"][0]["physicalLocation"]["region"]["startLine"].is_u64());
            assert!(!result["partialFingerprints"].as_object().unwrap().is_empty());
        }
    }
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
