//! The place in source that a log points to is marked there too.

use super::*;

const LOG: &str = "Traceback (most recent call last):\n  File \"/app/train.py\", line 3, in <module>\n    torch.load('big')\nMemoryError: zzz out of memory: 5 MB\n";

/// A workspace with a source file, and its address.
fn project() -> (TempDir, String) {
    let folder = workspace(&[oom()]);
    std::fs::write(folder.path().join("train.py"), "import torch\n\n  torch.load('big')\n").expect("a file");
    let source = format!("{}/train.py", uri(&folder));
    (folder, source)
}

fn related() -> Value {
    json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } })
}

#[test]
fn a_log_marks_the_line_of_the_source_until_it_is_closed() {
    let (folder, source) = project();
    let mut server = in_workspace(&folder, related());
    server.open("file:///x/a.log", LOG);
    let own = server.expect("textDocument/publishDiagnostics");
    let line = json!({ "start": { "line": 2, "character": 2 }, "end": { "line": 2, "character": 19 } });
    assert_eq!(
        own["diagnostics"][0]["relatedInformation"],
        json!([{ "location": { "uri": source, "range": line }, "message": "your code, in <module>" }])
    );
    let marked = server.expect("textDocument/publishDiagnostics");
    assert_eq!(
        marked,
        json!({ "uri": source, "diagnostics": [{
            "range": line,
            "severity": 3,
            "code": "test/oom",
            "source": "loglore",
            "message": "out of memory (a.log:4)",
            "relatedInformation": [{
                "location": { "uri": "file:///x/a.log", "range": own["diagnostics"][0]["range"] },
                "message": "out of memory",
            }],
        }] })
    );
    server.close("file:///x/a.log");
    assert_eq!(server.diagnostics(), ("file:///x/a.log".to_owned(), None, vec![]));
    assert_eq!(server.diagnostics(), (source, None, vec![]));
    server.finish();
}

#[test]
fn the_marks_of_several_logs_stand_together_with_what_is_found_in_the_file_itself() {
    let (folder, source) = project();
    let mut server = in_workspace(&folder, json!({}));
    server.open(&source, "# zzz out of memory: 1 MB\n\n  torch.load('big')\n");
    let found = "0:2-0:25 1 test/oom".to_owned();
    let mark = "2:2-2:19 3 test/oom".to_owned();
    assert_eq!(server.diagnostics(), (source.clone(), Some(1), vec![found.clone()]));
    for (log, marks) in [("untitled:1", 1), ("untitled:2", 2)] {
        server.open(log, LOG);
        assert_eq!(server.diagnostics().0, log);
        let all: Vec<String> = std::iter::once(&found).chain(vec![&mark; marks]).cloned().collect();
        assert_eq!(server.diagnostics(), (source.clone(), Some(1), all));
    }
    server.close("untitled:1");
    assert_eq!(server.diagnostics().0, "untitled:1");
    assert_eq!(server.diagnostics(), (source.clone(), Some(1), vec![found, mark.clone()]));
    server.close(&source);
    assert_eq!(server.diagnostics(), (source, None, vec![mark]));
    server.finish();
}

#[test]
fn nothing_is_marked_where_that_is_off_or_the_line_is_gone() {
    let (folder, _) = project();
    let mut server = Server::initialized_with(json!({
        "workspaceFolders": [{ "uri": uri(&folder), "name": "w" }],
        "initializationOptions": { "sourceMarks": false },
    }));
    server.open("untitled:1", LOG);
    assert_eq!(server.diagnostics().2.len(), 1);
    // Messages for the source would be unread now.
    server.finish();

    std::fs::write(folder.path().join("train.py"), "import torch\n").expect("a file");
    let mut server = in_workspace(&folder, json!({}));
    server.open("untitled:1", LOG);
    assert_eq!(server.diagnostics().2.len(), 1);
    is_alive(&mut server);
    server.finish();
}

#[test]
fn a_client_that_asks_is_told_with_the_workspace_and_with_the_log() {
    let (folder, source) = project();
    let mut server = in_workspace(
        &folder,
        json!({
            "textDocument": { "diagnostic": { "relatedDocumentSupport": true } },
            "workspace": { "diagnostics": { "refreshSupport": true } },
        }),
    );
    server.open("untitled:1", LOG);
    let log = server.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": "untitled:1" } }));
    assert_eq!(brief(&log["items"]).len(), 1);
    assert_eq!(brief(&log["relatedDocuments"][&source]["items"]), ["2:2-2:19 3 test/oom"]);

    let all = server.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let of_source = all["items"].as_array().expect("reports").iter().find(|report| report["uri"] == source);
    let of_source = of_source.expect("the source is reported");
    assert_eq!((&of_source["version"], brief(&of_source["items"]).len()), (&Value::Null, 1));

    let previous = all["items"].as_array().expect("reports").iter();
    let previous: Vec<Value> =
        previous.map(|report| json!({ "uri": report["uri"], "value": report["resultId"] })).collect();
    server.close("untitled:1");
    let after = server.ask("workspace/diagnostic", json!({ "previousResultIds": previous }));
    assert_eq!(after["items"][0]["items"], json!([]));
    assert_eq!(after["items"][1]["items"], json!([]));
    server.finish();
}

#[test]
fn a_client_that_asks_is_told_to_ask_again_about_an_open_source() {
    let (folder, source) = project();
    let mut server = in_workspace(
        &folder,
        json!({ "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } } }),
    );
    let ask = |server: &mut Server| {
        let answer = server.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": source } }));
        brief(&answer["items"])
    };
    server.open(&source, "import torch\n\n  torch.load('big')\n");
    assert_eq!(ask(&mut server), [""; 0]);
    server.open("untitled:1", LOG);
    server.expect_request("workspace/diagnostic/refresh");
    assert_eq!(ask(&mut server), ["2:2-2:19 3 test/oom"]);
    server.close("untitled:1");
    server.expect_request("workspace/diagnostic/refresh");
    assert_eq!(ask(&mut server), [""; 0]);
    server.finish();
}
