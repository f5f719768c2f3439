//! What is to be ignored, written into the settings file.

use std::path::{Path, PathBuf};

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value};

use super::context::Context;
use super::deed::Scope;
use super::snapshot::Snapshot;
use super::source::Sources;
use super::uri;
use crate::config::{FILE_NAME, user_file};

/// The settings file of a scope, its text and its new text.
///
/// # Errors
/// If there is no such file and no place for one, or if it cannot be changed; says so for people.
pub(super) fn settings(
    context: &Context,
    snapshot: &Snapshot,
    sources: Sources<'_>,
    entry: &str,
    scope: Scope,
) -> Result<(PathBuf, Option<String>, String), String> {
    let path = file(context, snapshot, scope).ok_or("no folder is open that could have a loglore.toml")?;
    let old = sources.whole(&path);
    if old.is_none() && path.exists() {
        return Err(format!("{}: cannot be read", path.display()));
    }
    let document = (scope == Scope::Here).then(|| name_of(&snapshot.uri, &path));
    let text = ignoring(old.as_deref().unwrap_or_default(), entry, document.as_deref());
    let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
    Ok((path, old, text))
}

/// Whether a scope has a settings file.
pub(super) fn has_file(context: &Context, snapshot: &Snapshot, scope: Scope) -> bool {
    file(context, snapshot, scope).is_some()
}

/// The settings file of a scope: of the folder that holds the document, else of the first folder; the user's own where
/// no folder is open.
fn file(context: &Context, snapshot: &Snapshot, scope: Scope) -> Option<PathBuf> {
    let path = uri::path(&snapshot.uri);
    let folder = || {
        let holder = path.as_ref().and_then(|path| context.folders.iter().find(|folder| path.starts_with(folder)));
        holder.or(context.folders.first()).map(|folder| folder.join(FILE_NAME))
    };
    match scope {
        Scope::Here => folder().or_else(user_file),
        Scope::Workspace => folder(),
        Scope::Everywhere => user_file(),
    }
}

/// What a document is called in a settings file: its path relative to the file's folder, with `/`, if it lies there.
fn name_of(document: &str, settings: &Path) -> String {
    let below = || {
        let path = uri::path(document)?;
        let below = path.strip_prefix(settings.parent()?).ok()?;
        let parts: Option<Vec<&str>> = below.components().map(|part| part.as_os_str().to_str()).collect();
        parts.map(|parts| parts.join("/"))
    };
    let whole = || uri::path(document).and_then(|path| path.to_str().map(str::to_owned));
    below().or_else(whole).unwrap_or_else(|| document.to_owned())
}

/// Settings with one more entry that is ignored: in a document, or wherever the settings hold. All else stays as it is
/// written.
fn ignoring(old: &str, entry: &str, document: Option<&str>) -> Result<String, String> {
    let mut settings: DocumentMut =
        old.parse().map_err(|error: toml_edit::TomlError| format!("not TOML: {}", error.message().trim()))?;
    if settings.is_empty() && !old.trim().is_empty() {
        // Comments alone: what is added would go before them.
        return Ok(format!("{}\n\n{}", old.trim_end(), ignoring("", entry, document)?));
    }
    let entries = table(settings.as_table_mut(), "entries")?;
    let list = match document {
        None => list(entries, "entries.disabled", "disabled")?,
        Some(document) => {
            let ignored = table(entries, "ignored")?;
            list(ignored, "entries.ignored", document)?
        }
    };
    if !list.iter().any(|known| known.as_str() == Some(entry)) {
        list.push(entry);
    }
    Ok(settings.to_string())
}

fn table<'t>(parent: &'t mut dyn TableLike, name: &str) -> Result<&'t mut dyn TableLike, String> {
    let item = parent.entry(name).or_insert_with(|| {
        let mut table = Table::new();
        // No heading for a table that only holds tables.
        table.set_implicit(true);
        Item::Table(table)
    });
    item.as_table_like_mut().ok_or_else(|| format!("`{name}` is no table, so nothing can be added to it"))
}

fn list<'t>(parent: &'t mut dyn TableLike, shown: &str, name: &str) -> Result<&'t mut Array, String> {
    let item = parent.entry(name).or_insert_with(|| Item::Value(Value::Array(Array::new())));
    if let Some(one) = item.as_str().map(str::to_owned) {
        // One text alone is a list of one.
        *item = Item::Value(Value::Array(Array::from_iter([one])));
    }
    item.as_array_mut().ok_or_else(|| format!("`{shown}` is no list, so nothing can be added to it"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::entry::EntryId;
    use crate::server::fixture::log;

    #[test]
    fn settings_keep_their_form() {
        let old = "# mine\nlocale = 'zh'  # yes\n\n[entries]\npaths = ['own']\n";
        let new = "# mine\nlocale = 'zh'  # yes\n\n[entries]\npaths = ['own']\ndisabled = [\"a/b\"]\n";
        assert_eq!(ignoring(old, "a/b", None).as_deref(), Ok(new));
        assert_eq!(ignoring(new, "a/b", None).as_deref(), Ok(new));
        assert_eq!(ignoring("", "a/b", None).as_deref(), Ok("[entries]\ndisabled = [\"a/b\"]\n"));
        assert_eq!(
            ignoring("entries = { disabled = 'c/d' }\n", "a/b", None).as_deref(),
            Ok("entries = { disabled = [\"c/d\", \"a/b\"] }\n")
        );
    }

    #[test]
    fn settings_that_cannot_be_changed_are_told() {
        assert!(ignoring("x = [", "a/b", None).unwrap_err().starts_with("not TOML"));
        assert_eq!(
            ignoring("entries = 3", "a/b", None).unwrap_err(),
            "`entries` is no table, so nothing can be added to it"
        );
        assert!(ignoring("entries.disabled = 3", "a/b", None).unwrap_err().contains("entries.disabled"));
    }

    #[test]
    fn what_is_ignored_here_is_ignored_when_the_settings_are_read() {
        let fixture = log("No space left on device\n");
        for uri in [fixture.snapshot.uri.clone(), "output:extension-x".to_owned(), "untitled:Untitled-1".to_owned()] {
            let fixture = log("").uri(&uri.replace(log("").root().to_str().unwrap(), ""));
            let (path, _, text) =
                settings(&fixture.context, &fixture.snapshot, fixture.sources(), "disk/full", Scope::Here).unwrap();
            assert_eq!(path, fixture.root().join(FILE_NAME));
            let mut config = Config::default();
            assert_eq!(config.take_toml(&text, &path), []);
            let id = |id: &str| EntryId::new(id).unwrap();
            assert!(config.ignores(
                &fixture.snapshot.uri,
                uri::path(&fixture.snapshot.uri).as_deref(),
                &id("disk/full")
            ));
            assert!(!config.ignores(&fixture.snapshot.uri, uri::path(&fixture.snapshot.uri).as_deref(), &id("disk/x")));
            assert!(!config.ignores("file:///other.log", Some(Path::new("/other.log")), &id("disk/full")));
        }
    }

    #[test]
    fn a_file_in_the_workspace_is_named_by_its_path_there() {
        let fixture = log("");
        let (_, _, text) =
            settings(&fixture.context, &fixture.snapshot, fixture.sources(), "disk/full", Scope::Here).unwrap();
        assert_eq!(text, "[entries.ignored]\n\"build.log\" = [\"disk/full\"]\n");
    }
}
