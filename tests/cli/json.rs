//! The JSON that other programs rely on.

use crate::support::*;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn validator(name: &str) -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join("output").join(name);
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn valid(validator: &jsonschema::Validator, value: &Value) {
    let errors: Vec<String> = validator.iter_errors(value).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn texts(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(fixtures().join(folder))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt" || e == "md"))
        .collect();
    paths.sort();
    assert!(paths.len() > 5);
    paths
}

#[test]
fn check_keeps_its_shape_on_every_fixture() {
    let json = run(&fixtures(), &["check", "reports", "negatives", "--format", "json"]).json();
    valid(&validator("check.schema.json"), &json);
    let files = json["files"].as_array().unwrap();
    assert_eq!(files.len(), texts("reports").len() + texts("negatives").len());
    assert_eq!(json["summary"]["files"], files.len());
    let counted = |severity: &str| {
        let all = files.iter().flat_map(|f| f["diagnostics"].as_array().unwrap());
        all.filter(|d| d["severity"] == severity).count()
    };
    for severity in ["error", "warning", "info", "hint"] {
        assert_eq!(json["summary"][severity], counted(severity), "{severity}");
    }
}

#[test]
fn a_fix_and_a_mention_keep_their_shape_too() {
    let doubled = FAULTY.replace("（二）优化法治化营商环境。", "（二）履行第一责任人职责。");
    let dir = folder(&[("a.txt", &doubled)]);
    let json = run(dir.path(), &["check", "a.txt", "--format", "json", "--statistics"]).json();
    assert!(json["statistics"].is_array());
    valid(&validator("check.schema.json"), &json);
    let all = json["files"][0]["diagnostics"].as_array().unwrap();
    let fix = all.iter().find(|d| d["code"] == "NB203").unwrap()["fix"].clone();
    assert_eq!(fix["safe"], true);
    assert!(!fix["edits"].as_array().unwrap().is_empty());
    assert!(all.iter().any(|d| !d["related"].as_array().unwrap().is_empty()), "{all:#?}");
}

#[test]
fn the_schemas_refuse_what_is_incomplete() {
    // Guards the guards: a value without its places must not pass.
    let broken = json!({ "schema_version": 2, "files": [{ "path": "a", "report": null, "diagnostics": [{}] }],
        "summary": { "files": 1, "reports": 0, "error": 0, "warning": 0, "info": 0, "hint": 0 } });
    assert!(!validator("check.schema.json").is_valid(&broken));
    assert!(!validator("outline.schema.json").is_valid(&json!({ "schema_version": 2 })));
    let unlinked = json!({ "schema_version": 1, "path": "a", "problems": [], "plans": [], "links": [{ "problem": 1, "plans": [], "strength": "strong", "because": [] }] });
    assert!(!validator("trace.schema.json").is_valid(&unlinked));
}

#[test]
fn a_quote_is_the_text_between_start_and_end() {
    let json = run(&fixtures(), &["check", "reports", "--format", "json"]).json();
    let mut seen = 0;
    for file in json["files"].as_array().unwrap() {
        let text = text_of(&fixtures().join(file["path"].as_str().unwrap()));
        let lines: Vec<Vec<char>> = text.split('\n').map(|l| l.trim_end_matches('\r').chars().collect()).collect();
        for d in file["diagnostics"].as_array().unwrap() {
            let at = |place: &Value, key: &str| place[key].as_u64().unwrap() as usize;
            let (from, to) = (&d["start"], &d["end"]);
            if at(from, "line") != at(to, "line") {
                continue;
            }
            let line = &lines[at(from, "line") - 1];
            let quote: String = line[at(from, "column") - 1..at(to, "column") - 1].iter().collect();
            assert_eq!(d["quote"], quote.as_str());
            seen += 1;
        }
    }
    assert!(seen > 5, "only {seen} findings to look at");
}

#[test]
fn outline_keeps_its_shape_on_every_fixture() {
    let validator = validator("outline.schema.json");
    for folder in ["reports", "negatives"] {
        for path in texts(folder) {
            let name = path.strip_prefix(fixtures()).unwrap().to_str().unwrap();
            let run = run(&fixtures(), &["outline", name, "--format", "json", "--allow-unrecognised"]);
            assert_eq!(run.code, 0, "{}", run.err);
            let json = run.json();
            valid(&validator, &json);
            assert_eq!(json["path"], name);
            assert_eq!(json["report"].is_null(), folder == "negatives", "{name}");
            // Parts follow each other and lie inside the text.
            let lines = text_of(&path).split('\n').count() as u64;
            let mut last = 1;
            for part in json["parts"].as_array().unwrap() {
                let (start, end) = (part["start_line"].as_u64().unwrap(), part["end_line"].as_u64().unwrap());
                assert!(last <= start && start <= end && end <= lines, "{name}: {part}");
                last = start;
            }
        }
    }
}

#[test]
fn trace_keeps_its_shape_on_every_fixture() {
    let validator = validator("trace.schema.json");
    for folder in ["reports", "negatives"] {
        for path in texts(folder) {
            let name = path.strip_prefix(fixtures()).unwrap().to_str().unwrap();
            let json = run(&fixtures(), &["trace", name, "--format", "json"]).json();
            valid(&validator, &json);
            let outline = run(&fixtures(), &["outline", name, "--format", "json"]).json();
            assert_eq!((&json["problems"], &json["plans"]), (&outline["problems"], &outline["plans"]), "{name}");
            assert_eq!(json["links"].as_array().unwrap().len(), json["problems"].as_array().unwrap().len(), "{name}");
        }
    }
}

#[test]
fn jsonl_is_one_file_a_line_and_the_same_as_json() {
    let whole = run(&fixtures(), &["check", "reports", "--format", "json"]).json();
    let lines = run(&fixtures(), &["check", "reports", "--format", "jsonl"]);
    let lines: Vec<Value> = lines.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(whole["files"], Value::Array(lines));
}

#[test]
fn columns_count_characters_whatever_the_encoding() {
    let text = FAULTY.replace("（一）、履行", "\u{3000}\u{3000}（一）、履行").replace("第一责任人", "第一𠮷责任人");
    let plain = folder(&[("a.txt", &text)]);
    let findings = |dir: &Path| run(dir, &["check", "a.txt", "--format", "json"]).json()["files"][0]["diagnostics"].clone();
    let expected = findings(plain.path());
    let mark = expected.as_array().unwrap().iter().find(|d| d["code"] == "NB203").expect("a finding").clone();
    assert_eq!(mark["start"]["line"], 7);
    assert!(mark["start"]["column"].as_u64() >= Some(3), "{mark}");
    for encoded in encodings(&text) {
        let dir = folder(&[]);
        put(dir.path(), "a.txt", &encoded);
        assert_eq!(findings(dir.path()), expected);
    }
}

#[test]
fn an_explanation_keeps_its_shape() {
    let (dir, validator) = (folder(&[]), validator("explain.schema.json"));
    for rule in nianbao::rules::all() {
        for lang in ["zh", "en"] {
            let json = run(dir.path(), &["explain", rule.name, "--format", "json", "--lang", lang]).json();
            valid(&validator, &json);
            assert_eq!(json["code"], rule.code);
            assert!(json["markdown"].as_str().unwrap().contains(json["page"]["why"].as_str().unwrap()), "{}", rule.name);
        }
    }
    assert!(!validator.is_valid(&json!({ "schema_version": 1 })));
}

#[test]
fn rules_lists_every_rule_with_its_fields() {
    let dir = folder(&[]);
    for lang in ["zh", "en"] {
        let json = run(dir.path(), &["rules", "--format", "json", "--lang", lang]).json();
        let rows = json.as_array().unwrap();
        assert!(rows.len() > 20);
        for row in rows {
            for key in ["code", "rule", "severity", "fix", "summary"] {
                assert!(row[key].as_str().is_some_and(|v| !v.is_empty()), "{key}: {row}");
            }
        }
    }
}
