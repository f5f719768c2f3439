//! Failures and errors of pytest, one block a test.
//!
//! The form is that of `src/_pytest/_code/code.py` and `src/_pytest/terminal.py`.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Draft, Part};
use super::pattern::pattern;
use super::table::Recogniser;
use super::view::{View, quote};
use super::{BlockKind, Frame, LOOK_AHEAD, MAX_BLOCK_ROWS, python};

pub(super) const PYTEST: Recogniser = Recogniser { name: "pytest", triggers: &["____ ", "E  "], read };

/// Within so many rows below its title a failure is explained; what is found further from it does not see the title.
const EXPLAINED: usize = 1_000;

static TITLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^_{3,} .+ _{3,}$"));
static BANNER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^={5,}(?: .+ ={5,})?$"));
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?P<path>[^\s:][^:]*\.\w+|[A-Za-z]:\\[^:]+):(?P<line>\d+)(?::(?: (?:in (?P<func>.+)|[\w.]+))?)?$")
});
static NATIVE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"^(?:E\s+)?\s*File "(?P<path>[^"]+)", line (?P<line>\d+)(?:, in (?P<func>.+))?$"#));

fn read(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let titled = TITLE.is_match(view.text(row));
    if !titled && !is_explanation(view.text(row)) {
        return None;
    }
    // Without a title (the region was cut), the source rows right above belong to it as well.
    let mut start = row;
    while !titled && start > view.floor() && row - start < LOOK_AHEAD {
        let above = view.text(start - 1);
        if !(above.starts_with("    ") || above.starts_with('>') || PLACE.is_match(above)) {
            break;
        }
        start -= 1;
    }
    let limit = view.len().min(start + MAX_BLOCK_ROWS);
    let mut end = row + 1;
    while end < limit && !TITLE.is_match(view.text(end)) && !BANNER.is_match(view.text(end)) {
        if !titled && end > row && !belongs(view, end) {
            break;
        }
        end += 1;
    }
    let explains = |i: usize| is_explanation(view.text(i)) && !NATIVE.is_match(view.text(i));
    if titled && !(row..end.min(row + EXPLAINED)).any(explains) {
        let goes_on = end == view.len() && end - row < EXPLAINED;
        return goes_on.then(|| Draft::beginning(BlockKind::Python, row));
    }
    while end > row + 1 && view.blank(end - 1) {
        end -= 1;
    }

    let mut sections: Vec<Part> = Vec::new();
    let mut part = Part::new(start..end, start, Vec::new());
    let mut stated = false;
    // The line that failed, which stands above its place.
    let mut marked = None;
    for i in start..end {
        let text = view.text(i);
        if let Some(caps) = NATIVE.captures(text) {
            part.frames.extend(view.frame(i, &caps));
        } else if is_explanation(text) {
            // The first of a run states it; of several runs the last one is where it failed.
            if i == start || !is_explanation(view.text(i - 1)) {
                part.headline = i;
            }
            stated = true;
        } else if let Some(caps) = PLACE.captures(text) {
            let place = view.frame(i, &caps);
            part.frames.extend(place.map(|frame| Frame { quote: frame.quote.or(marked.take()), ..frame }));
        } else if let Some(source) = text.strip_prefix("> ") {
            marked = quote(source);
        } else if i > part.rows.start && is_link(text) {
            let next = Part { cause: Some(sections.len()), ..Part::new(i..end, i, Vec::new()) };
            part.rows.end = i;
            sections.push(std::mem::replace(&mut part, next));
        }
    }
    if !stated {
        return None;
    }
    // `x.py:5: ` and `x.py:5: in f` name one place in two styles; equal neighbours are one frame.
    sections.push(part);
    for part in &mut sections {
        part.frames.dedup_by(|a: &mut Frame, b: &mut Frame| a.path == b.path && a.line == b.line);
    }
    Some(Draft::of(BlockKind::Python, sections))
}

fn is_link(text: &str) -> bool {
    text.contains(python::DURING) || text.contains(python::DIRECT)
}

/// `E   AssertionError: …`: pytest marks what it explains.
fn is_explanation(text: &str) -> bool {
    text.strip_prefix("E  ").is_some_and(|rest| rest.starts_with(' ') && !rest.trim().is_empty())
}

/// Whether a row below an untitled explanation still belongs to it.
fn belongs(view: &View<'_, '_>, row: usize) -> bool {
    let text = view.text(row);
    if text.is_empty() {
        return view.skip_blank(row, 2).is_some_and(|next| PLACE.is_match(view.text(next)));
    }
    is_explanation(text) || PLACE.is_match(text)
}
