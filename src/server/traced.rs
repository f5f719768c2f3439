//! The blocks of a document, whether an entry knows them or not, with their frames.

use std::ops::Range;

use super::convert::Places;
use crate::text::{ByteOffset, CleanLine, Document, Encoding, LineIndex, RawLines, Span, clean};
use crate::trace::{Block, BlockKind, Frame, blocks};

/// A larger document is not traced as a whole: of it only the blocks with findings are known. Bytes.
const MAX_WHOLE: usize = 4 << 20;
/// How many lines on each side of a place are looked at first; more while its block goes on.
const FIRST_LOOK: usize = 64;
/// The most lines on each side.
const LAST_LOOK: usize = 4_096;
/// The most bytes on each side.
const LOOK_BYTES: usize = 512 << 10;
/// Bytes of a headline that are kept.
const HEADLINE_BYTES: usize = 400;

/// A block, as the document has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TracedBlock {
    pub kind: BlockKind,
    /// From the start of its first line to the end of its last, the line end left out.
    pub span: Span,
    /// Its raw lines, as a half-open range.
    pub lines: Range<LineIndex>,
    /// Whether nobody else's lines stand between its own.
    pub unbroken: bool,
    /// The line that states the error: of a chain the one that was seen last.
    pub headline: Span,
    /// Its text, cut where it is long.
    pub title: String,
    /// The errors that it states, if there are several: the lines of each.
    pub sections: Vec<Span>,
    /// The places in source that it names, in the order of the text.
    pub frames: Vec<Frame>,
}

/// All blocks of a document in the order of the text, plain log records left out; none of a very large document.
pub(super) fn whole(document: &Document) -> Vec<TracedBlock> {
    if document.len() > MAX_WHOLE {
        return Vec::new();
    }
    let part = document.raw_lines(LineIndex(0)..LineIndex(usize::MAX));
    let raw = part.lines();
    let lines = clean(&raw, 0..raw.len());
    blocks(&lines)
        .iter()
        .filter(|block| block.kind != BlockKind::Plain)
        .map(|block| traced(&raw, &lines, block))
        .collect()
}

/// The block that a place stands in.
pub(super) fn around(document: &Document, at: ByteOffset) -> Option<TracedBlock> {
    let places = Places::new(document, Encoding::Utf8);
    let line = places.raw_line(at);
    let count = document.raw_line_count();
    let mut reach = FIRST_LOOK;
    loop {
        let mut start = LineIndex(line.0.saturating_sub(reach));
        let mut end = LineIndex((line.0 + 1 + reach).min(count));
        // Long lines are few lines.
        while start < line && at.0 - places.line_start(start).0 > LOOK_BYTES {
            start = LineIndex(start.0 + (line.0 - start.0).div_ceil(2));
        }
        while end.0 > line.0 + 1 && places.line_start(end).0.saturating_sub(at.0) > LOOK_BYTES {
            end = LineIndex(line.0 + 1 + (end.0 - line.0 - 1) / 2);
        }
        let part = document.raw_lines(start..end);
        let raw = part.lines();
        let lines = clean(&raw, 0..raw.len());
        let found = blocks(&lines)
            .into_iter()
            .find(|block| block.lines.iter().any(|line_of| covers(&lines[*line_of], line)))?;
        let cut_above = start.0 > 0 && found.lines.first().is_some_and(|first| *first == 0);
        let cut_below = end.0 < count && found.open;
        if reach >= LAST_LOOK || !(cut_above || cut_below) {
            return Some(traced(&raw, &lines, &found));
        }
        reach *= 4;
    }
}

/// The block (an index into blocks in the order of the text) that holds a place; of several the one that begins last.
pub(super) fn holding(blocks: &[TracedBlock], at: ByteOffset) -> Option<usize> {
    // Only the blocks of interleaved writers overlap, and those lie close together.
    const OVERLAPPING: usize = 16;
    let before = blocks.partition_point(|block| block.span.start <= at);
    (before.saturating_sub(OVERLAPPING)..before).rev().find(|i| at <= blocks[*i].span.end)
}

fn covers(line: &CleanLine<'_>, raw: LineIndex) -> bool {
    line.raw_lines.contains(&raw)
}

fn traced(raw: &RawLines<'_>, lines: &[CleanLine<'_>], block: &Block) -> TracedBlock {
    let first = raw.line_index(0).0;
    // A block is never empty, and each of its lines covers at least one raw line.
    let raw_lines =
        |from: usize, to: usize| lines[from].raw_lines.start..lines[to].raw_lines.end.max(lines[from].raw_lines.end);
    let span_of = |range: &Range<LineIndex>| {
        let last = range.end.0 - 1 - first;
        Span { start: raw.offset(range.start.0 - first), end: ByteOffset(raw.offset(last).0 + raw.line(last).len()) }
    };
    let own = |positions: &Range<usize>| {
        let from = block.lines[positions.start];
        let to = block.lines[positions.end.max(positions.start + 1) - 1];
        raw_lines(from, to)
    };
    let range = own(&(0..block.lines.len()));
    let (from, to) = (block.lines[0], block.lines[block.lines.len() - 1]);
    let written = |line: &&CleanLine<'_>| !line.text.trim().is_empty();
    let between = lines[from..=to].iter().filter(written).count();
    let of_block = block.lines.iter().map(|line| &lines[*line]).filter(written).count();
    let leading = (0..block.sections.len())
        .rev()
        .find(|i| block.sections.iter().all(|section| section.cause != Some(*i)))
        .unwrap_or(0);
    let headline = &lines[block.sections.get(leading).map_or(from, |section| section.headline)];
    let text = headline.text.trim();
    let mut frames: Vec<Frame> = block.sections.iter().flat_map(|section| section.frames.iter().cloned()).collect();
    frames.sort_by_key(|frame| frame.span);
    frames.dedup_by_key(|frame| frame.span);
    TracedBlock {
        kind: block.kind,
        span: span_of(&range),
        lines: range,
        unbroken: between == of_block,
        headline: headline.raw_span(0..headline.text.len()),
        title: text[..text.floor_char_boundary(HEADLINE_BYTES)].to_owned(),
        sections: if block.sections.len() > 1 {
            block.sections.iter().map(|section| span_of(&own(&section.lines))).collect()
        } else {
            Vec::new()
        },
        frames,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LineEnds;

    fn document(text: &str) -> Document {
        Document::new(text, LineEnds::Lsp)
    }

    fn trace(lines: usize) -> String {
        let mut text = "start\nTraceback (most recent call last):\n".to_owned();
        for i in 0..lines {
            text.push_str(&format!("  File \"/app/src/m{i}.py\", line {}, in f{i}\n    g()\n", i + 1));
        }
        text.push_str("ValueError: boom\ndone\n");
        text
    }

    #[test]
    fn a_block_is_seen_whole_from_any_of_its_lines() {
        for frames in [1, 40, 400] {
            let text = trace(frames);
            let document = document(&text);
            let all = whole(&document);
            assert_eq!(all.len(), 1);
            assert_eq!(all[0].frames.len(), frames);
            assert_eq!(all[0].title, "ValueError: boom");
            for needle in ["Traceback", "m0.py", "ValueError"] {
                let at = ByteOffset(text.find(needle).expect("it is there"));
                assert_eq!(around(&document, at).as_ref(), Some(&all[0]), "{needle} of {frames}");
            }
        }
    }

    #[test]
    fn a_place_in_a_plain_record_has_a_plain_block() {
        let document = document("a\n\nb\n");
        assert_eq!(around(&document, ByteOffset(0)).map(|block| block.kind), Some(BlockKind::Plain));
        assert_eq!(around(&document, ByteOffset(2)), None);
        assert_eq!(around(&self::document(""), ByteOffset(0)), None);
        assert_eq!(whole(&document), []);
    }
}
