//! Entry files that are open: what is wrong with them while they are written.
//!
//! A file is one of entries if it lies among the entries in force, or if it says so itself with the schema. Its samples
//! are no errors of its own, so it is not scanned like a log.

use std::path::{Path, PathBuf};

use tower_lsp::lsp_types::{Diagnostic, DiagnosticSeverity, NumberOrString};

use super::context::Context;
use super::convert::Places;
use super::diagnostics::SOURCE;
use super::documents::Scanned;
use super::uri;
use crate::check::{Found, check_file};
use crate::entry::{EntryFile, FILE_LIMIT, Problem, Severity};
use crate::finding::{ScanOptions, find};
use crate::lore::{Lore, LoreOptions, entry_files};
use crate::text::{ByteOffset, Document, Span};

/// The schema is named within so many bytes from the start.
const HEAD: usize = 4 << 10;

/// An open file of entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EntryDocument {
    /// Its path, or the one that its entry should have.
    path: PathBuf,
    /// The folder of entries that it lies in.
    root: Option<PathBuf>,
}

/// The file of entries that a document is, if it is one.
pub(super) fn entry_document(context: &Context, uri: &str, document: &Document) -> Option<EntryDocument> {
    if document.len() as u64 > FILE_LIMIT {
        return None;
    }
    let path = uri::path(uri);
    if let Some(path) = &path {
        // Beside entries lie their schema and the table of packages.
        let other = path.file_name().is_some_and(|name| name == "schema.json" || name == "packages.json");
        if other || path.extension().is_none_or(|kind| kind != "json") {
            return None;
        }
        if let Some(root) = root_of(context, path) {
            return Some(EntryDocument { path: path.clone(), root: Some(root) });
        }
    }
    if !names_schema(&document.bytes(Span { start: ByteOffset(0), end: ByteOffset(HEAD) })) {
        return None;
    }
    let path = path.unwrap_or_else(|| {
        // One that has no place yet is judged as if it stood in the right one.
        let read = EntryFile::read(text_of(document), Path::new(""));
        let id = read.entries.first().map_or("new/entry", |read| read.entry.id.as_str());
        PathBuf::from(format!("{id}.json"))
    });
    Some(EntryDocument { path, root: None })
}

/// The folder of entries that a file lies in.
fn root_of(context: &Context, path: &Path) -> Option<PathBuf> {
    let marked = path.ancestors().find(|folder| folder.ends_with(".loglore/entries"));
    let given = || context.entry_folders.iter().find(|folder| path.starts_with(folder)).cloned();
    // The collection of loglore itself, or one made like it: its schema lies with it.
    let with_schema = || {
        let named = path.ancestors().skip(1).find(|folder| folder.ends_with("entries"))?;
        let schema = std::fs::read(named.join("schema.json")).ok()?;
        is_schema(&schema).then(|| named.to_owned())
    };
    marked.map(Path::to_owned).or_else(given).or_else(with_schema)
}

/// Whether it is the schema of entries: nothing else has dead ends and workarounds.
fn is_schema(text: &[u8]) -> bool {
    ["\"dead_ends\"", "\"workarounds\"", "\"signature\""]
        .iter()
        .all(|name| memchr::memmem::find(text, name.as_bytes()).is_some())
}

/// Whether the start of a text names the schema of entries: `"$schema": "…entries/schema.json"` or one with our name.
fn names_schema(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let Some((_, rest)) = text.split_once("\"$schema\"") else { return false };
    let value = rest.trim_start().strip_prefix(':').map(str::trim_start).and_then(|rest| rest.strip_prefix('"'));
    value.and_then(|rest| rest.split('"').next()).is_some_and(|schema| {
        let schema = schema.to_ascii_lowercase();
        schema.ends_with("entries/schema.json") || schema.contains("loglore")
    })
}

fn text_of(document: &Document) -> String {
    let all = document.bytes(Span { start: ByteOffset(0), end: ByteOffset(document.len()) });
    String::from_utf8_lossy(&all).into_owned()
}

/// All that `entries check` says of the file, with the text that the editor has. Other files are read for it.
pub(super) fn problems(context: &Context, file: &EntryDocument, document: &Document) -> Vec<Problem> {
    let text = text_of(document);
    let mut extra = context.entry_folders.clone();
    extra.extend(file.root.clone().filter(|root| !extra.contains(root)));
    extra.retain(|folder| folder.exists());
    let options = LoreOptions { builtin: true, extra, ..LoreOptions::default() };
    let (mut lore, _) = Lore::load_with(options, &[(file.path.clone(), text.clone())]);
    lore.take_over(&context.lore);
    let found = |text: &str| -> Vec<Found> {
        find(&lore, ScanOptions::default(), text.as_bytes())
            .into_iter()
            .map(|finding| Found {
                entry: lore.id(finding.entry).clone(),
                also: finding.also.iter().map(|other| lore.id(*other).clone()).collect(),
                line: finding.start.line,
            })
            .collect()
    };
    let read = EntryFile::read(text, &file.path);
    let others = file.root.as_deref().map(|root| namesakes(root, &read)).unwrap_or_default();
    check_file(&lore, &read, others, &found)
}

/// The other files of a folder that may have an entry of the same id.
fn namesakes(root: &Path, file: &EntryFile) -> Vec<EntryFile> {
    let ids: Vec<String> = file.entries.iter().map(|read| format!("\"{}\"", read.entry.id)).collect();
    let (paths, _) = entry_files(root);
    let own = file.path.canonicalize().unwrap_or_else(|_| file.path.clone());
    paths
        .into_iter()
        .filter(|path| path.canonicalize().is_ok_and(|path| path != own))
        .filter(|path| {
            let text = std::fs::read(path).unwrap_or_default();
            ids.iter().any(|id| memchr::memmem::find(&text, id.as_bytes()).is_some())
        })
        .map(|path| EntryFile::open(&path))
        .collect()
}

/// Problems as diagnostics, on the very characters.
pub(super) fn diagnostics(scanned: &Scanned, problems: &[Problem]) -> Vec<Diagnostic> {
    let places = Places::of(&scanned.context, &scanned.snapshot);
    let most = scanned.context.config.max_diagnostics;
    let shown = problems.iter().take(most).map(|problem| {
        let span = problem.location.as_ref().map_or(0..0, |location| location.span.clone());
        Diagnostic {
            range: places.range(Span { start: ByteOffset(span.start), end: ByteOffset(span.end) }),
            severity: Some(match problem.severity() {
                Severity::Error => DiagnosticSeverity::ERROR,
                _ => DiagnosticSeverity::WARNING,
            }),
            code: Some(NumberOrString::String(problem.kind.name().to_owned())),
            source: Some(SOURCE.to_owned()),
            message: problem.message.clone(),
            ..Diagnostic::default()
        }
    });
    shown.collect()
}
