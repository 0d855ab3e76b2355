//! What is in force: the editor's settings, the project's files, what the user
//! said of a document.

use super::{Folder, World};
use crate::ide::{CompletionOptions, HintOptions};
use crate::message::Lang;
use crate::server::convert::LIMIT;
use crate::server::recognition::{self, Claim};
use crate::workspace::config::Config;
use crate::workspace::document::Effective;
use crate::workspace::uri::{self, Key};
use serde_json::Value;
use std::sync::Arc;

/// When findings are renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Run {
    /// With every change.
    #[default]
    OnType,
    /// When a draft is opened or saved.
    OnSave,
    /// When the user asks.
    Manual,
}

/// Which drafts findings are told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those that are open.
    Open,
    /// All drafts of the folders.
    Workspace,
}

/// What the user wants beside findings. Each is given to who asks for it: an
/// editor that has a setting for it sends the setting, others ask only if they
/// want it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// Of completion.
    pub completion: CompletionOptions,
    /// Whether lenses show which plans answer a problem.
    pub lenses: bool,
    /// Of hints between the words.
    pub hints: HintOptions,
}

impl World {
    /// The language of messages: the setting, else the client's locale; and how
    /// many findings are shown.
    pub fn read_wire_settings(&mut self) {
        let limit = self.editor.pointer("/diagnostics/limit").and_then(Value::as_u64);
        self.wire.limit = limit.and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0).unwrap_or(LIMIT);
        self.wire.lang = match self.editor.get("locale").and_then(Value::as_str) {
            Some("zh") => Lang::Zh,
            Some("en") => Lang::En,
            _ => Lang::of_locale(&self.locale),
        };
    }

    /// The editor's settings for a document.
    pub fn editor_settings(&self, document: &Key) -> &Value {
        let folder = self.folder_of(document);
        folder.and_then(|f| self.folder_editor.get(&f.uri)).unwrap_or(&self.editor)
    }

    /// The innermost folder that holds a document.
    pub fn folder_of(&self, document: &Key) -> Option<&Folder> {
        self.folders.iter().filter(|f| f.holds(document)).max_by_key(|f| f.key.as_str().len())
    }

    /// When findings of a document are renewed.
    pub fn run(&self, document: &Key) -> Run {
        match self.editor_settings(document).get("run").and_then(Value::as_str) {
            Some("onSave") => Run::OnSave,
            Some("manual") => Run::Manual,
            _ => Run::OnType,
        }
    }

    /// What the user wants beside findings, in a document.
    pub fn wishes(&self, document: Option<&Key>) -> Wishes {
        let settings = document.map_or(&*self.editor, |key| self.editor_settings(key));
        let wanted = |path: &str| settings.pointer(path).and_then(Value::as_bool).unwrap_or(true);
        let hints = HintOptions { shares: wanted("/inlayHints/shares"), citations: wanted("/inlayHints/citations") };
        Wishes { completion: CompletionOptions { pinyin: wanted("/completion/pinyin") }, lenses: wanted("/codeLens/plans"), hints }
    }

    /// Which drafts findings are told of, if the editor says so.
    pub fn scope(&self) -> Option<Scope> {
        match self.editor.pointer("/diagnostics/scope").and_then(Value::as_str) {
            Some("open") => Some(Scope::Open),
            Some("workspace") => Some(Scope::Workspace),
            _ => None,
        }
    }

    /// What is in force for a document or a file.
    pub fn effective(&mut self, key: &Key, uri: &str, language: &str, pinned: Option<&str>, claim: &Claim) -> Effective {
        let path = uri::to_path(uri);
        let folder = self.folder_of(key).and_then(|f| f.path.clone()).unwrap_or_default();
        let editor = Config::from_editor(self.editor_settings(key), &folder);
        let project = path.as_deref().map(|path| self.projects.for_file(path));
        let nothing = Config::default();
        let config = project.as_ref().map_or(&nothing, |p| &p.config);
        let mut settings = config.over(&editor, path.as_deref());
        let forced = recognition::decide(&mut settings, language, claim);
        recognition::give_schemas(&mut settings, project.as_ref().map(|p| &p.schemas));
        let baseline = project.as_ref().and_then(|p| p.baseline.as_ref()).zip(path.as_ref());
        let writable = self.trusted && path.is_some();
        settings.recognized_as = pinned.map(str::to_owned);
        let previous = path.as_deref().and_then(|path| config.previous(path).or_else(|| editor.previous(path)));
        // A stranger's folder does not decide which files are read.
        let previous = previous.filter(|_| self.trusted);
        let baseline = baseline.map(|(file, path)| Arc::new(file.of(path)));
        Effective { settings, forced, writable, baseline, previous }
    }

    fn effective_of(&mut self, key: &Key) -> Option<Arc<Effective>> {
        let entry = self.documents.get(key)?;
        let (uri, language) = (entry.document.uri.clone(), entry.document.language.clone());
        let (pinned, claim) = (entry.pinned.clone(), entry.claim.clone());
        Some(Arc::new(self.effective(key, &uri, &language, pinned.as_deref(), &claim)))
    }

    /// Keeps a document recognised by `schema` from its next version on.
    pub fn pin(&mut self, key: &Key, schema: &str) {
        let Some(entry) = self.documents.get_mut(key).filter(|e| e.pinned.as_deref() != Some(schema)) else { return };
        entry.pinned = Some(schema.to_owned());
        if let Some(effective) = self.effective_of(key)
            && let Some(entry) = self.documents.get_mut(key)
        {
            entry.document.configure_next(effective);
        }
    }

    /// Finds out again what is in force for a document.
    pub fn configure(&mut self, key: &Key) {
        let Some(effective) = self.effective_of(key) else { return };
        let stamp = self.next_stamp();
        if let Some(entry) = self.documents.get_mut(key) {
            entry.document.configure(effective, stamp);
            if entry.told.is_some() {
                entry.told = Some(entry.document.snapshot());
            }
        }
    }

    /// The same for all documents.
    pub fn configure_all(&mut self) {
        self.settings_number += 1;
        let keys: Vec<Key> = self.documents.keys().cloned().collect();
        for key in keys {
            self.configure(&key);
        }
    }
}
