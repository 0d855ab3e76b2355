//! What people read.

use crate::support::*;

#[test]
fn findings_for_people() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    insta::assert_snapshot!(run(dir.path(), &["check", "报告.txt"]).out);
}

#[test]
fn findings_for_people_in_english() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    insta::assert_snapshot!(run(dir.path(), &["check", "报告.txt", "--lang", "en"]).out);
}

#[test]
fn a_report_that_is_only_likely_says_what_it_goes_by() {
    let text = FAULTY.replace("云岭县2023年法治政府建设年度报告\n\n", "");
    let dir = folder(&[("草稿.txt", &text)]);
    let json = run(dir.path(), &["check", "草稿.txt", "--format", "json"]).json();
    let report = &json["files"][0]["report"];
    assert_eq!((&report["certainty"], &report["title"]), (&serde_json::json!("likely"), &serde_json::Value::Null), "{report}");
    let line = |run: Run| run.out.lines().nth(1).unwrap_or_default().to_owned();
    assert!(line(run(dir.path(), &["check", "草稿.txt"])).starts_with("  按法治政府建设年度报告检查：依据"));
    // Also where nothing is found in it.
    assert!(line(run(dir.path(), &["check", "--ignore", "ALL"])).starts_with("  按法治政府建设年度报告检查：依据"));
    let certain = folder(&[("报告.txt", FAULTY)]);
    assert!(!run(certain.path(), &["check"]).out.contains("检查：依据"));
}

#[test]
fn the_outline_for_people() {
    for name in ["05-problems-and-plan-in-one-paragraph", "02-three-part"] {
        let run = run(&fixtures().join("reports"), &["outline", &format!("{name}.txt")]);
        insta::assert_snapshot!(name, run.out);
    }
}

#[test]
fn help_names_only_what_there_is() {
    let dir = folder(&[]);
    insta::assert_snapshot!("help", run(dir.path(), &["--help"]).out);
    insta::assert_snapshot!("help-check-en", run(dir.path(), &["check", "--help", "--lang", "en"]).out);
    insta::assert_snapshot!("help-check-zh", run(dir.path(), &["check", "--help"]).out);
}

#[test]
fn colours_only_where_they_are_wanted() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    assert!(!run(dir.path(), &["check"]).out.contains('\u{1b}'));
    assert!(run(dir.path(), &["check", "--color", "always"]).out.contains("\u{1b}[33m警告"));
    assert!(!run(dir.path(), &["check", "--color", "never"]).out.contains('\u{1b}'));
    // What is forced by one variable is taken back by the other.
    let mut forced = command(dir.path(), &["check"]);
    forced.env("CLICOLOR_FORCE", "1");
    assert!(feed(forced, b"").out.contains('\u{1b}'));
    let mut without = command(dir.path(), &["check"]);
    without.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1");
    assert!(!feed(without, b"").out.contains('\u{1b}'));
}

#[test]
fn a_draft_cannot_steer_the_terminal() {
    let text = FAULTY.replace("履行第一", "\u{1b}[2J\u{1b}]0;x\u{7}履行第一");
    let dir = folder(&[("报告.txt", &text)]);
    let run = run(dir.path(), &["check", "--color", "never"]);
    assert!(run.out.contains("␛[2J"), "{}", run.out);
    assert!(!run.out.contains('\u{1b}'));
}

#[test]
fn the_language_follows_the_locale() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    let chinese = |name: &str, value: &str| {
        let mut command = command(dir.path(), &["check"]);
        command.env_remove("LANG").env(name, value);
        feed(command, b"").out.contains("警告")
    };
    assert!(chinese("LANG", "zh_CN.UTF-8"));
    assert!(!chinese("LANG", "en_US.UTF-8"));
    assert!(chinese("LC_ALL", "C.UTF-8"));
    assert!(chinese("LC_ALL", "POSIX"));
    assert!(!chinese("LC_MESSAGES", "de_DE.UTF-8"));
}
