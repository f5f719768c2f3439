//! Addresses of documents, kept as the client writes them.
//!
//! Editors name buffers with what is no URI by the book (`untitled`, `/tmp/a.log`, nothing at all), and with URIs that
//! `url::Url` reads but writes otherwise (a space, `é`, `C:\x`). An answer about a document must name it exactly as the
//! client does. So each address that does not stay itself is sheltered in one that does before a message reaches the
//! service, and taken out again before an answer leaves.

use std::path::PathBuf;

use serde_json::Value;
use tower_lsp::lsp_types::Url;

/// The scheme of sheltered addresses. No client sends it.
const SHELTER: &str = "loglore-sheltered:";

/// The address that stands for `uri` in protocol types.
///
/// It is `uri` itself if `Url` keeps that as it is. [`received`] gives `uri` back.
pub(super) fn url(uri: &str) -> Url {
    match Url::parse(uri) {
        Ok(url) if url.as_str() == uri => url,
        // A scheme, and letters, digits and `%` behind it, are always a URL.
        _ => Url::parse(&shelter(uri)).expect("a sheltered address is a URL"),
    }
}

/// The address as the client writes it.
pub(super) fn received(url: &Url) -> String {
    uncover(url.as_str()).unwrap_or_else(|| url.as_str().to_owned())
}

/// The file that an address (as the client writes it) names, if it names one.
pub(super) fn path(uri: &str) -> Option<PathBuf> {
    let url = Url::parse(uri).ok()?;
    if url.scheme() == "file" { url.to_file_path().ok() } else { None }
}

/// The last part of an address (as the client writes it), for people.
pub(super) fn name(uri: &str) -> String {
    let path = path(uri).and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()));
    path.unwrap_or_else(|| uri.rsplit(['/', '\\', ':']).find(|part| !part.is_empty()).unwrap_or(uri).to_owned())
}

/// Whether it is an output channel of loglore's own editor extension. What the server logs there would come back as a
/// change of the document, and what it finds in that would be logged again.
///
/// VS Code names channels `output:extension-output-<publisher>.<extension>-#1-<name>` and
/// `output:<publisher>.<extension>.<name>`.
pub(super) fn is_own_channel(uri: &str) -> bool {
    let Some((scheme, name)) = uri.split_once(':') else { return false };
    let name = name.trim_start_matches('/').to_ascii_lowercase();
    let name = name.strip_prefix("extension-output-").unwrap_or(&name);
    let mut parts = name.split(['.', '-', '/', '%', '#']);
    scheme.eq_ignore_ascii_case("output") && (parts.next() == Some("loglore") || parts.next() == Some("loglore"))
}

/// Shelters the addresses in a message from the client. Tells whether there were any.
pub(super) fn shelter_all(message: &mut Value) -> bool {
    let mut any = false;
    walk(message, &mut |key, value| {
        if (key == "uri" || key.ends_with("Uri")) && !stays_itself(value) {
            any = true;
            *value = shelter(value);
        }
    });
    any
}

/// Takes the addresses in a message to the client out of their shelters.
pub(super) fn uncover_all(message: &mut Value) {
    walk(message, &mut |_, value| {
        if let Some(uri) = uncover(value) {
            *value = uri;
        }
    });
}

/// A message to the client, as it is sent.
pub(super) fn uncover_text(body: Vec<u8>) -> Vec<u8> {
    if memchr::memmem::find(&body, SHELTER.as_bytes()).is_none() {
        return body;
    }
    let Ok(mut message) = serde_json::from_slice(&body) else { return body };
    uncover_all(&mut message);
    serde_json::to_vec(&message).unwrap_or(body)
}

fn stays_itself(uri: &str) -> bool {
    Url::parse(uri).is_ok_and(|url| url.as_str() == uri)
}

fn shelter(uri: &str) -> String {
    let mut sheltered = String::with_capacity(SHELTER.len() + uri.len() + 16);
    sheltered.push_str(SHELTER);
    for byte in uri.bytes() {
        if byte.is_ascii_alphanumeric() {
            sheltered.push(char::from(byte));
        } else {
            sheltered.push_str(&format!("%{byte:02X}"));
        }
    }
    sheltered
}

fn uncover(uri: &str) -> Option<String> {
    let rest = uri.strip_prefix(SHELTER)?;
    let mut bytes = Vec::with_capacity(rest.len());
    let mut pieces = rest.split('%');
    bytes.extend(pieces.next().unwrap_or("").bytes());
    for piece in pieces {
        let (code, rest) = piece.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(code, 16).ok()?);
        bytes.extend(rest.bytes());
    }
    String::from_utf8(bytes).ok()
}

/// Calls `change` with each text of a message and the key it stands under; also with each key (the edits of a
/// `changes` map stand under their addresses).
fn walk(message: &mut Value, change: &mut impl FnMut(&str, &mut String)) {
    match message {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match value {
                    Value::String(text) => change(key, text),
                    other => walk(other, change),
                }
            }
            if map.keys().any(|key| key.starts_with(SHELTER)) {
                let entries = std::mem::take(map);
                map.extend(entries.into_iter().map(|(mut key, value)| {
                    change("", &mut key);
                    (key, value)
                }));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| match item {
            Value::String(text) => change("", text),
            other => walk(other, change),
        }),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn an_address_that_stays_itself_is_left_alone() {
        let mut message = json!({ "params": { "textDocument": { "uri": "file:///tmp/a%20b.log" } } });
        let before = message.clone();
        assert!(!shelter_all(&mut message));
        assert_eq!(message, before);
    }

    #[test]
    fn addresses_are_sheltered_wherever_they_stand_and_nothing_else_is() {
        let mut message = json!({ "rootUri": "/w", "text": "/w", "folders": [{ "uri": "", "name": "log" }] });
        let before = message.clone();
        assert!(shelter_all(&mut message));
        assert!(message["rootUri"] != before["rootUri"] && message["text"] == before["text"]);
        uncover_all(&mut message);
        assert_eq!(message, before);
    }

    #[test]
    fn the_addresses_of_changes_are_taken_out_of_their_shelter() {
        let edits = json!({ "changes": { url("a b.log").as_str(): [], "file:///b": [] } });
        let body = uncover_text(edits.to_string().into_bytes());
        assert_eq!(
            serde_json::from_slice::<Value>(&body).expect("JSON"),
            json!({ "changes": { "a b.log": [], "file:///b": [] } })
        );
    }

    #[test]
    fn files_are_found_under_addresses_of_any_spelling() {
        let named = |uri: &str| path(uri).map(|path| path.to_string_lossy().into_owned());
        assert_eq!(named("file:///tmp/a b.log").as_deref(), Some("/tmp/a b.log"));
        assert_eq!(named("file:///tmp/a%20b.log").as_deref(), Some("/tmp/a b.log"));
        assert_eq!(named("output:x"), None);
        assert_eq!(named("/tmp/a.log"), None);
    }

    #[test]
    fn the_channels_of_our_own_extension_are_known() {
        for own in [
            "output:extension-output-someone.loglore-%231-loglore",
            "output:someone.loglore.loglore",
            "output:loglore",
            "output:/loglore.log",
            "OUTPUT:Someone.LogLore.Trace",
        ] {
            assert!(is_own_channel(own), "{own}");
        }
        for other in
            ["output:extension-output-ms-python.python-%231-Python", "file:///x/loglore.log", "output:tasks", "loglore"]
        {
            assert!(!is_own_channel(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn every_address_comes_back_as_it_was_received(uri in "\\PC{0,24}", scheme in "(file://|output:|term://|)") {
            let uri = format!("{scheme}{uri}");
            prop_assert_eq!(received(&url(&uri)), uri.as_str());
            let mut message = json!({ "uri": uri });
            let before = message.clone();
            shelter_all(&mut message);
            prop_assert!(Url::parse(message["uri"].as_str().expect("text")).is_ok());
            let body = uncover_text(message.to_string().into_bytes());
            prop_assert_eq!(serde_json::from_slice::<Value>(&body).expect("JSON"), before);
        }
    }
}
