//! The methods of the protocol, each handed to the file that does it.
//!
//! A handler does what changes state before its first await, so that it happens in the order of arrival (see
//! `transport`), and never awaits the client: what is asked of it is asked in a task of its own.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types::*;
use tower_lsp::{Client, LanguageServer};

use super::client::ClientFacts;
use super::context::Context;
use super::deed::{Deed, Step};
use super::documents::{ClientEdit, Documents};
use super::fixes::Editable;
use super::in_force::InForce;
use super::pointed::Pointers;
use super::progress::Progress;
use super::publish::{Due, publish};
use super::session::Start;
use super::snapshot::Snapshot;
use super::source::Sources;
use super::transport::Outbox;
use super::{
    code_action, code_lens, completion, deed, definition, document_link, document_symbol, entry_file, fixes,
    folding_range, hover, initialize, inlay_hint, pages, parent, pull, register, uri, workspace_symbol,
};
use crate::text::Position as TextPosition;

/// The server of one session.
pub(super) struct Backend {
    client: Client,
    out: Outbox,
    start: Start,
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
    /// Finds the files of the workspace.
    pointers: Arc<Pointers>,
    progress: Arc<Progress>,
    /// What goes on as long as the session: it ends with it, or one process that serves many would keep them all.
    tasks: Mutex<JoinSet<()>>,
}

impl Session {
    /// Does something that may wait for the client for as long as the session lasts.
    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
    }
}

impl Backend {
    pub fn new(client: Client, out: Outbox, start: Start, orphaned: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self { client, out, start, orphaned, session: OnceLock::new() }
    }

    fn session(&self) -> Result<&Session> {
        // The service lets nothing pass before `initialize`.
        self.session.get().ok_or_else(|| Error::new(ErrorCode::ServerError(-32002)))
    }

    /// What a feature answers about a document; none if it is not open. Files may be read for it, so it is done on a
    /// thread of its own.
    async fn ask<T: Send + 'static>(
        &self,
        uri: &str,
        answer: impl FnOnce(&Context, &Snapshot, Sources<'_>) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let session = self.session()?;
        let Some(scanned) = session.documents.scanned(uri).await else { return Ok(None) };
        let (documents, workspace) = (session.documents.clone(), session.pointers.workspace(&scanned.context.folders));
        let answered = tokio::task::spawn_blocking(move || {
            let open = |path: &Path| documents.of_file(path);
            answer(&scanned.context, &scanned.snapshot, Sources { workspace: &workspace, open: &open })
        });
        answered.await.map(Some).map_err(|_| Error::internal_error())
    }

    /// Does what a command asks for, step by step; the client is waited for in a task of its own.
    fn take(&self, session: &Session, steps: Vec<Step>) {
        let (client, shows) = (self.client.clone(), session.facts.show_document);
        let documents = session.documents.clone();
        session.spawn(async move {
            for step in steps {
                let step = match step {
                    Step::EditOf { path, text, .. }
                        if !fixes::is_same(documents.of_file(&path).as_ref(), &path, &text) =>
                    {
                        let reason = format!("{} has changed meanwhile: it was left as it is", path.display());
                        client.show_message(MessageType::WARNING, format!("loglore: {reason}")).await;
                        return;
                    }
                    Step::EditOf { edit, .. } => Step::Edit(edit),
                    step => step,
                };
                let failed = match step {
                    Step::Edit(edit) | Step::EditOf { edit, .. } => match client.apply_edit(edit).await {
                        Ok(answer) if answer.applied => None,
                        Ok(answer) => {
                            Some(answer.failure_reason.unwrap_or_else(|| "the edit was not applied".to_owned()))
                        }
                        Err(error) => Some(error.to_string()),
                    },
                    Step::Write { path, old, text } => written(&path, crate::fix::write(&path, old.as_deref(), &text)),
                    Step::Note { path, text } => written(&path, crate::fix::put(&path, &text)),
                    Step::Show { uri, external, selection } if shows => {
                        let params =
                            ShowDocumentParams { uri, external: Some(external), take_focus: Some(true), selection };
                        client.show_document(params).await.err().map(|error| error.to_string())
                    }
                    Step::Show { uri, .. } => {
                        client.show_message(MessageType::INFO, uri).await;
                        None
                    }
                };
                if let Some(reason) = failed {
                    client.show_message(MessageType::WARNING, format!("loglore: {reason}")).await;
                    return;
                }
            }
        });
    }

    /// `window/workDoneProgress/cancel`
    pub async fn cancel_work(&self, params: WorkDoneProgressCancelParams) {
        if let Ok(session) = self.session() {
            session.progress.cancel(&params.token);
        }
    }

    /// Fails as no handler should, so that tests see what comes of it.
    #[cfg(any(debug_assertions, feature = "test-faults"))]
    pub async fn panic(&self) -> Result<()> {
        panic!("as a test has asked for");
    }

    fn log(&self, session: &Session, message: String) {
        let client = self.client.clone();
        session.spawn(async move { client.log_message(MessageType::WARNING, message).await });
    }

    /// Asks the client for its settings.
    fn ask_settings(&self, session: &Session) {
        let (client, in_force) = (self.client.clone(), session.in_force.clone());
        session.spawn(async move {
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
        let in_force = Arc::new(InForce::new(
            facts.clone(),
            self.start.user.clone(),
            params.initialization_options.clone(),
            initialize::folders(&params),
        ));
        let (news, heard) = watch::channel(0);
        let due = Arc::new(Due::default());
        let shown = self.start.show_work_after;
        let progress = Arc::new(Progress::new(self.client.clone(), facts.work_done_progress, shown));
        let documents = Arc::new(Documents::new(facts.clone(), progress.clone(), in_force.contexts(), {
            let due = due.clone();
            let push = !facts.pull_diagnostics;
            move |uri| {
                if push {
                    due.mark(uri);
                }
                news.send_modify(|count| *count += 1);
            }
        }));
        let pointers = Arc::new(Pointers::new(Arc::downgrade(&documents)));
        let weak = Arc::downgrade(&documents);
        let mut tasks = JoinSet::new();
        if !facts.pull_diagnostics {
            tasks.spawn(publish(self.out.clone(), due, weak, pointers.clone()));
        } else if facts.diagnostic_refresh {
            tasks.spawn(pull::tell_of_marks(self.client.clone(), weak, pointers.clone(), heard.clone()));
        }
        tasks.spawn(in_force.clone().keep(self.client.clone(), progress.clone()));
        tasks.spawn(register::refresh(self.client.clone(), facts.clone(), in_force.contexts()));
        if let Some(process) = params.process_id.or(self.start.parent) {
            let orphaned = self.orphaned.clone();
            tasks.spawn(async move {
                parent::ended(process).await;
                orphaned();
            });
        }
        let result = initialize::result(&facts);
        let session = Session { facts, in_force, documents, news: heard, pointers, progress, tasks: Mutex::new(tasks) };
        // The service lets `initialize` pass only once.
        self.session.set(session).map_err(|_| Error::invalid_request())?;
        Ok(result)
    }

    async fn initialized(&self, _: InitializedParams) {
        let Ok(session) = self.session() else { return };
        if session.facts.configuration {
            self.ask_settings(session);
        }
        session.spawn(register::register(
            self.client.clone(),
            session.facts.clone(),
            self.start.user.clone(),
            session.in_force.contexts(),
        ));
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
            self.log(session, format!("{uri}: changed, but it was never opened; the change is left out"));
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
        let session = self.session()?;
        let uri = uri::received(&params.text_document.uri);
        let previous = params.previous_result_id;
        Ok(pull::of_document(&session.documents, &session.pointers, &uri, previous).await.into())
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let session = self.session()?;
        let previous = params.previous_result_ids.into_iter().map(|id| (uri::received(&id.uri), id.value)).collect();
        let (documents, pointers) = (session.documents.clone(), session.pointers.clone());
        let items = pull::of_workspace(documents, pointers, previous, session.news.clone()).await;
        Ok(WorkspaceDiagnosticReport { items }.into())
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let answer = move |context: &Context, snapshot: &Snapshot, sources: Sources<'_>| {
            hover::hover(context, snapshot, sources, position)
        };
        Ok(self.ask(&uri::received(&text_document.uri), answer).await?.flatten())
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let answer = move |context: &Context, snapshot: &Snapshot, sources: Sources<'_>| {
            definition::definition(context, snapshot, sources, position)
        };
        Ok(self.ask(&uri::received(&text_document.uri), answer).await?.flatten())
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.ask(&uri::received(&params.text_document.uri), document_link::document_link).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let answer = |context: &Context, snapshot: &Snapshot, _: Sources<'_>| {
            document_symbol::document_symbol(context, snapshot)
        };
        self.ask(&uri::received(&params.text_document.uri), answer).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let answer =
            |context: &Context, snapshot: &Snapshot, _: Sources<'_>| folding_range::folding_range(context, snapshot);
        self.ask(&uri::received(&params.text_document.uri), answer).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let answer = |context: &Context, snapshot: &Snapshot, _: Sources<'_>| code_lens::code_lens(context, snapshot);
        self.ask(&uri::received(&params.text_document.uri), answer).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let answer = move |context: &Context, snapshot: &Snapshot, _: Sources<'_>| {
            inlay_hint::inlay_hint(context, snapshot, params.range)
        };
        self.ask(&uri::received(&params.text_document.uri), answer).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let (range, asked) = (params.range, params.context);
        let documents = self.session()?.documents.clone();
        let answer = move |context: &Context, snapshot: &Snapshot, sources: Sources<'_>| {
            let opened = |path: &Path| documents.opened(path);
            let editable = Editable::new(sources.workspace, &opened);
            code_action::code_action(context, snapshot, &editable, range, &asked)
        };
        self.ask(&uri::received(&params.text_document.uri), answer).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        let Some(uri) = code_action::document_of(&action) else { return Ok(action) };
        let asked = action.clone();
        let documents = self.session()?.documents.clone();
        let answer = move |context: &Context, snapshot: &Snapshot, sources: Sources<'_>| {
            let opened = |path: &Path| documents.opened(path);
            let editable = Editable::new(sources.workspace, &opened);
            code_action::resolve(context, snapshot, sources, &editable, asked)
        };
        match self.ask(&uri, answer).await? {
            Some(Ok(action)) => Ok(action),
            Some(Err(reason)) => Err(refused(reason)),
            None => Ok(action),
        }
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let session = self.session()?;
        let uri = uri::received(&text_document.uri);
        // Who types does not wait until all is checked; the context before the first one knows nothing.
        let context = session.in_force.contexts().borrow().as_ref().map(|numbered| numbered.context.clone());
        let Some((document, context)) = session.documents.text(&uri).zip(context) else { return Ok(None) };
        let complete = move || {
            entry_file::entry_document(&context, &uri, &document)?;
            Some(completion::completion(&context, &document, position).into())
        };
        tokio::task::spawn_blocking(complete).await.map_err(|_| Error::internal_error())
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<Vec<SymbolInformation>>> {
        let mut contexts = self.session()?.in_force.contexts();
        let Ok(Some(numbered)) = contexts.wait_for(Option::is_some).await.map(|context| context.clone()) else {
            return Ok(None);
        };
        let search = move || workspace_symbol::workspace_symbol(&numbered.context, &pages::folder(), &params.query);
        tokio::task::spawn_blocking(search).await.map(Some).map_err(|_| Error::internal_error())
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        if !deed::COMMANDS.contains(&params.command.as_str()) {
            return Err(refused(format!("loglore has no command {}", params.command)));
        }
        let argument = params.arguments.into_iter().next().unwrap_or_default();
        let deed = Deed::from_value(&argument).map_err(Error::invalid_params)?;
        let uri = deed.document.clone();
        let documents = self.session()?.documents.clone();
        let answer = move |context: &Context, snapshot: &Snapshot, sources: Sources<'_>| {
            let opened = |path: &Path| documents.opened(path);
            let editable = Editable::new(sources.workspace, &opened);
            deed::steps(context, snapshot, sources, &editable, &pages::folder(), &deed)
        };
        match self.ask(&uri, answer).await? {
            Some(Ok(steps)) => self.take(self.session()?, steps),
            Some(Err(reason)) => return Err(refused(reason)),
            None => return Err(refused(format!("{uri} is not open"))),
        }
        Ok(None)
    }
}

/// What is wrong with a file that could not be written.
fn written(path: &Path, result: std::io::Result<()>) -> Option<String> {
    result.err().map(|error| format!("{}: {error}", path.display()))
}

/// The answer to what cannot be done, with the reason for people.
fn refused(reason: String) -> Error {
    Error { code: ErrorCode::ServerError(-32803), message: reason.into(), data: None }
}

fn position(position: Position) -> TextPosition {
    TextPosition { line: position.line as usize, column: position.character as usize }
}
