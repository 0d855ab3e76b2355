//! The other commands.

use crate::support::*;

#[test]
fn version() {
    let run = run(folder(&[]).path(), &["--version"]);
    assert_eq!((run.code, run.out.trim()), (0, concat!("nianbao ", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn explain_knows_names_and_codes_in_both_languages() {
    let dir = folder(&[]);
    let zh = run(dir.path(), &["explain", "missing-part"]);
    assert!(zh.out.starts_with("missing-part（NB101）\n"), "{}", zh.out);
    for heading in ["检查什么", "为什么", "示例", "改为", "依据"] {
        assert!(zh.out.contains(&format!("\n\n{heading}\n\n")), "{heading}");
    }
    let en = run(dir.path(), &["explain", "nb101", "--lang", "en"]);
    assert!(en.out.starts_with("missing-part (NB101)\n"), "{}", en.out);
    assert!(en.out.contains("\n\nWhy it matters\n\n"), "{}", en.out);
    // The page as it stands in the book.
    let page = run(dir.path(), &["explain", "NB101", "--format", "markdown"]).out;
    let book = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/zh/rules/missing-part.md");
    assert_eq!(page, std::fs::read_to_string(book).unwrap());
}

#[test]
fn every_rule_of_the_list_can_be_explained() {
    let dir = folder(&[]);
    let rules = run(dir.path(), &["rules"]);
    let names: Vec<&str> = rules.out.lines().map(|l| l.split_whitespace().nth(1).unwrap()).collect();
    assert!(names.len() > 20);
    for name in names {
        for lang in ["zh", "en"] {
            let shown = run(dir.path(), &["explain", name, "--lang", lang]);
            assert_eq!(shown.code, 0, "{name}");
            assert!(shown.out.lines().all(|l| nianbao_width(l) <= 80), "{name} is wider than the terminal:\n{}", shown.out);
        }
    }
}

/// Columns on a terminal, near enough.
fn nianbao_width(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>()
        - line.matches(['│', '“', '”', '‘', '’', '…', '·', '→', '—', '×']).count()
}

#[test]
fn schemas_are_listed_shown_and_checked() {
    let dir = folder(&[("坏.json", "{\n  \"id\": 1\n}\n")]);
    let list = run(dir.path(), &["schema", "list"]);
    assert!(list.out.contains("fazhi-zhengfu") && list.out.contains("zhengfu-xinxi-gongkai"), "{}", list.out);
    let shown = run(dir.path(), &["schema", "show", "zhengfu-xinxi-gongkai"]);
    assert!(shown.out.contains("总体情况"), "{}", shown.out);
    // What is shown as JSON is a schema.
    let json = run(dir.path(), &["schema", "show", "fazhi-zhengfu", "--format", "json"]);
    put(dir.path(), "好.json", json.out.as_bytes());
    let good = run(dir.path(), &["schema", "check", "好.json"]);
    assert_eq!(good.code, 0, "{}", good.out);
    let bad = run(dir.path(), &["schema", "check", "好.json", "坏.json"]);
    assert_eq!(bad.code, 1);
    assert!(bad.out.lines().nth(1).unwrap().starts_with("坏.json:2:"), "{}", bad.out);
    assert_eq!(run(dir.path(), &["schema", "check", "没有.json"]).code, 2);
}

#[test]
fn completions_name_the_commands() {
    let dir = folder(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = run(dir.path(), &["completions", shell]);
        assert_eq!(run.code, 0);
        for word in ["outline", "stdin-filename", "completions", "statistics", "watch", "sarif", "junit"] {
            assert!(run.out.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn a_new_report_is_recognised_and_has_all_its_parts() {
    let dir = folder(&[]);
    for (place, year, issuer) in [
        ("云岭县", "2025", "云岭县人民政府"),
        ("云岭县司法局", "2025", "云岭县司法局"),
        ("云岭县", "2019", "云岭县人民政府"),
        ("青溪省人民政府", "2024", "青溪省人民政府"),
    ] {
        let printed = run(dir.path(), &["new", "--place", place, "--year", year]);
        assert_eq!(printed.code, 0, "{}", printed.err);
        assert!(!printed.out.contains(['{', '}']), "{}", printed.out);
        let check = run_with(dir.path(), &["check", "-", "--format", "json"], printed.out.as_bytes()).json();
        let report = &check["files"][0]["report"];
        assert_eq!(report["issuer"], issuer, "{}", printed.out);
        assert_eq!(report["report_year"].to_string(), year);
        // What is unwritten is told as info, no wall of warnings.
        let all = check["files"][0]["diagnostics"].as_array().unwrap();
        let loud: Vec<_> = all.iter().filter(|d| d["severity"] == "error" || d["severity"] == "warning").collect();
        assert!(loud.is_empty(), "{loud:#?}\n{}", printed.out);
        assert!(all.iter().any(|d| d["rule"] == "placeholder"), "{all:#?}");
    }
}

#[test]
fn a_new_report_never_overwrites() {
    let dir = folder(&[("有.md", "我的草稿")]);
    let refused = run(dir.path(), &["new", "--place", "云岭县", "--year", "2025", "-o", "有.md"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("有.md 已经存在"), "{}", refused.err);
    assert_eq!(std::fs::read_to_string(dir.path().join("有.md")).unwrap(), "我的草稿");
    let written = run(dir.path(), &["new", "--place", "云岭县", "--year", "2025", "-o", "新.md"]);
    assert_eq!((written.code, written.out.as_str()), (0, ""));
    assert!(std::fs::read_to_string(dir.path().join("新.md")).unwrap().contains("云岭县人民政府2025年"));
    for arguments in [["--schema", "nosuch"], ["--level", "planet"]] {
        let all = [&["new", "--place", "云岭县", "--year", "2025"], arguments.as_slice()].concat();
        assert_eq!(run(dir.path(), &all).code, 2);
    }
}

#[test]
fn the_server_answers_under_both_names() {
    let dir = folder(&[]);
    let frame = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
    let input = [
        frame(r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#),
        frame(r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#),
        frame(r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#),
        frame(r#"{"jsonrpc":"2.0","method":"exit"}"#),
    ]
    .concat();
    for arguments in [["server", "--stdio"].as_slice(), &["lsp"]] {
        let run = run_with(dir.path(), arguments, input.as_bytes());
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.contains("\"serverInfo\""), "{}", run.out);
    }
}

#[test]
fn the_day_of_judgement_can_be_given() {
    let text = "云岭县人民政府2025年法治政府建设年度报告\n\n一、主要举措\n\n《云岭县城市管理办法》将于2026年1月1日起施行。\n\n云岭县人民政府\n\n2026年2月25日\n";
    let dir = folder(&[("a.txt", text)]);
    let found = |args: &[&str]| {
        let run = run(dir.path(), &[&["check", "a.txt", "--select", "stale-future", "--format", "json"], args].concat()).json();
        run["files"][0]["diagnostics"].as_array().unwrap().len()
    };
    assert_eq!(found(&[]), 1);
    assert_eq!(found(&["--as-of", "2025-12-31"]), 0);
    assert_eq!(found(&["--as-of", "2026-01-01"]), 1);
    let wrong = run(dir.path(), &["check", "a.txt", "--as-of", "2025-02-30"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("2025-02-30"), "{}", wrong.err);
}
