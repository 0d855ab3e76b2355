//! `--fix` and `--diff` change what they say and nothing else.

use crate::support::*;

/// What a safe fix makes of [`FAULTY`].
fn mended() -> String {
    FAULTY.replace("（一）、履行", "（一）履行")
}

fn codes(run: &Run) -> Vec<String> {
    let json = run.json();
    let list = json["files"][0]["diagnostics"].as_array().unwrap();
    list.iter().map(|d| d["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn fix_writes_what_is_safe_and_reports_the_rest() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    let before = codes(&run(dir.path(), &["check", "报告.txt", "--format", "json"]));
    let after = run(dir.path(), &["check", "报告.txt", "--fix", "--format", "json"]);
    assert_eq!(std::fs::read_to_string(dir.path().join("报告.txt")).unwrap(), mended());
    // The mended finding is gone, and no other one came.
    let mut rest = before.clone();
    rest.retain(|code| code != "NB203");
    assert!(rest.len() < before.len());
    assert_eq!(codes(&after), rest);
    // A missing part is not made up.
    assert!(rest.contains(&"NB101".to_owned()), "{rest:?}");
    assert_eq!(after.code, 1);
}

#[test]
fn fix_keeps_encoding_mark_and_line_ends() {
    for end in ["\n", "\r\n", "\r"] {
        let (text, wanted) = (FAULTY.replace('\n', end), mended().replace('\n', end));
        for (encoded, wanted) in encodings(&text).into_iter().zip(encodings(&wanted)) {
            let dir = folder(&[]);
            let path = put(dir.path(), "报告.txt", &encoded);
            let run = run(dir.path(), &["check", "报告.txt", "--fix"]);
            assert_eq!(run.code, 1, "{}", run.err);
            assert_eq!(std::fs::read(path).unwrap(), wanted, "{end:?}");
            assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "a temporary file was left");
        }
    }
}

#[test]
fn fix_twice_is_fix_once() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    assert!(run(dir.path(), &["check", "--fix"]).out.contains("已自动修改 1 处（1 个文件）"));
    let once = std::fs::read(dir.path().join("报告.txt")).unwrap();
    let again = run(dir.path(), &["check", "--fix"]);
    assert!(again.out.contains("已自动修改 0 处"), "{}", again.out);
    assert_eq!(std::fs::read(dir.path().join("报告.txt")).unwrap(), once);
}

#[test]
fn a_file_without_safe_fixes_is_not_written() {
    let dir = folder(&[("报告.txt", &mended())]);
    let path = dir.path().join("报告.txt");
    let before = std::fs::metadata(&path).unwrap().modified().unwrap();
    run(dir.path(), &["check", "--fix"]);
    assert_eq!(std::fs::metadata(&path).unwrap().modified().unwrap(), before);
}

#[test]
fn what_is_ignored_is_not_fixed() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    run(dir.path(), &["check", "--fix", "--ignore", "heading-mark"]);
    assert_eq!(std::fs::read_to_string(dir.path().join("报告.txt")).unwrap(), FAULTY);
}

#[test]
fn what_wants_a_look_is_changed_only_when_asked() {
    let text = mended().replace("（二）优化", "（三）优化");
    let dir = folder(&[("报告.txt", &text)]);
    let path = dir.path().join("报告.txt");
    run(dir.path(), &["check", "--fix"]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    run(dir.path(), &["check", "--fix", "--unsafe-fixes"]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), mended());
}

#[test]
fn diff_shows_and_writes_nothing() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    let run = run(dir.path(), &["check", "--diff"]);
    assert_eq!(run.code, 1);
    assert!(run.out.starts_with("--- 报告.txt\n+++ 报告.txt\n@@ "), "{}", run.out);
    assert!(run.out.contains("\n-（一）、履行") && run.out.contains("\n+（一）履行"), "{}", run.out);
    assert_eq!(std::fs::read_to_string(dir.path().join("报告.txt")).unwrap(), FAULTY);
}

#[test]
fn standard_input_is_checked_under_its_name() {
    let dir = folder(&[("a/nianbao.toml", "ignore = [\"heading-mark\"]\n")]);
    let bare = run_with(dir.path(), &["check", "-", "--format", "json"], FAULTY.as_bytes());
    assert_eq!(bare.json()["files"][0]["path"], "-");
    assert!(codes(&bare).contains(&"NB203".to_owned()));
    let arguments = ["check", "-", "--stdin-filename", "a/报告.md", "--format", "json"];
    let named = run_with(dir.path(), &arguments, FAULTY.as_bytes());
    assert_eq!(named.json()["files"][0]["path"], "a/报告.md");
    assert!(!codes(&named).contains(&"NB203".to_owned()));
    let outline = run_with(dir.path(), &["outline", "-", "--format", "json"], FAULTY.as_bytes()).json();
    assert_eq!(outline["report"]["issuer"], "云岭县人民政府");
    // Other encodings arrive by pipe too.
    for encoded in encodings(FAULTY) {
        let run = run_with(dir.path(), &["check", "-", "--format", "json"], &encoded);
        assert_eq!(codes(&run), codes(&bare));
    }
}

#[test]
fn standard_input_is_fixed_to_standard_output() {
    let dir = folder(&[]);
    let fixed = run_with(dir.path(), &["check", "-", "--fix"], FAULTY.as_bytes());
    assert_eq!(fixed.out, mended());
    assert!(fixed.err.contains("NB101"), "{}", fixed.err);
    assert_eq!(fixed.code, 1);
}
