//! Raw lines in, hits out: lines that read as they were written are searched before they are cleaned, so that only
//! those where something stands are.

use std::ops::Range;

use super::index::Way;
use super::search::{Candidate, Found, Scratch, Window};
use super::windows::{MAX_HITS, WINDOW};
use super::{Hit, Matcher};
use crate::text::{LineId, RawLines, clean, unplain_runs};

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

    fn chunk(&mut self, lines: Range<usize>) {
        if self.matcher.search.is_always() {
            return self.unplain(lines);
        }
        let mut start = lines.start;
        for line in lines.clone() {
            // Cut in windows: see `Matcher::line`.
            if self.raw.start(line + 1) - self.raw.start(line) > WINDOW {
                self.short(start..line);
                self.unplain(line..line + 1);
                start = line + 1;
            }
        }
        self.short(start..lines.end);
    }

    /// Searches plain lines as they were written, and cleans the others first.
    fn short(&mut self, lines: Range<usize>) {
        let suspects = self.raw.suspects(lines.clone()).len();
        let unplain;
        if suspects <= lines.len() / 2 {
            self.search(lines.clone());
            // Behind the search, which has brought the text near.
            unplain = self.unplain_runs(lines.clone());
            self.resolve(lines.start, &unplain);
        } else {
            unplain = self.unplain_runs(lines.clone());
            let ends = unplain.iter().map(|run| run.start).chain([lines.end]);
            let starts = [lines.start].into_iter().chain(unplain.iter().map(|run| run.end));
            for (start, end) in starts.zip(ends) {
                self.search(start..end);
                self.resolve(start, &[]);
            }
        }
        for run in unplain {
            self.unplain(run);
        }
    }

    /// Leaves in `scratch` the candidates on the raw bytes of lines.
    fn search(&mut self, lines: Range<usize>) {
        let Matcher { plans, search, .. } = self.matcher;
        let bytes = &self.raw.bytes()[self.raw.start(lines.start)..self.raw.start(lines.end)];
        search.candidates(plans, bytes, false, |_| true, self.scratch);
    }

    /// Cleans the lines with candidates, which count from line `first`, and decides. Those in the runs are left out.
    fn resolve(&mut self, first: usize, unplain: &[Range<usize>]) {
        let Matcher { plans, regexes, .. } = self.matcher;
        let start = self.raw.start(first);
        let mut unplain = unplain.iter().peekable();
        let candidates = std::mem::take(&mut self.scratch.candidates);
        for candidates in candidates.chunk_by(|a, b| a.line == b.line) {
            let line = self.raw.line_at(start + candidates[0].line);
            while unplain.next_if(|run| run.end <= line).is_some() {}
            if unplain.peek().is_some_and(|run| run.contains(&line)) {
                continue;
            }
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

    /// The lines that are not searched as they were written, in runs of neighbours.
    fn unplain_runs(&self, lines: Range<usize>) -> Vec<Range<usize>> {
        let search = &self.matcher.search;
        unplain_runs(self.raw, lines, |line| search.has_third_form(line)).collect()
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

/// In the order in which they stand on the line, the leftmost [`MAX_HITS`] of them.
pub(super) fn sort_and_cap(found: &mut Vec<Found>) {
    found.sort_unstable_by_key(|found| (found.range.start, found.range.end, found.signature));
    found.truncate(MAX_HITS);
}
