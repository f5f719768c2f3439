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

/// What columns are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Units of UTF-16, the LSP's default: a character outside the first plane has two.
    #[default]
    Utf16,
    /// Characters (Unicode scalar values).
    Utf32,
}

/// A place as editors name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// Counts from 0; what ends a line is the document's choice ([`LineEnds`](super::LineEnds)).
    pub line: usize,
    /// Counts from 0, in units of the [`Encoding`] given with it.
    pub column: usize,
}
