//! JSON with and without comments: `package.json`, `tsconfig.json`, `composer.json`, `daemon.json`.

use std::collections::HashSet;

use jsonc_parser::ParseOptions;
use jsonc_parser::cst::{CstArray, CstInputValue, CstNode, CstObject, CstRootNode};
use serde_json::{Map, Value};

use super::Target;
use super::form::between;
use crate::fix::change::{Change, Refused};

/// What stands at the top of a `tsconfig.json`; all else is an option of the compiler.
const TSCONFIG: &[&str] = &[
    "$schema",
    "buildOptions",
    "compileOnSave",
    "compilerOptions",
    "exclude",
    "extends",
    "files",
    "include",
    "references",
    "ts-node",
    "typeAcquisition",
    "vueCompilerOptions",
    "watchOptions",
];

pub(super) fn edit(target: &Target<'_>, snippet: &str) -> Result<Vec<Change>, Refused> {
    let wanted = snippet.trim().trim_end_matches(',');
    let wanted = if wanted.starts_with('{') { wanted.to_owned() } else { format!("{{{wanted}}}") };
    let wanted: Map<String, Value> =
        serde_json::from_str(&wanted).map_err(|_| Refused::new("the entry's snippet is not JSON"))?;
    let wanted = if is_tsconfig(target.file) { into_options(wanted) } else { wanted };
    let comments = takes_comments(target.file);
    let text = if target.text.trim().is_empty() { "{\n}\n" } else { target.text };
    if !comments && let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        return Err(Refused::new(format!("{} is not JSON: {error}", target.file)));
    }
    let root = CstRootNode::parse(text, &options(comments))
        .map_err(|error| Refused::new(format!("{} is not JSON: {error}", target.file)))?;
    let Some(object) = root.object_value() else {
        return Err(Refused::new(format!("{} holds no object", target.file)));
    };
    duplicates(&object, target.file, 0)?;
    if !merge(&object, &wanted) {
        return Err(target.has_it());
    }
    let new = root.to_string();
    let one_line = target.text.trim().starts_with('{') && !target.text.trim().contains('\n');
    Ok(between(target.text, &if one_line { on_one_line(&new, target.text) } else { new }))
}

/// JSON of several lines on one, with blanks where `like` has them.
fn on_one_line(text: &str, like: &str) -> String {
    let blanks = like.contains("\": ") || like.contains(", ");
    let padded = like.contains("{ ");
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut escaped, mut broken) = (false, false, false);
    for c in text.trim_end().chars() {
        if in_string {
            out.push(c);
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            '\n' => broken = true,
            ' ' | '\t' if broken || !blanks => {}
            c => {
                let inside = (out.ends_with('{') || c == '}') && !out.is_empty();
                let apart = if inside { padded && !(out.ends_with('{') && c == '}') } else { blanks };
                if broken && apart && !out.ends_with(' ') && !out.ends_with('[') && c != ']' {
                    out.push(' ');
                }
                broken = false;
                in_string = c == '"';
                out.push(c);
            }
        }
    }
    out.push_str(&like[like.trim_end().len()..]);
    out
}

fn options(comments: bool) -> ParseOptions {
    ParseOptions {
        allow_comments: comments,
        allow_trailing_commas: comments,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

fn is_tsconfig(file: &str) -> bool {
    (file.starts_with("tsconfig") || file.starts_with("jsconfig")) && file.ends_with(".json")
}

/// Files whose readers take comments.
fn takes_comments(file: &str) -> bool {
    is_tsconfig(file) || file.ends_with(".jsonc") || file.starts_with('.') || file == "settings.json"
}

/// The compiler's options among the fields, put where they belong.
fn into_options(wanted: Map<String, Value>) -> Map<String, Value> {
    let (mut top, mut options) = (Map::new(), Map::new());
    for (name, value) in wanted {
        if TSCONFIG.contains(&name.as_str()) {
            top.insert(name, value)
        } else {
            options.insert(name, value)
        };
    }
    if !options.is_empty() {
        match top.get_mut("compilerOptions").and_then(Value::as_object_mut) {
            Some(there) => there.extend(options),
            None => drop(top.insert("compilerOptions".to_owned(), Value::Object(options))),
        }
    }
    top
}

/// A name that stands twice has one value that counts and one that only looks so: nobody can tell which is meant.
fn duplicates(object: &CstObject, file: &str, depth: usize) -> Result<(), Refused> {
    let mut names: HashSet<String> = HashSet::new();
    for property in object.properties() {
        let Some(name) = property.decoded_name() else { continue };
        if let Some(name) = names.replace(name) {
            return Err(Refused::new(format!("{file} has \"{name}\" twice in one object")));
        }
        if let (Some(inner), true) = (property.object_value(), depth < 3) {
            duplicates(&inner, file, depth + 1)?;
        }
    }
    Ok(())
}

/// Brings the fields into the object; whether that changed anything.
fn merge(object: &CstObject, wanted: &Map<String, Value>) -> bool {
    let mut changed = false;
    for (name, value) in wanted {
        let Some(property) = object.get(name) else {
            object.append(name, input(value));
            changed = true;
            continue;
        };
        match (value, property.object_value(), property.array_value()) {
            (Value::Object(wanted), Some(there), _) => changed |= merge(&there, wanted),
            (Value::Array(wanted), _, Some(there)) => changed |= merge_list(&there, wanted),
            _ if property.value().and_then(|there| there.to_serde_value()).as_ref() == Some(value) => {}
            _ => {
                property.set_value(input(value));
                changed = true;
            }
        }
    }
    changed
}

/// Adds what a list lacks; whether it lacked anything.
fn merge_list(list: &CstArray, wanted: &[Value]) -> bool {
    let there: Vec<Value> = list.elements().iter().filter_map(CstNode::to_serde_value).collect();
    let same = |a: &Value, b: &Value| match (a.as_str(), b.as_str()) {
        // `ES2022` is `es2022` for every reader of such lists.
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        _ => a == b,
    };
    let missing: Vec<&Value> = wanted.iter().filter(|value| !there.iter().any(|there| same(there, value))).collect();
    for value in &missing {
        list.append(input(value));
    }
    !missing.is_empty()
}

fn input(value: &Value) -> CstInputValue {
    match value {
        Value::Null => CstInputValue::Null,
        Value::Bool(value) => CstInputValue::Bool(*value),
        Value::Number(value) => CstInputValue::Number(value.to_string()),
        Value::String(value) => CstInputValue::String(value.clone()),
        Value::Array(values) => CstInputValue::Array(values.iter().map(input).collect()),
        Value::Object(fields) => {
            CstInputValue::Object(fields.iter().map(|(name, value)| (name.clone(), input(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fix::manifest::fixture::{after, refused};

    #[test]
    fn fields_go_where_they_belong_and_all_else_stays() {
        for (file, before, snippet, wanted) in [
            (
                "package.json",
                "{\n  \"name\": \"x\",\n  \"scripts\": {\n    \"test\": \"jest\"\n  }\n}\n",
                "\"type\": \"module\"",
                "{\n  \"name\": \"x\",\n  \"scripts\": {\n    \"test\": \"jest\"\n  },\n  \"type\": \"module\"\n}\n",
            ),
            (
                "package.json",
                "{\r\n\t\"scripts\": {\r\n\t\t\"test\": \"jest\"\r\n\t}\r\n}\r\n",
                "\"scripts\": { \"build\": \"tsc\" }",
                "{\r\n\t\"scripts\": {\r\n\t\t\"test\": \"jest\",\r\n\t\t\"build\": \"tsc\"\r\n\t}\r\n}\r\n",
            ),
            (
                "package.json",
                "{\"name\":\"x\"}",
                "{ \"overrides\": { \"a\": { \"react\": \"$react\" } } }",
                "{\"name\":\"x\",\"overrides\":{\"a\":{\"react\":\"$react\"}}}",
            ),
            (
                "tsconfig.json",
                "\u{feff}{\n  // how it is built\n  \"compilerOptions\": {\n    \"target\": \"es5\", // old\n    \"lib\": [\"dom\"],\n  },\n}\n",
                "\"target\": \"es2022\", \"lib\": [\"ES2022\", \"DOM\"], \"include\": [\"src\"]",
                "\u{feff}{\n  // how it is built\n  \"compilerOptions\": {\n    \"target\": \"es2022\", // old\n    \"lib\": [\"dom\", \"ES2022\"],\n  },\n  \"include\": [\"src\"],\n}\n",
            ),
            (
                "tsconfig.json",
                "",
                "\"jsx\": \"react-jsx\"",
                "{\n  \"compilerOptions\": {\n    \"jsx\": \"react-jsx\"\n  }\n}\n",
            ),
            (
                "tsconfig.json",
                "{ \"compilerOptions\": {} }",
                "\"esModuleInterop\": true",
                "{ \"compilerOptions\": { \"esModuleInterop\": true } }",
            ),
        ] {
            assert_eq!(after(file, before, snippet).as_deref(), Ok(wanted), "{file} {snippet}");
        }
    }

    #[test]
    fn what_is_there_or_cannot_be_read_is_refused() {
        assert_eq!(
            refused("tsconfig.json", "{\"compilerOptions\":{\"jsx\":\"react-jsx\"}}", "\"jsx\": \"react-jsx\""),
            "tsconfig.json has it already"
        );
        assert_eq!(
            refused("package.json", "{\"a\":1,\"a\":2}", "\"a\": 3"),
            "package.json has \"a\" twice in one object"
        );
        assert!(refused("package.json", "{ // no\n}", "\"a\": 1").starts_with("package.json is not JSON"));
        assert!(refused("package.json", "[]", "\"a\": 1").contains("no object"));
        assert!(refused("package.json", &"[".repeat(100_000), "\"a\": 1").contains("nested"));
        assert!(
            refused("package.json", &format!("{{\"a\": \"{}", "x".repeat(1 << 20)), "\"a\": 1").contains("not JSON")
        );
    }
}
