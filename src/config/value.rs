//! The values of settings: what is taken, and what is said of those that are not.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::Severities;
use crate::entry::Severity;

pub(super) fn severities(value: &Value) -> Result<Severities, String> {
    match value {
        Value::String(word) => Ok(Severities { all: severity(word)?, named: Vec::new() }),
        Value::Object(rules) => {
            let mut severities = Severities::default();
            for (name, word) in rules {
                let word = word.as_str().ok_or_else(|| format!("`{name}`: {}", not_a_severity(&word.to_string())))?;
                let Some(severity) = severity(word).map_err(|error| format!("`{name}`: {error}"))? else { continue };
                match name.as_str() {
                    "*" => severities.all = Some(severity),
                    _ => severities.named.push((name.clone(), severity)),
                }
            }
            Ok(severities)
        }
        other => Err(expected(
            "a severity, or an object with domains or ids and their severities",
            other,
            "what entries say",
        )),
    }
}

/// A severity by its name; none for what an entry says itself.
fn severity(word: &str) -> Result<Option<Severity>, String> {
    match word {
        "entry" => Ok(None),
        "error" => Ok(Some(Severity::Error)),
        "warning" => Ok(Some(Severity::Warning)),
        "information" | "info" => Ok(Some(Severity::Information)),
        "hint" => Ok(Some(Severity::Hint)),
        other => Err(not_a_severity(other)),
    }
}

fn not_a_severity(word: &str) -> String {
    format!(
        "`{word}` is none of `error`, `warning`, `information`, `hint` and `entry`; what entries say stays in force"
    )
}

pub(super) fn truth(value: &Value, stays: bool) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| expected("true or false", value, &stays.to_string()))
}

/// A list of texts; one text alone is a list of one.
pub(super) fn texts(value: &Value) -> Result<Vec<&str>, String> {
    let one = value.as_str().map(|text| vec![text]);
    let many = || value.as_array().and_then(|items| items.iter().map(Value::as_str).collect());
    one.or_else(many).ok_or_else(|| expected("a list of texts", value, "the former list"))
}

pub(super) fn absolute(path: &str, folder: Option<&Path>) -> Result<PathBuf, String> {
    let home = || std::env::home_dir().filter(|home| home.is_absolute());
    let path = match path.strip_prefix("~/").or_else(|| path.strip_prefix("~\\")) {
        Some(rest) => {
            home().ok_or_else(|| format!("`{path}`: the home folder is not known; it is left out"))?.join(rest)
        }
        None => PathBuf::from(path),
    };
    match folder {
        _ if path.is_absolute() => Ok(path),
        Some(folder) => Ok(folder.join(path)),
        None => Err(format!("`{}` is relative, and no folder is open; it is left out", path.display())),
    }
}

pub(super) fn expected(what: &str, value: &Value, stays: &str) -> String {
    let shown = match value {
        Value::Array(_) | Value::Object(_) => kind(value).to_owned(),
        other => other.to_string(),
    };
    format!("{what} is expected, not {shown}; {stays} stays in force")
}

pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

pub(super) fn json_of_table(table: &dyn toml_edit::TableLike) -> Map<String, Value> {
    table.iter().map(|(key, item)| (key.to_owned(), json_of_item(item))).collect()
}

fn json_of_item(item: &toml_edit::Item) -> Value {
    match (item.as_value(), item.as_table_like(), item.as_array_of_tables()) {
        (_, Some(table), _) => Value::Object(json_of_table(table)),
        (Some(value), ..) => json_of_value(value),
        (_, _, Some(tables)) => {
            tables.iter().map(|table| Value::Object(json_of_table(table))).collect::<Vec<_>>().into()
        }
        _ => Value::Null,
    }
}

fn json_of_value(value: &toml_edit::Value) -> Value {
    match value {
        toml_edit::Value::String(text) => text.value().as_str().into(),
        toml_edit::Value::Integer(number) => (*number.value()).into(),
        toml_edit::Value::Float(number) => (*number.value()).into(),
        toml_edit::Value::Boolean(truth) => (*truth.value()).into(),
        toml_edit::Value::Datetime(time) => time.value().to_string().into(),
        toml_edit::Value::Array(items) => items.iter().map(json_of_value).collect::<Vec<_>>().into(),
        toml_edit::Value::InlineTable(table) => Value::Object(json_of_table(table)),
    }
}

/// The byte where the setting of a name (`entries.paths`) stands.
pub(super) fn place(table: &dyn toml_edit::TableLike, name: &str) -> Option<usize> {
    let (mut table, mut at) = (table, None);
    for part in name.split('.') {
        let (key, item) = table.get_key_value(part)?;
        at = key.span().map(|span| span.start).or_else(|| item.span().map(|span| span.start)).or(at);
        match item.as_table_like() {
            Some(inner) => table = inner,
            None => break,
        }
    }
    at
}
