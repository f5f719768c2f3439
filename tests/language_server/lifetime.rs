//! How the process ends.

use super::*;

#[test]
fn exit_ends_the_server_also_while_its_input_stays_open() {
    let mut server = Server::program(json!({}));
    server.ask("shutdown", Value::Null);
    server.notify("exit", Value::Null);
    assert_eq!(server.ended(), Some(0));
}

#[test]
fn exit_without_shutdown_is_a_failure() {
    let mut server = Server::program(json!({}));
    server.notify("exit", Value::Null);
    assert_eq!(server.ended(), Some(1));
}

#[test]
fn the_end_of_the_input_ends_the_server() {
    let mut server = Server::program(json!({}));
    server.close_input();
    assert_eq!(server.ended(), Some(1));
    let mut server = Server::program(json!({}));
    server.ask("shutdown", Value::Null);
    server.close_input();
    assert_eq!(server.ended(), Some(0));
}

#[test]
fn shutdown_is_answered_whether_its_parameters_are_null_or_missing() {
    let mut server = Server::program(json!({}));
    server.send(&json!({ "jsonrpc": "2.0", "id": 1_000, "method": "shutdown" }));
    assert_eq!(server.response(1_000)["result"], Value::Null);
    server.notify("exit", Value::Null);
    assert_eq!(server.ended(), Some(0));
    // `finish` says it with null.
    Server::program(json!({})).finish();
}

#[test]
fn the_server_ends_when_the_editor_that_started_it_has_ended() {
    let mut editor = command(std::env::temp_dir().as_path(), &["scan", "-"]);
    let mut editor = editor.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("a process");
    let mut server = Server::program_with(json!({ "processId": editor.id() }));
    is_alive(&mut server);
    editor.kill().expect("it runs");
    // Not waited for: a zombie has ended too.
    assert_eq!(server.ended(), Some(1));
    editor.wait().expect("a status");
}

#[test]
fn the_server_ends_when_its_editor_is_gone_already() {
    let mut editor = command(std::env::temp_dir().as_path(), &["--version"]);
    let mut editor = editor.stdout(Stdio::null()).spawn().expect("a process");
    editor.wait().expect("a status");
    let mut server = Server::start_program();
    // Nobody waits for the answer, which may come or not.
    let params = json!({ "processId": editor.id(), "rootUri": null, "capabilities": {} });
    server.request("initialize", params);
    assert_eq!(server.ended_after_all(), Some(1));
}
