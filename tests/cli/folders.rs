//! Folders, order, selection, exit status and the baseline.

use crate::support::*;

fn paths(run: &Run) -> Vec<String> {
    run.json()["files"].as_array().unwrap().iter().map(|f| f["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn folders_are_searched_and_ignore_files_honoured() {
    let dir = folder(&[
        ("2025/乙.md", FAULTY),
        ("2025/甲.txt", FAULTY),
        ("旧/丙.md", FAULTY),
        ("图.png", "x"),
        (".隐/丁.md", FAULTY),
        (".gitignore", "旧/\n"),
    ]);
    assert_eq!(paths(&run(dir.path(), &["check", "--format", "json"])), ["2025/乙.md", "2025/甲.txt"]);
    // What is named is checked, ignored or not, and each file once.
    let named = run(dir.path(), &["check", "旧/丙.md", "2025", "2025/甲.txt", "--format", "json"]);
    assert_eq!(paths(&named), ["旧/丙.md", "2025/乙.md", "2025/甲.txt"]);
}

#[test]
fn many_files_in_parallel_come_in_order_every_time() {
    let files: Vec<(String, String)> =
        (0..60).map(|i| (format!("{i:02}.txt"), format!("{FAULTY}{}", "补充说明。\n\n".repeat((i * 37) % 50)))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let dir = folder(&files);
    let first = run(dir.path(), &["check", "--format", "jsonl"]);
    let names: Vec<String> = first
        .out
        .lines()
        .map(|line| {
            let file: serde_json::Value = serde_json::from_str(line).unwrap();
            file["path"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(names.len(), 60);
    assert!(names.is_sorted());
    for _ in 0..3 {
        assert_eq!(run(dir.path(), &["check", "--format", "jsonl"]).out, first.out);
    }
}

#[test]
fn the_exit_status_follows_the_failing_severity() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    let code = |arguments: &[&str]| run(dir.path(), arguments).code;
    assert_eq!(code(&["check"]), 1);
    assert_eq!(code(&["check", "--fail-on", "error"]), 0);
    assert_eq!(code(&["check", "--fail-on", "never"]), 0);
    assert_eq!(code(&["check", "--select", "missing-theme"]), 0);
    assert_eq!(code(&["check", "--select", "NB1", "--ignore", "NB101"]), 0);
    assert_eq!(code(&["check", "--select", "NB101", "--severity", "missing-part=hint"]), 0);
    assert_eq!(code(&["check", "--select", "NB101", "--severity", "missing-part=hint", "--fail-on", "hint"]), 1);
    assert_eq!(code(&["check", "--severity", "ALL=off"]), 0);
}

#[test]
fn the_nearest_config_wins_and_the_command_line_over_it() {
    let dir = folder(&[
        ("nianbao.toml", "fail-on = \"error\"\n"),
        ("报告.txt", FAULTY),
        ("2025/nianbao.toml", "ignore = [\"missing-part\"]\n"),
        ("2025/报告.txt", FAULTY),
    ]);
    assert_eq!(run(dir.path(), &["check", "报告.txt"]).code, 0);
    assert_eq!(run(dir.path(), &["check", "报告.txt", "--fail-on", "warning"]).code, 1);
    let nearest = run(dir.path(), &["check", "2025", "--format", "json"]);
    assert_eq!(nearest.code, 1, "fail-on of the outer file does not count");
    assert!(!nearest.out.contains("NB101"));
    assert!(run(dir.path(), &["check", "2025", "--format", "json", "--select", "NB101"]).out.contains("NB101"));
}

#[test]
fn a_project_can_bring_its_own_kind_of_report() {
    let schema = r#"{ "id": "ziding", "name": { "zh": "自定报告" }, "claims": { "title": ["自定年度报告$"] },
        "parts": [ { "id": "a", "role": "results", "name": { "zh": "情况" }, "required": true,
        "headings": ["情况"], "heading": "一、总体情况" } ] }"#;
    let text = "某县2024年自定年度报告\n\n一、总体情况\n\n很好。\n";
    let dir = folder(&[(".nianbao/schemas/ziding.json", schema), ("报告.txt", text)]);
    let json = run(dir.path(), &["check", "--format", "json"]).json();
    assert_eq!(json["files"][0]["report"]["schema"], "ziding", "{json}");
    let list = run(dir.path(), &["schema", "list", "--format", "json"]).json();
    assert_eq!(list[0]["id"], "ziding");
    assert_eq!(list[0]["built_in"], false);
    assert_eq!(list[1]["built_in"], true);
    assert_eq!(run(dir.path(), &["schema", "check", ".nianbao/schemas/ziding.json"]).code, 0);
}

#[test]
fn a_baseline_hides_what_was_there_and_shows_what_is_new() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    let written = run(dir.path(), &["check", "--write-baseline"]);
    assert_eq!((written.code, written.err.as_str()), (0, ""));
    let aside = written.out.strip_suffix(" 处记在 nianbao-baseline.json 中\n").expect("one line");
    let hides = |out: &str| out.ends_with(&format!("另有 {aside} 处记在 nianbao-baseline.json 中，没有列出\n"));
    let silent = run(dir.path(), &["check"]);
    assert!(hides(&silent.out) && silent.out.contains("没有发现新问题"), "{}", silent.out);
    let quiet = run(dir.path(), &["check", "--format", "json"]);
    assert_eq!(quiet.code, 0, "{}", quiet.out);
    assert_eq!(quiet.json()["files"][0]["diagnostics"], serde_json::json!([]));
    // What is on the baseline is not fixed either.
    run(dir.path(), &["check", "--fix"]);
    assert_eq!(std::fs::read_to_string(dir.path().join("报告.txt")).unwrap(), FAULTY);
    // A new fault is told.
    put(dir.path(), "报告.txt", FAULTY.replace("（二）优化", "（二）、优化").as_bytes());
    let loud = run(dir.path(), &["check", "--format", "json"]);
    let list = loud.json()["files"][0]["diagnostics"].as_array().unwrap().clone();
    assert_eq!(list.len(), 1, "{list:#?}");
    assert_eq!(list[0]["code"], "NB203");
    assert_eq!(loud.code, 1);
    // A baseline of another name counts when it is named.
    std::fs::rename(dir.path().join("nianbao-baseline.json"), dir.path().join("b.json")).unwrap();
    put(dir.path(), "报告.txt", FAULTY.as_bytes());
    assert_eq!(run(dir.path(), &["check"]).code, 1);
    let other = run(dir.path(), &["check", "--baseline", "b.json"]);
    assert!(other.code == 0 && other.out.ends_with("处记在 b.json 中，没有列出\n"), "{}", other.out);
    // Nothing is held back: nothing is said of it.
    assert!(!run(dir.path(), &["check"]).out.contains("没有列出"));
}

#[test]
fn which_version_of_last_years_report_is_taken_is_said() {
    let last = |title: &str| {
        FAULTY
            .replace("2024年", "2023年")
            .replace("云岭县2023年法治政府建设年度报告", title)
            .replace("2023年，云岭县人民", "2022年，云岭县人民")
    };
    let title = "云岭县2022年法治政府建设年度报告";
    let dir = folder(&[("2022/报告（送审稿）.md", &last(title)), ("2022/报告（正式稿）.md", &last(title)), ("2023/报告.md", FAULTY)]);
    let checked = run(dir.path(), &["check", "."]);
    let said: Vec<_> = checked.err_lines().into_iter().filter(|line| line.contains("稿本")).collect();
    assert_eq!(said.len(), 1, "{}", checked.err);
    assert!(said[0].contains("2 个稿本") && said[0].contains("2022/报告（正式稿）.md 为准"), "{}", said[0]);
    // Who names one is told nothing.
    put(dir.path(), "nianbao.toml", "[[files]]\nglob = '2023/*.md'\nprevious = '2022/报告（送审稿）.md'\n".as_bytes());
    let named = run(dir.path(), &["check", "."]);
    assert!(!named.err.contains("稿本"), "{}", named.err);
}
