//! The language server, driven over its pipes as an editor drives it.

#[path = "language_server/client.rs"]
mod client;

use std::process::Stdio;

use client::{Server, brief, command, frame};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A line that a built-in entry knows.
const ERROR: &str = "bash: frob: command not found\n";

fn oom() -> Value {
    json!({
        "id": "test/oom",
        "signature": "out of memory",
        "regex": "zzz out of memory: (?P<size>\\d+ MB)",
        "root_cause": "The machine has too little memory.",
        "workarounds": [{ "action": "Buy more", "success_rate": 0.9, "rate_basis": "estimate" }],
        "official_doc_url": "https://example.org/oom",
    })
}

/// A workspace folder with these entries in it.
fn workspace(entries: &[Value]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write_entries(&folder, entries);
    folder
}

fn write_entries(folder: &TempDir, entries: &[Value]) {
    for entry in entries {
        let path = folder.path().join(format!(".loglore/entries/{}.json", entry["id"].as_str().expect("an id")));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, entry.to_string()).expect("a file");
    }
}

fn uri(folder: &TempDir) -> String {
    format!("file://{}", folder.path().display())
}

fn in_workspace(folder: &TempDir, capabilities: Value) -> Server {
    Server::initialized_with(json!({
        "capabilities": capabilities,
        "workspaceFolders": [{ "uri": uri(folder), "name": "w" }],
    }))
}

/// The session still does its work.
fn is_alive(server: &mut Server) {
    server.open("untitled:alive", ERROR);
    let (uri, version, found) = server.diagnostics();
    assert_eq!((uri.as_str(), version, found.len()), ("untitled:alive", Some(1), 1));
    server.close("untitled:alive");
    assert_eq!(server.diagnostics(), ("untitled:alive".to_owned(), None, vec![]));
}

#[test]
fn the_server_says_what_it_can_do() {
    let mut server = Server::start();
    let mut answer =
        server.initialize(json!({ "capabilities": { "general": { "positionEncodings": ["utf-8", "utf-16"] } } }));
    assert_eq!(answer["serverInfo"]["version"].take(), env!("CARGO_PKG_VERSION"));
    assert_eq!(
        answer,
        json!({
            "capabilities": {
                "positionEncoding": "utf-8",
                "textDocumentSync": { "openClose": true, "change": 2 },
                "hoverProvider": true,
                "definitionProvider": true,
                "documentLinkProvider": { "resolveProvider": false },
                "documentSymbolProvider": true,
                "foldingRangeProvider": true,
                "codeLensProvider": { "resolveProvider": false },
                "inlayHintProvider": true,
                "codeActionProvider": { "codeActionKinds": ["quickfix", "refactor"], "resolveProvider": false },
                "executeCommandProvider": {
                    "commands": [
                        "loglore.insertComment",
                        "loglore.openNote",
                        "loglore.openDocumentation",
                        "loglore.ignore",
                        "loglore.writeEntry",
                    ],
                },
                "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
            },
            "serverInfo": { "name": "loglore", "version": null },
        })
    );
    server.finish();
}

#[test]
fn a_client_that_asks_for_diagnostics_is_told_that_it_may() {
    let mut server = Server::start();
    let answer = server.initialize(json!({ "capabilities": { "textDocument": { "diagnostic": {} } } }));
    let provider = json!({ "identifier": "loglore", "interFileDependencies": false, "workspaceDiagnostics": true });
    assert_eq!(answer["capabilities"]["diagnosticProvider"], provider);
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
    server.finish();
}

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
    let mut server = Server::initialized(json!({}));
    for address in addresses {
        server.open(address, ERROR);
        let (uri, _, found) = server.diagnostics();
        assert_eq!((uri.as_str(), found.len()), (address, 1));
        server.close(address);
        assert_eq!(server.diagnostics(), (address.to_owned(), None, vec![]));
    }
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

mod pulling {
    use super::*;

    fn pulling(folder: &TempDir) -> Server {
        in_workspace(
            folder,
            json!({
                "textDocument": { "diagnostic": {} }, "workspace": { "diagnostic": { "refreshSupport": true } },
            }),
        )
    }

    fn pull(server: &mut Server, previous: Value) -> Value {
        server.ask(
            "textDocument/diagnostic",
            json!({
                "textDocument": { "uri": "untitled:1" }, "previousResultId": previous,
            }),
        )
    }

    #[test]
    fn diagnostics_are_given_when_asked_for_and_not_pushed() {
        let folder = workspace(&[oom()]);
        let mut server = pulling(&folder);
        server.open("untitled:1", "zzz out of memory: 5 MB\n");
        let first = pull(&mut server, Value::Null);
        assert_eq!(
            (first["kind"].as_str(), brief(&first["items"])),
            (Some("full"), vec!["0:0-0:23 1 test/oom".to_owned()])
        );
        let again = pull(&mut server, first["resultId"].clone());
        assert_eq!(again, json!({ "kind": "unchanged", "resultId": first["resultId"] }));
        server.edit("untitled:1", 2, [0, 0, 0, 0], "\n");
        let moved = pull(&mut server, first["resultId"].clone());
        assert_eq!(brief(&moved["items"]), ["1:0-1:23 1 test/oom"]);
        // A message that was pushed would be unread now.
        server.finish();
    }

    #[test]
    fn the_answer_is_of_the_text_as_it_was_when_asked() {
        let folder = workspace(&[oom()]);
        let mut server = pulling(&folder);
        server.open("untitled:1", "");
        let mut asked = Vec::new();
        for version in 2..30 {
            server.edit(
                "untitled:1",
                version,
                [0, 0, 0, 0],
                if version == 2 { "zzz out of memory: 5 MB\n" } else { "\n" },
            );
            asked.push(server.request("textDocument/diagnostic", json!({ "textDocument": { "uri": "untitled:1" } })));
        }
        for (at_least, id) in asked.into_iter().enumerate() {
            let items = server.response(id)["result"]["items"].take();
            let line = items[0]["range"]["start"]["line"].as_u64().expect("a line");
            assert!(line >= at_least as u64, "line {line} of a text older than {at_least}");
        }
        server.finish();
    }

    #[test]
    fn the_workspace_is_reported_and_then_waits_for_news() {
        let folder = workspace(&[oom()]);
        let mut server = pulling(&folder);
        server.open("file:///x/a b.log", "zzz out of memory: 5 MB\n");
        let first = server.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
        let report = &first["items"][0];
        assert_eq!((&report["uri"], &report["version"]), (&json!("file:///x/a b.log"), &json!(1)));
        assert_eq!(brief(&report["items"]), ["0:0-0:23 1 test/oom"]);
        let previous = json!([{ "uri": "file:///x/a b.log", "value": report["resultId"] }]);
        let waiting = server.request("workspace/diagnostic", json!({ "previousResultIds": previous }));
        server.close("file:///x/a b.log");
        let news = server.response(waiting)["result"].take();
        assert_eq!(news["items"][0]["items"], json!([]));
        server.finish();
    }

    #[test]
    fn who_waits_for_news_can_cancel() {
        let folder = workspace(&[oom()]);
        let mut server = pulling(&folder);
        server.open("untitled:1", "");
        let report = server.ask("workspace/diagnostic", json!({ "previousResultIds": [] }))["items"][0].take();
        let previous = json!([{ "uri": "untitled:1", "value": report["resultId"] }]);
        let waiting = server.request("workspace/diagnostic", json!({ "previousResultIds": previous }));
        server.notify("$/cancelRequest", json!({ "id": waiting }));
        assert_eq!(server.response(waiting)["error"]["code"], -32800);
        server.finish();
    }

    #[test]
    fn the_client_is_told_to_ask_again_when_entries_change() {
        let folder = workspace(&[oom()]);
        let mut server = pulling(&folder);
        server.open("untitled:1", "zzz out of memory: 5 MB\nfrob failed badly\n");
        assert_eq!(brief(&pull(&mut server, Value::Null)["items"]).len(), 1);
        write_entries(&folder, &[json!({ "id": "test/frob", "signature": "frob", "regex": "frob failed badly" })]);
        server.expect_request("workspace/diagnostic/refresh");
        assert_eq!(brief(&pull(&mut server, Value::Null)["items"]).len(), 2);
        server.finish();
    }
}

mod surroundings {
    use super::*;

    #[test]
    fn entries_added_changed_and_removed_on_disk_are_in_force() {
        let folder = workspace(&[]);
        let mut server = in_workspace(&folder, json!({}));
        server.open("untitled:1", "zzz out of memory: 5 MB\nfrob failed\n");
        assert_eq!(server.diagnostics().2, [""; 0]);
        write_entries(&folder, &[oom()]);
        assert_eq!(server.diagnostics().2, ["0:0-0:23 1 test/oom"]);
        write_entries(&folder, &[json!({ "id": "test/oom", "signature": "frob", "regex": "frob failed" })]);
        assert_eq!(server.diagnostics().2, ["1:0-1:11 1 test/oom"]);
        std::fs::remove_dir_all(folder.path().join(".loglore")).expect("it is there");
        assert_eq!(server.diagnostics().2, [""; 0]);
        server.finish();
    }

    #[test]
    fn a_broken_entry_is_told_with_its_file_and_the_others_are_in_force() {
        let folder = workspace(&[oom(), json!({ "id": "test/broken", "signature": "x", "regex": "(" })]);
        let mut server = in_workspace(&folder, json!({}));
        let told = server.expect("window/logMessage")["message"].take();
        assert!(told.as_str().expect("text").contains("test/broken.json:1:"), "{told}");
        server.open("untitled:1", "zzz out of memory: 5 MB\n");
        assert_eq!(server.diagnostics().2.len(), 1);
        server.finish();
    }

    #[test]
    fn a_client_that_can_is_asked_to_watch_and_what_it_tells_is_heeded() {
        let folder = workspace(&[]);
        let watched = json!({ "dynamicRegistration": true, "relativePatternSupport": true });
        let mut server = in_workspace(&folder, json!({ "workspace": { "didChangeWatchedFiles": watched } }));
        let request = server.expect_request("client/registerCapability");
        let registration = &request["params"]["registrations"][0];
        assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
        let user = format!("file://{}/loglore/entries/", server.home().display());
        assert_eq!(
            registration["registerOptions"]["watchers"],
            json!([
                { "globPattern": "**/.loglore/entries/**" },
                { "globPattern": "**/loglore.toml" },
                { "globPattern": { "baseUri": user, "pattern": "**/*.json" } },
            ])
        );
        server.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": null }));
        server.open("untitled:1", "zzz out of memory: 5 MB\n");
        assert_eq!(server.diagnostics().2, [""; 0]);
        write_entries(&folder, &[oom()]);
        server.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
        assert_eq!(server.diagnostics().2.len(), 1);
        server.finish();
    }

    #[test]
    fn settings_are_asked_for_and_asked_for_again_when_they_change() {
        let folder = workspace(&[oom()]);
        let capabilities = json!({ "workspace": {
            "configuration": true, "didChangeConfiguration": { "dynamicRegistration": true },
        } });
        let mut server = in_workspace(&folder, capabilities);
        let registration = server.expect_request("client/registerCapability");
        assert_eq!(registration["params"]["registrations"][0]["method"], "workspace/didChangeConfiguration");
        let answer = |server: &mut Server, settings: Value| {
            let request = server.expect_request("workspace/configuration");
            assert_eq!(request["params"], json!({ "items": [{ "section": "loglore" }] }));
            server.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": [settings] }));
        };
        server.open("untitled:1", "zzz out of memory: 5 MB\n");
        answer(&mut server, json!({ "severity": "hint" }));
        assert_eq!(server.diagnostics().2, ["0:0-0:23 4 test/oom"]);
        server.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
        answer(&mut server, json!({ "entries": { "disabled": ["test/oom"] } }));
        assert_eq!(server.diagnostics().2, [""; 0]);
        server.finish();
    }

    #[test]
    fn settings_come_with_the_change_where_the_client_cannot_be_asked() {
        let folder = workspace(&[oom()]);
        let mut server = in_workspace(&folder, json!({}));
        server.open("untitled:1", "zzz out of memory: 5 MB\n");
        assert_eq!(server.diagnostics().2, ["0:0-0:23 1 test/oom"]);
        let settings = json!({ "loglore": { "severity": { "test": "warning" } } });
        server.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        assert_eq!(server.diagnostics().2, ["0:0-0:23 2 test/oom"]);
        server.finish();
    }

    #[test]
    fn a_wrong_setting_is_told_with_its_name() {
        let mut server = Server::initialized_with(json!({ "initializationOptions": { "maxDiagnostics": "all" } }));
        assert_eq!(
            server.expect("window/showMessage"),
            json!({
                "type": 2,
                "message": "loglore.maxDiagnostics: a whole number from 1 is expected, not \"all\"; 1000 stays in force",
            })
        );
        is_alive(&mut server);
        server.finish();
    }

    #[test]
    fn the_settings_file_of_the_workspace_is_in_force_as_soon_as_it_is_written() {
        let folder = workspace(&[oom()]);
        let mut server = in_workspace(&folder, json!({}));
        server.open("untitled:1", "zzz out of memory: 5 MB\n");
        assert_eq!(server.diagnostics().2, ["0:0-0:23 1 test/oom"]);
        let file = folder.path().join("loglore.toml");
        std::fs::write(&file, "severity = 'information'\ncolour = 'blue'\n").expect("a file");
        assert_eq!(server.diagnostics().2, ["0:0-0:23 3 test/oom"]);
        assert_eq!(
            server.expect("window/showMessage")["message"],
            format!("{}:2: colour: there is no such setting", file.display())
        );
        server.finish();
    }

    #[test]
    fn a_folder_that_is_not_trusted_adds_no_entries_and_no_settings() {
        let folder = workspace(&[oom()]);
        std::fs::write(folder.path().join("loglore.toml"), "severity = 'hint'\n").expect("a file");
        let found = |options: Value| {
            let mut server = Server::initialized_with(json!({
                "initializationOptions": options,
                "workspaceFolders": [{ "uri": uri(&folder), "name": "w" }],
            }));
            server.open("untitled:1", "zzz out of memory: 5 MB\nx: No space left on device\n");
            let found = server.diagnostics().2;
            server.finish();
            found
        };
        let trusted = found(json!({ "workspaceTrust": true }));
        assert_eq!(trusted.len(), 2, "{trusted:?}");
        assert!(trusted[0].contains(" 4 test/oom"), "{trusted:?}");
        let restricted = found(json!({ "workspaceTrust": false }));
        assert_eq!(restricted.len(), 1, "{restricted:?}");
        assert!(restricted[0].starts_with("1:") && restricted[0].contains(" 1 "), "{restricted:?}");
    }

    #[test]
    fn entries_of_a_folder_that_is_opened_later_are_in_force() {
        let folder = workspace(&[oom()]);
        let mut server = Server::initialized(json!({}));
        server.open("untitled:1", "zzz out of memory: 5 MB\n");
        assert_eq!(server.diagnostics().2, [""; 0]);
        let change = |added: Value, removed: Value| json!({ "event": { "added": added, "removed": removed } });
        let this = json!([{ "uri": uri(&folder), "name": "w" }]);
        server.notify("workspace/didChangeWorkspaceFolders", change(this.clone(), json!([])));
        assert_eq!(server.diagnostics().2.len(), 1);
        server.notify("workspace/didChangeWorkspaceFolders", change(json!([]), this));
        assert_eq!(server.diagnostics().2, [""; 0]);
        server.finish();
    }
}

mod lifetime {
    use super::*;

    #[test]
    fn exit_ends_the_server_also_while_its_input_stays_open() {
        let mut server = Server::initialized(json!({}));
        server.ask("shutdown", Value::Null);
        server.notify("exit", Value::Null);
        assert_eq!(server.ended().code(), Some(0));
    }

    #[test]
    fn exit_without_shutdown_is_a_failure() {
        let mut server = Server::initialized(json!({}));
        server.notify("exit", Value::Null);
        assert_eq!(server.ended().code(), Some(1));
    }

    #[test]
    fn the_end_of_the_input_ends_the_server() {
        let mut server = Server::initialized(json!({}));
        server.close_input();
        assert_eq!(server.ended().code(), Some(1));
        let mut server = Server::initialized(json!({}));
        server.ask("shutdown", Value::Null);
        server.close_input();
        assert_eq!(server.ended().code(), Some(0));
    }

    #[test]
    fn shutdown_is_answered_whether_its_parameters_are_null_or_missing() {
        let mut server = Server::initialized(json!({}));
        server.send(&json!({ "jsonrpc": "2.0", "id": "a", "method": "shutdown" }));
        server.notify("exit", Value::Null);
        assert_eq!(server.ended().code(), Some(0));
        // `finish` says it with null.
        Server::initialized(json!({})).finish();
    }

    #[test]
    fn the_server_ends_when_the_editor_that_started_it_has_ended() {
        let mut editor = command(std::env::temp_dir().as_path(), &["scan", "-"]);
        let mut editor = editor.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("a process");
        let mut server = Server::initialized_with(json!({ "processId": editor.id() }));
        is_alive(&mut server);
        editor.kill().expect("it runs");
        // Not waited for: a zombie has ended too.
        assert_eq!(server.ended().code(), Some(1));
        editor.wait().expect("a status");
    }

    #[test]
    fn the_server_ends_when_its_editor_is_gone_already() {
        let mut editor = command(std::env::temp_dir().as_path(), &["--version"]);
        let mut editor = editor.stdout(Stdio::null()).spawn().expect("a process");
        editor.wait().expect("a status");
        let mut server = Server::start();
        // Nobody waits for the answer, which may come or not.
        let params = json!({ "processId": editor.id(), "rootUri": null, "capabilities": {} });
        server.request("initialize", params);
        assert_eq!(server.ended().code(), Some(1));
    }
}

mod faults {
    use super::*;

    #[test]
    fn a_message_that_is_not_json_is_skipped() {
        let mut server = Server::initialized(json!({}));
        server.write(b"Content-Length: 9\r\n\r\n{\"jsonrpc");
        let told = server.expect("window/logMessage")["message"].take();
        assert!(told.as_str().expect("text").starts_with("a message that is not JSON was skipped"), "{told}");
        server.write(b"Content-Length: 2\r\n\r\n[]");
        is_alive(&mut server);
        server.finish();
    }

    #[test]
    fn garbage_before_a_message_is_skipped() {
        let mut server = Server::initialized(json!({}));
        let mut bytes = b"Debugger attached.\n\xff\xfe\0".to_vec();
        bytes.extend(frame(&json!({ "jsonrpc": "2.0", "method": "$/setTrace", "params": { "value": "off" } })));
        bytes.extend(b"\r\n\r\nX-Header: 1\r\n");
        server.write(&bytes);
        is_alive(&mut server);
        server.finish();
    }

    #[test]
    fn a_method_that_nobody_knows_is_refused_and_optional_ones_are_not_spoken_of() {
        let mut server = Server::initialized(json!({}));
        let id = server.request("textDocument/frobnicate", json!({}));
        assert_eq!(server.response(id)["error"]["code"], -32601);
        server.notify("$/frobnicate", json!({}));
        is_alive(&mut server);
        server.finish();
    }

    #[test]
    fn a_client_that_never_answers_is_served() {
        let folder = workspace(&[oom()]);
        let mut server = in_workspace(
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
        let mut server = Server::initialized(json!({ "workspace": { "configuration": true } }));
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
        let mut server = Server::start();
        let id = server.request("textDocument/hover", json!({}));
        assert_eq!(server.response(id)["error"]["code"], -32002);
        server.initialize(json!({}));
        let id = server.request("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
        assert_eq!(server.response(id)["error"]["code"], -32600);
        is_alive(&mut server);
        server.finish();
    }
}

mod channels {
    use std::io::{BufRead as _, BufReader};
    use std::net::{TcpListener, TcpStream};

    use super::*;

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
}
