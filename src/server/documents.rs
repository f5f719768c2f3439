//! The open documents: their text, and the findings of it.
//!
//! A handler changes the text at once, in the order of arrival. A task of each document scans what changed on a blocking
//! thread, coalescing the edits that come meanwhile. Who asks about a document waits until the text that it had when
//! he asked has been scanned.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::AbortHandle;

use super::client::ClientFacts;
use super::context::Context;
use super::entry_file;
use super::fixes::OpenFile;
use super::in_force::Numbered;
use super::progress::Progress;
use super::snapshot::Snapshot;
use super::uri;
use super::words::scanning;
use crate::entry::Problem;
use crate::finding::{Change, Finding, Findings, Live, ScanOptions};
use crate::text::{Document, Position};

/// A change of so many bytes is scanned at once, whatever else is being scanned.
const SMALL: usize = 256 << 10;

/// One edit as the client says it: a range in its own encoding, or the whole text.
#[derive(Debug)]
pub(super) struct ClientEdit {
    /// None for the whole text.
    pub range: Option<Range<Position>>,
    /// What stands there now.
    pub text: String,
}

/// A snapshot, and the lore and settings that its findings are of.
#[derive(Debug, Clone)]
pub(super) struct Scanned {
    pub context: Arc<Context>,
    pub snapshot: Arc<Snapshot>,
    /// What is wrong with it, if it is a file of entries; then nothing is found in it.
    pub problems: Option<Arc<Vec<Problem>>>,
    generation: u64,
    /// The number of the context.
    context_number: u64,
}

#[cfg(test)]
impl Scanned {
    /// Of a log that is not open.
    pub fn of(context: Arc<Context>, snapshot: Arc<Snapshot>) -> Self {
        Self { context, snapshot, problems: None, generation: 1, context_number: 1 }
    }
}

/// What there is to say about a document.
#[derive(Debug)]
pub(super) enum Standing {
    /// It is not open.
    Closed,
    /// It has not been scanned, or its text has moved on in a way that moves the findings.
    Unsettled,
    /// What was found last; its places hold in the present text.
    Settled(Scanned),
}

/// All open documents.
pub(super) struct Documents {
    facts: ClientFacts,
    progress: Arc<Progress>,
    open: Mutex<HashMap<String, Arc<Open>>>,
    contexts: watch::Receiver<Option<Numbered>>,
    /// Told the address of each document that was scanned, opened or closed.
    news: Box<dyn Fn(&str) + Send + Sync>,
    /// Large scans at one time.
    turns: Arc<Semaphore>,
}

struct Open {
    uri: String,
    text: Mutex<Text>,
    changed: Notify,
    scanned: watch::Sender<Option<Scanned>>,
    task: Mutex<Option<AbortHandle>>,
}

struct Text {
    document: Document,
    version: i32,
    /// Counts the changes.
    generation: u64,
    /// What changed since the text that is being scanned or was scanned last.
    change: Option<Change>,
    /// How many bytes at the start of the text that was scanned last are still the same.
    kept_of_scanned: usize,
    /// The same of the text that is being scanned.
    kept_of_taken: usize,
    /// The same of the text that was given to be said last.
    kept_of_said: usize,
}

impl Open {
    /// What there is to say while it has this text.
    fn standing(&self, text: &Text) -> Standing {
        let scanned = self.scanned.borrow().clone();
        match scanned {
            Some(scanned)
                if scanned.generation == text.generation || text.kept_of_scanned >= scanned.snapshot.document.len() =>
            {
                Standing::Settled(scanned)
            }
            _ => Standing::Unsettled,
        }
    }

    /// Ends its task; who waits for it is told that it is closed.
    fn end(&self) {
        if let Some(task) = lock(&self.task).take() {
            task.abort();
        }
    }
}

impl Drop for Documents {
    fn drop(&mut self) {
        lock(&self.open).values().for_each(|open| open.end());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is kept behind these locks is whole after each statement.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Documents {
    /// No documents. `news` is told the address of each document of which there is something new to say.
    pub fn new(
        facts: ClientFacts,
        progress: Arc<Progress>,
        contexts: watch::Receiver<Option<Numbered>>,
        news: impl Fn(&str) + Send + Sync + 'static,
    ) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            facts,
            progress,
            open: Mutex::default(),
            contexts,
            news: Box::new(news),
            // One core is left for what is asked meanwhile.
            turns: Arc::new(Semaphore::new(cores.saturating_sub(1).max(1))),
        }
    }

    /// Opens a document; one that was open under this address is replaced.
    pub fn open(self: &Arc<Self>, uri: &str, version: i32, text: &str) {
        let ends = self.facts.line_ends;
        let document = Document::new(text, ends);
        let open = Arc::new(Open {
            uri: uri.to_owned(),
            text: Mutex::new(Text {
                change: Some(Change::all(document.len())),
                document,
                version,
                generation: 1,
                kept_of_scanned: 0,
                kept_of_taken: 0,
                kept_of_said: 0,
            }),
            changed: Notify::new(),
            scanned: watch::Sender::new(None),
            task: Mutex::default(),
        });
        // Under the lock, so that nobody hears of the scan of a document that is not there yet.
        let mut all = lock(&self.open);
        let task = tokio::spawn(work(Arc::downgrade(self), open.clone(), self.contexts.clone()));
        *lock(&open.task) = Some(task.abort_handle());
        if let Some(former) = all.insert(uri.to_owned(), open) {
            former.end();
        }
    }

    /// Changes a document; false if it is not open.
    pub fn change(&self, uri: &str, version: i32, edits: Vec<ClientEdit>) -> bool {
        let Some(open) = self.get(uri) else { return false };
        {
            let mut text = lock(&open.text);
            let text = &mut *text;
            text.version = version;
            if edits.is_empty() {
                return true;
            }
            for edit in edits {
                let range =
                    edit.range.unwrap_or(Position { line: 0, column: 0 }..Position { line: usize::MAX, column: 0 });
                let edit = text.document.edit(range, self.facts.encoding, &edit.text);
                text.change = Some(match text.change {
                    Some(change) => change.then(&edit),
                    None => Change::from(&edit),
                });
                text.kept_of_scanned = text.kept_of_scanned.min(edit.before.start.0);
                text.kept_of_taken = text.kept_of_taken.min(edit.before.start.0);
                text.kept_of_said = text.kept_of_said.min(edit.before.start.0);
            }
            text.generation += 1;
        }
        open.changed.notify_one();
        true
    }

    /// Closes a document; false if it is not open.
    pub fn close(&self, uri: &str) -> bool {
        let Some(closed) = lock(&self.open).remove(uri) else { return false };
        closed.end();
        (self.news)(uri);
        true
    }

    /// The addresses of all documents.
    pub fn uris(&self) -> Vec<String> {
        lock(&self.open).keys().cloned().collect()
    }

    /// The findings of the text that the document has when this is first polled, or of a later one, with the context
    /// that is in force then. None if the document is not open, or is closed while it is scanned.
    pub async fn scanned(&self, uri: &str) -> Option<Scanned> {
        let number = self.contexts.borrow().as_ref().map_or(0, |numbered| numbered.number);
        let (mut scanned, generation) = {
            let open = self.get(uri)?;
            let generation = lock(&open.text).generation;
            (open.scanned.subscribe(), generation)
        };
        let recent = |s: &Scanned| s.generation >= generation && s.context_number >= number;
        let found = scanned.wait_for(|s| s.as_ref().is_some_and(recent)).await.ok()?;
        found.clone()
    }

    /// What there is to say about a document now.
    pub fn standing(&self, uri: &str) -> Standing {
        self.get(uri).map_or(Standing::Closed, |open| open.standing(&lock(&open.text)))
    }

    /// The same for the one who says it, and how many bytes at the start of the text are those that were given to it last.
    pub fn to_say(&self, uri: &str) -> (Standing, usize) {
        let Some(open) = self.get(uri) else { return (Standing::Closed, 0) };
        let mut text = lock(&open.text);
        let (standing, kept) = (open.standing(&text), text.kept_of_said);
        if matches!(standing, Standing::Settled(_)) {
            // Edits that came since that text was scanned are still ahead of it.
            text.kept_of_said = text.kept_of_scanned;
        }
        (standing, kept)
    }

    /// The text that a document has now, whether it has been scanned or not.
    pub fn text(&self, uri: &str) -> Option<Document> {
        self.get(uri).map(|open| lock(&open.text).document.clone())
    }

    /// The text of the document that is open for a file.
    pub fn of_file(&self, path: &Path) -> Option<Document> {
        let of_path = |open: &&Arc<Open>| uri::path(&open.uri).as_deref() == Some(path);
        lock(&self.open).values().find(of_path).map(|open| lock(&open.text).document.clone())
    }

    /// The address of the document that is open for a file, as the client writes it.
    pub fn uri_of_file(&self, path: &Path) -> Option<String> {
        let all = lock(&self.open);
        all.keys().find(|uri| uri::path(uri).as_deref() == Some(path)).cloned()
    }

    /// The document that is open for a file, to be edited.
    pub fn opened(&self, path: &Path) -> Option<OpenFile> {
        let of_path = |open: &&Arc<Open>| uri::path(&open.uri).as_deref() == Some(path);
        lock(&self.open).values().find(of_path).map(|open| {
            let text = lock(&open.text);
            OpenFile { uri: open.uri.clone(), version: text.version, document: text.document.clone() }
        })
    }

    fn get(&self, uri: &str) -> Option<Arc<Open>> {
        lock(&self.open).get(uri).cloned()
    }
}

/// The findings without those of entries that are ignored in this document.
fn shown(context: &Context, uri: &str, findings: Findings) -> Findings {
    if context.config.ignored.is_empty() {
        return findings;
    }
    let path = uri::path(uri);
    let ignored = |finding: &Arc<Finding>| context.config.ignores(uri, path.as_deref(), context.lore.id(finding.entry));
    if findings.iter().any(ignored) {
        Arc::new(findings.iter().filter(|finding| !ignored(finding)).cloned().collect())
    } else {
        findings
    }
}

/// Scans a document whenever its text or the context has changed, until it is closed.
async fn work(documents: Weak<Documents>, open: Arc<Open>, mut contexts: watch::Receiver<Option<Numbered>>) {
    let mut live: Option<(Arc<Context>, Live)> = None;
    loop {
        // The sender lasts as long as the session.
        let Ok(Some(numbered)) = contexts.wait_for(Option::is_some).await.map(|context| context.clone()) else {
            return;
        };
        let Numbered { number, context } = numbered;
        let former = live.take().filter(|(of, _)| Arc::ptr_eq(of, &context));
        let (document, version, generation, change) = {
            let mut text = lock(&open.text);
            let change = text.change.take();
            text.kept_of_taken = usize::MAX;
            (text.document.clone(), text.version, text.generation, change)
        };
        let (mut scan, change) = match (former, change) {
            (Some((_, scan)), Some(change)) => (scan, change),
            (Some(former), None) => {
                live = Some(former);
                tokio::select! {
                    () = open.changed.notified() => {}
                    changed = contexts.changed() => if changed.is_err() { return },
                }
                continue;
            }
            (None, _) => {
                let options = ScanOptions { min_confidence: context.config.minimum_confidence };
                (Live::new(context.lore.clone(), options), Change::all(document.len()))
            }
        };
        let Some(documents) = documents.upgrade() else { return };
        let turn = if change.after.end.0 - change.after.start.0 > SMALL {
            let turn = documents.turns.clone().acquire_owned().await.ok();
            let title = scanning(context.locale(), &uri::name(&open.uri));
            turn.map(|turn| (turn, documents.progress.begin("scan", title)))
        } else {
            None
        };
        let scanning = tokio::task::spawn_blocking({
            let (document, context, uri) = (document.clone(), context.clone(), open.uri.clone());
            move || {
                if let Some(file) = entry_file::entry_document(&context, &uri, &document) {
                    return (None, Arc::default(), Some(Arc::new(entry_file::problems(&context, &file, &document))));
                }
                let go_on = |done| turn.as_ref().is_none_or(|(_, work)| work.go_on(done, document.len()));
                match scan.update_while(&document, change, go_on) {
                    Ok(findings) => (Some(scan), findings, None),
                    // What was found before it was called off is true all the same.
                    Err(findings) => (None, findings, None),
                }
            }
        });
        // A scan must not panic; if it does, nothing is said of this text, and the next one is scanned anew.
        let (scan, findings, problems) = scanning.await.unwrap_or_default();
        let done = scan.is_some();
        live = scan.map(|scan| (context.clone(), scan));
        let findings = shown(&context, &open.uri, findings);
        let snapshot = Arc::new(Snapshot { uri: open.uri.clone(), document, version, findings });
        {
            let mut text = lock(&open.text);
            text.kept_of_scanned = text.kept_of_taken;
            let scanned = Scanned { context: context.clone(), snapshot, problems, generation, context_number: number };
            open.scanned.send_replace(Some(scanned));
        }
        (documents.news)(&open.uri);
        drop(documents);
        // What is not kept up to date with the edits is made anew, but not before there is something new.
        while !done && lock(&open.text).generation == generation && !contexts.has_changed().unwrap_or(true) {
            tokio::select! {
                () = open.changed.notified() => {}
                changed = contexts.changed() => match changed {
                    Ok(()) => break,
                    Err(_) => return,
                },
            }
        }
    }
}
