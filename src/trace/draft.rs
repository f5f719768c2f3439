//! From what recognisers claim to blocks: positions become lines, what nobody claims becomes plain records.

use std::ops::Range;

use super::view::View;
use super::{Block, BlockKind, Frame, Section, plain, table};

/// A block in the making: rows of a [`View`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    pub kind: BlockKind,
    pub rows: Range<usize>,
    /// Rows between the first and the last that do not belong to it, ascending.
    pub holes: Vec<usize>,
    pub sections: Vec<Part>,
    /// Whether it only concludes from what stands above it: `make: *** [all] Error 1`.
    pub concludes: bool,
    /// Whether it is only the beginning of a form: it claims no row, but from its first one on all may still be part of it.
    pub begins: bool,
}

/// A section in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub rows: Range<usize>,
    pub headline: usize,
    pub frames: Vec<Frame>,
    pub cause: Option<usize>,
    /// How many rows behind it were looked at in order to say that it ends here: as long as they are not there, it may
    /// go on.
    pub looks_on: usize,
}

impl Part {
    pub fn new(rows: Range<usize>, headline: usize, frames: Vec<Frame>) -> Self {
        Self { rows, headline, frames, cause: None, looks_on: 0 }
    }
}

impl Draft {
    /// A block of one section that spans it all.
    pub fn single(kind: BlockKind, rows: Range<usize>, headline: usize, frames: Vec<Frame>) -> Self {
        Self::of(kind, vec![Part::new(rows, headline, frames)])
    }

    /// A block that spans its sections.
    pub fn of(kind: BlockKind, sections: Vec<Part>) -> Self {
        let start = sections.iter().map(|part| part.rows.start).min().unwrap_or(0);
        let end = sections.iter().map(|part| part.rows.end).max().unwrap_or(0);
        Self { kind, rows: start..end, holes: Vec::new(), sections, concludes: false, begins: false }
    }

    /// The beginning of a form of which the text ends too soon to say whether it is one.
    pub fn beginning(kind: BlockKind, row: usize) -> Self {
        Self { begins: true, ..Self::single(kind, row..row + 1, row, Vec::new()) }
    }

    /// Takes the sections of drafts that were read from an inner view whose first row is `offset` here; gives the
    /// section that is the cause of what holds them: the last that does not merely conclude.
    pub fn adopt(&mut self, inner: Vec<Draft>, offset: usize) -> Option<usize> {
        let mut cause = None;
        let mut last = None;
        for draft in inner {
            let first = self.sections.len();
            // The one that nothing else in there was caused by: the outermost of a chain.
            let caused: Vec<usize> = draft.sections.iter().filter_map(|part| part.cause).collect();
            let leading = (0..draft.sections.len()).rev().find(|i| !caused.contains(i)).unwrap_or(0);
            for part in draft.sections {
                self.sections.push(Part {
                    rows: part.rows.start + offset..part.rows.end + offset,
                    headline: part.headline + offset,
                    frames: part.frames,
                    cause: part.cause.map(|cause| cause + first),
                    looks_on: part.looks_on,
                });
            }
            if draft.concludes {
                self.sections[first].cause = cause;
            } else {
                cause = Some(first + leading);
            }
            last = Some(first);
        }
        cause.or(last)
    }

    /// Whether sections and headlines lie where they should.
    pub fn is_sound(&self) -> bool {
        !self.sections.is_empty()
            && self.sections.iter().all(|part| {
                self.rows.start <= part.rows.start
                    && part.rows.end <= self.rows.end
                    && part.rows.contains(&part.headline)
                    && self.holes.binary_search(&part.headline).is_err()
                    && part.cause.is_none_or(|cause| cause < self.sections.len())
            })
    }
}

/// Turns drafts (ascending, disjoint) into blocks, and the rows outside of them into plain ones.
pub(super) fn finish(view: &View<'_, '_>, drafts: Vec<Draft>, blocks: &mut Vec<Block>) {
    let end = (0..view.len()).rev().find(|&row| !view.blank(row)).map_or(0, |row| row + 1);
    let before = blocks.len();
    let mut free = 0;
    let begun = drafts.iter().filter(|draft| draft.begins).map(|draft| view.index(draft.rows.start)).min();
    for draft in drafts.into_iter().filter(|draft| !draft.begins) {
        plain_rows(view, free..draft.rows.start, end, blocks);
        for &hole in &draft.holes {
            plain_rows(view, hole..hole + 1, end, blocks);
        }
        free = draft.rows.end;
        blocks.push(block(view, draft, end));
    }
    plain_rows(view, free..view.len(), end, blocks);
    let in_begun = |block: &Block| block.lines.last().is_some_and(|last| begun.is_some_and(|begun| begun <= *last));
    blocks[before..].iter_mut().filter(|block| in_begun(block)).for_each(|block| block.open = true);
    // A block that may go on may take what stands below it for its own.
    let first_open = blocks[before..].iter().position(|block| block.open);
    blocks[before..].iter_mut().skip(first_open.unwrap_or(usize::MAX)).for_each(|block| block.open = true);
}

fn plain_rows(view: &View<'_, '_>, rows: Range<usize>, end: usize, blocks: &mut Vec<Block>) {
    let mut row = rows.start;
    while row < rows.end {
        if view.blank(row) {
            row += 1;
            continue;
        }
        let draft = plain::read(view, row..rows.end);
        let before_stack = table::may_precede_stack(view, draft.rows.clone());
        row = draft.rows.end;
        let mut block = block(view, draft, end);
        block.open |= before_stack;
        blocks.push(block);
    }
}

fn block(view: &View<'_, '_>, draft: Draft, end: usize) -> Block {
    let rows: Vec<usize> = draft.rows.clone().filter(|row| draft.holes.binary_search(row).is_err()).collect();
    let position = |row: usize| rows.partition_point(|&r| r < row);
    let settled_at = draft.sections.iter().map(|part| part.rows.end + part.looks_on).max().unwrap_or(0);
    let sections = draft
        .sections
        .into_iter()
        .map(|part| Section {
            lines: position(part.rows.start)..position(part.rows.end),
            headline: view.index(part.headline),
            frames: part.frames,
            cause: part.cause,
        })
        .collect();
    Block {
        kind: draft.kind,
        open: draft.rows.end >= end || view.len() < settled_at,
        lines: rows.into_iter().map(|row| view.index(row)).collect(),
        sections,
    }
}
