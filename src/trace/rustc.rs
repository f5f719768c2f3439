//! Diagnostics of rustc and cargo.
//!
//! The forms are those of `rustc_errors::emitter` and of cargo's `display_error`.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Draft, Part};
use super::pattern::pattern;
use super::table::{self, Recogniser};
use super::view::View;
use super::{BlockKind, MAX_BLOCK_ROWS};

pub(super) const RUSTC: Recogniser =
    Recogniser { name: "rustc", triggers: &["error[E", "error: ", "warning: "], read: rustc };
pub(super) const CARGO: Recogniser = Recogniser { name: "cargo", triggers: &["error: ", "warning: "], read: cargo };

static HEAD: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:error|warning)(?:\[\w+\])?: "));
static PLACE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:-->|╭▸|:::) (?P<path>\S.*?):(?P<line>\d+):(?P<col>\d+)$"));
/// What belongs to a diagnostic below its head: the excerpt and what is noted under it.
static EXCERPT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:(?:\d+ *)?[|│]|-->|:::|╭▸|╰╴|= (?:note|help|warning)|\.\.\.(?:$|\s)|[0-9|LL]+ *[|~+-]|(?:note|help)(?:: |$))",
    )
});
/// What cargo says of itself; gcc, git and pip also say `error: `.
static CARGO_SAYS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*error: (?:failed to (?:run custom build|compile|parse (?:manifest|lock)|select a version|load (?:manifest|source)|get `|download|sync|resolve|verify|read `|fetch|determine|query|prepare|publish|open|update)|could not (?:compile|find `Cargo|document|execute process)|no matching package|no (?:bin|example|such) |linking with `|package `|the lock file|the package|binary `|unable to (?:get|update)|process didn't exit|test failed|build failed|aborting due|manifest path|feature `|two packages|cyclic package|invalid (?:type|character|value)|toolchain '|component '|target |rustup|toolchain)",
    )
});

fn rustc(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    if !HEAD.is_match(view.text(row)) {
        return None;
    }
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    // A message may go on over rows before its place.
    let place = (row + 1..limit.min(row + 8))
        .take_while(|&i| i == row + 1 || !view.blank(i))
        .find(|&i| PLACE.is_match(view.text(i)))?;
    let caps = PLACE.captures(view.text(place))?;
    let frame = view.frame(place, &caps);
    let margin = view.indent(row);
    let mut end = place + 1;
    while end < limit {
        let text = view.text(end);
        let own = EXCERPT.is_match(text) || view.indent(end) > margin && !text.is_empty();
        if !own {
            break;
        }
        end += 1;
    }
    Some(Draft::single(BlockKind::Rustc, row..end, row, frame.into_iter().collect()))
}

/// `error: failed to …` with its `Caused by:` chain, and with what a build script or the linker printed.
fn cargo(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let text = view.text(row);
    if !HEAD.is_match(text) {
        return None;
    }
    let says = CARGO_SAYS.is_match(text);
    let margin = view.indent(row);
    let limit = view.len().min(row + MAX_BLOCK_ROWS);
    let mut end = row + 1;
    let mut sections = vec![Part::new(row..row + 1, row, Vec::new())];
    let mut linked = false;
    let mut output = false;
    while end < limit {
        if view.blank(end) {
            // Goes on behind a blank row where the form says so: a cause, or more of the indented text.
            match view.skip_blank(end, 2).filter(|&i| i < limit) {
                Some(next) if continues(view, next, margin, linked, output) => end = next,
                _ => break,
            }
            continue;
        }
        let text = view.trimmed(end);
        if text == "Caused by:" && view.indent(end) == margin {
            let cause = sections.len();
            sections[cause - 1].cause = Some(cause);
            let said = if view.blank(end + 1) { end } else { end + 1 };
            sections.push(Part::new(end..end + 1, said.min(limit - 1), Vec::new()));
            linked = true;
        } else if says && (text.starts_with("process didn't exit") || text.starts_with("--- std")) {
            output |= text.starts_with("--- std");
        } else if view.indent(end) > margin && (says || linked) || says && is_resolution(text) {
        } else if output && !ends_output(text) {
            // Before Rust 1.46 the output of a build script was not indented.
        } else {
            break;
        }
        end += 1;
        if let Some(last) = sections.last_mut() {
            last.rows.end = end;
        }
    }
    if !says && !linked {
        return None;
    }
    for part in &mut sections {
        // Cut off right below `Caused by:`.
        part.headline = part.headline.min(part.rows.end - 1);
    }
    let mut draft = Draft::of(BlockKind::Rustc, sections);
    draft.rows.end = end.max(row + 1);
    let body = row + 1..draft.rows.end;
    if body.len() > 1 {
        let last = draft.sections.len() - 1;
        let inner = table::read_all(&view.inner(body, |text| text.len() - text.trim_start().len()));
        if let Some(deepest) = draft.adopt(inner, row + 1) {
            draft.sections[last].cause = Some(deepest);
        }
    }
    Some(draft)
}

fn continues(view: &View<'_, '_>, row: usize, margin: usize, linked: bool, output: bool) -> bool {
    let text = view.trimmed(row);
    (text == "Caused by:" && view.indent(row) == margin)
        || is_resolution(text)
        || (view.indent(row) > margin && (linked || output || text.starts_with("--- std")))
        || (output && text.starts_with("--- std"))
}

/// Paragraphs of cargo's resolver, which are not indented.
fn is_resolution(text: &str) -> bool {
    [
        "versions that meet",
        "the package `",
        "failed to select a version",
        "all possible versions",
        "previously selected",
        "required by package",
        "location searched",
        "perhaps you meant",
        "candidate versions",
        "note: ",
        "help: ",
    ]
    .iter()
    .any(|start| text.starts_with(start))
}

fn ends_output(text: &str) -> bool {
    HEAD.is_match(text) && !text.starts_with("warning: couldn't") || text.starts_with("The command '")
}
