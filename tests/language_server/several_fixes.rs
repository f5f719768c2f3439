//! Several fixes: of one line, of a whole log, in several files, between which files change.

use super::fixes::{actions, client, error_line, ours, own, training};
use super::*;

const TWO: &str = "Traceback (most recent call last):\n  File \"/x/a.py\", line 2, in <module>\n    c = sqlite3.connect(\"x.db\")\nsqlite3.OperationalError: database is locked\n\nTraceback (most recent call last):\n  File \"/x/b.py\", line 2, in <module>\n    np.load(\"x.npy\")\nValueError: Object arrays cannot be loaded when allow_pickle=False\n";

/// Two programs of which built-in entries know what to change.
fn two() -> TempDir {
    let folder = workspace(&[]);
    std::fs::write(folder.path().join("a.py"), "import sqlite3\nc = sqlite3.connect(\"x.db\")\n").expect("a file");
    std::fs::write(folder.path().join("b.py"), "import numpy as np\nnp.load(\"x.npy\")\n").expect("a file");
    folder
}

fn fix_all(server: &mut Server) -> Value {
    let start = json!({ "line": 0, "character": 0 });
    let params = json!({
        "textDocument": { "uri": "untitled:x" }, "range": { "start": start, "end": start },
        "context": { "diagnostics": [], "only": ["source.fixAll.loglore"] },
    });
    let mut all = server.ask("textDocument/codeAction", params);
    assert_eq!(all.as_array().map(Vec::len), Some(1), "{all}");
    all[0].take()
}

fn new_texts(edit: &Value) -> Vec<&str> {
    let documents = edit["documentChanges"].as_array().expect("documents");
    documents.iter().map(|document| document["edits"][0]["newText"].as_str().expect("a text")).collect()
}

#[test]
fn what_changes_several_files_is_confirmed_as_a_whole() {
    let folder = two();
    let mut server = client(&folder, ours());
    server.open("untitled:x", TWO);
    let all = fix_all(&mut server);
    let edit = &all["edit"];
    assert_eq!(new_texts(edit), [", timeout=30", ", allow_pickle=True"]);
    for document in edit["documentChanges"].as_array().expect("documents") {
        for change in document["edits"].as_array().expect("edits") {
            let id = change["annotationId"].as_str().expect("each is annotated");
            assert_eq!(edit["changeAnnotations"][id]["needsConfirmation"], true);
        }
    }
    server.finish();
}

/// A client that cannot ask its user about an edit.
fn unasked() -> Value {
    let mut capabilities = ours();
    capabilities["workspace"]["workspaceEdit"]["changeAnnotationSupport"].take();
    capabilities
}

#[test]
fn without_annotations_each_file_is_an_edit_that_the_client_is_asked_for() {
    let folder = two();
    let mut server = client(&folder, unasked());
    server.open("untitled:x", TWO);
    let all = fix_all(&mut server);
    assert_eq!(all.get("edit"), None, "it would be saved in silence");
    let run = json!({ "command": all["command"]["command"], "arguments": all["command"]["arguments"] });
    server.ask("workspace/executeCommand", run);
    for (name, text) in [("a.py", ", timeout=30"), ("b.py", ", allow_pickle=True")] {
        let asked = server.expect_request("workspace/applyEdit");
        let edit = &asked["params"]["edit"];
        assert_eq!(edit["documentChanges"][0]["textDocument"]["uri"], format!("{}/{name}", uri(&folder)));
        assert_eq!(new_texts(edit), [text]);
        server.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": { "applied": true } }));
    }
    server.finish();
}

#[test]
fn a_file_that_changes_while_the_client_is_asked_is_left_as_it_is() {
    let folder = two();
    let second = folder.path().join("b.py");
    let second_uri = format!("{}/b.py", uri(&folder));
    for open in [false, true] {
        std::fs::write(&second, "import numpy as np\nnp.load(\"x.npy\")\n").expect("a file");
        let mut server = client(&folder, unasked());
        server.open("untitled:x", TWO);
        if open {
            server.open(&second_uri, "import numpy as np\nnp.load(\"x.npy\")\n");
        }
        let all = fix_all(&mut server);
        let run = json!({ "command": all["command"]["command"], "arguments": all["command"]["arguments"] });
        server.ask("workspace/executeCommand", run);
        let asked = server.expect_request("workspace/applyEdit");
        if open {
            server.edit(&second_uri, 2, [0, 0, 0, 0], "# mine\n");
            // An answer to a request that came later says that the edit has arrived.
            actions(&mut server, "untitled:x", 3);
        } else {
            std::fs::write(&second, "# mine\nimport numpy as np\nnp.load(\"x.npy\")\n").expect("a file");
        }
        server.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": { "applied": true } }));
        let told = server.expect("window/showMessage");
        let message = told["message"].as_str().expect("a reason");
        assert!(message.contains("b.py has changed meanwhile: it was left as it is"), "{message}");
        server.finish();
    }
}

#[test]
fn several_calls_are_several_actions_and_each_changes_its_own() {
    let folder = workspace(&[own()]);
    std::fs::write(folder.path().join("a.py"), "import net\nx = net.get(1) or net.get(2, timeout=5)\n")
        .expect("a file");
    let log = "Traceback (most recent call last):\n  File \"/x/a.py\", line 2, in f\n    x = net.get(1) or net.get(2, timeout=5)\nTimeoutError: zzz too slow\n";
    let mut server = client(&folder, ours());
    server.open("untitled:x", log);
    let all = actions(&mut server, "untitled:x", 3);
    let mut edits = Vec::new();
    for (action, title) in all.iter().zip([
        "Add timeout=30 to get(1) in a.py:2 (entry of this workspace)",
        "Change timeout=5 to timeout=30 in get(2, timeout=5) in a.py:2 (entry of this workspace)",
    ]) {
        assert_eq!(action["title"], title);
        let resolved = server.ask("codeAction/resolve", action.clone());
        let edit = &resolved["edit"]["documentChanges"][0]["edits"][0];
        edits.push((edit["range"]["start"]["character"].clone(), edit["newText"].clone()));
    }
    assert_eq!(edits, [(json!(13), json!(", timeout=30")), (json!(37), json!("30"))]);
    server.finish();
}

#[test]
fn a_cell_of_a_notebook_has_its_code_to_copy() {
    let folder = workspace(&[own()]);
    std::fs::write(folder.path().join("a.py"), "import net\nnet.get(1)\n").expect("a file");
    let log = "---------------------------------------------------------------------------\nTimeoutError                              Traceback (most recent call last)\nCell In[8], line 2\n      1 import net\n----> 2 net.get(1)\n\nTimeoutError: zzz too slow\n";
    let mut capabilities = ours();
    capabilities["experimental"]["commands"]["commands"] = json!(["loglore.reveal", "loglore.copy"]);
    let mut server = client(&folder, capabilities);
    server.open("untitled:x", log);
    let all = actions(&mut server, "untitled:x", 6);
    assert_eq!(all[0]["disabled"]["reason"], "Cell In[8] is a cell of a notebook: copy the code");
    let copy = all.iter().find(|action| action["command"]["command"] == "loglore.copy").expect("it can be copied");
    assert_eq!(copy["command"]["arguments"], json!(["net.get(url, timeout=30)"]));
    let hover = json!({ "textDocument": { "uri": "untitled:x" }, "position": { "line": 6, "character": 5 } });
    let card = server.ask("textDocument/hover", hover)["contents"]["value"].take();
    assert!(card.as_str().is_some_and(|card| card.contains("Cell In[8]")), "{card}");
    server.finish();
}

#[test]
fn a_client_without_versions_gets_plain_changes() {
    let (folder, source, log) = training();
    let mut capabilities = ours();
    capabilities["workspace"]["workspaceEdit"]["documentChanges"] = json!(false);
    let mut server = client(&folder, capabilities);
    let uri = format!("{}/train.log", uri(&folder));
    server.open(&uri, &log);
    let first = actions(&mut server, &uri, error_line(&log)).remove(0);
    let edit = server.ask("codeAction/resolve", first)["edit"].take();
    assert_eq!(edit["changes"][&source][0]["newText"], ", device_map=\"auto\"");
    assert_eq!(edit.get("documentChanges"), None);
    server.finish();
}
