//! Fixes in the source that failed, from the light bulb to the edit that the client is asked for.

use super::*;

/// A workspace with the real log and the program that wrote it.
pub fn training() -> (TempDir, String, String) {
    let folder = workspace(&[]);
    let read = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
        std::fs::read_to_string(path).expect("the example is there")
    };
    std::fs::write(folder.path().join("train.py"), read("train.py")).expect("a file");
    let source = format!("{}/train.py", uri(&folder));
    (folder, source, read("train.log"))
}

/// A client that asks for diagnostics (so that none come unasked), with these further capabilities.
pub fn client(folder: &TempDir, mut more: Value) -> Server {
    more["textDocument"]["diagnostic"] = json!({});
    in_workspace(folder, more)
}

/// What VS Code with our extension says.
pub fn ours() -> Value {
    json!({
        "textDocument": { "codeAction": {
            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "source"] } },
            "isPreferredSupport": true, "disabledSupport": true, "dataSupport": true, "honorsChangeAnnotations": true,
            "resolveSupport": { "properties": ["edit"] },
        } },
        "workspace": { "applyEdit": true, "workspaceEdit": {
            "documentChanges": true, "resourceOperations": ["create"], "changeAnnotationSupport": {},
        } },
        "window": { "showDocument": { "support": true } },
        "experimental": { "commands": { "commands": ["loglore.reveal"] } },
    })
}

pub fn actions(server: &mut Server, log: &str, line: u32) -> Vec<Value> {
    let at = json!({ "line": line, "character": 5 });
    let params = json!({
        "textDocument": { "uri": log }, "range": { "start": at, "end": at }, "context": { "diagnostics": [] },
    });
    server.ask("textDocument/codeAction", params).as_array().expect("a list").clone()
}

/// The line of the log that states the error.
pub fn error_line(log: &str) -> u32 {
    let lines = log.split_inclusive(['\n', '\r']).position(|line| line.starts_with("torch.OutOfMemoryError"));
    u32::try_from(lines.expect("it is there")).expect("a short log")
}

#[test]
fn the_first_quick_fix_of_the_example_changes_the_call_that_failed() {
    let (folder, source, log) = training();
    let mut server = client(&folder, ours());
    let uri = format!("{}/train.log", uri(&folder));
    server.open(&uri, &log);
    let first = actions(&mut server, &uri, error_line(&log)).remove(0);
    assert_eq!(first["title"], "Add device_map='auto' to from_pretrained(…) in train.py:97");
    assert_eq!((&first["kind"], &first["isPreferred"]), (&json!("quickfix"), &json!(true)));
    let added = json!({ "start": { "line": 96, "character": 61 }, "end": { "line": 96, "character": 78 } });
    assert_eq!(
        first["command"],
        json!({ "title": first["title"], "command": "loglore.reveal", "arguments": [source, added] })
    );
    assert_eq!(first.get("edit"), None, "it is computed when it is chosen");
    let resolved = server.ask("codeAction/resolve", first);
    let at = json!({ "line": 96, "character": 59 });
    assert_eq!(
        resolved["edit"],
        json!({ "documentChanges": [{
            "textDocument": { "uri": source, "version": null },
            "edits": [{ "range": { "start": at, "end": at }, "newText": ", device_map=\"auto\"" }],
        }] })
    );
    server.finish();
}

#[test]
fn an_open_document_is_edited_in_its_version_and_not_behind_the_users_back() {
    let (folder, source, log) = training();
    let mut server = client(&folder, ours());
    let uri = format!("{}/train.log", uri(&folder));
    server.open(&uri, &log);
    let text = std::fs::read_to_string(folder.path().join("train.py")).expect("a file");
    server.open(&source, &format!("# unsaved\n{text}"));
    let first = actions(&mut server, &uri, error_line(&log)).remove(0);
    assert_eq!(first["title"], "Add device_map='auto' to from_pretrained(…) in train.py:98");
    server.edit(&source, 2, [0, 0, 0, 0], "# more\n");
    let resolved = server.ask("codeAction/resolve", first.clone());
    let change = &resolved["edit"]["documentChanges"][0];
    assert_eq!(
        (&change["textDocument"]["version"], &change["edits"][0]["range"]["start"]["line"]),
        (&json!(2), &json!(98))
    );
    // The line is taken away between the menu and the choice.
    server.edit(&source, 3, [0, 0, 200, 0], "x = 1\n");
    let id = server.request("codeAction/resolve", first);
    let refused = server.response(id);
    let message = refused["error"]["message"].as_str().expect("a reason");
    assert!(message.contains("train.py has changed since"), "{message}");
    server.finish();
}

#[test]
fn a_client_without_action_objects_is_asked_for_the_edit_and_then_shown_it() {
    let (folder, source, log) = training();
    let plain = json!({
        "workspace": { "applyEdit": true }, "window": { "showDocument": { "support": true } },
    });
    let mut server = client(&folder, plain);
    let uri = format!("{}/train.log", uri(&folder));
    server.open(&uri, &log);
    let first = actions(&mut server, &uri, error_line(&log)).remove(0);
    assert_eq!(first["command"], "loglore.fix");
    let run = json!({ "command": first["command"], "arguments": first["arguments"] });
    assert_eq!(server.ask("workspace/executeCommand", run.clone()), Value::Null);
    let asked = server.expect_request("workspace/applyEdit");
    let edits = &asked["params"]["edit"]["changes"][&source];
    assert_eq!(edits[0]["newText"], ", device_map=\"auto\"");
    // Nothing is shown before the answer has come.
    server.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": { "applied": true } }));
    let shown = server.expect_request("window/showDocument");
    assert_eq!(
        (&shown["params"]["uri"], &shown["params"]["selection"]["start"]),
        (&json!(source), &json!({ "line": 96, "character": 61 }))
    );
    server.send(&json!({ "jsonrpc": "2.0", "id": shown["id"], "result": { "success": true } }));
    // An edit that the user turns down is not shown.
    server.ask("workspace/executeCommand", run);
    let asked = server.expect_request("workspace/applyEdit");
    server.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": { "applied": false } }));
    assert_eq!(server.expect("window/showMessage")["message"], "loglore: the edit was not applied");
    server.finish();
}

/// An entry of the workspace that wants an argument.
pub fn own() -> Value {
    json!({
        "id": "own/slow", "signature": "slow", "regex": "TimeoutError: zzz too (?P<what>slow)",
        "workarounds": [{
            "action": "Wait longer", "place": "call",
            "snippet": { "language": "python", "text": "net.get(url, timeout=${1:30})" },
        }],
    })
}

const SLOW: &str = "Traceback (most recent call last):\n  File \"/x/a.py\", line 2, in f\n    net.get(1)\nTimeoutError: zzz too slow\n";

fn slow() -> TempDir {
    let folder = workspace(&[own()]);
    std::fs::write(folder.path().join("a.py"), "import net\nnet.get(1)\n").expect("a file");
    folder
}

#[test]
fn what_an_entry_of_the_workspace_proposes_is_confirmed() {
    let folder = slow();
    let mut server = client(&folder, ours());
    server.open("untitled:x", SLOW);
    let first = actions(&mut server, "untitled:x", 3).remove(0);
    assert_eq!(first["title"], "Add timeout=30 to get(…) in a.py:2 (entry of this workspace)");
    let edit = server.ask("codeAction/resolve", first)["edit"].take();
    let id = edit["documentChanges"][0]["edits"][0]["annotationId"].as_str().expect("an annotation");
    assert_eq!(
        edit["changeAnnotations"][id],
        json!({ "label": "Proposed by an entry of this workspace: own/slow", "needsConfirmation": true })
    );
    server.finish();
}

#[test]
fn places_to_fill_in_reach_the_clients_that_take_them() {
    let folder = slow();
    for (support, edit) in [
        (json!({}), json!({ "newText": ", timeout=30" })),
        (
            json!({ "experimental": { "snippetEditSupport": true } }),
            json!({ "newText": ", timeout=${1:30}", "insertTextFormat": 2 }),
        ),
        (
            json!({ "workspace": { "workspaceEdit": { "snippetEditSupport": true } } }),
            json!({ "snippet": { "kind": "snippet", "value": ", timeout=${1:30}" } }),
        ),
    ] {
        let mut all = json!({
            "textDocument": { "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } } },
            "workspace": { "applyEdit": true, "workspaceEdit": { "documentChanges": true } },
        });
        if support["experimental"].is_object() {
            all["experimental"] = support["experimental"].clone();
        } else if support["workspace"].is_object() {
            all["workspace"]["workspaceEdit"]["snippetEditSupport"] = json!(true);
        }
        let mut server = client(&folder, all);
        server.open("untitled:x", SLOW);
        let mut first = actions(&mut server, "untitled:x", 3).remove(0);
        let mut sent = first["edit"]["documentChanges"][0]["edits"][0].take();
        sent.as_object_mut().expect("an edit").remove("range");
        assert_eq!(sent, edit);
        server.finish();
    }
}

#[test]
fn all_preferred_fixes_come_only_to_those_who_ask_for_them() {
    let (folder, source, log) = training();
    let mut server = client(&folder, ours());
    let uri = format!("{}/train.log", uri(&folder));
    server.open(&uri, &log);
    let start = json!({ "line": 0, "character": 0 });
    let params = json!({
        "textDocument": { "uri": uri }, "range": { "start": start, "end": start },
        "context": { "diagnostics": [], "only": ["source.fixAll.loglore"] },
    });
    let all = server.ask("textDocument/codeAction", params);
    assert_eq!(all.as_array().map(Vec::len), Some(1));
    assert_eq!(all[0]["kind"], "source.fixAll.loglore");
    assert_eq!(all[0]["edit"]["documentChanges"][0]["textDocument"]["uri"], source);
    server.finish();
}
