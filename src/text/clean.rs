//! The clean view: what a person reads on a line, with a map back to the raw bytes.

use std::borrow::Cow;
use std::ops::Range;

use super::position::{ByteOffset, LineIndex, Span};
use super::raw::RawLines;

/// Names a clean line: the raw line where its group begins, and its place within the group.
///
/// Most raw lines are a group of one clean line. A JSON line whose message holds a stack is one raw line and many
/// clean ones; a phrase wrapped over several rows of a box is several raw lines and one clean one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LineId {
    /// First raw line of the group, counted in the document.
    pub raw: LineIndex,
    /// Counts the clean lines of the group from 0.
    pub part: u32,
}

/// The level that a log line states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `TRACE` or `FINEST`
    Trace,
    /// `DEBUG`
    Debug,
    /// `INFO`, `NOTICE`
    Info,
    /// `WARN`, `WARNING`
    Warning,
    /// `ERROR`, `SEVERE`
    Error,
    /// `FATAL`, `CRITICAL`, `PANIC`
    Fatal,
}

/// A piece of a clean line and the raw bytes that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Where the piece starts in the clean text, in bytes. It ends where the next one starts.
    pub clean: usize,
    /// The raw bytes, in the document. As long as the clean piece if the piece is verbatim; any length if the piece
    /// replaces them (a decoded escape, a replaced invalid byte): then the piece stands for all of them at once.
    pub raw: Span,
    /// Whether the clean bytes are the raw bytes.
    pub verbatim: bool,
}

/// One line as a person reads it.
///
/// Escapes, overwritten text, box borders and the transport's prefix (timestamp, container, rank, CI, syslog head) are
/// gone from [`CleanLine::text`]; the level word is still in it, because error messages begin with one
/// (`ERROR:  deadlock detected`), and [`CleanLine::body`] begins after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanLine<'a> {
    /// Which line this is.
    pub id: LineId,
    /// The raw lines it covers, counted in the document.
    pub raw_lines: Range<LineIndex>,
    /// The text that signatures are matched on.
    pub text: Cow<'a, str>,
    /// Where [`CleanLine::body`] starts in `text`, in bytes.
    pub body_start: usize,
    /// The level, if the line states one.
    pub level: Option<Level>,
    /// Who wrote the line, where several write into one log: container, pod, rank, unit with process id.
    pub writer: Option<Cow<'a, str>>,
    /// Maps `text` to the document; sorted by `clean`, the first at 0. Never empty.
    pub segments: Vec<Segment>,
}

impl CleanLine<'_> {
    /// The text after the level word.
    pub fn body(&self) -> &str {
        &self.text[self.body_start..]
    }

    /// The raw bytes that a range of `text` (in bytes, on character borders) stands for.
    pub fn raw_span(&self, range: Range<usize>) -> Span {
        Span { start: self.raw_start(range.start), end: self.raw_end(range.end) }
    }

    fn raw_start(&self, at: usize) -> ByteOffset {
        let i = self.segments.partition_point(|s| s.clean <= at).saturating_sub(1);
        self.place(i, at)
    }

    fn raw_end(&self, at: usize) -> ByteOffset {
        let i = self.segments.partition_point(|s| s.clean < at).saturating_sub(1);
        let segment = &self.segments[i];
        if segment.verbatim || at == segment.clean { self.place(i, at) } else { segment.raw.end }
    }

    fn place(&self, i: usize, at: usize) -> ByteOffset {
        let segment = &self.segments[i];
        if !segment.verbatim {
            return segment.raw.start;
        }
        ByteOffset((segment.raw.start.0 + (at - segment.clean)).min(segment.raw.end.0))
    }
}

/// The clean lines of `lines` (indices into `raw`), widened to whole groups.
pub fn clean<'a>(raw: &RawLines<'a>, lines: Range<usize>) -> Vec<CleanLine<'a>> {
    lines
        .map(|i| {
            let text = String::from_utf8_lossy(raw.line(i));
            let start = raw.offset(i);
            let index = raw.line_index(i);
            CleanLine {
                id: LineId { raw: index, part: 0 },
                raw_lines: index..LineIndex(index.0 + 1),
                body_start: 0,
                level: None,
                writer: None,
                segments: vec![Segment {
                    clean: 0,
                    raw: Span { start, end: ByteOffset(start.0 + raw.line(i).len()) },
                    verbatim: true,
                }],
                text,
            }
        })
        .collect()
}
