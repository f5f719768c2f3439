//! The matcher against the naive way: each regex over each clean line.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use loglore::lore::{Lore, LoreOptions};
use loglore::matcher::{Matcher, plan};
use loglore::text::{LineId, RawLines, clean};
use regex::{Regex, RegexBuilder};
use serde_json::json;

use crate::material;

/// Of a line so many hits are kept.
const MAX_HITS: usize = 64;
/// A longer line is searched in windows.
const WINDOW: usize = 32 << 10;

pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = material::samples().iter().map(|sample| sample.as_bytes().to_vec()).collect();
    // Signatures and the text that they are tried on, with a mark between.
    for entry in material::entries().take(400) {
        let regexes: Vec<&str> = entry.regexes().filter(|regex| !regex.contains('\n')).collect();
        let text = entry.samples.first().map_or("", |sample| sample.text.as_str());
        seeds.push(format!("{}{MARK}\n{text}", regexes.join("\n")).into_bytes());
    }
    seeds
}

/// What stands before this line of an input are regexes, one a line.
const MARK: &str = "\n\u{1}";

/// The signatures of a lore: the regex of each, none where it spans lines.
fn naive(lore: &Lore, compiled: impl Fn(&str, bool) -> Regex) -> Vec<Option<Regex>> {
    let mut all = Vec::new();
    for entry in lore.refs() {
        let record = lore.entry(entry);
        let regexes: Vec<&str> = record.regexes().collect();
        let ids: Vec<_> = lore.signatures(entry).collect();
        assert_eq!(regexes.len(), ids.len(), "{}", record.id);
        for (id, regex) in ids.into_iter().zip(regexes) {
            assert_eq!(id.0 as usize, all.len());
            all.push((!lore.matcher().is_multi_line(id)).then(|| compiled(regex, record.ignore_case)));
        }
    }
    all
}

/// The signatures that are built in.
fn builtin() -> &'static [Option<Regex>] {
    static BUILTIN: OnceLock<Vec<Option<Regex>>> = OnceLock::new();
    BUILTIN.get_or_init(|| naive(material::lore(), compiled))
}

fn compiled(regex: &str, ignore_case: bool) -> Regex {
    let mut builder = RegexBuilder::new(regex);
    builder.case_insensitive(ignore_case).size_limit(64 << 20).build().expect("what is planned compiles")
}

/// The same of a regex that is most likely built in.
fn known(regex: &str, ignore_case: bool) -> Regex {
    static KNOWN: OnceLock<HashMap<&str, &Regex>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| builtin().iter().flatten().map(|regex| (regex.as_str(), regex)).collect());
    match known.get(regex) {
        Some(known) if !ignore_case => (*known).clone(),
        _ => compiled(regex, ignore_case),
    }
}

pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match text.split_once(MARK) {
        Some((regexes, text)) if data.len().is_multiple_of(4) => beside(data.len() / 4, regexes, text),
        Some((regexes, text)) => own(regexes, text),
        None => same(material::lore().matcher(), builtin(), data),
    }
}

/// Signatures out of the input.
fn own(regexes: &str, text: &str) {
    let (mut plans, mut naive) = (Vec::new(), Vec::new());
    for (i, regex) in regexes.lines().take(12).enumerate() {
        let ignore_case = i % 4 == 3;
        let Ok(plan) = plan(regex, ignore_case) else { continue };
        naive.push((!plan.multi_line).then(|| compiled(regex, ignore_case)));
        plans.push(plan);
    }
    same(&Matcher::new(plans), &naive, text.as_bytes());
}

/// Signatures out of the input as those of a user's entry, beside the embedded ones of a domain: the packed index of all is
/// taken over for some, and the others are added.
fn beside(which: usize, regexes: &str, text: &str) {
    static DOMAINS: OnceLock<Vec<&str>> = OnceLock::new();
    let domains = DOMAINS.get_or_init(|| {
        let mut domains: Vec<&str> = material::entries().map(|entry| entry.domain.as_str()).collect();
        domains.sort_unstable();
        domains.dedup();
        domains
    });
    let domain = domains[which % domains.len()];
    let good = |regex: &&str| !regex.trim().is_empty() && plan(regex, false).is_ok();
    let patterns: Vec<&str> = regexes.lines().take(12).filter(good).collect();
    let record = json!({ "id": "own/of-the-input", "signature": "of the input", "patterns": patterns });
    let domains = vec![domain.to_owned(), "own".to_owned()];
    let options = LoreOptions { builtin: true, domains, ..LoreOptions::default() };
    let (lore, problems) = Lore::load_with(options, &[("own.json".into(), record.to_string())]);
    assert!(problems.is_empty(), "{problems:?}");
    same(lore.matcher(), &naive(&lore, known), text.as_bytes());
}

type Found = (LineId, u32, Range<usize>);

fn same(matcher: &Matcher, naive: &[Option<Regex>], data: &[u8]) {
    let raw = RawLines::document(data);
    let lines = clean(&raw, 0..raw.len());
    if lines.iter().any(|line| line.text.len() > WINDOW) {
        return;
    }
    let mut found: Vec<(LineId, Vec<Found>)> = Vec::new();
    for hit in matcher.scan(&raw, 0..raw.len()) {
        let hit_of_line = (hit.line, hit.signature.0, hit.range.clone());
        assert_eq!(hit.anchor, naive[hit.signature.0 as usize].is_none());
        match found.last_mut() {
            Some((line, hits)) if *line == hit.line => hits.push(hit_of_line),
            _ => found.push((hit.line, vec![hit_of_line])),
        }
    }
    let mut found = found.into_iter().peekable();
    for line in &lines {
        let hits = found.next_if(|(id, _)| *id == line.id).map_or(Vec::new(), |(_, hits)| hits);
        // Of a line with more, the anchors have taken places from the others.
        if hits.len() >= MAX_HITS {
            continue;
        }
        let mut expected: Vec<Found> = (0..)
            .zip(naive)
            .filter_map(|(id, regex)| Some((line.id, id, regex.as_ref()?.find(&line.text)?.range())))
            .collect();
        expected.sort_by_key(|(_, id, range)| (range.start, range.end, *id));
        let single: Vec<Found> = hits.into_iter().filter(|(_, id, _)| naive[*id as usize].is_some()).collect();
        assert_eq!(single, expected, "on {:?}", line.text);
    }
    assert_eq!(found.next(), None, "a hit on a line that is not there");
}
