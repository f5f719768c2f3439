//! What a scan has taken, when its writer paused, of blocks that more text may turn out to make larger.

use std::collections::{BTreeSet, VecDeque};

use crate::finding::choice::Found;
use crate::lore::EntryRef;
use crate::matcher::Hit;
use crate::text::{ByteOffset, CleanLine, LineIndex};

/// The hits of blocks that were complete, and what was made of them.
///
/// While a writer pauses, a block counts as complete when a line of another block stands below it. Where it goes on after all, its later
/// hits are judged together with the earlier ones, or an entry that an earlier one beats would be told; what was told is not told again.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// In the order of the lines.
    hits: VecDeque<Hit>,
    /// Line, start and entry of the findings.
    told: BTreeSet<(LineIndex, ByteOffset, EntryRef)>,
}

impl Taken {
    /// Adds to the hits of each block (by its number; each hit with the index of its line) those that were taken of it before.
    pub fn join(&mut self, lines: &[CleanLine<'_>], block_of: &[usize], by_block: &mut [(usize, Vec<(usize, Hit)>)]) {
        let Some(first) = lines.first().filter(|_| !by_block.is_empty()) else { return };
        let known = self.hits.partition_point(|hit| hit.line < first.id);
        let mut apart = VecDeque::new();
        for hit in self.hits.drain(known..) {
            let index = lines.binary_search_by_key(&hit.line, |line| line.id).ok();
            let block = index.and_then(|index| by_block.iter_mut().find(|(number, _)| *number == block_of[index]));
            match (index, block) {
                (Some(index), Some((_, hits))) => hits.push((index, hit)),
                _ => apart.push_back(hit),
            }
        }
        self.hits.append(&mut apart);
    }

    /// Of the findings of a block, marks those that were told before.
    pub fn mark(&self, found: &mut [Found]) {
        for one in found {
            one.told = self.told.contains(&place(one));
        }
    }

    /// Remembers the hits of a block and what was made of them.
    pub fn note(&mut self, hits: Vec<(usize, Hit)>, found: &[Found]) {
        for (_, hit) in hits {
            let at = self.hits.partition_point(|other| other.line <= hit.line);
            self.hits.insert(at, hit);
        }
        self.told.extend(found.iter().map(place));
    }

    /// Forgets what stands above a line.
    pub fn forget(&mut self, line: LineIndex) {
        self.hits.drain(..self.hits.partition_point(|hit| hit.line.raw < line));
        while self.told.first().is_some_and(|(at, ..)| *at < line) {
            self.told.pop_first();
        }
    }

    /// Forgets everything: the text has ended.
    pub fn clear(&mut self) {
        self.hits.clear();
        self.told.clear();
    }
}

fn place(found: &Found) -> (LineIndex, ByteOffset, EntryRef) {
    let finding = &found.finding;
    // The line of a place counts from 1.
    (LineIndex(finding.start.line - 1), finding.span.start, finding.entry)
}
