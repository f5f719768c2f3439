//! Anything for a record: nothing panics, nothing is lost.

use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use super::nested::nested;
use super::{file, full};
use crate::entry::source::Source;
use crate::entry::{EntryFile, read_record};

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop_oneof!["llm/oom", "85%", "true", "2026-02-23T1", "call", "file:"].prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let names = prop_oneof!["id", "error_id", "text", "action", "snippet", "regex", "[0-9]", "\\PC{0,4}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names, inner), 0..4).prop_map(|fields| fields.into_iter().collect::<Value>()),
        ]
    })
}

/// Puts `value` at one of the places of `record`, chosen by `at`.
fn mutate(record: &mut Value, at: usize, value: Value) {
    fn pointers(value: &Value, pointer: String, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                for (name, value) in map {
                    pointers(value, format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")), found);
                }
            }
            Value::Array(list) => {
                for (i, value) in list.iter().enumerate() {
                    pointers(value, format!("{pointer}/{i}"), found);
                }
            }
            _ => {}
        }
        found.push(pointer);
    }
    let mut found = Vec::new();
    pointers(record, String::new(), &mut found);
    if let Some(place) = record.pointer_mut(&found[at % found.len()]) {
        *place = value;
    }
}

proptest! {
    #[test]
    fn a_record_with_anything_anywhere_never_panics_and_loses_nothing(
        form in any::<bool>(),
        changes in prop::collection::vec((any::<usize>(), any_json()), 1..4),
    ) {
        let mut record = if form { full() } else { nested() };
        for (at, value) in changes {
            mutate(&mut record, at, value);
        }
        let text = serde_json::to_string_pretty(&record).unwrap();
        let file = file(&text);
        for problem in &file.problems {
            let at = problem.location.clone().unwrap();
            prop_assert!(text.get(at.span.clone()).is_some());
            prop_assert_eq!(file.source.line_column(at.span.start), (at.line, at.column));
        }
        for read in &file.entries {
            let written = serde_json::to_value(&read.entry).unwrap();
            let again = read_record(&written.to_string()).expect("what was read is read again");
            prop_assert_eq!(serde_json::to_value(&again).unwrap(), written);
        }
    }

    #[test]
    fn no_text_panics(text in "[\\[\\]{}\",:\\\\ud80-9a-z\u{feff}\n内]{0,60}") {
        let file = EntryFile::read(text.clone(), Path::new("x.json"));
        for problem in &file.problems {
            prop_assert!(text.get(problem.location.clone().unwrap().span).is_some());
        }
    }

    #[test]
    fn a_place_inside_a_string_writes_that_very_text(before in any::<String>(), inside in any::<String>(), after in any::<String>()) {
        let value = format!("{before}{inside}{after}");
        let literal = serde_json::to_string(&value).unwrap();
        let text = format!("[ {literal} ]");
        let source = Source::new(text.clone());
        let span = source.inside_string(2..2 + literal.len(), before.len()..before.len() + inside.len());
        let written: String = serde_json::from_str(&format!("\"{}\"", &text[span])).unwrap();
        prop_assert_eq!(written, inside);
    }
}
