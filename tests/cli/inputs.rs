//! Which drafts a run is about: each once, each under what the project says of
//! it, and none of them left out in silence.

use crate::support::*;
use std::path::Path;

/// The paths that a run told of.
fn paths(run: &Run) -> Vec<String> {
    run.json()["files"].as_array().unwrap().iter().map(|f| f["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_file_under_several_paths_is_one_file() {
    let dir = folder(&[("a.md", FAULTY), ("子/b.md", FAULTY)]);
    let whole = dir.path().join("a.md").display().to_string();
    let mut names = vec!["a.md", "./a.md", &whole, "子/../a.md", "."];
    if cfg!(unix) {
        std::os::unix::fs::symlink("a.md", dir.path().join("同.md")).unwrap();
        std::os::unix::fs::symlink("子", dir.path().join("又")).unwrap();
        names.extend(["同.md", "又/b.md", "又"]);
    }
    let mut arguments = vec!["check", "--format", "json"];
    arguments.extend(&names);
    let checked = run(dir.path(), &arguments);
    assert_eq!(paths(&checked), ["a.md", "子/b.md"]);
    assert_eq!(checked.json()["summary"]["files"], 2);
    arguments.splice(1..3, ["--fix"]);
    let fixed = run(dir.path(), &arguments);
    assert!(fixed.out.contains("已自动修改 2 处（2 个文件）"), "{}", fixed.out);
}

#[test]
fn a_file_that_a_folder_gave_and_that_is_named_was_asked_for() {
    let dir = folder(&[("通知.md", "关于召开会议的通知\n\n定于周五开会。\n")]);
    assert_eq!(run(dir.path(), &["check", "."]).code, 0);
    for order in [[".", "通知.md"], ["通知.md", "."]] {
        let run = run(dir.path(), &["check", order[0], order[1]]);
        assert_eq!((run.code, run.err_lines().len()), (2, 1), "{}", run.err);
    }
}

#[test]
fn a_folder_that_is_named_is_looked_through_whatever_it_is_called() {
    let dir = folder(&[("node_modules/a.md", FAULTY), ("b.md", FAULTY)]);
    assert_eq!(paths(&run(dir.path(), &["check", "--format", "json", "."])), ["b.md"]);
    assert_eq!(paths(&run(dir.path(), &["check", "--format", "json", "node_modules"])), ["node_modules/a.md"]);
}

/// A document that is a report only because its project says so.
const PLAIN: &str = "工作材料\n\n全县推进各项工作。\n";

fn recognised(dir: &Path, path: &str) -> bool {
    let run = run(dir, &["check", path, "--format", "json", "--allow-unrecognised"]);
    !run.json()["files"][0]["report"].is_null()
}

#[test]
fn a_glob_counts_from_its_folder_however_it_is_written() {
    for glob in ["m/*.md", "./m/*.md", "././m/./*.md", "n/../m/*.md", "m/**", "**/a.md"] {
        let dir = folder(&[("m/a.md", PLAIN), ("n/b.md", PLAIN)]);
        put(dir.path(), "nianbao.toml", format!("[[files]]\nglob = '{glob}'\nschema = 'fazhi-zhengfu'\n").as_bytes());
        for path in ["m/a.md", "./m/a.md", "n/../m/a.md"] {
            assert!(recognised(dir.path(), path), "{glob} {path}");
        }
        assert!(recognised(&dir.path().join("n"), "../m/a.md"), "{glob}");
        assert!(!recognised(dir.path(), "n/b.md"), "{glob}");
    }
}

#[test]
fn a_glob_that_can_match_nothing_is_said_once() {
    for glob in ["/srv/m/*.md", "../m/*.md", "./../m/*.md", "m/", "./", "C:/m/*.md"] {
        let dir = folder(&[("m/a.md", FAULTY), ("m/b.md", FAULTY)]);
        put(dir.path(), "nianbao.toml", format!("[[files]]\nglob = '{glob}'\nissuer = '云岭县'\n").as_bytes());
        let run = run(dir.path(), &["check", "."]);
        assert_eq!((run.code, run.err_lines().len()), (2, 1), "{glob}: {}", run.err);
        assert!(run.err.contains("nianbao.toml:2:8") && run.err.contains(glob), "{glob}: {}", run.err);
    }
    // One that matches nothing yet may match next year's drafts.
    let dir = folder(&[("m/a.md", FAULTY), ("nianbao.toml", "[[files]]\nglob = '2031/*.md'\nissuer = '云岭县'\n")]);
    assert_eq!(run(dir.path(), &["check", "."]).code, 1);
}

#[test]
#[cfg(unix)]
fn a_reader_that_leaves_early_changes_neither_status_nor_work() {
    let dir = folder(&[]);
    for n in 0..40 {
        put(dir.path(), &format!("{n:02}.md"), FAULTY.as_bytes());
    }
    let script = |more: &str| {
        let program = env!("CARGO_BIN_EXE_nianbao");
        let mut shell = std::process::Command::new("sh");
        // The reader is gone before the first byte.
        let line = format!("{{ sleep 0.2; '{program}' check --format json {more} .; echo $? >&2; }} | true");
        shell.args(["-c", &line]).current_dir(dir.path()).env("LANG", "zh_CN.UTF-8");
        feed(shell, b"").err
    };
    assert_eq!(script("").trim(), "1");
    assert_eq!(script("--fix").trim(), "1");
    let left = (0..40).filter(|n| text_of(&dir.path().join(format!("{n:02}.md"))).contains("（一）、")).count();
    assert_eq!(left, 0, "drafts were not fixed");
}

#[test]
fn a_survey_that_could_not_read_a_file_says_so() {
    let dir = folder(&[("a.md", FAULTY)]);
    put(dir.path(), "图.txt", b"\0\xff\0\0\0\0\0\0\0\0\0\0");
    let run = run(dir.path(), &["survey", ".", "--format", "json"]);
    assert_eq!((run.code, run.err_lines().len()), (2, 1), "{}", run.err);
    assert!(run.err.contains("图.txt"), "{}", run.err);
    assert_eq!(run.json()["others"][0]["path"], "图.txt");
}

#[test]
#[cfg(unix)]
fn a_link_in_a_folder_is_said_to_be_passed_over() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("别处.md", FAULTY)]);
    let dir = folder(&[("a.md", FAULTY)]);
    symlink(outside.path().join("别处.md"), dir.path().join("b.md")).unwrap();
    symlink("没有.md", dir.path().join("c.md")).unwrap();
    // What is read under its own name is not passed over.
    symlink("a.md", dir.path().join("0.md")).unwrap();
    let run = |arguments: &[&str]| self::run(dir.path(), arguments);
    assert!(run(&["check", "."]).out.contains("跳过 2 个文件：链接 2"), "{}", run(&["check", "."]).out);
    assert!(run(&["check", ".", "--show-skipped"]).out.contains("b.md"));
    let machine = run(&["check", ".", "--format", "json"]);
    assert_eq!(paths(&machine), ["a.md"]);
    assert!(machine.err.contains("链接 2"), "{}", machine.err);
    // One that is named is read, wherever it leads.
    assert_eq!(paths(&run(&["check", "b.md", ".", "--format", "json"])), ["b.md", "a.md"]);
    let broken = run(&["check", "c.md"]);
    assert_eq!((broken.code, broken.err_lines().len()), (2, 1), "{}", broken.err);
}
