//! Blocks, frames and findings of mutated samples of all entries.

use std::collections::HashSet;

use loglore::finding::{Finding, Repeats, Scan, ScanOptions, find};
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

/// The findings of a text that comes in pieces are those of the whole.
pub fn pieces(data: &[u8]) {
    // Its halves with some lines in between and below: so many that hits stop waiting for more, here or there.
    let half = data.len() / 2 + data[data.len() / 2..].iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let fine = |at: usize| b"all is well\n".repeat(data.get(at).map_or(0, |byte| usize::from(*byte)));
    let data = &[&data[..half], &fine(0), &data[half..], b"\n", &fine(1), data].concat()[..];
    let whole = find(material::lore(), ScanOptions::default(), data);
    let mut repeats = Repeats::default();
    in_pieces(data, false).into_iter().for_each(|finding| drop(repeats.add(finding)));
    let in_pieces = repeats.into_findings();
    assert_eq!(in_pieces.len(), whole.len(), "{in_pieces:?}\n{whole:?}");
    for (one, other) in in_pieces.iter().zip(&whole) {
        assert_eq!(one, other);
    }
}

/// The same of a writer that pauses, but for what nobody can know then: that a block goes on below lines of another one, and that
/// rows are the message of a stack whose frames are still to come. Of such a block more may be told, but only what the block says again
/// or a better entry of it beats; and a finding may have captured less. Nothing is told twice.
pub fn pauses(data: &[u8]) {
    let in_pauses = in_pieces(data, true);
    let as_whole = in_pieces(data, false);
    let (found, whole) = (brief(&in_pauses), brief(&as_whole));
    let mut places = HashSet::new();
    assert!(found.iter().all(|one| places.insert((&one.0, one.1))), "told twice: {found:?}");
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
    // Whether less had to be taken for the whole block than there is.
    let cut = |finding: &Finding, block: &Block| {
        let mut rows = block.lines.iter().map(|line| lines[*line].raw_lines.start);
        let next = rows.find(|line| *line >= finding.block.end);
        let apart = next.is_some_and(|line| line > finding.block.end);
        let message = next.is_some() && finding.frames.is_empty() && STACKS.contains(&block.kind);
        apart || message
    };
    for one in whole.iter().filter(|one| !found.contains(one)) {
        let less = in_pauses.iter().zip(&found).any(|(finding, less)| {
            (&less.0, less.1) == (&one.0, one.1)
                && less.3.iter().all(|capture| one.3.contains(capture))
                && block_of(one).is_some_and(|block| cut(finding, block))
        });
        assert!(less, "{one:?} is missing\n{found:?}\n{whole:?}");
    }
    for (finding, one) in in_pauses.iter().zip(&found).filter(|(_, one)| !whole.contains(one)) {
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

/// What has a message above its frames.
const STACKS: [BlockKind; 7] = [
    BlockKind::Python,
    BlockKind::Node,
    BlockKind::Java,
    BlockKind::DotNet,
    BlockKind::Php,
    BlockKind::Ruby,
    BlockKind::GoPanic,
];

type Brief<'f> = (String, usize, usize, &'f [(String, String)]);

/// What does not depend on the pieces in which a text comes: what was found where, and its particulars. A block may be cut
/// shorter, so frames and with them what counts as a repeat may differ.
fn brief(findings: &[Finding]) -> Vec<Brief<'_>> {
    let id = |finding: &Finding| material::lore().id(finding.entry).to_string();
    findings.iter().map(|f| (id(f), f.span.start.0, f.span.end.0, &f.captures[..])).collect()
}

fn in_pieces(data: &[u8], pauses: bool) -> Vec<Finding> {
    let step = 1 + data.iter().map(|byte| usize::from(*byte)).sum::<usize>() % 97;
    let mut scan = Scan::new(material::lore(), ScanOptions::default());
    let mut found = Vec::new();
    for piece in data.chunks(step) {
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
