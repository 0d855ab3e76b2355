//! What helps to read and write: hover, hints, links, tokens, completion, pages
//! of rules, as they go over the wire.

use crate::editor::{Editor, plain, pulls};
use nianbao::server::Options;
use serde_json::{Value, json};

const URI: &str = "file:///srv/报告.md";
const REPORT: &str = "云岭县人民政府2025年法治政府建设年度报告\n\n一、主要成效\n\n（一）加强领导。😀落实《法治政府建设实施纲要（2021—2025年）》，受理200件，办结190件，办结率96%。公开信息1000条，其中重点领域信息250条。\n\n二、存在的问题\n\n一是能力不足。\n\n三、2026年工作安排\n\n一是加强培训。\n";

fn open(capabilities: Value, options: Value) -> Editor {
    let more = json!({ "initializationOptions": options, "locale": "zh-cn" });
    let mut editor = Editor::with(Options { watch_parent: false, ..Options::default() }, capabilities, more);
    editor.open(URI, "markdown", REPORT);
    editor
}

/// The position of the first character of `words`, in UTF-16.
fn position(text: &str, words: &str) -> Value {
    let at = text.find(words).unwrap();
    let line = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    json!({ "line": line, "character": text[start..at].encode_utf16().count() })
}

fn ask(editor: &mut Editor, method: &str, more: Value) -> Value {
    let mut params = json!({ "textDocument": { "uri": URI } });
    for (key, value) in more.as_object().unwrap() {
        params[key] = value.clone();
    }
    editor.request(method, params).unwrap()
}

fn whole() -> Value {
    json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } })
}

/// The words under the tokens, with the names of their kinds.
fn tokens(editor: &Editor, data: &Value, text: &str) -> Vec<(String, String)> {
    let legend = &editor.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"];
    let lines: Vec<Vec<u16>> = text.lines().map(|l| l.encode_utf16().collect()).collect();
    let numbers: Vec<usize> = data.as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect();
    let (mut line, mut start) = (0, 0);
    let word = |token: &[usize]| {
        (line, start) = (line + token[0], if token[0] == 0 { start + token[1] } else { token[1] });
        (String::from_utf16(&lines[line][start..start + token[2]]).unwrap(), legend[token[3]].as_str().unwrap().to_owned())
    };
    numbers.chunks(5).map(word).collect()
}

#[test]
fn tokens_come_whole_in_a_range_and_as_a_difference() {
    let mut editor = open(pulls(), json!({}));
    let first = ask(&mut editor, "textDocument/semanticTokens/full", json!({}));
    let found = tokens(&editor, &first["data"], REPORT);
    let has = |words: &str, kind: &str| found.contains(&(words.to_owned(), kind.to_owned()));
    assert!(has("《法治政府建设实施纲要（2021—2025年）》", "citation") && has("96%", "figure"), "{found:?}");
    assert!(has("一、主要成效", "heading") && has("2026年", "year") && has("三、", "heading"), "{found:?}");
    // Only the lines that are asked for.
    let line = json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 3, "character": 0 } });
    let part = ask(&mut editor, "textDocument/semanticTokens/range", json!({ "range": line }));
    assert_eq!(tokens(&editor, &part["data"], REPORT), [("一、主要成效".to_owned(), "heading".to_owned())]);

    let text = REPORT.replace("受理200件", "受理200件，结案30件");
    editor.replace(URI, 2, &text);
    let known = json!({ "previousResultId": first["resultId"] });
    let delta = ask(&mut editor, "textDocument/semanticTokens/full/delta", known.clone());
    let mut data = first["data"].as_array().unwrap().clone();
    for edit in delta["edits"].as_array().unwrap() {
        let start = edit["start"].as_u64().unwrap() as usize;
        let end = start + edit["deleteCount"].as_u64().unwrap() as usize;
        data.splice(start..end, edit["data"].as_array().unwrap().clone());
    }
    let full = ask(&mut editor, "textDocument/semanticTokens/full", json!({}));
    assert_eq!(Value::Array(data), full["data"]);
    // What the client says it has is no longer what it was given.
    assert!(ask(&mut editor, "textDocument/semanticTokens/full/delta", known)["data"].is_array());
}

#[test]
fn a_figure_and_a_citation_are_explained() {
    let mut editor = open(pulls(), json!({}));
    let text = |editor: &mut Editor, words: &str| {
        let found = ask(editor, "textDocument/hover", json!({ "position": position(REPORT, words) }));
        found["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let percent = text(&mut editor, "96%");
    assert!(percent.contains("190 ÷ 200 = 95%") && percent.contains('✗'), "{percent}");
    let cited = text(&mut editor, "法治政府建设实施");
    assert!(cited.contains("中发〔2021〕33号") && cited.contains("2021年8月"), "{cited}");
    assert_eq!(ask(&mut editor, "textDocument/hover", json!({ "position": { "line": 1, "character": 0 } })), Value::Null);
}

#[test]
fn hints_follow_the_settings_and_are_asked_for_again_when_these_change() {
    let mut capabilities = pulls();
    capabilities["workspace"]["inlayHint"] = json!({ "refreshSupport": true });
    let mut editor = open(capabilities, json!({}));
    let labels = |editor: &mut Editor| -> Vec<String> {
        let hints = ask(editor, "textDocument/inlayHint", json!({ "range": whole() }));
        hints.as_array().unwrap().iter().map(|h| h["label"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(labels(&mut editor), ["中发〔2021〕33号", "≠95%", "25.0%"]);
    let off = json!({ "inlayHints": { "shares": false, "citations": false } });
    editor.notify("workspace/didChangeConfiguration", json!({ "settings": { "nianbao": off } }));
    editor.refreshed();
    editor.serve("workspace/inlayHint/refresh", Value::Null);
    assert!(labels(&mut editor).is_empty());
}

#[test]
fn a_title_is_completed_in_place_and_found_by_pinyin() {
    let mut editor = open(pulls(), json!({}));
    let trigger = &editor.capabilities["completionProvider"]["triggerCharacters"];
    assert_eq!(*trigger, json!(["《", "〈"]));
    let mut version = 1;
    let mut offered = |editor: &mut Editor, typed: &str, behind: &str| -> Vec<Value> {
        version += 1;
        let text = REPORT.replace("能力不足", &format!("落实《{typed}|{behind}"));
        let place = position(&text, "|");
        editor.replace(URI, version, &text.replace('|', ""));
        let list = ask(editor, "textDocument/completion", json!({ "position": place }));
        assert_eq!(list["isIncomplete"], true);
        list["items"].as_array().unwrap().clone()
    };
    let title = "法治政府建设实施纲要（2021—2025年）";
    let first = offered(&mut editor, "fzzf", "》不足")[0].clone();
    assert_eq!(first["label"], title);
    assert_eq!(first["textEdit"]["newText"], format!("{title}》"));
    let range = &first["textEdit"]["range"];
    // From behind 《 to behind the 》 that the editor had put there.
    assert_eq!(range["end"]["character"].as_u64().unwrap() - range["start"]["character"].as_u64().unwrap(), 5);
    assert!(first["filterText"].as_str().unwrap().starts_with("fzzf"));
    assert!(offered(&mut editor, "建设", "").iter().any(|i| i["label"] == title));
    // By any reading, and a law by its full title; the text to filter by starts with what stands
    // between the start of the edit and the place, which is what editors compare.
    for (typed, label) in [
        ("cjbhf", "长江保护法"),
        ("changjiang", "长江保护法"),
        ("rmtjf", "人民调解法"),
        ("中华人民共和国民营", "中华人民共和国民营经济促进法"),
        ("中华人民共和国mfd", "中华人民共和国民法典"),
        ("zhrm", "中华人民共和国行政处罚法"),
        ("zhonghuarenmin", "中华人民共和国民法典"),
    ] {
        let items = offered(&mut editor, typed, "");
        let item = items.iter().find(|i| i["label"] == label).unwrap_or_else(|| panic!("{typed}: {items:#?}"));
        assert_eq!(item["textEdit"]["newText"], format!("{label}》"));
        let range = &item["textEdit"]["range"];
        let width = range["end"]["character"].as_u64().unwrap() - range["start"]["character"].as_u64().unwrap();
        assert_eq!(width as usize, typed.chars().count());
        assert!(items.iter().all(|i| i["filterText"].as_str().unwrap().starts_with(typed)), "{typed}");
    }
    // Nothing is offered twice, and the short titles come first.
    let items = offered(&mut editor, "民法", "");
    assert_eq!(items[0]["label"], "民法典");
    assert!(offered(&mut editor, "中", "").iter().all(|i| !i["label"].as_str().unwrap().starts_with("中华人民共和国")));
    // Another title behind the place keeps its words.
    assert!(
        offered(&mut editor, "法治", "，落实某某县优化营商环境办法》")
            .iter()
            .all(|i| i["textEdit"]["newText"].as_str().unwrap().ends_with('》'))
    );
    editor.notify("workspace/didChangeConfiguration", json!({ "settings": { "nianbao": { "completion": { "pinyin": false } } } }));
    editor.refreshed();
    assert!(offered(&mut editor, "fzzf", "》不足").is_empty());
}

#[test]
fn findings_link_the_page_of_their_rule_where_the_client_says() {
    let mut capabilities = plain();
    capabilities["textDocument"]["publishDiagnostics"]["codeDescriptionSupport"] = json!(true);
    let href = |capabilities: Value, options: Value| {
        let mut editor = open(capabilities, options);
        let told = editor.notification("textDocument/publishDiagnostics");
        let all = told["diagnostics"].as_array().unwrap().clone();
        all.iter().find(|d| d["data"] == "percent-mismatch").unwrap()["codeDescription"]["href"].clone()
    };
    let pages = json!({ "rulePages": "file:///opt/nianbao/{lang}/{rule}.md" });
    assert_eq!(href(capabilities.clone(), pages.clone()), "file:///opt/nianbao/zh/percent-mismatch.md");
    assert_eq!(href(capabilities, json!({})), Value::Null);
    assert_eq!(href(plain(), pages), Value::Null);
}

#[test]
fn the_server_gives_the_page_of_a_rule() {
    let mut editor = open(pulls(), json!({}));
    let page = editor.request("nianbao/explain", json!({ "rule": "NB502" })).unwrap();
    assert_eq!((&page["rule"], &page["code"]), (&json!("percent-mismatch"), &json!("NB502")));
    assert!(page["text"].as_str().unwrap().contains("## 检查什么"));
    assert_eq!(editor.request("nianbao/explain", json!({ "rule": "nothing" })), Err(-32602));
}

#[test]
fn a_selection_in_thousands_of_brackets_widens_a_few_times() {
    let mut editor = open(pulls(), json!({}));
    let text = format!("{}法{}。\n", "（".repeat(20_000), "）".repeat(20_000));
    editor.replace(URI, 2, &text);
    let at = json!({ "line": 0, "character": 20_000 });
    let answer = ask(&mut editor, "textDocument/selectionRange", json!({ "positions": [at] }));
    let mut step = &answer[0];
    let mut steps = 0;
    while !step.is_null() {
        steps += 1;
        step = &step["parent"];
    }
    assert!((10..=64).contains(&steps), "{steps}");
    assert_eq!(answer[0]["range"]["start"]["character"], 20_000);
}
