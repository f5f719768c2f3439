//! What entries say of each other: ids that lead nowhere, circles, and one id twice.

use std::collections::HashMap;

use crate::entry::{EntryFile, EntryId, Problem, ProblemKind, ReadEntry};
use crate::lore::Lore;

/// Checks the ids that a record names.
pub(super) fn check(lore: &Lore, file: &EntryFile, read: &ReadEntry, report: &mut impl FnMut(Problem)) {
    let entry = &read.entry;
    let edges = entry
        .transition_graph
        .edges()
        .map(|(field, i, edge)| (format!("/transition_graph/{field}/{i}/error_id"), &edge.error_id));
    let refined = entry.refines.iter().enumerate().map(|(i, id)| (format!("/refines/{i}"), id));
    for (pointer, id) in edges.chain(refined) {
        if *id == entry.id {
            let message = format!("`{id}` is the entry itself: remove it");
            report(file.problem(read, &pointer, ProblemKind::SelfReference, message));
        } else if lore.get(id).is_none() {
            let message = format!("no entry has the id `{id}`: mend or remove it");
            report(file.problem(read, &pointer, ProblemKind::DanglingId, message));
        }
    }
    let Some(own) = lore.get(&entry.id) else { return };
    for (i, id) in entry.refines.iter().enumerate() {
        if let Some(general) = lore.get(id)
            && general != own
            && lore.refined(general).binary_search(&own).is_ok()
        {
            let message = format!("`{id}` refines this entry in turn: one of the two has to be the general one");
            report(file.problem(read, &format!("/refines/{i}"), ProblemKind::CyclicRefines, message));
        }
    }
}

/// Entries of several files that have one id.
pub(super) fn duplicates(files: &[EntryFile]) -> Vec<Problem> {
    let mut first: HashMap<&EntryId, &EntryFile> = HashMap::new();
    let mut problems = Vec::new();
    for file in files {
        for read in &file.entries {
            let holder = *first.entry(&read.entry.id).or_insert(file);
            if holder.path != file.path {
                let message = format!("`{}` is the id of an entry in {} too", read.entry.id, holder.path.display());
                problems.push(file.problem(read, "/id", ProblemKind::DuplicateId, message));
            }
        }
    }
    problems
}
