//! `textDocument/completion`: fields, their values and the ids of entries, while an entry is written.

use std::sync::LazyLock;

use serde_json::Value;
use tower_lsp::lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, Documentation, InsertTextFormat,
    MarkupContent, MarkupKind, Position, TextEdit,
};

use super::context::Context;
use super::convert::Places;
use super::json_cursor::{JsonCursor, Role, Step, json_cursor};
use crate::card::{inert, title};
use crate::entry::schema;
use crate::text::{ByteOffset, Document, Span};

/// The most items of one answer; the client asks again when more is typed.
const MAX_ITEMS: usize = 200;

static SCHEMA: LazyLock<Value> = LazyLock::new(schema);

/// What may be offered, before it is filtered by what is typed.
struct Offer {
    label: String,
    kind: CompletionItemKind,
    detail: Option<String>,
    help: Option<String>,
    /// Whether it stands in quotes.
    quoted: bool,
    /// What is put behind a field's name: its value, as a snippet.
    value: Option<&'static str>,
}

/// What can be written at a place of a file of entries.
pub(super) fn completion(context: &Context, document: &Document, position: Position) -> CompletionList {
    let places = Places::new(document, context.client.encoding);
    let text = String::from_utf8_lossy(&document.bytes(Span { start: ByteOffset(0), end: ByteOffset(document.len()) }))
        .into_owned();
    let nothing = CompletionList { is_incomplete: false, items: Vec::new() };
    let Some(cursor) = json_cursor(&text, places.offset(position).0) else { return nothing };
    let Some(schema) = of_path(&cursor.path) else { return nothing };
    let offers = match cursor.role {
        Role::Name => fields(schema, &cursor),
        Role::Value => values(context, schema, &cursor),
    };
    let typed = cursor.typed.to_lowercase();
    let mut fitting: Vec<Offer> =
        offers.into_iter().filter(|offer| offer.label.to_lowercase().contains(&typed)).collect();
    let is_incomplete = fitting.len() > MAX_ITEMS;
    fitting.truncate(MAX_ITEMS);
    let items = fitting.into_iter().enumerate().map(|(number, offer)| item(context, &places, &cursor, number, offer));
    CompletionList { is_incomplete, items: items.collect() }
}

/// The schema of the value at a path, or of the object there.
fn of_path(path: &[Step]) -> Option<&'static Value> {
    // A file may hold a list of records.
    let path = if path.first() == Some(&Step::Item) { &path[1..] } else { path };
    path.iter().try_fold(resolved(&SCHEMA), |schema, step| {
        let inner = match step {
            Step::Field(name) => schema["properties"].get(name)?,
            Step::Item => schema.get("items")?,
        };
        Some(resolved(inner))
    })
}

/// What a schema refers to; of a value that may be null, the value.
fn resolved(schema: &'static Value) -> &'static Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.strip_prefix("#/$defs/")) {
        return resolved(&SCHEMA["$defs"][name]);
    }
    let either = schema["anyOf"].as_array();
    let not_null = |schema: &&'static Value| schema["type"] != "null";
    match either.map(|all| all.iter().filter(not_null).collect::<Vec<_>>()).as_deref() {
        Some([only]) => resolved(only),
        _ => schema,
    }
}

/// The fields that an object does not have yet.
fn fields(schema: &'static Value, cursor: &JsonCursor) -> Vec<Offer> {
    let properties = schema["properties"].as_object().into_iter().flatten();
    let free = properties.filter(|(name, _)| !cursor.names.contains(name));
    free.map(|(name, field)| Offer {
        label: name.clone(),
        kind: CompletionItemKind::FIELD,
        detail: None,
        help: help(field),
        quoted: true,
        value: Some(match resolved(field)["type"].as_str() {
            Some("array") => "[$1]",
            Some("object") => "{ $1 }",
            Some("number" | "integer" | "boolean") => "$1",
            _ => "\"$1\"",
        }),
    })
    .collect()
}

fn values(context: &Context, schema: &'static Value, cursor: &JsonCursor) -> Vec<Offer> {
    if std::ptr::eq(schema, &SCHEMA["$defs"]["EntryId"]) && cursor.path.last() != Some(&Step::Field("id".to_owned())) {
        return ids(context);
    }
    let mut offers = Vec::new();
    constants(schema, &mut offers);
    if cursor.path.last() == Some(&Step::Field("domain".to_owned())) {
        let domains = context.lore.domains().into_iter();
        offers.extend(domains.map(|domain| plain(domain, CompletionItemKind::MODULE, true)));
    }
    offers
}

/// Entries that another one may name, with their titles.
fn ids(context: &Context) -> Vec<Offer> {
    let offer = |entry| Offer {
        detail: Some(inert(title(context.lore.entry(entry))).replace('\n', " ")),
        ..plain(context.lore.id(entry).as_str(), CompletionItemKind::REFERENCE, true)
    };
    context.lore.refs().map(offer).collect()
}

/// The values that a schema lists.
fn constants(schema: &'static Value, offers: &mut Vec<Offer>) {
    let listed = schema["enum"].as_array().into_iter().flatten().chain(schema.get("const"));
    for value in listed {
        let (text, quoted) = match value.as_str() {
            Some(text) => (text.to_owned(), true),
            None => (value.to_string(), false),
        };
        offers.push(Offer { help: help(schema), ..plain(&text, CompletionItemKind::ENUM_MEMBER, quoted) });
    }
    if schema["type"] == "boolean" {
        offers.extend(["true", "false"].map(|word| plain(word, CompletionItemKind::ENUM_MEMBER, false)));
    }
    for either in ["oneOf", "anyOf"].iter().filter_map(|name| schema[*name].as_array()).flatten() {
        constants(resolved(either), offers);
    }
}

fn plain(label: &str, kind: CompletionItemKind, quoted: bool) -> Offer {
    Offer { label: label.to_owned(), kind, detail: None, help: None, quoted, value: None }
}

fn help(schema: &Value) -> Option<String> {
    schema["description"].as_str().map(str::to_owned)
}

fn item(context: &Context, places: &Places<'_>, cursor: &JsonCursor, number: usize, offer: Offer) -> CompletionItem {
    let snippets = context.client.completion_snippets && !cursor.colon && offer.value.is_some();
    let mut text = if offer.quoted { format!("\"{}\"", offer.label) } else { offer.label.clone() };
    if let Some(value) = offer.value.filter(|_| !cursor.colon) {
        // In a snippet a dollar sign is written with a backslash.
        text = if snippets { format!("{}: {value}", text.replace('$', "\\$")) } else { format!("{text}: ") };
    }
    let span = Span { start: ByteOffset(cursor.word.start), end: ByteOffset(cursor.word.end) };
    CompletionItem {
        // Clients compare it with what stands in the range, the quote included.
        filter_text: Some(if cursor.quoted { format!("\"{}\"", offer.label) } else { offer.label.clone() }),
        label: offer.label,
        kind: Some(offer.kind),
        detail: offer.detail,
        documentation: offer
            .help
            .map(|value| Documentation::MarkupContent(MarkupContent { kind: MarkupKind::PlainText, value })),
        sort_text: Some(format!("{number:04}")),
        insert_text_format: snippets.then_some(InsertTextFormat::SNIPPET),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range: places.range(span), new_text: text })),
        ..CompletionItem::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::fixture::{Fixture, log};

    /// The text after an item is taken.
    fn taken(fixture: &Fixture, item: &CompletionItem) -> String {
        let Some(CompletionTextEdit::Edit(edit)) = &item.text_edit else { panic!("an edit") };
        let mut document = fixture.snapshot.document.clone();
        let position = |p: Position| crate::text::Position { line: p.line as usize, column: p.character as usize };
        let range = position(edit.range.start)..position(edit.range.end);
        document.edit(range, fixture.context.client.encoding, &edit.new_text);
        String::from_utf8(document.bytes(Span { start: ByteOffset(0), end: ByteOffset(document.len()) }))
            .expect("UTF-8")
    }

    fn at(text: &str) -> (Fixture, Vec<CompletionItem>) {
        let fixture = log(text);
        let items = completion(&fixture.context, &fixture.snapshot.document, fixture.cursor).items;
        (fixture, items)
    }

    fn labels(text: &str) -> Vec<String> {
        at(text).1.into_iter().map(|item| item.label).collect()
    }

    #[test]
    fn fields_are_offered_that_the_object_does_not_have() {
        let names = labels("{ \"id\": \"x/y\", $0 \"regex\": \"\" }");
        assert!(names.contains(&"signature".to_owned()) && names.contains(&"$schema".to_owned()), "{names:?}");
        assert!(!names.contains(&"id".to_owned()) && !names.contains(&"regex".to_owned()), "{names:?}");
        assert_eq!(labels("{ \"workarounds\": [ { \"snippet\": { \"$0\" } } ] }"), ["language", "text", "query"]);
        assert_eq!(labels("[ { \"block\": { \"a$0"), ["all", "any"]);
    }

    #[test]
    fn values_are_offered_as_the_field_takes_them() {
        assert_eq!(labels("{ \"severity\": \"$0\" }"), ["error", "warning", "information", "hint"]);
        assert_eq!(
            labels("{ \"workarounds\": [{ \"place\": $0 }] }"),
            ["call", "before", "after", "wrap", "replace", "shell"]
        );
        assert_eq!(labels("{ \"domain\": \"d$0\" }"), ["build", "disk"]);
        assert_eq!(labels("{ \"regex\": \"$0\" }"), [""; 0]);
    }

    #[test]
    fn ids_are_offered_with_their_titles_where_entries_are_named() {
        let (_, items) = at("{ \"refines\": [\"full$0\"] }");
        assert_eq!(items.len(), 1);
        assert_eq!(items[0].label, "disk/full");
        assert_eq!(items[0].detail.as_deref(), Some("No space left on device"));
        assert_eq!(labels("{ \"transition_graph\": { \"leads_to\": [{ \"error_id\": \"disk$0 } ]"), ["disk/full"]);
        assert_eq!(labels("{ \"id\": \"$0\" }"), [""; 0]);
    }

    #[test]
    fn what_is_taken_makes_json() {
        let (fixture, items) = at("{ \"sever$0\" }");
        assert_eq!(taken(&fixture, &items[0]), "{ \"severity\":  }");
        let fixture = fixture.client(|client| client.completion_snippets = true);
        let items = completion(&fixture.context, &fixture.snapshot.document, fixture.cursor).items;
        assert_eq!(taken(&fixture, &items[0]), "{ \"severity\": \"$1\" }");
        let (fixture, items) = at("{ \"sever$0\": \"hint\" }");
        assert_eq!(taken(&fixture, &items[0]), "{ \"severity\": \"hint\" }");
        let (fixture, items) = at("{ \"severity\": war$0 }");
        assert_eq!(taken(&fixture, &items[0]), "{ \"severity\": \"warning\" }");
        let (fixture, items) = at("{ \"severity\": \"war$0");
        assert_eq!(taken(&fixture, &items[0]), "{ \"severity\": \"warning\"");
    }
}
