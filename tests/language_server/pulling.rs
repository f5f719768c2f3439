//! Diagnostics for clients that ask for them.

use super::*;

fn pulling(folder: &TempDir) -> Server {
    in_workspace(
        folder,
        json!({
            "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } },
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
        server.edit("untitled:1", version, [0, 0, 0, 0], if version == 2 { "zzz out of memory: 5 MB\n" } else { "\n" });
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
