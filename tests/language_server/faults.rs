//! What clients do wrong, against the program.

use super::*;

#[test]
fn a_message_that_is_not_json_is_skipped() {
    let mut server = Server::program(json!({}));
    server.write(b"Content-Length: 9\r\n\r\n{\"jsonrpc");
    let told = server.expect("window/logMessage")["message"].take();
    assert!(told.as_str().expect("text").starts_with("a message that is not JSON was skipped"), "{told}");
    server.write(b"Content-Length: 2\r\n\r\n[]");
    is_alive(&mut server);
    server.finish();
}

#[test]
fn garbage_before_a_message_is_skipped() {
    let mut server = Server::program(json!({}));
    let mut bytes = b"Debugger attached.\n\xff\xfe\0".to_vec();
    bytes.extend(frame(&json!({ "jsonrpc": "2.0", "method": "$/setTrace", "params": { "value": "off" } })));
    bytes.extend(b"\r\n\r\nX-Header: 1\r\n");
    server.write(&bytes);
    is_alive(&mut server);
    server.finish();
}

#[test]
fn a_method_that_nobody_knows_is_refused_and_optional_ones_are_not_spoken_of() {
    let mut server = Server::program(json!({}));
    let id = server.request("textDocument/frobnicate", json!({}));
    assert_eq!(server.response(id)["error"]["code"], -32601);
    server.notify("$/frobnicate", json!({}));
    is_alive(&mut server);
    server.finish();
}

#[test]
fn a_client_that_never_answers_is_served() {
    let folder = workspace(&[oom()]);
    let mut server = program_in_workspace(
        &folder,
        json!({ "workspace": {
        "configuration": true,
        "didChangeConfiguration": { "dynamicRegistration": true },
        "didChangeWatchedFiles": { "dynamicRegistration": true },
        "codeLens": { "refreshSupport": true },
    } }),
    );
    for n in 0..10 {
        server.notify("workspace/didChangeConfiguration", json!({ "settings": n }));
    }
    server.open("untitled:1", "zzz out of memory: 5 MB\n");
    assert_eq!(server.diagnostics().2.len(), 1);
    for _ in 0..11 {
        server.expect_request("workspace/configuration");
    }
    for _ in 0..2 {
        server.expect_request("client/registerCapability");
    }
    server.finish();
}

#[test]
fn answers_that_nobody_waits_for_are_left_out() {
    let mut server = Server::program(json!({ "workspace": { "configuration": true } }));
    let id = server.expect_request("workspace/configuration")["id"].take();
    for id in [id.clone(), id, json!(77), json!("x"), Value::Null] {
        server.send(&json!({ "jsonrpc": "2.0", "id": id, "result": [null] }));
    }
    server.send(&json!({ "jsonrpc": "2.0", "id": 78, "error": { "code": 1, "message": "no" } }));
    is_alive(&mut server);
    server.finish();
}

#[test]
fn a_client_that_does_not_read_can_go_on_writing() {
    let mut server = Server::start_unread();
    let params = json!({ "processId": null, "rootUri": null, "capabilities": {} });
    let first = server.request("initialize", params);
    server.notify("initialized", json!({}));
    // Far more than fits into a pipe, in both directions.
    let (mut last, method) = (0, format!("textDocument/{}", "x".repeat(1_000)));
    for _ in 0..3_000 {
        last = server.request(&method, json!({}));
    }
    server.read();
    for id in first..=last {
        server.response(id);
    }
    is_alive(&mut server);
    server.finish();
}

#[test]
fn a_session_is_initialized_once_and_first() {
    let mut server = Server::start_program();
    let id = server.request("textDocument/hover", json!({}));
    assert_eq!(server.response(id)["error"]["code"], -32002);
    server.initialize(json!({}));
    let id = server.request("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    assert_eq!(server.response(id)["error"]["code"], -32600);
    is_alive(&mut server);
    server.finish();
}

#[test]
fn addresses_come_back_as_the_client_writes_them() {
    let addresses = [
        "file:///tmp/a.log",
        "file:///tmp/a b.log",
        "file:///tmp/a%20b.log",
        "file:///tmp/é.log",
        "file:///tmp/[x].log",
        "file:///c%3A/logs/a.log",
        "file:///C:/logs/a.log",
        "file:///C:\\logs\\a.log",
        "file://server/share/a.log",
        "C:\\logs\\a.log",
        "/tmp/a.log",
        "log",
        "",
        "untitled:Untitled-1",
        "output:extension-output-ms-python.python-%231-Python",
        "term://~/w//1234:/bin/bash;#toggleterm#1",
        "loglore-terminal:/1.log",
        "vscode-notebook-cell:/x/y.ipynb#W0sZmlsZQ%3D%3D",
        "git:/x/a.log?{\"ref\":\"~\"}",
    ];
    let mut server = Server::program(json!({}));
    for address in addresses {
        server.open(address, ERROR);
        let (uri, _, found) = server.diagnostics();
        assert_eq!((uri.as_str(), found.len()), (address, 1));
        server.close(address);
        assert_eq!(server.diagnostics(), (address.to_owned(), None, vec![]));
    }
    server.finish();
}

/// Release builds have the method only with the feature `test-faults`.
#[cfg(any(debug_assertions, feature = "test-faults"))]
#[test]
fn a_handler_that_panics_is_answered_and_the_session_goes_on() {
    let mut server = Server::program(json!({}));
    server.send(&json!({ "jsonrpc": "2.0", "id": 1_000, "method": "loglore/panic" }));
    let error = server.response(1_000)["error"].take();
    assert_eq!(
        (&error["code"], &error["message"]),
        (&json!(-32603), &json!("loglore/panic failed in loglore; the session goes on"))
    );
    is_alive(&mut server);
    server.finish();
}

#[test]
fn an_answer_after_a_cancel_does_no_harm() {
    let folder = workspace(&[oom()]);
    let mut server = program_in_workspace(&folder, json!({ "workspace": { "applyEdit": true } }));
    server.open("untitled:1", "zzz out of memory: 5 MB\n");
    server.diagnostics();
    let finding = json!({ "entry": "test/oom", "line": 1 });
    let deed = json!({ "document": "untitled:1", "finding": finding, "do": "insertComment", "workaround": 0 });
    let id =
        server.request("workspace/executeCommand", json!({ "command": "loglore.insertComment", "arguments": [deed] }));
    let asked = server.expect_request("workspace/applyEdit");
    server.notify("$/cancelRequest", json!({ "id": id }));
    assert_eq!(server.response(id)["id"], id);
    for _ in 0..2 {
        server.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": { "applied": true } }));
    }
    is_alive(&mut server);
    server.finish();
}

#[test]
fn a_client_that_closes_its_end_ends_the_server() {
    let mut server = Server::start_unread();
    server.request("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    server.close_output();
    // It is written to now and then, until nobody reads.
    for _ in 0..3 {
        if !server.try_notify(
            "textDocument/didOpen",
            json!({ "textDocument": {
            "uri": "untitled:1", "languageId": "log", "version": 1, "text": ERROR,
        } }),
        ) {
            break;
        }
    }
    assert_eq!(server.ended_after_all(), Some(1));
}
