//! One document under every spelling of its URI; answers in the client's own.

use crate::editor::{Editor, options, plain};
use crate::fake::echo;
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

#[test]
fn a_uri_that_is_none_is_escaped() {
    let mut editor = Editor::with(options(echo), plain(), json!({}));
    editor.open("file:///srv/报 告.txt", "plaintext", "甲");
    assert_eq!(editor.published().0, "file:///srv/%E6%8A%A5%20%E5%91%8A.txt");
}
