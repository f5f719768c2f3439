//! `workspace/symbol`: the lore, searched by name.

use std::path::{Path, PathBuf};

use tower_lsp::lsp_types::{Location, Position, Range, SymbolInformation, SymbolKind, Url};

use super::context::Context;
use super::source;
use crate::card::{Card, inert, markdown, title};
use crate::entry::{Entry, EntryFile};
use crate::fix::put;
use crate::lore::{EntryRef, Layer};

/// The most symbols of one answer.
const MAX_SYMBOLS: usize = 100;

/// The entries whose id, title, former id, code or tags hold all words that are asked for; those whose id begins with
/// them come first. An entry of a folder is found in its file, one that is built in on a page below `pages`, which is
/// written for it.
pub(super) fn workspace_symbol(context: &Context, pages: &Path, query: &str) -> Vec<SymbolInformation> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let whole = query.trim().to_lowercase();
    let mut found: Vec<(u8, EntryRef)> = context
        .lore
        .refs()
        .filter_map(|entry| Some((rank(context.lore.entry(entry), &words, &whole)?, entry)))
        .collect();
    found.sort_unstable();
    found.truncate(MAX_SYMBOLS);
    found.into_iter().filter_map(|(_, entry)| symbol(context, pages, entry)).collect()
}

/// How well an entry fits; the least is the best, none does not fit.
fn rank(entry: &Entry, words: &[String], whole: &str) -> Option<u8> {
    let id = entry.id.as_str().to_lowercase();
    let slug = id.rsplit('/').next().unwrap_or(&id);
    let code = entry.error_code.as_deref().unwrap_or_default().to_lowercase();
    if whole.is_empty() {
        return Some(0);
    }
    if id == whole || slug == whole || code == whole {
        return Some(0);
    }
    if id.starts_with(whole) || slug.starts_with(whole) {
        return Some(1);
    }
    let within = |text: &str| words.iter().all(|word| text.contains(word.as_str()));
    if within(&id) {
        return Some(2);
    }
    let chinese = entry.signature_zh.as_deref().unwrap_or_default();
    let all = format!("{id} {} {chinese} {code} {} {}", title(entry), entry.aliases.join(" "), entry.tags.join(" "));
    within(&all.to_lowercase()).then_some(3)
}

fn symbol(context: &Context, pages: &Path, entry: EntryRef) -> Option<SymbolInformation> {
    let record = context.lore.entry(entry);
    let (uri, range) = match context.lore.layer(entry) {
        Layer::Builtin => (page(context, pages, entry)?, Range::default()),
        Layer::User | Layer::Workspace | Layer::Extra => {
            let path = context.lore.locate(entry);
            (source::url(path)?, place(path, record))
        }
    };
    #[expect(deprecated, reason = "the type has no constructor without that field")]
    Some(SymbolInformation {
        name: inert(record.id.as_str()),
        kind: SymbolKind::EVENT,
        tags: None,
        deprecated: None,
        location: Location { uri, range },
        container_name: Some(inert(title(record)).replace('\n', " ")),
    })
}

/// Where a file's entry begins.
fn place(path: &Path, record: &Entry) -> Range {
    let file = EntryFile::open(path);
    let read = file.entries.iter().find(|read| read.entry.id == record.id);
    let line = read.map_or(1, |read| file.source.line_column(read.places.span("").start).0);
    // A file of entries has fewer lines than 32 bits count: its size is limited.
    let at = Position::new(u32::try_from(line - 1).unwrap_or_default(), 0);
    Range { start: at, end: at }
}

/// The page of an entry that is built in. It is written if it does not say that already.
fn page(context: &Context, pages: &Path, entry: EntryRef) -> Option<Url> {
    let card = Card::of_entry(&context.lore, entry, context.locale());
    let path: PathBuf = pages.join("entries").join(format!("{}.md", context.lore.id(entry)));
    let text = markdown(&card);
    if std::fs::read_to_string(&path).ok().as_deref() != Some(&text) {
        put(&path, &text).ok()?;
    }
    source::url(&path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::fixture::{Fixture, log};

    fn names(fixture: &Fixture, query: &str) -> Vec<String> {
        let pages = fixture.beside("pages");
        // The fixture's entries stand in no files, so they are searched without their places.
        let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        let lore = &fixture.context.lore;
        let mut found: Vec<(u8, &str)> = lore
            .refs()
            .filter_map(|entry| {
                Some((rank(lore.entry(entry), &words, &query.to_lowercase())?, lore.id(entry).as_str()))
            })
            .collect();
        found.sort_unstable();
        assert!(workspace_symbol(&fixture.context, &pages, query).len() <= found.len());
        found.into_iter().map(|(_, id)| id.to_owned()).collect()
    }

    #[test]
    fn entries_are_found_by_id_slug_code_title_and_words() {
        let fixture = log("");
        assert_eq!(names(&fixture, "disk/full"), ["disk/full"]);
        assert_eq!(names(&fixture, "FULL"), ["disk/full"]);
        assert_eq!(names(&fixture, "enospc"), ["disk/full"]);
        assert_eq!(names(&fixture, "no left space"), ["disk/full"]);
        assert_eq!(names(&fixture, "模块"), ["python/no-module"]);
        assert_eq!(names(&fixture, "mod py"), ["python/no-module"]);
        assert_eq!(names(&fixture, "nothing like it"), [""; 0]);
        assert_eq!(names(&fixture, "").len(), fixture.context.lore.len());
    }
}
