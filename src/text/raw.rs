//! A run of whole raw lines, as they were read.

use std::ops::Range;

use super::classes::{BLOCK, Classes};
use super::position::{ByteOffset, LineIndex};

/// A run of whole raw lines of a document: any bytes, split at `\n`.
///
/// Indices into it (`usize`) count from the run's own first line; [`RawLines::line_index`] and
/// [`RawLines::offset`] turn them into places of the document.
#[derive(Debug, Clone)]
pub struct RawLines<'a> {
    bytes: &'a [u8],
    /// Start of each line, relative to `bytes`, and one more: the end of `bytes`.
    starts: Vec<usize>,
    /// Lines that may need cleaning, in their order: for what they hold or for how they end. All others read as they are
    /// written.
    suspects: Vec<usize>,
    base: ByteOffset,
    first: LineIndex,
}

impl<'a> RawLines<'a> {
    /// Splits `bytes`, which begin at `base` of the document, on its line `first`.
    pub fn new(bytes: &'a [u8], base: ByteOffset, first: LineIndex) -> Self {
        let mut lines = Self { bytes, starts: Vec::new(), suspects: Vec::new(), base, first };
        lines.starts.reserve(bytes.len() / 32 + 2);
        lines.starts.push(0);
        let mut classes = [Classes::default(); 32];
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        let mut at = 0;
        for blocks in blocks.chunks(classes.len()) {
            Classes::of(blocks, &mut classes);
            for classes in &classes[..blocks.len()] {
                lines.suspect(classes.suspects(bytes.get(at + BLOCK).copied()), classes.newlines);
                lines.split(classes.newlines, at);
                at += BLOCK;
            }
        }
        if !rest.is_empty() {
            // Newlines stand for what is behind the end.
            let mut block = [b'\n'; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            Classes::of(&[block], &mut classes);
            let inside = u64::MAX >> (BLOCK - rest.len());
            lines.suspect(classes[0].suspects(None), classes[0].newlines);
            lines.split(classes[0].newlines & inside, at);
        }
        // Where no line end ends the text, its end does.
        if lines.starts.last() != Some(&bytes.len()) {
            lines.starts.push(bytes.len());
        }
        lines
    }

    /// Notes the lines of the doubtful bytes of a block, which begins on the last line noted.
    fn suspect(&mut self, mut doubtful: u64, newlines: u64) {
        let first = self.starts.len() - 1;
        while doubtful != 0 {
            let before = (1 << doubtful.trailing_zeros()) - 1;
            let line = first + (newlines & before).count_ones() as usize;
            if self.suspects.last() != Some(&line) {
                self.suspects.push(line);
            }
            // One is enough: on with the next line.
            let end = newlines & !before;
            doubtful &= if end == 0 { 0 } else { u64::MAX << end.trailing_zeros() };
        }
    }

    /// Notes the lines that begin behind the newlines of the block at byte `at`.
    fn split(&mut self, mut newlines: u64, at: usize) {
        while newlines != 0 {
            self.starts.push(at + newlines.trailing_zeros() as usize + 1);
            newlines &= newlines - 1;
        }
    }

    /// A whole document.
    pub fn document(bytes: &'a [u8]) -> Self {
        Self::new(bytes, ByteOffset(0), LineIndex(0))
    }

    /// How many lines the run holds.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether the run holds no line.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All bytes of the run.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Line `i` without its `\n` or `\r\n`.
    pub fn line(&self, i: usize) -> &'a [u8] {
        let line = &self.bytes[self.starts[i]..self.starts[i + 1]];
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        line.strip_suffix(b"\r").unwrap_or(line)
    }

    /// Where line `i` starts in [`RawLines::bytes`].
    pub fn start(&self, i: usize) -> usize {
        self.starts[i]
    }

    /// The line that holds byte `at` of [`RawLines::bytes`].
    pub fn line_at(&self, at: usize) -> usize {
        self.starts[..self.len()].partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// Those lines among `lines` that may need cleaning: they hold something else than printable ASCII and tabs, or a
    /// backslash, or end as records and boxes do. All others read as they are written.
    pub fn suspects(&self, lines: Range<usize>) -> &[usize] {
        let start = self.suspects.partition_point(|line| *line < lines.start);
        let end = self.suspects.partition_point(|line| *line < lines.end);
        &self.suspects[start..end.max(start)]
    }

    /// Where line `i` starts in the document.
    pub fn offset(&self, i: usize) -> ByteOffset {
        ByteOffset(self.base.0 + self.starts[i])
    }

    /// The number of line `i` in the document.
    pub fn line_index(&self, i: usize) -> LineIndex {
        LineIndex(self.first.0 + i)
    }

    /// The first byte of the run in the document.
    pub fn base(&self) -> ByteOffset {
        self.base
    }
}
