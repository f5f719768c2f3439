//! What the client is asked to tell, and what it is told to ask for again.

use std::path::{Path, PathBuf};

use serde_json::json;
use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, OneOf, Registration, RelativePattern,
    Unregistration, Url,
};

use super::client::ClientFacts;
use super::context::Context;
use super::in_force::Numbered;
use crate::config::FILE_NAME;

const SETTINGS: &str = "workspace/didChangeConfiguration";
const FILES: &str = "workspace/didChangeWatchedFiles";

/// Registers for changed settings, and for changed files wherever entries and settings are kept, also when that
/// changes.
pub(super) async fn register(
    client: Client,
    facts: ClientFacts,
    user: Option<PathBuf>,
    mut contexts: watch::Receiver<Option<Numbered>>,
) {
    if facts.configuration_changes {
        ask(
            &client,
            Registration {
                id: SETTINGS.to_owned(),
                method: SETTINGS.to_owned(),
                register_options: Some(json!({ "section": "loglore" })),
            },
        );
    }
    if !facts.watched_files {
        return;
    }
    let mut number = 0;
    let mut watched: Option<Vec<FileSystemWatcher>> = None;
    while let Ok(context) = contexts.wait_for(Option::is_some).await.map(|context| context.clone()) {
        let wanted = watchers(&facts, user.as_deref(), context.as_ref().map(|numbered| &*numbered.context));
        if watched.as_ref() != Some(&wanted) {
            let former = watched.is_some().then_some(number);
            number += 1;
            let options = DidChangeWatchedFilesRegistrationOptions { watchers: wanted.clone() };
            ask(
                &client,
                Registration {
                    id: format!("{FILES}/{number}"),
                    method: FILES.to_owned(),
                    register_options: serde_json::to_value(options).ok(),
                },
            );
            if let Some(former) = former {
                let client = client.clone();
                let former = Unregistration { id: format!("{FILES}/{former}"), method: FILES.to_owned() };
                tokio::spawn(async move { client.unregister_capability(vec![former]).await });
            }
            watched = Some(wanted);
        }
        if contexts.changed().await.is_err() {
            return;
        }
    }
}

/// Tells the client to ask again for what depends on entries and settings, whenever those have changed.
pub(super) async fn refresh(client: Client, facts: ClientFacts, mut contexts: watch::Receiver<Option<Numbered>>) {
    // What is asked for before the first context waits for it.
    if contexts.wait_for(Option::is_some).await.is_err() {
        return;
    }
    while contexts.changed().await.is_ok() {
        if facts.pull_diagnostics && facts.diagnostic_refresh {
            let client = client.clone();
            tokio::spawn(async move { client.workspace_diagnostic_refresh().await });
        }
        if facts.code_lens_refresh {
            let client = client.clone();
            tokio::spawn(async move { client.code_lens_refresh().await });
        }
        if facts.inlay_hint_refresh {
            let client = client.clone();
            tokio::spawn(async move { client.inlay_hint_refresh().await });
        }
    }
}

/// Asks without waiting: a client may never answer, and a request that is given up upsets tower-lsp.
fn ask(client: &Client, registration: Registration) {
    let client = client.clone();
    tokio::spawn(async move { client.register_capability(vec![registration]).await });
}

fn watchers(facts: &ClientFacts, user: Option<&Path>, context: Option<&Context>) -> Vec<FileSystemWatcher> {
    let everywhere = ["**/.loglore/entries/**".to_owned(), format!("**/{FILE_NAME}")].map(GlobPattern::String);
    let mut outside: Vec<(PathBuf, String)> = Vec::new();
    if facts.watched_relative {
        let all = || "**/*.json".to_owned();
        outside.extend(user.map(|folder| (folder.to_owned(), all())));
        outside.extend(user.and_then(Path::parent).map(|folder| (folder.to_owned(), FILE_NAME.to_owned())));
        for path in context.iter().flat_map(|context| &context.config.entry_paths) {
            // It may be one file.
            let file = path.parent().zip(path.file_name()).filter(|_| path.is_file());
            outside.push(match file {
                Some((folder, name)) => (folder.to_owned(), name.to_string_lossy().into_owned()),
                None => (path.clone(), all()),
            });
        }
    }
    let outside = outside.into_iter().filter_map(|(folder, pattern)| {
        let base_uri = OneOf::Right(Url::from_directory_path(folder).ok()?);
        Some(RelativePattern { base_uri, pattern }.into())
    });
    everywhere.into_iter().chain(outside).map(|glob_pattern| FileSystemWatcher { glob_pattern, kind: None }).collect()
}
