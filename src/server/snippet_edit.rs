//! Edits with places to fill in. The protocol's types here are older than `SnippetTextEdit` (LSP 3.18), and older still is
//! rust-analyzer's form of it, which more editors take: so such an edit is marked in its text, and gets its form when the
//! message leaves.

use serde_json::{Value, json};
use tower_lsp::lsp_types::{
    DocumentChangeOperation, DocumentChanges, OneOf, TextDocumentEdit, TextEdit, WorkspaceEdit,
};

/// How a client takes edits with places to fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SnippetForm {
    /// `{ range, newText, insertTextFormat: 2 }`
    RustAnalyzer,
    /// `{ range, snippet: { kind, value } }`
    Protocol,
}

/// Stands before the text of such an edit; of no use to anybody else.
const MARKS: [(SnippetForm, &str); 2] = [
    (SnippetForm::RustAnalyzer, "\u{10fffd}loglore-snippet-2:"),
    (SnippetForm::Protocol, "\u{10fffd}loglore-snippet-3:"),
];

/// Where the form of 3.18 is asked for in `initialize`; the types that it is read into do not know it.
const NEWER: &str = "/params/capabilities/workspace/workspaceEdit/snippetEditSupport";

/// Keeps what `initialize` says of snippets where the older types let it pass.
pub(super) fn keep(message: &mut Value) {
    if message.get("method") != Some(&json!("initialize")) || message.pointer(NEWER) != Some(&json!(true)) {
        return;
    }
    if let Some(Value::Object(capabilities)) = message.pointer_mut("/params/capabilities") {
        let experimental = capabilities.entry("experimental").or_insert_with(|| json!({}));
        if let Value::Object(experimental) = experimental {
            experimental.insert("snippetEditSupport".to_owned(), json!("3.18"));
        }
    }
}

/// The form that a client takes, as [`keep`] left it.
pub(super) fn form(experimental: Option<&Value>) -> Option<SnippetForm> {
    match experimental?.get("snippetEditSupport")? {
        Value::Bool(true) => Some(SnippetForm::RustAnalyzer),
        Value::String(_) => Some(SnippetForm::Protocol),
        _ => None,
    }
}

/// Makes places to fill in of these texts, in their order, where an edit brings them.
pub(super) fn fill(edit: &mut WorkspaceEdit, form: SnippetForm, stops: &[String]) {
    let of_document = |edit: &mut TextDocumentEdit| {
        for edit in &mut edit.edits {
            match edit {
                OneOf::Left(edit) => mark(edit, form, stops),
                OneOf::Right(edit) => mark(&mut edit.text_edit, form, stops),
            }
        }
    };
    match &mut edit.document_changes {
        Some(DocumentChanges::Edits(edits)) => edits.iter_mut().for_each(of_document),
        Some(DocumentChanges::Operations(operations)) => operations.iter_mut().for_each(|operation| {
            if let DocumentChangeOperation::Edit(edit) = operation {
                of_document(edit);
            }
        }),
        // Without versions and operations nobody takes snippets.
        None => {}
    }
}

fn mark(edit: &mut TextEdit, form: SnippetForm, stops: &[String]) {
    if let Some(snippet) = snippet(&edit.new_text, stops) {
        let mark = MARKS.iter().find(|(of, _)| *of == form).map_or("", |(_, mark)| mark);
        edit.new_text = format!("{mark}{snippet}");
    }
}

/// The text as a snippet; none where it holds none of the stops.
fn snippet(text: &str, stops: &[String]) -> Option<String> {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for (number, stop) in stops.iter().enumerate().filter(|(_, stop)| !stop.is_empty()) {
        let free = |at: &usize| found.iter().all(|(start, end, _)| at + stop.len() <= *start || *end <= *at);
        if let Some(at) = text.match_indices(stop.as_str()).map(|(at, _)| at).find(free) {
            found.push((at, at + stop.len(), number + 1));
        }
    }
    found.sort_unstable();
    let mut out = String::new();
    let mut done = 0;
    for (start, end, number) in &found {
        out.push_str(&escaped(&text[done..*start]));
        out.push_str(&format!("${{{number}:{}}}", escaped(&text[*start..*end])));
        done = *end;
    }
    out.push_str(&escaped(&text[done..]));
    (!found.is_empty()).then_some(out)
}

/// Gives marked edits their form, in a message to the client.
pub(super) fn unmark_text(body: Vec<u8>) -> Vec<u8> {
    if MARKS.iter().all(|(_, mark)| memchr::memmem::find(&body, mark.as_bytes()).is_none()) {
        return body;
    }
    let Ok(mut message) = serde_json::from_slice(&body) else { return body };
    unmark(&mut message);
    serde_json::to_vec(&message).unwrap_or(body)
}

fn unmark(message: &mut Value) {
    match message {
        Value::Object(map) => {
            let text = map.get("newText").and_then(Value::as_str).unwrap_or_default();
            let marked = MARKS.iter().find_map(|(form, mark)| Some((*form, text.strip_prefix(mark)?.to_owned())));
            match marked {
                Some((SnippetForm::RustAnalyzer, snippet)) => {
                    map.insert("newText".to_owned(), json!(snippet));
                    map.insert("insertTextFormat".to_owned(), json!(2));
                }
                Some((SnippetForm::Protocol, snippet)) => {
                    map.remove("newText");
                    map.insert("snippet".to_owned(), json!({ "kind": "snippet", "value": snippet }));
                }
                None => map.values_mut().for_each(unmark),
            }
        }
        Value::Array(items) => items.iter_mut().for_each(unmark),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_become_places_to_fill_in() {
        let stops = ["30".to_owned(), "x".to_owned(), "nowhere".to_owned()];
        assert_eq!(
            snippet(", timeout=30, y={x: '$'}", &stops).as_deref(),
            Some(", timeout=${1:30}, y={${2:x}: '\\$'\\}")
        );
        assert_eq!(snippet("nothing", &stops[..1]), None);
    }

    #[test]
    fn each_client_gets_the_form_that_it_takes() {
        for (form, sent) in [
            (SnippetForm::RustAnalyzer, json!({ "newText": "${1:30}", "insertTextFormat": 2 })),
            (SnippetForm::Protocol, json!({ "snippet": { "kind": "snippet", "value": "${1:30}" } })),
        ] {
            let mut edit = TextEdit { new_text: "30".to_owned(), ..TextEdit::default() };
            mark(&mut edit, form, &["30".to_owned()]);
            let body = unmark_text(json!({ "edits": [{ "newText": edit.new_text }] }).to_string().into_bytes());
            assert_eq!(serde_json::from_slice::<Value>(&body).expect("JSON"), json!({ "edits": [sent] }));
        }
    }

    #[test]
    fn what_a_client_takes_is_known_in_both_forms() {
        let asked = |capabilities: Value| {
            let mut message = json!({ "method": "initialize", "params": { "capabilities": capabilities } });
            keep(&mut message);
            form(message.pointer("/params/capabilities/experimental"))
        };
        assert_eq!(asked(json!({})), None);
        assert_eq!(asked(json!({ "experimental": { "snippetEditSupport": true } })), Some(SnippetForm::RustAnalyzer));
        let newer = json!({ "workspace": { "workspaceEdit": { "snippetEditSupport": true } } });
        assert_eq!(asked(newer), Some(SnippetForm::Protocol));
    }
}
