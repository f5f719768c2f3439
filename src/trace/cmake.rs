//! CMake's errors and warnings.
//!
//! The form is that of `cmMessenger.cxx`: a head with the place, an indented text, and the call stack.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::Draft;
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::View;
use super::{BlockKind, Frame};

pub(super) const CMAKE: Recogniser =
    Recogniser { name: "cmake", triggers: &["CMake Error", "CMake Warning", "CMake Deprecation"], read };

/// The most rows of one message.
const MAX_ROWS: usize = 500;

static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*CMake (?:Error|Warning|Deprecation Warning|Deprecation Error|Internal Error)(?: \(dev\))?(?: (?:at|in) (?P<path>\S.*?)(?::(?P<line>\d+))?(?: \((?P<func>[\w-]+)\))?)?:",
    )
});
static CALL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s+(?P<path>\S.*?):(?P<line>\d+) \((?P<func>[\w-]+)\)$"));

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let caps = HEAD.captures(view.text(row))?;
    let mut frames: Vec<Frame> = view.frame(row, &caps).into_iter().collect();
    let margin = view.indent(row);
    let limit = view.len().min(row + MAX_ROWS);
    let mut end = row + 1;
    let mut last = row;
    let mut calls = false;
    while end < limit {
        let text = view.text(end);
        if text.trim_start().starts_with("Call Stack (most recent call first):") {
            calls = true;
        } else if !text.is_empty() && view.indent(end) <= margin {
            if text.starts_with("This warning is for project developers") {
                last = end;
            }
            break;
        } else if let Some(caps) = CALL.captures(text).filter(|_| calls) {
            frames.extend(view.frame(end, &caps));
        } else if text.is_empty() && end > last + 3 {
            break;
        }
        if !text.is_empty() {
            last = end;
        }
        end += 1;
    }
    frames.reverse();
    // The head names the place; what is wrong stands below it, where anything does.
    let said = view.text(row).trim_end().ends_with(':').then(|| (row + 1..=last).find(|&i| !view.blank(i))).flatten();
    Some(Draft::single(BlockKind::CMake, row..last + 1, said.unwrap_or(row), frames))
}
