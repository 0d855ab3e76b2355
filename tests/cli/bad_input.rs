//! Whatever is asked wrongly gets exit status 2 and one clear line.

use crate::support::*;

/// Exit status 2, one line on standard error, with these words in it.
fn refused(run: &Run, words: &[&str]) {
    assert_eq!(run.code, 2, "{}\n{}", run.out, run.err);
    assert_eq!(run.err_lines().len(), 1, "{}", run.err);
    for word in words {
        assert!(run.err.contains(word), "{word:?} is not in {}", run.err);
    }
    assert!(!run.err.contains("panicked"));
}

#[test]
fn unknown_options_commands_and_values_are_named_and_the_usage_follows() {
    let dir = folder(&[]);
    for (arguments, words) in [
        (vec!["check", "--nosuch"], "没有选项 --nosuch"),
        (vec!["chek"], "没有命令 chek，是否要用 check？"),
        (vec!["check", "--format", "xml"], "--format <FORMAT> 不接受“xml”，可用：text json jsonl sarif github gitlab junit"),
        (vec!["outline", "--watch"], "没有选项 --watch"),
        (vec!["outline"], "缺少 <FILE>"),
    ] {
        let run = run(dir.path(), &arguments);
        assert_eq!(run.code, 2);
        let lines = run.err_lines();
        assert_eq!(lines.len(), 2, "{}", run.err);
        assert!(lines[0].contains(words), "{}", run.err);
        assert!(lines[1].starts_with("用法：nianbao"), "{}", run.err);
        assert_eq!(run.out, "");
    }
    let english = run(dir.path(), &["check", "--nosuch", "--lang", "en"]);
    assert_eq!(english.err_lines()[0], "nianbao: there is no option --nosuch");
    assert!(english.err_lines()[1].starts_with("Usage: nianbao check"), "{}", english.err);
}

#[test]
fn without_a_command_there_is_help_and_status_2() {
    let run = run(folder(&[]).path(), &[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("用法：nianbao"), "{}", run.err);
}

#[test]
fn a_missing_file_is_named() {
    let dir = folder(&[]);
    refused(&run(dir.path(), &["check", "没有.txt"]), &["没有.txt", "找不到"]);
    refused(&run(dir.path(), &["outline", "没有.txt"]), &["没有.txt", "找不到"]);
    refused(&run(dir.path(), &["check", "没有.txt", "--lang", "en"]), &["没有.txt", "does not exist"]);
}

#[test]
fn a_binary_file_is_named_with_its_byte() {
    let dir = folder(&[]);
    put(dir.path(), "图.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff");
    refused(&run(dir.path(), &["check", "图.txt"]), &["图.txt", "第 8 字节"]);
    refused(&run(dir.path(), &["outline", "图.txt"]), &["图.txt", "第 8 字节"]);
}

#[test]
fn a_text_in_no_known_encoding_is_named_with_its_byte() {
    let dir = folder(&[]);
    put(dir.path(), "乱.txt", b"abc\xff\xff");
    refused(&run(dir.path(), &["check", "乱.txt"]), &["乱.txt", "第 3 字节"]);
    put(dir.path(), "半.txt", b"\xff\xfea\0\0\xd8");
    refused(&run(dir.path(), &["check", "半.txt"]), &["半.txt", "UTF-16", "第 4 字节"]);
}

#[test]
fn a_file_over_the_limit_is_named_with_its_size() {
    let dir = folder(&[]);
    for size in [33u64, 50] {
        let name = format!("{size}.txt");
        std::fs::File::create(dir.path().join(&name)).unwrap().set_len(size * 1024 * 1024).unwrap();
        refused(&run(dir.path(), &["check", &name]), &[&name, &format!("{size} MiB"), "32 MiB"]);
    }
    let long = vec![b'a'; 33 * 1024 * 1024];
    refused(&run_with(dir.path(), &["check", "-"], &long), &["32 MiB"]);
}

#[test]
fn a_broken_config_is_told_with_its_place_and_reported_as_nb903() {
    let dir = folder(&[("报告.txt", FAULTY), ("nianbao.toml", "select = [\"ALL\"]\nignore = [oops\n")]);
    let run = run(dir.path(), &["check", ".", "--format", "json"]);
    refused(&run, &["nianbao.toml:2:"]);
    let json = run.json();
    let file = &json["files"][0];
    assert_eq!(file["path"], "nianbao.toml");
    assert_eq!(file["diagnostics"][0]["code"], "NB903");
    assert_eq!(file["diagnostics"][0]["start"]["line"], 2);
    // The drafts are checked all the same.
    assert_eq!(json["files"][1]["path"], "报告.txt");
}

#[test]
fn a_broken_config_keeps_fix_from_writing() {
    let dir = folder(&[("报告.txt", FAULTY), ("nianbao.toml", "ignore = [oops\n")]);
    let run = run(dir.path(), &["check", ".", "--fix"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("未作修改"), "{}", run.err);
    assert_eq!(std::fs::read_to_string(dir.path().join("报告.txt")).unwrap(), FAULTY);
}

#[test]
fn an_unknown_rule_in_the_config_is_told_with_its_place() {
    let dir = folder(&[("报告.txt", FAULTY), ("nianbao.toml", "# 注释\nignore = [\"missing-prt\"]\n")]);
    refused(&run(dir.path(), &["check", "."]), &["nianbao.toml:2:11", "missing-prt", "missing-part"]);
}

#[test]
fn a_broken_schema_is_told_with_its_place_and_reported_as_nb902() {
    let dir = folder(&[("报告.txt", FAULTY), (".nianbao/schemas/自定.json", "{\n  \"id\": \"x\",\n  \"名\": 1\n}\n")]);
    let run = run(dir.path(), &["check", ".", "--format", "jsonl"]);
    refused(&run, &["自定.json:3:"]);
    let first: serde_json::Value = serde_json::from_str(run.out.lines().next().unwrap()).unwrap();
    assert_eq!(first["diagnostics"][0]["code"], "NB902");
    assert_eq!(first["diagnostics"][0]["start"]["line"], 3);
}

#[test]
fn an_unknown_schema_in_the_config_is_refused() {
    let dir = folder(&[("报告.txt", FAULTY), ("nianbao.toml", "[[files]]\nglob = \"*.txt\"\nschema = \"nosuch\"\n")]);
    refused(&run(dir.path(), &["check"]), &["nianbao.toml", "nosuch", "fazhi-zhengfu"]);
    refused(&run(dir.path(), &["outline", "报告.txt"]), &["nianbao.toml", "nosuch", "fazhi-zhengfu"]);
}

#[test]
fn outline_and_schema_list_tell_of_broken_project_files_too() {
    let dir = folder(&[("报告.txt", FAULTY), (".nianbao/schemas/坏.json", "{"), ("nianbao.toml", "ignore = [oops\n")]);
    let outline = run(dir.path(), &["outline", "报告.txt", "--format", "json"]);
    assert_eq!((outline.code, outline.err_lines().len()), (2, 2), "{}", outline.err);
    assert!(outline.err.contains("nianbao.toml:1:") && outline.err.contains("坏.json:1:"), "{}", outline.err);
    assert_eq!(outline.json()["report"]["schema"], "fazhi-zhengfu");
    refused(&run(dir.path(), &["schema", "list"]), &["坏.json:1:"]);
}

#[test]
fn unknown_rules_levels_and_schemas_are_refused() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    refused(&run(dir.path(), &["check", "--select", "missing-prat"]), &["missing-prat", "nianbao rules"]);
    refused(&run(dir.path(), &["check", "--ignore", "NB8xx"]), &["NB8xx"]);
    refused(&run(dir.path(), &["check", "--severity", "missing-part"]), &["规则=级别"]);
    refused(&run(dir.path(), &["check", "--severity", "missing-part=fatal"]), &["fatal"]);
    refused(&run(dir.path(), &["check", "--schema", "nosuch"]), &["nosuch", "fazhi-zhengfu"]);
    refused(&run(dir.path(), &["outline", "报告.txt", "--schema", "nosuch"]), &["nosuch", "fazhi-zhengfu"]);
    refused(&run(dir.path(), &["explain", "nosuch"]), &["nosuch"]);
    refused(&run(dir.path(), &["schema", "show", "nosuch"]), &["nosuch", "fazhi-zhengfu"]);
}

#[test]
fn options_that_need_each_other_say_so() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    refused(&run(dir.path(), &["check", "--unsafe-fixes"]), &["--fix"]);
    refused(&run(dir.path(), &["check", "--diff", "--format", "json"]), &["--diff"]);
    refused(&run(dir.path(), &["check", "-", "--fix", "--format", "json"]), &["--fix"]);
    refused(&run(dir.path(), &["check", "--stdin-filename", "a.md"]), &["--stdin-filename"]);
    refused(&run(dir.path(), &["check", "--baseline", "没有.json"]), &["没有.json"]);
}

#[test]
fn one_bad_file_does_not_hide_the_others() {
    let dir = folder(&[("报告.txt", FAULTY)]);
    put(dir.path(), "图.txt", b"\0\xff\0\0\0\0\0\0\0\0\0\0");
    let run = run(dir.path(), &["check", ".", "--format", "json"]);
    refused(&run, &["图.txt"]);
    assert_eq!(run.json()["files"][0]["path"], "报告.txt");
    assert!(run.json()["summary"]["warning"].as_u64() > Some(0));
}

#[test]
fn a_named_file_that_is_no_report_is_refused_in_one_line_with_what_to_do() {
    let dir = folder(&[("通知.txt", "关于召开会议的通知\n\n定于周五开会。\n")]);
    for command in ["check", "outline", "trace"] {
        let named = run(dir.path(), &[command, "通知.txt", "--format", "json"]);
        refused(&named, &["通知.txt：未识别为年度报告", "--schema", "[[files]]"]);
        // What programs read is printed all the same.
        assert!(named.json().is_object());
        let allowed = run(dir.path(), &[command, "通知.txt", "--format", "json", "--allow-unrecognised"]);
        assert_eq!((allowed.code, allowed.err_lines().len()), (0, 1), "{}", allowed.err);
        assert_eq!(allowed.out, named.out);
    }
    let json = run(dir.path(), &["check", "通知.txt", "--format", "json"]).json();
    assert!(json["files"][0]["report"].is_null());
    assert_eq!(json["summary"]["reports"], 0);
    refused(&run_with(dir.path(), &["check", "-"], "会议纪要".as_bytes()), &["未识别为年度报告"]);
    // It can be checked as a report all the same.
    let forced = run(dir.path(), &["check", "通知.txt", "--schema", "fazhi-zhengfu", "--format", "json"]);
    assert_eq!(forced.json()["files"][0]["report"]["schema"], "fazhi-zhengfu");
    assert_eq!(forced.json()["files"][0]["report"]["certainty"], "chosen");
}

#[test]
fn a_folder_says_what_it_passed_over_and_why() {
    let dir =
        folder(&[("报告.txt", FAULTY), ("通知.txt", "云岭县关于报送法治政府建设年度报告的通知\n\n请于周五前报送。\n"), ("空.txt", "")]);
    let folder = run(dir.path(), &["check"]);
    assert_eq!((folder.code, folder.err.as_str()), (1, ""));
    let last = folder.out.lines().last().unwrap();
    assert_eq!(last, "跳过 2 个文件：另一种文件 1，空文件 1（用 --show-skipped 列出）");
    let listed = run(dir.path(), &["check", "--show-skipped"]).out;
    let lines: Vec<&str> = listed.lines().filter(|line| line.starts_with("跳过")).collect();
    assert_eq!(lines.len(), 3, "{listed}");
    assert!(lines[0].contains("空.txt") && lines[1].contains("通知.txt") && lines[1].contains("通知”"), "{listed}");
    // What programs read stays what it is.
    let json = run(dir.path(), &["check", "--format", "json"]);
    assert_eq!(json.json()["summary"]["files"], 3);
    assert_eq!(json.err_lines(), [last]);
    // Nothing was passed over: nothing is said of it.
    std::fs::remove_file(dir.path().join("通知.txt")).unwrap();
    std::fs::remove_file(dir.path().join("空.txt")).unwrap();
    assert!(!run(dir.path(), &["check"]).out.contains("跳过"));
}

#[test]
fn a_project_says_which_files_are_no_reports() {
    let config = "[[files]]\nglob = \"旧/*\"\nschema = \"none\"\n";
    let dir = folder(&[("nianbao.toml", config), ("旧/报告.txt", FAULTY), ("报告.txt", FAULTY)]);
    let json = run(dir.path(), &["check", "--format", "json"]).json();
    let reports: Vec<bool> = json["files"].as_array().unwrap().iter().map(|f| f["report"].is_object()).collect();
    assert_eq!(reports, [true, false], "{json}");
    assert!(run(dir.path(), &["check"]).out.ends_with("已写明不是年度报告 1（用 --show-skipped 列出）\n"));
    refused(&run(dir.path(), &["check", "旧/报告.txt"]), &["nianbao.toml", "schema = \"none\"", "--schema"]);
    assert_eq!(run(dir.path(), &["check", "旧/报告.txt", "--schema", "fazhi-zhengfu", "--fail-on", "error"]).code, 0);
    let survey = run(dir.path(), &["survey", ".", "--format", "json"]).json();
    assert_eq!(survey["reports"].as_array().unwrap().len(), 1);
    assert!(survey["others"][0]["reason"].as_str().unwrap().contains("不是年度报告"), "{survey}");
}

#[test]
#[cfg(unix)]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;
    let mode = std::fs::Permissions::from_mode;
    let dir = folder(&[("报告.txt", FAULTY)]);
    let path = dir.path().join("报告.txt");
    std::fs::set_permissions(&path, mode(0o000)).unwrap();
    let mut command = command(dir.path(), &["check", "报告.txt"]);
    if std::fs::read(&path).is_ok() {
        // The superuser reads everything: the program runs as nobody, from a place where nobody can reach it.
        let program = dir.path().join("nianbao");
        std::fs::copy(env!("CARGO_BIN_EXE_nianbao"), &program).unwrap();
        for open in [&program, dir.path()] {
            std::fs::set_permissions(open, mode(0o755)).unwrap();
        }
        let mut nobody = std::process::Command::new(&program);
        nobody.args(command.get_args()).current_dir(dir.path()).env("LANG", "zh_CN.UTF-8").env_remove("LC_ALL");
        nobody.uid(65534).gid(65534);
        command = nobody;
    }
    refused(&feed(command, b""), &["报告.txt", "没有权限"]);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    use std::process::Stdio;
    let arguments = ["check", "reports", "--format", "json"];
    let mut command = command(&fixtures(), &arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    // The status tells of the drafts, not of the reader.
    assert_eq!(output.status.code(), Some(run(&fixtures(), &arguments).code));
}
