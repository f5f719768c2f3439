//! `Cargo.toml`.

use toml_edit::{DocumentMut, InlineTable, Item, Table, Value};

use super::Target;
use super::toml;
use crate::fix::change::{Change, Refused};

/// Fields of `[package]` that a snippet may name without the header; other names are dependencies.
const PACKAGE: &[&str] =
    &["build", "default-run", "edition", "license", "links", "name", "publish", "resolver", "rust-version", "version"];

/// Tables whose entries are dependencies.
const DEPENDENCIES: &[&str] = &["dependencies", "dev-dependencies", "build-dependencies"];

pub(super) fn edit(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let mut wanted = with_headers(toml::read(snippet)?);
    let there = toml::read_target(target)?;
    let needs_package = ["package", "features"].iter().chain(DEPENDENCIES).any(|name| wanted.contains_key(name));
    if !there.is_empty() && needs_package && !there.contains_key("package") {
        return Err(Refused::new(format!("this {} is of a workspace, and has no package of its own", target.file)));
    }
    if let (Some(_), true) = (wanted.get("package"), inherits(&there, &wanted)) {
        return Err(Refused::new(format!("{} takes it from its workspace: change it there", target.file)));
    }
    for name in DEPENDENCIES {
        let Some(old) = there.get(name).and_then(Item::as_table_like) else { continue };
        let Some(new) = wanted.get_mut(name).and_then(Item::as_table_like_mut) else { continue };
        let names: Vec<String> = new.iter().map(|(name, _)| name.to_owned()).collect();
        for name in names {
            if let (Some(old), Some(new)) = (old.get(&name), new.get_mut(&name)) {
                fit(old, new);
            }
        }
    }
    // A dependency that is a bare version becomes a table before more is said about it.
    let widened = widen(target, &there, &wanted);
    match widened {
        Some(text) => {
            let widened = Target { text: &text, ..*target };
            let changes = toml::merge_into(&widened, &wanted, &wanted.to_string())?;
            let after = crate::fix::change::apply(&text, &changes)?;
            Ok(super::form::between(target.text, &after))
        }
        None => toml::merge_into(target, &wanted, &wanted.to_string()),
    }
}

/// The snippet with what stands before its first header put below one.
fn with_headers(wanted: DocumentMut) -> DocumentMut {
    let mut whole = DocumentMut::new();
    let below = |whole: &mut DocumentMut, header: &str, name: &str, item: Item| {
        let table = whole.entry(header).or_insert_with(|| Item::Table(Table::new()));
        if let Some(table) = table.as_table_like_mut() {
            table.insert(name, item);
        }
    };
    for (name, item) in wanted.iter() {
        match item {
            Item::Value(_) if PACKAGE.contains(&name) => below(&mut whole, "package", name, item.clone()),
            Item::Value(Value::String(_) | Value::InlineTable(_)) => {
                below(&mut whole, "dependencies", name, item.clone());
            }
            _ => drop(whole.insert(name, item.clone())),
        }
    }
    whole
}

/// Whether a field of the package is `field.workspace = true`.
fn inherits(there: &DocumentMut, wanted: &DocumentMut) -> bool {
    let (Some(there), Some(wanted)) =
        (there.get("package").and_then(Item::as_table_like), wanted.get("package").and_then(Item::as_table_like))
    else {
        return false;
    };
    wanted.iter().any(|(name, _)| there.get(name).is_some_and(Item::is_table_like))
}

/// Takes out of a wanted dependency what the one that is there decides itself: which version, and from where.
fn fit(old: &Item, new: &mut Item) {
    let is_table = new.is_table_like();
    let Some(table) = new.as_table_like_mut().filter(|table| is_table && table.len() > 1) else { return };
    let has_source = old
        .as_table_like()
        .is_none_or(|old| ["version", "git", "path", "workspace"].iter().any(|name| old.contains_key(name)));
    if has_source && table.contains_key("features") {
        table.remove("version");
    }
}

/// The file with `name = "1"` as `name = { version = "1" }` where a table is wanted.
fn widen(target: &Target<'_>, there: &DocumentMut, wanted: &DocumentMut) -> Option<String> {
    let mut text = there.clone();
    let mut widened = false;
    for header in DEPENDENCIES {
        let Some(wanted) = wanted.get(header).and_then(Item::as_table_like) else { continue };
        let Some(table) = text.get_mut(header).and_then(Item::as_table_like_mut) else { continue };
        for (name, item) in wanted.iter() {
            let Some(Item::Value(Value::String(version))) = table.get(name) else { continue };
            // Another source takes the place of the version as a whole.
            let Some(new) = item.as_table_like().filter(|new| !new.contains_key("git") && !new.contains_key("path"))
            else {
                continue;
            };
            if new.is_empty() {
                continue;
            }
            let decor = version.decor().clone();
            let mut inline = InlineTable::new();
            inline.insert("version", Value::from(version.value().as_str()));
            let mut value = Value::InlineTable(inline);
            *value.decor_mut() = decor;
            table.insert(name, Item::Value(value));
            widened = true;
        }
    }
    (widened && text.to_string() != target.text).then(|| text.to_string())
}

#[cfg(test)]
mod tests {
    use crate::fix::manifest::fixture::{after, refused};

    #[test]
    fn package_fields_and_dependencies_find_their_table() {
        let vendored = "openssl = { version = \"0.10\", features = [\"vendored\"] }";
        for (before, snippet, wanted) in [
            (
                "[package]\nname = \"x\"\nedition = \"2024\" # new\n\n[dependencies]\n",
                "edition = \"2021\"",
                "[package]\nname = \"x\"\nedition = \"2021\" # new\n\n[dependencies]\n",
            ),
            (
                "[package]\nname = \"x\"\n",
                vendored,
                "[package]\nname = \"x\"\n\n[dependencies]\nopenssl = { version = \"0.10\", features = [\"vendored\"] }\n",
            ),
            (
                "[package]\r\nname = \"x\"\r\n\r\n# what it needs\r\n[dependencies]\r\nserde = \"1\" # s\r\nopenssl = \"0.10.60\" # o\r\n\r\n[profile.release]\r\nlto = true\r\n",
                vendored,
                "[package]\r\nname = \"x\"\r\n\r\n# what it needs\r\n[dependencies]\r\nserde = \"1\" # s\r\nopenssl = { version = \"0.10.60\", features = [\"vendored\"] } # o\r\n\r\n[profile.release]\r\nlto = true\r\n",
            ),
            (
                "[package]\nname = \"x\"\n[dependencies]\ntokio = { version = \"1\", features = [\"rt\"] }\n",
                "[dependencies]\ntokio = { version = \"1\", features = [\"macros\"] }",
                "[package]\nname = \"x\"\n[dependencies]\ntokio = { version = \"1\", features = [\"rt\", \"macros\"] }\n",
            ),
            (
                "[package]\nname = \"x\"\n[dependencies]\na = \"1\"\n",
                "a = { git = \"https://example.com/a.git\" }",
                "[package]\nname = \"x\"\n[dependencies]\na = { git = \"https://example.com/a.git\" }\n",
            ),
            (
                "[package]\nname = \"x\"\n\n[dependencies.serde]\nversion = \"1\"\n",
                "serde = { version = \"1\", features = [\"derive\"] }",
                "[package]\nname = \"x\"\n\n[dependencies.serde]\nversion = \"1\"\nfeatures = [\"derive\"]\n",
            ),
        ] {
            assert_eq!(after("Cargo.toml", before, snippet).as_deref(), Ok(wanted), "{snippet}");
        }
    }

    #[test]
    fn a_workspace_has_no_dependencies_of_its_own() {
        assert!(refused("Cargo.toml", "[workspace]\nmembers = ['a']\n", "serde = \"1\"").contains("no package"));
        let inherited = "[package]\nname = \"x\"\nedition.workspace = true\n";
        assert!(refused("Cargo.toml", inherited, "edition = \"2021\"").contains("from its workspace"));
    }
}
