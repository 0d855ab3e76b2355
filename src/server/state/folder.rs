//! Folders of the workspace.

use crate::workspace::uri::{self, Key};
use std::path::PathBuf;

/// A folder of the workspace.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Its URI as the client wrote it.
    pub uri: String,
    /// Where it is, if it is a folder of this machine.
    pub path: Option<PathBuf>,
    pub(super) key: Key,
}

impl Folder {
    /// The folder with this URI.
    pub fn new(uri: &str) -> Self {
        Self { uri: uri.to_owned(), path: uri::to_path(uri), key: Key::of(uri.trim_end_matches('/')) }
    }

    /// Whether both are one folder, in whatever way its URI is written.
    pub fn is_same(&self, other: &Self) -> bool {
        self.key == other.key
    }

    pub(super) fn holds(&self, document: &Key) -> bool {
        let rest = document.as_str().strip_prefix(self.key.as_str().trim_end_matches('/'));
        rest.is_some_and(|rest| rest.starts_with('/'))
    }
}
