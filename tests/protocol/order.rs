//! Nothing overtakes anything, and nothing old is told.

use crate::editor::{Editor, options, plain, pulls};
use crate::fake::{Gate, echo};
use serde_json::json;

const URI: &str = "file:///a.txt";

#[test]
fn each_request_sees_the_text_that_was_current_when_it_came() {
    let mut editor = Editor::with(options(echo), pulls(), json!({}));
    editor.open(URI, "plaintext", "0");
    let mut asked = Vec::new();
    for n in 1..=3000 {
        editor.replace(URI, n, &n.to_string());
        // Not after every edit, so that runs of edits stand between requests too.
        if n % 3 != 0 {
            asked.push((n, editor.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": URI } }))));
        }
    }
    for (n, id) in asked {
        let answer = editor.answer(id).unwrap();
        assert_eq!(answer["items"][0]["message"], n.to_string(), "request behind edit {n}");
    }
}

#[test]
fn questions_to_many_documents_never_mix() {
    let mut editor = Editor::with(options(echo), pulls(), json!({}));
    let uri = |d: i32| format!("file:///{d}.txt");
    for d in 0..5 {
        editor.open(&uri(d), "plaintext", "-");
    }
    let mut asked = Vec::new();
    for n in 1..=200 {
        for d in 0..5 {
            let text = format!("{d}:{n}");
            editor.replace(&uri(d), n, &text);
            asked.push((text, editor.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri(d) } }))));
        }
    }
    for (text, id) in asked {
        assert_eq!(editor.answer(id).unwrap()["items"][0]["message"], text);
    }
}

#[test]
fn a_burst_of_edits_is_told_once_for_the_newest() {
    let gate = Gate::default();
    let at_gate = gate.clone();
    let analyse = move |draft: &nianbao::rules::Draft, settings: &nianbao::rules::Settings| {
        at_gate.pass(&draft.text().to_string());
        echo(draft, settings)
    };
    let mut editor = Editor::with(options(analyse), plain(), json!({}));
    editor.open(URI, "plaintext", "慢");
    gate.wait_for(1);
    for n in 2..=50 {
        editor.replace(URI, n, &format!("第{n}稿"));
    }
    editor.barrier();
    gate.open();
    // That nothing else was published is what the editor asserts at its end.
    assert_eq!(editor.published(), (URI.to_owned(), Some(50), vec!["第50稿".to_owned()]));
}

#[test]
fn edits_that_come_together_are_told_once_for_the_last() {
    let mut editor = Editor::with(options(echo), plain(), json!({}));
    editor.open(URI, "plaintext", "0");
    assert_eq!(editor.published().1, Some(1));
    for round in 0..20 {
        let versions = 16 * round + 2..16 * round + 18;
        let last = versions.end - 1;
        editor.together(|editor| versions.for_each(|n| editor.replace(URI, n, &n.to_string())));
        // That nothing else was published is what the editor asserts at its end.
        assert_eq!(editor.published(), (URI.to_owned(), Some(last.into()), vec![last.to_string()]));
    }
}

#[test]
fn questions_among_edits_that_come_together_see_what_was_there_when_they_came() {
    let mut editor = Editor::with(options(echo), pulls(), json!({}));
    editor.open(URI, "plaintext", "0");
    for round in 0..50 {
        let mut asked = Vec::new();
        editor.together(|editor| {
            for n in 10 * round + 1..10 * round + 11 {
                editor.replace(URI, n, &n.to_string());
                asked.push((n, editor.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": URI } }))));
            }
        });
        for (n, id) in asked {
            assert_eq!(editor.answer(id).unwrap()["items"][0]["message"], n.to_string(), "request behind edit {n}");
        }
    }
}

#[test]
fn half_a_message_holds_up_nothing_that_came_before_it() {
    let mut editor = Editor::with(options(echo), plain(), json!({}));
    editor.open(URI, "plaintext", "0");
    assert_eq!(editor.published().1, Some(1));
    let mut late = Vec::new();
    editor.together(|editor| {
        editor.replace(URI, 2, "2");
        late = editor.kept(|editor| editor.replace(URI, 3, "3"));
        editor.bytes(&late[..late.len() / 2]);
    });
    assert_eq!(editor.published().1, Some(2));
    editor.bytes(&late[late.len() / 2..]);
    assert_eq!(editor.published(), (URI.to_owned(), Some(3), vec!["3".to_owned()]));
}

#[test]
fn versions_published_only_grow() {
    let mut editor = Editor::with(options(echo), plain(), json!({}));
    editor.open(URI, "plaintext", "0");
    for n in 2..=500 {
        editor.replace(URI, n, &n.to_string());
    }
    let mut last = 0;
    while last < 500 {
        let (_, version, messages) = editor.published();
        let version = version.unwrap();
        assert!(version > last, "{version} after {last}");
        if version > 1 {
            assert_eq!(messages, [version.to_string()]);
        }
        last = version;
    }
}

#[test]
fn what_was_told_already_is_unchanged() {
    let mut editor = Editor::with(options(echo), pulls(), json!({}));
    editor.open(URI, "plaintext", "甲");
    let pull = |editor: &mut Editor, previous: &serde_json::Value| {
        let params = json!({ "textDocument": { "uri": URI }, "previousResultId": previous });
        editor.request("textDocument/diagnostic", params).unwrap()
    };
    let first = pull(&mut editor, &json!(null));
    assert_eq!(first["kind"], "full");
    let second = pull(&mut editor, &first["resultId"]);
    assert_eq!((&second["kind"], &second["resultId"]), (&json!("unchanged"), &first["resultId"]));
    editor.replace(URI, 2, "乙");
    let third = pull(&mut editor, &first["resultId"]);
    assert_eq!((&third["kind"], &third["items"][0]["message"]), (&json!("full"), &json!("乙")));
}
