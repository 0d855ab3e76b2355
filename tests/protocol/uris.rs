//! One document under every spelling of its URI; answers in the client's own.

use crate::editor::{Editor, options, plain, pulls};
use crate::fake::echo;
use nianbao::server::Options;
use serde_json::json;

#[test]
fn a_document_is_found_under_every_spelling_and_named_as_it_was_opened() {
    let spellings = [
        "file:///c%3A/Users/%E6%9D%8E/%E6%8A%A5%E5%91%8A.txt",
        "file:///C:/Users/%e6%9d%8e/%e6%8a%a5%e5%91%8a.txt",
        "file:///c:/Users/李/报告.txt",
    ];
    for opened in &spellings[..2] {
        for changed in spellings {
            let mut editor = Editor::with(options(echo), plain(), json!({}));
            editor.open(opened, "plaintext", "甲");
            assert_eq!(editor.published(), ((*opened).to_owned(), Some(1), vec!["甲".to_owned()]));
            editor.replace(changed, 2, "乙");
            assert_eq!(editor.published(), ((*opened).to_owned(), Some(2), vec!["乙".to_owned()]));
            let symbols = editor.request("textDocument/foldingRange", json!({ "textDocument": { "uri": changed } }));
            assert_eq!(symbols, Ok(json!([])));
        }
    }
}

#[test]
fn every_kind_of_uri_is_served_verbatim() {
    for uri in [
        "untitled:Untitled-1",
        "file:///srv/%e6%b3%95/%EF%BC%88%E8%8D%89%E7%A8%BF%EF%BC%89.md",
        "file://server/share/%E6%8A%A5.txt",
        "vscode-vfs://github/a/b/%E6%8A%A5%E5%91%8A.txt",
        "file:///a%20b/100%25.txt",
    ] {
        let mut editor = Editor::with(options(echo), plain(), json!({}));
        editor.open(uri, "plaintext", "甲");
        assert_eq!(editor.published().0, uri);
        editor.close(uri);
        assert_eq!(editor.published(), (uri.to_owned(), None, vec![]));
    }
}

/// As some clients write URIs: nothing is escaped.
const RAW: [&str; 3] = ["file:///srv/年报.md", "file:///srv/报 告[1].md", "untitled:年报 1"];

#[test]
fn a_document_goes_by_the_clients_own_string() {
    for raw in RAW {
        let mut editor = Editor::with(options(echo), plain(), json!({}));
        editor.open(raw, "markdown", "甲");
        assert_eq!(editor.published().0, raw);
        // Asked for in another spelling it is the same document.
        let sound = nianbao::workspace::uri::escaped(raw);
        for asked in [raw, &sound] {
            editor.replace(asked, 2, "乙");
            assert_eq!(editor.published(), (raw.to_owned(), Some(2), vec!["乙".to_owned()]));
            let folds = editor.request("textDocument/foldingRange", json!({ "textDocument": { "uri": asked } }));
            assert_eq!(folds, Ok(json!([])));
        }
        editor.close(raw);
        assert_eq!(editor.published(), (raw.to_owned(), None, vec![]));
    }
}

/// A draft with a problem, a plan for it, and a finding that can be fixed.
const DRAFT: &str = "云岭县人民政府2025年法治政府建设年度报告\n\n2025年，我县推进法治政府建设。\n\n一、主要成效\n\n（一）、加强领导。认真落实的的要求。受理行政复议案件42件，审结40件，审结率90%。\n\n二、存在的问题\n\n一是执法培训不足。二是宣传不够。\n\n三、2026年工作安排\n\n一是加强执法培训。二是加强宣传。\n";

/// Every answer that names the document names it so.
#[test]
fn answers_name_it_so_too() {
    let draft = &RAW[1];
    let mut capabilities = pulls();
    capabilities["textDocument"]["codeAction"] = json!({ "codeActionLiteralSupport": {} });
    capabilities["workspace"]["workspaceEdit"] = json!({ "documentChanges": true });
    let mut editor = Editor::with(Options { watch_parent: false, ..Options::default() }, capabilities, json!({}));
    editor.open(draft, "markdown", DRAFT);
    let document = json!({ "uri": draft });
    let told = editor.request("textDocument/diagnostic", json!({ "textDocument": document })).unwrap();
    let items = told["items"].as_array().unwrap();
    let related: Vec<_> = items.iter().flat_map(|d| d["relatedInformation"].as_array().into_iter().flatten()).collect();
    assert!(!related.is_empty());
    assert!(related.iter().all(|r| r["location"]["uri"] == *draft), "{related:?}");
    // The client sends its diagnostics back, with its own URIs in them.
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let params = json!({ "textDocument": document, "range": whole, "context": { "diagnostics": items } });
    let actions = editor.request("textDocument/codeAction", params).unwrap();
    let edited: Vec<_> = actions.as_array().unwrap().iter().filter_map(|a| a.pointer("/edit/documentChanges/0/textDocument/uri")).collect();
    assert!(!edited.is_empty() && edited.iter().all(|uri| *uri == draft), "{actions:#}");
    let place = json!({ "line": 10, "character": 3 });
    let found = editor.request("textDocument/definition", json!({ "textDocument": document, "position": place })).unwrap();
    assert!(found.to_string().contains(&json!(draft).to_string()), "{found}");
    let report = editor.request("workspace/diagnostic", json!({ "previousResultIds": [{ "uri": draft, "value": told["resultId"] }] }));
    let report = &report.unwrap()["items"][0];
    assert_eq!((&report["uri"], &report["kind"]), (&json!(draft), &json!("unchanged")));
    // What it had of another file is taken back under the client's name for it.
    let gone = RAW[0];
    let report = editor.request("workspace/diagnostic", json!({ "previousResultIds": [{ "uri": gone, "value": "x" }] })).unwrap();
    assert!(report["items"].as_array().unwrap().iter().any(|r| r["uri"] == gone && r["items"] == json!([])), "{report}");
}

#[test]
fn a_folder_goes_by_the_clients_own_string() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("法 治[1]");
    std::fs::create_dir(&path).unwrap();
    let raw = format!("file://{}", path.display());
    let mut capabilities = pulls();
    capabilities["workspace"]["configuration"] = json!(true);
    let mut editor = Editor::with(options(echo), capabilities, json!({ "workspaceFolders": [{ "uri": raw, "name": "p" }] }));
    assert_eq!(editor.serve("workspace/configuration", json!([null, null]))["items"][1]["scopeUri"], raw);
}
