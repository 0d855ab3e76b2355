//! What all parts of the server share.

use super::World;
use crate::server::beside::Beside;
use crate::server::folder_files::FolderFiles;
use crate::server::outbox::Outbox;
use crate::server::pool::Pool;
use crate::workspace::document::Analyser;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tower_lsp::Client;

/// What all parts of the server share.
pub struct Shared {
    /// Documents, folders and settings.
    world: Mutex<World>,
    /// The way to the client.
    pub outbox: Outbox,
    /// Requests to the client.
    pub client: Client,
    /// Threads that compute.
    pub pool: Pool,
    /// Where requests to the client wait for their answers.
    pub runtime: tokio::runtime::Handle,
    /// How drafts are analysed.
    pub analyser: Analyser,
    /// The reports beside each other.
    pub beside: Beside,
    /// Reports of files that are not open.
    pub files: FolderFiles,
}

impl Shared {
    /// The state of a server that just started.
    pub fn new(outbox: Outbox, client: Client, runtime: tokio::runtime::Handle, analyser: Analyser) -> Self {
        Self {
            world: Mutex::new(World::new()),
            pool: Pool::new(outbox.clone()),
            outbox,
            client,
            runtime,
            analyser,
            beside: Beside::default(),
            files: FolderFiles::default(),
        }
    }

    /// The state. A panic while it was held leaves it usable: each change to it is complete in itself.
    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
