//! Blocks, frames and findings of mutated samples of all entries.

use std::collections::HashSet;

use loglore::finding::{Finding, Repeats, Scan, ScanOptions, find};
use loglore::text::{CleanLine, RawLines, clean};
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
    let pieces = in_pieces(data);
    assert_eq!(brief(&pieces), brief(&whole));
}

type Brief<'f> = (String, usize, usize, usize, &'f [(String, String)]);

/// What does not depend on the pieces in which a text comes: what was found where, and its particulars.
fn brief(findings: &[Finding]) -> Vec<Brief<'_>> {
    let id = |finding: &Finding| material::lore().id(finding.entry).to_string();
    findings.iter().map(|f| (id(f), f.span.start.0, f.span.end.0, f.count, &f.captures[..])).collect()
}

fn in_pieces(data: &[u8]) -> Vec<Finding> {
    let mut scan = Scan::new(material::lore(), ScanOptions::default());
    let mut found = Vec::new();
    let step = 1 + data.iter().map(|byte| usize::from(*byte)).sum::<usize>() % 97;
    for piece in data.chunks(step) {
        found.extend(scan.feed(piece));
    }
    found.extend(scan.finish());
    found.sort_by_key(|finding| finding.span);
    let mut repeats = Repeats::default();
    for finding in found {
        repeats.add(finding);
    }
    repeats.into_findings()
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
