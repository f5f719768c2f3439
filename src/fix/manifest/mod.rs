//! Manifests and settings files: which one of the workspace is meant, and how a snippet goes into it.
//!
//! What is edited keeps its form: comments, order, indentation, line ends and a byte order mark stay as they are.

mod find;
mod lines;

use std::path::Path;

pub use find::find;

use super::change::{Change, Refused};

/// Where in a file the error was, as far as the log says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Near<'a> {
    /// The line, counted from 1.
    pub line: Option<u32>,
    /// What stands there, as the log quotes it.
    pub text: Option<&'a str>,
}

/// The changes that bring `snippet` (its captures filled in) into `text`, the content of the file `path`.
///
/// `name` is the file as the entry's `place` names it after `file:`; the kind of the file is told by `path`, else by
/// `name`. `text` may be empty: then the changes make the content of a new file. Refused with the reason where the file
/// has it already, where the snippet has no place in it, or where the result would not parse.
pub fn edit(name: &str, path: &Path, text: &str, snippet: &str) -> Result<Vec<Change>, Refused> {
    edit_near(name, path, text, snippet, &Near::default())
}

/// The same, where it is known at which place of the file it failed.
pub fn edit_near(name: &str, path: &Path, text: &str, snippet: &str, near: &Near<'_>) -> Result<Vec<Change>, Refused> {
    let _ = near;
    let shown = path.file_name().map_or_else(|| name.to_owned(), |name| name.to_string_lossy().into_owned());
    let snippet = snippet.trim_matches(['\n', '\r']);
    if snippet.trim().is_empty() {
        return Err(Refused::new("the entry has nothing to insert"));
    }
    lines::append(&shown, text, snippet)
}
