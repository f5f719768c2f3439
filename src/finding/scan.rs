//! One pass over a document, in chunks: lines are matched as they come, and a finding is given when its block is
//! complete.

use std::collections::VecDeque;
use std::ops::Range;

use rayon::prelude::*;

use super::choice::{Found, choose};
use super::{Cause, Finding, Repeats};
use crate::lore::{EntryRef, Lore};
use crate::matcher::Hit;
use crate::text::{ByteOffset, CleanLine, LineIndex, RawLines, clean};
use crate::trace::{Block, blocks};

/// How far before a hit its block may begin, in lines; a longer block is seen from here on.
const LOOK_BACK_LINES: usize = 1_000;
/// The same in bytes.
const LOOK_BACK_BYTES: usize = 256 << 10;
/// How many lines after a hit are looked at first; doubled while the hit's block goes on.
const LOOK_AHEAD_LINES: usize = 128;
/// How many lines a block may hold before it is taken for complete.
const MAX_REGION_LINES: usize = 10_000;
/// The same in bytes.
const MAX_REGION_BYTES: usize = 8 << 20;
/// How many lines above a wrapper ("exit code 1") its cause is looked for.
const CAUSE_LINES: usize = 400;
/// A line that has not ended after so many bytes is taken as it is.
const MAX_LINE_BYTES: usize = 64 << 20;
/// Lines are matched on several threads in pieces of about so many bytes.
const PIECE_BYTES: usize = 512 << 10;

/// What a scan leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ScanOptions {
    /// Entries of less confidence (probability 0–1) are left out. An entry that states none has one half.
    pub min_confidence: f64,
}

/// A scan in progress.
#[derive(Debug)]
pub struct Scan<'l> {
    lore: &'l Lore,
    options: ScanOptions,
    /// What is still needed of the text.
    buffer: Vec<u8>,
    /// Where the buffer begins in the document.
    base: ByteOffset,
    first: LineIndex,
    /// How many lines of the buffer have been matched.
    matched: usize,
    /// Hits whose blocks are not complete, in order.
    pending: VecDeque<Hit>,
    /// The last findings, for the causes of wrappers.
    recent: VecDeque<Recent>,
}

#[derive(Debug, Clone)]
struct Recent {
    line: usize,
    entry: EntryRef,
    captures: Vec<(String, String)>,
    /// The error itself, or what it passes on.
    cause: Cause,
    wrapper: bool,
}

impl<'l> Scan<'l> {
    /// Begins a scan.
    pub fn new(lore: &'l Lore, options: ScanOptions) -> Self {
        Self {
            lore,
            options,
            buffer: Vec::new(),
            base: ByteOffset(0),
            first: LineIndex(0),
            matched: 0,
            pending: VecDeque::new(),
            recent: VecDeque::new(),
        }
    }

    /// Takes the next bytes of the document (any bytes, cut anywhere); gives the findings that are now complete.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Finding> {
        self.buffer.extend_from_slice(bytes);
        self.advance(false)
    }

    /// Ends the scan; gives the remaining findings.
    pub fn finish(mut self) -> Vec<Finding> {
        self.advance(true)
    }

    fn advance(&mut self, ended: bool) -> Vec<Finding> {
        // Taken out so that the lines can borrow it while `self` changes.
        let buffer = std::mem::take(&mut self.buffer);
        let raw = RawLines::new(&buffer, self.base, self.first);
        // A line without end is taken in pieces: what is there of it ends all blocks, as the end of the text does.
        let overlong = !ended && is_overlong(&raw);
        let ended = ended || overlong;
        let ready = if ended { raw.len() } else { ready_lines(&raw) };
        if ready > self.matched {
            self.pending.extend(match_lines(self.lore, &raw, self.matched..ready));
            self.matched = ready;
        }
        let findings = self.settle(&raw, ready, ended);
        let keep = if ended { raw.len() } else { self.needed_from(&raw, ready) };
        let kept_from = if keep < raw.len() { raw.start(keep) } else { buffer.len() };
        self.base = ByteOffset(self.base.0 + kept_from);
        // The next piece of an overlong line has the same number.
        self.first = LineIndex(self.first.0 + keep - usize::from(overlong));
        self.matched -= keep.min(self.matched);
        drop(raw);
        self.buffer = buffer;
        self.buffer.drain(..kept_from);
        findings
    }

    /// The first line of the buffer that is still needed.
    fn needed_from(&self, raw: &RawLines<'_>, ready: usize) -> usize {
        let earliest = self.pending.front().map_or(ready, |hit| hit.line.raw.0 - self.first.0);
        look_back(raw, earliest, 0)
    }

    /// Makes findings of the hits whose blocks are complete.
    fn settle(&mut self, raw: &RawLines<'_>, ready: usize, ended: bool) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut floor = 0;
        while let Some(first) = self.pending.front() {
            let at = first.line.raw.0 - self.first.0;
            let start = look_back(raw, at, floor);
            let mut end = (at + LOOK_AHEAD_LINES).min(ready);
            loop {
                let lines = clean(raw, start..end);
                let blocks = blocks(&lines);
                let all = end == ready;
                let too_long = end - start >= MAX_REGION_LINES || raw.start(end) - raw.start(start) >= MAX_REGION_BYTES;
                let closed = (all && ended) || too_long;
                let last = lines.last().map_or(LineIndex(0), |line| line.raw_lines.end);
                let before = self.pending.len();
                self.take(raw, &lines, &blocks, closed, &mut findings);
                let first_left = self.pending.front().map(|hit| hit.line.raw);
                if first_left.is_none_or(|line| line >= last) {
                    floor = start
                        + settled(&lines, &blocks, closed).map_or(0, |i| lines[i].id.raw.0 - self.first.0 - start);
                    break;
                }
                if all {
                    // The rest waits for more text.
                    return findings;
                }
                if self.pending.len() < before && first_left.is_some_and(|line| line > LineIndex(self.first.0 + at)) {
                    // The first hit is done; go on from the next one.
                    floor = start;
                    break;
                }
                end = (end + (end - start)).min(ready);
            }
        }
        findings
    }

    /// Takes the pending hits that stand in complete blocks of these lines.
    fn take(
        &mut self,
        raw: &RawLines<'_>,
        lines: &[CleanLine<'_>],
        blocks: &[Block],
        closed: bool,
        findings: &mut Vec<Finding>,
    ) {
        let mut block_of = vec![usize::MAX; lines.len()];
        for (number, block) in blocks.iter().enumerate() {
            for &line in &block.lines {
                block_of[line] = number;
            }
        }
        let last = lines.last().map_or(LineIndex(0), |line| line.raw_lines.end);
        let mut by_block: Vec<(usize, Vec<(usize, Hit)>)> = Vec::new();
        let seen = self.pending.partition_point(|hit| hit.line.raw < last);
        let mut left = Vec::new();
        for hit in self.pending.drain(..seen) {
            let index = lines.binary_search_by_key(&hit.line, |line| line.id).ok();
            let number = index.map_or(usize::MAX, |index| block_of[index]);
            match (index, blocks.get(number)) {
                (Some(index), Some(block)) if closed || !block.open => {
                    match by_block.iter_mut().rev().find(|(n, _)| *n == number) {
                        Some((_, hits)) => hits.push((index, hit)),
                        None => by_block.push((number, vec![(index, hit)])),
                    }
                }
                // A hit on a line that is in no block, or that the wider view sees as another line, is gone.
                (None, _) | (Some(_), None) => {}
                _ => left.push(hit),
            }
        }
        for hit in left.into_iter().rev() {
            self.pending.push_front(hit);
        }
        for (number, hits) in by_block {
            let found = choose(self.lore, raw, lines, &blocks[number], &hits, self.options.min_confidence);
            findings.extend(self.link(found));
        }
    }

    /// Points wrappers to their causes, and remembers what was found for later wrappers.
    fn link(&mut self, found: Vec<Found>) -> Vec<Finding> {
        let places: Vec<Recent> = found
            .iter()
            .map(|f| Recent {
                line: f.finding.start.line,
                entry: f.finding.entry,
                captures: f.finding.captures.clone(),
                cause: Cause { entry: f.finding.entry, place: f.finding.start },
                wrapper: self.is_wrapper(f.finding.entry),
            })
            .collect();
        let mut findings = Vec::with_capacity(found.len());
        for (i, mut f) in found.into_iter().enumerate() {
            let stated = f.cause.map(|cause| places[cause].cause);
            f.finding.cause =
                stated.or_else(|| if places[i].wrapper { self.cause_of_wrapper(&places, i) } else { None });
            let said_before = self.recent.iter().rev().any(|before| says_less(&places[i], before));
            self.recent.push_back(Recent { cause: f.finding.cause.unwrap_or(places[i].cause), ..places[i].clone() });
            if self.recent.len() > 256 {
                self.recent.pop_front();
            }
            if !said_before {
                findings.push(f.finding);
            }
        }
        findings
    }

    /// The cause of wrapper `i` of a block: a known error of the same block (the nearest above, else the nearest
    /// below), else the nearest one above the block, else what the nearest wrapper above passes on.
    fn cause_of_wrapper(&self, block: &[Recent], i: usize) -> Option<Cause> {
        let own = &block[i];
        let above = block[..i].iter().rev().find(|r| !r.wrapper);
        let below = block[i + 1..].iter().find(|r| !r.wrapper);
        let near = |r: &&Recent| r.line < own.line && own.line - r.line <= CAUSE_LINES;
        let earlier = || self.recent.iter().rev().filter(near);
        above
            .or(below)
            .or_else(|| earlier().find(|r| !r.wrapper))
            .or_else(|| earlier().find(|r| r.cause.entry != own.cause.entry))
            .map(|r| r.cause)
    }

    fn is_wrapper(&self, entry: EntryRef) -> bool {
        self.lore.entry(entry).is_wrapper()
    }
}

/// Whether a finding is the sentence before it in other words: of the same entry, on the lines right below, with some of
/// the same captures and no other ("Could not find a version that satisfies …", "No matching distribution found for …").
fn says_less(finding: &Recent, before: &Recent) -> bool {
    const WITHIN_LINES: usize = 3;
    let near = before.line < finding.line && finding.line - before.line <= WITHIN_LINES;
    near && before.entry == finding.entry
        && !finding.captures.is_empty()
        && finding.captures.len() < before.captures.len()
        && finding.captures.iter().all(|capture| before.captures.contains(capture))
}

/// All findings of a document, repeats collapsed, in the order of the text.
pub fn find(lore: &Lore, options: ScanOptions, bytes: &[u8]) -> Vec<Finding> {
    let mut scan = Scan::new(lore, options);
    let mut repeats = Repeats::default();
    let mut findings = scan.feed(bytes);
    findings.extend(scan.finish());
    findings.sort_by_key(|finding| finding.span);
    for finding in findings {
        repeats.add(finding);
    }
    repeats.into_findings()
}

/// How many lines of an unfinished document can be matched: all that have ended, less a box that may go on.
fn ready_lines(raw: &RawLines<'_>) -> usize {
    let ended = raw.bytes().ends_with(b"\n");
    let Some(last) = raw.len().checked_sub(1) else { return 0 };
    let ready = if ended { raw.len() } else { last };
    let in_box = |i: usize| memchr::memmem::find(raw.line(i), "│".as_bytes()).is_some();
    let first_box = (0..ready).rev().take(LOOK_BACK_LINES).take_while(|i| in_box(*i)).last();
    first_box.unwrap_or(ready)
}

fn is_overlong(raw: &RawLines<'_>) -> bool {
    raw.len()
        .checked_sub(1)
        .is_some_and(|last| !raw.bytes().ends_with(b"\n") && raw.bytes().len() - raw.start(last) >= MAX_LINE_BYTES)
}

/// Where to begin in order to see the block of line `at` whole.
fn look_back(raw: &RawLines<'_>, at: usize, floor: usize) -> usize {
    let mut start = at;
    while start > floor && at - start < LOOK_BACK_LINES {
        if raw.start(at.min(raw.len() - 1)) - raw.start(start - 1) > LOOK_BACK_BYTES {
            break;
        }
        start -= 1;
    }
    start
}

/// The largest index such that no block has lines on both sides of it and no block before it is still open.
fn settled(lines: &[CleanLine<'_>], blocks: &[Block], closed: bool) -> Option<usize> {
    let mut cut = lines.len();
    let mut spans: Vec<(usize, usize)> = blocks
        .iter()
        .filter_map(|block| {
            let (first, last) = (*block.lines.first()?, *block.lines.last()?);
            Some((first, if block.open && !closed { usize::MAX } else { last }))
        })
        .collect();
    spans.sort_unstable();
    for (first, last) in spans.into_iter().rev() {
        if first < cut && last >= cut {
            cut = first;
        }
    }
    (cut < lines.len()).then_some(cut)
}

fn match_lines(lore: &Lore, raw: &RawLines<'_>, lines: Range<usize>) -> Vec<Hit> {
    let bytes = raw.start(lines.end) - raw.start(lines.start);
    if bytes < 2 * PIECE_BYTES {
        return lore.matcher().scan(raw, lines);
    }
    let mut pieces = Vec::with_capacity(bytes / PIECE_BYTES + 1);
    let mut start = lines.start;
    while start < lines.end {
        let end = raw.line_at(raw.start(start) + PIECE_BYTES).clamp(start + 1, lines.end);
        pieces.push(start..end);
        start = end;
    }
    let mut hits: Vec<Hit> = pieces.into_par_iter().flat_map_iter(|piece| lore.matcher().scan(raw, piece)).collect();
    // A group of lines that lies across two pieces is seen by both.
    hits.sort_by_key(|hit| (hit.line, hit.range.start, hit.range.end, hit.signature));
    hits.dedup();
    hits
}
