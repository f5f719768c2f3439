//! Pages: what an entry or a finding says, as Markdown that any editor can open.

use std::io;
use std::path::{Path, PathBuf};

use super::context::Context;
use super::deed;
use crate::card::{Card, code_block, markdown};
use crate::finding::Finding;
use crate::lore::EntryRef;

/// Where pages are kept, so that clients without virtual documents can open them: in the user's cache.
pub(super) fn folder() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = set("XDG_CACHE_HOME")
        .or_else(|| if cfg!(windows) { set("LOCALAPPDATA") } else { set("HOME").map(|home| home.join(".cache")) });
    cache.unwrap_or_else(std::env::temp_dir).join("loglore")
}

/// The explanation of a finding, with the line that it stands on.
pub(super) fn note(context: &Context, finding: &Finding) -> String {
    let card = Card::of_finding(&context.lore, finding, context.locale());
    format!("{}\n{}", markdown(&card), code_block("log", &crate::card::inert(&finding.text)))
}

/// The page of an entry: a file in `folder`, which is written unless it is there already.
///
/// # Errors
/// Those of the file system.
pub(super) fn of_entry(context: &Context, folder: &Path, entry: EntryRef) -> io::Result<PathBuf> {
    let id = context.lore.id(entry).as_str();
    let path = folder.join("lore").join(format!("{id}.md"));
    let text = markdown(&Card::of_entry(&context.lore, entry, context.locale()));
    if std::fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(path);
    }
    deed::write(&path, &text)?;
    Ok(path)
}
