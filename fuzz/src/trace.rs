//! Blocks, frames and findings of mutated samples of all entries.

use std::collections::HashSet;

use loglore::finding::{Finding, Repeats, Scan, ScanOptions, find};
use loglore::lore::EntryRef;
use loglore::text::{ByteOffset, CleanLine, RawLines, clean};
use loglore::trace::{Block, MAX_BLOCK_ROWS, blocks};

use crate::{inert, material};

pub fn seeds() -> Vec<Vec<u8>> {
    material::samples().iter().map(|sample| sample.as_bytes().to_vec()).collect()
}

pub fn run(data: &[u8]) {
    let raw = RawLines::document(data);
    let lines = clean(&raw, 0..raw.len());
    check(&lines, data.len(), &blocks(&lines));

    let lore = material::lore();
    let whole = find(lore, ScanOptions::default(), data);
    for finding in &whole {
        assert!(finding.span.start <= finding.span.end && finding.span.end.0 <= data.len());
        assert!(finding.text.get(finding.marker.clone()).is_some());
        assert!(finding.count >= 1 && finding.places.len() <= finding.count);
        assert_eq!(
            finding.start.line,
            data[..finding.start.offset.0].iter().filter(|byte| **byte == b'\n').count() + 1
        );
    }
    // A card for each would be most of the time.
    for finding in whole.iter().take(2) {
        inert::check(lore, finding);
    }
}

/// The findings of a text that comes in pieces are those of the whole.
pub fn pieces(data: &[u8]) {
    // Its halves with some lines in between and below: so many that hits stop waiting for more, here or there.
    let half = data.len() / 2 + data[data.len() / 2..].iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let fine = |at: usize| b"all is well\n".repeat(data.get(at).map_or(0, |byte| usize::from(*byte)));
    let data = &[&data[..half], &fine(0), &data[half..], b"\n", &fine(1), data].concat()[..];
    let whole = find(material::lore(), ScanOptions::default(), data);
    let mut repeats = Repeats::default();
    for finding in in_pieces(data, false) {
        repeats.add(finding);
    }
    let in_pieces = repeats.into_findings();
    assert_eq!(in_pieces.len(), whole.len(), "{in_pieces:?}\n{whole:?}");
    for (one, other) in in_pieces.iter().zip(&whole) {
        assert_eq!(one, other);
    }
}

/// Of a writer that pauses after each piece nothing is told twice, all that the whole has is told, and what else is told are
/// findings of the text as it was at one of its pauses.
pub fn pauses(data: &[u8]) {
    type Brief = (EntryRef, ByteOffset);
    let brief = |findings: &[Finding]| -> Vec<Brief> { findings.iter().map(|f| (f.entry, f.span.start)).collect() };
    let named =
        |brief: &[Brief]| -> Vec<_> { brief.iter().map(|(entry, at)| (material::lore().id(*entry), at.0)).collect() };
    let (found, whole) = (brief(&in_pieces(data, true)), brief(&in_pieces(data, false)));
    let told: HashSet<Brief> = found.iter().copied().collect();
    assert_eq!(told.len(), found.len(), "told twice: {:?}", named(&found));
    assert!(whole.iter().all(|one| told.contains(one)), "not told: {:?} of {:?}", named(&found), named(&whole));
    let mut more: Vec<Brief> = found.into_iter().filter(|one| !whole.contains(one)).collect();
    for end in (step(data)..data.len()).step_by(step(data)) {
        if more.is_empty() {
            return;
        }
        let lines = data[..end].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let then = brief(&in_pieces(&data[..lines], false));
        more.retain(|one| !then.contains(one));
    }
    assert!(more.is_empty(), "told of no text: {:?} beside {:?}", named(&more), named(&whole));
}

/// How long the pieces are in which a text comes, bytes.
fn step(data: &[u8]) -> usize {
    1 + data.iter().map(|byte| usize::from(*byte)).sum::<usize>() % 97
}

fn in_pieces(data: &[u8], pauses: bool) -> Vec<Finding> {
    let mut scan = Scan::new(material::lore(), ScanOptions::default());
    let mut found = Vec::new();
    for piece in data.chunks(step(data)) {
        found.extend(scan.feed(piece));
        if pauses {
            found.extend(scan.pause());
        }
    }
    found.extend(scan.finish());
    found.sort_by_key(|finding| finding.span);
    found
}

/// What the documentation of `blocks` promises.
fn check(lines: &[CleanLine<'_>], end: usize, found: &[Block]) {
    let mut seen = HashSet::new();
    for block in found {
        assert!(block.lines.is_sorted() && !block.lines.is_empty() && block.lines.len() <= MAX_BLOCK_ROWS + 128);
        assert!(!block.sections.is_empty());
        assert!(block.lines.iter().all(|line| *line < lines.len() && seen.insert(*line)), "a line is in two blocks");
        for (i, section) in block.sections.iter().enumerate() {
            assert!(section.lines.start < section.lines.end && section.lines.end <= block.lines.len(), "{block:?}");
            let place = block.lines.binary_search(&section.headline).expect("a headline stands in its block");
            assert!(section.lines.contains(&place), "{block:?}");
            assert!(section.cause.is_none_or(|cause| cause < block.sections.len()));
            assert!(block.root_cause(i) < block.sections.len());
            for frame in &section.frames {
                assert!(frame.span.start < frame.span.end && frame.span.end.0 <= end, "{frame:?}");
            }
            // Sections lie beside or within one another.
            for other in &block.sections[i + 1..] {
                let (a, b) = (&section.lines, &other.lines);
                let apart = a.end <= b.start || b.end <= a.start;
                let nested = (a.start <= b.start && b.end <= a.end) || (b.start <= a.start && a.end <= b.end);
                assert!(apart || nested, "{a:?} and {b:?} cross in {block:?}");
            }
        }
        for line in &block.lines {
            assert!(block.section_at(*line).is_none_or(|section| section < block.sections.len()));
        }
    }
    for (i, line) in lines.iter().enumerate() {
        assert!(seen.contains(&i) || line.text.trim().is_empty(), "line {i} is in no block: {}", line.text);
    }
    assert!(found.is_sorted_by_key(|block| block.lines[0]));
}
