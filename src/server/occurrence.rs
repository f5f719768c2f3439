//! Findings with all their places: each repeat is an occurrence of its own.

use super::convert::Places;
use super::snapshot::Snapshot;
use crate::finding::Finding;
use crate::text::{ByteOffset, Span};

/// One occurrence of a finding.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occurrence<'s> {
    pub finding: &'s Finding,
    /// Its match. Of a repeat only the start is known; it is taken to be as long as the first, within its line.
    pub span: Span,
    /// Whether it is the first of its finding.
    pub first: bool,
}

/// The occurrences of all findings in the order of the text, at most `most`.
pub(super) fn occurrences<'s>(snapshot: &'s Snapshot, places: &Places<'_>, most: usize) -> Vec<Occurrence<'s>> {
    let mut all: Vec<Occurrence<'s>> = Vec::new();
    for finding in snapshot.findings.iter() {
        all.push(Occurrence { finding, span: finding.span, first: true });
    }
    all.truncate(most);
    'all: for finding in snapshot.findings.iter() {
        let len = finding.span.end.0 - finding.span.start.0;
        for place in finding.places.iter().filter(|place| place.offset != finding.start.offset) {
            if all.len() >= most {
                break 'all;
            }
            let line = places.line_span(places.raw_line(place.offset));
            let end = ByteOffset(place.offset.0 + len).min(line.end).max(place.offset);
            all.push(Occurrence { finding, span: Span { start: place.offset, end }, first: false });
        }
    }
    all.sort_by_key(|occurrence| occurrence.span);
    all
}
