//! Files that change, vanish or cannot be written. Whatever happens, a draft is
//! the old one or the new one, whole.

use crate::support::*;
use std::path::Path;
use std::process::Stdio;

/// Names in a folder, hidden ones too: a temporary file that was left would be here.
fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn several_fixes_at_once_leave_one_whole_draft() {
    let alone = folder(&[("报告.txt", FAULTY)]);
    run(alone.path(), &["check", "--fix"]);
    let mended = std::fs::read(alone.path().join("报告.txt")).unwrap();
    for _ in 0..2 {
        let dir = folder(&[("报告.txt", FAULTY)]);
        let start = || command(dir.path(), &["check", "--fix"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let runs: Vec<_> = (0..4).map(|_| start()).collect();
        for mut child in runs {
            assert!(matches!(child.wait().unwrap().code(), Some(0..=2)));
        }
        assert_eq!(std::fs::read(dir.path().join("报告.txt")).unwrap(), mended);
        assert_eq!(names(dir.path()), ["报告.txt"]);
    }
}

#[test]
#[cfg(unix)]
fn a_full_disk_costs_nothing_that_was_there() {
    let long = FAULTY.to_owned() + &"补充说明。\n\n".repeat(2000);
    let dir = folder(&[("报告.txt", &long)]);
    // Files may grow to a few KiB only, which is what a full disk looks like from inside.
    let mut shell = std::process::Command::new("sh");
    let script = format!("trap '' XFSZ; ulimit -f 8; exec '{}' check --fix 报告.txt", env!("CARGO_BIN_EXE_nianbao"));
    shell.args(["-c", &script]).current_dir(dir.path()).env("LANG", "zh_CN.UTF-8");
    let run = feed(shell, b"");
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(run.err.contains("报告.txt"), "{}", run.err);
    assert_eq!(std::fs::read_to_string(dir.path().join("报告.txt")).unwrap(), long);
    assert_eq!(names(dir.path()), ["报告.txt"]);
}

#[test]
#[cfg(unix)]
fn links_that_lead_in_circles_or_nowhere_are_passed_over() {
    use std::os::unix::fs::symlink;
    let dir = folder(&[("2025/报告.txt", FAULTY)]);
    symlink(dir.path(), dir.path().join("2025/回")).unwrap();
    symlink("彼.txt", dir.path().join("此.txt")).unwrap();
    symlink("此.txt", dir.path().join("彼.txt")).unwrap();
    symlink("没有.md", dir.path().join("断.md")).unwrap();
    let run = run(dir.path(), &["check", "--format", "json"]);
    let files = run.json()["files"].as_array().unwrap().len();
    assert_eq!((run.code, files), (1, 1), "{}", run.err);
}

#[test]
fn a_draft_that_is_saved_all_the_time_is_read_whole_or_refused() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    let path = dir.path().join("报告.txt");
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut turn = 0;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                turn += 1;
                // As editors save: in place, by another file, and not there at all for a moment.
                match turn % 3 {
                    0 => std::fs::write(&path, FAULTY).unwrap(),
                    1 => {
                        std::fs::write(dir.path().join("新"), FAULTY).unwrap();
                        std::fs::rename(dir.path().join("新"), &path).unwrap();
                    }
                    _ => {
                        let _ = std::fs::remove_file(&path);
                    }
                }
            }
        });
        for _ in 0..8 {
            let run = run(dir.path(), &["check", "报告.txt", "--format", "json"]);
            assert!((0..=2).contains(&run.code), "{}", run.err);
            assert!(!run.err.contains("panicked"), "{}", run.err);
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

#[test]
fn thousands_of_files_are_all_told_of() {
    let dir = folder(&[]);
    for n in 0..2000 {
        std::fs::write(dir.path().join(format!("{n:04}.md")), "会议纪要\n").unwrap();
    }
    let run = run(dir.path(), &["check", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.json()["summary"]["files"], 2000);
}

#[test]
#[cfg(unix)]
fn pipes_and_devices_of_a_project_are_not_waited_for() {
    let previous = "[[files]]\nglob = \"*.txt\"\nprevious = \"去年.txt\"\n";
    for name in ["nianbao.toml", ".nianbao/schemas/x.json", "nianbao-baseline.json", "去年.txt", "别的.txt"] {
        let dir = folder(&[("报告.txt", FAULTY)]);
        if name == "去年.txt" {
            put(dir.path(), "nianbao.toml", previous.as_bytes());
        }
        let pipe = dir.path().join(name);
        std::fs::create_dir_all(pipe.parent().unwrap()).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        // A run that waits for it never ends.
        let run = run(dir.path(), &["check", "报告.txt", "--format", "json"]);
        match name {
            "别的.txt" => assert_eq!(run.code, 1, "{}", run.err),
            _ => assert!(run.code == 2 && run.err.contains("不是普通文件"), "{name}: {} {}", run.code, run.err),
        }
    }
}

#[test]
#[cfg(unix)]
fn a_draft_may_come_through_a_pipe_that_was_named() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    let script = format!("cat 报告.txt | '{}' check /dev/stdin --schema fazhi-zhengfu --format json", env!("CARGO_BIN_EXE_nianbao"));
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &script]).current_dir(dir.path()).env("LANG", "zh_CN.UTF-8");
    let run = feed(shell, b"");
    assert_eq!(run.code, 1, "{}", run.err);
    assert_eq!(run.json()["summary"]["files"], 1);
}

/// Runs the program as nobody, who may write nothing here, where this is the superuser.
#[cfg(unix)]
fn as_one_who_may_not_write(dir: &Path, arguments: &[&str]) -> Run {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;
    let mode = std::fs::Permissions::from_mode;
    let elsewhere = tempfile::tempdir().unwrap();
    let program = elsewhere.path().join("nianbao");
    std::fs::copy(env!("CARGO_BIN_EXE_nianbao"), &program).unwrap();
    for open in [elsewhere.path(), &program] {
        std::fs::set_permissions(open, mode(0o755)).unwrap();
    }
    std::fs::set_permissions(dir, mode(0o555)).unwrap();
    let mut command = command(dir, arguments);
    if std::fs::write(dir.join("probe"), "").is_ok() {
        std::fs::remove_file(dir.join("probe")).unwrap();
        let mut nobody = std::process::Command::new(&program);
        nobody.args(command.get_args()).current_dir(dir).env("LANG", "zh_CN.UTF-8").env_remove("LC_ALL");
        nobody.uid(65534).gid(65534);
        command = nobody;
    }
    let run = feed(command, b"");
    std::fs::set_permissions(dir, mode(0o755)).unwrap();
    run
}

#[test]
#[cfg(unix)]
fn a_folder_that_may_not_be_written_is_checked_and_left_alone() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    let checked = as_one_who_may_not_write(dir.path(), &["check", "报告.txt", "--format", "json"]);
    assert_eq!(checked.code, 1, "{}", checked.err);
    let fixed = as_one_who_may_not_write(dir.path(), &["check", "--fix", "报告.txt"]);
    assert_eq!(fixed.code, 2, "{}", fixed.err);
    assert!(fixed.err.contains("没有权限") && fixed.err.contains("报告.txt"), "{}", fixed.err);
    assert_eq!(std::fs::read_to_string(dir.path().join("报告.txt")).unwrap(), FAULTY);
    assert_eq!(names(dir.path()), ["报告.txt"]);
}

#[test]
#[cfg(unix)]
fn a_fix_never_leaves_the_folder_through_a_link() {
    let outside = folder(&[("别处.txt", FAULTY)]);
    let dir = folder(&[]);
    std::os::unix::fs::symlink(outside.path().join("别处.txt"), dir.path().join("报告.txt")).unwrap();
    let run = run(dir.path(), &["check", "--fix", "."]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(std::fs::read_to_string(outside.path().join("别处.txt")).unwrap(), FAULTY);
}

#[test]
#[cfg(unix)]
fn what_its_owner_may_not_write_is_refused_to_everybody() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = folder(&[("报告.txt", FAULTY), ("nianbao-baseline.json", "{\"version\":1}\n"), ("总表.html", "x")]);
    for (name, arguments) in [
        ("报告.txt", &["check", "--fix", "报告.txt"][..]),
        ("报告.txt", &["check", "--fix", "."]),
        ("nianbao-baseline.json", &["check", "--write-baseline", "报告.txt"]),
        ("总表.html", &["survey", ".", "--format", "html", "--output", "总表.html"]),
    ] {
        let path = dir.path().join(name);
        let before = std::fs::read(&path).unwrap();
        for mode in [0o444, 0o466] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let run = run(dir.path(), arguments);
            assert_eq!(run.code, 2, "{arguments:?} {mode:o}: {}", run.err);
            assert!(run.err.contains("只读") && run.err.contains(name), "{}", run.err);
            assert_eq!(std::fs::read(&path).unwrap(), before, "{arguments:?}");
        }
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    }
}

#[test]
fn baselines_written_at_once_hold_what_each_run_found() {
    let names: Vec<String> = (0..6).map(|n| format!("{n}.md")).collect();
    for _ in 0..3 {
        let dir = folder(&[]);
        names.iter().for_each(|name| drop(put(dir.path(), name, FAULTY.as_bytes())));
        let start = |name: &String| {
            let mut command = command(dir.path(), &["check", "--write-baseline", name]);
            command.stdout(Stdio::null()).spawn().unwrap()
        };
        let runs: Vec<_> = names.iter().map(start).collect();
        runs.into_iter().for_each(|mut child| assert!(child.wait().unwrap().success()));
        let baseline: serde_json::Value = serde_json::from_str(&text_of(&dir.path().join("nianbao-baseline.json"))).unwrap();
        let files: Vec<&String> = baseline["files"].as_object().unwrap().keys().collect();
        assert_eq!(files, names.iter().collect::<Vec<_>>());
        // Nothing is left that would hold up the next one.
        assert_eq!(self::names(dir.path()).len(), 7, "{:?}", self::names(dir.path()));
    }
}
