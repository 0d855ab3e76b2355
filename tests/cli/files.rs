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
