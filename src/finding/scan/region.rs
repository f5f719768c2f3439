//! Which lines of a buffer can be matched, and which are looked at for a block.

use std::ops::Range;

use rayon::prelude::*;

use crate::lore::Lore;
use crate::matcher::Hit;
use crate::text::{CleanLine, RawLines};
use crate::trace::Block;

/// How far before a hit its block may begin, in lines; a longer block is seen from here on.
pub(super) const LOOK_BACK_LINES: usize = 1_000;
/// The same in bytes.
const LOOK_BACK_BYTES: usize = 256 << 10;
/// How many lines above its frames the message of a stack may begin, lines of other writers in between.
const MESSAGE_LINES: usize = 256;
/// A line that has not ended after so many bytes is taken as it is.
const MAX_LINE_BYTES: usize = 64 << 20;
/// Lines are matched on several threads in pieces of about so many bytes.
const PIECE_BYTES: usize = 512 << 10;

/// How many lines of an unfinished document can be matched: all that have ended, less a box that may go on.
pub(super) fn ready_lines(raw: &RawLines<'_>) -> usize {
    let ended = raw.bytes().ends_with(b"\n");
    let Some(last) = raw.len().checked_sub(1) else { return 0 };
    let ready = if ended { raw.len() } else { last };
    let in_box = |i: usize| memchr::memmem::find(raw.line(i), "│".as_bytes()).is_some();
    let first_box = (0..ready).rev().take(LOOK_BACK_LINES).take_while(|i| in_box(*i)).last();
    first_box.unwrap_or(ready)
}

pub(super) fn is_overlong(raw: &RawLines<'_>) -> bool {
    raw.len()
        .checked_sub(1)
        .is_some_and(|last| !raw.bytes().ends_with(b"\n") && raw.bytes().len() - raw.start(last) >= MAX_LINE_BYTES)
}

/// Where to begin in order to see the block of line `at` whole.
pub(super) fn look_back(raw: &RawLines<'_>, at: usize, floor: usize) -> usize {
    let mut start = at;
    while start > floor && at - start < LOOK_BACK_LINES {
        if raw.start(at.min(raw.len() - 1)) - raw.start(start - 1) > LOOK_BACK_BYTES {
            break;
        }
        start -= 1;
    }
    start
}

/// The end of so many lines from line `from` on, or of those that hold so many bytes if they are fewer. It depends on the text alone: the
/// lines up to there need not be there yet.
pub(super) fn look_ahead(raw: &RawLines<'_>, from: usize, lines: usize, bytes: usize) -> usize {
    let end = raw.start(from) + bytes;
    if end < raw.bytes().len() { (raw.line_at(end) + 1).min(from + lines) } else { from + lines }
}

/// An index such that no block has lines on both sides of it, no block before it is still open, and no block that is still
/// to come reaches above it; the largest that is known.
pub(super) fn settled(lines: &[CleanLine<'_>], blocks: &[Block], closed: bool) -> Option<usize> {
    let mut spans: Vec<(usize, usize)> = blocks
        .iter()
        .filter_map(|block| {
            let (first, last) = (*block.lines.first()?, *block.lines.last()?);
            Some((first, if block.open && !closed { usize::MAX } else { last }))
        })
        .collect();
    spans.sort_unstable();
    let apart = |cut: usize| {
        spans.iter().rev().fold(cut, |cut, (first, last)| if *first < cut && *last >= cut { *first } else { cut })
    };
    // What is a plain record now may turn out to be the head of a stack: the message stands above the frames.
    let cut = apart(apart(lines.len()).saturating_sub(MESSAGE_LINES));
    (cut < lines.len()).then_some(cut)
}

pub(super) fn match_lines(lore: &Lore, raw: &RawLines<'_>, lines: Range<usize>) -> Vec<Hit> {
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
