//! Walks over folders that anybody may have filled.

use std::path::Path;

use ignore::WalkBuilder;

/// Where files say which others are left out.
const RULES: [&str; 3] = [".gitignore", ".ignore", ".git/info/exclude"];

/// A walk over a folder that heeds what its files say is to be left out. Where such a file is none (a named pipe would hold
/// up whoever opens it for ever), a folder below is left out, and `folder` itself is walked without them.
pub(crate) fn walk(folder: &Path) -> WalkBuilder {
    let mut walk = WalkBuilder::new(folder);
    if std::path::absolute(folder).is_ok_and(|folder| folder.ancestors().any(holds_up)) {
        walk.parents(false).ignore(false).git_ignore(false).git_exclude(false);
    }
    walk.filter_entry(|child| !child.file_type().is_some_and(|kind| kind.is_dir()) || !holds_up(child.path()));
    walk
}

fn holds_up(folder: &Path) -> bool {
    RULES.iter().any(|name| folder.join(name).metadata().is_ok_and(|meta| !meta.is_file() && !meta.is_dir()))
}
