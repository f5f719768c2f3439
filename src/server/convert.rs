//! Our places as the protocol's, and back.

use tower_lsp::lsp_types::{Position, Range};

use super::context::Context;
use super::snapshot::Snapshot;
use crate::text::{self, ByteOffset, Document, Encoding, LineIndex, Span};

/// The places of one document, as its client names them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'a> {
    document: &'a Document,
    encoding: Encoding,
}

impl<'a> Places<'a> {
    /// The places of a snapshot.
    pub fn of(context: &Context, snapshot: &'a Snapshot) -> Self {
        Self::new(&snapshot.document, context.client.encoding)
    }

    /// The places of a document, columns counted in `encoding`.
    pub fn new(document: &'a Document, encoding: Encoding) -> Self {
        Self { document, encoding }
    }

    /// A byte as a position.
    pub fn position(&self, at: ByteOffset) -> Position {
        let position = self.document.position(at, self.encoding);
        Position { line: number(position.line), character: number(position.column) }
    }

    /// A span as a range.
    pub fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// A position as a byte; one that the document does not have is moved as [`Document::offset`] says.
    pub fn offset(&self, position: Position) -> ByteOffset {
        let position = text::Position { line: position.line as usize, column: position.character as usize };
        self.document.offset(position, self.encoding)
    }

    /// A range as a span, in whichever order its ends come.
    pub fn span(&self, range: Range) -> Span {
        let (a, b) = (self.offset(range.start), self.offset(range.end));
        Span { start: a.min(b), end: a.max(b) }
    }

    /// The raw line that holds a byte; the last one for what lies behind the text.
    pub fn raw_line(&self, at: ByteOffset) -> LineIndex {
        let (mut low, mut high) = (0, self.document.raw_line_count());
        while low + 1 < high {
            let middle = low + (high - low) / 2;
            if self.line_start(LineIndex(middle)) <= at { low = middle } else { high = middle }
        }
        LineIndex(low)
    }

    /// Where a raw line starts; the end of the text for a line that it does not have.
    pub fn line_start(&self, line: LineIndex) -> ByteOffset {
        // No line is copied for this.
        self.document.raw_lines(line..line).lines().base()
    }

    /// A raw line without its line end.
    pub fn line_span(&self, line: LineIndex) -> Span {
        let part = self.document.raw_lines(line..LineIndex(line.0.saturating_add(1)));
        let lines = part.lines();
        let start = lines.base();
        let len = if lines.is_empty() { 0 } else { lines.line(0).len() };
        Span { start, end: ByteOffset(start.0 + len) }
    }

    /// The text of a span; what is not UTF-8 cannot be in a document.
    pub fn text(&self, span: Span) -> String {
        let lines = self.raw_line(span.start)..LineIndex(self.raw_line(span.end).0 + 1);
        let part = self.document.raw_lines(lines);
        let lines = part.lines();
        let base = lines.base().0;
        let bytes = lines.bytes();
        let end = (span.end.0.saturating_sub(base)).min(bytes.len());
        let start = (span.start.0.saturating_sub(base)).min(end);
        String::from_utf8_lossy(&bytes[start..end]).into_owned()
    }
}

/// Whether a span holds a place; its end counts, because a cursor behind the last character is meant for it.
pub(super) fn holds(span: Span, at: ByteOffset) -> bool {
    span.start <= at && at <= span.end
}

/// How many units a text takes.
pub(super) fn width(text: &str, encoding: Encoding) -> u32 {
    number(match encoding {
        Encoding::Utf8 => text.len(),
        Encoding::Utf16 => text.encode_utf16().count(),
        Encoding::Utf32 => text.chars().count(),
    })
}

/// The protocol counts in 32 bits; a document that has more is refused before.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LineEnds;

    #[test]
    fn columns_are_counted_as_the_client_counts_them() {
        let document = Document::new("ok\nx😀é boom\r\nend", LineEnds::Lsp);
        let at = document.raw_lines(LineIndex(0)..LineIndex(9)).lines().bytes().len() - "boom\r\nend".len();
        let span = Span { start: ByteOffset(at), end: ByteOffset(at + 4) };
        for (encoding, column) in [(Encoding::Utf8, 8), (Encoding::Utf16, 5), (Encoding::Utf32, 4)] {
            let places = Places::new(&document, encoding);
            let range = places.range(span);
            assert_eq!(range, Range::new(Position::new(1, column), Position::new(1, column + 4)));
            assert_eq!(places.span(range), span);
            assert_eq!(places.text(span), "boom");
        }
    }

    #[test]
    fn raw_lines_are_found_by_their_bytes() {
        let document = Document::new("a\rb\nc\n\nd", LineEnds::Lsp);
        let places = Places::new(&document, Encoding::Utf8);
        let lines: Vec<usize> = (0..10).map(|at| places.raw_line(ByteOffset(at)).0).collect();
        assert_eq!(lines, [0, 0, 0, 0, 1, 1, 2, 3, 3, 3]);
        assert_eq!(places.line_span(LineIndex(0)), Span { start: ByteOffset(0), end: ByteOffset(3) });
        assert_eq!(places.line_span(LineIndex(7)), Span { start: ByteOffset(8), end: ByteOffset(8) });
        assert_eq!(Places::new(&Document::new("", LineEnds::Lsp), Encoding::Utf8).raw_line(ByteOffset(0)).0, 0);
    }
}
