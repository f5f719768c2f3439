//! What the engine finds in samples, in near misses and in logs of things that went well.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::entry::{EntryFile, EntryId, Problem, ProblemKind, ReadEntry};
use crate::lore::{EntryRef, Lore};
use crate::text::RawLines;

/// What the engine found in a text: one error occurrence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The entry that was chosen.
    pub entry: EntryId,
    /// The entries that came second.
    pub also: Vec<EntryId>,
    /// The line of the text where it was found, counted from 1.
    pub line: usize,
}

impl Found {
    fn names(&self, id: &EntryId) -> bool {
        self.entry == *id || self.also.contains(id)
    }
}

/// The entry of the record in `lore`; `None` if another record of its id is in force, or none.
fn in_force(lore: &Lore, file: &EntryFile, read: &ReadEntry) -> Option<EntryRef> {
    lore.get(&read.entry.id).filter(|at| lore.locate(*at) == file.path && *lore.id(*at) == read.entry.id)
}

/// Checks a record's samples and near misses.
pub(super) fn check(
    lore: &Lore,
    file: &EntryFile,
    read: &ReadEntry,
    find: &(dyn Fn(&str) -> Vec<Found> + Sync),
    report: &mut impl FnMut(Problem),
) {
    let entry = &read.entry;
    let Some(own) = in_force(lore, file, read) else { return };
    for (i, sample) in entry.samples.iter().enumerate() {
        let pointer = if read.places.holds(&format!("/samples/{i}/text")) {
            format!("/samples/{i}/text")
        } else {
            format!("/samples/{i}")
        };
        let found = find(&sample.text);
        if found.iter().any(|found| found.entry == entry.id) {
            continue;
        }
        let claims: Vec<&Found> = found.iter().filter(|found| found.also.contains(&entry.id)).collect();
        if claims.is_empty() {
            let message = not_matched(lore, own, &sample.text);
            report(file.problem(read, &pointer, ProblemKind::SampleNotMatched, message));
        }
        for claim in claims {
            // An entry that refines this one is the better answer to this one's sample.
            let related =
                lore.get(&claim.entry).is_some_and(|other| lore.refines(other, own) || lore.refines(own, other));
            if !related {
                let message = format!(
                    "on line {} of this sample `{}` is preferred, and neither of the two `refines` the other",
                    claim.line, claim.entry
                );
                report(file.problem(read, &pointer, ProblemKind::SampleClaimed, message));
            }
        }
    }
    for (i, text) in entry.near_misses.iter().enumerate() {
        if let Some(found) = find(text).iter().find(|found| found.names(&entry.id)) {
            let message = format!("the entry is found on line {} of this text, which must not match", found.line);
            report(file.problem(read, &format!("/near_misses/{i}"), ProblemKind::NearMissMatched, message));
        }
    }
}

/// Why an entry is not found in its own sample.
fn not_matched(lore: &Lore, own: EntryRef, sample: &str) -> String {
    let raw = RawLines::document(sample.as_bytes());
    let hit = lore.matcher().scan(&raw, 0..raw.len()).into_iter().find(|hit| lore.entry_of(hit.signature) == own);
    match hit {
        None => "none of the entry's regexes matches a line of this sample".to_owned(),
        Some(hit) if lore.block_conditions(own).is_some() => format!(
            "a regex matches line {} of this sample, but its block does not fulfil the conditions of `block`",
            hit.line.raw.0 + 1
        ),
        Some(hit) => format!("a regex matches line {} of this sample, but nothing is found there", hit.line.raw.0 + 1),
    }
}

/// Checks that no entry of the files is found in the healthy logs (name and text).
pub(super) fn check_healthy(
    lore: &Lore,
    files: &[EntryFile],
    healthy: &[(String, String)],
    find: &(dyn Fn(&str) -> Vec<Found> + Sync),
) -> Vec<Problem> {
    let records: HashMap<&EntryId, (&EntryFile, &ReadEntry)> = files
        .iter()
        .flat_map(|file| file.entries.iter().map(move |read| (file, read)))
        .filter(|(file, read)| in_force(lore, file, read).is_some())
        .map(|(file, read)| (&read.entry.id, (file, read)))
        .collect();
    let found: Vec<(usize, Found)> = healthy
        .par_iter()
        .enumerate()
        .flat_map_iter(|(i, (_, text))| find(text).into_iter().map(move |found| (i, found)))
        .collect();
    // The first line of each entry, and how often it is found in all: one that is too broad can be on every line.
    let mut first: BTreeMap<&EntryId, (usize, usize, usize)> = BTreeMap::new();
    for (log, found) in &found {
        for id in std::iter::once(&found.entry).chain(&found.also) {
            first.entry(id).or_insert((*log, found.line, 0)).2 += 1;
        }
    }
    first
        .into_iter()
        .filter_map(|(id, (log, line, count))| {
            let (file, read) = records.get(id)?;
            let (name, text) = &healthy[log];
            let shown = shortened(text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim());
            let more = if count > 1 { format!(" ({count} times in all)") } else { String::new() };
            let message = format!("the entry is found in a healthy log, {name}:{line}{more}: {shown}");
            Some(file.problem(read, "/regex", ProblemKind::OverBroad, message))
        })
        .collect()
}

fn shortened(line: &str) -> String {
    const SHOWN: usize = 120;
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
