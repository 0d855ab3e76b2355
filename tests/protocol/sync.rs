//! Incremental edits lead to the same text as the client's, whatever columns
//! count.

use crate::editor::{Editor, options, pulls};
use crate::fake::echo;
use proptest::prelude::*;
use serde_json::{Value, json};

/// The client's text as UTF-16 code units, changed by brute force.
struct Model {
    units: Vec<u16>,
    encoding: &'static str,
}

impl Model {
    fn text(&self) -> String {
        String::from_utf16(&self.units).unwrap()
    }

    /// Moves an index to where an editor can have its cursor: not inside a
    /// surrogate pair, nor between CR and LF.
    fn settle(&self, mut at: usize) -> usize {
        at = at.min(self.units.len());
        if at > 0 && at < self.units.len() && (0xDC00..0xE000).contains(&self.units[at]) {
            at -= 1;
        }
        if at > 0 && at < self.units.len() && self.units[at] == 0x0A && self.units[at - 1] == 0x0D {
            at -= 1;
        }
        at
    }

    fn position(&self, at: usize) -> Value {
        let (mut line, mut start, mut i) = (0, 0, 0);
        while i < at {
            let crlf = self.units[i] == 0x0D && self.units.get(i + 1) == Some(&0x0A);
            if crlf {
                i += 1;
            }
            if self.units[i] == 0x0A || self.units[i] == 0x0D {
                line += 1;
                start = i + 1;
            }
            i += 1;
        }
        let before = &self.units[start..at];
        let column = match self.encoding {
            "utf-16" => before.len(),
            "utf-8" => String::from_utf16(before).unwrap().len(),
            _ => String::from_utf16(before).unwrap().chars().count(),
        };
        json!({ "line": line, "character": column })
    }

    fn edit(&mut self, from: usize, length: usize, text: &str) -> Value {
        let from = self.settle(from % (self.units.len() + 1));
        let to = self.settle(from + length).max(from);
        let change = json!({ "range": { "start": self.position(from), "end": self.position(to) }, "text": text });
        self.units.splice(from..to, text.encode_utf16());
        change
    }
}

fn piece() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("法治"),
        Just("一、"),
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("😀"),
        Just("𠮷"),
        Just("é"),
        Just("a"),
        Just("的的"),
        Just("\u{000B}"),
        Just("\u{2028}"),
        Just("（一）"),
        Just(""),
        Just("一是加强。二是落实。"),
        Just("\n\n")
    ]
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
    #[test]
    fn edits_lead_to_the_clients_text(
        start in text(),
        batches in proptest::collection::vec(proptest::collection::vec((0usize..200, 0usize..12, piece()), 1..6), 1..30),
        encoding in prop_oneof![Just("utf-8"), Just("utf-16"), Just("utf-32")],
    ) {
        let mut capabilities = pulls();
        capabilities["general"] = json!({ "positionEncodings": [encoding] });
        let mut editor = Editor::with(options(echo), capabilities, json!({}));
        prop_assert_eq!(&editor.capabilities["positionEncoding"], encoding);
        let mut model = Model { units: start.encode_utf16().collect(), encoding };
        editor.open("file:///a.txt", "plaintext", &start);
        for (n, batch) in batches.iter().enumerate() {
            let changes: Vec<_> = batch.iter().map(|(from, length, text)| model.edit(*from, *length, text)).collect();
            editor.change("file:///a.txt", n as i32 + 2, Value::Array(changes));
        }
        prop_assert_eq!(editor.pull("file:///a.txt").unwrap(), vec![model.text()]);
    }
}

#[test]
fn places_behind_the_end_are_clamped() {
    let mut editor = Editor::with(options(echo), pulls(), json!({}));
    editor.open("file:///a.txt", "plaintext", "甲\n乙");
    let far = json!({ "line": 4_000_000_000u32, "character": 4_000_000_000u32 });
    editor.change("file:///a.txt", 2, json!([{ "range": { "start": far, "end": far }, "text": "丙" }]));
    let line_end = json!({ "line": 0, "character": 99 });
    editor.change("file:///a.txt", 3, json!([{ "range": { "start": line_end, "end": line_end }, "text": "丁" }]));
    let (back, front) = (json!({ "line": 1, "character": 1 }), json!({ "line": 1, "character": 0 }));
    editor.change("file:///a.txt", 4, json!([{ "range": { "start": back, "end": front }, "text": "戊" }]));
    assert_eq!(editor.pull("file:///a.txt"), Ok(vec!["甲丁\n戊丙".to_owned()]));
}

#[test]
fn notifications_that_make_no_sense_are_passed_over() {
    let mut editor = Editor::with(options(echo), pulls(), json!({}));
    editor.open("file:///a.txt", "plaintext", "甲");
    for params in [json!({}), json!(null), json!([1]), json!({ "textDocument": { "uri": 3 } })] {
        for method in [
            "textDocument/didOpen",
            "textDocument/didChange",
            "textDocument/didClose",
            "textDocument/didSave",
            "workspace/didChangeWatchedFiles",
        ] {
            editor.notify(method, params.clone());
        }
    }
    editor.change("file:///other.txt", 2, json!([{ "text": "x" }]));
    editor.close("file:///other.txt");
    assert_eq!(editor.pull("file:///a.txt"), Ok(vec!["甲".to_owned()]));
}
