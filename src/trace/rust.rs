//! Rust at run time: panics with their backtrace, and error reports (`Error: …`, `Caused by:`).
//!
//! The forms are those of `library/std/src/panicking.rs` and `std::backtrace`, of anyhow, and of color-eyre.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Draft, Part};
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::View;
use super::{BlockKind, Frame, LOOK_AHEAD, MAX_BLOCK_ROWS};

pub(super) const PANIC: Recogniser = Recogniser {
    name: "rust panic",
    triggers: &["' panicked at", "') panicked at", "> panicked at", ") panicked at", "The application panicked"],
    read: panic,
};
pub(super) const REPORT: Recogniser = Recogniser { name: "rust report", triggers: &["Error: "], read: report };

static PANICKED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"thread (?:'[^']*'|<unnamed>)(?: \(\d+\))? panicked at (?:'(?P<old>.*)', )?(?P<path>[^'\s][^']*?):(?P<line>\d+)(?::(?P<col>\d+))?:?$",
    )
});
static OLD_OPEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"thread (?:'[^']*'|<unnamed>) panicked at '"));
static OLD_CLOSE: LazyLock<Regex> = LazyLock::new(|| pattern(r"', (?P<path>[^'\s]+):(?P<line>\d+)(?::(?P<col>\d+))?$"));
static FUNCTION: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\d+: +(?:0x[0-9a-f]+ - )?(?P<func>\S.*)$"));
static PLACE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s+at (?P<path>\S.*?):(?P<line>\d+)(?::(?P<col>\d+))?$"));
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^ {4,}\d+: \S"));

fn panic(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let text = view.text(row);
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let (place, headline, mut end) = if let Some(caps) = PANICKED.captures(text) {
        let place = view.frame(row, &caps);
        if caps.name("old").is_some() {
            (place, row, row + 1)
        } else {
            let end = message_end(view, row, limit);
            (place, if end > row + 1 { row + 1 } else { row }, end)
        }
    } else if OLD_OPEN.is_match(text) {
        // A message of several rows, before Rust 1.73.
        let close = (row + 1..limit.min(row + LOOK_AHEAD)).find(|&i| OLD_CLOSE.is_match(view.text(i)))?;
        let caps = OLD_CLOSE.captures(view.text(close))?;
        (view.frame(close, &caps), row, close + 1)
    } else {
        return None;
    };
    let mut frames = Vec::new();
    end = backtrace(view, end, limit, &mut frames);
    frames.reverse();
    // The backtrace ends in the panic machinery; where it was raised is known from the message.
    if let Some(place) = place {
        let raised = frames.iter().rposition(|frame| frame.line == place.line && same_file(&frame.path, &place.path));
        match raised {
            Some(raised) => frames.truncate(raised + 1),
            None => frames.push(place),
        }
    }
    Some(Draft::single(BlockKind::RustPanic, row..end, headline, frames))
}

fn same_file(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim_start_matches("./"), b.trim_start_matches("./"));
    a.ends_with(b) || b.ends_with(a)
}

/// The row behind the message below a panic's place. Only the first panic of a process is followed by a note; without
/// one, the message goes on where it is indented (`  left: 1`).
fn message_end(view: &View<'_, '_>, row: usize, limit: usize) -> usize {
    let limit = limit.min(row + LOOK_AHEAD);
    let is_note = |row: usize| {
        let text = view.trimmed(row);
        text.starts_with("note: run with") || text.starts_with("stack backtrace:")
    };
    let stops = |row: usize| view.blank(row) || PANICKED.is_match(view.text(row)) || starts_other(view.trimmed(row));
    let note = (row + 1..limit).find(|&i| is_note(i) || i > row + 1 && stops(i)).filter(|&i| is_note(i));
    if let Some(note) = note {
        return note;
    }
    let mut end = row + 1;
    while end < limit && !view.blank(end) && !view.begins_record(end, row) {
        if end > row + 1 && (view.indent(end) <= view.indent(row) || stops(end)) {
            break;
        }
        end += 1;
    }
    end
}

/// What cargo and its callers say next.
fn starts_other(text: &str) -> bool {
    [
        "warning: ",
        "error: ",
        "test ",
        "The command '",
        "Caused by:",
        "make: ",
        "Aborted",
        "failures:",
        "---- ",
        "Error: ",
    ]
    .iter()
    .any(|start| text.starts_with(start))
}

/// Reads notes and a backtrace; the frames come innermost first. Gives the row behind them.
fn backtrace(view: &View<'_, '_>, from: usize, limit: usize, frames: &mut Vec<Frame>) -> usize {
    let mut end = from;
    let mut function: Option<String> = None;
    let mut inside = false;
    while end < limit {
        let text = view.text(end);
        let trimmed = text.trim_start();
        if trimmed.to_ascii_lowercase().starts_with("stack backtrace:") {
            inside = true;
        } else if trimmed.starts_with("note: ") && (trimmed.contains("RUST_BACKTRACE") || trimmed.contains("backtrace"))
        {
            inside = false;
        } else if let Some(caps) = PLACE.captures(text).filter(|_| inside) {
            if let Some(mut frame) = view.frame(end, &caps) {
                frame.function = function.take();
                frames.push(frame);
            }
        } else if let Some(caps) = FUNCTION.captures(text).filter(|_| inside) {
            function = Some(caps["func"].to_owned());
        } else if text.is_empty() {
            let next = view.skip_blank(end, 2).map_or("", |next| view.trimmed(next)).to_ascii_lowercase();
            if !next.starts_with("stack backtrace:") {
                break;
            }
        } else {
            break;
        }
        end += 1;
    }
    end
}

/// `Error: x`, blank, `Caused by:`, numbered or indented causes, perhaps a backtrace.
fn report(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    if !view.trimmed(row).starts_with("Error: ") {
        return None;
    }
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let link = (row + 1..limit.min(row + 12)).find(|&i| view.trimmed(i) == "Caused by:")?;
    let margin = view.indent(link);
    let mut sections = vec![Part::new(row..link + 1, row, Vec::new())];
    let mut end = link + 1;
    while end < limit && !view.blank(end) && view.indent(end) > margin {
        if NUMBERED.is_match(view.text(end)) || sections.len() == 1 {
            let i = sections.len();
            sections[i - 1].cause = Some(i);
            sections.push(Part::new(end..end + 1, end, Vec::new()));
        }
        end += 1;
        if let Some(last) = sections.last_mut() {
            last.rows.end = end;
        }
    }
    if sections.len() == 1 {
        return None;
    }
    let mut frames = Vec::new();
    end = backtrace(view, end, limit, &mut frames).max(end);
    while view.blank(end - 1) {
        end -= 1;
    }
    frames.reverse();
    if let Some(last) = sections.last_mut() {
        last.frames = frames;
        last.rows.end = end;
    }
    Some(Draft::of(BlockKind::RustPanic, sections))
}
