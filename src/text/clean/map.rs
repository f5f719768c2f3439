//! Text that remembers which raw bytes each piece of it stands for.

use std::borrow::Cow;
use std::ops::Range;

use super::Segment;
use crate::text::position::{ByteOffset, Span};

/// How many pieces a line's map holds one by one. Only binary data and hostile text have more; past this number pieces
/// are taken together ([`COARSE_PIECE`] bytes of text each), so that a line of 50 MB cannot ask for gigabytes of map.
const FINE_PIECES: usize = 1 << 16;

/// Bytes of clean text in one piece of a map that has grown past [`FINE_PIECES`].
const COARSE_PIECE: usize = 1 << 12;

/// A text and, piece by piece, the raw bytes that it stands for.
#[derive(Debug, Clone)]
pub(super) struct Mapped<'a> {
    pub(super) text: Cow<'a, str>,
    /// Sorted by `clean`, the first at 0, never empty.
    pub(super) segments: Vec<Segment>,
}

impl<'a> Mapped<'a> {
    /// A raw line that begins at `at` of the document. Invalid UTF-8 becomes U+FFFD, as `String::from_utf8_lossy` does.
    pub(super) fn from_raw(line: &'a [u8], at: ByteOffset) -> Self {
        if let Ok(text) = str::from_utf8(line) {
            return Self::verbatim(text, at);
        }
        let mut out = Builder::with_capacity(line.len() + 16);
        let mut here = at.0;
        for chunk in line.utf8_chunks() {
            out.push_raw(chunk.valid(), here);
            here += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                let end = here + chunk.invalid().len();
                out.push_replaced("\u{fffd}", Span { start: ByteOffset(here), end: ByteOffset(end) });
                here = end;
            }
        }
        out.finish(at)
    }

    fn verbatim(text: &'a str, at: ByteOffset) -> Self {
        let raw = Span { start: at, end: ByteOffset(at.0 + text.len()) };
        Self { text: Cow::Borrowed(text), segments: vec![Segment { clean: 0, raw, verbatim: true }] }
    }

    /// The part of the text in `range` (bytes, on character borders).
    pub(super) fn slice(self, range: Range<usize>) -> Self {
        if range == (0..self.text.len()) {
            return self;
        }
        let at = self.raw_of(range.start);
        let segments = self.pieces(range.clone(), at);
        let text = match self.text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[range]),
            Cow::Owned(mut text) => {
                text.truncate(range.end);
                text.drain(..range.start);
                Cow::Owned(text)
            }
        };
        Self { text, segments }
    }

    fn pieces(&self, range: Range<usize>, at: ByteOffset) -> Vec<Segment> {
        let mut map = Builder::default();
        map.map_only(self, range);
        map.close(at)
    }

    /// Where byte `at` of the text stands in the document.
    pub(super) fn raw_of(&self, at: usize) -> ByteOffset {
        let i = self.segments.partition_point(|s| s.clean <= at).saturating_sub(1);
        let segment = &self.segments[i];
        if segment.verbatim {
            ByteOffset((segment.raw.start.0 + (at - segment.clean)).min(segment.raw.end.0))
        } else if at == segment.clean {
            segment.raw.start
        } else {
            segment.raw.end
        }
    }

    /// Smallest span of the document that holds everything that `range` of the text stands for.
    pub(super) fn raw_span(&self, range: Range<usize>) -> Span {
        raw_span(&self.segments, range)
    }
}

/// Smallest span of the document that holds everything that `range` of a text with this map stands for.
///
/// A smallest span and not the span from the first byte to the last one: where text was overwritten, a piece that stands
/// further left on the line may have been written later.
pub(super) fn raw_span(segments: &[Segment], range: Range<usize>) -> Span {
    let place = |segment: &Segment, at: usize| {
        ByteOffset((segment.raw.start.0 + at.saturating_sub(segment.clean)).min(segment.raw.end.0))
    };
    let first = segments.partition_point(|s| s.clean <= range.start).saturating_sub(1);
    if range.is_empty() {
        let segment = &segments[first];
        let at = if segment.verbatim { place(segment, range.start) } else { segment.raw.start };
        return Span { start: at, end: at };
    }
    let last = segments.partition_point(|s| s.clean < range.end).saturating_sub(1).max(first);
    let mut span: Option<Span> = None;
    for (i, segment) in segments.iter().enumerate().take(last + 1).skip(first) {
        let raw = if segment.verbatim {
            let start = if i == first { place(segment, range.start) } else { segment.raw.start };
            let end = if i == last { place(segment, range.end) } else { segment.raw.end };
            Span { start, end }
        } else {
            segment.raw
        };
        span = Some(match span {
            Some(span) => Span { start: span.start.min(raw.start), end: span.end.max(raw.end) },
            None => raw,
        });
    }
    span.unwrap_or_default()
}

/// Puts a [`Mapped`] together piece by piece.
#[derive(Debug, Default)]
pub(super) struct Builder {
    text: String,
    /// Bytes of text mapped so far; the length of `text` unless only the map is built.
    len: usize,
    segments: Vec<Segment>,
}

impl Builder {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// Bytes of text so far.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Adds text that stands in the document as it is, at byte `at`.
    fn push_raw(&mut self, text: &str, at: usize) {
        self.text.push_str(text);
        self.map(text.len(), Span { start: ByteOffset(at), end: ByteOffset(at + text.len()) }, true);
    }

    /// Adds text that stands for the bytes `raw`.
    pub(super) fn push_replaced(&mut self, text: &str, raw: Span) {
        self.text.push_str(text);
        self.map(text.len(), raw, false);
    }

    /// Adds the part of `from` in `range` (bytes, on character borders).
    pub(super) fn push(&mut self, from: &Mapped<'_>, range: Range<usize>) {
        self.text.push_str(&from.text[range.clone()]);
        self.map_only(from, range);
    }

    fn map_only(&mut self, from: &Mapped<'_>, range: Range<usize>) {
        let mut i = from.segments.partition_point(|s| s.clean <= range.start).saturating_sub(1);
        let mut at = range.start;
        while at < range.end {
            let segment = &from.segments[i];
            i += 1;
            let end = from.segments.get(i).map_or(range.end, |next| next.clean.min(range.end));
            let raw = if segment.verbatim {
                let start = segment.raw.start.0 + (at - segment.clean);
                Span { start: ByteOffset(start), end: ByteOffset(start + (end - at)) }
            } else {
                segment.raw
            };
            self.map(end - at, raw, segment.verbatim);
            at = end;
        }
    }

    fn map(&mut self, len: usize, raw: Span, verbatim: bool) {
        if len == 0 {
            return;
        }
        let clean = self.len;
        self.len += len;
        let full = self.segments.len() >= FINE_PIECES;
        if let Some(last) = self.segments.last_mut() {
            if last.verbatim && verbatim && last.raw.end == raw.start {
                last.raw.end = raw.end;
                return;
            }
            let same = !last.verbatim && !verbatim && last.raw == raw;
            if same || (full && clean - last.clean < COARSE_PIECE) {
                last.verbatim = false;
                last.raw = Span { start: last.raw.start.min(raw.start), end: last.raw.end.max(raw.end) };
                return;
            }
        }
        self.segments.push(Segment { clean, raw, verbatim });
    }

    /// What was put together; an empty text stands at `at` of the document.
    pub(super) fn finish<'a>(mut self, at: ByteOffset) -> Mapped<'a> {
        let text = Cow::Owned(std::mem::take(&mut self.text));
        Mapped { text, segments: self.close(at) }
    }

    fn close(mut self, at: ByteOffset) -> Vec<Segment> {
        if self.segments.is_empty() {
            self.segments.push(Segment { clean: 0, raw: Span { start: at, end: at }, verbatim: true });
        }
        self.segments
    }
}
