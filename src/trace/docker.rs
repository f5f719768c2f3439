//! The step of a `docker build` that failed, of the classic builder and of BuildKit.
//!
//! The forms are those of moby's `builder/dockerfile` and of BuildKit's `progressui` and `errdefs/source.go`.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Draft, Part};
use super::pattern::pattern;
use super::table::{self, Recogniser};
use super::view::View;
use super::{BlockKind, Frame, LOOK_AHEAD};

pub(super) const BUILDKIT: Recogniser =
    Recogniser { name: "buildkit", triggers: &["------", "failed to solve", "> [", "Dockerfile:"], read: buildkit };
pub(super) const LEGACY: Recogniser = Recogniser {
    name: "docker",
    triggers: &[
        "returned a non-zero code: ",
        "The command '",
        "ADD failed: ",
        "COPY failed: ",
        "Error response from daemon",
    ],
    read: legacy,
};

/// The most rows of a command that the classic builder repeats.
const COMMAND: usize = 200;

static STEP: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s?> (?:importing|exporting|\[(?:[\w./-]+ )?.*\]).*:$"));
static PLACE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?P<path>\S*(?i:dockerfile|containerfile)\S*?):(?P<line>\d+)$"));
fn is_rule(text: &str) -> bool {
    text.len() >= 6 && text.bytes().all(|b| b == b'-')
}

fn buildkit(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let limit = view.len().min(row + 4 * LOOK_AHEAD);
    let mut end = row;
    let mut inner = None;
    if is_rule(view.text(end)) && STEP.is_match(view.text(end + 1)) {
        end += 1;
    }
    if STEP.is_match(view.text(end)) {
        let output = end + 1;
        let close = (output..limit.min(output + LOOK_AHEAD)).find(|&i| is_rule(view.text(i)))?;
        inner = Some(output..close);
        end = close + 1;
    }
    let mut place: Vec<Frame> = Vec::new();
    if let Some(at) = view.skip_blank(end, 2).filter(|&i| i < limit)
        && let Some(caps) = PLACE.captures(view.text(at))
        && is_rule(view.text(at + 1))
    {
        place.extend(view.frame(at, &caps));
        end = (at + 2..limit.min(at + LOOK_AHEAD)).find(|&i| is_rule(view.text(i)))? + 1;
    }
    let said = view.skip_blank(end, 2).filter(|&i| i < limit && is_failure(view.text(i)));
    let headline = match said {
        Some(said) => {
            end = said + 1;
            said
        }
        None => inner.as_ref().map(|output| output.start - 1)?,
    };
    let mut draft = Draft::of(BlockKind::DockerBuild, vec![Part::new(row..end, headline, place)]);
    if let Some(output) = inner {
        let start = output.start;
        draft.sections[0].cause = draft.adopt(table::read_all(&view.inner(output, |_| 0)), start);
    }
    Some(draft)
}

fn is_failure(text: &str) -> bool {
    text.contains("failed to solve") || text.starts_with("ERROR: ") && text.contains("did not complete successfully")
}

/// `The command '/bin/sh -c …' returned a non-zero code: 1`, which may go over rows.
fn legacy(view: &View<'_, '_>, row: usize) -> Option<Draft> {
    let text = view.text(row);
    let ends = |i: usize| view.line(i).text.trim_end().rfind("returned a non-zero code: ").is_some();
    if text.starts_with("The command '") {
        let end = (row..view.len().min(row + COMMAND)).find(|&i| ends(i))? + 1;
        return Some(Draft::single(BlockKind::DockerBuild, row..end, row, Vec::new()));
    }
    let single = text.starts_with("ADD failed: ")
        || text.starts_with("COPY failed: ")
        || text.starts_with("failed to build: ")
        || text.contains("Error response from daemon");
    single.then(|| Draft::single(BlockKind::DockerBuild, row..row + 1, row, Vec::new()))
}
