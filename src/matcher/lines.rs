//! Raw lines in, hits out: lines that read as they were written are searched before they are cleaned, so that only
//! those where something stands are.

use std::ops::Range;

use super::search::{Candidate, Found, Scratch, Way, Window};
use super::windows::{MAX_HITS, WINDOW};
use super::{Hit, Matcher};
use crate::text::{LineId, RawLines, clean};

/// Bytes that are searched in one go: what the processor's nearest memory holds beside the tables.
const CHUNK: usize = 64 << 10;

/// A search over some raw lines.
pub(super) struct Scan<'m, 'r, 'b> {
    pub(super) matcher: &'m Matcher,
    pub(super) raw: &'r RawLines<'b>,
    pub(super) scratch: &'r mut Scratch,
    pub(super) hits: Vec<Hit>,
}

impl Scan<'_, '_, '_> {
    pub(super) fn lines(&mut self, lines: Range<usize>) {
        let mut start = lines.start;
        while start < lines.end {
            let limit = self.raw.start(start) + CHUNK;
            let end = if limit < self.raw.bytes().len() { self.raw.line_at(limit) } else { lines.end };
            let end = end.clamp(start + 1, lines.end);
            self.chunk(start..end);
            start = end;
        }
    }

    /// Splits a chunk into runs of lines that read as they were written, and of others.
    fn chunk(&mut self, lines: Range<usize>) {
        if self.matcher.search.is_always() {
            return self.unplain(lines);
        }
        let unplain = self.unplain_lines(lines.clone());
        let mut plain = lines.start;
        for run in unplain.chunk_by(|a, b| a + 1 == *b) {
            let (start, end) = (run[0], run[0] + run.len());
            self.plain(plain..start);
            self.unplain(start..end);
            plain = end;
        }
        self.plain(plain..lines.end);
    }

    /// The lines of which it is not sure that what a person reads on them is a part of their bytes, ascending.
    fn unplain_lines(&self, lines: Range<usize>) -> Vec<usize> {
        lines.filter(|line| !is_plain(self.raw.line(*line))).collect()
    }

    fn end(&self, lines: &Range<usize>) -> usize {
        if lines.end < self.raw.len() { self.raw.start(lines.end) } else { self.raw.bytes().len() }
    }

    /// Searches the raw bytes, then cleans the lines where the literals of something stand.
    fn plain(&mut self, lines: Range<usize>) {
        if lines.is_empty() {
            return;
        }
        let start = self.raw.start(lines.start);
        let bytes = &self.raw.bytes()[start..self.end(&lines)];
        let Matcher { plans, search, regexes, .. } = self.matcher;
        search.candidates(plans, bytes, false, |_| true, self.scratch);
        let candidates = std::mem::take(&mut self.scratch.candidates);
        for candidates in candidates.chunk_by(|a, b| a.line == b.line) {
            let line = self.raw.line_at(start + candidates[0].line);
            for clean in clean(self.raw, line..line + 1) {
                // What stood in the raw line may have stood in its prefix.
                let same = clean.text.len() == self.raw.line(line).len();
                let holds = |c: &&Candidate| same || c.way.of(plans).holds(clean.text.as_bytes());
                let ways: Vec<Way> = candidates.iter().filter(holds).map(|c| c.way).collect();
                let mut window = Window::default();
                window.resolve(plans, regexes, &clean.text, 0..clean.text.len(), &ways);
                self.push(clean.id, window.found);
            }
        }
        self.scratch.candidates = candidates;
    }

    /// Cleans first.
    fn unplain(&mut self, lines: Range<usize>) {
        for clean in clean(self.raw, lines) {
            let found = self.matcher.line(&clean.text, self.scratch);
            self.push(clean.id, found);
        }
    }

    fn push(&mut self, line: LineId, mut found: Vec<Found>) {
        sort_and_cap(&mut found);
        self.hits.extend(found.into_iter().map(|Found { signature, range, anchor }| Hit {
            line,
            range,
            signature,
            anchor,
        }));
    }
}

/// Whether what a person reads on a line is surely a part of its bytes: no escapes, nothing overwritten, no box, no
/// record.
fn is_plain(line: &[u8]) -> bool {
    let odd = |b: u8| (b < 0x20 && b != b'\t') || b >= 0x7f || b == b'\\' || b == b'{';
    // No early end, so that many bytes are looked at at once.
    line.len() <= WINDOW && !line.iter().fold(false, |any, b| any | odd(*b))
}

/// In the order in which they stand on the line, the leftmost [`MAX_HITS`] of them.
pub(super) fn sort_and_cap(found: &mut Vec<Found>) {
    found.sort_unstable_by_key(|found| (found.range.start, found.range.end, found.signature));
    found.truncate(MAX_HITS);
}
