//! All that the server knows, behind one lock that is held for moments only:
//! never while something is computed.

mod folder;
mod in_force;
mod shared;

pub use folder::Folder;
pub use in_force::{Run, Scope, Wishes};
pub use shared::Shared;

use super::beside::Kept;
use super::capabilities::{self, ClientCaps};
use super::convert::{LIMIT, Wire};
use super::recognition::Claim;
use super::told::Phrases;
use crate::message::Lang;
use crate::text::Units;
use crate::workspace::config::Problem;
use crate::workspace::document::{Change, Document, Version};
use crate::workspace::project::Projects;
use crate::workspace::uri::{self, Key};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An open document and what the server remembers of it.
pub struct Entry {
    /// The document.
    pub document: Document,
    /// The schema it was recognised by, kept until it is closed.
    pub pinned: Option<String>,
    /// What the user said of it.
    pub claim: Claim,
    /// The version whose findings are told, where that is not the current one.
    pub told: Option<Arc<Version>>,
    /// Whether a job for this document is under way.
    pub busy: bool,
    /// The version that was last published, and the number of what it showed
    /// beside other reports.
    pub published: Option<(u64, u64)>,
    /// What a version of it showed beside other reports.
    pub beside: Option<Arc<Kept>>,
    /// What its findings say.
    pub phrases: Phrases,
    /// A version that nobody asks for any more. Forgetting it takes its time.
    pub stale: Option<Arc<Version>>,
    /// What was last said in `nianbao/status`, without the version.
    pub status: Option<Value>,
    /// The tokens that the client was given last.
    pub tokens: Option<super::tokens::Given>,
}

/// What is kept of a document for the moment after it was closed: a change of
/// language in VS Code is a close and an open.
pub struct Closed {
    /// When, as a stamp.
    pub stamp: u64,
    pinned: Option<String>,
    claim: Claim,
    beside: Option<Arc<Kept>>,
}

/// Documents, folders and settings.
pub struct World {
    /// Open documents.
    pub documents: HashMap<Key, Entry>,
    /// Documents that were closed a moment ago.
    pub closed: HashMap<Key, Closed>,
    /// The folders of the workspace.
    pub folders: Vec<Folder>,
    /// Project files.
    pub projects: Projects,
    /// The editor's settings.
    pub editor: Arc<Value>,
    /// The settings that count where the editor, asked, has none: those that
    /// came with `initialize`, or that it sent of its own accord.
    pub base_settings: Arc<Value>,
    /// The settings that came with `initialize`.
    pub initial_settings: Arc<Value>,
    /// The settings of single folders, by the folder's URI.
    pub folder_editor: HashMap<String, Arc<Value>>,
    /// How to talk to the client.
    pub wire: Wire,
    /// The client's locale.
    pub locale: String,
    /// Whether the folders are trusted.
    pub trusted: bool,
    /// What was published for project files, and in which language.
    pub told_files: HashMap<PathBuf, (Lang, Vec<Problem>)>,
    /// Changes with everything that decides over findings.
    pub settings_number: u64,
    /// Counts requests for the settings, so that a late answer changes nothing.
    pub asked: u64,
    /// Codes of rules that broke off in this session.
    pub broken_rules: HashSet<&'static str>,
    stamp: u64,
}

impl World {
    fn new() -> Self {
        Self {
            documents: HashMap::new(),
            closed: HashMap::new(),
            folders: Vec::new(),
            projects: Projects::new(true),
            editor: Arc::new(Value::Null),
            base_settings: Arc::new(Value::Null),
            initial_settings: Arc::new(Value::Null),
            folder_editor: HashMap::new(),
            wire: Wire { units: Units::default(), lang: Lang::default(), caps: Arc::default(), limit: LIMIT },
            locale: String::new(),
            trusted: true,
            told_files: HashMap::new(),
            settings_number: 0,
            asked: 0,
            broken_rules: HashSet::new(),
            stamp: 0,
        }
    }

    /// Takes over what the client says of itself.
    pub fn initialize(&mut self, params: &Value) {
        let options = params.get("initializationOptions").cloned().unwrap_or_default();
        let text = |from: &Value, key: &str| from.get(key).and_then(Value::as_str).map(str::to_owned);
        self.trusted = options.get("trusted").and_then(Value::as_bool).unwrap_or(true);
        self.projects = Projects::new(self.trusted);
        self.locale = text(&options, "locale").or_else(|| text(params, "locale")).unwrap_or_default();
        self.editor = Arc::new(options.get("settings").cloned().unwrap_or_default());
        self.initial_settings = self.editor.clone();
        self.base_settings = self.editor.clone();
        let folders = params.get("workspaceFolders").and_then(Value::as_array);
        let mut uris: Vec<String> = folders.into_iter().flatten().filter_map(|f| text(f, "uri")).collect();
        if uris.is_empty() {
            uris.extend(text(params, "rootUri").or_else(|| Some(uri::from_path(Path::new(&text(params, "rootPath")?)))));
        }
        uris.iter().for_each(|uri| self.add_folder(uri));
        self.wire.units = capabilities::units(params);
        self.wire.caps = Arc::new(ClientCaps::of(params));
        self.read_wire_settings();
    }

    /// Adds a folder of the workspace, unless it is there.
    pub fn add_folder(&mut self, uri: &str) {
        let folder = Folder::new(uri);
        if !self.folders.iter().any(|known| known.is_same(&folder)) {
            self.folders.push(folder);
        }
    }

    /// A number that was never given before.
    pub fn next_stamp(&mut self) -> u64 {
        self.stamp += 1;
        self.stamp
    }

    /// Opens a document.
    pub fn open(&mut self, uri: &str, language: String, version: i32, content: &str) -> Key {
        let stamp = self.next_stamp();
        let document = Document::new(uri, language, version, content, stamp);
        let key = document.key.clone();
        let before = self.closed.remove(&key);
        // The same URI opened twice is a client's slip: the later text counts.
        let (pinned, claim, beside) = match before {
            Some(closed) => (closed.pinned, closed.claim, closed.beside),
            None => self.documents.remove(&key).map_or((None, Claim::None, None), |e| (e.pinned, e.claim, e.beside)),
        };
        let entry = Entry {
            document,
            pinned,
            claim,
            told: None,
            busy: false,
            published: None,
            beside,
            phrases: Phrases::default(),
            stale: None,
            status: None,
            tokens: None,
        };
        self.documents.insert(key.clone(), entry);
        self.configure(&key);
        self.tell_current(&key, Run::OnSave);
        key
    }

    /// Changes a document; `None` if it is not open.
    pub fn change(&mut self, key: &Key, version: i32, changes: &[Change]) -> Option<()> {
        let (stamp, units) = (self.next_stamp(), self.wire.units);
        let entry = self.documents.get_mut(key)?;
        let before = entry.document.change(version, changes, units, stamp);
        if before.is_some() {
            entry.stale = before;
        }
        Some(())
    }

    /// What is needed to write the findings of a document, and what is to be
    /// forgotten when that is done. The first is to be given back.
    pub fn writing(&mut self, key: &Key) -> (Phrases, Option<Arc<Version>>) {
        let entry = self.documents.get_mut(key);
        entry.map(|entry| (std::mem::take(&mut entry.phrases), entry.stale.take())).unwrap_or_default()
    }

    /// Takes back what [`World::writing`] gave.
    pub fn written(&mut self, key: &Key, phrases: Phrases) {
        if let Some(entry) = self.documents.get_mut(key) {
            entry.phrases = phrases;
        }
    }

    /// Makes the current version the one whose findings are told, where they
    /// are renewed at `moment` only.
    pub fn tell_current(&mut self, key: &Key, moment: Run) {
        let run = self.run(key);
        let Some(entry) = self.documents.get_mut(key) else { return };
        match run {
            Run::OnType => entry.told = None,
            _ if run == moment || moment == Run::Manual => entry.told = Some(entry.document.snapshot()),
            _ => {}
        }
    }

    /// The version whose findings are to be told now; `None` if the user has to
    /// ask first.
    pub fn told(&mut self, key: &Key) -> Option<Arc<Version>> {
        let run = self.run(key);
        let entry = self.documents.get_mut(key)?;
        match run {
            Run::OnType => Some(entry.document.snapshot()),
            _ => entry.told.clone(),
        }
    }

    /// What a document showed beside other reports under the settings in force.
    pub fn beside(&self, key: &Key) -> Option<Arc<Kept>> {
        let kept = self.documents.get(key)?.beside.as_ref()?;
        (kept.settings == self.settings_number).then(|| kept.clone())
    }

    /// The current version of a document.
    pub fn snapshot(&mut self, key: &Key) -> Option<Arc<Version>> {
        Some(self.documents.get_mut(key)?.document.snapshot())
    }

    /// Closes a document. Gives a stamp for [`World::bury`].
    pub fn close(&mut self, key: &Key) -> Option<u64> {
        let entry = self.documents.remove(key)?;
        let stamp = self.next_stamp();
        self.closed.insert(key.clone(), Closed { stamp, pinned: entry.pinned, claim: entry.claim, beside: entry.beside });
        Some(stamp)
    }

    /// Forgets a document that was closed and not opened again since. Whether
    /// it was.
    pub fn bury(&mut self, key: &Key, stamp: u64) -> bool {
        let due = self.closed.get(key).is_some_and(|closed| closed.stamp == stamp);
        due && self.closed.remove(key).is_some()
    }

    /// Looks at the project files of the folders themselves, so that what is
    /// wrong there is told though no draft is open.
    pub fn read_folders(&mut self) {
        let paths: Vec<PathBuf> = self.folders.iter().filter_map(|f| f.path.clone()).collect();
        for path in paths {
            self.projects.for_file(&path.join("x"));
        }
    }

    /// What is wrong in project files, by file.
    pub fn problems(&self) -> BTreeMap<PathBuf, Vec<Problem>> {
        self.projects.problems()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_folder_holds_a_document() {
        let mut world = World::new();
        world.folders = ["file:///p", "file:///p/2025/", "file:///p2"].map(Folder::new).into();
        let of = |uri: &str| world.folder_of(&Key::of(uri)).map(|f| f.uri.clone());
        assert_eq!(of("file:///p/2025/a.md").as_deref(), Some("file:///p/2025/"));
        assert_eq!(of("file:///p/a.md").as_deref(), Some("file:///p"));
        assert_eq!(of("file:///p3/a.md"), None);
        assert_eq!(of("untitled:Untitled-1"), None);
    }

    #[test]
    fn a_folder_is_the_same_however_it_is_written() {
        let same = |a: &str, b: &str| Folder::new(a).is_same(&Folder::new(b));
        assert!(same("file:///x", "file:///x/"));
        assert!(same("file:///%E5%B9%B4%20%E6%8A%A5", "FILE:///年 报//"));
        assert!(same("file:///", "file://"));
        assert!(!same("file:///x", "file:///x/y") && !same("file:///x", "file:///x2"));
        let mut world = World::new();
        ["file:///p", "file:///p/", "file:///q/"].iter().for_each(|uri| world.add_folder(uri));
        assert_eq!(world.folders.len(), 2);
    }
}
