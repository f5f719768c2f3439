//! Pages: what an entry or a finding says, as Markdown that any editor can open.

use std::path::PathBuf;

use super::context::Context;
use crate::card::{Card, code_block, markdown};
use crate::finding::Finding;

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
