//! Work that takes long is shown, and can be called off.
//!
//! Most work is done before anybody would see it. So a progress is begun only when half a second has passed, and nothing
//! waits for the client: a client that never answers only does not see it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tower_lsp::Client;
use tower_lsp::lsp_types::notification::Progress as ProgressNotification;
use tower_lsp::lsp_types::request::WorkDoneProgressCreate;
use tower_lsp::lsp_types::{
    NumberOrString, ProgressParams, ProgressParamsValue, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressCreateParams, WorkDoneProgressEnd, WorkDoneProgressReport,
};

/// How often it is told how far it is.
const INTERVAL: Duration = Duration::from_millis(250);

/// Shows the work of one session.
pub(super) struct Progress {
    client: Client,
    /// Whether the client shows it.
    shown: bool,
    /// Work that is done sooner is not shown.
    patience: Duration,
    next: AtomicU64,
    running: Mutex<HashMap<String, Arc<State>>>,
}

/// Work that goes on; it has ended when this is dropped.
pub(super) struct Work {
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    /// Of a hundred.
    percent: AtomicU32,
    cancelled: AtomicBool,
    cancel: Notify,
    over: AtomicBool,
    end: Notify,
}

impl Progress {
    pub fn new(client: Client, shown: bool, patience: Duration) -> Self {
        Self { client, shown, patience, next: AtomicU64::new(0), running: Mutex::default() }
    }

    /// Work of a kind begins.
    pub fn begin(self: &Arc<Self>, kind: &'static str, title: String) -> Work {
        let state: Arc<State> = Arc::default();
        if self.shown {
            tokio::spawn(self.clone().show(kind, title, state.clone()));
        }
        Work { state }
    }

    /// The user calls off the work of a token.
    pub fn cancel(&self, token: &NumberOrString) {
        let NumberOrString::String(token) = token else { return };
        if let Some(state) = self.running().get(token) {
            state.cancelled.store(true, Ordering::Relaxed);
            state.cancel.notify_one();
        }
    }

    fn running(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<State>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn show(self: Arc<Self>, kind: &str, title: String, state: Arc<State>) {
        if tokio::time::timeout(self.patience, state.end.notified()).await.is_ok() {
            return;
        }
        // A number would do too, but not for every client.
        let name = format!("loglore/{kind}/{}", self.next.fetch_add(1, Ordering::Relaxed));
        let token = NumberOrString::String(name.clone());
        let create = WorkDoneProgressCreateParams { token: token.clone() };
        if self.client.send_request::<WorkDoneProgressCreate>(create).await.is_err() || state.is_over() {
            return;
        }
        self.running().insert(name.clone(), state.clone());
        self.tell(
            &token,
            WorkDoneProgress::Begin(WorkDoneProgressBegin {
                title,
                cancellable: Some(true),
                message: None,
                percentage: Some(state.percent.load(Ordering::Relaxed)),
            }),
        )
        .await;
        let mut told = 0;
        while !state.is_over() && tokio::time::timeout(INTERVAL, state.end.notified()).await.is_err() {
            let percent = state.percent.load(Ordering::Relaxed);
            if percent > told {
                told = percent;
                self.tell(
                    &token,
                    WorkDoneProgress::Report(WorkDoneProgressReport {
                        cancellable: Some(true),
                        message: None,
                        percentage: Some(percent),
                    }),
                )
                .await;
            }
        }
        self.running().remove(&name);
        self.tell(&token, WorkDoneProgress::End(WorkDoneProgressEnd { message: None })).await;
    }

    async fn tell(&self, token: &NumberOrString, said: WorkDoneProgress) {
        let params = ProgressParams { token: token.clone(), value: ProgressParamsValue::WorkDone(said) };
        self.client.send_notification::<ProgressNotification>(params).await;
    }
}

impl State {
    fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }
}

impl Work {
    /// Says how far it is; false if it is to be called off. May be called from any thread.
    pub fn go_on(&self, done: usize, all: usize) -> bool {
        let percent = done.saturating_mul(100) / all.max(1);
        self.state.percent.store(u32::try_from(percent.min(100)).unwrap_or(100), Ordering::Relaxed);
        !self.state.cancelled.load(Ordering::Relaxed)
    }

    /// Ends when it is called off, and not before.
    pub async fn cancelled(&self) {
        self.state.cancel.notified().await;
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.state.over.store(true, Ordering::Relaxed);
        self.state.end.notify_one();
    }
}
