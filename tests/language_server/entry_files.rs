//! Entries are checked while they are written.

use super::*;

fn record(regex: &str) -> String {
    serde_json::to_string_pretty(&json!({
        "id": "test/frob",
        "signature": "frob failed",
        "regex": regex,
        "domain": "test",
        "samples": [
            { "text": "é: frob failed with 3", "source": "a run" },
            { "text": "frob failed with 4", "source": "a run" },
        ],
    }))
    .expect("JSON")
}

/// The diagnostics with the text that each stands on.
fn on_text(text: &str, diagnostics: &Value) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let show = |diagnostic: &Value| {
        let (start, end) = (&diagnostic["range"]["start"], &diagnostic["range"]["end"]);
        assert_eq!(start["line"], end["line"], "{diagnostic}");
        let number = |value: &Value| value.as_u64().expect("a number") as usize;
        let line: Vec<u16> = lines[number(&start["line"])].encode_utf16().collect();
        let text = String::from_utf16(&line[number(&start["character"])..number(&end["character"])]).expect("text");
        format!("{} {}: {text}", diagnostic["severity"], diagnostic["code"].as_str().expect("a kind"))
    };
    diagnostics.as_array().expect("a list").iter().map(show).collect()
}

#[test]
fn what_is_wrong_with_an_entry_stands_on_the_very_characters() {
    let folder = workspace(&[]);
    let mut server = in_workspace(&folder, json!({}));
    let uri = format!("{}/.loglore/entries/test/frob.json", uri(&folder));
    let broken = record("frob failed with (\\d+");
    server.open(&uri, &broken);
    let published = server.expect("textDocument/publishDiagnostics");
    assert_eq!((&published["uri"], &published["version"]), (&json!(uri), &json!(1)));
    assert_eq!(
        on_text(&broken, &published["diagnostics"]),
        [
            "1 invalid-regex: (",
            "1 sample-not-matched: \"é: frob failed with 3\"",
            "1 sample-not-matched: \"frob failed with 4\"",
        ]
    );
    let other = record("é: frob failed with \\d+");
    server.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "text": other }] }),
    );
    let published = server.expect("textDocument/publishDiagnostics");
    assert_eq!(published["version"], 2);
    assert_eq!(on_text(&other, &published["diagnostics"]), ["1 sample-not-matched: \"frob failed with 4\""]);
    let good = record("frob failed with \\d+");
    server.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri, "version": 3 }, "contentChanges": [{ "text": good }] }),
    );
    assert_eq!(server.diagnostics(), (uri, Some(3), vec![]));
    server.finish();
}

#[test]
fn a_file_that_names_the_schema_is_checked_wherever_it_is() {
    let mut server = Server::initialized(json!({}));
    server.open("untitled:1", "{ \"$schema\": \"../entries/schema.json\", \"id\": \"x/y\", \"colour\": 1 }");
    let kinds: Vec<String> = server.diagnostics().2;
    for kind in ["unknown-field", "no-regex", "no-signature", "few-samples"] {
        assert!(kinds.iter().any(|line| line.ends_with(kind)), "{kind}: {kinds:?}");
    }
    assert!(!kinds.iter().any(|line| line.ends_with("id-not-path")), "{kinds:?}");
    server.close("untitled:1");
    assert_eq!(server.diagnostics().2, [""; 0]);
    // Without the schema it is a text like any other.
    server.open("untitled:1", &format!("{{ \"id\": \"x/y\" }}\n{ERROR}"));
    assert_eq!(server.diagnostics().2.len(), 1);
    server.finish();
}

#[test]
fn an_id_that_another_file_has_is_told() {
    let folder = workspace(&[oom()]);
    let mut server = in_workspace(&folder, json!({}));
    let uri = format!("{}/.loglore/entries/test/other.json", uri(&folder));
    server.open(&uri, &json!({ "id": "test/oom", "signature": "x", "regex": "some words" }).to_string());
    let kinds = server.diagnostics().2;
    for kind in ["duplicate-id", "id-not-path"] {
        assert!(kinds.iter().any(|line| line.ends_with(kind)), "{kind}: {kinds:?}");
    }
    server.finish();
}

#[test]
fn a_text_that_is_no_json_yet_is_told_where() {
    let folder = workspace(&[]);
    let mut server = in_workspace(&folder, json!({}));
    let uri = format!("{}/.loglore/entries/test/frob.json", uri(&folder));
    server.open(&uri, "{\n  \"id\": \"test/frob\"\n  \"regex\": \"x\"\n}");
    let published = server.expect("textDocument/publishDiagnostics");
    assert_eq!(brief(&published["diagnostics"]).len(), 1);
    assert_eq!(published["diagnostics"][0]["message"], "a comma is missing here");
    server.finish();
}
