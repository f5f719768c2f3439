//! Documents, their marks, and what is asked about them.

use super::*;

#[test]
fn a_known_error_is_marked_with_what_it_is_why_and_what_works() {
    let folder = workspace(&[oom()]);
    let publish = json!({ "codeDescriptionSupport": true, "dataSupport": true, "relatedInformation": true });
    let mut server = in_workspace(&folder, json!({ "textDocument": { "publishDiagnostics": publish } }));
    server.open("file:///x/a.log", "fine\n12:00 zzz out of memory: 5 MB\nzzz out of memory: 5 MB\n");
    let range = |line: u32, from: u32, to: u32| json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } });
    assert_eq!(
        server.expect("textDocument/publishDiagnostics"),
        json!({
            "uri": "file:///x/a.log",
            "version": 1,
            "diagnostics": [{
                "range": range(1, 6, 29),
                "severity": 1,
                "code": "test/oom",
                "codeDescription": { "href": "https://example.org/oom" },
                "source": "loglore",
                "message": "out of memory (2 ×)\nThe machine has too little memory.\nWorks: Buy more (90 %, estimated)",
                "relatedInformation": [{
                    "location": { "uri": "file:///x/a.log", "range": range(2, 0, 23) },
                    "message": "again, number 2",
                }],
                "data": { "entry": "test/oom", "captures": { "size": "5 MB" }, "frames": [] },
            }],
        })
    );
    server.finish();
}

#[test]
fn a_log_is_explained_its_frames_lead_to_the_source_and_a_workaround_is_noted_in_it() {
    let folder = workspace(&[oom()]);
    std::fs::write(folder.path().join("train.py"), "import torch\n\ntorch.load('big')\n").expect("a file");
    let mut server = in_workspace(
        &folder,
        json!({ "workspace": { "applyEdit": true }, "textDocument": { "hover": { "contentFormat": ["markdown"] } } }),
    );
    let log = "Traceback (most recent call last):\n  File \"/app/train.py\", line 3, in <module>\n    torch.load('big')\nMemoryError: zzz out of memory: 5 MB\n";
    server.open("file:///x/a.log", log);
    server.expect("textDocument/publishDiagnostics");
    // The mark in the source.
    server.expect("textDocument/publishDiagnostics");
    let at = |line: u32, character: u32| json!({ "textDocument": { "uri": "file:///x/a.log" }, "position": { "line": line, "character": character } });

    let card = server.ask("textDocument/hover", at(3, 20));
    let text = card["contents"]["value"].as_str().expect("Markdown");
    assert!(text.contains("The machine has too little memory.") && text.contains("train.py"), "{text}");
    let source = server.ask("textDocument/definition", at(1, 12));
    let uri = source[0]["uri"].as_str().expect("an address");
    assert!(uri.ends_with("/train.py"), "{source}");
    assert_eq!(source[0]["range"]["start"]["line"], 2);
    assert_eq!(server.ask("textDocument/hover", at(0, 40)), Value::Null);

    let range = json!({ "start": { "line": 3, "character": 20 }, "end": { "line": 3, "character": 20 } });
    let actions = server.ask(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": "file:///x/a.log" }, "range": range, "context": { "diagnostics": [] } }),
    );
    let insert = actions
        .as_array()
        .expect("actions")
        .iter()
        .find_map(|action| {
            let command = if action["command"].is_object() { &action["command"] } else { action };
            (command["command"] == "loglore.insertComment").then(|| command.clone())
        })
        .unwrap_or_else(|| panic!("no way to note the workaround: {actions:#}"));
    let id = server
        .request("workspace/executeCommand", json!({ "command": insert["command"], "arguments": insert["arguments"] }));
    let asked = server.expect_request("workspace/applyEdit");
    assert!(asked.to_string().contains("Buy more"), "{asked:#}");
    server.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": { "applied": true } }));
    assert_eq!(server.response(id)["result"], Value::Null);
    for method in [
        "textDocument/documentLink",
        "textDocument/documentSymbol",
        "textDocument/foldingRange",
        "textDocument/codeLens",
    ] {
        let answer = server.ask(method, json!({ "textDocument": { "uri": "file:///x/a.log" } }));
        assert!(answer.as_array().is_some_and(|answers| !answers.is_empty()), "{method}: {answer}");
    }
    server.finish();
}

#[test]
fn a_simple_client_gets_nothing_that_it_cannot_read() {
    let folder = workspace(&[oom()]);
    let mut server = in_workspace(&folder, json!({}));
    server.open("file:///x/a.log", "zzz out of memory: 5 MB\nzzz out of memory: 5 MB\n");
    let published = server.expect("textDocument/publishDiagnostics");
    let keys: Vec<&String> = published["diagnostics"][0].as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["range", "severity", "code", "source", "message"]);
    server.finish();
}

#[test]
fn a_text_without_known_errors_is_said_to_have_none() {
    let mut server = Server::initialized(json!({}));
    server.open("file:///x/a.log", "all is well\n");
    assert_eq!(server.diagnostics(), ("file:///x/a.log".to_owned(), Some(1), vec![]));
    server.finish();
}

#[test]
fn marks_follow_the_text_and_go_when_it_is_closed() {
    let folder = workspace(&[oom()]);
    let mut server = in_workspace(&folder, json!({}));
    server.open("untitled:1", "");
    assert_eq!(server.diagnostics(), ("untitled:1".to_owned(), Some(1), vec![]));
    server.edit("untitled:1", 2, [0, 0, 0, 0], "zzz out of memory: 5 MB\n");
    let found = |line: u32| vec![format!("{line}:0-{line}:23 1 test/oom")];
    assert_eq!(server.diagnostics(), ("untitled:1".to_owned(), Some(2), found(0)));
    server.edit("untitled:1", 3, [0, 0, 0, 0], "😀\n");
    assert_eq!(server.diagnostics(), ("untitled:1".to_owned(), Some(3), found(1)));
    server.edit("untitled:1", 4, [1, 0, 1, 3], "");
    assert_eq!(server.diagnostics(), ("untitled:1".to_owned(), Some(4), vec![]));
    server.edit("untitled:1", 5, [1, 0, 1, 0], "zzz");
    assert_eq!(server.diagnostics(), ("untitled:1".to_owned(), Some(5), found(1)));
    server.close("untitled:1");
    assert_eq!(server.diagnostics(), ("untitled:1".to_owned(), None, vec![]));
    server.finish();
}

#[test]
fn columns_are_counted_as_was_agreed() {
    for (encoding, start) in [("utf-8", 5), ("utf-16", 3), ("utf-32", 2)] {
        let folder = workspace(&[oom()]);
        let mut server = in_workspace(&folder, json!({ "general": { "positionEncodings": [encoding] } }));
        server.open("untitled:1", "😀x zzz out of memory: 5 MB");
        let before = server.diagnostics().2;
        server.edit("untitled:1", 2, [0, start - 1, 0, start], "");
        let after = server.diagnostics().2;
        assert_eq!(before, [format!("0:{}-0:{} 1 test/oom", start + 1, start + 24)]);
        assert_eq!(after, [format!("0:{start}-0:{} 1 test/oom", start + 23)], "{encoding}");
        server.finish();
    }
}

#[test]
fn a_whole_new_text_may_be_sent() {
    let folder = workspace(&[oom()]);
    let mut server = in_workspace(&folder, json!({}));
    server.open("untitled:1", "zzz out of memory: 5 MB\n");
    server.diagnostics();
    let changes = json!([{ "text": "x\nzzz out of memory: 6 MB\n" }]);
    server.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": "untitled:1", "version": 2 }, "contentChanges": changes }),
    );
    assert_eq!(server.diagnostics().2, ["1:0-1:23 1 test/oom"]);
    server.finish();
}

#[test]
fn what_the_server_itself_logs_is_not_looked_at() {
    let mut server = Server::initialized(json!({}));
    let own = "output:extension-output-someone.loglore-%231-loglore";
    server.open(own, ERROR);
    server.edit(own, 2, [0, 0, 0, 0], ERROR);
    server.close(own);
    is_alive(&mut server);
    server.finish();
}

#[test]
fn a_change_of_a_document_that_is_not_open_is_told_and_does_no_harm() {
    let mut server = Server::initialized(json!({}));
    server.edit("file:///x/a.log", 2, [0, 0, 0, 0], ERROR);
    let told = server.expect("window/logMessage");
    assert_eq!(told["message"], "file:///x/a.log: changed, but it was never opened; the change is left out");
    is_alive(&mut server);
    server.finish();
}

#[test]
fn more_marks_than_are_wanted_are_counted() {
    let folder = workspace(&[oom()]);
    let mut server = Server::initialized_with(json!({
        "workspaceFolders": [{ "uri": uri(&folder), "name": "w" }],
        "initializationOptions": { "maxDiagnostics": 2 },
    }));
    // The numbers are measurements of one and the same error, the commands are errors of their own.
    let text: String =
        ["1", "2", "3"].map(|n| format!("zzz out of memory: {n} MB\nbash: x{n}: command not found\n")).concat();
    server.open("untitled:1", &text);
    let published = server.expect("textDocument/publishDiagnostics");
    assert_eq!(published["diagnostics"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        published["diagnostics"][1]["message"],
        "3 more known errors are not shown: `loglore.maxDiagnostics` is 2"
    );
    server.finish();
}
