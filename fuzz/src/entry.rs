//! Records of entries, in both forms, and whatever else a file may hold.

use std::path::Path;

use loglore::card::{Card, Locale, markdown};
use loglore::entry::{Entry, EntryFile, Kept, read_record};
use loglore::finding::{ScanOptions, find};
use loglore::lore::Lore;
use serde_json::{Value, json};

use crate::material;

pub fn seeds() -> Vec<Vec<u8>> {
    let flat: Vec<Value> =
        material::entries().map(|entry| serde_json::to_value(entry).expect("an entry is JSON")).collect();
    let nested = flat.iter().take(200).map(|record| {
        json!({
            "schema_version": "1.0",
            "id": record["id"],
            "error": { "signature": record["signature"], "regex": record["regex"], "domain": record["domain"] },
            "environment": { "runtime": { "name": "python", "version_min": "3.8" }, "os": "linux" },
            "verdict": { "resolvable": "true", "fix_success_rate": 0.8, "confidence": 0.9, "summary": record["root_cause"] },
            "dead_ends": record["dead_ends"],
            "workarounds": record["workarounds"],
            "transition_graph": { "leads_to": [{ "error_id": record["id"], "probability": 0.2 }] },
            "metadata": { "review_status": "auto_generated", "evidence_count": 3 },
        })
    });
    nested.clone().chain(flat.iter().cloned()).map(|record| record.to_string().into_bytes()).collect()
}

pub fn run(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let file = EntryFile::read(text.to_owned(), Path::new("entries/a/b.json"));
    let problems = file.problems.iter().cloned().chain(file.duplicate_fields());
    for problem in problems {
        assert!(!problem.message.trim().is_empty() && !problem.message.contains(['\n', '\r']), "{problem:?}");
        assert!(problem.message.len() < 1_000, "{problem:?}");
        if let Some(location) = &problem.location {
            assert!(location.line >= 1 && location.column >= 1);
            assert!(text.get(location.span.clone()).is_some(), "{problem:?} in {text:?}");
        }
    }
    // What is refused as a whole is told once.
    match serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')) {
        Ok(_) => {}
        Err(_) => assert!(file.entries.is_empty() && file.problems.len() == 1, "{:?}", file.problems),
    }
    let mut entries = Vec::new();
    for read in &file.entries {
        let written = serde_json::to_string(&read.entry).expect("an entry is JSON");
        let again = read_record(&written).unwrap_or_else(|| panic!("what is written is not read: {written}"));
        // Fields may change places.
        assert_eq!(serde_json::to_value(&again).ok(), serde_json::from_str::<Value>(&written).ok());
        assert_eq!(read_record(&written).as_ref(), Some(&again));
        // What a nested record keeps in several pieces is one in the flat form, which is how it is written.
        let known = |entry: &Entry| Entry { unknown: Kept::default(), ..entry.clone() };
        assert_eq!(known(&again), known(&read.entry), "{written}");
        let value: Value = serde_json::from_str(&written).expect("it was read");
        for (pointer, kept) in read.entry.unknown.iter() {
            let tokens: Vec<&str> = pointer.split('/').skip(1).collect();
            assert!(stands(&value, &tokens, kept), "{pointer} is lost: {kept} of {text} in {written}");
        }
        for (pointer, _) in read.entry.signatures() {
            assert!(text.get(read.places.span(&pointer)).is_some());
        }
        entries.push(again);
    }
    if entries.is_empty() {
        return;
    }
    let samples: Vec<String> =
        entries.iter().flat_map(|entry| &entry.samples).map(|sample| sample.text.clone()).collect();
    let (lore, problems) = Lore::of(entries);
    assert!(problems.iter().all(|problem| !problem.message.is_empty()));
    for entry in lore.refs() {
        let _ = markdown(&Card::of_entry(&lore, entry, Locale::En));
        for other in lore.refs() {
            let _ = lore.refines(entry, other);
        }
    }
    for sample in samples.iter().take(4) {
        for finding in find(&lore, ScanOptions::default(), sample.as_bytes()) {
            crate::inert::check(&lore, &finding);
        }
    }
}

/// Whether `kept` stands in what is written, in fields of the same names; what was refused may stand at another place of a list.
fn stands(value: &Value, tokens: &[&str], kept: &Value) -> bool {
    let Some((token, rest)) = tokens.split_first() else { return value == kept };
    match value {
        Value::Object(map) => {
            map.get(&token.replace("~1", "/").replace("~0", "~")).is_some_and(|value| stands(value, rest, kept))
        }
        Value::Array(list) => token.parse::<usize>().is_ok() && list.iter().any(|value| stands(value, rest, kept)),
        _ => false,
    }
}
