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
fn next_years_report_hands_on_what_last_years_said() {
    let texts = |folder: &str| {
        std::fs::read_dir(fixtures().join(folder))
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e != "json"))
    };
    let mut seen = 0;
    for path in texts("reports") {
        let last = path.to_str().unwrap();
        let before = run(&fixtures(), &["outline", last, "--format", "json"]).json();
        let dir = folder(&[]);
        let made = run(dir.path(), &["new", "--previous", last, "-o", "新.txt"]);
        assert_eq!((made.code, made.out.as_str()), (0, ""), "{last}: {}", made.err);
        let text = std::fs::read_to_string(dir.path().join("新.txt")).unwrap();
        let json = run(dir.path(), &["check", "新.txt", "--previous", last, "--format", "json"]).json();
        let (report, old) = (&json["files"][0]["report"], &before["report"]);
        assert_eq!(report["report_year"].as_i64(), old["report_year"].as_i64().map(|y| y + 1), "{text}");
        assert_eq!(report["schema"], old["schema"]);
        assert!(report["issuer"].as_str().unwrap().starts_with(old["issuer"].as_str().unwrap_or_default()), "{report} {old}");
        // One note a part, and nothing else.
        let all = json["files"][0]["diagnostics"].as_array().unwrap();
        assert!(all.iter().all(|d| d["rule"] == "placeholder" && d["severity"] == "info"), "{last}: {all:#?}\n{text}");
        // Every plan and every problem stands there once, within its prompt.
        for (list, word) in [("plans", "【上年安排："), ("problems", "【上年问题：")] {
            let items = before[list].as_array().unwrap();
            assert_eq!(text.matches(word).count(), items.len(), "{last}: {list}\n{text}");
            for item in items {
                let words: String = item["text"].as_str().unwrap().split_whitespace().collect::<String>().chars().take(20).collect();
                assert!(text.contains(&format!("{word}{words}")), "{last}: {words}\n{text}");
            }
        }
        seen += items_of(&before);
    }
    assert!(seen > 150, "{seen}");

    // What the command line says counts more; what nobody says is asked for.
    let last = fixtures().join("reports/02-three-part.txt");
    let last = last.to_str().unwrap();
    let dir = folder(&[
        (
            "无主.txt",
            "关于2024年度全县法治政府建设情况的报告\n\n2024年，全县坚持依法行政。现将有关情况报告如下。\n\n一、主要举措和成效\n\n（一）规范行政执法。全年评查案卷120卷，逐卷反馈意见并督促整改到位。\n",
        ),
        ("通知.txt", "开会通知\n"),
    ]);
    let moved = run(dir.path(), &["new", "--previous", last, "--place", "雁泽县", "--year", "2030"]).out;
    assert!(moved.starts_with("雁泽县人民政府2030年法治政府建设年度报告"), "{moved}");
    assert!(moved.contains("2031年【】月"), "{moved}");
    for (name, word) in [("无主.txt", "--place"), ("通知.txt", "不是报告")] {
        let refused = run(dir.path(), &["new", "--previous", name]);
        assert_eq!((refused.code, refused.err_lines().len()), (2, 1), "{}", refused.err);
        assert!(refused.err.contains(word), "{}", refused.err);
    }
    assert_eq!(run(dir.path(), &["new", "--year", "2025"]).code, 2, "without last year's report the place is needed");
}

fn items_of(outline: &serde_json::Value) -> usize {
    outline["plans"].as_array().unwrap().len() + outline["problems"].as_array().unwrap().len()
}

#[test]
fn plans_and_figures_stand_under_their_themes() {
    let last = "云岭县人民政府2024年法治政府建设年度报告\n\n2024年，县政府扎实推进法治政府建设。现将有关情况报告如下。\n\n\
        一、主要举措和成效\n\n（一）化解行政争议。全年收到行政复议申请151件，办结140件，累计建成调解工作室36个。其中调解结案20件。\n\n\
        二、存在的不足和原因\n\n（一）镇街执法装备老化。主要原因是经费保障渠道单一。\n\n\
        三、2025年工作安排\n\n（一）规范行政执法。为六个镇街配齐执法记录仪。\n\n（二）修缮档案库房。年底前完成。\n\n云岭县人民政府\n\n2025年2月20日\n";
    let dir = folder(&[("去年.txt", last)]);
    let text = run(dir.path(), &["new", "--previous", "去年.txt"]).out;
    let section = |heading: &str| -> String {
        let from = text.find(heading).unwrap_or_else(|| panic!("{heading}\n{text}"));
        let rest = &text[from..];
        rest.split("\n\n（").next().unwrap().split("\n\n二、").next().unwrap().to_owned()
    };
    assert!(section("健全行政执法工作体系").contains("【上年安排：规范行政执法。写明完成情况】"), "{text}");
    let disputes = section("健全社会矛盾纠纷");
    assert!(disputes.contains("收到行政复议申请【上年为151件】") && disputes.contains("累计建成调解工作室【上年为36个】"), "{disputes}");
    assert!(!text.contains("其中"), "half a sentence names no figure\n{text}");
    assert!(section("上年安排的其他工作").contains("修缮档案库房"), "{text}");
    assert!(text.contains("（一）【上年问题：镇街执法装备老化。"), "{text}");
    assert!(text.contains("2025年，全县坚持") && text.contains("三、2026年工作安排"), "{text}");
    // A draft that is half done is told of what still waits, and of no copy.
    let begun = text.replace(
        "【写明具体做法、文件、数据】",
        "全年召开专题会议四次，印发工作方案并逐项督办落实，各镇街和部门按季度报送进展，县司法局逐月通报并约谈进度滞后的单位",
    );
    put(dir.path(), "今年.txt", begun.as_bytes());
    let json = run(dir.path(), &["check", "今年.txt", "--previous", "去年.txt", "--format", "json"]).json();
    let rules: Vec<&str> = json["files"][0]["diagnostics"].as_array().unwrap().iter().map(|d| d["rule"].as_str().unwrap()).collect();
    assert!(rules.iter().filter(|r| **r == "placeholder").count() >= 4, "{rules:?}");
    assert!(!rules.contains(&"copied-passage"), "{rules:?}");
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
