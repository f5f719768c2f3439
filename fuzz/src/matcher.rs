//! The matcher against the naive way: each regex over each clean line.

use std::ops::Range;
use std::sync::OnceLock;

use loglore::matcher::{Matcher, plan};
use loglore::text::{LineId, RawLines, clean};
use regex::{Regex, RegexBuilder};

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

/// The signatures that are built in: the regex of each, none where it spans lines.
fn builtin() -> &'static [Option<Regex>] {
    static BUILTIN: OnceLock<Vec<Option<Regex>>> = OnceLock::new();
    BUILTIN.get_or_init(|| {
        let lore = material::lore();
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
    })
}

fn compiled(regex: &str, ignore_case: bool) -> Regex {
    let mut builder = RegexBuilder::new(regex);
    builder.case_insensitive(ignore_case).size_limit(64 << 20).build().expect("what is planned compiles")
}

pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match text.split_once(MARK) {
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
