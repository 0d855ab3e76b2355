//! Reports beside each other: what shows in open documents and in the files of
//! the folder, and what renews it.

use crate::editor::{Editor, messages, options, plain, pulls};
use nianbao::rules::{Analysis, Draft, Settings};
use nianbao::server::Options;
use nianbao::workspace::uri::from_path;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;

const COPIED: &str = "村居调解员流失多。偏远山村调解员年纪偏大、补贴偏低，三年里走了近半，主要原因是补贴多年没有提高、乡镇人手被多头抽调。";
const LAST: &str = "云岭县人民政府2024年法治政府建设年度报告\n\n2024年，现将有关情况报告如下：\n\n一、主要举措和成效\n\n（一）化解行政争议。全年受理行政复议案件151件。\n\n二、存在的不足和原因\n\n（一）村居调解员流失多。偏远山村调解员年纪偏大、补贴偏低，三年里走了近半，主要原因是补贴多年没有提高、乡镇人手被多头抽调。\n\n三、2025年工作安排\n\n（一）推进餐厨垃圾收运监管。给收运车装定位，采取先试点后铺开的办法。\n\n云岭县人民政府\n\n2025年2月10日\n";
const THIS: &str = "云岭县人民政府2025年法治政府建设年度报告\n\n2025年，现将有关情况报告如下：\n\n一、主要举措和成效\n\n（一）化解行政争议。全年受理行政复议案件181件，同比增长45%。\n\n二、存在的不足和原因\n\n（一）村居调解员流失多。偏远山村调解员年纪偏大、补贴偏低，三年里走了近半，主要原因是补贴多年没有提高、乡镇人手被多头抽调。\n\n三、2026年工作安排\n\n（一）建设法律援助站。在三个中心镇挂牌。\n\n云岭县人民政府\n\n2026年2月10日\n";

/// What this year's report shows beside last year's.
const ALL: [&str; 3] = ["copied-passage", "figure-conflict", "unreported-plan"];

struct Folder {
    dir: tempfile::TempDir,
}

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self { dir: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn uri(&self, name: &str) -> String {
        from_path(&self.path(name))
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), text).unwrap();
    }

    fn more(&self) -> Value {
        json!({ "workspaceFolders": [{ "uri": from_path(self.dir.path()), "name": "p" }] })
    }

    fn open(&self, capabilities: Value) -> Editor {
        Editor::with(Options { watch_parent: false, ..Options::default() }, capabilities, self.more())
    }

    /// Tells the server that a file is not as it was.
    fn changed(&self, editor: &mut Editor, name: &str) {
        editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": self.uri(name), "type": 2 }] }));
    }
}

/// Two years of one county, this year's open.
fn years() -> (Folder, Editor) {
    let folder = Folder::new(&[("2024/云岭县.md", LAST), ("2025/云岭县.md", THIS)]);
    let mut editor = folder.open(pulls());
    editor.open(&folder.uri("2025/云岭县.md"), "markdown", THIS);
    (folder, editor)
}

fn items(editor: &mut Editor, uri: &str) -> Vec<Value> {
    let answer = editor.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } })).unwrap();
    answer["items"].as_array().unwrap().clone()
}

/// The rules between reports that are broken, in order.
fn beside<'a>(items: impl IntoIterator<Item = &'a Value>) -> Vec<String> {
    let of_family = |d: &&Value| d["code"].as_str().unwrap().starts_with("NB8");
    let mut names: Vec<_> = items.into_iter().filter(of_family).map(|d| d["data"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

fn shown(editor: &mut Editor, uri: &str) -> Vec<String> {
    beside(&items(editor, uri))
}

/// The line of `words` in a text, and the range that marks them.
fn range(text: &str, words: &str) -> Value {
    let (line, row) = text.lines().enumerate().find(|(_, row)| row.contains(words)).unwrap();
    let column = |at: usize| row[..at].encode_utf16().count();
    let at = row.find(words).unwrap();
    let place = |at| json!({ "line": line, "character": column(at) });
    json!({ "start": place(at), "end": place(at + words.len()) })
}

#[test]
fn findings_of_the_document_come_at_once_and_those_beside_others_follow() {
    let (folder, mut editor) = years();
    let (this, last) = (folder.uri("2025/云岭县.md"), folder.uri("2024/云岭县.md"));
    let params = json!({ "textDocument": { "uri": this } });
    let first = editor.request("textDocument/diagnostic", params.clone()).unwrap();
    assert!(!first["items"].as_array().unwrap().is_empty());
    editor.refreshed();
    let known = json!({ "textDocument": { "uri": this }, "previousResultId": first["resultId"] });
    let second = editor.request("textDocument/diagnostic", known).unwrap();
    assert_eq!(second["kind"], "full", "another id for other findings");
    let items = second["items"].as_array().unwrap();
    assert_eq!(beside(items), ALL);
    let copied = items.iter().find(|d| d["data"] == "copied-passage").unwrap();
    assert_eq!(copied["range"], range(THIS, COPIED));
    let related = &copied["relatedInformation"][0]["location"];
    assert_eq!((&related["uri"], &related["range"]), (&json!(last), &range(LAST, COPIED)));
    let again = json!({ "textDocument": { "uri": this }, "previousResultId": second["resultId"] });
    assert_eq!(editor.request("textDocument/diagnostic", again).unwrap()["kind"], "unchanged");
}

#[test]
fn a_definition_leads_to_the_other_report() {
    let (folder, mut editor) = years();
    let this = folder.uri("2025/云岭县.md");
    editor.refreshed();
    let place = range(THIS, "年纪偏大")["start"].clone();
    let found = editor.request("textDocument/definition", json!({ "textDocument": { "uri": this }, "position": place })).unwrap();
    assert_eq!(found, json!([{ "uri": folder.uri("2024/云岭县.md"), "range": range(LAST, COPIED) }]));
}

#[test]
fn findings_go_with_their_words_while_somebody_types() {
    let (folder, mut editor) = years();
    let this = folder.uri("2025/云岭县.md");
    editor.refreshed();
    let start = json!({ "line": 2, "character": 0 });
    editor.change(&this, 2, json!([{ "range": { "start": start, "end": start }, "text": "又一段话。\n\n" }]));
    let items = items(&mut editor, &this);
    assert_eq!(beside(&items), ALL);
    let copied = items.iter().find(|d| d["data"] == "copied-passage").unwrap();
    assert_eq!(copied["range"]["start"]["line"].as_u64().unwrap(), range(THIS, COPIED)["start"]["line"].as_u64().unwrap() + 2);
    // What is written anew is no copy; the finding that stood in it goes at once.
    let marked = range(THIS, COPIED)["start"]["line"].as_u64().unwrap() + 2;
    let line = json!({ "start": { "line": marked, "character": 0 }, "end": { "line": marked + 1, "character": 0 } });
    editor.change(&this, 3, json!([{ "range": line, "text": "（一）新的问题。今年查出三个乡镇没有法制审核人员。\n" }]));
    assert_eq!(shown(&mut editor, &this), ["figure-conflict", "unreported-plan"]);
}

#[test]
fn findings_are_published_again_where_nobody_pulls() {
    let folder = Folder::new(&[("2024/云岭县.md", LAST), ("2025/云岭县.md", THIS)]);
    let mut editor = folder.open(plain());
    let this = folder.uri("2025/云岭县.md");
    editor.open(&this, "markdown", THIS);
    let mut published = || {
        let params = editor.notification("textDocument/publishDiagnostics");
        assert_eq!(params["version"], 1);
        beside(params["diagnostics"].as_array().unwrap())
    };
    assert_eq!(published(), [] as [&str; 0]);
    assert_eq!(published(), ALL);
}

#[test]
fn an_edit_of_the_other_report_renews_them() {
    let (folder, mut editor) = years();
    let (this, last) = (folder.uri("2025/云岭县.md"), folder.uri("2024/云岭县.md"));
    editor.refreshed();
    // What is typed counts, not what is on the disk.
    editor.open(&last, "markdown", &LAST.replace(COPIED, "村里缺人调解。"));
    editor.refreshed();
    assert_eq!(shown(&mut editor, &this), ["figure-conflict", "unreported-plan"]);
    editor.replace(&last, 2, &LAST.replace("151件", "125件"));
    editor.refreshed();
    assert_eq!(shown(&mut editor, &this), ["copied-passage", "unreported-plan"]);
    // Closed without being saved: the file counts again.
    editor.close(&last);
    editor.refreshed();
    assert_eq!(shown(&mut editor, &this), ALL);
}

#[test]
fn a_line_more_in_the_other_report_moves_what_is_pointed_to() {
    let (folder, mut editor) = years();
    let (this, last) = (folder.uri("2025/云岭县.md"), folder.uri("2024/云岭县.md"));
    editor.refreshed();
    let moved = LAST.replace("二、存在", "\n又一段话。\n\n二、存在");
    editor.open(&last, "markdown", &moved);
    editor.refreshed();
    let items = items(&mut editor, &this);
    let copied = items.iter().find(|d| d["data"] == "copied-passage").unwrap();
    assert_eq!(copied["relatedInformation"][0]["location"]["range"], range(&moved, COPIED));
}

#[test]
fn a_file_that_comes_or_goes_renews_them() {
    let (folder, mut editor) = years();
    let this = folder.uri("2025/云岭县.md");
    editor.refreshed();
    std::fs::remove_file(folder.path("2024/云岭县.md")).unwrap();
    folder.changed(&mut editor, "2024/云岭县.md");
    editor.refreshed();
    assert_eq!(shown(&mut editor, &this), [] as [&str; 0]);
    folder.write("旧/去年.txt", LAST);
    folder.changed(&mut editor, "旧/去年.txt");
    editor.refreshed();
    assert_eq!(shown(&mut editor, &this), ALL);
    // Ignored, it is no draft of the folder.
    folder.write(".gitignore", "旧/\n");
    folder.changed(&mut editor, "旧/去年.txt");
    editor.refreshed();
    assert_eq!(shown(&mut editor, &this), [] as [&str; 0]);
}

#[test]
fn last_years_report_may_stand_elsewhere() {
    let archive = Folder::new(&[("旧报告.txt", LAST)]);
    let folder = Folder::new(&[("今年.md", THIS)]);
    let mut editor = folder.open(pulls());
    let this = folder.uri("今年.md");
    editor.open(&this, "markdown", THIS);
    assert_eq!(shown(&mut editor, &this), [] as [&str; 0]);
    let there = archive.path("旧报告.txt").display().to_string().replace('\\', "/");
    folder.write("nianbao.toml", &format!("[[files]]\nglob = \"*.md\"\nprevious = \"{there}\"\n"));
    folder.changed(&mut editor, "nianbao.toml");
    // Once for the settings, once for what follows from them.
    editor.refreshed();
    editor.refreshed();
    let items = items(&mut editor, &this);
    assert_eq!(beside(&items), ALL);
    let copied = items.iter().find(|d| d["data"] == "copied-passage").unwrap();
    assert_eq!(copied["relatedInformation"][0]["location"]["uri"], archive.uri("旧报告.txt"));
    // Rules that are off find nothing.
    editor.notify("workspace/didChangeConfiguration", json!({ "settings": { "nianbao": { "ignore": ["NB8"] } } }));
    editor.refreshed();
    assert_eq!(shown(&mut editor, &this), [] as [&str; 0]);
}

#[test]
fn a_home_folder_is_not_searched() {
    let home = Folder::new(&[("2024/云岭县.md", LAST), ("今年.md", THIS), ("别的/云岭县2024.md", LAST)]);
    let mut editor = Editor::of_program(home.dir.path(), pulls(), home.more());
    let this = home.uri("今年.md");
    editor.open(&this, "markdown", THIS);
    let answer = editor.request("workspace/diagnostic", json!({ "previousResultIds": [] })).unwrap();
    let told: Vec<_> = answer["items"].as_array().unwrap().iter().map(|r| r["uri"].as_str().unwrap().to_owned()).collect();
    assert_eq!(told, std::slice::from_ref(&this));
    assert_eq!(shown(&mut editor, &this), [] as [&str; 0]);
    // A folder in it is.
    let inside = home.uri("2024");
    let event = json!({ "added": [{ "uri": inside, "name": "2024" }], "removed": [] });
    editor.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    editor.refreshed();
    editor.refreshed();
    assert_eq!(shown(&mut editor, &this), ALL);
}

fn pull(editor: &mut Editor, params: Value) -> Vec<Value> {
    editor.request("workspace/diagnostic", params).unwrap()["items"].as_array().unwrap().clone()
}

fn known(reports: &[Value]) -> Value {
    json!({ "previousResultIds": reports.iter().map(|r| json!({ "uri": r["uri"], "value": r["resultId"] })).collect::<Vec<_>>() })
}

#[test]
fn files_that_are_not_open_show_them_too() {
    let folder = Folder::new(&[("2024/云岭县.md", LAST), ("2025/云岭县.md", THIS), ("说明.md", "会议纪要\n")]);
    let mut editor = folder.open(pulls());
    let (this, last) = (folder.uri("2025/云岭县.md"), folder.uri("2024/云岭县.md"));
    let of = |reports: &[Value], uri: &str| reports.iter().find(|r| r["uri"] == uri).unwrap().clone();
    let first = pull(&mut editor, json!({ "previousResultIds": [] }));
    assert_eq!(first.len(), 3);
    let report = of(&first, &this);
    assert_eq!(beside(report["items"].as_array().unwrap()), ALL);
    let related = &report["items"].as_array().unwrap().iter().find(|d| d["data"] == "copied-passage").unwrap()["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], last);
    assert!(pull(&mut editor, known(&first)).iter().all(|r| r["kind"] == "unchanged"));
    // Another report that is edited changes what is found in this one, and its id.
    editor.open(&last, "markdown", &LAST.replace("151件", "125件"));
    let second = pull(&mut editor, known(&first));
    let report = of(&second, &this);
    assert_eq!(report["kind"], "full");
    assert_ne!(report["resultId"], of(&first, &this)["resultId"]);
    assert_eq!(beside(report["items"].as_array().unwrap()), ["copied-passage", "unreported-plan"]);
    assert_eq!(of(&second, &folder.uri("说明.md"))["kind"], "unchanged");
    // A line above changes the places that are pointed to.
    editor.replace(&last, 2, &LAST.replace("151件", "125件").replace("二、存在", "又一段话。\n\n二、存在"));
    let third = pull(&mut editor, known(&second));
    assert_eq!(of(&third, &this)["kind"], "full");
    assert_eq!(of(&third, &last)["version"], 2);
}

#[test]
fn what_is_told_of_folders_comes_in_parts_and_with_progress() {
    let folder = Folder::new(&[]);
    for number in 0..70 {
        folder.write(&format!("{number:02}.md"), if number % 2 == 0 { THIS } else { "会议纪要\n" });
    }
    let mut editor = folder.open(pulls());
    let asked = json!({ "previousResultIds": [], "partialResultToken": "parts", "workDoneToken": 7 });
    let id = editor.ask("workspace/diagnostic", asked);
    assert_eq!(editor.answer(id).unwrap(), json!({ "items": [] }));
    let (mut told, mut progress) = (Vec::new(), Vec::new());
    while progress.last() != Some(&json!("end")) {
        let params = editor.notification("$/progress");
        let value = &params["value"];
        match &params["token"] {
            token if token == "parts" => told.push(value["items"].as_array().unwrap().len()),
            token => {
                assert_eq!(token, &json!(7));
                progress.push(value["kind"].clone());
            }
        }
    }
    assert_eq!(told, [32, 32, 6]);
    assert_eq!(progress, ["begin", "report", "report", "end"]);
}

#[test]
fn a_search_of_the_folders_can_be_cancelled() {
    let folder = Folder::new(&[("a.md", THIS), ("b.md", "慢"), ("c.md", THIS)]);
    let gate = crate::fake::Gate::default();
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let (at_gate, list) = (gate.clone(), seen.clone());
    let analyse = move |draft: &nianbao::rules::Draft, settings: &nianbao::rules::Settings| {
        let text = draft.text().to_string();
        list.lock().unwrap().push(text.chars().next());
        at_gate.pass(&text);
        draft.analyse(settings)
    };
    let mut editor = Editor::with(crate::editor::options(analyse), pulls(), folder.more());
    let asked = json!({ "previousResultIds": [], "partialResultToken": "parts", "workDoneToken": "done" });
    let id = editor.ask("workspace/diagnostic", asked);
    gate.wait_for(1);
    editor.notify("$/cancelRequest", json!({ "id": id }));
    assert_eq!(editor.answer(id), Err(-32800));
    assert_eq!(editor.notification("$/progress")["value"]["kind"], "begin");
    gate.open();
    // The next idle work comes when this one has ended, and the third file was not looked at.
    let found = editor.request("workspace/symbol", json!({ "query": "没有这样的标题" })).unwrap();
    assert_eq!(messages(&found).len(), 0);
    assert_eq!(seen.lock().unwrap().iter().filter(|c| **c == Some('云')).count(), 3, "one before, two for the symbols");
}

#[test]
fn what_is_too_large_is_not_read() {
    let large = format!("{THIS}{}", "。".repeat(1 << 20));
    let folder = Folder::new(&[("大.md", &large), ("小.md", THIS)]);
    let mut editor = folder.open(pulls());
    let told = pull(&mut editor, json!({ "previousResultIds": [] }));
    assert_eq!(told.iter().map(|r| r["uri"].as_str().unwrap()).collect::<Vec<_>>(), [folder.uri("小.md")]);
}

/// An analysis that breaks off breaks off again: it is told once, whoever waits
/// for the folder gets an answer, and the next text is held against the others.
#[test]
fn a_broken_analysis_is_not_held_against_others_again_and_again() {
    fn touchy(draft: &Draft, settings: &Settings) -> Arc<Analysis> {
        assert!(!draft.text().to_string().contains('炸'), "told to");
        draft.analyse(settings)
    }
    for capabilities in [pulls(), plain()] {
        let pulls = capabilities == pulls();
        let folder = Folder::new(&[("2024/云岭县.md", LAST), ("2025/云岭县.md", THIS)]);
        let mut editor = Editor::with(options(touchy), capabilities, folder.more());
        let this = folder.uri("2025/云岭县.md");
        editor.open(&this, "markdown", THIS);
        let shows_all = |editor: &mut Editor| {
            if pulls {
                editor.refreshed();
                assert_eq!(shown(editor, &this), ALL);
            } else {
                while beside(editor.notification("textDocument/publishDiagnostics")["diagnostics"].as_array().unwrap()) != ALL {}
            }
        };
        shows_all(&mut editor);
        editor.replace(&this, 2, &THIS.replace("181件", "炸181件"));
        assert!(editor.request("workspace/diagnostic", json!({ "previousResultIds": [] })).is_ok());
        editor.replace(&this, 3, &THIS.replace("挂牌", "挂上牌"));
        shows_all(&mut editor);
    }
}
