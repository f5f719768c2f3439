//! What a transport put before the message: timestamps, writers, CI marks. And the level, which stays.
//!
//! Cutting into a message is worse than leaving a prefix on it, so each form is recognised whole or not at all, and a
//! form that ordinary text can have (`name | text`, `0: text`) counts only where the lines around have it too.

mod level;
mod scan;
mod stamp;
mod writer;

use std::ops::Range;

use super::Level;
pub(super) use level::any_word as level_word;

/// More prefixes in a row than any chain of transports puts there.
const LONGEST_CHAIN: usize = 12;

/// The lines around a line, for the forms that one line alone cannot decide.
pub(super) trait Around {
    /// The start of the line `offset` lines below (above if negative), without escapes; `None` where there is none.
    fn start_of(&self, offset: isize) -> Option<String>;
}

/// No lines around: text that came out of a value.
pub(super) struct Alone;

impl Around for Alone {
    fn start_of(&self, _: isize) -> Option<String> {
        None
    }
}

/// What stands before a message.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// Bytes to set apart.
    pub(super) len: usize,
    /// Where the message begins after its level, in bytes from the start of the line; at least `len`.
    pub(super) body: usize,
    pub(super) level: Option<Level>,
    /// Where the line names who wrote it.
    pub(super) writers: Vec<Range<usize>>,
}

/// A recognised prefix.
#[derive(Debug, Default, PartialEq, Eq)]
struct Prefix {
    /// Bytes, one separating blank included.
    len: usize,
    level: Option<Level>,
    writer: Option<Range<usize>>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Other,
    /// A full date and time of day: what a log format begins with.
    Stamp,
    /// `Jan  2 15:04:05`: syslog's, so a host and a program follow.
    SyslogStamp,
    /// `01-02 15:04:05.123`: logcat's, so process, thread and level letter follow.
    LogcatStamp,
}

/// What stands before the message of `text`.
pub(super) fn head(text: &str, around: &dyn Around) -> Head {
    let bytes = text.as_bytes();
    let mut head = Head::default();
    let mut last = Kind::Other;
    let mut stamped = false;
    for _ in 0..LONGEST_CHAIN {
        // Blanks between two prefixes belong to neither; blanks before a message belong to it.
        let at = head.len + scan::blanks(&bytes[head.len..]);
        let Some(prefix) = prefix(text, at, head.len, last, stamped, around) else { break };
        head.len = at + prefix.len;
        head.level = head.level.or(prefix.level);
        head.writers.extend(prefix.writer.map(|w| at + w.start..at + w.end));
        last = prefix.kind;
        stamped |= last != Kind::Other;
    }
    head.body = head.len;
    if let Some((level, end)) = level::stated(bytes, head.len, stamped, last == Kind::LogcatStamp) {
        head.level = Some(level);
        head.body = end.min(bytes.len());
        // `[ERROR] 2024-01-02 15:04:05 message`: cut out of the middle it would be no text of the line any more.
        if let Some(stamp) = stamp::stamp(&bytes[head.body..]) {
            head.body += stamp.len;
        }
    } else if head.level.is_none() {
        head.level = level::in_fields(bytes);
    }
    while !text.is_char_boundary(head.body) {
        head.body -= 1;
    }
    head
}

fn prefix(text: &str, at: usize, end: usize, last: Kind, stamped: bool, around: &dyn Around) -> Option<Prefix> {
    let bytes = &text.as_bytes()[at..];
    if bytes.is_empty() {
        return None;
    }
    let indented = at > end;
    match last {
        Kind::SyslogStamp => {
            if let Some(found) = writer::syslog(bytes, true) {
                return Some(found);
            }
        }
        Kind::Stamp => {
            if let Some(found) = writer::syslog(bytes, false).or_else(|| writer::after_stamp(bytes)) {
                return Some(found);
            }
        }
        Kind::LogcatStamp => return writer::logcat(bytes),
        Kind::Other => {}
    }
    // Tracebacks, numbered frames and tables are indented; no transport indents its prefix, unless another program
    // printed the whole log (then it is a timestamp that begins it).
    let found = stamp::stamp(bytes);
    if found.is_some() || (indented && end == 0) {
        return found;
    }
    writer::ci(bytes)
        .or_else(|| if at == 0 { writer::quickfix(bytes) } else { None })
        .or_else(|| writer::bracketed(bytes))
        .or_else(|| writer::klog(bytes))
        .or_else(|| writer::container(text, at, around))
        .or_else(|| writer::pod(bytes))
        .or_else(|| writer::buildkit(text, at, around))
        .or_else(|| if stamped { None } else { writer::job_and_step(bytes) })
        .or_else(|| writer::task_number(text, at, around))
}

/// Where the body of `text` begins and the level that it states, for text that has no prefix.
pub(super) fn stated(text: &str) -> (usize, Option<Level>) {
    match level::stated(text.as_bytes(), 0, false, false) {
        Some((level, end)) if text.is_char_boundary(end) => (end, Some(level)),
        _ => (0, None),
    }
}
