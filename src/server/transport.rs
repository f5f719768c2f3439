//! The session: frames in, calls of the service, frames out.
//!
//! tower-lsp 0.20 brings a transport of its own (`Server::serve`). It ends the session at the first malformed frame,
//! goes deaf when a handler panics, stops reading when the client stops reading, and hangs after `exit`. So its service
//! and its client socket are used here without it. Each call is polled once in the order of arrival, before the next
//! frame is read: what a handler does before its first await happens in that order. A call that is not done then goes
//! on in a task of its own.

use std::collections::HashSet;
use std::future::Future as _;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures::{FutureExt as _, Sink, SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinSet;
use tower::Service;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{ClientSocket, ExitedError};

use super::frames::{self, Frame, FrameReader};
use super::{initialize, snippet_edit, uri};

/// After `exit` what is still to be written has so much time.
const DRAIN: Duration = Duration::from_secs(2);
/// While more than so many bytes wait for a client that does not read, nothing is sent to it but answers.
const MAX_WAITING: usize = 4 << 20;

/// Serves one session. Returns the exit status that the protocol asks for: 0 if the client said `shutdown` before it
/// left, 1 otherwise.
pub(super) async fn serve<S>(
    mut service: S,
    socket: ClientSocket,
    (out, queue): (Outbox, Queue),
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin + Send + 'static,
) -> u8
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    S::Future: Send + 'static,
{
    let mut writer = tokio::spawn(write(queue, out.waiting.clone(), output));
    let (mut requests, mut replies) = socket.split();
    // Which of our requests wait for a reply: tower-lsp panics on a reply that nobody asked for.
    let asked: Arc<Mutex<HashSet<Id>>> = Arc::default();
    let forward = tokio::spawn({
        let (out, asked) = (out.clone(), asked.clone());
        async move {
            while let Some(request) = requests.next().await {
                if let Some(id) = request.id() {
                    asked.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone());
                }
                out.send(&request);
                out.room().await;
            }
        }
    });
    let mut reader = FrameReader::new(input);
    // What is not answered yet. It ends with the session: a request that waits for news would keep all of it.
    let mut calls = JoinSet::new();
    let mut shut_down = false;
    let mut unheard = false;
    loop {
        let frame = tokio::select! {
            frame = reader.next() => frame,
            // The client has closed its end: nobody reads what we say.
            _ = &mut writer => {
                unheard = true;
                break;
            }
        };
        let body = match frame {
            Ok(Some(Frame::Body(body))) => body,
            Ok(Some(Frame::TooLong(bytes))) => {
                let message = format!("a message of {bytes} bytes was skipped; {} are the most", frames::MAX_BODY);
                out.send(&failure(Id::Null, ErrorCode::InvalidRequest, message));
                continue;
            }
            Ok(None) | Err(_) => break,
        };
        let mut message: Value = match body.json() {
            Ok(message) => message,
            Err(error) => {
                out.send(&warning(&format!("a message that is not JSON was skipped: {error}")));
                continue;
            }
        };
        if message.get("method").is_none() {
            reply(message, &asked, &mut replies).await;
            continue;
        }
        uri::shelter_all(&mut message);
        initialize::mend(&mut message);
        snippet_edit::keep(&mut message);
        let request: Request = match serde_json::from_value(message) {
            Ok(request) => request,
            Err(error) => {
                out.send(&failure(Id::Null, ErrorCode::InvalidRequest, format!("not a JSON-RPC request: {error}")));
                continue;
            }
        };
        match request.method() {
            "exit" => break,
            "shutdown" => shut_down = true,
            _ => {}
        }
        call(&mut service, tidy(request), &out, &mut calls);
    }
    forward.abort();
    out.end();
    if !unheard {
        // A client that does not read does not keep us.
        let _ = tokio::time::timeout(DRAIN, writer).await;
    }
    u8::from(!shut_down)
}

/// Some clients send `"params": null` where the method takes none; tower-lsp refuses that.
fn tidy(request: Request) -> Request {
    match (request.method(), request.params()) {
        ("shutdown" | "exit", Some(_)) => {
            let (method, id, _) = request.into_parts();
            let builder = Request::build(method);
            match id {
                Some(id) => builder.id(id).finish(),
                None => builder.finish(),
            }
        }
        _ => request,
    }
}

fn call<S>(service: &mut S, request: Request, out: &Outbox, calls: &mut JoinSet<()>)
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    S::Future: Send + 'static,
{
    let id = request.id().cloned();
    let method = request.method().to_owned();
    let panicked = move || {
        id.map(|id| failure(id, ErrorCode::InternalError, format!("{method} failed in loglore; the session goes on")))
    };
    let Ok(future) = std::panic::catch_unwind(AssertUnwindSafe(|| service.call(request))) else {
        panicked().inspect(|response| out.send(response));
        return;
    };
    let mut answer = Box::pin(AssertUnwindSafe(future).catch_unwind().map(move |result| match result {
        Ok(Ok(response)) => response,
        // The service refuses what comes after `exit`.
        Ok(Err(_)) => None,
        Err(_) => panicked(),
    }));
    // The task below polls again with a waker of its own.
    match answer.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(response) => {
            response.inspect(|response| out.send(response));
        }
        Poll::Pending => {
            while calls.try_join_next().is_some() {}
            let out = out.clone();
            calls.spawn(async move {
                answer.await.inspect(|response| out.send(response));
            });
        }
    }
}

async fn reply(message: Value, asked: &Mutex<HashSet<Id>>, replies: &mut (impl Sink<Response> + Unpin)) {
    let Ok(response) = serde_json::from_value::<Response>(message) else { return };
    if asked.lock().unwrap_or_else(PoisonError::into_inner).remove(response.id()) {
        // It fails only after `exit`.
        let _ = replies.send(response).await;
    }
}

fn failure(id: Id, code: ErrorCode, message: String) -> Response {
    Response::from_error(id, Error { code, message: message.into(), data: None })
}

fn warning(message: &str) -> Request {
    Request::build("window/logMessage").params(serde_json::json!({ "type": 2, "message": message })).finish()
}

/// What waits to be written; an empty message is the last one.
pub(super) type Queue = mpsc::UnboundedReceiver<Vec<u8>>;

/// Where all that goes to the client is put. Nothing waits here: it may grow by the answers to what the client asks.
#[derive(Clone)]
pub(super) struct Outbox {
    queue: mpsc::UnboundedSender<Vec<u8>>,
    waiting: Arc<Waiting>,
}

/// Bytes in the queue.
#[derive(Default)]
struct Waiting {
    bytes: AtomicUsize,
    fewer: Notify,
}

impl Outbox {
    pub fn new() -> (Self, Queue) {
        let (queue, receiver) = mpsc::unbounded_channel();
        (Self { queue, waiting: Arc::default() }, receiver)
    }

    fn send(&self, message: &impl serde::Serialize) {
        match serde_json::to_vec(message) {
            Ok(body) => self.send_text(snippet_edit::unmark_text(body)),
            Err(error) => debug_assert!(false, "a protocol message is always JSON: {error}"),
        }
    }

    /// Sends a message that is JSON already: what is long and often the same is cheaper to write so.
    pub fn send_text(&self, body: Vec<u8>) {
        let body = uri::uncover_text(body);
        self.waiting.bytes.fetch_add(body.len(), Ordering::Relaxed);
        // The queue is closed only when the session is over.
        let _ = self.queue.send(body);
    }

    /// Nothing that is sent from now on is written.
    fn end(&self) {
        let _ = self.queue.send(Vec::new());
    }

    /// Waits until the client has read enough of what was sent.
    pub async fn room(&self) {
        loop {
            let fewer = self.waiting.fewer.notified();
            if self.waiting.bytes.load(Ordering::Relaxed) <= MAX_WAITING {
                return;
            }
            fewer.await;
        }
    }
}

/// Writes what is queued; ends when the queue does or when the client has closed its end.
async fn write(mut queue: Queue, waiting: Arc<Waiting>, mut output: impl AsyncWrite + Unpin) {
    while let Some(body) = queue.recv().await.filter(|body| !body.is_empty()) {
        if frames::write(&mut output, &body).await.is_err() {
            return;
        }
        waiting.bytes.fetch_sub(body.len(), Ordering::Relaxed);
        waiting.fewer.notify_one();
    }
}
