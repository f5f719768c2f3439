//! When diagnostics are sent: the first at once, then at most one message in 150 ms for each document.
//!
//! One task sends, so that what is sent last is what holds. It asks for the state of a document when its time has come;
//! a client that does not read delays it, and nothing piles up.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::documents::{Documents, Standing};
use super::pointed::Pointers;
use super::said::{Said, joined, json};
use super::source_marks::marks_at;
use super::transport::Outbox;

/// A document's diagnostics are sent no oftener.
const INTERVAL: Duration = Duration::from_millis(150);

/// The documents of which there may be something to send.
#[derive(Debug, Default)]
pub(super) struct Due {
    uris: Mutex<HashMap<String, Instant>>,
    wake: Notify,
}

impl Due {
    /// There may be something new to send for this document.
    pub fn mark(&self, uri: &str) {
        self.lock().entry(uri.to_owned()).or_insert_with(Instant::now);
        self.wake.notify_one();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Instant>> {
        self.uris.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next document whose time has come. Those that were marked first come first.
    async fn next(&self, sent: &HashMap<String, Sent>) -> String {
        loop {
            let woken = self.wake.notified();
            let earliest = {
                let uris = self.lock();
                let time = |uri: &String, marked: Instant| {
                    let last = sent.get(uri).map(|sent| sent.at + INTERVAL);
                    (last.unwrap_or(marked).max(marked), marked)
                };
                uris.iter().map(|(uri, marked)| (time(uri, *marked), uri.clone())).min()
            };
            match earliest {
                Some(((time, _), uri)) if time <= Instant::now() => {
                    self.lock().remove(&uri);
                    return uri;
                }
                Some(((time, _), _)) => {
                    tokio::select! {
                        () = tokio::time::sleep_until(time) => {}
                        () = woken => {}
                    }
                }
                None => woken.await,
            }
        }
    }
}

/// What was sent for an address.
struct Sent {
    at: Instant,
    diagnostics: Arc<String>,
}

/// Sends what is due until the session ends.
pub(super) async fn publish(out: Outbox, due: Arc<Due>, documents: Weak<Documents>, pointers: Arc<Pointers>) {
    let mut board = Board { out, own: HashMap::new(), marks: HashMap::new(), sent: HashMap::new() };
    let mut said: HashMap<String, Said> = HashMap::new();
    loop {
        let uri = due.next(&board.sent).await;
        // Of a client that does not read, nothing piles up.
        board.out.room().await;
        let Some(documents) = documents.upgrade() else { return };
        let (standing, kept) = documents.to_say(&uri);
        drop(documents);
        let former = said.remove(&uri);
        let (own, marks) = match standing {
            // The scan of the text that is there now will say that it is due again.
            Standing::Unsettled => {
                said.extend(former.map(|former| (uri, former)));
                continue;
            }
            Standing::Closed => (None, BTreeMap::new()),
            Standing::Settled(scanned) => {
                let version = scanned.snapshot.version;
                let pointers = pointers.clone();
                // Files may be read for it.
                let made = tokio::task::spawn_blocking(move || {
                    let pointed = pointers.of_all(&scanned.context, &scanned.snapshot);
                    let own = Said::of(&scanned, &pointers, &pointed, former, kept);
                    let marks = marks_at(&scanned, &pointers, &pointed).into_iter();
                    let texts = |marks: Vec<_>| marks.iter().map(json).collect::<Vec<_>>();
                    let marks = marks.map(|(source, marks)| (source, joined(texts(marks).iter().map(String::as_str))));
                    (own, marks.collect())
                });
                // It must not panic; if it does, what was said last stays.
                let Ok(((own, now_said), marks)) = made.await else { continue };
                said.extend(now_said.map(|said| (uri.clone(), said)));
                (Some((version, Arc::new(own))), marks)
            }
        };
        board.take(uri, own, marks);
    }
}

/// What there is to say, and what has been said; all of it as JSON.
struct Board {
    out: Outbox,
    /// Of each open document its version and its own diagnostics.
    own: HashMap<String, (i32, Arc<String>)>,
    /// Of each open document what it marks in others.
    marks: HashMap<String, BTreeMap<String, String>>,
    sent: HashMap<String, Sent>,
}

impl Board {
    /// Takes over what there is to say of a document (nothing if it was closed), and sends what changed.
    fn take(&mut self, uri: String, own: Option<(i32, Arc<String>)>, marks: BTreeMap<String, String>) {
        match own {
            Some(own) => self.own.insert(uri.clone(), own),
            None => self.own.remove(&uri),
        };
        let before = if marks.is_empty() { self.marks.remove(&uri) } else { self.marks.insert(uri.clone(), marks) };
        self.send(&uri);
        let mut marked: Vec<String> = before.into_iter().flat_map(BTreeMap::into_keys).collect();
        marked.extend(self.marks.get(&uri).into_iter().flat_map(|marks| marks.keys().cloned()));
        marked.sort_unstable();
        marked.dedup();
        for source in marked {
            self.send(&source);
        }
    }

    /// Sends what holds for an address, if that is something else than what was sent last.
    fn send(&mut self, uri: &str) {
        let own = self.own.get(uri);
        let version = own.map(|(version, _)| *version);
        let of_others = self.marks.iter().filter_map(|(log, marks)| Some((log, marks.get(uri)?)));
        let mut of_others: Vec<(&String, &String)> = of_others.collect();
        of_others.sort_unstable_by_key(|(log, _)| *log);
        let diagnostics: Arc<String> = match own {
            Some((_, own)) if of_others.is_empty() => own.clone(),
            _ => {
                let own = own.map(|(_, own)| own.as_str()).into_iter();
                let all = own.chain(of_others.into_iter().map(|(_, marks)| marks.as_str()));
                Arc::new(joined(all.filter(|said| !said.is_empty())))
            }
        };
        // An open document without diagnostics is said to have none.
        let said = self.sent.get(uri);
        let changed = said.map_or(version.is_some() || !diagnostics.is_empty(), |s| s.diagnostics != diagnostics);
        if changed {
            let head = format!(
                "{{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/publishDiagnostics\",\"params\":{{\"uri\":{},\"diagnostics\":[",
                serde_json::Value::from(uri)
            );
            let tail = version.map_or("]}}".to_owned(), |version| format!("],\"version\":{version}}}}}"));
            // In one piece of the right size: it may be half a megabyte with each line that is appended.
            let message = [head.as_str(), diagnostics.as_str(), tail.as_str()].concat();
            self.out.send_text(message.into_bytes());
        }
        if version.is_none() && diagnostics.is_empty() {
            self.sent.remove(uri);
        } else if changed {
            self.sent.insert(uri.to_owned(), Sent { at: Instant::now(), diagnostics });
        }
    }
}
