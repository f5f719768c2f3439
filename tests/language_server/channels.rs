//! Pipes, ports and addresses.

use super::*;

use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};

/// Says hello and good-bye over a connection of any kind.
fn converse(mut input: impl std::io::Write, output: impl std::io::Read) {
    let hello = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "processId": null, "rootUri": null, "capabilities": {} } });
    input.write_all(&frame(&hello)).expect("it reads");
    let mut name = Value::Null;
    client::read(output, |mut message| {
        name = message["result"]["serverInfo"]["name"].take();
        false
    });
    assert_eq!(name, "loglore");
    let good_bye =
        [json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }), json!({ "jsonrpc": "2.0", "method": "exit" })];
    for message in good_bye {
        input.write_all(&frame(&message)).expect("it reads");
    }
    input.flush().expect("it reads");
}

#[cfg(unix)]
#[test]
fn a_session_goes_over_a_pipe_that_the_client_has_opened() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("pipe");
    let listener = std::os::unix::net::UnixListener::bind(&path).expect("a socket");
    let argument = format!("--pipe={}", path.display());
    let mut server = command(home.path(), &["lsp", &argument]).spawn().expect("a process");
    let (stream, _) = listener.accept().expect("the server comes");
    converse(&stream, &stream);
    assert_eq!(server.wait().expect("a status").code(), Some(0));
}

#[test]
fn a_session_goes_over_a_port_where_the_client_listens() {
    let home = tempfile::tempdir().expect("a folder");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port().to_string();
    let mut server = command(home.path(), &["lsp", "--socket", &port]).spawn().expect("a process");
    let (stream, _) = listener.accept().expect("the server comes");
    converse(&stream, &stream);
    assert_eq!(server.wait().expect("a status").code(), Some(0));
}

#[test]
fn a_listening_server_has_many_sessions() {
    let home = tempfile::tempdir().expect("a folder");
    let mut server = command(home.path(), &["lsp", "--listen", "127.0.0.1:0"]);
    let mut server = server.stderr(Stdio::piped()).spawn().expect("a process");
    let mut line = String::new();
    BufReader::new(server.stderr.take().expect("it is piped")).read_line(&mut line).expect("a line");
    let address = line.trim().strip_prefix("loglore: listening on ").expect("the address").to_owned();
    let connect = || TcpStream::connect(&address).expect("it listens");
    let (first, second) = (connect(), connect());
    converse(&second, &second);
    converse(&first, &first);
    server.kill().expect("it runs on");
    server.wait().expect("a status");
}

#[test]
fn nobody_else_can_reach_a_listening_server() {
    let home = tempfile::tempdir().expect("a folder");
    let output = command(home.path(), &["lsp", "--listen", "0.0.0.0:4389"]).output().expect("a process");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("0.0.0.0 can be reached from other machines"), "{told}");
}

#[test]
fn a_pipe_that_is_not_there_is_named() {
    let home = tempfile::tempdir().expect("a folder");
    let output = command(home.path(), &["lsp", "--pipe", "nowhere"]).output().expect("a process");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.starts_with("loglore: --pipe nowhere: cannot be opened"), "{told}");
}
