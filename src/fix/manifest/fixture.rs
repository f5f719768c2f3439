//! What tests of the editors share.

use std::path::Path;

use super::{Near, edit_near};
use crate::fix::change::apply;

/// The content of `file` after the snippet came in; made sure of: the same snippet is then refused.
pub(super) fn after(file: &str, before: &str, snippet: &str) -> Result<String, String> {
    after_near(file, before, snippet, Near::default())
}

pub(super) fn after_near(file: &str, before: &str, snippet: &str, near: Near<'_>) -> Result<String, String> {
    let path = Path::new("/ws").join(file);
    let changes = edit_near(file, &path, before, snippet, &near).map_err(|refused| refused.0)?;
    let after = apply(before, &changes).map_err(|refused| refused.0)?;
    assert_ne!(after, before, "{file}: a change that changes nothing");
    // What was added moved the place of the error down.
    let added = after.lines().count().saturating_sub(before.lines().count()) as u32;
    let again = edit_near(file, &path, &after, snippet, &Near { line: near.line.map(|line| line + added), ..near });
    assert!(
        again.as_ref().is_err_and(|refused| refused.0.contains("already")),
        "{file}: twice the same gives {again:?} on\n{after}"
    );
    Ok(after)
}

/// Why a snippet does not go in.
pub(super) fn refused(file: &str, before: &str, snippet: &str) -> String {
    match after(file, before, snippet) {
        Ok(after) => panic!("{file}: not refused:\n{after}"),
        Err(reason) => reason,
    }
}
