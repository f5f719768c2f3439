//! A run of whole raw lines, as they were read.

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
    base: ByteOffset,
    first: LineIndex,
}

impl<'a> RawLines<'a> {
    /// Splits `bytes`, which begin at `base` of the document, on its line `first`.
    pub fn new(bytes: &'a [u8], base: ByteOffset, first: LineIndex) -> Self {
        let mut starts = Vec::with_capacity(bytes.len() / 80 + 2);
        if !bytes.is_empty() {
            starts.push(0);
        }
        for newline in memchr::memchr_iter(b'\n', bytes) {
            if newline + 1 < bytes.len() {
                starts.push(newline + 1);
            }
        }
        starts.push(bytes.len());
        Self { bytes, starts, base, first }
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
