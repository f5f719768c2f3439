//! The choice of the best entry for each error that a block states.

use std::cmp::Ordering;
use std::ops::Range;

use super::{Finding, Place};
use crate::lore::{EntryRef, Lore};
use crate::matcher::{Hit, SignatureId};
use crate::text::{ByteOffset, CleanLine, LineIndex, RawLines, Span};
use crate::trace::Block;

/// Bytes of a line that a finding keeps; of a longer one, what stands around the match.
const TEXT_BYTES: usize = 4 << 10;
/// Bytes of a line that stand in a block's text.
const BLOCK_LINE_BYTES: usize = 16 << 10;
/// Bytes of a block's text.
const BLOCK_BYTES: usize = 1 << 20;
/// On a longer line only matches that overlap are one error; on a shorter one all are.
const ONE_ERROR_BYTES: usize = 2 << 10;

/// A finding, and the finding of the same block (by its place in the list) that the text calls its cause.
pub(super) struct Found {
    pub finding: Finding,
    pub cause: Option<usize>,
}

/// One entry that matches in a block.
#[derive(Debug, Clone)]
struct Candidate {
    entry: EntryRef,
    signature: SignatureId,
    /// First and last line, as indices into the lines given.
    line: usize,
    last: usize,
    /// On the first line's text, and where it ends on the last one's.
    start: usize,
    end: usize,
    /// The section of the block; none if the line is in no section.
    section: Option<usize>,
    conditions: bool,
    captures: Vec<(String, String)>,
    also: Vec<EntryRef>,
}

/// The findings of one block.
pub(super) fn choose(
    lore: &Lore,
    raw: &RawLines<'_>,
    lines: &[CleanLine<'_>],
    block: &Block,
    hits: &[(usize, Hit)],
    min_confidence: f64,
) -> Vec<Found> {
    let text = BlockText::new(lines, block);
    let mut candidates = Vec::new();
    for (line, hit) in hits {
        let entry = lore.entry_of(hit.signature);
        if confidence(lore, entry) < min_confidence {
            continue;
        }
        let conditions = lore.block_conditions(entry);
        if conditions.is_some_and(|conditions| !conditions.fulfilled(text.get())) {
            continue;
        }
        let Some(candidate) = candidate(lore, lines, block, &text, *line, hit, conditions.is_some()) else { continue };
        candidates.push(candidate);
    }
    candidates.sort_by_key(|c| (c.line, c.start, c.end, c.entry));
    let candidates = one_per_line(lore, lines, beat_general(lore, one_per_entry(candidates)));
    let sections: Vec<Option<usize>> = candidates.iter().map(|c| c.section).collect();
    candidates
        .into_iter()
        .map(|c| Found {
            cause: c.section.and_then(|section| cause(block, &sections, section)),
            finding: finding(raw, lines, block, c),
        })
        .collect()
}

fn confidence(lore: &Lore, entry: EntryRef) -> f64 {
    lore.entry(entry).confidence.map_or(0.5, |p| p.get())
}

fn candidate(
    lore: &Lore,
    lines: &[CleanLine<'_>],
    block: &Block,
    text: &BlockText<'_>,
    line: usize,
    hit: &Hit,
    conditions: bool,
) -> Option<Candidate> {
    let matcher = lore.matcher();
    let section = block.section_at(line);
    let (line, start, last, end, matched) = if hit.anchor {
        let range = matcher.verify(hit.signature, text.get())?;
        let (line, start) = text.place(range.start);
        let (last, end) = text.place(range.end);
        (line, start, last, end, text.get())
    } else {
        let matched = lines[line].text.as_ref();
        // The line was cleaned again, with more text around it: it may have lost a prefix since it was searched.
        let range = if matched.len() <= BLOCK_LINE_BYTES {
            matcher.verify(hit.signature, matched)?
        } else {
            matched.get(hit.range.clone()).map(|_| hit.range.clone())?
        };
        (line, range.start, line, range.end, matched)
    };
    // The hit was found somewhere on the line; its captures are those of that very match.
    let from = if hit.anchor { 0 } else { window_start(matched, start) };
    let captures = matcher
        .captures(hit.signature, &matched[from..])
        .into_iter()
        .map(|(name, range)| (name, matched[from..][range].to_owned()))
        .collect();
    Some(Candidate {
        entry: lore.entry_of(hit.signature),
        signature: hit.signature,
        line,
        last,
        start,
        end,
        section,
        conditions,
        captures,
        also: Vec::new(),
    })
}

/// Where to begin on a line to find a match again: at its start, or on a very long line a little before the match.
fn window_start(text: &str, at: usize) -> usize {
    if text.len() <= BLOCK_LINE_BYTES { 0 } else { text.floor_char_boundary(at) }
}

/// Several matches of one entry in one section are one error, unless they captured different things.
fn one_per_entry(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut kept: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let same = kept.iter_mut().find(|k| {
            k.entry == candidate.entry && k.section == candidate.section && agree(&k.captures, &candidate.captures)
        });
        match same {
            Some(first) => {
                for (name, value) in candidate.captures {
                    if !first.captures.iter().any(|(n, _)| *n == name) {
                        first.captures.push((name, value));
                    }
                }
            }
            None => kept.push(candidate),
        }
    }
    kept
}

fn agree(a: &[(String, String)], b: &[(String, String)]) -> bool {
    a.iter().all(|(name, value)| b.iter().all(|(n, v)| n != name || v == value))
}

/// An entry that refines another one beats it within a section.
fn beat_general(lore: &Lore, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let beats = |a: &Candidate, b: &Candidate| {
        a.section == b.section && lore.refines(a.entry, b.entry) && !lore.refines(b.entry, a.entry)
    };
    let winner: Vec<Option<usize>> = candidates.iter().map(|b| candidates.iter().position(|a| beats(a, b))).collect();
    for (i, winner) in winner.iter().enumerate() {
        if let Some(winner) = *winner {
            let entry = candidates[i].entry;
            candidates[winner].also.push(entry);
        }
    }
    let mut beaten = winner.iter().map(Option::is_some);
    candidates.retain(|_| !beaten.next().unwrap_or(false));
    candidates
}

/// A line states one error: of several entries the best one wins.
fn one_per_line(lore: &Lore, lines: &[CleanLine<'_>], candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut kept: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for mut candidate in candidates {
        let rival = kept.iter_mut().rev().take_while(|k| k.line + 64 > candidate.line).find(|k| {
            let together = k.line <= candidate.last && candidate.line <= k.last;
            let short = lines[candidate.line].text.len() <= ONE_ERROR_BYTES;
            let overlap = candidate.line > k.line || (candidate.start < k.end && k.start < candidate.end);
            together && (short || overlap)
        });
        let Some(rival) = rival else {
            kept.push(candidate);
            continue;
        };
        if better(lore, &candidate, rival) == Ordering::Greater {
            std::mem::swap(rival, &mut candidate);
        }
        let also = std::mem::take(&mut candidate.also);
        for entry in std::iter::once(candidate.entry).chain(also) {
            if entry != rival.entry && !rival.also.contains(&entry) {
                rival.also.push(entry);
            }
        }
    }
    kept.sort_by_key(|c| (c.line, c.start));
    kept
}

fn better(lore: &Lore, a: &Candidate, b: &Candidate) -> Ordering {
    let wrapper = |c: &Candidate| lore.entry(c.entry).is_wrapper();
    let literal = |c: &Candidate| lore.matcher().literal_len(c.signature);
    wrapper(b)
        .cmp(&wrapper(a))
        .then(a.conditions.cmp(&b.conditions))
        .then(literal(a).cmp(&literal(b)))
        .then(confidence(lore, a.entry).total_cmp(&confidence(lore, b.entry)))
        .then(lore.layer(a.entry).cmp(&lore.layer(b.entry)))
        .then_with(|| lore.entry(b.entry).id.cmp(&lore.entry(a.entry).id))
}

/// The finding in the section that first caused this one, following the chain as far as it is known.
fn cause(block: &Block, sections: &[Option<usize>], section: usize) -> Option<usize> {
    let mut known = None;
    let mut at = section;
    for _ in 0..block.sections.len() {
        let Some(next) = block.sections[at].cause.filter(|next| *next < block.sections.len()) else { break };
        at = next;
        if at == section {
            break;
        }
        known = sections.iter().position(|s| *s == Some(at)).or(known);
    }
    known
}

fn finding(raw: &RawLines<'_>, lines: &[CleanLine<'_>], block: &Block, c: Candidate) -> Finding {
    let start = lines[c.line].raw_span(c.start..c.start.max(if c.last == c.line { c.end } else { c.start })).start;
    let end = lines[c.last].raw_span(c.end.min(c.start)..c.end).end;
    let span = Span { start, end: end.max(start) };
    let (text, marker) = excerpt(&lines[c.line].text, c.start..if c.last == c.line { c.end } else { usize::MAX });
    let section = c.section.map(|section| &block.sections[section]);
    let frames = section.map(|section| section.frames.clone()).unwrap_or_default();
    let first = block.lines.first().map_or(LineIndex(0), |i| lines[*i].raw_lines.start);
    let last = block.lines.last().map_or(LineIndex(0), |i| lines[*i].raw_lines.end);
    let place = place(raw, span.start);
    Finding {
        entry: c.entry,
        span,
        start: place,
        end: self::place(raw, span.end),
        text,
        marker,
        block: first..last,
        kind: block.kind,
        captures: c.captures,
        frames,
        also: c.also,
        cause: None,
        count: 1,
        places: vec![place],
    }
}

/// A place as people count it. Bytes that are not UTF-8 count as the characters that stand for them.
fn place(raw: &RawLines<'_>, offset: ByteOffset) -> Place {
    let at = offset.0 - raw.base().0;
    let line = raw.line_at(at);
    let before = &raw.bytes()[raw.start(line)..at];
    let column = 1 + before.iter().filter(|byte| !matches!(byte, 0x80..=0xBF)).count();
    Place { line: raw.line_index(line).0 + 1, column, offset }
}

fn excerpt(text: &str, marker: Range<usize>) -> (String, Range<usize>) {
    let marker = marker.start..marker.end.min(text.len());
    if text.len() <= TEXT_BYTES {
        return (text.to_owned(), marker);
    }
    let start = text.floor_char_boundary(marker.start.saturating_sub(TEXT_BYTES / 4));
    let end = text.floor_char_boundary((start + TEXT_BYTES).min(text.len()));
    (text[start..end].to_owned(), marker.start - start..marker.end.min(end) - start)
}

/// The clean text of a block, made when it is first asked for.
struct BlockText<'a> {
    lines: &'a [CleanLine<'a>],
    block: &'a Block,
    made: std::cell::OnceCell<(String, Vec<(usize, usize)>)>,
}

impl<'a> BlockText<'a> {
    fn new(lines: &'a [CleanLine<'a>], block: &'a Block) -> Self {
        Self { lines, block, made: std::cell::OnceCell::new() }
    }

    /// The lines, joined by `\n`.
    fn get(&self) -> &str {
        &self.made().0
    }

    /// The line (index into the lines given) and the byte on it where byte `at` of the text stands.
    fn place(&self, at: usize) -> (usize, usize) {
        let starts = &self.made().1;
        let i = starts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        starts.get(i).map_or((0, 0), |(start, line)| (*line, at - start))
    }

    fn made(&self) -> &(String, Vec<(usize, usize)>) {
        self.made.get_or_init(|| {
            let mut text = String::new();
            let mut starts = Vec::new();
            for &line in &self.block.lines {
                let piece = &self.lines[line].text;
                if text.len() + piece.len().min(BLOCK_LINE_BYTES) > BLOCK_BYTES {
                    break;
                }
                if !starts.is_empty() {
                    text.push('\n');
                }
                starts.push((text.len(), line));
                text.push_str(&piece[..piece.floor_char_boundary(BLOCK_LINE_BYTES)]);
            }
            (text, starts)
        })
    }
}
