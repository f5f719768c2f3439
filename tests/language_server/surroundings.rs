//! Entries, settings and folders that change.

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
    let user = format!("file://{}/loglore/", server.home().display());
    assert_eq!(
        registration["registerOptions"]["watchers"],
        json!([
            { "globPattern": "**/.loglore/entries/**" },
            { "globPattern": "**/loglore.toml" },
            { "globPattern": { "baseUri": format!("{user}entries/"), "pattern": "**/*.json" } },
            { "globPattern": { "baseUri": user, "pattern": "loglore.toml" } },
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

#[test]
fn the_settings_file_of_the_user_is_in_force_everywhere() {
    let mut server = Server::initialized(json!({}));
    server.open("untitled:1", ERROR);
    assert_eq!(server.diagnostics().2.len(), 1);
    let file = server.home().join("loglore/loglore.toml");
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    std::fs::write(file, "domains = ['rust']\n").expect("a file");
    assert_eq!(server.diagnostics().2, [""; 0]);
    server.finish();
}

#[test]
fn what_is_ignored_in_a_document_is_not_marked_there_and_elsewhere_it_is() {
    let folder = workspace(&[oom()]);
    let file = folder.path().join("loglore.toml");
    std::fs::write(file, "[entries.ignored]\n'a.log' = ['test/oom']\n'output:x' = ['test/oom']\n").expect("a file");
    let mut server = in_workspace(&folder, json!({}));
    for (uri, found) in [(format!("{}/a.log", uri(&folder)), 0), ("output:x".to_owned(), 0), ("output:y".to_owned(), 1)]
    {
        server.open(&uri, "zzz out of memory: 5 MB\n");
        assert_eq!(server.diagnostics().2.len(), found, "{uri}");
    }
    server.finish();
}
