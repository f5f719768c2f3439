//! Reports of the sanitizers: address, leak, memory, thread, undefined behaviour.
//!
//! The forms are those of compiler-rt's `sanitizer_common` and `ubsan_diag.cpp`.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Draft, Part};
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::View;
use super::{BlockKind, MAX_BLOCK_ROWS};

pub(super) const SANITIZER: Recogniser = Recogniser {
    name: "sanitizer",
    triggers: &["Sanitizer: ", "=================", ": runtime error: ", "Sanitizer:DEADLYSIGNAL"],
    read,
};

static FRAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s+#\d+ (?:0x[0-9a-f]+ )?(?:in )?(?P<func>.*?)(?: (?P<path>[^\s()]+?):(?P<line>\d+)(?::(?P<col>\d+))?)?(?: \([^()]*(?:\([^()]*\)[^()]*)*\))*$",
    )
});
static HEAD: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:==\d+==\s?)?(?:ERROR|WARNING): \w+Sanitizer: "));
static UNDEFINED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?P<path>\S[^:]*):(?P<line>\d+):(?P<col>\d+): runtime error: "));

fn is_rule(text: &str) -> bool {
    text.len() >= 18 && text.bytes().all(|b| b == b'=')
}

fn is_frame(text: &str) -> bool {
    text.trim_start().starts_with('#') && FRAME.is_match(text)
}

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    if let Some(caps) = UNDEFINED.captures(view.text(row)) {
        return undefined(view, row, &caps);
    }
    let head = if is_rule(view.text(row)) { row + 1 } else { row };
    if !HEAD.is_match(view.text(head)) {
        return None;
    }
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let mut sections = vec![Part::new(row..head + 1, head, Vec::new())];
    let mut end = head + 1;
    let mut last = head;
    let mut in_stack = false;
    let mut summary = false;
    while end < limit {
        let text = view.text(end);
        if is_rule(text) {
            last = end;
            break;
        }
        if summary && !(text.contains("ABORTING") || after_summary(text)) {
            break;
        }
        if text.starts_with("SUMMARY: ") {
            summary = true;
        } else if HEAD.is_match(text) {
            break;
        } else if is_frame(text) {
            if !in_stack && sections.iter().any(|part| !part.frames.is_empty()) {
                // A further stack, with what it is of right above it.
                let title = if view.blank(end - 1) { end } else { end - 1 };
                sections.push(Part::new(title..end + 1, title, Vec::new()));
            }
            let open = sections.len() - 1;
            if let Some(caps) = FRAME.captures(text) {
                sections[open].frames.extend(view.frame(end, &caps));
            }
            in_stack = true;
        }
        in_stack &= is_frame(text);
        if !text.is_empty() {
            last = end;
        } else if end > last + 3 {
            break;
        }
        end += 1;
    }
    let mut from = row;
    for i in 0..sections.len() {
        let next = sections.get(i + 1).map_or(last + 1, |next| next.headline);
        sections[i].rows = from..next;
        sections[i].frames.reverse();
        from = next;
    }
    Some(Draft::of(BlockKind::Sanitizer, sections))
}

/// The legend of shadow bytes, and the exit.
fn after_summary(text: &str) -> bool {
    let text = text.trim_start();
    text.is_empty()
        || [
            "Shadow ",
            "=>",
            "0x",
            "Addressable",
            "Partially",
            "Heap left",
            "Freed heap",
            "Stack ",
            "Global ",
            "Poisoned",
            "Container",
            "Array cookie",
            "Intra object",
            "ASan internal",
            "Left alloca",
            "Right alloca",
            "Exiting",
        ]
        .iter()
        .any(|start| text.starts_with(start))
}

/// `a.c:5:3: runtime error: …`, an excerpt, perhaps a stack, a summary.
fn undefined(view: &View<'_, '_>, row: usize, caps: &regex::Captures<'_>) -> Option<Draft> {
    let place = view.frame(row, caps);
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let mut frames = Vec::new();
    let mut end = row + 1;
    while end < limit {
        let text = view.text(end);
        if is_frame(text) {
            frames.extend(FRAME.captures(text).and_then(|caps| view.frame(end, &caps)));
        } else if text.is_empty() {
            let next = view.skip_blank(end, 1);
            if !next.is_some_and(|i| view.text(i).starts_with("SUMMARY: ")) {
                break;
            }
        } else if !(text.starts_with("SUMMARY: ")
            || text.contains(": note: ")
            || (view.indent(end) > 0 && end < row + 6)
            || text.starts_with('^'))
        {
            break;
        }
        end += 1;
    }
    frames.reverse();
    if frames.last().is_none_or(|last| place.as_ref().is_some_and(|place| place.line != last.line)) {
        frames.extend(place);
    }
    Some(Draft::single(BlockKind::Sanitizer, row..end, row, frames))
}
