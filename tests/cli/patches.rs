//! `--diff` into the programs that apply diffs.

use crate::support::*;
use std::path::Path;
use std::process::Command;

/// Names that a header has to write with care: blanks, Chinese, quotes.
const NAMES: [&str; 5] = ["年报.md", "子 目录/年 报.md", "a b/c.md", "全　角/报告　终稿.txt", "引\"号 和\\斜.md"];

/// Applies what `check --diff` prints by `program`, and gives the draft then.
fn applied(name: &str, named: &str, program: &str, arguments: &[&str]) -> String {
    let dir = folder(&[(name, FAULTY)]);
    let named = named.replace("$PWD", &dir.path().display().to_string());
    let diff = run(dir.path(), &["check", "--diff", &named]);
    assert!(!diff.out.is_empty(), "{}", diff.err);
    let mut command = Command::new(program);
    command.args(arguments).current_dir(dir.path()).env("LC_ALL", "C.UTF-8");
    let done = feed(command, diff.out.as_bytes());
    assert_eq!(done.code, 0, "{program}: {}{}\n{}", done.out, done.err, diff.out);
    text_of(&dir.path().join(name))
}

fn fixed(name: &str) -> String {
    let dir = folder(&[(name, FAULTY)]);
    run(dir.path(), &["check", "--fix", name]);
    text_of(&dir.path().join(name))
}

#[test]
#[cfg(unix)]
fn patch_and_git_apply_it_under_any_name() {
    for name in NAMES {
        let wanted = fixed(name);
        assert_ne!(wanted, FAULTY);
        for named in [name.to_owned(), format!("./{name}"), format!("$PWD/{name}"), ".".to_owned()] {
            assert_eq!(applied(name, &named, "patch", &["-p0"]), wanted, "{named}");
            assert_eq!(applied(name, &named, "git", &["apply", "-p0"]), wanted, "{named}");
        }
    }
}

#[test]
#[cfg(unix)]
fn a_draft_keeps_its_line_ends() {
    let wanted = fixed("年 报.md").replace('\n', "\r\n");
    let dir = folder(&[("年 报.md", &FAULTY.replace('\n', "\r\n"))]);
    let diff = run(dir.path(), &["check", "--diff", "."]);
    for (program, arguments) in [("patch", vec!["-p0", "--binary"]), ("git", vec!["apply", "-p0"])] {
        put(dir.path(), "年 报.md", FAULTY.replace('\n', "\r\n").as_bytes());
        let mut command = Command::new(program);
        command.args(arguments).current_dir(dir.path());
        assert_eq!(feed(command, diff.out.as_bytes()).code, 0, "{program}");
        assert_eq!(std::fs::read_to_string(Path::new(dir.path()).join("年 报.md")).unwrap(), wanted);
    }
}
