//! TOML: tables are merged, lists get what they lack, all else gets the snippet's value.

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value};

use super::Target;
use super::form::between;
use super::lines::paragraph_at_end;
use crate::fix::change::{Change, Refused};

/// Any TOML file.
pub(super) fn edit(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    merge_into(target, &read(snippet)?, snippet)
}

pub(super) fn read(snippet: &str) -> Result<DocumentMut, Refused> {
    snippet.parse().map_err(|_| Refused::new("the entry's snippet is not TOML"))
}

pub(super) fn read_target(target: &Target<'_>) -> Result<DocumentMut, Refused> {
    target.text.parse().map_err(|error: toml_edit::TomlError| {
        Refused::new(format!("{} is not TOML: {}", target.file, error.message().trim()))
    })
}

/// The changes that bring the wanted tables into the file; `written` is how they look in one that has none yet.
pub(super) fn merge_into(target: &Target<'_>, wanted: &DocumentMut, written: &str) -> Result<Vec<Change>, Refused> {
    let mut document = read_target(target)?;
    if document.is_empty() {
        // Comments alone: toml_edit would put what is added before them.
        return Ok(vec![paragraph_at_end(target.text, written.trim())]);
    }
    if !merge(document.as_table_mut(), wanted.as_table(), target.file)? {
        return Err(target.has_it());
    }
    Ok(between(target.text, &document.to_string()))
}

/// Brings what is wanted into a table; whether that changed anything.
pub(super) fn merge(there: &mut dyn TableLike, wanted: &dyn TableLike, file: &str) -> Result<bool, Refused> {
    let mut changed = false;
    for (name, item) in wanted.iter() {
        changed |= set(there, name, item, file)?;
    }
    Ok(changed)
}

/// Gives a key its value, or merges it; whether that changed anything.
fn set(there: &mut dyn TableLike, name: &str, wanted: &Item, file: &str) -> Result<bool, Refused> {
    let Some(old) = there.get_mut(name).filter(|old| !old.is_none()) else {
        // The blank before the brace that closes a table in one line hangs on its last value.
        let blank = last_blank(there);
        let mut new = fresh(wanted, true);
        if let Some(value) = new.as_value_mut() {
            value.decor_mut().set_suffix(blank.unwrap_or_default());
        }
        there.insert(name, new);
        return Ok(true);
    };
    if let (Some(wanted), true) = (wanted.as_table_like(), old.is_table_like()) {
        // Proved by the condition.
        return old.as_table_like_mut().map_or(Ok(false), |old| merge(old, wanted, file));
    }
    match (old, wanted) {
        (Item::Value(Value::Array(old)), Item::Value(Value::Array(wanted))) => Ok(extend(old, wanted)),
        (Item::Value(old), Item::Value(wanted)) => {
            if same(old, wanted) {
                return Ok(false);
            }
            let decor = old.decor().clone();
            *old = wanted.clone();
            *old.decor_mut() = decor;
            Ok(true)
        }
        (Item::ArrayOfTables(old), Item::ArrayOfTables(wanted)) => {
            let plain = |table: &Table| table.to_string().split_whitespace().collect::<String>();
            let known: Vec<String> = old.iter().map(plain).collect();
            let missing: Vec<&Table> = wanted.iter().filter(|table| !known.contains(&plain(table))).collect();
            for table in &missing {
                if let Item::Table(table) = fresh(&Item::Table((*table).clone()), true) {
                    old.push(table);
                }
            }
            Ok(!missing.is_empty())
        }
        _ => Err(Refused::new(format!("{file} has something else under `{name}`"))),
    }
}

/// Takes the blanks away that follow the last value of a table.
fn last_blank(there: &mut dyn TableLike) -> Option<String> {
    let (_, last) = there.iter_mut().last()?;
    let decor = last.as_value_mut()?.decor_mut();
    let blank = decor.suffix()?.as_str()?.to_owned();
    if blank.is_empty() || !blank.trim().is_empty() {
        return None;
    }
    decor.set_suffix("");
    Some(blank)
}

/// An item of a snippet without the places that it had there.
fn fresh(item: &Item, top: bool) -> Item {
    match item.clone() {
        Item::Table(mut table) => {
            table.set_position(None);
            table.decor_mut().set_prefix(if top { "\n" } else { "" });
            table.decor_mut().set_suffix("");
            let names: Vec<String> = table.iter().map(|(name, _)| name.to_owned()).collect();
            for name in names {
                if let Some(inner) = table.get_mut(&name) {
                    *inner = fresh(inner, true);
                }
            }
            Item::Table(table)
        }
        Item::ArrayOfTables(tables) => {
            let tables = tables.into_iter().filter_map(|table| match fresh(&Item::Table(table), true) {
                Item::Table(table) => Some(table),
                _ => None,
            });
            Item::ArrayOfTables(tables.collect())
        }
        other => other,
    }
}

/// Adds what a list lacks, written like its last element; whether it lacked anything.
pub(super) fn extend(there: &mut Array, wanted: &Array) -> bool {
    let missing: Vec<Value> =
        wanted.iter().filter(|value| !there.iter().any(|old| same(old, value))).cloned().collect();
    for value in &missing {
        push(there, value.clone());
    }
    !missing.is_empty()
}

/// Adds an element, on a line of its own where the others have one.
pub(super) fn push(list: &mut Array, mut value: Value) {
    let last = list.len().checked_sub(1).and_then(|last| list.get(last));
    let prefix = last.and_then(|last| last.decor().prefix()).and_then(|prefix| prefix.as_str()).unwrap_or("");
    let own_line = prefix.contains('\n');
    // Comments before the last element are its own.
    let indent = prefix.rsplit_once('\n').map_or_else(|| " ".to_owned(), |(_, indent)| format!("\n{indent}"));
    let indent = if list.is_empty() { String::new() } else { indent };
    // A comment behind the last element stands before what closes the list.
    let trailing = list.trailing().as_str().unwrap_or("").to_owned();
    let suffix =
        last.and_then(|last| last.decor().suffix()).and_then(|suffix| suffix.as_str()).unwrap_or("").to_owned();
    if own_line && list.trailing_comma() {
        if let Some((comment, close)) = trailing.rsplit_once('\n') {
            *value.decor_mut() = toml_edit::Decor::new(format!("{comment}{indent}"), "");
            list.set_trailing(format!("\n{close}"));
        } else {
            *value.decor_mut() = toml_edit::Decor::new(indent, "");
        }
    } else {
        // What stood before the closing bracket stays there.
        *value.decor_mut() = toml_edit::Decor::new(indent, suffix);
        if let Some(last) = list.len().checked_sub(1).and_then(|last| list.get_mut(last)) {
            last.decor_mut().set_suffix("");
        }
    }
    list.push_formatted(value);
}

/// Whether two values are the same however they are written.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.value() == b.value(),
        (Value::Integer(a), Value::Integer(b)) => a.value() == b.value(),
        (Value::Float(a), Value::Float(b)) => a.value() == b.value(),
        (Value::Boolean(a), Value::Boolean(b)) => a.value() == b.value(),
        (Value::Datetime(a), Value::Datetime(b)) => a.value() == b.value(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b)),
        (Value::InlineTable(a), Value::InlineTable(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::fix::manifest::fixture::{after, refused};

    #[test]
    fn tables_are_merged_and_all_else_stays() {
        let linker = "[target.aarch64-unknown-linux-gnu]\nlinker = \"aarch64-linux-gnu-gcc\"";
        for (file, before, snippet, wanted) in [
            (
                ".cargo/config.toml",
                "",
                linker,
                "[target.aarch64-unknown-linux-gnu]\nlinker = \"aarch64-linux-gnu-gcc\"\n",
            ),
            (
                ".cargo/config.toml",
                "# mine\r\n",
                linker,
                "# mine\r\n\r\n[target.aarch64-unknown-linux-gnu]\r\nlinker = \"aarch64-linux-gnu-gcc\"\r\n",
            ),
            (
                ".cargo/config.toml",
                "[build] # b\njobs = 2 # two\n\n[target.aarch64-unknown-linux-gnu]\nlinker = 'cc' # old\n\n[net]\nretry = 3\n# end\n",
                linker,
                "[build] # b\njobs = 2 # two\n\n[target.aarch64-unknown-linux-gnu]\nlinker = \"aarch64-linux-gnu-gcc\" # old\n\n[net]\nretry = 3\n# end\n",
            ),
            (
                "ruff.toml",
                "select = [\n  \"E\", # e\n  \"F\", # f\n]\n",
                "select = [\"E\", \"I\"]",
                "select = [\n  \"E\", # e\n  \"F\", # f\n  \"I\",\n]\n",
            ),
            (
                "ruff.toml",
                "select = [\n  \"E\",\n  \"F\"\n]\n",
                "select = [\"I\"]",
                "select = [\n  \"E\",\n  \"F\",\n  \"I\"\n]\n",
            ),
            (
                "ruff.toml",
                "select = [ \"E\" ]\n[a]\nb = { c = 1 }\n",
                "select = [\"I\"]\n[a.b]\nd = 2",
                "select = [ \"E\", \"I\" ]\n[a]\nb = { c = 1, d = 2 }\n",
            ),
        ] {
            assert_eq!(after(file, before, snippet).as_deref(), Ok(wanted), "{file} {snippet}");
        }
    }

    #[test]
    fn what_is_there_or_cannot_be_read_is_refused() {
        assert_eq!(refused("x.toml", "[a]\nb = 'c'\n", "[a]\nb = \"c\""), "x.toml has it already");
        assert!(refused("x.toml", "a = 1\na = 2\n", "b = 1").contains("is not TOML"));
        assert!(refused("x.toml", "a = 1\n", "[a]\nb = 1").contains("something else"));
    }
}
