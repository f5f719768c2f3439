//! Places in a document.

/// Bytes from the start of the document, as it was read (before decoding of escapes, after decoding of UTF-16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ByteOffset(pub usize);

/// A raw line of the document, counted from 0. Raw lines end at `\n` (or `\r\n`), never at a lone `\r`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LineIndex(pub usize);

/// A half-open range of bytes of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: ByteOffset,
    /// First byte after the span.
    pub end: ByteOffset,
}
