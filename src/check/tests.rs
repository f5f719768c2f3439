//! What a person who writes entries is told.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::entry::ProblemKind;
use crate::lore::LoreOptions;
use crate::text::RawLines;

/// A good entry.
fn good(id: &str, regex: &str) -> Value {
    json!({
        "id": id,
        "signature": "a message",
        "regex": regex,
        "domain": id.split('/').next(),
        "samples": [
            { "text": format!("first\n{regex}"), "source": "program 1" },
            { "text": format!("{regex} again"), "source": "program 2" },
        ],
    })
}

fn folder(records: &[Value]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for record in records {
        let path = folder.path().join(format!("{}.json", record["id"].as_str().unwrap()));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, serde_json::to_string_pretty(record).unwrap()).unwrap();
    }
    folder
}

/// The engine's part as far as it is needed here: a line is an occurrence, the text is its block, and of several
/// entries the one wins that refines the others, else the first.
fn find(lore: &Lore, text: &str) -> Vec<Found> {
    let raw = RawLines::document(text.as_bytes());
    let mut lines: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for hit in lore.matcher().scan(&raw, 0..raw.len()) {
        let entry = lore.entry_of(hit.signature);
        if lore.block_conditions(entry).is_none_or(|conditions| conditions.fulfilled(text)) {
            lines.entry(hit.line.raw.0 + 1).or_default().push(entry);
        }
    }
    lines
        .into_iter()
        .map(|(line, mut entries)| {
            entries.sort();
            entries.dedup();
            let best = entries.iter().position(|a| entries.iter().any(|b| lore.refines(*a, *b))).unwrap_or(0);
            let entry = lore.id(entries.remove(best)).clone();
            Found { entry, also: entries.into_iter().map(|other| lore.id(other).clone()).collect(), line }
        })
        .collect()
}

fn report(folders: &[PathBuf]) -> Report {
    let (lore, _) = Lore::load(LoreOptions { extra: folders.to_vec(), ..LoreOptions::default() });
    check(&lore, folders, &|text| find(&lore, text))
}

/// What is said about these records: file name, kind, and the text of the file at the place.
fn said(records: &[Value]) -> Vec<(String, &'static str, String)> {
    let folder = folder(records);
    report(&[folder.path().to_owned()])
        .problems
        .iter()
        .map(|problem| {
            let text = fs::read_to_string(&problem.path).unwrap();
            let at = problem.location.clone().map_or(0..0, |location| location.span);
            let name = problem.path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, problem.kind.name(), text[at].to_owned())
        })
        .collect()
}

/// What is said about a good entry with these fields changed: kind, and the text at the place.
fn with(changes: Value) -> Vec<(&'static str, String)> {
    let mut record = good("npm/eacces", "permission denied by npm");
    for (name, value) in changes.as_object().unwrap() {
        record[name] = value.clone();
    }
    said(&[record]).into_iter().map(|(_, kind, at)| (kind, at)).collect()
}

fn one(kind: &'static str, at: &str) -> Vec<(&'static str, String)> {
    vec![(kind, at.to_owned())]
}

#[test]
fn a_good_entry_is_passed_in_silence() {
    assert_eq!(with(json!({})), []);
}

#[test]
fn everything_is_said_at_once_in_the_order_of_the_files() {
    let first = json!({ "id": "a/x", "regex": "[", "domain": "b", "nonsense": 1 });
    let second = json!({ "id": "b/y", "signature": "s", "samples": [] });
    let folder = folder(&[first, second]);
    fs::write(folder.path().join("c.json"), "{").unwrap();
    let report = report(&[folder.path().to_owned()]);
    let kinds: Vec<_> = report.problems.iter().map(|problem| problem.kind.name()).collect();
    assert_eq!(
        kinds,
        [
            "few-samples",
            "no-signature",
            "invalid-regex",
            "domain-not-id",
            "unknown-field",
            "no-regex",
            "few-samples",
            "syntax"
        ]
    );
    assert_eq!((report.files, report.entries, report.errors()), (3, 2, 5));
}

#[test]
fn a_regex_that_does_not_compile_is_shown_at_the_very_character() {
    assert_eq!(with(json!({ "patterns": [r"a \d+ \p{Nonsense} b"] })), one("invalid-regex", r"\\"));
    let found = with(json!({ "block": { "all": ["from ( here"] } }));
    assert!(found.contains(&("invalid-regex", "(".to_owned())), "{found:?}");
}

#[test]
fn weak_signatures_are_shown_at_the_alternative() {
    assert_eq!(with(json!({ "patterns": ["no space left|\\d+ qz"] })), one("no-literal", r"\\d+ qz"));
    let found = with(json!({ "patterns": ["ERROR: .*"] }));
    assert!(found.contains(&("common-words", "ERROR: .*".to_owned())), "{found:?}");
}

#[test]
fn the_id_is_the_path_and_the_domain() {
    let folder = folder(&[good("npm/eacces", "permission denied by npm")]);
    fs::rename(folder.path().join("npm/eacces.json"), folder.path().join("npm/other.json")).unwrap();
    let problems = report(&[folder.path().to_owned()]).problems;
    assert_eq!(problems[0].kind, ProblemKind::IdNotPath);
    assert!(problems[0].message.contains("npm/eacces.json"), "{}", problems[0]);
    assert_eq!(with(json!({ "domain": "pip" })), one("domain-not-id", "\"pip\""));
}

#[test]
fn ids_that_lead_nowhere_and_circles_are_shown() {
    let edges = json!({ "leads_to": [{ "error_id": "npm/none" }], "preceded_by": ["npm/eacces"] });
    assert_eq!(
        with(json!({ "transition_graph": edges, "refines": ["npm/nothing"] })),
        [
            ("dangling-id", "\"npm/none\"".to_owned()),
            ("self-reference", "\"npm/eacces\"".to_owned()),
            ("dangling-id", "\"npm/nothing\"".to_owned()),
        ]
    );
    let mut left = good("x/left", "the left log");
    left["refines"] = json!(["x/right"]);
    let mut right = good("x/right", "the right log");
    right["refines"] = json!(["x/left"]);
    let kinds: Vec<_> = said(&[left, right]).into_iter().map(|(name, kind, _)| (name, kind)).collect();
    assert_eq!(kinds, [("left".to_owned(), "cyclic-refines"), ("right".to_owned(), "cyclic-refines")]);
}

#[test]
fn one_id_in_two_folders_is_shown_in_the_second() {
    let (first, second) = (folder(&[good("a/x", "the whole log")]), folder(&[good("a/x", "the whole log")]));
    let folders = [first.path().to_owned(), second.path().to_owned()];
    let problems = report(&folders).problems;
    assert_eq!(problems.iter().map(|p| p.kind).collect::<Vec<_>>(), [ProblemKind::DuplicateId]);
    assert!(problems[0].path.starts_with(second.path()));
    let again = [first.path().to_owned(), first.path().join("a")];
    assert_eq!(report(&again).problems, [], "a folder that is named twice is looked at once");
}

#[test]
fn a_rate_says_how_it_is_known_and_where_from() {
    let bare = json!([{ "action": "x", "success_rate": 0.5 }]);
    let found = with(json!({ "workarounds": bare }));
    assert_eq!(found, [("rate-without-basis", "0.5".to_owned()), ("rate-without-source", "0.5".to_owned())]);
    let based = json!([{ "action": "x", "success_rate": 0.5, "rate_basis": "estimate" }]);
    assert_eq!(with(json!({ "workarounds": based })), one("rate-without-source", "0.5"));
    assert_eq!(with(json!({ "workarounds": based, "sources": ["https://example.org"] })), []);
    let dead = json!([{ "action": "x", "fail_rate": 0.9, "rate_basis": "reports", "sources": ["s"] }]);
    assert_eq!(with(json!({ "dead_ends": dead, "fix_success_rate": 0.4 })), []);
    assert_eq!(with(json!({ "fix_success_rate": 0.4 })), one("rate-without-source", "0.4"));
}

#[test]
fn the_rest_of_what_a_record_says_is_looked_at() {
    assert_eq!(with(json!({ "last_updated": "9999-12-31" })), one("future-date", "\"9999-12-31\""));
    assert_eq!(
        with(json!({ "workarounds": [{ "action": "a" }], "workarounds_zh": [{ "action": "a" }, { "action": "b" }] }))
            [0]
        .0,
        "translation-length"
    );
    assert_eq!(
        with(json!({ "workarounds": [{ "action": "a", "place": "shell" }] })),
        one("place-without-snippet", "\"shell\"")
    );
    assert_eq!(with(json!({ "workarounds": [{ "action": "a", "how": "Run `npm ci`", "place": "shell" }] })), []);
    let mut found = with(json!({ "samples": [{ "text": "permission denied by npm" }] }));
    assert_eq!(found.remove(0).0, "few-samples");
    assert_eq!(with(json!({ "signature": "" })), one("no-signature", "\"\""));
}

fn snippet(language: &str, text: &str, place: &str) -> Vec<(&'static str, String)> {
    with(
        json!({ "workarounds": [{ "action": "a", "place": place, "snippet": { "language": language, "text": text } }] }),
    )
}

#[test]
fn snippets_are_code_of_their_language_with_placeholders_that_are_captured() {
    assert_eq!(snippet("bash", "npm ci", "shell"), []);
    assert_eq!(snippet("bash", "npm i {module}", "shell"), one("unknown-placeholder", "{module}"));
    assert_eq!(snippet("basic", "10 GOTO 10", "shell"), one("unknown-language", "\"basic\""));
    assert_eq!(snippet("text", "anything (", "shell"), []);
    assert_eq!(snippet("python", "a = 1", "call"), one("snippet-syntax", "a = 1"));
    assert_eq!(snippet("python", "print(\n\"é\" )\nx = = 2\n", "before"), one("snippet-syntax", "="));
    let captured = json!({
        "patterns": ["no module (?P<module>\\w+) by npm"],
        "workarounds": [{ "action": "a", "place": "shell", "snippet": { "language": "bash", "text": "npm i {module}" } }],
    });
    assert_eq!(with(captured), []);
}

#[test]
fn a_sample_has_to_be_found_and_a_near_miss_must_not() {
    let mut samples = good("npm/eacces", "permission denied by npm")["samples"].clone();
    samples[1]["text"] = json!("something\nelse");
    assert_eq!(with(json!({ "samples": samples })), one("sample-not-matched", "\"something\\nelse\""));
    let folder = folder(&[{
        let mut record = good("npm/eacces", "permission denied by npm");
        record["block"] = json!({ "none": ["again"] });
        record
    }]);
    let problems = report(&[folder.path().to_owned()]).problems;
    assert!(problems[0].message.contains("line 1") && problems[0].message.contains("`block`"), "{}", problems[0]);
    assert_eq!(
        with(json!({ "near_misses": ["fine", "a permission denied by npm, once"] })),
        one("near-miss-matched", "\"a permission denied by npm, once\"")
    );
}

#[test]
fn a_sample_is_not_for_an_unrelated_entry() {
    let mut special = good("x/special", "the whole log of npm");
    let general = good("x/general", "the whole log");
    let found = said(&[special.clone(), general.clone()]);
    assert_eq!(
        found.iter().map(|(name, kind, _)| (name.as_str(), *kind)).collect::<Vec<_>>(),
        [("special", "sample-claimed"), ("special", "sample-claimed")]
    );
    special["refines"] = json!(["x/general"]);
    assert_eq!(said(&[special, general]), []);
}

#[test]
fn an_entry_that_is_found_in_a_healthy_log_is_too_broad() {
    let folder = folder(&[good("x/checks", "checking for cc")]);
    let (lore, _) = Lore::load(LoreOptions { extra: vec![folder.path().to_owned()], ..LoreOptions::default() });
    let files = [EntryFile::open(&folder.path().join("x/checks.json"))];
    let healthy =
        [("configure.log".to_owned(), "configure: start\nchecking for cc... yes\nchecking for cc again\n".to_owned())];
    let problems = samples::check_healthy(&lore, &files, &healthy, &|text| find(&lore, text));
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].message.ends_with("configure.log:2 (2 times in all): checking for cc... yes"),
        "{}",
        problems[0]
    );
    assert_eq!(problems[0].kind, ProblemKind::OverBroad);
}

#[test]
fn records_of_the_nested_form_are_held_to_what_their_form_can_say() {
    let nested = json!({
        "id": "git/x/git2",
        "url": "https://example.org",
        "error": { "signature": "s", "regex": "Already on branch", "domain": "git" },
        "verdict": { "fix_success_rate": 0.5 },
        "workarounds": [{ "action": "a", "success_rate": 0.5 }],
    });
    assert_eq!(said(&[nested]), []);
}

#[test]
fn every_kind_of_problem_has_a_name_of_its_own() {
    let names: HashSet<_> = ProblemKind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(names.len(), ProblemKind::ALL.len());
    assert!(names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
}

#[test]
fn the_page_about_entries_names_every_field_every_kind_and_has_a_good_example() {
    let page = include_str!("../../docs/entries.md");
    for kind in ProblemKind::ALL {
        assert!(page.contains(&format!("| `{}`", kind.name())), "{}", kind.name());
    }
    for field in crate::entry::schema()["properties"].as_object().unwrap().keys() {
        assert!(page.contains(&format!("`{field}`")) || page.contains(&format!("\"{field}\"")), "{field}");
    }
    let example = page.split("```json").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(said(&[serde_json::from_str(example).unwrap()]), []);
}

proptest::proptest! {
    #[test]
    fn no_regex_and_no_snippet_panics(
        regex in "[\\[\\](){}|?*+.\\\\aEé内0-9:, -]{0,24}",
        snippet in "[\\[\\](){}|=.:;'\"\\\\aé内\n {}<>-]{0,40}",
        language in 0usize..18,
        call in proptest::bool::ANY,
    ) {
        let languages = ["python", "javascript", "typescript", "tsx", "rust", "go", "java", "c", "cpp", "csharp", "ruby",
            "php", "bash", "dockerfile", "yaml", "toml", "json", "text"];
        let mut record = good("a/b", &regex);
        record["workarounds"] = json!([{ "action": "x", "place": if call { "call" } else { "before" },
            "snippet": { "language": languages[language], "text": snippet } }]);
        let text = serde_json::to_string_pretty(&record).unwrap();
        let file = EntryFile::read(text.clone(), std::path::Path::new("a/b.json"));
        let mut problems = Vec::new();
        signature::check(&file, &file.entries[0], &mut |problem| problems.push(problem));
        snippet::check(&file, &file.entries[0], &mut |problem| problems.push(problem));
        for problem in problems {
            proptest::prop_assert!(text.get(problem.location.unwrap().span).is_some());
        }
    }
}
