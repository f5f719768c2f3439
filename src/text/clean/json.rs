//! A log record in JSON: which of its values are text that a person reads, and that text with its escapes undone.

use std::ops::Range;

use super::Level;
use super::map::{Builder, Mapped};
use super::prefix::level_word;
use crate::text::position::ByteOffset;

/// What is nested deeper is not searched for messages: for each level something is kept.
const DEEPEST: usize = 1 << 16;

/// More lines than any stack trace has. Behind them a line end reads as a blank, so that a value of 50 MB of line ends
/// cannot ask for gigabytes of lines.
const MOST_LINES: usize = 1 << 14;

/// Keys, lower-case and without `_`, `-` and `@`, whose text a person reads.
const MESSAGES: [&[u8]; 25] = [
    b"message",
    b"msg",
    b"log",
    b"error",
    b"err",
    b"exception",
    b"stack",
    b"stacktrace",
    b"traceback",
    b"backtrace",
    b"trace",
    b"textpayload",
    b"body",
    b"errormessage",
    b"errmsg",
    b"errorverbose",
    b"excinfo",
    b"exctext",
    b"fullmessage",
    b"shortmessage",
    b"event",
    b"reason",
    b"rendered",
    b"output",
    b"x",
];

/// Keys under which the message may be nested.
const PARENTS: [&[u8]; 14] = [
    b"error",
    b"err",
    b"exception",
    b"exc",
    b"excinfo",
    b"fields",
    b"payload",
    b"jsonpayload",
    b"message",
    b"log",
    b"event",
    b"data",
    // MongoDB's servers, and OpenTelemetry.
    b"attr",
    b"attributes",
];

const LEVELS: [&[u8]; 5] = [b"level", b"severity", b"lvl", b"levelname", b"loglevel"];

/// What a record says to its reader.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The texts, still escaped, without their quotes: byte ranges, in the record's order.
    pub(super) texts: Vec<Range<usize>>,
    pub(super) level: Option<Level>,
}

/// Where the reader stands.
struct Open {
    object: bool,
    /// Whether the values in it count: the record itself, objects one in the other under [`PARENTS`], a list of stack lines.
    counts: bool,
}

/// Reads `text` as one JSON object and nothing else; `None` if it is none, or has no text for a reader.
pub(super) fn record(text: &str) -> Option<Record> {
    let bytes = text.trim_ascii_end().as_bytes();
    if bytes.last() != Some(&b'}') {
        return None;
    }
    let mut at = bytes.iter().position(|b| !b.is_ascii_whitespace())?;
    if bytes[at] != b'{' {
        return None;
    }
    let mut record = Record::default();
    let mut open: Vec<Open> = Vec::new();
    let mut key: Range<usize> = 0..0;
    // An object's next string is a key unless a colon came before it.
    let mut valued = false;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => {
                let object = bytes[at] == b'{';
                let name = &bytes[key.clone()];
                let counts = match open.len() {
                    0 => true,
                    _ if !open.last().is_some_and(|o| o.object && o.counts) => false,
                    _ if object => is_one_of(name, &PARENTS),
                    _ => is_message(name),
                };
                if open.len() == DEEPEST {
                    return None;
                }
                open.push(Open { object, counts });
                valued = false;
                at += 1;
            }
            closing @ (b'}' | b']') => {
                if open.pop()?.object != (closing == b'}') {
                    return None;
                }
                valued = false;
                at += 1;
                if open.is_empty() {
                    return (at == bytes.len() && !record.texts.is_empty()).then_some(record);
                }
            }
            b'"' => {
                let end = string_end(bytes, at + 1)?;
                let string = at + 1..end;
                at = end + 1;
                let inside = open.last()?;
                if inside.object && !valued {
                    key = string;
                } else if inside.counts {
                    let name = &bytes[key.clone()];
                    if inside.object && is_one_of(name, &LEVELS) {
                        record.level = record.level.or_else(|| level_word(&bytes[string.clone()]));
                    } else if !string.is_empty() && (is_message(name) || !inside.object) {
                        record.texts.push(string);
                    }
                }
            }
            b':' => {
                open.last().filter(|o| o.object && !valued)?;
                valued = true;
                at += 1;
            }
            b',' => {
                valued = false;
                at += 1;
            }
            b' ' | b'\t' => at += 1,
            _ => {
                let end =
                    at + bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b)).count();
                if end == at || !(valued || open.last().is_some_and(|o| !o.object)) {
                    return None;
                }
                if valued && open.len() == 1 && is_one_of(&bytes[key.clone()], &LEVELS) {
                    record.level = record.level.or_else(|| numbered_level(&bytes[at..end]));
                }
                at = end;
            }
        }
    }
    None
}

/// The place of the quote that ends the string whose text begins at `at`.
pub(super) fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

fn is_message(key: &[u8]) -> bool {
    // Elastic's schema flattens: `error.stack_trace` is `stack_trace` of `error`.
    match memchr::memrchr(b'.', key) {
        Some(dot) => is_one_of(&key[..dot], &PARENTS) && is_one_of(&key[dot + 1..], &MESSAGES),
        None => is_one_of(key, &MESSAGES),
    }
}

pub(super) fn is_one_of(key: &[u8], keys: &[&[u8]]) -> bool {
    keys.iter().any(|wanted| {
        let mut letters = key.iter().filter(|b| !b"_-@".contains(b)).map(u8::to_ascii_lowercase);
        wanted.iter().all(|b| letters.next() == Some(*b)) && letters.next().is_none()
    })
}

/// bunyan's and pino's levels: 10 is trace, 60 is fatal.
fn numbered_level(digits: &[u8]) -> Option<Level> {
    Some(match digits {
        b"10" => Level::Trace,
        b"20" => Level::Debug,
        b"30" => Level::Info,
        b"40" => Level::Warning,
        b"50" => Level::Error,
        b"60" => Level::Fatal,
        _ => return None,
    })
}

/// Puts lines together out of text with escapes.
pub(super) struct Lines<'m, 'a> {
    from: &'m Mapped<'a>,
    line: Builder,
    /// Where the line began, for an empty one.
    start: ByteOffset,
    lines: Vec<Mapped<'a>>,
}

impl<'m, 'a> Lines<'m, 'a> {
    pub(super) fn new(from: &'m Mapped<'a>, at: usize) -> Self {
        Self { from, line: Builder::default(), start: from.raw_of(at), lines: Vec::new() }
    }

    /// Adds text that stands for itself.
    pub(super) fn verbatim(&mut self, range: Range<usize>) {
        self.line.push(self.from, range);
    }

    /// Adds escaped text: JSON's escapes (RFC 8259, 7) are undone, what is no escape stands for itself.
    pub(super) fn escaped(&mut self, range: Range<usize>) {
        let text = &self.from.text[..range.end];
        let bytes = text.as_bytes();
        let mut from = range.start;
        while let Some(found) = memchr::memchr(b'\\', &bytes[from..]) {
            let at = from + found;
            self.line.push(self.from, from..at);
            match unescape(&bytes[at..]) {
                Some(('\n', len)) => {
                    if self.lines.len() < MOST_LINES {
                        self.end_line(at + len);
                    } else {
                        self.line.push_replaced(" ", self.from.raw_span(at..at + len));
                    }
                    from = at + len;
                }
                // `\r\n` ends a line; the terminal's view of a lone one comes later.
                Some(('\r', len)) if matches!(unescape(&bytes[at + len..]), Some(('\n', _))) => from = at + len,
                Some((c, len)) => {
                    self.line.push_replaced(c.encode_utf8(&mut [0; 4]), self.from.raw_span(at..at + len));
                    from = at + len;
                }
                None => {
                    self.line.push(self.from, at..at + 1);
                    from = at + 1;
                }
            }
        }
        self.line.push(self.from, from..range.end);
    }

    fn end_line(&mut self, next: usize) {
        let start = std::mem::replace(&mut self.start, self.from.raw_of(next));
        self.lines.push(std::mem::take(&mut self.line).finish(start));
    }

    /// The lines; none for nothing behind the last line end.
    pub(super) fn finish(mut self) -> Vec<Mapped<'a>> {
        if self.line.len() > 0 || self.lines.is_empty() {
            self.lines.push(self.line.finish(self.start));
        }
        self.lines
    }
}

/// The character that an escape at the start of `bytes` stands for, and the escape's length.
pub(super) fn unescape(bytes: &[u8]) -> Option<(char, usize)> {
    let [b'\\', kind, ..] = bytes else { return None };
    let c = match kind {
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\x08',
        b'f' => '\x0c',
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'u' => {
            let first = hex4(bytes.get(2..6)?)?;
            if let Some(c) = char::from_u32(first) {
                return Some((c, 6));
            }
            // Half of a character outside the first plane; a half without the other stands for U+FFFD.
            let second = match bytes.get(6..12) {
                Some([b'\\', b'u', digits @ ..]) => hex4(digits).filter(|half| (0xdc00..0xe000).contains(half)),
                _ => None,
            };
            return match second {
                Some(second) if first < 0xdc00 => {
                    char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)).map(|c| (c, 12))
                }
                _ => Some((char::REPLACEMENT_CHARACTER, 6)),
            };
        }
        _ => return None,
    };
    Some((c, 2))
}

fn hex4(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, digit| Some(value * 16 + char::from(*digit).to_digit(16)?))
}
