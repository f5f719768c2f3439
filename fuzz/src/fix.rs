//! Fixes of all entries on any source and any manifest.

use std::path::Path;
use std::sync::OnceLock;

use loglore::entry::{Place, Workaround};
use loglore::finding::{Finding, ScanOptions, find};
use loglore::fix::change::{Change, apply};
use loglore::fix::manifest::{Near, edit_near};
use loglore::fix::{Trial, language, packages};

use crate::cursor::Cursor;
use crate::material;

/// A workaround, and a finding that it is for.
struct Case {
    finding: Finding,
    workaround: &'static Workaround,
    /// The least source that it applies to.
    least: Option<Trial>,
}

fn cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(|| {
        let lore = material::lore();
        let mut cases = Vec::new();
        for entry in lore.refs() {
            let record = lore.entry(entry);
            let found = |sample: &loglore::entry::Sample| find(lore, ScanOptions::default(), sample.text.as_bytes());
            let Some(finding) = record.samples.iter().flat_map(found).find(|finding| finding.entry == entry) else {
                continue;
            };
            for workaround in &record.workarounds {
                if matches!(workaround.place, Some(Place::Shell)) {
                    continue;
                }
                let least = Trial::least(&finding, workaround);
                cases.push(Case { finding: finding.clone(), workaround, least });
            }
        }
        assert!(cases.len() > 100, "the entries have {} fixes", cases.len());
        cases
    })
}

/// An input: the case and the failing line in two bytes each, the file's name up to a line end, its text.
fn input(case: usize, line: usize, file: &str, text: &str) -> Vec<u8> {
    let numbers = [(case >> 8) as u8, case as u8, (line >> 8) as u8, line as u8];
    [&numbers[..], file.as_bytes(), b"\n", text.as_bytes()].concat()
}

pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (number, case) in cases().iter().enumerate() {
        match (&case.workaround.place, &case.least) {
            (Some(Place::File(name)), _) => {
                let base = name.rsplit('/').next().unwrap_or(name);
                let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/manifests");
                let text =
                    [folder.join(name), folder.join(base)].iter().find_map(|path| std::fs::read_to_string(path).ok());
                seeds.push(input(number, 1, base, &text.unwrap_or_default()));
            }
            (_, Some(trial)) => {
                seeds.push(input(number, trial.line, &trial.file, &trial.text));
                if number % 4 == 0 {
                    seeds.push(input(number, trial.line, &trial.file, &trial.text.replace('\n', "\r\n")));
                }
            }
            _ => {}
        }
    }
    seeds
}

pub fn run(data: &[u8]) {
    let mut cursor = Cursor(data);
    let (case, line) = (cursor.number(), cursor.number());
    let case = &cases()[case % cases().len()];
    let rest = String::from_utf8_lossy(cursor.0);
    let (file, text) = rest.split_once('\n').unwrap_or((&rest, ""));
    match &case.workaround.place {
        Some(Place::File(name)) => manifest(case, name, file, text, line),
        _ => source(case, file, text, line),
    }
}

fn source(case: &Case, file: &str, text: &str, line: usize) {
    let trial = Trial { file: file.to_owned(), text: text.to_owned(), line: line % (text.matches('\n').count() + 1) };
    let fixes = match trial.fixes(&case.finding, case.workaround) {
        Ok(fixes) => fixes,
        Err(refused) => return assert!(!refused.0.is_empty()),
    };
    for fix in &fixes {
        assert_eq!(&*fix.text, text);
        let after = check(text, &fix.changes);
        assert!(!fix.title.is_empty() && !fix.title.contains('\n'), "{:?}", fix.title);
        assert!(fix.at <= text.len());
        if let Some(language) = language::of_file(Path::new(file), text) {
            // A parse takes a bounded time: on a busy machine there may be no tree.
            let faults = |text: &str| language.parse_file(text).map(|tree| language::faults(&tree));
            if let (Some(before), Some(after_all)) = (faults(text), faults(&after)) {
                assert!(after_all <= before, "parses worse: {after:?} of {text:?}");
            }
        }
    }
}

fn manifest(case: &Case, name: &str, file: &str, text: &str, line: usize) {
    let snippet = case.workaround.snippet.as_ref().map_or("", |snippet| snippet.text.as_str());
    let Ok(snippet) = packages::fill(snippet, &case.finding.captures) else { return };
    let near = Near { line: u32::try_from(line % 64).ok(), text: text.lines().nth(line % 7) };
    // Any name decides how it is read, most of the time the one that is meant.
    let path = Path::new(if file.len() % 4 == 3 { file } else { name });
    match edit_near(name, path, text, &snippet, &near) {
        Ok(changes) => {
            let after = check(text, &changes);
            if path.extension().is_some_and(|extension| extension == "json")
                && serde_json::from_str::<serde_json::Value>(text).is_ok()
            {
                assert!(
                    serde_json::from_str::<serde_json::Value>(&after).is_ok(),
                    "no JSON any more: {after:?} of {text:?}"
                );
            }
        }
        Err(refused) => assert!(!refused.0.is_empty()),
    }
}

/// The changes fit, do not overlap, change something, and keep the way in which lines end.
fn check(text: &str, changes: &[Change]) -> String {
    assert!(!changes.is_empty());
    let after = apply(text, changes).unwrap_or_else(|refused| panic!("{refused}: {changes:?} of {text:?}"));
    assert_ne!(after, text);
    let lone = |text: &str| text.replace("\r\n", "").contains('\n');
    if text.contains("\r\n") && !lone(text) {
        assert!(!lone(&after), "{after:?} of {text:?}");
    }
    if !text.contains('\r') {
        assert!(!after.contains('\r'), "{after:?} of {text:?}");
    }
    after
}
