//! Sessions over standard input and output, a named pipe, or connections.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Notify;
use tower_lsp::LspService;

use super::backend::Backend;
use super::transport;

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

/// Serves until the client leaves (on [`Channel::Listen`] for ever). Returns the exit status that the protocol asks
/// for: 0 if the client said `shutdown` before it left, 1 otherwise.
///
/// `parent` is the process that the session ends with, if the client names none; `tell` is told where it listens.
///
/// The caller ends the process with it rather than returning from `main` past it: a read of standard input cannot be
/// called off, and would keep the process until its client closes it.
///
/// # Errors
/// If the pipe, the port or the address cannot be opened.
pub fn run(channel: Channel, parent: Option<u32>, tell: impl Fn(&str)) -> io::Result<u8> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let status = runtime.block_on(async {
        match channel {
            Channel::Stdio => Ok(serve(tokio::io::stdin(), tokio::io::stdout(), parent).await),
            Channel::Pipe(name) => pipe(&name, parent).await,
            Channel::Socket(port) => {
                let stream = tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
                Ok(connection(stream, parent).await)
            }
            Channel::Listen(address) => {
                let listener = tokio::net::TcpListener::bind(address).await?;
                tell(&format!("listening on {}", listener.local_addr()?));
                loop {
                    let (stream, _) = listener.accept().await?;
                    tokio::spawn(connection(stream, parent));
                }
            }
        }
    });
    runtime.shutdown_background();
    status
}

async fn connection(stream: tokio::net::TcpStream, parent: Option<u32>) -> u8 {
    // Answers are short, and each is waited for. Without it they only come later.
    let _ = stream.set_nodelay(true);
    let (input, output) = stream.into_split();
    serve(input, output, parent).await
}

#[cfg(unix)]
async fn pipe(name: &str, parent: Option<u32>) -> io::Result<u8> {
    let (input, output) = tokio::net::UnixStream::connect(name).await?.into_split();
    Ok(serve(input, output, parent).await)
}

#[cfg(windows)]
async fn pipe(name: &str, parent: Option<u32>) -> io::Result<u8> {
    let (input, output) = tokio::io::split(tokio::net::windows::named_pipe::ClientOptions::new().open(name)?);
    Ok(serve(input, output, parent).await)
}

/// Serves one session.
pub(super) async fn serve(
    input: impl AsyncRead + Unpin + Send + 'static,
    output: impl AsyncWrite + Unpin + Send + 'static,
    parent: Option<u32>,
) -> u8 {
    let orphaned = Arc::new(Notify::new());
    let (service, socket) = LspService::new({
        let orphaned = orphaned.clone();
        move |client| Backend::new(client, parent, Arc::new(move || orphaned.notify_one()))
    });
    tokio::select! {
        status = transport::serve(service, socket, input, output) => status,
        () = orphaned.notified() => 1,
    }
}
