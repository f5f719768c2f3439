//! The language server, driven as an editor drives it.
//!
//! What it says is asked over a pipe in memory; how the process behaves is asked of the program itself: the one that
//! Cargo built with the tests, or the one that `LOGLORE_TEST_BINARY` names (a release build).

mod channels;
mod client;
mod documents;
mod entry_files;
mod faults;
mod fixes;
mod initialize;
mod killed;
mod lifetime;
mod lore;
mod progress;
mod pulling;
mod random_edits;
mod several_fixes;
#[cfg(target_os = "linux")]
mod slow_files;
mod source_marks;
mod surroundings;

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

/// The same with the program.
fn program_in_workspace(folder: &TempDir, capabilities: Value) -> Server {
    Server::program_with(json!({
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
