//! Diagnostics of Terraform and OpenTofu, with their box or without.
//!
//! The form is that of `internal/command/format/diagnostic.go`.

use std::sync::LazyLock;

use regex::Regex;

use super::BlockKind;
use super::draft::Draft;
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::View;

pub(super) const TERRAFORM: Recogniser = Recogniser { name: "terraform", triggers: &["Error: ", "Warning: "], read };

/// How far below its head a diagnostic may say where it is: the paragraphs of a provider come first.
const LEAD: usize = 24;

/// The most rows of one diagnostic.
const MAX_ROWS: usize = 300;

static ON: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\s│|]*on (?P<path>\S.*?) line (?P<line>\d+)(?:, in (?P<func>.+?))?:?[\s│|]*$"));
static WITH: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s│|]*with (?P<func>[\w.\[\]\x22-]+),$"));

fn strip(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '│' | '|'))
}

fn is_head(text: &str) -> bool {
    let text = strip(text);
    text.starts_with("Error: ") || text.starts_with("Warning: ")
}

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    if !is_head(view.text(row)) {
        return None;
    }
    let limit = view.len().min(row + MAX_ROWS);
    // The text is without its box, but for one whose top was cut off.
    let mut end = row + 1;
    if view.trimmed(row).starts_with('│') {
        while end < limit && view.trimmed(end).starts_with('│') {
            end += 1;
        }
        end += usize::from(end < limit && view.trimmed(end).starts_with('╵'));
    } else {
        end = open_end(view, row, limit)?;
    }
    let mut frames = Vec::new();
    let mut with = None;
    for i in row..end {
        let text = view.text(i);
        if let Some(caps) = ON.captures(text) {
            if let Some(mut frame) = view.frame(i, &caps) {
                frame.function = with.take().or(frame.function);
                frames.push(frame);
            }
        } else if let Some(caps) = WITH.captures(text) {
            with = Some(caps["func"].to_owned());
        }
    }
    Some(Draft::single(BlockKind::Terraform, row..end, row, frames))
}

/// The row behind a diagnostic without walls, if what stands below its head is Terraform's.
fn open_end(view: &View<'_, '_>, head: usize, limit: usize) -> Option<usize> {
    let first = view.skip_blank(head + 1, 1).filter(|&i| i < limit && i > head + 1)?;
    let placed = (first..limit.min(first + LEAD)).find(|&i| ON.is_match(view.text(i)));
    if placed.is_none() && !WITH.is_match(view.text(first)) {
        return None;
    }
    let mut end = placed.unwrap_or(first) + 1;
    // Source and values are indented; the paragraph after them is not.
    while end < limit && (view.blank(end) || view.text(end).starts_with(' ')) {
        end += 1;
    }
    // The paragraph that explains comes last, or, from a provider, first.
    let explained = !ON.is_match(view.text(first)) && !WITH.is_match(view.text(first));
    let mut last = end;
    while !explained && last < limit && !view.blank(last) && !is_head(view.text(last)) {
        last += 1;
    }
    while view.blank(last - 1) {
        last -= 1;
    }
    Some(last)
}
