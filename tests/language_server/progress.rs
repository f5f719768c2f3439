//! Long work is shown and can be called off.
//!
//! The sessions of the tests show all work at once, so that nothing depends on how fast the machine is.

use super::*;

/// So much text that its scan is not over before it can be called off.
fn long_log() -> String {
    let mut text = "zzz out of memory: 5 MB\n".to_owned();
    while text.len() < 4 << 20 {
        text.push_str("2024-05-01 12:00:00 INFO worker-7 served request /index.html in 12 ms\n");
    }
    text.push_str("bash: frob: command not found\n");
    text
}

fn showing(folder: &TempDir) -> Server {
    let mut server = in_workspace(folder, json!({ "window": { "workDoneProgress": true } }));
    // Whether the entries are loaded before anything can be shown is not asked here.
    server.pass(|message| message["params"]["token"].as_str().is_some_and(|token| token.starts_with("loglore/load/")));
    server
}

/// The token of the next progress, created as the server asks for it.
fn created(server: &mut Server) -> Value {
    let request = server.expect_request("window/workDoneProgress/create");
    server.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": null }));
    let token = request["params"]["token"].as_str().expect("a text");
    assert!(token.starts_with("loglore/scan/"), "{token}");
    json!(token)
}

#[test]
fn a_long_scan_is_shown_until_it_is_done() {
    let folder = workspace(&[oom()]);
    let mut server = showing(&folder);
    server.open("file:///x/big.log", &long_log());
    let token = created(&mut server);
    let begin = server.expect("$/progress");
    assert_eq!(begin["token"], token);
    let value = &begin["value"];
    assert_eq!(
        (&value["kind"], &value["title"], &value["cancellable"]),
        (&json!("begin"), &json!("Looking for known errors in big.log"), &json!(true))
    );
    let mut percent = 0;
    loop {
        let next = server.expect("$/progress")["value"].take();
        if next["kind"] == "end" {
            break;
        }
        assert_eq!(next["kind"], "report");
        let now = next["percentage"].as_u64().expect("a number");
        assert!(percent <= now && now <= 100, "{percent} {now}");
        percent = now;
    }
    assert_eq!(server.diagnostics().2.len(), 2);
    server.finish();
}

#[test]
fn a_scan_that_is_called_off_says_what_it_found_until_then() {
    let folder = workspace(&[oom()]);
    let mut server = showing(&folder);
    server.open("file:///x/big.log", &long_log());
    let token = created(&mut server);
    assert_eq!(server.expect("$/progress")["value"]["kind"], "begin");
    server.notify("window/workDoneProgress/cancel", json!({ "token": token }));
    assert_eq!(server.diagnostics().2, ["0:0-0:23 1 test/oom"]);
    // An edit is a new text: it is scanned as a whole.
    server.edit("file:///x/big.log", 2, [0, 0, 1, 0], "");
    created(&mut server);
    let found = server.diagnostics().2;
    assert!(found.len() == 1 && found[0].ends_with("command-not-found"), "{found:?}");
    server.pass(|message| message["method"] == "$/progress");
    server.finish();
}

#[test]
fn a_client_that_does_not_answer_is_not_waited_for() {
    let folder = workspace(&[oom()]);
    let mut server = showing(&folder);
    server.open("file:///x/big.log", &long_log());
    assert_eq!(server.diagnostics().2.len(), 2);
    server.pass(|message| message["method"] == "window/workDoneProgress/create");
    server.finish();
}

#[test]
fn nothing_is_shown_to_a_client_that_cannot() {
    let folder = workspace(&[oom()]);
    let mut server = in_workspace(&folder, json!({}));
    server.open("file:///x/big.log", &long_log());
    assert_eq!(server.diagnostics().2.len(), 2);
    server.finish();
}
