//! `loglore lsp`: the language server.

use std::io::Write as _;
use std::net::SocketAddr;

use anyhow::Context as _;
use clap::Args;

use crate::lore;
use crate::server::{self, Channel, Start};

#[derive(Debug, Args)]
pub(super) struct LspArgs {
    /// Speak over standard input and output (the default)
    #[arg(long, group = "channel")]
    stdio: bool,
    /// Speak over the named pipe that the client has opened (on Unix a socket's path)
    #[arg(long, value_name = "NAME", group = "channel")]
    pipe: Option<String>,
    /// Speak over a connection to this port of this machine, where the client listens
    #[arg(long, value_name = "PORT", group = "channel")]
    socket: Option<u16>,
    /// Serve the connections to this address, which has to be one of this machine alone
    #[arg(long, value_name = "127.0.0.1:PORT", value_parser = local_address, group = "channel")]
    listen: Option<SocketAddr>,
    /// The process that started the server; when it has ended, the server ends too
    #[arg(long = "clientProcessId", value_name = "PID", hide = true)]
    client_process: Option<u32>,
}

/// A session reads the user's files and settings, so nobody else may open one.
fn local_address(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr =
        text.parse().map_err(|_| "an address and a port are expected: 127.0.0.1:4389".to_owned())?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err(format!("{} can be reached from other machines; use 127.0.0.1 or [::1]", address.ip()))
    }
}

/// Serves, then ends the process with the status that the protocol asks for.
pub(super) fn run(args: &LspArgs) -> anyhow::Result<std::convert::Infallible> {
    let channel = match (&args.pipe, args.socket, args.listen) {
        (Some(name), ..) => Channel::Pipe(name.clone()),
        (_, Some(port), _) => Channel::Socket(port),
        (.., Some(address)) => Channel::Listen(address),
        _ => Channel::Stdio,
    };
    let start = Start { parent: args.client_process, user: lore::user_folder(), ..Start::default() };
    let status = server::run(channel.clone(), &start, |message| {
        // Who started it without standard error does not want to know.
        let _ = writeln!(std::io::stderr(), "loglore: {message}");
    })
    .with_context(|| match &channel {
        Channel::Stdio => "cannot serve".to_owned(),
        Channel::Pipe(name) => format!("--pipe {name}: cannot be opened"),
        Channel::Socket(port) => format!("--socket {port}: nobody listens there"),
        Channel::Listen(address) => format!("--listen {address}: cannot listen there"),
    })?;
    std::process::exit(i32::from(status))
}
