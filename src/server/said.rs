//! What was said of a document last: its diagnostics as JSON, each kept for as long as it is true. With each line that is
//! appended to a log all of its findings are said again, and nearly all of them stand where they stood.

use std::sync::Arc;

use super::context::Context;
use super::diagnostics::{NAMED_REPEATS, diagnostic, shown};
use super::documents::Scanned;
use super::entry_file;
use super::pointed::{Pointed, Pointers};
use super::snapshot::Snapshot;
use crate::finding::Finding;
use crate::text::{ByteOffset, Encoding, Position};

/// The diagnostics that were made of one snapshot.
pub(super) struct Said {
    context: Arc<Context>,
    findings: Arc<Vec<Finding>>,
    each: Vec<One>,
}

/// A diagnostic, and what it was made of beside its document and context.
struct One {
    /// Index of the finding.
    finding: usize,
    pointed: Option<Pointed>,
    json: String,
}

impl Said {
    /// The diagnostics of a document, one after the other with commas between them, and what is kept of them for the next
    /// time. `former` is what was said of the same document last; `kept` bytes at the start of its text are still the
    /// same. Files may be read for it.
    pub fn of(scanned: &Scanned, pointers: &Pointers, former: Option<Self>, kept: usize) -> (String, Option<Self>) {
        if let Some(problems) = &scanned.problems {
            return (entry_file::diagnostics(scanned, problems).iter().map(json).collect::<Vec<_>>().join(","), None);
        }
        let (context, snapshot) = (&scanned.context, &*scanned.snapshot);
        let mut former = former.filter(|said| Arc::ptr_eq(&said.context, context)).into_iter().flat_map(|said| {
            let findings = said.findings;
            said.each.into_iter().map(move |one| (findings.clone(), one))
        });
        let mut next = former.next();
        let same_before = same_before(snapshot, kept);
        let (indices, rest) = shown(context, snapshot);
        let mut each = Vec::with_capacity(indices.len());
        for index in indices {
            let finding = &snapshot.findings[index];
            let pointed = context.client.related_information.then(|| pointers.of(context, finding)).flatten();
            // Both come in the order of the text.
            while next.as_ref().is_some_and(|(of, one)| of[one.finding].span < finding.span) {
                next = former.next();
            }
            let known = next.take_if(|(of, one)| {
                stands_before(finding, same_before) && of[one.finding] == *finding && one.pointed == pointed
            });
            let json = match known {
                Some((_, one)) => one.json,
                None => json(&diagnostic(context, snapshot, pointers, finding, pointed.as_ref())),
            };
            each.push(One { finding: index, pointed, json });
        }
        let rest = rest.as_ref().map(json);
        let texts: Vec<&str> = each.iter().map(|one| one.json.as_str()).chain(rest.as_deref()).collect();
        let text = texts.join(",");
        (text, Some(Self { context: context.clone(), findings: snapshot.findings.clone(), each }))
    }
}

/// A diagnostic, or another thing that is numbers and texts only, as JSON.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    // So it is always JSON.
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// Where the first line begins that may have changed: each line above is the same as before, in the same place.
fn same_before(snapshot: &Snapshot, kept: usize) -> ByteOffset {
    if kept == usize::MAX {
        return ByteOffset(kept);
    }
    let line = snapshot.document.position(ByteOffset(kept), Encoding::Utf8).line;
    snapshot.document.offset(Position { line, column: 0 }, Encoding::Utf8)
}

/// Whether all places that are said of a finding stand before a byte.
fn stands_before(finding: &Finding, end: ByteOffset) -> bool {
    finding.span.end < end
        && finding.cause.is_none_or(|cause| cause.place.offset < end)
        && finding.places.iter().take(NAMED_REPEATS + 1).all(|place| place.offset < end)
}
