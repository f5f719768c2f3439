//! Each snippet of the entries that goes into a manifest or a settings file does go into one.
//!
//! `tests/manifests/` has an ordinary file of each name that entries use. Where a snippet needs another one (or another
//! place of failure), it stands in `tests/manifests/cases/<domain>/<slug>.<workaround>.<name>`, the workaround counted from 1; a first
//! line `near: …` there says what the log tells of the place: a line as a number, or a text.

use std::path::{Path, PathBuf};

use loglore::entry::{Entry, Place};
use loglore::finding::{ScanOptions, find};
use loglore::fix::change::apply;
use loglore::fix::manifest::{Near, edit_near, may_create};
use loglore::fix::packages::fill;
use loglore::lore::{Lore, LoreOptions};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/manifests")
}

/// The file that a snippet goes into, and what the log says of the place.
fn before(entry: &Entry, number: usize, name: &str) -> Option<(String, String)> {
    let base = name.rsplit('/').next().unwrap_or(name);
    let own = folder().join("cases").join(format!("{}.{number}.{base}", entry.id));
    if let Ok(text) = std::fs::read_to_string(own) {
        return Some(match text.strip_prefix("near: ").and_then(|text| text.split_once('\n')) {
            Some((near, text)) => (near.to_owned(), text.to_owned()),
            None => (String::new(), text),
        });
    }
    match std::fs::read_to_string(folder().join(name)) {
        Ok(text) => Some((String::new(), text)),
        Err(_) => may_create(name).then(Default::default),
    }
}

/// What the log says in the entry's samples.
fn captures(lore: &Lore, entry: &Entry) -> Vec<Vec<(String, String)>> {
    let mut all = Vec::new();
    for sample in &entry.samples {
        for finding in find(lore, ScanOptions::default(), sample.text.as_bytes()) {
            if lore.id(finding.entry) == &entry.id {
                all.push(finding.captures);
            }
        }
    }
    all
}

#[test]
fn every_snippet_for_a_file_goes_into_one() {
    let entries = Path::new(env!("CARGO_MANIFEST_DIR")).join("entries");
    let (lore, problems) = Lore::load(LoreOptions { extra: vec![entries], ..LoreOptions::default() });
    assert_eq!(problems, []);
    let (mut wrong, mut shown, mut count) = (Vec::new(), String::new(), 0);
    for entry in lore.refs().map(|entry| lore.entry(entry)) {
        for (i, workaround) in entry.workarounds.iter().enumerate() {
            let (Some(Place::File(name)), Some(snippet)) = (&workaround.place, &workaround.snippet) else { continue };
            count += 1;
            let what = format!("{} {} {name}", entry.id, i + 1);
            let Some((near, text)) = before(entry, i + 1, name) else {
                wrong.push(format!("{what}: tests/manifests has no such file"));
                continue;
            };
            // The first sample that says all that the snippet needs.
            let filled =
                captures(&lore, entry).iter().map(|captures| fill(&snippet.text, captures)).find(Result::is_ok);
            let Some(Ok(filled)) = filled else {
                wrong.push(format!("{what}: no sample fills the snippet"));
                continue;
            };
            let near = match near.parse() {
                Ok(line) => Near { line: Some(line), text: None },
                Err(_) => Near { line: None, text: Some(near.as_str()).filter(|near| !near.is_empty()) },
            };
            let path = Path::new("/project").join(name);
            let after = edit_near(name, &path, &text, &filled, &near).and_then(|changes| apply(&text, &changes));
            match after {
                Ok(after) => {
                    shown.push_str(&format!("=== {what}\n{}\n", difference(&text, &after)));
                    let again = edit_near(name, &path, &after, &filled, &Near { line: None, ..near });
                    if again.is_ok() {
                        wrong.push(format!("{what}: it goes in twice\n{after}"));
                    }
                }
                Err(refused) => wrong.push(format!("{what}: {refused}\n{filled}")),
            }
        }
    }
    if let Some(path) = std::env::var_os("SHOW_MANIFESTS") {
        std::fs::write(path, shown).expect("the file that SHOW_MANIFESTS names can be written");
    }
    assert!(wrong.is_empty(), "{} of {count} snippets do not go into their file:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 60, "only {count} snippets go into a file");
}

/// The lines that are new, with a line around, for people.
fn difference(old: &str, new: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let line = |mark: &str, line: &&str| format!("{mark}{line}\n");
    let mut shown = String::new();
    shown.extend(head.checked_sub(1).map(|at| line(" ", &a[at])));
    shown.extend(a[head..a.len() - tail].iter().map(|it| line("-", it)));
    shown.extend(b[head..b.len() - tail].iter().map(|it| line("+", it)));
    shown.extend(a.get(a.len() - tail).map(|it| line(" ", it)));
    shown
}
