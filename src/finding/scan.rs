//! One pass over a document, in chunks: lines are matched as they come, and a finding is given when its block is
//! complete.

mod doubt;
mod region;

use std::collections::{BTreeSet, VecDeque};

use self::doubt::{Around, Doubt, doubt};
use self::region::{is_overlong, look_ahead, look_back, match_lines, ready_lines, settled};
use super::choice::{Found, choose};
use super::live::Moves;
use super::spent::{Spent, timed};
use super::{Cause, Finding, Place, Repeats};
use crate::lore::{EntryRef, Lore};
use crate::matcher::Hit;
use crate::text::{ByteOffset, CleanLine, LineIndex, RawLines, clean};
use crate::trace::{Block, blocks};

/// How many lines after a hit are looked at first; doubled while the hit's block goes on. A scan waits for them, unless its writer
/// pauses.
const LOOK_AHEAD_LINES: usize = 128;
/// The same in bytes: what is waited for is kept.
const LOOK_AHEAD_BYTES: usize = 256 << 10;
/// How many lines a block may hold before it is taken for complete.
const MAX_REGION_LINES: usize = 10_000;
/// The same in bytes.
const MAX_REGION_BYTES: usize = 8 << 20;
/// How many lines above a wrapper ("exit code 1") its cause is looked for.
const CAUSE_LINES: usize = 400;
/// Within how many lines an error that is said again in other words is one.
const AGAIN_LINES: usize = 3;

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
    /// Findings of complete blocks that wait for what stands above them, in the order of the text.
    waiting: VecDeque<Finding>,
    /// The findings near enough for a later wrapper, in the order of the text.
    recent: VecDeque<Recent>,
    /// The findings that were given when the writer paused, before it was known that they are those of the whole text: where each
    /// starts, and its entry.
    told: BTreeSet<(ByteOffset, EntryRef)>,
    /// No block reaches above this line that is still to be looked at; learnt of the steps before.
    floor: LineIndex,
    spent: Spent,
}

/// Where a scan stands: all that it knows beyond the bytes it still needs and the findings it has given.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Checkpoint {
    /// The first byte that it still needs.
    pub base: ByteOffset,
    /// The line that begins there.
    pub first: LineIndex,
    /// How many bytes of the document it was fed.
    pub fed: ByteOffset,
    matched: usize,
    pending: Vec<Hit>,
    waiting: Vec<Finding>,
    recent: Vec<Recent>,
    floor: LineIndex,
}

impl Checkpoint {
    /// The start of a document.
    pub fn start() -> Self {
        let (base, first, fed) = (ByteOffset(0), LineIndex(0), ByteOffset(0));
        let (pending, waiting, recent) = (Vec::new(), Vec::new(), Vec::new());
        Self { base, first, fed, matched: 0, pending, waiting, recent, floor: first }
    }

    /// The same after an edit that stands before all that it still needs; none if the edit took away what a later
    /// wrapper may point to.
    pub fn moved(&self, moves: &Moves) -> Option<Self> {
        let mut pending = self.pending.clone();
        pending.iter_mut().for_each(|hit| hit.line.raw = moves.line(hit.line.raw));
        let recent = |recent: &Recent| {
            let cause = Cause { place: moves.known_place(recent.cause.place)?, ..recent.cause };
            Some(Recent { place: moves.known_place(recent.place)?, cause, ..recent.clone() })
        };
        Some(Self {
            base: moves.offset(self.base),
            first: moves.line(self.first),
            fed: moves.offset(self.fed),
            matched: self.matched,
            pending,
            waiting: self.waiting.iter().map(|finding| moves.finding(finding.clone())).collect(),
            recent: self.recent.iter().map(recent).collect::<Option<_>>()?,
            // It stands at `first` or below it, so behind the edit.
            floor: moves.line(self.floor),
        })
    }
}

/// A finding as later ones see it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Recent {
    place: Place,
    entry: EntryRef,
    /// What it captured; nothing once no later finding can say the same in other words.
    captures: Vec<(String, String)>,
    /// The error itself, or what it passes on.
    cause: Cause,
    wrapper: bool,
}

impl Recent {
    fn of(lore: &Lore, finding: &Finding) -> Self {
        Self {
            place: finding.start,
            entry: finding.entry,
            captures: finding.captures.clone(),
            cause: finding.cause.unwrap_or(Cause { entry: finding.entry, place: finding.start }),
            wrapper: lore.entry(finding.entry).is_wrapper(),
        }
    }
}

/// How much of the text is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Text {
    /// More may come, and it is waited for: each step sees the same lines in whatever pieces they come.
    GoesOn,
    /// More may come, but nobody knows when.
    Pauses,
    /// All.
    Ended,
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
            waiting: VecDeque::new(),
            recent: VecDeque::new(),
            told: BTreeSet::new(),
            floor: LineIndex(0),
            spent: Spent::default(),
        }
    }

    /// Goes on where a scan stood. `bytes` are those of the document from [`Checkpoint::base`] to [`Checkpoint::fed`].
    pub(super) fn resume(lore: &'l Lore, options: ScanOptions, checkpoint: &Checkpoint, bytes: Vec<u8>) -> Self {
        Self {
            lore,
            options,
            buffer: bytes,
            base: checkpoint.base,
            first: checkpoint.first,
            matched: checkpoint.matched,
            pending: checkpoint.pending.iter().cloned().collect(),
            waiting: checkpoint.waiting.iter().cloned().collect(),
            recent: checkpoint.recent.iter().cloned().collect(),
            told: BTreeSet::new(),
            floor: checkpoint.floor,
            spent: Spent::default(),
        }
    }

    /// Where it stands.
    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            base: self.base,
            first: self.first,
            fed: ByteOffset(self.base.0 + self.buffer.len()),
            matched: self.matched,
            pending: self.pending.iter().cloned().collect(),
            waiting: self.waiting.iter().cloned().collect(),
            recent: self.recent.iter().cloned().collect(),
            floor: self.floor,
        }
    }

    /// Takes the next bytes of the document (any bytes, cut anywhere); gives the findings that are now complete: those of the
    /// text as a whole, in whatever pieces it comes.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Finding> {
        self.buffer.extend_from_slice(bytes);
        self.advance(Text::GoesOn)
    }

    /// The line of the first hit that waits for more of the text; none if nothing waits.
    pub fn waits_since(&self) -> Option<LineIndex> {
        let finding = self.waiting.front().map(|finding| LineIndex(finding.start.line - 1));
        self.pending.front().map(|hit| hit.line.raw).into_iter().chain(finding).min()
    }

    /// Tells what can be told before more comes, as for a pipe whose writer pauses: what is complete if a line of another kind below
    /// it means that nothing more of it will come. What is told is not told again. If more of it comes after all, it was told with less
    /// than there is, and what it is then is told too.
    pub fn pause(&mut self) -> Vec<Finding> {
        if self.waits_since().is_none() {
            return Vec::new();
        }
        let mut ahead = Self::resume(self.lore, self.options, &self.checkpoint(), self.buffer.clone());
        let findings = ahead.advance(Text::Pauses);
        findings.into_iter().filter(|finding| self.told.insert((finding.span.start, finding.entry))).collect()
    }

    /// Ends the scan; gives the remaining findings.
    pub fn finish(self) -> Vec<Finding> {
        self.finish_measured().0
    }

    /// The same, and where the time went.
    pub fn finish_measured(mut self) -> (Vec<Finding>, Spent) {
        let findings = self.advance(Text::Ended);
        (findings, self.spent)
    }

    fn advance(&mut self, text: Text) -> Vec<Finding> {
        // Taken out so that the lines can borrow it while `self` changes.
        let buffer = std::mem::take(&mut self.buffer);
        let raw = RawLines::new(&buffer, self.base, self.first);
        // A line without end is taken in pieces: what is there of it ends all blocks, as the end of the text does.
        let overlong = text != Text::Ended && is_overlong(&raw);
        let text = if overlong { Text::Ended } else { text };
        let ended = text == Text::Ended;
        let ready = if ended { raw.len() } else { ready_lines(&raw) };
        if ready > self.matched {
            let lines = self.matched..ready;
            let hits = timed(&mut self.spent.matching, || match_lines(self.lore, &raw, lines));
            self.spent.hits += hits.len();
            self.pending.extend(hits);
            self.matched = ready;
        }
        let mut findings = self.settle(&raw, ready, text);
        self.release(&mut findings);
        findings.retain(|finding| !self.told.remove(&(finding.span.start, finding.entry)));
        let keep = if ended { raw.len() } else { self.needed_from(&raw, ready) };
        let kept_from = if keep < raw.len() { raw.start(keep) } else { buffer.len() };
        self.base = ByteOffset(self.base.0 + kept_from);
        // The next piece of an overlong line has the same number.
        self.first = LineIndex(self.first.0 + keep - usize::from(overlong));
        self.floor = if ended { self.first } else { self.floor.max(self.first) };
        self.matched -= keep.min(self.matched);
        // No finding of what is still to come starts above.
        while self.told.first().is_some_and(|(start, _)| *start < self.base) {
            self.told.pop_first();
        }
        self.forget();
        drop(raw);
        self.buffer = buffer;
        self.buffer.drain(..kept_from);
        findings
    }

    /// The first line of the buffer that is still needed.
    fn needed_from(&self, raw: &RawLines<'_>, ready: usize) -> usize {
        let earliest = self.pending.front().map_or(ready, |hit| hit.line.raw.0 - self.first.0);
        look_back(raw, earliest, self.floor.0 - self.first.0)
    }

    /// Makes findings of the hits whose blocks are complete.
    fn settle(&mut self, raw: &RawLines<'_>, ready: usize, text: Text) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut floor = self.floor.0 - self.first.0;
        let ended = text == Text::Ended;
        while let Some(first) = self.pending.front() {
            let at = first.line.raw.0 - self.first.0;
            let start = look_back(raw, at, floor);
            let around = Around { start, at, ready, ended };
            match timed(&mut self.spent.blocks, || doubt(self.lore, raw, first, self.pending.iter().skip(1), &around)) {
                Doubt::Refuted => {
                    self.pending.pop_front();
                    continue;
                }
                Doubt::Waiting if text == Text::GoesOn => return findings,
                Doubt::Waiting | Doubt::None => {}
            }
            let mut end = look_ahead(raw, at, LOOK_AHEAD_LINES, LOOK_AHEAD_BYTES);
            loop {
                if end > ready && text == Text::GoesOn {
                    return findings;
                }
                end = end.min(ready);
                let lines = timed(&mut self.spent.cleaning, || clean(raw, start..end));
                self.spent.lines_around += lines.len();
                let blocks = timed(&mut self.spent.blocks, || blocks(&lines));
                let all = end == ready;
                let too_long = end - start >= MAX_REGION_LINES || raw.start(end) - raw.start(start) >= MAX_REGION_BYTES;
                let closed = (all && ended) || too_long;
                let last = lines.last().map_or(LineIndex(0), |line| line.raw_lines.end);
                let before = self.pending.len();
                self.take(raw, &lines, &blocks, if closed { Text::Ended } else { text }, &mut findings);
                let first_left = self.pending.front().map(|hit| hit.line.raw);
                if first_left.is_none_or(|line| line >= last) {
                    floor = settled(&lines, &blocks, closed).map_or(start, |i| lines[i].id.raw.0 - self.first.0);
                    self.floor = LineIndex(self.first.0 + floor);
                    break;
                }
                if all {
                    // The rest waits for more text.
                    return findings;
                }
                if self.pending.len() < before && first_left.is_some_and(|line| line > LineIndex(self.first.0 + at)) {
                    // The first hit is done; go on from the next one.
                    floor = start;
                    self.floor = LineIndex(self.first.0 + floor);
                    break;
                }
                end = look_ahead(raw, start, 2 * (end - start), MAX_REGION_BYTES);
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
        text: Text,
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
                (Some(index), Some(block)) if text == Text::Ended || !block.open => {
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
            let least = self.options.min_confidence;
            let found =
                timed(&mut self.spent.choosing, || choose(self.lore, raw, lines, &blocks[number], &hits, least));
            self.link(found);
        }
        self.release(findings);
    }

    /// Points the findings of a block to their causes: a wrapper ("exit code 1") passes on a known error of its block,
    /// the nearest above or else the nearest below. Then they wait for what stands above them.
    fn link(&mut self, found: Vec<Found>) {
        let own: Vec<(Cause, bool)> = found
            .iter()
            .map(|f| (Cause { entry: f.finding.entry, place: f.finding.start }, self.is_wrapper(f.finding.entry)))
            .collect();
        let known = |others: &[(Cause, bool)], last: bool| {
            let mut causes = others.iter().filter(|(_, wrapper)| !wrapper).map(|(cause, _)| *cause);
            if last { causes.next_back() } else { causes.next() }
        };
        for (i, mut f) in found.into_iter().enumerate() {
            let in_block = || known(&own[..i], true).or_else(|| known(&own[i + 1..], false));
            f.finding.cause = f.cause.map(|cause| own[cause].0).or_else(|| if own[i].1 { in_block() } else { None });
            let at = self.waiting.partition_point(|other| other.span <= f.finding.span);
            self.waiting.insert(at, f.finding);
        }
    }

    /// Gives the findings of which all is known that they depend on: of one that another may have caused all that stands above it,
    /// of any other what stands right above it. So they depend on the text alone and not on the pieces in which it came.
    fn release(&mut self, findings: &mut Vec<Finding>) {
        let mut above_waits = false;
        let mut i = 0;
        while let Some(next) = self.waiting.get(i) {
            // The line of a place counts from 1, that of a hit from 0.
            let line = next.start.line - 1;
            let looks_above = self.looks_above(next.entry);
            let ready = if looks_above {
                !above_waits && self.pending.front().is_none_or(|hit| hit.line.raw.0 > line)
            } else {
                let near = self.pending.partition_point(|hit| hit.line.raw.0 + AGAIN_LINES < line);
                self.pending.get(near).is_none_or(|hit| hit.line.raw.0 >= line)
            };
            if ready && let Some(finding) = self.waiting.remove(i) {
                self.give(finding, findings);
            } else {
                above_waits |= looks_above;
                i += 1;
            }
        }
    }

    /// The cause of a finding that stands above it. Of a wrapper the nearest known error, else what the nearest wrapper passes on; of
    /// another one the nearest of those that its entry says it comes after.
    fn cause_above(&self, finding: &Finding) -> Option<Cause> {
        let line = finding.start.line;
        let near = |r: &&Recent| r.place.line < line && line - r.place.line <= CAUSE_LINES;
        let above = || self.recent.iter().rev().filter(near);
        if !self.is_wrapper(finding.entry) {
            let before = &self.lore.entry(finding.entry).transition_graph.preceded_by;
            let comes_after = |r: &&Recent| before.iter().any(|edge| edge.error_id == *self.lore.id(r.entry));
            return above().find(comes_after).map(|r| r.cause);
        }
        let wrapper = finding;
        above().find(|r| !r.wrapper).or_else(|| above().find(|r| r.cause.entry != wrapper.entry)).map(|r| r.cause)
    }

    /// Gives a finding, unless it says again what stands above it, and remembers it for later ones.
    fn give(&mut self, mut finding: Finding, findings: &mut Vec<Finding>) {
        if finding.cause.is_none() && self.looks_above(finding.entry) {
            finding.cause = self.cause_above(&finding);
        }
        let recent = Recent::of(self.lore, &finding);
        let near = |before: &&Recent| before.place.line + AGAIN_LINES >= recent.place.line;
        let again = self.recent.iter().rev().take_while(near).any(|before| says_less(&recent, before));
        let at = self.recent.partition_point(|other| other.place.offset <= recent.place.offset);
        self.recent.insert(at, recent);
        if !again {
            findings.push(finding);
        }
    }

    /// Forgets the findings that are too far above for what is still to come.
    fn forget(&mut self) {
        let matched = self.first.0 + self.matched;
        let pending = self.pending.front().map_or(matched, |hit| hit.line.raw.0);
        let next = self.waiting.front().map_or(pending, |finding| pending.min(finding.start.line - 1)).min(matched);
        self.recent.retain(|recent| recent.place.line + CAUSE_LINES > next);
        for recent in self.recent.iter_mut().take_while(|recent| recent.place.line + AGAIN_LINES <= next) {
            recent.captures = Vec::new();
        }
    }

    /// Whether a finding above may be its cause.
    fn looks_above(&self, entry: EntryRef) -> bool {
        self.is_wrapper(entry) || !self.lore.entry(entry).transition_graph.preceded_by.is_empty()
    }

    fn is_wrapper(&self, entry: EntryRef) -> bool {
        self.lore.entry(entry).is_wrapper()
    }
}

/// Whether a finding is the sentence before it in other words: of the same entry, on the lines right below, with some of
/// the same captures and no other ("Could not find a version that satisfies …", "No matching distribution found for …").
fn says_less(finding: &Recent, before: &Recent) -> bool {
    let (line, line_before) = (finding.place.line, before.place.line);
    let near = line_before < line && line - line_before <= AGAIN_LINES;
    near && before.entry == finding.entry
        && !finding.captures.is_empty()
        && finding.captures.len() < before.captures.len()
        && finding.captures.iter().all(|capture| before.captures.contains(capture))
}

/// All findings of a document, repeats collapsed, in the order of the text.
pub fn find(lore: &Lore, options: ScanOptions, bytes: &[u8]) -> Vec<Finding> {
    let mut scan = Scan::resume(lore, options, &Checkpoint::start(), Vec::new());
    let mut repeats = Repeats::default();
    let mut findings = scan.feed(bytes);
    findings.extend(scan.finish());
    findings.sort_by_key(|finding| finding.span);
    for finding in findings {
        repeats.add(finding);
    }
    repeats.into_findings()
}
