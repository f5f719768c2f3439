//! What is wrong with entries: all of it at once, each with its place.
//!
//! `fixes` tries what its workarounds change. `record` looks at one record alone, `signature` at its regexes, `snippet` at its code, `graph` at what it says of
//! other entries, `samples` at what the engine finds in its samples and in healthy logs.

mod fixes;
mod graph;
mod record;
mod samples;
mod signature;
mod snippet;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::path::PathBuf;

use rayon::prelude::*;

pub use fixes::{FixReport, check_fixes};
pub use samples::Found;

use crate::entry::{EntryFile, Problem, Severity};
use crate::lore::{Lore, entry_files, healthy_logs};

/// What a check found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Everything wrong, by path and place.
    pub problems: Vec<Problem>,
    /// How many files were read.
    pub files: usize,
    /// How many entries they hold.
    pub entries: usize,
}

impl Report {
    /// How many of the problems are errors; the others are warnings.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity() == Severity::Error).count()
    }
}

/// Checks all entries below `folders` (folders or files).
///
/// `lore` has to have them in force, with whatever they refer to: `LoreOptions { extra: folders, .. }`. An entry that is
/// not, because another one replaces it, is checked by itself alone. `find` says what the engine with this lore finds in
/// a text.
pub fn check(lore: &Lore, folders: &[PathBuf], find: &(dyn Fn(&str) -> Vec<Found> + Sync)) -> Report {
    let today = today();
    let mut problems = Vec::new();
    let mut paths = Vec::new();
    let mut seen = HashSet::new();
    for folder in folders {
        let (files, unreadable) = entry_files(folder);
        problems.extend(unreadable);
        paths
            .extend(files.into_iter().filter(|path| seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone()))));
    }
    let files: Vec<EntryFile> = paths.into_par_iter().map(|path| EntryFile::open(&path)).collect();
    problems.extend(graph::duplicates(&files));
    problems.par_extend(files.par_iter().flat_map_iter(|file| of_file(lore, file, today, find)));
    problems.extend(samples::check_healthy(lore, &files, &healthy_logs(), find));
    problems.sort_by(Problem::order);
    problems.dedup();
    Report { problems, files: files.len(), entries: files.iter().map(|file| file.entries.len()).sum() }
}

/// Checks the entries of one file, which `lore` has to have in force; `others` are files of the same folder that may
/// have the same ids. Says what [`check`] says of that file.
pub fn check_file(
    lore: &Lore,
    file: &EntryFile,
    others: Vec<EntryFile>,
    find: &(dyn Fn(&str) -> Vec<Found> + Sync),
) -> Vec<Problem> {
    let mut problems = of_file(lore, file, today(), find);
    let files = std::slice::from_ref(file);
    problems.extend(samples::check_healthy(lore, files, &healthy_logs(), find));
    // The later file is told of the earlier one; here it is this one, whatever the order.
    let all: Vec<EntryFile> = others.into_iter().chain([file.clone()]).collect();
    problems.extend(graph::duplicates(&all).into_iter().filter(|problem| problem.path == file.path));
    problems.sort_by(Problem::order);
    problems.dedup();
    problems
}

/// The last day that is not in the future.
fn today() -> jiff::civil::Date {
    let now = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date();
    // Where the author is, it may be tomorrow already.
    now.tomorrow().unwrap_or(now)
}

/// What is wrong with a file and each of its records.
fn of_file(
    lore: &Lore,
    file: &EntryFile,
    today: jiff::civil::Date,
    find: &(dyn Fn(&str) -> Vec<Found> + Sync),
) -> Vec<Problem> {
    let mut problems = file.problems.clone();
    problems.extend(file.duplicate_fields());
    for read in &file.entries {
        let mut report = |problem: Problem| problems.push(problem);
        record::check(file, read, today, &mut report);
        signature::check(file, read, &mut report);
        snippet::check(file, read, &mut report);
        graph::check(lore, file, read, &mut report);
        samples::check(lore, file, read, find, &mut report);
    }
    problems
}
