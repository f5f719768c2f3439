//! The clean view: what a person reads on a line, with a map back to the raw bytes.

mod ansi;
mod escaped;
mod frame_box;
mod json;
mod map;
mod overwrite;
mod prefix;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use frame_box::Joint;
use map::{Builder, Mapped};
use overwrite::shown;

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

    /// The raw bytes that a range of `text` (in bytes, on character borders) stands for: the smallest span that holds
    /// them all. Where the line was overwritten, it also holds what was overwritten in between.
    pub fn raw_span(&self, range: Range<usize>) -> Span {
        map::raw_span(&self.segments, range)
    }
}

/// How often a record may hold a record: Docker's JSON holds a program's, which holds a library's.
const DEEPEST_RECORD: usize = 3;

/// The clean lines of `lines` (indices into `raw`), widened to whole groups.
///
/// What a raw line becomes depends on the line itself and on a bounded number of lines around it, so the clean lines of
/// a part of a document are those of the whole, except near the borders of what `raw` holds.
pub fn clean<'a>(raw: &RawLines<'a>, lines: Range<usize>) -> Vec<CleanLine<'a>> {
    let lines = lines.start..lines.end.min(raw.len());
    let mut out = Vec::with_capacity(lines.len());
    let mut i = lines.start;
    // The line above if it looks like a row but is in no box. Then a row here is in none either, and a file tree with
    // a hundred thousand `│` is not searched for the top of a box at each of them.
    let mut unboxed = None;
    while i < lines.end {
        let message = Message::read(raw, i);
        let row = frame_box::may_be_row(&message.text.text);
        let known = row && i > 0 && unboxed == Some(i - 1);
        if !known
            && frame_box::may_be_boxed(&message.text.text)
            && let Some(after) = boxed(raw, i, &message, lines.end, &mut out)
        {
            i = after;
            continue;
        }
        if row {
            unboxed = Some(i);
        }
        message.lines(raw.line_index(i), &mut out);
        i += 1;
    }
    out
}

/// The lines around line `i`, without their escapes.
struct Nearby<'r, 'a> {
    raw: &'r RawLines<'a>,
    i: usize,
}

/// How much of a neighbouring line is looked at: its prefixes.
const NEARBY: usize = 256;

impl prefix::Around for Nearby<'_, '_> {
    fn start_of(&self, offset: isize) -> Option<String> {
        let i = self.i.checked_add_signed(offset).filter(|i| *i < self.raw.len())?;
        let line = self.raw.line(i);
        let start = &line[..line.len().min(NEARBY)];
        Some(shown(Mapped::from_raw(start, ByteOffset(0))).text.into_owned())
    }
}

/// A line without what its transport put on it.
struct Message<'a> {
    text: Mapped<'a>,
    body: usize,
    level: Option<Level>,
    writer: Option<Cow<'a, str>>,
}

impl<'a> Message<'a> {
    fn read(raw: &RawLines<'a>, i: usize) -> Self {
        let line = shown(Mapped::from_raw(raw.line(i), raw.offset(i)));
        Self::new(line, &Nearby { raw, i })
    }

    fn new(line: Mapped<'a>, around: &dyn prefix::Around) -> Self {
        let head = prefix::head(&line.text, around);
        let writer = match head.writers.as_slice() {
            [] => None,
            [one] => Some(match &line.text {
                Cow::Borrowed(text) => Cow::Borrowed(&text[one.clone()]),
                Cow::Owned(text) => Cow::Owned(text[one.clone()].to_owned()),
            }),
            several => {
                let names: Vec<&str> = several.iter().map(|name| &line.text[name.clone()]).collect();
                Some(Cow::Owned(names.join(" ")))
            }
        };
        let end = line.text.len();
        Self { body: head.body - head.len, level: head.level, writer, text: line.slice(head.len..end) }
    }

    /// The clean lines that one raw line becomes, `index` being its number.
    fn lines(self, index: LineIndex, out: &mut Vec<CleanLine<'a>>) {
        let first = out.len();
        self.unfold(index, DEEPEST_RECORD, first, out);
    }

    fn unfold(self, index: LineIndex, depth: usize, first: usize, out: &mut Vec<CleanLine<'a>>) {
        if depth > 0 {
            if let Some(record) = json::record(&self.text.text) {
                for text in record.texts {
                    let mut lines = json::Lines::new(&self.text, text.start);
                    lines.escaped(text);
                    for line in lines.finish() {
                        let mut message = Message::new(shown(line), &prefix::Alone);
                        message.level = message.level.or(record.level).or(self.level);
                        message.writer = join(self.writer.clone(), message.writer);
                        message.unfold(index, depth - 1, first, out);
                    }
                }
                return;
            }
            if let Some(lines) = escaped::lines(&self.text) {
                for line in lines.into_iter().map(shown) {
                    let (body, level) = prefix::stated(&line.text);
                    let level = level.or(self.level);
                    let message = Message { text: line, body, level, writer: self.writer.clone() };
                    message.push(index..LineIndex(index.0 + 1), first, out);
                }
                return;
            }
        }
        self.push(index..LineIndex(index.0 + 1), first, out);
    }

    /// Adds the line as it is; `first` is where in `out` its group begins.
    fn push(self, raw_lines: Range<LineIndex>, first: usize, out: &mut Vec<CleanLine<'a>>) {
        let part = u32::try_from(out.len() - first).unwrap_or(u32::MAX);
        out.push(CleanLine {
            id: LineId { raw: raw_lines.start, part },
            raw_lines,
            body_start: self.body.min(self.text.text.len()),
            level: self.level,
            writer: self.writer,
            text: self.text.text,
            segments: self.text.segments,
        });
    }
}

fn join<'a>(outer: Option<Cow<'a, str>>, inner: Option<Cow<'a, str>>) -> Option<Cow<'a, str>> {
    match (outer, inner) {
        (Some(outer), Some(inner)) => Some(Cow::Owned(format!("{outer} {inner}"))),
        (outer, inner) => outer.or(inner),
    }
}

/// If line `i` is in a box: adds the box's lines from that line's group on up to `end`, and gives the line after them.
fn boxed<'a>(
    raw: &RawLines<'a>,
    i: usize,
    message: &Message<'a>,
    end: usize,
    out: &mut Vec<CleanLine<'a>>,
) -> Option<usize> {
    let (top, style, title) = box_top(raw, i, message)?;
    let head = Message::read(raw, top);
    let writer = head.writer.clone();
    // Each line of the box, and where its text stands in it.
    let mut rows = vec![(head, title, true)];
    for at in top + 1..raw.len().min(top + 1 + frame_box::LONGEST_BOX) {
        let row = Message::read(raw, at);
        if row.writer != writer {
            break;
        }
        match style.line(&row.text.text) {
            frame_box::Line::Row { text, nested } => rows.push((row, text, nested)),
            frame_box::Line::Bottom(text) => {
                rows.push((row, text, true));
                break;
            }
            frame_box::Line::Outside => break,
        }
    }
    if rows.len() == 1 || i >= top + rows.len() {
        return None;
    }
    let width = style.width(rows.iter().skip(1).map(|(row, text, _)| &row.text.text[text.clone()]));
    let joints: Vec<Option<Joint>> = rows
        .windows(2)
        .map(|pair| {
            let [(row, text, alone), (next, next_text, next_alone)] = pair else { return None };
            if *alone || *next_alone {
                return None;
            }
            style.goes_on(&row.text.text[text.clone()], &next.text.text[next_text.clone()], width)
        })
        .collect();
    let mut at = 0;
    let mut rows = rows.into_iter().map(|(row, text, _)| (row, text));
    while let Some((row, text)) = rows.next() {
        let from = at;
        let mut further = Vec::new();
        while let Some(Some(joint)) = joints.get(at) {
            at += 1;
            further.extend(rows.next().map(|(row, text)| (*joint, row, text)));
        }
        at += 1;
        let lines = top + from..top + at;
        if lines.end > i {
            let index = raw.line_index(lines.start)..raw.line_index(lines.end);
            let first = out.len();
            joined(row, text, further).push(index, first, out);
            if lines.end >= end {
                return Some(lines.end);
            }
        }
    }
    Some(top + at)
}

/// The top of the box that line `i` may be in.
fn box_top(raw: &RawLines<'_>, i: usize, message: &Message<'_>) -> Option<(usize, frame_box::Style, Range<usize>)> {
    if let Some((style, title)) = frame_box::top(&message.text.text) {
        return Some((i, style, title));
    }
    for at in (i.saturating_sub(frame_box::LONGEST_BOX)..i).rev() {
        let above = Message::read(raw, at);
        if let Some((style, title)) = frame_box::top(&above.text.text) {
            return Some((at, style, title));
        }
        if !frame_box::may_be_row(&above.text.text) {
            return None;
        }
    }
    None
}

/// One line out of the rows that a phrase was wrapped over.
fn joined<'a>(first: Message<'a>, text: Range<usize>, further: Vec<(Joint, Message<'a>, Range<usize>)>) -> Message<'a> {
    let Message { text: first, level, writer, .. } = first;
    let mut line = first.slice(text);
    if !further.is_empty() {
        let mut out = Builder::with_capacity(line.text.len() * (further.len() + 1));
        out.push(&line, 0..line.text.len());
        let mut end = line.raw_of(line.text.len());
        for (joint, row, text) in further {
            let start = row.text.raw_of(text.start);
            if joint == Joint::Blank {
                out.push_replaced(" ", Span { start: end, end: start });
            }
            end = row.text.raw_of(text.end);
            out.push(&row.text, text);
        }
        line = out.finish(line.raw_of(0));
    }
    let (body, stated) = prefix::stated(&line.text);
    Message { text: line, body, level: stated.or(level), writer }
}
