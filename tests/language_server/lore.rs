//! The lore searched by name, and offered where an entry is written.

use super::*;

#[test]
fn entries_are_searched_by_name_and_lead_to_their_files() {
    let folder = workspace(&[oom()]);
    // `loglore` keeps pages in the user's cache: the program has one of its own here.
    let mut server = program_in_workspace(&folder, json!({}));
    let found = server.ask("workspace/symbol", json!({ "query": "test/oom" }));
    assert_eq!(
        found,
        json!([{
            "name": "test/oom",
            "kind": 24,
            "location": {
                "uri": format!("{}/.loglore/entries/test/oom.json", uri(&folder)),
                "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } },
            },
            "containerName": "out of memory",
        }])
    );
    let found = server.ask("workspace/symbol", json!({ "query": "command-not-found" }));
    let page = found[0]["location"]["uri"].as_str().and_then(|uri| uri.strip_prefix("file://")).expect("a file");
    assert!(page.starts_with(&*server.home().to_string_lossy()), "{page}");
    let text = std::fs::read_to_string(page).expect("a page");
    assert!(text.contains("command-not-found") && text.contains("**What works**"), "{text}");
    assert_eq!(server.ask("workspace/symbol", json!({ "query": "no such thing anywhere" })), json!([]));
    server.finish();
}

#[test]
fn fields_and_ids_are_offered_in_files_of_entries_and_nowhere_else() {
    let folder = workspace(&[oom()]);
    let mut server = in_workspace(&folder, json!({}));
    let complete = |server: &mut Server, uri: &str, line: u32, character: u32| {
        let position = json!({ "line": line, "character": character });
        server.ask("textDocument/completion", json!({ "textDocument": { "uri": uri }, "position": position }))
    };
    let entry = format!("{}/.loglore/entries/test/new.json", uri(&folder));
    server.open(&entry, "{\n  \"refines\": [\"test/\n}");
    server.diagnostics();
    let offered = complete(&mut server, &entry, 1, 20);
    let item = offered["items"].as_array().expect("items").iter().find(|item| item["label"] == "test/oom");
    let item = item.unwrap_or_else(|| panic!("{offered}"));
    assert_eq!(item["detail"], "out of memory");
    assert_eq!(item["textEdit"]["newText"], "\"test/oom\"");
    assert_eq!(
        item["textEdit"]["range"],
        json!({ "start": { "line": 1, "character": 14 }, "end": { "line": 1, "character": 20 } })
    );
    server.open("file:///x/a.log", "{ \"");
    server.diagnostics();
    assert_eq!(complete(&mut server, "file:///x/a.log", 0, 3), Value::Null);
    server.finish();
}
