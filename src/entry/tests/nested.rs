//! The nested form of a record.

use serde_json::{Value, json};

use super::{file, read};
use crate::entry::{Entry, Kept, read_record, schema};

pub(super) fn nested() -> Value {
    json!({
        "schema_version": "1.0.0",
        "id": "pip/denied/pip24-windows",
        "url": "https://example.org/pip/denied",
        "error": {
            "signature": "Access denied", "regex": "access (is )?denied", "domain": "pip", "category": "permission",
            "first_seen": "2019-01-01", "last_confirmed": "2026-02-14"
        },
        "environment": {
            "runtime": { "name": "pip", "version_range": ">=22,<26" }, "os": "windows", "python": ">=3.9",
            "hardware": { "gpu": "any", "vram_gb": 24 }, "additional": { "shell": "cmd" }
        },
        "verdict": {
            "resolvable": "true", "fix_success_rate": 0.88, "confidence": 0.85, "last_updated": "2026-02-14",
            "summary": "No right to write."
        },
        "dead_ends": [{ "action": "Run as administrator", "why_fails": "It hides it.", "fail_rate": 0.6, "sources": ["s"], "condition": "" }],
        "workarounds": [{ "action": "Use a venv", "success_rate": 0.9, "how": "python -m venv .venv", "sources": [], "condition": "", "tradeoff": "disk" }],
        "transition_graph": {
            "leads_to": [{ "error_id": "python/modulenotfounderror/py311-linux", "probability": 0.2, "condition": "c" }],
            "preceded_by": [{ "error_id": "pip/conflict/pip24-linux", "probability": 0.1, "condition": "d" }],
            "frequently_confused_with": [{ "error_id": "python/permissionerror/py311-linux", "distinction": "e" }]
        },
        "metadata": {
            "generated_by": "x.py", "generation_date": "2026-02-14", "review_status": "human_reviewed",
            "evidence_count": 120, "last_verification": "2026-02-14"
        }
    })
}

#[test]
fn a_nested_record_loads_whole() {
    let (entry, problems) = read(&nested());
    assert_eq!(problems, [""; 0]);
    let written = serde_json::to_value(&entry).unwrap();
    let expected = json!({
        "id": "pip/denied/pip24-windows",
        "signature": "Access denied",
        "regex": "access (is )?denied",
        "ignore_case": true,
        "domain": "pip",
        "category": "permission",
        "root_cause": "No right to write.",
        "versions": ["pip >=22,<26", "python >=3.9"],
        "os_specific": ["windows"],
        "dead_ends": [{ "action": "Run as administrator", "why_fails": "It hides it.", "fail_rate": 0.6, "sources": ["s"] }],
        "workarounds": [{ "action": "Use a venv", "how": "python -m venv .venv", "success_rate": 0.9, "tradeoff": "disk" }],
        "transition_graph": nested()["transition_graph"],
        "verification_tier": "human_reviewed",
        "confidence": 0.85,
        "fix_success_rate": 0.88,
        "resolvable": "true",
        "first_seen": "2019-01-01",
        "last_confirmed": "2026-02-14",
        "last_updated": "2026-02-14",
        "evidence_count": 120,
        "sources": ["https://example.org/pip/denied"],
        "schema_version": "1.0.0",
        "environment": { "hardware": { "gpu": "any", "vram_gb": 24 }, "additional": { "shell": "cmd" } },
        "metadata": { "generated_by": "x.py", "generation_date": "2026-02-14", "last_verification": "2026-02-14" }
    });
    assert_eq!(written, expected);
    assert_eq!(serde_json::to_value(read(&written).0).unwrap(), expected, "the flat form of it is the same entry");
}

/// Found by fuzzing: what could not be taken made a nested record of what was written.
#[test]
fn a_nested_record_that_says_little_is_written_and_read_again() {
    let record = json!({ "id": "x/y", "error": true, "verdict": { "summary": "why", "confidence": -1 } });
    let (entry, _) = read(&record);
    assert_eq!(entry.root_cause, "why");
    let again = read_record(&serde_json::to_string(&entry).unwrap()).unwrap();
    assert_eq!(again.root_cause, "why");
}

/// Found by fuzzing: a field that says nothing made a record flat, and was gone from what was written, which was nested then.
#[test]
fn a_field_that_says_nothing_makes_no_record_flat() {
    let empty = [Value::Null, json!(""), json!(" "), json!([])];
    let fields = ["regex", "signature", "ignore_case"].into_iter().flat_map(|name| empty.clone().map(|v| (name, v)));
    for (name, value) in fields.chain([("ignore_case", json!(false)), ("ignore_case", json!(" False"))]) {
        let mut record = nested();
        record[name] = value.clone();
        let (entry, _) = read(&record);
        assert_eq!(entry.regex, "access (is )?denied", "{name}: {value}");
        let written = serde_json::to_value(&entry).unwrap();
        assert_eq!((&written["regex"], &written["ignore_case"]), (&json!("access (is )?denied"), &json!(true)));
        let (again, _) = read(&written);
        assert_eq!(serde_json::to_value(&again).unwrap(), written, "{name}: {value}");
    }
    for (name, value) in [("regex", json!(7)), ("signature", json!({})), ("ignore_case", json!("often"))] {
        let mut record = nested();
        record[name] = value;
        let written = serde_json::to_value(read(&record).0).unwrap();
        assert_eq!((&written["error"], &written["verdict"]), (&nested()["error"], &nested()["verdict"]), "{name}");
        assert_eq!(serde_json::to_value(read(&written).0).unwrap(), written, "{name}");
    }
}

#[test]
fn a_field_called_as_where_others_are_kept_loses_none_of_them() {
    let mut record = nested();
    record["nested"] = json!(5);
    record["tags"] = json!(["a"]);
    let written = serde_json::to_value(read(&record).0).unwrap();
    assert_eq!(written["nested"], json!({ "nested": 5, "tags": ["a"] }));
    assert_eq!(serde_json::to_value(read(&written).0).unwrap(), written);
}

#[test]
fn problems_of_a_nested_record_stand_where_it_says_them() {
    let mut record = nested();
    record["error"]["regexp"] = json!("x");
    record["verdict"]["confidence"] = json!("high");
    let text = serde_json::to_string_pretty(&record).unwrap();
    let file = file(&text);
    let shown: Vec<_> = file.problems.iter().map(|p| &text[p.location.clone().unwrap().span]).collect();
    assert_eq!(shown, ["\"regexp\"", "\"high\""]);
    assert_eq!(file.entries[0].entry.unknown.get("/error/regexp"), Some(&json!("x")));
    let places = &file.entries[0].places;
    assert_eq!(&text[places.span("/root_cause")], "\"No right to write.\"");
    assert_eq!(&text[places.span("/workarounds/0/tradeoff")], "\"disk\"");
}

#[test]
fn fields_of_the_flat_form_are_kept_apart_in_a_nested_record() {
    let schema = schema();
    let names = schema["properties"].as_object().unwrap().keys();
    for name in names.filter(|name| *name != "id") {
        for value in [Value::Null, json!("a"), json!(["a"]), json!({ "a": 1 }), json!(0.5)] {
            let mut record = nested();
            // What both forms have is read as what it is.
            if record.get(name).is_some() {
                continue;
            }
            record[name] = value;
            let (entry, _) = read(&record);
            let written = serde_json::to_value(&entry).unwrap();
            let again = read_record(&written.to_string()).unwrap();
            assert_eq!(serde_json::to_value(&again).unwrap(), written, "{name}");
            assert_eq!(
                Entry { unknown: Kept::default(), ..again },
                Entry { unknown: Kept::default(), ..entry },
                "{name}"
            );
        }
    }
}
