//! When diagnostics are sent: the first at once, then at most one message in 150 ms for each document.
//!
//! One task sends, so that what is sent last is what holds. It asks for the state of a document when its time has come;
//! a client that does not read delays it, and nothing piles up.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;
use tower_lsp::Client;
use tower_lsp::lsp_types::Diagnostic;

use super::diagnostics::diagnostics;
use super::documents::{Documents, Standing};
use super::uri;

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

/// What was sent for a document.
struct Sent {
    at: Instant,
    diagnostics: Vec<Diagnostic>,
}

/// Sends what is due until the session ends.
pub(super) async fn publish(client: Client, due: Arc<Due>, documents: Weak<Documents>) {
    let mut sent: HashMap<String, Sent> = HashMap::new();
    loop {
        let uri = due.next(&sent).await;
        let Some(documents) = documents.upgrade() else { return };
        let (diagnostics, version) = match documents.standing(&uri) {
            // The scan of the text that is there now will say that it is due again.
            Standing::Unsettled => continue,
            Standing::Closed => (Vec::new(), None),
            Standing::Settled(scanned) => {
                (diagnostics(&scanned.context, &scanned.snapshot), Some(scanned.snapshot.version))
            }
        };
        let open = version.is_some();
        let before = if open { sent.get(&uri) } else { sent.get(&uri).filter(|sent| !sent.diagnostics.is_empty()) };
        let changed = before.map_or(open, |sent| sent.diagnostics != diagnostics);
        if changed {
            client.publish_diagnostics(uri::url(&uri), diagnostics.clone(), version).await;
        }
        if !open {
            sent.remove(&uri);
        } else if changed {
            sent.insert(uri, Sent { at: Instant::now(), diagnostics });
        }
    }
}
