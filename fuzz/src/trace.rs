//! Blocks, frames and findings of mutated samples of all entries.

use std::collections::HashSet;

use loglore::finding::{Finding, Scan, ScanOptions, find};
use loglore::text::{CleanLine, RawLines, clean};
use loglore::trace::{Block, BlockKind, MAX_BLOCK_ROWS, blocks};

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

/// The findings of a text that comes in pieces are those of the whole, but for what a pipe cannot know: that a block goes on below
/// lines of another one, and that rows are the message of a stack whose frames are still to come. Of such a block more
/// may be told, but only what the block says again or a better entry of it beats; and a finding may have captured less.
pub fn pieces(data: &[u8]) {
    let step = 1 + data.iter().map(|byte| usize::from(*byte)).sum::<usize>() % 97;
    let (in_pieces, as_whole) = (in_pieces(data, step), in_pieces(data, data.len().max(1)));
    let (found, whole) = (brief(&in_pieces), brief(&as_whole));
    if found == whole {
        return;
    }
    let raw = RawLines::document(data);
    let lines = clean(&raw, 0..raw.len());
    let blocks = blocks(&lines);
    let block_of = |one: &Brief<'_>| {
        let holds = |line: &usize| lines[*line].segments.iter().any(|s| s.raw.start.0 <= one.1 && one.1 < s.raw.end.0);
        blocks.iter().find(|block| block.lines.iter().any(holds))
    };
    // Whether a pipe had to take less for the whole block than there is.
    let cut = |finding: &Finding, block: &Block| {
        let mut rows = block.lines.iter().map(|line| lines[*line].raw_lines.start);
        let next = rows.find(|line| *line >= finding.block.end);
        let apart = next.is_some_and(|line| line > finding.block.end);
        let has_frames = block.kind != BlockKind::Plain && block.sections.iter().any(|part| !part.frames.is_empty());
        let message = next.is_some() && finding.frames.is_empty() && has_frames;
        apart || message
    };
    for one in whole.iter().filter(|one| !found.contains(one)) {
        let less = in_pieces.iter().zip(&found).any(|(finding, less)| {
            (&less.0, less.1) == (&one.0, one.1)
                && less.3.iter().all(|capture| one.3.contains(capture))
                && block_of(one).is_some_and(|block| cut(finding, block))
        });
        assert!(less, "{one:?} is missing\n{found:?}\n{whole:?}");
    }
    for (finding, one) in in_pieces.iter().zip(&found).filter(|(_, one)| !whole.contains(one)) {
        let block = block_of(one);
        let known = as_whole.iter().zip(&whole).any(|(other, there)| {
            let says = other.entry == finding.entry || other.also.contains(&finding.entry);
            says && block.is_some() && block_of(there) == block
        });
        assert!(known, "{one:?} is too much\n{found:?}\n{whole:?}");
        assert!(
            block.is_some_and(|block| cut(finding, block)),
            "{one:?} is too much: {:?} is the block\n{found:?}\n{whole:?}",
            finding.block,
        );
    }
}

type Brief<'f> = (String, usize, usize, &'f [(String, String)]);

/// What does not depend on the pieces in which a text comes: what was found where, and its particulars. A block may be cut
/// shorter, so frames and with them what counts as a repeat may differ.
fn brief(findings: &[Finding]) -> Vec<Brief<'_>> {
    let id = |finding: &Finding| material::lore().id(finding.entry).to_string();
    findings.iter().map(|f| (id(f), f.span.start.0, f.span.end.0, &f.captures[..])).collect()
}

fn in_pieces(data: &[u8], step: usize) -> Vec<Finding> {
    let mut scan = Scan::new(material::lore(), ScanOptions::default());
    let mut found = Vec::new();
    for piece in data.chunks(step) {
        found.extend(scan.feed(piece));
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
