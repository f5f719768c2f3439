//! The methods of the protocol, each handed to the file that does it.
//!
//! A handler does what changes state before its first await, so that it happens in the order of arrival (see
//! `transport`), and never awaits the client: what is asked of it is asked in a task of its own.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use tokio::sync::watch;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types::*;
use tower_lsp::{Client, LanguageServer};

use super::client::ClientFacts;
use super::documents::{ClientEdit, Documents};
use super::in_force::InForce;
use super::publish::{Due, publish};
use super::{initialize, parent, pull, register, uri};
use crate::text::Position as TextPosition;

/// The server of one session.
pub(super) struct Backend {
    client: Client,
    /// The process that the session ends with, if the client names none.
    parent: Option<u32>,
    /// Called when the process that started the server has ended.
    orphaned: Arc<dyn Fn() + Send + Sync>,
    session: OnceLock<Session>,
}

/// What there is after `initialize`.
struct Session {
    facts: ClientFacts,
    in_force: Arc<InForce>,
    documents: Arc<Documents>,
    /// Counts what there was new to say.
    news: watch::Receiver<u64>,
}

impl Backend {
    pub fn new(client: Client, parent: Option<u32>, orphaned: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self { client, parent, orphaned, session: OnceLock::new() }
    }

    fn session(&self) -> Result<&Session> {
        // The service lets nothing pass before `initialize`.
        self.session.get().ok_or_else(|| Error::new(ErrorCode::ServerError(-32002)))
    }

    fn log(&self, message: String) {
        let client = self.client.clone();
        tokio::spawn(async move { client.log_message(MessageType::WARNING, message).await });
    }

    /// Asks the client for its settings.
    fn ask_settings(&self, session: &Session) {
        let (client, in_force) = (self.client.clone(), session.in_force.clone());
        tokio::spawn(async move {
            let item = ConfigurationItem { scope_uri: None, section: Some("loglore".to_owned()) };
            let answer = client.configuration(vec![item]).await;
            in_force.settings(answer.ok().and_then(|values| values.into_iter().next()));
        });
    }
}

#[tower_lsp::async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let facts = ClientFacts::new(&params);
        let in_force =
            Arc::new(InForce::new(facts.clone(), params.initialization_options.clone(), initialize::folders(&params)));
        let (news, heard) = watch::channel(0);
        let due = Arc::new(Due::default());
        let documents = Arc::new(Documents::new(facts.clone(), in_force.contexts(), {
            let due = due.clone();
            let push = !facts.pull_diagnostics;
            move |uri| {
                if push {
                    due.mark(uri);
                }
                news.send_modify(|count| *count += 1);
            }
        }));
        if !facts.pull_diagnostics {
            tokio::spawn(publish(self.client.clone(), due, Arc::downgrade(&documents)));
        }
        tokio::spawn(in_force.clone().keep(self.client.clone()));
        tokio::spawn(register::refresh(self.client.clone(), facts.clone(), in_force.contexts()));
        if let Some(process) = params.process_id.or(self.parent) {
            let orphaned = self.orphaned.clone();
            tokio::spawn(async move {
                parent::ended(process).await;
                orphaned();
            });
        }
        let result = initialize::result(&facts);
        let session = Session { facts, in_force, documents, news: heard };
        // The service lets `initialize` pass only once.
        self.session.set(session).map_err(|_| Error::invalid_request())?;
        Ok(result)
    }

    async fn initialized(&self, _: InitializedParams) {
        let Ok(session) = self.session() else { return };
        if session.facts.configuration {
            self.ask_settings(session);
        }
        tokio::spawn(register::register(self.client.clone(), session.facts.clone(), session.in_force.contexts()));
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let Ok(session) = self.session() else { return };
        let document = params.text_document;
        let uri = uri::received(&document.uri);
        if !uri::is_own_channel(&uri) {
            session.documents.open(&uri, document.version, &document.text);
        }
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let Ok(session) = self.session() else { return };
        let uri = uri::received(&params.text_document.uri);
        let edits = params.content_changes.into_iter().map(|change| ClientEdit {
            range: change.range.map(|range| position(range.start)..position(range.end)),
            text: change.text,
        });
        if !session.documents.change(&uri, params.text_document.version, edits.collect()) && !uri::is_own_channel(&uri)
        {
            self.log(format!("{uri}: changed, but it was never opened; the change is left out"));
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let Ok(session) = self.session() else { return };
        session.documents.close(&uri::received(&params.text_document.uri));
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        let Ok(session) = self.session() else { return };
        if session.facts.configuration {
            // Then the notification only says that something changed.
            self.ask_settings(session);
        } else {
            session.in_force.settings(Some(params.settings));
        }
    }

    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {
        let Ok(session) = self.session() else { return };
        session.in_force.look();
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let Ok(session) = self.session() else { return };
        let paths = |folders: &[WorkspaceFolder]| -> Vec<PathBuf> {
            folders.iter().filter_map(|folder| uri::path(&uri::received(&folder.uri))).collect()
        };
        session.in_force.folders(&paths(&params.event.removed), paths(&params.event.added));
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let documents = &self.session()?.documents;
        let uri = uri::received(&params.text_document.uri);
        Ok(pull::of_document(documents, &uri, params.previous_result_id).await.into())
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let session = self.session()?;
        let previous = params.previous_result_ids.into_iter().map(|id| (uri::received(&id.uri), id.value)).collect();
        let items = pull::of_workspace(session.documents.clone(), previous, session.news.clone()).await;
        Ok(WorkspaceDiagnosticReport { items }.into())
    }
}

fn position(position: Position) -> TextPosition {
    TextPosition { line: position.line as usize, column: position.character as usize }
}
