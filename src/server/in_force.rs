//! What is in force: settings, folders and entries, and the context made of them whenever one of them changes.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;
use tower_lsp::Client;
use tower_lsp::lsp_types::MessageType;

use super::client::ClientFacts;
use super::context::Context;
use super::loader::Loader;
use super::progress::{Progress, Work};
use super::words::loading;
use crate::config::{Config, FILE_NAME, user_file_beside};
use crate::entry::Severity;
use crate::lore::{Lore, LoreOptions, entry_files, workspace_folder};

/// How long the first context waits for a client that was asked for its settings.
const FIRST_ANSWER: Duration = Duration::from_secs(1);
/// How long it waits for files of entries and settings.
const SLOW: Duration = Duration::from_secs(2);
/// How often files are looked at where the client does not watch them.
const LOOK: Duration = Duration::from_millis(400);
/// How often at least, however long the looking takes.
const LOOK_AT_LEAST: Duration = Duration::from_millis(800);
/// How often they are looked at where it does: watchers miss what happens on network drives and in containers.
const LOOK_TOO: Duration = Duration::from_secs(5);

/// What the client said, and the context made of it.
pub(super) struct InForce {
    facts: ClientFacts,
    said: Mutex<Said>,
    /// Something said or a file has changed.
    changed: Notify,
    context: watch::Sender<Option<Numbered>>,
}

/// A context, and the how many-th it is.
#[derive(Debug, Clone)]
pub(super) struct Numbered {
    pub number: u64,
    pub context: Arc<Context>,
}

#[derive(Debug, Clone)]
struct Said {
    /// The user's folder of entries.
    user: Option<PathBuf>,
    /// `initializationOptions`.
    options: Value,
    /// The settings, once they are known.
    settings: Value,
    /// The client is still to be asked for its settings, or has not answered.
    unanswered: bool,
    folders: Vec<PathBuf>,
}

impl Said {
    /// The folders whose own entries and settings count. In an editor that asks its user whether to trust a folder
    /// (VS Code) the client says `workspaceTrust: false` until that is so.
    fn trusted_folders(&self) -> &[PathBuf] {
        if self.options.get("workspaceTrust") == Some(&Value::Bool(false)) { &[] } else { &self.folders }
    }
}

/// What a lore was loaded from.
#[derive(Debug, PartialEq)]
struct Source {
    user: Option<PathBuf>,
    workspace: Option<PathBuf>,
    extra: Vec<PathBuf>,
    domains: Vec<String>,
    disabled: Vec<crate::entry::EntryId>,
    /// Each file with its length and the time of its last change.
    files: Vec<(PathBuf, u64, Option<SystemTime>)>,
}

impl Source {
    fn folders(&self) -> impl Iterator<Item = &PathBuf> {
        self.user.iter().chain(&self.workspace).chain(&self.extra)
    }
}

impl InForce {
    /// Nothing is in force yet; [`InForce::keep`] sees to it.
    pub fn new(facts: ClientFacts, user: Option<PathBuf>, options: Option<Value>, folders: Vec<PathBuf>) -> Self {
        let said = Said {
            user,
            options: options.unwrap_or_default(),
            settings: Value::Null,
            unanswered: facts.configuration,
            folders,
        };
        Self { facts, said: Mutex::new(said), changed: Notify::new(), context: watch::Sender::new(None) }
    }

    /// The contexts, the present one and those to come.
    pub fn contexts(&self) -> watch::Receiver<Option<Numbered>> {
        self.context.subscribe()
    }

    /// The client has said its settings; none if it could not.
    pub fn settings(&self, settings: Option<Value>) {
        {
            let mut said = self.said();
            said.unanswered = false;
            if let Some(settings) = settings {
                said.settings = settings;
            }
        }
        self.changed.notify_one();
    }

    /// Folders were opened and closed.
    pub fn folders(&self, closed: &[PathBuf], opened: Vec<PathBuf>) {
        {
            let mut said = self.said();
            said.folders.retain(|folder| !closed.contains(folder));
            for folder in opened {
                if !said.folders.contains(&folder) {
                    said.folders.push(folder);
                }
            }
        }
        self.changed.notify_one();
    }

    /// Files may have changed.
    pub fn look(&self) {
        self.changed.notify_one();
    }

    fn said(&self) -> MutexGuard<'_, Said> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a new context whenever something has changed; runs as long as the session.
    pub async fn keep(self: Arc<Self>, client: Client, progress: Arc<Progress>) {
        tokio::join!(self.begin_without_files(), self.follow(&client, &progress));
    }

    /// Where the files of the first context are slow to read (a network drive that does not answer), what is built in is in
    /// force until they are there.
    async fn begin_without_files(&self) {
        tokio::time::sleep(SLOW).await;
        if self.context.borrow().is_some() {
            return;
        }
        let said = self.said().clone();
        let (mut config, settings) =
            (Config::default(), if said.settings.is_null() { &said.options } else { &said.settings });
        // What is wrong with them is told when all is there.
        config.take_json(settings, said.folders.first().map(PathBuf::as_path));
        let (domains, disabled) = (config.domains.clone(), config.disabled.clone());
        let options = LoreOptions { builtin: true, domains, disabled, ..LoreOptions::default() };
        let Ok((lore, _)) = tokio::task::spawn_blocking(move || Lore::load(options)).await else { return };
        let client = self.facts.clone();
        let context =
            Context { lore: Arc::new(lore), client, config, entry_folders: Vec::new(), folders: said.folders };
        self.context.send_if_modified(|present| {
            let first = present.is_none();
            if first {
                *present = Some(Numbered { number: 1, context: Arc::new(context) });
            }
            first
        });
    }

    async fn follow(&self, client: &Client, progress: &Arc<Progress>) {
        let started = Instant::now();
        let mut loader = Loader::start();
        let mut loaded: Option<(Source, Arc<Lore>)> = None;
        let mut told: Vec<String> = Vec::new();
        loop {
            let said = self.said().clone();
            let made = tokio::task::spawn_blocking({
                let said = said.clone();
                move || Next::make(&said)
            });
            // Neither this nor loading must panic. If it does, what is in force stays.
            let Ok(next) = made.await else {
                self.changed.notified().await;
                continue;
            };
            let (lore, problems) = match &loaded {
                Some((of, lore)) if *of == next.source => (lore.clone(), Vec::new()),
                _ => {
                    let former = loaded.take().map(|(_, lore)| lore);
                    let locale = next.config.locale.or(self.facts.locale).unwrap_or_default();
                    let work = progress.begin("load", loading(locale).to_owned());
                    let Some(made) = load(&mut loader, &next.source, former, work).await else {
                        self.changed.notified().await;
                        continue;
                    };
                    made
                }
            };
            if self.context.borrow().is_none() && said.unanswered {
                let answer = tokio::time::timeout_at(started + FIRST_ANSWER, self.changed.notified()).await;
                if answer.is_ok() {
                    loaded = Some((next.source, lore));
                    continue;
                }
            }
            let context = Context {
                lore: lore.clone(),
                client: self.facts.clone(),
                config: next.config,
                entry_folders: next.source.folders().cloned().collect(),
                folders: said.folders,
            };
            self.context.send_if_modified(|present| {
                let same = present.as_ref().is_some_and(|Numbered { context: present, .. }| {
                    Arc::ptr_eq(&present.lore, &context.lore)
                        && present.config == context.config
                        && present.folders == context.folders
                        && present.entry_folders == context.entry_folders
                });
                if !same {
                    let number = present.as_ref().map_or(0, |present| present.number) + 1;
                    *present = Some(Numbered { number, context: Arc::new(context) });
                }
                !same
            });
            if next.wrong_settings != told && !next.wrong_settings.is_empty() {
                client.show_message(MessageType::WARNING, next.wrong_settings.join("\n")).await;
            }
            told = next.wrong_settings;
            for problem in problems {
                client.log_message(MessageType::WARNING, problem).await;
            }
            let watched = self.facts.watched_files && self.facts.watched_relative;
            let pause = if watched { LOOK_TOO } else { next.took.clamp(LOOK, LOOK_AT_LEAST) };
            loaded = Some((next.source, lore));
            let _ = tokio::time::timeout(pause, self.changed.notified()).await;
        }
    }
}

/// What is to be in force next.
struct Next {
    config: Config,
    wrong_settings: Vec<String>,
    source: Source,
    /// As long again is waited before files are looked at again, times twenty.
    took: Duration,
}

impl Next {
    fn make(said: &Said) -> Self {
        let (config, wrong_settings) = config(said);
        let mut workspaces = said.trusted_folders().iter().filter_map(|folder| workspace_folder(folder));
        let workspace = workspaces.next();
        let mut extra: Vec<PathBuf> = workspaces.filter(|folder| workspace.as_ref() != Some(folder)).collect();
        extra.extend(config.entry_paths.iter().cloned());
        let user = said.user.clone();
        let started = std::time::Instant::now();
        let files = user.iter().chain(&workspace).chain(&extra).flat_map(|folder| files(folder)).collect();
        let took = started.elapsed() * 20;
        let source = Source {
            user,
            workspace,
            extra,
            domains: config.domains.clone(),
            disabled: config.disabled.clone(),
            files,
        };
        Self { config, wrong_settings, source, took }
    }
}

/// Loads a lore, and says what is wrong with entries. Called off by the user, the former lore stays; without one it is
/// what is built in. None if loading failed as it must not.
async fn load(
    loader: &mut Loader,
    source: &Source,
    former: Option<Arc<Lore>>,
    work: Work,
) -> Option<(Arc<Lore>, Vec<String>)> {
    let options = LoreOptions {
        builtin: true,
        user: source.user.clone(),
        workspace: source.workspace.clone(),
        extra: source.extra.clone(),
        domains: source.domains.clone(),
        disabled: source.disabled.clone(),
    };
    let made = tokio::select! {
        made = loader.load(options, former.clone()) => Some(made?),
        () = work.cancelled() => None,
    };
    let (lore, problems) = match (made, former) {
        (Some(made), _) => made,
        (None, former) => {
            // The one that is still at it ends by itself.
            *loader = Loader::start();
            match former {
                Some(former) => return Some((former, Vec::new())),
                None => loader.load(LoreOptions { builtin: true, ..LoreOptions::default() }, None).await?,
            }
        }
    };
    let problems = problems.iter().filter(|p| p.severity() == Severity::Error).map(ToString::to_string).collect();
    Some((Arc::new(lore), problems))
}

/// The settings: what the user's file says, then the editor, then the folders' files. What stands in a folder is said
/// for all who work there, so it counts most.
fn config(said: &Said) -> (Config, Vec<String>) {
    let mut config = Config::default();
    let folder = said.folders.first().map(PathBuf::as_path);
    let settings = if said.settings.is_null() { &said.options } else { &said.settings };
    let mut wrong = Vec::new();
    if let Some(file) = said.user.as_deref().and_then(user_file_beside) {
        wrong.extend(config.take_file(&file));
    }
    wrong.extend(config.take_json(settings, folder));
    for folder in said.trusted_folders() {
        wrong.extend(config.take_file(&folder.join(FILE_NAME)));
    }
    (config, wrong.iter().map(ToString::to_string).collect())
}

fn files(folder: &Path) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    if !folder.exists() {
        return Vec::new();
    }
    let (files, _) = entry_files(folder);
    files
        .into_iter()
        .filter_map(|path| {
            let data = path.metadata().ok()?;
            Some((path, data.len(), data.modified().ok()))
        })
        .collect()
}
