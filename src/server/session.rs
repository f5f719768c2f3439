//! Sessions over standard input and output, a named pipe, or connections.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Notify;
use tower_lsp::LspService;

use super::backend::Backend;
use super::transport::{self, Outbox};

/// What a session is carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Channel {
    /// Standard input and output of this process.
    Stdio,
    /// A named pipe that the client has opened: a path of a socket, on Windows `\\\\.\\pipe\\name`.
    Pipe(String),
    /// A connection to this port of this machine, where the client listens.
    Socket(u16),
    /// Connections to this address, each a session of its own.
    Listen(SocketAddr),
}

/// What a session is started with.
#[derive(Debug, Clone)]
pub struct Start {
    /// The process that the session ends with, if the client names none.
    pub parent: Option<u32>,
    /// The user's folder of entries, which need not exist; beside it stands the user's settings file.
    pub user: Option<PathBuf>,
    /// Work that takes longer is shown, if the client can do so.
    pub show_work_after: Duration,
}

impl Default for Start {
    fn default() -> Self {
        Self { parent: None, user: None, show_work_after: Duration::from_millis(500) }
    }
}

/// Serves until the client leaves (on [`Channel::Listen`] for ever). Returns the exit status that the protocol asks
/// for: 0 if the client said `shutdown` before it left, 1 otherwise.
///
/// `tell` is told where it listens.
///
/// The caller ends the process with it rather than returning from `main` past it: a read of standard input cannot be
/// called off, and would keep the process until its client closes it.
///
/// # Errors
/// If the pipe, the port or the address cannot be opened.
pub fn run(channel: Channel, start: &Start, tell: impl Fn(&str)) -> io::Result<u8> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // Of the 512 that are usual each would keep memory of its own that it once used, and none makes a core faster.
        // Two wait for the client, and two more than there are cores may wait for files.
        .max_blocking_threads(cores + 4)
        .enable_all()
        .build()?;
    let status = runtime.block_on(async {
        match channel {
            Channel::Stdio => Ok(serve(tokio::io::stdin(), tokio::io::stdout(), start.clone()).await),
            Channel::Pipe(name) => pipe(&name, start.clone()).await,
            Channel::Socket(port) => {
                let stream = tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
                Ok(connection(stream, start.clone()).await)
            }
            Channel::Listen(address) => {
                let listener = tokio::net::TcpListener::bind(address).await?;
                tell(&format!("listening on {}", listener.local_addr()?));
                loop {
                    let (stream, _) = listener.accept().await?;
                    tokio::spawn(connection(stream, start.clone()));
                }
            }
        }
    });
    runtime.shutdown_background();
    status
}

async fn connection(stream: tokio::net::TcpStream, start: Start) -> u8 {
    // Answers are short, and each is waited for. Without it they only come later.
    let _ = stream.set_nodelay(true);
    let (input, output) = stream.into_split();
    serve(input, output, start).await
}

#[cfg(unix)]
async fn pipe(name: &str, start: Start) -> io::Result<u8> {
    let (input, output) = tokio::net::UnixStream::connect(name).await?.into_split();
    Ok(serve(input, output, start).await)
}

#[cfg(windows)]
async fn pipe(name: &str, start: Start) -> io::Result<u8> {
    let (input, output) = tokio::io::split(tokio::net::windows::named_pipe::ClientOptions::new().open(name)?);
    Ok(serve(input, output, start).await)
}

/// Serves one session until the client leaves. Returns the exit status that the protocol asks for.
pub async fn serve(
    input: impl AsyncRead + Unpin + Send + 'static,
    output: impl AsyncWrite + Unpin + Send + 'static,
    start: Start,
) -> u8 {
    let orphaned = Arc::new(Notify::new());
    let (out, queue) = Outbox::new();
    let service = LspService::build({
        let (orphaned, out) = (orphaned.clone(), out.clone());
        move |client| Backend::new(client, out, start, Arc::new(move || orphaned.notify_one()))
    });
    // tower-lsp 0.20 does not know this method of the protocol.
    let service = service.custom_method("window/workDoneProgress/cancel", Backend::cancel_work);
    #[cfg(any(debug_assertions, feature = "test-faults"))]
    let service = service.custom_method("loglore/panic", Backend::panic);
    let (service, socket) = service.finish();
    tokio::select! {
        status = transport::serve(service, socket, (out, queue), input, output) => status,
        () = orphaned.notified() => 1,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test]
    async fn a_session_that_is_over_leaves_nothing_running() {
        let (ours, theirs) = tokio::io::duplex(64 << 10);
        let (input, output) = tokio::io::split(theirs);
        let session = tokio::spawn(serve(input, output, Start::default()));
        let (mut answers, mut ours) = tokio::io::split(ours);
        let reading = tokio::spawn(async move { answers.read_to_end(&mut Vec::new()).await });
        let document = json!({ "uri": "untitled:1", "languageId": "log", "version": 1, "text": "fine\n" });
        for message in [
            json!({ "id": 1, "method": "initialize", "params": {
                "processId": std::process::id(), "capabilities": { "workspace": { "configuration": true } } } }),
            json!({ "method": "initialized", "params": {} }),
            json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }),
            json!({ "id": 2, "method": "textDocument/documentSymbol", "params": { "textDocument": { "uri": "untitled:1" } } }),
            // Each of these waits for what never comes: an answer of the client, and news.
            json!({ "id": 3, "method": "workspace/diagnostic", "params": { "previousResultIds": [] } }),
            json!({ "id": 4, "method": "workspace/diagnostic", "params": { "previousResultIds": [] } }),
            json!({ "id": 5, "method": "shutdown" }),
            json!({ "method": "exit" }),
        ] {
            let mut message = message;
            message["jsonrpc"] = json!("2.0");
            let body = message.to_string();
            ours.write_all(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes())
                .await
                .expect("it is read");
        }
        assert_eq!(session.await.expect("it does not panic"), 0);
        drop(ours);
        reading.await.expect("it does not panic").expect("a pipe in memory");
        let over = async {
            while tokio::runtime::Handle::current().metrics().num_alive_tasks() > 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), over).await.expect("all that the session began has ended");
    }
}
