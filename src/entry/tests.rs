//! How records are read: tidy, untidy, broken, nested.

mod anything;
mod nested;

use std::path::Path;

use serde_json::{Value, json};

use super::*;

fn file(text: &str) -> EntryFile {
    EntryFile::read(text.to_owned(), Path::new("entries/llm/oom.json"))
}

/// The one entry of a record, and the names of the problems it has.
fn read(record: &Value) -> (Entry, Vec<&'static str>) {
    let file = file(&serde_json::to_string_pretty(record).unwrap());
    let kinds = file.problems.iter().map(|problem| problem.kind.name()).collect();
    (file.entries.into_iter().next().expect("the record loads").entry, kinds)
}

/// A record with one more field; the problems that this field has.
fn with(field: &str, value: Value) -> (Entry, Vec<&'static str>) {
    let mut record = json!({ "id": "llm/oom", "signature": "out of memory", "regex": "CUDA out of memory" });
    record[field] = value;
    read(&record)
}

fn full() -> Value {
    json!({
        "$schema": "../schema.json",
        "id": "llm/oom",
        "signature": "CUDA out of memory",
        "signature_zh": "显存不足",
        "regex": r"CUDA out of memory\. Tried to allocate (?P<size>[\d.]+ \wiB)",
        "patterns": [r"torch\.OutOfMemoryError"],
        "block": { "all": ["from_pretrained"], "any": ["a", "b"], "none": ["backward"] },
        "refines": ["cuda/oom"],
        "severity": "warning",
        "domain": "llm",
        "category": "memory",
        "subcategory": "gpu",
        "root_cause": "The model is larger than the card.",
        "root_cause_type": "resource",
        "root_cause_zh": "模型大于显存。",
        "versions": ["torch >=1.0"],
        "os_specific": ["linux"],
        "dead_ends": [{
            "action": "Empty the cache", "why_fails": "It is empty.", "fail_rate": 0.9, "rate_basis": "estimate",
            "condition": "always", "sources": ["https://example.org/a"]
        }],
        "workarounds": [{
            "action": "Spread it", "how": "Pass `device_map='auto'`", "success_rate": 0.8, "rate_basis": "proof",
            "condition": "accelerate is there", "tradeoff": "slower", "sources": ["https://example.org/b"],
            "snippet": { "language": "python", "text": "f(device_map='auto')" }, "place": "call"
        }],
        "workarounds_zh": [{ "action": "分散", "how": "传入" }],
        "transition_graph": {
            "leads_to": [{ "error_id": "llm/slow", "probability": 0.2, "condition": "after the fix" }],
            "preceded_by": [{ "error_id": "llm/download" }],
            "frequently_confused_with": [{ "error_id": "cuda/oom", "distinction": "while training" }]
        },
        "official_doc_url": "https://example.org/doc",
        "official_doc_section": "Big models",
        "error_code": "E1",
        "verification_tier": "executed",
        "confidence": 0.9,
        "fix_success_rate": 0.85,
        "resolvable": "partial",
        "first_seen": "2020-01-31",
        "last_confirmed": "2026-02-28",
        "last_updated": "2026-11-24",
        "evidence_count": 3,
        "tags": ["gpu"],
        "locale": "en",
        "aliases": ["llm/old-oom"],
        "samples": [{ "text": "CUDA out of memory. Tried", "source": "torch 2.1" }],
        "near_misses": ["0 errors"],
        "proof": "llm/oom",
        "sources": ["https://example.org/c"]
    })
}

#[test]
fn every_field_of_a_full_record_is_typed_and_written_again() {
    let (entry, problems) = read(&full());
    assert_eq!(problems, [""; 0]);
    assert_eq!(entry.workarounds[0].place, Some(Place::Call));
    assert_eq!(entry.resolvable, Some(Resolvable::Partial));
    assert_eq!(entry.confidence, Probability::new(0.9));
    assert_eq!(entry.first_seen.map(|date| date.to_string()).as_deref(), Some("2020-01-31"));
    assert_eq!(serde_json::to_value(&entry).unwrap(), full());
}

#[test]
fn every_field_of_the_schema_is_read() {
    let schema = schema();
    let record = full();
    for name in schema["properties"].as_object().unwrap().keys() {
        // Only records of the nested form say this one.
        assert!(name == "ignore_case" || record.get(name).is_some(), "{name}");
    }
}

#[test]
fn a_number_written_as_a_string_is_a_number() {
    assert_eq!(with("evidence_count", json!("12")).0.evidence_count, Some(12));
    assert_eq!(with("evidence_count", json!(12.0)).0.evidence_count, Some(12));
    assert_eq!(with("confidence", json!("0.85")).0.confidence, Probability::new(0.85));
    assert_eq!(with("confidence", json!("0.85")).1, ["untidy"]);
}

#[test]
fn a_percentage_is_a_probability_only_where_it_cannot_be_anything_else() {
    for rate in [json!("85%"), json!("85 %"), json!(85), json!("85"), json!(0.85)] {
        assert_eq!(with("fix_success_rate", rate).0.fix_success_rate, Probability::new(0.85));
    }
    assert_eq!(with("fix_success_rate", json!(1)), with("fix_success_rate", json!(1.0)));
    for rate in [json!(1.5), json!(-1), json!(101), json!("often"), json!("0.7-0.9"), json!([0.5]), json!("NaN")] {
        let (entry, problems) = with("fix_success_rate", rate.clone());
        assert_eq!((entry.fix_success_rate, problems.as_slice()), (None, ["wrong-type"].as_slice()), "{rate}");
        assert_eq!(entry.unknown.get("/fix_success_rate"), Some(&rate));
    }
}

#[test]
fn null_and_empty_are_nothing() {
    for field in ["versions", "workarounds", "transition_graph", "confidence", "official_doc_url", "first_seen", "tags"]
    {
        let (entry, problems) = with(field, Value::Null);
        assert_eq!(problems, [""; 0], "{field}");
        assert_eq!(with("tags", json!([])).0, entry, "{field}");
    }
    assert_eq!(with("official_doc_url", json!(" ")).0.official_doc_url, None);
    assert_eq!(with("dead_ends", json!([null, { "action": "x" }])).0.dead_ends.len(), 1);
}

#[test]
fn a_single_value_is_a_list_of_one() {
    assert_eq!(with("versions", json!("torch")).0.versions, ["torch"]);
    assert_eq!(with("workarounds", json!({ "action": "x" })).0.workarounds[0].action, "x");
    assert_eq!(with("versions", json!("torch")).1, ["untidy"]);
}

#[test]
fn workarounds_and_dead_ends_may_be_plain_strings() {
    let (entry, problems) = with("workarounds", json!(["Upgrade", "Wait"]));
    assert_eq!(entry.workarounds.iter().map(|w| w.action.as_str()).collect::<Vec<_>>(), ["Upgrade", "Wait"]);
    assert_eq!(problems, [""; 0]);
    assert_eq!(with("dead_ends", json!(["Reboot"])).0.dead_ends[0].action, "Reboot");
}

#[test]
fn what_is_said_twice_is_shown_once() {
    let (entry, _) = with("workarounds", json!([{ "action": "Upgrade torch", "how": "Upgrade torch " }]));
    assert_eq!((entry.workarounds[0].action.as_str(), entry.workarounds[0].how.as_str()), ("Upgrade torch", ""));
}

#[test]
fn a_dead_end_without_an_action_keeps_its_reason() {
    let (entry, problems) = with("dead_ends", json!([{ "action": "", "why_fails": "The card is too small." }]));
    assert_eq!((entry.dead_ends[0].action.as_str(), problems.len()), ("", 0));
    assert_eq!(entry.dead_ends[0].why_fails, "The card is too small.");
}

#[test]
fn resolvable_may_be_a_boolean() {
    assert_eq!(with("resolvable", json!(true)).0.resolvable, Some(Resolvable::True));
    assert_eq!(with("resolvable", json!(false)).0.resolvable, Some(Resolvable::False));
    assert_eq!(with("resolvable", json!("Partial")).0.resolvable, Some(Resolvable::Partial));
    assert_eq!(with("resolvable", json!("maybe")).1, ["wrong-type"]);
}

#[test]
fn os_specific_may_be_a_boolean_a_name_or_a_list() {
    assert_eq!(with("os_specific", json!(false)).0.os_specific, [""; 0]);
    assert_eq!(with("os_specific", json!("windows")).0.os_specific, ["windows"]);
    assert_eq!(with("os_specific", json!(["linux", "macos"])).0.os_specific, ["linux", "macos"]);
    assert_eq!(with("os_specific", json!("any")).0.os_specific, [""; 0]);
    let (entry, problems) = with("os_specific", json!(true));
    assert_eq!((entry.os_specific.len(), problems.as_slice()), (0, ["untidy"].as_slice()));
    assert_eq!(serde_json::to_value(&entry).unwrap()["os_specific"], json!(true));
}

#[test]
fn edges_may_be_ids_or_objects() {
    let edges =
        json!({ "leads_to": ["llm/a", { "error_id": "llm/b", "probability": "30%" }, { "id": "llm/c" }, "free text"] });
    let (entry, problems) = with("transition_graph", edges.clone());
    let ids: Vec<_> = entry.transition_graph.leads_to.iter().map(|edge| edge.error_id.as_str()).collect();
    assert_eq!(ids, ["llm/a", "llm/b", "llm/c"]);
    assert_eq!(entry.transition_graph.leads_to[1].probability, Probability::new(0.3));
    assert!(problems.contains(&"wrong-type"));
    let written = serde_json::to_value(&entry).unwrap();
    assert_eq!(written["transition_graph"]["leads_to"][3], json!("free text"));
}

#[test]
fn a_point_in_time_is_a_day_and_a_month_is_none() {
    let day = |value| with("last_updated", value).0.last_updated.map(|date| date.to_string());
    assert_eq!(day(json!("2026-02-23T10:00:00Z")).as_deref(), Some("2026-02-23"));
    for value in [json!("2026-02"), json!("2026-02-30"), json!("yesterday"), json!(2026), json!("内存内存内存内")]
    {
        assert_eq!(day(value.clone()), None, "{value}");
        assert_eq!(with("last_updated", value).1, ["wrong-type"]);
    }
}

#[test]
fn unknown_fields_are_kept_everywhere_and_a_slip_is_named() {
    let mut record = full();
    record["workarond"] = json!(["x"]);
    record["workarounds"][0]["priority"] = json!({ "a/b~c": [1] });
    let file = file(&serde_json::to_string_pretty(&record).unwrap());
    let messages: Vec<_> = file.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert!(messages[0].contains("`priority`"), "{messages:?}");
    assert!(messages[1].contains("is `workarounds` meant?"), "{messages:?}");
    assert_eq!(serde_json::to_value(&file.entries[0].entry).unwrap(), record);
}

#[test]
fn values_that_cannot_be_taken_return_to_their_places() {
    let record = json!({
        "id": "llm/oom",
        "regex": "CUDA out of memory",
        "workarounds": [5, { "action": "a", "x/y": 1, "success_rate": "often" }, null, { "action": "b", "more": {} }],
        "tags": ["one", ["two"], "three"],
        "samples": [{ "source": "no text" }],
    });
    let (entry, _) = read(&record);
    assert_eq!(entry.workarounds.len(), 2);
    let mut expected = record.clone();
    expected["domain"] = json!("llm");
    assert_eq!(serde_json::to_value(&entry).unwrap(), expected);
}

/// Found by fuzzing: what stood alone under an empty name, or under a number, came back as a list.
#[test]
fn a_field_without_a_name_or_with_a_number_for_one_stays_a_field() {
    for name in ["", "0", "12", "-"] {
        let record = json!({
            "id": "llm/oom",
            "signature": "x",
            "domain": "llm",
            "block": { name: ["a"], "7": 1 },
            "transition_graph": { name: [], "7": {} },
            "workarounds": [{ "action": "a", "snippet": { "language": "text", "text": "t", name: 1 } }, { name: {} }],
            name: { name: 1 },
        });
        assert_eq!(serde_json::to_value(read(&record).0).unwrap(), record, "{name:?}");
        let record = json!({ "id": "a/b", "error": { name: 1, "7": [] }, "metadata": { name: { name: 1 } } });
        let written = serde_json::to_value(read(&record).0).unwrap();
        assert_eq!((&written["error"], &written["metadata"]), (&record["error"], &record["metadata"]), "{name:?}");
    }
}

#[test]
fn a_broken_file_says_line_column_and_reason() {
    let text = "{\n  \"id\": \"llm/oom\",\n  \"signature\": \"内存\" \"regex\": \"x\"\n}\n";
    let problem = &file(text).problems[0];
    assert_eq!(problem.to_string(), "entries/llm/oom.json:3:20: a comma is missing here");
    for (text, at, reason) in [
        ("", "1:1", "the file is empty"),
        ("{\"id\": \"a/b\",}", "1:13", "a comma before a closing bracket"),
        ("{\"id\": \"a/b\"", "1:1", "is not closed"),
        ("{\n  // no\n}", "2:3", "JSON has no comments"),
        ("{\"id\": \"a/b\"}\n{\"id\": \"a/c\"}", "2:1", "text after the end"),
        ("{\"id\": \"a\tb\"}", "1:10", "control character"),
        ("{\"id\": \"\\ud800\"}", "1:", "not JSON"),
        ("{\"id\": \"\\q\"}", "1:", "not JSON"),
        ("{\"id\": 01}", "1:", "not JSON"),
        ("7", "1:1", "where an entry is expected"),
        ("[{\"id\": \"a/b\"},\n 7]", "2:2", "where an entry is expected"),
    ] {
        let file = file(text);
        let said: Vec<_> = file.problems.iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 1, "{text}: {said:?}");
        assert!(said[0].starts_with(&format!("entries/llm/oom.json:{at}")) && said[0].contains(reason), "{said:?}");
        assert_eq!(file.problems[0].kind, ProblemKind::Syntax);
    }
}

#[test]
fn a_deeply_nested_file_is_refused_not_crashed_on() {
    let file = file(&"[".repeat(100_000));
    assert!(file.problems[0].message.contains("nested too deeply"), "{}", file.problems[0]);
}

#[test]
fn a_record_without_a_good_id_is_reported_at_its_place() {
    for (text, at) in [
        ("{\n \"signature\": \"x\"}", "1:1"),
        ("{\n \"id\": 7}", "2:8"),
        ("{\n \"id\": \"no-domain\"}", "2:8"),
        ("[\n {\"id\": \"a/b\"}, {\"id\": \"a/b\"}]", "2:24"),
    ] {
        let file = file(text);
        assert!(file.problems[0].to_string().contains(&format!(":{at}: ")), "{}", file.problems[0]);
        assert!(matches!(file.problems[0].kind, ProblemKind::InvalidId | ProblemKind::DuplicateId));
    }
}

#[test]
fn a_message_stays_on_one_line_whatever_a_field_is_called() {
    let text = r#"{ "id": "a/b", "signature": "x", "success\rate": 1, "x\u202ey\n": 1, "x\u202ey\n": 2, "env": { "a\nb": 3 } }"#;
    let file = file(text);
    let messages: Vec<String> =
        file.problems.iter().cloned().chain(file.duplicate_fields()).map(|problem| problem.message).collect();
    assert!(messages.iter().any(|message| message.contains(r"`success\rate`")), "{messages:?}");
    assert!(messages.iter().any(|message| message.starts_with(r"`x\u{202e}y\n` stands twice")), "{messages:?}");
    assert!(!messages.iter().any(|message| message.contains(['\r', '\n', '\u{202e}'])), "{messages:?}");
}

#[test]
fn problems_point_at_the_very_value_in_a_file_of_many_lines() {
    let text = "\u{feff}{\n  \"id\": \"llm/oom\",\n  \"signature_zh\": \"内存\", \"confidence\": \"hoch\",\n  \"tags\": [\"ok\",\n    [1]], \"é\": 1,\n  \"id\": \"llm/oom\"\n}";
    let file = file(text);
    let twice = file.duplicate_fields();
    let said: Vec<(String, &str)> = file
        .problems
        .iter()
        .chain(&twice)
        .map(|problem| {
            let at = problem.location.clone().unwrap();
            (format!("{}:{} {}", at.line, at.column, problem.kind.name()), &text[at.span])
        })
        .collect();
    assert_eq!(
        said,
        [
            ("3:39 wrong-type".to_owned(), "\"hoch\""),
            ("5:5 wrong-type".to_owned(), "[1]"),
            ("5:11 unknown-field".to_owned(), "\"é\""),
            ("6:3 duplicate-field".to_owned(), "\"id\""),
        ]
    );
}

#[test]
fn a_file_may_hold_a_list_of_records_of_both_forms() {
    let list = json!([full(), { "id": "cmake/x/cmake3", "error": { "regex": "CMake Error at" } }]);
    let file = file(&list.to_string());
    let ids: Vec<_> = file.entries.iter().map(|read| read.entry.id.as_str()).collect();
    assert_eq!(ids, ["llm/oom", "cmake/x/cmake3"]);
    assert!(file.entries[1].entry.ignore_case && !file.entries[0].entry.ignore_case);
    let span = file.entries[1].places.span("/regex");
    assert_eq!(&file.source.text()[span], "\"CMake Error at\"");
}

#[test]
fn files_that_are_no_text_are_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let open = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let file = EntryFile::open(&path);
        assert_eq!(file.problems[0].kind, ProblemKind::Unreadable);
        file.problems[0].to_string()
    };
    assert!(open("a.json", b"{\n \"id\": \"\xff\"}").contains("a.json:2:9: the file is not UTF-8"));
    assert!(open("b.json", b"\xff\xfe{\0").contains("UTF-16"));
    assert!(open("c.json", &vec![b' '; FILE_LIMIT as usize + 1]).contains("larger than 4 MiB"));
    assert!(EntryFile::open(&folder.path().join("none.json")).problems[0].message.contains("cannot read the file"));
}

#[test]
fn the_schema_that_is_checked_in_is_the_types() {
    let checked_in: Value = serde_json::from_str(include_str!("../../entries/schema.json")).unwrap();
    assert!(
        checked_in == schema(),
        "entries/schema.json is out of date: run `cargo run -- entries schema > entries/schema.json`"
    );
}

/// The collection of nested records outside the repository, where `LOGLORE_CORPUS` names it.
#[test]
fn every_record_of_the_corpus_loads_without_a_problem() {
    let Some(corpus) = std::env::var_os("LOGLORE_CORPUS") else { return };
    let mut count = 0;
    for file in std::fs::read_dir(Path::new(&corpus).join("canons")).unwrap() {
        let file = EntryFile::open(&file.unwrap().path());
        assert_eq!((file.entries.len(), file.problems.as_slice()), (1, [].as_slice()), "{}", file.path.display());
        let entry = &file.entries[0].entry;
        assert!(entry.ignore_case && entry.verification_tier.is_some() && entry.evidence_count.is_some());
        let written = serde_json::to_value(entry).unwrap();
        assert_eq!(serde_json::to_value(read(&written).0).unwrap(), written);
        count += 1;
    }
    assert!(count > 80);
}
