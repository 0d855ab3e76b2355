//! What is no longer part of the workspace: files, folders, settings. What was
//! told of it is taken back.

use crate::editor::{Editor, options, plain, pulls};
use crate::fake::{echo, say};
use nianbao::rules::{Analysis, Draft, Settings};
use nianbao::workspace::uri::from_path;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;

struct Folder {
    dir: tempfile::TempDir,
}

impl Folder {
    fn new(names: &[&str]) -> Self {
        let folder = Self { dir: tempfile::tempdir().unwrap() };
        names.iter().for_each(|name| folder.write(name, name));
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

    fn open(&self, capabilities: Value) -> Editor {
        let more = json!({ "workspaceFolders": [{ "uri": from_path(self.dir.path()), "name": "p" }] });
        Editor::with(options(echo), capabilities, more)
    }
}

/// A client that pulls the findings of its folders, as VS Code's does: it keeps
/// the ids that it was given and shows what it was told last of each file.
#[derive(Default)]
struct Pulling {
    ids: Vec<(String, String)>,
    shown: std::collections::BTreeMap<String, usize>,
}

impl Pulling {
    /// Pulls, and gives the files of which findings are shown then, by the end of their URI.
    fn pull(&mut self, editor: &mut Editor) -> Vec<String> {
        let previous: Vec<Value> = self.ids.iter().map(|(uri, id)| json!({ "uri": uri, "value": id })).collect();
        let answer = editor.request("workspace/diagnostic", json!({ "previousResultIds": previous })).unwrap();
        for report in answer["items"].as_array().unwrap() {
            let uri = report["uri"].as_str().unwrap().to_owned();
            self.ids.retain(|(known, _)| *known != uri);
            if let Some(id) = report["resultId"].as_str() {
                self.ids.push((uri.clone(), id.to_owned()));
            }
            if report["kind"] == "full" {
                self.shown.insert(uri, report["items"].as_array().unwrap().len());
            }
        }
        let shown = self.shown.iter().filter(|(_, count)| **count > 0);
        let mut names: Vec<String> = shown.map(|(uri, _)| uri.rsplit('/').next().unwrap().to_owned()).collect();
        names.sort();
        names
    }
}

#[test]
fn findings_of_a_file_that_is_gone_are_taken_back_once() {
    let folder = Folder::new(&["a.md", "b.md", "c/d.md", "e.md"]);
    let (mut editor, mut client) = (folder.open(pulls()), Pulling::default());
    assert_eq!(client.pull(&mut editor), ["a.md", "b.md", "d.md", "e.md"]);
    // Deleted, renamed, ignored; the client asks again because it is told to.
    std::fs::remove_file(folder.path("a.md")).unwrap();
    let event = |name: &str| json!({ "changes": [{ "uri": folder.uri(name), "type": 3 }] });
    editor.notify("workspace/didChangeWatchedFiles", event("a.md"));
    editor.refreshed();
    assert_eq!(client.pull(&mut editor), ["b.md", "d.md", "e.md"]);
    std::fs::rename(folder.path("b.md"), folder.path("f.md")).unwrap();
    assert_eq!(client.pull(&mut editor), ["d.md", "e.md", "f.md"]);
    folder.write(".gitignore", "c/\n");
    assert_eq!(client.pull(&mut editor), ["e.md", "f.md"]);
    // Nobody asks for what was taken back.
    let answer = editor.request(
        "workspace/diagnostic",
        json!({ "previousResultIds": client.ids.iter().map(|(uri, id)| json!({ "uri": uri, "value": id })).collect::<Vec<_>>() }),
    );
    let told: Vec<Value> = answer.unwrap()["items"].as_array().unwrap().clone();
    assert_eq!(told.iter().map(|r| r["kind"].clone()).collect::<Vec<_>>(), ["unchanged", "unchanged"]);
}

#[test]
fn a_narrower_scope_or_a_folder_that_is_removed_takes_findings_back() {
    let (one, two) = (Folder::new(&["a.md"]), Folder::new(&["b.md", "c.md"]));
    let (mut editor, mut client) = (one.open(pulls()), Pulling::default());
    let root = from_path(two.dir.path());
    let event = |key: &str, uri: &str| {
        let mut event = json!({ "added": [], "removed": [] });
        event[key] = json!([{ "uri": uri, "name": "q" }]);
        json!({ "event": event })
    };
    for (added, removed) in [(root.clone(), format!("{root}/")), (format!("{root}/"), root.clone())] {
        editor.notify("workspace/didChangeWorkspaceFolders", event("added", &added));
        editor.refreshed();
        assert_eq!(client.pull(&mut editor), ["a.md", "b.md", "c.md"]);
        editor.notify("workspace/didChangeWorkspaceFolders", event("removed", &removed));
        editor.refreshed();
        assert_eq!(client.pull(&mut editor), ["a.md"], "{removed}");
    }
    editor.open(&one.uri("g.md"), "markdown", "g");
    assert_eq!(client.pull(&mut editor), ["a.md", "g.md"]);
    let scope = json!({ "settings": { "nianbao": { "diagnostics": { "scope": "open" } } } });
    editor.notify("workspace/didChangeConfiguration", scope);
    editor.refreshed();
    assert_eq!(client.pull(&mut editor), ["g.md"]);
}

#[test]
fn an_open_document_keeps_its_findings_wherever_its_file_is() {
    let folder = Folder::new(&["a.md"]);
    let (mut editor, mut client) = (folder.open(pulls()), Pulling::default());
    assert_eq!(client.pull(&mut editor), ["a.md"]);
    editor.open(&folder.uri("a.md"), "markdown", "a");
    std::fs::remove_file(folder.path("a.md")).unwrap();
    assert_eq!(client.pull(&mut editor), ["a.md"]);
    assert_eq!(editor.pull(&folder.uri("a.md")), Ok(vec!["a".to_owned()]));
}

#[test]
fn a_file_is_known_under_every_spelling_of_its_uri() {
    let folder = Folder::new(&["年报（草稿）.md", "旧.md"]);
    let mut editor = folder.open(pulls());
    let first = editor.request("workspace/diagnostic", json!({ "previousResultIds": [] })).unwrap();
    let spelled = |uri: &str| uri.replace("%E5", "%e5").replace("%EF", "%ef");
    let known: Vec<Value> = first["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| json!({ "uri": spelled(r["uri"].as_str().unwrap()), "value": r["resultId"] }))
        .collect();
    std::fs::remove_file(folder.path("旧.md")).unwrap();
    let second = editor.request("workspace/diagnostic", json!({ "previousResultIds": known })).unwrap();
    let told: Vec<(&str, &str)> =
        second["items"].as_array().unwrap().iter().map(|r| (r["uri"].as_str().unwrap(), r["kind"].as_str().unwrap())).collect();
    // What is taken back is named as the client names it.
    assert_eq!(told, [(&*folder.uri("年报（草稿）.md"), "unchanged"), (&*folder.uri("旧.md"), "full")]);
}

#[test]
fn problems_of_a_folder_that_is_removed_are_taken_back() {
    let (one, two) = (Folder::new(&["a.md"]), Folder::new(&["b.md"]));
    two.write("nianbao.toml", "selct = 1\n");
    let mut editor = one.open(plain());
    let root = from_path(two.dir.path());
    editor.notify("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": [{ "uri": root, "name": "q" }], "removed": [] } }));
    assert_eq!(editor.published().0, two.uri("nianbao.toml"));
    let removed = json!({ "event": { "added": [], "removed": [{ "uri": format!("{root}/"), "name": "q" }] } });
    editor.notify("workspace/didChangeWorkspaceFolders", removed);
    assert_eq!(editor.published(), (two.uri("nianbao.toml"), None, vec![]));
}

/// Says who issues the report: the settings' word.
fn issuer(draft: &Draft, settings: &Settings) -> Arc<Analysis> {
    say(draft, settings, settings.issuer.clone().unwrap_or_else(|| "-".into()))
}

fn says(issuer: &str) -> Value {
    json!({ "files": [{ "glob": "**/*.md", "issuer": issuer }] })
}

#[test]
fn settings_that_the_editor_no_longer_has_no_longer_count() {
    let folder = Folder::new(&[]);
    for (initial, wanted) in [(json!({}), "-"), (json!({ "settings": says("初局") }), "初局")] {
        let mut capabilities = pulls();
        capabilities["workspace"]["configuration"] = json!(true);
        let more = json!({
            "workspaceFolders": [{ "uri": from_path(folder.dir.path()), "name": "p" }],
            "initializationOptions": initial,
        });
        let mut editor = Editor::with(options(issuer), capabilities, more);
        let draft = folder.uri("a.md");
        editor.serve("workspace/configuration", json!([says("甲局"), null]));
        editor.refreshed();
        editor.open(&draft, "markdown", "x");
        assert_eq!(editor.pull(&draft), Ok(vec!["甲局".to_owned()]));
        editor.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
        editor.serve("workspace/configuration", json!([null, null]));
        editor.refreshed();
        assert_eq!(editor.pull(&draft), Ok(vec![wanted.to_owned()]));
    }
}

#[test]
fn settings_that_are_sent_without_ours_no_longer_count() {
    let folder = Folder::new(&[]);
    let mut editor =
        Editor::with(options(issuer), plain(), json!({ "workspaceFolders": [{ "uri": from_path(folder.dir.path()), "name": "p" }] }));
    editor.open(&folder.uri("a.md"), "markdown", "x");
    assert_eq!(editor.published().2, ["-"]);
    for gone in [json!({ "nianbao": null }), json!({ "other": 1 })] {
        editor.notify("workspace/didChangeConfiguration", json!({ "settings": { "nianbao": says("甲局") } }));
        assert_eq!(editor.published().2, ["甲局"]);
        // That something has changed says nothing of what there is.
        editor.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
        editor.notify("workspace/didChangeConfiguration", json!({ "settings": gone }));
        assert_eq!(editor.published().2, ["-"]);
    }
}
