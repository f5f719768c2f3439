//! What all requests share: the lore, what the client can do, the settings, the folders.

use std::path::PathBuf;
use std::sync::Arc;

use super::client::ClientFacts;
use crate::card::Locale;
use crate::config::Config;
use crate::lore::Lore;

/// What is in force for all documents. It is replaced as a whole when entries, settings or folders change; a snapshot's
/// findings are of the lore that came with it.
#[derive(Debug, Clone)]
pub(super) struct Context {
    /// The entries in force.
    pub lore: Arc<Lore>,
    /// What the client can do.
    pub client: ClientFacts,
    /// The settings in force.
    pub config: Config,
    /// The folders (and files) of entries beside those that are built in, the stronger ones later.
    pub entry_folders: Vec<PathBuf>,
    /// The folders of the workspace.
    pub folders: Vec<PathBuf>,
}

impl Context {
    /// The language for people: the one that is set, or else the client's.
    pub fn locale(&self) -> Locale {
        self.config.locale.or(self.client.locale).unwrap_or_default()
    }
}
