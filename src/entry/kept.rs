//! What a record holds and the format does not know: kept, so that nothing is lost when it is written again.

use serde_json::{Map, Value};

/// Values of a record that no field could take, each with the JSON pointer where it stood, in the record's order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept(Vec<(String, Value)>);

impl Kept {
    /// Keeps `value`, which stood at `pointer`. To be called in the record's order.
    pub(super) fn push(&mut self, pointer: String, value: Value) {
        self.0.push((pointer, value));
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Forgets all but the first `len`.
    pub(super) fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }

    /// Says that what was kept after the first `from` stood at `pointer` in an element of a list of one.
    pub(super) fn stood_in_list(&mut self, from: usize, pointer: &str) {
        for (at, _) in &mut self.0[from..] {
            if let Some(inside) = at.strip_prefix(pointer) {
                *at = format!("{pointer}/0{inside}");
            }
        }
    }

    /// Whether nothing had to be kept.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value that stood at this JSON pointer.
    pub fn get(&self, pointer: &str) -> Option<&Value> {
        self.0.iter().find(|(at, _)| at == pointer).map(|(_, value)| value)
    }

    /// All of them: JSON pointer and value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(pointer, value)| (pointer.as_str(), value))
    }

    /// Puts everything back where it stood. In the record's order, so elements of lists return to their old places.
    pub(super) fn restore(&self, record: &mut Value) {
        for (pointer, value) in &self.0 {
            let tokens: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
            put(record, "", &tokens, value.clone());
        }
    }
}

/// The fields that hold lists. Nothing else tells whether the `0` of `/block/0` counts elements or is a field's name, where
/// all that a record has there was kept.
const LISTS: &[&str] = &[
    "aliases",
    "all",
    "any",
    "dead_ends",
    "frequently_confused_with",
    "leads_to",
    "near_misses",
    "none",
    "os",
    "os_specific",
    "patterns",
    "preceded_by",
    "refines",
    "samples",
    "sources",
    "tags",
    "url",
    "versions",
    "workarounds",
    "workarounds_zh",
];

/// Puts `value` at `tokens` below `target`, the value of the field `name`, making the objects and lists on the way that are not
/// there.
fn put(target: &mut Value, name: &str, tokens: &[String], value: Value) {
    let Some((token, rest)) = tokens.split_first() else {
        *target = value;
        return;
    };
    match target {
        Value::Array(list) => {
            let index = token.parse().unwrap_or(list.len()).min(list.len());
            if rest.is_empty() {
                list.insert(index, value);
                return;
            }
            if index == list.len() {
                list.push(Value::Null);
            }
            put(&mut list[index], token, rest, value);
        }
        Value::Object(map) => put(map.entry(token.as_str()).or_insert(Value::Null), token, rest, value),
        other => {
            let list = LISTS.contains(&name);
            *other = if list { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
            put(other, name, tokens, value);
        }
    }
}

/// A key as it is written in a JSON pointer.
pub(super) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A key as it was before [`escape`].
fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::schema;

    /// The names of the fields below `schema` that are lists.
    fn lists(schema: &Value, found: &mut Vec<String>) {
        match schema {
            Value::Object(map) => {
                for (name, field) in map.get("properties").and_then(Value::as_object).into_iter().flatten() {
                    if field["type"] == "array" {
                        found.push(name.clone());
                    }
                }
                map.values().for_each(|value| lists(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| lists(value, found)),
            _ => {}
        }
    }

    #[test]
    fn the_lists_are_those_of_the_format_and_two_of_the_nested_form() {
        let mut found = vec!["os".to_owned(), "url".to_owned()];
        lists(&schema(), &mut found);
        found.sort();
        found.dedup();
        assert_eq!(found, LISTS);
    }
}
