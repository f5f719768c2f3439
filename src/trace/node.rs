//! Stacks of V8, Firefox and Safari, and V8's out-of-memory report.
//!
//! The forms are those of `Error.prototype.stack` in V8 (`src/execution/messages.cc`), of `util.inspect` for errors with
//! properties, and of Node's report of an uncaught exception.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Draft, Part};
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::{View, quote};
use super::{BlockKind, Frame, LOOK_AHEAD, MAX_BLOCK_ROWS, java};

pub(super) const STACK: Recogniser = Recogniser {
    name: "node",
    triggers: &["  at ", "\tat ", "@http", "@file:", "@webpack", "● ", "rror: ", "Rejection: ", "❯ "],
    read,
};
pub(super) const HEAP: Recogniser = Recogniser {
    name: "node heap",
    triggers: &["<--- Last few GCs --->", "JavaScript heap out of memory"],
    read: heap,
};

/// How far above the first frame the message may begin.
const MESSAGE: usize = 24;

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*at (?P<func>.+?) \((?P<path>.*?)(?::(?P<line>\d+))?(?::(?P<col>\d+))?\)(?: \{)?,?$")
});
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*at (?:async )?(?P<path>\S.*?|<anonymous>)(?::(?P<line>\d+):(?P<col>\d+))(?: \{)?,?$")
});
static GECKO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?P<func>[^@\s(]*)@(?P<path>(?:https?|file|webpack|moz-extension|resource)[^\s]*?):(?P<line>\d+)(?::(?P<col>\d+))?$",
    )
});
/// Vitest: ` ❯ Module.add src/add.ts:2:9`.
static VITEST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*❯ (?:(?P<func>\S.*?) )?(?P<path>[^\s:]+\.[cm]?[jt]sx?):(?P<line>\d+):(?P<col>\d+)$")
});
/// A row that states an error: `TypeError: x`, `Uncaught (in promise) Error: x`, `Error [ERR_X]: x`, `[cause]: Error: x`.
static STATEMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[\s(:\]\[>])(?:[A-Za-z_$][\w$.]*)?(?:Error|Exception|Warning|Rejection|Failure)(?: \[[\w-]+\]| \(\w+\))?(?::|$)",
    )
});
/// An error that has no frames, as `util.inspect` prints it: `[Error: EISDIR: illegal operation] {`.
static BARE_STATEMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*(?:Uncaught )?\[(?:\w*Error|UnhandledPromiseRejection)(?: \[\w+\])?: .*\](?: \{)?$")
});
/// The place that Node prints above an uncaught exception: `/app/x.js:12`, `node:events:487`.
static THROWN_AT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?P<path>(?:[/.]|file:|node:|[A-Za-z]:\\|\w+\.[cm]?[jt]s)\S*?|[A-Za-z]:\\.+?):(?P<line>\d+)$")
});
static CAUSE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:\[cause\]: |Caused by: )"));

/// Node's own files as versions before 16 print them, without a folder.
const CORE: &[&str] = &[
    "module.js",
    "net.js",
    "events.js",
    "util.js",
    "vm.js",
    "timers.js",
    "fs.js",
    "child_process.js",
    "stream.js",
    "http.js",
    "https.js",
    "dns.js",
    "tls.js",
    "node.js",
    "assert.js",
    "buffer.js",
    "path.js",
    "repl.js",
    "zlib.js",
    "domain.js",
    "cluster.js",
    "dgram.js",
    "crypto.js",
    "url.js",
    "querystring.js",
    "readline.js",
    "_http_client.js",
    "_http_server.js",
    "_http_common.js",
    "_http_outgoing.js",
    "_http_agent.js",
    "_stream_readable.js",
    "_stream_writable.js",
    "_stream_transform.js",
    "_stream_duplex.js",
    "_tls_wrap.js",
    "_tls_common.js",
    "async_hooks.js",
    "string_decoder.js",
    "tty.js",
    "bootstrap_node.js",
];

fn is_core(path: &str) -> bool {
    CORE.contains(&path) || path.starts_with("internal/")
}

/// The frame that a row of a V8 or Gecko stack names; `Some(None)` is a row of a stack without a place.
fn frame(view: &View<'_, '_>, row: usize) -> Option<Option<Frame>> {
    let text = view.text(row);
    let trimmed = text.trim_start();
    if trimmed.starts_with("at ") {
        if java::is_frame(text) {
            return None;
        }
        let caps = NAMED.captures(text).or_else(|| BARE.captures(text));
        let Some(caps) = caps else { return (trimmed == "at <anonymous>").then_some(None) };
        let mut frame = view.frame(row, &caps);
        if let Some(frame) = &mut frame {
            frame.user &= !is_core(&frame.path);
            if frame.line.is_none() {
                // `(native)`, `(<anonymous>)`, `(index 0)`; anything else in brackets is prose.
                let marks = matches!(frame.path.as_str(), "native" | "<anonymous>" | "unknown")
                    || frame.path.starts_with("index ")
                    || frame.path.starts_with("wasm:");
                return marks.then_some(None);
            }
        }
        return Some(frame);
    }
    let caps = GECKO.captures(text).or_else(|| VITEST.captures(text))?;
    Some(view.frame(row, &caps))
}

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    if view.trimmed(row).starts_with("● ") {
        return jest(view, row);
    }
    if BARE_STATEMENT.is_match(view.text(row)) {
        return without_frames(view, row);
    }
    frame(view, row)?;
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let headline = statement_above(view, row)?;
    let start = thrown_at(view, headline);
    let mut draft = stack(view, start, headline, row, limit);
    if let Some(caps) = THROWN_AT.captures(view.text(start)).filter(|_| start < headline)
        && let (Some(frame), Some(part)) = (view.frame(start, &caps), draft.sections.first_mut())
    {
        // Where a SyntaxError stands is only said there, and the frames are the loader's.
        if view.trimmed(headline).starts_with("SyntaxError") || part.frames.is_empty() {
            let below = (start + 1 < headline).then(|| quote(view.text(start + 1))).flatten();
            let quote = frame.quote.or(below);
            part.frames.push(Frame { user: frame.user && !is_core(&frame.path), quote, ..frame });
        }
    }
    Some(draft)
}

/// `[Error: …] {`, its properties, `}`.
fn without_frames(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let start = thrown_at(view, row);
    let mut end = row + 1;
    if view.text(row).ends_with('{') {
        let limit = view.len().min(row + LOOK_AHEAD);
        while end < limit && !view.blank(end) && view.indent(end) > view.indent(row) {
            end += 1;
        }
        end += usize::from(end < limit && view.trimmed(end).starts_with('}'));
    }
    if let Some(version) = view.skip_blank(end, 2).filter(|&i| view.text(i).starts_with("Node.js v")) {
        end = version + 1;
    }
    let place = THROWN_AT.captures(view.text(start)).and_then(|caps| view.frame(start, &caps));
    Some(Draft::single(BlockKind::Node, start..end, row, place.into_iter().collect()))
}

/// The row that states what the stack at `row` is of.
fn statement_above(view: &View<'_, '_>, row: usize) -> Option<usize> {
    let floor = view.floor().max(row.saturating_sub(MESSAGE));
    let nearest = row.checked_sub(1).filter(|&above| above >= floor);
    let stated = (floor..row).rev().find(|&i| STATEMENT.is_match(view.text(i)));
    stated.or(nearest.filter(|&above| !view.blank(above))).or(Some(row))
}

/// The first row of what Node prints above the statement: place, source, caret.
fn thrown_at(view: &View<'_, '_>, headline: usize) -> usize {
    let floor = view.floor().max(headline.saturating_sub(6));
    let place = (floor..headline).rev().find(|&i| THROWN_AT.is_match(view.text(i)));
    let Some(place) = place else { return headline };
    let caret = (place + 1..headline).any(|i| {
        let text = view.trimmed(i);
        !text.is_empty() && text.bytes().all(|b| b == b'^' || b == b'~')
    });
    let apart = (place + 1..headline).all(|i| view.blank(i));
    if caret || apart { place } else { headline }
}

/// The stack whose first frame is at `row`, with causes and properties below it.
fn stack(view: &View<'_, '_>, start: usize, headline: usize, row: usize, limit: usize) -> Draft {
    let margin = view.indent(headline);
    let mut sections = vec![Part::new(start..row + 1, headline, Vec::new())];
    let mut end = row;
    let mut properties = false;
    while end < limit {
        let text = view.text(end);
        if let Some(named) = frame(view, end) {
            let open = sections.len() - 1;
            sections[open].frames.extend(named);
            sections[open].rows.end = end + 1;
            properties |= text.ends_with('{');
            end += 1;
        } else if CAUSE.is_match(text) {
            let last = sections.len();
            sections[last - 1].cause = Some(last);
            sections.push(Part::new(end..end + 1, end, Vec::new()));
            end += 1;
        } else if properties && STATEMENT.is_match(text) && frame(view, end + 1).is_some() {
            // A member of an `AggregateError`.
            let member = sections.len();
            sections[0].cause.get_or_insert(member);
            sections.push(Part::new(end..end + 1, end, Vec::new()));
            end += 1;
        } else if properties && (text.trim_start().starts_with(['}', ']']) || view.indent(end) > margin) {
            properties = !(text == "}" && view.indent(end) <= margin);
            end += 1;
        } else if text.trim_start().starts_with("... ") && text.contains("lines matching") {
            properties = true;
            end += 1;
        } else if view.indent(end) > margin && sections.len() > 1 && !view.blank(end) && below_cause(view, end) {
            end += 1;
        } else {
            break;
        }
    }
    // `Node.js v20.1.0`, a blank row below.
    if let Some(version) = view.skip_blank(end, 2).filter(|&i| i < limit && view.text(i).starts_with("Node.js v")) {
        end = version + 1;
    }
    for part in &mut sections {
        part.frames.reverse();
    }
    let last = sections.len() - 1;
    sections[last].rows.end = sections[last].rows.end.max(end);
    let mut from = start;
    for i in 0..sections.len() {
        let next = sections.get(i + 1).map_or(end, |next| next.headline);
        sections[i].rows = from..next;
        from = next;
    }
    Draft::of(BlockKind::Node, sections)
}

/// A row of a cause's message of several rows: frames follow.
fn below_cause(view: &View<'_, '_>, row: usize) -> bool {
    (row + 1..row + 8).any(|i| frame(view, i).is_some())
}

/// A failed test of Jest or Vitest: `● suite › test`, up to the next one.
fn jest(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let margin = view.indent(row);
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let mut end = row + 1;
    while end < limit && (view.blank(end) || view.indent(end) > margin) {
        end += 1;
    }
    while end > row + 1 && view.blank(end - 1) {
        end -= 1;
    }
    if end == row + 1 {
        return None;
    }
    let mut frames: Vec<Frame> = (row..end).filter_map(|i| frame(view, i)).flatten().collect();
    frames.reverse();
    let headline = (row + 1..end)
        .find(|&i| STATEMENT.is_match(view.text(i)))
        .or_else(|| view.skip_blank(row + 1, LOOK_AHEAD).filter(|&i| i < end))
        .unwrap_or(row);
    Some(Draft::single(BlockKind::Node, row..end, headline, frames))
}

/// V8 prints its last collections, then what ended it, then native frames.
fn heap(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let limit = view.len().min(row + 2 * LOOK_AHEAD);
    let is_fatal = |i: usize| view.text(i).contains("FATAL ERROR:");
    if is_fatal(row) {
        let end = native_end(view, row, limit);
        return Some(Draft::single(BlockKind::Node, row..end, row, Vec::new()));
    }
    let end = (row + 1..limit).find(|&i| is_fatal(i));
    let Some(headline) = end else {
        let stack = (row + 1..limit).rev().find(|&i| view.text(i).contains("<--- JS stacktrace --->"));
        let mut draft = Draft::single(BlockKind::Node, row..stack.unwrap_or(row) + 1, row, Vec::new());
        draft.sections[0].looks_on = row + 2 * LOOK_AHEAD - draft.rows.end;
        return (stack.is_some() || limit == view.len()).then_some(draft);
    };
    Some(Draft::single(BlockKind::Node, row..native_end(view, headline, limit), headline, Vec::new()))
}

fn native_end(view: &View<'_, '_>, fatal: usize, limit: usize) -> usize {
    let is_native = |text: &str| {
        let digits = text.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        digits.len() < text.trim_start().len() && digits.starts_with(": 0x") || text.contains("Native stack trace")
    };
    let mut end = fatal + 1;
    while end < limit {
        match view.skip_blank(end, 2) {
            Some(next) if next < limit && is_native(view.text(next)) => end = next + 1,
            _ => break,
        }
    }
    end
}
